"""Reads a case's files back, loosely: what the counting of coverage needs, not a second reference."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import tomllib
from calendar_days import Window, read_day, read_window
from random_cases import Case
from random_tables import COLUMNS, ID_COLUMN

Row = dict[str, str]
Table = dict[str, Any]


class Evaluation(Protocol):
    """What the reference hands back."""

    @property
    def tables(self) -> Mapping[str, list[Row]]:
        """The result tables by name, without `.csv`."""

    @property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Rows accepted, duplicate, conflict, rejected and read, by file."""


@dataclass
class CaseFiles:
    """A case's window, rulebook and rows; of rows with one id the first, without those whose days are bad."""

    case: Case
    window: Window
    known_at: date | None
    book: Table
    rows: dict[str, list[Row]]
    texts: str
    items: dict[str, Table] = field(default_factory=dict)


def days_are_good(row: Row) -> bool:
    """Whether every day written in the row is one, and its span is not empty."""
    days = [row.get(column, "") for column in ("date", "from", "until", "recorded")]
    if any(text and read_day(text) is None for text in days):
        return False
    begin, end = read_day(row.get("from") or ""), read_day(row.get("until") or "")
    return not (begin and end and end <= begin)


def read_rows(path: Path, table: str) -> list[Row]:
    """The usable rows of one file."""
    if not path.exists():
        return []
    found: list[Row] = []
    seen: set[str] = set()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for raw in csv.DictReader(stream):
            row = {column: str(value or "") for column, value in raw.items()}
            key = ID_COLUMN.get(table)
            if not days_are_good(row) or (key and row[key] in seen):
                continue
            if key:
                seen.add(row[key])
            found.append(row)
    return found


def read_case(case: Case) -> CaseFiles:
    """All of a case."""
    book = tomllib.loads(case.rules.read_text(encoding="utf-8"))
    rows = {table: read_rows(case.district / f"{table}.csv", table) for table in COLUMNS}
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted(case.district.glob("*.csv")))
    known_at = date.fromisoformat(case.known_at) if case.known_at else None
    files = CaseFiles(case, read_window(case.window), known_at, book, rows, texts)
    files.items = {item["code"]: item for item in book.get("item", [])}
    return files


def span_of(row: Mapping[str, Any]) -> tuple[date, date]:
    """A row's span, open ends as the first and the last day there is."""
    begin, end = row.get("from"), row.get("until")
    first = begin if isinstance(begin, date) else read_day(begin or "")
    last = end if isinstance(end, date) else read_day(end or "")
    return first or date.min, last or date.max


def overlap(one: Mapping[str, Any], other: Mapping[str, Any], window: Window) -> bool:
    """Whether two spans share a day of the window."""
    first, second = span_of(one), span_of(other)
    return max(first[0], second[0], window.start) < min(first[1], second[1], window.end)
