"""Random rulebooks: always valid, and over many seeds every key, every default and every enum value.

A rulebook is a plain nested dict (decimals, text, days, lists, dicts) as a TOML reader would give it;
`to_toml` writes it.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from calendar_days import PERIODS, Window, near, plus, whole_periods

Table = dict[str, Any]

ROLES = ("committee_member", "grid_officer", "group_leader", "volunteer", "exemplar")
CHANNELS = ("visit", "phone", "微信", "e-mail")
AWARD_LEVELS = ("village", "township", "district", "city", "省级")
ITEM_CODES = (
    "home_visit",
    "suggestion",
    "mediation",
    "honour",
    "complaint",
    "家访",
    "服务项目",
    "training",
    "Zeta",
    "alpha",
    "hours",
    "fabrication",
    "duty-7",
    "care",
    "b2",
    "b10",
)
CATEGORY_CODES = ("service", "study", "纪律", "honours")
VALUES = ("0.2", "0.5", "1", "1", "1.5", "2", "2", "2.125", "3", "0.001", "1.0")
RATES = ("0.125", "0.375", "2.5", "0.333", "0.005", "0.015", "1.001", "0.25", "1", "0.625")
SHARES = (
    "20%",
    "0.5",
    "50%",
    "50%",
    "33.3%",
    "0.125",
    "75%",
    "0.75",
    "100%",
    "0%",
    "40%",
    "62.5%",
    "0.25",
    "90%",
)
COARSE = ("day", "month", "quarter", "half", "year", "window")
STRETCH = {"day": 2, "week": 2, "month": 2, "quarter": 3, "half": 3, "year": 4, "window": 4}


@dataclass
class Scene:
    """What the rulebook needs to know of the case around it."""

    window: Window
    hot: list[date]
    unit_levels: list[str]


def some(rng: random.Random, values: list[str] | tuple[str, ...], most: int = 99) -> list[str]:
    """A random non-empty selection in random order."""
    return rng.sample(list(values), rng.randint(1, min(most, len(values))))


def decorated(rng: random.Random, table: Table, chance: float = 0.15) -> Table:
    """The table, now and then with a `title` or a `source`."""
    if rng.random() < chance:
        table["source"] = rng.choice(("duty 1", "第三条", 'the "measure", article 2'))
    if rng.random() < chance:
        table["title"] = rng.choice(("定期家访", {"zh": "家访", "en": "Home visit"}, {"en": "A \\ title"}))
    return table


def random_caps(rng: random.Random, base: Decimal) -> list[Table]:
    """Caps of one owner, nesting; `base` is a usual inflow."""
    if rng.random() < 0.2:
        chain = rng.choice((["week"], ["week"], ["day", "week"]))
    else:
        size = rng.choices((1, 2, 3, 4), (55, 28, 12, 5))[0]
        drawn = rng.sample(COARSE, size)
        chain = [per for per in COARSE if per in drawn]
    amount = base * rng.choice((1, 2, 3, 5)) / 4 * STRETCH[chain[0]] / 2
    caps: list[Table] = []
    for per in chain:
        points = max(amount.quantize(Decimal(rng.choice(("1", "0.1", "0.001")))), Decimal("0.001"))
        caps.append(decorated(rng, {"per": per, "points": points}, 0.03))
        amount = amount * rng.choice((4, 5, 6, 8, 8, 10, 3)) / 4
    if rng.random() < 0.3:
        rng.shuffle(caps)
    return caps


def random_value(rng: random.Random, sign: int) -> Decimal:
    """A points number of one sign, at times 0."""
    if rng.random() < 0.04:
        return Decimal(0)
    return Decimal(rng.choice(VALUES)) * sign


def random_versions(rng: random.Random, scene: Scene, sign: int) -> list[Table]:
    """Dated versions that do not overlap, often with a gap and often none at the window's start."""
    window = scene.window
    days = {near(rng, window, scene.hot) for _ in range(rng.randint(1, 3))}
    if rng.random() < 0.6:
        days.add(plus(window.start, -rng.choice((1, 30, 400))))
    starts = sorted(days)
    versions: list[Table] = []
    for number, start in enumerate(starts):
        version: Table = {"from": start, "value": random_value(rng, sign)}
        limit = starts[number + 1] if number + 1 < len(starts) else plus(start, max(2, window.length // 2))
        if rng.random() < 0.35 and (limit - start).days > 1:
            version["until"] = plus(start, rng.randint(1, (limit - start).days))
        versions.append(decorated(rng, version, 0.05))
    return versions


def random_worth(rng: random.Random, scene: Scene, item: Table, sign: int) -> str:
    """Give an item its points (or veto, or nothing); returns the kind."""
    kind = rng.choices(("points", "versions", "rate", "level", "ladder", "none", "veto"), (30, 16, 17, 11, 13, 6, 7))[0]
    if kind == "points":
        item["points"] = random_value(rng, sign)
    elif kind == "versions":
        item["points"] = random_versions(rng, scene, sign)
    elif kind == "rate":
        rate = "123456.789" if rng.random() < 0.05 else rng.choice(RATES)
        item["points_per_unit"] = Decimal(rate) * sign
    elif kind == "level":
        item["by_level"] = {level: random_value(rng, sign) for level in some(rng, AWARD_LEVELS, 4)}
    elif kind == "ladder":
        threshold, worth = Decimal(0), Decimal(0)
        steps: list[list[Decimal]] = []
        for _ in range(rng.randint(1, 4)):
            threshold += Decimal(rng.choice(("0.5", "1", "1", "1.5", "2", "3")))
            worth += Decimal(rng.choice(("0.5", "1", "1.5", "0.333"))) * sign
            steps.append([threshold, worth])
        item["ladder"] = decorated(rng, {"per": rng.choice(PERIODS), "steps": steps}, 0.03)
    elif kind == "veto":
        item["veto"] = {"grade": rng.choice(("unqualified", "不合格", "basic"))}
    return kind


def random_item(rng: random.Random, scene: Scene, code: str, sign: int, applies: list[str]) -> Table:
    """One item with any of its keys."""
    item: Table = {"code": code}
    kind = random_worth(rng, scene, item, sign)
    if kind not in ("ladder", "veto", "none") and rng.random() < 0.33:
        item["once"] = rng.choice(PERIODS)
    if kind not in ("veto", "none") and rng.random() < 0.5:
        item["caps"] = random_caps(rng, Decimal(2))
    if rng.random() < 0.5:
        item["subject"] = rng.choice(("household", "household", "person", "any"))
    if rng.random() < 0.25:
        item["channels"] = some(rng, CHANNELS, 2)
    if rng.random() < 0.25:
        item["verified"] = rng.random() < 0.8
    if rng.random() < 0.35:
        item["roles"] = some(rng, applies)
    if rng.random() < 0.3:
        item["from"] = near(rng, scene.window, scene.hot)
    if rng.random() < 0.3:
        least = plus(item.get("from", scene.window.start), 1)
        until = max(near(rng, scene.window, scene.hot), least)
        item["until"] = until
    return decorated(rng, item)


def add_items(rng: random.Random, scene: Scene, book: Table, applies: list[str]) -> None:
    """Categories, items and exclusive groups, of one sign within each category and group."""
    signs: dict[str, int] = {}
    categories: list[Table] = []
    for code in rng.sample(CATEGORY_CODES, rng.choice((0, 1, 2, 2, 3, 3))):
        signs[code] = rng.choice((1, 1, 1, -1))
        category: Table = decorated(rng, {"code": code})
        if rng.random() < 0.7:
            category["caps"] = random_caps(rng, Decimal(3))
        categories.append(category)
    items: list[Table] = []
    sign_of: dict[str, int] = {}
    for code in rng.sample(ITEM_CODES, rng.randint(5, 10)):
        category_code = rng.choice([*signs, *signs, ""]) if signs else ""
        sign = signs[category_code] if category_code else rng.choice((1, 1, 1, -1))
        item = random_item(rng, scene, code, sign, applies)
        if category_code:
            item["category"] = category_code
        sign_of[code] = sign
        items.append(item)
    groups: list[Table] = []
    for sign in (1, 1, -1):
        taken = {code for group in groups for code in group["items"]}
        free = [i["code"] for i in items if "ladder" not in i and sign_of[i["code"]] == sign and i["code"] not in taken]
        if len(free) >= 2 and rng.random() < 0.6:
            group = decorated(rng, {"items": rng.sample(free, min(len(free), rng.choice((2, 2, 3))))})
            groups.append(group)
            if rng.random() < 0.5:
                value = Decimal(rng.choice(VALUES)) * sign
                for item in items:
                    if item["code"] in group["items"] and isinstance(item.get("points"), Decimal):
                        item["points"] = value
    book["category"], book["item"], book["exclusive"] = categories, items, groups


def add_parts(rng: random.Random, scene: Scene, book: Table, applies: list[str]) -> None:
    """Linkage, five knows and duties, each at times absent."""
    codes = [item["code"] for item in book["item"]]
    if rng.random() < 0.8:
        linkage: Table = {}
        if rng.random() < 0.6:
            linkage["roles"] = some(rng, ROLES if rng.random() < 0.3 else applies)
        if rng.random() < 0.5:
            linkage["gender"] = rng.choice(("female", "female", "male"))
        for key in ("exemplars", "contacts", "served"):
            if rng.random() < 0.85:
                points = Decimal(rng.choice(("1", "2.5", "10", "3.333", "5")))
                linkage[key] = decorated(rng, {"target": rng.choice((1, 2, 3, 3, 4, 7)), "points": points}, 0.05)
        if "served" in linkage and rng.random() < 0.5:
            linkage["served"]["items"] = some(rng, codes, 4)
        book["linkage"] = decorated(rng, linkage)
    if rng.random() < 0.85:
        weights: list[Any] = rng.choice(([20] * 5, [1, 2, 3, 4, 5], [0, 0, 0, 0, 7], [3, 0, 1, 1, 1], [1, 1, 1, 0, 0]))
        if rng.random() < 0.07:
            weights = [Decimal("0.5"), Decimal("2.5"), 1, 1, 2]
        knows: Table = {"role": rng.choice(("group_leader", "group_leader", rng.choice(ROLES), rng.choice(applies)))}
        knows["points"] = Decimal(rng.choice(("20", "10", "3.333", "1")))
        knows["weights"] = weights
        knows["fresh_days"] = rng.choice(([366, 62, 62, 62, 62], [30] * 5, [90, 60, 45, 30, 15], [0, 7, 7, 400, 31]))
        if rng.random() < 0.6:
            knows["if_nobody"] = rng.choice(("zero", "full"))
        book["five_knows"] = decorated(rng, knows)
    book["duty"] = [random_duty(rng, scene, f"duty-{number}", codes, applies) for number in range(rng.randint(0, 4))]


def random_duty(rng: random.Random, scene: Scene, code: str, items: list[str], applies: list[str]) -> Table:
    """One duty; its period mostly fits in the window."""
    fitting = [per for per in PERIODS if whole_periods(per, scene.window)]
    coarse = [per for per in fitting if per in ("quarter", "half", "year")]
    per = rng.choice(rng.choice((PERIODS, fitting, coarse or fitting)))
    if per == "day" and scene.window.length > 40 and rng.random() < 0.6:
        per = "month"
    duty: Table = {"code": code, "items": some(rng, items, 3), "per": per}
    if rng.random() < 0.5:
        duty["roles"] = some(rng, applies)
    if rng.random() < 0.7:
        duty["each"] = rng.choice(("household", "household", "holder"))
    if rng.random() < 0.4:
        duty["at_least"] = rng.choice((1, 2, 2, 3))
    if rng.random() < 0.85:
        duty["points"] = Decimal(rng.choice(("1", "2.5", "10", "0.333", "5")))
    if rng.random() < 0.6:
        duty["if_none_due"] = rng.choice(("zero", "full", "full"))
    return decorated(rng, duty)


def add_total_and_grades(rng: random.Random, book: Table) -> None:
    """The total's base and limits, and grades that fall around what people reach."""
    base = Decimal(rng.choice(("0", "0", "5", "60", "10.5", "-2")))
    total: Table = {}
    if base or rng.random() < 0.3:
        total["base"] = base
    if rng.random() < 0.45:
        total["floor"] = base + Decimal(rng.choice(("-3", "0", "0", "1.5", "-0.5")))
    if rng.random() < 0.5:
        total["ceiling"] = base + Decimal(rng.choice(("2", "6", "10", "15.5", "25")))
    if rng.random() < 0.75:
        total["caps"] = random_caps(rng, Decimal(4))
    if total:
        book["total"] = decorated(rng, total)
    names = rng.choice((["excellent", "qualified", "basic"], ["优秀", "合格"], ["all"], ["a", "b", "c", "d"], []))
    marks = sorted(rng.sample((-4, 0, 1, 3, 5, 8, 12, 20), max(0, len(names) - 1)), reverse=True)
    grades: list[Table] = []
    for number, name in enumerate(names):
        grade: Table = {"code": name}
        if number < len(marks):
            grade["at_least"] = base + marks[number]
        grades.append(decorated(rng, grade, 0.05))
    book["grade"] = grades


def random_selection(rng: random.Random, scene: Scene, book: Table, code: str, applies: list[str]) -> Table:
    """One honour: who, by what, how many, in which strata, and what decides between equals."""
    parts = ["items", *(part for part in ("linkage", "five_knows") if part in book)]
    if book["duty"]:
        parts.append("duties")
    selection: Table = {
        "code": code,
        "share": rng.choice(SHARES),
    }
    if rng.random() < 0.5:
        selection["roles"] = some(rng, applies)
    if rng.random() < 0.75:
        selection["rank_by"] = rng.choice((some(rng, parts, 1), some(rng, parts, 1), some(rng, parts), ["total"]))
    keys: list[tuple[str, tuple[str, ...]]] = [
        ("of", ("candidates", "candidates", "candidates", "eligible")),
        ("round", ("down", "nearest", "nearest", "up")),
        ("quota", ("largest_remainder", *("sainte_lague", "dhondt") * 2)),
        ("at_the_line", ("break", "take_all", "take_none", "take_all", "take_none")),
    ]
    for key, values in keys:
        if rng.random() < 0.8:
            selection[key] = rng.choice(values)
    if rng.random() < 0.88:
        selection["by"] = rng.choice(
            [*scene.unit_levels[1:] * 2, scene.unit_levels[-1], rng.choice(scene.unit_levels), "亩"]
        )
    days = scene.window.length
    eligible: Table = {}
    if book["grade"] and rng.random() < 0.45:
        eligible["grade_at_least"] = rng.choice(book["grade"])["code"]
    if rng.random() < 0.65:
        eligible["min_days_in_role"] = rng.randint(0, days + days // 8)
    if "by" in selection and rng.random() < 0.65:
        # strata short of eligible people, and few enough places that others can take theirs
        eligible = {"min_days_in_role": rng.randint((days + 1) // 2, days)}
        selection["share"] = rng.choice(("50%", "40%", "0.5", "60%", "0.5"))
        selection.pop("of", None)
    if eligible:
        selection["eligible"] = decorated(rng, eligible, 0.03)
    fresh = [part for part in parts if part not in selection.get("rank_by", [])]
    ties = [*fresh, *fresh, *parts, "total", "fewest_deductions", "fewest_deductions", "days_in_role"]
    ties += ["category:" + category["code"] for category in book["category"]]
    if rng.random() < 0.75:
        chosen = rng.sample(ties, min(len(ties), rng.choice((1, 2, 3, 4, 6))))
        if rng.random() < 0.25:
            chosen.insert(0, rng.choice(("days_in_role", "days_in_role", "fewest_deductions", "total")))
        selection["ties"] = list(dict.fromkeys(chosen))
    return decorated(rng, selection)


def random_book(rng: random.Random, scene: Scene) -> Table:
    """A whole valid rulebook."""
    applies = some(rng, ROLES, 3)
    if rng.random() < 0.6 and "group_leader" not in applies:
        applies.append("group_leader")
    book: Table = {"jifen": 1, "code": rng.choice(("pinggu-1-10-100", "随机", "case")), "applies_to": applies}
    if rng.random() < 0.5:
        book["record_within_days"] = rng.choice((31, 31, 7, 3, 0))
    decorated(rng, book, 0.3)
    add_items(rng, scene, book, applies)
    add_parts(rng, scene, book, applies)
    add_total_and_grades(rng, book)
    names = rng.sample(("best-group-leader", "最美妇联执委", "Best", "a"), rng.choice((0, 3, 3, 4, 4)))
    book["selection"] = [random_selection(rng, scene, book, name, applies) for name in names]
    return book


def quoted(text: str) -> str:
    """A TOML basic string."""
    return json.dumps(text, ensure_ascii=False)


def inline(value: object) -> str:
    """A value as TOML text on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return "[" + ", ".join(inline(element) for element in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key_text(key)} = {inline(part)}" for key, part in value.items()) + " }"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def key_text(key: str) -> str:
    """A bare key where TOML allows one, else a quoted key."""
    plain = key.isascii() and all(letter.isalnum() or letter in "_-" for letter in key)
    return key if plain else quoted(key)


def to_toml(rng: random.Random, book: Table) -> str:
    """The rulebook as a TOML file, its keys and sections in random order."""
    top: list[str] = []
    sections: list[str] = []
    for key, value in book.items():
        if isinstance(value, dict) and key != "title":
            sections.append(section(rng, f"[{key}]", value))
        elif key in ("category", "item", "exclusive", "duty", "grade", "selection"):
            if value:
                sections.append("\n".join(section(rng, f"[[{key}]]", table) for table in value))
        else:
            top.append(f"{key} = {inline(value)}")
    rng.shuffle(top)
    rng.shuffle(sections)
    return "\n".join(top) + "\n\n" + "\n".join(sections)


def section(rng: random.Random, header: str, table: Table) -> str:
    """One table under its header."""
    lines = [f"{key} = {inline(value)}" for key, value in table.items()]
    rng.shuffle(lines)
    return "\n".join([header, *lines, ""])
