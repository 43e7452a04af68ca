"""Hostile rulebooks: each is refused, and every reason has its place.

The cases restate those made for this project's reference set; each is named by what it is and carries its key there.
"""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest

import jifen
from jifen import cli

HEAD = 'jifen = 1\ncode = "h"\n'
ROLES = 'applies_to = ["group_leader"]\n'
ITEM = '[[item]]\ncode = "a"\n'

Reason = tuple[str, str, str]
"""Its code, its place as `line:column`, and words that its message or remedy has, with | between them."""

CASES: dict[str, tuple[str, list[Reason]]] = {
    "t02 the same key twice": (
        HEAD + ROLES + 'code = "again"\n' + ITEM + "points = 1\n",
        [("duplicate_key", "4:1", '"code"|first at line 2')],
    ),
    "t03 nan and inf as points": (
        HEAD + ROLES + ITEM + 'points = nan\n[[item]]\ncode = "b"\npoints = inf\n',
        [("bad_points", "6:10", '"a"|nan'), ("bad_points", "9:10", '"b"|inf')],
    ),
    "t04 too fine and too large": (
        HEAD
        + ROLES
        + ITEM
        + 'points = 0.0005\n[[item]]\ncode = "b"\npoints = 1e300\n[[item]]\ncode = "c"\npoints = -0.0\n',
        [("bad_points", "6:10", '"a"|0.0005|thousandths'), ("bad_points", "9:10", '"b"|1e300|9223372036854775.807')],
    ),
    "t05 misspelt keys at three depths": (
        HEAD + ROLES + "aplies_to = []\n" + ITEM + 'point = 1\ncaps = [ { per = "month", point = 3 } ]\n',
        [
            ("unknown_key", "4:1", '"aplies_to"|did you mean "applies_to"?'),
            ("unknown_key", "7:1", '"point" in item "a"|did you mean "points"?'),
            ("missing_key", "8:10", "points"),
            ("unknown_key", "8:27", '"point" in cap 1 of item "a"|did you mean "points"?'),
        ],
    ),
    "t06 a day that is not": (
        HEAD + ROLES + ITEM + "points = 1\nfrom = 2023-02-30\n",
        [("syntax", "7:8", "28|saw 30|2023-02-30")],
    ),
    "t07 a date in quotes and one with a time": (
        HEAD + ROLES + ITEM + 'points = 1\nfrom = "2023-01-01"\nuntil = 2023-02-01T00:00:00Z\n',
        [("wrong_type", "7:8", "a date is expected|a text"), ("wrong_type", "8:9", "a date is expected|with a time")],
    ),
    "t08 two versions in force on one day": (
        HEAD + ROLES + ITEM + "points = [ { from = 2023-01-01, value = 1 }, { from = 2023-01-01, value = 2 } ]\n",
        [("overlapping_versions", "6:55", "line 6, column 21|line 6, column 55|both in force on 2023-01-01")],
    ),
    "t09 caps by week and month": (
        HEAD + ROLES + ITEM + 'points = 1\ncaps = [ { per = "week", points = 1 }, { per = "month", points = 2 } ]\n',
        [("caps_do_not_nest", "7:48", "week|month|weeks straddle months")],
    ),
    "t10 names of nothing": (
        HEAD
        + ROLES
        + ITEM
        + 'category = "ghost"\npoints = 1\n[[exclusive]]\nitems = ["a", "zz"]\n[[duty]]\ncode = "d"\nitems = ["yy"]\n'
        + 'per = "month"\npoints = 1\n[selection]\nshare = "20%"\nties = ["category:xx"]\n',
        [
            ("unknown_reference", "6:12", '"ghost"'),
            ("unknown_reference", "9:15", '"zz"'),
            ("unknown_reference", "12:10", '"yy"'),
            ("missing_key", "15:1", "code"),
            ("not_a_list", "15:1", "[[selection]]"),
            ("unknown_reference", "17:9", '"xx"'),
        ],
    ),
    "t11 plus and minus by level": (
        HEAD + ROLES + ITEM + "by_level = { x = 1, y = -1 }\n",
        [("mixed_signs", "6:25", '"a"|1 (line 6) and -1')],
    ),
    "t12 a share above everything": (
        HEAD + ROLES + ITEM + 'points = 1\n[selection]\nshare = "120%"\n',
        [("missing_key", "7:1", "code"), ("not_a_list", "7:1", "[[selection]]"), ("bad_share", "8:9", "120%|100 %")],
    ),
    "t13 nobody and nothing": (
        HEAD,
        [("missing_key", "1:1", "applies_to"), ("no_items", "1:1", "no items")],
    ),
    "t14 a version to come": (
        HEAD.replace("1", "2") + ROLES + ITEM + "points = 1\n",
        [("unknown_version", "1:9", "version 2|this library reads version 1")],
    ),
    "t15 points in two ways": (
        HEAD + ROLES + ITEM + "points = 1\nby_level = { x = 2 }\n",
        [("several_ways", "7:1", "points (line 6)|by_level|at most one of")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_is_refused_for_every_reason_at_its_place(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, reasons = CASES[name]
    with pytest.raises(jifen.RulebookError) as refused:
        jifen.parse_rulebook(text)
    found = refused.value.diagnostics
    assert [(p.code, f"{p.line}:{p.column}") for p in found] == [reason[:2] for reason in reasons]
    for problem, (_, _, words) in zip(found, reasons, strict=True):
        assert problem.severity == "error"
        assert all(word in f"{problem.message}; {problem.remedy}" for word in words.split("|")), problem
    # The command says the same, and nothing but it.
    (tmp_path / "h.toml").write_text(text, encoding="utf-8")
    assert cli.main(["rules", "check", str(tmp_path / "h.toml")]) == 1
    said = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[0] for line in said[:-1]] == [f"h.toml:{place}" for _, place, _ in reasons]


def test_minus_nought_is_nought() -> None:  # t04, its third
    rules = jifen.parse_rulebook(HEAD + ROLES + ITEM + "points = -0.0\n")
    district = jifen.District(
        units=[{"unit": "G", "level": "grid"}],
        people=[{"person": "P"}],
        roles=[{"person": "P", "role": "group_leader", "unit": "G"}],
        ledger=[{"entry": "E", "date": "2025-01-02", "actor": "P", "item": "a"}],
    )
    evaluation = jifen.evaluate(district, rules, "2025")
    assert evaluation.scores.to_csv() == (
        "person,unit,rank,total,grade,vetoed,base,items,linkage,five_knows,duties,deductions\nP,G,1,0,,no,0,0,0,0,0,0\n"
    )
    assert evaluation.statement["raw"] == [Decimal(0)] and evaluation.statement["verdict"] == ["zero"]


@pytest.mark.parametrize(
    "nested",
    ["[" * 100_000 + "]" * 100_000, "[" * 100_000, "{ a = " * 100_000, "[" * 33 + "]" * 33],
    ids=["t01", "never_closed", "tables", "one_too_many"],
)
def test_nested_arrays(nested: str) -> None:  # t01
    begin = time.perf_counter()
    with pytest.raises(jifen.RulebookError) as refused:
        jifen.parse_rulebook(HEAD + ROLES + f"x = {nested}\n")
    assert time.perf_counter() - begin < 2  # a hundredth of a second on a machine that does nothing else
    (deep,) = [p for p in refused.value.diagnostics if p.code == "syntax"]
    assert deep.line == 4 and "nest more than 32 deep" in deep.message
    assert len(deep.message) < 1000


def test_gb18030_bytes_in_a_rulebook(tmp_path: Path) -> None:  # t16
    text = (HEAD + ROLES).encode() + 'title = { zh = "请" }\n'.encode("gb18030")
    (tmp_path / "h.toml").write_bytes(text)
    with pytest.raises(jifen.RulebookError) as refused:
        jifen.read_rulebook(tmp_path / "h.toml")
    (reason,) = refused.value.diagnostics
    assert (reason.code, reason.line, reason.column) == ("invalid_utf8", 4, "17")
    assert f"byte offset {text.index('请'.encode('gb18030'))}" in reason.message
