"""How sure the places of a composite index, and of a selection, are.

t = composite.Indicators.of_evaluation(e).normalise("min_max")
sure = robustness.rank_uncertainty(t, composite.equal(t), places=20)
sure.table()
sure.to_html("sure.html")

The C++ room `robustness`; docs/robustness.md says what is drawn and what the figures mean. Every function takes for
`indicators` whatever `composite.Indicators` takes; values are comparable already, and none is missing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from jifen import _jifen
from jifen._arguments import instance_of, shown, text_of, whole_number
from jifen._numbers import number, numbers
from jifen._robustness_page import page_of
from jifen._running import Progress, progress_of, threads_of
from jifen.composite import Indicators, indicators_of, weights_of
from jifen.errors import ArgumentError, refused_by_system
from jifen.evaluation import Evaluation

__all__ = [
    "Agreement",
    "Contest",
    "RankReversal",
    "RankUncertainty",
    "WithoutIndicator",
    "WithoutItem",
    "agreement",
    "contest_of",
    "leave_one_indicator_out",
    "leave_one_item_out",
    "parts_of",
    "rank_reversals",
    "rank_uncertainty",
]

MOST_BYTES = 2**32


@dataclass(frozen=True)
class Contest:
    """Who stands against whom: the eligible candidates of a selection, their strata, and the places of each."""

    alternatives: list[str]
    strata: list[str]
    places: dict[str, int]


def contest_of(evaluation: Evaluation, selection: str) -> Contest:
    """The eligible candidates of a selection of the rulebook, in the order of its rows."""
    instance_of("evaluation", evaluation, Evaluation)
    rows = [row for row in evaluation.select(selection) if row["place"] is not None]
    places = {str(row["stratum"]): row["places"] for row in evaluation.strata(selection)}
    return Contest([row["person"] for row in rows], [str(row["stratum"]) for row in rows], places)


def parts_of(evaluation: Evaluation, selection: str) -> tuple[Indicators, Contest]:
    """What the ranking points of a selection are made of, in points, for its eligible candidates: the categories (and
    `items`, what lies outside of them or was cut by `total.caps`), `linkage`, `five_knows`, `duties`,
    `composite`.

    With equal weights their weighted sum has the order of the ranking points (where neither floor nor ceiling of the
    total cuts): how sure the selection is if the parts weighed a little more or less. Parts that nobody has are left
    out.
    """
    contest = contest_of(evaluation, selection)
    row_of = {person: at for at, person in enumerate(contest.alternatives)}
    columns: dict[str, list[Decimal]] = {}

    def put(name: str, person: str, points: Decimal) -> None:
        if person in row_of:
            columns.setdefault(name, [Decimal(0)] * len(row_of))[row_of[person]] += points

    keys = evaluation.rulebook.rank_by(selection)
    for key in keys:
        if key.startswith("category:") or key == "total":
            for row in evaluation.categories:
                name = f"category:{row['category']}"
                if key in (name, "total"):
                    put(name, row["person"], row["credited"])
        if key == "total":
            for row in evaluation.categories:
                put("items", row["person"], -row["credited"])
        for row in evaluation.scores:
            for part in ("items", "linkage", "five_knows", "duties", "composite"):
                if key in (part, "total") and part in row:
                    put(part, row["person"], row[part])
        if key == "composite" and "composite" not in evaluation.scores.columns:  # an index that only ranks
            for row in evaluation.composite:
                if row["indicator"] is None:
                    put(key, row["person"], row["contribution"])
    some = {name: column for name, column in columns.items() if any(column)}
    if not some:
        reason = "nobody who is eligible has points"
        raise ArgumentError(f"selection = {shown(selection)}: {reason}", argument="selection", value=selection)
    return Indicators(some, alternatives=contest.alternatives), contest


def _numbered(
    count: int, strata: Iterable[str] | None, places: int | Mapping[str, int] | None
) -> tuple[list[str], list[int], list[int]]:
    """The names of the strata, the stratum of each alternative and the places of each stratum, for C++."""
    if strata is None:
        if isinstance(places, Mapping):
            raise ArgumentError("places: a number, where there are no strata", argument="places", value="dict")
        return [], [], [] if places is None else [whole_number("places", places, 0)]
    labels = [text_of("strata", label) for label in strata]
    if len(labels) != count:
        reason = f"one for each of {count} alternatives"
        raise ArgumentError(f"strata: {reason}", argument="strata", value=str(len(labels)))
    names = list(dict.fromkeys(labels))
    number_of = {name: at for at, name in enumerate(names)}
    if isinstance(places, Mapping):
        missing = [name for name in names if name not in places]
        if missing:
            raise ArgumentError(f"places: none for {shown(missing[0])}", argument="places", value=missing[0])
        each = [whole_number("places", places[name], 0) for name in names]
    else:
        each = [] if places is None else [whole_number("places", places, 0)] * len(names)
    return names, [number_of[label] for label in labels], each


@dataclass(frozen=True)
class RankUncertainty:
    """What the draws make of each alternative; places are those in her stratum. In the order of the alternatives."""

    alternatives: list[str]
    strata: list[str] | None
    details: _jifen.RankUncertainty = field(repr=False)

    @property
    def place(self) -> list[int]:
        """Under the weights given."""
        return self.details.place

    @property
    def interval(self) -> list[tuple[int, int]]:
        """The places between which at least `level` of the draws lie."""
        return list(zip(self.details.low, self.details.high, strict=True))

    @property
    def selected_share(self) -> list[float]:
        """Of the draws in which she is selected."""
        return self.details.selected_share

    def table(self, *, unsure: float | None = None) -> list[dict[str, Any]]:
        """A row for each alternative, by stratum and place. `unsure=0.05`: only those who are selected in more than
        5 % of the draws and in less than 95 %."""
        d = self.details
        columns: dict[str, list[Any]] = {
            "place": d.place,
            "low": d.low,
            "median": d.median,
            "high": d.high,
            "best": d.best,
            "worst": d.worst,
            "mean": d.mean,
            "selected": d.selected,
            "selected_share": d.selected_share,
        }
        rows = [
            {"alternative": name, **({} if self.strata is None else {"stratum": self.strata[at]})}
            | {column: values[at] for column, values in columns.items()}
            for at, name in enumerate(self.alternatives)
        ]
        if unsure is not None:
            least = number(unsure, "unsure")
            rows = [row for row in rows if least < row["selected_share"] < 1 - least]
        return sorted(rows, key=lambda row: (row.get("stratum", ""), row["place"]))

    def to_html(self, path: str | os.PathLike[str], *, title: str = "", around: int = 15, language: str = "zh") -> None:
        """Writes a page: those around the line of each stratum (`around` on either side), as a picture and a table.

        It needs no other file and runs no program. FileError: the disk refuses.
        """
        page = page_of(self.table(), self.details, text_of("title", title), whole_number("around", around, 0), language)
        try:
            Path(path).write_text(page, "utf-8")
        except OSError as error:
            raise refused_by_system("cannot write the file", path, error, "check the folder") from error


def rank_uncertainty(
    indicators: Any,
    weights: Any,
    *,
    strata: Iterable[str] | None = None,
    places: int | Mapping[str, int] | None = None,
    aggregation: str = "weighted_sum",
    draws: int = 10_000,
    concentration: float = 100.0,
    seed: int = 1,
    level: float = 0.9,
    most_bytes: int = MOST_BYTES,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> RankUncertainty:
    """Places, and who is selected, under weights drawn from a Dirichlet distribution around those given.

    `concentration`: the larger, the nearer the draws to the weights; one of weight w has the standard deviation
    √(w (1 − w) / (concentration + 1)). `strata` of each alternative, `places` that are selected in each (or in all).
    The same numbers for any number of threads.
    """
    of = indicators_of(indicators)
    names, numbered, each = _numbered(len(of), strata, places)
    with progress_of(progress, "draws") as report:
        found = _jifen.rank_uncertainty(
            of._core,
            weights_of(weights, of.names),
            numbered,
            each,
            text_of("aggregation", aggregation),
            whole_number("draws", draws, 0),
            number(concentration, "concentration"),
            whole_number("seed", seed, 0, 2**64),
            number(level, "level"),
            whole_number("most_bytes", most_bytes, 0),
            threads_of(threads),
            report,
        )
    return RankUncertainty(of.alternatives, [names[at] for at in numbered] if names else None, found)


@dataclass(frozen=True)
class WithoutIndicator:
    """What becomes of the places without one indicator; the others share its weight. Where nobody moves,
    `moved_most` is empty."""

    indicator: str
    weight: float
    tau_b: float | None
    largest_move: int
    moved_most: str
    enters: list[str]
    leaves: list[str]
    places: list[int] = field(repr=False)


def leave_one_indicator_out(
    indicators: Any,
    weights: Any,
    *,
    strata: Iterable[str] | None = None,
    places: int | Mapping[str, int] | None = None,
    aggregation: str = "weighted_sum",
) -> list[WithoutIndicator]:
    """Each indicator left out in turn: Kendall's tau-b between the scores, who moves most, who enters and leaves."""
    of = indicators_of(indicators)
    _, numbered, each = _numbered(len(of), strata, places)
    given = weights_of(weights, of.names)
    found = _jifen.leave_one_indicator_out(of._core, given, numbered, each, text_of("aggregation", aggregation))
    who = of.alternatives
    return [
        WithoutIndicator(
            one.name,
            one.weight,
            one.tau_b,
            one.largest_move,
            who[one.moved_most] if one.largest_move else "",
            [who[at] for at in one.enters],
            [who[at] for at in one.leaves],
            one.places,
        )
        for one in found
    ]


@dataclass(frozen=True)
class WithoutItem:
    """What a selection becomes if one item gave no points; `points` are what it adds to all scored people together.
    Where nobody moves, `moved_most` is empty."""

    item: str
    points: Decimal
    tau_b: float | None
    largest_move: int
    moved_most: str
    enters: list[str]
    leaves: list[str]


def leave_one_item_out(
    evaluation: Evaluation,
    selection: str,
    items: Iterable[str] | None = None,
    *,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> list[WithoutItem]:
    """Each item of the rulebook that gives points or vetoes (or those that are named) left out in turn: the district is
    evaluated again, with all caps, as if the item gave nothing."""
    instance_of("evaluation", evaluation, Evaluation)
    codes = [] if items is None else [text_of("items", item) for item in items]
    if items is not None and not codes:
        return []
    with progress_of(progress, "items") as report:
        found = _jifen.leave_item_out(
            evaluation._core, text_of("selection", selection), codes, threads_of(threads), report
        )
    return [
        WithoutItem(one.item, one.points, one.tau_b, one.largest_move, one.moved_most, one.enters, one.leaves)
        for one in found
    ]


@dataclass(frozen=True)
class RankReversal:
    """Without `removed`, so many pairs of others stand the other way round; one of them was `before`, `behind`."""

    removed: str
    pairs: int
    before: str
    behind: str


def rank_reversals(
    indicators: Any,
    method: Callable[[Indicators], Sequence[float]],
    *,
    remove: Iterable[str] | None = None,
    tie_within: float = 1e-12,
    progress: bool | Progress | None = None,
) -> list[RankReversal]:
    """Whether removing one alternative turns the order of others. `method` gives scores, more being better:
    `lambda t: composite.topsis(t, weights).scores`. Empty where no order turns."""
    of = indicators_of(indicators)
    who = of.alternatives
    at = {name: place for place, name in enumerate(who)}
    rows = []
    for name in [] if remove is None else remove:
        if name not in at:
            raise ArgumentError(f"remove = {shown(name)}: no such alternative", argument="remove", value=str(name))
        rows.append(at[name])
    if remove is not None and not rows:
        return []

    def scores(core: _jifen.Indicators) -> list[float]:
        return numbers(method(Indicators._made(core)), "method")

    within = number(tie_within, "tie_within")
    with progress_of(progress, "rank reversals") as report:
        found = _jifen.rank_reversals(of._core, scores, rows, within, report)
    return [RankReversal(who[gone], pairs, who[before], who[behind]) for gone, pairs, before, behind in found]


@dataclass(frozen=True)
class Agreement:
    """Kendall's tau-b and Spearman's rho of each method with each; NaN where one is all ties."""

    methods: list[str]
    tau_b: list[list[float]]
    rho: list[list[float]]

    def table(self) -> list[dict[str, Any]]:
        """A row for each pair of methods."""
        return [
            {"first": a, "second": b, "tau_b": self.tau_b[i][j], "rho": self.rho[i][j]}
            for i, a in enumerate(self.methods)
            for j, b in enumerate(self.methods)
            if i < j
        ]


def agreement(methods: Mapping[str, Sequence[float]]) -> Agreement:
    """How much the orders of several methods agree: their scores by name, more being better (of VIKOR turned round)."""
    instance_of("methods", methods, Mapping)
    given = [(text_of("methods", name), numbers(scores, name)) for name, scores in methods.items()]
    tau_b, rho = _jifen.agreement(given)
    return Agreement([name for name, _ in given], tau_b, rho)
