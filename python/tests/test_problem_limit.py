"""Problems are listed in full, or the table is refused: never are some of them dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import jifen
from jifen import cli

UNITS = [{"unit": "G", "level": "grid"}]
BAD = ["person,from", *["P,x"] * 4]


def district(people: Any, most: int) -> jifen.District:
    return jifen.District(units=UNITS, people=people, roles=[], limits={"problems": most})


def tables(folder: Path) -> list[Any]:
    """Four rows, each with one problem, in every form that a table has."""
    (folder / "people.csv").write_text("\n".join(BAD) + "\n")
    rows = [{"person": "P", "from": "x"}] * 4
    return [folder / "people.csv", rows, pa.Table.from_pylist(rows)]


@pytest.mark.parametrize("form", range(3))
def test_a_table_with_more_problems_than_are_kept_is_refused_whole(form: int, tmp_path: Path) -> None:
    table = tables(tmp_path)[form]
    found = district(table, 4)
    assert len([p for p in found.diagnostics if p.code == "bad_date"]) == 4
    with pytest.raises(jifen.TableError) as refused:
        district(table, 3)
    (problem,) = refused.value.diagnostics
    assert (problem.code, problem.line) == ("too_many_problems", 5 if form == 0 else 4)
    assert "more than 3 problems" in problem.message and '"problems"' in problem.remedy


def test_what_is_found_between_rows_counts_as_well() -> None:
    people = [{"person": "P"}] * 5  # four duplicates, which are notes
    assert len([p for p in district(people, 4).diagnostics if p.code == "duplicate"]) == 4
    with pytest.raises(jifen.TableError, match="people row 5: error: table refused") as refused:
        district(people, 3)
    assert [p.code for p in refused.value.diagnostics] == ["too_many_problems"]


def test_every_table_has_a_count_of_its_own_and_all_are_judged() -> None:
    bad = [{"person": "P", "from": "x"}] * 4
    roles = [{"person": "P", "role": "r", "unit": "G", "from": "x"}] * 4
    found = jifen.District(units=UNITS, people=bad, roles=roles, limits={"problems": 4})
    assert len([p for p in found.diagnostics if p.code == "bad_date"]) == 8
    with pytest.raises(jifen.TableError) as refused:
        jifen.District(units=UNITS, people=bad, roles=roles, limits={"problems": 2})
    assert [(p.file, p.line) for p in refused.value.diagnostics] == [("people row", 3), ("roles row", 3)]


def test_the_command_line_takes_the_limit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "units.csv").write_text("unit,level\nG,grid\n")
    (tmp_path / "roles.csv").write_text("person,role,unit\n")
    tables(tmp_path)
    assert cli.main(["check", str(tmp_path), "--on", "2023-01-01", "--limit", "problems=3"]) == 1
    assert "people.csv:5: error: table refused: its rows have more than 3 problems" in capsys.readouterr().err
