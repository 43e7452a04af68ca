"""Hand-computed cases for the reference: caps, total, grade, rank (SPEC 4.4, 4.5)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from small_cases import A, Run, entry, item, lines, person, score, statement, verdicts

# --------------------------------------------------------------------------------------- 4.4 caps


def test_item_caps_count_part_and_none(run: Run) -> None:
    rules = item("v", 'points = 5\ncaps = [ { per = "month", points = 8 } ]')
    result = run(
        rules,
        **A,
        ledger=lines(
            entry("1", "2023-01-01", "A", "v"),  # 5, 3 left
            entry("2", "2023-01-02", "A", "v"),  # 3 of 5
            entry("3", "2023-01-03", "A", "v"),  # none
            entry("4", "2023-02-01", "A", "v"),  # a new month
        ),
    )
    assert statement(result, "raw", "credited", "verdict", "cut_by") == {
        "1": ("5", "5", "counted", ""),
        "2": ("5", "3", "part_counted", "item:month"),
        "3": ("5", "0", "capped", "item:month"),
        "4": ("5", "5", "counted", ""),
    }
    assert score(result, "A")["items"] == "13"


def test_what_a_later_stage_cuts_is_still_taken_from_the_earlier_caps(run: Run) -> None:
    rules = '[[category]]\ncode = "c"\ncaps = [ { per = "month", points = 4 } ]\n' + item(
        "v", 'category = "c"\npoints = 5\ncaps = [ { per = "year", points = 12 } ]'
    )
    result = run(
        rules,
        **A,
        ledger=lines(
            entry("1", "2023-01-01", "A", "v"),  # item 5 (7 left), category 4 of 5
            entry("2", "2023-01-02", "A", "v"),  # item 5 (2 left), category none left
            entry("3", "2023-02-01", "A", "v"),  # item 2 of 5: the first stage that cut; category 2
        ),
    )
    assert statement(result, "credited", "verdict", "cut_by") == {
        "1": ("4", "part_counted", "category:month"),
        "2": ("0", "capped", "category:month"),
        "3": ("2", "part_counted", "item:year"),
    }
    assert result.tables["categories"] == [{"person": "A", "category": "c", "raw": "15", "credited": "6"}]


def test_category_points_are_those_before_total_caps(run: Run) -> None:
    rules = (
        '[total]\ncaps = [ { per = "window", points = 6 } ]\n[[category]]\ncode = "c"\n'
        + item("v", 'category = "c"\npoints = 5')
        + item("w", "points = 5")
    )
    result = run(
        rules,
        **A,
        ledger=lines(entry("1", "2023-01-01", "A", "w"), entry("2", "2023-01-02", "A", "v")),
    )
    assert statement(result, "credited", "cut_by") == {"1": ("5", ""), "2": ("1", "total:window")}
    assert result.tables["categories"][0]["credited"] == "5"
    assert score(result, "A")["items"] == "6"


def test_deductions_are_capped_on_their_own_side(run: Run) -> None:
    rules = (
        '[total]\ncaps = [ { per = "year", points = 3 } ]\n' + item("good", "points = 2") + item("bad", "points = -2")
    )
    result = run(
        rules,
        **A,
        ledger=lines(
            entry("1", "2023-01-01", "A", "good"),
            entry("2", "2023-01-02", "A", "bad"),
            entry("3", "2023-01-03", "A", "bad"),  # 1 of the 3 is left on this side
            entry("4", "2023-01-04", "A", "good"),  # and 1 on that, whatever was deducted
        ),
    )
    assert statement(result, "credited", "verdict") == {
        "1": ("2", "counted"),
        "2": ("-2", "counted"),
        "3": ("-1", "part_counted"),
        "4": ("1", "part_counted"),
    }
    assert score(result, "A")["items"] == "0"
    assert score(result, "A")["deductions"] == "-3"


def test_cut_by_names_the_cap_with_the_least_left_and_the_finest_of_equals(run: Run) -> None:
    caps = '{ per = "year", points = 10 }, { per = "month", points = 8 }, { per = "day", points = 5 }'
    rules = item("v", f"points = 6\ncaps = [ {caps} ]")
    result = run(
        rules,
        **A,
        ledger=lines(
            entry("1", "2023-01-01", "A", "v"),  # left 10, 8, 5: day, 5 credited
            entry("2", "2023-01-02", "A", "v"),  # left 5, 3, 5: month, 3 credited
            entry("3", "2023-02-01", "A", "v"),  # left 2, 8, 5: year, 2 credited
            entry("4", "2023-02-01", "A", "v"),  # left 0, 6, 3: year
            entry("5", "2023-01-01", "A", "v"),  # by date second: left 5, 3, 0: day
        ),
    )
    assert statement(result, "credited", "cut_by") == {
        "1": ("5", "item:day"),
        "5": ("0", "item:day"),
        "2": ("3", "item:month"),
        "3": ("2", "item:year"),
        "4": ("0", "item:year"),
    }
    equal = item("v", 'points = 6\ncaps = [ { per = "year", points = 5 }, { per = "month", points = 5 } ]')
    result = run(equal, **A, ledger=entry("1", "2023-01-01", "A", "v"))
    assert statement(result, "cut_by") == {"1": ("item:month",)}


def test_a_ladder_is_paid_in_full_before_its_caps(run: Run) -> None:
    rules = item(
        "h",
        'ladder = { per = "month", steps = [ [1, 2], [2, 5] ] }\ncaps = [ { per = "month", points = 4 } ]',
    )
    result = run(
        rules,
        **A,
        ledger=lines(entry("1", "2023-01-01", "A", "h"), entry("2", "2023-01-02", "A", "h")),
    )
    assert statement(result, "raw", "credited", "verdict") == {
        "1": ("2", "2", "counted"), "2": ("3", "2", "part_counted"),
    }  # fmt: skip


def test_credited_points_add_up_to_the_item_points(run: Run) -> None:
    rules = '[total]\ncaps = [ { per = "quarter", points = 7.3 } ]\n' + item(
        "v", 'points_per_unit = 1.7\ncaps = [ { per = "month", points = 3 } ]'
    )
    rows = [entry(f"e{m}", f"2023-{m:02d}-15", "A", "v", quantity=f"{m}.5") for m in range(1, 13)]
    result = run(rules, **A, ledger=lines(*rows))
    # Each month is worth 1.7 x 1.5 = 2.55 (January) or 3 (cut); a quarter holds at most 7.3.
    # Q1: 2.55 + 3 + 1.75; the others: 3 + 3 + 1.3.
    assert score(result, "A")["items"] == "29.2"
    credited = [Fraction(row["credited"]) for row in result.tables["statement"]]
    assert sum(credited) == Fraction("29.2")


@pytest.mark.parametrize("ids", [("1", "2", "3", "4"), ("4", "3", "2", "1"), ("2", "4", "1", "3")])
def test_exchanging_ids_on_one_day_changes_neither_total_nor_categories(run: Run, ids: tuple[str, ...]) -> None:
    rules = (
        '[total]\ncaps = [ { per = "day", points = 9 } ]\n'
        '[[category]]\ncode = "c"\ncaps = [ { per = "week", points = 6 } ]\n'
        + item("v", 'category = "c"\npoints_per_unit = 1\ncaps = [ { per = "day", points = 4 } ]')
        + item("w", 'category = "c"\npoints = 3')
        + item("x", "points = 5")
    )
    result = run(
        rules,
        **A,
        ledger=lines(
            entry(ids[0], "2023-01-02", "A", "v", quantity="1"),
            entry(ids[1], "2023-01-02", "A", "v", quantity="5"),
            entry(ids[2], "2023-01-02", "A", "w"),
            entry(ids[3], "2023-01-02", "A", "x"),
        ),
    )
    # v: 6 -> 4 by its cap; v and w: 4 + 3 = 7 -> 6 by the category's; with x: 6 + 5 = 11 -> 9
    assert result.tables["categories"][0]["credited"] == "6"
    assert score(result, "A")["items"] == "9"


def test_caps_by_week_begin_on_monday(run: Run) -> None:
    result = run(
        item("v", 'points = 2\ncaps = [ { per = "week", points = 3 } ]'),
        **A,
        ledger=lines(
            entry("1", "2023-01-01", "A", "v"),  # a Sunday
            entry("2", "2023-01-02", "A", "v"),  # a Monday: a new week
            entry("3", "2023-01-08", "A", "v"),  # the Sunday of that week: 1 of 2
        ),
    )
    assert statement(result, "credited") == {"1": ("2",), "2": ("2",), "3": ("1",)}


# --------------------------------------------------------------------------- 4.5 total, grade, rank


def test_total_is_clipped_and_graded_and_ranked(run: Run) -> None:
    rules = (
        "[total]\nbase = 10\nfloor = 5\nceiling = 14\n"
        + item("v", "points_per_unit = 1")
        + item("bad", "points = -20")
        + '[[grade]]\ncode = "good"\nat_least = 12\n[[grade]]\ncode = "plain"\n'
    )
    result = run(
        rules,
        people=lines(*(person(who) for who in "ABCDE")),
        roles=lines(*(f"{who},m,G1,,," for who in "ABCDE")),
        ledger=lines(
            entry("1", "2023-01-01", "A", "v", quantity="9"),  # 19 -> 14
            entry("2", "2023-01-01", "B", "v", quantity="4"),  # 14
            entry("3", "2023-01-01", "C", "bad"),  # -10 -> 5
            entry("4", "2023-01-01", "D", "v", quantity="1.999"),  # 11.999
        ),
    )
    rows = [(row["person"], row["rank"], row["total"], row["grade"]) for row in result.tables["scores"]]
    assert rows == [
        ("A", "1", "14", "good"),
        ("B", "1", "14", "good"),
        ("C", "5", "5", "plain"),
        ("D", "3", "11.999", "plain"),
        ("E", "4", "10", "plain"),
    ]


def test_a_veto_sets_its_grade_and_takes_the_rank(run: Run) -> None:
    rules = (
        item("lie", 'veto = { grade = "out" }')
        + item("cheat", 'veto = { grade = "far_out" }')
        + item("v", "points = 1")
        + '[[grade]]\ncode = "fine"\n'
    )
    result = run(
        rules,
        people="A,,,,,,\nB,,,,,,",
        roles="A,m,G1,,,\nB,m,G1,,,",
        ledger=lines(
            entry("2", "2023-01-01", "A", "cheat"),
            entry("1", "2023-01-02", "A", "lie"),
            entry("3", "2023-01-02", "A", "v"),
        ),
    )
    a, b = score(result, "A"), score(result, "B")
    assert (a["grade"], a["vetoed"], a["rank"], a["total"]) == ("far_out", "yes", "", "1")
    assert (b["grade"], b["vetoed"], b["rank"], b["total"]) == ("fine", "no", "1", "0")
    assert verdicts(result) == {"2": "veto", "1": "veto", "3": "counted"}
