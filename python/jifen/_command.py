"""What the commands of the command line share: how they end, what they say on stderr, and what they read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import date

import jifen
from jifen import _jifen
from jifen._arguments import text_of
from jifen._options import how_written

__all__ = [
    "DONE",
    "FAILED",
    "INTERRUPTED",
    "WRONG_USE",
    "check_day",
    "check_days",
    "list_problems",
    "on_terminal",
    "plural",
    "read_inputs",
    "refusal",
    "refused",
    "say",
]

DONE, FAILED, WRONG_USE = 0, 1, 2
INTERRUPTED = 130


def say(text: str) -> None:
    """A line for people on stderr."""
    print(text, file=sys.stderr)


def on_terminal() -> bool:
    """Whether a progress bar has somebody to look at it."""
    return sys.stderr.isatty()


def refused(*errors: jifen.InputError) -> int:
    """Lists what is wrong with what was read."""
    for error in errors:
        list_problems(error.diagnostics)
    say(f"jifen: {', '.join(map(refusal, errors))}; nothing was done")
    return FAILED


def refusal(error: jifen.InputError) -> str:
    where = {"table": "tables"}.get(error.code, error.code)
    return f"{plural(len(error.diagnostics), 'error')} in the {where}"


def check_days(window: str, known_at: str | None) -> date:
    """The window's last day. Asked before anything is read, so that a slip of the pen costs no minutes."""
    last = _jifen.last_day_of(text_of("window", window))
    if known_at is not None:
        check_day("known_at", known_at)
    return last


def check_day(argument: str, day: str) -> date:
    """The day."""
    return _jifen.parse_day(argument, text_of(argument, day))


def list_problems(problems: Iterable[jifen.Diagnostic]) -> None:
    for problem in problems:
        say(str(problem))


def plural(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def read_inputs(
    options: argparse.Namespace, threads: int | None = None
) -> tuple[jifen.Rulebook | None, jifen.District | None, list[jifen.InputError]]:
    """The rulebook and the district. Both are read even if one is refused: a refusal does not hide another."""
    rules, district = None, None
    errors: list[jifen.InputError] = []
    try:
        rules = jifen.read_rulebook(options.rules)
    except jifen.InputError as error:
        errors.append(error)
    except jifen.FileError as error:
        errors.append(jifen.RulebookError(str(error), diagnostics=[unreadable(error)]))
    try:
        district = jifen.read_district(options.folder, **how_written(options), threads=threads, progress=on_terminal())
    except jifen.InputError as error:
        errors.append(error)
    except jifen.FileError as error:
        errors.append(jifen.TableError(str(error), diagnostics=[unreadable(error)]))
    except BaseException:
        # Whatever ends the reading of the tables does not hide what is wrong with the rulebook either.
        if errors:
            refused(*errors)
        raise
    return rules, district, errors


def unreadable(error: jifen.FileError) -> jifen.Diagnostic:
    """A file or folder that the system refused, as a problem among others."""
    message = f"refused: {error.operation}: {error.strerror}"
    return jifen.Diagnostic(
        file=str(error.filename), code="unreadable", message=message, remedy="see that it may be read"
    )
