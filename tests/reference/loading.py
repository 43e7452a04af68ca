"""SPEC sections 1 and 2 (and the rows of section 6): from a folder of CSV tables to a District."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from values import Span, UnreadableError, read_date, read_id, read_quantity, read_span

from district import STAGES, Counts, District, Entry, Household, Knowledge, Link, Person, Role, Unit


class RefusedTableError(ValueError):
    """SPEC 1: a table that "is refused whole"."""


class RejectedRowError(ValueError):
    """SPEC 1: "a row that cannot be taken"."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column = column
        self.reason = reason


# ------------------------------------------------------------------------------------- reading a file


@dataclass(frozen=True)
class Row:
    line: int
    cells: dict[str, str]
    problem: str  # empty, or why the row cannot be taken whatever it says

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def word(self, column: str) -> str:
        """A required free word: any text but the empty one."""
        if not self.text(column):
            raise RejectedRowError(column, "is required")
        return self.text(column)

    def id(self, column: str) -> str:
        try:
            return read_id(self.text(column))
        except UnreadableError as error:
            raise RejectedRowError(column, str(error)) from None

    def id_or_nothing(self, column: str) -> str:
        return self.id(column) if self.text(column) else ""

    def day(self, column: str) -> datetime.date:
        try:
            return read_date(self.text(column))
        except UnreadableError as error:
            raise RejectedRowError(column, str(error)) from None

    def span(self) -> Span:
        try:
            return read_span(self.text("from"), self.text("until"))
        except UnreadableError as error:
            raise RejectedRowError("from/until", str(error)) from None

    def one_of(self, column: str, choices: tuple[str, ...]) -> str:
        if self.text(column) not in choices:
            raise RejectedRowError(column, "is not one of " + ", ".join(choices))
        return self.text(column)

    def attributes(self, known: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """SPEC 1: "unknown columns are kept as attributes of people and households"."""
        return tuple(sorted((column, text) for column, text in self.cells.items() if column not in known))


def read_rows(path: Path, required: tuple[str, ...], optional: tuple[str, ...], keeps_unknown: bool) -> list[Row]:
    """SPEC 1: "Header row required; column order free; unknown columns are kept as attributes of people and
    households and refused elsewhere"; "A table that lacks a required column ... is refused whole"."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        records = [(reader.line_num, fields) for fields in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise RefusedTableError(f"{path.name}: {error}") from None
    header = records[0][1] if records else []
    if not header:
        raise RefusedTableError(f"{path.name}: no header")
    if len(set(header)) != len(header):
        raise RefusedTableError(f"{path.name}: a column twice")
    for column in required:
        if column not in header:
            raise RefusedTableError(f"{path.name}: column {column} is missing")
    if not keeps_unknown:
        for column in header:
            if column not in required + optional:
                raise RefusedTableError(f"{path.name}: unknown column {column}")
    rows: list[Row] = []
    for line, fields in records[1:]:
        if not fields:
            continue  # a blank line is no row
        problem = ""
        if len(fields) != len(header):
            problem = f"{len(fields)} fields where the header has {len(header)}"
        elif any("\0" in text for text in fields):
            problem = "a NUL character"
        rows.append(Row(line, dict(zip(header, fields, strict=False)), problem))
    return rows


# ----------------------------------------------------------------- accepted, duplicate, conflict, rejected

T = TypeVar("T")


@dataclass
class Settled(Generic[T]):
    accepted: list[T] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    problems: list[str] = field(default_factory=list)


def settle(
    file: str,
    rows: list[Row],
    parse: Callable[[Row], T],
    identity: Callable[[T], Hashable],
    cross_check: Callable[[T, dict[Hashable, T]], str] | None = None,
) -> Settled[T]:
    """SPEC 1: "Loading loses nothing. For every table: accepted + duplicate + conflict + rejected = rows
    read. Duplicate: same id and same content as an earlier row ...: ignored, counted. Conflict: same id,
    other content: both rows are named, the first in the file stands. Rejection comes first: a rejected row
    holds no id"."""
    result: Settled[T] = Settled()
    result.counts.read = len(rows)

    def reject(line: int, reason: str) -> None:
        result.counts.rejected += 1
        result.problems.append(f"{file}:{line}: rejected: {reason}")

    # First: every row by itself.
    takeable: list[tuple[int, T]] = []
    for row in rows:
        if row.problem:
            reject(row.line, row.problem)
            continue
        try:
            takeable.append((row.line, parse(row)))
        except RejectedRowError as rejection:
            reject(row.line, str(rejection))

    # Second: rows that another row forbids. All are asked at once, against the first row of each id.
    if cross_check is not None:
        holders: dict[Hashable, T] = {}
        for _, value in takeable:
            holders.setdefault(identity(value), value)
        remaining: list[tuple[int, T]] = []
        for line, value in takeable:
            reason = cross_check(value, holders)
            if reason:
                reject(line, reason)
            else:
                remaining.append((line, value))
        takeable = remaining

    # Third: of the rest, the first row of an id stands.
    standing: dict[Hashable, tuple[int, T]] = {}
    for line, value in takeable:
        key = identity(value)
        if key not in standing:
            standing[key] = (line, value)
            result.accepted.append(value)
            result.counts.accepted += 1
        elif standing[key][1] == value:
            result.counts.duplicate += 1
            result.problems.append(f"{file}:{line}: duplicate of line {standing[key][0]}")
        else:
            result.counts.conflict += 1
            result.problems.append(f"{file}:{line}: conflict with line {standing[key][0]}")
    return result


# -------------------------------------------------------------------------------------- the seven tables

HOUSEHOLD_COLUMNS = ("household", "unit", "from", "until")
PEOPLE_COLUMNS = ("person", "name", "gender", "household", "unit", "from", "until")


def parse_unit(row: Row) -> Unit:
    return Unit(row.id("unit"), row.id_or_nothing("parent"), row.word("level"), row.text("name"))


def parse_household(row: Row) -> Household:
    return Household(row.id("household"), row.id("unit"), row.span(), row.attributes(HOUSEHOLD_COLUMNS))


def parse_person(row: Row, households: dict[str, Household]) -> Person:
    """SPEC 1: "of an id that is both a household and a person, the person is rejected"."""
    person = Person(
        row.id("person"),
        row.text("name"),
        row.one_of("gender", ("female", "male", "")),
        row.id_or_nothing("household"),
        row.id_or_nothing("unit"),
        row.span(),
        row.attributes(PEOPLE_COLUMNS),
    )
    if person.person in households:
        raise RejectedRowError("person", "is the id of a household")
    return person


def parse_role(row: Row) -> Role:
    return Role(row.id("person"), row.word("role"), row.id("unit"), row.span(), row.text("source"))


def parse_link(row: Row) -> Link:
    return Link(row.id("source"), row.id("target"), row.one_of("kind", ("leads", "serves")), row.span())


def parse_entry(row: Row, people: dict[str, Person]) -> Entry:
    """SPEC 2: "`actor` (a person in the table, else the row is rejected)"; "`recorded` is the day it was
    written down (default: `date`). An entry with `cancels` withdraws the entry named ... (its `item` may
    be empty)"."""
    cancels = row.id_or_nothing("cancels")
    day = row.day("date")
    try:
        quantity = read_quantity(row.text("quantity"))
    except UnreadableError as error:
        raise RejectedRowError("quantity", str(error)) from None
    entry = Entry(
        entry=row.id("entry"),
        date=day,
        actor=row.id("actor"),
        item=row.text("item") if cancels else row.word("item"),
        quantity=quantity,
        level=row.text("level"),
        subject=row.id_or_nothing("subject"),
        channel=row.text("channel"),
        verified=row.one_of("verified", ("yes", "no", "")),
        act=row.id_or_nothing("act"),
        recorded=row.day("recorded") if row.text("recorded") else day,
        cancels=cancels,
        note=row.text("note"),
    )
    if entry.actor not in people:
        raise RejectedRowError("actor", "is not a person of the table")
    return entry


def cancels_a_cancellation(entry: Entry, holders: dict[Hashable, Entry]) -> str:
    """SPEC 2: "one that names a row which itself cancels is rejected"."""
    named = holders.get(entry.cancels) if entry.cancels else None
    return "cancels: names a row which itself cancels" if named is not None and named.cancels else ""


def parse_knowledge(row: Row) -> Knowledge:
    """SPEC 6: "An empty `object` means "asked, and there is none" (allowed for `matters` and `needs`;
    elsewhere the row is rejected ...)"."""
    record = Knowledge(
        row.id("record"),
        row.day("date"),
        row.id("knower"),
        row.one_of("stage", STAGES),
        row.id("subject"),
        row.id_or_nothing("object"),
    )
    if not record.object and record.stage not in ("matters", "needs"):
        raise RejectedRowError("object", "may not be empty at this stage")
    return record


def empty_beside_objects(record: Knowledge, holders: dict[Hashable, Knowledge]) -> str:
    """SPEC 6: "... as is an empty one beside objects in the same answer"; "Records of one (knower, stage,
    subject, date) form one answer"."""
    if record.object:
        return ""
    for other in holders.values():
        same_answer = (
            other.knower == record.knower
            and other.stage == record.stage
            and other.subject == record.subject
            and other.date == record.date
        )
        if same_answer and other.object:
            return "object: is empty beside objects in the same answer"
    return ""


def load(folder: Path) -> District:
    """SPEC 1: "A missing optional table is an empty one (`units`, `people`, `roles` are needed
    to score)."."""
    district = District()

    def rows_of(
        file: str, required: tuple[str, ...], optional: tuple[str, ...], keeps_unknown: bool = False
    ) -> list[Row]:
        path = folder / file
        if not path.exists():
            if file in ("units.csv", "people.csv", "roles.csv"):
                raise RefusedTableError(f"{file}: is missing and needed to score")
            return []
        return read_rows(path, required, optional, keeps_unknown)

    def keep(file: str, settled: Settled[T]) -> list[T]:
        district.counts[file] = settled.counts
        district.problems += settled.problems
        return settled.accepted

    rows = rows_of("units.csv", ("unit", "level"), ("parent", "name"))
    units = keep("units.csv", settle("units.csv", rows, parse_unit, lambda unit: unit.unit))
    district.units = {unit.unit: unit for unit in units}

    rows = rows_of("households.csv", ("household", "unit"), ("from", "until"), keeps_unknown=True)
    households = keep("households.csv", settle("households.csv", rows, parse_household, lambda home: home.household))
    district.households = {home.household: home for home in households}

    rows = rows_of("people.csv", ("person",), PEOPLE_COLUMNS[1:], keeps_unknown=True)
    people = keep(
        "people.csv",
        settle(
            "people.csv",
            rows,
            lambda row: parse_person(row, district.households),
            lambda person: person.person,
        ),
    )
    district.people = {person.person: person for person in people}

    rows = rows_of("roles.csv", ("person", "role", "unit"), ("from", "until", "source"))
    district.roles = keep("roles.csv", settle("roles.csv", rows, parse_role, lambda role: role))

    rows = rows_of("links.csv", ("source", "target", "kind"), ("from", "until"))
    district.links = keep("links.csv", settle("links.csv", rows, parse_link, lambda link: link))

    rows = rows_of(
        "ledger.csv",
        ("entry", "date", "actor", "item"),
        ("quantity", "level", "subject", "channel", "verified", "act", "recorded", "cancels", "note"),
    )
    entries = keep(
        "ledger.csv",
        settle(
            "ledger.csv",
            rows,
            lambda row: parse_entry(row, district.people),
            lambda entry: entry.entry,
            cancels_a_cancellation,
        ),
    )
    district.ledger = {entry.entry: entry for entry in entries}
    for entry in entries:  # SPEC 2: "one that names no entry is a warning"
        if entry.cancels and entry.cancels not in district.ledger:
            district.warnings.append(f"ledger.csv: entry {entry.entry} cancels no entry: {entry.cancels}")

    rows = rows_of("knowledge.csv", ("record", "date", "knower", "stage", "subject"), ("object",))
    records = keep(
        "knowledge.csv",
        settle("knowledge.csv", rows, parse_knowledge, lambda record: record.record, empty_beside_objects),
    )
    district.knowledge = {record.record: record for record in records}
    return district
