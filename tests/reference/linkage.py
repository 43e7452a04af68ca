"""SPEC section 5: 1 + 10 + 100."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from frame import Frame
from rules import Linkage, Target
from values import Points, checked, exact, to_points

from scoring import valid_entries


@dataclass(frozen=True)
class LinkageRow:
    person: str
    day: date
    exemplars: int
    contacts: int
    served: int
    points: Points


def linked(frame: Frame, source: str, kind: str, day: date, gender: str) -> set[str]:
    """SPEC 5: "distinct people linked ... on D"; "Only the link's span counts, not the target's; with
    `gender`, only people of that gender count"."""
    return {
        link.target
        for link in frame.links_from.get(source, [])
        if link.kind == kind
        and link.span.contains(day)
        and (not gender or frame.district.people[link.target].gender == gender)
    }


def part_of(target: Target | None, count: int) -> Points:
    """SPEC 5: "Part = sum of points x min(1, count / target), each rounded once"."""
    if target is None:
        return 0
    return to_points(exact(target.points) * min(Fraction(1), count / target.target))


def linkage_row(frame: Frame, linkage: Linkage, person: str) -> LinkageRow:
    """SPEC 5: "For each scored person m who held one of `linkage.roles` in the window, on her day D"."""
    day = frame.her_day(person, linkage.roles)
    exemplars = linked(frame, person, "leads", day, linkage.gender)

    # "`contacts(m)`: distinct people linked `serves` on D from m or from one of her exemplars, less m."
    contacts = linked(frame, person, "serves", day, linkage.gender)
    for exemplar in exemplars:
        contacts |= linked(frame, exemplar, "serves", day, linkage.gender)
    contacts -= {person}

    # "`served(m)`: those contacts who are, themselves or through their household (the column, undated), the
    # subject of a valid entry by m, or by one of her exemplars (who is not asked for a role), with one of
    # `served.items`".
    subjects: set[str] = set()
    for entry in valid_entries(frame, person):
        if entry.item in linkage.served_items:
            subjects.add(entry.subject)
    for exemplar in exemplars:
        for entry in valid_entries(frame, exemplar, asks_role=False):
            if entry.item in linkage.served_items:
                subjects.add(entry.subject)
    subjects.discard("")
    people = frame.district.people
    served = {contact for contact in contacts if contact in subjects or people[contact].household in subjects}

    points = checked(
        part_of(linkage.exemplars, len(exemplars))
        + part_of(linkage.contacts, len(contacts))
        + part_of(linkage.served, len(served))
    )
    return LinkageRow(person, day, len(exemplars), len(contacts), len(served), points)


def linkage_rows(frame: Frame) -> list[LinkageRow]:
    linkage = frame.rules.linkage
    if linkage is None:
        return []
    return [linkage_row(frame, linkage, person) for person in frame.scored() if frame.held(person, linkage.roles)]
