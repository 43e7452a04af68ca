"""What `check` and `score` tell people: warnings, the words of the network, the summary."""

from __future__ import annotations

from pathlib import Path

import pytest

import jifen
from jifen import cli

WARNING = "C1,2023-05-01,P1,,1,\n"


@pytest.fixture
def score(folder: Path, tmp_path: Path) -> list[str]:
    rules = str(folder.with_name("rules.toml"))
    return ["score", str(folder), "--rules", rules, "--window", "2023", "--out", str(tmp_path / "out")]


def warn(folder: Path, *, keep_error: bool) -> None:
    """A cancellation of nothing: taken, but odd. The row that is rejected stays or goes."""
    ledger = folder / "ledger.csv"
    header, *lines = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    if not keep_error:
        lines = lines[:-1]
    rows = [header.rstrip("\n") + ",cancels\n", *(line.rstrip("\n") + ",\n" for line in lines)]
    ledger.write_text("".join([*rows, WARNING.rstrip("\n") + ",E77\n"]), encoding="utf-8")


def test_check_lists_warnings_after_errors_and_counts_both(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    warn(folder, keep_error=True)
    assert cli.main(["check", str(folder)]) == 1
    first, second, last = capfd.readouterr().err.splitlines()
    assert first.startswith("ledger.csv:6:date: error:")
    assert second.startswith("ledger.csv:7:cancels: warning:")
    assert last == "jifen: 1 error, 1 warning"


def test_warnings_fail_no_check(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    warn(folder, keep_error=False)
    assert cli.main(["check", str(folder)]) == 0
    said = capfd.readouterr()
    assert said.err.startswith("ledger.csv:6:cancels: warning:") and said.err.count("\n") == 1
    assert said.out.endswith("no errors, 1 warning\n")


@pytest.mark.parametrize("strict", [[], ["--strict"]])
def test_score_counts_warnings_and_strict_does_not_refuse_them(
    strict: list[str], folder: Path, score: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    warn(folder, keep_error=False)
    assert cli.main([*score, *strict]) == 0
    assert capfd.readouterr().err == f"jifen: 1 warning; see {tmp_path / 'out' / 'diagnostics.csv'}\n"
    assert "cancels_nothing" in (tmp_path / "out" / "diagnostics.csv").read_text(encoding="utf-8")


def test_a_refused_score_counts_warnings_too(
    folder: Path, score: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    warn(folder, keep_error=True)
    assert cli.main([*score, "--strict"]) == 1
    said = capfd.readouterr().err
    assert "jifen: 1 error and --strict: nothing was scored\njifen: 1 warning\n" in said
    written = (tmp_path / "out" / "diagnostics.csv").read_text(encoding="utf-8")
    assert "bad_date" in written and "cancels_nothing" in written


def test_a_district_counts_its_warnings(folder: Path) -> None:
    warn(folder, keep_error=True)
    district = jifen.read_district(folder)
    assert (district.error_count, district.warning_count) == (1, 1)


@pytest.fixture
def other_words(folder: Path) -> Path:
    """The tiny district as another programme would name its roles; the appointment names no source."""
    warn(folder, keep_error=False)
    (folder / "roles.csv").write_text("person,role,unit\nP1,head,G\nP1,resident hired,G\n", encoding="utf-8")
    return folder


def test_check_looks_for_the_words_it_is_given(other_words: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(other_words)]) == 1
    assert "[no_leader]" in capfd.readouterr().err
    assert cli.main(["check", str(other_words), "--leader", "head"]) == 1
    said = capfd.readouterr()
    assert "[unknown_source]" in said.err and "[no_leader]" not in said.err
    words = ["--leader", "head", "--sources", "agent, resident hired"]
    assert cli.main(["check", str(other_words), *words]) == 0
    assert "leaders: 1 (resident hired 1)" in capfd.readouterr().out


def test_strict_looks_for_them_as_well(other_words: Path, score: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*score, "--strict"]) == 1
    assert cli.main([*score, "--strict", "--leader", "head", "--sources", "resident hired"]) == 0


@pytest.mark.parametrize("sources", ["", "a,,b", "a,"])
def test_an_empty_source_is_wrong_use(sources: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["check", str(folder), "--sources", sources])
    assert ended.value.code == 2
    assert "empty word" in capfd.readouterr().err


def lines_of(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_score_shows_the_parts_that_the_rulebook_has(score: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(score) == 0
    text = capfd.readouterr().out
    lines = lines_of(text)
    assert "members (group_leader): 1; people registered on the last day: 2" in text
    assert ["members", "who", "lead", "2", "exemplar", "people", "0", "0.0", "%"] in lines
    assert ["people", "reached", "by", "nobody", "2", "100.0", "%", "█" * 40] in lines
    assert "in contact with" not in text, "the rulebook has no target for contacts"
    assert ["知人", "people", "1", "2", "50.0", "%", "█" * 20] in lines
    assert ["知帮", "help", "0", "0", "-"] in lines
    assert ["monthly", "1", "12", "8.3", "%", "█" * 3] in lines


def test_score_shows_no_part_that_the_rulebook_lacks(
    folder: Path, score: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    rules = folder.with_name("rules.toml")
    rules.write_text(
        'jifen = 1\ncode = "bare"\napplies_to = ["group_leader"]\n[[item]]\ncode = "visit"\npoints = 1\n',
        encoding="utf-8",
    )
    assert cli.main(score) == 0
    text = capfd.readouterr().out
    assert "scored: 1 people under bare" in text
    for part in ("linkage:", "five knows:", "duties:"):
        assert part not in text
    bare = jifen.read_rulebook(rules)
    assert (bare.linkage, bare.five_knows_role) == (None, None)


def test_a_rulebook_says_its_linkage_and_who_is_asked(shipped: jifen.Rulebook, rules: jifen.Rulebook) -> None:
    assert shipped.linkage is not None and rules.linkage is not None
    assert shipped.linkage.targets == {"exemplars": 10, "contacts": 100, "served": 100}
    assert (shipped.linkage.roles, shipped.linkage.gender) == (["committee_member"], "female")
    assert (rules.linkage.targets, rules.linkage.roles) == ({"exemplars": 2}, ["group_leader"])
    assert rules.linkage.gender == ""
    assert shipped.five_knows_role == rules.five_knows_role == "group_leader"
