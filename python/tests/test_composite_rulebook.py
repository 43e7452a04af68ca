"""`[composite]` of a rulebook: against numpy on random rulebooks, in every table and text, and the checker."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import jifen
from jifen import check_results, robustness
from jifen.cli import main

STAGES = ("people", "matters", "circumstances", "needs", "help")
Values = dict[str, dict[str, float]]


@pytest.fixture(scope="module")
def district() -> jifen.District:
    return jifen.synthetic_district(scale=0.01, seed=4)


def shipped_toml() -> str:
    return jifen.shipped_rulebook("pinggu-1-10-100").toml


def with_composite(body: str, more: str = "") -> jifen.Rulebook:
    return jifen.parse_rulebook(f"{shipped_toml()}\n[composite]\n{body}\n{more}")


def values_of(evaluation: jifen.Evaluation) -> Values:
    """What every indicator is of everybody who has it, from the result tables."""
    values: Values = {}
    for row in evaluation.categories:
        values.setdefault(f"category:{row['category']}", {})[row["person"]] = float(row["credited"])
    for row in evaluation.linkage:
        for name, target in {"exemplars": 10, "contacts": 100, "served": 100}.items():
            values.setdefault(f"linkage:{name}", {})[row["person"]] = min(1.0, row[name] / target)
    for row in evaluation.five_knows:
        if row["household"] is None and row["n1"]:
            for at, stage in enumerate(STAGES, 1):
                rate = row[f"k{at}"] / row[f"n{at}"] if row[f"n{at}"] else 1.0
                values.setdefault(f"five_knows:{stage}", {})[row["leader"]] = rate
    for row in evaluation.duties:
        if row["due"]:
            values.setdefault(f"duty:{row['duty']}", {})[row["person"]] = row["done"] / row["due"]
    for row in evaluation.scores:
        for part in ("items", "linkage", "five_knows", "duties"):
            values.setdefault(part, {})[row["person"]] = float(row[part])
        values.setdefault("deductions", {})[row["person"]] = -float(row["deductions"])
    return values


def scaled(column: np.ndarray[Any, Any], scale: str, cost: bool) -> np.ndarray[Any, Any]:
    known = column[~np.isnan(column)]
    low, high = known.min(), known.max()
    if scale == "rank":
        worse = (known[None, :] < column[:, None]).sum(axis=1) + (
            (known[None, :] == column[:, None]).sum(axis=1) - 1
        ) / 2
        share = worse / (len(known) - 1)
        share[np.isnan(column)] = np.nan
        return 1 - share if cost else share
    if high == low:
        return np.where(np.isnan(column), np.nan, 0.5)
    return (high - column) / (high - low) if cost else (column - low) / (high - low)


@pytest.mark.parametrize("seed", range(25))
def test_numpy_finds_the_same_index(district: jifen.District, seed: int) -> None:
    draw = random.Random(seed)
    plain = jifen.evaluate(district, jifen.shipped_rulebook("pinggu-1-10-100"), "2023")
    values = values_of(plain)
    role = draw.choice(["committee_member", "group_leader"])
    held = {
        "committee_member": {row["person"] for row in plain.linkage},
        "group_leader": {row["leader"] for row in plain.five_knows},
    }
    names = draw.sample(sorted(values), draw.randint(1, 6))
    weights = [draw.choice([0.5, 1, 2.25, 7]) for _ in names]
    costs = [draw.random() < 0.3 for _ in names]
    scale, points = draw.choice(["min_max", "rank"]), draw.choice([1, 12.5, 40])
    missing = draw.choice(["rest_of_weights", "drop", "mean"])
    body = f'roles = ["{role}"]\npoints = {points}\nscale = "{scale}"\nmissing = "{missing}"\n'
    for name, weight, cost in zip(names, weights, costs, strict=True):
        body += f'[[composite.indicator]]\nof = "{name}"\nweight = {weight}\n'
        body += 'direction = "cost"\n' if cost else ""
    try:
        evaluation = jifen.evaluate(district, with_composite(body), "2023")
    except jifen.Error as error:
        if "has no value" not in str(error):
            raise
        return
    index = {row["person"]: row for row in evaluation.composite if row["indicator"] is None}
    assert set(index) == held[role]
    people = list(index)
    table = np.array([[values[name].get(person, np.nan) for name in names] for person in people])
    there = ~np.isnan(table).any(axis=1) if missing == "drop" else np.ones(len(people), bool)
    used = table[there]
    if missing == "mean":
        used = np.where(np.isnan(used), np.nanmean(used, axis=0), used)
    normal = np.column_stack([scaled(used[:, j], scale, costs[j]) for j in range(len(names))])
    weight_of = np.where(np.isnan(normal), 0, np.array(weights))
    weight_of = weight_of / weight_of.sum(axis=1, keepdims=True)
    expected = np.nansum(weight_of * normal, axis=1)
    found = [row["normalised"] for row, is_there in zip(index.values(), there, strict=True) if is_there]
    assert np.abs(np.array(found, float) - expected).max() < 1e-6
    assert all(
        row["normalised"] is None and row["contribution"] == 0
        for row, is_there in zip(index.values(), there, strict=True)
        if not is_there
    )
    contributions = np.nan_to_num(points * weight_of * normal)
    for row, of_hers in zip(
        (r for r, is_there in zip(index.values(), there, strict=True) if is_there), contributions, strict=True
    ):
        rounded = sum(Decimal(float(one)).quantize(Decimal("0.001"), ROUND_HALF_EVEN) for one in of_hers)
        assert abs(row["contribution"] - rounded) <= (Decimal("0.001") * len(names) if row["near_edge"] else 0)
    before = {row["person"]: row for row in plain.scores}
    for row in evaluation.scores:
        hers = before[row["person"]]
        total = sum(hers[part] for part in ("base", "items", "linkage", "five_knows", "duties")) + row["composite"]
        assert row["total"] == max(Decimal(0), min(Decimal(125), total))
        assert row["composite"] == (index[row["person"]]["contribution"] if row["person"] in index else 0)


TWO = """roles = ["group_leader"]
points = 20
missing = "rest_of_weights"
[[composite.indicator]]
of = "category:service"
weight = 2
[[composite.indicator]]
of = "five_knows:matters"
weight = 1
"""
BEST = """[[selection]]
code = "by-index"
roles = ["group_leader"]
rank_by = ["composite"]
share = "20%"
"""


@pytest.mark.parametrize("extra", ["", "in_total = false\n", 'aggregate = "geometric_mean"\n'])
def test_the_checker_adds_it_up_and_finds_changes(district: jifen.District, tmp_path: Path, extra: str) -> None:
    evaluation = jifen.evaluate(district, with_composite(TWO.replace("points", extra + "points"), BEST), "2023")
    evaluation.write(tmp_path)
    assert check_results.check(tmp_path) == []
    assert jifen.verify(tmp_path, district)
    assert ("composite" in evaluation.scores.columns) == ("in_total" not in extra)
    lines = (tmp_path / "composite.csv").read_text("utf-8").splitlines(keepends=True)
    for at in (1, 2) if "geometric" not in extra else (1,):
        cells = lines[at].split(",")
        cells[5] = str(Decimal(cells[5] or 0) + Decimal("0.01"))
        changed = [*lines[:at], ",".join(cells), *lines[at + 1 :]]
        (tmp_path / "composite.csv").write_text("".join(changed), "utf-8")
        assert any(said.startswith(f"composite.csv:{at + 1}: ") for said in check_results.check(tmp_path))


def test_the_checker_refuses_numbers_that_would_take_it_long(district: jifen.District, tmp_path: Path) -> None:
    jifen.evaluate(district, with_composite(TWO), "2023").write(tmp_path)
    text = (tmp_path / "composite.csv").read_text("utf-8")
    (tmp_path / "composite.csv").write_text(text.replace("0.666667", "1e30000000", 1), "utf-8")
    assert "composite.csv:3: weight and normalised are numbers of 6 decimals" in check_results.check(tmp_path)


def test_a_selection_ranks_by_an_index_that_is_no_part_of_the_total(district: jifen.District) -> None:
    evaluation = jifen.evaluate(district, with_composite("in_total = false\n" + TWO, BEST), "2023")
    points = {row["person"]: row["contribution"] for row in evaluation.composite if row["indicator"] is None}
    rows = evaluation.select("by-index")
    assert [row["points"] for row in rows] == [points[row["person"]] for row in rows]
    placed = [row["points"] for row in rows if row["place"] is not None]
    assert placed == sorted(placed, reverse=True)
    parts, _ = robustness.parts_of(evaluation, "by-index")
    assert parts.names == ["composite"]
    without = robustness.leave_one_item_out(evaluation, "by-index", items=["home_visit"])
    assert without[0].points > 0


def test_it_is_explained(district: jifen.District) -> None:
    evaluation = jifen.evaluate(district, with_composite(TWO, BEST), "2023")
    person = evaluation.select("by-index")["person"][0]
    said = str(evaluation.explain(person))
    assert "五、综合指数" in said and "服务群众" in said and "知事率" in said and "七、评优评先" in said
    assert "5. Composite index" in str(evaluation.explain(person, "en"))
    assert "matters known" in str(evaluation.explain(person, "en"))
    with pytest.raises(jifen.ArgumentError, match="would move the index of everybody"):
        evaluation.headroom(person, "2023-06-01")


def test_the_command_line_takes_it(
    district: jifen.District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district.write(tmp_path / "d")
    rules = tmp_path / "rules.toml"
    rules.write_text(with_composite(TWO, BEST).toml, "utf-8")
    assert (
        main(["score", str(tmp_path / "d"), "--rules", str(rules), "--window", "2023", "--out", str(tmp_path / "o")])
        == 0
    )
    assert "composite" in (tmp_path / "o" / "scores.csv").read_text("utf-8").splitlines()[0].split(",")
    refusing = with_composite(
        TWO.replace('missing = "rest_of_weights"\n', "").replace("group_leader", "committee_member")
    )
    rules.write_text(refusing.toml, "utf-8")
    capsys.readouterr()
    assert (
        main(["score", str(tmp_path / "d"), "--rules", str(rules), "--window", "2023", "--out", str(tmp_path / "p")])
        == 1
    )
    said = capsys.readouterr().err
    assert "five_knows:matters" in said and "Traceback" not in said
