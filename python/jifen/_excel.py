"""Result tables as a workbook that holds values and nothing else: no formula, no link."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from errno import EISDIR
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jifen._optional import needed
from jifen.errors import ArgumentError, refused_by_system

if TYPE_CHECKING:
    from jifen.table import Table

__all__ = ["write_workbook"]

MAY_BE_WRITTEN = "check that the folder exists and may be written to"
ROWS_A_SHEET = 1_048_575  # besides the header
LONGEST_TEXT = 32_767
EXACT = 10**15
WIDEST = 40
FIRST_DAY_OF_EXCEL = date(1900, 3, 1)  # before it Excel counts a day that was not


def write_workbook(path: str | os.PathLike[str], tables: Iterable[Table]) -> None:
    """Writes each table to a sheet of its name; what has too many rows for one goes on in the next (`statement 2`).

    Ids and other texts are text cells, days real dates, counts and points numbers; a number of more than 15 digits,
    which a spreadsheet would not keep, is text. ArgumentError: a text is too long for a cell. FileError: the system
    does not give the file.
    """
    xlsxwriter = needed("xlsxwriter", "to_excel")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    unfinished = Path(f"{os.fspath(path)}.unfinished")
    try:
        unfinished.touch()  # before xlsxwriter opens files of its own, which it would leave open
        if os.path.isdir(path):
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        with xlsxwriter.Workbook(str(unfinished), options) as book:
            book.set_properties({"created": datetime(2000, 1, 1)})  # the same tables are the same bytes
            formats = {
                "day": book.add_format({"num_format": "yyyy-mm-dd"}),
                "head": book.add_format({"bold": True}),
            }
            for table in tables:
                _write_table(book, formats, table)
        os.replace(unfinished, path)
    except xlsxwriter.exceptions.FileCreateError as error:
        system = error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error))
        raise refused_by_system("cannot write the workbook", path, system, MAY_BE_WRITTEN) from None
    except OSError as error:
        raise refused_by_system("cannot write the workbook", path, error, MAY_BE_WRITTEN) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _write_table(book: Any, formats: dict[str, Any], table: Table) -> None:
    for part, begin in enumerate(range(0, max(1, len(table)), ROWS_A_SHEET), 1):
        sheet = book.add_worksheet(table.name if part == 1 else f"{table.name} {part}")
        sheet.freeze_panes(1, 0)
        kinds = [table.kind(name) for name in table.columns]
        for column, name in enumerate(table.columns):
            sheet.write_string(0, column, name, formats["head"])
        rows = table.blocks(begin, begin + ROWS_A_SHEET)
        for row, cells in enumerate(rows, 1):
            for column, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
                if cell is not None:
                    _write_cell(sheet, (row, column), cell, kind, formats, table)
        for column, name in enumerate(table.columns):
            sheet.set_column(column, column, min(WIDEST, max(len(name), 10) + 2))


def _write_cell(sheet: Any, at: tuple[int, int], cell: Any, kind: str, formats: dict[str, Any], table: Table) -> None:
    if kind == "day" and cell >= FIRST_DAY_OF_EXCEL:
        sheet.write_datetime(*at, datetime(cell.year, cell.month, cell.day), formats["day"])
    elif kind in {"count", "points"} and abs(cell) * 1000 < EXACT:
        sheet.write_number(*at, cell)
    else:
        text = ("yes" if cell else "no") if kind == "flag" else str(cell)
        if len(text) > LONGEST_TEXT:
            where = f"{table.name} row {at[0]}, {table.columns[at[1]]}"
            reason = f"a cell of a workbook holds at most {LONGEST_TEXT:,} characters"
            raise ArgumentError(f"{where}: it has {len(text):,} characters; {reason}", argument=where, value=text[:60])
        sheet.write_string(*at, text)
