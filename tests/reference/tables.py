"""SPEC section 9: the output tables, as text."""

from __future__ import annotations

from frame import by_date_then_id
from knows import KnowsRow
from values import bytewise, write_date, write_points, write_score

from evaluation import Evaluation
from selection import select

TableRow = dict[str, str]
Tables = dict[str, list[TableRow]]

_FUNNEL = ("n1", "k1", "n2", "k2", "n3", "k3", "n4", "k4", "n5", "k5")

COLUMNS: dict[str, tuple[str, ...]] = {
    "scores": (
        "person",
        "unit",
        "rank",
        "total",
        "grade",
        "vetoed",
        "base",
        "items",
        "linkage",
        "five_knows",
        "duties",
        "deductions",
    ),
    "categories": ("person", "category", "raw", "credited"),
    "statement": (
        "person",
        "entry",
        "date",
        "item",
        "raw",
        "credited",
        "verdict",
        "cut_by",
        "version",
    ),
    "linkage": ("person", "day", "exemplars", "contacts", "served"),
    "five_knows": ("leader", "household", "day", *_FUNNEL, "score", "broken_at", "why"),
    "duties": ("person", "duty", "due", "done"),
    "selection": (
        "selection",
        "person",
        "stratum",
        "place",
        "points",
        "selected",
        "reason",
        "decided_by",
        "distance",
    ),
}


def yes_or_no(truth: bool) -> str:
    return "yes" if truth else "no"


def scores_table(evaluation: Evaluation) -> list[TableRow]:
    """SPEC 9: "a vetoed person's rank is blank"."""
    return [
        {
            "person": score.person,
            "unit": score.unit,
            "rank": "" if score.rank is None else str(score.rank),
            "total": write_points(score.total),
            "grade": score.grade,
            "vetoed": yes_or_no(score.vetoed),
            "base": write_points(score.base),
            "items": write_points(score.items.items),
            "linkage": write_points(score.linkage),
            "five_knows": write_points(score.five_knows),
            "duties": write_points(score.duties),
            "deductions": write_points(score.items.deductions),
        }
        for score in evaluation.scores.values()
    ]


def categories_table(evaluation: Evaluation) -> list[TableRow]:
    """SPEC 9: "every scored person x every category"."""
    categories = sorted(evaluation.frame.rules.categories, key=bytewise)
    return [
        {
            "person": score.person,
            "category": category,
            "raw": write_points(score.items.category_raw[category]),
            "credited": write_points(score.items.category_credited[category]),
        }
        for score in evaluation.scores.values()
        for category in categories
    ]


def statement_table(evaluation: Evaluation) -> list[TableRow]:
    """SPEC 9: "every accepted entry known at `known_at`", sorted by person, date, entry."""
    return [
        {
            "person": line.entry.actor,
            "entry": line.entry.entry,
            "date": write_date(line.entry.date),
            "item": line.entry.item,
            "raw": write_points(line.raw),
            "credited": write_points(line.credited),
            "verdict": line.verdict,
            "cut_by": line.cut_by,
            "version": line.version,
        }
        for person in sorted(evaluation.lines, key=bytewise)
        for line in sorted(evaluation.lines[person], key=lambda each: by_date_then_id(each.entry))
    ]


def linkage_table(evaluation: Evaluation) -> list[TableRow]:
    return [
        {
            "person": row.person,
            "day": write_date(row.day),
            "exemplars": str(row.exemplars),
            "contacts": str(row.contacts),
            "served": str(row.served),
        }
        for row in evaluation.linkage
    ]


def knows_row(row: KnowsRow) -> TableRow:
    counts: list[int] = []
    for n, k in zip(row.funnel.n, row.funnel.k, strict=True):
        counts += [n, k]
    return {
        "leader": row.leader,
        "household": row.household,
        "day": write_date(row.day),
        **{column: str(count) for column, count in zip(_FUNNEL, counts, strict=True)},
        "score": "" if row.score is None else write_score(row.score),
        "broken_at": row.broken_at,
        "why": row.why,
    }


def knows_table(evaluation: Evaluation) -> list[TableRow]:
    """SPEC 9: "`household` (empty: the leader's sum, first)"."""
    return [knows_row(row) for leader in evaluation.five_knows for row in leader.rows]


def duties_table(evaluation: Evaluation) -> list[TableRow]:
    return [
        {"person": row.person, "duty": row.duty, "due": str(row.due), "done": str(row.done)}
        for row in evaluation.duties
    ]


def selection_table(evaluation: Evaluation) -> list[TableRow]:
    """SPEC 9: "`selection.csv`: selection, stratum, then place"."""
    rows: list[TableRow] = []
    for selection in sorted(evaluation.frame.rules.selections, key=lambda each: bytewise(each.code)):
        for each in select(evaluation, selection):
            rows.append(
                {
                    "selection": selection.code,
                    "person": each.person,
                    "stratum": each.stratum,
                    "place": "" if each.place is None else str(each.place),
                    "points": write_points(each.points),
                    "selected": yes_or_no(each.selected),
                    "reason": each.reason,
                    "decided_by": each.decided_by,
                    "distance": "" if each.distance is None else write_points(each.distance),
                }
            )
    return rows


def tables_of(evaluation: Evaluation) -> Tables:
    return {
        "scores": scores_table(evaluation),
        "categories": categories_table(evaluation),
        "statement": statement_table(evaluation),
        "linkage": linkage_table(evaluation),
        "five_knows": knows_table(evaluation),
        "duties": duties_table(evaluation),
        "selection": selection_table(evaluation),
    }
