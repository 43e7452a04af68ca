"""Tables of numbers from wherever an analyst has them, as rows of floats in one block."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jifen._arguments import shown
from jifen._optional import needed
from jifen.errors import ArgumentError

__all__ = ["NumberTable", "numbers"]

_NAN = float("nan")


def number(value: Any, where: str) -> float:
    """The value as a float; None and pandas' NA as NaN. Text is no number."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return _NAN
    if isinstance(value, str | bytes):
        raise TypeError(f"{where} = {shown(value)}: it is a number, not {type(value).__name__}")
    if isinstance(value, int | Decimal | Fraction):
        try:
            return float(value)
        except OverflowError:
            raise ArgumentError(f"{where}: it is too large", argument=where, value=str(value)[:64]) from None
    try:
        return float(value)
    except TypeError:
        raise TypeError(f"{where} = {shown(value)}: it is a number, not {type(value).__name__}") from None


def numbers(values: Iterable[Any], where: str) -> list[float]:
    """Every value as a float."""
    try:
        iter(values)
    except TypeError:
        raise TypeError(f"{where} = {shown(values)}: they are numbers, not one {type(values).__name__}") from None
    return [number(value, f"{where}[{place}]") for place, value in enumerate(values)]


class NumberTable:
    """Rows × columns of floats, with the names of columns and rows if the source knows them."""

    def __init__(self, values: array[float], rows: int, columns: int, names: list[str] | None) -> None:
        self.values = values
        self.rows = rows
        self.columns = columns
        self.names = names
        self.labels: list[str] | None = None

    @classmethod
    def of(cls, table: Any, labels: str | None = None, wanted: list[str] | None = None) -> NumberTable:
        """From a numpy array, rows of numbers, rows as dicts, columns by name, or a data frame of any make.

        `labels` names a column that holds no numbers but the names of the rows; where columns have names, those
        `wanted` are taken, or all others.
        """
        if isinstance(table, str | bytes):
            raise TypeError(f"values = {shown(table)}: a table of numbers, not {type(table).__name__}")
        columns = _columns_of(table)
        if columns is not None:
            return cls._of_columns(columns, labels, wanted)
        if labels is not None:
            raise ArgumentError(
                f"alternatives = {shown(labels)}: the table has no columns with names",
                argument="alternatives",
                value=labels,
            )
        rows = [numbers(row, f"values[{place}]") for place, row in enumerate(_rows_of(table))]
        width = len(rows[0]) if rows else 0
        for place, row in enumerate(rows):
            if len(row) != width:
                reason = f"a row is as long as the first, {width}"
                raise ArgumentError(f"values[{place}]: {reason}", argument="values", value=str(len(row)))
        return cls(array("d", (value for row in rows for value in row)), len(rows), width, None)

    @classmethod
    def _of_columns(cls, columns: dict[str, Any], labels: str | None, wanted: list[str] | None) -> NumberTable:
        there = ", ".join(columns)
        for argument, asked in (("alternatives", [] if labels is None else [labels]), ("names", wanted or [])):
            for name in asked:
                if name not in columns:
                    reason = f"there is no such column; there are {there}"
                    raise ArgumentError(f"{argument} = {shown(name)}: {reason}", argument=argument, value=name)
        texts = None if labels is None else [str(value) for value in columns[labels]]
        taken = [name for name in columns if name != labels] if wanted is None else wanted
        columns = {name: columns[name] for name in taken}
        cells = [numbers(column, name) for name, column in columns.items()]
        lengths = {len(column) for column in cells}
        if len(lengths) > 1:
            raise ArgumentError("values: columns are equally long", argument="values", value=str(sorted(lengths)))
        block = array("d", (value for row in zip(*cells, strict=True) for value in row))
        table = cls(block, lengths.pop() if lengths else 0, len(cells), list(columns))
        table.labels = texts
        return table


def _columns_of(table: Any) -> dict[str, Any] | None:
    """The columns by name; None for what has no names."""
    if isinstance(table, Mapping):
        return {str(name): column for name, column in table.items()}
    if isinstance(table, Sequence) and table and all(isinstance(row, Mapping) for row in table):
        keys = dict.fromkeys(key for row in table for key in row)
        return {str(key): [row.get(key) for row in table] for key in keys}
    make = type(table).__module__.split(".")[0]
    if make == "polars" and hasattr(table, "collect"):
        table = table.collect()
    if make in ("pandas", "polars", "jifen") and hasattr(table, "columns"):
        return {str(name): table[name] for name in table.columns}
    if hasattr(table, "__arrow_c_stream__"):
        arrow = needed("pyarrow", "a table by the Arrow protocol").table(table)
        return {name: arrow.column(place).to_pylist() for place, name in enumerate(arrow.column_names)}
    return None


def _rows_of(table: Any) -> Iterable[Any]:
    shape = getattr(table, "shape", None)
    if shape is not None and len(shape) != 2:
        reason = f"it has {len(shape)} dimensions, not 2"
        raise ArgumentError(f"values: {reason}", argument="values", value=str(tuple(shape)))
    tolist = getattr(table, "tolist", None)  # numpy's own loop is far quicker
    rows = tolist() if shape is not None and tolist is not None else table
    if not isinstance(rows, Iterable):
        raise TypeError(f"values: a table of numbers, not {type(table).__name__}")
    return rows
