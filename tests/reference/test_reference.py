"""Hand-computed cases for the reference, a paragraph of SPEC at a time."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from loading import RefusedTableError
from reference import Result, evaluate, main
from selection import divide, divide_with_limits, rounded_places
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

HEADERS = {
    "units": "unit,parent,level,name",
    "households": "household,unit,from,until",
    "people": "person,name,gender,household,unit,from,until",
    "roles": "person,role,unit,from,until,source",
    "links": "source,target,kind,from,until",
    "ledger": "entry,date,actor,item,quantity,level,subject,channel,verified,act,recorded,cancels,note",
    "knowledge": "record,date,knower,stage,subject,object",
}

# D is the district; T1 > V1 > G1, G2 and T2 > V2 > G3.
UNITS = """D,,district,
T1,D,township,
T2,D,township,
V1,T1,village,
V2,T2,village,
G1,V1,grid,
G2,V1,grid,
G3,V2,grid,"""

Run = Callable[..., Result]


@pytest.fixture(name="run")
def run_fixture(tmp_path: Path) -> Run:
    """run(rules, window, known_at, people=..., roles=..., ...): rows without their headers."""

    def run(rules: str, window: str = "2023", known_at: str | None = None, **tables: str) -> Result:
        tables.setdefault("units", UNITS)
        tables.setdefault("people", "")
        tables.setdefault("roles", "")
        folder = tmp_path / "district"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, rows in tables.items():
            (folder / f"{name}.csv").write_text(f"{HEADERS[name]}\n{rows}\n", encoding="utf-8")
        rulebook = tmp_path / "rules.toml"
        rulebook.write_text('jifen = 1\ncode = "test"\napplies_to = ["m"]\n' + rules, encoding="utf-8")
        return evaluate(folder, rulebook, window, known_at)

    return run


def person(name: str, gender: str = "", household: str = "", since: str = "", until: str = "") -> str:
    return f"{name},,{gender},{household},,{since},{until}"


def entry(number: str, day: str, actor: str, item: str, **more: str) -> str:
    columns = HEADERS["ledger"].split(",")
    cells = {"entry": number, "date": day, "actor": actor, "item": item, **more}
    assert set(cells) <= set(columns)
    return ",".join(cells.get(column, "") for column in columns)


def lines(*rows: str) -> str:
    return "\n".join(rows)


def item(code: str, body: str) -> str:
    return f'[[item]]\ncode = "{code}"\n{body}\n'


def statement(result: Result, *columns: str) -> dict[str, tuple[str, ...]]:
    return {row["entry"]: tuple(row[column] for column in columns) for row in result.tables["statement"]}


def verdicts(result: Result) -> dict[str, str]:
    return {row["entry"]: row["verdict"] for row in result.tables["statement"]}


def score(result: Result, who: str) -> dict[str, str]:
    (row,) = (row for row in result.tables["scores"] if row["person"] == who)
    return row


A = {"people": person("A"), "roles": "A,m,G1,,,"}


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


# ------------------------------------------------------------------------------- 4.1 who is scored


def test_scored_is_who_held_a_role_on_one_day_of_the_window(run: Run) -> None:
    result = run(
        "",
        people=lines(*(person(who) for who in "ABCDE")),
        roles=lines(
            "A,m,G1,2023-12-31,,",  # the last day
            "B,m,G1,,2023-01-02,",  # the first day
            "C,m,G1,,2023-01-01,",  # a day too early
            "D,m,G1,2024-01-01,,",  # a day too late
            "E,other,G1,,,",
        ),
    )
    assert [row["person"] for row in result.tables["scores"]] == ["A", "B"]


def test_the_home_role_is_the_one_held_last_then_the_later_from_then_the_smaller_unit(run: Run) -> None:
    result = run(
        "",
        people=lines(*(person(who) for who in "ABC")),
        roles=lines(
            "A,m,G2,2020-01-01,2023-12-01,",
            "A,m,G1,2019-01-01,2023-12-02,",  # held a day longer
            "B,m,G1,2020-01-01,2025-01-01,",  # both held on the last day of the window
            "B,m,G2,2021-01-01,2024-01-01,",  # ... this one has the later from
            "C,m,G2,,,",
            "C,m,G10,,,",  # unknown unit: counts nowhere
            "C,m,G1,,,",  # equal in all, the smaller id
        ),
    )
    assert {row["person"]: row["unit"] for row in result.tables["scores"]} == {
        "A": "G1", "B": "G2", "C": "G1",
    }  # fmt: skip


# ----------------------------------------------------------------------------------- 4.2 verdicts


def test_the_order_of_verdicts(run: Run) -> None:
    """Each entry has every later fault as well; the first in the list of SPEC 4.2 is named."""
    rules = "record_within_days = 10\n" + item(
        "x",
        'by_level = { town = 1 }\nverified = true\nchannels = ["visit"]\nsubject = "person"\n'
        "from = 2023-03-01\nuntil = 2023-06-01",
    )
    late = {"recorded": "2023-12-31"}
    good = {"verified": "yes", "channel": "visit", "subject": "A", "level": "town"}
    result = run(
        rules,
        **{**A, "roles": "A,m,G1,2023-02-01,2023-05-01,"},
        ledger=lines(
            entry("a", "2022-01-01", "A", "", cancels="b"),
            entry("b", "2022-01-01", "A", "nope"),
            entry("c", "2022-01-01", "A", "nope"),
            entry("d", "2023-01-01", "A", "nope", **late),
            entry("e", "2023-01-01", "A", "x", **late),
            entry("f", "2023-05-02", "A", "x", **late),
            entry("g", "2023-03-01", "A", "x", recorded="2023-03-12"),
            entry("h", "2023-03-01", "A", "x", recorded="2023-03-11"),
            entry("i", "2023-03-01", "A", "x", verified="yes"),
            entry("j", "2023-03-01", "A", "x", verified="yes", channel="visit", subject="H1"),
            entry("k", "2023-03-01", "A", "x", **{**good, "level": "moon"}),
            entry("l", "2023-03-01", "A", "x", **good),
        ),
    )
    assert verdicts(result) == {
        "a": "cancels",
        "b": "cancelled",
        "c": "outside_window",
        "d": "unknown_item",
        "e": "not_in_force",
        "f": "role_not_held",
        "g": "recorded_late",
        "h": "unverified",
        "i": "wrong_channel",
        "j": "wrong_subject",
        "k": "unknown_level",
        "l": "counted",
    }


def test_an_entry_outside_every_dated_version_is_not_in_force(run: Run) -> None:
    rules = item(
        "s",
        "points = [ { from = 2023-01-01, value = 1 },"
        " { from = 2023-07-01, until = 2023-12-01, value = 1.5 } ]",
    )
    result = run(
        rules,
        **A,
        ledger=lines(
            entry("a", "2023-01-01", "A", "s"),
            entry("b", "2023-06-30", "A", "s"),
            entry("c", "2023-07-01", "A", "s"),
            entry("d", "2023-12-01", "A", "s"),
        ),
    )
    assert statement(result, "raw", "verdict", "version") == {
        "a": ("1", "counted", "2023-01-01"),
        "b": ("1", "counted", "2023-01-01"),
        "c": ("1.5", "counted", "2023-07-01"),
        "d": ("0", "not_in_force", ""),
    }


def test_entries_of_someone_not_scored_have_verdicts_too(run: Run) -> None:
    result = run(item("x", "points = 1"), people=person("A"), ledger=entry("e", "2023-01-01", "A", "x"))
    assert verdicts(result) == {"e": "role_not_held"}
    assert result.tables["scores"] == []


def test_the_subject_asked_for_must_be_in_the_table(run: Run) -> None:
    result = run(
        item("h", 'points = 1\nsubject = "household"') + item("p", 'points = 1\nsubject = "person"')
        + item("y", "points = 1"),
        **A,
        households="H1,G1,,",
        ledger=lines(
            entry("1", "2023-01-01", "A", "h", subject="H1"),
            entry("2", "2023-01-01", "A", "h", subject="A"),
            entry("3", "2023-01-01", "A", "h"),
            entry("4", "2023-01-01", "A", "p", subject="A"),
            entry("5", "2023-01-01", "A", "p", subject="H1"),
            entry("6", "2023-01-01", "A", "y", subject="who knows"),
            entry("7", "2023-01-01", "A", "y"),
        ),
    )  # fmt: skip
    assert list(verdicts(result).values()) == [
        "counted", "wrong_subject", "wrong_subject", "counted", "wrong_subject", "counted", "counted",
    ]  # fmt: skip


def test_exclusive_lets_the_item_with_the_largest_single_raw_stand_with_all_its_entries(run: Run) -> None:
    rules = (
        item("m", "points_per_unit = 2")
        + item("v", "points = 3")
        + item("b", "points = 3")
        + '[[exclusive]]\nitems = ["m", "v", "b"]\n'
    )
    result = run(
        rules,
        **A,
        ledger=lines(
            # act a1: m has 2 and 4 (largest 4), v has 3: m stands with both entries
            entry("1", "2023-01-01", "A", "m", quantity="1", act="a1"),
            entry("2", "2023-01-02", "A", "m", quantity="2", act="a1"),
            entry("3", "2023-01-01", "A", "v", act="a1"),
            # act a2: v and b have 3 each: the smaller code stands
            entry("4", "2023-01-01", "A", "v", act="a2"),
            entry("5", "2023-01-01", "A", "b", act="a2"),
            # no act: nothing is joined
            entry("6", "2023-01-01", "A", "v"),
            entry("7", "2023-01-01", "A", "b"),
            # act a3: m of quantity 0 is `zero` before `exclusive` is asked
            entry("8", "2023-01-01", "A", "m", quantity="0", act="a3"),
            entry("9", "2023-01-01", "A", "v", act="a3"),
        ),
    )
    assert statement(result, "raw", "verdict", "cut_by") == {
        "1": ("2", "counted", ""),
        "2": ("4", "counted", ""),
        "3": ("0", "exclusive", "exclusive"),
        "4": ("0", "exclusive", "exclusive"),
        "5": ("3", "counted", ""),
        "6": ("3", "counted", ""),
        "7": ("3", "counted", ""),
        "8": ("0", "zero", ""),
        "9": ("3", "counted", ""),
    }


def test_an_act_joins_only_the_entries_of_one_actor(run: Run) -> None:
    rules = item("m", "points = 2") + item("v", "points = 3") + '[[exclusive]]\nitems = ["m", "v"]\n'
    result = run(
        rules,
        people="A,,,,,,\nB,,,,,,",
        roles="A,m,G1,,,\nB,m,G1,,,",
        ledger=lines(
            entry("1", "2023-01-01", "A", "m", act="a"), entry("2", "2023-01-01", "B", "v", act="a")
        ),
    )
    assert verdicts(result) == {"1": "counted", "2": "counted"}


def test_only_the_first_of_a_period_counts_with_once(run: Run) -> None:
    rules = item("v", 'points = 1\nonce = "month"')
    result = run(
        rules,
        **A,
        ledger=lines(
            entry("e9", "2023-01-01", "A", "v", subject="H1"),
            entry("e1", "2023-01-02", "A", "v", subject="H1"),  # later by date, whatever the id
            entry("e2", "2023-01-01", "A", "v", subject="H2"),  # another subject
            entry("e3", "2023-02-01", "A", "v", subject="H1"),  # another month
            entry("e4", "2023-03-01", "A", "v"),
            entry("e5", "2023-03-31", "A", "v"),  # no subject twice is the same subject
            entry("f1", "2023-04-01", "A", "v", subject="H1"),
            entry("f0", "2023-04-01", "A", "v", subject="H1"),  # on one day the smaller id is earlier
        ),
    )
    assert verdicts(result) == {
        "e9": "counted", "e1": "repeat", "e2": "counted", "e3": "counted", "e4": "counted", "e5": "repeat",
        "f0": "counted", "f1": "repeat",
    }  # fmt: skip
    assert statement(result, "raw", "cut_by")["e1"] == ("0", "once:month")


def test_what_falls_before_repeat_does_not_use_up_the_once(run: Run) -> None:
    rules = (
        item("v", 'points_per_unit = 1\nonce = "month"')
        + item("m", "points = 9")
        + '[[exclusive]]\nitems = ["v", "m"]\n'
    )
    result = run(
        rules,
        **A,
        ledger=lines(
            entry("1", "2023-01-01", "A", "v", quantity="0"),  # zero
            entry("2", "2023-01-02", "A", "v", act="a"),  # exclusive: m stands
            entry("3", "2023-01-02", "A", "m", act="a"),
            entry("4", "2023-01-03", "A", "v"),  # the first to come this far
            entry("5", "2023-01-04", "A", "v"),
        ),
    )
    assert verdicts(result) == {
        "1": "zero", "2": "exclusive", "3": "counted", "4": "counted", "5": "repeat",
    }  # fmt: skip


# --------------------------------------------------------------------------------- 4.3 raw points


def test_raw_points_round_half_to_even(run: Run) -> None:
    rules = item("u", "points_per_unit = 0.5") + item("w", "points_per_unit = 0.001")
    result = run(
        rules,
        **A,
        ledger=lines(
            entry("1", "2023-01-01", "A", "u", quantity="0.003"),  # 0.0015 -> 0.002
            entry("2", "2023-01-01", "A", "u", quantity="0.005"),  # 0.0025 -> 0.002
            entry("3", "2023-01-01", "A", "u"),  # no quantity is 1
            entry("4", "2023-01-01", "A", "w", quantity="0.5"),  # 0.0005 -> 0
        ),
    )
    assert statement(result, "raw", "verdict") == {
        "1": ("0.002", "counted"),
        "2": ("0.002", "counted"),
        "3": ("0.5", "counted"),
        "4": ("0", "zero"),
    }


def test_a_plain_value_is_not_multiplied_and_an_item_without_points_is_zero(run: Run) -> None:
    result = run(
        item("p", "points = 2") + item("l", "by_level = { a = 3 }") + item("n", ""),
        **A,
        ledger=lines(
            entry("1", "2023-01-01", "A", "p", quantity="5"),
            entry("2", "2023-01-01", "A", "l", quantity="5", level="a"),
            entry("3", "2023-01-01", "A", "n", quantity="5"),
        ),
    )
    assert statement(result, "raw", "verdict") == {
        "1": ("2", "counted"), "2": ("3", "counted"), "3": ("0", "zero"),
    }  # fmt: skip


def test_a_ladder_pays_the_difference_of_steps(run: Run) -> None:
    rules = item("h", 'ladder = { per = "month", steps = [ [10, 2], [20, 5], [50, 10] ] }')
    result = run(
        rules,
        **A,
        ledger=lines(
            entry("1", "2023-01-01", "A", "h", quantity="9.999"),  # 9.999: below the first step
            entry("2", "2023-01-02", "A", "h", quantity="0.001"),  # 10: reaches 2
            entry("3", "2023-01-03", "A", "h", quantity="9"),  # 19: nothing further
            entry("4", "2023-01-04", "A", "h", quantity="31"),  # 50: from 2 to 10
            entry("5", "2023-01-05", "A", "h", quantity="100"),  # nothing above
            entry("6", "2023-02-01", "A", "h", quantity="20"),  # a new month: 5
        ),
    )
    assert statement(result, "raw", "verdict") == {
        "1": ("0", "zero"),
        "2": ("2", "counted"),
        "3": ("0", "zero"),
        "4": ("8", "counted"),
        "5": ("0", "zero"),
        "6": ("5", "counted"),
    }


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
        '[total]\ncaps = [ { per = "year", points = 3 } ]\n'
        + item("good", "points = 2")
        + item("bad", "points = -2")
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
def test_exchanging_ids_on_one_day_changes_neither_total_nor_categories(
    run: Run, ids: tuple[str, ...]
) -> None:
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


# --------------------------------------------------------------------------------------- 5. linkage


LINKAGE = """[linkage]
gender = "female"
exemplars = { target = 3, points = 10 }
contacts = { target = 4, points = 1 }
served = { target = 4, points = 1, items = ["visit"] }
"""


def test_linkage_counts_on_her_day(run: Run) -> None:
    result = run(
        LINKAGE,
        people=lines(
            person("A", "female"),
            person("X", "female"),
            person("Y", "male"),
            person("Z", "female", until="2020-01-01"),  # only the link's span counts
            person("C1", "female"),
            person("C2", "female"),
            person("C3", "female"),
        ),
        roles="A,m,G1,,2023-07-01,",  # her day is 2023-06-30
        links=lines(
            "A,X,leads,,",
            "A,X,leads,2023-01-01,",  # a person counts once
            "A,Y,leads,,",  # not a woman: no exemplar, passes on no contacts
            "A,Z,leads,,",
            "A,C1,serves,,2023-06-30",  # over on her day
            "X,C2,serves,2023-06-30,",
            "X,A,serves,,",  # herself: less m
            "Y,C3,serves,,",
        ),
    )
    assert result.tables["linkage"] == [
        {"person": "A", "day": "2023-06-30", "exemplars": "2", "contacts": "1", "served": "0"}
    ]
    # 10 x 2/3 = 6.667, 1 x 1/4 = 0.25
    assert score(result, "A")["linkage"] == "6.917"


def test_served_are_contacts_reached_themselves_or_through_their_household(run: Run) -> None:
    rules = LINKAGE + item("visit", "points = 1") + item("call", "points = 1")
    result = run(
        rules,
        households="H1,G1,,\nH2,G1,,",
        people=lines(
            person("A", "female"),
            person("X", "female"),
            person("C1", "female"),
            person("C2", "female", "H1"),
            person("C3", "female", "H2"),
            person("C4", "female", "H2"),
            person("N", "female", "H1"),  # served, but no contact
        ),
        roles="A,m,G1,,,",
        links="A,X,leads,,\nA,C1,serves,,\nA,C2,serves,,\nX,C3,serves,,\nX,C4,serves,,",
        ledger=lines(
            entry("1", "2023-01-01", "A", "visit", subject="C1"),
            entry("2", "2023-01-01", "A", "visit", subject="H1"),
            entry("3", "2023-01-01", "A", "call", subject="C4"),  # not one of the items
            entry("4", "2023-01-01", "X", "visit", subject="C3"),  # the exemplar is not asked for a role
            entry("5", "2022-01-01", "X", "visit", subject="H2"),  # but for all the rest
            entry("6", "2023-01-01", "A", "visit"),
        ),
    )
    assert verdicts(result)["4"] == "role_not_held"
    assert result.tables["linkage"][0]["served"] == "3"
    # exemplars 10 x 1/3 = 3.333; contacts 4 of 4 = 1; served 3 of 4 = 0.75
    assert score(result, "A")["linkage"] == "5.083"


def test_served_asks_by_default_for_every_item_neither_veto_nor_negative(run: Run) -> None:
    rules = (
        "[linkage]\nserved = { target = 1, points = 1 }\n"
        + item("none", "")
        + item("minus", "points = -1")
        + item("lie", 'veto = { grade = "out" }')
    )
    result = run(
        rules,
        people=lines(*(person(who) for who in ("A", "C1", "C2", "C3"))),
        roles="A,m,G1,,,",
        links="A,C1,serves,,\nA,C2,serves,,\nA,C3,serves,,",
        ledger=lines(
            entry("1", "2023-01-01", "A", "none", subject="C1"),
            entry("2", "2023-01-01", "A", "minus", subject="C2"),
            entry("3", "2023-01-01", "A", "lie", subject="C3"),
        ),
    )
    assert result.tables["linkage"][0]["served"] == "1"
    assert score(result, "A")["linkage"] == "1"  # min(1, 1/1)


# ------------------------------------------------------------------------------------- 6. five knows


KNOWS = """[five_knows]
role = "m"
points = 10
weights = [20, 20, 20, 20, 20]
fresh_days = [30, 30, 30, 30, 30]
"""


def knows(*records: str) -> str:
    """`date knower stage subject object`, numbered."""
    rows = []
    for number, record in enumerate(records):
        cells = [*record.split(" "), ""][:5]
        rows.append(f"k{number}," + ",".join(cells))
    return "\n".join(rows)


def funnel(row: dict[str, str]) -> str:
    return " ".join(row[f"n{stage}"] + "/" + row[f"k{stage}"] for stage in range(1, 6))


def test_the_funnel_of_five_knows(run: Run) -> None:
    day = "2023-12-20"  # her day is 2023-12-31, 11 days later: fresh
    result = run(
        KNOWS,
        households="H1,G1,,\nH2,G2,,",
        people=lines(person("A"), *(person(f"P{n}", household="H1") for n in range(1, 5))),
        roles="A,m,G1,,,",
        knowledge=knows(
            f"{day} A people H1 P1",
            f"{day} A people H1 P2",
            f"{day} A people H1 P3",
            f"{day} A people H1 A",  # not of this household
            f"{day} A matters P1 m1",
            f"{day} A matters P1 m2",
            f"{day} A matters P2",  # asked, and there is none
            f"{day} A circumstances m1 c1",
            f"{day} A needs c1 n1",
            f"{day} A needs c1 n2",
            f"{day} A help n1 h1",
            f"{day} B help n2 h1",  # only her own answers
        ),
    )
    total, home = result.tables["five_knows"]
    # N1 = 4 registered, K1 = 3; N2 = 3, K2 = 2 (P1, P2); N3 = {m1, m2}, K3 = 1; N4 = {c1}, K4 = 1;
    # N5 = {n1, n2}, K5 = 1
    assert funnel(home) == funnel(total) == "4/3 3/2 2/1 1/1 2/1"
    # c: 3/4, 1/2, 1/4, 1/4, 1/8; their mean 15/40 = 0.375
    assert home["score"] == total["score"] == "0.375000"
    assert (home["household"], home["broken_at"], home["why"]) == ("H1", "people", "empty")
    assert (total["household"], total["broken_at"], total["why"]) == ("", "", "")
    assert score(result, "A")["five_knows"] == "3.75"


def test_the_latest_answer_stands_alone(run: Run) -> None:
    result = run(
        KNOWS,
        households="H1,G1,,",
        people=lines(person("A"), person("P1", household="H1"), person("P2", household="H1")),
        roles="A,m,G1,,2023-07-01,",  # D = 2023-06-30
        knowledge=knows(
            "2023-06-01 A people H1 P1",
            "2023-06-02 A people H1 P2",  # replaces the answer before
            "2023-07-01 A people H1 P1",  # after D
            "2023-05-31 A matters P2 m1",  # 30 days before D: still fresh
            "2023-05-30 A circumstances m1 c1",  # 31 days: stale
        ),
    )
    _, home = result.tables["five_knows"]
    assert funnel(home) == "2/1 1/1 1/0 0/0 0/0"
    # c: 1/2, 1/2, 0, 0, 0
    assert home["score"] == "0.200000"
    assert (home["day"], home["broken_at"], home["why"]) == ("2023-06-30", "people", "empty")


@pytest.mark.parametrize(
    ("records", "broken_at", "why"),
    [
        ((), "people", "never"),
        (("2023-01-01 A people H1 P1",), "people", "stale"),
        (("2023-12-31 A people H1 P1",), "people", "empty"),
        (("2023-12-31 A people H1 P1", "2023-12-31 A people H1 P2"), "matters", "never"),
        (
            (
                "2023-12-31 A people H1 P1",
                "2023-12-31 A people H1 P2",
                "2023-01-01 A matters P1 m1",
                "2023-12-31 A matters P2",
            ),
            "matters",
            "stale",
        ),
        (
            (
                "2023-12-31 A people H1 P1",
                "2023-12-31 A people H1 P2",
                "2023-12-31 A matters P1",
                "2023-12-31 A matters P2",
            ),
            "",
            "",
        ),
    ],
)
def test_the_first_broken_link_and_why(
    run: Run, records: tuple[str, ...], broken_at: str, why: str
) -> None:
    result = run(
        KNOWS,
        households="H1,G1,,",
        people=lines(person("A"), person("P1", household="H1"), person("P2", household="H1")),
        roles="A,m,G1,,,",
        knowledge=knows(*records),
    )
    home = result.tables["five_knows"][1]
    assert (home["broken_at"], home["why"]) == (broken_at, why)


def test_nobody_asked_for_and_nobody_registered(run: Run) -> None:
    tables = {
        "households": "H1,G1,,\nH2,G1,,2023-12-31",  # H2 is gone on D
        "people": lines(person("A"), person("P1", household="H1", until="2023-12-31")),
        "roles": "A,m,V1,,,",  # H1 is below V1
    }
    result = run(KNOWS, **tables)
    total, home = result.tables["five_knows"]
    assert home["household"] == "H1"
    assert funnel(home) == funnel(total) == "0/0 0/0 0/0 0/0 0/0"
    assert (home["score"], home["broken_at"], total["score"]) == ("", "", "")
    assert score(result, "A")["five_knows"] == "0"
    assert score(run(KNOWS + 'if_nobody = "full"', **tables), "A")["five_knows"] == "10"


def test_leaders_are_asked_scored_or_not_about_each_household_once(run: Run) -> None:
    result = run(
        KNOWS.replace('"m"', '"leader"'),
        households="H1,G1,,\nH3,G3,,",
        people=person("A") + "\n" + person("B"),
        roles="A,leader,G1,,,\nA,leader,V1,,,\nB,m,G3,,,",
    )
    assert [(row["leader"], row["household"]) for row in result.tables["five_knows"]] == [
        ("A", ""), ("A", "H1"),
    ]  # fmt: skip
    assert [row["person"] for row in result.tables["scores"]] == ["B"]
    assert score(result, "B")["five_knows"] == "0"


def test_knowledge_rows_that_are_rejected(run: Run) -> None:
    result = run(
        KNOWS,
        **A,
        knowledge=knows(
            "2023-01-01 A people H1",  # may not be empty here
            "2023-01-01 A circumstances m1",
            "2023-01-01 A help n1",
            "2023-01-01 A matters P1",  # empty beside an object in the same answer
            "2023-01-01 A matters P1 m1",
            "2023-01-02 A matters P1",  # another day, another answer
            "2023-01-01 A needs c1",
            "2023-01-01 A wishes c1 x",  # no such stage
        ),
    )
    assert result.counts["knowledge.csv"]["rejected"] == 5
    assert result.counts["knowledge.csv"]["accepted"] == 3


def test_known_at_drops_knowledge_dated_later(run: Run) -> None:
    tables = {
        "households": "H1,G1,,",
        "people": lines(person("A"), person("P1", household="H1")),
        "roles": "A,m,G1,,,",
        "knowledge": knows("2023-12-15 A people H1 P1"),
    }
    assert run(KNOWS, "2023", "2023-12-15", **tables).tables["five_knows"][0]["k1"] == "1"
    assert run(KNOWS, "2023", "2023-12-14", **tables).tables["five_knows"][0]["k1"] == "0"


# ----------------------------------------------------------------------------------------- 7. duties


def duty(body: str) -> str:
    return item("visit", "") + f'[[duty]]\ncode = "d"\nitems = ["visit"]\npoints = 10\n{body}\n'


def test_a_duty_is_due_in_whole_periods_only(run: Run) -> None:
    result = run(
        duty('per = "month"'),
        "2023-01-15..2023-06-20",
        people=person("A"),
        # February is broken by a gap of one day; the others are held without one, in two rows
        roles="A,m,G1,,2023-02-10,\nA,m,G1,2023-02-11,2023-04-10,\nA,m,G1,2023-04-10,2023-05-31,",
        ledger=lines(
            entry("1", "2023-03-31", "A", "visit"),
            entry("2", "2023-01-20", "A", "visit"),
        ),
    )
    # whole months inside: February (gap), March, April, May (ends a day early): due 2, done 1
    assert result.tables["duties"] == [{"person": "A", "duty": "d", "due": "2", "done": "1"}]
    assert result.missing_duties == [("A", "d", "2023-04-01", "")]
    assert score(result, "A")["duties"] == "5"


def test_a_duty_asks_for_one_and_the_same_unit(run: Run) -> None:
    result = run(
        duty('per = "quarter"\nat_least = 2'),
        people=person("A") + "\n" + person("B"),
        # A changes her unit in the middle of Q2; B holds two units at once: one due
        roles="A,m,G1,,2023-05-01,\nA,m,G2,2023-05-01,,\nB,m,G1,,,\nB,m,G2,,,",
        ledger=lines(
            entry("1", "2023-01-01", "B", "visit"),
            entry("2", "2023-02-01", "B", "visit"),
            entry("3", "2023-04-01", "B", "visit"),  # one is too few
        ),
    )
    assert [(row["person"], row["due"], row["done"]) for row in result.tables["duties"]] == [
        ("A", "3", "0"), ("B", "4", "1"),
    ]  # fmt: skip
    assert score(result, "B")["duties"] == "2.5"
    assert [row[2] for row in result.missing_duties if row[0] == "A"] == [
        "2023-01-01", "2023-07-01", "2023-10-01",
    ]  # fmt: skip


def test_a_duty_for_each_household_is_done_at_the_household_or_a_person_of_it(run: Run) -> None:
    result = run(
        duty('per = "window"\neach = "household"'),
        "2023-03",
        households=lines("H1,G1,,", "H2,G1,2023-03-02,", "H3,G2,2023-03-01,2023-04-01", "H4,G3,,", "H5,G2,,"),
        people=lines(person("A"), person("P3", household="H3"), person("P5", household="H5")),
        roles="A,m,V1,,,",
        ledger=lines(
            entry("1", "2023-03-01", "A", "visit", subject="H1"),
            entry("2", "2023-03-01", "A", "visit", subject="P3"),
            entry("3", "2023-04-01", "A", "visit", subject="P5"),  # outside the window
            entry("4", "2023-03-01", "A", "visit"),
        ),
    )
    # due: H1, H3, H5 (H2 comes a day late, H4 is elsewhere); done: H1, H3
    assert result.tables["duties"] == [{"person": "A", "duty": "d", "due": "3", "done": "2"}]
    assert result.missing_duties == [("A", "d", "2023-03-01", "H5")]
    assert score(result, "A")["duties"] == "6.667"


def test_where_nothing_is_due(run: Run) -> None:
    tables = {
        "people": person("A") + "\n" + person("B"),
        "roles": "A,m,G1,2023-02-02,2023-02-20,\nB,n,G1,,,",
    }
    rules = duty('per = "month"\nroles = ["m"]')
    assert run(rules, **tables).tables["duties"] == [{"person": "A", "duty": "d", "due": "0", "done": "0"}]
    assert score(run(rules, **tables), "A")["duties"] == "0"
    assert score(run(rules + 'if_none_due = "full"', **tables), "A")["duties"] == "10"


def test_a_valid_entry_does_a_duty_even_if_it_earns_nothing(run: Run) -> None:
    rules = item("visit", 'points = 1\nonce = "window"') + (
        '[[duty]]\ncode = "d"\nitems = ["visit"]\nper = "half"\n'
    )
    result = run(
        rules,
        **A,
        ledger=lines(entry("1", "2023-01-01", "A", "visit"), entry("2", "2023-12-01", "A", "visit")),
    )
    assert verdicts(result) == {"1": "counted", "2": "repeat"}
    assert result.tables["duties"][0]["done"] == "2"


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
        + selection(
            'share = "100%"\neligible = { grade_at_least = "ok", min_days_in_role = 100 }'
        )
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
    rules = LINKAGE + KNOWS + item("v", "points_per_unit = 1") + (
        '[[selection]]\ncode = "s"\nshare = "50%"\nby = "township"\n'
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
