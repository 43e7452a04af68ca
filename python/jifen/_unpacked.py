"""What a workbook would take in memory, found out before a library unpacks it: a few kilobytes can say anything."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

__all__ = ["BYTES_MOST", "CELLS_MOST", "why_too_large"]

BYTES_MOST = 2**30
"""Of all parts of the workbook, unpacked."""
CELLS_MOST = 2**25
"""From A1 to the last row and column of a sheet: a reader makes room for all of them, empty or not."""

_ROWS_OF_A_SHEET = 2**20
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# References of cells that hold something: one that is only formatted ends in "/>".
_FAR = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{2,3})\d{1,7}["'](?![^<>]*/>)""")
_ANY = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,3}(\d{1,7})["']""")
_BLOCK = 2**20


def why_too_large(path: Path) -> str:
    """Why the workbook should not be read; empty if it may be. zipfile.BadZipFile: it says something untrue of itself.

    Of sheets in XML. An .xls cannot be large, and of .ods and .xlsb only the bytes are looked at: the reader counts
    the cells of an .ods itself.
    """
    if not zipfile.is_zipfile(path):
        return ""
    with zipfile.ZipFile(path) as book:
        if sum(part.file_size for part in book.infolist()) > BYTES_MOST:
            return f"unpacked it is larger than {BYTES_MOST:,} bytes"
        for part in book.infolist():
            if _SHEET.fullmatch(part.filename) and not _fits(book, part):
                return f"the rows and columns up to its last cell are more than {CELLS_MOST:,} cells"
    return ""


def _fits(book: zipfile.ZipFile, sheet: zipfile.ZipInfo) -> bool:
    columns = max((_column(found[1]) for found in _found(_FAR, book, sheet)), default=0)
    if columns * _ROWS_OF_A_SHEET <= CELLS_MOST:
        return True
    return columns * max(int(found[1]) for found in _found(_ANY, book, sheet)) <= CELLS_MOST


def _column(letters: bytes) -> int:
    """AA is 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - ord("A") + 1
    return number


def _found(pattern: re.Pattern[bytes], book: zipfile.ZipFile, sheet: zipfile.ZipInfo) -> Iterator[re.Match[bytes]]:
    """Every match in the sheet, which is unpacked a block at a time."""
    rest = b""  # from the last tag on: it may go on in the next block
    with book.open(sheet) as unpacked:
        while block := unpacked.read(_BLOCK):
            text = rest + block
            cut = text.rfind(b"<") if len(rest) <= _BLOCK else len(text)
            yield from pattern.finditer(text, 0, cut)
            rest = text[cut:]
    yield from pattern.finditer(rest)
