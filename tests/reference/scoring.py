"""SPEC section 4: the verdict of every entry, raw points, caps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from frame import Frame, by_date_then_id
from rules import Cap, Item, Ladder, Version
from values import PERIODS, Points, bytewise, checked, cut_period, to_points

from district import Entry


@dataclass
class Line:
    """One entry on its way through the rules."""

    entry: Entry
    verdict: str = ""
    raw: Points = 0
    after_item: Points = 0
    after_category: Points = 0
    credited: Points = 0  # after total.caps
    cut_by: str = ""
    version: str = ""


# ------------------------------------------------------------------------------------------ validity


def version_on(item: Item, day: date) -> Version | None:
    for version in item.versions:
        if version.span.contains(day):
            return version
    return None


def is_in_force(item: Item, day: date) -> bool:
    """SPEC 4.2: "`not_in_force` (the item, or every dated version of its points, is not in force on
    `date`)"."""
    if not item.in_force.contains(day):
        return False
    return not item.versions or version_on(item, day) is not None


def first_objection(frame: Frame, entry: Entry, asks_role: bool = True) -> str:
    """SPEC 4.2: "The first that fits, in this order: `cancels` · `cancelled` · `outside_window` ·
    `unknown_item` · `not_in_force` · `role_not_held` · `recorded_late` · `unverified` · `wrong_channel` ·
    `wrong_subject` · `unknown_level`. An entry that reaches this point is valid."

    Empty for a valid entry. `asks_role` is false for an exemplar's entry in `served` (SPEC 5).
    """
    if entry.cancels:
        return "cancels"
    if entry.entry in frame.cancelled:
        return "cancelled"
    if not frame.window.contains(entry.date):
        return "outside_window"
    item = frame.rules.items.get(entry.item)
    if item is None:
        return "unknown_item"
    if not is_in_force(item, entry.date):
        return "not_in_force"
    if asks_role and not frame.held_on(entry.actor, item.roles, entry.date):
        return "role_not_held"
    limit = frame.rules.record_within_days
    if limit is not None and (entry.recorded - entry.date).days > limit:
        return "recorded_late"
    if item.verified and entry.verified != "yes":
        return "unverified"
    if item.channels is not None and entry.channel not in item.channels:
        return "wrong_channel"
    if item.subject == "household" and entry.subject not in frame.district.households:
        return "wrong_subject"
    if item.subject == "person" and entry.subject not in frame.district.people:
        return "wrong_subject"
    if item.by_level is not None and entry.level not in item.by_level:
        return "unknown_level"
    return ""


def valid_entries(frame: Frame, person: str, asks_role: bool = True) -> list[Entry]:
    return [entry for entry in frame.entries_of.get(person, []) if first_objection(frame, entry, asks_role) == ""]


# ---------------------------------------------------------------------------------------- raw points


def ladder_points(ladder: Ladder, quantity: Fraction) -> Points:
    """SPEC 4.3: "`L` the points of the highest step reached, 0 below the first"."""
    reached = 0
    for threshold, points in ladder.steps:
        if quantity >= threshold:
            reached = points
    return reached


def set_raw_points(frame: Frame, lines: list[Line]) -> None:
    """SPEC 4.3: "by the version in force on its `date`; an item without points has 0. Ladder: with `Q` the
    quantity of the earlier valid entries of that actor and item in the ladder's period (by date, then id),
    `raw = L(Q + quantity) - L(Q)`".

    `lines` are the valid entries of one actor, by date, then id.
    """
    for place, line in enumerate(lines):
        entry = line.entry
        item = frame.rules.items[entry.item]
        if item.flat is not None:
            line.raw = item.flat
        elif item.versions:
            version = version_on(item, entry.date)
            assert version is not None  # else it would be `not_in_force`
            line.raw = version.value
            line.version = version.named
        elif item.per_unit is not None:
            line.raw = to_points(Fraction(item.per_unit, 1000) * entry.quantity)
        elif item.by_level is not None:
            line.raw = item.by_level[entry.level]
        elif item.ladder is not None:
            period = cut_period(item.ladder.per, entry.date, frame.window)
            before = Fraction(0)
            for earlier in lines[:place]:
                if earlier.entry.item == entry.item and period.contains(earlier.entry.date):
                    before += earlier.entry.quantity
            line.raw = ladder_points(item.ladder, before + entry.quantity) - ladder_points(item.ladder, before)


# ------------------------------------------------------------------- veto, zero, exclusive and repeat


def set_aside(line: Line, verdict: str, cut_by: str) -> None:
    """SPEC 4.3: "All other entries have raw 0, credited 0 and no version; so have `exclusive` and `repeat`
    ones."."""
    line.verdict = verdict
    line.raw = 0
    line.version = ""
    line.cut_by = cut_by


def judge_veto_and_zero(frame: Frame, lines: list[Line]) -> None:
    """SPEC 4.2: "`veto` (the item has one) · `zero` (raw points 0; a ladder item is not asked yet)"."""
    for line in lines:
        item = frame.rules.items[line.entry.item]
        if item.veto_grade is not None:
            set_aside(line, "veto", "")
        elif line.raw == 0 and item.ladder is None:
            line.verdict = "zero"  # it keeps its version


def judge_exclusive(frame: Frame, lines: list[Line]) -> None:
    """SPEC 4.2: "among the remaining entries of one actor with the same non-empty `act` whose items stand in
    one exclusive group, the item with the largest single raw magnitude stands, with all its entries (ties:
    the smaller code); the entries of the group's other items are `exclusive`"."""
    for group in frame.rules.exclusive:
        remaining = [line for line in lines if not line.verdict and line.entry.act and line.entry.item in group]
        for act in {line.entry.act for line in remaining}:
            of_act = [line for line in remaining if line.entry.act == act]
            largest = max(abs(line.raw) for line in of_act)
            stands = min((line.entry.item for line in of_act if abs(line.raw) == largest), key=bytewise)
            for line in of_act:
                if line.entry.item != stands:
                    set_aside(line, "exclusive", "exclusive")


def judge_repeat(frame: Frame, lines: list[Line]) -> None:
    """SPEC 4.2: "with `once`, an entry for which an earlier one (by date, then entry id) of the same actor,
    item and subject in the same period has come this far"."""
    come_this_far: list[Entry] = []
    for line in lines:
        entry = line.entry
        item = frame.rules.items[entry.item]
        if line.verdict or not item.once:
            continue
        period = cut_period(item.once, entry.date, frame.window)
        if any(
            earlier.item == entry.item and earlier.subject == entry.subject and period.contains(earlier.date)
            for earlier in come_this_far
        ):
            set_aside(line, "repeat", "once:" + item.once)
        come_this_far.append(entry)


# ---------------------------------------------------------------------------------------------- caps


class Stage:
    """SPEC 4.4: "In a stage an entry is credited the smallest of its incoming points and what remains of each
    cap of that stage in the period that contains its date; what is credited is taken from each. A deduction
    is capped alike, on its own side."."""

    def __init__(self, name: str, frame: Frame) -> None:
        self.name = name
        self.frame = frame
        self.used: dict[tuple[str, str, date, bool], Points] = {}

    def credit(self, line: Line, incoming: Points, owner: str, caps: tuple[Cap, ...]) -> Points:
        is_deduction = incoming < 0
        magnitude = abs(incoming)
        credited = magnitude
        lefts: list[tuple[Points, int, str]] = []
        for cap in caps:
            left = cap.points - self.used.get(self.bucket(line, owner, cap, is_deduction), 0)
            lefts.append((left, PERIODS.index(cap.per), cap.per))
            credited = min(credited, left)
        for cap in caps:
            bucket = self.bucket(line, owner, cap, is_deduction)
            self.used[bucket] = self.used.get(bucket, 0) + credited
        if credited < magnitude and not line.cut_by:
            # "`cut_by` names the first stage that cut and in it the cap with the least left, the finest of
            # equals."
            line.cut_by = f"{self.name}:{min(lefts)[2]}"
        return -credited if is_deduction else credited

    def bucket(self, line: Line, owner: str, cap: Cap, is_deduction: bool) -> tuple[str, str, date, bool]:
        period = cut_period(cap.per, line.entry.date, self.frame.window)
        return (owner, cap.per, period.start, is_deduction)


def apply_caps(frame: Frame, lines: list[Line]) -> None:
    """SPEC 4.4: "Caps in three stages, each by (date, entry id): first the item's caps, then the category's
    on what is left, then `total.caps` on what is left."

    `lines` are those of one person not yet judged, by date, then id.
    """
    stage = Stage("item", frame)
    for line in lines:
        item = frame.rules.items[line.entry.item]
        line.after_item = stage.credit(line, line.raw, item.code, item.caps)

    stage = Stage("category", frame)
    for line in lines:
        category = frame.rules.categories.get(frame.rules.items[line.entry.item].category)
        if category is None:
            line.after_category = line.after_item
        else:
            line.after_category = stage.credit(line, line.after_item, category.code, category.caps)

    stage = Stage("total", frame)
    for line in lines:
        line.credited = stage.credit(line, line.after_category, "", frame.rules.total.caps)

    # SPEC 4.4: "`counted` when all of raw was credited, `part_counted` when some, `capped` when none."; 4.2:
    # "and `zero` for a ladder entry that reached no further step".
    for line in lines:
        if line.raw == 0:
            line.verdict = "zero"
        elif line.credited == line.raw:
            line.verdict = "counted"
        elif line.credited == 0:
            line.verdict = "capped"
        else:
            line.verdict = "part_counted"


# ------------------------------------------------------------------------------------ one actor's lines


def lines_of(frame: Frame, person: str) -> list[Line]:
    """SPEC 4.2: "every accepted entry known at `known_at` gets one [verdict], whether or not its actor is
    scored". All lines of one actor, by date, then id."""
    lines = [Line(entry) for entry in frame.entries_of.get(person, [])]
    lines.sort(key=lambda line: by_date_then_id(line.entry))
    for line in lines:
        line.verdict = first_objection(frame, line.entry)
    valid = [line for line in lines if not line.verdict]
    set_raw_points(frame, valid)
    judge_veto_and_zero(frame, valid)
    judge_exclusive(frame, valid)
    judge_repeat(frame, valid)
    apply_caps(frame, [line for line in valid if not line.verdict])
    for line in lines:
        checked(line.raw)
    return lines


@dataclass(frozen=True)
class ItemPoints:
    """What a person's lines add up to."""

    items: Points
    deductions: Points
    category_raw: dict[str, Points]
    category_credited: dict[str, Points]
    veto_grade: str | None


def add_up(frame: Frame, lines: list[Line]) -> ItemPoints:
    """SPEC 9: "`deductions` is the sum of negative credited points, already inside `items`"; categories:
    "`raw`, `credited` (before `total.caps`)"; 4.5: "a veto entry sets its grade instead (of several, the
    first by date, entry id)"."""
    raw = dict.fromkeys(frame.rules.categories, 0)
    credited = dict.fromkeys(frame.rules.categories, 0)
    veto_grade: str | None = None
    for line in lines:
        item = frame.rules.items.get(line.entry.item)
        if item is None:
            continue
        if line.verdict == "veto" and veto_grade is None:
            veto_grade = item.veto_grade
        if item.category in raw:
            raw[item.category] = checked(raw[item.category] + line.raw)
            credited[item.category] = checked(credited[item.category] + line.after_category)
    return ItemPoints(
        items=checked(sum(line.credited for line in lines)),
        deductions=checked(sum(line.credited for line in lines if line.credited < 0)),
        category_raw=raw,
        category_credited=credited,
        veto_grade=veto_grade,
    )
