"""Hand-computed cases for the reference: selection and output (SPEC 8 to 10)."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from small_cases import KNOWS, LINKAGE, UNITS, A, Run, entry, item, lines, person

from reference import Result, main
from selection import divide, divide_with_limits, rounded_places

# -------------------------------------------------------------------------------------- 8. selection


def contest(scores: dict[str, str], units: dict[str, str] | None = None) -> dict[str, str]:
    """People with one entry of the item `v` each, worth its quantity, each in G1 unless said."""
    return {
        "people": lines(*(person(who) for who in scores)),
        "roles": lines(*(f"{who},m,{(units or {}).get(who, 'G1')},,," for who in scores)),
        "ledger": lines(
            *(entry(f"e-{who}", "2023-01-01", who, "v", quantity=points) for who, points in scores.items())
        ),
    }


def selection(body: str) -> str:
    return item("v", "points_per_unit = 1") + f'[[selection]]\ncode = "s"\n{body}\n'


def chosen(result: Result, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in ("person", *columns)) for row in result.tables["selection"]]


def test_the_first_so_many_are_chosen(run: Run) -> None:
    result = run(selection('share = "40%"'), **contest({"A": "1", "B": "5", "C": "3", "E": "3"}))
    # 40 % of 4 = 1.6, down: 1
    assert chosen(result, "place", "selected", "reason", "decided_by", "distance") == [
        ("B", "1", "yes", "selected", "", "2"),
        ("C", "2", "no", "below_the_line", "rank_by", "-2"),
        ("E", "3", "no", "below_the_line", "person", "-2"),
        ("A", "4", "no", "below_the_line", "rank_by", "-4"),
    ]


@pytest.mark.parametrize(("how", "places"), [("down", 2), ("nearest", 2), ("up", 3)])
def test_places_are_rounded_as_said(how: str, places: int) -> None:
    assert rounded_places(Fraction(5, 2), how) == places  # nearest: half to even
    assert rounded_places(Fraction(7, 2), "nearest") == 4
    assert rounded_places(Fraction(3), how) == 3


@pytest.mark.parametrize(
    ("policy", "selected"), [("break", ["B", "C"]), ("take_all", ["B", "C", "E"]), ("take_none", ["B"])]
)
def test_people_equal_across_the_line(run: Run, policy: str, selected: list[str]) -> None:
    rules = selection(f'share = "50%"\nat_the_line = "{policy}"')
    result = run(rules, **contest({"A": "1", "B": "5", "C": "3", "E": "3"}))
    assert [row[0] for row in chosen(result, "selected") if row[1] == "yes"] == selected
    distances = {row["person"]: row["distance"] for row in result.tables["selection"]}
    # A: 1 less the points of the last selected; B: 5 less those of the first not selected
    assert distances["A"] == ("-4" if policy == "take_none" else "-2")
    assert distances["B"] == ("4" if policy == "take_all" else "2")


def test_nobody_is_equal_across_a_line_that_ties_settle(run: Run) -> None:
    rules = selection('share = "50%"\nat_the_line = "take_all"\nties = ["days_in_role"]')
    tables = contest({"A": "3", "B": "3"})
    tables["roles"] = "A,m,G1,2023-01-01,,\nB,m,G1,2022-01-01,2023-12-31,"  # 365 days, 364 days
    result = run(rules, **tables)
    assert chosen(result, "selected", "decided_by") == [("A", "yes", ""), ("B", "no", "days_in_role")]


def test_fewest_deductions_and_category_break_ties(run: Run) -> None:
    rules = (
        '[[category]]\ncode = "c"\n'
        + item("v", "points_per_unit = 1")
        + item("w", 'category = "c"\npoints_per_unit = 1')
        + item("bad", "points_per_unit = -1")
        + '[[selection]]\ncode = "s"\nshare = "10%"\nties = ["fewest_deductions", "category:c"]\n'
    )
    result = run(
        rules,
        people=lines(*(person(who) for who in "ABC")),
        roles=lines(*(f"{who},m,G1,,," for who in "ABC")),
        ledger=lines(
            entry("1", "2023-01-01", "A", "v", quantity="6"),
            entry("2", "2023-01-01", "A", "bad", quantity="1"),  # 5, deductions -1
            entry("3", "2023-01-01", "B", "v", quantity="5"),  # 5, none
            entry("4", "2023-01-01", "C", "w", quantity="5"),  # 5, none, all in category c
        ),
    )
    # 10 % of 3, down, is 0: nobody is selected, so there is no distance
    assert chosen(result, "place", "selected", "decided_by", "distance") == [
        ("C", "1", "no", "", ""),
        ("B", "2", "no", "category:c", ""),
        ("A", "3", "no", "fewest_deductions", ""),
    ]


def test_who_is_not_eligible_comes_after_in_the_same_order(run: Run) -> None:
    rules = (
        '[[grade]]\ncode = "top"\nat_least = 100\n[[grade]]\ncode = "ok"\nat_least = 2\n'
        '[[grade]]\ncode = "low"\n'
        + item("lie", 'veto = { grade = "out" }')
        + selection('share = "100%"\neligible = { grade_at_least = "ok", min_days_in_role = 100 }')
    )
    tables = contest({"A": "9", "B": "1", "C": "8", "E": "2", "F": "200"})
    # C: from 2023-09-23 there are 8 + 31 + 30 + 31 = 100 days; E: one day less
    tables["roles"] = "A,m,G1,,,\nB,m,G1,,,\nC,m,G1,2023-09-23,,\nE,m,G1,2023-09-24,,\nF,m,G1,,,"
    tables["ledger"] = lines(
        entry("1", "2023-10-01", "A", "v", quantity="9"),
        entry("2", "2023-10-01", "B", "v", quantity="1"),
        entry("3", "2023-10-01", "C", "v", quantity="8"),
        entry("4", "2023-10-01", "E", "v", quantity="2"),
        entry("5", "2023-10-01", "F", "v", quantity="200"),
        entry("6", "2023-10-01", "A", "lie"),
    )
    result = run(rules, **tables)
    # places: 5 x 100 %, at most the 2 eligible
    assert chosen(result, "place", "selected", "reason", "decided_by", "distance") == [
        ("F", "1", "yes", "selected", "", ""),
        ("C", "2", "yes", "selected", "rank_by", ""),
        ("A", "", "no", "vetoed", "", "1"),
        ("E", "", "no", "not_eligible: days_in_role", "", "-6"),
        ("B", "", "no", "not_eligible: grade", "", "-7"),
    ]


def test_strata_and_the_place_of_those_above_them(run: Run) -> None:
    units = {"A": "G1", "B": "T1", "C": "G3", "E": "D"}
    result = run(
        selection('share = "50%"\nby = "township"'),
        **contest({"A": "1", "B": "2", "C": "3", "E": "4"}, units),
    )
    # 2 places; strata D (E), T1 (A, B), T2 (C): 2 x 2/4 = 1 for T1, 1/2 for D and T2: the tie of the
    # remainders and of the numbers goes to the smaller id, D
    assert chosen(result, "stratum", "place", "selected") == [
        ("E", "D", "1", "yes"),
        ("B", "T1", "1", "yes"),
        ("A", "T1", "2", "no"),
        ("C", "T2", "1", "no"),
    ]


def test_quotas() -> None:
    # Balinski and Young, example 1
    votes = {"a": 5117, "b": 4400, "c": 162, "d": 161, "e": 160}
    assert list(divide(100, votes, "largest_remainder").values()) == [51, 44, 2, 2, 1]
    assert list(divide(100, votes, "sainte_lague").values()) == [51, 43, 2, 2, 2]
    assert list(divide(100, votes, "dhondt").values()) == [52, 45, 1, 1, 1]
    # ties: to the larger, then to the smaller id
    tied = {"a": 2, "b": 1, "c": 1, "d": 2, "e": 2}
    for quota in ("largest_remainder", "sainte_lague", "dhondt"):
        assert list(divide(2, tied, quota).values()) == [1, 0, 0, 1, 0]
        assert list(divide(6, {"a": 0, "b": 14, "c": 28}, quota).values()) == [0, 2, 4]
    # D'Hondt, 6 : 3, second place: 6/2 = 3/1, to the stratum with more
    assert divide(2, {"a": 3, "b": 6}, "dhondt") == {"a": 0, "b": 2}


def test_places_beyond_the_eligible_are_divided_afresh() -> None:
    # 10 places by 50 : 30 : 20 are 5, 3, 2; a has only 1 eligible, so 9 are divided 30 : 20 = 5.4 : 3.6,
    # that is 5 and 4; b has only 4: then 5 remain for c
    weights = {"a": 50, "b": 30, "c": 20}
    eligible = {"a": 1, "b": 4, "c": 20}
    assert divide_with_limits(10, weights, eligible, "largest_remainder") == {"a": 1, "b": 4, "c": 5}
    # both that are over are fixed in one round
    eligible = {"a": 1, "b": 2, "c": 20}
    assert divide_with_limits(10, weights, eligible, "largest_remainder") == {"a": 1, "b": 2, "c": 7}


def test_candidates_are_holders_of_the_roles_and_of_eligible_counts_only_those(run: Run) -> None:
    rules = item("lie", 'veto = { grade = "out" }') + selection('share = "50%"\nof = "eligible"')
    tables = contest({"A": "1", "B": "2", "C": "3", "E": "4"})
    tables["ledger"] += "\n" + entry("x", "2023-01-01", "E", "lie")
    result = run(rules, **tables)
    # 50 % of 3 eligible, down: 1 (of 4 candidates it would be 2)
    assert [row[0] for row in chosen(result, "selected") if row[1] == "yes"] == ["C"]


# ----------------------------------------------------------------------------------- 9, 10. output


def test_every_table_is_written_with_its_header(run: Run, tmp_path: Path) -> None:
    run(item("v", "points = 1"), **A, ledger=entry("e", "2023-01-01", "A", "v"))
    out = tmp_path / "out"
    arguments = [str(tmp_path / "district"), "--rules", str(tmp_path / "rules.toml"), "--window", "2023"]
    assert main([*arguments, "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "categories.csv", "duties.csv", "five_knows.csv", "linkage.csv", "scores.csv", "selection.csv",
        "statement.csv",
    ]  # fmt: skip
    assert (out / "duties.csv").read_bytes() == b"person,duty,due,done\n"
    with (out / "statement.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["person", "entry", "date", "item", "raw", "credited", "verdict", "cut_by", "version"],
            ["A", "e", "2023-01-01", "v", "1", "1", "counted", "", ""],
        ]


def test_the_order_of_rows_does_not_matter(run: Run) -> None:
    rules = (
        LINKAGE
        + KNOWS
        + item("v", "points_per_unit = 1")
        + ('[[selection]]\ncode = "s"\nshare = "50%"\nby = "township"\n')
    )
    tables = contest({"A": "1", "B": "5", "C": "3", "E": "3"}, {"A": "G3", "E": "G2"})
    tables["units"] = UNITS
    forward = run(rules, **tables)
    backward = run(rules, **{name: lines(*reversed(rows.split("\n"))) for name, rows in tables.items()})
    assert forward.tables == backward.tables


def test_overflow_is_an_error(run: Run) -> None:
    with pytest.raises(OverflowError):
        run(
            item("v", "points_per_unit = 9000000000000000"),
            **A,
            ledger=entry("e", "2023-01-01", "A", "v", quantity="1000000000"),
        )
