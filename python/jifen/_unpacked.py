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

BLANKS_MOST = 2**24
"""That the cells of an .ods have by number, `text:c`: a reader writes down each."""

_ODS_CONTENT = "content.xml"
_BLANKS = re.compile(rb"""[\s:]c\s*=\s*["']0*(\d+)["']""")
_ROWS_OF_A_SHEET = 2**20
_ATTRIBUTES = rb"""(?:\s+[^\s=<>"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))"""
# References of cells that hold something: one that is only formatted is an empty element.
_FAR = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{2,})\d+["'](?!""" + _ATTRIBUTES + rb"""*\s*/>)""")
_ANY = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*0*(\d+)["']""")
# A row beyond the last that a sheet can have, or near it.
_TALL = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*0*[1-9]\d{6,}["']""")
# Cells and rows that do not say where they are stand behind the one before.
_CELL_OR_ROW = re.compile(rb"""<(?:[^\s<>"'/=]+:)?(c|row)(?=[\s/>])""")
_PLACELESS = re.compile(_CELL_OR_ROW.pattern + rb"(?! r=)(?!" + _ATTRIBUTES + rb"*?\s+r\s*=)")
_OVERLAP = 4096
"""More than a reference has bytes."""
_BLOCK = 2**20


def why_too_large(path: Path) -> str:
    """Why the workbook should not be read; empty if it may be. zipfile.BadZipFile: it says something untrue of itself.

    Of sheets in XML. Of .ods the bytes and the blanks are looked at: the reader counts its cells itself.
    """
    if not zipfile.is_zipfile(path):
        return ""
    with zipfile.ZipFile(path) as book:
        if sum(part.file_size for part in book.infolist()) > BYTES_MOST:
            return f"unpacked it is larger than {BYTES_MOST:,} bytes"
        if _ODS_CONTENT in book.namelist():
            blanks = sum(_number(found[1]) for found in _found(_BLANKS, book, book.getinfo(_ODS_CONTENT)))
            if blanks > BLANKS_MOST:
                return f"it says that more than {BLANKS_MOST:,} blanks stand in its cells"
        # A part of any name can be a sheet: the workbook says which are.
        for part in book.infolist():
            if not part.is_dir() and not _fits(book, part):
                return f"the rows and columns up to its last cell are more than {CELLS_MOST:,} cells"
    return ""


def _fits(book: zipfile.ZipFile, sheet: zipfile.ZipInfo) -> bool:
    columns = max((_column(found[1]) for found in _found(_FAR, book, sheet)), default=_column(b"Z"))
    placeless = any(_found(_PLACELESS, book, sheet))
    if columns * _ROWS_OF_A_SHEET <= CELLS_MOST and not placeless and not any(_found(_TALL, book, sheet)):
        return True
    rows = max((_number(found[1]) for found in _found(_ANY, book, sheet)), default=0)
    if placeless:
        cells_in_a_row, more_rows = _counted(book, sheet)
        columns, rows = columns + cells_in_a_row, rows + more_rows
    return columns * rows <= CELLS_MOST


def _counted(book: zipfile.ZipFile, sheet: zipfile.ZipInfo) -> tuple[int, int]:
    """The most cells in a row, and how many rows there are."""
    most = cells = rows = 0
    for found in _found(_CELL_OR_ROW, book, sheet):
        if found[1] == b"c":
            cells += 1
            most = max(most, cells)
        else:
            cells, rows = 0, rows + 1
    return most, rows


def _number(digits: bytes) -> int:
    """As large as need be to be too large."""
    return int(digits[:10])


def _column(letters: bytes) -> int:
    """AA is 27."""
    number = 0
    for letter in letters.upper()[:8]:  # as large as need be
        number = 26 * number + letter - ord("A") + 1
    return number


def _found(pattern: re.Pattern[bytes], book: zipfile.ZipFile, sheet: zipfile.ZipInfo) -> Iterator[re.Match[bytes]]:
    """Every match in the sheet, which is unpacked a block at a time; some twice if a tag is longer than a block."""
    rest = b""  # from the last tag on: it may go on in the next block
    with book.open(sheet) as unpacked:
        while block := unpacked.read(_BLOCK):
            text = rest + block
            cut = text.rfind(b"<")
            if cut < 0 or len(text) - cut > _BLOCK:
                yield from pattern.finditer(text)
                rest = text[-_OVERLAP:]
            else:
                yield from pattern.finditer(text, 0, cut)
                rest = text[cut:]
    yield from pattern.finditer(rest)
