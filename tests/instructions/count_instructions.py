"""Counts the instructions of each kernel on a fixed small input and holds them to the committed values.

    python3 tests/instructions/count_instructions.py [--update]

Noise does not move an instruction count, so that a kernel that became slower by its own fault is seen on any machine.
The values are of one compiler and instruction set, which stand beside them: with another compiler the counts are told
and nothing is held. `--update` writes what was counted. Needs valgrind and the preset `instructions`, built.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build" / "instructions" / "tests" / "instructions" / "jifen_kernel_instructions"
COMMITTED = Path(__file__).with_name("instructions.json")
TOLERANCE = 0.03


def compiler() -> str:
    """Of the build: its name and version, and for what machine it compiles."""
    cache = (ROOT / "build" / "instructions" / "CMakeCache.txt").read_text(encoding="utf-8")
    found = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", cache, re.MULTILINE)
    if found is None:
        sys.exit("the preset `instructions` is not configured")
    version = subprocess.run([found[1], "-dumpfullversion"], check=True, capture_output=True, text=True).stdout.strip()
    machine = subprocess.run([found[1], "-dumpmachine"], check=True, capture_output=True, text=True).stdout.strip()
    return f"{Path(found[1]).name} {version} -O3 {machine}"


def count(kernel: str) -> int:
    """Instructions of one run, of all threads."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", "--toggle-collect=measured"]
        command += [f"--callgrind-out-file={folder}/out", str(PROGRAM), kernel]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or found is None:
        sys.exit(f"{kernel}: {done.stderr[-2000:]}")
    return int(found[1])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--update", action="store_true", help="write what was counted")
    options = parser.parse_args()
    names = subprocess.run([PROGRAM], check=True, capture_output=True, text=True).stdout.splitlines()
    counted = {name: count(name) for name in names}
    if options.update:
        held = {"compiler": compiler(), "instructions": counted}
        COMMITTED.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")
    held = json.loads(COMMITTED.read_text(encoding="utf-8"))
    is_held = held["compiler"] == compiler()
    print(f"{compiler()}; the committed values are of {held['compiler']}")
    failed = set(held["instructions"]) != set(counted)
    if failed:
        print("kernels and committed values are not of the same names: run with --update")
    for name, instructions in counted.items():
        committed = held["instructions"].get(name, 0)
        change = instructions / committed - 1 if committed else float("inf")
        wrong = is_held and abs(change) > TOLERANCE
        failed = failed or wrong
        print(f"{name:20} {instructions:>13,}  {change:+7.2%}{'  beyond 3 %' if wrong else ''}")
    if failed:
        print("slower: find out why. Quicker, or for a reason: run with --update and commit the values")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
