"""What a person can still earn, checked by doing: the work that is named goes into her ledger."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import jifen
from jifen import cli


def test_headroom_of_a_small_district(evaluation: jifen.Evaluation) -> None:
    headroom = evaluation.headroom("P1", "2023-03-20")
    assert headroom.day == date(2023, 3, 20)
    assert [(row["stage"], row["per"], row["limit"], row["used"], row["left"]) for row in headroom.caps] == [
        ("item", "month", 2, 2, 0),
        ("category", "year", 100, 2, 98),
    ]
    visit, suggestion = headroom.items
    assert (visit["verdict"], visit["cut_by"], visit["gain"]) == ("capped", "item:month", 0)
    assert (suggestion["verdict"], suggestion["gain"], suggestion["most"]) == ("counted", 1, 1000)
    assert {(row["goal"], row["code"], row["item"]) for row in headroom.goals} <= {("grade", "good", "suggestion")}
    later = evaluation.headroom("P1", "2023-04-20").items[0]
    # Two points under April's cap, and April's visit is one of twelve that the duty asks for.
    assert (later["gain"], later["most"], later["entries"]) == (Decimal("2.25"), 3, 2)
    assert str(headroom) == headroom.text("zh") != headroom.text("en")
    assert "加分空间：P1 王芳，2023-03-20" in str(headroom)
    assert repr(headroom) == f"<Headroom of P1 on 2023-03-20: 2 kinds of work, {len(headroom.goals)} ways to goals>"
    assert "<pre" in headroom._repr_html_() and "王芳" in headroom._repr_html_()


def test_the_work_it_names_moves_the_total_as_it_says(
    rows: dict[str, list[dict[str, Any]]], rules: jifen.Rulebook
) -> None:
    before = jifen.evaluate(jifen.District(**rows), rules, "2023")
    for row in before.headroom("P1", "2023-06-10").items:
        more = [
            {"entry": f"Z{n:04}", "date": "2023-06-10", "actor": "P1", "item": row["item"], "quantity": row["quantity"]}
            for n in range(row["entries"] or 0)
        ]
        done = jifen.evaluate(jifen.District(**{**rows, "ledger": rows["ledger"] + more}), rules, "2023")
        assert done.scores[0]["total"] - before.scores[0]["total"] == row["most"]


def test_headroom_names_wrong_arguments(evaluation: jifen.Evaluation) -> None:
    wrong: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({"person": "nobody"}, jifen.ArgumentError, "nobody"),
        ({"person": "P2"}, jifen.ArgumentError, "P2"),
        ({"on": "2024-01-01"}, jifen.ArgumentError, "outside"),
        ({"on": "soon"}, jifen.ArgumentError, "soon"),
        ({"most": 0}, jifen.ArgumentError, "most"),
        ({"most": 10**20}, jifen.ArgumentError, "most"),
        ({"most": 1.5}, TypeError, "most"),
        ({"subjects": ["H1", ""]}, jifen.ArgumentError, "subjects"),
        ({"subjects": "H1"}, TypeError, "a list of subjects"),
        ({"lang": "fr"}, jifen.ArgumentError, "language"),
    ]
    for arguments, error, reason in wrong:
        with pytest.raises(error, match=reason):
            evaluation.headroom(**{"person": "P1", "on": "2023-03-20", **arguments})


def test_headroom_on_the_command_line(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    common = ["headroom", str(folder), "--rules", str(tmp_path / "rules.toml"), "--window", "2023", "--person"]
    assert cli.main([*common, "P1", "--on", "2023-03-20", "--lang", "en", "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Tiny rules\nWhat can still be earned: P1 王芳 on 2023-03-20\n")
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert sorted(written) == ["headroom_caps.csv", "headroom_goals.csv", "headroom_items.csv"]
    assert [row[0] for row in csv.reader(written["headroom_items.csv"].splitlines())] == ["item", "visit", "suggestion"]
    assert cli.main([*common, "P1"]) == 0
    assert "2023-12-31" in capsys.readouterr().out
    for wrong, reason in (
        (["nobody"], "nobody"),
        (["P1", "--on", "2024-01-01"], "window"),
        (["P1", "--most", "0"], "most"),
    ):
        assert cli.main([*common, *wrong]) == 2
        assert reason in capsys.readouterr().err
