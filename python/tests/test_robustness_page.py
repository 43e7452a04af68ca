"""The page of a robustness run: what it says, and where its pictures put it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import jifen
from jifen import composite, robustness
from jifen._robustness_page import share_text


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: dict[str, int] = {}
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1

    def handle_data(self, text: str) -> None:
        self.texts.append(text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page(language: str, tmp_path: Path) -> None:
    values = np.random.default_rng(1).random((50, 4))
    names = ["<script>alert(1)</script>", *[f"P{n}" for n in range(49)]]
    t = composite.Indicators(values, alternatives=names)
    strata = ["north & <b>"] * 25 + ["south"] * 25
    found = robustness.rank_uncertainty(t, [1] * 4, strata=strata, places=5, draws=500)
    found.to_html(tmp_path / "page.html", title="<i>", around=40, language=language)
    text = (tmp_path / "page.html").read_text("utf-8")
    page = Page()
    page.feed(text)
    assert page.tags.keys() & {"script", "b", "i", "a", "img", "link"} == set()
    assert page.tags["svg"] == 2 and page.tags["tr"] == 51 and page.tags["rect"] == 50
    assert "<script>alert(1)</script>" in page.texts and "http" not in text.replace("http://www.w3.org/2000/svg", "")
    with pytest.raises(jifen.ArgumentError, match="zh or en"):
        found.to_html(tmp_path / "page.html", language="fr")
    with pytest.raises(jifen.FileError):
        found.to_html(tmp_path / "no" / "page.html")


def page_of(found: robustness.RankUncertainty, folder: Path, **how: Any) -> str:
    found.to_html(folder / "page.html", **{"language": "en"} | how)
    return (folder / "page.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("level", "said"), [(0.9, "90%"), (0.975, "97.5%"), (0.995, "99.5%"), (0.99999, "99.999%"), (0.07, "7%")]
)
def test_the_page_says_the_level_as_it_is(level: float, said: str, tmp_path: Path) -> None:
    names = [f"P{row}" for row in range(5)]
    indicators = composite.Indicators(np.random.default_rng(1).random((5, 2)), alternatives=names)
    found = robustness.rank_uncertainty(indicators, [1, 1], places=2, draws=10, level=level)
    assert f"Bars are {said} intervals" in page_of(found, tmp_path)
    assert f"横条是 {said} 区间" in page_of(found, tmp_path, language="zh")


def test_the_page_tells_hardly_ever_from_never(tmp_path: Path) -> None:
    t = composite.Indicators([[1, 0], [0, 0.5], [0, 0]], alternatives=["first", "second", "third"])
    found = robustness.rank_uncertainty(t, [1, 1], places=1)
    first, second, third = found.selected_share
    assert 0 < second < 0.001 and 0.999 < first < 1 and third == 0
    text = page_of(found, tmp_path)
    page = Page()
    page.feed(text)
    # Of each: in the tip of the bar and on the right of the picture, and in the table.
    in_picture = [at for at in page.texts if at.endswith("%") and "." not in at]
    assert in_picture == [
        "first: 1–1, >99%",
        ">99%",
        "second: 2–2, <1%",
        "<1%",
        "third: 3–3, 0%",
        "0%",
        "0%",  # of the table
    ]
    assert ">99.9%" in page.texts and "<0.1%" in page.texts
    assert "&lt;0.1%" in text and "&gt;99.9%" in text


@pytest.mark.parametrize(
    ("share", "picture", "row"),
    [
        (0.0, "0%", "0%"),
        (1e-9, "<1%", "<0.1%"),
        (0.00099, "<1%", "<0.1%"),
        (0.001, "<1%", "0.1%"),
        (0.0099, "<1%", "1.0%"),
        (0.01, "1%", "1.0%"),
        (0.5, "50%", "50.0%"),
        (0.99, "99%", "99.0%"),
        (0.9901, ">99%", "99.0%"),
        (0.999, ">99%", "99.9%"),
        (0.9991, ">99%", ">99.9%"),
        (1 - 1e-9, ">99%", ">99.9%"),
        (1.0, "100%", "100%"),
    ],
)
def test_a_share_is_0_or_100_percent_only_where_it_is(share: float, picture: str, row: str) -> None:
    assert (share_text(share, 0), share_text(share, 1)) == (picture, row)


def pictures_of(text: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(svg) for svg in re.findall("<svg.*?</svg>", text)]


def line_of(picture: ElementTree.Element) -> list[tuple[float, float]]:
    """The corners of the dashed line, from the top; empty: there is none."""
    corners: list[tuple[float, float]] = []
    for path in picture.iter(SVG + "path"):
        x = y = 0.0
        for command, numbers in re.findall(r"([MHV])([\d. ]+)", path.get("d", "")):
            given = [float(number) for number in numbers.split()]
            x, y = (given[0], given[1]) if command == "M" else (given[0], y) if command == "H" else (x, given[0])
            corners.append((x, y))
    return corners


SVG = "{http://www.w3.org/2000/svg}"
CASES: dict[str, dict[str, Any]] = {
    "one stratum": {"places": 12},
    "three strata": {"strata": ["north", "south", "west", "west"] * 10, "places": {"north": 3, "south": 0, "west": 20}},
    "nobody": {"places": 0},
    "everybody": {"places": 40},
    "more places than people": {"places": 400},
    "one person": {"rows": 1, "places": 1},
    "one person, not selected": {"rows": 1, "places": 0},
    "marks outside of the bars": {"places": 12, "level": 0.001, "concentration": 1},
    "wide intervals": {"places": 12, "level": 0.999, "concentration": 5},
    "ties": {"digits": 1, "places": 12},
    "ties before the line": {"rows": 6, "digits": -1, "places": 6},
}


@pytest.mark.parametrize("around", [1, 5, 15])
@pytest.mark.parametrize("case", CASES)
def test_all_of_the_picture_is_on_the_canvas(case: str, around: int, tmp_path: Path) -> None:
    how = dict(CASES[case])
    values = np.random.default_rng(1).random((how.pop("rows", 40), 3)).round(how.pop("digits", 9))
    found = robustness.rank_uncertainty(values, [1] * 3, draws=200, **how)
    chosen = dict.fromkeys(found.strata or [""], 0)
    for stratum, selected in zip(found.strata or [""] * len(values), found.details.selected, strict=True):
        chosen[stratum] += selected
    pictures = pictures_of(page_of(found, tmp_path, around=around))
    assert len(pictures) == len(chosen)
    for (_, selected), picture in zip(sorted(chosen.items()), pictures, strict=True):
        _, _, width, height = map(float, picture.get("viewBox", "").split())
        marks = list(picture.iter(SVG + "line"))
        assert marks
        for e in [*marks, *picture.iter(SVG + "rect")]:
            begin = float(e.get("x1", e.get("x", "")))
            end = begin + float(e.get("width", 0))
            assert 149 <= begin <= end <= width - 59, "between the names and the shares"
        line = line_of(picture)
        assert bool(line) == (selected > 0)
        assert all(150 <= x <= width - 60 and 0 < y <= height for x, y in line)


TIED = [[1, 1], [0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [0.2, 0.3], [0.1, 0.1]]


@pytest.mark.parametrize("around", [1, 2, 15])
@pytest.mark.parametrize("places", range(7))
@pytest.mark.parametrize("values", [TIED, [[0.5, 0.5]] * 6, TIED[3:]])
def test_the_line_stands_between_who_is_selected_and_who_is_not(
    values: list[list[float]], places: int, around: int, tmp_path: Path
) -> None:
    found = robustness.rank_uncertainty(values, [1, 1], places=places, draws=100)
    (picture,) = pictures_of(page_of(found, tmp_path, around=around))
    line = line_of(picture)
    ahead = []
    for mark in picture.iter(SVG + "line"):
        x, y = float(mark.get("x1", "")), (float(mark.get("y1", "")) + float(mark.get("y2", ""))) / 2
        ahead += [x < a for (a, top), (b, bottom) in pairwise(line) if a == b and top < y < bottom]
    selected = min(places, len(values))
    near = [row["selected"] for row in found.table()][max(0, selected - around) : selected + around]
    assert ahead == (near if selected else [])


@pytest.mark.parametrize(
    ("places", "said", "in_chinese"),
    [
        (0, "Nobody is selected: there is no line.", "无人入选，没有入选线。"),
        (1, "", ""),
        (
            2,
            "3 tie at place 2, across the line. Selected of them: 1, the first in the order of the input.",
            "第 2 名有 3 个并列，跨在入选线上：按输入的顺序，前 1 个入选。",
        ),
        (
            3,
            "3 tie at place 2, across the line. Selected of them: 2, the first in the order of the input.",
            "第 2 名有 3 个并列，跨在入选线上：按输入的顺序，前 2 个入选。",
        ),
        (4, "", ""),
        (6, "Everybody is selected: the line is behind them all.", "全部入选，入选线在所有人之后。"),
    ],
)
def test_the_page_says_what_the_line_does_not(places: int, said: str, in_chinese: str, tmp_path: Path) -> None:
    found = robustness.rank_uncertainty(TIED, [1, 1], places=places, draws=100)
    # All who tie are counted, shown or not.
    for around in (1, 15):
        text = page_of(found, tmp_path, around=around)
        assert re.findall("</svg>(?:<p>(.*?)</p>)?", text) == [said]
        text = page_of(found, tmp_path, around=around, language="zh")
        assert re.findall("</svg>(?:<p>(.*?)</p>)?", text) == [in_chinese]


@pytest.mark.parametrize("strata", [None, ["a"] * 6])
def test_heads_stand_over_their_numbers(strata: list[str] | None, tmp_path: Path) -> None:
    found = robustness.rank_uncertainty(TIED, [1, 1], strata=strata, places=3, draws=100)
    text = page_of(found, tmp_path)
    assert ".n{text-align:right" in text  # of cells and heads
    head, first, *_ = re.findall("<tr.*?</tr>", text)
    sides = [re.findall("<t[hd]( class=.n.)?>", row) for row in (head, first)]
    assert sides[0] == sides[1] and len(sides[0]) == (8 if strata is None else 9)


def test_a_page_of_nobody_has_no_picture(tmp_path: Path) -> None:
    found = robustness.rank_uncertainty(TIED, [1, 1], places=3, draws=100)
    assert pictures_of(page_of(found, tmp_path, around=0)) == []
