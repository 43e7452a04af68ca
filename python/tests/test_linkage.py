"""The linkage graph in Python, held to networkx and igraph."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import igraph
import networkx
import pytest

import jifen

PEOPLE = 30


def random_district(seed: int) -> jifen.District:
    rng = random.Random(seed)
    people = [f"p{number:02}" for number in range(PEOPLE)]
    first = date(2023, 1, 1)
    links = []
    for _ in range(rng.randrange(60)):
        source, target = rng.sample(people, 2)
        start = first + timedelta(rng.randrange(200))
        end = rng.choice([None, start + timedelta(rng.randrange(1, 300))])
        kind = rng.choice(["leads", "serves"])
        links.append({"source": source, "target": target, "kind": kind, "from": start, "until": end})
    return jifen.District(
        units=[{"unit": "D", "parent": None, "level": "district"}],
        people=[{"person": person} for person in people],
        roles=[],
        links=links,
    )


def edges(district: jifen.District, day: date) -> list[tuple[str, str]]:
    """By the table of links, plainly."""
    rows = [row for row in district.links if row["from"] <= day and (row["until"] is None or day < row["until"])]
    return [(row["source"], row["target"]) for row in rows]


@pytest.mark.parametrize("seed", range(40))
def test_boost_graph_on_our_graph_and_networkx_agree(seed: int) -> None:
    district = random_district(seed)
    day = date(2023, 1, 1) + timedelta(seed * 9)
    graph = district.link_graph.on(day)
    theirs = networkx.MultiDiGraph(edges(district, day))
    theirs.add_nodes_from(f"p{number:02}" for number in range(PEOPLE))
    assert len(graph) == theirs.number_of_edges()
    assert sorted(graph.to_networkx(everybody=True).edges()) == sorted(theirs.edges())

    by_component: dict[int, set[str]] = {}
    for row in graph.components:
        by_component.setdefault(row["component"], set()).add(row["person"])
    assert sorted(map(sorted, by_component.values())) == sorted(
        map(sorted, networkx.weakly_connected_components(theirs))
    )
    for person in ("p00", "p17"):
        steps = {row["person"]: row["steps"] for row in graph.steps_from(person)}
        assert steps == dict(networkx.single_source_shortest_path_length(theirs, person))
    undirected = networkx.Graph(theirs)
    pairs = [(row["person"], row["partner"]) for row in graph.pairs]
    assert len({person for pair in pairs for person in pair}) == 2 * len(pairs)
    assert all(undirected.has_edge(*pair) for pair in pairs)
    assert len(pairs) == len(networkx.max_weight_matching(undirected, maxcardinality=True))

    in_igraph = graph.to_igraph(everybody=True)
    names = in_igraph.vs["name"]
    assert sorted((names[edge.source], names[edge.target]) for edge in in_igraph.es) == sorted(theirs.edges())
    assert len(in_igraph.connected_components(mode="weak")) == len(by_component)


def test_links_keep_their_kind_and_days_on_the_way_out(rows: dict[str, Any]) -> None:
    graph = jifen.District(**rows).link_graph
    assert repr(graph) == "<LinkGraph: 2 people, 1 links>"
    assert repr(graph.on("2023-06-01")) == "<LinkGraph on 2023-06-01: 2 people, 1 links>"
    assert len(graph.on("2022-12-31")) == 0 and graph.on("2022-12-31")
    assert graph.links.to_dicts() == [
        {"source": "P1", "target": "P2", "kind": "leads", "from": date(2023, 1, 1), "until": None}
    ]
    said = {"kind": "leads", "from": date(2023, 1, 1), "until": None}
    assert list(graph.to_networkx().edges(data=True)) == [("P1", "P2", said)]
    in_igraph = graph.to_igraph()
    assert (in_igraph.vs["name"], in_igraph.es[0].attributes()) == (["P1", "P2"], said)
    assert igraph.Graph.is_directed(in_igraph)
    empty = graph.only("serves")
    assert (len(empty), empty.to_networkx().number_of_nodes(), empty.to_igraph().vcount()) == (0, 0, 0)
    assert empty.to_igraph(everybody=True).vcount() == empty.to_networkx(everybody=True).number_of_nodes() == 2
    assert graph.to_graphviz() == (
        'digraph linkage {\n  "P1";\n  "P2";\n  "P1" -> "P2" [kind=leads, from="2023-01-01"];\n}\n'
    )


def test_wrong_arguments_are_named(rows: dict[str, Any]) -> None:
    graph = jifen.District(**rows).link_graph
    with pytest.raises(jifen.ArgumentError, match='kind = "likes": it is leads or serves'):
        graph.only("likes")
    with pytest.raises(jifen.ArgumentError, match='person = "nobody"'):
        graph.steps_from("nobody")
    with pytest.raises(jifen.ArgumentError, match="day"):
        graph.on("2023-13-01")
    with pytest.raises(TypeError, match="kind"):
        graph.only(1)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def evaluation(synthetic: jifen.District, shipped: jifen.Rulebook) -> jifen.Evaluation:
    return jifen.evaluate(synthetic, shipped, "2023")


def test_coverage_on_the_last_day_is_that_of_the_evaluation(evaluation: jifen.Evaluation) -> None:
    coverage = evaluation.coverage_on("2023-12-31", contact_months=3)
    sums = coverage.sums()
    assert coverage.day == date(2023, 12, 31)
    assert sums["people"] == evaluation.coverage.people == len(coverage.reach)
    assert sums["links_to_departed"] == evaluation.coverage.links_to_departed
    assert sums["members"] == len(coverage.members)
    assert sums["reached_by_nobody"] == coverage.reach["members"].count(0)
    assert sums["without_contact"] == len(coverage.uncontacted) > 0
    for level in ("township", "village", "grid"):
        by = coverage.by(level)
        assert {name: sum(by[name]) for name in sums} == sums
    root = next(row["unit"] for row in evaluation.district.units if row["parent"] is None)
    assert sums["members"] == coverage.sums(root)["members"]
    assert "without_contact" not in evaluation.coverage_on(date(2023, 12, 31)).sums()
    assert repr(coverage).startswith("<Coverage on 2023-12-31: ")


def test_the_series_of_coverage_goes_month_by_month(evaluation: jifen.Evaluation) -> None:
    series = evaluation.coverage_series(contact_months=3)
    assert [day.month for day in series["day"]] == list(range(1, 13))
    assert series["without_contact"][:2] == [None, None] and None not in series["without_contact"][2:]
    assert series[-1] == {"day": date(2023, 12, 31), **evaluation.coverage_on("2023-12-31", contact_months=3).sums()}
    assert series["served"] == sorted(series["served"]) or series["members"] != sorted(series["members"])
    township = evaluation.coverage_on("2023-12-31").by("township")[0]
    one = evaluation.coverage_series(township["unit"])[-1]
    assert {name: one[name] for name in ("members", "people", "links")} == {
        name: township[name] for name in ("members", "people", "links")
    }


def test_coverage_names_wrong_arguments(evaluation: jifen.Evaluation) -> None:
    for wrong, reason in (
        ({"on": "2024-01-01"}, "day"),
        ({"on": "2023-01-31", "contact_months": 3}, "before the window"),
        ({"on": "2023-06-30", "contact_months": -1}, "from 0 to 9,999"),
        ({"on": "2023-06-30", "contact_months": 1, "contact_items": ["nothing"]}, 'contact_items = "nothing"'),
    ):
        with pytest.raises(jifen.ArgumentError, match=reason):
            evaluation.coverage_on(**wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a list of items"):
        evaluation.coverage_on("2023-06-30", contact_items="visit")
    with pytest.raises(jifen.ArgumentError, match="unit"):
        evaluation.coverage_series("nowhere")
    with pytest.raises(jifen.ArgumentError, match="level"):
        evaluation.coverage_on("2023-06-30").by("nothing")
