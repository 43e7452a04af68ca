"""Cells of a workbook whose value is not known: errors, and formulas that no program has calculated.

The library that reads workbooks gives them as empty, as if nothing had been entered.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

__all__ = ["NOT_XML", "broken_cells", "unpacked_size"]

NOT_XML = "it is not well-formed XML"
"""What is said of a sheet that no parser understands."""

_BLOCK = 2**20
# What is spelt otherwise than these can find (an attribute in other quotes, another encoding) is suspect, too.
_OTHER_SPELLING = (
    b"<!",
    b"='",
    b'="&#',
    b"\0",
    *(pair for blank in b" \t\n\r" for pair in (b"%c=" % blank, b"=%c" % blank)),
)
_MAY_BE_BROKEN = (b't="e"', b"<f", b":f")
_MAY_BE_BROKEN_ODS = (b"formula", b"error")
_ERROR_TEXT = re.compile(r"#[A-Z0-9/]+[!?]?|(?:Err|错误):\d+")
"""What an office program shows for an error; old ones write it beside the value 0."""

Attributes = dict[str, str]


def unpacked_size(path: Path) -> int:
    """What the parts of the workbook say to be, in bytes. 0 if it is none."""
    if not zipfile.is_zipfile(path):
        return 0
    with zipfile.ZipFile(path) as book:
        return sum(part.file_size for part in book.infolist())


def broken_cells(path: Path) -> dict[str | None, str]:
    """Why a sheet cannot be taken, by its name; by None what may be of any sheet. Of .xlsx and .ods.

    Each part is read once, in blocks; a second time, by a parser, if something in it may be a formula or an error.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as book:
        parts = {part.filename for part in book.infolist() if not part.is_dir()}
        if "content.xml" in parts:
            return _BrokenInOds().found_in(book) if _is_suspect(book, "content.xml", _MAY_BE_BROKEN_ODS) else {}
        sheets = _sheets(book, parts)
        found: dict[str | None, str] = {}
        # A part of any name can be a sheet: the workbook says which are.
        for part in sorted(parts):
            if _is_suspect(book, part, _MAY_BE_BROKEN):
                sheet = sheets.get(part.casefold())
                why, is_xml = _BrokenInXlsx().look(book, part)
                if why:
                    found.setdefault(sheet, why)
                elif not is_xml and sheet is not None:
                    found[sheet] = NOT_XML
        return found


def _is_suspect(book: zipfile.ZipFile, part: str, hints: tuple[bytes, ...]) -> bool:
    overlap = b""
    with book.open(part) as unpacked:
        while block := unpacked.read(_BLOCK):
            text = overlap + block
            if any(hint in text for hint in (*hints, *_OTHER_SPELLING)):
                return True
            overlap = block[-16:]
    return False


def _local(name: str) -> str:
    """Without the prefix of its namespace."""
    return name.rpartition(":")[2]


def _attribute(attributes: Attributes, name: str) -> str:
    return next((value for key, value in attributes.items() if _local(key) == name), "")


def _parse(book: zipfile.ZipFile, part: str, **handlers: Callable[..., Any]) -> bool:
    """Whether the part is XML."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    with book.open(part) as unpacked:
        try:
            while block := unpacked.read(_BLOCK):
                parser.Parse(block)
            parser.Parse(b"", True)
        except _Enough:
            pass
        except expat.ExpatError:
            return False
    return True


class _Enough(Exception):  # noqa: N818 - no error: the rest of the part need not be read
    pass


class _BrokenInXlsx:
    """Looks for the first broken cell of a part."""

    def __init__(self) -> None:
        self._why = ""
        self._kind = self._place = ""
        self._in_cell = self._has_formula = self._has_value = self._has_content = self._in_value = False

    def look(self, book: zipfile.ZipFile, part: str) -> tuple[str, bool]:
        """Why the part cannot be taken, if a cell is why; whether it is XML."""
        is_xml = _parse(
            book, part, StartElementHandler=self._start, EndElementHandler=self._end, CharacterDataHandler=self._text
        )
        return self._why, is_xml

    def _start(self, tag: str, attributes: Attributes) -> None:
        name = _local(tag)
        if name == "c":
            self._kind, self._place = _attribute(attributes, "t"), _attribute(attributes, "r")
            self._in_cell, self._has_formula, self._has_value, self._has_content = True, False, False, False
        elif self._in_cell and name == "f":
            self._has_formula = True
        elif self._in_cell and name == "v":
            self._has_value = self._in_value = True

    def _text(self, text: str) -> None:
        if self._in_value and not text.isspace():
            self._has_content = True

    def _end(self, tag: str) -> None:
        name = _local(tag)
        if name == "v":
            self._in_value = False
        elif name == "c" and self._in_cell:
            self._in_cell = False
            cell = f"cell {self._place}" if self._place else "a cell"
            if self._kind == "e":
                self._why = f"{cell} is an error"
            # Text that a formula gave may be empty: it says so.
            elif self._has_formula and not self._has_content and not (self._kind == "str" and self._has_value):
                self._why = f"{cell} is a formula that was not calculated"
            if self._why:
                raise _Enough


class _BrokenInOds:
    """Looks for the first broken cell of each sheet."""

    def __init__(self) -> None:
        self._found: dict[str | None, str] = {}
        self._sheet = ""
        self._row = self._column = self._rows = self._columns = 0
        self._has_formula = self._is_cell = False
        self._kind = self._shown = ""

    def found_in(self, book: zipfile.ZipFile) -> dict[str | None, str]:
        is_xml = _parse(
            book,
            "content.xml",
            StartElementHandler=self._start,
            EndElementHandler=self._end,
            CharacterDataHandler=self._text,
        )
        return self._found if is_xml else {None: NOT_XML}

    def _start(self, tag: str, attributes: Attributes) -> None:
        name = _local(tag)
        if name == "table":
            self._sheet, self._row = _attribute(attributes, "name"), 0
            self._rows = 0
        elif name == "table-row":
            self._row += self._rows or 1
            self._rows = _count(_attribute(attributes, "number-rows-repeated"))
            self._column, self._columns = 0, 1
        elif name in ("table-cell", "covered-table-cell"):
            self._column += self._columns
            self._columns = _count(_attribute(attributes, "number-columns-repeated"))
            self._has_formula = any(_local(key) == "formula" for key in attributes)
            # An extension says the kind once more: of an error it says so there alone.
            kinds = [value for key, value in attributes.items() if _local(key) == "value-type"]
            self._kind = "error" if "error" in kinds else "".join(kinds[:1])
            self._is_cell, self._shown = True, ""

    def _text(self, text: str) -> None:
        if self._is_cell and self._has_formula and len(self._shown) < 64:
            self._shown += text

    def _end(self, tag: str) -> None:
        if _local(tag) not in ("table-cell", "covered-table-cell") or not self._is_cell:
            return
        self._is_cell = False
        cell = f"row {self._row}, column {self._column}"
        is_shown = self._has_formula and self._kind != "string" and _ERROR_TEXT.fullmatch(self._shown.strip())
        if self._kind == "error" or is_shown:
            self._found.setdefault(self._sheet, f"{cell} is an error")
        elif self._has_formula and not self._kind:
            self._found.setdefault(self._sheet, f"{cell} is a formula that was not calculated")


def _count(digits: str) -> int:
    """How often something is repeated."""
    return int(digits[:10]) if digits.isascii() and digits.isdigit() else 1


def _sheets(book: zipfile.ZipFile, parts: set[str]) -> dict[str, str]:
    """The name of the sheet that a part is, by the part in lower case."""
    workbook, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if not {workbook, relations} <= parts:
        return {}
    names: dict[str, str] = {}
    found: dict[str, str] = {}

    def sheet(tag: str, attributes: Attributes) -> None:
        if _local(tag) == "sheet":
            names[_attribute(attributes, "id")] = _attribute(attributes, "name")

    def relation(tag: str, attributes: Attributes) -> None:
        if _local(tag) == "Relationship" and attributes.get("Id") in names:
            part = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
            found[part.casefold()] = names[attributes["Id"]]

    _parse(book, workbook, StartElementHandler=sheet)
    _parse(book, relations, StartElementHandler=relation)
    return found
