"""Intervals of rates and sizes of samples, held to published figures and to sums of exact fractions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb, sqrt
from typing import Any

import pytest

import jifen

PUBLISHED = [
    (18, 20, (0.6989663547715128, 0.972133518786232), (0.6830172859809176, 0.9876514728297052)),
    (4, 20, (0.0806576625797981, 0.4160174322518935), (0.05733399705003284, 0.436614002996668)),
    (0, 30, (0, 0.11351339), (0, 0.11570331)),
]
Z95 = 1.959963984540054
TAIL = Fraction(1, 40)
Interval = Callable[..., tuple[float, float]]


@pytest.mark.parametrize(("k", "n", "wilson", "exact"), PUBLISHED)
def test_the_published_figures_come_out(
    k: int, n: int, wilson: tuple[float, float], exact: tuple[float, float]
) -> None:
    assert jifen.wilson_interval(k, n) == pytest.approx(wilson, abs=1e-8)
    assert jifen.clopper_pearson_interval(k, n) == pytest.approx(exact, abs=1e-8)
    assert jifen.wilson_interval(k=k, n=n, confidence=0.99)[1] > jifen.wilson_interval(k, n, 0.95)[1]


def at_most(k: int, n: int, rate: Fraction) -> Fraction:
    """P(X ≤ k) of n, exactly."""
    return sum((comb(n, i) * rate**i * (1 - rate) ** (n - i) for i in range(k + 1)), Fraction(0))


@pytest.mark.parametrize("n", [1, 2, 5, 9])
def test_the_ends_of_the_exact_interval_leave_the_tails(n: int) -> None:
    for k in range(n + 1):
        low, high = jifen.clopper_pearson_interval(k, n)
        assert low == 0 if k == 0 else float(1 - at_most(k - 1, n, Fraction(low))) == pytest.approx(0.025, abs=1e-12)
        assert high == 1 if k == n else float(at_most(k, n, Fraction(high))) == pytest.approx(0.025, abs=1e-12)


@pytest.mark.parametrize("n", [1, 4, 11])
def test_the_ends_of_wilsons_interval_are_so_many_deviations_off(n: int) -> None:
    for k in range(n + 1):
        for end in jifen.wilson_interval(k, n):
            assert abs(k / n - end) == pytest.approx(Z95 * sqrt(end * (1 - end) / n), abs=1e-12)


@pytest.mark.parametrize(("n", "population"), [(3, 3), (4, 9), (5, 20)])
def test_of_a_finite_population_every_number_is_tried(n: int, population: int) -> None:
    """All numbers of those who know, for which neither so many nor so few is too rare."""
    for k in range(n + 1):
        fits = []
        for knowing in range(k, population - (n - k) + 1):
            chances = [Fraction(comb(knowing, i) * comb(population - knowing, n - i), comb(population, n))
                       for i in range(n + 1)]  # fmt: skip
            if sum(chances[k:]) > TAIL and sum(chances[: k + 1]) > TAIL:
                fits.append(knowing)
        ends = (fits[0] / population, fits[-1] / population)
        assert jifen.clopper_pearson_interval(k, n, population=population) == pytest.approx(ends)
        counted = n * (population - 1) / (population - n) if population > n else None
        for end in jifen.wilson_interval(k, n, population=population):
            off = 0 if counted is None else Z95 * sqrt(end * (1 - end) / counted)
            assert abs(k / n - end) == pytest.approx(off, abs=1e-12)


def test_so_many_are_enough_and_fewer_are_not() -> None:
    assert jifen.sample_size(0.1) == 381 < jifen.sample_size(0.1, kind="clopper_pearson")
    for kind, interval in (("wilson", jifen.wilson_interval), ("clopper_pearson", jifen.clopper_pearson_interval)):
        n = jifen.sample_size(0.1, 0.9, 0.5, kind)
        n += n % 2

        def width(n: int, of: Interval = interval) -> float:
            low, high = of(n // 2, n, 0.9)
            return high - low

        assert width(n) <= 0.1 < width(n - 4)
        assert jifen.sample_size(0.1, 0.9, 0.9, kind) < n
        assert jifen.sample_size(0.1, 0.9, 0.5, kind, 500) < n
        assert jifen.sample_size(0.001, kind=kind, population=70) == 70


WRONG: list[tuple[Any, str]] = [
    (lambda: jifen.wilson_interval(4, 3), "k"),
    (lambda: jifen.wilson_interval(-1, 3), "k"),
    (lambda: jifen.wilson_interval(0, 0), "n"),
    (lambda: jifen.clopper_pearson_interval(1, 3, 1), "confidence"),
    (lambda: jifen.clopper_pearson_interval(1, 3, float("nan")), "confidence"),
    (lambda: jifen.clopper_pearson_interval(1, 3, 10**400), "confidence"),
    (lambda: jifen.wilson_interval(1, 3, population=2), "population"),
    (lambda: jifen.clopper_pearson_interval(1, 3, population=2**40), "population"),
    (lambda: jifen.wilson_interval(1, 2**63), "n"),
    (lambda: jifen.sample_size(0), "width"),
    (lambda: jifen.sample_size(1), "width"),
    (lambda: jifen.sample_size(1e-12), "width"),
    (lambda: jifen.sample_size(0.1, rate=1.1), "rate"),
    (lambda: jifen.sample_size(0.1, kind="exact"), "kind"),
    (lambda: jifen.sample_size(0.1, population=0), "population"),
]


@pytest.mark.parametrize(("call", "argument"), WRONG)
def test_what_cannot_be_is_named(call: Callable[[], Any], argument: str) -> None:
    with pytest.raises(jifen.ArgumentError) as caught:
        call()
    assert caught.value.argument == argument


def test_wrong_types_are_named() -> None:
    for call, named in (
        (lambda: jifen.wilson_interval(1.0, 3), "k = 1.0"),  # type: ignore[arg-type]
        (lambda: jifen.wilson_interval(1, 3, "0.95"), "confidence = '0.95'"),  # type: ignore[arg-type]
        (lambda: jifen.sample_size(0.1, kind=None), "kind = None"),  # type: ignore[arg-type]
        (lambda: jifen.sample_size(0.1, population=1e3), "population = 1000.0"),  # type: ignore[arg-type]
    ):
        with pytest.raises(TypeError, match=named):
            call()
