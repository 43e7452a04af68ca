"""Tables that are refused before the C++ library sees them."""

from __future__ import annotations

from jifen import _jifen
from jifen.errors import TableError

__all__ = ["MAY_BE_READ", "refused"]

MAY_BE_READ = "check that it exists and may be read"


def refused(file: str, code: str, reason: str, remedy: str = "") -> TableError:
    """The error, with its one diagnostic."""
    message = f"table refused: {reason}"
    problem = _jifen.Diagnostic(file=file, code=code, message=message, remedy=remedy)
    return TableError(str(problem), diagnostics=[problem])
