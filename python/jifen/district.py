"""Districts: units, households, people, roles, links, ledger and knowledge, frozen."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from jifen import _jifen
from jifen._arguments import day_text, instance_of, shown, text_of
from jifen._running import Progress, progress_of, threads_of
from jifen._sources import RowTable, read_table
from jifen._workbooks import MOST_TITLE_ROWS, Workbook, is_workbook, workbook_bytes_of
from jifen.errors import ArgumentError, TableError
from jifen.linkage import LinkGraph
from jifen.table import Table

__all__ = ["LEADER_SOURCES", "Aliases", "District", "RowTable", "Words", "read_district"]

Aliases = Mapping[str, Mapping[str, str]]
"""Further names of columns: table → name → column."""

Words = str | Mapping[str, Mapping[str, str]]
"""Further words of closed lists: column → text → word; or "zh"."""

TABLES = ("units", "households", "people", "roles", "links", "ledger", "knowledge")

WORKBOOK_BYTES = "workbook_bytes"
"""The limit of reading that Python knows alone."""

LEADER_SOURCES = ("grid_officer", "committee_member", "volunteer")


def table_options(
    encoding: str,
    aliases: Aliases | None,
    words: Words | None,
    title_rows: int,
    marks: bool,
    limits: Mapping[str, int] | None,
    spill: str | os.PathLike[str] | None,
) -> _jifen.TableOptions:
    """How input tables are written down, as the library takes it."""
    instance_of("title_rows", title_rows, int)
    if not 0 <= title_rows < MOST_TITLE_ROWS:
        raise ArgumentError(
            f"title_rows = {shown(title_rows)}: from 0 to {MOST_TITLE_ROWS - 1}",
            argument="title_rows",
            value=str(title_rows),
        )
    for name, value in (limits or {}).items():
        instance_of(f"limits[{shown(name)}]", value, int)
        if not 0 <= value < 2**64:
            reason = f"limits: {shown(name)} = {shown(value)}: out of range"
            raise ArgumentError(reason, argument="limits", value=str(value))
    own = words if isinstance(words, Mapping) else {}
    if words is not None and words != "zh" and not isinstance(words, Mapping):
        raise ArgumentError(f'words = {shown(words)}: "zh" or a dict', argument="words", value=str(words))
    return _jifen.TableOptions(
        encoding=text_of("encoding", encoding),
        aliases=[
            (text_of("aliases", table), text_of("aliases", alias), text_of("aliases", column))
            for table, names in (aliases or {}).items()
            for alias, column in names.items()
        ],
        words=[
            (text_of("words", column), text_of("words", alias), text_of("words", word))
            for column, names in own.items()
            for alias, word in names.items()
        ],
        chinese_words=words == "zh",
        marks=bool(marks),
        title_rows=title_rows,
        limits={name: value for name, value in (limits or {}).items() if name != WORKBOOK_BYTES},
        spill=None if spill is None else Path(spill),
    )


class District:
    """A frozen district: immutable, shared by all that is computed from it.

    Each table is a pandas or polars frame, a pyarrow table, a DuckDB relation (whatever has `__arrow_c_stream__`), a
    list of dicts, or the path of a CSV file, a Parquet file or a workbook. `units`, `people` and `roles` are needed,
    with no row if there is nothing to say; another table left out is an empty one, and a note in `diagnostics`.
    Problems of rows do not raise: they are counted in `counts` and listed in `diagnostics`. TableError lists every
    table that was refused whole or is missing.

    `encoding` of CSV files: `utf-8`, `gb18030`, or `detect` (a byte order mark, else strictly UTF-8, else strictly
    GB18030). `aliases`: further names of columns, by table, `{"ledger": {"办理人": "actor"}}`; the Chinese ones of the
    docs are known. `words`: other words in `gender`, `verified`, `kind` and `stage`, `{"gender": {"F": "female"}}`, or
    `"zh"` for 女, 是, 带领, 知人 and the like. `title_rows`: up to so many rows above the header are passed over.
    `marks`: blanks and `*` around a column's name are no part of it. `limits`: of CSV files `field_bytes`,
    `row_bytes`, `columns`, `lines`, `empty_lines`, `file_bytes`; of every table `problems`; of workbooks
    `workbook_bytes`, the memory that reading one may take. `spill`: a folder, in which a ledger larger than memory lies
    in a file without a name; its disk needs room for about as much as the table takes. `progress` is called as in
    `evaluate`; an exception it raises, or Ctrl-C, stops the work.
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
        encoding: str = "utf-8",
        aliases: Aliases | None = None,
        words: Words | None = None,
        title_rows: int = 0,
        marks: bool = False,
        limits: Mapping[str, int] | None = None,
        spill: str | os.PathLike[str] | None = None,
        threads: int | None = None,
        progress: bool | Progress | None = None,
    ) -> None:
        options = table_options(encoding, aliases, words, title_rows, marks, limits, spill)
        workbook_bytes = workbook_bytes_of((limits or {}).get(WORKBOOK_BYTES))
        reader = _jifen.DistrictReader(options, threads_of(threads))
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
                    read_table(reader, name, table, report, workbook_bytes)
            self._core = reader.finish(report)

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
    def link_graph(self) -> LinkGraph:
        """The links that count as a graph, of all days: `link_graph.on("2023-06-30")` is that of one."""
        return LinkGraph(_jifen.link_graph(self._core))

    @cached_property
    def ledger(self) -> Table:
        """The entries by actor, date and id, with every column of the table but `note`, which is not kept."""
        return Table(self._core.ledger())

    @cached_property
    def knowledge(self) -> Table:
        """The answers of known people, by knower, stage, subject and date; `record` numbers the rows."""
        return Table(self._core.knowledge())

    @cached_property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of what each table says, wherever it came from and whatever the order of its rows: of the file
        that `write` writes. Long work when it is first asked for."""
        return self._core.digests(threads_of(None), None)

    def write(
        self, folder: str | os.PathLike[str], *, threads: int | None = None, progress: bool | Progress | None = None
    ) -> None:
        """Writes the seven tables as they were taken in, in a form that can be read again. The folder is made if need
        be; tables that stand there are replaced, all together at the end. FileError: the disk refuses.
        """
        with progress_of(progress, "writing") as report:
            self._core.write(Path(folder), threads_of(threads), report)

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

    @property
    def spilled_bytes(self) -> int:
        """The room that the ledger takes on the disk; 0 if it lies in memory."""
        return self._core.spilled_bytes

    def __repr__(self) -> str:
        accepted = ", ".join(f"{row['accepted']:,} {row['table']}" for row in self.counts if row["present"])
        return f"<District: {accepted}; {len(self.diagnostics):,} diagnostics>"


def read_district(
    path: str | os.PathLike[str],
    *,
    encoding: str = "utf-8",
    aliases: Aliases | None = None,
    words: Words | None = None,
    title_rows: int = 0,
    marks: bool = False,
    limits: Mapping[str, int] | None = None,
    spill: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> District:
    """Reads a folder of CSV tables, or a workbook with a sheet for each table.

    TableError lists every table that was refused whole. The further arguments are those of `District`.
    """
    options = table_options(encoding, aliases, words, title_rows, marks, limits, spill)
    workbook_bytes = workbook_bytes_of((limits or {}).get(WORKBOOK_BYTES))
    count = threads_of(threads)
    with progress_of(progress, "district") as report:
        if not is_workbook(path):
            return District._of(_jifen.read_district(Path(path), options, count, report))
        reader = _jifen.DistrictReader(options, count)
        with Workbook(path, workbook_bytes) as book:
            for name in TABLES:
                try:
                    book.read(reader, name, report)
                except TableError as error:  # the other tables are judged, too
                    reader.refuse(name, error.diagnostics)
        return District._of(reader.finish(report))
