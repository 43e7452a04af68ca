"""Who should lead and serve whom: 1 + 10 + 100 in two stages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from jifen import _jifen
from jifen._arguments import day_text, instance_of, shown, text_of, whole_number
from jifen._running import Progress, progress_of, threads_of
from jifen.district import District
from jifen.table import Table

__all__ = ["Assignment", "assign"]


class Assignment:
    """Exemplars given to members, then people given to exemplars and members, beside the links that are kept."""

    def __init__(self, core: _jifen.AssignmentPlan) -> None:
        self._core = core

    @property
    def day(self) -> date:
        return self._core.day

    @property
    def leading(self) -> dict[str, int]:
        """Of exemplars to members: `assigned`, `unassigned`, `total_distance`, `squared_loads`."""
        return self._core.leading

    @property
    def serving(self) -> dict[str, int]:
        """The same of people to exemplars and members."""
        return self._core.serving

    @cached_property
    def links(self) -> Table:
        """The new links: `source`, `target`, `kind`, `from`, `distance`."""
        return Table(self._core.links())

    @cached_property
    def unassigned(self) -> Table:
        """`person`, `unit`, `kind`: whom nobody leads (`leads`) or serves (`serves`)."""
        return Table(self._core.unassigned())

    @cached_property
    def balance(self) -> Table:
        """`unit`, `kind`, `people`, `assigned`, `within`, `places`: where people are left and where there is room."""
        return Table(self._core.balance())

    @property
    def counts(self) -> dict[str, int]:
        """`members`, `exemplars`, `people`, and of these `led_already` and `served_already`."""
        names = ("members", "exemplars", "people", "led_already", "served_already")
        return {name: getattr(self._core, name) for name in names}

    def __repr__(self) -> str:
        given = f"{self.leading['assigned']:,} exemplars and {self.serving['assigned']:,} people assigned"
        left = f"{self.leading['unassigned']:,} and {self.serving['unassigned']:,} left"
        return f"<Assignment on {self.day}: {given}, {left}>"


def _words(argument: str, words: Sequence[str]) -> list[str]:
    if isinstance(words, str):
        raise TypeError(f"{argument} = {shown(words)}: it is a list of words")
    return [text_of(argument, word) for word in words]


def assign(
    district: District,
    on: date | str,
    *,
    members: Sequence[str] = ("committee_member",),
    exemplars: Sequence[str] = ("exemplar",),
    gender: str = "female",
    exemplars_each: int = 10,
    served_each: int = 10,
    reach: int = 100,
    keep_links: bool = True,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> Assignment:
    """Assigns exemplars to members, then people to exemplars and members, each stage exactly: the most assigned; then
    the least total distance, the height of the lowest common unit; then the least sum of squared loads.

    Members hold one of the roles `members` on the day; exemplars one of `exemplars`, or a member leads them; all others
    who are registered and of the gender are to be served. Links in force on the day are kept unless told otherwise.
    ArgumentError: a bad day, word or number.
    """
    instance_of("district", district, District)
    instance_of("keep_links", keep_links, bool)
    day = day_text("on", on)
    leads, serves, most = (
        whole_number(name, number, 0, 2**32)
        for name, number in (("exemplars_each", exemplars_each), ("served_each", served_each), ("reach", reach))
    )
    with progress_of(progress, "assignment") as report:
        return Assignment(
            _jifen.plan_assignment(
                district._core,
                day,
                _words("members", members),
                _words("exemplars", exemplars),
                text_of("gender", gender),
                leads,
                serves,
                most,
                keep_links,
                threads_of(threads),
                report,
            )
        )
