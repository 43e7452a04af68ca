"""SPEC section 4.5: total, grade and rank."""

from __future__ import annotations

from dataclasses import dataclass

from frame import Frame
from knows import LeaderKnows, five_knows
from rules import Grade
from values import Points, bytewise, checked

from duties import DutyRow, duty_rows
from linkage import LinkageRow, linkage_rows
from scoring import ItemPoints, Line, add_up, lines_of


@dataclass
class Score:
    person: str
    unit: str
    rank: int | None
    total: Points
    grade: str
    vetoed: bool
    base: Points
    items: ItemPoints
    linkage: Points
    five_knows: Points
    duties: Points


@dataclass(frozen=True)
class Evaluation:
    frame: Frame
    lines: dict[str, list[Line]]  # of every actor
    linkage: list[LinkageRow]
    five_knows: list[LeaderKnows]
    duties: list[DutyRow]
    scores: dict[str, Score]


def grade_of(grades: tuple[Grade, ...], total: Points) -> str:
    """SPEC 4.5: "Grade: the first whose `at_least` <= total"; SPEC 3: "the last has no at_least"."""
    for grade in grades:
        if grade.at_least is None or grade.at_least <= total:
            return grade.code
    return ""


def clipped_total(frame: Frame, parts: list[Points]) -> Points:
    """SPEC 4.5: "Total = base + items + linkage + five_knows + duties, clipped to [floor, ceiling]."."""
    total = checked(sum(parts))
    rules = frame.rules.total
    if rules.floor is not None:
        total = max(total, rules.floor)
    if rules.ceiling is not None:
        total = min(total, rules.ceiling)
    return total


def set_ranks(scores: list[Score]) -> None:
    """SPEC 4.5: "Rank: 1, 2, 2, 4 by total, highest first, among all scored people not vetoed."."""
    ranked = [score for score in scores if not score.vetoed]
    for score in ranked:
        score.rank = 1 + sum(1 for other in ranked if other.total > score.total)


def evaluate_frame(frame: Frame) -> Evaluation:
    lines = {person: lines_of(frame, person) for person in sorted(frame.entries_of, key=bytewise)}
    linkage = linkage_rows(frame)
    knows = five_knows(frame)
    duties = duty_rows(frame)
    linkage_points = {row.person: row.points for row in linkage}
    knows_points = {leader.leader: leader.points for leader in knows}

    scores: dict[str, Score] = {}
    for person in frame.scored():
        items = add_up(frame, lines.get(person, []))
        base = frame.rules.total.base
        duty_points = checked(sum(row.points for row in duties if row.person == person))
        total = clipped_total(
            frame,
            [base, items.items, linkage_points.get(person, 0), knows_points.get(person, 0), duty_points],
        )
        vetoed = items.veto_grade is not None
        scores[person] = Score(
            person=person,
            unit=frame.home_unit(person, frame.rules.applies_to),
            rank=None,
            total=total,
            grade=items.veto_grade if items.veto_grade is not None else grade_of(frame.rules.grades, total),
            vetoed=vetoed,
            base=base,
            items=items,
            linkage=linkage_points.get(person, 0),
            five_knows=knows_points.get(person, 0),
            duties=duty_points,
        )
    set_ranks(list(scores.values()))
    return Evaluation(frame, lines, linkage, knows, duties, scores)
