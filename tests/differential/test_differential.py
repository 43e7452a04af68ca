"""jifen and the plain reference agree on random cases, cell by cell; run_differential.py runs many more."""

from __future__ import annotations

from collections import Counter

import pytest
from run_differential import Outcome, rows_differ, run_case, too_seldom
from targets import LEAST

CASES = 500
# The full run reaches every target LEAST times in 1,300 cases. A part of it varies, so half in proportion is asked.
IN_PROPORTION = LEAST * CASES / 1300 / 2


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return [run_case(seed) for seed in range(CASES)]


def test_every_cell_and_count_is_the_same(outcomes: list[Outcome]) -> None:
    differences = [f"seed {each.seed}: {text}" for each in outcomes for text in each.differences]
    assert not differences, "\n".join(differences[:40])


def test_every_target_is_reached(outcomes: list[Outcome]) -> None:
    reached: Counter[str] = Counter()
    for outcome in outcomes:
        reached += outcome.reached
    assert too_seldom(reached, IN_PROPORTION) == {}


def test_few_cases_are_refused(outcomes: list[Outcome]) -> None:
    assert sum(outcome.refused for outcome in outcomes) < CASES / 20


def test_a_changed_cell_and_a_missing_row_are_shown() -> None:
    row = {"person": "P1", "duty": "visit", "due": "2", "done": "1"}
    assert list(rows_differ("duties", [row | {"done": "2"}], [row])) == [
        "duties row 1 (P1, visit) done: jifen '2', reference '1'"
    ]
    assert list(rows_differ("duties", [], [row])) == [f"duties row 1: only the reference has {row}"]
