"""Text in columns: Chinese characters are two cells wide."""

from __future__ import annotations

from collections.abc import Sequence

from jifen import _jifen

__all__ = ["columns", "pad", "printable", "width"]


def printable(text: str) -> str:
    """The text on one line for people: controls, line breaks among them, as \\xNN, invisible characters as \\u{N}."""
    return _jifen.printable(text.encode("utf-8", "backslashreplace").decode())


def width(text: str) -> int:
    """The cells the text takes in a terminal."""
    return _jifen.display_width(text.encode("utf-8", "replace").decode())


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """The text with blanks up to so many cells: after it, or before it to stand on the right."""
    blanks = " " * (cells - width(text))
    return blanks + text if right else text + blanks


def columns(rows: Sequence[Sequence[str]], right: Sequence[bool], *, indent: str = "") -> str:
    """Rows as aligned lines, each cell `printable`; `right` says which columns stand on the right."""
    rows = [[printable(cell) for cell in row] for row in rows]
    widths = [max((width(row[i]) for row in rows), default=0) for i in range(len(right))]
    lines = (
        indent + "  ".join(pad(cell, cells, right=side) for cell, cells, side in zip(row, widths, right, strict=True))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
