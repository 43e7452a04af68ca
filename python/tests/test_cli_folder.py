"""The command line and the folders it writes: all of one run, or as they were."""

from __future__ import annotations

import csv
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import jifen
from jifen import cli

RESULTS = ("scores", "categories", "statement", "linkage", "five_knows", "duties")
RESULTS += ("composite", "selection", "diagnostics")
BAD_RULES = 'jifen = 1\ncode = "x"\napplies_to = []\nnonsense = 1\n'


@pytest.fixture
def arguments(folder: Path, tmp_path: Path) -> list[str]:
    """`score` of the tiny district into `out`."""
    rules = str(folder.with_name("rules.toml"))
    return ["score", str(folder), "--rules", rules, "--window", "2023", "--out", str(tmp_path / "out")]


@pytest.fixture
def out(arguments: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """The tables of an earlier run, and a file of the user's own."""
    assert cli.main(arguments) == 0
    (tmp_path / "out" / "mine.csv").write_text("kept", encoding="utf-8")
    capfd.readouterr()
    return tmp_path / "out"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() if path.is_file() else b"a folder" for path in folder.iterdir()}


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def spoil_tables(folder: Path) -> None:
    (folder / "people.csv").write_text("name\nLi\n", encoding="utf-8")


def overflow(folder: Path) -> None:
    """Makes the points of the visits too large."""
    rules = folder.with_name("rules.toml")
    text = rules.read_text(encoding="utf-8").replace("points = 1.25", "points_per_unit = 9000000000000")
    rules.write_text(text.replace('caps = [ { per = "month", points = 2 } ]', ""), encoding="utf-8")
    ledger = folder / "ledger.csv"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace('"1.5"', "1000000000"), encoding="utf-8")


@pytest.mark.parametrize("why", ["tables", "rulebook", "strict", "overflow"])
def test_a_refused_run_leaves_the_older_tables_and_says_so(
    why: str, arguments: list[str], folder: Path, out: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    if why == "tables":
        spoil_tables(folder)
    elif why == "rulebook":
        folder.with_name("rules.toml").write_text(BAD_RULES, encoding="utf-8")
    elif why == "strict":
        arguments.append("--strict")
    else:
        overflow(folder)
    before = contents(out)
    assert cli.main(arguments) == 1
    after = contents(out)
    assert after.pop("diagnostics.csv") != before.pop("diagnostics.csv") or why == "strict"
    assert after == before, "nothing but diagnostics.csv is touched"
    said = capfd.readouterr()
    assert said.out == ""
    assert "nothing was scored" in said.err
    older = "scores.csv, categories.csv, statement.csv, linkage.csv, five_knows.csv, duties.csv, composite.csv, "
    older += "selection.csv, provenance.json"
    assert f"left as they were, of an earlier run: {older}\n" in said.err
    listed = [line for line in said.err.splitlines() if ": error:" in line or line.startswith("error:")]
    written = [row for row in rows_of(out / "diagnostics.csv") if row["severity"] == "error"]
    assert listed and len(written) == len(listed) + (why in {"rulebook", "overflow"}), "all that was found is written"


def test_a_refused_run_into_a_new_folder_speaks_of_no_older_tables(
    arguments: list[str], folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    spoil_tables(folder)
    assert cli.main(arguments) == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["diagnostics.csv"]
    said = capfd.readouterr().err
    assert "diagnostics.csv" in said and "earlier run" not in said


def test_an_overflow_is_a_row_of_the_diagnostics(
    arguments: list[str], folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    overflow(folder)
    assert cli.main(arguments) == 1
    first, second = rows_of(tmp_path / "out" / "diagnostics.csv")
    assert (first["file"], first["line"], first["severity"], first["code"]) == ("", "", "error", "overflow")
    assert "overflow 64 bits" in first["message"]
    assert (second["file"], second["code"]) == ("ledger.csv", "bad_date"), "the rows' problems are still there"
    assert f"error: {first['message']} [overflow]" in capfd.readouterr().err


def test_an_overflow_of_ranking_points_alone_is_one_too(
    arguments: list[str], folder: Path, out: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """They are summed when the selection table is made: some tables of the run are written by then."""
    overflow(folder)
    rules = folder.with_name("rules.toml")
    text = rules.read_text(encoding="utf-8").replace("points_per_unit = 9000000000000", "points_per_unit = 3000000")
    text = text.replace('caps = [ { per = "year", points = 100 } ]', "")
    rules.write_text(text + 'rank_by = ["items", "category:service", "total"]\n', encoding="utf-8")
    before = contents(out)
    assert cli.main(arguments) == 1
    assert "ranking points" in capfd.readouterr().err
    after = contents(out)
    assert b"overflow" in after.pop("diagnostics.csv")
    del before["diagnostics.csv"]
    assert after == before


def test_a_refused_rulebook_does_not_hide_refused_tables(
    arguments: list[str], folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    spoil_tables(folder)
    rules = folder.with_name("rules.toml")
    rules.write_text(BAD_RULES, encoding="utf-8")
    assert cli.main(arguments) == 1
    said = capfd.readouterr().err
    for place in ("rules.toml:3:", "rules.toml:4:", "people.csv"):
        assert place in said
    assert "jifen: 3 errors in the rulebook, 1 error in the tables: nothing was scored" in said
    files = [row["file"] for row in rows_of(tmp_path / "out" / "diagnostics.csv")]
    assert files == ["people.csv", "rules.toml", "rules.toml", "rules.toml"]

    explain = ["explain", str(folder), "--rules", str(rules), "--window", "2023", "--person", "P1"]
    assert cli.main(explain) == 1
    said = capfd.readouterr().err
    for place in ("rules.toml:3:", "rules.toml:4:", "people.csv"):
        assert place in said
    assert "3 errors in the rulebook, 1 error in the tables" in said


def test_a_refused_rulebook_does_not_hide_what_strict_refuses(
    arguments: list[str], folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder.with_name("rules.toml").write_text(BAD_RULES, encoding="utf-8")
    (folder / "roles.csv").write_text("person,role,unit\nP1,group_leader,D\n", encoding="utf-8")
    assert cli.main([*arguments, "--strict"]) == 1
    said = capfd.readouterr().err
    for part in ("rules.toml:3:", "ledger.csv:6:date:", "[no_leader]"):
        assert part in said
    codes = {row["code"] for row in rows_of(tmp_path / "out" / "diagnostics.csv")}
    assert {"bad_date", "no_leader"} < codes


def test_what_ends_the_reading_does_not_hide_the_rulebook(
    arguments: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder.with_name("rules.toml").write_text(BAD_RULES, encoding="utf-8")

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(jifen, "read_district", stopped)
    assert cli.main(arguments) == 130
    said = capfd.readouterr().err
    assert "rules.toml:3:" in said and said.endswith("jifen: stopped\n")


def test_a_folder_in_the_way_of_one_table_is_1_and_changes_nothing(
    arguments: list[str], out: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (out / "duties.csv").unlink()
    (out / "duties.csv").mkdir()
    before = contents(out)
    assert cli.main(arguments) == 1
    assert contents(out) == before
    assert str(out / "duties.csv") in capfd.readouterr().err


@contextmanager
def small_disk() -> Iterator[None]:
    """No file grows beyond 3,000 bytes: for as short as can be, what pytest writes to may be such a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_is_1_and_changes_nothing(
    arguments: list[str], folder: Path, out: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    # A hundred visits: the statement is the table that does not fit.
    with (folder / "ledger.csv").open("a", encoding="utf-8") as ledger:
        ledger.writelines(f"V{number},2023-06-01,P1,visit,1,\n" for number in range(100))
    before = contents(out)
    with small_disk():
        status = cli.main(arguments)
    assert status == 1
    assert "check the folder and the space left" in capfd.readouterr().err
    assert contents(out) == before


def test_too_little_memory_is_1(
    arguments: list[str], out: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise MemoryError

    before = contents(out)
    monkeypatch.setattr(jifen, "evaluate", full)
    assert cli.main(arguments) == 1
    assert "memory" in capfd.readouterr().err
    assert contents(out) == before


def generate(folder: Path, *options: str) -> int:
    return cli.main(["generate", str(folder), "--profile", "pinggu", *options])


def test_generate_says_what_it_replaced_and_what_it_left_alone(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    assert generate(home, "--scale", "0.001") == 0
    assert capfd.readouterr().out == f"{home}: a synthetic pinggu district, seed 1, scale 0.001\n"
    (home / "notes.txt").write_text("mine", encoding="utf-8")
    before = contents(home)
    assert generate(home, "--scale", "0.001", "--seed", "2") == 0
    said = capfd.readouterr().out
    assert "replaced what stood there: households.csv, knowledge.csv, ledger.csv, links.csv, people.csv" in said
    assert "left alone: 1 other file there" in said
    after = contents(home)
    assert after.keys() == before.keys() and after["ledger.csv"] != before["ledger.csv"]
    assert after["notes.txt"] == b"mine"


def test_generate_replaces_no_real_district_unasked(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = contents(folder)
    assert generate(folder, "--scale", "0.001") == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert 'folder = "/' in said.err and "units.csv" in said.err and "replace" in said.err
    assert contents(folder) == before
    with pytest.raises(jifen.ArgumentError) as refused:
        jifen.generate(folder, scale=0.001)
    assert (refused.value.argument, refused.value.value) == ("folder", str(folder))
    assert generate(folder, "--scale", "0.001", "--replace") == 0
    assert contents(folder)["units.csv"] != before["units.csv"]


@pytest.mark.parametrize("scale", ["1e300", "nan", "inf", "-inf", "0", "-1", "-0", "100.01", "1e-9"])
def test_a_scale_out_of_range_is_wrong_use_and_the_range_is_said(
    scale: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert generate(tmp_path / "new", f"--scale={scale}") == 2
    said = capfd.readouterr().err
    assert said.count("\n") == 1 and len(said) < 120
    assert "from 0.0003155 (1/3170, one grid) to 100 (a province)" in said
    assert not (tmp_path / "new").exists()


def test_a_scale_beyond_every_float_is_out_of_range(tmp_path: Path) -> None:
    with pytest.raises(jifen.ArgumentError, match=r'scale = "inf": it is from 0\.0003155'):
        jifen.generate(tmp_path / "new", scale=10**400)


def test_a_rulebook_that_is_not_there_hides_no_refused_table(
    folder: Path, tmp_path: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    spoil_tables(folder)
    command = list(arguments)
    command[command.index("--rules") + 1] = str(tmp_path / "none.toml")
    assert cli.main(command) == 1
    said = capsys.readouterr().err
    assert "none.toml: error: refused: cannot open the rulebook: No such file or directory [unreadable]" in said
    assert "people.csv" in said
    listed = (tmp_path / "out" / "diagnostics.csv").read_text(encoding="utf-8")
    assert "unreadable" in listed and "missing_column" in listed
