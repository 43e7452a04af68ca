"""Tables as text, dicts, CSV and HTML."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import jifen
from jifen._width import width


def test_columns_and_rows(evaluation: jifen.Evaluation) -> None:
    table = evaluation.statement
    assert table.name == "statement"
    assert table.columns[:4] == ["person", "entry", "date", "item"]
    assert len(table) == 4
    assert table["raw"] == [Decimal("1.25"), Decimal("1.25"), Decimal("1.25"), Decimal("1")]
    assert table["date"][0] == date(2023, 3, 1)
    assert [type(cell) for cell in table[0].values()] == [str, str, date, str, Decimal, Decimal, str] + [type(None)] * 2
    assert table[-1] == table[3] == table.to_dicts()[-1]
    assert table[1:3] == [table[1], table[2]]
    assert table[::-1] == table.to_dicts()[::-1]
    assert list(table) == table.to_dicts()


def test_what_is_not_there_is_said(evaluation: jifen.Evaluation) -> None:
    with pytest.raises(KeyError, match="no column 'totl'; it has person, unit"):
        evaluation.scores["totl"]
    with pytest.raises(IndexError, match="no row 1"):
        evaluation.scores[1]


def test_blanks_are_none_and_scores_have_six_decimals(evaluation: jifen.Evaluation) -> None:
    leader, household = evaluation.five_knows
    assert leader["household"] is None
    assert household["household"] == "H1"
    assert str(leader["score"]) == "0.100000"


def test_long_tables_are_walked_in_blocks(synthetic: jifen.District, shipped: jifen.Rulebook) -> None:
    table = jifen.evaluate(synthetic, shipped, "2023").duties
    rows = list(table)
    assert len(rows) == len(table)
    assert [row["due"] for row in rows] == table["due"]


def test_csv_as_text_and_as_file(evaluation: jifen.Evaluation, tmp_path: Path) -> None:
    text = evaluation.duties.to_csv()
    assert text == "person,duty,due,done\nP1,monthly,12,1\n"
    assert evaluation.duties.to_csv(tmp_path / "duties.csv") is None
    assert (tmp_path / "duties.csv").read_bytes() == text.encode()


def test_text_is_aligned_and_counted(evaluation: jifen.Evaluation) -> None:
    assert repr(evaluation.duties).splitlines() == [
        "person  duty     due  done",
        "P1      monthly   12     1",
        "[duties: 1 rows]",
    ]


def test_flags_are_bools_whatever_their_column_is_called(evaluation: jifen.Evaluation) -> None:
    assert evaluation.scores["vetoed"] == [False]
    assert evaluation.district.counts["present"] == [True] * 7
    assert "yes" not in evaluation.scores.to_csv()


def test_width_is_that_of_unicode() -> None:
    for code in range(0x20, 0x32000):
        letter = chr(code)
        # What Unicode had long ago; of what takes no cells the library knows what names and rule texts may hold.
        if unicodedata.ucd_3_2_0.category(letter) == "Cn":
            continue
        if unicodedata.category(letter) in ("Cn", "Co", "Cs", "Cc", "Mn", "Me", "Cf"):
            continue
        wide = unicodedata.east_asian_width(letter) in "WF"
        assert width(letter) == (2 if wide else 1), hex(code)
    assert width("e\u0301") == 1
    assert width("\ud800") == 1  # half of a pair is shown as something


def test_html_is_escaped_and_cut(rows: dict[str, Any], rules: jifen.Rulebook) -> None:
    rows["ledger"] = [{"entry": f'<b>"{n}"&', "date": "2023-01-01", "actor": "P1", "item": "visit"} for n in range(12)]
    html = jifen.evaluate(jifen.District(**rows), rules, "2023").statement._repr_html_()
    assert "<b>" not in html
    assert "&lt;b&gt;&quot;0&quot;&amp;" in html
    assert "12 rows, the first 10 shown" in html
    assert html.count("<tr>") == 11


def test_a_statement_shows_itself_escaped(rows: dict[str, Any], rules: jifen.Rulebook) -> None:
    html = jifen.evaluate(jifen.District(**rows), rules, "2023").explain("P1")._repr_html_()
    assert html.startswith("<pre")
    assert "&lt;网格&gt; &amp; 1" in html
