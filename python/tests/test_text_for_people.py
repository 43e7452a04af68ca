"""Text for people: no title and no name steers the terminal, forges a line or shows an identity number."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest

import jifen

Rows = dict[str, Any]

RULES = """
jifen = 1
code = "tiny"
title = { zh = "小办法", en = "Tiny rules" }
applies_to = ["group_leader"]
[[category]]
code = "service"
caps = [ { per = "year", points = 100 } ]
[[item]]
code = "visit"
title = { zh = "家访", en = "Home visit" }
source = "duty 1"
category = "service"
points = 1.25
caps = [ { per = "month", points = 2 } ]
[[item]]
code = "suggestion"
points = 1
[[grade]]
code = "good"
at_least = 8
[[grade]]
code = "basic"
[[selection]]
code = "best"
share = "100%"
"""

EVIL = "\x1b[2J王\n总分 999\x85"
SHOWN = r"\x1B[2J王\x0A总分 999\xC2\x85"
ID = "110105194912310021"

QUOTED = EVIL.replace("\x1b", "\\u001b").replace("\n", "\\n").replace("\x85", "\\u0085")


@pytest.fixture
def evil(rows: Rows) -> jifen.Evaluation:
    """A district and a rulebook, every free text of which is hostile."""
    rows["people"][0]["name"] = EVIL
    rows["units"][1]["name"] = EVIL
    rules = RULES.replace("小办法", QUOTED).replace("家访", QUOTED)
    rules = rules.replace('source = "duty 1"', f'source = "{QUOTED}"')
    rules = rules.replace('code = "good"', f'code = "good"\ntitle = "{QUOTED}"\nsource = "{QUOTED}"')
    rules = rules.replace('code = "best"', f'code = "best"\ntitle = "{QUOTED}"\nsource = "{QUOTED}"')
    return jifen.evaluate(jifen.District(**rows), jifen.parse_rulebook(rules), "2023")


TEXTS: dict[str, Callable[[jifen.Evaluation], str]] = {
    "the rulebook as articles": lambda e: e.rulebook.explain("zh"),
    "a statement and its selections": lambda e: str(e.explain("P1", "zh")),
    "headroom": lambda e: str(e.headroom("P1", "2023-12-31", lang="zh")),
    "a table": lambda e: repr(e.district.people),
    "a table of a notebook": lambda e: e.district.people._repr_html_(),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_controls_are_written_out(text: Callable[[jifen.Evaluation], str], evil: jifen.Evaluation) -> None:
    written = text(evil)
    assert SHOWN in written
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", written)
    assert not any(line.lstrip().startswith("总分 999") for line in written.split("\n"))


def test_data_stays_as_it_is(evil: jifen.Evaluation) -> None:
    assert evil.district.people["name"][0] == EVIL
    assert pa.table(evil.district.people)["name"][0].as_py() == EVIL
    assert EVIL in (evil.district.people.to_csv() or "")


def test_a_cell_that_is_no_text_is_masked(rows: Rows) -> None:
    rows["people"][0]["name"] = "欧阳娜娜\ud800"
    with pytest.raises(jifen.ArgumentError, match="people row 1, name") as refused:
        jifen.District(**rows)
    assert "欧阳" not in str(refused.value) and "阳" not in str(refused.value.value)


def test_arguments_are_masked(rows: Rows) -> None:
    wrong: list[dict[str, Any]] = [
        {"words": [ID]},
        {"limits": {ID: "x"}},
        {"limits": {"lines": -int(ID)}},
        {"title_rows": int(ID)},
    ]
    for how in wrong:
        with pytest.raises((TypeError, jifen.ArgumentError)) as refused:
            jifen.District(**rows, **how)
        assert "11**" in str(refused.value) and ID not in str(refused.value), how
    for threads in (int(ID), [ID]):
        with pytest.raises((TypeError, jifen.ArgumentError)) as refused:
            jifen.evaluate(jifen.District(**rows), jifen.parse_rulebook(RULES), "2023", threads=threads)  # type: ignore[arg-type]
        assert "11**" in str(refused.value) and ID not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        RULES.replace('code = "suggestion"', f'code = "{ID}"').replace('code = "visit"', f'code = "{ID}"'),
        RULES.replace('category = "service"', f'category = "{ID}"'),
        RULES.replace("points = 1.25", f'points = "{ID}"'),
        RULES + f"\n{ID} = \n",
        RULES + f"\n[[{ID}]]\n",
        RULES + f'\n["{ID}"]\nx = 1\n["{ID}"]\ny = 1\n',
        RULES.replace('per = "month"', f'per = "{ID}"'),
        RULES.replace('per = "month"', f'per = "{"x" * 50 + ID}"'),
    ],
)
def test_a_rulebook_with_long_numbers_is_told_of_without_them(text: str) -> None:
    with pytest.raises(jifen.RulebookError) as refused:
        jifen.parse_rulebook(text)
    for problem in refused.value.diagnostics:
        assert not re.search(r"\d{9}", f"{problem.message} {problem.value} {problem.remedy}"), problem
    assert "11**" in str(refused.value) or "xxxxx" in str(refused.value)


def test_lint_and_words_mask_long_numbers(rows: Rows) -> None:
    rules = jifen.parse_rulebook(
        RULES.replace('applies_to = ["group_leader"]', f'applies_to = ["group_leader", "{ID}"]').replace(
            'code = "suggestion"', f'code = "{ID}"\nroles = ["group_leader"]\nchannels = ["{ID}"]'
        )
        + f'\n[[category]]\ncode = "{ID}"\n'
    )
    evaluation = jifen.evaluate(jifen.District(**rows), rules, "2023")
    assert ID not in str(evaluation.diagnostics["message"])
    found = rules.lint()
    assert any("11**" in problem.message for problem in found)
    for problem in found:
        assert ID not in f"{problem.message} {problem.value} {problem.remedy}", problem


def test_many_roles_are_explained_in_no_time() -> None:
    """Of 5,000 roles that may do the same there are only two totals to find."""
    roles = [f"role{number}" for number in range(5000)]
    listed = ", ".join(f'"{role}"' for role in roles)
    text = f'jifen = 1\ncode = "many"\napplies_to = [{listed}]\n'
    text += '[[item]]\ncode = "a"\npoints = 1\ncaps = [ { per = "year", points = 3 } ]\n'
    text += '[[item]]\ncode = "b"\npoints = 1\nroles = ["role7"]\ncaps = [ { per = "year", points = 4 } ]\n'
    rules = jifen.parse_rulebook(text)
    began = time.monotonic()
    written = rules.explain("en", "2023")
    assert time.monotonic() - began < 10
    assert "role7: 7 points (base 0, items 7," in written
    assert written.count(": 3 points (base 0, items 3,") == 4999


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        (pa.array([date(2300, 1, 2)], pa.date32()), "2300-01-02"),
        (pa.array([2**31 - 1], pa.int32()).view(pa.date32()), "day 2147483647 from 1970-01-01"),
        (pa.array([datetime(2023, 4, 5, 6, 7, 8)], pa.timestamp("us")), "2023-04-05 06:07:08"),
        (pa.array([datetime(1969, 12, 31, 23, 59, 58)], pa.timestamp("ns")), "1969-12-31 23:59:58"),
        (pa.array([-(2**63) + 1], pa.int64()).view(pa.timestamp("s")), None),
    ],
)
def test_a_day_that_arrow_cannot_give_is_shown(cells: pa.Array, value: str | None, rows: Rows) -> None:
    rows["ledger"] = pa.table({"entry": ["E1"], "date": cells, "actor": ["P1"], "item": ["visit"]})  # type: ignore[assignment]
    (problem,) = [p for p in jifen.District(**rows).diagnostics if p.code == "bad_date"]
    assert problem.column == "date" and problem.value
    if value is not None:
        assert problem.value == value
        assert f'date = "{value}"' in problem.message


def test_a_day_in_an_attribute_is_masked(rows: Rows) -> None:
    birthday = pa.array([date(2300, 1, 2)], pa.date32())
    rows["people"] = pa.table({"person": ["P1"], "born": birthday})  # type: ignore[assignment]
    (problem,) = [p for p in jifen.District(**rows).diagnostics if p.code == "bad_date"]
    assert (problem.column, problem.value) == ("born", "2********") and "2300" not in problem.message
