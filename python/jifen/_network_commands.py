"""The commands that ask about the network and its people: how far it reaches, who should lead and serve whom, what
somebody can still earn."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import jifen
from jifen._command import DONE, FAILED, check_day, check_days, list_problems, on_terminal, read_inputs, refused
from jifen._knows_command import add_knows_command
from jifen._options import add_evaluation, add_tables, how_written, thread_count, words
from jifen._robustness_command import add_robustness_command
from jifen._summary import WHOM, bar, grid, percent
from jifen._width import printable
from jifen.linkage import Coverage

__all__ = ["add_network_commands"]


def run_coverage(options: argparse.Namespace) -> int:
    last = check_days(options.window, options.known_at)
    if options.on is not None:
        check_day("on", options.on)
    rules, district, errors = read_inputs(options, options.threads)
    if rules is None or district is None:
        return refused(*errors)
    evaluation = jifen.evaluate(
        district, rules, options.window, threads=options.threads, known_at=options.known_at, progress=on_terminal()
    )
    contact: dict[str, Any] = {"contact_months": options.months, "contact_items": options.items}
    coverage = evaluation.coverage_on(options.on or last, **contact, progress=on_terminal())
    by_level = None if options.by is None else coverage.by(options.by)
    series = evaluation.coverage_series(options.unit, **contact, progress=on_terminal()) if options.series else None
    print(coverage_text(evaluation, coverage, options.unit))
    for table in (by_level, series):
        if table is not None:
            print(table)
    if options.out is not None:
        tables = {"members": coverage.members, "reach": coverage.reach, "by": by_level, "series": series}
        if options.months:
            tables["uncontacted"] = coverage.uncontacted
        options.out.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            if table is not None:
                table.to_csv(options.out / f"coverage_{name}.csv")
        print(f"tables: {options.out}")
    return DONE


def coverage_text(evaluation: jifen.Evaluation, coverage: Coverage, unit: str | None) -> str:
    """The sums of a day in a few lines."""
    rule = evaluation.rulebook.linkage
    assert rule is not None, "coverage_on refuses a rulebook without"
    sums = coverage.sums(unit)
    whom = WHOM[rule.gender]
    lines = [
        (f"members with {{:,}} {name}".format(rule.targets[name]), sums[f"with_{name}"], sums["members"])
        for name in ("exemplars", "contacts", "served")
        if name in rule.targets
    ]
    lines += [
        (f"{whom} reached by nobody", sums["reached_by_nobody"], sums["people"]),
        (f"{whom} reached by several members", sums["reached_by_several"], sums["people"]),
        ("links from people out of office", sums["links_out_of_office"], sums["links"]),
        ("links to people who left", sums["links_to_departed"], sums["links"]),
    ]
    if "without_contact" in sums:
        lines.append(("households without a contact", sums["without_contact"], sums["households"]))
    where = "" if unit is None else f" of {unit}"
    return (
        f"coverage{where} on {coverage.day}: {sums['members']:,} members, {sums['people']:,} {whom}, "
        f"{sums['households']:,} households, {sums['links']:,} links\n"
        f"  missing: {sums['missing_exemplars']:,} exemplars, {sums['missing_contacts']:,} contacts\n"
        + grid(["", "number", "share", ""], [[n, f"{c:,}", percent(c, w), bar(c, w)] for n, c, w in lines], "lrrl")
    )


def run_headroom(options: argparse.Namespace) -> int:
    last = check_days(options.window, options.known_at)
    if options.on is not None:
        check_day("on", options.on)
    rules, district, errors = read_inputs(options, options.threads)
    if rules is None or district is None:
        return refused(*errors)
    evaluation = jifen.evaluate(
        district, rules, options.window, threads=options.threads, known_at=options.known_at, progress=on_terminal()
    )
    found = evaluation.headroom(
        options.person,
        options.on or last,
        subjects=options.subjects,
        most=options.most,
        lang=options.lang,
        progress=on_terminal(),
    )
    print(found, end="")
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        for table in (found.caps, found.items, found.goals):
            table.to_csv(options.out / f"{table.name}.csv")
        print(f"tables: {options.out}")
    return DONE


def run_appoint(options: argparse.Namespace) -> int:
    if options.on is not None:
        check_day("on", options.on)
    nominations = jifen.read_nominations(options.nominations, encoding=options.encoding, progress=on_terminal())
    district = jifen.read_district(options.folder, **how_written(options), progress=on_terminal())
    day = options.on or district.last_ledger_day
    if day is None:
        raise jifen.ArgumentError("--on: the ledger is empty, say for which day to appoint", argument="on")
    found = jifen.appoint(
        district,
        nominations,
        day,
        max_grids=options.max_grids,
        residents_only=not options.from_anywhere,
        progress=on_terminal(),
    )
    list_problems(found.diagnostics)
    sources = printable(", ".join(f"{source} {count:,}" for source, count in found.leaders_by_source.items()))
    kept = found.leaders["in_office"].count(True)
    taken = found.leaders["taken_into_committee"].count(True)
    print(f"appointment on {found.day}: {len(found.leaders):,} of {found.grids:,} grids have a leader: {sources}")
    print(f"  kept in office {kept:,}; leaders taken into the committee {taken:,}; all taken in {len(found.intake):,}")
    for row in found.vacancies:
        print(f"  {row['grid']}: {row['reason']}")
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        tables = {"appointments": found.leaders, "vacancies": found.vacancies, "committee_intake": found.intake}
        for name, table in tables.items():
            table.to_csv(options.out / f"{name}.csv")
        print(f"tables: {options.out}")
    complete = len(found.leaders) == found.grids and all(problem.severity != "error" for problem in found.diagnostics)
    return DONE if complete else FAILED


def run_assign(options: argparse.Namespace) -> int:
    if options.on is not None:
        check_day("on", options.on)
    district = jifen.read_district(options.folder, **how_written(options), progress=on_terminal())
    day = options.on or district.last_ledger_day
    if day is None:
        raise jifen.ArgumentError("--on: the ledger is empty, say for which day to assign", argument="on")
    found = jifen.assign(
        district,
        day,
        members=options.members,
        exemplars=options.exemplars,
        keep_links=not options.anew,
        progress=on_terminal(),
    )
    counts = found.counts
    print(f"assignment on {found.day}: {counts['members']:,} members")
    for name, kept, stage in (
        ("exemplars", counts["led_already"], found.leading),
        ("people", counts["served_already"], found.serving),
    ):
        print(
            f"  {name}: {counts[name]:,}; {kept:,} links kept, {stage['assigned']:,} assigned at a total distance of "
            f"{stage['total_distance']:,}, {stage['unassigned']:,} left; squared loads {stage['squared_loads']:,}"
        )
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        tables = {"assigned_links": found.links, "unassigned": found.unassigned, "balance": found.balance}
        for name, table in tables.items():
            table.to_csv(options.out / f"{name}.csv")
        print(f"tables: {options.out}")
    return DONE


def add_network_commands(commands: Any) -> None:
    """`jifen coverage`, `jifen appoint`, `jifen assign`, `jifen knows` and `jifen headroom`."""
    coverage = commands.add_parser("coverage", help="how far the network reaches on a day")
    add_evaluation(coverage)
    coverage.add_argument("--on", metavar="DATE", help="a day of the window (default: its last)")
    coverage.add_argument("--unit", metavar="ID", help="of this unit and all below it (default: of the district)")
    coverage.add_argument("--by", metavar="LEVEL", help="also by the units of this level, such as township")
    coverage.add_argument("--series", action="store_true", help="also on the last day of every month")
    coverage.add_argument(
        "--months",
        type=int,
        default=0,
        metavar="K",
        help="also households without a valid contact in the K months up to the day",
    )
    coverage.add_argument("--items", type=words, default=[], metavar="A,B", help="items that are a contact")
    coverage.add_argument("--out", type=Path, metavar="DIR", help="write the tables into this folder")
    coverage.add_argument("--threads", type=thread_count, metavar="N", help="default: all cores")
    coverage.set_defaults(run=run_coverage)

    appoint = commands.add_parser("appoint", help="who should lead which grid, by the five rules")
    add_tables(appoint)
    appoint.add_argument("--nominations", type=Path, required=True, metavar="FILE", help="CSV, Parquet or a workbook")
    appoint.add_argument("--on", metavar="DATE", help="default: the last date in the ledger")
    appoint.add_argument("--max-grids", type=int, default=1, metavar="N", help="that one person may lead (default: 1)")
    appoint.add_argument("--from-anywhere", action="store_true", help="a nominee need not live in the grid")
    appoint.add_argument("--out", type=Path, metavar="DIR", help="write the tables into this folder")
    appoint.set_defaults(run=run_appoint)

    assign = commands.add_parser("assign", help="who should lead and serve whom: 1 + 10 + 100")
    add_tables(assign)
    assign.add_argument("--on", metavar="DATE", help="default: the last date in the ledger")
    assign.add_argument("--members", type=words, default=["committee_member"], metavar="A,B", help="roles of members")
    assign.add_argument("--exemplars", type=words, default=["exemplar"], metavar="A,B", help="roles of exemplars")
    assign.add_argument("--anew", action="store_true", help="keep no link: assign everybody anew")
    assign.add_argument("--out", type=Path, metavar="DIR", help="write the tables into this folder")
    assign.set_defaults(run=run_assign)

    add_knows_command(commands)

    headroom = commands.add_parser("headroom", help="what a person can still earn, and the least work to a goal")
    add_evaluation(headroom)
    headroom.add_argument("--person", required=True, metavar="ID")
    headroom.add_argument("--on", metavar="DATE", help="the day of the work (default: the last of the window)")
    headroom.add_argument(
        "--subjects", type=words, default=[], metavar="A,B", help="what entries are about (default: what is due first)"
    )
    headroom.add_argument(
        "--most", type=int, default=1000, metavar="N", help="entries of an item that are tried (default: 1000)"
    )
    headroom.add_argument("--lang", choices=("zh", "en"), default="zh")
    headroom.add_argument("--out", type=Path, metavar="DIR", help="write the tables into this folder")
    headroom.add_argument("--threads", type=thread_count, metavar="N", help="default: all cores")
    headroom.set_defaults(run=run_headroom)

    add_robustness_command(commands)
