"""Districts from tables of every kind: what is refused, what is named, what is told, and what can be had back."""

from __future__ import annotations

import signal
import time
from datetime import date
from pathlib import Path
from typing import Any

import polars
import pyarrow
import pytest

import jifen


def problems(error: jifen.InputError) -> list[tuple[str, int | None, str, str]]:
    return [(problem.file, problem.line, problem.column, problem.code) for problem in error.diagnostics]


def test_missing_needed_tables_are_all_named() -> None:
    with pytest.raises(jifen.TableError) as caught:
        jifen.District(ledger=[])
    assert problems(caught.value) == [(name, None, "", "missing_table") for name in ("people", "roles", "units")]
    assert all(problem.remedy for problem in caught.value.diagnostics)


def test_missing_optional_tables_are_notes(rows: dict[str, Any], rules: jifen.Rulebook) -> None:
    del rows["links"], rows["knowledge"]
    district = jifen.District(**rows)
    assert [(p.file, p.severity, p.code) for p in district.diagnostics] == [
        ("knowledge", "note", "missing_table"),
        ("links", "note", "missing_table"),
    ]
    assert district.error_count == 0
    assert len(jifen.evaluate(district, rules, "2023")) == 1


def test_every_table_is_judged_before_it_is_refused(rows: dict[str, Any], tmp_path: Path) -> None:
    roles = tmp_path / "posts-2023.csv"
    roles.write_text('person,role,unit\nP1,"leader\n', encoding="utf-8")
    rows |= {"people": [{"name": "Li"}], "roles": roles, "links": tmp_path / "nowhere.csv"}
    rows["ledger"][0]["colour"] = "red"
    del rows["units"]
    with pytest.raises(jifen.TableError) as caught:
        jifen.District(**rows)
    assert problems(caught.value) == [
        ("ledger", None, "colour", "unknown_column"),
        ("nowhere.csv", None, "", "unreadable"),
        ("people", None, "person", "missing_column"),
        ("posts-2023.csv", 2, "", "unclosed_quote"),
        ("units", None, "", "missing_table"),
    ]


def test_problems_name_the_file_or_the_row_they_are_in(rows: dict[str, Any], tmp_path: Path) -> None:
    ledger = tmp_path / "work of march.csv"
    ledger.write_text(
        "entry,date,actor,item\nE1,2023-03-01,P1,visit\nE1,2023-03-02,P1,visit\nE2,soon,P1,visit\n", encoding="utf-8"
    )
    rows["ledger"] = ledger
    rows["people"] += [rows["people"][1], {"person": "P3", "household": "H9"}]
    rows["roles"] += [{"person": "P9", "role": "volunteer", "unit": "G"}]
    district = jifen.District(**rows)
    assert [str(problem).split(" [")[0] for problem in district.diagnostics] == [
        "people row 3: note: the same row as row 2: ignored",
        'work of march.csv:3:entry: error: "E1" stands on line 2 with other content: line 2 stands, line 3 is left out',
        'work of march.csv:4:date: error: row rejected: date = "soon": it is not a date',
    ]
    assert [(p.file, p.line, p.column, p.code) for p in district.check("2023-03-01").problems] == [
        ("people row", 4, "household", "unknown_household"),
        ("roles row", 2, "person", "unknown_person"),
    ]


def many(count: int) -> list[dict[str, str]]:
    return [{"entry": f"E{n}", "date": "2023-01-01", "actor": "P1", "item": "visit"} for n in range(count)]


def test_progress_is_told_while_rows_are_read(rows: dict[str, Any], folder: Path) -> None:
    rows["ledger"] = many(20_000)
    rows["people"] = folder / "people.csv"
    told: list[tuple[str, int, int]] = []
    jifen.District(**rows, progress=lambda *report: told.append(report))
    assert ("ledger", 20_000, 20_000) in told
    size = (folder / "people.csv").stat().st_size
    assert ("people.csv", size, size) in told


class StopItError(Exception):
    pass


def test_an_exception_of_the_callable_stops_the_reading(rows: dict[str, Any], synthetic_folder: Path) -> None:
    def stop_at(name: str) -> Any:
        def progress(stage: str, done: int, total: int) -> None:
            if stage == name:
                raise StopItError(stage)

        return progress

    rows["knowledge"] = synthetic_folder / "knowledge.csv"
    for name in ("ledger", "knowledge.csv"):
        with pytest.raises(StopItError, match=name):
            jifen.District(**rows, progress=stop_at(name))


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs timers that send signals")
@pytest.mark.parametrize("kind", ["file", "rows"])
def test_a_signal_interrupts_the_reading(rows: dict[str, Any], synthetic_folder: Path, kind: str) -> None:
    def ring(number: int, frame: object) -> None:
        raise StopItError

    rows["ledger"] = synthetic_folder / "ledger.csv" if kind == "file" else many(400_000)
    before = signal.signal(signal.SIGALRM, ring)
    began = time.monotonic()
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(StopItError):
            jifen.District(**rows)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - began < 5


def test_tables_can_be_had_back_with_their_attributes(rows: dict[str, Any]) -> None:
    rows["people"][0] |= {"phone": "138", "until": date(2024, 1, 1)}
    rows["households"][0]["difficulty"] = "illness"
    district = jifen.District(**rows)
    assert district.people.to_dicts() == [
        {
            "person": "P1",
            "name": "王芳",
            "gender": "female",
            "household": "H1",
            "unit": "G",
            "from": None,
            "until": date(2024, 1, 1),
            "phone": "138",
        },
        {
            "person": "P2",
            "name": "Li",
            "gender": "male",
            "household": "H1",
            "unit": "G",
            "from": None,
            "until": None,
            "phone": None,
        },
    ]
    assert district.households.to_dicts() == [
        {"household": "H1", "unit": "G", "from": None, "until": None, "difficulty": "illness"}
    ]
    assert district.units["parent"] == [None, "D"]
    assert district.roles.to_csv() == "person,role,unit,from,until,source\nP1,group_leader,G,,,volunteer\n"
    assert district.links.to_csv() == "source,target,kind,from,until\nP1,P2,leads,2023-01-01,\n"


@pytest.mark.parametrize("made_of", [list, pyarrow.Table.from_pylist, polars.DataFrame])
def test_what_no_file_could_hold_is_refused_so_that_a_written_district_can_be_read(
    rows: dict[str, Any], made_of: Any, tmp_path: Path
) -> None:
    rows["people"] = [row | {"phone": "138"} for row in rows["people"]]
    rows["people"][0]["phone"] = "1\0"
    rows["ledger"] = [row | {"note": "a\nb\r\t\x01'"} for row in rows["ledger"]]
    rows["ledger"][0]["item"] += "\0"
    rows["units"] = [row | {"name": ""} for row in rows["units"]] + [rows["units"][-1] | {"unit": "X", "name": "\0"}]
    texts = {table: [{name: str(cell) for name, cell in row.items()} for row in rows[table]] for table in rows}
    district = jifen.District(**{table: made_of(texts[table]) for table in texts})
    found = [(p.file, p.line, p.column) for p in district.diagnostics if p.message.endswith("it has a NUL byte")]
    assert sorted(found) == [("ledger row", 1, "item"), ("people row", 1, "phone"), ("units row", 3, "name")]
    district.write(tmp_path / "written")
    again = jifen.read_district(tmp_path / "written")
    assert again.digests == district.digests
    assert [row["table"] for row in again.counts if row["rejected"]] == []


def test_a_synthetic_district_is_the_one_that_is_written(
    synthetic: jifen.District, shipped: jifen.Rulebook, tmp_path: Path
) -> None:
    made = jifen.synthetic_district(seed=3, scale=0.1, threads=2)
    assert made.counts.to_csv() == synthetic.counts.to_csv()
    written = []
    for name, district in (("made", made), ("read", synthetic)):
        jifen.evaluate(district, shipped, "2023").write(tmp_path / name)
        written.append({path.name: path.read_bytes() for path in sorted((tmp_path / name).iterdir())})
    assert len(written[0]) == 10
    assert written[0] == written[1]


def test_a_synthetic_district_refuses_what_it_cannot_make() -> None:
    for wrong in ({"profile": "atlantis"}, {"seed": -1}, {"scale": 0}, {"scale": 1000}):
        with pytest.raises(jifen.ArgumentError):
            jifen.synthetic_district(**wrong)


def test_an_exception_of_the_callable_stops_the_making() -> None:
    def progress(stage: str, done: int, total: int) -> None:
        raise StopItError(stage)

    with pytest.raises(StopItError, match="generate"):
        jifen.synthetic_district(scale=0.1, progress=progress)
