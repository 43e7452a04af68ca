"""Tables from wherever an analyst has them, turned into what the library reads."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from jifen import _jifen
from jifen._arguments import text_of
from jifen.errors import ArgumentError

__all__ = ["RowTable", "Workbook", "add_table", "is_workbook", "needed"]

RowTable = str | os.PathLike[str] | Iterable[Mapping[str, Any]] | Any
"""A table: a pandas or polars frame, a pyarrow table, a DuckDB relation or whatever else has `__arrow_c_stream__`; rows
as dicts; or the path of a CSV file, a Parquet file or a workbook (.xlsx, .xls, .xlsb, .ods)."""

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
}
"""The names under which a sheet of a workbook is a table."""

COLUMNS_NEEDED = {
    "units": ["unit", "level"],
    "households": ["household", "unit"],
    "people": ["person"],
    "roles": ["person", "role", "unit"],
    "links": ["source", "target", "kind"],
    "ledger": ["entry", "date", "actor", "item"],
    "knowledge": ["record", "date", "knower", "stage", "subject", "object"],
}

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


def add_table(builder: _jifen.DistrictBuilder, name: str, table: RowTable, progress: Any = None) -> None:
    """Gives the builder every row of the table, whatever it is."""
    if isinstance(table, str | os.PathLike):
        path = Path(table)
        if path.suffix.lower() in PARQUET:
            builder.add_arrow(name, _parquet_stream(path), path.name, progress)
        elif is_workbook(path):
            Workbook(path).add(builder, name, alone=True)
        else:
            builder.read_csv(name, path, progress)
        return
    if isinstance(table, bytes | Mapping):
        raise _no_table(name, table)
    stream = _arrow_stream(name, table)
    if stream is not None:
        builder.add_arrow(name, stream, "", progress)
    elif isinstance(table, Iterable):
        _add_dicts(builder, name, table)
    else:
        raise _no_table(name, table)


def _no_table(name: str, table: object) -> TypeError:
    kind = type(table).__name__
    return TypeError(
        f"{name}: a table is a data frame, an Arrow table, a list of dicts or the path of a file, not {kind}"
    )


def _arrow_stream(name: str, table: Any) -> Any:
    """What has `__arrow_c_stream__` or `__arrow_c_array__`; None for anything else."""
    if type(table).__module__.split(".")[0] == "pandas" and hasattr(table, "reset_index"):
        # An index without a name is no data; pandas would hand it over as a column.
        unnamed = all(level is None for level in table.index.names)
        table = table.reset_index(drop=unnamed)
    if not hasattr(table, "__arrow_c_stream__") and not hasattr(table, "__arrow_c_array__"):
        return None
    try:
        if hasattr(table, "__arrow_c_stream__"):
            return table.__arrow_c_stream__()
        return table.__arrow_c_array__()
    except (ValueError, TypeError) as error:  # pyarrow's errors are among these
        reason = f"its producer cannot give it as an Arrow table: {error}"
        raise ArgumentError(f"{name}: {reason}", argument=name, value=type(table).__name__) from error


def _parquet_stream(path: Path) -> Any:
    """The file as a stream of batches, by pyarrow or else polars."""
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError:
        return needed("polars", "a Parquet file").read_parquet(path).__arrow_c_stream__()
    pyarrow = importlib.import_module("pyarrow")
    try:
        file = parquet.ParquetFile(path)
    except pyarrow.ArrowInvalid as error:
        raise _jifen.table_error(path.name, "unreadable", f"it is no Parquet file: {error}") from None
    return pyarrow.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches()).__arrow_c_stream__()


# Rows as dicts.


def _cell(value: Any, column: str) -> str:
    """The text of a cell. A float is refused but for quantities: it may not be the number that was written."""
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
            f"{column} = {value!r}: a float keeps neither decimals nor long ids; give a str, int or Decimal"
        )
    kind = type(value).__name__
    raise TypeError(f"{column} = {value!r}: a cell is a str, int, Decimal, date, bool or None, not {kind}")


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
                raise ArgumentError(f"{where} = {key!r}: {reason}", argument=where, value=key)
            seen[key] = None
    return list(seen)


def _add_dicts(builder: _jifen.DistrictBuilder, name: str, table: Iterable[Mapping[str, Any]]) -> None:
    rows = list(table)
    header = _header(name, rows) or COLUMNS_NEEDED[name]

    def texts() -> Iterator[tuple[int, list[str]]]:
        for number, row in enumerate(rows, 1):
            try:
                yield number, [_cell(row.get(column), column) for column in header]
            except TypeError as error:
                raise TypeError(f"{name} row {number}: {error}") from None

    builder.add_rows(name, header, texts(), "", 0)


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
    """The sheets of an Excel or OpenDocument file. Needs python-calamine."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        calamine = needed("python_calamine", "a workbook")
        self._path = Path(path)
        with open(self._path, "rb"):  # the error of a file that is not there or may not be read is Python's own
            pass
        try:
            self._book = calamine.CalamineWorkbook.from_path(str(self._path))
        except calamine.CalamineError as error:
            raise _jifen.table_error(self._path.name, "unreadable", f"it is no workbook: {error}") from None

    def sheet_of(self, name: str) -> str | None:
        """The sheet that holds the table; None if there is none."""
        by_name = {sheet.strip().casefold(): sheet for sheet in self._book.sheet_names}
        found = [by_name[alias] for alias in SHEETS[name] if alias in by_name]
        return found[0] if found else None

    def add(self, builder: _jifen.DistrictBuilder, name: str, *, alone: bool = False) -> None:
        """Gives the builder the rows of the table's sheet; if it is `alone`, of the only sheet there is."""
        sheet = self.sheet_of(name)
        if sheet is None and alone and len(self._book.sheet_names) == 1:
            sheet = self._book.sheet_names[0]
        if sheet is None:
            if not alone:
                return
            names = ", ".join(self._book.sheet_names)
            reason = f"no sheet is named {name}; there are {names}"
            raise _jifen.table_error(self._path.name, "no_sheet", reason)
        rows = [
            (line, [_sheet_cell(cell) for cell in row])
            for line, row in enumerate(self._book.get_sheet_by_name(sheet).to_python(skip_empty_area=False), 1)
            if any(cell != "" for cell in row)
        ]
        file = f"{self._path.name}[{sheet}]"
        at = builder.header_at(name, [cells for _, cells in rows[:100]], file)
        line, header = rows[at]
        while header and not header[-1]:
            header.pop()
        width = len(header)
        body = ((number, cells[:width] if not any(cells[width:]) else cells) for number, cells in rows[at + 1 :])
        builder.add_rows(name, header, body, file, line)
