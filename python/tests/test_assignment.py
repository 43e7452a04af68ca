"""Assignment of exemplars and of people to be served, in Python and on the command line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import jifen
from jifen import cli

DAY = "2023-12-31"


def test_everybody_is_assigned_anew_within_the_limits(synthetic: jifen.District) -> None:
    found = jifen.assign(synthetic, DAY, keep_links=False)
    counts = found.counts
    assert (counts["led_already"], counts["served_already"]) == (0, 0)
    assert found.serving["assigned"] + found.serving["unassigned"] == counts["people"]
    links = found.links
    led = Counter(row["source"] for row in links if row["kind"] == "leads")
    assert not led or max(led.values()) <= 10
    member_of = {row["target"]: row["source"] for row in links if row["kind"] == "leads"}
    served = Counter(row["source"] for row in links if row["kind"] == "serves")
    reach: Counter[str] = Counter()
    for server, count in served.items():
        reach[member_of.get(server, server)] += count
        assert count <= (10 if server in member_of else 100)
    assert max(reach.values()) <= 100
    assert found.serving["total_distance"] == sum(row["distance"] for row in links if row["kind"] == "serves")
    assert len(links) == found.leading["assigned"] + found.serving["assigned"]
    assert len(found.unassigned) == found.leading["unassigned"] + found.serving["unassigned"]


def test_kept_links_stay_and_new_ones_join_them(synthetic: jifen.District) -> None:
    found = jifen.assign(synthetic, DAY)
    assert found.counts["led_already"] > 0 and found.counts["served_already"] > 0
    now = {(row["source"], row["target"], row["kind"]) for row in synthetic.link_graph.on(DAY).links}
    new = {(row["source"], row["target"], row["kind"]) for row in found.links}
    assert not now & new
    rows = [*synthetic.links.to_dicts(), *({**row, "until": None} for row in found.links.to_dicts())]
    for row in rows:
        row.pop("distance", None)
    others = {name: getattr(synthetic, name) for name in ("units", "households", "people", "roles")}
    joined = jifen.District(**others, links=rows)
    again = jifen.assign(joined, DAY)
    assert (again.leading["assigned"], again.serving["assigned"]) == (0, 0)
    assert repr(again).startswith("<Assignment on 2023-12-31: 0 exemplars and 0 people assigned, ")


def test_wrong_arguments_are_named(synthetic: jifen.District) -> None:
    with pytest.raises(jifen.ArgumentError, match="gender"):
        jifen.assign(synthetic, DAY, gender="women")
    with pytest.raises(jifen.ArgumentError, match="reach"):
        jifen.assign(synthetic, DAY, reach=-1)
    with pytest.raises(TypeError, match="a list of words"):
        jifen.assign(synthetic, DAY, members="committee_member")
    with pytest.raises(jifen.ArgumentError, match="on"):
        jifen.assign(synthetic, "2023-02-30")


def test_the_command_assigns(
    synthetic_folder: Path, synthetic: jifen.District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert cli.main(["assign", str(synthetic_folder), "--on", DAY, "--anew", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    found = jifen.assign(synthetic, DAY, keep_links=False)
    assert f"assignment on {DAY}: {found.counts['members']:,} members\n" in said
    assert f"{found.serving['assigned']:,} assigned" in said
    assert (out / "assigned_links.csv").read_text(encoding="utf-8") == found.links.to_csv()
    assert (out / "balance.csv").read_text(encoding="utf-8") == found.balance.to_csv()
