"""Who should lead which grid: the five rules of two-way concurrent posts."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from jifen import _jifen
from jifen._arguments import day_text, instance_of, text_of, whole_number
from jifen._running import Progress, progress_of, threads_of
from jifen._sources import RowTable, read_table
from jifen._width import printable
from jifen.district import District
from jifen.table import Table

__all__ = ["Appointments", "Nominations", "appoint", "read_nominations"]


class Nominations:
    """Who is proposed as leader of which grid, by herself or by others."""

    def __init__(self, core: _jifen.Nominations) -> None:
        self._core = core

    @cached_property
    def table(self) -> Table:
        """`grid`, `person`, `by`, `suitability`, `background`: the rows that were taken."""
        return Table(self._core.table())

    @property
    def diagnostics(self) -> list[_jifen.Diagnostic]:
        """What is wrong with the rows that were not."""
        return self._core.problems

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"<Nominations: {len(self):,} rows, {self._core.rejected:,} rejected>"


def read_nominations(
    table: RowTable, *, encoding: str = "utf-8", progress: bool | Progress | None = None
) -> Nominations:
    """Reads the table of nominations: a data frame, rows as dicts, or the path of a CSV or Parquet file or a workbook.

    Columns: `grid`, `person`, `by` (`self` or `recommended`), and if there are any `suitability` and `background`.
    Problems of rows do not raise. TableError: the table is refused whole.
    """
    reader = _jifen.NominationsReader(text_of("encoding", encoding))
    with progress_of(progress, "nominations") as report:
        read_table(reader, "nominations", table, report)
    return Nominations(reader.finish())


class Appointments:
    """One leader for each grid, as far as there are candidates."""

    def __init__(self, core: _jifen.Appointments) -> None:
        self._core = core

    @property
    def day(self) -> date:
        return self._core.day

    @property
    def grids(self) -> int:
        """How many grids there are: those with a leader and those without."""
        return self._core.grids

    @property
    def leaders_by_source(self) -> dict[str, int]:
        return self._core.leaders_by_source

    @cached_property
    def leaders(self) -> Table:
        """`grid`, `leader`, `rule` that appointed her, `source`, `nominated_by`, `suitability`, `in_office`,
        `taken_into_committee`."""
        return Table(self._core.appointments())

    @cached_property
    def vacancies(self) -> Table:
        """`grid`, `reason`: grids without a leader."""
        return Table(self._core.vacancies())

    @cached_property
    def intake(self) -> Table:
        """`person`, `grid`, `rule`, `leads`: who is taken into the committee."""
        return Table(self._core.intake())

    @property
    def diagnostics(self) -> list[_jifen.Diagnostic]:
        """Nominations and officers that do not count, and why; with what is wrong with the rows that were not taken."""
        return self._core.problems

    def __repr__(self) -> str:
        sources = printable(", ".join(f"{source} {count:,}" for source, count in self.leaders_by_source.items()))
        return f"<Appointments on {self.day}: {len(self.leaders):,} of {self.grids:,} grids ({sources})>"


def appoint(
    district: District,
    nominations: Nominations | RowTable,
    on: date | str,
    *,
    max_grids: int = 1,
    residents_only: bool = True,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> Appointments:
    """Appoints one leader for each grid, exactly: the most grids filled; then the rules' order of preference; then the
    greatest suitability; then the most leaders kept in office.

    In order of preference: the grid's own female officer; a nominated committee member; a nominated head of an office
    or organisation; a nominee of a background to draw upon; another nominee.
    Nobody leads more than `max_grids`. With `residents_only` a nominee must be registered in the grid. ArgumentError: a
    bad day or number. TableError: the nominations are refused.
    """
    instance_of("district", district, District)
    whole_number("max_grids", max_grids, 0, 2**32)
    instance_of("residents_only", residents_only, bool)
    day = day_text("on", on)
    proposed = nominations if isinstance(nominations, Nominations) else read_nominations(nominations)
    with progress_of(progress, "appointment") as report:
        return Appointments(
            _jifen.appoint(district._core, day, proposed._core, max_grids, residents_only, threads_of(threads), report)
        )
