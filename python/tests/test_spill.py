"""Ledgers larger than memory, which lie in a file: the same results, and an error when the disk is full."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import jifen
from jifen import cli

RULES = jifen.rulebook_path("pinggu-1-10-100")


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """As a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic district of 16 grids."""
    folder = tmp_path_factory.mktemp("year")
    jifen.generate(folder, scale=0.005)
    return folder


def tables_of(district: jifen.District) -> dict[str, str]:
    result = jifen.evaluate(district, jifen.read_rulebook(RULES), "2023")
    tables = ("scores", "categories", "statement", "linkage", "five_knows", "duties")
    return {name: getattr(result, name).to_csv() for name in tables}


def test_a_ledger_on_the_disk_gives_the_same_tables(year: Path, tmp_path: Path) -> None:
    in_memory = jifen.read_district(year)
    spilled = jifen.read_district(year, spill=tmp_path)
    assert in_memory.spilled_bytes == 0
    assert spilled.spilled_bytes > 0
    assert list(tmp_path.iterdir()) == []
    assert list(spilled.counts) == list(in_memory.counts)
    assert spilled.digests == in_memory.digests
    assert tables_of(spilled) == tables_of(in_memory)


def test_tables_of_a_program_are_spilled_too(year: Path, tmp_path: Path) -> None:
    tables: dict[str, Any] = {
        name: year / f"{name}.csv" for name in ("units", "households", "people", "roles", "links")
    }
    ledger = (year / "ledger.csv", year / "knowledge.csv")
    spilled = jifen.District(**tables, ledger=ledger[0], knowledge=ledger[1], spill=str(tmp_path))
    assert spilled.spilled_bytes > 0
    assert tables_of(spilled) == tables_of(jifen.read_district(year))


def test_the_command_line_spills(year: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    scored = ["score", str(year), "--rules", str(RULES), "--window", "2023", "--out"]
    assert cli.main([*scored, str(tmp_path / "memory")]) == 0
    assert cli.main([*scored, str(tmp_path / "disk"), "--spill", str(tmp_path)]) == 0
    capfd.readouterr()
    for file in (tmp_path / "memory").glob("*.csv"):
        assert (tmp_path / "disk" / file.name).read_bytes() == file.read_bytes(), file.name


@pytest.mark.parametrize("where", ["nowhere", "a file"])
def test_a_folder_that_takes_no_file_is_an_error(
    year: Path, tmp_path: Path, where: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a file").write_text("text", encoding="utf-8")
    with pytest.raises(jifen.FileError, match=r"cannot make a file to spill to.*name a folder"):
        jifen.read_district(year, spill=tmp_path / where)
    assert cli.main(["check", str(year), "--spill", str(tmp_path / where)]) == 1
    assert "cannot make a file to spill to" in capfd.readouterr().err


def test_a_full_disk_is_an_error_and_the_next_time_it_is_read(year: Path, tmp_path: Path) -> None:
    with files_of_at_most(100_000), pytest.raises(jifen.FileError, match=r"cannot spill any more to a file.*room"):
        jifen.read_district(year, spill=tmp_path)
    assert jifen.read_district(year, spill=tmp_path).spilled_bytes > 0


MEASURED = """
import json, resource, sys, jifen
def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024
before = peak()
spill = sys.argv[2] or None
district = jifen.read_district(sys.argv[1], spill=spill, threads=1)
print(json.dumps({"peak": peak() - before, "spilled": district.spilled_bytes}))
"""


@pytest.mark.heavy
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak is asked of /proc")
def test_a_spilled_ledger_takes_little_memory(tmp_path: Path) -> None:
    """Twelve million entries, which take 400 MB in memory: on the disk a part of them and what is read ahead."""
    (tmp_path / "units.csv").write_text("unit,parent,level\nD,,district\n", encoding="utf-8")
    (tmp_path / "people.csv").write_text("person,unit\n" + "".join(f"P{i},D\n" for i in range(99)), encoding="utf-8")
    (tmp_path / "roles.csv").write_text("person,role,unit\n", encoding="utf-8")
    with (tmp_path / "ledger.csv").open("w", encoding="utf-8") as ledger:
        ledger.write("entry,date,actor,item,quantity,subject,act\n")
        for i in range(12_000_000):
            person, subject, act = i * 7919 % 99, i % 977, i % 891
            ledger.write(f"E{i:09},2023-{1 + i // 1_000_000:02}-11,P{person},i{i % 40},{i % 7},S{subject},A{act}\n")
    measured = {}
    for where in ("", str(tmp_path)):
        command = [sys.executable, "-c", MEASURED, str(tmp_path), where]
        done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
        measured["disk" if where else "memory"] = json.loads(done.stdout)
    print(measured)
    assert measured["memory"]["spilled"] == 0
    assert measured["disk"]["spilled"] > 200_000_000
    assert measured["disk"]["peak"] < 0.6 * measured["memory"]["peak"]
