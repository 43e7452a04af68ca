"""Random knowledge records: for each household asked about, a chain that holds up to one chosen link."""

from __future__ import annotations

import random
from datetime import date

from calendar_days import plus, write_day
from random_district import World, make_ids
from random_rules import ROLES, Table
from random_tables import Row

STAGES = ("people", "matters", "circumstances", "needs", "help")
MAY_BE_EMPTY = ("matters", "needs")


class KnowledgeWriter:
    """Writes the records of one case."""

    def __init__(self, rng: random.Random, world: World, book: Table, known_at: date | None) -> None:
        self.rng, self.world, self.known_at = rng, world, known_at
        knows = book.get("five_knows", {"role": rng.choice(ROLES), "fresh_days": [62] * 5})
        self.role: str = knows["role"]
        self.fresh: list[int] = knows["fresh_days"]
        self.rows: list[Row] = []
        self.ids = make_ids(rng, "K", 400)
        rng.shuffle(self.ids)

    def answer(self, knower: str, stage: str, subject: str, day: date, objects: list[str]) -> None:
        """One answer: a record for each object, or an empty one."""
        rng = self.rng
        if stage in MAY_BE_EMPTY and objects and rng.random() < 0.02:
            objects = [*objects, ""]
        elif rng.random() < 0.015:
            objects = [""]
        for thing in objects:
            if len(self.rows) >= len(self.ids):
                return
            row = {"record": self.ids[len(self.rows)], "date": write_day(rng, day), "knower": knower}
            self.rows.append({**row, "stage": stage, "subject": subject, "object": thing})

    def fresh_day(self, stage: int, asked: date) -> date:
        """A day on which an answer is fresh, the edges of that included."""
        span = min(self.fresh[stage], 500)
        return plus(asked, -self.rng.choice((0, span, self.rng.randint(0, span))))

    def stage(self, knower: str, stage: int, subject: str, asked: date, objects: list[str], state: str) -> None:
        """An answer in a state: fresh, stale, never; around it at times an older or a too late one."""
        rng, name = self.rng, STAGES[stage]
        older = plus(asked, -self.fresh[stage] - rng.choice((1, 1, 40)))
        if rng.random() < 0.12:
            self.answer(knower, name, subject, plus(older, -3), [rng.choice(("old", "older"))])
        if rng.random() < 0.05:
            self.answer(knower, name, subject, plus(asked, rng.choice((1, 30))), ["later"])
        if rng.random() < 0.05:
            self.answer("P-else", name, subject, asked, objects)
        if state == "stale":
            self.answer(knower, name, subject, older, objects)
        elif state == "fresh":
            day = self.fresh_day(stage, asked)
            if self.known_at and rng.random() < 0.1:
                day = plus(self.known_at, rng.choice((0, 1)))
            self.answer(knower, name, subject, day, objects)

    def household(self, knower: str, home: str, asked: date) -> None:
        """All that one leader knows of one household, whole up to a link chosen to break."""
        rng = self.rng
        breaks = rng.choice((0, 1, 2, 3, 4, 4, 5))
        state = rng.choice(("stale", "never"))
        partial = breaks == 0 and rng.random() < 0.5
        members = self.world.members(home)
        named = list(members)
        if partial and named:
            named.pop(rng.randrange(len(named)))
        if rng.random() < 0.2 or not named:
            named.append(rng.choice(("P-stranger", *self.world.household_of)))
        broken = "fresh" if partial else state
        self.stage(knower, 0, home, asked, named, broken if breaks == 0 else "fresh")
        subjects = members
        for stage in range(1, 5):
            found: list[str] = []
            victim = rng.choice(subjects) if subjects else ""
            for subject in dict.fromkeys(subjects):
                objects = [f"{home}{STAGES[stage][0]}{rng.randint(1, 3)}" for _ in range(rng.choice((1, 1, 2)))]
                if stage == 1 and rng.random() < 0.1:
                    objects = [rng.choice(("cold flat", "没有工作"))]
                if STAGES[stage] in MAY_BE_EMPTY and rng.random() < 0.25:
                    objects = [""]
                objects = list(dict.fromkeys(objects))
                spoiled = stage == breaks and (subject == victim or rng.random() < 0.3)
                state_now = rng.choice((state, state, "stale", "never")) if spoiled else "fresh"
                if not spoiled and rng.random() < 0.03:
                    state_now = "stale"
                self.stage(knower, stage, subject, asked, objects, state_now)
                found += [thing for thing in objects if thing]
            subjects = found


def build_knowledge(rng: random.Random, world: World, book: Table, known_at: date | None) -> None:
    """The knowledge records of one case."""
    writer = KnowledgeWriter(rng, world, book, known_at)
    window = world.window
    pairs: list[tuple[str, str, date]] = []
    for role in world.roles:
        if role.role != writer.role or (role.span[0] and role.span[0] >= window.end):
            continue
        last = min(role.span[1] or window.end, window.end)
        homes = world.below(role.unit)
        pairs += [(role.person, home, plus(last, -1)) for home in homes]
    rng.shuffle(pairs)
    done: set[tuple[str, str]] = set()
    goal = rng.randint(30, 160)
    for person, home, asked in pairs:
        if len(writer.rows) > goal:
            break
        if (person, home) in done or rng.random() < 0.1:
            continue
        done.add((person, home))
        writer.household(person, home, asked)
    if rng.random() < 0.1:
        writer.answer("P-unknown", "people", "H-unknown", window.start, ["P-stranger"])
    world.rows["knowledge"] = writer.rows
