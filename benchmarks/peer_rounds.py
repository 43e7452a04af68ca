"""Rounds of a benchmark beside other engines: answers are held to each other first, then everyone is timed in turn.

Each number of threads is a process of its own, because Polars reads its threads from the environment once.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

Numbers = np.ndarray[Any, Any]


class Contender(Protocol):
    name: str

    def ask(self, threads: int) -> Any:
        """What is timed."""

    def answer(self, found: Any) -> Numbers:
        """What `ask` gave, as numbers that are the same for everyone."""


class Read:
    """Sums the bytes of plain columns: the limit that the memory sets."""

    name = "read"

    def __init__(self, columns: Sequence[Numbers]) -> None:
        self.columns = [np.ascontiguousarray(column).view(np.uint8) for column in columns]

    def ask(self, threads: int) -> Any:
        chunk = 1 << 22
        pieces = [column[begin : begin + chunk] for column in self.columns for begin in range(0, len(column), chunk)]
        words = [piece[: len(piece) // 8 * 8].view(np.uint64) for piece in pieces]
        with ThreadPoolExecutor(threads) as pool:
            return sum(pool.map(lambda piece: int(piece.sum()), words))


class DuckTables:
    """Plain columns in tables of DuckDB."""

    def __init__(self, tables: dict[str, dict[str, Numbers]]) -> None:
        import duckdb

        self.connection = duckdb.connect()
        for name, columns in tables.items():
            source = pa.table({column: pa.array(values) for column, values in columns.items()})
            self.connection.register("source", source)
            self.connection.execute(f"create table {name} as select * from source")
            self.connection.unregister("source")

    def ask(self, threads: int, query: str) -> dict[str, Numbers]:
        self.connection.execute(f"set threads = {threads}")
        found: dict[str, Numbers] = self.connection.execute(query).fetchnumpy()
        return found


def rounds_of(
    ours: Contender, peers: Sequence[Contender], threads: int, rounds: int, beside: Sequence[Any] = ()
) -> dict[str, float]:
    """Seconds of everyone, the median of the rounds, after `check_answers`.

    `beside`: what is timed in the same rounds without an answer. Who is timed for a part of `ask` alone leaves the
    `seconds` of it.
    """
    check_answers(ours, peers, threads)
    everyone = [ours, *peers, *beside]
    times: dict[str, list[float]] = {each.name: [] for each in everyone}
    for _ in range(rounds):
        for each in everyone:
            begin = time.perf_counter()
            each.ask(threads)
            elapsed = time.perf_counter() - begin
            times[each.name].append(getattr(each, "seconds", elapsed))
    return {name: statistics.median(found) for name, found in times.items()}


def check_answers(ours: Contender, peers: Sequence[Contender], threads: int) -> None:
    """Ends the program when an answer is not ours."""
    right = ours.answer(ours.ask(threads))
    for peer in peers:
        theirs = peer.answer(peer.ask(threads))
        if theirs.shape != right.shape:
            sys.exit(f"{peer.name} gives {theirs.shape} numbers, jifen {right.shape}: nothing is timed")
        wrong = np.flatnonzero((theirs != right).reshape(len(right), -1).any(axis=1))
        if len(wrong):
            sys.exit(f"{peer.name} and jifen differ in {len(wrong)} rows, first {wrong[:1]}: nothing is timed")


def in_process(file: str, arguments: Sequence[str], threads: int) -> dict[str, float]:
    """Runs the benchmark with so many threads: seconds of everyone."""
    command = [sys.executable, file, *arguments, "--threads", str(threads)]
    environment = os.environ | {"POLARS_MAX_THREADS": str(threads)}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def in_processes(file: str, arguments: Sequence[str]) -> None:
    """Runs the benchmark with one thread and with two, and prints how many times as long as ours everyone takes."""
    for threads in (1, 2):
        found = in_process(file, arguments, threads)
        told = ", ".join(f"{name} {time:.4g} ({time / found['jifen']:.2f} x)" for name, time in found.items())
        print(f"{threads} thread{'s' * (threads > 1)}: {told}", flush=True)


def works_of_a_program(
    file: str, about: str | None, works: Mapping[str, Callable[[float, int, int], dict[str, float]]]
) -> None:
    """The command line of a program of several works, each asked as work(scale, threads, rounds)."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", choices=sorted(works))
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, help="in this process; without it, 1 and 2, each in one of its own")
    options = parser.parse_args()
    if options.threads:
        print(json.dumps(works[options.work](options.scale, options.threads, options.rounds)))
        return
    print(f"{options.work} at scale {options.scale:g}; seconds, and how many times as long as jifen")
    in_processes(file, sys.argv[1:])
