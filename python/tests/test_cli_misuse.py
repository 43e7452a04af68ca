"""The command line when it is used wrongly or the disk is in the way: lines on stderr, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import jifen


def run(*arguments: object, shell: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m jifen …`; `shell` is what a shell would say after it."""
    words = [a if isinstance(a, bytes) else os.fsencode(str(a)) for a in arguments]
    command = [os.fsencode(sys.executable), b"-m", b"jifen", *words]
    if shell:
        command = [b"sh", b"-c", b'"$@" ' + shell.encode(), b"sh", *command]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="strict", env=os.environ | environment, check=False
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def score(folder: Path) -> list[object]:
    return ["score", folder, "--rules", folder.with_name("rules.toml"), "--window", "2023"]


@pytest.mark.parametrize("empty", [True, False])
def test_strict_checks_the_network_without_a_ledger(
    empty: bool, folder: Path, score: list[object], tmp_path: Path
) -> None:
    ledger = folder / "ledger.csv"
    if empty:
        ledger.write_text("entry,date,actor,item\n", encoding="utf-8")
    else:
        ledger.unlink()
    assert run(*score, "--strict", "--out", tmp_path / "out").returncode == 0
    (folder / "roles.csv").write_text("person,role,unit\nP1,group_leader,D\n", encoding="utf-8")
    done = run(*score, "--strict", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "leader" in done.stderr


@pytest.mark.parametrize("option", [b"--window", b"--known-at", b"--person"])
def test_an_argument_that_is_no_text_is_wrong_use(option: bytes, folder: Path) -> None:
    options = {b"--window": b"2023", b"--person": b"P1", option: b"\xff"}
    words = [word for pair in options.items() for word in pair]
    done = run("explain", folder, "--rules", folder.with_name("rules.toml"), *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert option.decode().lstrip("-").replace("-", "_") in done.stderr


def test_names_of_columns_and_limits_of_ones_own(folder: Path) -> None:
    people = folder / "people.csv"
    people.write_text(people.read_text("utf-8").replace("person", "工号.一=二", 1), encoding="utf-8")
    check = ["check", folder, "--on", "2023-03-01"]
    assert "missing_column" in run(*check).stderr
    check += ["--alias", "people.工号.一=二=person"]
    assert "missing_column" not in run(*check).stderr
    done = run(*check, "--limit", "field_bytes=2", "--limit", "lines=1")
    assert done.returncode == 1
    assert 'raise the limit "field_bytes"' in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["--alias", "x"],
        ["--alias", "ledger=actor"],
        ["--alias", "ledger.=actor"],
        ["--alias", "leger.x=actor"],
        ["--alias", "ledger.x=acter"],
        ["--limit", "field_bytes"],
        ["--limit", "field_bytes=-1"],
        ["--limit", "field_bytes=many"],
        ["--limit", "fields=1"],
        ["--limit", "lines=99999999999999999999"],
    ],
    ids=" ".join,
)
def test_what_names_no_column_and_no_limit_is_wrong_use(words: list[str], folder: Path) -> None:
    done = run("check", folder, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


def test_a_day_that_is_no_text_is_wrong_use(folder: Path) -> None:
    done = run("check", folder, "--on", b"\xff")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_a_number_of_threads_without_measure_is_wrong_use(score: list[object]) -> None:
    done = run(*score, "--threads", "99999999999999999999")
    assert done.returncode == 2
    assert "--threads" in done.stderr


def test_the_window_is_checked_before_anything_is_read(tmp_path: Path) -> None:
    for options in (("--window", "2023-Q9"), ("--window", "2023", "--known-at", "soon")):
        for command in (("score",), ("explain", "--person", "P1")):
            done = run(*command, tmp_path / "none", "--rules", tmp_path / "none.toml", *options)
            assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert run("check", tmp_path / "none", "--on", "soon").returncode == 2


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names of any bytes")
@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_file_names_that_are_not_utf8_work(folder: Path, score: list[object], tmp_path: Path, locale: str) -> None:
    odd = os.fsencode(tmp_path) + b"/\xff\xe4"
    os.rename(folder, odd)
    rules = odd + b".toml"
    folder.with_name("rules.toml").rename(os.fsdecode(rules))
    done = run("score", odd, "--rules", rules, "--window", "2023", "--out", odd + b"/out", LC_ALL=locale)
    assert done.returncode == 0
    assert sorted(Path(os.fsdecode(odd), "out").iterdir())
    done = run("rules", "check", rules, LC_ALL=locale)
    assert (done.returncode, done.stderr) == (0, "")
    with open(rules, "ab") as file:
        file.write(b"nonsense = 1\n")
    done = run("rules", "check", rules, LC_ALL=locale)
    assert done.returncode == 1
    assert run("rules", "check", odd + b"none.toml", LC_ALL=locale).returncode == 1
    assert run("check", odd + b"none", LC_ALL=locale).returncode == 1


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_is_no_crash(closed: str, score: list[object], tmp_path: Path) -> None:
    done = run(*score, "--out", tmp_path / "out", shell=closed)
    assert done.returncode == 0
    assert (tmp_path / "out" / "scores.csv").is_file()
    assert run("rules", "check", tmp_path / "none.toml", shell=closed).returncode == 1


def test_errors_are_listed_even_if_they_cannot_be_written(folder: Path, score: list[object], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = run(*score, "--out", tmp_path / "file", "--strict")
    assert done.returncode == 1
    assert "ledger.csv:6:date: error:" in done.stderr and str(tmp_path / "file") in done.stderr
    (folder / "people.csv").write_text("name\nLi\n", encoding="utf-8")
    done = run(*score, "--out", tmp_path / "file")
    assert done.returncode == 1
    assert "people.csv" in done.stderr.splitlines()[0] and str(tmp_path / "file") in done.stderr.splitlines()[-1]


def test_a_rulebook_that_cannot_be_read_is_a_file_error(tmp_path: Path) -> None:
    for file in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(jifen.FileError):
            jifen.read_rulebook(file)
        done = run("rules", "check", file)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"jifen: {file}: cannot ") and done.stderr.count("\n") == 1
