"""The command `jifen`. Exit status: 0 done, 1 refused or failed, 2 wrong use."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import jifen
from jifen import _jifen
from jifen._arguments import text_of
from jifen._command import (
    DONE,
    FAILED,
    INTERRUPTED,
    WRONG_USE,
    check_day,
    check_days,
    list_problems,
    on_terminal,
    plural,
    read_inputs,
    refusal,
    refused,
    say,
)
from jifen._network_commands import add_network_commands
from jifen._options import add_evaluation, add_network_words, add_tables, how_written, thread_count
from jifen._summary import duties_text, funnel_text, linkage_text
from jifen._width import columns, printable
from jifen.synthetic import PROFILES

__all__ = ["main"]

INPUTS = {f"{table}.csv" for table in ("units", "households", "people", "roles", "links", "ledger", "knowledge")}


def counts_text(district: jifen.District) -> str:
    """What became of the rows of each table."""
    names = ("read", "accepted", "duplicate", "conflict", "rejected")
    rows = [["table", *names]]
    rows += [[row["table"], *(f"{row[name]:,}" for name in names)] for row in district.counts if row["present"]]
    return columns(rows, [False, *(True for _ in names)], indent="  ")


def network_text(report: jifen.NetworkReport) -> str:
    """The network on one day in a few lines."""
    sources = ", ".join(f"{source or 'unknown'} {count:,}" for source, count in report.leaders_by_source.items())
    return (
        f"network on {report.day}: {plural(report.units, 'unit')}, {plural(report.grids, 'grid')}, "
        f"{plural(report.households, 'household')}, {report.people:,} people\n"
        f"  leaders: {report.leaders:,} ({sources or 'none'}); grids without one {report.grids_without_leader:,}, "
        f"with several {report.grids_with_several_leaders:,}"
    )


def run_demo(options: argparse.Namespace) -> int:
    from jifen.demo import run

    run(options.out, seed=options.seed, scale=options.scale, threads=options.threads, progress=on_terminal())
    return DONE


def run_generate(options: argparse.Namespace) -> int:
    before = {path.name for path in options.folder.iterdir()} if options.folder.is_dir() else set()
    jifen.generate(
        options.folder,
        options.profile,
        seed=options.seed,
        scale=options.scale,
        replace=options.replace,
        progress=on_terminal(),
    )
    print(f"{options.folder}: a synthetic {options.profile} district, seed {options.seed}, scale {options.scale:g}")
    if options.nominations is not None:
        proposed = jifen.synthetic_nominations(options.profile, seed=options.seed, scale=options.scale)
        proposed.table.to_csv(options.nominations)
        print(f"{options.nominations}: {plural(len(proposed), 'nomination')} for its grids")
    if replaced := before & INPUTS:
        print(f"  replaced what stood there: {', '.join(sorted(replaced))}")
    if others := before - INPUTS:
        print(f"  left alone: {plural(len(others), 'other file')} there")
    return DONE


def run_check(options: argparse.Namespace) -> int:
    if options.on is not None:
        check_day("on", options.on)
    district = jifen.read_district(options.folder, **how_written(options), progress=on_terminal())
    report = district.check(options.on, leader=options.leader, sources=options.sources)
    print(counts_text(district))
    print(network_text(report))
    found = [*district.diagnostics, *report.problems]
    errors = of_severity("error", found)
    warnings = of_severity("warning", found)
    list_problems([*errors, *warnings])
    if errors:
        say(f"jifen: {plural(len(errors), 'error')}, {plural(len(warnings), 'warning')}")
        return FAILED
    print(f"no errors, {plural(len(warnings), 'warning')}")
    return DONE


def run_score(options: argparse.Namespace) -> int:
    last = check_days(options.window, options.known_at)
    rules, district, refusals = read_inputs(options, options.threads)
    found = [problem for error in refusals for problem in error.diagnostics]
    reasons = list(map(refusal, refusals))
    list_problems(found)
    if district is not None:
        found += district.diagnostics
        if options.strict:
            # If the ledger is empty, the network is checked on the window's last day.
            day = district.last_ledger_day or last
            network = district.check(day, leader=options.leader, sources=options.sources).problems
            found += network
            if errors := of_severity("error", [*district.diagnostics, *network]):
                list_problems(errors)
                reasons.append(f"{plural(len(errors), 'error')} and --strict")
    if rules is None or district is None or reasons:
        say(f"jifen: {', '.join(reasons)}: nothing was scored")
        say_warnings(found)
        write_problems(options.out, found)
        return FAILED
    try:
        evaluation = jifen.evaluate(
            district, rules, options.window, threads=options.threads, known_at=options.known_at, progress=on_terminal()
        )
        evaluation.write(options.out, progress=on_terminal())
    except (jifen.ArgumentError, jifen.FileError, jifen.Cancelled):
        raise  # wrong use, a disk that takes no diagnostics either, and a stop are no findings
    except jifen.Error as error:
        failure = jifen.Diagnostic(code=error.code, message=str(error))
        list_problems([failure])
        say("jifen: the evaluation failed: nothing was scored")
        say_warnings(found)
        write_problems(options.out, [failure, *found])
        return FAILED
    print(score_text(evaluation, options.out))
    say_what_was_left_out(evaluation, options.out)
    return DONE


def say_what_was_left_out(evaluation: jifen.Evaluation, out: Path) -> None:
    """Rows that an evaluation went on without, and its warnings, those of reading and those of evaluating."""
    counts = evaluation.district.counts
    rejected, conflicts = sum(counts["rejected"]), sum(counts["conflict"])
    if rejected or conflicts:
        say(
            f"jifen: went on without {plural(rejected, 'rejected row')} and {plural(conflicts, 'row')} "
            f"in conflict; see {out / 'diagnostics.csv'}"
        )
    if warnings := evaluation.diagnostics["severity"].count("warning"):
        say(f"jifen: {plural(warnings, 'warning')}; see {out / 'diagnostics.csv'}")


def say_warnings(found: Iterable[jifen.Diagnostic]) -> None:
    if warnings := of_severity("warning", found):
        say(f"jifen: {plural(len(warnings), 'warning')}")


def of_severity(severity: str, found: Iterable[jifen.Diagnostic]) -> list[jifen.Diagnostic]:
    return [problem for problem in found if problem.severity == severity]


def write_problems(folder: Path, problems: Sequence[jifen.Diagnostic]) -> None:
    """Writes `diagnostics.csv`, and says so where the other tables are not of this run."""
    older = _jifen.write_diagnostics(problems, folder)
    say(f"jifen: see {folder / 'diagnostics.csv'}")
    if older:
        say(f"jifen: left as they were, of an earlier run: {', '.join(older)}")


def score_text(evaluation: jifen.Evaluation, out: Path) -> str:
    """A short summary for people."""
    rules = evaluation.rulebook
    grades = Counter(evaluation.scores["grade"])
    order = [*rules.grades, *sorted(grade for grade in grades if grade and grade not in rules.grades)]
    chosen = evaluation.selection
    selected = Counter(code for code, yes in zip(chosen["selection"], chosen["selected"], strict=True) if yes)
    candidates = Counter(chosen["selection"])
    lines = [
        counts_text(evaluation.district),
        f"scored: {len(evaluation):,} people under {rules.code}, {evaluation.window}",
    ]
    if order:
        lines.append("grades: " + printable(", ".join(f"{grade} {grades[grade]:,}" for grade in order)))
    lines += [f"selected: {code} {selected[code]:,} of {candidates[code]:,}" for code in rules.selections]
    parts = (("linkage", linkage_text), ("five knows", funnel_text), ("duties", duties_text))
    lines += [f"{name}:\n{text}" for name, part in parts if (text := part(evaluation))]
    lines.append(f"tables: {out}")
    return "\n".join(lines)


def run_explain(options: argparse.Namespace) -> int:
    check_days(options.window, options.known_at)
    text_of("person", options.person)
    rules, district, errors = read_inputs(options)
    if rules is None or district is None:
        return refused(*errors)
    evaluation = jifen.evaluate(district, rules, options.window, known_at=options.known_at, progress=on_terminal())
    print(evaluation.explain(options.person, options.lang), end="")
    return DONE


def run_verify(options: argparse.Namespace) -> int:
    rules = None if options.rules is None else jifen.read_rulebook(options.rules)
    district = jifen.read_district(
        options.folder, **how_written(options), threads=options.threads, progress=on_terminal()
    )
    found = jifen.verify(options.results, district, rules, threads=options.threads, progress=on_terminal())
    list_problems(found.problems)
    if not found:
        say(f"jifen: {options.results}: {plural(len(found.problems), 'problem')}: it is not what these inputs give")
        return FAILED
    print(f"{options.results}: verified: it is what these inputs give")
    return DONE


def run_rules_check(options: argparse.Namespace) -> int:
    rules = jifen.read_rulebook(options.file)
    print(
        f"{options.file}: {rules.code}: {plural(len(rules.items), 'item')}, "
        f"{len(rules.categories)} in category, {len(rules.duties)} in duty, "
        f"{plural(len(rules.grades), 'grade')}, {plural(len(rules.selections), 'selection')}; no errors"
    )
    warnings = rules.lint()
    list_problems(warnings)
    if warnings:
        say(f"jifen: {plural(len(warnings), 'warning')}")
    return DONE


def run_rules_explain(options: argparse.Namespace) -> int:
    if options.window is not None:
        check_days(options.window, None)
    print(jifen.read_rulebook(options.file).explain(options.lang, options.window), end="")
    return DONE


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(
        prog="jifen",
        description="Points-scoring and assessment rules.",
        epilog="Exit 0: done; 1: refused or failed; 2: wrong use.",
    )
    top.add_argument("--version", action="version", version=f"jifen {jifen.__version__}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="a synthetic Pinggu year from beginning to end")
    demo.add_argument("--out", type=Path, help="keep the district and its tables in this folder")
    demo.add_argument("--seed", type=int, default=1, help=argparse.SUPPRESS)
    demo.add_argument("--scale", type=float, default=1.0, help=argparse.SUPPRESS)
    demo.add_argument("--threads", type=thread_count, help=argparse.SUPPRESS)
    demo.set_defaults(run=run_demo)

    generate = commands.add_parser("generate", help="write a synthetic district")
    generate.add_argument("folder", type=Path, metavar="DIR")
    generate.add_argument("--profile", choices=PROFILES, required=True)
    generate.add_argument("--seed", type=int, default=1, metavar="N", help="same seed, same bytes (default: 1)")
    generate.add_argument(
        "--scale",
        type=float,
        default=1.0,
        metavar="F",
        help="1: a district, 100: a province; from 0.0003155, one grid (default: 1)",
    )
    generate.add_argument(
        "--nominations", type=Path, metavar="FILE", help="also who is nominated as leader of each grid"
    )
    generate.add_argument("--replace", action="store_true", help="also replace tables that were not generated")
    generate.set_defaults(run=run_generate)

    check = commands.add_parser("check", help="check the tables and the network on one day")
    add_tables(check)
    check.add_argument("--on", metavar="DATE", help="default: the last date in the ledger")
    add_network_words(check)
    check.set_defaults(run=run_check)

    score = commands.add_parser("score", help="evaluate a district and write every table")
    add_evaluation(score)
    score.add_argument(
        "--out", type=Path, default=Path("results"), metavar="DIR", help="where the tables go (default: results)"
    )
    score.add_argument("--threads", type=thread_count, metavar="N", help="default: all cores; the tables are the same")
    score.add_argument("--strict", action="store_true", help="refuse on any error in the rows or the network")
    add_network_words(score, "with --strict: ")
    score.set_defaults(run=run_score)

    explain = commands.add_parser("explain", help="one person's statement, every point to the total")
    add_evaluation(explain)
    explain.add_argument("--person", required=True, metavar="ID")
    explain.add_argument("--lang", choices=("zh", "en"), default="zh")
    explain.set_defaults(run=run_explain)

    verify = commands.add_parser("verify", help="is a result folder what the engine makes of these inputs?")
    verify.add_argument("results", type=Path, metavar="RESULTS", help="a folder that score has written")
    add_tables(verify)
    verify.add_argument("--rules", type=Path, metavar="FILE", help="default: the rulebook that the result keeps")
    verify.add_argument("--threads", type=thread_count, metavar="N", help="default: all cores")
    verify.set_defaults(run=run_verify)

    add_network_commands(commands)

    rules = commands.add_parser("rules", help="work on rulebooks").add_subparsers(required=True, metavar="COMMAND")
    rules_check = rules.add_parser("check", help="list every error of a rulebook, else what is odd in it")
    rules_check.add_argument("file", type=Path, metavar="FILE")
    rules_check.set_defaults(run=run_rules_check)
    rules_explain = rules.add_parser("explain", help="a rulebook as readable articles, for sign-off")
    rules_explain.add_argument("file", type=Path, metavar="FILE")
    rules_explain.add_argument("--lang", choices=("zh", "en"), default="zh")
    rules_explain.add_argument("--window", help="what can be reached, and what is odd, in it; default: in any year")
    rules_explain.set_defaults(run=run_rules_explain)
    return top


def write_utf8() -> None:
    """Whatever the locale says, and whatever bytes file names have. A stream that the shell closed takes nothing."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def run(options: argparse.Namespace) -> int:
    """One command, its errors turned into lines on stderr and a status."""
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except jifen.InputError as error:
        return refused(error)
    except jifen.ArgumentError as error:
        say(f"jifen: {error}")
        return WRONG_USE
    except BrokenPipeError:
        # Who read our output has enough. Python's own flush at the end must not complain of it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (jifen.Error, OSError, ImportError) as error:  # ImportError: a library that a kind of file needs
        say(f"jifen: {error}")
        return FAILED
    except MemoryError:
        say("jifen: there is not enough memory for this district")
        return FAILED
    except KeyboardInterrupt:
        say("jifen: stopped")
        return INTERRUPTED
    return status


def main(arguments: Sequence[str] | None = None) -> int:
    """The status of the command."""
    write_utf8()
    return run(parser().parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main())
