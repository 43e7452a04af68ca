"""Hostile tables: what a strict reader does with each.

The cases restate those made for this project's reference set; each is named by what it is and carries its key there.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

import jifen
from jifen import cli

HEADER = b"id,worker,date,item,points\r\n"
AS_LEDGER = {"ledger": {"id": "entry", "worker": "actor", "points": "quantity"}}
AS_PEOPLE = {"people": {"id": "person", "worker": "name"}}
UNITS = [{"unit": "G", "level": "grid"}]
ROLES = [{"person": "W1", "role": "group_leader", "unit": "G"}]
RULES = 'jifen = 1\ncode = "h"\napplies_to = ["group_leader"]\n[[item]]\ncode = "visit"\npoints_per_unit = 1\n'
IDS = ("11010519491231002X", "110105194912310021")  # a right check digit, a wrong one

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(content: bytes) -> Path:
        (tmp_path / "table.csv").write_bytes(content)
        return tmp_path / "table.csv"

    return to_file


def ledger_of(table: Any, *actors: str, **how: Any) -> jifen.District:
    people = [{"person": actor} for actor in actors or ("W1", "W2", "W3")]
    return jifen.District(units=UNITS, people=people, roles=ROLES, ledger=table, aliases=AS_LEDGER, **how)


def people_of(table: Any, **how: Any) -> jifen.District:
    return jifen.District(units=UNITS, people=table, roles=ROLES, aliases=AS_PEOPLE, **how)


def counts(district: jifen.District, table: str = "ledger") -> tuple[int, int, int, int, int]:
    """Read, accepted, duplicate, conflict, rejected."""
    (row,) = [row for row in district.counts if row["table"] == table]
    found = tuple(row[name] for name in ("read", "accepted", "duplicate", "conflict", "rejected"))
    assert found[0] == sum(found[1:])
    return found


def problems(district: jifen.District, severity: str = "error") -> list[tuple[int, str, str]]:
    return [(p.line, p.column, p.code) for p in district.diagnostics if p.severity == severity]


def refusal(table: Path, **how: Any) -> jifen.Diagnostic:
    """The one reason for which the table is refused: as a ledger, and as people too."""
    found = []
    for read in (ledger_of, people_of):
        with pytest.raises(jifen.TableError) as refused:
            read(table, **how)
        found += refused.value.diagnostics
    assert found[0] == found[1] and len(found) == 2
    return found[0]


def test_byte_order_mark(write: Write) -> None:  # c01
    table = write(b"\xef\xbb\xbf" + HEADER + b"1,W1,2025-01-02,visit,2\r\n")
    assert counts(ledger_of(table)) == (1, 1, 0, 0, 0)
    assert people_of(table).people["person"] == ["1"]  # its first column has its own name


def test_gb18030_bytes(write: Write) -> None:  # c02
    table = write(HEADER + b"1,\xd5\xc5\xc8\xfd,2025-01-02,\xd7\xdf\xb7\xc3,2\r\n")
    reason = refusal(table)
    assert (reason.line, reason.code) == (2, "not_utf8") and "byte 30 " in reason.message
    for encoding in ("gb18030", "GBK", "detect"):
        assert people_of(table, encoding=encoding).people["name"] == ["张三"]
        assert counts(ledger_of(table, "张三", encoding=encoding)) == (1, 1, 0, 0, 0)
    assert people_of(table, encoding="gb18030").warning_count == 0


def test_latin_1_byte_in_text(write: Write) -> None:  # c03
    table = write(HEADER + b"1,C\xf4te,2025-01-02,visit,2\r\n")
    reason = refusal(table)
    assert (reason.line, reason.code) == (2, "not_utf8") and "byte 31 " in reason.message
    # These bytes are valid GB18030 as well. Who asks for a guess is told that it was one.
    guessed = people_of(table, encoding="detect")
    assert guessed.people["name"] == ["C魌e"]
    (warning,) = [p for p in guessed.diagnostics if p.severity == "warning"]
    assert warning.code == "taken_for_gb18030" and "byte 31 " in warning.message


@pytest.mark.parametrize(
    ("bad", "byte"),
    [(b"\xc0\xaf\xed\xa0\x80", 30), (b"x\xed\xa0\x80", 31), (b"\xf8\x88\x80\x80\x80", 30), (b"\xf4\x90\x80\x80", 30)],
    ids=["c04", "surrogate", "five_bytes", "beyond_unicode"],
)
def test_overlong_and_surrogate_bytes(write: Write, bad: bytes, byte: int) -> None:  # c04
    reason = refusal(write(HEADER + b"1," + bad + b",2025-01-02,visit,2\r\n"))
    assert (reason.line, reason.code) == (2, "not_utf8") and f"byte {byte} " in reason.message


def test_doubled_quotes_comma_and_line_end_in_a_field(write: Write, tmp_path: Path) -> None:  # c05
    table = write(HEADER + b'1,"W ""1"", a\r\nb",2025-01-02,visit,2\r\n')
    district = people_of(table)
    assert district.people["name"] == ['W "1", a\r\nb']
    district.people.to_csv(tmp_path / "again.csv")
    assert b'"W ""1"", a\r\nb"' in (tmp_path / "again.csv").read_bytes()
    # An id has no control characters: as a ledger's actor the row is rejected.
    assert problems(ledger_of(table)) == [(2, "actor", "bad_value")]


def test_quote_never_closed(write: Write) -> None:  # c06
    rows = b'1,"W1,2025-01-02,visit,2\r\n2,W2,2025-01-03,visit,2\r\n'
    reason = refusal(write(HEADER + rows))
    assert (reason.line, reason.code) == (2, "unclosed_quote")
    # Rows before it are not taken either.
    reason = refusal(write(HEADER + b"0,W1,2025-01-02,visit,2\r\n" + rows))
    assert (reason.line, reason.code) == (3, "unclosed_quote")


def test_quote_inside_an_unquoted_field(write: Write) -> None:  # c07
    district = ledger_of(write(HEADER + b'1,W"1,2025-01-02,visit,2\r\n'))
    assert counts(district) == (1, 0, 0, 0, 1)
    assert problems(district) == [(2, "worker", "stray_quote")]


def test_nul_byte(write: Write) -> None:  # c08
    district = ledger_of(write(HEADER + b"1,W\x001,2025-01-02,visit,2\r\n"))
    assert counts(district) == (1, 0, 0, 0, 1)
    assert problems(district) == [(2, "worker", "nul_byte")]


def test_too_few_and_too_many_fields(write: Write) -> None:  # c09
    district = ledger_of(write(HEADER + b"1,W1,2025-01-02,visit\r\n2,W2,2025-01-02,visit,2,extra\r\n"))
    assert counts(district) == (2, 0, 0, 0, 2)
    few, many = (p.message for p in district.diagnostics if p.severity == "error")
    assert "4 fields where the header has 5" in few and "6 fields where the header has 5" in many


@pytest.mark.parametrize("ends", [b"\n\r\n\r\n\r\n", b"\r\r\r\r", b"\n\n\n\n", b"\r\n\r\n\r\r\n"], ids=repr)
def test_mixed_line_ends(write: Write, ends: bytes) -> None:  # c10
    lines = [HEADER.strip(), *(b"%d,W%d,2025-01-02,visit,2" % (i, i) for i in (1, 2, 3))]
    table = write(b"".join(map(bytes.__add__, lines, ends.splitlines(keepends=True))))
    assert people_of(table).people["name"] == ["W1", "W2", "W3"]
    assert counts(ledger_of(table)) == (3, 3, 0, 0, 0)


def test_no_final_line_end(write: Write) -> None:  # c11
    table = write(HEADER + b"1,W1,2025-01-02,visit,2")
    assert counts(ledger_of(table)) == (1, 1, 0, 0, 0)


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", 'a",=1+1']
FORMULA_CELLS = HEADER + b"".join(
    b"%d,%s,2025-01-02,visit,2\r\n" % (i, ('"' + text.replace('"', '""') + '"').encode())
    for i, text in enumerate(FORMULAS, 1)
)


def test_formula_cells(write: Write, tmp_path: Path) -> None:  # c12
    district = people_of(write(FORMULA_CELLS))
    assert district.people["name"] == FORMULAS
    text = district.people.to_csv()
    assert text is not None
    for name in FORMULAS[:-1]:
        assert f"'{name}" in text
    district.people.to_csv(tmp_path / "again.csv")
    district.people.to_excel(tmp_path / "again.xlsx")
    for again in ("again.csv", "again.xlsx"):
        assert people_of(tmp_path / again).people["name"] == FORMULAS
    cells = CalamineWorkbook.from_path(str(tmp_path / "again.xlsx")).get_sheet_by_index(0).to_python()
    assert [row[1] for row in cells[1:]] == FORMULAS
    sheet = openpyxl.load_workbook(tmp_path / "again.xlsx")["people"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, max_col=2) for cell in row} == {"s"}


def test_formula_cells_in_what_is_computed_from_them(tmp_path: Path) -> None:  # c12
    """As ids, units, items, roles and notes: every text of every table comes out inert."""
    texts = [text for text in FORMULAS if not any(c in text for c in "\t\r\n")]
    district = jifen.District(
        units=[{"unit": text, "level": "=grid", "name": text} for text in texts],
        people=[{"person": text, "name": text, "unit": text} for text in texts],
        roles=[{"person": text, "role": "=leader", "unit": text} for text in texts],
        ledger=[
            {"entry": text, "date": "2025-01-02", "actor": text, "item": "=visit", "act": text, "note": text}
            for text in texts
        ],
    )
    rules = 'jifen = 1\ncode = "h"\napplies_to = ["=leader"]\n[[item]]\ncode = "=visit"\npoints = 1\n'
    evaluation = jifen.evaluate(district, jifen.parse_rulebook(rules), "2025")
    evaluation.write(tmp_path / "result")
    evaluation.to_excel(tmp_path / "result.xlsx")
    for file in (tmp_path / "result").iterdir():
        for line in file.read_text(encoding="utf-8").splitlines():
            assert not line.startswith(tuple("=+-@＝")) and ",=" not in line.replace('a"",=1+1', ""), (file.name, line)
    book = openpyxl.load_workbook(tmp_path / "result.xlsx")
    assert len(book.sheetnames) == 9
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert {row[0].value for row in book["scores"].iter_rows(min_row=2)} == set(texts)


NUMBERS = [
    *("nan", "inf", "-inf", "1e400", "1e-400", "0x10", "1,234", "１２", "−5", "5.", ".5", "", " 5", "5 ", "+5"),
    *("9223372036854775807", "9223372036854775808", "0.1", "0.30000000000000004", "-0", "1/2", "５"),
]


def test_numbers(write: Write) -> None:  # c13
    rows = (f'{i},W1,2025-01-02,visit,"{number}"\r\n' for i, number in enumerate(NUMBERS, 1))
    district = ledger_of(write(HEADER + "".join(rows).encode()))
    taken = {"": 12, "0.1": 18}  # nothing stands for 1
    assert counts(district) == (22, 2, 0, 0, 20)
    assert problems(district) == [(i + 1, "quantity", "bad_quantity") for i in range(1, 23) if i not in taken.values()]
    refused = [p for p in district.diagnostics if p.severity == "error"]
    # Each is named; a number as long as an identity number is masked, because it may be one in the wrong column.
    assert [p.value for p in refused if "*" not in p.value] == [n for n in NUMBERS if n not in taken and len(n) < 19]
    assert all(f'quantity = "{p.value}"' in p.message for p in refused)
    evaluation = jifen.evaluate(district, jifen.parse_rulebook(RULES), "2025")
    assert evaluation.scores["total"] == [Decimal("1.1")]


DATES = [
    *("2024-02-29", "2023-02-29", "2100-02-29", "2024-13-01", "2024-04-31", "2024-1-5", "2024/02/03", "20240203"),
    *("0000-00-00", "9999-12-31", "2024-06-30T24:00:00", "2024-02-30", "1970-01-01", "2025年1月2日", "45658"),
]


def test_dates(write: Write) -> None:  # c14
    rows = (f"{i},W1,{day},visit,2\r\n" for i, day in enumerate(DATES, 1))
    district = ledger_of(write(HEADER + "".join(rows).encode()))
    taken = ("2024-02-29", "2024/02/03", "1970-01-01", "2025年1月2日")
    refused = [p for p in district.diagnostics if p.severity == "error"]
    assert [p.value for p in refused] == [day for day in DATES if day not in taken]
    assert {(p.column, p.code) for p in refused} == {("date", "bad_date")}
    assert district.last_ledger_day is not None and district.last_ledger_day.isoformat() == "2025-01-02"


MARKUP = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;", "javascript:alert(1)"]


def test_markup(write: Write, tmp_path: Path) -> None:  # c15
    rows = (f'{i},"{text.replace(chr(34), chr(34) * 2)}",2025-01-02,visit,2\r\n' for i, text in enumerate(MARKUP, 1))
    district = people_of(write(HEADER + "".join(rows).encode()))
    assert district.people["name"] == MARKUP
    shown = district.people._repr_html_()
    for text in MARKUP:
        assert f">{html.escape(text)}</td>" in shown
    assert "<script" not in shown and "<img" not in shown
    district.people.to_excel(tmp_path / "again.xlsx")
    district.people.to_csv(tmp_path / "again.csv")
    for again in ("again.csv", "again.xlsx"):
        assert people_of(tmp_path / again).people["name"] == MARKUP


def test_markup_in_a_statement_and_in_every_other_table() -> None:  # c15
    district = jifen.District(
        units=[{"unit": text, "level": text, "name": text} for text in MARKUP],
        people=[{"person": text, "name": text} for text in MARKUP],
        roles=[{"person": text, "role": "group_leader", "unit": text} for text in MARKUP],
        ledger=[{"entry": text, "date": "2025-01-02", "actor": text, "item": "visit"} for text in MARKUP],
    )
    evaluation = jifen.evaluate(district, jifen.parse_rulebook(RULES), "2025")
    pages = [evaluation.explain(text)._repr_html_() for text in MARKUP]
    pages += [table._repr_html_() for table in (evaluation.scores, evaluation.statement, district.units)]
    assert all("<script" not in page and "<img" not in page for page in pages)


WORKERS = ["W\u202e1", "W\u200b1", "\u00e9", "e\u0301", "\U00020bb7"]


def test_direction_zero_width_composed_and_supplementary_characters(write: Write) -> None:  # c16
    rows = [f"{i},{worker},2025-01-02,visit,2\r\n" for i, worker in enumerate(WORKERS, 1)]
    district = people_of(write(HEADER + "".join(rows).encode()))
    assert district.people["name"] == WORKERS
    assert problems(district, "warning") == [(3, "name", "look_alike"), (5, "name", "look_alike")]
    # As ids the same two are flagged, and W1 beside them makes it three.
    as_ids = jifen.District(units=UNITS, roles=ROLES, people=[{"person": worker} for worker in ["W1", *WORKERS]])
    flagged = [p for p in as_ids.diagnostics if p.code == "look_alike"]
    assert {(p.column, p.value) for p in flagged} == {("person", w) for w in ("W\u202e1", "W\u200b1", "\u00e9")}
    # Neither turns a line of a message around.
    assert not any(c in str(p) for p in [*district.diagnostics, *as_ids.diagnostics] for c in "\u202e\u200b")
    # In a ledger they are the people of the table, or nobody.
    table = write(HEADER + "".join(rows).encode())
    assert counts(ledger_of(table, *WORKERS)) == (5, 5, 0, 0, 0)
    assert counts(ledger_of(table)) == (5, 0, 0, 0, 5)


def test_the_same_name_twice_is_no_warning() -> None:  # c16
    names = ["王芳", "王芳", "阿依·古丽", "阿依·古丽", "Li Na", "Li Na", "", " "]
    district = people_of([{"person": f"P{i}", "name": name} for i, name in enumerate(names)])
    assert problems(district, "warning") == []


def test_identity_numbers_are_text_and_masked(write: Write) -> None:  # c17
    table = write(HEADER + b"11010519491231002X,W1,2025-01-02,visit,2\r\n110105194912310021,W2,2025-01-02,visit,2\r\n")
    assert people_of(table).people["person"] == sorted(IDS)
    assert counts(ledger_of(table)) == (2, 2, 0, 0, 0)


def test_identity_numbers_are_masked_in_every_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # c17
    right, wrong = IDS
    wide = right.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    apart = wrong[:6] + "\u200b" + wrong[6:]
    entry = {"date": "2025-01-02", "item": "visit"}
    tables = {
        "units": [*UNITS, {"unit": wrong, "parent": right, "level": "grid"}],
        "households": [{"household": right, "unit": "nowhere"}],
        "people": [
            {"person": right, "gender": right},
            {"person": wrong, "household": "gone"},
            {"person": wrong, "name": "other"},
            {"person": apart},
            {"person": "P1", "from": wrong},
            {"person": wide},
            {"person": wide + "\u200b"},
        ],
        "roles": [{"person": right, "role": "x", "unit": "G"}, {"person": wrong, "role": "group_leader", "unit": "G"}],
        "links": [{"source": right, "target": wrong, "kind": "leads"}, {"source": wrong, "target": "x", "kind": wrong}],
        "ledger": [
            {"entry": right, "actor": right, **entry},
            {"entry": wrong, "actor": wrong, **entry},
            {"entry": wrong, "actor": wrong, "quantity": 2, **entry},
            {"entry": "a", "actor": wrong, "cancels": right, **entry},
            {"entry": "b", "actor": wrong, "quantity": right, "verified": wrong, "recorded": right, **entry},
            {"entry": right * 4, "actor": wrong, **entry},
        ],
        "knowledge": [{"record": right, "date": wrong, "knower": right, "stage": wrong, "subject": right}],
    }
    district = jifen.District(**tables)
    found = [*district.diagnostics, *district.check("2025-01-02").problems]
    said = [text for p in found for text in (str(p), repr(p), p.message, p.value)]
    assert len(found) > 20
    evaluation = jifen.evaluate(district, jifen.parse_rulebook(RULES), "2025")
    said += [str(row) for row in evaluation.diagnostics]
    said.append(repr(evaluation.explain(wrong)))
    wrong_uses: list[Callable[[], object]] = [
        lambda: evaluation.explain(right),
        lambda: evaluation.missed_duties(right),
        lambda: evaluation.select(right),
        lambda: evaluation.scores[right],
        lambda: district.person_name(int(wrong)),  # type: ignore[arg-type]
        lambda: people_of([{"person": float(wrong)}]),
    ]
    for use in wrong_uses:
        with pytest.raises((jifen.ArgumentError, KeyError, TypeError)) as error:
            use()
        said += [str(error.value), repr(error.value)]
    (tmp_path / "rules.toml").write_text(RULES)
    for name, rows in tables.items():
        header = list(dict.fromkeys(key for row in rows for key in row))
        lines = [header, *([str(row.get(key, "")) for key in header] for row in rows)]
        (tmp_path / f"{name}.csv").write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
    rules = ["--rules", str(tmp_path / "rules.toml"), "--window", "2025"]
    cli.main(["check", str(tmp_path)])
    cli.main(["score", str(tmp_path), *rules, "--strict", "--out", str(tmp_path / "out")])
    cli.main(["explain", str(tmp_path), *rules, "--person", right])
    said += [*capsys.readouterr(), (tmp_path / "out" / "diagnostics.csv").read_text("utf-8")]
    for number in (right[:17], wrong, wide[:17], apart, repr(float(wrong))):
        assert not [text for text in said if number in text]


def test_the_same_id_twice_then_with_other_content(write: Write) -> None:  # c18
    table = write(HEADER + b"1,W1,2025-01-02,visit,2\r\n1,W1,2025-01-02,visit,2\r\n1,W1,2025-01-02,visit,3\r\n")
    district = ledger_of(table)
    assert counts(district) == (3, 1, 1, 1, 0)
    (note,) = [p for p in district.diagnostics if p.code == "duplicate"]
    (conflict,) = [p for p in district.diagnostics if p.code == "conflict"]
    assert (note.line, conflict.line) == (3, 4) and "line 2" in note.message
    assert "line 2 stands, line 4 is left out" in conflict.message
    evaluation = jifen.evaluate(district, jifen.parse_rulebook(RULES), "2025")
    assert evaluation.scores["total"] == [Decimal(2)]


def test_header_alone(write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # c19
    assert counts(ledger_of(write(HEADER))) == (0, 0, 0, 0, 0)
    (tmp_path / "units.csv").write_text("unit,level\nG,grid\n")
    (tmp_path / "people.csv").write_text("person\nW1\n")
    (tmp_path / "roles.csv").write_text("person,role,unit,source\nW1,group_leader,G,volunteer\n")
    (tmp_path / "table.csv").rename(tmp_path / "ledger.csv")
    named = [f"--alias=ledger.{name}={column}" for name, column in AS_LEDGER["ledger"].items()]
    assert cli.main(["check", str(tmp_path), "--on", "2025-01-02", *named]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.split()[:1] == ["ledger"]]
    assert line.split()[1:] == ["0"] * 5


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"], ids=["c20", "mark_alone"])
def test_empty_file(write: Write, content: bytes) -> None:  # c20
    reason = refusal(write(content))
    assert (reason.code, reason.line) == ("no_header", 1) and "the file is empty" in reason.message


def test_column_named_twice(write: Write) -> None:  # c21
    reason = refusal(write(b"id,worker,worker,date,item,points\r\n1,W1,W2,2025-01-02,visit,2\r\n"))
    assert (reason.code, reason.line) == ("duplicate_column", 1) and '"worker"' in reason.message
