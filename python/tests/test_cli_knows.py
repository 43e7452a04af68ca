"""Spot checks on the command line: `jifen knows --draw` and `--how-many`."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

import jifen
from jifen import cli

DRAW = ["--draw", "40", "--seed", "2023 年第一次", "--by", "township", "--at-least", "2", "--on", "2023-12-31"]
Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def rules_file() -> str:
    return str(jifen.rulebook_path("pinggu-1-10-100"))


@pytest.fixture
def drawn(synthetic: jifen.District) -> jifen.SpotCheck:
    return jifen.draw_households(synthetic, "2023-12-31", 40, "2023 年第一次", by="township", at_least=2)


def filled_in(form: Path, wrong: int = 0) -> None:
    """Of every second household all is known, of the others nobody; help was not asked for."""
    with open(form, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    for number, row in enumerate(rows):
        if row[1] != "help":
            row[2:] = ["2", "0" if number // 5 % 2 else "2"]
    rows += [[f"H-{number}", "people", "1", "1"] for number in range(wrong)]
    with open(form, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def test_a_draw_prints_its_strata_and_writes_the_sample_and_a_blank_form(
    synthetic_folder: Path, drawn: jifen.SpotCheck, tmp_path: Path, capsys: Said
) -> None:
    out = tmp_path / "out"
    command = ["knows", str(synthetic_folder), *DRAW]
    assert cli.main([*command, "--out", str(out)]) == 0
    said = capsys.readouterr().out
    households = sum(drawn.strata["households"])
    assert said.startswith(f"spot check on 2023-12-31: 40 of {households:,} households in {len(drawn.strata)} strata")
    for row in drawn.strata:
        line = next(line.split() for line in said.splitlines() if line.split()[0] == row["stratum"])
        assert line[1:3] == [str(row["drawn"]), f"{row['households']:,}"]
    assert {path.name for path in out.iterdir()} == {"spot_check.csv", "door_answers.csv"}
    assert (out / "spot_check.csv").read_text(encoding="utf-8") == drawn.sample.to_csv()
    assert (out / "door_answers.csv").read_text(encoding="utf-8") == drawn.form.to_csv()
    assert cli.main([*command, "--out", str(out)]) == 0, "the blank form may be written again"
    capsys.readouterr()
    assert cli.main(command) == 0
    said = capsys.readouterr().out
    assert all(household in said for household in drawn.sample["household"])


def test_a_form_that_was_filled_in_is_never_replaced(synthetic_folder: Path, tmp_path: Path, capsys: Said) -> None:
    command = ["knows", str(synthetic_folder), *DRAW, "--out", str(tmp_path)]
    assert cli.main(command) == 0
    filled_in(tmp_path / "door_answers.csv")
    (tmp_path / "spot_check.csv").unlink()
    before = (tmp_path / "door_answers.csv").read_bytes()
    assert cli.main(command) == 1
    assert "may be filled in" in capsys.readouterr().err
    assert (tmp_path / "door_answers.csv").read_bytes() == before
    assert not (tmp_path / "spot_check.csv").exists()


def test_answers_are_assessed(
    synthetic_folder: Path, synthetic: jifen.District, drawn: jifen.SpotCheck, rules_file: str, tmp_path: Path,
    capsys: Said,
) -> None:  # fmt: skip
    form = tmp_path / "door_answers.csv"
    drawn.form.to_csv(form)
    filled_in(form)
    command = ["knows", str(synthetic_folder), *DRAW, "--rules", rules_file, "--answers", str(form)]
    assert cli.main([*command, "--confidence", "0.9", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    evaluation = jifen.evaluate(synthetic, jifen.read_rulebook(rules_file), "2023")
    found = drawn.assess(form, evaluation, 0.9)
    assert "; 40 of 40 households asked, 90 % sure\n" in said
    people = found.stages[0]
    assert people["asked"] == 80 and people["known"] == 40
    (line,) = (line for line in said.splitlines() if line.startswith("  知人 people"))
    for name in ("wilson", "exact"):
        assert f"{100 * people[f'{name}_low']:.1f} to {100 * people[f'{name}_high']:.1f} %" in line
    assert next(line for line in said.splitlines() if "知帮" in line).split()[-1] == "-"
    verdicts = ", ".join(f"{verdict} {count:,}" for verdict, count in found.counts.items())
    assert f"records and door: {verdicts}\n" in said and "not filled in: 40 rows\n" in said
    assert found.claims_more
    for leader, count in list(found.claims_more.items())[:10]:
        assert f"  {leader} {synthetic.person_name(leader)}" in said, count
    assert (len(found.claims_more) > 10) == (f"and {len(found.claims_more) - 10} more" in said)
    assert (tmp_path / "stage_rates.csv").read_text(encoding="utf-8") == found.stages.to_csv()
    assert (tmp_path / "findings.csv").read_text(encoding="utf-8") == found.findings.to_csv()
    assert not (tmp_path / "spot_check.csv").exists()

    filled_in(form, wrong=2)
    assert cli.main([*command, "--window", "2023"]) == 1
    said_of_both = capsys.readouterr()
    assert said_of_both.err.count("[unknown_household]") == 2 and "door_answers.csv:202:household" in said_of_both.err
    assert verdicts in said_of_both.out, "those that count are assessed all the same"
    form.write_text("household,stage,asked\n", encoding="utf-8")
    assert cli.main(command) == 1
    assert "known" in capsys.readouterr().err


def test_records_are_judged_on_the_day_unless_told_otherwise(
    synthetic_folder: Path, synthetic: jifen.District, rules_file: str, tmp_path: Path, capsys: Said
) -> None:
    drawn = jifen.draw_households(synthetic, "2023-06-30", 40, "s")
    drawn.form.to_csv(tmp_path / "form.csv")
    filled_in(tmp_path / "form.csv")
    rules = jifen.read_rulebook(rules_file)
    expected = drawn.assess(tmp_path / "form.csv", jifen.evaluate(synthetic, rules, "2023-01-01..2023-07-01"))
    common = [
        "knows",
        str(synthetic_folder),
        "--draw",
        "40",
        "--seed",
        "s",
        "--on",
        "2023-06-30",
        "--rules",
        rules_file,
    ]
    assert cli.main([*common, "--answers", str(tmp_path / "form.csv")]) == 0
    assert ", ".join(f"{verdict} {count:,}" for verdict, count in expected.counts.items()) in capsys.readouterr().out


def test_how_many_needs_no_district(capsys: Said) -> None:
    assert cli.main(["knows", "--how-many", "--width", "0.1"]) == 0
    said = capsys.readouterr().out
    assert "no wider than 0.1, 95 % sure, if the rate found is 0.5" in said
    assert [line.split() for line in said.splitlines()[2:]] == [
        ["wilson", "381"],
        ["clopper_pearson", str(jifen.sample_size(0.1, kind="clopper_pearson"))],
    ]
    more = ["--rate", "0.9", "--confidence", "0.99", "--population", "3170"]
    assert cli.main(["knows", "--how-many", "--width", "0.05", *more]) == 0
    assert f"{jifen.sample_size(0.05, 0.99, 0.9, population=3170):,} of 3,170" in capsys.readouterr().out


def wrong_uses() -> list[tuple[list[Any], str]]:
    """What is wrong whatever the district: it is said before anything is read."""
    draw = ["nowhere", "--draw", "3", "--seed", "s"]
    return [
        (["--how-many"], "--width"),
        (["--how-many", "--width", "2"], "width"),
        (["--how-many", "--width", "0.1", "--confidence", "1"], "confidence"),
        (["--how-many", "--width", "0.1", "--population", "0"], "population"),
        (["--how-many", "--width", "0.1", "--seed", "s"], "--seed: it goes with --draw, not with --how-many"),
        (["nowhere", "--how-many", "--width", "0.1"], "leave out DIR"),
        (["--draw", "3", "--seed", "s"], "DIR: --draw asks a district"),
        (["--household", "H1", "--rules", "r"], "DIR: --household asks a district"),
        (["nowhere", "--household", "H1"], "--rules"),
        (["nowhere", "--household", "H1", "--rules", "r", "--confidence", "0.9"], "--confidence"),
        (["nowhere", "--household", "H1", "--rules", "r", "--at-least", "0"], "--at-least: it goes with --draw"),
        (["nowhere", "--draw", "0"], "--seed: --draw needs it"),
        (["nowhere", "--draw", "-1", "--seed", "s"], "draw = -1"),
        ([*draw, "--at-least", "-1"], "at_least = -1"),
        ([*draw, "--lang", "en"], "--lang: it goes with --household"),
        ([*draw, "--width", "0.1"], "--width: it goes with --how-many"),
        ([*draw, "--window", "2023"], "--window: it goes with --answers"),
        ([*draw, "--confidence", "0.9"], "--confidence: it goes with --answers"),
        ([*draw, "--answers", "a.csv"], "--rules: --answers needs it"),
        ([*draw, "--answers", "a.csv", "--rules", "r", "--confidence", "0"], "confidence"),
        ([*draw, "--answers", "a.csv", "--rules", "r", "--window", "next year"], "window"),
        ([*draw, "--on", "yesterday"], "yesterday"),
    ]


@pytest.mark.parametrize(("words", "said"), wrong_uses())
def test_wrong_use_is_said_before_anything_is_read(words: list[str], said: str, capsys: Said) -> None:
    assert cli.main(["knows", *words]) == 2
    captured = capsys.readouterr()
    assert said in captured.err and captured.err.count("\n") == 1 and captured.out == ""


def test_one_way_to_use_it_is_chosen(capsys: Said) -> None:
    for words in (["nowhere"], ["nowhere", "--household", "H1", "--draw", "1"], ["nowhere", "--draw", "many"]):
        with pytest.raises(SystemExit) as caught:
            cli.main(["knows", *words])
        assert caught.value.code == 2
        capsys.readouterr()


def test_what_the_district_has_not_is_wrong_use(synthetic_folder: Path, capsys: Said) -> None:
    for wrong, said in (
        (["--draw", "3", "--seed", "s", "--by", "parish"], "parish"),
        (["--draw", "3", "--seed", "s", "--by", "grid"], "takes"),
    ):
        assert cli.main(["knows", str(synthetic_folder), *wrong]) == 2
        assert said in capsys.readouterr().err
