"""Hostile sizes: a table beyond a limit is refused at once, and takes next to no memory, however large it is.

What is too large to be stored is written through a pipe while it is read, in its full size; reading stops at the limit,
and so does the writer. Each is read by a process of its own, whose peak of memory and whose time are measured. What
takes long (limits that are raised) runs only in `.ci/test full_size`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

MIB = 2**20
MEMORY_MOST = 16 * MIB
"""More than the process has with jifen loaded. Measured are at most 6 MiB."""
SECONDS_MOST = 10.0
"""On a machine that has much else to do. Measured are at most 0.1 s."""

READ = """
import json, sys, time
import jifen

def peak():
    status = open("/proc/self/status").read()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024

table, options = sys.argv[1], json.loads(sys.argv[2])
before, begin = peak(), time.perf_counter()
try:
    district = jifen.District(units=[{"unit": "G", "level": "grid"}], people=table, roles=[], **options)
    (rows,) = [row for row in district.counts if row["table"] == "people"]
    found = {"accepted": rows["accepted"]}
except jifen.TableError as error:
    (problem,) = error.diagnostics
    found = {"code": problem.code, "line": problem.line, "message": str(problem)}
found["seconds"] = time.perf_counter() - begin
found["bytes"] = peak() - before
print(json.dumps(found))
"""

Parts = Callable[[], Iterator[bytes]]


def read(table: Path, **options: Any) -> dict[str, Any]:
    """What a new process finds in the table, and what that takes."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(table), json.dumps(options)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def read_piped(folder: Path, parts: Parts, **options: Any) -> dict[str, Any]:
    """The same of what is written through a pipe, which is on no disk."""
    pipe = folder / "people.csv"
    os.mkfifo(pipe)

    def write() -> None:
        try:
            with open(pipe, "wb") as out:
                for part in parts():
                    out.write(part)
        except BrokenPipeError:
            pass  # the reader has refused the table

    writer = threading.Thread(target=write)
    writer.start()
    try:
        return read(pipe, **options)
    finally:
        writer.join()


def long_field() -> Iterator[bytes]:
    """64 MiB in one field."""
    yield b"person,name\nP1,a\nP2,"
    yield from (b"x" * MIB for _ in range(64))
    yield b"\n"


def long_quoted_field() -> Iterator[bytes]:
    """64 MiB between quotes."""
    yield b'person,name\nP1,a\nP2,"'
    yield from (b"\n" * MIB for _ in range(64))
    yield b'"\n'


def many_columns() -> Iterator[bytes]:
    """A million."""
    yield b"person"
    yield from (b",c%d" % i for i in range(999_999))
    yield b"\nP1" + b"," * 999_999 + b"\n"


def many_fields() -> Iterator[bytes]:
    """A million in a row where the header has two."""
    yield b"person,name\nP1,a\n"
    yield b"," * 999_999 + b"\n"


def many_empty_lines() -> Iterator[bytes]:
    """A hundred million."""
    yield b"person,name\nP1,a\n"
    yield from (b"\n" * 10**6 for _ in range(100))


def open_quote() -> Iterator[bytes]:
    """1 GiB behind a quote at the first byte."""
    yield b'"'
    yield from (b"person,name\nP1,a\n" * (MIB // 16) for _ in range(1024))


def long_row() -> Iterator[bytes]:
    """A row of 32 MiB, each field of which is short enough."""
    yield b"person" + b",c%d" * 4000 % tuple(range(4000)) + b"\nP1,a"
    yield from (b"," + b"x" * 10_000 for _ in range(3300))
    yield b"\n"


REFUSED: list[tuple[Parts, str, int, str]] = [
    (long_field, "field_too_long", 3, "longer than 1048576 bytes|field_bytes"),
    (long_quoted_field, "field_too_long", 3, "longer than 1048576 bytes|is a quote never closed?|field_bytes"),
    (many_columns, "too_many_columns", 1, "more than 4096 columns|columns"),
    (many_fields, "too_many_columns", 3, "more than 4096 columns|columns"),
    (many_empty_lines, "too_many_empty_lines", 1_000_003, "more than 1000000 empty lines|empty_lines"),
    (open_quote, "field_too_long", 1, "longer than 1048576 bytes|is a quote never closed?|field_bytes"),
    (long_row, "row_too_long", 2, "longer than 16777216 bytes|row_bytes"),
]


@pytest.mark.parametrize(("parts", "code", "line", "words"), REFUSED, ids=lambda value: getattr(value, "__name__", ""))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_beyond_a_limit(parts: Parts, code: str, line: int, words: str, encoding: str, tmp_path: Path) -> None:
    found = read_piped(tmp_path, parts, encoding=encoding)
    assert (found["code"], found["line"]) == (code, line)
    *said, limit = words.split("|")
    assert all(word in found["message"] for word in said), found
    assert found["message"].endswith(f'raise the limit "{limit}"')
    assert found["bytes"] < (64 * MIB if parts is long_row else MEMORY_MOST)  # that row is kept up to its limit
    assert found["seconds"] < SECONDS_MOST


def test_a_gibibyte_in_a_file(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    with open(table, "wb") as out:
        out.write(b'"')
        out.truncate(2**30)  # nothing but NUL bytes, which take no room on the disk
    found = read(table)
    assert (found["code"], found["line"]) == ("field_too_long", 1)
    assert found["bytes"] < MEMORY_MOST and found["seconds"] < SECONDS_MOST
    found = read(table, limits={"file_bytes": 2**30 - 1})
    assert found["code"] == "file_too_large" and found["message"].endswith('raise the limit "file_bytes"')


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("parts", "limits", "accepted", "memory"),
    [
        (long_field, {"field_bytes": 2**26, "row_bytes": 2**27}, 2, 192),
        (long_quoted_field, {"field_bytes": 2**26, "row_bytes": 2**27}, 2, 192),
        (many_columns, {"columns": 10**6}, 1, 384),
        (many_empty_lines, {"empty_lines": 10**8}, 1, 16),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_limits_may_be_raised(parts: Parts, limits: dict[str, int], accepted: int, memory: int, tmp_path: Path) -> None:
    found = read_piped(tmp_path, parts, limits=limits)
    assert found.get("accepted") == accepted, found
    assert found["bytes"] < memory * MIB and found["seconds"] < 60


@pytest.mark.heavy
def test_a_gibibyte_is_read_to_its_end_in_little_memory(tmp_path: Path) -> None:
    """To find out its encoding the whole of a file is read."""
    table = tmp_path / "people.csv"
    with open(table, "wb") as out:
        out.write(b'"')
        out.truncate(2**30)
    found = read(table, encoding="detect")
    assert (found["code"], found["line"]) == ("field_too_long", 1)
    assert found["bytes"] < MEMORY_MOST and found["seconds"] < 120


# Workbooks, which a process of its own reads: what that takes is not measured here, it is limited.

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/></Relationships>'
)
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{office}">'
    '<sheets><sheet name="people" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FIRST_CELL = b'<row r="1"><c r="A1" t="inlineStr"><is><t>person</t></is></c></row>'
LAST_CELL = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
LAST_CELL_EMPTY = b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'


def write_workbook(path: Path, rows: Iterator[bytes], part: str = "worksheets/sheet1.xml") -> None:
    """The least that is a workbook; `part` is where its sheet lies."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", TYPES)
        book.writestr("_rels/.rels", RELATIONS.format(office=OFFICE, kind="officeDocument", target="xl/workbook.xml"))
        book.writestr("xl/workbook.xml", BOOK.format(office=OFFICE))
        relations = RELATIONS.format(office=OFFICE, kind="worksheet", target=part)
        book.writestr("xl/_rels/workbook.xml.rels", relations)
        with book.open(f"xl/{part}", "w") as sheet:
            sheet.write(SHEET)
            for row in rows:
                sheet.write(row)
            sheet.write(b"</sheetData></worksheet>")


def test_a_workbook_of_two_cells_far_apart(tmp_path: Path) -> None:
    """17 thousand million cells lie between them; the library that reads workbooks makes room for each."""
    write_workbook(tmp_path / "people.xlsx", iter([FIRST_CELL, LAST_CELL]))
    found = read(tmp_path / "people.xlsx")
    assert found["code"] == "workbook_too_large" and "bytes of memory" in found["message"]
    assert found["bytes"] < MEMORY_MOST and found["seconds"] < SECONDS_MOST
    # A cell that is formatted and empty is none.
    write_workbook(tmp_path / "people.xlsx", iter([FIRST_CELL, LAST_CELL_EMPTY]))
    assert read(tmp_path / "people.xlsx")["accepted"] == 0


PLACELESS = b'<c t="inlineStr"><is><t>person</t></is></c>'


@pytest.mark.parametrize(
    ("part", "rows"),
    [
        ("sheets/s.xml", [FIRST_CELL, LAST_CELL]),
        ("worksheets/deeper/sheet1.xml", [FIRST_CELL, LAST_CELL]),
        ("worksheets/sheet1.dat", [FIRST_CELL, LAST_CELL]),
        ("worksheets/sheet1.xml", [FIRST_CELL, LAST_CELL.replace(b"XFD1", b"XFD001")]),
        ("worksheets/sheet1.xml", [FIRST_CELL, LAST_CELL.replace(b"XFD", b"AAAA")]),
        ("worksheets/sheet1.xml", [FIRST_CELL, LAST_CELL.replace(b"XFD1048576", b"B4000000000")]),
        ("worksheets/sheet1.xml", [FIRST_CELL, LAST_CELL.replace(b' t="', b' x="a/>" t="')]),
        ("worksheets/sheet1.xml", [FIRST_CELL, b'<row r="1048576"><c', b" " * 4 * MIB, LAST_CELL[20:]]),
        (
            "worksheets/sheet1.xml",
            [b'<row r="1">', PLACELESS * 16_384, b'</row><row r="1048576">', PLACELESS, b"</row>"],
        ),
    ],
    ids=["part", "folder", "suffix", "noughts", "letters", "row", "tag_end", "long_tag", "placeless"],
)
def test_a_workbook_that_hides_how_far_apart_its_cells_are(part: str, rows: list[bytes], tmp_path: Path) -> None:
    write_workbook(tmp_path / "people.xlsx", iter(rows), part)
    found = read(tmp_path / "people.xlsx", limits={"workbook_bytes": 256 * MIB})
    assert found["code"] == "workbook_too_large"
    assert found["bytes"] < MEMORY_MOST and found["seconds"] < SECONDS_MOST


def write_ods(path: Path, rows: str) -> None:
    """The least that is a sheet of an .ods."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
        book.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet>"
            f'<table:table table:name="people">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )


CELL_OF_ODS = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
ROW_OF_ODS = "<table:table-row{}>" + CELL_OF_ODS + "</table:table-row>"


@pytest.mark.parametrize(
    "row",
    [
        ROW_OF_ODS.format("", ' table:number-columns-repeated="1000"', 'x<text:s text:c="16000000"/>'),
        ROW_OF_ODS.format(' table:number-rows-repeated="20000"', "", "x" * MIB),
        ROW_OF_ODS.format("", "", 'a<text:s text:c="2000000000"/>b'),
    ],
    ids=["blanks", "text", "one_cell"],
)
def test_an_ods_that_repeats_what_is_long(row: str, tmp_path: Path) -> None:
    write_ods(tmp_path / "people.ods", ROW_OF_ODS.format("", "", "person") + row)
    found = read(tmp_path / "people.ods", limits={"workbook_bytes": 256 * MIB})
    assert found["code"] == "workbook_too_large"
    assert found["bytes"] < MEMORY_MOST and found["seconds"] < SECONDS_MOST


def test_a_long_text_that_many_cells_share(tmp_path: Path) -> None:
    xlsx = tmp_path / "people.xlsx"
    shared = [b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(2, 20_002)]
    write_workbook(xlsx, iter([FIRST_CELL, *shared]))
    with zipfile.ZipFile(xlsx) as book:
        parts = {part: book.read(part) for part in book.namelist()}
    relations = parts["xl/_rels/workbook.xml.rels"].decode()
    more = f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = relations.replace("</Relationships>", more).encode()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}"><si><t>{"x" * MIB}</t></si></sst>'.encode()
    with zipfile.ZipFile(xlsx, "w", zipfile.ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(part, content)
    found = read(xlsx, limits={"workbook_bytes": 256 * MIB})
    assert found["code"] == "workbook_too_large" and "raise the limit workbook_bytes" in found["message"]
    assert found["bytes"] < MEMORY_MOST and found["seconds"] < SECONDS_MOST


def test_cells_that_do_not_say_where_they_are_are_read(tmp_path: Path) -> None:
    rows = [
        b"<row>",
        PLACELESS,
        b"</row>",
        *[b"<row>" + PLACELESS.replace(b"person", b"P%d" % i) + b"</row>" for i in range(9)],
    ]
    write_workbook(tmp_path / "people.xlsx", iter(rows))
    assert read(tmp_path / "people.xlsx")["accepted"] == 9


def test_a_workbook_that_unpacks_to_more_than_may_be_taken(tmp_path: Path) -> None:
    write_workbook(tmp_path / "people.xlsx", iter([FIRST_CELL, *[b" " * MIB] * 65]))
    assert (tmp_path / "people.xlsx").stat().st_size < 2 * MIB
    found = read(tmp_path / "people.xlsx", limits={"workbook_bytes": 256 * MIB})
    assert found["code"] == "workbook_too_large" and "67,108,864 bytes" in found["message"]
    assert found["bytes"] < MEMORY_MOST and found["seconds"] < SECONDS_MOST


def test_a_workbook_that_says_it_is_smaller_than_it_is(tmp_path: Path) -> None:
    table = tmp_path / "people.xlsx"
    write_workbook(table, iter([FIRST_CELL, *[b" " * MIB] * 8]))
    size = len(SHEET + FIRST_CELL + b"</sheetData></worksheet>") + 8 * MIB
    content = table.read_bytes()
    assert content.count(size.to_bytes(4, "little")) >= 1
    table.write_bytes(content.replace(size.to_bytes(4, "little"), (4096).to_bytes(4, "little")))
    found = read(table)
    assert found["code"] == "unreadable"
    assert found["bytes"] < MEMORY_MOST and found["seconds"] < SECONDS_MOST
