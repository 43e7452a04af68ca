"""Tables from wherever an analyst has them, turned into what the library reads."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol
from zipfile import BadZipFile

from jifen import _jifen
from jifen._arguments import shown, text_of
from jifen._broken_cells import broken_cells
from jifen._old_sheets import OldWorkbook
from jifen._running import Progress
from jifen._unpacked import why_too_large
from jifen.errors import ArgumentError, FileError, TableError, refused_by_system

__all__ = ["Arrow", "RowTable", "Workbook", "is_workbook", "needed", "read_table"]


class Arrow(Protocol):
    """Whatever hands a table over by the Arrow PyCapsule protocol."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


RowTable = str | os.PathLike[str] | Iterable[Mapping[str, Any]] | Arrow
"""A table: a pandas or polars frame, a pyarrow table, a DuckDB relation or whatever else has `__arrow_c_stream__`; rows
as dicts; or the path of a CSV file, a Parquet file or a workbook (.xlsx, .xls, .ods)."""

MAY_BE_READ = "check that it exists and may be read"
PARQUET = {".parquet", ".pq"}
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

_OLD_FORMAT = bytes.fromhex("d0cf11e0a1b11ae1")
"""How an .xls begins, whatever its name."""
_SEVERAL = re.compile(r"\s*\(?\d+\)?$")
"""`ledger 2`, as to_excel goes on where a sheet is full; `ledger (2)`, as spreadsheets name a copy."""

COLUMNS_NEEDED = {
    "units": ["unit", "level"],
    "households": ["household", "unit"],
    "people": ["person"],
    "roles": ["person", "role", "unit"],
    "links": ["source", "target", "kind"],
    "ledger": ["entry", "date", "actor", "item"],
    "knowledge": ["record", "date", "knower", "stage", "subject", "object"],
    "nominations": ["grid", "person", "by"],
    "door_answers": ["household", "stage", "asked", "known"],
}

_QUOTED = re.compile(r"""'[^']*'|"[^"]*"|`[^`]*`""")

MOST_TITLE_ROWS = 1000
EXACT_IN_EXCEL = 10**15
"""A spreadsheet keeps 15 digits of a number."""


def needed(module: str, what_for: str) -> Any:
    """The module, or an error that says how to get it."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise ImportError(f"{what_for} needs {module}: pip install {module}") from None


def is_workbook(path: str | os.PathLike[str]) -> bool:
    """Whether the path names a workbook."""
    return Path(path).suffix.lower() in WORKBOOK


Reader = _jifen.DistrictReader | _jifen.NominationsReader | _jifen.DoorAnswersReader


def read_table(reader: Reader, name: str, table: RowTable, progress: Progress | None) -> None:
    """Gives the reader every row of the table, whatever it is. A table that must be refused does not raise."""
    if isinstance(table, str | os.PathLike):
        path = Path(table)
        try:
            if path.suffix.lower() in PARQUET:
                reader.read_arrow(name, _parquet_stream(path), path.name, progress)
            elif is_workbook(path):
                Workbook(path).read(reader, name, progress, alone=True)
            else:
                reader.read_csv(name, path, progress)
        except TableError as error:  # the other tables are judged, too
            reader.refuse(name, error.diagnostics)
        except FileError as error:
            reason = f"{error.operation}: {error.strerror}"
            reader.refuse(name, _refused(path.name, "unreadable", reason, MAY_BE_READ).diagnostics)
        return
    if isinstance(table, bytes | Mapping):
        raise _no_table(name, table)
    stream = _arrow_stream(name, table)
    if stream is not None:
        reader.read_arrow(name, stream, "", progress)
    elif isinstance(table, Iterable):
        _read_dicts(reader, name, table, progress)
    else:
        raise _no_table(name, table)


def _refused(file: str, code: str, reason: str, remedy: str = "") -> TableError:
    message = f"table refused: {reason}"
    problem = _jifen.Diagnostic(file=file, code=code, message=message, remedy=remedy)
    return TableError(str(problem), diagnostics=[problem])


def _no_table(name: str, table: object) -> TypeError:
    kind = type(table).__name__
    return TypeError(
        f"{name}: a table is a data frame, an Arrow table, a list of dicts or the path of a file, not {kind}"
    )


def _arrow_stream(name: str, table: Any) -> Any:
    """What has `__arrow_c_stream__` or `__arrow_c_array__`; None for anything else."""
    try:
        if type(table).__module__.split(".")[0] == "pandas" and hasattr(table, "reset_index"):
            # An index without a name is no data; pandas would hand it over as a column.
            unnamed = all(level is None for level in table.index.names)
            table = table.reset_index(drop=unnamed)
        if type(table).__module__.split(".")[0] == "polars" and hasattr(table, "collect"):
            table = table.collect()
        if hasattr(table, "__arrow_c_stream__"):
            return table.__arrow_c_stream__()
        if hasattr(table, "__arrow_c_array__"):
            return table.__arrow_c_array__()
        return None
    except Exception as error:  # every library has its own
        reason = f"its producer cannot give it as an Arrow table: {_said(error)}"
    # Not from the producer's error: a traceback would show the cell that it failed at.
    raise ArgumentError(f"{name}: {reason}", argument=name, value=type(table).__name__) from None


def _said(error: Exception) -> str:
    """What a producer says of its failure, without what it quotes: often the cell that it failed at."""
    first = str(error).strip().split("\n")[0]
    return f"{type(error).__name__}: {_jifen.mask_long_numbers(_QUOTED.sub('…', first))}"


def _parquet_stream(path: Path) -> Any:
    """The file as a stream of batches, by pyarrow or else polars."""
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError:
        return needed("polars", "a Parquet file").read_parquet(path).__arrow_c_stream__()
    pyarrow = importlib.import_module("pyarrow")
    try:
        file = parquet.ParquetFile(path)
        schema = file.schema_arrow
    except (pyarrow.ArrowException, UnicodeError) as error:
        raise _refused(path.name, "unreadable", f"it is no Parquet file: {error}") from None
    except OSError as error:
        raise refused_by_system("cannot open the file", path, error, MAY_BE_READ) from error
    return pyarrow.RecordBatchReader.from_batches(schema, file.iter_batches()).__arrow_c_stream__()


# Rows as dicts.


def _cell(value: Any, column: str) -> str:
    """The text of a cell. A float is refused: it may not be the number that was written."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float):
        raise TypeError(
            f"{column} = {shown(value)}: a float keeps neither decimals nor long ids; give a str, int or Decimal"
        )
    # What holds a name may be of any kind: it is told by its kind alone.
    raise TypeError(f"{column}: a cell is a str, int, Decimal, date, bool or None, not {type(value).__name__}")


def _header(name: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every key of any row, in the order in which they are first seen."""
    seen: dict[str, None] = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise TypeError(f"{name} row {number}: a row is a dict, not {type(row).__name__}")
        if row.keys() <= seen.keys():
            continue
        for key in row:
            where = f"{name} row {number}, column"
            if not text_of(where, key) or "\0" in key:
                reason = "a column has a name, without the character NUL"
                raise ArgumentError(f"{where} = {shown(key)}: {reason}", argument=where, value=key)
            seen[key] = None
    return list(seen)


def _read_dicts(reader: Reader, name: str, table: Iterable[Mapping[str, Any]], progress: Progress | None) -> None:
    rows = list(table)
    header = _header(name, rows) or COLUMNS_NEEDED[name]

    def texts() -> Iterator[list[str]]:
        for number, row in enumerate(rows, 1):
            try:
                yield [_cell(row.get(column), column) for column in header]
            except TypeError as error:
                raise TypeError(f"{name} row {number}: {error}") from None

    reader.read_rows(name, header, texts(), len(rows), progress)


# Workbooks.


def _sheet_cell(value: Any) -> str:
    """The text of a cell of a sheet. What a spreadsheet did not keep exactly is given as it is, to be refused."""
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


class Workbook:
    """The sheets of an Excel or OpenDocument file. Needs python-calamine, for .xls xlrd."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        try:
            with open(self._path, "rb") as file:
                is_old = file.read(len(_OLD_FORMAT)) == _OLD_FORMAT
            self._open(is_old)
        except TableError:
            raise
        # Encrypted, compressed by something else, not what it says it is.
        except (BadZipFile, RuntimeError, NotImplementedError, ValueError) as error:
            raise _refused(self._path.name, "unreadable", f"it is no workbook: {error}") from None
        except OSError as error:
            raise refused_by_system("cannot open the file", self._path, error, MAY_BE_READ) from error

    def _open(self, is_old: bool) -> None:
        """Sets `_rows`, which gives the rows of a sheet."""
        if self._path.suffix.casefold() == ".xlsb":
            reason = "workbooks of the kind .xlsb are not read"
            raise _refused(self._path.name, "unreadable", reason, "save it as .xlsx")
        if is_old:
            old = OldWorkbook(self._path, needed("xlrd", "an .xls workbook"))
            self._broken: dict[str | None, str] = {}
            self._names: Sequence[str] = old.sheet_names
            self._rows: Callable[[str], list[list[Any]]] = old.rows
            return
        calamine = needed("python_calamine", "a workbook")
        too_large = why_too_large(self._path)
        if too_large:
            remedy = "delete what lies beyond the tables, or save each table as CSV"
            raise _refused(self._path.name, "workbook_too_large", too_large, remedy)
        self._broken = broken_cells(self._path)
        try:
            book = calamine.CalamineWorkbook.from_path(str(self._path))
        except calamine.CalamineError as error:
            raise ValueError(error) from None
        self._names = book.sheet_names

        def rows(sheet: str) -> list[list[Any]]:
            try:
                cells: list[list[Any]] = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            except calamine.CalamineError as error:
                raise ValueError(error) from None
            return cells

        self._rows = rows

    def sheet_of(self, name: str) -> str | None:
        """The sheet that holds the table; None if there is none. TableError: several do, or may."""
        named = [sheet for sheet in self._names if sheet.strip().casefold() in SHEETS[name]]
        more = [sheet for sheet in self._names if _SEVERAL.sub("", sheet.strip().casefold()) in SHEETS[name]]
        if len(named) > 1 or (named and len(more) > 1):
            both = " and ".join(dict.fromkeys(named + more))
            remedy = "leave one, or save each as CSV and hand them over together"
            raise _refused(self._path.name, "several_sheets", f"{both} may all be the table {name}", remedy)
        return named[0] if named else None

    def read(self, reader: Reader, name: str, progress: Progress | None, *, alone: bool = False) -> None:
        """Gives the reader the rows of the table's sheet; if it is `alone`, of the only sheet there is."""
        try:
            sheet = self.sheet_of(name)
        except TableError as refusal:
            reader.refuse(name, refusal.diagnostics)
            return
        if sheet is None and alone and len(self._names) == 1:
            sheet = self._names[0]
        if sheet is None:
            if alone:
                there = ", ".join(self._names)
                problem = _refused(self._path.name, "no_sheet", f"no sheet is named {name}; there are {there}")
                reader.refuse(name, problem.diagnostics)
            return
        file = f"{self._path.name}[{sheet}]"
        broken = self._broken.get(sheet) or self._broken.get(None)
        if broken:
            remedy = "enter its value in the workbook; a formula is calculated when a spreadsheet program saves it"
            reader.refuse(name, _refused(file, "value_not_known", broken, remedy).diagnostics)
            return
        try:
            cells_by_row = self._rows(sheet)
        except ValueError as error:
            reader.refuse(name, _refused(file, "unreadable", f"the sheet cannot be read: {error}").diagnostics)
            return
        rows = [
            (line, [_sheet_cell(cell) for cell in row])
            for line, row in enumerate(cells_by_row, 1)
            if any(cell != "" for cell in row)
        ]
        try:
            at = reader.header_at(name, [cells for _, cells in rows[:MOST_TITLE_ROWS]])
        except ArgumentError:
            reason = "no row of the sheet names the columns that are needed"
            reader.refuse(name, _refused(file, "no_header", reason, "name the columns").diagnostics)
            return
        lines = [line for line, _ in rows[at:]]
        inexact = {
            column
            for line in lines[1:]
            for column, cell in enumerate(cells_by_row[line - 1])
            if isinstance(cell, float) and abs(cell) >= EXACT_IN_EXCEL
        }
        header = list(rows[at][1])
        while header and not header[-1]:
            header.pop()
        width = len(header)
        blanks = [""] * width  # a row of an .xls ends with its last cell
        body = (cells if any(cells[width:]) else cells[:width] + blanks[len(cells) :] for _, cells in rows[at + 1 :])
        reader.read_rows(name, header, body, len(rows) - at - 1, progress, file, lines, sorted(inexact))
