"""How much memory stays with the process."""

from __future__ import annotations

from jifen import _jifen
from jifen._arguments import whole_number

__all__ = ["keep_memory"]


def keep_memory(bytes: int) -> None:
    """How much memory of large tables and results stays with the process when they are freed, for the next ones.

    Bytes; 512 MiB unless told. With 0 nothing stays, and what is kept now is freed. New memory is cleared by the system
    page by page, which can be a fifth of the time of an evaluation; the system is told that it may take kept pages at
    any time, so that they are not missed where memory is short. Raises `ArgumentError` for a number below 0.
    """
    _jifen.keep_memory(whole_number("bytes", bytes, 0))
