"""Spot checks: a draw that anybody can check, and what is said at the doors held to the records."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

import jifen
from jifen.spot_check import SpotCheck

RULES = """
jifen = 1
code = "doors"
applies_to = ["leader"]
[[item]]
code = "visit"
points = 1
[five_knows]
role = "leader"
points = 10
weights = [1, 1, 1, 1, 1]
fresh_days = [60, 60, 60, 60, 60]
"""
LONG_ID = "110101199001011234"
ANSWERS = [
    ("H1", "people", 1, 0),
    ("H1", "matters", 0, 0),
    ("H1", "needs", None, None),
    ("H2", "people", 2, 2),
    ("H2", "matters", 3, 1),
    ("H3", "people", 1, 1),
]


@pytest.fixture
def small() -> jifen.District:
    """Lea leads G1 with H1, of which she knows all, and H2, of which she knows nothing; nobody leads G2."""
    return jifen.District(
        units=[{"unit": "V", "level": "village"}]
        + [{"unit": grid, "parent": "V", "level": "grid"} for grid in ("G1", "G2")],
        households=[{"household": f"H{n}", "unit": "G2" if n == 3 else "G1"} for n in (1, 2, 3)]
        + [{"household": "H4", "unit": "G2"}],  # where nobody is registered
        people=[{"person": p, "household": h} for p, h in (("ann", "H1"), ("bea", "H2"), ("cid", "H3"))]
        + [{"person": "lea", "household": ""}],
        roles=[{"person": "lea", "role": "leader", "unit": "G1"}],
        knowledge=[
            {"record": "K1", "date": "2023-12-01", "knower": "lea", "stage": "people", "subject": "H1", "object": "ann"}
        ],
    )


@pytest.fixture
def records(small: jifen.District) -> jifen.Evaluation:
    return jifen.evaluate(small, jifen.parse_rulebook(RULES), "2023")


@pytest.fixture
def drawn(small: jifen.District) -> SpotCheck:
    return jifen.draw_households(small, "2023-12-31", 3, "2023")


def dicts(answers: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [dict(zip(("household", "stage", "asked", "known"), row, strict=True)) for row in answers]


def by_hand(district: jifen.District, day: date, seed: str, unit_of: dict[str, str]) -> dict[str, list[str]]:
    """By stratum: its households with somebody in them, by `printf '%s\\n%s' SEED HOUSEHOLD | sha256sum`."""

    def is_there(row: dict[str, Any]) -> bool:
        return bool((row["from"] or day) <= day < (row["until"] or date.max))

    inhabited = {row["household"] for row in district.people if is_there(row)}
    keyed: dict[str, list[tuple[str, str]]] = {}
    for row in district.households:
        if not is_there(row) or row["household"] not in inhabited:
            continue
        digest = hashlib.sha256(f"{seed}\n{row['household']}".encode()).hexdigest()
        keyed.setdefault(unit_of[row["unit"]], []).append((digest, row["household"]))
    return {unit: [household for _, household in sorted(rows)] for unit, rows in keyed.items()}


def test_a_draw_is_what_sha256_says(synthetic: jifen.District) -> None:
    parent = {row["unit"]: row["parent"] for row in synthetic.units}
    level = {row["unit"]: row["level"] for row in synthetic.units}

    def village(unit: str) -> str:
        return unit if level[unit] == "village" else village(parent[unit])

    day = date(2023, 12, 31)
    expected = by_hand(synthetic, day, "种子 2023", {unit: village(unit) for unit in parent if level[unit] == "grid"})
    check = jifen.draw_households(synthetic, day, 500, "种子 2023", by="village", at_least=2)
    assert len(check) == len(check.sample) == sum(check.strata["drawn"]) == 500
    for row in check.strata:
        sampled = [one for one in check.sample if one["stratum"] == row["stratum"]]
        assert [one["household"] for one in sampled] == expected[row["stratum"]][: row["drawn"]]
        assert [one["turn"] for one in sampled] == list(range(1, row["drawn"] + 1))
        assert row["households"] == len(expected[row["stratum"]]) and row["drawn"] >= 2
    larger = jifen.draw_households(synthetic, "2023-12-31", 600, "种子 2023", by="village", at_least=2)
    assert set(check.sample["household"]) <= set(larger.sample["household"])
    other = jifen.draw_households(synthetic, "2023-12-31", 500, "2024", by="village", at_least=2)
    assert set(check.sample["household"]) != set(other.sample["household"])
    assert (check.seed, check.day) == ("种子 2023", day)
    assert repr(check).endswith(" households by village>")


def test_the_form_has_a_row_for_each_household_and_stage(drawn: SpotCheck, records: jifen.Evaluation) -> None:
    assert drawn.form.columns == ["household", "stage", "asked", "known"]
    stages = ["people", "matters", "circumstances", "needs", "help"]
    assert [(row["household"], row["stage"]) for row in drawn.form] == [
        (household, stage) for household in drawn.sample["household"] for stage in stages
    ]
    assert set(drawn.form["asked"] + drawn.form["known"]) == {None}
    found = drawn.assess(drawn.form, records)
    assert (found.blank, found.households_visited, len(found.findings), found.diagnostics) == (15, 0, 0, [])
    assert found.stages["rate"] == [None] * 5
    assert repr(drawn) == "<SpotCheck on 2023-12-31: 3 of 3 households>"
    nothing = jifen.draw_households(records.district, "2023-12-31", 0, "x", at_least=0)
    assert nothing and len(nothing) == 0 and len(nothing.form) == 0


def test_records_are_held_to_the_door(drawn: SpotCheck, records: jifen.Evaluation) -> None:
    found = drawn.assess(dicts(ANSWERS), records)
    assert found.findings.to_csv() == (
        "household,stage,leader,asked,known,recorded_asked,recorded_known,verdict\n"
        "H1,people,lea,1,0,1,1,claims_more\n"
        "H1,matters,lea,0,0,1,0,records_less\n"
        "H2,people,lea,2,2,1,0,records_less\n"
        "H2,matters,lea,3,1,0,0,agrees\n"
        "H3,people,,1,1,0,0,no_leader\n"
    )
    assert found.counts == {"agrees": 1, "claims_more": 1, "records_less": 2, "no_leader": 1}
    assert found.claims_more == {"lea": 1}
    assert (found.households_drawn, found.households_visited, found.blank, found.confidence) == (3, 3, 1, 0.95)
    people, matters, circumstances = found.stages[:3]
    assert (people["households"], people["asked"], people["known"]) == (3, 4, 3)
    assert str(people["rate"]) == "0.666667" == str(people["wilson_low"]) == str(people["exact_high"]), "a census"
    # In H1 nothing came up; of the one of three households where something did, not all was known.
    assert (matters["households"], str(matters["rate"])) == (1, "0.000000")
    for name, interval in (("wilson", jifen.wilson_interval), ("exact", jifen.clopper_pearson_interval)):
        effective = 1 * (3 - 1) / (3 - 1)
        assert float(matters[f"{name}_high"]) == pytest.approx(interval(0, int(effective))[1], abs=1e-6)
    assert circumstances["rate"] is None and circumstances["households"] == 0
    assert repr(found) == ("<SpotCheckResult: 3 of 3 households, agrees 1, claims_more 1, records_less 2, no_leader 1>")
    surer = drawn.assess(dicts(ANSWERS), records, 0.99)
    assert surer.stages[1]["wilson_high"] > matters["wilson_high"]


def sources(tmp_path: Path) -> dict[str, Any]:
    header = ["household", "stage", "asked", "known"]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *ANSWERS])
    (tmp_path / "doors.csv").write_text(text.getvalue(), encoding="utf-8")
    chinese = text.getvalue().replace("household,stage,asked,known", "户编号,环节,应知,已知").replace("people", "知人")
    (tmp_path / "chinese.csv").write_bytes(chinese.encode("gb18030"))
    table = pyarrow.Table.from_pylist(dicts(ANSWERS))
    pyarrow.parquet.write_table(table, tmp_path / "doors.parquet")
    book = openpyxl.Workbook()
    sheet = book.create_sheet("入户核查")
    for row in [header, *ANSWERS]:
        sheet.append(row)
    book.save(tmp_path / "doors.xlsx")
    return {
        "csv": tmp_path / "doors.csv",
        "chinese": jifen.read_door_answers(tmp_path / "chinese.csv", encoding="gb18030"),
        "parquet": str(tmp_path / "doors.parquet"),
        "workbook": tmp_path / "doors.xlsx",
        "pandas": pandas.DataFrame(dicts(ANSWERS)),  # of a number and a blank it makes floating-point numbers
        "polars": polars.DataFrame(dicts(ANSWERS)),
        "polars lazy": polars.DataFrame(dicts(ANSWERS)).lazy(),
        "pyarrow": table,
        "record batch": table.combine_chunks().to_batches()[0],
        "duckdb": duckdb.connect().sql(f"select * from '{tmp_path / 'doors.parquet'}'"),
        "generator": (row for row in dicts(ANSWERS)),
        "texts": dicts([tuple("" if cell is None else str(cell) for cell in row) for row in ANSWERS]),
    }


@pytest.mark.parametrize(
    "kind",
    [
        *("csv", "chinese", "parquet", "workbook", "pandas", "polars", "polars lazy", "pyarrow", "record batch"),
        *("duckdb", "generator", "texts"),
    ],
)
def test_answers_come_from_wherever_they_are(
    kind: str, drawn: SpotCheck, records: jifen.Evaluation, tmp_path: Path
) -> None:
    given = sources(tmp_path)[kind]
    expected = drawn.assess(dicts(ANSWERS), records)
    found = drawn.assess(given, records)
    assert found.findings.to_csv() == expected.findings.to_csv()
    assert found.stages.to_csv() == expected.stages.to_csv()
    assert (found.blank, found.diagnostics) == (1, [])


def test_answers_read_are_a_table_that_can_be_read_again() -> None:
    read = jifen.read_door_answers(dicts(ANSWERS))
    assert repr(read) == "<DoorAnswers: 5 rows, 1 blank, 0 rejected>"
    assert read.table.to_dicts() == [row for row in dicts(ANSWERS) if row["asked"] is not None]
    assert jifen.read_door_answers(read.table).table.to_csv() == read.table.to_csv()
    assert len(jifen.read_door_answers([])) == 0


def test_every_bad_row_is_told(drawn: SpotCheck, records: jifen.Evaluation, tmp_path: Path) -> None:
    rows = [
        ("H1", "people", 1, 1),
        (LONG_ID, "people", 1, 1),
        ("H1", "people", 1, 1),
        ("H1", "people", 1, 0),
        ("H1", "all", -1, "x"),
        ("H2", "people", 1, 2),
        ("", "people", "1.5", ""),
        ("H4", "people", 0, 0),
    ]
    found = drawn.assess(dicts(rows), records)
    assert [(problem.line, problem.column, problem.code, problem.severity) for problem in found.diagnostics] == [
        (2, "household", "unknown_household", "error"),
        (3, "household", "duplicate_answer", "warning"),
        (4, "household", "conflicting_answer", "error"),
        (5, "asked", "bad_quantity", "error"),
        (5, "known", "bad_quantity", "error"),
        (5, "stage", "bad_word", "error"),
        (6, "known", "bad_quantity", "error"),
        (7, "asked", "bad_quantity", "error"),
        (7, "household", "bad_value", "error"),
        (7, "known", "bad_quantity", "error"),
        (8, "household", "not_drawn", "error"),
    ]
    assert {problem.file for problem in found.diagnostics} == {"door_answers row"}
    assert found.diagnostics[3].value == "-1"
    assert LONG_ID not in "".join(map(str, found.diagnostics)) and "11**" in str(found.diagnostics[0])
    assert [row["household"] for row in found.findings] == ["H1"], "the first of two that differ stands"
    file = tmp_path / "doors.csv"
    file.write_text("household,stage,asked,known\nH1,people,1,1\nH2,people,1,2\n", encoding="utf-8")
    (problem,) = drawn.assess(file, records).diagnostics
    assert (problem.file, problem.line, problem.column, problem.value) == ("doors.csv", 3, "known", "2")


def test_tables_that_cannot_be_are_refused(drawn: SpotCheck, records: jifen.Evaluation, tmp_path: Path) -> None:
    with pytest.raises(jifen.TableError, match="known"):
        drawn.assess([{"household": "H1", "stage": "people", "asked": 1}], records)
    with pytest.raises(jifen.TableError, match="did you mean"):
        drawn.assess([dict(dicts(ANSWERS)[0], knows=1)], records)
    with pytest.raises(jifen.TableError, match="floating-point"):
        drawn.assess(pyarrow.table({"household": [1.0], "stage": ["people"], "asked": [1], "known": [1]}), records)
    with pytest.raises(jifen.TableError, match="cannot open"):
        drawn.assess(tmp_path / "none.csv", records)
    with pytest.raises(jifen.ArgumentError, match="encoding"):
        jifen.read_door_answers([], encoding="latin-1")
    with pytest.raises(TypeError, match=r"door_answers row 1: asked = 1\.0"):
        drawn.assess(dicts([("H1", "people", 1.0, 1)]), records)
    with pytest.raises(TypeError, match="door_answers: a table is"):
        drawn.assess(5, records)  # type: ignore[arg-type]


def test_wrong_designs_are_named(small: jifen.District) -> None:
    for wrong, argument in (
        ({"households": -1}, "households"),
        ({"households": 2**63}, "households"),
        ({"at_least": -1}, "at_least"),
        ({"households": 1, "by": "grid"}, "households"),  # one of each of two
        ({"by": "street"}, "level"),
        ({"by": ""}, "level"),
        ({"seed": "\udcff"}, "seed"),
        ({"on": "2023-13-01"}, "on"),
    ):
        arguments: dict[str, Any] = {"on": "2023-12-31", "households": 3, "seed": "2023"} | wrong  # type: ignore[operator]
        with pytest.raises(jifen.ArgumentError) as caught:
            jifen.draw_households(small, **arguments)
        assert caught.value.argument == argument
    wrong_types: list[tuple[Any, Any, Any, str]] = [
        (None, 1, "", "district"),
        (small, 1.0, "", "households"),
        (small, 1, 5, "seed"),
    ]
    for district, households, seed, named in wrong_types:
        with pytest.raises(TypeError, match=f"^{named} = "):
            jifen.draw_households(district, "2023-12-31", households, seed)


def test_answers_are_held_to_records_of_the_same_district_only(
    small: jifen.District, drawn: SpotCheck, records: jifen.Evaluation, rows: dict[str, Any], rules: jifen.Rulebook
) -> None:
    with pytest.raises(jifen.ArgumentError, match="another district"):
        drawn.assess([], jifen.evaluate(jifen.District(**rows), rules, "2023"))
    without = jifen.parse_rulebook('jifen = 1\ncode = "a"\napplies_to = ["b"]\n[[item]]\ncode = "c"\npoints = 1\n')
    with pytest.raises(jifen.ArgumentError, match="five_knows"):
        drawn.assess([], jifen.evaluate(small, without, "2023"))
    for confidence in (0, 1, -1, 2, float("nan")):
        with pytest.raises(jifen.ArgumentError, match="confidence"):
            drawn.assess([], records, confidence)
    with pytest.raises(TypeError, match="evaluation = None"):
        drawn.assess([], None)  # type: ignore[arg-type]
