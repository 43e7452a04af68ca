"""A district evaluated under a rulebook over a window."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from jifen import _jifen
from jifen._arguments import day_text, instance_of, shown, text_of, whole_number
from jifen._excel import write_workbook
from jifen._running import Progress, progress_of, threads_of
from jifen.district import District
from jifen.headroom import Headroom
from jifen.linkage import Coverage
from jifen.rulebook import Rulebook
from jifen.statement import Statement
from jifen.table import Table

__all__ = ["Evaluation", "evaluate"]


class Evaluation:
    """What `evaluate` gives: the result tables, statements and selections. It keeps district and rulebook alive."""

    def __init__(
        self, core: _jifen.Evaluation, district: District, rulebook: Rulebook, threads: int, bar: bool
    ) -> None:
        self._core = core
        self._threads = threads
        self._bar = bar
        self.district = district
        self.rulebook = rulebook

    @property
    def window(self) -> str:
        """`2023-01-01..2024-01-01`: the last day is not in it."""
        return self._core.window

    @property
    def last_day(self) -> date:
        """The last day of the window."""
        return self._core.last_day

    @cached_property
    def scores(self) -> Table:
        """Rank, total, grade and parts of everyone who is scored."""
        return Table(self._core.scores())

    @cached_property
    def categories(self) -> Table:
        """Raw and credited points by person and category."""
        return Table(self._core.categories())

    @cached_property
    def statement(self) -> Table:
        """The verdict on every entry. Long work when it is first asked for; with a bar if `evaluate` showed one."""
        with progress_of(self._bar, "statement") as report:
            return Table(self._core.statement(self._threads, report))

    @cached_property
    def linkage(self) -> Table:
        """Exemplars, contacts and people served of each member."""
        return Table(self._core.linkage())

    @cached_property
    def five_knows(self) -> Table:
        """The chain of five knows by leader and household."""
        return Table(self._core.five_knows())

    @cached_property
    def duties(self) -> Table:
        """How often each duty was due and done."""
        return Table(self._core.duties())

    @cached_property
    def composite(self) -> Table:
        """The index of `[composite]` by person: each indicator raw and normalised, its weight and contribution."""
        return Table(self._core.composite())

    @cached_property
    def selection(self) -> Table:
        """Every selection of the rulebook."""
        return Table(_jifen.selection_table(self._core, self._threads))

    @cached_property
    def diagnostics(self) -> Table:
        """The problems found when the district was read, and words that the rulebook and the district do not share."""
        return Table(_jifen.all_diagnostics_table(self._core))

    @cached_property
    def coverage(self) -> _jifen.LinkageCoverage:
        """How far the members together reach."""
        return self._core.coverage()

    @cached_property
    def funnel(self) -> Table:
        """The five stages over all leaders: `n` there were to know, `k` were known."""
        return Table(self._core.funnel())

    def explain(self, person: str, lang: str = "zh") -> Statement:
        """The statement of one person and what the selections made of her, in `zh` or `en`.

        ArgumentError: she is unknown or not scored.
        """
        return Statement(self._core.explain(text_of("person", person)), self._core, person, lang)

    def headroom(
        self,
        person: str,
        on: date | str,
        *,
        subjects: Sequence[str] = (),
        most: int = 1000,
        lang: str = "zh",
        progress: bool | Progress | None = None,
    ) -> Headroom:
        """What still earns the person points on a day of the window, what would cut it, and the least work by item that
        reaches a better grade or a selection.

        Entries are tried about `subjects`, in this order; by default about what is due first, then about contacts not
        yet served. `most` entries of an item, or units of one, are tried. ArgumentError: she is unknown or not scored,
        the day is not in the window, a subject is no id, `most` is not from 1 to 100,000, or the rulebook has
        `[composite]`: her work would move the index of everybody.
        """
        named = texts_of("subjects", subjects)
        whole_number("most", most)
        text_of("person", person)
        with progress_of(progress, "headroom") as report:
            core = _jifen.headroom(self._core, person, day_text("on", on), named, most, self._threads, report)
        return Headroom(core, person, lang)

    def select(self, code: str) -> Table:
        """One selection of the rulebook: everyone's place, and why."""
        return Table(_jifen.select(self._core, text_of("selection", code), self._threads))

    def strata(self, code: str) -> Table:
        """What each stratum of a selection was given; `line` is the ranking points of its last selected."""
        return Table(_jifen.strata_table(self._core, text_of("selection", code)))

    def missed_duties(self, person: str | None = None, *, progress: bool | Progress | None = None) -> Table:
        """Every due of the person, or of everybody who is scored, that was not done; by person and duty, oldest first.

        ArgumentError: she is unknown or not scored.
        """
        with progress_of(progress, "missed duties") as report:
            named = None if person is None else text_of("person", person)
            return Table(self._core.missed_duties(named, self._threads, report))

    def five_knows_by(self, level: str) -> Table:
        """The chain of five knows summed by the units of a level, such as `village`; the rows add up to `funnel`.

        What lies in no unit of that level stands in a last row without a unit. ArgumentError: no unit has the level.
        """
        return Table(self._core.five_knows_by(text_of("level", level)))

    def linkage_by(self, level: str) -> Table:
        """By the units of a level: how many members there are, how many reach each target, and what they reach.

        What lies in no unit of that level stands in a last row without a unit. ArgumentError: no unit has the level.
        """
        return Table(self._core.linkage_by(text_of("level", level)))

    def coverage_on(
        self,
        on: date | str,
        *,
        contact_months: int = 0,
        contact_items: Sequence[str] = (),
        progress: bool | Progress | None = None,
    ) -> Coverage:
        """How far the network reaches on a day of the window.

        With `contact_months`, also which households had no valid contact in the so many months up to the day: an entry
        about the household or a person in it, with one of `contact_items` (default: the items that serve).
        ArgumentError: the rulebook has no linkage, the day or those months are not in the window.
        """
        months, items = contact_arguments(contact_months, contact_items)
        with progress_of(progress, "coverage") as report:
            return Coverage(_jifen.coverage_on(self._core, day_text("on", on), months, items, self._threads, report))

    def coverage_series(
        self,
        unit: str | None = None,
        *,
        contact_months: int = 0,
        contact_items: Sequence[str] = (),
        progress: bool | Progress | None = None,
    ) -> Table:
        """The sums of `coverage_on`, of a unit or the district, on the last day of every month of the window.

        `without_contact` is blank where the months asked about begin before the window.
        """
        months, items = contact_arguments(contact_months, contact_items)
        named = None if unit is None else text_of("unit", unit)
        with progress_of(progress, "coverage") as report:
            return Table(_jifen.coverage_series(self._core, named, months, items, self._threads, report))

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """What it was made of: the library's version, the window, `known_at`, the rulebook and its SHA-256, and of each
        input table what became of its rows and the SHA-256 of what it says. Long work when it is first asked for.
        """
        made_of: dict[str, Any] = json.loads(_jifen.provenance_json(self._core, self._threads, None))
        del made_of["results"]  # these are of the files that `write` writes
        return made_of

    def write(self, folder: str | os.PathLike[str], *, progress: bool | Progress | None = None) -> None:
        """Writes every table as CSV and `provenance.json` into the folder, which is made if need be.

        Tables that stand there are replaced, all together at the end; after an error they stand as they were.
        FileError: the disk refuses. PointsOverflowError: points of a selection.
        """
        with progress_of(progress, "writing") as report:
            _jifen.write_results(self._core, Path(folder), self._threads, report)

    def to_excel(self, path: str | os.PathLike[str]) -> None:
        """Writes the tables of `write` as the sheets of one workbook, as `Table.to_excel` does. Needs XlsxWriter."""
        tables = (self.scores, self.categories, self.statement, self.linkage, self.five_knows, self.duties)
        write_workbook(path, [*tables, self.composite, self.selection, self.diagnostics])

    def __len__(self) -> int:
        """How many people are scored."""
        return len(self._core)

    def __repr__(self) -> str:
        return f"<Evaluation of {len(self):,} people under {self.rulebook.code}, {self.window}>"


def contact_arguments(months: int, items: Sequence[str]) -> tuple[int, list[str]]:
    whole_number("contact_months", months, 0, 10_000)
    return months, texts_of("contact_items", items)


def texts_of(argument: str, texts: Sequence[str]) -> list[str]:
    if isinstance(texts, str):
        raise TypeError(f"{argument} = {shown(texts)}: it is a list of {argument.rpartition('_')[2]}")
    return [text_of(argument, text) for text in texts]


def evaluate(
    district: District,
    rulebook: Rulebook,
    window: str,
    *,
    threads: int | None = None,
    known_at: date | str | None = None,
    progress: bool | Progress | None = None,
    kernels: str = "chosen",
) -> Evaluation:
    """Evaluates everyone over a window: `2023`, `2023-H1`, `2023-Q3`, `2023-07` or `2023-02-01..2023-09-01`.

    `known_at` judges as it was known on that day. `threads` (default: all cores) never changes what comes out.
    `progress` is True for a bar on stderr, or is called as `progress(stage, done, total)`; an exception it raises, or
    Ctrl-C, stops the work and is raised. `kernels` is for tests and benchmarks: `plain` goes entry by entry, `fast`
    takes the kernels for many, `chosen` (the default) those that pay; the results are the same in every bit.
    ArgumentError: a bad window, day or word. PointsOverflowError.
    """
    instance_of("district", district, District)
    instance_of("rulebook", rulebook, Rulebook)
    text_of("window", window)
    text_of("kernels", kernels)
    count = threads_of(threads)
    day = None if known_at is None else day_text("known_at", known_at)
    with progress_of(progress, "evaluation") as report:
        core = _jifen.evaluate(district._core, rulebook._core, window, day, count, kernels, report)
    return Evaluation(core, district, rulebook, count, progress is True)
