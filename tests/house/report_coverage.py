"""Which lines and branches of include/ and src/ the C++ tests reached, by room.

    python3 tests/house/report_coverage.py [--missing [TEXT]]

Reads what `ctest --preset coverage` left in build/coverage. A branch is one of the two ways a condition can go.
`--missing` lists what was not reached in the files whose path holds TEXT. Fails below the goals.

Of a reader every branch is reached, in some instantiation of its template at least, or listed by hand in
unreached_branches.md with the argument why no test can go there. Readers are the files of tables, district and rulebook
between a byte from outside and the frozen District or Rulebook: all of these rooms but what NOT_READERS names, which
writes, or works on what was read and checked before. Fails where a branch is neither reached nor listed, and where
one is listed that was reached or stands no longer.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "coverage"
#: Percent of all lines and of all branches.
GOALS = {"lines": 95.0, "branches": 90.0}
UNREACHED = Path(__file__).with_name("unreached_branches.md")
WAYS = ("true", "false")
READING_ROOMS = ("tables", "district", "rulebook")
#: Names of files without their endings, with `*` for the rest of a name.
NOT_READERS = (
    *("arrow_export", "csv_writer", "staged_files", "table"),
    *("district*", "entry", "load_report", "network_check", "role_history", "unit_rows", "unit_tree"),
    *("article*", "canonical", "greatest_*", "lint*", "program"),
)


@dataclass
class Count:
    covered: int = 0
    count: int = 0

    def add(self, summary: dict[str, int]) -> None:
        self.covered += summary["covered"]
        self.count += summary["count"]

    @property
    def percent(self) -> float:
        return 100 * self.covered / self.count if self.count else 100.0


def programs() -> list[Path]:
    """Every test program; a file that can be run and is one."""
    found = [path for path in sorted((BUILD / "tests").rglob("jifen_*")) if path.is_file() and os.access(path, os.X_OK)]
    return [path for path in found if path.read_bytes()[:4] == b"\x7fELF" and path.suffix == ""]


def exported() -> list[dict[str, Any]]:
    profiles = sorted((BUILD / "profiles").glob("*.profraw"))
    if not profiles:
        sys.exit("no profiles: run `ctest --preset coverage` first")
    merged = BUILD / "all.profdata"
    subprocess.run(["llvm-profdata-16", "merge", "-sparse", "-o", merged, *profiles], check=True)
    first, *others = programs()
    command = ["llvm-cov-16", "export", "-format=text", f"-instr-profile={merged}", first]
    for program in others:
        command += ["-object", program]
    command += [ROOT / "src", ROOT / "include"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    files: list[dict[str, Any]] = json.loads(done.stdout)["data"][0]["files"]
    return files


def room_of(name: str) -> str:
    parts = Path(name).relative_to(ROOT).parts
    return parts[1] if parts[0] == "src" else parts[2] if len(parts) > 3 else "jifen.hpp"


def is_reader(name: str) -> bool:
    return room_of(name) in READING_ROOMS and not any(fnmatch(Path(name).stem, other) for other in NOT_READERS)


#: Line, column, line and column of the end; how often a condition there was true and false, in all instantiations.
Sides = dict[tuple[int, int, int, int], list[int]]


def sides_in(file: dict[str, Any]) -> Sides:
    sides: defaultdict[tuple[int, int, int, int], list[int]] = defaultdict(lambda: [0, 0])
    for *place, taken, not_taken, _, _, _ in file["branches"]:
        begin_line, begin, end_line, end = place
        sides[begin_line, begin, end_line, end][0] += taken
        sides[begin_line, begin, end_line, end][1] += not_taken
    return sides


def missing_in(file: dict[str, Any]) -> list[str]:
    """`12: never`, `14:9: never true`: lines that no test reached, and conditions that went one way only."""
    found = []
    for line, _, times, has_count, is_entry, is_gap in file["segments"]:
        if has_count and is_entry and not is_gap and times == 0:
            found.append((line, 0, "never"))
    for (line, column, _, _), ways in sides_in(file).items():
        found += [(line, column, f"never {way}") for way, times in zip(WAYS, ways, strict=True) if times == 0]
    return [f"{line}{f':{column}' if column else ''}: {what}" for line, column, what in sorted(found)]


@dataclass(frozen=True, order=True)
class Unreached:
    """A way of a condition that no test went: `stop == 'x'` never true. Line and condition as they stand."""

    source: str
    line: str
    way: str


def unticked(text: str) -> str:
    """Of backticks Markdown makes its own use."""
    return text.replace("`", "").strip()


def unreached_in(file: dict[str, Any]) -> dict[Unreached, int]:
    """With the number of the line, which is for people: what is listed is found again by its text."""
    path = Path(file["filename"])
    lines = path.read_text(encoding="utf-8").split("\n")
    found = {}
    for (number, begin, end_number, end), ways in sides_in(file).items():
        # Columns of llvm count bytes, and begin with 1.
        line = lines[number - 1].encode()
        condition = line[begin - 1 : end - 1 if end_number == number else None].decode()
        for way, times in zip(WAYS, ways, strict=True):
            if times == 0:
                source = str(path.relative_to(ROOT))
                found[Unreached(source, unticked(line.decode()), unticked(f"{condition} never {way}"))] = number
    return found


def listed_as_unreached() -> set[Unreached]:
    """The keys in the table of unreached_branches.md: `| source | line | which way | why |`, the last not empty."""
    keys = set()
    for row in UNREACHED.read_text(encoding="utf-8").splitlines():
        # A bar in a cell is written \\|, as Markdown wants it.
        cells = [unticked(cell).replace("\0", "|") for cell in row.replace("\\|", "\0").split("|")]
        if len(cells) == 6 and cells[1].startswith(("src/", "include/")) and cells[4]:
            keys.add(Unreached(cells[1], cells[2], cells[3]))
    return keys


def judge_readers(files: list[dict[str, Any]]) -> bool:
    """Prints the readers' share of branches and what is wrong with the list; whether nothing is."""
    readers = [file for file in files if is_reader(file["filename"])]
    unreached: dict[Unreached, int] = {}
    count = Count()
    for file in readers:
        unreached |= unreached_in(file)
        ways = [times for pair in sides_in(file).values() for times in pair]
        count.count += len(ways)
        count.covered += sum(times > 0 for times in ways)
    listed = listed_as_unreached()
    print(
        f"readers: {count.covered}/{count.count} branches, {count.percent:.1f} %; {len(listed)} listed as unreachable"
    )
    unlisted = {key: number for key, number in unreached.items() if key not in listed}
    for key, number in sorted(unlisted.items()):
        print(f"neither reached nor listed: {key.source}:{number}: {key.way}\n    {key.line}")
    stale = listed - unreached.keys()
    for key in sorted(stale):
        print(f"listed, but reached or gone: {key.source}: {key.way}\n    {key.line}")
    return not unlisted and not stale


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--missing", nargs="?", const="", metavar="TEXT", help="list what was not reached")
    options = parser.parse_args()

    rooms: defaultdict[str, dict[str, Count]] = defaultdict(lambda: {kind: Count() for kind in GOALS})
    files = exported()
    for file in files:
        for kind in GOALS:
            rooms[room_of(file["filename"])][kind].add(file["summary"][kind])
            rooms["total"][kind].add(file["summary"][kind])
        name = str(Path(file["filename"]).relative_to(ROOT))
        if options.missing is not None and options.missing in name:
            for line in missing_in(file):
                print(f"{name}:{line}")

    print(f"{'room':12} {'lines':>16} {'branches':>18}")
    for room in sorted(rooms, key=lambda name: (name == "total", name)):
        cells = [f"{c.covered:6}/{c.count:<6}{c.percent:6.1f} %" for c in (rooms[room][kind] for kind in GOALS)]
        print(f"{room:12} {'  '.join(cells)}")
    readers_hold = judge_readers(files)
    return int(not readers_hold or any(rooms["total"][kind].percent < goal for kind, goal in GOALS.items()))


if __name__ == "__main__":
    sys.exit(main())
