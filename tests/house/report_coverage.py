"""Which lines and branches of include/ and src/ the C++ tests reached, by room.

    python3 tests/house/report_coverage.py [--missing [TEXT]]

Reads what `ctest --preset coverage` left in build/coverage. A branch is one of the two ways a condition can go.
`--missing` lists what was not reached in the files whose path holds TEXT. Fails below the goals.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "coverage"
#: Percent of all lines and of all branches.
GOALS = {"lines": 95.0, "branches": 90.0}


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


def missing_in(file: dict[str, Any]) -> list[str]:
    """`12: never`, `14:9: never true`: lines that no test reached, and conditions that went one way only."""
    found = []
    for line, _, times, has_count, is_entry, is_gap in file["segments"]:
        if has_count and is_entry and not is_gap and times == 0:
            found.append((line, 0, "never"))
    sides: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for line, column, _, _, taken, not_taken, *_ in file["branches"]:
        sides[line, column][0] += taken
        sides[line, column][1] += not_taken
    for (line, column), (taken, not_taken) in sides.items():
        if taken == 0:
            found.append((line, column, "never true"))
        if not_taken == 0:
            found.append((line, column, "never false"))
    return [f"{line}{f':{column}' if column else ''}: {what}" for line, column, what in sorted(found)]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--missing", nargs="?", const="", metavar="TEXT", help="list what was not reached")
    options = parser.parse_args()

    rooms: defaultdict[str, dict[str, Count]] = defaultdict(lambda: {kind: Count() for kind in GOALS})
    for file in exported():
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
    return int(any(rooms["total"][kind].percent < goal for kind, goal in GOALS.items()))


if __name__ == "__main__":
    sys.exit(main())
