"""Composite indices: indicators made comparable, weights, and methods that combine the two.

t = composite.Indicators(frame, alternatives="person", directions={"days_late": "cost"})
w = composite.entropy(t)
composite.topsis(t, w).table()

The C++ room `composite`, which needs Eigen when the package is built; docs/composite.md says which convention each
method follows. Every function takes for `indicators` whatever `Indicators` takes.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Number
from typing import Any, Generic, TypeVar

from jifen import _jifen
from jifen._arguments import instance_of, shown, text_of, whole_number
from jifen._composite_judgements import (
    Criterion,
    Disturbance,
    Judgements,
    aggregate_judgements,
    aggregate_priorities,
    ahp,
    hierarchy,
    most_disturbing,
)
from jifen._numbers import NumberTable, number, numbers
from jifen._running import Progress, progress_of, threads_of
from jifen.errors import ArgumentError
from jifen.evaluation import Evaluation

__all__ = [
    "Criterion",
    "Disturbance",
    "Goalposts",
    "Indicators",
    "Judgements",
    "Normalisation",
    "Outcome",
    "Preference",
    "aggregate_judgements",
    "aggregate_priorities",
    "ahp",
    "critic",
    "entropy",
    "equal",
    "geometric_mean",
    "given",
    "hierarchy",
    "kendall_tau_b",
    "most_disturbing",
    "pca",
    "promethee",
    "spearman_rho",
    "standard_deviation",
    "topsis",
    "vikor",
    "weighted_sum",
]

TIE_WITHIN = 1e-12
"""Scores that differ by less than this part of the largest tie."""


@dataclass(frozen=True)
class Goalposts:
    """Between which values an indicator lies, by agreement and not by what occurs."""

    low: float
    high: float
    logarithm: bool = False
    clip: bool = True


@dataclass(frozen=True)
class Normalisation:
    """How an indicator is brought to a common scale: `none`, `min_max`, `z_score`, `rank`, `target_distance`,
    `leader_share`, `vector`, `sum` or `goalposts`.

    `low` and `high` are what the worst and the best become (min_max, rank, target_distance, goalposts); `constant`
    says what becomes of an indicator that is the same everywhere: `refuse` or `neutral`.
    """

    scale: str = "min_max"
    low: float = 0.0
    high: float = 1.0
    goalposts: Goalposts | None = None
    sample_sd: bool = False
    constant: str = "refuse"

    def _fields(self) -> tuple[str, float, float, tuple[float, float, bool, bool], bool, str]:
        posts = self.goalposts
        if posts is None:
            if self.scale == "goalposts":
                raise ArgumentError("goalposts: the scale needs them", argument="goalposts", value="None")
            posts = Goalposts(0, 1)
        instance_of("goalposts", posts, Goalposts)
        between = (number(posts.low, "low"), number(posts.high, "high"), bool(posts.logarithm), bool(posts.clip))
        ends = (number(self.low, "low"), number(self.high, "high"))
        return text_of("scale", self.scale), *ends, between, bool(self.sample_sd), text_of("constant", self.constant)


@dataclass(frozen=True)
class Preference:
    """How a difference becomes a preference in PROMETHEE: `usual`, `u_shape` (q), `v_shape` (p), `level` (q, p),
    `linear` (q, p) or `gaussian` (s)."""

    shape: str = "usual"
    q: float = 0.0
    p: float = 0.0
    s: float = 0.0


def _for_each(argument: str, given: Any, names: list[str], default: Any, kinds: type | tuple[type, ...]) -> list[Any]:
    """One value for every name: from one for all, a mapping by name (the others get the default), or a sequence."""
    if given is None:
        return [default] * len(names)
    if isinstance(given, kinds):
        return [given] * len(names)
    if isinstance(given, Mapping):
        unknown = [name for name in given if name not in names]
        if unknown:
            reason = f"no such indicator; there are {', '.join(names)}"
            raise ArgumentError(f"{argument} = {shown(unknown[0])}: {reason}", argument=argument, value=str(unknown[0]))
        return [given.get(name, default) for name in names]
    try:
        values = iter(given)
    except TypeError:
        reason = f"one for all, by name, or one for each of {len(names)} indicators"
        raise TypeError(f"{argument} = {shown(given)}: {reason}, not {type(given).__name__}") from None
    each = list(values)
    if len(each) != len(names):
        reason = f"there is one for each of {len(names)} indicators"
        raise ArgumentError(f"{argument}: {reason}", argument=argument, value=str(len(each)))
    return each


class Indicators:
    """Alternatives (people, grids, countries, …) by indicators, in any units. None and NaN are missing values.

    `values`: a numpy array, rows of numbers, rows as dicts, a dict of columns, a pandas or polars frame, an Arrow
    table, a `jifen.Table`. `alternatives`: their names, or the column that holds them. `names`: the columns that are
    indicators (all, if not said), or the names of columns that have none. `directions`: `benefit` (the default), `cost`
    or `target`; for all, by name, or one each; `targets` likewise.
    """

    _core: _jifen.Indicators

    def __init__(
        self,
        values: Any,
        *,
        alternatives: str | Iterable[str] | None = None,
        names: Iterable[str] | None = None,
        directions: str | Mapping[str, str] | Iterable[str] | None = None,
        targets: float | Mapping[str, float] | Iterable[float | None] | None = None,
    ) -> None:
        columns = None if names is None else [text_of("names", name) for name in names]
        table = NumberTable.of(values, alternatives if isinstance(alternatives, str) else None, columns)
        if alternatives is not None and not isinstance(alternatives, str):
            labels = [text_of("alternatives", name) for name in alternatives]
        else:
            labels = table.labels or [str(place) for place in range(table.rows)]
        if columns is None:
            columns = table.names or [f"x{place}" for place in range(table.columns)]
        each = [text_of("directions", way) for way in _for_each("directions", directions, columns, "benefit", str)]
        aims = _for_each("targets", targets, columns, None, Number)
        goals = [None if aim is None else number(aim, "targets") for aim in aims]
        if len(labels) != table.rows or len(columns) != table.columns:
            there = f"{len(labels)} alternatives and {len(columns)} indicators are named"
            reason = f"the table has {table.rows} rows of {table.columns}"
            raise ArgumentError(f"values: {there}, {reason}", argument="values", value=f"{len(labels)}, {len(columns)}")
        self._core = _jifen.make_indicators(labels, columns, each, goals, table.values)

    @classmethod
    def of_evaluation(
        cls,
        evaluation: Evaluation,
        parts: Iterable[str] = ("categories", "linkage", "five_knows", "duties"),
        people: Iterable[str] | None = None,
    ) -> Indicators:
        """The scored people (or those of them that are named), all indicators being benefits; missing where somebody
        has none.

        `category:…` are credited points (before `total.caps`), `linkage:…` the share of the target that is met, at most
        1, `five_knows:…` the rates of the stages, `duty:…` done of due. What nobody has is left out.
        """
        instance_of("evaluation", evaluation, Evaluation)
        wanted = [text_of("parts", part) for part in parts]
        named = None if people is None else [text_of("people", person) for person in people]
        return cls._made(_jifen.evaluation_indicators(evaluation._core, wanted, named))

    @classmethod
    def _made(cls, core: _jifen.Indicators) -> Indicators:
        made = cls.__new__(cls)
        made._core = core
        return made

    @property
    def alternatives(self) -> list[str]:
        return self._core.alternatives

    @property
    def names(self) -> list[str]:
        """Of the indicators."""
        return self._core.names

    @property
    def directions(self) -> list[str]:
        return self._core.directions

    @property
    def targets(self) -> list[float | None]:
        return self._core.targets

    @property
    def missing(self) -> int:
        """Values that are missing."""
        return self._core.missing

    @property
    def values(self) -> list[list[float]]:
        """A list an alternative; NaN where a value is missing."""
        return self._core.rows()

    def __len__(self) -> int:
        return len(self._core.alternatives)

    def __repr__(self) -> str:
        return f"<Indicators: {len(self)} alternatives, {len(self.names)} indicators, {self.missing} values missing>"

    def treat(self, missing: str = "refuse", winsorise: tuple[float, float] | None = None) -> Treated:
        """Missing values (`refuse`, `drop_row`, `mean`, `rest_of_weights`) and outliers (two quantiles)."""
        done = _jifen.treat(self._core, text_of("missing", missing), _quantiles(winsorise))
        dropped = [self.alternatives[row] for row in done.dropped]
        return Treated(Indicators._made(done.indicators), done.steps, dropped, done.filled, done.moved)

    def normalise(
        self, by: str | Normalisation | Mapping[str, str | Normalisation] | Iterable[str | Normalisation] = "min_max"
    ) -> Normalised:
        """Brought to a common scale, more being better everywhere: one `Normalisation` (or the name of its scale) for
        all, by name (the others by min_max), or one each."""
        each = _for_each("by", by, self.names, Normalisation(), (str, Normalisation))
        done = _jifen.normalise(self._core, [_normalisation(one)._fields() for one in each])
        return Normalised(Indicators._made(done.indicators), done.steps, [self.names[i] for i in done.constant])


def _quantiles(given: Any) -> tuple[float, float] | None:
    if given is None:
        return None
    is_row = isinstance(given, Iterable) and not isinstance(given, str | bytes | Mapping)
    each = numbers(given, "winsorise") if is_row else []
    if len(each) != 2:
        reason = "two quantiles, the lower first, as (0.05, 0.95)"
        raise ArgumentError(f"winsorise = {shown(given)}: {reason}", argument="winsorise", value=str(given))
    return each[0], each[1]


def _normalisation(by: str | Normalisation) -> Normalisation:
    if isinstance(by, str):
        return Normalisation(by)
    instance_of("by", by, Normalisation)
    return by


@dataclass(frozen=True)
class Treated:
    """What was done to missing values and outliers: `steps` in words; cells as (row, column, before, after)."""

    indicators: Indicators
    steps: list[str]
    dropped: list[str]
    filled: list[tuple[int, int, float, float]]
    moved: list[tuple[int, int, float, float]]


@dataclass(frozen=True)
class Normalised:
    """Comparable indicators; `steps` says what was done to each, `constant` names those that do not vary."""

    indicators: Indicators
    steps: list[str]
    constant: list[str]


def indicators_of(given: Any) -> Indicators:
    """From whatever `Indicators` takes, and from what its methods give."""
    if isinstance(given, Treated | Normalised):
        return given.indicators
    return given if isinstance(given, Indicators) else Indicators(given)


# Weights.

Weights = _jifen.Weights


def given(weights: Iterable[float]) -> Weights:
    """The weights divided by their sum."""
    return _jifen.given_weights(numbers(weights, "weights"))


def equal(indicators: Any) -> Weights:
    """The same weight for each indicator (or so many weights as the number says)."""
    if isinstance(indicators, int):
        return _jifen.equal_weights(whole_number("indicators", indicators, 1, 2**32))
    return _jifen.equal_weights(len(indicators_of(indicators).names))


def entropy(indicators: Any) -> Weights:
    """By the entropy of the shares: an indicator weighs by how unevenly its sum is spread."""
    return _jifen.entropy_weights(indicators_of(indicators)._core)


def standard_deviation(indicators: Any) -> Weights:
    """By the standard deviation of the values as they are: normalise first."""
    return _jifen.standard_deviation_weights(indicators_of(indicators)._core)


def critic(indicators: Any, *, scales: bool = True, correlation: str = "pearson") -> Weights:
    """CRITIC: much spread, little that other indicators say already. `correlation`: `pearson` or `spearman`."""
    return _jifen.critic_weights(indicators_of(indicators)._core, bool(scales), text_of("correlation", correlation))


def pca(indicators: Any, *, components: int | None = None) -> _jifen.PcaWeights:
    """Principal components of the correlations: those with an eigenvalue of 1 and more, or so many."""
    if components is not None:
        try:
            components = operator.index(components)  # numpy's whole numbers too
        except TypeError:
            instance_of("components", components, int)
        if components < 1:
            raise ArgumentError("components: one at least", argument="components", value=str(components))
        components = whole_number("components", components)
    return _jifen.pca_weights(indicators_of(indicators)._core, components)


def weights_of(given_weights: Any, names: list[str]) -> list[float]:
    """From weights that a function here made, numbers in the order of the indicators, or numbers by name."""
    if isinstance(given_weights, _jifen.PcaWeights):
        given_weights = given_weights.weights
    if isinstance(given_weights, _jifen.Weights):
        return given_weights.values
    if isinstance(given_weights, _jifen.Priorities):
        return given_weights.weights
    if isinstance(given_weights, Mapping):
        if set(given_weights) != set(names):
            there = ", ".join(names)
            raise ArgumentError(f"weights: one for each of {there}", argument="weights", value=str(list(given_weights)))
        given_weights = [given_weights[name] for name in names]
    return numbers(given_weights, "weights")


# Methods.

Found = TypeVar("Found", _jifen.CompositeIndex, _jifen.Topsis, _jifen.Vikor, _jifen.Promethee)


@dataclass(frozen=True)
class Outcome(Generic[Found]):
    """What a method made of the alternatives: `scores` and `places` (1, 2, 2, 4) in their order; `details` has all."""

    method: str
    alternatives: list[str]
    scores: list[float]
    details: Found = field(repr=False)

    @property
    def places(self) -> list[int]:
        return self.details.ranking.places

    @property
    def weights(self) -> list[float]:
        """As they were used: they add up to 1."""
        return self.details.weights

    @property
    def ties(self) -> list[list[str]]:
        """Groups of alternatives that share a place, best first."""
        return [[self.alternatives[i] for i in group] for group in self.details.ranking.ties]

    def table(self) -> list[dict[str, Any]]:
        """`place`, `alternative`, `score`, best first."""
        places = self.places  # a copy each time
        return [
            {"place": places[i], "alternative": self.alternatives[i], "score": self.scores[i]}
            for i in self.details.ranking.order
        ]


def weighted_sum(indicators: Any, weights: Any, *, tie_within: float = TIE_WITHIN) -> Outcome[_jifen.CompositeIndex]:
    """Σ weight · value of comparable indicators; where a value is missing, the others share its weight."""
    of = indicators_of(indicators)
    found = _jifen.weighted_sum(of._core, weights_of(weights, of.names), number(tie_within, "tie_within"))
    return Outcome("weighted_sum", of.alternatives, found.scores, found)


def geometric_mean(indicators: Any, weights: Any, *, tie_within: float = TIE_WITHIN) -> Outcome[_jifen.CompositeIndex]:
    """Π value ^ weight of comparable indicators."""
    of = indicators_of(indicators)
    found = _jifen.weighted_geometric_mean(of._core, weights_of(weights, of.names), number(tie_within, "tie_within"))
    return Outcome("geometric_mean", of.alternatives, found.scores, found)


def topsis(
    indicators: Any, weights: Any, *, by: str | Normalisation = "vector", tie_within: float = TIE_WITHIN
) -> Outcome[_jifen.Topsis]:
    """TOPSIS: how near to the best and how far from the worst; 0 … 1, more is better."""
    of = indicators_of(indicators)
    found = _jifen.topsis(
        of._core, weights_of(weights, of.names), _normalisation(by)._fields(), number(tie_within, "tie_within")
    )
    return Outcome("topsis", of.alternatives, found.closeness, found)


def vikor(
    indicators: Any, weights: Any, *, strategy: float = 0.5, tie_within: float = TIE_WITHIN
) -> Outcome[_jifen.Vikor]:
    """VIKOR: a compromise between the many and the one worst off; Q from 0 to 1, less is better."""
    of = indicators_of(indicators)
    found = _jifen.vikor(
        of._core, weights_of(weights, of.names), number(strategy, "strategy"), number(tie_within, "tie_within")
    )
    return Outcome("vikor", of.alternatives, found.q, found)


def promethee(
    indicators: Any,
    weights: Any,
    *,
    preferences: str | Preference | Mapping[str, Preference] | Sequence[Preference] = "usual",
    tie_within: float = TIE_WITHIN,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> Outcome[_jifen.Promethee]:
    """PROMETHEE II: preferences for each alternative over all others less those against it; −1 … 1, more is better.
    Takes the square of the alternatives; the same numbers for any number of threads."""
    of = indicators_of(indicators)
    each = _for_each("preferences", preferences, of.names, Preference(), (str, Preference))
    fields = []
    for one in each:
        preference = Preference(one) if isinstance(one, str) else one
        instance_of("preferences", preference, Preference)
        thresholds = (number(preference.q, "q"), number(preference.p, "p"), number(preference.s, "s"))
        fields.append((text_of("shape", preference.shape), *thresholds))
    given = weights_of(weights, of.names)
    with progress_of(progress, "PROMETHEE") as report:
        found = _jifen.promethee(of._core, given, fields, number(tie_within, "tie_within"), threads_of(threads), report)
    return Outcome("promethee", of.alternatives, found.net, found)


# How much two rankings agree.


def kendall_tau_b(x: Iterable[float], y: Iterable[float]) -> float | None:
    """Kendall's tau-b; None where it is undefined: fewer than two, or a side that is all ties."""
    return _jifen.kendall_tau_b(numbers(x, "x"), numbers(y, "y"))


def spearman_rho(x: Iterable[float], y: Iterable[float]) -> float | None:
    """Spearman's rho, equal values sharing the mean of their ranks; None as above."""
    return _jifen.spearman_rho(numbers(x, "x"), numbers(y, "y"))
