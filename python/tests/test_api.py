"""Reading, evaluating, explaining, selecting, writing."""

from __future__ import annotations

import csv
import gc
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import jifen

TABLES = ("scores", "categories", "statement", "linkage", "five_knows", "duties")
TABLES += ("composite", "selection", "diagnostics")


def test_rows_of_dicts_and_files_give_the_same_district(district: jifen.District, folder: Path) -> None:
    read = jifen.read_district(folder)
    for ours, theirs in zip(read.counts, district.counts, strict=True):
        rejected = 1 if ours["table"] == "ledger" else 0
        assert ours == theirs | {"rejected": rejected, "read": theirs["read"] + rejected}


def test_a_table_can_be_the_path_of_a_file(rows: dict[str, Any], folder: Path) -> None:
    mixed = jifen.District(**rows | {"people": folder / "people.csv", "roles": str(folder / "roles.csv")})
    assert mixed.counts["accepted"] == jifen.District(**rows).counts["accepted"]


def test_every_row_read_is_accounted_for(folder: Path) -> None:
    for row in jifen.read_district(folder).counts:
        assert row["accepted"] + row["duplicate"] + row["conflict"] + row["rejected"] == row["read"]


def test_bad_rows_are_data(rows: dict[str, Any]) -> None:
    rows["ledger"] += [{"entry": "X", "date": "2023-02-30", "actor": "P1", "item": "visit"}]
    district = jifen.District(**rows)
    (problem,) = district.diagnostics
    assert (problem.file, problem.line, problem.column) == ("ledger row", 5, "date")
    assert (problem.severity, problem.code, problem.value) == ("error", "bad_date", "2023-02-30")
    assert "2023-02-30" in problem.message
    assert problem.remedy
    assert repr(problem).startswith("<Diagnostic ledger row 5:date: error: ")
    assert district.error_count == 1


def test_a_float_is_refused_where_it_stands(rows: dict[str, Any]) -> None:
    rows["ledger"][0]["quantity"] = 1.1
    with pytest.raises(TypeError, match=r"quantity = 1\.1: a float"):
        jifen.District(**rows)


def test_a_point_in_time_is_no_day(rows: dict[str, Any], district: jifen.District) -> None:
    rows["ledger"][0]["date"] = datetime(2023, 3, 1, 12)
    with pytest.raises(TypeError, match="datetime"):
        jifen.District(**rows)
    with pytest.raises(TypeError, match="point in time"):
        district.check(datetime(2023, 3, 1))


def test_an_iterator_of_rows_is_taken(rows: dict[str, Any]) -> None:
    rows["people"] = (row for row in rows["people"])
    assert jifen.District(**rows).counts["accepted"][2] == 2


def test_empty_tables_need_no_columns(rules: jifen.Rulebook) -> None:
    evaluation = jifen.evaluate(jifen.District(units=[], people=[], roles=[]), rules, "2023")
    assert len(evaluation) == 0
    assert evaluation.scores.to_dicts() == []


def test_the_network_is_checked(district: jifen.District) -> None:
    report = district.check(date(2023, 12, 31))
    assert (report.ok, report.grids, report.leaders, report.people) == (True, 1, 1, 2)
    assert report.leaders_by_source == {"volunteer": 1}
    assert report.day == date(2023, 12, 31)
    assert district.check().day == district.last_ledger_day == date(2023, 4, 5)
    assert "1 grids" in repr(report)


def test_a_grid_without_a_leader_is_found(rows: dict[str, Any]) -> None:
    rows["roles"] = [{"person": "P1", "role": "volunteer", "unit": "G"}]
    report = jifen.District(**rows).check("2023-12-31")
    assert not report.ok
    assert report.grids_without_leader == 1
    assert [problem.severity for problem in report.problems] == ["error"] * len(report.problems)


def test_points_are_exact(evaluation: jifen.Evaluation) -> None:
    (score,) = evaluation.scores
    assert score == {
        "person": "P1",
        "unit": "G",
        "rank": 1,
        "total": Decimal("8"),
        "grade": "good",
        "vetoed": False,
        "base": Decimal("0"),
        "items": Decimal("3"),
        "linkage": Decimal("2"),
        "five_knows": Decimal("2"),
        "duties": Decimal("1"),
        "deductions": Decimal("0"),
    }


def test_each_entry_has_a_verdict(evaluation: jifen.Evaluation) -> None:
    found = [(row["entry"], row["verdict"], row["credited"], row["cut_by"]) for row in evaluation.statement]
    assert found == [
        ("E1", "counted", Decimal("1.25"), None),
        ("E2", "part_counted", Decimal("0.75"), "item:month"),
        ("E3", "capped", Decimal("0"), "item:month"),
        ("S1", "counted", Decimal("1"), None),
    ]
    assert evaluation.statement[3]["version"] == date(2023, 1, 1)


def test_known_at_goes_back_in_time(district: jifen.District, rules: jifen.Rulebook) -> None:
    for known_at in ("2023-03-02", date(2023, 3, 2)):
        earlier = jifen.evaluate(district, rules, "2023", known_at=known_at)
        assert earlier.statement["entry"] == ["E1", "E2"]


def test_a_statement_explains_every_point(evaluation: jifen.Evaluation) -> None:
    statement = evaluation.explain("P1", lang="zh")
    assert "王芳" in str(statement)
    assert "总分 8" in str(statement)
    assert "Total 8" in statement.text("en")
    assert (statement.total, statement.grade, statement.rank) == (Decimal("8"), "good", 1)
    assert sum(statement.rows["credited"]) == Decimal("3")
    assert statement.rows[1]["cap"] == Decimal("2")
    assert statement.rows[0]["source"] == "duty 1"
    assert "P1" in repr(statement)


def test_missed_duties_are_listed(evaluation: jifen.Evaluation) -> None:
    missed = evaluation.missed_duties("P1")
    assert len(missed) == 11
    assert missed[0] == {
        "person": "P1",
        "duty": "monthly",
        "from": date(2023, 1, 1),
        "until": date(2023, 2, 1),
        "household": None,
    }
    assert evaluation.missed_duties().to_csv() == missed.to_csv()
    stages: list[str] = []
    assert len(evaluation.missed_duties(progress=lambda stage, done, total: stages.append(stage))) == 11
    assert set(stages) <= {"missed duties"}
    with pytest.raises(jifen.ArgumentError, match="nobody"):
        evaluation.missed_duties("nobody")


def test_sums_by_unit_add_up(synthetic: jifen.District, shipped: jifen.Rulebook) -> None:
    evaluation = jifen.evaluate(synthetic, shipped, "2023")
    for level in ("grid", "village", "township", "district"):
        knows, linkage = evaluation.five_knows_by(level), evaluation.linkage_by(level)
        for stage, row in enumerate(evaluation.funnel, 1):
            assert (sum(knows[f"n{stage}"]), sum(knows[f"k{stage}"])) == (row["n"], row["k"])
        assert sum(linkage["members"]) == evaluation.coverage.members
        assert sum(linkage["with_exemplars"]) == evaluation.coverage.members_with_exemplars
        assert sum(linkage["contacts"]) == sum(evaluation.linkage["contacts"])
    with pytest.raises(jifen.ArgumentError, match='did you mean "village"'):
        evaluation.five_knows_by("villages")


def test_the_lines_of_a_statement_say_what_was_entered_and_why(evaluation: jifen.Evaluation) -> None:
    row = evaluation.explain("P1", lang="en").rows[1]
    assert row["title"] == "Home visit"
    assert (row["quantity"], row["working"], row["recorded"]) == (Decimal("1.5"), "1.25", date(2023, 3, 2))
    assert row["reason"] == "counted in part: a cap was reached: item cap of 2 a month"
    assert (row["level"], row["subject"], row["channel"], row["act"], row["other"]) == (None,) * 5
    assert evaluation.explain("P1").rows[1]["title"] == "家访"


def test_a_statement_ends_in_the_selections(evaluation: jifen.Evaluation) -> None:
    statement = evaluation.explain("P1")
    assert str(statement).splitlines()[-4].startswith("六、评优评先")
    assert "place 1 / 1" in statement.text("en")


def test_words_that_rulebook_and_district_do_not_share_are_said(rows: dict[str, Any], rules: jifen.Rulebook) -> None:
    rows["roles"] += [{"person": "P2", "role": "group_leadr", "unit": "G"}]
    evaluation = jifen.evaluate(jifen.District(**rows), rules, "2023")
    (row,) = evaluation.diagnostics
    assert (row["file"], row["line"], row["column"]) == ("roles", None, "role")
    assert (row["severity"], row["code"]) == ("warning", "role_not_in_rulebook")
    assert '"group_leadr"' in row["message"]


def test_selection_says_who_and_why(evaluation: jifen.Evaluation) -> None:
    (row,) = evaluation.select("best")
    assert (row["person"], row["selected"], row["reason"]) == ("P1", True, "selected")
    (stratum,) = evaluation.strata("best")
    assert (stratum["candidates"], stratum["selected"], stratum["line"]) == (1, 1, Decimal("8"))
    assert evaluation.selection.to_csv() == evaluation.select("best").to_csv()


def test_coverage_and_funnel(evaluation: jifen.Evaluation) -> None:
    assert evaluation.coverage.members == 1
    assert evaluation.coverage.reached_by_nobody == 2
    assert "1 members" in repr(evaluation.coverage)
    assert evaluation.funnel[0] == {"stage": "people", "n": 2, "k": 1}


def test_write_gives_the_tables_of_the_properties(evaluation: jifen.Evaluation, tmp_path: Path) -> None:
    evaluation.write(tmp_path / "new" / "results")
    written = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "new" / "results").iterdir()}
    assert sorted(written) == sorted([*TABLES, "provenance"])
    for name in TABLES:
        assert written[name] == getattr(evaluation, name).to_csv()
    with (tmp_path / "new" / "results" / "scores.csv").open(encoding="utf-8", newline="") as file:
        assert [row["total"] for row in csv.DictReader(file)] == ["8"]


def test_rulebooks_say_what_they_hold(rules: jifen.Rulebook) -> None:
    assert (rules.code, rules.items, rules.selections) == ("tiny", ["visit", "suggestion"], ["best"])
    assert (rules.title("en"), rules.title_of("item", "visit"), rules.title_of("grade", "good")) == (
        "Tiny rules",
        "家访",
        "good",
    )


def test_every_shipped_rulebook_is_right() -> None:
    assert "pinggu-1-10-100" in jifen.shipped_rulebooks()
    for name in jifen.shipped_rulebooks():
        assert jifen.shipped_rulebook(name).code == name
        assert jifen.rulebook_path(name).is_file()


def test_what_is_derived_keeps_its_source_alive(rows: dict[str, Any]) -> None:
    district = jifen.District(**rows)
    evaluation = jifen.evaluate(district, jifen.parse_rulebook("\n" + RULES_AGAIN), "2023")
    statement, scores = evaluation.explain("P1"), evaluation.scores
    del district, evaluation
    gc.collect()
    assert scores["person"] == ["P1"]
    assert len(statement.rows) == 4
    assert "王芳" in str(statement)
    core = statement._core
    del statement, scores
    gc.collect()
    assert "王芳" in core.text("zh")


RULES_AGAIN = """
jifen = 1
code = "again"
applies_to = ["group_leader"]
[[item]]
code = "visit"
points = 1
[[item]]
code = "suggestion"
points = 1
"""


def test_a_selection_names_those_who_are_scored_where_others_stand_between_them() -> None:
    rules = 'jifen = 1\ncode = "x"\napplies_to = ["leader"]\n[[item]]\ncode = "x"\npoints = 1\n'
    rules += '[[selection]]\ncode = "best"\nshare = "50%"\nrank_by = ["items"]\n'
    district = jifen.District(
        units=[{"unit": "D", "parent": "", "level": "district"}],
        people=[{"person": person} for person in ("a", "b", "c")],
        roles=[{"person": person, "role": "leader", "unit": "D"} for person in ("a", "c")],
    )
    chosen = jifen.evaluate(district, jifen.parse_rulebook(rules, "x.toml"), "2023").select("best")
    assert [line.split(",")[1] for line in chosen.to_csv().splitlines()[1:]] == ["a", "c"]
