"""Spot checks: households drawn by a seed, their leaders asked at the door, the answers held to the records."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cached_property

from jifen import _jifen
from jifen._arguments import day_text, instance_of, number_of, text_of, whole_number
from jifen._running import Progress, progress_of
from jifen._sources import RowTable, read_table
from jifen.district import District
from jifen.evaluation import Evaluation
from jifen.table import Table

__all__ = ["DoorAnswers", "SpotCheck", "SpotCheckResult", "draw_households", "read_door_answers"]


class DoorAnswers:
    """What was answered at the doors."""

    def __init__(self, core: _jifen.DoorAnswers) -> None:
        self._core = core

    @cached_property
    def table(self) -> Table:
        """`household`, `stage`, `asked`, `known`: the rows that were taken."""
        return Table(self._core.table())

    @property
    def blank(self) -> int:
        """Rows of the form that nobody filled in."""
        return self._core.blank

    @property
    def diagnostics(self) -> list[_jifen.Diagnostic]:
        """What is wrong with the rows that were not taken."""
        return self._core.problems

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"<DoorAnswers: {len(self):,} rows, {self.blank:,} blank, {self._core.rejected:,} rejected>"


def read_door_answers(
    table: RowTable, *, encoding: str = "utf-8", progress: bool | Progress | None = None
) -> DoorAnswers:
    """Reads what was answered at the doors: a data frame, rows as dicts, or the path of a CSV or Parquet file or a
    workbook.

    Columns: `household`, `stage` (`people` or 知人, …), `asked` and `known`: of so many that came up in the stage the
    leader knew so many. A row without both numbers was not answered. Problems of rows do not raise. TableError: the
    table is refused whole.
    """
    reader = _jifen.DoorAnswersReader(text_of("encoding", encoding))
    with progress_of(progress, "door answers") as report:
        read_table(reader, "door_answers", table, report)
    return DoorAnswers(reader.finish())


class SpotCheckResult:
    """What a spot check tells: rates of the stages, and where the records and the door differ."""

    def __init__(self, core: _jifen.SpotCheckResult) -> None:
        self._core = core

    @property
    def confidence(self) -> float:
        return self._core.confidence

    @property
    def households_drawn(self) -> int:
        return self._core.drawn

    @property
    def households_visited(self) -> int:
        """Of these, how many have an answer."""
        return self._core.visited

    @property
    def blank(self) -> int:
        """Rows of the answers that nobody filled in."""
        return self._core.blank

    @cached_property
    def stages(self) -> Table:
        """`stage`, `households` in which something came up, `rate` of those in which all of it was known, its interval
        by Wilson (`wilson_low`, `wilson_high`) and by Clopper and Pearson (`exact_low`, `exact_high`), and how many
        were `asked` about and `known`. Rates are blank where nothing came up."""
        return Table(self._core.stages())

    @cached_property
    def findings(self) -> Table:
        """Once for each leader who is asked about the household: `household`, `stage`, `leader`, `asked`, `known`,
        `recorded_asked`, `recorded_known`, `verdict`."""
        return Table(self._core.findings())

    @property
    def counts(self) -> dict[str, int]:
        """Findings by verdict: `agrees`, `claims_more`, `records_less`, `no_leader`."""
        return self._core.verdicts

    @cached_property
    def claims_more(self) -> dict[str, int]:
        """By leader: in how many stages of households her records say that all is known, and at the door it was not.
        The most first."""
        found = zip(self.findings["leader"], self.findings["verdict"], strict=True)
        counted = Counter(leader for leader, verdict in found if verdict == "claims_more")
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    @property
    def diagnostics(self) -> list[_jifen.Diagnostic]:
        """Answers that do not count, and why."""
        return self._core.problems

    def __repr__(self) -> str:
        verdicts = ", ".join(f"{verdict} {count:,}" for verdict, count in self.counts.items())
        visited = f"{self.households_visited:,} of {self.households_drawn:,} households"
        return f"<SpotCheckResult: {visited}, {verdicts}>"


class SpotCheck:
    """Households drawn, stratum by stratum."""

    def __init__(self, core: _jifen.SpotCheckSample) -> None:
        self._core = core

    @property
    def day(self) -> date:
        return self._core.day

    @property
    def seed(self) -> str:
        return self._core.seed

    @cached_property
    def sample(self) -> Table:
        """`stratum`, `turn`, `household`, and of the stratum how many `households` there are and are `drawn`: each has
        the chance drawn / households. Who must stop early stops after a turn."""
        return Table(self._core.sample())

    @cached_property
    def strata(self) -> Table:
        """`stratum`, `households`, `drawn`; the stratum is blank for what lies in no unit of the level."""
        return Table(self._core.strata())

    @cached_property
    def form(self) -> Table:
        """`household`, `stage`, `asked`, `known`: what is to be filled in at the doors. `assess` takes it back."""
        return Table(self._core.form())

    def assess(
        self, answers: DoorAnswers | RowTable, evaluation: Evaluation, confidence: float = 0.95
    ) -> SpotCheckResult:
        """Rates of the stages as the answers tell them, and the answers held to the records of the evaluation.

        `answers` are what `read_door_answers` takes or gives. An answer about a household that was not drawn, or a
        second one for a household and stage, does not count and stands in `diagnostics`, as rows do that cannot be
        read. ArgumentError: the evaluation is of another district or its rulebook has no five knows; a confidence that
        is none. TableError: the answers are refused.
        """
        instance_of("evaluation", evaluation, Evaluation)
        sure = number_of("confidence", confidence)
        written = answers if isinstance(answers, DoorAnswers) else read_door_answers(answers)
        return SpotCheckResult(self._core.assess(written._core, evaluation._core, sure))

    def __len__(self) -> int:
        """How many households are drawn."""
        return len(self._core)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        by = f" by {self._core.level}" if self._core.level else ""
        of = sum(self.strata["households"])
        return f"<SpotCheck on {self.day}: {len(self):,} of {of:,} households{by}>"


def draw_households(
    district: District, on: date | str, households: int, seed: str, *, by: str | None = None, at_least: int = 1
) -> SpotCheck:
    """Draws so many households, or all there are, of those registered on the day with somebody registered in them.

    `by` is a level such as `village`: its units are the strata, otherwise the district is the only one. A stratum is
    given `at_least` households and of the rest a part in proportion (largest remainder). In a stratum those are drawn
    whose SHA-256 of seed, line feed and household id are the smallest: announced before, a seed lets everybody draw the
    same again, and a larger draw holds the smaller. ArgumentError: no unit has the level, a number below 0, or fewer
    are to be drawn than `at_least` of each stratum.
    """
    instance_of("district", district, District)
    return SpotCheck(
        _jifen.draw_households(
            district._core,
            day_text("on", on),
            None if by is None else text_of("by", by),
            whole_number("households", households),
            whole_number("at_least", at_least),
            text_of("seed", seed),
        )
    )
