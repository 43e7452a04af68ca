"""Tables from wherever an analyst has them, turned into what the library reads."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from jifen import _jifen
from jifen._arguments import shown, text_of
from jifen._optional import needed
from jifen._refused import MAY_BE_READ, refused
from jifen._running import Progress
from jifen._workbooks import Reader, Workbook, is_workbook
from jifen.errors import ArgumentError, FileError, TableError, refused_by_system

__all__ = ["Arrow", "RowTable", "read_table"]


class Arrow(Protocol):
    """Whatever hands a table over by the Arrow PyCapsule protocol."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


RowTable = str | os.PathLike[str] | Iterable[Mapping[str, Any]] | Arrow
"""A table: a pandas or polars frame, a pyarrow table, a DuckDB relation or whatever else has `__arrow_c_stream__`; rows
as dicts; or the path of a CSV file, a Parquet file or a workbook (.xlsx, .xls, .ods)."""

PARQUET = {".parquet", ".pq"}

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


def read_table(
    reader: Reader, name: str, table: RowTable, progress: Progress | None, workbook_bytes: int | None = None
) -> None:
    """Gives the reader every row of the table, whatever it is. A table that must be refused does not raise."""
    if isinstance(table, str | os.PathLike):
        path = Path(table)
        try:
            if path.suffix.lower() in PARQUET:
                reader.read_arrow(name, _parquet_stream(path), path.name, progress)
            elif is_workbook(path):
                with Workbook(path, workbook_bytes) as book:
                    book.read(reader, name, progress, alone=True)
            else:
                reader.read_csv(name, path, progress)
        except TableError as error:  # the other tables are judged, too
            reader.refuse(name, error.diagnostics)
        except FileError as error:
            reason = f"{error.operation}: {error.strerror}"
            reader.refuse(name, refused(path.name, "unreadable", reason, MAY_BE_READ).diagnostics)
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
        raise refused(path.name, "unreadable", f"it is no Parquet file: {error}") from None
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
