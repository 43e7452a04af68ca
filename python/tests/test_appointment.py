"""Appointment of leaders in Python and on the command line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

import jifen
from jifen import cli

DISTRICT: dict[str, list[dict[str, Any]]] = {
    "units": [{"unit": "V", "parent": "", "level": "village"}]
    + [{"unit": f"G{n}", "parent": "V", "level": "grid"} for n in range(1, 5)],
    "people": [
        {"person": person, "gender": gender, "unit": unit}
        for person, gender, unit in (
            ("ann", "female", "G1"),
            ("bob", "male", "G2"),
            ("cid", "female", "G2"),
            ("dot", "female", "G2"),
            ("eve", "female", "G3"),
            ("fay", "female", "G3"),
        )
    ],
    "roles": [
        {"person": "ann", "role": "grid_officer", "unit": "G1"},
        {"person": "bob", "role": "grid_officer", "unit": "G2"},
        {"person": "dot", "role": "committee_member", "unit": "V"},
        {"person": "fay", "role": "group_leader", "unit": "G3"},
    ],
}
NOMINATIONS = [
    {"grid": "G2", "person": "cid", "by": "self", "suitability": "99", "background": "teacher"},
    {"grid": "G2", "person": "dot", "by": "recommended", "suitability": "60", "background": ""},
    {"grid": "G3", "person": "eve", "by": "self", "suitability": "70.125", "background": ""},
    {"grid": "G3", "person": "fay", "by": "recommended", "suitability": "70.125", "background": ""},
]


@pytest.fixture
def district() -> jifen.District:
    return jifen.District(**DISTRICT)


def csv_text() -> str:
    rows = [",".join(NOMINATIONS[0]), *(",".join(row.values()) for row in NOMINATIONS)]
    return "\n".join(rows) + "\n"


def test_rules_source_and_reasons_are_told(district: jifen.District) -> None:
    found = jifen.appoint(district, NOMINATIONS, "2023-06-30")
    assert [(row["grid"], row["leader"], row["rule"], row["source"]) for row in found.leaders] == [
        ("G1", "ann", 1, "grid_officer"),
        ("G2", "dot", 2, "committee_member"),
        ("G3", "fay", 2, "volunteer"),  # equal suitability: nothing changes
    ]
    assert found.leaders["in_office"] == [False, False, True]
    assert found.leaders["taken_into_committee"] == [True, False, False]
    assert found.vacancies["grid"] == ["G4"] and found.vacancies["reason"][0]
    assert found.leaders_by_source == {"grid_officer": 1, "committee_member": 1, "volunteer": 1}
    assert repr(found).startswith("<Appointments on 2023-06-30: 3 of 4 grids (")
    assert found.diagnostics == []


def frames(tmp_path: Path) -> dict[str, Any]:
    csv = tmp_path / "nominations.csv"
    csv.write_text(csv_text(), encoding="utf-8")
    parquet = tmp_path / "nominations.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(NOMINATIONS), parquet)
    book = openpyxl.Workbook()
    book.active.title = "提名"
    for row in [list(NOMINATIONS[0]), *(list(row.values()) for row in NOMINATIONS)]:
        book.active.append(row)
    workbook = tmp_path / "nominations.xlsx"
    book.save(workbook)
    return {
        "csv": csv,
        "parquet": parquet,
        "workbook": workbook,
        "pandas": pandas.DataFrame(NOMINATIONS),
        "polars": polars.DataFrame(NOMINATIONS),
        "pyarrow": pyarrow.Table.from_pylist(NOMINATIONS),
        "dicts": NOMINATIONS,
    }


@pytest.mark.parametrize("kind", ["csv", "parquet", "workbook", "pandas", "polars", "pyarrow", "dicts"])
def test_nominations_come_from_wherever_they_are(kind: str, tmp_path: Path) -> None:
    read = jifen.read_nominations(frames(tmp_path)[kind])
    assert read.table.to_csv() == csv_text()
    assert repr(read) == "<Nominations: 4 rows, 0 rejected>"


def test_what_is_wrong_with_nominations_is_told(district: jifen.District, tmp_path: Path) -> None:
    rows = [
        *NOMINATIONS,
        {"grid": "G4", "person": "nobody", "by": "self"},
        {"grid": "G4", "person": "bob", "by": "self"},
        {"grid": "G4", "person": "eve", "by": "friends", "suitability": "-1"},
    ]
    read = jifen.read_nominations(rows)
    assert [(problem.line, problem.column) for problem in read.diagnostics] == [(7, "by"), (7, "suitability")]
    found = jifen.appoint(district, read, "2023-06-30")
    assert [problem.line for problem in found.diagnostics] == [5, 6, 7, 7]
    assert "G4" in found.vacancies["grid"]
    with pytest.raises(jifen.TableError, match="person"):
        jifen.read_nominations([{"grid": "G4", "by": "self"}])
    with pytest.raises(jifen.TableError, match="cannot open"):
        jifen.read_nominations(tmp_path / "none.csv")
    with pytest.raises(jifen.ArgumentError, match="max_grids"):
        jifen.appoint(district, read, "2023-06-30", max_grids=0)
    with pytest.raises(jifen.ArgumentError, match="encoding"):
        jifen.read_nominations(rows, encoding="latin-1")


def test_the_synthetic_pinggu_comes_to_the_published_counts() -> None:
    """1,194 / 837 / 1,139 of 3,170, from officers, committee members and nominations."""
    found = jifen.appoint(jifen.synthetic_district(), jifen.synthetic_nominations(), "2023-12-31")
    assert found.leaders_by_source == {"grid_officer": 1194, "committee_member": 837, "volunteer": 1139}
    assert len(found.leaders) == found.grids == 3170 and len(found.vacancies) == 0
    assert max(Counter(found.leaders["leader"]).values()) == 1
    assert 0 < found.leaders["in_office"].count(True) < 3170


def test_the_command_appoints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, proposed = tmp_path / "pinggu", tmp_path / "nominations.csv"
    generate = ["generate", str(folder), "--profile", "pinggu", "--scale", "0.01", "--nominations", str(proposed)]
    assert cli.main(generate) == 0
    out = tmp_path / "out"
    assert cli.main(["appoint", str(folder), "--nominations", str(proposed), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    district = jifen.read_district(folder)
    found = jifen.appoint(district, proposed, district.last_ledger_day or "")
    assert f"{len(found.leaders):,} of {found.grids:,} grids have a leader: " in said
    assert (out / "appointments.csv").read_text(encoding="utf-8") == found.leaders.to_csv()
    lines = proposed.read_text(encoding="utf-8").splitlines()
    proposed.write_text("\n".join(lines[:3]) + "\n", encoding="utf-8")
    assert cli.main(["appoint", str(folder), "--nominations", str(proposed), "--on", "2023-12-31"]) == 1
    proposed.write_text("grid,person\n", encoding="utf-8")
    assert cli.main(["appoint", str(folder), "--nominations", str(proposed)]) == 1
    assert "by" in capsys.readouterr().err
