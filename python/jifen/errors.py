"""What jifen raises on purpose. The C++ library raises these very classes.

Every error has `code`, stable and made for programs; the others carry what they are about as fields.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

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
    """A number does not fit 64 bits of thousandths; `operation` says what was computed.

    `person`, `entry` and `item` say for whom and at what, as they were read; empty where they do not apply: a sum over
    several entries has no entry. The message masks long numbers, they do not.
    """

    def __init__(
        self, message: str = "", *, operation: str = "", person: str = "", entry: str = "", item: str = ""
    ) -> None:
        super().__init__(message, code="overflow")
        self.operation = operation
        self.person = person
        self.entry = entry
        self.item = item


class InputError(Error, ValueError):
    """Something that was read cannot be taken; `diagnostics` lists every problem."""

    def __init__(self, message: str = "", *, diagnostics: Sequence[Diagnostic] = (), code: str = "input") -> None:
        super().__init__(message, code=code)
        self.diagnostics = list(diagnostics)


class TableError(InputError):
    """A table was refused whole: not UTF-8, broken quoting, a required column missing.

    Of a folder of tables also one that cannot be read, so that all that is wrong with the folder is listed at once.
    """

    def __init__(self, message: str = "", *, diagnostics: Sequence[Diagnostic] = ()) -> None:
        super().__init__(message, diagnostics=diagnostics, code="table")


class RulebookError(InputError):
    """A rulebook has errors; all are listed."""

    def __init__(self, message: str = "", *, diagnostics: Sequence[Diagnostic] = ()) -> None:
        super().__init__(message, diagnostics=diagnostics, code="rulebook")


class FileError(Error, OSError):
    """The system refused a file or folder: it is not there, may not be read, the disk is full.

    `filename`, `errno` and `strerror` are those of an OSError; `operation` says what was tried.
    """

    def __init__(
        self,
        message: str = "",
        *,
        operation: str = "",
        filename: str | os.PathLike[str] | None = None,
        errno: int | None = None,
        strerror: str | None = None,
    ) -> None:
        super().__init__(message, code="io")
        self.operation = operation
        self.filename = None if filename is None else os.fspath(filename)
        self.errno = errno
        self.strerror = strerror

    def __str__(self) -> str:
        # OSError would write its own line out of errno and filename, without what was tried and what to do.
        return str(self.args[0])

    def __reduce__(self) -> tuple[type[FileError], tuple[Any, ...], dict[str, Any]]:
        # OSError keeps its three fields outside of __dict__, and pickle would lose them.
        fields = {"filename": self.filename, "errno": self.errno, "strerror": self.strerror}
        return type(self), self.args, {**self.__dict__, **fields}


def refused_by_system(operation: str, path: str | os.PathLike[str], error: OSError, remedy: str) -> FileError:
    """What Python's own error says, as the C++ library says it."""
    reason = error.strerror or str(error)
    return FileError(
        f"{os.fspath(path)}: {operation}: {reason}; {remedy}",
        operation=operation,
        filename=path,
        errno=error.errno,
        strerror=reason,
    )


class Cancelled(Error, RuntimeError):  # noqa: N818 - what happened, as in C++
    """Stopped at the caller's request; nothing was changed."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message, code="cancelled")
