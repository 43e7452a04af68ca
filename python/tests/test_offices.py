"""What LibreOffice makes of our files: no text becomes a formula, and every text comes back unchanged."""

from __future__ import annotations

import csv
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import jifen

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed: .ci/prepare all")

# Made for this project's reference set: its formula cells (c12) and its markup (c15).
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", 'a",=1+1']
MARKUP = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;", "javascript:alert(1)"]
# And what else an office takes for something else: the other full-width forms, marks of ours, numbers, days, links.
OTHERS = [
    *("＋1", "－1", "＠x", "'=1", "''=1", "'x", "{=1}", '=HYPERLINK("http://x.y")', "=cmd|' /C calc'!A0"),
    *("007", "1e5", "2023-01-02", "1/2", "TRUE", "http://x.y", "_x000D_", "a\tb", " before", "behind "),
    *("11010519491231002X", "110105194912310021", "王芳"),
]
TEXTS = FORMULAS + MARKUP + OTHERS
IDS = [text for text in TEXTS if not any(c in text for c in "\t\r\n")]  # an id has no control characters

RULES = """
jifen = 1
code = "h"
applies_to = ["=leader"]
[[category]]
code = "+service"
[[item]]
code = "=visit"
category = "+service"
points = 1
[[grade]]
code = "@good"
[[selection]]
code = "-best"
share = "100%"
"""


def people() -> jifen.District:
    return jifen.District(
        units=[{"unit": "G", "level": "grid"}],
        roles=[],
        people=[{"person": f"P{i:02}", "name": text, "備考": text} for i, text in enumerate(TEXTS)],
    )


@pytest.fixture(scope="module")
def evaluation() -> jifen.Evaluation:
    """The texts as ids of units, people and entries, as names and notes; role, item, category, grade begin alike."""
    district = jifen.District(
        units=[{"unit": text, "level": "=grid", "name": text} for text in IDS],
        people=[{"person": text, "name": text, "unit": text} for text in IDS],
        roles=[{"person": text, "role": "=leader", "unit": text, "source": text} for text in IDS],
        ledger=[
            {"entry": text, "date": "2023-03-01", "actor": text, "item": "=visit", "act": text, "note": text}
            for text in IDS
        ]
        + [{"entry": "E1", "date": "2023-03-01", "actor": "=nobody", "item": "-visit"}],
    )
    return jifen.evaluate(district, jifen.parse_rulebook(RULES), "2023")


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LibreOffice's own folder: the one of the user is none of our business."""
    return tmp_path_factory.mktemp("profile")


def converted(file: Path, kind: str, profile: Path, source: str | None = None) -> Path:
    """The file as LibreOffice writes it again."""
    out = file.parent / f"{file.stem}-as-{kind.split(':')[0]}"
    command = [str(SOFFICE), "--headless", f"-env:UserInstallation={profile.as_uri()}"]
    command += [f"--infilter={source}"] if source else []
    done = subprocess.run(
        [*command, "--convert-to", kind, "--outdir", str(out), str(file)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    made = out / f"{file.stem}.{kind.split(':')[0]}"
    assert made.is_file(), done.stdout + done.stderr
    return made


# Comma, quote, UTF-8, from the first line on; each column as LibreOffice likes ("standard": formulas are evaluated).
READ_CSV = "CSV:44,34,76,1,,0,false,true,false,false"
WRITE_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false"


def formulas_in(file: Path) -> int:
    """How many formula cells a workbook has: .fods and .xlsx."""
    if file.suffix == ".fods":
        return file.read_text(encoding="utf-8").count("table:formula=")
    with zipfile.ZipFile(file) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        return sum(book.read(name).count(b"<f>") + book.read(name).count(b"<f ") for name in sheets)


def texts_of(book: Path, sheet: str, column: str) -> list[str]:
    header, *rows = CalamineWorkbook.from_path(str(book)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [str(row[header.index(column)]) for row in rows]


def test_a_formula_would_be_seen(tmp_path: Path, profile: Path) -> None:
    """What the other tests look for is there when a file does hold a formula."""
    (tmp_path / "bad.csv").write_text("name\n=1+1\n", encoding="utf-8")
    assert formulas_in(converted(tmp_path / "bad.csv", "fods", profile, READ_CSV)) == 1
    assert formulas_in(converted(tmp_path / "bad.csv", "xlsx", profile, READ_CSV)) == 1


def test_texts_of_a_workbook_come_back(tmp_path: Path, profile: Path) -> None:
    people().people.to_excel(tmp_path / "people.xlsx")
    assert formulas_in(tmp_path / "people.xlsx") == 0
    assert formulas_in(converted(tmp_path / "people.xlsx", "fods", profile)) == 0
    saved = converted(tmp_path / "people.xlsx", "xlsx", profile)
    assert formulas_in(saved) == 0
    for book in (tmp_path / "people.xlsx", saved):
        for column in ("name", "備考"):
            assert texts_of(book, "people", column) == TEXTS, book
        again = jifen.District(units=[{"unit": "G", "level": "grid"}], roles=[], people=book)
        assert again.people["name"] == again.people["備考"] == TEXTS


def test_texts_that_an_office_saves_as_csv_come_back(tmp_path: Path, profile: Path) -> None:
    people().people.to_excel(tmp_path / "people.xlsx")
    saved = converted(tmp_path / "people.xlsx", WRITE_CSV, profile)
    again = jifen.District(units=[{"unit": "G", "level": "grid"}], roles=[], people=saved)
    # An office sets no apostrophe before a formula, and one that stands there is taken for it (docs/choices.md, 86).
    expected = [text[1:] if text in ("'=1", "''=1") else text for text in TEXTS]
    assert again.people["name"] == expected


def test_a_csv_file_of_ours_has_no_formula(tmp_path: Path, profile: Path) -> None:
    people().people.to_csv(tmp_path / "people.csv")
    opened = converted(tmp_path / "people.csv", "fods", profile, READ_CSV)
    assert formulas_in(opened) == 0
    # Opened and saved by an office, it is read as the same texts, but for those that it takes for numbers and days; to
    # an office every line end inside a cell is LF.
    saved = converted(tmp_path / "people.csv", WRITE_CSV, profile, READ_CSV)
    names = jifen.District(units=[{"unit": "G", "level": "grid"}], roles=[], people=saved).people["name"]
    assert names[: len(FORMULAS + MARKUP)] == [text.replace("\r", "\n") for text in FORMULAS + MARKUP]


def test_results_in_a_workbook(evaluation: jifen.Evaluation, tmp_path: Path, profile: Path) -> None:
    evaluation.to_excel(tmp_path / "results.xlsx")
    saved = converted(tmp_path / "results.xlsx", "xlsx", profile)
    assert formulas_in(converted(tmp_path / "results.xlsx", "fods", profile)) == 0
    for book in (tmp_path / "results.xlsx", saved):
        assert formulas_in(book) == 0
        assert texts_of(book, "scores", "person") == sorted(IDS, key=str.encode)
        assert sorted(texts_of(book, "statement", "entry")) == sorted(IDS)
        assert set(texts_of(book, "statement", "item")) == {"=visit"}
        assert set(texts_of(book, "scores", "grade")) == {"@good"}
        assert set(texts_of(book, "categories", "category")) == {"+service"}


def test_results_in_csv_files(evaluation: jifen.Evaluation, tmp_path: Path, profile: Path) -> None:
    evaluation.write(tmp_path)
    for name in ("scores", "categories", "statement", "selection", "diagnostics"):
        with open(tmp_path / f"{name}.csv", encoding="utf-8", newline="") as file:
            assert len(list(csv.reader(file))) > 1
        assert formulas_in(converted(tmp_path / f"{name}.csv", "fods", profile, READ_CSV)) == 0
