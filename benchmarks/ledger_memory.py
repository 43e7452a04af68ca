"""How much memory a ledger takes that enters from Arrow: what the process grows by at the peak, and what stays.

    python benchmarks/ledger_memory.py [--entries N] [SHAPE ...]

Each shape is measured in a process of its own, which makes the table first, so that only what a `District` adds to the
caller's table is counted. Linux only: it asks /proc for the peak of the resident memory.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

PEOPLE = 5_000
HOUSEHOLDS = 100_000
FIRST_DAY = date(2023, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
ITEMS = ["home_visit", "mediation", "volunteer_hours", "suggestion", "publicity", "honour", "complaint"]
CHANNELS = ["visit", "phone", "wechat", "meeting"]
LEVELS = ["village", "township", "district", "city"]


class Columns:
    """The columns of a ledger of so many entries, each in the type that a shape asks for."""

    def __init__(self, entries: int) -> None:
        self.entries = entries
        self.random = np.random.default_rng(7)

    def ids(self, letter: str, numbers: Any, kind: pa.DataType) -> pa.Array:
        return pa.array([f"{letter}{number:06d}" for number in numbers.tolist()], kind)

    def distinct(self, letter: str) -> pa.Array:
        return self.ids(letter, np.arange(self.entries), pa.string())

    def entry(self) -> pa.Array:
        return self.distinct("E")

    def date(self) -> pa.Array:
        days = np.sort(self.random.integers(0, 365, self.entries)) + FIRST_DAY
        return pa.array(days.astype(np.int32), pa.int32()).cast(pa.date32())

    def words(self, words: list[str], codes: pa.DataType, missing: float = 0.0) -> pa.Array:
        chosen = self.random.integers(0, len(words), self.entries)
        mask = self.random.random(self.entries) < missing
        return pa.DictionaryArray.from_arrays(pa.array(chosen, codes, mask=mask), pa.array(words))

    def numbered(self, letter: str, count: int, codes: pa.DataType, missing: float = 0.0) -> pa.Array:
        return self.words([f"{letter}{number:06d}" for number in range(count)], codes, missing)

    def decimals(self, kind: pa.DataType) -> pa.Array:
        return pa.array(self.random.integers(1, 9, self.entries).astype(np.int32)).cast(kind)


def plain(array: pa.Array) -> pa.Array:
    return array.cast(pa.string())


def few_texts(c: Columns) -> dict[str, pa.Array]:
    return {
        "entry": c.entry(),
        "date": c.date(),
        "actor": plain(c.numbered("P", PEOPLE, pa.int32())),
        "item": plain(c.words(ITEMS, pa.int32())),
    }


def texts(c: Columns) -> dict[str, pa.Array]:
    return few_texts(c) | {
        "quantity": c.decimals(pa.decimal128(13, 3)),
        "subject": plain(c.numbered("H", HOUSEHOLDS, pa.int32())),
    }


def all_texts(c: Columns) -> dict[str, pa.Array]:
    return texts(c) | {
        "level": plain(c.words(LEVELS, pa.int32(), 0.9)),
        "channel": plain(c.words(CHANNELS, pa.int32())),
        "verified": plain(c.words(["yes", "no"], pa.int32(), 0.3)),
        "act": plain(c.numbered("A", 200_000, pa.int32(), 0.5)),
        "recorded": c.date(),
        "cancels": plain(c.numbered("E", 1_000_000, pa.int32(), 0.998)),
        "note": plain(c.words(["", "", "ok", "by phone"], pa.int32())),
    }


def distinct_texts(c: Columns) -> dict[str, pa.Array]:
    return texts(c) | {"act": c.distinct("A"), "note": c.distinct("a note on the visit of ")}


def large_texts(c: Columns) -> dict[str, pa.Array]:
    return {name: a.cast(pa.large_string()) if a.type == pa.string() else a for name, a in texts(c).items()}


def dictionaries(c: Columns) -> dict[str, pa.Array]:
    return {
        "entry": c.entry(),
        "date": c.date(),
        "actor": c.numbered("P", PEOPLE, pa.int32()),
        "item": c.words(ITEMS, pa.int32()),
        "quantity": c.decimals(pa.int64()),
        "subject": c.numbered("H", HOUSEHOLDS, pa.int32()),
        "channel": c.words(CHANNELS, pa.int32()),
    }


def few_dictionaries(c: Columns) -> dict[str, pa.Array]:
    return {
        "entry": c.entry(),
        "date": c.date(),
        "actor": c.numbered("P", PEOPLE, pa.int32()),
        "item": c.words(ITEMS, pa.int32()),
    }


def narrow_dictionaries(c: Columns) -> dict[str, pa.Array]:
    return {
        "entry": c.entry(),
        "date": c.date(),
        "actor": c.numbered("P", PEOPLE, pa.int16()),
        "item": c.words(ITEMS, pa.int8()),
    }


SHAPES: dict[str, Callable[[Columns], dict[str, pa.Array]]] = {
    "all columns, texts": all_texts,
    "6 columns, texts": texts,
    "6 columns, large texts": large_texts,
    "6 columns, many chunks": texts,
    "6 columns, any order": texts,
    "acts and notes all distinct": distinct_texts,
    "4 columns, texts": few_texts,
    "7 columns, dictionaries": dictionaries,
    "4 columns, dictionaries": few_dictionaries,
    "4 columns, narrow dictionaries": narrow_dictionaries,
}


def ledger(shape: str, entries: int) -> pa.Table:
    table = pa.table(SHAPES[shape](Columns(entries)))
    if "any order" in shape:
        table = table.take(pa.array(np.random.default_rng(3).permutation(entries)))
    if "many chunks" in shape:
        table = pa.Table.from_batches(table.to_batches(max_chunksize=10_000))
    return table


def resident(what: str) -> int:
    """`VmRSS`, or `VmHWM`: the most since the last `forget_peak`."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(what + ":"))


def forget_peak() -> None:
    with open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")


def measure(shape: str, entries: int) -> dict[str, float]:
    import jifen

    units = pa.table({"unit": ["G"], "parent": [""], "level": ["grid"]})
    people = pa.table({"person": [f"P{number:06d}" for number in range(PEOPLE)], "unit": ["G"] * PEOPLE})
    roles = pa.table({"person": people["person"], "role": ["leader"] * PEOPLE, "unit": ["G"] * PEOPLE})
    table = ledger(shape, entries)
    jifen.District(units=units, people=people, roles=roles, ledger=table.slice(0, 1000))  # what is made once is made
    gc.collect()
    pa.default_memory_pool().release_unused()
    forget_peak()
    before = resident("VmRSS")
    began = time.perf_counter()
    district = jifen.District(units=units, people=people, roles=roles, ledger=table)
    seconds = time.perf_counter() - began
    peak = resident("VmHWM") - before
    stays = resident("VmRSS") - before
    del district
    return {"input": table.nbytes, "peak": peak, "stays": stays, "seconds": seconds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=", ".join(SHAPES))
    parser.add_argument("--entries", type=int, default=2_000_000)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one, arguments.entries)))
        return
    print(f"{arguments.entries} entries; bytes an entry")
    print(f"{'':32}{'input':>8}{'peak':>8}{'stays':>8}{'peak/input':>12}{'seconds':>9}")
    for shape in arguments.shapes or SHAPES:
        command = [sys.executable, __file__, "--one", shape, "--entries", str(arguments.entries)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        row = [found[key] / arguments.entries for key in ("input", "peak", "stays")]
        print(
            f"{shape:32}"
            + "".join(f"{value:8.1f}" for value in row)
            + f"{row[1] / row[0]:12.2f}{found['seconds']:9.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
