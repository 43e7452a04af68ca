"""What jifen raises on purpose. The C++ library raises these very classes.

Every error has `code`, stable and made for programs; the others carry what they are about as fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jifen._jifen import Diagnostic

__all__ = [
    "ArgumentError",
    "Cancelled",
    "Error",
    "FileError",
    "InputError",
    "PointsOverflowError",
    "RulebookError",
    "TableError",
]


class Error(Exception):
    """The root of all of them."""

    def __init__(self, message: str = "", *, code: str = "error") -> None:
        super().__init__(message)
        self.code = code


class ArgumentError(Error, ValueError):
    """The caller asked for what does not exist or cannot be: an unknown person, a bad window."""

    def __init__(self, message: str = "", *, argument: str = "", value: str = "") -> None:
        super().__init__(message, code="argument")
        self.argument = argument
        self.value = value


class PointsOverflowError(Error, OverflowError):
    """A number does not fit 64 bits of thousandths; `operation` says what was computed."""

    def __init__(self, message: str = "", *, operation: str = "") -> None:
        super().__init__(message, code="overflow")
        self.operation = operation


class InputError(Error, ValueError):
    """Something that was read cannot be taken; `diagnostics` lists every problem."""

    def __init__(self, message: str = "", *, diagnostics: Sequence[Diagnostic] = (), code: str = "input") -> None:
        super().__init__(message, code=code)
        self.diagnostics = list(diagnostics)


class TableError(InputError):
    """A table was refused whole: unreadable, not UTF-8, broken quoting, a required column missing."""

    def __init__(self, message: str = "", *, diagnostics: Sequence[Diagnostic] = ()) -> None:
        super().__init__(message, diagnostics=diagnostics, code="table")


class RulebookError(InputError):
    """A rulebook has errors; all are listed."""

    def __init__(self, message: str = "", *, diagnostics: Sequence[Diagnostic] = ()) -> None:
        super().__init__(message, diagnostics=diagnostics, code="rulebook")


class FileError(Error, OSError):
    """The disk refused."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message, code="io")


class Cancelled(Error, RuntimeError):  # noqa: N818 - what happened, as in C++
    """Stopped at the caller's request; nothing was changed."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message, code="cancelled")
