"""Random ledgers: entries that mostly fit their item, and then go wrong in one chosen way."""

from __future__ import annotations

import random
from datetime import date

from calendar_days import near, period_of, plus, whole_periods, write_day
from random_district import World, holds, make_ids
from random_rules import AWARD_LEVELS, CHANNELS, Table
from random_tables import Row

QUANTITIES = (
    "",
    "",
    "1",
    "1",
    "2",
    "3",
    "0.5",
    "1.5",
    "0.1",
    "0.3",
    "0.004",
    "2.125",
    "0.125",
    "12",
    "0.25",
    "40",
)
NOTES = ("", "", "", "", "a, b", 'said "no"', "two\nlines", "备注，含“引号”", 'a,\n"b"')
WRONG = (
    "outside",
    "unknown item",
    "role",
    "late",
    "unverified",
    "channel",
    "subject",
    "level",
    "period",
    "future",
)
KEY_OF = {"channel": "channels", "unverified": "verified", "subject": "subject", "level": "by_level"}


def in_force(item: Table, day: date) -> bool:
    """Whether an item, and one of its dated versions, is in force on a day."""
    points = item.get("points")
    spans = points if isinstance(points, list) else [{}]
    inside = holds((item.get("from"), item.get("until")), day)
    return inside and any(holds((span.get("from"), span.get("until")), day) for span in spans)


class LedgerWriter:
    """Writes the entries of one case."""

    def __init__(self, rng: random.Random, world: World, book: Table, known_at: date | None) -> None:
        self.rng, self.world, self.book, self.known_at = rng, world, book, known_at
        self.rows: list[Row] = []
        self.applies: list[str] = book["applies_to"]
        self.people = list(world.household_of)
        stars = [role.person for role in world.roles if role.person in world.household_of] or self.people
        self.stars = rng.sample(stars, min(len(stars), rng.randint(2, 6)))
        self.vetoes = 0
        self.ids = make_ids(rng, rng.choice("EA"), 230)
        if rng.random() < 0.6:
            rng.shuffle(self.ids)

    def actor_for(self, roles: list[str], day: date) -> str:
        """Someone who holds one of the roles that day, mostly one of the few who do much."""
        able = [r.person for r in self.world.roles if r.role in roles and holds(r.span, day)]
        able = [person for person in able if person in self.world.household_of]
        favoured = [person for person in able if person in self.stars]
        if favoured and self.rng.random() < 0.75:
            return self.rng.choice(favoured)
        return self.rng.choice(able or self.people)

    def some_day(self) -> date:
        """A day in the window, mostly a busy one."""
        if self.rng.random() < 0.65:
            return self.rng.choice(self.world.hot)
        return plus(self.world.window.start, self.rng.randrange(self.world.window.length))

    def subject_for(self, kind: str) -> str:
        """A subject of the kind asked; with `any` now and then none or an unknown one."""
        rng, homes = self.rng, list(self.world.household_unit)
        if kind == "household":
            return rng.choice(homes)
        if kind == "person":
            return rng.choice(self.people)
        anyone = [*homes[:4], *self.people[:4], rng.choice(homes), rng.choice(self.people)]
        return rng.choice([*anyone, "", "", "S-none"])

    def add(self, item: Table, actor: str, day: date, subject: str | None = None) -> Row:
        """An entry that fits its item in everything but, at times, the actor and the day."""
        rng = self.rng
        row: Row = {"entry": self.ids[len(self.rows)], "date": write_day(rng, day), "actor": actor}
        row["item"] = item["code"]
        row["quantity"] = rng.choice(QUANTITIES) if rng.random() < 0.6 or "points_per_unit" in item else ""
        if "ladder" in item and rng.random() < 0.8:
            row["quantity"] = rng.choice(("", "1", "2", "0.5", "1.5", "3"))
        if rng.random() < 0.03:
            row["quantity"] = rng.choice(("0", "0", "0.000", "5.0", "1000000000", "999999999.999"))
        if abs(item.get("points_per_unit", 0)) > 100 and rng.random() < 0.2:
            row["quantity"] = rng.choice(("1000000000", "999999999.999", "900000000.5"))
        row["level"] = rng.choice(list(item["by_level"])) if "by_level" in item else rng.choice(("", "", "village"))
        row["subject"] = self.subject_for(item.get("subject", "any")) if subject is None else subject
        row["channel"] = rng.choice(item.get("channels", ("", *CHANNELS)))
        row["verified"] = "yes" if item.get("verified") else rng.choice(("yes", "no", "", ""))
        row["act"] = rng.choice(("", "", "", "act-1", "act-2"))
        row["recorded"] = ""
        if rng.random() < 0.5:
            late = self.book.get("record_within_days", 40)
            row["recorded"] = write_day(rng, plus(day, rng.choice((0, 0, min(1, late), late, late // 2, -1))))
        row["note"] = rng.choice(NOTES)
        self.rows.append(row)
        return row

    def spoil(self, row: Row, item: Table, day: date) -> None:
        """Make an entry wrong in one way."""
        rng, window = self.rng, self.world.window
        fitting = [way for way, key in KEY_OF.items() if item.get(key)]
        if "record_within_days" in self.book:
            fitting += ["late", "late"]
        wrong = rng.choice(fitting) if fitting and rng.random() < 0.6 else rng.choice(WRONG)
        if wrong == "outside":
            outside = (
                plus(window.start, -1),
                window.end,
                plus(window.end, rng.randint(1, 60)),
                plus(window.start, -30),
            )
            row["date"], row["recorded"] = write_day(rng, rng.choice(outside)), ""
        elif wrong == "unknown item":
            row["item"] = rng.choice(("no-such-item", "Home_Visit", "未知"))
        elif wrong == "role":
            row["actor"] = rng.choice(self.people)
        elif wrong == "late":
            late = self.book.get("record_within_days", 31)
            row["recorded"] = write_day(rng, plus(day, late + rng.choice((1, 1, 5, 90))))
        elif wrong == "unverified":
            row["verified"] = rng.choice(("", "no"))
        elif wrong == "channel":
            row["channel"] = rng.choice(("", *CHANNELS, "pigeon"))
        elif wrong == "subject":
            row["subject"] = rng.choice(
                ("", "S-none", rng.choice(self.people), rng.choice(list(self.world.household_unit)))
            )
        elif wrong == "level":
            row["level"] = rng.choice(("", "galaxy", *AWARD_LEVELS))
        elif wrong == "period":
            row["date"], row["recorded"] = write_day(rng, near(rng, window, self.world.hot)), ""
        elif self.known_at:
            row["recorded"] = write_day(rng, plus(self.known_at, rng.choice((0, 1, 1, 30))))

    def plain(self, item: Table) -> None:
        """One entry of an item, at times wrong, at times made again by the same hand."""
        rng = self.rng
        if "veto" in item:
            self.vetoes += 1
            if self.vetoes > 3:
                return
        day = self.some_day()
        if not in_force(item, day) and rng.random() < 0.7:
            days = [other for other in self.world.hot if in_force(item, other)]
            day = rng.choice(days or [self.some_day()])
        row = self.add(item, self.actor_for(item.get("roles", self.applies), day), day)
        subject = row["subject"]
        if rng.random() < 0.28:
            self.spoil(row, item, day)
        if rng.random() < 0.45 and "veto" not in item:
            for _ in range(rng.choice((1, 1, 2, 3))):
                again = day if rng.random() < 0.5 else self.some_day()
                if rng.random() < 0.3:
                    again = period_of(day, rng.choice(("week", "month")), self.world.window)[rng.randint(0, 1)]
                self.add(item, row["actor"], again, subject)

    def one_act(self, group: list[Table]) -> None:
        """One act entered under several items of an exclusive group, some of them twice."""
        rng, day = self.rng, self.some_day()
        actor = self.actor_for(rng.choice(group).get("roles", self.applies), day)
        act = rng.choice(("act-3", "act-4", "活动五", f"act-{len(self.rows)}"))
        for item in rng.sample(group, rng.randint(2, len(group))):
            for _ in range(rng.choice((1, 1, 2))):
                row = self.add(item, actor, day if rng.random() < 0.7 else self.some_day())
                row["act"] = act

    def for_duty(self, duty: Table, items: dict[str, Table]) -> None:
        """What someone owes in one period of a duty, done in part or in full."""
        rng, world = self.rng, self.world
        periods = whole_periods(duty["per"], world.window)
        if not periods:
            return
        wanted = duty.get("roles", self.applies)
        able = [r for r in world.roles if r.role in wanted and r.person in world.household_of]
        if not able:
            return
        role = rng.choice([r for r in able if r.person in self.stars] or able)
        start, end = rng.choice(periods)
        homes = world.below(role.unit)
        rng.shuffle(homes)
        for home in homes[:3] if duty.get("each") == "household" else ["", ""]:
            subject = rng.choice([home, home, *world.members(home)]) if home else None
            for _ in range(duty.get("at_least", 1) - (rng.random() < 0.2)):
                day = plus(start, rng.choice((0, (end - start).days - 1, rng.randrange((end - start).days))))
                self.add(items[rng.choice(duty["items"])], role.person, day, subject)

    def cancellations(self) -> None:
        """Withdrawals of known, unknown and withdrawing entries and of themselves."""
        rng, base = self.rng, list(self.rows)
        made: list[Row] = []
        for number in range(rng.choices((0, 1, 3, 6), (10, 30, 40, 20))[0]):
            row: Row = {"entry": self.ids[-1 - number], "actor": rng.choice(self.people)}
            day = self.some_day() if rng.random() < 0.8 else plus(self.world.window.end, 20)
            row["date"] = write_day(rng, day)
            row["item"] = rng.choice(("", "", "home_visit", "cancel"))
            if self.known_at and rng.random() < 0.5:
                row["recorded"] = write_day(rng, plus(self.known_at, rng.choice((0, 1, 20))))
            roll = rng.random()
            first = [done for done in made if done["role"] == "first"]
            if roll < 0.12:
                row["cancels"], row["role"] = "E-none", "leaf"
            elif roll < 0.18:
                row["cancels"], row["role"] = row["entry"], "own"
            elif roll < 0.34 and first:
                row["cancels"], row["role"] = rng.choice(first)["entry"], "second"
            elif base:
                row["cancels"], row["role"] = rng.choice(base)["entry"], "first"
            made.append(row)
            if "role" not in row:
                made.pop()
        for row in made:
            row.pop("role")
        self.rows += made


def build_ledger(rng: random.Random, world: World, book: Table, known_at: date | None) -> None:
    """The ledger of one case."""
    writer = LedgerWriter(rng, world, book, known_at)
    items = {item["code"]: item for item in book["item"]}
    groups = [[items[code] for code in group["items"]] for group in book["exclusive"]]
    goal = rng.randint(40, 130)
    for _ in range(400):
        if len(writer.rows) >= goal:
            break
        roll = rng.random()
        if groups and roll < 0.1:
            writer.one_act(rng.choice(groups))
        elif book["duty"] and roll < 0.22:
            writer.for_duty(rng.choice(book["duty"]), items)
        else:
            writer.plain(rng.choice(book["item"]))
    writer.cancellations()
    world.rows["ledger"] = writer.rows
