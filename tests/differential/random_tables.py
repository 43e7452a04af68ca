"""Rows of text to CSV files: duplicates, conflicts, rejected rows, odd quoting, columns in any order."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

Row = dict[str, str]
Change = Callable[[Row], None]

COLUMNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "units": (("unit", "level"), ("parent", "name")),
    "households": (("household", "unit"), ("from", "until")),
    "people": (("person",), ("name", "gender", "household", "unit", "from", "until")),
    "roles": (("person", "role", "unit"), ("from", "until", "source")),
    "links": (("source", "target", "kind"), ("from", "until")),
    "ledger": (
        ("entry", "date", "actor", "item"),
        ("quantity", "level", "subject", "channel", "verified", "act", "recorded", "cancels", "note"),
    ),
    "knowledge": (("record", "date", "knower", "stage", "subject"), ("object",)),
}
ID_COLUMN = {
    "units": "unit",
    "households": "household",
    "people": "person",
    "ledger": "entry",
    "knowledge": "record",
}
OPTIONAL_TABLES = ("households", "links", "ledger", "knowledge")
BAD_DAYS = ("2023-02-30", "2023-13-01", "soon", "2200-01-01", "1899-12-31", "2023年2月29日", "2021/2/29")
BAD_IDS = ("", "x" * 65, "里" * 22, "a\tb", "a\x01")


def put(column: str, *values: str) -> Callable[[random.Random], Change]:
    """A change that sets a column to one of some values."""

    def choose(rng: random.Random) -> Change:
        value = rng.choice(values)

        def change(row: Row) -> None:
            row[column] = value

        return change

    return choose


def inverted(rng: random.Random) -> Change:
    """A change that makes a span end no later than it begins."""
    pair = rng.choice((("2023-05-02", "2023-05-02"), ("2023/5/2", "2023年5月1日"), ("2199-12-31", "1900-01-01")))

    def change(row: Row) -> None:
        row["from"], row["until"] = pair

    return change


SPAN_REJECTS = [inverted, inverted, put("from", *BAD_DAYS), put("until", *BAD_DAYS)]
REJECTS: dict[str, list[Callable[[random.Random], Change]]] = {
    "units": [put("unit", *BAD_IDS), put("level", "")],
    "households": [put("household", *BAD_IDS), put("unit", ""), *SPAN_REJECTS],
    "people": [put("person", *BAD_IDS), put("gender", "x", "Female"), *SPAN_REJECTS],
    "roles": [put("role", ""), put("person", ""), put("unit", ""), *SPAN_REJECTS],
    "links": [put("kind", "", "knows"), put("source", ""), put("target", ""), *SPAN_REJECTS],
    "ledger": [
        put("entry", *BAD_IDS),
        put("date", "", *BAD_DAYS),
        put("recorded", *BAD_DAYS),
        put("quantity", "1.2345", "-1", "many", "1000000001", "1000000000.001"),
        put("verified", "maybe"),
        put("actor", "", "nobody-at-all"),
        put("item", ""),
    ],
    "knowledge": [
        put("record", *BAD_IDS),
        put("date", "", *BAD_DAYS),
        put("stage", "", "wisdom"),
        put("knower", ""),
        put("subject", ""),
    ],
}
CONFLICTS: dict[str, list[Callable[[random.Random], Change]]] = {
    "units": [put("name", "another name"), put("level", "hamlet")],
    "households": [put("from", "2017-11-13"), put("until", "2027/1/9"), put("unit", "U-gone")],
    "people": [put("name", "another name"), put("gender", "male"), put("household", "")],
    "ledger": [
        put("quantity", "7"),
        put("note", "another note"),
        put("item", "家访"),
        put("date", "2016-06-17"),
    ],
    "knowledge": [put("object", "another")],
}


def may_change(table: str, row: Row) -> bool:
    """Whether a copy of the row with one column changed stays within what the specification defines."""
    if table == "ledger":
        return not row.get("cancels")
    if table == "knowledge":
        return bool(row["object"])
    return True


def trouble(rng: random.Random, table: str, rows: list[Row]) -> None:
    """Add duplicates, conflicts and rejected rows; an id gets either duplicates or conflicts, never both."""
    if not rows:
        return
    originals = list(rows)
    used: set[int] = set()

    def pick() -> int | None:
        number = rng.randrange(len(originals))
        if number in used:
            return None
        used.add(number)
        return number

    if rng.random() < 0.35:
        for _ in range(rng.randint(1, 2)):
            number = pick()
            if number is not None:
                rows.extend(dict(originals[number]) for _ in range(rng.choice((1, 1, 2))))
    if table in CONFLICTS and rng.random() < 0.4:
        number = pick()
        if number is not None and may_change(table, originals[number]):
            for make in rng.sample(CONFLICTS[table], rng.choice((1, 1, min(2, len(CONFLICTS[table]))))):
                copy = dict(originals[number])
                make(rng)(copy)
                if copy not in rows:
                    rows.append(copy)
    if rng.random() < 0.45:
        for _ in range(rng.randint(1, 3)):
            row = rng.choice(originals)
            if may_change(table, row):
                copy = dict(row)
                rng.choice(REJECTS[table])(rng)(copy)
                rows.append(copy)


def csv_text(rng: random.Random, table: str, rows: list[Row], extra: tuple[str, ...], newline: str) -> str:
    """The table as CSV; optional columns that are empty throughout are left out now and then."""
    required, optional = COLUMNS[table]
    columns = [*required, *extra]
    for column in optional:
        if any(row.get(column) for row in rows) or rng.random() < 0.6:
            columns.append(column)
    if rng.random() < 0.6:
        rng.shuffle(columns)
    stream = io.StringIO()
    if rng.random() < 0.1:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator=newline)
    else:
        writer = csv.writer(stream, lineterminator=newline)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([row.get(column, "") for column in columns])
    return stream.getvalue()


def write_table(
    rng: random.Random, folder: Path, table: str, rows: list[Row], extra: tuple[str, ...] = ()
) -> frozenset[str]:
    """Write one table, shuffled, at times with a byte order mark or CRLF; returns those oddities if used."""
    trouble(rng, table, rows)
    if rng.random() < 0.9:
        rng.shuffle(rows)
    features: set[str] = set()
    mark, newline = b"", "\n"
    if rng.random() < 0.03:
        mark = b"\xef\xbb\xbf"
        features.add("byte_order_mark")
    if rng.random() < 0.01:
        newline = "\r\n"
        features.add("crlf")
    (folder / f"{table}.csv").write_bytes(mark + csv_text(rng, table, rows, extra, newline).encode())
    return frozenset(features)
