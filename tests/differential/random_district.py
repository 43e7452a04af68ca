"""Random small districts: the unit tree, households, people, roles and links, dense in trouble."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date

from calendar_days import Window, near, plus, write_day
from random_rules import ROLES, Table
from random_tables import Row

LEVEL_WORDS = ("nation", "district", "township", "village", "grid")
NAMES = ("王芳", "Li Na", 'Zhang "Jie"', "Chen, Wei", "", "O'Hara", "赵，敏")

Span = tuple[date | None, date | None]


@dataclass(frozen=True)
class Role:
    """Someone holds a role in a unit over a span."""

    person: str
    role: str
    unit: str
    span: Span


@dataclass
class World:
    """What the generator remembers of the district while it writes the ledger and the knowledge."""

    window: Window
    hot: list[date]
    levels: list[str]
    parent: dict[str, str] = field(default_factory=dict)
    level_of: dict[str, str] = field(default_factory=dict)
    household_unit: dict[str, str] = field(default_factory=dict)
    household_of: dict[str, str] = field(default_factory=dict)
    roles: list[Role] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    extra: dict[str, tuple[str, ...]] = field(default_factory=dict)
    features: set[str] = field(default_factory=set)

    def grids(self) -> list[str]:
        """The units of the deepest level."""
        return [unit for unit, level in self.level_of.items() if level == self.levels[-1]] or list(self.level_of)

    def below(self, unit: str) -> list[str]:
        """The households in or below a unit."""
        found: list[str] = []
        for household, place in self.household_unit.items():
            here = place
            while here and here != unit:
                here = self.parent.get(here, "")
            if here:
                found.append(household)
        return found

    def members(self, household: str) -> list[str]:
        """The people whose household it is."""
        return [person for person, home in self.household_of.items() if home == household]


def holds(span: Span, day: date) -> bool:
    """Whether a span contains a day."""
    return (span[0] is None or span[0] <= day) and (span[1] is None or day < span[1])


def random_span(rng: random.Random, window: Window, hot: list[date], whole: int = 40) -> Span:
    """A span: open, or beginning or ending before, at the edges of, inside or after the window."""
    kinds = (
        "open",
        "begins",
        "ends",
        "inside",
        "exact",
        "before",
        "after",
        "covers",
        "one day",
        "until start",
    )
    kind = rng.choices(kinds, (whole, 14, 14, 9, 5, 3, 3, 10, 2, 2))[0]
    day = near(rng, window, hot)
    if kind == "begins":
        return day, rng.choice((None, None, plus(window.end, rng.choice((0, 5, 300)))))
    if kind == "ends":
        return rng.choice((None, plus(window.start, -rng.choice((0, 1, 200, 900))))), max(day, plus(window.start, 1))
    if kind == "inside":
        other = max(near(rng, window, hot), plus(day, 1))
        return day, other
    if kind == "exact":
        return window.start, window.end
    if kind == "before":
        return rng.choice((None, plus(window.start, -500))), plus(window.start, -rng.choice((1, 20)))
    if kind == "after":
        return plus(window.end, rng.choice((0, 0, 3, 40))), None
    if kind == "covers":
        return plus(window.start, -rng.choice((0, 3, 400))), rng.choice(
            (None, plus(window.end, rng.choice((0, 1, 99))))
        )
    if kind == "one day":
        return day, plus(day, 1)
    if kind == "until start":
        return None, window.start
    return None, None


def spanned(rng: random.Random, row: Row, span: Span) -> Row:
    """The row with its span written into it."""
    row["from"] = write_day(rng, span[0]) if span[0] else ""
    row["until"] = write_day(rng, span[1]) if span[1] else ""
    return row


def make_ids(rng: random.Random, letter: str, count: int) -> list[str]:
    """Distinct ids in one of several styles, their byte order unlike their number order."""
    style = rng.choices(("plain", "cased", "chinese", "digits", "odd"), (40, 15, 20, 15, 10))[0]
    ids: list[str] = []
    for number in range(1, count + 1):
        if style == "plain":
            ids.append(f"{letter}{number}")
        elif style == "cased":
            ids.append((letter if number % 2 else letter.lower()) + f"{number // 2}" + ("" if number % 2 else "z"))
        elif style == "chinese":
            ids.append(f"{'王李张'[number % 3]}{letter}{number}")
        elif style == "digits":
            ids.append(f"{ord(letter)}0117199001{number:08d}")
        else:
            ids.append(
                (
                    f"{letter},{number}",
                    f'{letter}"{number}',
                    f"{letter} {number} é",
                    f"{letter}{number}".ljust(64, "-"),
                )[number % 4]
            )
    return ids


def add_units(rng: random.Random, world: World) -> None:
    """A tree of every level with short branches and skipped levels; at times orphans or further roots."""
    count = rng.randint(max(3, len(world.levels)), 15)
    ids = make_ids(rng, "U", count + 2)
    if rng.random() < 0.5:
        rng.shuffle(ids)
    rows: list[Row] = []
    depth_of: dict[str, int] = {}
    for number, unit in enumerate(ids[:count]):
        if number < len(world.levels):
            depth, parent = number, ids[number - 1] if number else ""
        else:
            parent = rng.choice([known for known, deep in depth_of.items() if deep < len(world.levels) - 1])
            depth = depth_of[parent] + 1
            if rng.random() < 0.12:
                depth = rng.randint(depth, len(world.levels) - 1)
        depth_of[unit] = depth
        world.parent[unit] = parent
        world.level_of[unit] = world.levels[depth]
        rows.append({"unit": unit, "parent": parent, "level": world.levels[depth], "name": rng.choice(NAMES)})
    if rng.random() < 0.06:
        world.features.add("orphan_unit")
        depth = len(world.levels) - 1
        rows.append({"unit": ids[count], "parent": "U-lost", "level": world.levels[depth], "name": "orphan"})
        world.parent[ids[count]], world.level_of[ids[count]] = "U-lost", world.levels[depth]
    if rng.random() < 0.06:
        world.features.add("several_roots")
        level = rng.choice(world.levels)
        rows.append({"unit": ids[count + 1], "parent": "", "level": level, "name": "another root"})
        world.parent[ids[count + 1]], world.level_of[ids[count + 1]] = "", level
    world.rows["units"] = rows


def add_households(rng: random.Random, world: World) -> None:
    """Households, mostly of grids; some of higher or unknown units."""
    rows: list[Row] = []
    few = world.grids()[: rng.randint(1, 4)]
    for household in make_ids(rng, "H", rng.randint(2, 12)):
        unit = rng.choice(few if rng.random() < 0.7 else list(world.level_of))
        if rng.random() < 0.04:
            unit = "U-gone"
        world.household_unit[household] = unit
        row = spanned(rng, {"household": household, "unit": unit}, random_span(rng, world.window, world.hot, 70))
        row["hardship"] = rng.choice(("", "illness", "残疾"))
        rows.append(row)
    world.extra["households"] = ("hardship",) if rng.random() < 0.4 else ()
    world.rows["households"] = rows


def add_people(rng: random.Random, world: World) -> None:
    """People in households, some without or in an unknown one; now and then an id that is a household too."""
    rows: list[Row] = []
    homes = list(world.household_unit)
    for person in make_ids(rng, "P", rng.randint(5, 20)):
        roll = rng.random()
        home = rng.choice(homes) if roll < 0.85 else ("" if roll < 0.96 else "H-unknown")
        world.household_of[person] = home
        row = {
            "person": person,
            "name": rng.choice(NAMES),
            "household": home,
            "phone": rng.choice(("", "123")),
        }
        row["gender"] = rng.choices(("female", "male", ""), (65, 25, 10))[0]
        row["unit"] = rng.choice(list(world.level_of)) if rng.random() < 0.3 else ""
        rows.append(spanned(rng, row, random_span(rng, world.window, world.hot, 80)))
    if rng.random() < 0.12:
        world.features.add("id_of_both")
        clash = dict(rng.choice(rows))
        clash["person"] = rng.choice(homes)
        rows.append(clash)
    if rng.random() < 0.1:
        world.features.add("id_of_rejected_household")
        rejected: Row = {"household": rng.choice(rows)["person"], "unit": world.grids()[0]}
        rejected["from"] = rejected["until"] = "2023-05-02"
        world.rows["households"].append(rejected)
    world.extra["people"] = ("phone",) if rng.random() < 0.4 else ()
    world.rows["people"] = rows


def add_roles(rng: random.Random, world: World, book: Table) -> None:
    """Roles over time: several at once, in several units, handed over without and with a gap, doubled."""
    wanted: list[str] = [*book["applies_to"]] * 3
    if "five_knows" in book:
        wanted += [book["five_knows"]["role"]] * 4
    if "roles" in book.get("linkage", {}):
        wanted += book["linkage"]["roles"]
    people = list(world.household_of)
    grids = world.grids()[: rng.choice((1, 2, 3, 15))]
    rows: list[Row] = []

    def add(person: str, role: str, unit: str, span: Span) -> None:
        world.roles.append(Role(person, role, unit, span))
        source = rng.choice(("", "", "grid_officer", "committee_member", "volunteer"))
        rows.append(spanned(rng, {"person": person, "role": role, "unit": unit, "source": source}, span))

    for person in people:
        for _ in range(rng.choices((0, 1, 2, 3), (15, 45, 28, 12))[0]):
            role = rng.choice(wanted) if rng.random() < 0.85 else rng.choice(ROLES)
            unit = rng.choice(grids) if rng.random() < 0.65 else rng.choice(list(world.level_of))
            span = random_span(rng, world.window, world.hot, 55)
            add(person, role, unit, span)
            roll = rng.random()
            if roll < 0.22 and span[1] is not None:
                start = plus(span[1], rng.choice((0, 0, 0, 1, -1)))
                next_unit = unit if rng.random() < 0.7 else rng.choice(grids)
                add(person, rng.choice([role, *wanted]), next_unit, (start, None))
            elif roll < 0.35:
                add(person, rng.choice([role, *wanted]), unit, span)
            if roll > 0.85 and role == "group_leader":
                add(rng.choice(people), role, unit, span)
    for _ in range(rng.choice((0, 0, 1))):
        add("P-unknown", rng.choice(wanted), rng.choice(grids), (None, None))
    if rng.random() < 0.05:
        world.features.add("role_in_unknown_unit")
        add(rng.choice(people), rng.choice(wanted), "U-gone", random_span(rng, world.window, world.hot))
    world.rows["roles"] = rows


def add_links(rng: random.Random, world: World) -> None:
    """Links among people: chains, repeats, to oneself, of and to unknown people."""
    people = list(world.household_of)
    holders = [role.person for role in world.roles] or people
    rows: list[Row] = []
    for _ in range(rng.randint(5, 45)):
        source = rng.choice(holders) if rng.random() < 0.75 else rng.choice(people)
        target = rng.choice(people)
        kind = rng.choices(("leads", "serves"), (40, 60))[0]
        roll = rng.random()
        if roll < 0.04:
            target = source
        elif roll < 0.07:
            target = "P-unknown"
        elif roll < 0.1:
            source = "P-unknown"
        elif roll < 0.13 and world.household_unit:
            target = rng.choice(list(world.household_unit))
        span = random_span(rng, world.window, world.hot, 60)
        rows.append(spanned(rng, {"source": source, "target": target, "kind": kind}, span))
    unique: dict[tuple[str, ...], Row] = {}
    for row in rows:
        unique[tuple(row.values())] = row
    world.rows["links"] = list(unique.values())


def build_district(rng: random.Random, world: World, book: Table) -> None:
    """Everything but the ledger and the knowledge."""
    add_units(rng, world)
    add_households(rng, world)
    add_people(rng, world)
    add_roles(rng, world, book)
    add_links(rng, world)


def new_world(rng: random.Random, window: Window, hot: list[date]) -> World:
    """An empty world with two to five levels."""
    return World(window, hot, list(LEVEL_WORDS[-rng.randint(2, 5) :]))
