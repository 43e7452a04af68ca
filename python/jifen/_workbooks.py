"""Workbooks: which sheet is which table, and its rows, from a process of their own (`_workbook_process`)."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from jifen import _jifen
from jifen._arguments import shown
from jifen._optional import not_there
from jifen._refused import MAY_BE_READ, refused
from jifen._running import Progress
from jifen._workbook_process import OUT_OF_MEMORY, SheetReader
from jifen.errors import ArgumentError, TableError, refused_by_system

__all__ = ["MOST_TITLE_ROWS", "Reader", "Workbook", "is_workbook", "workbook_bytes_of"]

MOST_TITLE_ROWS = 1000
WORKBOOK = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
SHEETS = {
    "units": ("units", "单位", "单元", "网格"),
    "households": ("households", "家庭", "住户", "户"),
    "people": ("people", "人员"),
    "roles": ("roles", "职务", "任职"),
    "links": ("links", "联系"),
    "ledger": ("ledger", "台账"),
    "knowledge": ("knowledge", "五知"),
    "nominations": ("nominations", "提名"),
    "door_answers": ("door_answers", "入户核查"),
}
"""The names under which a sheet of a workbook is a table."""

_NUMBERED = re.compile(r"[\s_-]*\(?\d+\)?$")
"""`ledger 2`, as to_excel goes on where a sheet is full; `ledger (2)`, as spreadsheets name a copy."""

LEAST_BYTES = 2**26
"""Less is not enough to begin with."""

# The package itself is not imported there: the process holds Python and the library that reads workbooks, no more.
_START = (
    "import sys, types; package = types.ModuleType('jifen'); package.__path__ = [sys.argv[1]]; "
    "sys.modules['jifen'] = package; from jifen._workbook_process import serve; "
    "serve(sys.stdin.buffer, sys.stdout.buffer)"
)

Reader = _jifen.DistrictReader | _jifen.NominationsReader | _jifen.DoorAnswersReader


def is_workbook(path: str | os.PathLike[str]) -> bool:
    """Whether the path names a workbook."""
    return Path(path).suffix.lower() in WORKBOOK


def workbook_bytes_of(given: int | None) -> int:
    """The memory that reading a workbook may take. By default 4 GiB, or half of what the machine has."""
    if given is None:
        most = 2**32
        with contextlib.suppress(AttributeError, ValueError, OSError):  # the system does not say
            most = min(most, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)
        return max(most, LEAST_BYTES)
    if not LEAST_BYTES <= given < 2**62:
        reason = f"limits: workbook_bytes = {shown(given)}: at least {LEAST_BYTES}"
        raise ArgumentError(reason, argument="limits", value=str(given))
    return given


class Workbook:
    """The sheets of an Excel or OpenDocument file. Needs python-calamine, for .xls xlrd. To be closed."""

    def __init__(self, path: str | os.PathLike[str], most_bytes: int | None = None) -> None:
        self._path = Path(path)
        if self._path.suffix.casefold() == ".xlsb":
            reason = "workbooks of the kind .xlsb are not read"
            raise refused(self._path.name, "unreadable", reason, "save it as .xlsx")
        self._most_bytes = workbook_bytes_of(most_bytes)
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: SheetReader | None = None
        try:
            opened = self._opened()
            if "failed" in opened:
                raise refused_by_system("cannot open the file", self._path, OSError(*opened["failed"]), MAY_BE_READ)
            if "needed" in opened:
                raise not_there(*opened["needed"])
            if "refused" in opened:
                raise refused(self._path.name, *opened["refused"])
            self._names: list[str] = opened["sheets"]
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Workbook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _opened(self) -> dict[str, Any]:
        path = self._path.absolute()
        # In a program that has Python in it, sys.executable is that program.
        if not re.match(r"(python|pypy)", Path(sys.executable or "").name, re.IGNORECASE) or hasattr(sys, "frozen"):
            self._reader = SheetReader(path, self._most_bytes)
            return self._reader.opened
        command = [sys.executable, "-I", "-S", "-c", _START, str(Path(__file__).parent)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._ask({"modules": sys.path, "path": str(path), "most_bytes": self._most_bytes})
        opened: dict[str, Any] = self._answer()
        return opened

    def _ask(self, request: Any) -> None:
        assert self._process is not None and self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None

    def _answer(self) -> Any:
        assert self._process is not None and self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise self._ended()
        return json.loads(line.decode("utf-8", "surrogatepass"))

    def _ended(self) -> TableError:
        """What it means that the process has ended by itself."""
        assert self._process is not None
        status = self._process.wait()
        # The libraries abort where they get no memory; the system kills where it has none.
        if status in (OUT_OF_MEMORY, -signal.SIGABRT, -getattr(signal, "SIGKILL", 9)):
            reason = f"reading it takes more than {self._most_bytes:,} bytes of memory"
            remedy = "delete what lies beyond the tables, save each table as CSV, or raise the limit workbook_bytes"
            return refused(self._path.name, "workbook_too_large", reason, remedy)
        reason = f"it is no workbook: the library that reads it broke down (status {status})"
        return refused(self._path.name, "unreadable", reason, "save it anew by a spreadsheet program, or as CSV")

    def _answers(self, sheet: str) -> Iterator[Any]:
        """What is to be known of a sheet, then its rows."""
        if self._reader is not None:
            yield from self._reader.answers(sheet)
            return
        self._ask(sheet)
        known = self._answer()
        yield known
        for _ in known.get("lines", ()):
            yield self._answer()

    def sheet_of(self, name: str) -> str | None:
        """The sheet that holds the table; None if there is none. TableError: several do, or may."""
        named = [sheet for sheet in self._names if sheet.strip().casefold() in SHEETS[name]]
        numbered = [
            sheet
            for sheet in self._names
            if sheet not in named and _NUMBERED.sub("", sheet.strip().casefold()) in SHEETS[name]
        ]
        if len(named) > 1 or (numbered and (named or len(self._names) > 1)):
            all_of_them = " and ".join(named + numbered)
            reason = f"{all_of_them} may all be the table {name}" if len(named + numbered) > 1 else ""
            reason = reason or f"{all_of_them} may be the table {name}, or a part of it"
            remedy = f"name one sheet {name}, and no other like it; or save each as CSV and hand them over together"
            raise refused(self._path.name, "several_sheets", reason, remedy)
        return named[0] if named else None

    def read(self, reader: Reader, name: str, progress: Progress | None, *, alone: bool = False) -> None:
        """Gives the reader the rows of the table's sheet; if it is `alone`, of the only sheet there is.

        TableError: the table cannot be told, or what reads it has ended.
        """
        sheet = self.sheet_of(name)
        if sheet is None and alone and len(self._names) == 1:
            sheet = self._names[0]
        if sheet is None:
            if alone:
                there = ", ".join(self._names)
                raise refused(self._path.name, "no_sheet", f"no sheet is named {name}; there are {there}")
            return
        file = f"{self._path.name}[{sheet}]"
        rows = self._answers(sheet)
        known = next(rows)
        if "refused" in known:
            raise refused(file, *known["refused"])
        lines: list[int] = known["lines"]
        first_rows = list(islice(rows, MOST_TITLE_ROWS))
        try:
            at = reader.header_at(name, first_rows)
        except ArgumentError:
            reason = "no row of the sheet names the columns that are needed"
            raise refused(file, "no_header", reason, "name the columns") from None
        header = list(first_rows[at])
        while header and not header[-1]:
            header.pop()
        width = len(header)
        blanks = [""] * width  # a row of an .xls ends with its last cell

        def body() -> Iterator[list[str]]:
            for part in (first_rows[at + 1 :], rows):
                for cells in part:
                    yield cells if any(cells[width:]) else cells[:width] + blanks[len(cells) :]

        inexact = {column for line, columns in known["inexact"] if line > lines[at] for column in columns}
        reader.read_rows(name, header, body(), len(lines) - at - 1, progress, file, lines[at:], sorted(inexact))
