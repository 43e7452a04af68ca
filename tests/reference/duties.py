"""SPEC section 7: what was due, what was done, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from frame import Frame
from rules import Duty
from values import Points, Span, bytewise, covers, exact, to_points, whole_periods

from district import Entry, Household
from scoring import valid_entries


@dataclass(frozen=True)
class DutyRow:
    person: str
    duty: str
    due: int
    done: int
    missing: tuple[tuple[date, str], ...]  # (first day of the period, household or ""), oldest first
    points: Points


def units_held_throughout(frame: Frame, person: str, roles: tuple[str, ...], period: Span) -> set[str]:
    """SPEC 7: "throughout which she holds one or another of its `roles` in one and the same unit without a
    gap"."""
    held = frame.held(person, roles)
    return {
        unit
        for unit in {role.unit for role in held}
        if covers([role.span for role in held if role.unit == unit], period)
    }


def households_throughout(frame: Frame, units: set[str], period: Span) -> list[str]:
    """SPEC 7: "for each household that is in or below that unit throughout the period as well"."""

    def is_due(home: Household) -> bool:
        return home.span.encloses(period) and any(frame.district.is_in_or_below(home.unit, unit) for unit in units)

    return sorted((home.household for home in frame.district.households.values() if is_due(home)), key=bytewise)


def is_done(frame: Frame, duty: Duty, valid: list[Entry], period: Span, household: str) -> bool:
    """SPEC 7: "done when at least `at_least` of her valid entries with one of `items` and a date in the
    period (for `household`: whose subject is that household or a person of it, by the column) exist"."""
    found = [
        entry
        for entry in valid
        if entry.item in duty.items
        and period.contains(entry.date)
        and (not household or frame.concerns_household(entry.subject, household))
    ]
    return len(found) >= duty.at_least


def duty_row(frame: Frame, duty: Duty, person: str) -> DutyRow:
    """SPEC 7: "One due a (person, duty, period[, household]), however many units or roles."; "Part = sum of
    points x done / due, each duty rounded once; where nothing is due by `if_none_due`"."""
    valid = valid_entries(frame, person)
    due = 0
    missing: list[tuple[date, str]] = []
    for period in whole_periods(duty.per, frame.window):
        units = units_held_throughout(frame, person, duty.roles, period)
        if not units:
            continue
        asked = households_throughout(frame, units, period) if duty.each == "household" else [""]
        for household in asked:
            due += 1
            if not is_done(frame, duty, valid, period, household):
                missing.append((period.start, household))
    done = due - len(missing)
    if due > 0:
        points = to_points(exact(duty.points) * Fraction(done, due))
    else:
        points = duty.points if duty.if_none_due == "full" else 0
    return DutyRow(person, duty.code, due, done, tuple(missing), points)


def duty_rows(frame: Frame) -> list[DutyRow]:
    """SPEC 7: "A row is reported for everyone who held one of the roles in the window"; 9: sorted by person,
    then duty."""
    rows: list[DutyRow] = []
    for person in frame.scored():
        for duty in sorted(frame.rules.duties, key=lambda each: bytewise(each.code)):
            if frame.held(person, duty.roles):
                rows.append(duty_row(frame, duty, person))
    return rows
