"""SPEC section 6: five knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from frame import Frame
from rules import FiveKnows
from values import Points, bytewise, exact, to_points

from district import STAGES


@dataclass(frozen=True)
class Answer:
    """SPEC 6: "Records of one (knower, stage, subject, date) form one answer"."""

    date: date
    objects: frozenset[str]


# (knower, stage, subject) -> her answers, in no order
Answers = dict[tuple[str, str, str], list[Answer]]


@dataclass(frozen=True)
class Funnel:
    """N1, K1, ... N5, K5 of one household, or their sums."""

    n: tuple[int, int, int, int, int]
    k: tuple[int, int, int, int, int]


@dataclass(frozen=True)
class KnowsRow:
    leader: str
    household: str  # empty: the leader's sum
    day: date
    funnel: Funnel
    score: Fraction | None
    broken_at: str
    why: str


@dataclass(frozen=True)
class LeaderKnows:
    leader: str
    rows: tuple[KnowsRow, ...]  # the sum first
    points: Points


def answers_of(frame: Frame) -> Answers:
    objects: dict[tuple[str, str, str, date], set[str]] = {}
    for record in frame.knowledge:
        key = (record.knower, record.stage, record.subject, record.date)
        objects.setdefault(key, set())
        if record.object:
            objects[key].add(record.object)
    answers: Answers = {}
    for (knower, stage, subject, day), named in objects.items():
        answers.setdefault((knower, stage, subject), []).append(Answer(day, frozenset(named)))
    return answers


class Asked:
    """What one leader answers on her day D."""

    def __init__(self, answers: Answers, knows: FiveKnows, leader: str, day: date) -> None:
        self.answers = answers
        self.knows = knows
        self.leader = leader
        self.day = day

    def standing(self, stage: str, subject: str) -> Answer | None:
        """SPEC 6: "the latest answer on or before D stands, alone"."""
        given = [answer for answer in self.answers.get((self.leader, stage, subject), []) if answer.date <= self.day]
        return max(given, key=lambda answer: answer.date) if given else None

    def fresh(self, stage: str, subject: str) -> Answer | None:
        """SPEC 6: "It is fresh when D - date <= `fresh_days[stage]`."."""
        answer = self.standing(stage, subject)
        limit = self.knows.fresh_days[STAGES.index(stage)]
        if answer is not None and (self.day - answer.date).days <= limit:
            return answer
        return None

    def why(self, stage: str, subjects: set[str]) -> str:
        """SPEC 6: "`never` if any subject of that stage was never answered, else `stale` if any answer is
        stale, else `empty` (a fresh `people` answer leaves someone out)"."""
        if any(self.standing(stage, subject) is None for subject in subjects):
            return "never"
        if any(self.fresh(stage, subject) is None for subject in subjects):
            return "stale"
        return "empty"


def household_row(frame: Frame, asked: Asked, household: str) -> KnowsRow:
    """SPEC 6: "`N1` registered people of h on D; `K1` those of them in the fresh answer to h. `N2 = K1`; `K2`
    those with a fresh answer on matters. `N3` the matters in those answers; `K3` those with a fresh answer on
    circumstances. ..."; "all sets distinct within h"."""
    registered = {
        person.person
        for person in frame.district.people.values()
        if person.household == household and person.span.contains(asked.day)
    }
    answer = asked.fresh("people", household)
    known_people = registered & answer.objects if answer is not None else set()

    subjects_of_stage: list[set[str]] = [{household}]
    n = [len(registered)]
    k = [len(known_people)]
    subjects = set(known_people)
    for stage in STAGES[1:]:
        subjects_of_stage.append(subjects)
        known: set[str] = set()
        objects: set[str] = set()
        for subject in subjects:
            answer = asked.fresh(stage, subject)
            if answer is not None:
                known.add(subject)
                objects |= answer.objects
        n.append(len(subjects))
        k.append(len(known))
        subjects = objects

    # "First broken link of a household: `broken_at`, the first stage with K < N"; "Both are blank on the
    # leader's row and where N1 = 0."
    broken_at = ""
    why = ""
    if registered:
        for place, stage in enumerate(STAGES):
            if k[place] < n[place]:
                broken_at = stage
                why = asked.why(stage, subjects_of_stage[place])
                break
    funnel = Funnel((n[0], n[1], n[2], n[3], n[4]), (k[0], k[1], k[2], k[3], k[4]))
    score = score_of(asked.knows, funnel)
    return KnowsRow(asked.leader, household, asked.day, funnel, score, broken_at, why)


def score_of(knows: FiveKnows, funnel: Funnel) -> Fraction | None:
    """SPEC 6: "Stage rate `r = K/N`, or 1 when `N = 0`; chain rate `c_k = r_1 ... r_k`. Score = sum of
    weight_k c_k / sum of weights, in [0, 1]; a household or leader without registered people has none."."""
    if funnel.n[0] == 0:
        return None
    chain = Fraction(1)
    weighted = Fraction(0)
    for weight, n, k in zip(knows.weights, funnel.n, funnel.k, strict=True):
        if n > 0:
            chain *= Fraction(k, n)
        weighted += weight * chain
    return weighted / sum(knows.weights, Fraction(0))


def leader_knows(frame: Frame, answers: Answers, knows: FiveKnows, leader: str) -> LeaderKnows:
    """SPEC 6: "on her day D for it, and each household h that on D is in or below a unit in which she holds
    `role` on D"; "each household once"; "Part for a leader = points x score (of her sums), without one by
    `if_nobody`"."""
    district = frame.district
    day = frame.her_day(leader, (knows.role,))
    units = {role.unit for role in frame.held(leader, (knows.role,)) if role.span.contains(day)}
    households = sorted(
        (
            home.household
            for home in district.households.values()
            if home.span.contains(day) and any(district.is_in_or_below(home.unit, unit) for unit in units)
        ),
        key=bytewise,
    )
    asked = Asked(answers, knows, leader, day)
    rows = [household_row(frame, asked, household) for household in households]

    n = [sum(row.funnel.n[place] for row in rows) for place in range(5)]
    k = [sum(row.funnel.k[place] for row in rows) for place in range(5)]
    funnel = Funnel((n[0], n[1], n[2], n[3], n[4]), (k[0], k[1], k[2], k[3], k[4]))
    score = score_of(knows, funnel)
    total = KnowsRow(leader, "", day, funnel, score, "", "")
    if score is not None:
        points = to_points(exact(knows.points) * score)
    else:
        points = knows.points if knows.if_nobody == "full" else 0
    return LeaderKnows(leader, (total, *rows), points)


def five_knows(frame: Frame) -> list[LeaderKnows]:
    """SPEC 6: "For each person who held `role` in the window, scored or not"."""
    knows = frame.rules.five_knows
    if knows is None:
        return []
    answers = answers_of(frame)
    leaders = sorted((person for person in frame.district.people if frame.held(person, (knows.role,))), key=bytewise)
    return [leader_knows(frame, answers, knows, leader) for leader in leaders]
