"""Five asks, five knows: what a leader knows of a household."""

from __future__ import annotations

from datetime import date

from jifen import _jifen
from jifen._arguments import day_text, instance_of, text_of
from jifen._jifen import Known
from jifen.district import District
from jifen.rulebook import Rulebook

__all__ = ["Known", "ask_household"]


def ask_household(
    district: District, rulebook: Rulebook, household: str, on: date | str, *, leader: str | None = None
) -> dict[str, Known]:
    """What the leader, or everybody who leads there that day, knows of a household: its people, their matters, the
    circumstances, the needs, the help there is; from her own answers up to the day.

    `known.to_text("zh")` shows it as lines; `known.leads_to` follows the chain. ArgumentError: the household or the
    leader is unknown, or the rulebook has no five knows.
    """
    instance_of("district", district, District)
    instance_of("rulebook", rulebook, Rulebook)
    named = None if leader is None else text_of("leader", leader)
    return dict(
        _jifen.ask_household(district._core, rulebook._core, text_of("household", household), day_text("on", on), named)
    )
