"""How sure places are: against numpy's own draws, by hand, and on an evaluation."""

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
from jifen.cli import main


def table(rows: int, columns: int, seed: int) -> tuple[np.ndarray[Any, Any], composite.Indicators]:
    values = np.random.default_rng(seed).random((rows, columns))
    return values, composite.Indicators(values, alternatives=[f"P{row}" for row in range(rows)])


@pytest.mark.parametrize("aggregation", ["weighted_sum", "geometric_mean"])
def test_draws_of_numpy_give_the_same_picture(aggregation: str) -> None:
    """Not the same draws: intervals and shares within what chance allows."""
    values, indicators = table(60, 5, 1)
    weights = np.array([4, 3, 2, 1, 1]) / 11
    draws, concentration = 20_000, 30.0
    found = robustness.rank_uncertainty(
        indicators, weights, places=12, aggregation=aggregation, draws=draws, concentration=concentration, seed=3
    )
    drawn = np.random.default_rng(5).dirichlet(concentration * weights, draws)
    scores = drawn @ (values if aggregation == "weighted_sum" else np.log(values)).T
    places = (-scores).argsort(axis=1).argsort(axis=1) + 1
    share = (places <= 12).mean(axis=0)
    assert np.abs(np.array(found.selected_share) - share).max() < 5 * np.sqrt(2 * 0.25 / draws)
    assert np.abs(np.array(found.details.mean) - places.mean(axis=0)).max() < 0.3
    low, high = np.quantile(places, [0.05, 0.95], axis=0)
    assert np.abs(np.array([interval[0] for interval in found.interval]) - low).max() <= 1.5
    assert np.abs(np.array([interval[1] for interval in found.interval]) - high).max() <= 1.5
    assert np.abs(np.array(found.details.mean_weights) - weights).max() < 0.005
    assert sum(found.selected_share) == pytest.approx(12, abs=1e-9)


def test_the_same_numbers_for_any_number_of_threads() -> None:
    _, indicators = table(100, 6, 2)
    first, second = (robustness.rank_uncertainty(indicators, [1] * 6, places=20, threads=n) for n in (1, 3))
    assert first.table() == second.table()
    assert first.details.mean_weights == second.details.mean_weights
    other = robustness.rank_uncertainty(indicators, [1] * 6, places=20, seed=2)
    assert other.table() != first.table()


@pytest.mark.parametrize("seed", [0, 2**63, 2**64 - 1])
def test_every_seed_of_cpp_is_taken(seed: int) -> None:
    _, indicators = table(20, 3, 2)
    found = robustness.rank_uncertainty(indicators, [1] * 3, draws=100, seed=seed)
    assert found.details.seed == seed
    assert (
        found.details.mean_weights != robustness.rank_uncertainty(indicators, [1] * 3, draws=100).details.mean_weights
    )


def test_places_and_selection_by_stratum() -> None:
    rows = {"person": ["a", "b", "c", "d"], "x": [1.0, 2.0, 3.0, 4.0]}
    found = robustness.rank_uncertainty(
        composite.Indicators(rows, alternatives="person"),
        [1],
        strata=["north", "south", "north", "south"],
        places={"north": 1, "south": 0},
    )
    assert found.place == [2, 2, 1, 1]
    assert found.selected_share == [0, 0, 1, 0]
    assert [row["alternative"] for row in found.table()] == ["c", "a", "d", "b"]
    assert found.table(unsure=0.05) == []


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"strata": ["a"]}, "strata"),
        ({"strata": ["a", "b", "c"], "places": {"a": 1}}, "places"),
        ({"places": {"a": 1}}, "places"),
        ({"places": -1}, "places"),
        ({"draws": 0}, "draws"),
        ({"concentration": float("nan")}, "concentration"),
        ({"level": 1.0}, "level"),
        ({"aggregation": "sum"}, "aggregation"),
        ({"most_bytes": 10}, "draws"),
        ({"seed": 2**64}, "seed"),
        ({"seed": -1}, "seed"),
    ],
)
def test_what_is_no_question(more: dict[str, Any], what: str) -> None:
    with pytest.raises(jifen.ArgumentError) as refused:
        robustness.rank_uncertainty([[1.0, 2.0], [2.0, 1.0], [3.0, 0.0]], [1, 1], **more)
    assert refused.value.argument == what


def test_missing_values_are_refused() -> None:
    with pytest.raises(jifen.ArgumentError, match="treat missing values first"):
        robustness.rank_uncertainty([[1.0, None], [2.0, 1.0]], [1, 1])


def test_an_exception_of_progress_stops_the_draws() -> None:
    _, indicators = table(2000, 8, 1)

    def stop(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        robustness.rank_uncertainty(indicators, [1] * 8, draws=200_000, most_bytes=2**34, progress=stop)


def test_one_indicator_out() -> None:
    rows = [{"who": "a", "x": 0.0, "y": 1.0}, {"who": "b", "x": 0.6, "y": 0.6}, {"who": "c", "x": 0.8, "y": 0.0}]
    t = composite.Indicators(rows, alternatives="who")
    without_x, without_y = robustness.leave_one_indicator_out(t, {"x": 1, "y": 1}, places=1)
    assert (without_x.indicator, without_x.enters, without_x.leaves) == ("x", ["a"], ["b"])
    assert without_x.tau_b == pytest.approx(1 / 3)
    assert (without_y.moved_most, without_y.largest_move, without_y.places) == ("c", 2, [3, 2, 1])


def test_rank_reversals_of_a_method() -> None:
    t = composite.Indicators([[0, 10], [10, 6], [5, 0], [100, 0]], alternatives=list("abcd"))

    def index(of: composite.Indicators) -> list[float]:
        return composite.weighted_sum(of.normalise("min_max"), [1, 1]).scores

    found = robustness.rank_reversals(t, index)
    assert [(one.removed, one.pairs, one.before, one.behind) for one in found] == [
        ("a", 1, "d", "b"),
        ("d", 1, "a", "b"),
    ]
    assert robustness.rank_reversals(t, index, remove=["c"]) == []
    assert robustness.rank_reversals(t, lambda of: composite.weighted_sum(of, [1, 1]).scores) == []
    with pytest.raises(jifen.ArgumentError, match="no such alternative"):
        robustness.rank_reversals(t, index, remove=["e"])
    with pytest.raises(ZeroDivisionError):
        robustness.rank_reversals(t, lambda of: [1 / 0])


def test_agreement_of_methods() -> None:
    stats = pytest.importorskip("scipy.stats")
    _, t = table(40, 4, 7)
    weights = composite.equal(t)
    scores = {
        "sum": composite.weighted_sum(t, weights).scores,
        "topsis": composite.topsis(t, weights).scores,
        "vikor": [-q for q in composite.vikor(t, weights).scores],
    }
    found = robustness.agreement(scores)
    assert found.methods == ["sum", "topsis", "vikor"]
    for row in found.table():
        a, b = scores[row["first"]], scores[row["second"]]
        assert row["tau_b"] == pytest.approx(stats.kendalltau(a, b).statistic, abs=1e-12)
        assert row["rho"] == pytest.approx(stats.spearmanr(a, b).statistic, abs=1e-12)


RULES = """
jifen = 1
code = "r"
applies_to = ["leader"]
[[category]]
code = "home"
[[category]]
code = "talk"
[[item]]
code = "visit"
category = "home"
points_per_unit = 1
[[item]]
code = "talk"
category = "talk"
points_per_unit = 2
[[grade]]
code = "good"
[[selection]]
code = "best"
share = "20%"
by = "town"
"""


def evaluation_of(done: list[tuple[int, int]]) -> jifen.Evaluation:
    """Leaders of two towns in turn; visits and talks of each."""
    people = [f"P{n:03}" for n in range(len(done))]
    units = [
        {"unit": "D", "parent": "", "level": "district"},
        {"unit": "T0", "parent": "D", "level": "town"},
        {"unit": "T1", "parent": "D", "level": "town"},
        *[{"unit": f"G{n}", "parent": f"T{n % 2}", "level": "grid"} for n in range(len(done))],
    ]
    roles = [{"person": person, "role": "leader", "unit": f"G{n}"} for n, person in enumerate(people)]
    ledger = [
        {"entry": f"E{person}{item}", "date": "2023-03-01", "actor": person, "item": item, "quantity": many}
        for person, each in zip(people, done, strict=True)
        for item, many in zip(("visit", "talk"), each, strict=True)
        if many
    ]
    district = jifen.District(units=units, people=[{"person": p} for p in people], roles=roles, ledger=ledger)
    return jifen.evaluate(district, jifen.parse_rulebook(RULES), "2023")


@pytest.fixture(scope="module")
def evaluation() -> jifen.Evaluation:
    random = np.random.default_rng(4)
    return evaluation_of([(int(visits), int(talks)) for visits, talks in random.integers(0, 20, (60, 2))])


@pytest.fixture(scope="module")
def alike() -> jifen.Evaluation:
    """Visits and talks say the same: without either, all stand where they stood."""
    return evaluation_of([(many, many) for many in range(1, 7)])


def test_the_selection_of_an_evaluation(evaluation: jifen.Evaluation, tmp_path: Path) -> None:
    contest = robustness.contest_of(evaluation, "best")
    assert sorted(set(contest.strata)) == ["T0", "T1"] and contest.places == {"T0": 6, "T1": 6}
    t = composite.Indicators.of_evaluation(evaluation, ["categories"], people=contest.alternatives)
    assert t.alternatives == contest.alternatives
    found = robustness.rank_uncertainty(
        t, [1, 1], strata=contest.strata, places=contest.places, concentration=10, draws=2000
    )
    # One point of either category weighs as much as in the total: the places are those of the selection.
    place = {row["person"]: row["place"] for row in evaluation.select("best")}
    chosen = {row["person"] for row in evaluation.select("best") if row["selected"]}
    given = {row["alternative"]: row for row in found.table()}
    assert {name for name, row in given.items() if row["selected"]} == chosen
    assert all(row["place"] <= place[name] for name, row in given.items())
    unsure = found.table(unsure=0.05)
    assert unsure and all(0.05 < row["selected_share"] < 0.95 for row in unsure)
    with pytest.raises(jifen.ArgumentError, match="no such person"):
        composite.Indicators.of_evaluation(evaluation, people=["nobody"])


def test_one_item_out_of_the_rulebook(evaluation: jifen.Evaluation) -> None:
    visit, talk = robustness.leave_one_item_out(evaluation, "best")
    assert (visit.item, talk.item) == ("visit", "talk")
    given = sum(row["credited"] for row in evaluation.categories if row["category"] == "home")
    assert visit.points == given
    without = RULES.replace("points_per_unit = 1\n", "")
    again = jifen.evaluate(evaluation.district, jifen.parse_rulebook(without), "2023")
    before, after = ({row["person"] for row in e.select("best") if row["selected"]} for e in (evaluation, again))
    assert (set(visit.enters), set(visit.leaves)) == (after - before, before - after)
    assert robustness.leave_one_item_out(evaluation, "best", ["talk"]) == [talk]
    assert robustness.leave_one_item_out(evaluation, "best", []) == []
    with pytest.raises(jifen.ArgumentError, match="no such item"):
        robustness.leave_one_item_out(evaluation, "best", ["walk"])


def test_where_nobody_moves_nobody_is_named(alike: jifen.Evaluation) -> None:
    parts, contest = robustness.parts_of(alike, "best")
    without = [
        *robustness.leave_one_indicator_out(parts, [1, 1], strata=contest.strata, places=contest.places),
        *robustness.leave_one_item_out(alike, "best"),
    ]
    assert len(without) == 4
    for one in without:
        assert (one.largest_move, one.moved_most, one.enters, one.leaves) == (0, "", [], [])


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
    _, indicators = table(5, 2, 1)
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


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    jifen.synthetic_district(scale=0.01).write(tmp_path / "district")
    rules = str(jifen.rulebook_path("pinggu-1-10-100"))
    page = tmp_path / "sure.html"
    arguments = ["robustness", str(tmp_path / "district"), "--rules", rules, "--window", "2023"]
    more = ["--selection", "best-group-leader", "--draws", "500", "--items", "--out", str(page), "--lang", "en"]
    assert main([*arguments, *more]) == 0
    said = capsys.readouterr().out
    assert "500 draws of weights" in said and "without one part:" in said and "home_visit" in said
    assert page.read_text("utf-8").count("<svg") >= 1
    assert main([*arguments, "--selection", "nobody"]) == 2
    assert "no such selection" in capsys.readouterr().err


def test_the_command_names_nobody_where_nobody_moves(
    alike: jifen.Evaluation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alike.district.write(tmp_path / "district")
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES, "utf-8")
    arguments = ["robustness", str(tmp_path / "district"), "--rules", str(rules), "--window", "2023"]
    assert main([*arguments, "--selection", "best", "--draws", "100", "--items"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[lines.index("without one part:") :] == [
        "without one part:",
        "  part           enter  largest move  of",
        "  category:home      0             0",
        "  category:talk      0             0",
        "without one item:",
        "  item   points  enter  largest move  of",
        "  visit      21      0             0",
        "  talk       42      0             0",
    ]
