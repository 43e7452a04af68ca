"""Runs every benchmark beside other engines, and writes docs/peers.md and its picture anew.

    .venv/bin/python benchmarks/all_peers.py [--entries 10000000] [--scale 0.2] [--rounds 5] [--sizes 1e6,1e7,3e7]
        [--most 5e7]

`.ci/install` has installed the peers. `--entries`: of item scoring; `--scale`: of the parts, see part_peers.py,
table_peers.py and generator_peers.py; `--sizes`: entries of the picture of time by size; from 50 million on our
ledger lies on the disk (TMPDIR), for it is made beside the columns of the others. What is kept of the rate from 10
million entries to `--most`, and from few people to many, is told of jifen alone. Run it on a machine that does nothing
else.
"""

from __future__ import annotations

import argparse
import datetime
import math
import platform
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path

from peer_rounds import in_process

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
PARTS = {
    "linkage": ("part_peers.py", "linkage and served coverage"),
    "five_knows": ("part_peers.py", "five knows"),
    "duties": ("part_peers.py", "duties"),
    "selection": ("part_peers.py", "selection"),
    "explain": ("part_peers.py", "one person explained"),
    "csv_columns": ("table_peers.py", "columns from CSV"),
    "csv": ("table_peers.py", "a ledger from CSV"),
    "arrow": ("table_peers.py", "a ledger from Arrow"),
    "statement": ("table_peers.py", "verdicts of all entries"),
    "generator": ("generator_peers.py", "a synthetic district as CSV"),
}
COLOURS = {"jifen": "#b02318", "DuckDB": "#2a5d8f", "Polars": "#5a8f2a", "read": "#888888"}
MANY = 50_000_000  # entries that are made into a District from the disk
CROWDS = (20_000, 200_000, 1_000_000)
ROUNDS_ALONE = 9
PEERS = ("DuckDB", "Polars", "read", "copy")


def processor() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return f"{len(names)} threads of {names[0].split(':')[1].strip()}" if names else platform.processor()


def row_of(work: str, size: str, threads: int, found: dict[str, float]) -> str:
    ours = found["jifen"]
    ratios = [f"{found[name] / ours:.3g} ×" if name in found else "" for name in PEERS]
    return f"| {work} | {size} | {threads} | {ours:.3g} s | " + " | ".join(ratios) + " |"


def picture(series: dict[str, list[tuple[float, float]]]) -> str:
    """Seconds by entries, both logarithmic, as SVG."""
    width, height, edge = 640, 400, 56
    points = [point for line in series.values() for point in line]
    least = [math.floor(math.log10(min(point[axis] for point in points))) for axis in (0, 1)]
    most = [math.ceil(math.log10(max(point[axis] for point in points))) for axis in (0, 1)]

    def at(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - least[0]) / (most[0] - least[0])
        up = (math.log10(y) - least[1]) / (most[1] - least[1])
        return edge + across * (width - 2 * edge), height - edge - up * (height - 2 * edge)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif"']
    out[0] += ' font-size="12"><rect width="100%" height="100%" fill="white"/>'
    for power in range(least[0], most[0] + 1):
        x, y = at(10.0**power, 10.0 ** least[1])
        out.append(f'<path d="M{x:.1f} {y:.1f}V{edge}" stroke="#ddd"/><text x="{x:.1f}" y="{y + 18:.1f}"')
        out[-1] += f' text-anchor="middle">{10**power:,}</text>'
    for power in range(least[1], most[1] + 1):
        x, y = at(10.0 ** least[0], 10.0**power)
        out.append(f'<path d="M{x:.1f} {y:.1f}H{width - edge}" stroke="#ddd"/><text x="{x - 6:.1f}"')
        out[-1] += f' y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>'
    for name, line in series.items():
        path = " L".join(f"{x:.1f} {y:.1f}" for x, y in (at(*point) for point in line))
        x, y = at(*line[-1])
        out.append(f'<path d="M{path}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>')
        out.append(f'<text x="{x + 6:.1f}" y="{y + 4:.1f}" fill="{COLOURS[name]}">{name}</text>')
    out.append(f'<text x="{width / 2}" y="{height - 8}" text-anchor="middle">entries</text></svg>')
    return "\n".join(out) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=float, default=10_000_000)
    parser.add_argument("--scale", type=float, default=0.2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", default="1e6,1e7,3e7")
    parser.add_argument("--most", type=float, default=50_000_000)
    options = parser.parse_args()
    rounds = ["--rounds", str(options.rounds)]

    def scoring(entries: float, people: float, rules: str, threads: int, *how: str) -> dict[str, float]:
        size = ["--entries", str(int(entries)), "--people", str(int(people)), "--rules", rules]
        spill = ["--spill", tempfile.gettempdir()] if entries >= MANY else []
        return in_process(str(HERE / "scoring_peers.py"), [*size, *spill, *(how or rounds)], threads)

    def growth(sizes: list[tuple[float, float]]) -> list[str]:
        """Rows of entries and people: of each number of threads an entry, and what is kept of the first one's rate."""
        first: dict[int, float] = {}
        told = []
        for entries, people in sizes:
            cells = []
            for threads in (1, 2):
                found = scoring(entries, people, "caps", threads, "--alone", "--rounds", str(ROUNDS_ALONE))
                nanoseconds = found["jifen"] / entries * 1e9
                kept = first.setdefault(threads, nanoseconds) / nanoseconds
                cells.append(f"{nanoseconds:.3g} ns | {kept:.2f} | {found['read'] / entries * 1e9:.2g} ns")
            told.append(f"| {entries:,.0f} | {people:,.0f} | {' | '.join(cells)} |")
            print(told[-1], flush=True)
        return told

    rows = []
    for rules, work in (("caps", "items, month and year caps"), ("whole", "items, all of SPEC §4")):
        for threads in (1, 2):
            found = scoring(options.entries, options.entries / 2500, rules, threads)
            rows.append(row_of(work, f"{int(options.entries):,} entries", threads, found))
            print(rows[-1], flush=True)
    for part, (file, work) in PARTS.items():
        for threads in (1, 2):
            found = in_process(str(HERE / file), [part, "--scale", str(options.scale), *rounds], threads)
            rows.append(row_of(work, f"scale {options.scale:g}", threads, found))
            print(rows[-1], flush=True)
    series: dict[str, list[tuple[float, float]]] = {}
    for size in (float(text) for text in options.sizes.split(",")):
        try:
            found = scoring(size, size / 2500, "caps", 2)
        except subprocess.CalledProcessError as failure:  # the largest may not fit beside the columns of the others
            print(f"{size:,.0f} entries: not told, the process ended with {failure.returncode}", flush=True)
            continue
        for name, seconds in found.items():
            series.setdefault(name, []).append((size, seconds))
        print(f"{size:,.0f} entries: {series['jifen'][-1][1]:.3g} s", flush=True)
    entries_more = sorted({10_000_000.0, options.most})
    by_size = growth([(entries, entries / 2500) for entries in entries_more])
    by_people = growth([(options.entries, people) for people in CROWDS])
    by_entries = [
        f"| {each[0][0]:,.0f} | " + " | ".join(f"{seconds / size * 1e9:.3g} ns" for size, seconds in each) + " |"
        for each in zip(*series.values(), strict=True)
    ]
    (DOCS / "peers.svg").write_text(picture(series), encoding="utf-8")
    packages = ", ".join(f"{package} {version(package)}" for package in ("duckdb", "polars", "pyarrow", "numpy"))
    text = f"""# Beside other engines

Written by `benchmarks/all_peers.py` on {datetime.date.today()}: {processor()}, {packages}.

How many times as long as jifen the others take for the same answer, which was compared before; medians of
{options.rounds} interleaved rounds. What is asked, what each has in memory, and the sizes at scale 1 stand in
`scoring_peers.py`, `part_peers.py`, `table_peers.py` and `generator_peers.py` in `benchmarks`; `read` is the time to
sum the bytes of the plain columns, `copy` to copy the bytes of the result into new memory.

| work | size | threads | jifen | {" | ".join(PEERS)} |
|---|---|---|---|{"---|" * len(PEERS)}
{chr(10).join(rows)}

Month and year caps by the number of entries, two threads, 2,500 entries a person:

![Seconds by entries](peers.svg)

| entries | {" | ".join(series)} |
|---|{"---|" * len(series)}
{chr(10).join(by_entries)}

What is kept of the rate, of the same work, by the number of entries and by the number of people; nobody else was timed
in these processes, and the answer was DuckDB's. Medians of {ROUNDS_ALONE} rounds, `read` in the same rounds:

| entries | people | 1 thread | kept | read | 2 threads | kept | read |
|---|---|---|---|---|---|---|---|
{chr(10).join([*by_size, *by_people])}
"""
    (DOCS / "peers.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
