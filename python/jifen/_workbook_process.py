"""What reads workbooks, in a process of its own: the libraries that read them can be made to use up all memory.

The parent writes a line of JSON, what to open; the first answer is the names of the sheets. Then each line names a
sheet; the answer is a line of what is to be known before its rows, and a line for each row. A refusal is an answer.
Only the standard library and the reading library are loaded here: this module is imported without its package.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile

from jifen._broken_cells import NOT_XML, broken_cells, unpacked_size
from jifen._old_sheets import OldWorkbook

__all__ = ["OUT_OF_MEMORY", "SheetReader", "serve"]

OUT_OF_MEMORY = 77
"""The exit status that says so."""

EXACT_IN_EXCEL = 10**15
"""A spreadsheet keeps 15 digits of a number."""
_LONGEST_ROW = 2**24
"""In characters, all cells together."""
_OLD_FORMAT = bytes.fromhex("d0cf11e0a1b11ae1")
"""How an .xls begins, whatever its name."""

Answer = dict[str, Any]


def _refusal(code: str, reason: str, remedy: str = "") -> Answer:
    return {"refused": [code, reason, remedy]}


class SheetReader:
    """One workbook. `opened` is what is known of it, `answers` what is known of one sheet and then its rows."""

    def __init__(self, path: Path, most_bytes: int) -> None:
        self._broken: dict[str | None, str] = {}
        self._book: Any = None
        self._old: OldWorkbook | None = None
        try:
            self.opened = self._open(path, most_bytes)
        # Encrypted, compressed by something else, not what it says it is.
        except (BadZipFile, RuntimeError, NotImplementedError, ValueError) as error:
            self.opened = _refusal("unreadable", f"it is no workbook: {error}")
        except OSError as error:
            self.opened = {"failed": [error.errno, error.strerror]}

    def _open(self, path: Path, most_bytes: int) -> Answer:
        with open(path, "rb") as file:
            is_old = file.read(len(_OLD_FORMAT)) == _OLD_FORMAT
        module, what = ("xlrd", "an .xls workbook") if is_old else ("python_calamine", "a workbook")
        try:
            library = importlib.import_module(module)
        except ImportError:
            return {"needed": [module, what]}
        if is_old:
            self._old = OldWorkbook(path, library)
            return {"sheets": list(self._old.sheet_names)}
        # What is read takes more than its text; a text of blanks takes time alone.
        most_unpacked = most_bytes // 4
        if unpacked_size(path) > most_unpacked:
            remedy = "save each table as CSV, or raise the limit workbook_bytes, of which that is a quarter"
            return _refusal("workbook_too_large", f"unpacked it is larger than {most_unpacked:,} bytes", remedy)
        self._broken = broken_cells(path)
        try:
            self._book = library.CalamineWorkbook.from_path(str(path))
        except library.CalamineError as error:
            raise ValueError(error) from None
        self._error = library.CalamineError
        return {"sheets": list(self._book.sheet_names)}

    def answers(self, sheet: str) -> Iterator[Any]:
        """What is to be known before the rows; then each row that is not blank, as texts."""
        broken = self._broken.get(sheet) or self._broken.get(None)
        if broken == NOT_XML:
            yield _refusal("unreadable", f"the sheet cannot be read: {broken}")
            return
        if broken:
            remedy = "enter its value in the workbook; a formula is calculated when a spreadsheet program saves it"
            yield _refusal("value_not_known", broken, remedy)
            return
        try:
            rows = self._rows(sheet)
        except ValueError as error:
            yield _refusal("unreadable", f"the sheet cannot be read: {error}")
            return
        lines: list[int] = []
        inexact: dict[int, list[int]] = {}
        for line, row in enumerate(rows, 1):
            texts = [cell for cell in row if isinstance(cell, str)]
            length = sum(map(len, texts))
            if length > _LONGEST_ROW:
                yield _refusal("row_too_long", f"row {line} holds more than {_LONGEST_ROW:,} characters")
                return
            if length or len(texts) < len(row):
                lines.append(line)
                columns = [at for at, cell in enumerate(row) if isinstance(cell, float) and abs(cell) >= EXACT_IN_EXCEL]
                if columns:
                    inexact[line] = columns
        yield {"lines": lines, "inexact": list(inexact.items())}
        for line in lines:
            yield [_text(cell) for cell in rows[line - 1]]

    def _rows(self, sheet: str) -> list[list[Any]]:
        if self._old is not None:
            return self._old.rows(sheet)
        try:
            rows: list[list[Any]] = self._book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except self._error as error:
            raise ValueError(error) from None
        return rows


def _text(value: Any) -> str:
    """The text of a cell of a sheet. What a spreadsheet did not keep exactly is given as it is, to be refused."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < EXACT_IN_EXCEL:
            return str(int(value))
        return format(Decimal(repr(value)), "f") if abs(value) < EXACT_IN_EXCEL else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _limit_memory(most_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system
        return
    with contextlib.suppress(ValueError, OSError):  # a lower one is set already, or the system knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answers until the parent closes its end. Out of memory ends the process, which the parent sees."""

    def say(answer: Any) -> None:
        answers.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")

    try:
        asked = json.loads(requests.readline())
        sys.path[:] = asked["modules"]
        _limit_memory(asked["most_bytes"])
        reader = SheetReader(Path(asked["path"]), asked["most_bytes"])
        say(reader.opened)
        answers.flush()
        for request in requests:
            for answer in reader.answers(json.loads(request)):
                say(answer)
            answers.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
