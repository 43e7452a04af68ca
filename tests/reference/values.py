"""SPEC section 0: the values everything else is made of (days, spans, periods, points, quantities)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
ALWAYS = date.min
STILL = date.max
ONE_DAY = timedelta(days=1)

# From the finest to the coarsest.
PERIODS = ("day", "week", "month", "quarter", "half", "year", "window")

# Points are whole thousandths of a point, held in an int.
Points = int


class UnreadableError(ValueError):
    """A text that is not the value it should be."""


# ---------------------------------------------------------------------------------------------- ids


def read_id(text: str) -> str:
    """SPEC 0: "Id: UTF-8 text, 1 to 64 bytes, no control characters."."""
    if not text:
        raise UnreadableError("an id is missing")
    if len(text.encode("utf-8")) > 64:
        raise UnreadableError("an id has at most 64 bytes")
    if any(unicodedata.category(character) == "Cc" for character in text):
        raise UnreadableError("an id has no control characters")
    return text


def bytewise(text: str) -> bytes:
    """SPEC 0: "Ids order bytewise."."""
    return text.encode("utf-8")


# -------------------------------------------------------------------------------------------- dates

_DATE_FORMS = (
    re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"),
)


def read_date(text: str) -> date:
    """SPEC 0: "a day of the Gregorian calendar, 1900-01-01 to 2199-12-31. Read as `2023-04-05`,
    `2023/4/5` or `2023年4月5日`"."""
    for form in _DATE_FORMS:
        match = form.fullmatch(text)
        if match:
            year, month, day = (int(part) for part in match.groups())
            try:
                result = date(year, month, day)
            except ValueError:
                raise UnreadableError("no such day") from None
            if not FIRST_DAY <= result <= LAST_DAY:
                raise UnreadableError("a day outside 1900-01-01 to 2199-12-31")
            return result
    raise UnreadableError("not a date")


def write_date(day: date) -> str:
    """SPEC 0: "written `2023-04-05`"."""
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


@dataclass(frozen=True)
class Span:
    """SPEC 0: "Span: `[from, until)`, half-open"."""

    start: date
    end: date

    def contains(self, day: date) -> bool:
        return self.start <= day < self.end

    def meets(self, other: Span) -> bool:
        """Do the two share at least one day?"""
        return max(self.start, other.start) < min(self.end, other.end)

    def encloses(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def last_day(self) -> date:
        return self.end - ONE_DAY

    def days(self) -> Iterator[date]:
        day = self.start
        while day < self.end:
            yield day
            day += ONE_DAY


def read_span(start: str, end: str) -> Span:
    """SPEC 0: "an empty `from` is "always", an empty `until` is "still"; `until` <= `from` is rejected"."""
    first = read_date(start) if start else ALWAYS
    after = read_date(end) if end else STILL
    if after <= first:
        raise UnreadableError("a span that ends before it begins")
    return Span(first, after)


def covers(spans: list[Span], whole: Span) -> bool:
    """Do the spans together leave no day of `whole` out? (SPEC 7: "without a gap")"""
    reached = whole.start
    for span in sorted(spans, key=lambda each: each.start):
        if span.start <= reached:
            reached = max(reached, span.end)
    return reached >= whole.end


def days_within(spans: list[Span], window: Span) -> int:
    """Days of the window on which at least one of the spans holds."""
    return sum(1 for day in window.days() if any(span.contains(day) for span in spans))


def read_window(text: str) -> Span:
    """SPEC 4: "A window `[S, E)`: `2023`, `2023-H1`, `2023-Q3`, `2023-07`, or `2023-02-01..2023-09-01`."."""
    if re.fullmatch(r"[0-9]{4}", text):
        return _checked_window(_months(int(text), 1, 12))
    if match := re.fullmatch(r"([0-9]{4})-H([12])", text):
        return _checked_window(_months(int(match[1]), 6 * int(match[2]) - 5, 6))
    if match := re.fullmatch(r"([0-9]{4})-Q([1-4])", text):
        return _checked_window(_months(int(match[1]), 3 * int(match[2]) - 2, 3))
    if match := re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text):
        return _checked_window(_months(int(match[1]), int(match[2]), 1))
    first, dots, after = text.partition("..")
    if not dots:
        raise UnreadableError("not a window: " + text)
    window = Span(read_date(first), read_date(after))
    if window.end <= window.start:
        raise UnreadableError("an empty window: " + text)
    return window


def _checked_window(window: Span) -> Span:
    if not FIRST_DAY <= window.start <= LAST_DAY:
        raise UnreadableError("a window outside 1900-01-01 to 2199-12-31")
    return window


def _months(year: int, month: int, count: int) -> Span:
    """The span of `count` months from the given one on."""
    after = month + count
    end = date(year + 1, after - 12, 1) if after > 12 else date(year, after, 1)
    return Span(date(year, month, 1), end)


def calendar_period(per: str, day: date, window: Span) -> Span:
    """The uncut period that contains the day. SPEC 0: "`day`, `week` (ISO, from Monday), `month`,
    `quarter`, `half`, `year`, `window` (the whole assessment window)"."""
    if per == "day":
        return Span(day, day + ONE_DAY)
    if per == "week":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=7))
    if per == "window":
        return window
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12}[per]
    first_month = (day.month - 1) // length * length + 1
    return _months(day.year, first_month, length)


def cut_period(per: str, day: date, window: Span) -> Span:
    """SPEC 0: "For caps, `once` and ladders, periods are cut at the window's edges."."""
    whole = calendar_period(per, day, window)
    return Span(max(whole.start, window.start), min(whole.end, window.end))


def whole_periods(per: str, window: Span) -> list[Span]:
    """SPEC 7: "each whole, uncut calendar period inside the window (`window` is whole)"."""
    found: list[Span] = []
    for day in window.days():
        period = calendar_period(per, day, window)
        if period.start == day and period.end <= window.end:
            found.append(period)
    return found


# ------------------------------------------------------------------------------------------- points


def round_half_even(value: Fraction) -> int:
    """To the nearest whole number; from the middle to the even neighbour."""
    below = value.numerator // value.denominator
    rest = value - below
    if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1):
        return below + 1
    return below


def to_points(value: Fraction) -> Points:
    """SPEC 0: "computed exactly as a rational and rounded once, half to even, to thousandths"."""
    return checked(round_half_even(value * 1000))


def checked(points: Points) -> Points:
    """SPEC 0: "a whole number of thousandths of a point in 64 bits. Addition is checked; overflow is an
    error, never a wrap."."""
    if not -(2**63) <= points <= 2**63 - 1:
        raise OverflowError("points do not fit 64 bits")
    return points


def exact(points: Points) -> Fraction:
    """Thousandths as the number of points they are."""
    return Fraction(points, 1000)


def write_points(points: Points) -> str:
    """SPEC 9: "Points are plain decimals without trailing zeros (`12.5`, `-2`, `0`)."."""
    sign = "-" if points < 0 else ""
    whole, thousandths = divmod(abs(points), 1000)
    if thousandths == 0:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{thousandths:03d}".rstrip("0")


def write_score(score: Fraction) -> str:
    """SPEC 9: "`score` (6 decimals, half to even)"."""
    millionths = round_half_even(score * 1_000_000)
    whole, rest = divmod(millionths, 1_000_000)
    return f"{whole}.{rest:06d}"


# ------------------------------------------------------------------------------ quantities and shares


def read_quantity(text: str) -> Fraction:
    """SPEC 0: "Quantity: decimal, up to 3 fraction digits, 0 to 1,000,000,000; empty means 1."."""
    if not text:
        return Fraction(1)
    if not re.fullmatch(r"[0-9]+(\.[0-9]{1,3})?", text):
        raise UnreadableError("not a quantity")
    value = Fraction(Decimal(text))
    if value > 1_000_000_000:
        raise UnreadableError("a quantity above 1,000,000,000")
    return value


def read_share(text: str) -> Fraction:
    """SPEC 0: "Share: `"20%"` or `"0.2"`, exact, 0 to 100 %."."""
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(%?)", text)
    if not match:
        raise UnreadableError("not a share: " + text)
    share = Fraction(match[1]) / (100 if match[2] else 1)
    if share > 1:
        raise UnreadableError("a share above 100 %: " + text)
    return share
