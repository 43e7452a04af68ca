"""Places under weights drawn at random: jifen beside the same in numpy, in one run.

    .venv/bin/python benchmarks/rank_uncertainty.py [--people 3170] [--indicators 30] [--draws 10000] [--rounds 5]

First the answers are held to each other: the two draw different weights, so shares and mean places must agree within
what chance allows. Then the rounds are interleaved, and medians are told as a ratio; beside them the quickest rounds,
which what else runs on the machine disturbs least. numpy uses whatever threads its matrix product takes.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from jifen import composite, robustness

Numbers = np.ndarray[Any, Any]


def by_numpy(values: Numbers, weights: Numbers, places: int, draws: int, seed: int) -> tuple[Numbers, ...]:
    """Share selected, mean place, and the 90 % interval of everybody: the quickest way found with numpy alone."""
    people = len(values)
    drawn = np.random.default_rng(seed).dirichlet(100 * weights, draws)
    order = np.argsort(-(drawn @ values.T), axis=1)
    place = np.empty((draws, people), dtype=np.uint16)
    np.put_along_axis(place, order, np.arange(1, people + 1, dtype=np.uint16)[None, :], axis=1)
    by_person = np.sort(np.ascontiguousarray(place.T), axis=1)
    cut = int(0.05 * draws)
    share = (by_person <= places).mean(axis=1)
    return share, by_person.mean(axis=1), by_person[:, cut], by_person[:, draws - 1 - cut]


def seconds(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=3170)
    parser.add_argument("--indicators", type=int, default=30)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    random = np.random.default_rng(1)
    values = random.random((options.people, options.indicators))
    weights = random.random(options.indicators)
    weights /= weights.sum()
    places = options.people // 5
    indicators = composite.Indicators(values)

    def ours(threads: int) -> robustness.RankUncertainty:
        return robustness.rank_uncertainty(indicators, weights, places=places, draws=options.draws, threads=threads)

    found = ours(2)
    share, mean, low, high = by_numpy(values, weights, places, options.draws, 7)
    assert np.abs(np.array(found.selected_share) - share).max() < 5.5 * np.sqrt(0.5 / options.draws)
    spread = (high - low) / np.sqrt(options.draws)
    assert (np.abs(np.array(found.details.mean) - mean) < 3 * spread + 0.1).all()
    assert np.abs(np.array(found.details.low, dtype=float) - low).max() < 0.05 * options.people
    assert np.abs(np.array(found.details.high, dtype=float) - high).max() < 0.05 * options.people
    print(f"{options.people} people, {options.indicators} indicators, {options.draws} draws; numpy {np.__version__}")

    runs: dict[str, Callable[[], Any]] = {
        "numpy": lambda: by_numpy(values, weights, places, options.draws, 7),
        "jifen, 1 thread": lambda: ours(1),
        "jifen, 2 threads": lambda: ours(2),
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(options.rounds):
        for name, work in runs.items():
            times[name].append(seconds(work))
    print(f"{'':<18} {'median':>9} {'':>8}   {'quickest':>9}")
    for name, taken in times.items():
        told = [f"{of(taken):7.3f} s {of(times['numpy']) / of(taken):6.1f} ×" for of in (statistics.median, min)]
        print(f"{name:<18} {told[0]}   {told[1]}")


if __name__ == "__main__":
    main()
