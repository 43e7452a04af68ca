"""SPEC section 3: the rulebook, every key with its default. The file is assumed valid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import tomllib
from values import ALWAYS, STILL, Points, Span, read_share, to_points

Table = dict[str, Any]


@dataclass(frozen=True)
class Cap:
    per: str
    points: Points


@dataclass(frozen=True)
class Version:
    """A dated value of `points`; `named` is its `from`, the text of `statement.version`."""

    span: Span
    value: Points
    named: str


@dataclass(frozen=True)
class Ladder:
    per: str
    steps: tuple[tuple[Fraction, Points], ...]


@dataclass(frozen=True)
class Item:
    code: str
    category: str
    flat: Points | None  # points = 0.2
    versions: tuple[Version, ...]  # points = [ { from, until, value } ]
    per_unit: Points | None
    by_level: dict[str, Points] | None
    ladder: Ladder | None
    once: str
    subject: str
    channels: tuple[str, ...] | None
    verified: bool
    roles: tuple[str, ...]
    caps: tuple[Cap, ...]
    in_force: Span
    veto_grade: str | None

    def is_negative(self) -> bool:
        """An item that takes points away: one of its values is below zero."""
        values: list[Points] = [version.value for version in self.versions]
        if self.flat is not None:
            values.append(self.flat)
        if self.per_unit is not None:
            values.append(self.per_unit)
        if self.by_level is not None:
            values += self.by_level.values()
        if self.ladder is not None:
            values += [points for _, points in self.ladder.steps]
        return any(value < 0 for value in values)


@dataclass(frozen=True)
class Category:
    code: str
    caps: tuple[Cap, ...]


@dataclass(frozen=True)
class Total:
    base: Points
    floor: Points | None
    ceiling: Points | None
    caps: tuple[Cap, ...]


@dataclass(frozen=True)
class Target:
    target: Fraction
    points: Points


@dataclass(frozen=True)
class Linkage:
    roles: tuple[str, ...]
    gender: str  # empty: all count
    exemplars: Target | None
    contacts: Target | None
    served: Target | None
    served_items: tuple[str, ...]


@dataclass(frozen=True)
class FiveKnows:
    role: str
    points: Points
    weights: tuple[Fraction, ...]
    fresh_days: tuple[int, ...]
    if_nobody: str


@dataclass(frozen=True)
class Duty:
    code: str
    items: tuple[str, ...]
    per: str
    roles: tuple[str, ...]
    each: str
    at_least: int
    points: Points
    if_none_due: str


@dataclass(frozen=True)
class Grade:
    code: str
    at_least: Points | None


@dataclass(frozen=True)
class Selection:
    code: str
    roles: tuple[str, ...]
    rank_by: tuple[str, ...]
    share: Fraction
    of: str
    round: str
    by: str
    quota: str
    grade_at_least: str
    min_days_in_role: int
    ties: tuple[str, ...]
    at_the_line: str


@dataclass(frozen=True)
class Rulebook:
    applies_to: tuple[str, ...]
    record_within_days: int | None
    total: Total
    categories: dict[str, Category]
    items: dict[str, Item]
    exclusive: tuple[tuple[str, ...], ...]
    linkage: Linkage | None
    five_knows: FiveKnows | None
    duties: tuple[Duty, ...]
    grades: tuple[Grade, ...]
    selections: tuple[Selection, ...]


def shortest_decimal(text: str) -> Decimal:
    """SPEC 3: "a TOML float means its shortest decimal"."""
    return Decimal(repr(float(text)))


def points_of(number: int | Decimal) -> Points:
    return to_points(Fraction(number))


def optional_points(table: Table, key: str) -> Points | None:
    return points_of(table[key]) if key in table else None


def span_of(table: Table) -> Span:
    """SPEC 3: "in force [from, until)"."""
    return Span(table.get("from", ALWAYS), table.get("until", STILL))


def caps_of(table: Table) -> tuple[Cap, ...]:
    return tuple(Cap(cap["per"], points_of(cap["points"])) for cap in table.get("caps", []))


def versions_of(tables: list[Table]) -> tuple[Version, ...]:
    """SPEC 3: "dated versions; each ends at its `until`, else where the next begins"."""
    ordered = sorted(tables, key=lambda table: span_of(table).start)
    versions: list[Version] = []
    for place, table in enumerate(ordered):
        start: date = table.get("from", ALWAYS)
        end: date = STILL
        if "until" in table:
            end = table["until"]
        elif place + 1 < len(ordered):
            end = span_of(ordered[place + 1]).start
        named = start.isoformat() if "from" in table else ""
        versions.append(Version(Span(start, end), points_of(table["value"]), named))
    return tuple(versions)


def item_of(table: Table, applies_to: tuple[str, ...]) -> Item:
    points = table.get("points")
    ladder: Ladder | None = None
    if "ladder" in table:
        steps = tuple((Fraction(step[0]), points_of(step[1])) for step in table["ladder"]["steps"])
        ladder = Ladder(table["ladder"]["per"], steps)
    by_level: dict[str, Points] | None = None
    if "by_level" in table:
        by_level = {level: points_of(value) for level, value in table["by_level"].items()}
    return Item(
        code=table["code"],
        category=table.get("category", ""),
        flat=None if points is None or isinstance(points, list) else points_of(points),
        versions=versions_of(points) if isinstance(points, list) else (),
        per_unit=optional_points(table, "points_per_unit"),
        by_level=by_level,
        ladder=ladder,
        once=table.get("once", ""),
        subject=table.get("subject", "any"),
        channels=tuple(table["channels"]) if "channels" in table else None,
        verified=table.get("verified", False),
        roles=tuple(table.get("roles", applies_to)),
        caps=caps_of(table),
        in_force=span_of(table),
        veto_grade=table["veto"]["grade"] if "veto" in table else None,
    )


def target_of(table: Table, key: str) -> Target | None:
    if key not in table:
        return None
    return Target(Fraction(table[key]["target"]), points_of(table[key]["points"]))


def linkage_of(table: Table, applies_to: tuple[str, ...], items: dict[str, Item]) -> Linkage:
    """SPEC 5: "`served.items` (default: every item that is neither a veto nor negative)"."""
    default = [item.code for item in items.values() if item.veto_grade is None and not item.is_negative()]
    return Linkage(
        roles=tuple(table.get("roles", applies_to)),
        gender=table.get("gender", ""),
        exemplars=target_of(table, "exemplars"),
        contacts=target_of(table, "contacts"),
        served=target_of(table, "served"),
        served_items=tuple(table.get("served", {}).get("items", default)),
    )


def five_knows_of(table: Table) -> FiveKnows:
    return FiveKnows(
        role=table["role"],
        points=points_of(table.get("points", 0)),
        weights=tuple(Fraction(weight) for weight in table.get("weights", [20, 20, 20, 20, 20])),
        fresh_days=tuple(table["fresh_days"]),
        if_nobody=table.get("if_nobody", "zero"),
    )


def duty_of(table: Table, applies_to: tuple[str, ...]) -> Duty:
    """SPEC 3: "Defaults: duty `each = "holder"`, `at_least = 1`, `points = 0`, `if_none_due = "zero"`"."""
    return Duty(
        code=table["code"],
        items=tuple(table["items"]),
        per=table["per"],
        roles=tuple(table.get("roles", applies_to)),
        each=table.get("each", "holder"),
        at_least=table.get("at_least", 1),
        points=points_of(table.get("points", 0)),
        if_none_due=table.get("if_none_due", "zero"),
    )


def selection_of(table: Table, applies_to: tuple[str, ...]) -> Selection:
    """SPEC 3: "selection `of = "candidates"`, `round = "down"`, `quota = "largest_remainder"`,
    `at_the_line = "break"`, no ties, all eligible but the vetoed"; `rank_by` "default: ["total"]"."""
    eligible = table.get("eligible", {})
    return Selection(
        code=table["code"],
        roles=tuple(table.get("roles", applies_to)),
        rank_by=tuple(table.get("rank_by", ["total"])),
        share=read_share(table["share"]),
        of=table.get("of", "candidates"),
        round=table.get("round", "down"),
        by=table.get("by", ""),
        quota=table.get("quota", "largest_remainder"),
        grade_at_least=eligible.get("grade_at_least", ""),
        min_days_in_role=eligible.get("min_days_in_role", 0),
        ties=tuple(table.get("ties", [])),
        at_the_line=table.get("at_the_line", "break"),
    )


def read_rulebook(path: Path) -> Rulebook:
    table: Table = tomllib.loads(path.read_bytes().decode("utf-8"), parse_float=shortest_decimal)
    applies_to: tuple[str, ...] = tuple(table["applies_to"])
    total: Table = table.get("total", {})
    items = {each["code"]: item_of(each, applies_to) for each in table.get("item", [])}
    return Rulebook(
        applies_to=applies_to,
        record_within_days=table.get("record_within_days"),
        total=Total(
            base=points_of(total.get("base", 0)),
            floor=optional_points(total, "floor"),
            ceiling=optional_points(total, "ceiling"),
            caps=caps_of(total),
        ),
        categories={each["code"]: Category(each["code"], caps_of(each)) for each in table.get("category", [])},
        items=items,
        exclusive=tuple(tuple(group["items"]) for group in table.get("exclusive", [])),
        linkage=linkage_of(table["linkage"], applies_to, items) if "linkage" in table else None,
        five_knows=five_knows_of(table["five_knows"]) if "five_knows" in table else None,
        duties=tuple(duty_of(each, applies_to) for each in table.get("duty", [])),
        grades=tuple(Grade(each["code"], optional_points(each, "at_least")) for each in table.get("grade", [])),
        selections=tuple(selection_of(each, applies_to) for each in table.get("selection", [])),
    )
