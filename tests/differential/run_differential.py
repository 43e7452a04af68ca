"""Holds the engine and the plain reference equal: random cases, every table, cell by cell.

    python run_differential.py --cases 1300 --seed 0 [--jobs 2]

Every case of random_cases.py is read, evaluated and written by the installed package jifen and by tests/reference.
The load counts and the seven tables of SPEC 9 are compared; the stand-alone checker must find that the tables add up,
and the district, written and read again, must say the same. Prints how often each thing was reached, every
difference with its seed, and exits 1 if there is a difference or a target was reached too seldom.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "reference"))

from coverage import coverage
from loading import RefusedTableError
from random_cases import Case, make_case
from targets import LEAST, TARGETS

import jifen
import reference
from jifen import check_results
from tables import COLUMNS

Row = dict[str, str]
COUNTED = ("read", "accepted", "duplicate", "conflict", "rejected")
SHOWN_A_CASE = 8


@dataclass
class Outcome:
    """What one case came to."""

    seed: int
    differences: list[str] = field(default_factory=list)
    reached: Counter[str] = field(default_factory=Counter)
    refused: bool = False


def read_csv(path: Path) -> tuple[list[str], list[Row]]:
    """Header and rows of a result table."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        return header, [dict(zip(header, row, strict=True)) for row in reader]


def rows_differ(table: str, ours: Sequence[Row], theirs: Sequence[Row]) -> Iterator[str]:
    """Each cell that differs, and each row that only one has."""
    for number, (our, their) in enumerate(zip_longest(ours, theirs), start=1):
        if our is None or their is None:
            who = "the reference" if our is None else "jifen"
            yield f"{table} row {number}: only {who} has {their if our is None else our}"
            continue
        key = ", ".join(their[column] for column in COLUMNS[table][:2])
        for column in COLUMNS[table]:
            if our[column] != their[column]:
                yield f"{table} row {number} ({key}) {column}: jifen {our[column]!r}, reference {their[column]!r}"


def tables_differ(folder: Path, theirs: reference.Result) -> Iterator[str]:
    """All seven tables, as jifen wrote them into the folder."""
    for table, columns in COLUMNS.items():
        header, rows = read_csv(folder / f"{table}.csv")
        if header != list(columns):
            yield f"{table}: jifen's columns are {header}, not {list(columns)}"
        else:
            yield from rows_differ(table, rows, theirs.tables[table])


def counts_differ(district: jifen.District, theirs: reference.Result) -> Iterator[str]:
    """What became of the rows read, table by table."""
    for row in district.counts:
        wanted = theirs.counts.get(f"{row['table']}.csv")
        for kind in COUNTED:
            count = 0 if wanted is None else wanted[kind]
            if row[kind] != count:
                yield f"{row['table']}.csv {kind}: jifen {row[kind]}, reference {count}"


def by_reference(case: Case) -> reference.Result | str:
    """Its result, or the kind of its refusal."""
    try:
        return reference.evaluate(case.district, case.rules, case.window, case.known_at)
    except RefusedTableError:
        return "refused table"
    except OverflowError:
        return "overflow"


def by_jifen(case: Case, out: Path, threads: int, kernels: str) -> jifen.District | str:
    """Writes the tables into the folder; the district, or the kind of refusal."""
    try:
        district = jifen.read_district(case.district, threads=threads)
        rules = jifen.read_rulebook(case.rules)
        evaluation = jifen.evaluate(
            district, rules, case.window, threads=threads, known_at=case.known_at, kernels=kernels
        )
        evaluation.write(out)
    except jifen.TableError:
        return "refused table"
    except jifen.RulebookError as error:
        return f"refused rulebook: {error}"
    except jifen.PointsOverflowError:
        return "overflow"
    return district


def canonical_differs(district: jifen.District, folder: Path) -> Iterator[str]:
    """A district that was written and read again must say the same."""
    district.write(folder)
    again = jifen.read_district(folder)
    for row in again.counts:
        if row["read"] != row["accepted"]:
            yield f"{row['table']}: of what jifen wrote it takes {row['accepted']} of {row['read']} rows"
    for table, digest in district.digests.items():
        if again.digests[table] != digest:
            yield f"{table}: written and read again it says another thing"


def run_case(seed: int) -> Outcome:
    """One case through both."""
    outcome = Outcome(seed)
    with tempfile.TemporaryDirectory(prefix="jifen-differential-") as name:
        case = make_case(seed, Path(name))
        theirs = by_reference(case)
        ours = by_jifen(case, Path(name, "out"), threads=1 + seed % 3, kernels=("fast", "plain")[seed % 4 == 0])
        if isinstance(theirs, str) or isinstance(ours, str):
            outcome.refused = True
            if ours != theirs:
                words = [each if isinstance(each, str) else "a result" for each in (ours, theirs)]
                outcome.differences.append(f"jifen: {words[0]}; reference: {words[1]}")
            return outcome
        outcome.differences += counts_differ(ours, theirs)
        outcome.differences += tables_differ(Path(name, "out"), theirs)
        outcome.differences += check_results.check(Path(name, "out"))
        outcome.differences += canonical_differs(ours, Path(name, "canonical"))
        outcome.reached = coverage(case, theirs)
    return outcome


def run_cases(seeds: Iterable[int], jobs: int = 1) -> Iterator[Outcome]:
    """Every seed, on so many processes, in order."""
    if jobs == 1:
        yield from map(run_case, seeds)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(run_case, seeds, chunksize=8)


def too_seldom(reached: Counter[str], least: float) -> dict[str, int]:
    """The targets reached fewer times than that."""
    return {name: reached[name] for name in TARGETS if reached[name] < least}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="jifen against the plain reference")
    parser.add_argument("--cases", type=int, default=1300)
    parser.add_argument("--seed", type=int, default=0, help="the first seed; the others follow")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--least", type=int, default=LEAST, help="how often each target must be reached")
    options = parser.parse_args(arguments)

    began = time.monotonic()
    reached: Counter[str] = Counter()
    different: list[int] = []
    refused = 0
    for outcome in run_cases(range(options.seed, options.seed + options.cases), options.jobs):
        reached += outcome.reached
        refused += outcome.refused
        if outcome.differences:
            different.append(outcome.seed)
            for difference in outcome.differences[:SHOWN_A_CASE]:
                print(f"seed {outcome.seed}: {difference}", flush=True)
            if len(outcome.differences) > SHOWN_A_CASE:
                print(f"seed {outcome.seed}: and {len(outcome.differences) - SHOWN_A_CASE} more", flush=True)
    seldom = too_seldom(reached, options.least)
    for name in TARGETS:
        print(f"{name:48} {reached[name]:8}{'  too seldom' if name in seldom else ''}")
    print(
        f"{options.cases} cases, {refused} refused by both or one, {len(different)} with differences, "
        f"{len(seldom)} of {len(TARGETS)} targets too seldom, {time.monotonic() - began:.0f} s"
    )
    if different:
        print("seeds with differences:", *different)
    return int(bool(different) or bool(seldom))


if __name__ == "__main__":
    sys.exit(main())
