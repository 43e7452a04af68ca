"""Workbooks in which something is not what it seems: cells without a value, the old format, sheets of one name."""

from __future__ import annotations

import os
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt

import jifen

UNITS = [{"unit": "G", "level": "grid"}]
PEOPLE = [{"person": "P1"}]
ROLES = [{"person": "P1", "role": "leader", "unit": "G"}]
LIMIT = "workbook_bytes"
HEADER = ["entry", "date", "actor", "item", "quantity", "verified"]


def district(ledger: Path) -> jifen.District:
    return jifen.District(units=UNITS, people=PEOPLE, roles=ROLES, ledger=ledger)


def refusal(ledger: Path) -> Any:
    with pytest.raises(jifen.TableError) as refused:
        district(ledger)
    (problem,) = refused.value.diagnostics
    return problem


def write_xlsx(path: Path, more: str = "") -> None:
    """A ledger of one entry, with a cell of XML behind its quantity."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("other", "ledger"):
            sheet = book.add_worksheet(name)
            for column, text in enumerate(HEADER):
                sheet.write_string(0, column, text)
            for column, text in enumerate(["E1", "2023-01-02", "P1", "visit"]):
                sheet.write_string(1, column, text)
            sheet.write_string(1, 4, "MARK" if name == "ledger" else "OTHER")
    with zipfile.ZipFile(path) as book:
        parts = {part: book.read(part) for part in book.namelist()}
    strings = parts["xl/sharedStrings.xml"]
    index = strings[: strings.index(b"MARK")].count(b"<si>") - 1
    old = f'<c r="E2" t="s"><v>{index}</v></c>'.encode()
    sheet2 = parts["xl/worksheets/sheet2.xml"]
    assert sheet2.count(old) == 1
    parts["xl/worksheets/sheet2.xml"] = sheet2.replace(old, more.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(part, content)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ('<c r="E2" t="e"><v>#VALUE!</v></c>', "cell E2 is an error"),
        ("<c t='e' s='1' r='E2'><f>1/0</f><v>#DIV/0!</v></c>", "cell E2 is an error"),
        ('<c r="E2"><f>D9*0</f></c>', "cell E2 is a formula that was not calculated"),
        ('<c r="E2"><f>D9*0</f><v></v></c>', "cell E2 is a formula that was not calculated"),
        ('<c r="E2"><f t="shared" si="0"/><v/></c>', "cell E2 is a formula that was not calculated"),
        (
            '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="E2" t="e"/>',
            "cell E2 is an error",
        ),
        ('<c r="E2"><f>D9*0</f><v xml:space="preserve"></v></c>', "cell E2 is a formula that was not calculated"),
        ('<c r="E2"><f><![CDATA[D9*0]]></f></c>', "cell E2 is a formula that was not calculated"),
        ('<c r="E2"><f>D9*0</f><!-- --></c>', "cell E2 is a formula that was not calculated"),
        ('<c r="E2"><v/><f>D9*0</f></c>', "cell E2 is a formula that was not calculated"),
        ('<c r="E2"><f>D9*0</f><extLst/></c>', "cell E2 is a formula that was not calculated"),
        ('<c r="E2" t="&#101;"><v>#VALUE!</v></c>', "cell E2 is an error"),
        ('<c r="E2" t = "e"><v>#VALUE!</v></c>', "cell E2 is an error"),
        ("<c" + " " * 300_000 + 'r="E2" t="e"><v>#N/A</v></c>', "cell E2 is an error"),
    ],
)
def test_a_cell_whose_value_is_not_known_refuses_the_sheet(cell: str, why: str, tmp_path: Path) -> None:
    """An empty quantity would count as 1."""
    write_xlsx(tmp_path / "ledger.xlsx", cell)
    problem = refusal(tmp_path / "ledger.xlsx")
    assert (problem.file, problem.code) == ("ledger.xlsx[ledger]", "value_not_known")
    assert why in problem.message and "in the workbook" in problem.remedy


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [('<c r="E2"><f>1+1</f><v>2</v></c>', 2), ('<c r="E2" t="str"><f>""</f><v></v></c>', 1), ("", 1)],
)
def test_a_formula_that_was_calculated_is_its_value(cell: str, quantity: int, tmp_path: Path) -> None:
    write_xlsx(tmp_path / "ledger.xlsx", cell)
    assert district(tmp_path / "ledger.xlsx").ledger["quantity"] == [quantity]


def test_a_sheet_that_is_no_xml_is_refused(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "ledger.xlsx", '<c r="E2"><f>1+1</f><v>2</v></d>')
    problem = refusal(tmp_path / "ledger.xlsx")
    assert problem.code == "unreadable" and "it is not well-formed XML" in problem.message


def test_errors_in_a_sheet_that_is_not_read_do_not_matter(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "ledger.xlsx", '<c r="E2"><v>3</v></c>')
    book = openpyxl.load_workbook(tmp_path / "ledger.xlsx")
    book["other"]["A9"] = "#REF!"
    book["other"]["A9"].data_type = "e"
    book.save(tmp_path / "ledger.xlsx")
    assert district(tmp_path / "ledger.xlsx").ledger["quantity"] == [3]


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="people">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def write_ods(path: Path, *cells: str) -> None:
    rows = "".join(f"<table:table-row>{cell}</table:table-row>" for cell in cells)
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", MANIFEST)
        book.writestr("content.xml", ODS.format(rows))


def text_cell(text: str, more: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def test_errors_of_an_ods_refuse_it(tmp_path: Path) -> None:
    write_ods(tmp_path / "people.ods", text_cell("person"), text_cell("P1"))
    assert jifen.District(units=UNITS, people=tmp_path / "people.ods", roles=[]).people["person"] == ["P1"]
    for more, why in (
        ('table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"', "an error"),
        ('table:formula="of:=1/0" office:value-type="float" office:value="0"', "an error"),
        ('table:formula="of:=[.A9]"', "a formula that was not calculated"),
    ):
        write_ods(tmp_path / "people.ods", text_cell("person"), text_cell("" if "A9" in more else "#DIV/0!", more))
        with pytest.raises(jifen.TableError, match=f"row 2, column 1 is {why}"):
            jifen.District(units=UNITS, people=tmp_path / "people.ods", roles=[])


def write_xls(path: Path, *rows: list[Any], far: bool = False, error: bool = False) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("ledger")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for row, cells in enumerate([HEADER, *rows]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell, *([day] if isinstance(cell, date) else []))
    if far:
        sheet.write(65_535, 255, "x")
    if error:
        sheet.row(1).set_cell_error(4, "#VALUE!")
    book.save(str(path))


def test_an_xls_is_read_like_any_other(tmp_path: Path) -> None:
    write_xls(
        tmp_path / "ledger.xls",
        ["E1", date(2023, 1, 2), "P1", "visit", 2.5, True],
        ["E2", "2023/1/3", "P1", "visit"],
        [],
        ["E3", datetime(2023, 1, 4), "P1", "visit", 3, "no"],
    )
    rows = district(tmp_path / "ledger.xls").ledger
    assert [str(day) for day in rows["date"]] == ["2023-01-02", "2023-01-03", "2023-01-04"]
    assert [float(quantity) for quantity in rows["quantity"]] == [2.5, 1, 3]
    assert rows["verified"] == ["yes", None, "no"]


def test_an_xls_that_is_hostile_is_refused(tmp_path: Path) -> None:
    write_xls(tmp_path / "ledger.xls", ["E1", "2023-01-02", "P1", "visit"], error=True)
    assert "row 2, column 5 is an error" in refusal(tmp_path / "ledger.xls").message
    write_xls(tmp_path / "ledger.xls", ["E1", "2023-01-02", "P1", "visit", 1], far=True)
    assert {row["table"]: row["rejected"] for row in district(tmp_path / "ledger.xls").counts}["ledger"] == 1
    whole = (tmp_path / "ledger.xls").read_bytes()
    for damaged in (
        whole[:600],
        whole[:512] + b"\xff" * 5000,
        whole[: len(whole) // 2],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ):
        (tmp_path / "ledger.xls").write_bytes(damaged)
        assert "it is no workbook" in refusal(tmp_path / "ledger.xls").message


def test_an_xlsb_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "ledger.xlsb").write_bytes(b"PK")
    problem = refusal(tmp_path / "ledger.xlsb")
    assert ".xlsb" in problem.message and problem.remedy == "save it as .xlsx"


def test_two_sheets_that_may_be_the_same_table_refuse_it(tmp_path: Path) -> None:
    for first, second in (
        ("ledger", "台账"),
        ("ledger", "ledger 2"),
        ("ledger", "Ledger (2)"),
        ("ledger", "ledger_2"),
        ("台账", "ledger-2"),
        ("台账 2", "台账 3"),
    ):
        book = openpyxl.Workbook()
        book.active.title = first
        for sheet in (book.active, book.create_sheet(second)):
            sheet.append(HEADER)
            sheet.append(["E1", "2023-01-02", "P1", "visit", 1, None])
        book.save(tmp_path / "ledger.xlsx")
        problem = refusal(tmp_path / "ledger.xlsx")
        assert problem.code == "several_sheets" and f"{first} and {second}" in problem.message


def test_a_part_of_a_table_is_not_passed_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "other"
    book.create_sheet("ledger 2").append(HEADER)
    book.save(tmp_path / "ledger.xlsx")
    assert "ledger 2 may be the table ledger" in refusal(tmp_path / "ledger.xlsx").message


def processes() -> set[str]:
    """The children of this process, by their numbers."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def write_two_rows(path: Path) -> None:
    write_xlsx(path, '<c r="E2"><v>3</v></c>')


def test_a_program_that_has_python_in_it_reads_workbooks_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """sys.executable is that program: it must not be started again."""
    write_two_rows(tmp_path / "ledger.xlsx")
    for executable in ("/usr/bin/false", "", None):
        monkeypatch.setattr(sys, "executable", executable)
        assert district(tmp_path / "ledger.xlsx").ledger["quantity"] == [3]


def test_no_process_is_left(tmp_path: Path) -> None:
    before = processes()
    write_two_rows(tmp_path / "ledger.xlsx")
    district(tmp_path / "ledger.xlsx")

    def stop(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jifen.District(units=UNITS, people=[], roles=[], ledger=tmp_path / "ledger.xlsx", progress=stop)
    (tmp_path / "ledger.xlsx").write_bytes(b"PK")
    refusal(tmp_path / "ledger.xlsx")
    assert processes() == before


def test_a_library_that_breaks_down_refuses_the_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_two_rows(tmp_path / "ledger.xlsx")
    for what, code in (("os.abort()", "workbook_too_large"), ("os._exit(3)", "unreadable")):
        folder = tmp_path / code
        (folder / "python_calamine").mkdir(parents=True)
        (folder / "python_calamine" / "__init__.py").write_text(f"import os\n{what}\n")
        monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
        assert refusal(tmp_path / "ledger.xlsx").code == code


def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_two_rows(tmp_path / "ledger.xlsx")
    monkeypatch.setattr(sys, "path", [folder for folder in sys.path if "site-packages" not in folder])
    with pytest.raises(ImportError, match="a workbook needs python_calamine: pip install python_calamine"):
        district(tmp_path / "ledger.xlsx")


def test_the_limit_of_memory(tmp_path: Path) -> None:
    write_two_rows(tmp_path / "ledger.xlsx")
    given = {"units": UNITS, "people": PEOPLE, "roles": ROLES, "ledger": tmp_path / "ledger.xlsx"}
    assert jifen.District(**given, limits={LIMIT: 2**28}).ledger["quantity"] == [3]
    with pytest.raises(jifen.ArgumentError, match="workbook_bytes = 1000: at least"):
        jifen.District(units=UNITS, people=[], roles=[], limits={LIMIT: 1000})


@pytest.mark.skipif(sys.platform != "linux", reason="what the system says")
def test_a_workbook_that_cannot_be_written_is_a_file_error(tmp_path: Path) -> None:
    table = jifen.District(units=UNITS, people=PEOPLE, roles=ROLES).people
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.xlsx").mkdir()
    for path in (tmp_path / "no" / "folder.xlsx", tmp_path / "file" / "x.xlsx", tmp_path / "folder.xlsx"):
        with pytest.raises(jifen.FileError) as refused:
            table.to_excel(path)
        assert refused.value.filename == str(path) and refused.value.strerror
    assert sorted(file.name for file in tmp_path.iterdir()) == ["file", "folder.xlsx"]
