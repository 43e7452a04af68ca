"""Districts: units, households, people, roles, links, ledger and knowledge, frozen."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from jifen import _jifen
from jifen._arguments import text_of
from jifen._running import Progress, progress_of, threads_of
from jifen.errors import ArgumentError
from jifen.table import Table

__all__ = ["LEADER_SOURCES", "District", "RowTable", "day_text", "read_district"]

RowTable = str | os.PathLike[str] | Iterable[Mapping[str, Any]]
"""A table of rows as dicts, or the path of a CSV file."""

LEADER_SOURCES = ("grid_officer", "committee_member", "volunteer")


def day_text(argument: str, day: date | str) -> str:
    """A day as the library reads it."""
    if isinstance(day, datetime):
        raise TypeError(f"{argument} = {day!r}: it is a point in time; give its date()")
    return day.isoformat() if isinstance(day, date) else text_of(argument, day)


def _cell(value: Any, column: str) -> str:
    """The text of a cell. A float is refused: it may not be the number that was written."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float):
        raise TypeError(
            f"{column} = {value!r}: a float keeps neither decimals nor long ids; give a str, int or Decimal"
        )
    kind = type(value).__name__
    raise TypeError(f"{column} = {value!r}: a cell is a str, int, Decimal, date, bool or None, not {kind}")


def _header(name: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every key of any row, in the order in which they are first seen."""
    seen: dict[str, None] = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise TypeError(f"{name} row {number}: a row is a dict, not {type(row).__name__}")
        if row.keys() <= seen.keys():
            continue
        for key in row:
            where = f"{name} row {number}, column"
            if not text_of(where, key) or "\0" in key:
                reason = "a column has a name, without the character NUL"
                raise ArgumentError(f"{where} = {key!r}: {reason}", argument=where, value=key)
            seen[key] = None
    return list(seen)


class District:
    """A frozen district: immutable, shared by all that is computed from it.

    Made from tables, each a list of dicts or the path of a CSV file, or by `read_district`. `units`, `people` and
    `roles` are needed, with no row if there is nothing to say; another table left out is an empty one, and a note in
    `diagnostics`. Problems of rows do not raise: they are counted in `counts` and listed in `diagnostics`. TableError
    lists every table that was refused whole or is missing. `progress` is called as in `evaluate`; an exception it
    raises, or Ctrl-C, stops the work.
    """

    def __init__(
        self,
        *,
        units: RowTable | None = None,
        households: RowTable | None = None,
        people: RowTable | None = None,
        roles: RowTable | None = None,
        links: RowTable | None = None,
        ledger: RowTable | None = None,
        knowledge: RowTable | None = None,
        threads: int | None = None,
        progress: bool | Progress | None = None,
    ) -> None:
        reader = _jifen.DistrictReader()
        count = threads_of(threads)
        tables = {
            "units": units,
            "households": households,
            "people": people,
            "roles": roles,
            "links": links,
            "ledger": ledger,
            "knowledge": knowledge,
        }
        with progress_of(progress, "district") as report:
            for name, table in tables.items():
                if table is not None:
                    _read_table(reader, name, table, report)
            self._core = reader.finish(count, report)

    @classmethod
    def _of(cls, core: _jifen.District) -> District:
        district = cls.__new__(cls)
        district._core = core
        return district

    @cached_property
    def counts(self) -> Table:
        """By table: accepted + duplicate + conflict + rejected = read."""
        return Table(self._core.counts())

    @cached_property
    def units(self) -> Table:
        """The units of the table: `unit`, `parent`, `level`, `name`."""
        return Table(self._core.units())

    @cached_property
    def households(self) -> Table:
        """The households: `household`, `unit`, `from`, `until`, and every further column of the table as it was."""
        return Table(self._core.households())

    @cached_property
    def people(self) -> Table:
        """The people, with every further column of the table as it was.

        `unit` is her household's, else her own; `household` is blank when it is not in the households table.
        """
        return Table(self._core.people())

    @cached_property
    def roles(self) -> Table:
        """The roles that count: of known people, in units of the tree."""
        return Table(self._core.roles())

    @cached_property
    def links(self) -> Table:
        """The links that count: between two known, different people."""
        return Table(self._core.links())

    @cached_property
    def diagnostics(self) -> list[_jifen.Diagnostic]:
        """Every problem found in the rows, by file and line; `file` is `ledger row` for rows given as dicts."""
        return self._core.diagnostics()

    @property
    def error_count(self) -> int:
        """How many of the diagnostics are errors: rows rejected or in conflict."""
        return self._core.diagnostics_count("error")

    @property
    def warning_count(self) -> int:
        """How many of the diagnostics are warnings: rows taken, but odd."""
        return self._core.diagnostics_count("warning")

    @property
    def last_ledger_day(self) -> date | None:
        """The last date in the ledger; None if it is empty."""
        return self._core.last_ledger_day()

    def check(
        self, on: date | str | None = None, *, leader: str = "group_leader", sources: Sequence[str] = LEADER_SOURCES
    ) -> _jifen.NetworkReport:
        """What the network looks like on one day (default: the last date in the ledger), and every problem in it."""
        day = on if on is not None else self.last_ledger_day
        if day is None:
            raise ArgumentError("on: the ledger is empty, say on which day to check the network", argument="on")
        return self._core.check(
            day_text("on", day), text_of("leader", leader), [text_of("sources", source) for source in sources]
        )

    def person_name(self, person: str) -> str:
        """Her name; empty if the table gives none."""
        return self._core.person_name(text_of("person", person))

    def unit_name(self, unit: str) -> str:
        """The unit's name; empty if the table gives none."""
        return self._core.unit_name(text_of("unit", unit))

    def __repr__(self) -> str:
        accepted = ", ".join(f"{row['accepted']:,} {row['table']}" for row in self.counts if row["present"])
        return f"<District: {accepted}; {len(self.diagnostics):,} diagnostics>"


def _read_table(reader: _jifen.DistrictReader, name: str, table: RowTable, report: Progress | None) -> None:
    if isinstance(table, str | os.PathLike):
        reader.read_csv(name, Path(table), report)
        return
    if isinstance(table, bytes | Mapping) or not isinstance(table, Iterable):
        kind = type(table).__name__
        raise TypeError(f"{name}: a table is a list of dicts or the path of a CSV file, not {kind}")
    rows = list(table)
    header = _header(name, rows) or _REQUIRED[name]

    def texts() -> Iterator[tuple[str, ...]]:
        for number, row in enumerate(rows, 1):
            try:
                yield tuple([_cell(row.get(column), column) for column in header])
            except TypeError as error:
                raise TypeError(f"{name} row {number}: {error}") from None

    reader.read_rows(name, header, texts(), len(rows), report)


_REQUIRED = {
    "units": ["unit", "level"],
    "households": ["household", "unit"],
    "people": ["person"],
    "roles": ["person", "role", "unit"],
    "links": ["source", "target", "kind"],
    "ledger": ["entry", "date", "actor", "item"],
    "knowledge": ["record", "date", "knower", "stage", "subject", "object"],
}


def read_district(
    folder: str | os.PathLike[str], *, threads: int | None = None, progress: bool | Progress | None = None
) -> District:
    """Reads a folder of CSV tables. TableError lists every table that was refused whole."""
    with progress_of(progress, "district") as report:
        return District._of(_jifen.read_district(Path(folder), threads_of(threads), report))
