"""How the house stands: ranks of rooms, names that pair up, what may lie where.

Run it as a program (prints every problem, exit 1 if there is one) or with pytest. The rooms and their ranks are read
from JIFEN_ROOMS in CMakeLists.txt. `PLANTED` below holds one violation of each kind; they prove that this test can
fail.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

TOP_LEVEL = {
    "CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "pyproject.toml",
    "include", "src", "python", "benchmarks", "tests", "docs",
    ".ci", ".clang-format", ".clang-tidy", ".editorconfig", ".gitattributes", ".gitignore",
}  # fmt: skip
TEST_FOLDERS = {
    "consumer", "data", "differential", "exhaustion", "fuzz", "house", "instructions", "mutation", "reference",
    "support",
}  # fmt: skip

MAX_LINES = 500
#: path → why this file is better long than cut. An entry that is not needed any more is a problem, too.
LONG_FILES: dict[str, str] = {}

#: Public headers that exist to meet a third-party library: path → (what they may include, why). No other header of
#: ours includes them, so nobody pays for them unasked.
EDGE_HEADERS: dict[str, tuple[tuple[str, ...], str]] = {
    "include/jifen/core/gregorian.hpp": (("boost/date_time/",), "turns days into Boost dates and back"),
    "include/jifen/linkage/boost_graph.hpp": (
        ("boost/graph/", "boost/property_map/", "boost/iterator/"),
        "lets Boost.Graph's algorithms run on the linkage graph",
    ),
}
FORBIDDEN_IN_PUBLIC_HEADERS = ("boost/", "toml++/", "Eigen/", "unsupported/Eigen/", "pybind11/", "lemon/", "iostream")

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]', re.MULTILINE)


def rooms(root: Path) -> dict[str, int]:
    """Room → rank, as CMakeLists.txt states it."""
    listed = re.search(r"set\(JIFEN_ROOMS\s+([^)]*)\)", (root / "CMakeLists.txt").read_text(encoding="utf-8"))
    assert listed, "CMakeLists.txt has no set(JIFEN_ROOMS …)"
    return {name: int(rank) for name, rank in (entry.split(":") for entry in listed[1].split())}


def files(root: Path) -> list[str]:
    """Every file that is or could be committed; in a folder without git, every file."""
    if (root / ".git").exists():
        command = ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z", "-co", "--exclude-standard"]
        names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
        return sorted(name for name in set(names) if name and (root / name).is_file())
    skipped = {"build", ".venv", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis"}
    paths = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in paths if not skipped & set(path.parts))


def includes(root: Path, name: str) -> list[str]:
    return INCLUDE.findall((root / name).read_text(encoding="utf-8"))


def room_of(name: str) -> str | None:
    """The room that a header or source belongs to; None for the umbrella header and everything else."""
    if not name.endswith((".hpp", ".cpp")):
        return None
    if found := re.match(r"(?:include/jifen|src)/([^/]+)/", name):
        return found[1]
    return "python" if name.startswith("python/bindings/") else None


def ranks(root: Path) -> Iterator[str]:
    """A room includes itself and rooms of a lower rank, nothing else of ours."""
    rank = rooms(root)
    for name in files(root):
        room = room_of(name)
        if room is None or room not in rank:
            continue
        for header in includes(root, name):
            if header.startswith("../"):
                yield f"{name}: includes {header}: name it from include/ or src/"
                continue
            if header == "jifen/jifen.hpp":
                if room != "python":
                    yield f"{name}: includes the umbrella header"
                continue
            parts = header.removeprefix("jifen/").split("/")
            other = parts[0] if len(parts) > 1 else room
            if header.startswith("jifen/") and other not in rank:
                yield f"{name}: includes {header}, which is in no room"
            elif other in rank and other != room and rank[other] >= rank[room]:
                yield f"{name}: {room} (rank {rank[room]}) includes {header} of {other} (rank {rank[other]})"


def names(root: Path) -> Iterator[str]:
    """One name in every tree. The bodies of x.hpp stand in x.cpp, or in x_<part>.cpp where they are many."""
    rank = rooms(root)
    present = set(files(root))

    def has_header(room: str, stem: str) -> bool:
        words = stem.split("_")
        stems = ("_".join(words[: count + 1]) for count in range(len(words)))
        return any({f"include/jifen/{room}/{part}.hpp", f"src/{room}/{part}.hpp"} & present for part in stems)

    for name in sorted(present):
        path = Path(name)
        parts, stem = path.parts, path.stem
        if parts[:2] == ("include", "jifen"):
            if len(parts) == 3 and name != "include/jifen/jifen.hpp":
                yield f"{name}: a header lies in a room"
            elif len(parts) > 3 and parts[2] not in rank:
                yield f"{name}: no such room"
            elif path.suffix != ".hpp":
                yield f"{name}: include/ holds .hpp files only"
        elif parts[0] == "include":
            yield f"{name}: headers lie in include/jifen"
        elif parts[0] == "src" and path.suffix in (".cpp", ".hpp"):
            room = parts[1]
            if len(parts) != 3 or room not in rank:
                yield f"{name}: a source lies in src/<room>/"
            elif path.suffix == ".cpp" and not has_header(room, stem):
                yield f"{name}: no header {stem}.hpp, public or private; a part of x.hpp is named x_<part>.cpp"
            elif path.suffix == ".hpp" and f"include/jifen/{room}/{stem}.hpp" in present:
                yield f"{name}: a public header has the same name"
        elif parts[0] == "tests" and len(parts) > 2:
            if parts[1] not in rank and parts[1] not in TEST_FOLDERS:
                yield f"{name}: neither a room nor one of {', '.join(sorted(TEST_FOLDERS))}"
            elif stem.endswith("_test") and path.suffix == ".cpp" and parts[1] not in rank:
                yield f"{name}: a C++ test lies in tests/<room>/"
        elif parts[0] == "benchmarks" and path.suffix == ".cpp":
            if not stem.endswith("_benchmark") or stem.removesuffix("_benchmark") not in rank:
                yield f"{name}: a benchmark is named <room>_benchmark.cpp"
        elif re.fullmatch(r"python/bindings/register_.*\.cpp", name) and stem.removeprefix("register_") not in rank:
            yield f"{name}: no such room"


def top_level(root: Path) -> Iterator[str]:
    """The top level holds the agreed entries and what tools demand there."""
    for entry in sorted({name.split("/")[0] for name in files(root)} - TOP_LEVEL):
        yield f"{entry}: not an agreed entry of the top level"


def lengths(root: Path) -> Iterator[str]:
    """One concept per file: none over MAX_LINES lines."""
    needed = set()
    for name in files(root):
        if not name.startswith(("include/", "src/", "python/", "tests/")) or not name.endswith((".hpp", ".cpp", ".py")):
            continue
        lines = (root / name).read_bytes().count(b"\n")
        if lines > MAX_LINES:
            needed.add(name)
            if name not in LONG_FILES:
                yield f"{name}: {lines} lines; {MAX_LINES} is the most"
    if root == ROOT:
        for name in LONG_FILES.keys() - needed:
            yield f"{name}: stands in LONG_FILES and need not"


def third_party(root: Path) -> Iterator[str]:
    """Public headers name no third-party library; the library does not print."""
    for name in files(root):
        if not name.startswith("include/") or not name.endswith(".hpp"):
            continue
        allowed = EDGE_HEADERS.get(name, (None, ""))[0]
        for header in includes(root, name):
            if f"include/{header}" in EDGE_HEADERS:
                yield f"{name}: includes {header}, which is for those who ask for it"
            elif header.startswith(FORBIDDEN_IN_PUBLIC_HEADERS):
                if name.startswith("include/jifen/composite/") and "Eigen/" in header:
                    continue
                if allowed is None or not header.startswith(allowed):
                    yield f"{name}: includes <{header}>"


def typedefs(root: Path) -> Iterator[str]:
    """A name of a type is given by `using`; the check of clang-tidy for it takes a quarter of its whole time."""
    for name in files(root):
        if name.startswith(("include/", "src/", "python/bindings/")) and name.endswith((".hpp", ".cpp")):
            for number, line in enumerate((root / name).read_text(encoding="utf-8").splitlines(), 1):
                if re.match(r"\s*typedef\b", line):
                    yield f"{name}: line {number}: write it as `using`"


CHECKS = (ranks, names, top_level, lengths, third_party, typedefs)


def problems(root: Path) -> list[str]:
    return [f"{check.__name__}: {problem}" for check in CHECKS for problem in check(root)]


# --- this test tested ------------------------------------------------------------------------------------------------

#: (path, text, how the one problem begins)
PLANTED = [
    ("include/jifen/core/a.hpp", '#include "jifen/tables/b.hpp"\n', "ranks: include/jifen/core/a.hpp: core (rank 0)"),
    ("include/jifen/rulebook/a.hpp", "#include <jifen/district/b.hpp>\n", "ranks: include/jifen/rulebook/a.hpp"),
    ("src/core/day.cpp", '#include "tables/private.hpp"\n', "ranks: src/core/day.cpp"),
    ("src/core/day.cpp", '#include "jifen/jifen.hpp"\n', "ranks: src/core/day.cpp: includes the umbrella"),
    ("src/core/day.cpp", '#include "jifen/attic/b.hpp"\n', "ranks: src/core/day.cpp: includes jifen/attic/b.hpp"),
    ("src/core/day.cpp", '#include "../tables/b.hpp"\n', "ranks: src/core/day.cpp: includes ../tables/b.hpp"),
    ("include/jifen/loose.hpp", "", "names: include/jifen/loose.hpp"),
    ("include/jifen/attic/a.hpp", "", "names: include/jifen/attic/a.hpp"),
    ("include/other/a.hpp", "", "names: include/other/a.hpp"),
    ("src/core/nobody.cpp", "", "names: src/core/nobody.cpp"),
    ("src/loose.cpp", "", "names: src/loose.cpp"),
    ("src/core/day.hpp", "", "names: src/core/day.hpp"),
    ("tests/attic/a_test.cpp", "", "names: tests/attic/a_test.cpp"),
    ("tests/house/a_test.cpp", "", "names: tests/house/a_test.cpp"),
    ("benchmarks/attic_benchmark.cpp", "", "names: benchmarks/attic_benchmark.cpp"),
    ("python/bindings/register_attic.cpp", "", "names: python/bindings/register_attic.cpp"),
    ("notes.txt", "", "top_level: notes.txt"),
    ("python/jifen/long.py", "\n" * (MAX_LINES + 1), "lengths: python/jifen/long.py"),
    ("include/jifen/core/a.hpp", "#include <boost/rational.hpp>\n", "third_party: include/jifen/core/a.hpp"),
    ("include/jifen/core/a.hpp", "#  include <iostream>\n", "third_party: include/jifen/core/a.hpp"),
    ("include/jifen/core/a.hpp", "#include <Eigen/Dense>\n", "third_party: include/jifen/core/a.hpp"),
    ("include/jifen/core/a.hpp", '#include "jifen/core/gregorian.hpp"\n', "third_party: include/jifen/core/a.hpp"),
    ("include/jifen/core/a.hpp", "typedef int Number;\n", "typedefs: include/jifen/core/a.hpp: line 1"),
    ("include/jifen/core/gregorian.hpp", "#include <boost/graph/x.hpp>\n", "third_party: include/jifen/core/gregorian"),
]

#: What must stay allowed beside them.
SOUND = {
    "CMakeLists.txt": (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"),
    "include/jifen/jifen.hpp": '#pragma once\n#include "jifen/core/day.hpp"\n',
    "include/jifen/core/day.hpp": "#pragma once\n#include <iosfwd>\n",
    "include/jifen/core/gregorian.hpp": "#include <boost/date_time/gregorian/gregorian_types.hpp>\n",
    "include/jifen/composite/ahp.hpp": "#include <Eigen/Core>\n",
    "src/core/day.cpp": '#include "jifen/core/day.hpp"\n#include <boost/rational.hpp>\n',
    "src/rulebook/reader.hpp": '#include "jifen/core/day.hpp"\n#include "jifen/tables/b.hpp"\n',
    "src/rulebook/reader_items.cpp": '#include "rulebook/reader.hpp"\n',
    "src/rulebook/reader.cpp": '#include "rulebook/reader.hpp"\n#include <toml++/toml.h>\n',
    "python/bindings/module.cpp": '#include "register.hpp"\n#include "jifen/jifen.hpp"\n',
    "tests/core/day_test.cpp": '#include "jifen/core/day.hpp"\n',
}


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def test_planted_violations_are_found() -> None:
    for name, text, beginning in PLANTED:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for sound_name, sound_text in SOUND.items():
                write(root, sound_name, sound_text)
            assert problems(root) == [], "a sound house has no problem"
            write(root, name, text)
            found = problems(root)
            assert len(found) == 1 and found[0].startswith(beginning), (beginning, found)


def test_the_house_stands() -> None:
    found = problems(ROOT)
    assert not found, "\n".join(found)


if __name__ == "__main__":
    test_planted_violations_are_found()
    listed = problems(ROOT)
    print("\n".join(listed) or "the house stands")
    sys.exit(bool(listed))
