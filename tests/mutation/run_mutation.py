"""Would the tests notice? Puts one small fault at a time into a copy of the sources and runs the tests of its room.

    python3 tests/mutation/run_mutation.py [--count 200] [--seed 1] [--jobs 2] [--only src/selection/quota.cpp]

A mutant is killed when a test fails or runs too long; one that does not compile is no mutant. Survivors that no test
could tell from the source are listed by hand in survivors.md, each with its argument, and do not count. Fails when
less than `--least` percent of the others are killed, or when a listed one is killed after all. The sample depends on
the seed and the sources alone. Everything happens in build/mutation; a second run compiles only what changed.
"""

from __future__ import annotations

import argparse
import os
import queue
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
SURVIVORS = Path(__file__).with_name("survivors.md")

#: Source → the rooms whose tests are asked, the nearest first. A mutant of a header of core is compiled into every
#: room, so its own tests are to be enough.
SOURCES: dict[str, tuple[str, ...]] = {
    "include/jifen/admission/binding.hpp": ("admission", "scoring", "evaluation"),
    "src/admission/admission.cpp": ("admission", "scoring", "evaluation"),
    "src/admission/binding.cpp": ("admission", "scoring", "evaluation"),
    "src/admission/entry_checks.cpp": ("admission",),
    "src/admission/scored_people.cpp": ("admission", "evaluation", "selection"),
    "src/scoring/scorer.cpp": ("scoring", "evaluation"),
    "src/scoring/slot_plan.cpp": ("scoring",),
    "src/scoring/totals_scorer.cpp": ("scoring",),
    "src/selection/selection.cpp": ("selection",),
    "src/selection/selector.cpp": ("selection",),
    "src/selection/quota.cpp": ("selection",),
    "include/jifen/core/exact.hpp": ("core",),
    "include/jifen/core/points.hpp": ("core",),
    "src/core/exact.cpp": ("core", "scoring"),
    "src/core/points.cpp": ("core",),
}

#: Of one test program; the memory that a fault may eat before it counts as killed.
MOST_SECONDS = 120
MOST_BYTES = 4 << 30


class Workspace:
    """A copy of the tree with a build folder of its own."""

    def __init__(self, number: int) -> None:
        self.tree = ROOT / "build" / "mutation" / f"tree{number}"
        self.build = self.tree / "build" / "dev"
        self._copy_tree()
        # As the preset `dev` builds, so that ccache has the unchanged sources. A mutant that the compiler warns of is
        # noticed before any test is: it does not compile.
        self._run(["cmake", "--preset", "dev"])

    def _copy_tree(self) -> None:
        """Files that did not change keep their time, so that they are not compiled again."""
        command = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z", "-co", "--exclude-standard"]
        names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
        for name in filter(None, names):
            source, copy = ROOT / name, self.tree / name
            if source.is_file() and not (copy.exists() and copy.read_bytes() == source.read_bytes()):
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, copy)

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.tree)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")

    def prepare(self, rooms: set[str]) -> None:
        """Builds the unchanged tree; its tests must pass."""
        targets = [f"jifen_{room}_tests" for room in sorted(rooms)]
        self._run(["cmake", "--build", str(self.build), "--target", *targets])
        for room in sorted(rooms):
            if not self._test_passes(room):
                sys.exit(f"the tests of {room} fail without any mutant")

    def _test_passes(self, room: str) -> bool:
        program = self.build / "tests" / f"jifen_{room}_tests"
        command = [str(program), "--gtest_brief=1", "--gtest_fail_fast"]
        limit = (MOST_BYTES, MOST_BYTES)
        try:
            done = subprocess.run(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=MOST_SECONDS, check=False,
                cwd=self.build, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit),
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return False
        if done.returncode == -signal.SIGKILL:  # memory is limited: it was somebody else
            raise RuntimeError(f"{program.name} was ended from outside: that says nothing of the mutant")
        return done.returncode == 0

    def fate(self, mutant: Mutant) -> str:
        """`killed`, `survived` or `does not compile`."""
        file = self.tree / mutant.file
        source = file.read_text(encoding="utf-8")
        file.write_text(mutant.apply(source), encoding="utf-8")
        try:
            for room in SOURCES[mutant.file]:
                target = f"jifen_{room}_tests"
                command = ["cmake", "--build", str(self.build), "--target", target, "--parallel", "1"]
                if subprocess.run(command, capture_output=True, check=False).returncode != 0:
                    return "does not compile"
                if not self._test_passes(room):
                    return "killed"
            return "survived"
        finally:
            file.write_text(source, encoding="utf-8")


def listed_as_equivalent() -> set[tuple[str, str, str]]:
    """The keys in the table of survivors.md: `| file | line | change | why no test can tell |`."""
    keys = set()
    for row in SURVIVORS.read_text(encoding="utf-8").splitlines():
        # A bar in a cell is written \|, as Markdown wants it.
        cells = [cell.strip().strip("`").replace("\0", "|") for cell in row.replace("\\|", "\0").split("|")]
        if len(cells) == 6 and cells[1] in SOURCES:
            keys.add((cells[1], cells[2], cells[3]))
    return keys


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=200, help="mutants to try (default 200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--least", type=float, default=90, help="percent that must be killed (default 90)")
    parser.add_argument("--only", action="append", choices=sorted(SOURCES), help="mutate this source only (repeatable)")
    options = parser.parse_args()

    every = [mutant for file in options.only or SOURCES for mutant in mutants_of(ROOT, file)]
    equivalent = listed_as_equivalent()
    stale = equivalent - {mutant.key for file in SOURCES for mutant in mutants_of(ROOT, file)}
    for key in sorted(stale):
        print("survivors.md lists what is no mutant (any more):", *key, sep="\n    ")
    # More than are asked for: those that do not compile are passed over, so that `count` are tried.
    candidates = iter(random.Random(options.seed).sample(every, len(every)))
    print(
        f"{len(every)} mutants in {len({mutant.file for mutant in every})} sources; trying {options.count}", flush=True
    )

    free: queue.Queue[Workspace] = queue.Queue()
    for number in range(options.jobs):
        workspace = Workspace(number)
        workspace.prepare({room for mutant in every for room in SOURCES[mutant.file]})
        free.put(workspace)

    def try_one(mutant: Mutant) -> tuple[Mutant, str, float]:
        workspace, start = free.get(), time.monotonic()
        try:
            return mutant, workspace.fate(mutant), time.monotonic() - start
        finally:
            free.put(workspace)

    fates: list[tuple[Mutant, str]] = []
    with ThreadPoolExecutor(options.jobs) as pool:
        while len(fates) < options.count:
            batch = [mutant for mutant, _ in zip(candidates, range(options.count - len(fates)), strict=False)]
            if not batch:
                break
            for mutant, fate, seconds in pool.map(try_one, batch):
                if fate == "does not compile":
                    continue
                fates.append((mutant, fate))
                note = " (listed)" if mutant.key in equivalent else ""
                change = f"{mutant.file}:{mutant.line}: {mutant.kind}: {mutant.before} → {mutant.after}"
                print(f"{fate:9}{note} {seconds:5.0f} s  {change}   in: {mutant.text}", flush=True)

    return report(fates, equivalent, stale, options.least)


def report(
    fates: list[tuple[Mutant, str]],
    equivalent: set[tuple[str, str, str]],
    stale: set[tuple[str, str, str]],
    least: float,
) -> int:
    wrongly_listed = [mutant for mutant, fate in fates if fate == "killed" and mutant.key in equivalent]
    counted = [(mutant, fate) for mutant, fate in fates if mutant.key not in equivalent]
    tried = Counter(mutant.file for mutant, _ in counted)
    killed = Counter(mutant.file for mutant, fate in counted if fate == "killed")
    print(f"\n{'source':45} {'killed':>7} {'of':>5}")
    for file in sorted(tried):
        print(f"{file:45} {killed[file]:7} {tried[file]:5}")
    share = 100 * killed.total() / max(1, tried.total())
    print(f"{'all':45} {killed.total():7} {tried.total():5}   {share:.1f} %")
    print(f"listed as equivalent: {len(fates) - len(counted)}")
    for mutant in wrongly_listed:
        print("listed as equivalent, but killed:", *mutant.key, sep="\n    ")
    return int(not tried or share < least or bool(wrongly_listed) or bool(stale))


if __name__ == "__main__":
    os.nice(5)
    sys.exit(main())
