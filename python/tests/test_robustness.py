"""How sure places are: against numpy's own draws, by hand, and on an evaluation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import jifen
from jifen import composite, robustness
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


def test_long_comparisons_tell_of_their_progress_and_stop() -> None:
    values, indicators = table(300, 3, 2)
    one = composite.promethee(indicators, [1, 2, 3], threads=1)
    assert composite.promethee(values, [1, 2, 3], threads=3).scores == one.scores
    told: list[tuple[str, int, int]] = []
    robustness.rank_reversals(
        indicators,
        lambda t: composite.weighted_sum(t, [1, 2, 3]).scores,
        remove=["P1", "P2"],
        progress=lambda *step: told.append(step),
    )
    assert told[-1][1:] == (2, 2)

    def stop(*_: object) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        composite.promethee(indicators, [1, 2, 3], progress=stop)
    with pytest.raises(RuntimeError, match="enough"):
        robustness.rank_reversals(
            indicators, lambda t: composite.weighted_sum(t, [1, 2, 3]).scores, remove=["P1"], progress=stop
        )


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


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    jifen.synthetic_district(scale=0.01).write(tmp_path / "district")
    rules = str(jifen.rulebook_path("pinggu-1-10-100"))
    page = tmp_path / "sure.html"
    arguments = ["robustness", str(tmp_path / "district"), "--rules", rules, "--window", "2023"]
    more = ["--selection", "best-group-leader", "--draws", "500", "--items", "--out", str(page), "--lang", "en"]
    assert main([*arguments, *more]) == 0
    said = capsys.readouterr().out
    assert "500 draws of weights" in said and "without one part:" in said and "home_visit" in said
    html = page.read_text("utf-8")
    assert html.count("<svg") >= 1
    assert "2023: Most beautiful group leader</h1>" in html
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
