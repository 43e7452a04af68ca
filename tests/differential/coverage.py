"""Counts what a case reached, by name, from its files and the reference's result tables.

`coverage.py REFERENCE_FOLDER [FIRST COUNT]` runs that many seeds through the reference, prints how often each
name was reached and in how many cases, and exits 1 if one of `targets.TARGETS` was reached too seldom.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
import time
import traceback
from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import combinations
from pathlib import Path

from calendar_days import plus, read_day
from case_files import CaseFiles, Evaluation, Row, overlap, read_case, span_of
from coverage_knowledge import knowledge_names
from coverage_selection import selection_names
from random_cases import Case, make_case
from targets import DEFAULTED_KEYS, ENUMS, LEAST, TARGETS

SUMS = ("base", "items", "linkage", "five_knows", "duties")


def statement_names(files: CaseFiles, result: Evaluation) -> Counter[str]:
    """Verdicts, cuts, ladders, versions and rounded rates."""
    names: Counter[str] = Counter()
    written = {row["entry"]: row for row in files.rows["ledger"]}
    for row in result.tables["statement"]:
        names[f"verdict:{row['verdict']}"] += 1
        if row["cut_by"]:
            names[f"cut:{row['cut_by']}"] += 1
        item = files.items.get(row["item"], {})
        raw = Fraction(row["raw"] or "0")
        if raw < 0 and row["verdict"] in ("capped", "part_counted"):
            names["cut:deduction"] += 1
        if "ladder" in item and raw:
            names["ladder:deduction" if raw < 0 else "ladder:step"] += 1
        if "ladder" in item and row["verdict"] == "zero":
            names["ladder:no_step"] += 1
        if row["version"]:
            names["version:used"] += 1
        day = date.fromisoformat(row["date"])
        begin, end = span_of(item)
        if row["verdict"] == "not_in_force":
            gap = begin <= day < end and isinstance(item.get("points"), list)
            names["version:gap" if gap else "item:not_in_force"] += 1
        if "points_per_unit" in item and row["entry"] in written and raw:
            names.update(rate_names(written[row["entry"]], str(item["points_per_unit"])))
    return names


def rate_names(entry: Row, rate: str) -> list[str]:
    """Whether a rate times a quantity had to be rounded, and from exactly between two thousandths."""
    try:
        exact = Fraction(rate) * Fraction(entry.get("quantity") or "1") * 1000
    except ValueError:
        return []
    if exact > 10**17:
        return ["rate:huge"]
    if exact.denominator == 1:
        return []
    if exact.denominator != 2:
        return ["rate:rounded"]
    return ["rate:half_to_even_down" if abs(round(exact)) < abs(exact) else "rate:half_to_even_up"]


def entry_names(files: CaseFiles, result: Evaluation) -> Counter[str]:
    """Entries on the window's edges and leap days, odd subjects, cancellations, exclusive ties."""
    names: Counter[str] = Counter()
    window, rows = files.window, files.rows["ledger"]
    cancelling = {row["entry"] for row in rows if row.get("cancels")}
    known = {row["entry"] for row in rows}
    within = files.book.get("record_within_days")
    edges = {"first_day": 0, "day_before": -1, "last_day": window.length - 1, "end": window.length}
    for row in rows:
        day = read_day(row["date"]) or window.start
        noted = read_day(row.get("recorded") or "") or day
        for name, edge in edges.items():
            names[f"entry:{name}"] += day == plus(window.start, edge)
        names["entry:leap_day"] += (day.month, day.day) == (2, 29)
        names["entry:on_the_last_day_in_time"] += (noted - day).days == within
        names["entry:recorded_before_its_date"] += noted < day
        names["entry:no_subject"] += not row.get("subject")
        names["entry:unknown_subject"] += row.get("subject") == "S-none"
        target = row.get("cancels")
        if target:
            kind = "own" if target == row["entry"] else "a_cancelling_row" if target in cancelling else "an_entry"
            names[f"cancels:{kind if target in known else 'unknown'}"] += 1
    acts = {row["entry"]: (row["actor"], row.get("act", "")) for row in rows}
    standing = [row for row in result.tables["statement"] if row["verdict"] in ("counted", "part_counted", "capped")]
    for row in result.tables["statement"]:
        if row["verdict"] == "exclusive":
            value = files.items[row["item"]].get("points")
            names["exclusive:tie"] += not isinstance(value, list) and any(
                acts.get(other["entry"]) == acts.get(row["entry"])
                and value is not None
                and files.items[other["item"]].get("points") == value
                for other in standing
            )
    return names


def known_at_names(files: CaseFiles, result: Evaluation) -> Counter[str]:
    """What `known_at` changed."""
    names: Counter[str] = Counter()
    limit = files.known_at
    if limit is None:
        return names
    verdicts = {row["entry"]: row["verdict"] for row in result.tables["statement"]}
    for row in files.rows["ledger"]:
        noted = read_day(row.get("recorded") or "") or read_day(row["date"])
        if noted and noted > limit and row["entry"] not in verdicts:
            names["known_at:entry_dropped"] += 1
            if row.get("cancels") and verdicts.get(row["cancels"], "cancelled") != "cancelled":
                names["known_at:cancellation_dropped"] += 1
    for row in files.rows["knowledge"]:
        day = read_day(row["date"])
        if day and day > limit:
            names["known_at:knowledge_dropped"] += 1
    return names


def span_names(files: CaseFiles) -> Counter[str]:
    """Spans that begin or end inside the window, roles beside one another, two leaders in one grid."""
    names: Counter[str] = Counter()
    window = files.window
    tables = [(table, list(files.rows[table])) for table in ("roles", "links", "households", "people")]
    for table, rows in [*tables, ("items", list(files.items.values()))]:
        for row in rows:
            begin, end = span_of(row)
            names[f"{table}:begins_inside"] += window.start < begin < window.end
            names[f"{table}:ends_inside"] += window.start < end < window.end
    deep = {row["unit"] for row in files.rows["units"] if row["level"] == "grid"}
    for one, other in combinations(files.rows["roles"], 2):
        same = one["person"] == other["person"]
        names["roles:handed_over"] += same and one["unit"] == other["unit"] and span_of(one)[1] == span_of(other)[0]
        if overlap(one, other, window):
            names["roles:several_at_once"] += same and one["role"] != other["role"]
            names["roles:several_units_at_once"] += same and one["unit"] != other["unit"]
            leaders = one["role"] == other["role"] == "group_leader" and one["unit"] == other["unit"]
            names["roles:double_leader"] += leaders and not same and one["unit"] in deep
    return names


def duty_names(files: CaseFiles, result: Evaluation) -> Counter[str]:
    """Duties by period and kind, done in part, in full, not at all, and none due."""
    names: Counter[str] = Counter()
    duties = {duty["code"]: duty for duty in files.book.get("duty", [])}
    for row in result.tables["duties"]:
        duty = duties[row["duty"]]
        due, done = int(row["due"]), int(row["done"])
        if due:
            names[f"duty:{duty['per']}:{duty.get('each', 'holder')}"] += 1
            names["duty:done_in_full" if done == due else "duty:done_in_part" if done else "duty:not_done"] += 1
            names["duty:at_least_several"] += duty.get("at_least", 1) > 1 and done > 0
        elif duty.get("points"):
            names[f"duty:none_due:{duty.get('if_none_due', 'zero')}"] += 1
    return names


def score_names(files: CaseFiles, result: Evaluation) -> Counter[str]:
    """Clipping, vetoes, ties for rank, grades, categories and linkage."""
    names: Counter[str] = Counter()
    total = files.book.get("total", {})
    for row in result.tables["scores"]:
        whole = sum(Fraction(row[column] or "0") for column in SUMS)
        names["total:base"] += row["base"] != "0"
        names["total:floor"] += Fraction(row["total"]) > whole
        names["total:ceiling"] += Fraction(row["total"]) < whole
        names["total:deductions"] += row["deductions"] != "0"
        names["total:vetoed"] += row["vetoed"] == "yes"
        names["grade:last" if row["grade"] == files.book.get("grade", [{}])[-1].get("code") else "grade:other"] += 1
        for part in ("linkage", "five_knows", "duties"):
            names[f"part:{part}"] += row[part] != "0"
    names["total:clipped_at_its_own_base"] += "base" in total and total.get("floor") == total["base"]
    ranks = Counter(row["rank"] for row in result.tables["scores"] if row["rank"])
    names["rank:tie"] += sum(count > 1 for count in ranks.values())
    for row in result.tables["categories"]:
        names["category:cut"] += row["raw"] != row["credited"]
    linkage = files.book.get("linkage", {})
    for row in result.tables["linkage"]:
        for key in ("exemplars", "contacts", "served"):
            if key in linkage:
                met = int(row[key] or "0") >= linkage[key]["target"]
                names[f"linkage:{key}:{'met' if met else 'short' if row[key] not in ('', '0') else 'none'}"] += 1
    return names


def rule_names(files: CaseFiles) -> Counter[str]:
    """Which keys are used, which are left to their default, which values of an enum are said."""
    names: Counter[str] = Counter()
    for section, keys in DEFAULTED_KEYS.items():
        value = files.book.get(section, [])
        for table in value if isinstance(value, list) else [value]:
            for key in keys:
                names[f"{'said' if key in table else 'left_out'}:{section}.{key}"] += 1
    for name, values in ENUMS.items():
        section, key = name.split(".")
        value = files.book.get(section, [])
        for table in value if isinstance(value, list) else [value]:
            if table.get(key) in values:
                names[f"enum:{name}={table[key]}"] += 1
    return names


def row_names(files: CaseFiles, result: Evaluation) -> Counter[str]:
    """Rows duplicate, conflicting or rejected, by table; forms of days and windows; features."""
    names: Counter[str] = Counter()
    for file, counts in result.counts.items():
        for kind in ("duplicate", "conflict", "rejected"):
            names[f"rows:{file.removesuffix('.csv')}:{kind}"] += counts[kind]
    names["days:chinese"] += files.texts.count("日")
    names["days:slashed"] += files.texts.count("/1/")
    text = files.case.window
    form = (
        "range" if ".." in text else "year" if len(text) == 4 else {"H": "half", "Q": "quarter"}.get(text[5], "month")
    )
    names[f"window:{form}"] += 1
    names["window:one_day"] += files.window.length == 1
    names["window:across_years"] += files.window.start.year < files.window.end.year and form == "range"
    for feature in files.case.features:
        names[f"feature:{feature}"] += 1
    return names


def coverage(case: Case, result: Evaluation) -> Counter[str]:
    """The names of everything the case reached, each as often as it did."""
    files = read_case(case)
    names = statement_names(files, result)
    names += entry_names(files, result)
    names += known_at_names(files, result)
    names += span_names(files)
    names += knowledge_names(files, result)
    names += duty_names(files, result)
    names += score_names(files, result)
    names += selection_names(files, result)
    names += rule_names(files)
    names += row_names(files, result)
    return +names


def main() -> int:
    """Run seeds through the reference and print the table of counts."""
    sys.path.insert(0, sys.argv[1])
    reference = importlib.import_module("reference")
    first, count = (int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 3 else (0, 1300)
    totals: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    crashes = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            case = make_case(seed, Path(folder) / str(seed))
            try:
                result = reference.evaluate(case.district, case.rules, case.window, case.known_at)
            except Exception:  # one bad case must not hide the others
                crashes += 1
                print(f"seed {seed}: the reference failed\n{traceback.format_exc(limit=-3)}", file=sys.stderr)
                continue
            names = coverage(case, result)
            totals += names
            cases.update(names.keys())
    print(f"{count} cases, {crashes} failed, {time.monotonic() - began:.0f} s\n\n{'name':48} times  cases")
    for name in sorted(set(totals) | set(TARGETS)):
        short = "  too few" if name in TARGETS and totals[name] < LEAST else ""
        print(f"{name:48} {totals[name]:6} {cases[name]:6}{short}{'' if name in TARGETS else '  (no target)'}")
    return int(crashes > 0 or any(totals[name] < LEAST for name in TARGETS))


if __name__ == "__main__":
    sys.exit(main())
