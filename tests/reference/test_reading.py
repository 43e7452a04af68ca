"""Hand-computed cases for the reference: values, loading, ledger (SPEC 0 to 2)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from loading import RefusedTableError
from small_cases import HEADERS, UNITS, A, Run, entry, item, lines, score, statement, verdicts
from values import (
    Span,
    UnreadableError,
    covers,
    cut_period,
    read_date,
    read_id,
    read_quantity,
    read_share,
    read_span,
    read_window,
    to_points,
    whole_periods,
    write_points,
    write_score,
)

from reference import evaluate

# ------------------------------------------------------------------------------------------ 0. values


@pytest.mark.parametrize("text", ["2023-04-05", "2023/4/5", "2023/04/05", "2023年4月5日"])
def test_a_day_is_read_in_three_forms(text: str) -> None:
    assert read_date(text) == date(2023, 4, 5)


@pytest.mark.parametrize(
    "text",
    ["2023-4-5", "20230405", "2023-02-29", "2100-02-29", "1899-12-31", "2200-01-01", "", " 2023-04-05",
     "２０２３-04-05", "2024-06-30T24:00:00", "45658"],
)  # fmt: skip
def test_anything_else_is_no_day(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_date(text)


def test_the_first_and_the_last_day() -> None:
    assert read_date("1900-01-01") == date(1900, 1, 1)
    assert read_date("2199-12-31") == date(2199, 12, 31)


def test_a_span_is_half_open_and_open_ended() -> None:
    span = read_span("", "2023-02-01")
    assert span.contains(date(1900, 1, 1)) and span.contains(date(2023, 1, 31))
    assert not span.contains(date(2023, 2, 1))
    assert read_span("2023-02-01", "").contains(date(2199, 12, 31))
    for until in ("2023-02-01", "2023-01-31"):
        with pytest.raises(UnreadableError):
            read_span("2023-02-01", until)


def test_an_id_has_1_to_64_bytes_and_no_control_characters() -> None:
    assert read_id("张" * 21) == "张" * 21  # 63 bytes
    for bad in ("", "张" * 22, "a" * 65, "a\tb", "a\x7f", "a\x85"):
        with pytest.raises(UnreadableError):
            read_id(bad)


def test_quantities_are_plain_decimals() -> None:
    assert read_quantity("") == 1
    assert read_quantity("0") == 0
    assert read_quantity("2.125") == Fraction(17, 8)
    assert read_quantity("1000000000") == 10**9
    for bad in ("1000000000.001", "-1", "+1", "1e3", ".5", "5.", "1,000", "1.0000", " 1", "nan", "１"):
        with pytest.raises(UnreadableError):
            read_quantity(bad)


def test_shares() -> None:
    assert read_share("20%") == read_share("0.2") == Fraction(1, 5)
    assert read_share("12.5%") == Fraction(1, 8)
    assert read_share("100%") == read_share("1") == 1
    for bad in ("120%", "1.01", "-1%", "20 %", "1/5", ""):
        with pytest.raises(UnreadableError):
            read_share(bad)


def test_rounding_is_half_to_even_and_once() -> None:
    assert to_points(Fraction(1, 2000)) == 0  # 0.5 thousandths -> 0
    assert to_points(Fraction(3, 2000)) == 2  # 1.5 -> 2
    assert to_points(Fraction(5, 2000)) == 2  # 2.5 -> 2
    assert to_points(Fraction(-3, 2000)) == -2
    assert to_points(Fraction(-1, 2000)) == 0
    assert to_points(Fraction(50001, 100_000_000)) == 1  # 0.50001 -> 1
    with pytest.raises(OverflowError):
        to_points(Fraction(2**63, 1000))


def test_points_are_written_without_trailing_zeros() -> None:
    assert [write_points(points) for points in (12500, -2000, 0, 1, -50, 10000)] == [
        "12.5", "-2", "0", "0.001", "-0.05", "10",
    ]  # fmt: skip
    assert write_score(Fraction(1)) == "1.000000"
    assert write_score(Fraction(1, 3)) == "0.333333"
    assert write_score(Fraction(1, 2_000_000)) == "0.000000"  # half to even
    assert write_score(Fraction(3, 2_000_000)) == "0.000002"


def test_windows() -> None:
    assert read_window("2023") == Span(date(2023, 1, 1), date(2024, 1, 1))
    assert read_window("2023-H1") == Span(date(2023, 1, 1), date(2023, 7, 1))
    assert read_window("2023-H2") == Span(date(2023, 7, 1), date(2024, 1, 1))
    assert read_window("2023-Q3") == Span(date(2023, 7, 1), date(2023, 10, 1))
    assert read_window("2023-12") == Span(date(2023, 12, 1), date(2024, 1, 1))
    assert read_window("2023-02-01..2023-09-01") == Span(date(2023, 2, 1), date(2023, 9, 1))
    for bad in ("2023-H3", "2023-13", "2023-02-01..2023-02-01", "23", "1899"):
        with pytest.raises(UnreadableError):
            read_window(bad)


def test_periods_are_cut_at_the_edges_of_the_window() -> None:
    window = read_window("2023-02-10..2023-09-01")
    assert cut_period("month", date(2023, 2, 20), window) == Span(date(2023, 2, 10), date(2023, 3, 1))
    assert cut_period("half", date(2023, 8, 1), window) == Span(date(2023, 7, 1), date(2023, 9, 1))
    assert cut_period("window", date(2023, 8, 1), window) == window
    # 2023-02-12 is a Sunday; its week began on Monday the 6th
    assert cut_period("week", date(2023, 2, 12), window) == Span(date(2023, 2, 10), date(2023, 2, 13))


def test_whole_periods_are_those_not_cut() -> None:
    window = read_window("2023-02-10..2023-09-01")
    assert [span.start.month for span in whole_periods("month", window)] == [3, 4, 5, 6, 7, 8]
    assert [span.start for span in whole_periods("quarter", window)] == [date(2023, 4, 1)]
    assert whole_periods("half", window) == whole_periods("year", window) == []
    assert whole_periods("window", window) == [window]
    # 2023-01-02 is the first Monday; 52 weeks later comes 2024-01-01, so the 52nd ends with the year
    assert len(whole_periods("week", read_window("2023"))) == 52


def test_spans_cover_a_period_only_without_a_gap() -> None:
    whole = read_span("2023-01-01", "2023-02-01")
    first, second = read_span("", "2023-01-10"), read_span("2023-01-10", "")
    assert covers([second, first], whole)
    assert not covers([first, read_span("2023-01-11", "")], whole)
    assert not covers([], whole)


# ----------------------------------------------------------------------------------------- 1. loading


def test_duplicates_conflicts_and_rejections_add_up(run: Run) -> None:
    result = run(
        item("visit", "points = 1"),
        **A,
        ledger=lines(
            entry("e1", "2023-01-01", "A", "visit"),
            entry("e1", "2023/1/1", "A", "visit", quantity="1"),  # the same values: a duplicate
            entry("e1", "2023-01-02", "A", "visit"),  # other content: a conflict, the first stands
            entry("e2", "2023-01-32", "A", "visit"),  # no such day
            entry("e2", "2023-01-03", "A", "visit"),  # the rejected row held no id
            entry("e3", "2023-01-03", "Nobody", "visit"),  # the actor is not in the table
        ),
    )
    assert result.counts["ledger.csv"] == {
        "accepted": 2, "duplicate": 1, "conflict": 1, "rejected": 2, "read": 6,
    }  # fmt: skip
    assert statement(result, "date") == {"e1": ("2023-01-01",), "e2": ("2023-01-03",)}


def test_a_row_with_too_few_or_too_many_fields_is_rejected(run: Run) -> None:
    result = run("", people="A,,,,,,\nB,,,,,\nC,,,,,,,\nD1,,,,,,")
    assert result.counts["people.csv"] == {
        "accepted": 2, "duplicate": 0, "conflict": 0, "rejected": 2, "read": 4,
    }  # fmt: skip


def test_of_an_id_of_both_kinds_the_person_is_rejected(run: Run) -> None:
    result = run(
        "",
        households="X,G1,,\nY,G1,2023-02-01,2023-01-01",  # the row of Y is rejected and holds no id
        people="X,,,,,,\nY,,,,,,",
    )
    assert result.counts["people.csv"]["rejected"] == 1
    assert result.counts["people.csv"]["accepted"] == 1
    assert result.counts["households.csv"]["rejected"] == 1


def test_roles_and_links_have_no_id_so_only_an_identical_row_is_a_duplicate(run: Run) -> None:
    result = run(
        "",
        people="A,,,,,,\nB,,,,,,",
        roles="A,m,G1,,,\nA,m,G1,,,\nA,m,G1,2023-01-01,,",
        links="A,B,leads,,\nA,B,leads,,\nA,B,serves,,\nA,B,loves,,",
    )
    assert result.counts["roles.csv"] == {
        "accepted": 2, "duplicate": 1, "conflict": 0, "rejected": 0, "read": 3,
    }  # fmt: skip
    assert result.counts["links.csv"] == {
        "accepted": 2, "duplicate": 1, "conflict": 0, "rejected": 1, "read": 4,
    }  # fmt: skip


def test_tables_are_refused_for_missing_and_unknown_columns(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('jifen = 1\ncode = "t"\napplies_to = ["m"]\n')
    for name in ("units", "people", "roles"):
        (tmp_path / f"{name}.csv").write_text(HEADERS[name] + "\n")
    assert evaluate(tmp_path, rules, "2023").counts["units.csv"]["read"] == 0
    (tmp_path / "people.csv").write_text("person,shoe_size\nA,38\nA,39\n")  # an attribute is content
    assert evaluate(tmp_path, rules, "2023").counts["people.csv"]["conflict"] == 1
    (tmp_path / "roles.csv").write_text("person,role,unit,shoe_size\n")
    with pytest.raises(RefusedTableError):
        evaluate(tmp_path, rules, "2023")
    (tmp_path / "roles.csv").write_text("person,role\n")
    with pytest.raises(RefusedTableError):
        evaluate(tmp_path, rules, "2023")
    (tmp_path / "roles.csv").unlink()
    with pytest.raises(RefusedTableError):
        evaluate(tmp_path, rules, "2023")


def test_a_byte_order_mark_and_crlf_and_column_order_do_not_matter(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('jifen = 1\ncode = "t"\napplies_to = ["m"]\n')
    (tmp_path / "units.csv").write_bytes("\ufefflevel,unit\r\ngrid,G1\r\n".encode())
    (tmp_path / "people.csv").write_bytes(b"person\r\nA")  # no final newline
    (tmp_path / "roles.csv").write_bytes(b"unit,role,person\r\nG1,m,A\r\n")
    result = evaluate(tmp_path, rules, "2023")
    assert [row["person"] for row in result.tables["scores"]] == ["A"]


def test_what_dangles_counts_nowhere(run: Run) -> None:
    units = UNITS + "\nO,Nowhere,village,\nG9,O,grid,\nZ,,district,"
    result = run(
        '[linkage]\nexemplars = { target = 1, points = 1 }\n[[selection]]\ncode = "s"\nshare = "0%"\n',
        units=units,
        people="A,,,,,,\nB,,,,,,\nC,,,,,,\nE,,,,,,",
        # Ghost is nobody; Nowhere is no unit; G9 hangs below a unit of an unknown parent; Z is a second root
        roles="Ghost,m,G1,,,\nA,m,Nowhere,,,\nB,m,G9,,,\nC,m,G1,,,\nE,m,Z,,,",
        links="C,C,leads,,\nC,Ghost,leads,,\nGhost,A,leads,,",
    )
    assert [row["person"] for row in result.tables["scores"]] == ["C", "E"]
    assert [row["exemplars"] for row in result.tables["linkage"]] == ["0", "0"]
    # of two roots, D and Z, the smaller id is the root
    assert {row["stratum"] for row in result.tables["selection"]} == {"D"}


# ------------------------------------------------------------------------------------------ 2. ledger


def test_a_cancellation_withdraws_whoever_wrote_it_and_has_no_other_effect(run: Run) -> None:
    result = run(
        item("visit", "points = 1"),
        people="A,,,,,,\nB,,,,,,",
        roles="A,m,G1,,,",
        ledger=lines(
            entry("e1", "2023-01-01", "A", "visit"),
            entry("e2", "2019-01-01", "B", "", cancels="e1"),
            entry("e3", "2023-01-01", "A", "visit", cancels="nothing"),
            entry("e4", "2023-01-01", "A", ""),  # only a cancellation may have no item
        ),
    )
    assert verdicts(result) == {"e1": "cancelled", "e2": "cancels", "e3": "cancels"}
    assert score(result, "A")["items"] == "0"
    assert len(result.warnings) == 1 and "e3" in result.warnings[0]
    assert result.counts["ledger.csv"]["rejected"] == 1


def test_a_cancellation_of_a_cancellation_is_rejected(run: Run) -> None:
    result = run(
        item("visit", "points = 1"),
        **A,
        ledger=lines(
            entry("e3", "2023-01-03", "A", "", cancels="e2"),  # in whatever order of rows
            entry("e1", "2023-01-01", "A", "visit"),
            entry("e2", "2023-01-02", "A", "", cancels="e1"),
            entry("e4", "2023-01-02", "A", "", cancels="e4"),  # itself
        ),
    )
    assert verdicts(result) == {"e1": "cancelled", "e2": "cancels"}
    assert result.counts["ledger.csv"]["rejected"] == 2
    assert result.warnings == []


def test_known_at_drops_entries_and_cancellations_recorded_later(run: Run) -> None:
    rows = lines(
        entry("e1", "2023-01-01", "A", "visit"),
        entry("e2", "2023-01-02", "A", "visit", recorded="2023-06-01"),
        entry("e3", "2023-01-03", "A", "", cancels="e1", recorded="2023-06-02"),
    )
    rules = item("visit", "points = 1")
    assert verdicts(run(rules, "2023", "2023-05-31", **A, ledger=rows)) == {"e1": "counted"}
    assert verdicts(run(rules, "2023", "2023-06-01", **A, ledger=rows)) == {
        "e1": "counted", "e2": "counted",
    }  # fmt: skip
    assert verdicts(run(rules, "2023", "2023-06-02", **A, ledger=rows)) == {
        "e1": "cancelled", "e2": "counted", "e3": "cancels",
    }  # fmt: skip
