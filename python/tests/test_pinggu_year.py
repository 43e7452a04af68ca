"""The synthetic Pinggu year at its full size: the published totals, and nothing lost from row to total."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

import jifen
from jifen import check_results

FLOOR, CEILING = Decimal(0), Decimal(125)
"""Of the shipped rulebook."""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("pinggu")
    jifen.generate(home)
    return home


@pytest.fixture(scope="module")
def district(year: Path) -> jifen.District:
    return jifen.read_district(year)


@pytest.fixture(scope="module")
def evaluation(district: jifen.District, shipped: jifen.Rulebook) -> jifen.Evaluation:
    return jifen.evaluate(district, shipped, "2023")


def test_every_row_of_every_file_is_accounted_for(year: Path, district: jifen.District) -> None:
    for row in district.counts:
        assert row["accepted"] + row["duplicate"] + row["conflict"] + row["rejected"] == row["read"]
        # No synthetic cell holds a line break, so rows can be counted as lines.
        with (year / f"{row['table']}.csv").open("rb") as file:
            assert row["read"] == sum(1 for _ in file) - 1


def test_the_network_is_complete_and_its_leaders_add_up(district: jifen.District) -> None:
    for day in ("2023-01-01", "2023-07-01", "2023-12-31"):
        report = district.check(day)
        assert report.problems == []
        assert report.grids == report.leaders == 3170
        assert report.leaders_by_source == {"grid_officer": 1194, "committee_member": 837, "volunteer": 1139}


def test_credited_points_and_parts_make_the_total_of_everybody(evaluation: jifen.Evaluation) -> None:
    credited: defaultdict[str, Decimal] = defaultdict(Decimal)
    deducted: defaultdict[str, Decimal] = defaultdict(Decimal)
    statement = evaluation.statement
    assert len(statement) > 2_000_000
    for person, points in zip(statement["person"], statement["credited"], strict=True):
        if points:
            credited[person] += points
            if points < 0:
                deducted[person] += points
    scores = evaluation.scores
    assert len(scores) > 4_000
    for row in scores:
        person = row["person"]
        assert credited[person] == row["items"]
        assert deducted[person] == row["deductions"]
        parts = row["base"] + row["items"] + row["linkage"] + row["five_knows"] + row["duties"]
        assert row["total"] == min(max(parts, FLOOR), CEILING)
    assert set(credited) <= set(scores["person"])


def test_the_best_fifth_is_chosen_within_every_township(evaluation: jifen.Evaluation) -> None:
    for code in ("best-group-leader", "best-committee-member"):
        strata = evaluation.strata(code).to_dicts()
        assert len(strata) == 18
        candidates = sum(row["candidates"] for row in strata)
        assert sum(row["selected"] for row in strata) == candidates // 5
        chosen = Counter(row["stratum"] for row in evaluation.select(code) if row["selected"])
        assert chosen == {row["stratum"]: row["selected"] for row in strata}


RESULTS = ("scores", "categories", "statement", "linkage", "five_knows", "duties", "selection")


@pytest.mark.heavy
def test_the_checker_accepts_the_year_and_names_the_row_of_each_of_fifty_planted_changes(
    evaluation: jifen.Evaluation, tmp_path: Path
) -> None:
    """One cell at a time, anywhere in any table. The whole checker is run for the first change of each table, for the
    others its look at the file."""
    evaluation.write(tmp_path)
    assert check_results.check(tmp_path) == []
    folder = check_results.Folder(tmp_path)
    rng = random.Random(2023)
    run_whole: set[str] = set()
    for number in range(50):
        table = RESULTS[number % len(RESULTS)]
        path = tmp_path / f"{table}.csv"
        whole = path.read_bytes()
        lines = whole.split(b"\n")
        line = rng.randrange(2, len(lines))
        cells = lines[line - 1].split(b",")
        column = rng.randrange(len(cells))
        cells[column] = b"" if cells[column] == b"1" else b"1"
        lines[line - 1] = b",".join(cells)
        path.write_bytes(b"\n".join(lines))
        if table in run_whole:
            with pytest.raises(check_results.Wrong) as caught:
                folder.check_seal(path.name)
            found = str(caught.value)
        else:
            found = check_results.check(tmp_path)[0]
            run_whole.add(table)
        assert found == f"{table}.csv:{line}: this is not the row that was written; no other was changed"
        path.write_bytes(whole)
