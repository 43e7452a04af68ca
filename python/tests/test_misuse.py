"""What no caller should do, and what comes of it: an error that names the argument, never a crash."""

from __future__ import annotations

import copy
import subprocess
import sys
from typing import Any

import pytest

import jifen
from jifen import _jifen

LONE = "\udcff"


def bound_classes() -> list[Any]:
    return [kind for kind in vars(_jifen).values() if isinstance(kind, type)]


def test_what_only_the_library_makes_cannot_be_made() -> None:
    kinds = [kind for kind in bound_classes() if kind not in (_jifen.Diagnostic, _jifen.DistrictReader)]
    assert len(kinds) >= 7
    for kind in kinds:
        for make in (kind, lambda kind=kind: kind.__new__(kind), lambda kind=kind: object.__new__(kind)):
            with pytest.raises(TypeError):
                make()
        with pytest.raises(TypeError):
            kind.__mro__[1].__new__(kind)
        with pytest.raises(TypeError):
            type("Heir", (kind,), {})


def test_new_alone_makes_a_whole_object() -> None:
    assert _jifen.Diagnostic.__new__(_jifen.Diagnostic) == jifen.Diagnostic()
    with pytest.raises(jifen.TableError):
        _jifen.DistrictReader.__new__(_jifen.DistrictReader).finish(None)
    one = jifen.Diagnostic(file="a.csv", line=3, message="no")
    assert copy.copy(one) == copy.deepcopy(one) == one
    with pytest.raises(TypeError):
        jifen.Diagnostic("a.csv")


AT_EXIT = """
import sys, threading, time, jifen
district, rules = jifen.read_district(sys.argv[1]), jifen.shipped_rulebook("pinggu-1-10-100")
def work():
    while True:
        evaluation = jifen.evaluate(district, rules, "2023", progress=lambda *_: None)
        len(evaluation.statement)
for _ in range(3):
    threading.Thread(target=work, daemon=True).start()
time.sleep(float(sys.argv[2]))
"""


@pytest.mark.parametrize("after", [0.02, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4])
def test_the_interpreter_may_end_while_a_daemon_thread_works(synthetic_folder: Any, after: float) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_EXIT, str(synthetic_folder), str(after)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "terminate" not in done.stderr


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda d, r, e: jifen.evaluate(None, r, "2023"), "district = None"),
        (lambda d, r, e: jifen.evaluate(d, None, "2023"), "rulebook = None"),
        (lambda d, r, e: jifen.evaluate(d, r, 2023), "window = 2023"),
        (lambda d, r, e: jifen.evaluate(d, r, "2023", threads=2.5), "threads = 2.5"),
        (lambda d, r, e: jifen.evaluate(d, r, "2023", known_at=5), "known_at = 5"),
        (lambda d, r, e: jifen.generate("nowhere", seed=1.5), "seed = 1.5"),
        (lambda d, r, e: jifen.generate("nowhere", scale="1"), "scale = '1'"),
        (lambda d, r, e: e.explain(5), "person = 5"),
        (lambda d, r, e: e.select(5), "selection = 5"),
        (lambda d, r, e: d.person_name(5), "person = 5"),
        (lambda d, r, e: jifen.District(people=[("P1",)]), "people row 1"),
        (lambda d, r, e: jifen.District(people=[{"person": "a"}, {5: "a"}]), "people row 2, column = 5"),
        (lambda d, r, e: jifen.District(people=[{"person": "a"}, {"person": 1.5}]), "people row 2: person = 1.5"),
        (lambda d, r, e: jifen.District(people=5), "people"),
    ],
)
def test_a_wrong_type_is_named(
    call: Any, named: str, district: jifen.District, rules: jifen.Rulebook, evaluation: jifen.Evaluation
) -> None:
    with pytest.raises(TypeError) as caught:
        call(district, rules, evaluation)
    assert str(caught.value).startswith(named)
    assert "incompatible function arguments" not in str(caught.value)


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda d, r, e: jifen.evaluate(d, r, LONE), "window"),
        (lambda d, r, e: jifen.evaluate(d, r, "2023", known_at=LONE), "known_at"),
        (lambda d, r, e: jifen.evaluate(d, r, "2023", threads=2**40), "threads"),
        (lambda d, r, e: jifen.evaluate(d, r, "2023", threads=0), "threads"),
        (lambda d, r, e: e.explain(LONE), "person"),
        (lambda d, r, e: d.check(LONE), "on"),
        (lambda d, r, e: jifen.parse_rulebook(LONE), "text"),
        (lambda d, r, e: jifen.District(people=[{"person": "a"}, {"person": LONE}]), "people row 2, person"),
        (lambda d, r, e: jifen.District(people=[{"person": "a", LONE: "b"}]), "people row 1, column"),
        (lambda d, r, e: jifen.District(people=[{"person": "a", "": "b"}]), "people row 1, column"),
        (lambda d, r, e: jifen.District(people=[{"person": "a", "a\0b": "b"}]), "people row 1, column"),
    ],
)
def test_what_is_no_text_or_no_number_is_named(
    call: Any, argument: str, district: jifen.District, rules: jifen.Rulebook, evaluation: jifen.Evaluation
) -> None:
    with pytest.raises(jifen.ArgumentError) as caught:
        call(district, rules, evaluation)
    assert caught.value.argument == argument
    assert str(caught.value).startswith(argument)
