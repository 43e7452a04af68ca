"""The demo, on a small scale."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from jifen._width import columns, pad, width
from jifen.demo import run

SCALE = 30 / 3170


def test_the_demo_shows_every_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, seed=1, scale=SCALE, threads=2)
    text = capsys.readouterr().out
    for part in (
        "nothing is lost",
        "leaders by source",
        "excellent",
        "Linkage 1 + 10 + 100",
        "women reached by nobody",
        "知帮 help",
        "定期家访 home_visits",
        "The first ten",
        "最美网格妇女小组长",
        "最美妇联执委",
        "个人积分明细",
        "总分",
        "generate",
        "total",
    ):
        assert part in text, part
    assert re.search(r"together +30$", text, re.MULTILINE)
    assert (tmp_path / "results" / "scores.csv").is_file()
    assert (tmp_path / "district" / "ledger.csv").is_file()


def test_the_demo_says_the_same_each_time_but_for_the_clock(capsys: pytest.CaptureFixture[str]) -> None:
    texts = []
    for threads in (1, 4):
        run(None, seed=2, scale=SCALE, threads=threads)
        text = capsys.readouterr().out
        texts.append(text[text.index("Loading") : text.index("\nTime\n")])
    assert texts[0] == texts[1]


def test_the_command_keeps_nothing_without_out(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jifen", "demo", "--scale", str(SCALE)],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=True,
    )
    assert "Nothing was kept" in done.stdout
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_chinese_characters_are_two_cells_wide() -> None:
    assert (width("网格 1"), width("（）"), width("e\u0301")) == (6, 4, 1)
    assert pad("网", 4) == "网  " and pad("网", 4, right=True) == "  网"
    assert columns([["网格", "1"], ["a", "22"]], [False, True]) == "网格   1\na     22"
