"""SPEC section 1: what the tables hold once they are read."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from fractions import Fraction

from values import Span, bytewise

STAGES = ("people", "matters", "circumstances", "needs", "help")


@dataclass(frozen=True)
class Unit:
    unit: str
    parent: str
    level: str
    name: str


@dataclass(frozen=True)
class Household:
    household: str
    unit: str
    span: Span
    attributes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Person:
    person: str
    name: str
    gender: str
    household: str
    unit: str
    span: Span
    attributes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Role:
    person: str
    role: str
    unit: str
    span: Span
    source: str


@dataclass(frozen=True)
class Link:
    source: str
    target: str
    kind: str
    span: Span


@dataclass(frozen=True)
class Entry:
    entry: str
    date: datetime.date
    actor: str
    item: str
    quantity: Fraction
    level: str
    subject: str
    channel: str
    verified: str
    act: str
    recorded: datetime.date
    cancels: str
    note: str


@dataclass(frozen=True)
class Knowledge:
    record: str
    date: datetime.date
    knower: str
    stage: str
    subject: str
    object: str


@dataclass
class Counts:
    """SPEC 1: "accepted + duplicate + conflict + rejected = rows read"."""

    accepted: int = 0
    duplicate: int = 0
    conflict: int = 0
    rejected: int = 0
    read: int = 0

    def as_dict(self) -> dict[str, int]:
        return {
            "accepted": self.accepted,
            "duplicate": self.duplicate,
            "conflict": self.conflict,
            "rejected": self.rejected,
            "read": self.read,
        }


@dataclass
class District:
    """Everything accepted, and what was said while it was read."""

    units: dict[str, Unit] = field(default_factory=dict)
    households: dict[str, Household] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    roles: list[Role] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    ledger: dict[str, Entry] = field(default_factory=dict)
    knowledge: dict[str, Knowledge] = field(default_factory=dict)
    counts: dict[str, Counts] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    # ------------------------------------------------------------------------------ the unit tree

    def ancestors(self, unit: str) -> list[str]:
        """The unit itself, its parent, ... up to a root. Empty for a unit that counts nowhere.

        SPEC 1: "Without the checks, what dangles counts nowhere: ... units with an unknown parent".
        A unit whose way up ends at an unknown parent, or never ends, has no place in the tree.
        """
        path: list[str] = []
        while unit:
            if unit not in self.units or unit in path:
                return []
            path.append(unit)
            unit = self.units[unit].parent
        return path

    def is_in_or_below(self, unit: str, above: str) -> bool:
        return above in self.ancestors(unit)

    def root(self) -> str:
        """SPEC 1: "of several roots, the smallest id is the root"."""
        roots = [unit.unit for unit in self.units.values() if not unit.parent]
        return min(roots, key=bytewise) if roots else ""

    # ------------------------------------------------------------------------------- who holds what

    def counting_roles(self) -> list[Role]:
        """SPEC 1: "what dangles counts nowhere: roles ... of unknown people" and those of a unit that is
        unknown or itself counts nowhere."""
        return [role for role in self.roles if role.person in self.people and self.ancestors(role.unit)]

    def counting_links(self) -> list[Link]:
        """SPEC 1: "what dangles counts nowhere: ... links of unknown people, links to oneself"."""
        return [
            link
            for link in self.links
            if link.source in self.people and link.target in self.people and link.source != link.target
        ]
