"""Hand-computed cases for the reference: who is scored, verdicts, raw points (SPEC 4.1 to 4.3)."""

from __future__ import annotations

from small_cases import A, Run, entry, item, lines, person, statement, verdicts

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
        "points = [ { from = 2023-01-01, value = 1 }, { from = 2023-07-01, until = 2023-12-01, value = 1.5 } ]",
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
        ledger=lines(entry("1", "2023-01-01", "A", "m", act="a"), entry("2", "2023-01-01", "B", "v", act="a")),
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
