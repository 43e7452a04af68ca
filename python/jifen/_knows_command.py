"""`jifen knows`: what a leader knows of a household, a spot check at the doors, and how many must be drawn for one."""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jifen
from jifen._arguments import text_of, whole_number
from jifen._command import (
    DONE,
    FAILED,
    check_day,
    check_days,
    list_problems,
    on_terminal,
    plural,
    read_inputs,
    refused,
    say,
)
from jifen._options import add_tables, how_written
from jifen._summary import STAGES, grid, percent
from jifen._width import printable

__all__ = ["add_knows_command"]

LEADERS_SHOWN = 10
FORM = "door_answers.csv"

GOES_WITH = {
    "household": ("leader", "lang"),
    "draw": ("seed", "by", "at_least", "out", "answers", "window"),
    "how_many": ("width", "rate", "population"),
}
"""Options of one way to use the command; with another they would say nothing."""


def run_knows(options: argparse.Namespace) -> int:
    mode = "how_many" if options.how_many else "household" if options.draw is None else "draw"
    for other, names in GOES_WITH.items():
        for name in names:
            if other != mode and getattr(options, name) is not None:
                raise wrong_use(name, f"it goes with {flag(other)}, not with {flag(mode)}")
    if mode == "how_many":
        return how_many(options)
    if options.folder is None:
        raise jifen.ArgumentError(f"DIR: {flag(mode)} asks a district: say where its tables are", argument="DIR")
    return ask(options) if mode == "household" else spot_check(options)


def flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def wrong_use(name: str, reason: str) -> jifen.ArgumentError:
    return jifen.ArgumentError(f"{flag(name)}: {reason}", argument=name)


def day_asked(options: argparse.Namespace, district: jifen.District) -> date:
    day = district.last_ledger_day if options.on is None else check_day("on", options.on)
    if day is None:
        raise wrong_use("on", "the ledger is empty, say on which day to ask")
    return day


def ask(options: argparse.Namespace) -> int:
    """What leaders know of a household."""
    if options.rules is None:
        raise wrong_use("rules", "--household needs it: who is asked, and how long an answer is fresh")
    if options.confidence is not None:
        raise wrong_use("confidence", "it goes with --answers or --how-many")
    if options.on is not None:
        check_day("on", options.on)
    text_of("household", options.household)
    rules, district, errors = read_inputs(options)
    if rules is None or district is None:
        return refused(*errors)
    day = day_asked(options, district)
    asked = jifen.ask_household(district, rules, options.household, day, leader=options.leader)
    for leader, known in asked.items():
        print(f"{leader} {printable(district.person_name(leader))}".rstrip())
        print(known.to_text(options.lang or "zh"), end="")
    if not asked:
        say(f"jifen: nobody leads where {options.household} lies on {day}")
        return FAILED
    return DONE


def how_many(options: argparse.Namespace) -> int:
    """How many must be drawn for an interval of a width."""
    if options.folder is not None or options.rules is not None or options.on is not None:
        raise wrong_use("how_many", "it asks no tables: leave out DIR, --rules and --on")
    if options.width is None:
        raise wrong_use("width", "--how-many needs it: how wide the interval may be, such as 0.1")
    rate = 0.5 if options.rate is None else options.rate
    sure = confidence_of(options)
    found = {
        kind: jifen.sample_size(options.width, sure, rate, kind, options.population)
        for kind in ("wilson", "clopper_pearson")
    }
    of = "" if options.population is None else f" of {options.population:,}"
    print(f"for an interval no wider than {options.width:g}, {100 * sure:g} % sure, if the rate found is {rate:g}:")
    print(grid(["interval", "draw"], [[kind, f"{count:,}{of}"] for kind, count in found.items()], "lr"))
    return DONE


def confidence_of(options: argparse.Namespace) -> float:
    return 0.95 if options.confidence is None else float(options.confidence)


def spot_check(options: argparse.Namespace) -> int:
    """Draws households; with answers, assesses them."""
    check_draw(options)
    answers = None
    if options.answers is not None:
        answers = jifen.read_door_answers(options.answers, encoding=options.encoding, progress=on_terminal())
    rules, district, errors = (
        (None, jifen.read_district(options.folder, **how_written(options), progress=on_terminal()), [])
        if options.rules is None
        else read_inputs(options)
    )
    if district is None or errors:
        return refused(*errors)
    day = day_asked(options, district)
    at_least = 1 if options.at_least is None else options.at_least
    drawn = jifen.draw_households(district, day, options.draw, options.seed, by=options.by, at_least=at_least)
    if rules is None or answers is None:
        return show_sample(drawn, options.out)
    # It ends on the day, so that the records are judged as of the day on which the doors were asked.
    window = options.window or f"{day.year}-01-01..{day + timedelta(days=1)}"
    evaluation = jifen.evaluate(district, rules, window, progress=on_terminal())
    found = drawn.assess(answers, evaluation, confidence_of(options))
    list_problems(found.diagnostics)
    print(result_text(drawn, found, district))
    if options.out is not None:
        write_tables(options.out, {"stage_rates": found.stages, "findings": found.findings})
    return FAILED if any(problem.severity == "error" for problem in found.diagnostics) else DONE


def check_draw(options: argparse.Namespace) -> None:
    """What is wrong with the options. Asked before anything is read."""
    if options.seed is None:
        raise wrong_use("seed", "--draw needs it: a text, announced before, by which everybody can draw the same again")
    text_of("seed", options.seed)
    whole_number("draw", options.draw, 0)
    if options.at_least is not None:
        whole_number("at_least", options.at_least, 0)
    if options.on is not None:
        check_day("on", options.on)
    if options.answers is None:
        for name in ("window", "confidence"):
            if getattr(options, name) is not None:
                raise wrong_use(name, "it goes with --answers")
        return
    if options.rules is None:
        raise wrong_use("rules", "--answers needs it: the records are those of an evaluation")
    if options.window is not None:
        check_days(options.window, None)
    jifen.wilson_interval(0, 1, confidence_of(options))


def show_sample(drawn: jifen.SpotCheck, out: Path | None) -> int:
    form = drawn.form.to_csv()
    assert form is not None
    if out is not None and (out / FORM).exists() and (out / FORM).read_bytes() != form.encode():
        say(
            f"jifen: {out / FORM} stands there already and is not the blank form of this draw; it may be filled in: "
            "give another folder. Nothing was written"
        )
        return FAILED
    print(f"{drawn_text(drawn)} drawn, seed {drawn.seed!r}")
    rows = [
        [row["stratum"] or "", f"{row['drawn']:,}", f"{row['households']:,}", percent(row["drawn"], row["households"])]
        for row in drawn.strata
    ]
    print(grid(["stratum", "drawn", "of", "chance"], rows, "lrrr"))
    if out is None:
        turns = [[row["stratum"] or "", str(row["turn"]), row["household"]] for row in drawn.sample]
        print(grid(["stratum", "turn", "household"], turns, "lrl"))
    else:
        write_tables(out, {"spot_check": drawn.sample, "door_answers": drawn.form})
    return DONE


def drawn_text(drawn: jifen.SpotCheck) -> str:
    return (
        f"spot check on {drawn.day}: {len(drawn):,} of {plural(sum(drawn.strata['households']), 'household')} in "
        f"{len(drawn.strata):,} {'stratum' if len(drawn.strata) == 1 else 'strata'}"
    )


def write_tables(out: Path, tables: dict[str, jifen.Table]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.to_csv(out / f"{name}.csv")
    print(f"tables: {out}")


def result_text(drawn: jifen.SpotCheck, found: jifen.SpotCheckResult, district: jifen.District) -> str:
    """Rates, verdicts and who claims more."""
    visited = f"{found.households_visited:,} of {plural(found.households_drawn, 'household')} asked"
    rows = [
        [f"{STAGES[row['stage']]} {row['stage']}", f"{row['known']:,}", f"{row['asked']:,}", f"{row['households']:,}"]
        + (
            ["-", "-", "-"]
            if row["rate"] is None
            else [
                f"{100 * row['rate']:.1f} %",
                f"{100 * row['wilson_low']:.1f} to {100 * row['wilson_high']:.1f} %",
                f"{100 * row['exact_low']:.1f} to {100 * row['exact_high']:.1f} %",
            ]
        )
        for row in found.stages
    ]
    head = ["stage", "known", "asked", "households", "all known", "Wilson", "Clopper-Pearson"]
    lines = [
        f"{drawn_text(drawn)} drawn; {visited}, {100 * found.confidence:g} % sure",
        grid(head, rows, "lrrrrrr"),
        "records and door: " + ", ".join(f"{verdict} {count:,}" for verdict, count in found.counts.items()),
    ]
    if found.blank:
        lines.append(f"not filled in: {plural(found.blank, 'row')}")
    claims = list(found.claims_more.items())
    if claims:
        lines.append("whose records claim more than was known at the door:")
        shown = [
            [f"{leader} {district.person_name(leader)}".rstrip(), f"{count:,}"]
            for leader, count in claims[:LEADERS_SHOWN]
        ]
        lines.append(grid(["leader", "findings"], shown, "lr"))
    if len(claims) > LEADERS_SHOWN:
        lines.append(f"  and {len(claims) - LEADERS_SHOWN:,} more")
    return "\n".join(lines)


def add_knows_command(commands: Any) -> None:
    knows = commands.add_parser(
        "knows",
        help="what a leader knows of a household, as five asks; spot checks at the doors",
        description="What a leader knows of a household (--household), a spot check at the doors (--draw), or how many "
        "must be drawn for an interval of a wanted width (--how-many).",
    )
    add_tables(knows, needed=False)
    modes = knows.add_mutually_exclusive_group(required=True)
    modes.add_argument("--household", metavar="ID", help="ask about this household, as five asks")
    modes.add_argument("--draw", type=int, metavar="N", help="draw N households, to ask at their doors")
    modes.add_argument("--how-many", action="store_true", help="how many must be drawn; needs no DIR")
    knows.add_argument("--rules", type=Path, metavar="FILE", help="needed by --household and --answers")
    knows.add_argument("--on", metavar="DATE", help="default: the last date in the ledger")
    knows.add_argument("--leader", metavar="ID", help="whom to ask (default: everybody who leads there that day)")
    knows.add_argument("--lang", choices=("zh", "en"), help="default: zh")
    knows.add_argument("--seed", metavar="TEXT", help="of the draw: any text")
    knows.add_argument("--by", metavar="LEVEL", help="draw by the units of this level, such as village")
    knows.add_argument("--at-least", type=int, metavar="K", help="draw at least K of each unit (default: 1)")
    knows.add_argument("--out", type=Path, metavar="DIR", help="write the tables into this folder")
    knows.add_argument(
        "--answers", type=Path, metavar="FILE", help=f"what was found at the doors: {FORM} of the draw, filled in"
    )
    knows.add_argument("--window", help="of the records that answers are held to (default: the year up to the day)")
    knows.add_argument("--confidence", type=float, metavar="C", help="of the intervals (default: 0.95)")
    knows.add_argument("--width", type=float, metavar="W", help="how wide the interval may be, such as 0.1")
    knows.add_argument("--rate", type=float, metavar="R", help="if this is the rate found (default: 0.5, the worst)")
    knows.add_argument("--population", type=int, metavar="N", help="households there are (default: without end)")
    knows.set_defaults(run=run_knows)
