"""The command line: exit status and streams."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

import jifen

TABLES = ("scores", "categories", "statement", "linkage", "five_knows", "duties")
TABLES += ("composite", "selection", "diagnostics")


def run(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m jifen …` with its streams in pipes."""
    return subprocess.run(
        [sys.executable, "-m", "jifen", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env=os.environ | environment,
        check=False,
    )


@pytest.fixture
def rules_file(folder: Path) -> Path:
    return folder.with_name("rules.toml")


def test_score_writes_every_table_and_goes_on_without_rejected_rows(folder: Path, rules_file: Path) -> None:
    out = folder.with_name("out")
    done = run("score", folder, "--rules", rules_file, "--window", "2023", "--out", out)
    assert done.returncode == 0
    assert sorted(path.stem for path in out.iterdir()) == sorted([*TABLES, "provenance"])
    assert "scored: 1 people under tiny, 2023-01-01..2024-01-01" in done.stdout
    assert "grades: good 1, basic 0" in done.stdout
    assert "selected: best 1 of 1" in done.stdout
    assert str(out) in done.stdout
    assert "without 1 rejected row and 0 rows in conflict" in done.stderr
    with (out / "diagnostics.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["file"], row["column"], row["code"]) for row in csv.DictReader(file)] == [
            ("ledger.csv", "date", "bad_date")
        ]


def test_score_writes_into_results_by_default(folder: Path, rules_file: Path, tmp_path: Path) -> None:
    done = run("score", folder, "--rules", rules_file, "--window", "2023-03", "--threads", 3, cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "results" / "scores.csv").is_file()


def test_strict_refuses_any_error(folder: Path, rules_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("score", folder, "--rules", rules_file, "--window", "2023", "--out", out, "--strict")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "ledger.csv:6:date: error:" in done.stderr
    assert "nothing was scored" in done.stderr
    assert [path.name for path in out.iterdir()] == ["diagnostics.csv"]


def test_strict_checks_the_network_too(folder: Path, rules_file: Path, tmp_path: Path) -> None:
    ledger = folder / "ledger.csv"
    lines = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    ledger.write_text("".join(lines[:-1]), encoding="utf-8")
    arguments = ("score", folder, "--rules", rules_file, "--window", "2023", "--out", tmp_path / "out", "--strict")
    done = run(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    (folder / "roles.csv").write_text("person,role,unit\nP1,group_leader,D\n", encoding="utf-8")
    done = run(*arguments)
    assert done.returncode == 1
    assert "leader" in done.stderr


def test_a_refused_table_ends_it(folder: Path, rules_file: Path, tmp_path: Path) -> None:
    (folder / "people.csv").write_text("name\nLi\n", encoding="utf-8")
    (folder / "units.csv").write_bytes(b"unit,level\nG,\xff\n")
    out = tmp_path / "out"
    done = run("score", folder, "--rules", rules_file, "--window", "2023", "--out", out)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "people.csv" in done.stderr and "units.csv" in done.stderr
    assert (out / "diagnostics.csv").read_text(encoding="utf-8").count("\n") == 3


def test_a_refused_rulebook_lists_every_error_with_its_place(folder: Path, tmp_path: Path) -> None:
    rules = tmp_path / "bad.toml"
    rules.write_text('jifen = 1\ncode = "x"\napplies_to = []\nnonsense = 1\n', encoding="utf-8")
    for command in (
        ("rules", "check", rules),
        ("explain", folder, "--rules", rules, "--window", "2023", "--person", "P1"),
    ):
        done = run(*command)
        assert done.returncode == 1
        assert "bad.toml:3:" in done.stderr and "bad.toml:4:" in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


def test_a_right_rulebook_is_said_to_be_right(rules_file: Path) -> None:
    done = run("rules", "check", rules_file)
    assert (done.returncode, done.stderr) == (0, "")
    assert "tiny: 2 items" in done.stdout
    assert run("rules", "check", jifen.rulebook_path("pinggu-1-10-100")).returncode == 0


def test_a_missing_rulebook_is_refused(folder: Path, tmp_path: Path) -> None:
    done = run("rules", "check", tmp_path / "none.toml")
    assert done.returncode == 1
    assert "none.toml" in done.stderr


def test_explain_prints_the_statement_and_nothing_else(folder: Path, rules_file: Path) -> None:
    arguments = ("explain", folder, "--rules", rules_file, "--window", "2023", "--person", "P1")
    evaluation = jifen.evaluate(jifen.read_district(folder), jifen.read_rulebook(rules_file), "2023")
    for language in ("zh", "en"):
        done = run(*arguments, "--lang", language)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == str(evaluation.explain("P1", lang=language))
    earlier = run(*arguments, "--known-at", "2023-03-01", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert earlier.returncode == 0
    assert "王芳" in earlier.stdout and "E1" in earlier.stdout and "E2" not in earlier.stdout


def test_check_says_what_is_wrong(folder: Path) -> None:
    done = run("check", folder, "--on", "2023-12-31")
    assert done.returncode == 1
    assert "ledger.csv:6:date: error:" in done.stderr
    ledger = folder / "ledger.csv"
    ledger.write_text("".join(ledger.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    done = run("check", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "network on 2023-04-05: 2 units, 1 grid" in done.stdout
    assert "no errors" in done.stdout
    ledger.unlink()
    assert run("check", folder).returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("score", "DIR"),
        ("score", "DIR", "--rules", "RULES", "--window", "2023-Q9"),
        ("score", "DIR", "--rules", "RULES", "--window", "2023", "--known-at", "soon"),
        ("score", "DIR", "--rules", "RULES", "--window", "2023", "--threads", "0"),
        ("check", "DIR", "--on", "2023-02-30"),
        ("explain", "DIR", "--rules", "RULES", "--window", "2023", "--person", "nobody"),
        ("explain", "DIR", "--rules", "RULES", "--window", "2023", "--person", "P1", "--lang", "fr"),
        ("generate", "OUT"),
        ("generate", "OUT", "--profile", "paris"),
        ("generate", "OUT", "--profile", "pinggu", "--scale", "0"),
        ("generate", "OUT", "--profile", "pinggu", "--seed", "-1"),
        ("rules",),
    ],
)
def test_wrong_use_is_2(arguments: tuple[str, ...], folder: Path, rules_file: Path, tmp_path: Path) -> None:
    names = {"DIR": str(folder), "RULES": str(rules_file), "OUT": str(tmp_path / "generated")}
    done = run(*(names.get(argument, argument) for argument in arguments), cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_overflow_is_1(folder: Path, rules_file: Path, tmp_path: Path) -> None:
    rules = rules_file.read_text(encoding="utf-8").replace("points = 1.25", "points_per_unit = 9000000000000")
    rules_file.write_text(rules.replace('caps = [ { per = "month", points = 2 } ]', ""), encoding="utf-8")
    ledger = folder / "ledger.csv"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace('"1.5"', "1000000000"), encoding="utf-8")
    done = run("score", folder, "--rules", rules_file, "--window", "2023", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "overflow" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_1(folder: Path, rules_file: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = run("score", folder, "--rules", rules_file, "--window", "2023", "--out", tmp_path / "file")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_generate_check_and_score_go_together(tmp_path: Path) -> None:
    home = tmp_path / "pinggu"
    done = run("generate", home, "--profile", "pinggu", "--seed", 7, "--scale", "0.01")
    assert (done.returncode, done.stderr) == (0, "")
    assert run("check", home, "--on", "2023-12-31").returncode == 0
    rules = jifen.rulebook_path("pinggu-1-10-100")
    done = run("score", home, "--rules", rules, "--window", "2023", "--out", tmp_path / "out")
    assert done.returncode == 0
    # The two: levels of honours that so small a district never had.
    assert done.stderr == f"jifen: 2 warnings; see {tmp_path / 'out' / 'diagnostics.csv'}\n", "no progress in a pipe"
    assert "selected: best-group-leader" in done.stdout


def test_a_reader_that_leaves_early_is_no_crash(folder: Path, rules_file: Path) -> None:
    command = [sys.executable, "-m", "jifen", "explain", str(folder), "--rules", str(rules_file)]
    with subprocess.Popen(
        [*command, "--window", "2023", "--person", "P1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        process.wait(60)


def test_help_and_version() -> None:
    assert "score" in run("--help").stdout
    assert run("--version").stdout == f"jifen {jifen.__version__}\n"
