"""Arguments of the wrong kind, named before the library sees them."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any, SupportsFloat

from jifen import _jifen
from jifen.errors import ArgumentError

__all__ = ["day_text", "instance_of", "number_of", "shown", "text_of", "whole_number"]


def shown(value: object) -> str:
    """How a message shows a value: identity numbers do not end up in a log, whatever type they came as."""
    return _jifen.mask_long_numbers(repr(value))


def instance_of(argument: str, value: Any, kind: type) -> None:
    """TypeError unless the value is of the kind."""
    if not isinstance(value, kind):
        raise TypeError(f"{argument} = {shown(value)}: it is a {kind.__name__}, not {type(value).__name__}")


def text_of(argument: str, value: Any) -> str:
    """The value if it is a str that is text. A str can hold half of a surrogate pair, which no UTF-8 can write."""
    instance_of(argument, value, str)
    text: str = value
    try:
        text.encode()
    except UnicodeEncodeError:
        escaped = text.encode(errors="backslashreplace").decode()
        masked = _jifen.mask_long_numbers(escaped)
        reason = "it is no text: it holds half of a surrogate pair"
        raise ArgumentError(f'{argument} = "{masked}": {reason}', argument=argument, value=escaped) from None
    return text


def day_text(argument: str, day: date | str) -> str:
    """A day as the library reads it."""
    if isinstance(day, datetime):
        raise TypeError(f"{argument} = {day!r}: it is a point in time; give its date()")
    return day.isoformat() if isinstance(day, date) else text_of(argument, day)


def whole_number(argument: str, number: int, low: int = -(2**63), below: int = 2**63) -> int:
    """The number if it is a whole one from `low` to under `below`; by default what the library can hold."""
    instance_of(argument, number, int)
    if not low <= number < below:
        raise ArgumentError(
            f"{argument} = {shown(number)}: from {low:,} to {below - 1:,}", argument=argument, value=str(number)
        )
    return number


def number_of(argument: str, number: SupportsFloat) -> float:
    """The number as a float."""
    if isinstance(number, str) or not isinstance(number, SupportsFloat):
        raise TypeError(f"{argument} = {shown(number)}: it is a number, not {type(number).__name__}")
    try:
        return float(number)
    except OverflowError:  # a whole number beyond every float
        return math.inf
