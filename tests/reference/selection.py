"""SPEC section 8: who is chosen for an honour."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction

from frame import Frame
from rules import Selection
from values import Points, bytewise, checked, round_half_even

from evaluation import Evaluation, Score


@dataclass
class Candidate:
    person: str
    stratum: str
    points: Points
    tie_values: tuple[int, ...]
    objection: str  # empty for the eligible
    place: int | None = None
    selected: bool = False
    reason: str = ""
    decided_by: str = ""
    distance: Points | None = None

    def strength(self) -> tuple[int, ...]:
        """Higher is better: ranking points, then the ties in order."""
        return (self.points, *self.tie_values)


# ----------------------------------------------------------------------------------- keys of the order


def key_value(score: Score, key: str, days_in_role: int) -> int:
    """SPEC 8: "the `ties` in order (higher is better; `fewest_deductions` by the `deductions` column, nearer
    0 is better; a category by its points before `total.caps`)". Deductions are never above 0,
    so the nearer to 0 the higher."""
    if key.startswith("category:"):
        return score.items.category_credited[key.removeprefix("category:")]
    values = {
        "total": score.total,
        "items": score.items.items,
        "linkage": score.linkage,
        "five_knows": score.five_knows,
        "duties": score.duties,
        "fewest_deductions": score.items.deductions,
        "days_in_role": days_in_role,
    }
    return values[key]


def objection_to(frame: Frame, selection: Selection, score: Score, days_in_role: int) -> str:
    """SPEC 8: "Eligible: not vetoed, grade at least as said, and at least that many days in the window on
    which she held one of its `roles`."; "the first of `vetoed`, `not_eligible: grade`,
    `not_eligible: days_in_role`"."""
    if score.vetoed:
        return "vetoed"
    if selection.grade_at_least:
        codes = [grade.code for grade in frame.rules.grades]
        good_enough = codes[: codes.index(selection.grade_at_least) + 1]
        if score.grade not in good_enough:
            return "not_eligible: grade"
    if days_in_role < selection.min_days_in_role:
        return "not_eligible: days_in_role"
    return ""


def stratum_of(frame: Frame, selection: Selection, person: str) -> str:
    """SPEC 8: "With `by`: her stratum is the ancestor at that level of the unit of her home role among
    `roles` (a unit is its own ancestor; none: the root); without: the root."."""
    if selection.by:
        for unit in frame.district.ancestors(frame.home_unit(person, selection.roles)):
            if frame.district.units[unit].level == selection.by:
                return unit
    return frame.district.root()


# --------------------------------------------------------------------------------------------- places


def rounded_places(value: Fraction, how: str) -> int:
    """SPEC 3: "down | nearest (half to even) | up"."""
    below = value.numerator // value.denominator
    if how == "down":
        return below
    if how == "up":
        return below if value == below else below + 1
    return round_half_even(value)


def divide(places: int, weights: dict[str, int], quota: str) -> dict[str, int]:
    """SPEC 8: "Places are divided among strata in proportion to their number of `of` by `quota`"; "Largest
    remainder: ties to the stratum with more of `of`, then the smaller id; divisor methods (D'Hondt: n + 1;
    Sainte-Lague: 2n + 1) alike."."""
    given = dict.fromkeys(weights, 0)
    whole = sum(weights.values())
    if whole == 0 or places == 0:
        return given

    if quota == "largest_remainder":
        remainders: dict[str, Fraction] = {}
        for stratum, weight in weights.items():
            ideal = Fraction(places * weight, whole)
            given[stratum] = ideal.numerator // ideal.denominator
            remainders[stratum] = ideal - given[stratum]
        order = sorted(weights, key=lambda stratum: (-remainders[stratum], -weights[stratum], bytewise(stratum)))
        for stratum in order[: places - sum(given.values())]:
            given[stratum] += 1
        return given

    for _ in range(places):

        def claim(stratum: str) -> Fraction:
            held = given[stratum]
            return Fraction(weights[stratum], held + 1 if quota == "dhondt" else 2 * held + 1)

        winner = min(weights, key=lambda stratum: (-claim(stratum), -weights[stratum], bytewise(stratum)))
        given[winner] += 1
    return given


def divide_with_limits(places: int, weights: dict[str, int], eligible: dict[str, int], quota: str) -> dict[str, int]:
    """SPEC 8: "strata given more than they have eligible are fixed at that number all at once, and the
    remaining places divided afresh among the rest, until none is over."."""
    fixed: dict[str, int] = {}
    while True:
        rest = {stratum: weight for stratum, weight in weights.items() if stratum not in fixed}
        given = divide(places - sum(fixed.values()), rest, quota)
        over = [stratum for stratum in rest if given[stratum] > eligible[stratum]]
        if not over:
            return {**fixed, **given}
        for stratum in over:
            fixed[stratum] = eligible[stratum]


# ------------------------------------------------------------------------------------ inside a stratum


def choose(selection: Selection, people: list[Candidate], places: int) -> None:
    """SPEC 8: "eligible people are ordered by ranking points, then the `ties` in order ..., last by person
    id; the first so many are chosen."; those not eligible "come after, in the same order"."""
    people.sort(key=lambda each: bytewise(each.person))
    people.sort(key=Candidate.strength, reverse=True)  # the sort is stable: ids still rise among equals
    eligible = [each for each in people if not each.objection]
    people.sort(key=lambda each: each.objection != "")

    for number, each in enumerate(eligible, start=1):
        each.place = number
        each.selected = number <= places

    # "`take_all` / `take_none` concern people equal in ranking points and all `ties` across the line."
    if 0 < places < len(eligible):
        last_in, first_out = eligible[places - 1], eligible[places]
        if last_in.strength() == first_out.strength() and selection.at_the_line != "break":
            for each in eligible:
                if each.strength() == last_in.strength():
                    each.selected = selection.at_the_line == "take_all"

    for each in people:
        each.reason = each.objection or ("selected" if each.selected else "below_the_line")

    # "`decided_by`: the first of `rank_by`, a tie key, `person` in which she differs from the one just above
    # her (blank for the first and for those not eligible)".
    keys = ("rank_by", *selection.ties)
    for above, each in itertools.pairwise(eligible):
        differing = [
            key
            for key, hers, the_others in zip(keys, each.strength(), above.strength(), strict=True)
            if hers != the_others
        ]
        each.decided_by = differing[0] if differing else "person"

    # "`distance`: her ranking points less those of the last selected in the stratum (for the selected: of the
    # first eligible one not selected), blank if there is none."
    selected = [each for each in eligible if each.selected]
    not_selected = [each for each in eligible if not each.selected]
    for each in people:
        if each.selected:
            if not_selected:
                each.distance = checked(each.points - not_selected[0].points)
        elif selected:
            each.distance = checked(each.points - selected[-1].points)


def select(evaluation: Evaluation, selection: Selection) -> list[Candidate]:
    """SPEC 8, one `[[selection]]`; the result is sorted by stratum, then place, those not eligible last."""
    frame = evaluation.frame
    candidates: list[Candidate] = []
    for person, score in evaluation.scores.items():
        if not frame.held(person, selection.roles):
            continue
        days = frame.days_in_role(person, selection.roles)
        candidates.append(
            Candidate(
                person=person,
                stratum=stratum_of(frame, selection, person),
                points=checked(sum(key_value(score, key, days) for key in selection.rank_by)),
                tie_values=tuple(key_value(score, key, days) for key in selection.ties),
                objection=objection_to(frame, selection, score, days),
            )
        )

    strata = sorted({each.stratum for each in candidates}, key=bytewise)
    eligible = {
        stratum: sum(1 for each in candidates if each.stratum == stratum and not each.objection) for stratum in strata
    }
    everyone = {stratum: sum(1 for each in candidates if each.stratum == stratum) for stratum in strata}
    of = eligible if selection.of == "eligible" else everyone

    # "Places = share x number of `of`, rounded as said, at most the number eligible."
    places = min(rounded_places(selection.share * sum(of.values()), selection.round), sum(eligible.values()))
    given = divide_with_limits(places, of, eligible, selection.quota)

    result: list[Candidate] = []
    for stratum in strata:
        people = [each for each in candidates if each.stratum == stratum]
        choose(selection, people, given[stratum])
        result += people
    return result
