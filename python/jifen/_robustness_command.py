"""The command that says how sure a selection is."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import jifen
from jifen._command import DONE, check_days, on_terminal, read_inputs, refused
from jifen._options import add_evaluation, thread_count
from jifen._summary import grid
from jifen._width import printable

__all__ = ["add_robustness_command"]

UNSURE = 0.05
"""Selected in more than this share of the draws and in less than all but it."""


def run_robustness(options: argparse.Namespace) -> int:
    check_days(options.window, options.known_at)
    rules, district, errors = read_inputs(options, options.threads)
    if rules is None or district is None:
        return refused(*errors)
    evaluation = jifen.evaluate(
        district, rules, options.window, threads=options.threads, known_at=options.known_at, progress=on_terminal()
    )
    # Here alone: a package that was built without Eigen has every other command.
    from jifen import composite, robustness

    parts, contest = robustness.parts_of(evaluation, options.selection)
    how: dict[str, Any] = {"strata": contest.strata, "places": contest.places}
    found = robustness.rank_uncertainty(
        parts,
        composite.equal(parts),
        **how,
        draws=options.draws,
        concentration=options.concentration,
        seed=options.seed,
        threads=options.threads,
        progress=on_terminal(),
    )
    print(uncertainty_text(options.selection, found))
    without = robustness.leave_one_indicator_out(parts, composite.equal(parts), **how)
    rows = [[one.indicator, len(one.enters), one.largest_move, one.moved_most] for one in without]
    print("without one part:\n" + grid(["part", "enter", "largest move", "of"], _texts(rows), "lrrl"))
    if options.items:
        left_out = robustness.leave_one_item_out(
            evaluation, options.selection, threads=options.threads, progress=on_terminal()
        )
        items = [[one.item, f"{one.points:,}", len(one.enters), one.largest_move, one.moved_most] for one in left_out]
        print("without one item:\n" + grid(["item", "points", "enter", "largest move", "of"], _texts(items), "lrrrl"))
    if options.out is not None:
        used, lang = evaluation.rulebook, options.lang
        selection = used.title_of("selection", options.selection, lang)
        title = printable(f"{used.title(lang)} {options.window}: {selection}")
        found.to_html(options.out, title=title, around=options.around, language=options.lang)
        print(f"page: {options.out}")
    return DONE


def _texts(rows: list[list[Any]]) -> list[list[str]]:
    return [[printable(f"{cell:,}" if isinstance(cell, int) else str(cell)) for cell in row] for row in rows]


def uncertainty_text(selection: str, found: jifen.robustness.RankUncertainty) -> str:
    """How many are sure, and the ten whose selection is the least so."""
    share, selected = found.selected_share, found.details.selected
    always = sum(one == 1 for one in share)
    never = sum(one == 0 for one in share)
    unsure = found.table(unsure=UNSURE)
    lines = [
        f"{printable(selection)}: {len(share):,} candidates, {sum(selected):,} selected; "
        f"{found.details.draws:,} draws of weights, concentration {found.details.concentration:g}",
        f"  selected in every draw {always:,}, in none {never:,}; in {UNSURE:.0%} to {1 - UNSURE:.0%} of them "
        f"{len(unsure):,}",
    ]
    nearest = sorted(unsure, key=lambda row: abs(row["selected_share"] - 0.5))[:10]
    rows = [
        [
            printable(str(row["alternative"])),
            printable(str(row.get("stratum", ""))),
            str(row["place"]),
            f"{row['low']}-{row['high']}",
            "yes" if row["selected"] else "no",
            f"{row['selected_share']:.0%}",
        ]
        for row in nearest
    ]
    if rows:
        lines.append(grid(["least sure", "stratum", "place", "interval", "selected", "in draws"], rows, "llrrlr"))
    return "\n".join(lines)


def add_robustness_command(commands: Any) -> None:
    command = commands.add_parser("robustness", help="how sure a selection is if its parts weighed otherwise")
    add_evaluation(command)
    command.add_argument("--selection", required=True, metavar="CODE")
    command.add_argument("--draws", type=int, default=10_000, metavar="N", help="of weights (default: 10000)")
    command.add_argument(
        "--concentration",
        type=float,
        default=100.0,
        metavar="C",
        help="the larger, the nearer the weights stay (default: 100)",
    )
    command.add_argument("--seed", type=int, default=1, metavar="N")
    command.add_argument("--items", action="store_true", help="evaluate again without each item of the rulebook")
    command.add_argument("--out", type=Path, metavar="PAGE.html", help="write a page: those around the line")
    command.add_argument(
        "--around", type=int, default=15, metavar="N", help="of the page, on either side (default: 15)"
    )
    command.add_argument("--lang", choices=("zh", "en"), default="zh", help="of the page")
    command.add_argument("--threads", type=thread_count, metavar="N", help="default: all cores")
    command.set_defaults(run=run_robustness)
