"""Every error carries its fields and has a builtin base."""

from __future__ import annotations

import errno
import os
import pickle
from pathlib import Path
from typing import Any

import pytest

import jifen


def test_an_unknown_person_is_an_argument_error(evaluation: jifen.Evaluation) -> None:
    with pytest.raises(jifen.ArgumentError) as caught:
        evaluation.explain("P9")
    error = caught.value
    assert (error.code, error.argument, error.value) == ("argument", "person", "P9")
    assert isinstance(error, ValueError)
    assert isinstance(error, jifen.Error)
    assert "P9" in str(error)


@pytest.mark.parametrize(
    ("argument", "value", "call"),
    [
        ("known_at", "soon", lambda d, r, e: jifen.evaluate(d, r, "2023", known_at="soon")),
        ("kernels", "quick", lambda d, r, e: jifen.evaluate(d, r, "2023", kernels="quick")),
        ("on", "2023-02-30", lambda d, r, e: d.check("2023-02-30")),
        ("language", "fr", lambda d, r, e: e.explain("P1", lang="fr")),
        ("name", "x", lambda d, r, e: jifen.shipped_rulebook("x")),
        ("kind", "x", lambda d, r, e: r.title_of("x", "y")),
        ("profile", "x", lambda d, r, e: jifen.generate("nowhere", "x")),
        ("seed", "-1", lambda d, r, e: jifen.generate("nowhere", seed=-1)),
        ("unit", "x", lambda d, r, e: d.unit_name("x")),
    ],
)
def test_what_does_not_exist_is_named(
    argument: str, value: str, call: Any, district: jifen.District, rules: jifen.Rulebook, evaluation: jifen.Evaluation
) -> None:
    with pytest.raises(jifen.ArgumentError) as caught:
        call(district, rules, evaluation)
    assert (caught.value.argument, caught.value.value) == (argument, value)


def test_a_bad_window_and_an_unknown_selection(
    district: jifen.District, rules: jifen.Rulebook, evaluation: jifen.Evaluation
) -> None:
    with pytest.raises(jifen.ArgumentError) as caught:
        jifen.evaluate(district, rules, "2023-Q5")
    assert caught.value.value == "2023-Q5"
    with pytest.raises(jifen.ArgumentError) as caught:
        evaluation.select("worst")
    assert caught.value.value == "worst"


def test_threads_are_at_least_one(district: jifen.District, rules: jifen.Rulebook) -> None:
    with pytest.raises(ValueError, match="threads = 0"):
        jifen.evaluate(district, rules, "2023", threads=0)


def test_a_refused_table_lists_its_problems(tmp_path: Path) -> None:
    with pytest.raises(jifen.TableError) as caught:
        jifen.read_district(tmp_path)
    error = caught.value
    assert isinstance(error, ValueError)
    assert isinstance(error, jifen.InputError)
    assert error.code == "table"
    assert [problem.file for problem in error.diagnostics] == ["people.csv", "roles.csv", "units.csv"]


def test_a_missing_column_of_rows_is_refused(rows: dict[str, Any]) -> None:
    rows["people"] = [{"name": "Li"}]
    with pytest.raises(jifen.TableError) as caught:
        jifen.District(**rows)
    assert "person" in caught.value.diagnostics[0].message


def test_a_rulebook_lists_all_its_errors() -> None:
    with pytest.raises(jifen.RulebookError) as caught:
        jifen.parse_rulebook('jifen = 1\ncode = "x"\napplies_to = []\nnonsense = 1\n', file="mine.toml")
    problems = caught.value.diagnostics
    assert len(problems) >= 2
    assert {problem.file for problem in problems} == {"mine.toml"}
    assert {problem.line for problem in problems} >= {3, 4}


def test_overflow_is_an_error(rows: dict[str, Any]) -> None:
    rows["ledger"] = [
        {"entry": f"E{n}", "date": "2023-01-01", "actor": "P1", "item": "big", "quantity": 10**9} for n in range(3)
    ]
    rules = jifen.parse_rulebook(
        'jifen = 1\ncode = "x"\napplies_to = ["group_leader"]\n[[item]]\ncode = "big"\npoints_per_unit = 5000000\n'
    )
    with pytest.raises(jifen.PointsOverflowError) as caught:
        jifen.evaluate(jifen.District(**rows), rules, "2023")
    assert isinstance(caught.value, OverflowError)
    error = caught.value
    assert error.code == "overflow"
    assert (error.operation, error.person, error.entry, error.item) == ("a person's item points", "P1", "", "")
    assert 'person "P1"' in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_an_overflow_of_one_entry_names_it(rows: dict[str, Any]) -> None:
    rows["ledger"] = [{"entry": "E7", "date": "2023-01-01", "actor": "P1", "item": "大", "quantity": 10**9}]
    rules = jifen.parse_rulebook(
        'jifen = 1\ncode = "x"\napplies_to = ["group_leader"]\n[[item]]\ncode = "大"\npoints_per_unit = 50000000\n'
    )
    with pytest.raises(jifen.PointsOverflowError) as caught:
        jifen.evaluate(jifen.District(**rows), rules, "2023")
    assert (caught.value.person, caught.value.entry, caught.value.item) == ("P1", "E7", "大")


def test_a_refusing_disk_is_an_os_error(evaluation: jifen.Evaluation, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(OSError, match="cannot make the folder") as caught:
        evaluation.write(tmp_path / "file" / "below")
    error = caught.value
    assert isinstance(error, jifen.FileError)
    assert (error.code, error.filename, error.errno) == ("io", str(tmp_path / "file" / "below"), errno.ENOTDIR)
    assert error.strerror == os.strerror(errno.ENOTDIR)
    assert error.operation == "cannot make the folder"
    assert str(error) == f"{error.filename}: {error.operation}: {error.strerror}; check the folder and the space left"


@pytest.mark.parametrize(
    ("read", "ending"), [(jifen.read_rulebook, ""), (jifen.read_district, ""), (jifen.read_district, ".xlsx")]
)
def test_what_is_not_there_is_a_file_error(read: Any, ending: str, tmp_path: Path) -> None:
    name = os.fsdecode(b"n\xe9ant") + ending
    with pytest.raises(jifen.FileError) as caught:
        read(tmp_path / name)
    error = caught.value
    assert (error.filename, error.errno) == (str(tmp_path / name), errno.ENOENT)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is jifen.FileError
    assert str(again) == str(error)
    for field in ("code", "operation", "filename", "errno", "strerror"):
        assert getattr(again, field) == getattr(error, field)


def test_a_file_error_without_fields_is_one() -> None:
    error = jifen.FileError("no")
    assert (str(error), error.filename, error.errno, error.strerror) == ("no", None, None, None)
    assert str(jifen.FileError()) == ""


def test_errors_and_diagnostics_survive_pickling(tmp_path: Path) -> None:
    with pytest.raises(jifen.TableError) as caught:
        jifen.read_district(tmp_path)
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is jifen.TableError
    assert (str(again), again.code) == (str(caught.value), "table")
    assert again.diagnostics == caught.value.diagnostics


def test_a_diagnostic_is_a_value() -> None:
    one = jifen.Diagnostic(file="a.csv", line=3, column="date", code="bad_date", message="no", value="x", remedy="yes")
    same = jifen.Diagnostic(file="a.csv", line=3, column="date", code="bad_date", message="no", value="x", remedy="yes")
    assert one == same and hash(one) == hash(same)
    assert one != jifen.Diagnostic() and one != "a.csv"
    assert str(one) == "a.csv:3:date: error: no [bad_date]; yes"
    assert jifen.Diagnostic().line is None
    with pytest.raises(jifen.ArgumentError):
        jifen.Diagnostic(severity="dire")
