"""How sure a rate is: k of n who were asked knew."""

from __future__ import annotations

from jifen import _jifen
from jifen._arguments import number_of, text_of, whole_number

__all__ = ["clopper_pearson_interval", "sample_size", "wilson_interval"]


def _optional(argument: str, number: int | None) -> int | None:
    return None if number is None else whole_number(argument, number)


def wilson_interval(k: int, n: int, confidence: float = 0.95, population: int | None = None) -> tuple[float, float]:
    """Wilson's score interval for a rate, (low, high): on average over the rates it covers as often as it says.

    With a `population` of which the n were drawn without replacement, n counts as n · (N - 1) / (N - n).
    ArgumentError unless 0 ≤ k ≤ n, 1 ≤ n ≤ population and 0 < confidence < 1.
    """
    return _jifen.wilson_interval(
        whole_number("k", k),
        whole_number("n", n),
        number_of("confidence", confidence),
        _optional("population", population),
    )


def clopper_pearson_interval(
    k: int, n: int, confidence: float = 0.95, population: int | None = None
) -> tuple[float, float]:
    """Clopper and Pearson's exact interval, (low, high): it covers at least as often as it says, whatever the rate.

    With a `population` of which the n were drawn without replacement, that of the hypergeometric distribution.
    ArgumentError as `wilson_interval`, and for a population above 2^31 - 1.
    """
    return _jifen.clopper_pearson_interval(
        whole_number("k", k),
        whole_number("n", n),
        number_of("confidence", confidence),
        _optional("population", population),
    )


def sample_size(
    width: float, confidence: float = 0.95, rate: float = 0.5, kind: str = "wilson", population: int | None = None
) -> int:
    """How many must be drawn, so that the interval is no wider than `width` from end to end if the rate found is
    `rate`: 0.5 is the worst.

    `kind` is `wilson` or `clopper_pearson`; without a `population` it is without end. ArgumentError unless
    0 < width < 1, 0 ≤ rate ≤ 1 and 0 < confidence < 1, or when more than 10^15 would be needed.
    """
    return _jifen.sample_size(
        number_of("width", width),
        number_of("confidence", confidence),
        number_of("rate", rate),
        text_of("kind", kind),
        _optional("population", population),
    )
