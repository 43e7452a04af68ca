"""Workbooks of the old binary format (.xls), cell by cell: what lies between far cells takes no memory."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["OldWorkbook"]

_BLANK, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 0, 1, 2, 3, 4, 5  # xlrd's own numbers; 6 is a blank with a format


class OldWorkbook:
    """As much of python-calamine's workbook as is used here, by xlrd. ValueError: it is no such workbook."""

    def __init__(self, path: Path, xlrd: Any) -> None:
        self._dates = xlrd.xldate.xldate_as_datetime
        with open(os.devnull, "w") as nowhere:
            try:
                self._book = xlrd.open_workbook(str(path), logfile=nowhere, ragged_rows=True, formatting_info=False)
            except OSError:
                raise
            except Exception as error:  # xlrd lets out whatever a damaged file leads to
                raise ValueError(f"{type(error).__name__}: {error}") from None
        self.sheet_names: Sequence[str] = self._book.sheet_names()

    def rows(self, name: str) -> list[list[Any]]:
        """The cells of each row, as wide as it is. ValueError: a cell is an error, or no date."""
        sheet = self._book.sheet_by_name(name)
        return [[self._value(sheet, row, column) for column in range(sheet.row_len(row))] for row in range(sheet.nrows)]

    def _value(self, sheet: Any, row: int, column: int) -> Any:
        kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
        if kind == _ERROR:
            raise ValueError(f"row {row + 1}, column {column + 1} is an error")
        if kind == _DATE:
            try:
                return self._dates(value, self._book.datemode)
            except (ValueError, OverflowError, ArithmeticError):
                raise ValueError(f"row {row + 1}, column {column + 1} is no date: {value!r}") from None
        if kind == _BOOLEAN:
            return bool(value)
        return value if kind in (_TEXT, _NUMBER) else ""
