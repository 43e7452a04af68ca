"""jifen.composite: what it takes, gives and refuses. Its numbers beside others' are in test_composite_field.py."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest

import jifen
from jifen import composite

PEOPLE = [
    {"person": "ann", "visits": 12, "days_late": 9, "rate": Decimal("0.5")},
    {"person": "bea", "visits": 14, "days_late": 2, "rate": Decimal("0.75")},
    {"person": "cam", "visits": 3, "days_late": 4, "rate": Decimal("1")},
]


@pytest.fixture
def people() -> composite.Indicators:
    return composite.Indicators(PEOPLE, alternatives="person", directions={"days_late": "cost"})


def test_from_rows_to_a_ranking(people: composite.Indicators) -> None:
    assert people.alternatives == ["ann", "bea", "cam"]
    assert people.names == ["visits", "days_late", "rate"]
    assert people.directions == ["benefit", "cost", "benefit"]
    weights = composite.entropy(people)
    assert sum(weights.values) == pytest.approx(1)
    result = composite.topsis(people, weights)
    assert result.table()[0]["alternative"] == "bea"
    assert [row["place"] for row in result.table()] == [1, 2, 3]
    assert repr(people) == "<Indicators: 3 alternatives, 3 indicators, 0 values missing>"


def frames() -> list[Any]:
    columns = {name: [row[name] for row in PEOPLE] for name in PEOPLE[0]}
    floats = columns | {"rate": [float(rate) for rate in columns["rate"]]}
    made: list[Any] = [columns]
    for module, make in (
        ("pandas", lambda frame: frame.DataFrame(floats)),
        ("polars", lambda frame: frame.DataFrame(floats)),
        ("polars", lambda frame: frame.LazyFrame(floats)),
        ("pyarrow", lambda frame: frame.table(floats)),
    ):
        made.append(make(pytest.importorskip(module)))
    return made


def test_any_table_gives_the_same(people: composite.Indicators) -> None:
    for frame in frames():
        other = composite.Indicators(frame, alternatives="person", directions={"days_late": "cost"})
        assert other.values == people.values, type(frame)
        assert other.names == people.names
        assert other.alternatives == people.alternatives


def test_a_result_table_of_the_library_is_a_table(evaluation: jifen.Evaluation) -> None:
    table = composite.Indicators(evaluation.scores, alternatives="person", names=["items", "duties"])
    assert table.alternatives == ["P1"]
    assert table.values == [[float(evaluation.scores["items"][0]), float(evaluation.scores["duties"][0])]]
    with pytest.raises(TypeError, match="unit"):
        composite.Indicators(evaluation.scores, alternatives="person")


def test_an_evaluation_gives_the_indicators_of_its_people(synthetic: jifen.District, shipped: jifen.Rulebook) -> None:
    evaluation = jifen.evaluate(synthetic, shipped, "2023")
    table = composite.Indicators.of_evaluation(evaluation)
    assert table.alternatives == evaluation.scores["person"]
    kinds = {name.split(":")[0] for name in table.names}
    assert kinds == {"category", "linkage", "five_knows", "duty"}
    assert table.missing > 0, "not everybody leads a group"
    place, knows = table.names.index("linkage:contacts"), table.names.index("five_knows:matters")
    values = dict(zip(table.alternatives, table.values, strict=True))
    for row in evaluation.linkage:
        assert values[row["person"]][place] == min(1, row["contacts"] / 100)
    for row in evaluation.five_knows:
        if row["household"] is None and row["leader"] in values and row["n2"]:
            assert values[row["leader"]][knows] == row["k2"] / row["n2"]
    assert {name.split(":")[0] for name in composite.Indicators.of_evaluation(evaluation, ["duties"]).names} == {"duty"}
    treated = table.treat("rest_of_weights").indicators
    scaled = treated.normalise(composite.Normalisation(constant="neutral"))
    index = composite.weighted_sum(scaled, composite.equal(table))
    assert len(index.details.shared) > 0
    assert all(0 <= score <= 1 for score in index.scores)
    with pytest.raises(jifen.ArgumentError, match="they are among categories"):
        composite.Indicators.of_evaluation(evaluation, ["points"])


def test_a_duckdb_relation_is_a_table() -> None:
    duckdb = pytest.importorskip("duckdb")
    relation = duckdb.sql("SELECT * FROM (VALUES ('ann', 1, 0.5), ('bea', 2, NULL)) AS t(person, visits, rate)")
    table = composite.Indicators(relation, alternatives="person")
    assert table.names == ["visits", "rate"]
    assert table.missing == 1


def test_arrays_and_lists_are_the_same() -> None:
    numpy = pytest.importorskip("numpy")
    rows = [[1, 2.5], [3, None]]
    listed = composite.Indicators(rows)
    array = composite.Indicators(numpy.array([[1, 2.5], [3, numpy.nan]]))
    turned = composite.Indicators(numpy.array([[1, 3], [2.5, numpy.nan]]).T)
    whole = composite.Indicators(numpy.array([[1, 2], [3, 4]]))
    for found in (listed, array, turned):
        assert found.values[0] == [1, 2.5]
        assert math.isnan(found.values[1][1])
        assert found.missing == 1
        assert found.names == ["x0", "x1"]
        assert found.alternatives == ["0", "1"]
    assert whole.values == [[1, 2], [3, 4]]


def test_pandas_na_is_missing() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"x": pandas.array([1, None], dtype="Int64"), 7: [1.0, 2.0]})
    found = composite.Indicators(frame)
    assert found.missing == 1
    assert found.names == ["x", "7"]


def test_missing_values_and_outliers_are_stated() -> None:
    table = composite.Indicators({"x": [1, None, 3, 4], "y": [5, 6, 7, 1000]}, alternatives=list("abcd"))
    dropped = table.treat("drop_row")
    assert dropped.dropped == ["b"]
    assert dropped.indicators.alternatives == ["a", "c", "d"]
    filled = table.treat("mean", winsorise=(0, 0.7))
    assert [cell[:2] for cell in filled.filled] == [(1, 0)]
    assert [cell[:2] for cell in filled.moved] == [(3, 0), (3, 1)]
    assert any("missing values take the mean" in step for step in filled.steps)
    shared = composite.weighted_sum(table.treat("rest_of_weights").indicators, [1, 1])
    assert shared.scores[1] == 6
    assert shared.details.shared == [1]
    with pytest.raises(jifen.ArgumentError, match='alternative "b", indicator "x"'):
        table.treat()


def test_normalisation_by_name_states_what_it_did(people: composite.Indicators) -> None:
    posts = composite.Normalisation("goalposts", goalposts=composite.Goalposts(0, 20))
    done = people.normalise({"visits": posts, "rate": "leader_share"})
    assert done.indicators.values[0] == [0.6, 0.0, 0.5]
    assert done.steps[0] == 'indicator "visits" (benefit), goalposts: 0 becomes 0, 20 becomes 1'
    assert done.indicators.directions == ["benefit"] * 3
    assert composite.weighted_sum(done, {"visits": 1, "rate": 1, "days_late": 0}).scores[0] == pytest.approx(0.55)
    flat = composite.Indicators([[1, 2], [1, 3]]).normalise(composite.Normalisation(constant="neutral"))
    assert flat.constant == ["x0"]
    assert flat.indicators.values == [[0.5, 0], [0.5, 1]]


def test_targets() -> None:
    table = composite.Indicators({"x": [1, 4, 8]}, directions="target", targets={"x": 5})
    assert table.targets == [5]
    assert composite.vikor(table, [1]).places == [3, 1, 2]
    assert composite.promethee(table, [1], preferences=composite.Preference("v_shape", p=4)).places == [3, 1, 2]


def test_one_target_for_all_is_any_number() -> None:
    for target in (5, 5.0, Decimal(5)):
        table = composite.Indicators([[1, 2], [3, 4]], directions="target", targets=target)  # type: ignore[arg-type]
        assert table.targets == [5, 5]


def test_components_may_be_a_whole_number_of_numpy() -> None:
    numpy = pytest.importorskip("numpy")
    assert composite.pca([[1, 0], [2, 1], [0, 5]], components=numpy.int64(1)).components == 1


def test_ties_are_named() -> None:
    result = composite.weighted_sum([[0.1 + 0.2, 1], [0.3, 1], [0, 0]], [1, 1])
    assert result.places == [1, 1, 3]
    assert result.ties == [["0", "1"]]
    assert composite.weighted_sum([[0.1 + 0.2, 1], [0.3, 1], [0, 0]], [1, 0], tie_within=0).places == [1, 2, 3]


def test_the_drinks_of_saaty() -> None:
    """The figures of IJSS 1 (2008) 83–98, as C++ has them."""
    pairs = {
        ("coffee", "wine"): 9, ("coffee", "tea"): 5, ("coffee", "beer"): 2, ("coffee", "soda"): 1,
        ("coffee", "milk"): 1, ("water", "coffee"): 2, ("water", "wine"): 9, ("water", "tea"): 9,
        ("water", "beer"): 3, ("water", "soda"): 2, ("water", "milk"): 3, ("tea", "wine"): 3, ("beer", "wine"): 9,
        ("beer", "tea"): 3, ("beer", "milk"): 1, ("soda", "wine"): 9, ("soda", "tea"): 4, ("soda", "beer"): 2,
        ("soda", "milk"): 2, ("milk", "wine"): 9, ("milk", "tea"): 3,
    }  # fmt: skip
    judgements = composite.Judgements(pairs)
    assert judgements.value("wine", "coffee") == pytest.approx(1 / 9)
    found = composite.ahp(judgements)
    published = {
        "beer": 0.116, "coffee": 0.177, "milk": 0.129, "soda": 0.19, "tea": 0.042, "water": 0.327, "wine": 0.019,
    }  # fmt: skip
    weights = dict(zip(judgements.items, found.weights, strict=True))
    assert {drink: round(weight, 3) for drink, weight in weights.items()} == published
    assert round(found.consistency.ratio or 0, 3) == 0.022
    assert found.consistency.is_within()
    worst = composite.most_disturbing(judgements)
    assert worst is not None
    assert (worst.when_mended.ratio or 0) < (worst.now.ratio or 0)


def test_the_judgement_that_disturbs_most_is_named() -> None:
    # All others say that a is twice as good as b, and b twice as good as c and d.
    judged = {("d", "a"): 4, ("a", "b"): 2, ("b", "c"): 2, ("b", "d"): 2, ("c", "d"): 1, ("a", "c"): 4}
    worst = composite.most_disturbing(judged)
    assert worst is not None
    assert (worst.over, worst.under, worst.judged, worst.on_scale) == ("d", "a", 4, 1 / 4)
    assert worst.mended == pytest.approx(1 / 4)
    assert repr(worst).startswith("Disturbance(over='d', under='a', judged=4.0, mended=")
    assert worst.when_mended.index == pytest.approx(0, abs=1e-9)
    rows = [[1, 2, 2], [1 / 2, 1, 5], [1 / 2, 1 / 5, 1]]
    for items, given in ((["x", "y", "z"], ["x", "y", "z"]), (None, ["c0", "c1", "c2"])):
        judgements = composite.Judgements(rows, items=items)
        named = composite.most_disturbing(judgements)
        assert named is not None and judgements.items == given
        assert {named.over, named.under} < set(given)
        assert judgements.value(named.over, named.under) == named.judged
    assert composite.most_disturbing({("a", "b"): 2, ("b", "c"): 2, ("a", "c"): 4}) is None


def test_judges_and_hierarchies() -> None:
    one, two = {("a", "b"): 2}, {("a", "b"): 8}
    assert composite.aggregate_judgements([one, two]).value("a", "b") == pytest.approx(4)
    weights, each = composite.aggregate_priorities([one, two], mean="arithmetic")
    assert weights[0] == pytest.approx((2 / 3 + 8 / 9) / 2)
    assert len(each) == 2
    root = composite.Criterion(
        "index", [composite.Criterion("work", ["visits", "cases"], {("cases", "visits"): 3}), "years"], weights=[3, 1]
    )
    found = composite.hierarchy(root)
    assert found.leaves == pytest.approx({"visits": 0.1875, "cases": 0.5625, "years": 0.25})
    assert [criterion.depth for criterion in found.criteria] == [0, 1, 2, 2, 1]
    assert found.worst_ratio == 0


@pytest.mark.parametrize("turned", [1 / 3, 0.333333, 1 / 3 * (1 + 1e-9)])
def test_a_pair_may_be_judged_both_ways_by_reciprocals(turned: float) -> None:
    assert composite.ahp({("a", "b"): 3, ("b", "a"): turned}).weights == composite.ahp({("a", "b"): 3}).weights
    both = composite.Judgements({("b", "a"): turned, ("a", "b"): 3})
    assert both.value("b", "a") == turned, "the first stands"


@pytest.mark.parametrize("times", range(2, 10))
def test_reciprocals_may_be_written_with_six_decimals(times: int) -> None:
    assert composite.Judgements({("a", "b"): times, ("b", "a"): round(1 / times, 6)}).missing == 0


@pytest.mark.parametrize(
    "weigh",
    [
        composite.ahp,
        composite.Judgements,
        composite.most_disturbing,
        lambda judged: composite.hierarchy(composite.Criterion("index", ["a", "b", "c"], judged)),
        lambda judged: composite.aggregate_judgements([{("a", "b"): 3, ("b", "c"): 1}, judged]),
    ],
)
@pytest.mark.parametrize(("turned", "said"), [(5, "5"), (3, "3"), (0.3334, "0.3334"), (math.inf, "inf")])
def test_judgements_that_contradict_each_other_are_both_named(weigh: Any, turned: float, said: str) -> None:
    with pytest.raises(jifen.ArgumentError) as refused:
        weigh({("a", "b"): 3, ("b", "c"): 2, ("b", "a"): turned})
    there = f"'a' over 'b' is 3, but 'b' over 'a' is {said}"
    assert str(refused.value) == (
        f"judged: {there}: it would be 0.333333, the reciprocal; give one of the two, or correct one"
    )
    assert (refused.value.argument, refused.value.value) == ("judged", f"3, {said}")


@pytest.mark.parametrize("turned", [0, -3, None, math.nan])
def test_what_is_no_judgement_is_no_contradiction(turned: float | None) -> None:
    for judged in ({("a", "b"): 3, ("b", "a"): turned}, {("b", "a"): turned, ("a", "b"): 3}):
        with pytest.raises(jifen.ArgumentError, match="above 0"):
            composite.ahp(judged)


def test_judges_may_name_their_items_in_any_order() -> None:
    one = {("a", "b"): 3, ("b", "c"): 2, ("a", "c"): 5}
    two = {("c", "b"): 4, ("b", "a"): 1 / 2}
    turned = {("b", "a"): 1 / 3, ("c", "b"): 1 / 2, ("c", "a"): 1 / 5}
    ordered = composite.Judgements(two, items=["a", "b", "c"])
    for other in (two, composite.Judgements(two)):
        both = composite.aggregate_judgements([one, other], [2, 1])
        assert both.items == ["a", "b", "c"]
        expected = composite.aggregate_judgements([one, ordered], [2, 1])
        for over, under in one:
            assert both.value(over, under) == pytest.approx(expected.value(over, under), rel=1e-15)
        assert both.value("a", "c") == pytest.approx(5), "the first alone judged it"
        assert composite.aggregate_priorities([one, other])[0] == pytest.approx(
            composite.aggregate_priorities([one, ordered])[0], rel=1e-12
        )
    same = composite.aggregate_judgements([one, turned])
    assert all(same.value(*pair) == pytest.approx(value, rel=1e-15) for pair, value in one.items())
    assert composite.aggregate_judgements([turned, one]).items == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("other", "said", "value"),
    [
        ({("b", "a"): 1}, "judges[1] does not judge 'c': all judge the same items", "c"),
        ({("a", "d"): 1, ("b", "c"): 2, ("b", "e"): 2}, "judges[1] alone judges 'd', 'e': all judge the same", "d, e"),
    ],
)
def test_judges_of_other_items_are_told_which(other: Any, said: str, value: str) -> None:
    one = {("a", "b"): 3, ("b", "c"): 2}
    for aggregate in (composite.aggregate_judgements, composite.aggregate_priorities):
        with pytest.raises(jifen.ArgumentError) as refused:
            aggregate([one, other])
        assert str(refused.value).startswith(said)
        assert (refused.value.argument, refused.value.value) == ("judges", value)
    whole = composite.Judgements({("b", "a"): 1}, items=["a", "b", "c"])
    assert composite.aggregate_judgements([one, whole]).value("b", "c") == pytest.approx(2)


def test_weights_of_every_kind_are_taken(people: composite.Indicators) -> None:
    by_number = composite.vikor(people, [1, 2, 1])
    assert composite.vikor(people, composite.given([1, 2, 1])).scores == by_number.scores
    assert composite.vikor(people, {"rate": 1, "visits": 1, "days_late": 2}).scores == by_number.scores
    assert by_number.weights == [0.25, 0.5, 0.25]
    for weights in (
        composite.pca(people),
        composite.critic(people),
        composite.equal(people),
        composite.equal(3),
        composite.standard_deviation(people),
        composite.ahp({("a", "b"): 2, ("b", "c"): 1}),
    ):
        assert sum(composite.vikor(people, weights).weights) == pytest.approx(1)


def test_rank_correlation_is_none_where_it_is_undefined() -> None:
    assert composite.kendall_tau_b([1, 2, 3, 4, 5], [1, 3, 2, 4, 5]) == pytest.approx(0.8)
    assert composite.spearman_rho([1, 2, 3, 4, 5], [1, 3, 2, 4, 5]) == pytest.approx(0.9)
    assert composite.kendall_tau_b([2, 2, 2], [2, 0, 2]) is None


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: composite.Indicators([]), "alternatives"),
        (lambda: composite.Indicators([[1, 2], [3]]), "as long as the first"),
        (lambda: composite.Indicators({"x": [1], "y": [1, 2]}), "equally long"),
        (lambda: composite.Indicators([[1, math.inf]]), "finite"),
        (lambda: composite.Indicators([[10**400]]), "too large"),
        (lambda: composite.Indicators([[1]], names=["x", "y"]), "1 rows of 1"),
        (lambda: composite.Indicators({"x": [1]}, names=["y"]), "there are x"),
        (lambda: composite.Indicators([[1]], names=["x"], directions={"y": "cost"}), "no such indicator"),
        (lambda: composite.Indicators([[1]], directions="costs"), 'did you mean "cost"'),
        (lambda: composite.Indicators([[1]], directions="target"), "target"),
        (lambda: composite.Indicators([[1]], directions=["cost", "cost"]), "one for each"),
        (lambda: composite.Indicators([[1]], alternatives="x"), "no columns with names"),
        (lambda: composite.Indicators({"x": [1]}, alternatives="y"), "no such column"),
        (lambda: composite.Indicators([[1, 2]]).normalise(), "all values are the same"),
        (lambda: composite.Indicators([[1, 2]]).normalise("minmax"), "min_max"),
        (lambda: composite.Indicators([[1, 2]]).normalise("goalposts"), "goalposts"),
        (lambda: composite.Indicators([[1, 2]]).treat(winsorise=(0.9, 0.1)), "quantiles"),
        (lambda: composite.Indicators([[1, 2]]).treat(winsorise=()), r"winsorise = \(\): two quantiles"),
        (lambda: composite.Indicators([[1, 2]]).treat(winsorise=(0.5,)), r"winsorise = \(0.5,\): two quantiles"),
        (lambda: composite.Indicators([[1, 2]]).treat(winsorise=(0.1, 0.5, 0.9)), "0.9.: two quantiles"),
        (lambda: composite.Indicators([[1, 2]]).treat(winsorise=0.5), "winsorise = 0.5: two quantiles"),
        (lambda: composite.Indicators([[1, 2]]).treat(winsorise={0.1: 1, 0.9: 2}), "two quantiles"),
        (lambda: composite.Indicators([[1, 2]]).treat(winsorise="05"), "winsorise = '05': two quantiles"),
        (lambda: composite.entropy([[1, 0], [2, 0]]), "0 everywhere"),
        (lambda: composite.critic([[1, 0]]), "two or more"),
        (lambda: composite.pca([[1, 0], [2, 1]], components=-1), "one at least"),
        (lambda: composite.pca([[1, 0], [2, 1]], components=3), "there are 2"),
        (lambda: composite.pca([[1, 0], [2, 1]], components=2**64), "components = "),
        (lambda: composite.equal(0), "indicators = 0: from 1"),
        (lambda: composite.equal(-1), "indicators = -1: from 1"),
        (lambda: composite.equal(2**62), "indicators = .*: from 1"),
        (lambda: composite.topsis([[1, 0], [1, 0]], [1, 1]), "alike|all values are 0"),
        (lambda: composite.topsis([[1, 1], [2, 3]], [1, -1]), "0 or more"),
        (lambda: composite.topsis([[1, 1], [2, 3]], {"x0": 1}), "one for each"),
        (lambda: composite.vikor([[1, 1], [2, 3]], [1, 1], strategy=2), "0 to 1"),
        (lambda: composite.promethee([[1], [2]], [1], preferences="linear"), "above q"),
        (lambda: composite.promethee([[1], [2]], [1], preferences="wave"), "usual"),
        (lambda: composite.ahp({("a", "b"): -1}), "above 0"),
        (lambda: composite.ahp({("a", "b"): 1, ("c", "d"): 1}), "nothing links"),
        (lambda: composite.ahp([[1, 2], [2, 1]]), "reciprocal"),
        (lambda: composite.ahp({("a", "b"): 1}, table="saaty"), "saaty_2005"),
        (lambda: composite.aggregate_judgements([]), "one judge"),
        (lambda: composite.hierarchy(composite.Criterion("i", ["a", "a"])), "two of its parts"),
        (lambda: composite.kendall_tau_b([1, 2], [1]), "equally long"),
    ],
)
def test_what_cannot_be_is_refused_with_its_cause(call: Any, said: str) -> None:
    with pytest.raises(jifen.ArgumentError, match=said):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: composite.Indicators("text"),
        lambda: composite.Indicators([["a"]]),
        lambda: composite.Indicators([[object()]]),
        lambda: composite.Indicators(7),
        lambda: composite.Indicators([1, 2]),
        lambda: composite.Indicators([[1]], names=[1]),
        lambda: composite.hierarchy("index"),  # type: ignore[arg-type]
        lambda: composite.ahp({"ab": 2}),
        lambda: composite.topsis([[1], [2]], ["much"]),
    ],
)
def test_what_is_no_table_is_a_type_error(call: Any) -> None:
    with pytest.raises(TypeError):
        call()


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: composite.pca([[1, 0], [2, 1]], components="1"), "components = '1': it is a int, not str"),  # type: ignore[arg-type]
        (lambda: composite.pca([[1, 0], [2, 1]], components=1.0), "components = 1.0: it is a int, not float"),  # type: ignore[arg-type]
        (lambda: composite.Indicators([[1]]).treat(winsorise=("low", 1)), "winsorise[0] = 'low'"),  # type: ignore[arg-type]
        (lambda: composite.Indicators([[1]], targets=object()), "targets = <object"),  # type: ignore[arg-type]
        (lambda: composite.Indicators([[1]], directions=1), "directions = 1: one for all, by name"),  # type: ignore[arg-type]
        (lambda: composite.Indicators([[1]]).normalise(1), "by = 1: one for all, by name"),  # type: ignore[arg-type]
        (lambda: composite.promethee([[1], [2]], [1], preferences=1), "preferences = 1: one for"),  # type: ignore[arg-type]
        (lambda: composite.weighted_sum([[1]], 1), "weights = 1: they are numbers, not one int"),
        (lambda: composite.given(1), "weights = 1: they are numbers"),  # type: ignore[arg-type]
        *[
            (lambda method=method: method([[1], [2]], [1], tie_within="a bit"), "tie_within = 'a bit': it is a number")
            for method in (
                composite.weighted_sum,
                composite.geometric_mean,
                composite.topsis,
                composite.vikor,
                composite.promethee,
            )
        ],
    ],
)
def test_a_wrong_type_is_named(call: Any, named: str) -> None:
    with pytest.raises(TypeError) as refused:
        call()
    assert named in str(refused.value)


def deep(levels: int) -> composite.Criterion:
    criterion = composite.Criterion(f"level {levels}")
    for level in reversed(range(levels)):
        criterion = composite.Criterion(f"level {level}", [criterion])
    return criterion


def test_a_hierarchy_is_refused_alike_however_deep_it_is() -> None:
    assert composite.hierarchy(deep(100)).leaves == {"level 100": 1}
    around: list[composite.Criterion] = []
    around += [composite.Criterion("around", around)] * 2
    for root, name in [*((deep(levels), "level 101") for levels in (101, 150, 250, 5000)), (around[0], "around")]:
        with pytest.raises(jifen.ArgumentError) as refused:
            composite.hierarchy(root)
        assert str(refused.value) == f'hierarchy = "{name}": it is deeper than 100'
        assert (refused.value.argument, refused.value.value) == ("hierarchy", name)


def test_the_package_offers_it_without_loading_it() -> None:
    assert jifen.composite is composite
    with pytest.raises(AttributeError, match="no attribute 'compost'"):
        _ = jifen.compost  # type: ignore[attr-defined]
