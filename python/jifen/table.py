"""Result tables."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any, overload

from jifen import _jifen
from jifen._arguments import shown, text_of
from jifen._excel import write_workbook
from jifen._optional import needed
from jifen._width import columns as aligned
from jifen._width import printable

__all__ = ["Cell", "Table"]

Cell = str | int | bool | Decimal | date | None
"""Text, counts, flags, points and scores, days; None for a blank."""

_SHOWN = 10
_BLOCK = 4096


def cell_text(cell: Any) -> str:
    """A cell as the CSV writes it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell)


class Table:
    """A result table: named columns of equal length.

    `t["total"]` is a column as a list, `t[3]` a row as a dict, `t[:3]` a list of rows; points are `decimal.Decimal`,
    days `datetime.date`, counts `int`, flags `bool`, blanks None. It keeps what it refers to alive.
    """

    def __init__(self, core: _jifen.Table) -> None:
        self._core = core

    @property
    def name(self) -> str:
        return self._core.name

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return self._core.columns

    def __len__(self) -> int:
        return len(self._core)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for begin in range(0, len(self), _BLOCK):
            yield from self._rows(begin, begin + _BLOCK)

    @overload
    def __getitem__(self, key: str) -> list[Any]: ...
    @overload
    def __getitem__(self, key: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, key: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, key: str | int | slice) -> list[Any] | dict[str, Any] | list[dict[str, Any]]:
        if isinstance(key, str):
            if key not in self.columns:
                raise KeyError(f"{self.name} has no column {shown(key)}; it has {', '.join(self.columns)}")
            return self._core.values(key, 0, len(self))
        if isinstance(key, slice):
            begin, end, step = key.indices(len(self))
            if step == 1:
                return self._rows(begin, end)
            return [self[row] for row in range(begin, end, step)]
        row = key + len(self) if key < 0 else key
        if not 0 <= row < len(self):
            raise IndexError(f"{self.name} has {len(self)} rows; there is no row {key}")
        return self._rows(row, row + 1)[0]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Every row as a dict."""
        return self._rows(0, len(self))

    def to_csv(self, path: str | os.PathLike[str] | None = None) -> str | None:
        """The table as CSV text, or written to the file (then None)."""
        if path is None:
            return self._core.to_csv()
        self._core.write_csv(Path(path))
        return None

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The Arrow PyCapsule protocol: `polars.DataFrame(t)`, `pyarrow.table(t)`, DuckDB, pandas read it as it stands.

        Ids are text, other texts dictionaries, points `decimal128(19, 3)`, counts int64, days date32, flags bool.
        """
        return self._core.arrow_stream()

    def __arrow_c_schema__(self) -> object:
        """The schema alone, by the same protocol."""
        return self._core.arrow_schema()

    def to_arrow(self) -> Any:
        """The table as a `pyarrow.Table`. Needs pyarrow."""
        return needed("pyarrow", "to_arrow").table(self)

    def to_polars(self) -> Any:
        """The table as a `polars.DataFrame`. Needs polars."""
        return needed("polars", "to_polars").DataFrame(self)

    def to_pandas(self) -> Any:
        """The table as a `pandas.DataFrame`: texts `str`, points `decimal.Decimal`, days `datetime.date`.

        Counts are int64, or Int64 where a cell is blank. Needs pandas.
        """
        pandas = needed("pandas", "to_pandas")
        columns = {name: self[name] for name in self.columns}
        frame = pandas.DataFrame(columns, dtype=object)
        for name in self.columns:
            kind = self._core.kind(name)
            if kind == "count":
                blank = any(cell is None for cell in columns[name])
                frame[name] = frame[name].astype("Int64" if blank else "int64")
            elif kind == "flag":
                frame[name] = frame[name].astype(bool)
        return frame

    def to_excel(self, path: str | os.PathLike[str]) -> None:
        """Writes a workbook: ids as text, real dates, no formula. Needs XlsxWriter."""
        write_workbook(path, [self])

    def kind(self, column: str) -> str:
        """What the cells of a column are: `id`, `text`, `count`, `points`, `day` or `flag`."""
        return self._core.kind(text_of("column", column))

    def blocks(self, begin: int, end: int) -> Iterator[tuple[Any, ...]]:
        """Rows [begin, end) as tuples, made a block at a time."""
        for first in range(begin, min(end, len(self)), _BLOCK):
            last = min(first + _BLOCK, end)
            yield from zip(*(self._core.values(name, first, last) for name in self.columns), strict=True)

    def _rows(self, begin: int, end: int) -> list[dict[str, Any]]:
        names = self.columns
        values = [self._core.values(name, begin, end) for name in names]
        return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]

    def _shown(self) -> list[list[str]]:
        return [[printable(cell_text(cell)) for cell in row.values()] for row in self._rows(0, _SHOWN)]

    def _size(self) -> str:
        shown = min(_SHOWN, len(self))
        return f"{self.name}: {len(self):,} rows" + (f", the first {shown} shown" if shown < len(self) else "")

    def __repr__(self) -> str:
        right = [self._core.is_number(name) for name in self.columns]
        return aligned([self.columns, *self._shown()], right) + f"\n[{self._size()}]"

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        right = [self._core.is_number(name) for name in self.columns]

        def row(tag: str, cells: list[str]) -> str:
            written = (
                f'<{tag} style="text-align: {"right" if side else "left"}">{escape(cell)}</{tag}>'
                for cell, side in zip(cells, right, strict=True)
            )
            return f"<tr>{''.join(written)}</tr>"

        body = "\n".join(row("td", cells) for cells in self._shown())
        head = row("th", self.columns)
        return (
            f"<table>\n<caption>{escape(self._size())}</caption>\n"
            f"<thead>{head}</thead>\n<tbody>\n{body}\n</tbody>\n</table>"
        )
