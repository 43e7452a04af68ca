"""Days, calendar periods and assessment windows for the case generator."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

PERIODS = ("day", "week", "month", "quarter", "half", "year", "window")


@dataclass(frozen=True)
class Window:
    """The assessment window `[start, end)` and the text it was written as."""

    text: str
    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days


def plus(day: date, days: int) -> date:
    """The day that many days later."""
    return day + timedelta(days=days)


def month_start(year: int, month: int) -> date:
    """The first of a month; months beyond 12 run into the following years."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def period_of(day: date, per: str, window: Window) -> tuple[date, date]:
    """The uncut calendar period `[start, end)` that contains `day`."""
    if per == "window":
        return window.start, window.end
    if per == "day":
        return day, plus(day, 1)
    if per == "week":
        monday = plus(day, -day.weekday())
        return monday, plus(monday, 7)
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[per]
    first = (day.month - 1) // months * months + 1
    return month_start(day.year, first), month_start(day.year, first + months)


def whole_periods(per: str, window: Window) -> list[tuple[date, date]]:
    """The calendar periods that lie uncut inside the window."""
    found: list[tuple[date, date]] = []
    day = window.start
    while day < window.end:
        start, end = period_of(day, per, window)
        if start >= window.start and end <= window.end:
            found.append((start, end))
        day = end
    return found


def write_day(rng: random.Random, day: date, plain: float = 0.6) -> str:
    """A day in one of the three forms a district may use."""
    if rng.random() < plain:
        return day.isoformat()
    if rng.random() < 0.5:
        return f"{day.year}/{day.month}/{day.day}"
    return f"{day.year}年{day.month}月{day.day}日"


def read_day(text: str) -> date | None:
    """The day a text says in any of the three forms, or None."""
    parts = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").split("-")
    try:
        year, month, number = (int(part) for part in parts)
        day = date(year, month, number)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2199 else None


def read_window(text: str) -> Window:
    """Read `2023`, `2023-H1`, `2023-Q3`, `2023-07` or `2023-02-01..2023-09-01`."""
    if ".." in text:
        left, right = text.split("..")
        return Window(text, date.fromisoformat(left), date.fromisoformat(right))
    year = int(text[:4])
    if len(text) == 4:
        return Window(text, date(year, 1, 1), date(year + 1, 1, 1))
    rest = text[5:]
    months, number = {"H": (6, rest[1:]), "Q": (3, rest[1:])}.get(rest[0], (1, rest))
    first = (int(number) - 1) * months + 1
    return Window(text, month_start(year, first), month_start(year, first + months))


def random_window(rng: random.Random) -> Window:
    """A window of any form; some are one day long, some cross a year end, some hold a whole year and more."""
    year = rng.choice((2019, 2020, 2023, 2023, 2024))
    form = rng.choices(("year", "half", "quarter", "month", "range"), (30, 13, 13, 12, 34))[0]
    if form == "year":
        return read_window(str(year))
    if form == "half":
        return read_window(f"{year}-H{rng.randint(1, 2)}")
    if form == "quarter":
        return read_window(f"{year}-Q{rng.randint(1, 4)}")
    if form == "month":
        return read_window(f"{year}-{rng.choice((1, 2, 2, 3, 5, 7, 9, 12, 12)):02d}")
    kind = rng.choices(("one day", "across", "long", "odd"), (30, 28, 17, 25))[0]
    if kind == "one day":
        start = rng.choice((date(year, 2, 28), date(year, 12, 31), date(year, 1, 1), date(year, 7, 15)))
        end = plus(start, 1)
    elif kind == "across":
        start = plus(date(year, 12, 31), -rng.choice((0, 2, 10, 30, 47, 61, 92)))
        end = plus(date(year + 1, 1, 1), rng.choice((1, 3, 9, 31, 41, 59, 60, 90)))
    elif kind == "long":
        start = plus(date(year, 1, 1), -rng.choice((1, 15, 42, 31)))
        end = plus(date(year + 1, 1, 1), rng.choice((0, 1, 10, 45)))
    else:
        start = plus(date(year, 1, 1), rng.randint(0, 300))
        end = plus(start, rng.choice((2, 6, 7, 8, 20, 31, 45, 95, 120, 200)))
    return read_window(f"{start}..{end}")


def hot_days(rng: random.Random, window: Window) -> list[date]:
    """A few days on which much happens: the window's edges, period edges, leap days, a few more."""
    edges = {window.start, plus(window.end, -1)}
    day = window.start
    candidates: list[date] = []
    while day < window.end:
        turn = plus(day, 1)
        if turn.day == 1 or day.day == 1 or (day.month == 2 and day.day >= 28):
            candidates.append(day)
        if (day.month, day.day) in ((12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)):
            candidates.append(day)
        if day.weekday() in (6, 0) and rng.random() < 0.1:
            candidates.append(day)
        day = turn
    rng.shuffle(candidates)
    edges.update(candidates[: rng.randint(2, 6)])
    for _ in range(rng.randint(1, 4)):
        edges.add(plus(window.start, rng.randrange(window.length)))
    return sorted(edges)


def near(rng: random.Random, window: Window, hot: list[date]) -> date:
    """A day in or near the window at which a span may turn."""
    roll = rng.random()
    if roll < 0.45:
        return rng.choice(hot)
    if roll < 0.75:
        return plus(window.start, rng.randrange(window.length))
    if roll < 0.9:
        inside = plus(window.start, rng.randrange(window.length))
        return date(inside.year, inside.month, 1)
    return rng.choice((window.start, window.end, plus(window.start, -1), plus(window.end, 1), plus(window.start, 1)))
