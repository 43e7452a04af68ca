"""SPEC sections 2 and 4.1: who held what when, and what was known. Every part asks here."""

from __future__ import annotations

from datetime import date

from rules import Rulebook
from values import Span, bytewise, days_within

from district import District, Entry, Knowledge, Link, Role


class Frame:
    """One district under one rulebook in one window, as known on one day."""

    def __init__(self, district: District, rules: Rulebook, window: Span, known_at: date | None) -> None:
        self.district = district
        self.rules = rules
        self.window = window

        self.roles_of: dict[str, list[Role]] = {}
        for role in district.counting_roles():
            self.roles_of.setdefault(role.person, []).append(role)

        self.links_from: dict[str, list[Link]] = {}
        for link in district.counting_links():
            self.links_from.setdefault(link.source, []).append(link)

        # SPEC 2: "`known_at` (default: no limit) drops entries and cancellations recorded after that day, and
        # knowledge dated after it".
        self.entries: list[Entry] = [
            entry for entry in district.ledger.values() if known_at is None or entry.recorded <= known_at
        ]
        self.entries.sort(key=by_date_then_id)
        self.knowledge: list[Knowledge] = [
            record for record in district.knowledge.values() if known_at is None or record.date <= known_at
        ]

        # SPEC 2: "An entry with `cancels` withdraws the entry named, whoever wrote either".
        self.cancelled: set[str] = {entry.cancels for entry in self.entries if entry.cancels}

        self.entries_of: dict[str, list[Entry]] = {}
        for entry in self.entries:
            self.entries_of.setdefault(entry.actor, []).append(entry)

    # ------------------------------------------------------------------------------------- roles

    def held(self, person: str, roles: tuple[str, ...]) -> list[Role]:
        """The rows of those roles that she held on at least one day of the window."""
        return [role for role in self.roles_of.get(person, []) if role.role in roles and role.span.meets(self.window)]

    def held_on(self, person: str, roles: tuple[str, ...], day: date) -> bool:
        return any(role.role in roles and role.span.contains(day) for role in self.roles_of.get(person, []))

    def scored(self) -> list[str]:
        """SPEC 4.1: "everyone who held one of `applies_to` on at least one day of the window"."""
        return sorted(
            (person for person in self.district.people if self.held(person, self.rules.applies_to)),
            key=bytewise,
        )

    def last_day_held(self, role: Role) -> date:
        return min(role.span.last_day(), self.window.last_day())

    def home_unit(self, person: str, roles: tuple[str, ...]) -> str:
        """SPEC 4.1: "Her home role among given roles is the one of them that she held last in the window
        (ties: the later `from`, then the smaller unit id)"."""
        held = self.held(person, roles)
        last = max(self.last_day_held(role) for role in held)
        held = [role for role in held if self.last_day_held(role) == last]
        latest = max(role.span.start for role in held)
        held = [role for role in held if role.span.start == latest]
        return min((role.unit for role in held), key=bytewise)

    def her_day(self, person: str, roles: tuple[str, ...]) -> date:
        """SPEC 4.1: "Her day for given roles is the last day of the window on which she held one of
        them."."""
        return max(self.last_day_held(role) for role in self.held(person, roles))

    def days_in_role(self, person: str, roles: tuple[str, ...]) -> int:
        """SPEC 8: "days in the window on which she held one of its `roles`"."""
        return days_within([role.span for role in self.held(person, roles)], self.window)

    # ---------------------------------------------------------------------------------- households

    def household_of(self, person: str) -> str:
        """The household column of a person, undated; empty where there is no such household."""
        household = self.district.people[person].household
        return household if household in self.district.households else ""

    def concerns_household(self, subject: str, household: str) -> bool:
        """SPEC 7: "whose subject is that household or a person of it, by the column"."""
        if subject == household:
            return True
        return subject in self.district.people and self.household_of(subject) == household


def by_date_then_id(entry: Entry) -> tuple[date, bytes]:
    """SPEC 4.4: "by (date, entry id)"."""
    return (entry.date, bytewise(entry.entry))
