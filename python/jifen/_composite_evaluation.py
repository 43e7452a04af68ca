"""Indicators of people from an evaluation. Part of jifen.composite."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jifen._arguments import shown, text_of
from jifen.errors import ArgumentError

if TYPE_CHECKING:
    from jifen.evaluation import Evaluation

__all__ = ["columns_of"]

PARTS = ("categories", "linkage", "five_knows", "duties")
STAGES = ("people", "matters", "circumstances", "needs", "help")

Columns = dict[str, list[float | None]]


def columns_of(evaluation: Evaluation, parts: Iterable[str]) -> tuple[list[str], Columns]:
    """The scored people in the order of `scores`, and a column an indicator; None where somebody has none.

    Columns in which nobody has a value are left out.
    """
    wanted = [text_of("parts", part) for part in parts]
    for part in wanted:
        if part not in PARTS:
            raise ArgumentError(
                f"parts = {shown(part)}: they are among {', '.join(PARTS)}", argument="parts", value=part
            )
    people = evaluation.scores["person"]
    row_of = {person: row for row, person in enumerate(people)}
    columns: Columns = {}

    def put(name: str, person: str, value: float | None) -> None:
        column = columns.setdefault(name, [None] * len(people))
        if person in row_of:  # whoever leads or has duties is not always scored
            column[row_of[person]] = value

    if "categories" in wanted:
        for row in evaluation.categories:
            put(f"category:{row['category']}", row["person"], float(row["credited"]))
    rule = evaluation.rulebook.linkage
    if "linkage" in wanted and rule is not None:
        for row in evaluation.linkage:
            for name, target in rule.targets.items():
                put(f"linkage:{name}", row["person"], min(1.0, row[name] / target))
    if "five_knows" in wanted:
        for row in evaluation.five_knows:
            if row["household"] is not None:
                continue
            for place, stage in enumerate(STAGES, 1):
                asked, known = row[f"n{place}"], row[f"k{place}"]
                # Nobody is registered: there is nothing to know. No matters, needs …: all of them are known (SPEC §6).
                rate = None if row["n1"] == 0 else known / asked if asked else 1.0
                put(f"five_knows:{stage}", row["leader"], rate)
    if "duties" in wanted:
        for row in evaluation.duties:
            put(f"duty:{row['duty']}", row["person"], row["done"] / row["due"] if row["due"] else None)
    return people, {name: column for name, column in columns.items() if any(value is not None for value in column)}
