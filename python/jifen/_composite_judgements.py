"""The analytic hierarchy process: weights from pairwise judgements. Part of jifen.composite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jifen import _jifen
from jifen._arguments import instance_of, shown, text_of
from jifen._numbers import NumberTable, number, numbers
from jifen.errors import ArgumentError

if not hasattr(_jifen, "make_indicators"):
    raise ImportError("jifen was built without jifen.composite: install Eigen (libeigen3-dev) and build it again")

__all__ = [
    "Criterion",
    "Disturbance",
    "Hierarchy",
    "Judgements",
    "aggregate_judgements",
    "aggregate_priorities",
    "ahp",
    "hierarchy",
    "most_disturbing",
]

TABLE = "saaty_2005"
DEEPEST = 100
"""Of a hierarchy, as in C++; the recursion of Python would end in an error of its own."""
RECIPROCAL_WITHIN = 5e-6
"""Of 1, for the product of a judgement and the one the other way round: 6 and 0.166667 are the same judgement, as is
every reciprocal of 2 to 9 that is written with six decimals."""


class Judgements:
    """How many times as important one thing is as another.

    From pairs, `Judgements({("coffee", "wine"): 9, …})`, in any direction, or a square matrix with reciprocals,
    `Judgements([[1, 3], [1/3, 1]], items=["a", "b"])`, where None, NaN or 0 is a missing judgement. `items` gives
    their order; of pairs it is that in which they are first named. A pair may be judged in both directions if one is
    the reciprocal of the other; the first stands.
    """

    _core: _jifen.Judgements

    def __init__(self, judged: Any, *, items: Iterable[str] | None = None) -> None:
        names = None if items is None else [text_of("items", item) for item in items]
        if isinstance(judged, Mapping):
            pairs = _pairs(judged)
            if names is None:
                names = list(dict.fromkeys(item for over, under, _ in pairs for item in (over, under)))
            self._core = _jifen.judge_pairs(names, pairs)
            return
        table = NumberTable.of(judged)
        if names is None:
            names = table.names or [f"c{place}" for place in range(table.columns)]
        if table.rows != len(names) or table.columns != len(names):
            reason = f"a row and a column for each of {len(names)} items"
            raise ArgumentError(f"judged: {reason}", argument="judged", value=f"{table.rows}, {table.columns}")
        self._core = _jifen.judge_matrix(names, table.values)

    @classmethod
    def _made(cls, core: _jifen.Judgements) -> Judgements:
        made = cls.__new__(cls)
        made._core = core
        return made

    @property
    def items(self) -> list[str]:
        return self._core.items

    @property
    def missing(self) -> int:
        """Pairs that were not judged."""
        return self._core.missing

    def value(self, over: str, under: str) -> float | None:
        """How many times as important; None when the pair was not judged."""
        items = self.items
        for item in (over, under):
            if item not in items:
                raise ArgumentError(f"there is no item {item}", argument="item", value=item)
        return self._core.value(items.index(over), items.index(under))

    def __repr__(self) -> str:
        return f"<Judgements of {len(self.items)} items, {self.missing} pairs missing>"


def _pairs(judged: Mapping[Any, Any]) -> list[tuple[str, str, float]]:
    """Each pair once; ArgumentError where the judgements of the two directions contradict each other."""
    known: dict[tuple[str, str], float] = {}
    for pair, given in judged.items():
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise TypeError(f"judged: a key is a pair of items, not {type(pair).__name__}")
        over, under = (text_of("judged", item) for item in pair)
        value, turned = number(given, "judged"), known.get((under, over), 0.0)
        if not (value > 0 and turned > 0):  # what is no judgement at all, C++ refuses
            known[over, under] = value
        elif not abs(value * turned - 1) <= RECIPROCAL_WITHIN:
            first = f"{shown(under)} over {shown(over)} is {turned:.12g}"
            second = f"{shown(over)} over {shown(under)} is {value:.12g}"
            reason = f"it would be {1 / turned:.6g}, the reciprocal; give one of the two, or correct one"
            raise ArgumentError(
                f"judged: {first}, but {second}: {reason}", argument="judged", value=f"{turned:.12g}, {value:.12g}"
            )
    return [(over, under, value) for (over, under), value in known.items()]


def _judgements(given: Any) -> Judgements:
    return given if isinstance(given, Judgements) else Judgements(given)


def ahp(judgements: Any, *, method: str = "eigenvector", table: str = TABLE) -> _jifen.Priorities:
    """Weights from judgements, and their consistency.

    `method`: `eigenvector` or `geometric_mean`; `table` of random indices: `saaty_1980`, `saaty_2005`,
    `donegan_dodd_1991` or `alonso_lamata_2006`.
    """
    return _jifen.priorities(_judgements(judgements)._core, text_of("method", method), text_of("table", table))


@dataclass(frozen=True)
class Disturbance:
    """The judgement that disturbs most, of `over` over `under`, and what would mend it.

    `mended` is what all others say of the pair, `on_scale` the nearest of 1/9, 1/8, … 8, 9 to that.
    """

    over: str
    under: str
    judged: float
    mended: float
    on_scale: float
    now: _jifen.Consistency = field(repr=False)
    when_mended: _jifen.Consistency = field(repr=False)
    when_on_scale: _jifen.Consistency = field(repr=False)


def most_disturbing(judgements: Any, *, table: str = TABLE) -> Disturbance | None:
    """The judgement that contradicts the others most, and what would mend it; None when none does."""
    judged = _judgements(judgements)
    found = _jifen.most_disturbing(judged._core, text_of("table", table))
    if found is None:
        return None
    items = judged.items  # a copy each time
    return Disturbance(
        items[found.over],
        items[found.under],
        found.judged,
        found.mended,
        found.on_scale,
        found.now,
        found.when_mended,
        found.when_on_scale,
    )


def _in_order(core: _jifen.Judgements, items: list[str], judge: int) -> _jifen.Judgements:
    """The judgements with their items in the order of the first judge: pairs name them in any."""
    own = core.items
    if own == items:
        return core
    for others, them, said in ((items, own, "does not judge"), (own, items, "alone judges")):
        alone = [item for item in others if item not in them]
        if alone:
            reason = "all judge the same items: Judgements(…, items=…) also names those that are in no pair"
            what = f"judges[{judge}] {said} {', '.join(shown(item) for item in alone)}"
            raise ArgumentError(f"{what}: {reason}", argument="judges", value=", ".join(alone))
    at = {item: place for place, item in enumerate(own)}
    pairs = []
    for place, over in enumerate(items):
        for under in items[place + 1 :]:
            value = core.value(at[over], at[under])
            if value is not None:
                pairs.append((over, under, value))
    return _jifen.judge_pairs(items, pairs)


def _judges(judges: Iterable[Any], weights: Iterable[float] | None) -> tuple[list[_jifen.Judgements], list[float]]:
    cores = [_judgements(judge)._core for judge in judges]
    cores = [_in_order(core, cores[0].items, place) for place, core in enumerate(cores)]
    return cores, [1.0] * len(cores) if weights is None else numbers(weights, "weights")


def aggregate_judgements(judges: Iterable[Any], weights: Iterable[float] | None = None) -> Judgements:
    """The judgements of several judges as one: the weighted geometric mean of each pair, over those who judged it.
    They judge the same items, in any order; that of the first stands."""
    return Judgements._made(_jifen.aggregate_judgements(*_judges(judges, weights)))


def aggregate_priorities(
    judges: Iterable[Any],
    weights: Iterable[float] | None = None,
    *,
    method: str = "eigenvector",
    table: str = TABLE,
    mean: str = "geometric",
) -> tuple[list[float], list[_jifen.Priorities]]:
    """The judges' own weights as one (by their `geometric` or `arithmetic` mean), and those of each judge."""
    words = text_of("method", method), text_of("table", table), text_of("mean", mean)
    return _jifen.aggregate_priorities(*_judges(judges, weights), *words)


@dataclass(frozen=True)
class Criterion:
    """A criterion and what it is made of. Its parts weigh by `judgements` of their names, or by `weights`, or alike.

    Parts without parts are leaves; a text is a leaf of that name.
    """

    name: str
    parts: Sequence[Criterion | str] = ()
    judgements: Any = None
    weights: Sequence[float] = field(default=())

    def _fields(self, depth: int = 0) -> tuple[str, list[Any], _jifen.Judgements | None, list[float]]:
        name = text_of("name", self.name)
        if depth > DEEPEST:
            there = f'hierarchy = "{_jifen.mask_long_numbers(name)}"'
            raise ArgumentError(f"{there}: it is deeper than {DEEPEST}", argument="hierarchy", value=name)
        parts = [(Criterion(part) if isinstance(part, str) else part) for part in self.parts]
        for part in parts:
            instance_of("parts", part, Criterion)
        judged = None if self.judgements is None else _judgements(self.judgements)._core
        fields = [part._fields(depth + 1) for part in parts]
        return name, fields, judged, numbers(self.weights, "weights")


@dataclass(frozen=True)
class Hierarchy:
    """The weights of a hierarchy: `leaves` by name, adding up to 1; `criteria` in the order of the tree."""

    leaves: dict[str, float]
    criteria: list[_jifen.WeighedCriterion] = field(repr=False)
    worst_ratio: float | None


def hierarchy(root: Criterion, *, method: str = "eigenvector", table: str = TABLE) -> Hierarchy:
    """The weights of all leaves under a root; leaves of one name are the same."""
    instance_of("root", root, Criterion)
    criteria, leaves, worst = _jifen.weigh(root._fields(), text_of("method", method), text_of("table", table))
    return Hierarchy(dict(leaves), criteria, worst)
