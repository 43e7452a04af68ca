"""The commands about the network: `jifen coverage` and `jifen knows`."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

import jifen
from jifen import cli


@pytest.fixture(scope="module")
def rules_file() -> Path:
    return jifen.rulebook_path("pinggu-1-10-100")


def test_coverage_shows_a_day_its_units_and_the_year(
    synthetic_folder: Path, rules_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    common: list[Any] = ["coverage", synthetic_folder, "--rules", rules_file, "--window", "2023"]
    more = ["--months", 3, "--by", "township", "--series", "--out", tmp_path / "out"]
    assert cli.main(list(map(str, [*common, *more]))) == 0
    said = capsys.readouterr().out
    district = jifen.read_district(synthetic_folder)
    coverage = jifen.evaluate(district, jifen.read_rulebook(rules_file), "2023").coverage_on(
        "2023-12-31", contact_months=3
    )
    sums = coverage.sums()
    assert said.startswith(f"coverage on 2023-12-31: {sums['members']:,} members, {sums['people']:,} women, ")
    assert "households without a contact" in said
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert written["coverage_members.csv"] == coverage.members.to_csv()
    assert written["coverage_by.csv"] == coverage.by("township").to_csv()
    assert written["coverage_uncontacted.csv"] == coverage.uncontacted.to_csv()
    assert len(list(csv.reader(written["coverage_series.csv"].splitlines()))) == 13
    township = coverage.by("township")[0]["unit"]
    assert cli.main(list(map(str, [*common, "--on", "2023-06-30", "--unit", township]))) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"coverage of {township} on 2023-06-30: ") and "without a contact" not in said


def test_coverage_names_what_is_wrong(
    synthetic_folder: Path, rules_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    common = ["coverage", str(synthetic_folder), "--rules", str(rules_file), "--window", "2023"]
    for wrong, reason in (
        (["--on", "2024-06-30"], "outside of the window"),
        (["--on", "yesterday"], "yesterday"),
        (["--by", "parish"], "parish"),
        (["--unit", "nowhere"], "nowhere"),
        (["--on", "2023-02-01", "--months", "6"], "before the window"),
        (["--months", "1", "--items", "nothing"], "nothing"),
    ):
        assert cli.main([*common, *wrong]) == 2
        assert reason in capsys.readouterr().err


def test_knows_asks_whoever_leads_there(
    synthetic_folder: Path, rules_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district = jifen.read_district(synthetic_folder)
    rules = jifen.read_rulebook(rules_file)
    evaluation = jifen.evaluate(district, rules, "2023")
    row = next(row for row in evaluation.five_knows if row["household"] and row["n5"])
    common = ["knows", str(synthetic_folder), "--rules", str(rules_file), "--household", row["household"]]
    assert cli.main([*common, "--on", str(row["day"]), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    asked = jifen.ask_household(district, rules, row["household"], row["day"])
    assert row["leader"] in asked
    known = asked[row["leader"]]
    assert f"{row['leader']} {district.person_name(row['leader'])}\n{known.to_text('en')}" in said
    people = [person for person in known.leads_to if person.is_registered]
    assert (len(people), sum(person.is_known for person in people)) == (row["n1"], row["k1"])
    alone = jifen.ask_household(district, rules, row["household"], row["day"], leader=row["leader"])
    assert list(alone) == [row["leader"]]
    assert cli.main([*common, "--lang", "zh"]) == 0
    assert "家中的人" in capsys.readouterr().out
    assert cli.main([*common, "--on", "1950-01-01"]) == 1
    assert "nobody leads where" in capsys.readouterr().err
    assert cli.main([*common, "--leader", "nobody"]) == 2
    assert 'person = "nobody"' in capsys.readouterr().err


def test_the_chain_can_be_followed(rows: dict[str, Any], rules: jifen.Rulebook) -> None:
    district = jifen.District(**rows)
    household = jifen.ask_household(district, rules, "H1", "2023-12-31", leader="P1")["P1"]
    assert (household.text, household.asks, household.is_known) == ("H1", "people", True)
    assert [person.text for person in household.leads_to] == ["P1", "P2"]
    with pytest.raises(jifen.ArgumentError, match="household"):
        jifen.ask_household(district, rules, "H9", "2023-12-31")
    with pytest.raises(jifen.ArgumentError, match="zh or en"):
        household.to_text("fr")
    without = jifen.parse_rulebook('jifen = 1\ncode = "a"\napplies_to = ["b"]\n[[item]]\ncode = "c"\npoints = 1\n')
    with pytest.raises(jifen.ArgumentError, match="five_knows"):
        jifen.ask_household(district, without, "H1", "2023-12-31")
