"""Cells of a workbook whose value is not known: errors, and formulas that no program has calculated.

The library that reads workbooks gives them as empty, as if nothing had been entered.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

__all__ = ["broken_cells"]

_ATTRIBUTES = rb"""((?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*"""
_TAG = rb"<(?:[A-Za-z_][\w.-]*:)?"
_END = rb"</(?:[A-Za-z_][\w.-]*:)?"
_CELL = re.compile(
    _TAG + rb"c" + _ATTRIBUTES + rb"""/?>(?:\s*(?P<formula>""" + _TAG + rb"f" + _ATTRIBUTES + rb"(?:/>|>[^<]*" + _END
    # What stands between a formula and the end of its cell, if that is no value.
    + rb"f\s*>))\s*(?P<nothing>(?:" + _TAG + rb"v\s*(?:/>|>\s*" + _END + rb"v\s*>))?\s*" + _END + rb"c\s*>))?"
)  # fmt: skip
_CELL_OF_ODS = re.compile(_TAG + rb"table-cell" + _ATTRIBUTES + rb"/?>")
_SHEET = re.compile(_TAG + rb"sheet" + _ATTRIBUTES + rb"/?>")
_RELATION = re.compile(_TAG + rb"Relationship" + _ATTRIBUTES + rb"/?>")
_HINT = re.compile(rb"""=\s*["']e["']|""" + _TAG + rb"f[\s/>]")
_BLOCK = 2**20
_TAIL = 2**14
_LONGEST = 2**22
"""An element that is longer holds nothing that a program could have written."""


def broken_cells(path: Path) -> dict[str | None, str]:
    """Why a sheet cannot be taken, by its name; by None what may be of any sheet. Of .xlsx and .ods."""
    found: dict[str | None, str] = {}
    if not zipfile.is_zipfile(path):
        return found
    with zipfile.ZipFile(path) as book:
        parts = {part.filename for part in book.infolist() if not part.is_dir()}
        if "content.xml" in parts:
            if any(_is_broken_ods(cell[1]) for cell in _matches(_CELL_OF_ODS, b"table-cell", book, "content.xml")):
                found[None] = "a cell is an error or a formula that was not calculated"
            return found
        sheets = _sheets(book, parts)
        for part in parts:
            for cell in _matches(_CELL, b"c", book, part, _HINT):
                why = _why_broken(cell)
                if why:
                    found.setdefault(sheets.get(part.casefold()), why)
                    break
    return found


def _why_broken(cell: re.Match[bytes]) -> str:
    kind = _attribute(cell[1], b"t")
    place = _attribute(cell[1], b"r").decode("ascii", "replace")
    name = f"cell {place}" if place else "a cell"
    if kind == b"e":
        return f"{name} is an error"
    # Text that a formula gave may be empty: it says so.
    if cell["formula"] is not None and (kind != b"str" or b"v" not in cell["nothing"]):
        return f"{name} is a formula that was not calculated"
    return ""


def _is_broken_ods(attributes: bytes) -> bool:
    is_error = re.search(rb"""[\s:]value-type\s*=\s*["']error["']""", attributes)
    is_formula = re.search(rb"[\s:]formula\s*=", attributes)
    has_value = re.search(rb"[\s:]value-type\s*=", attributes)
    return bool(is_error or (is_formula and not has_value))


def _attribute(attributes: bytes, name: bytes) -> bytes:
    found = re.search(rb"(?:^|\s)(?:[\w.-]+:)?" + name + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""", attributes)
    return (found[1] if found[1] is not None else found[2]) if found else b""


def _sheets(book: zipfile.ZipFile, parts: set[str]) -> dict[str, str]:
    """The name of the sheet that a part is, by the part in lower case."""
    workbook, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if not {workbook, relations} <= parts:
        return {}
    names = {
        _attribute(sheet[1], b"id"): unescape(_attribute(sheet[1], b"name").decode("utf-8", "replace"))
        for sheet in _matches(_SHEET, b"sheet", book, workbook)
    }
    found = {}
    for relation in _matches(_RELATION, b"Relationship", book, relations):
        target = unescape(_attribute(relation[1], b"Target").decode("utf-8", "replace"))
        part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        name = names.get(_attribute(relation[1], b"Id"))
        if name is not None:
            found[part.casefold()] = name
    return found


def _matches(
    pattern: re.Pattern[bytes], tag: bytes, book: zipfile.ZipFile, part: str, hint: re.Pattern[bytes] | None = None
) -> Iterator[re.Match[bytes]]:
    """Every match in a part, which is unpacked a block at a time. It begins with the tag and has the hint in it."""
    begin = re.compile(_TAG + tag + rb"[\s/>]")
    rest = b""
    with book.open(part) as unpacked:
        while block := unpacked.read(_BLOCK):
            text = rest + block
            # The last element may go on in the next block.
            cut = _last(begin, text, len(text) - _TAIL) or _last(begin, text, len(rest) - _TAIL)
            if hint is None or hint.search(text, 0, cut):
                yield from pattern.finditer(text, 0, cut)
            rest = text[cut:] if len(text) - cut <= _LONGEST else text[-_TAIL:]
    if hint is None or hint.search(rest):
        yield from pattern.finditer(rest)


def _last(pattern: re.Pattern[bytes], text: bytes, since: int) -> int:
    """Where the last match begins; 0 if there is none."""
    at = 0
    for found in pattern.finditer(text, max(since, 0)):
        at = found.start()
    return at
