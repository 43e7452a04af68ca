"""The slow, plain reference: SPEC word by word, for comparison with the engine.

    python reference.py DISTRICT_DIR --rules FILE --window 2023 [--known-at DATE] --out DIR

It is written to be read beside the specification, not to be fast. Where the specification leaves a choice,
docs/choices.md says what was chosen.
"""

from __future__ import annotations

import argparse
import csv
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from frame import Frame
from loading import RefusedTableError, load
from rules import read_rulebook
from values import read_date, read_window, write_date

from evaluation import evaluate_frame
from tables import COLUMNS, Tables, tables_of


@dataclass
class Result:
    tables: Tables
    counts: dict[str, dict[str, int]]
    missing_duties: list[tuple[str, str, str, str]]
    warnings: list[str]
    problems: list[str]


def evaluate(folder: Path, rules: Path, window: str, known_at: str | None = None) -> Result:
    """All tables of SPEC 9 but diagnostics, and what was said on the way."""
    district = load(folder)
    frame = Frame(
        district,
        read_rulebook(rules),
        read_window(window),
        read_date(known_at) if known_at is not None else None,
    )
    evaluation = evaluate_frame(frame)
    return Result(
        tables=tables_of(evaluation),
        counts={file: counts.as_dict() for file, counts in district.counts.items()},
        missing_duties=[
            (row.person, row.duty, write_date(day), household)
            for row in evaluation.duties
            for day, household in row.missing
        ],
        warnings=district.warnings,
        problems=district.problems,
    )


def write_tables(tables: Tables, folder: Path) -> None:
    """SPEC 9: "CSV, UTF-8"; "Every table is always written, header alone if need be."."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[name], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="the slow, plain reference")
    parser.add_argument("district", type=Path)
    parser.add_argument("--rules", type=Path, required=True)
    parser.add_argument("--window", required=True)
    parser.add_argument("--known-at", default=None)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        result = evaluate(options.district, options.rules, options.window, options.known_at)
    except (RefusedTableError, OverflowError) as error:
        print(f"refused: {error}", file=sys.stderr)
        return 1
    for line in result.problems + result.warnings:
        print(line, file=sys.stderr)
    write_tables(result.tables, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
