"""Item scoring beside DuckDB and Polars, in one run, as ratios.

    .venv/bin/python benchmarks/scoring_peers.py [--entries 50000000] [--people 20000] [--rounds 5]

Two rulebooks of 40 items in 8 categories:

* `caps`: a month cap on each item, a year cap on each category, dated points, points per unit, `verified`;
* `whole`: all of SPEC §4: also day and year caps of items, month caps of categories, year caps of the total, ladders,
  `once`, exclusive acts, deductions, late records, cancellations.

The entries lie in memory for everyone: ours in a District, clustered by person as a District is; the peers' in tables
of their own, as plain integers in random order. Timed is the question "how many points has each person?", from the
entries to the sums; ours is `jifen.evaluate`, which judges every entry besides. The peers get the quickest query that
was found: what is looked up by item and day is joined as one small table, and caps that nest are nested sums. Before
anything is timed the answers are held to each other, person by person. Rounds are interleaved; told are medians.

`read` is the time to sum the bytes of the plain columns that the question is about on the same threads: the memory's
limit. With `--spill` a ledger can be built that does not fit in memory beside the columns from which it is made; the
system keeps its pages in memory as long as there is room.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from peer_rounds import Contender, DuckTables, Numbers, Read, check_answers, in_processes, rounds_of

import jifen

ITEMS = 40
CATEGORIES = 8
DAYS = 365
SUBJECTS = 1000
ACTS = 1000
NO_CAP = 10**15
FIRST_DAY = int(np.datetime64("2023-01-01").astype(np.int64))
MONTH_OF_DAY = np.repeat(np.arange(12, dtype=np.int8), [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


@dataclass
class Ledger:
    """Columns as the peers have them: numbers, days from 2023-01-01."""

    actor: Numbers
    item: Numbers
    day: Numbers
    quantity: Numbers
    verified: Numbers
    whole: bool  # the others are there
    subject: Numbers
    act: Numbers  # 0: none
    delay: Numbers  # days until it was recorded
    cancelled: Numbers

    def columns(self) -> dict[str, Numbers]:
        """Those that the question is about."""
        names = ["actor", "item", "day", "quantity", "verified"]
        if self.whole:
            names += ["subject", "act", "delay", "cancelled"]
        return {name: getattr(self, name) for name in names}


def random_ledger(entries: int, people: int, whole: bool) -> Ledger:
    random = np.random.default_rng(2023)
    others = entries if whole else 0
    return Ledger(
        random.integers(0, people, entries, dtype=np.int32),
        random.integers(0, ITEMS, entries, dtype=np.int16),
        random.integers(0, DAYS, entries, dtype=np.int16),
        random.integers(1, 6, entries, dtype=np.int32),
        random.random(entries) < 0.9,
        whole,
        random.integers(0, SUBJECTS, others, dtype=np.int16),
        np.where(random.random(others) < 0.3, random.integers(1, ACTS, others), 0).astype(np.int16),
        random.integers(0, RECORD_WITHIN + 4, others, dtype=np.int16),
        random.random(others) < 0.01,
    )


LADDER_STEPS = [(10_000, 2_000), (20_000, 5_000), (40_000, 10_000)]  # quantity, points; thousandths
RECORD_WITHIN = 31
GROUPED = [2, 9, 11, 19, 22, 29]  # two in each group, none of them per unit or a ladder


@dataclass
class Rules:
    """By item, in thousandths; caps that about half of the people reach."""

    whole: bool
    category: Numbers
    before: Numbers  # points of one, or of a unit, until the turn
    after: Numbers
    turn: Numbers  # the day from which `after` is in force
    per_unit: Numbers
    verified: Numbers
    ladder: Numbers
    once: Numbers  # a month, by subject
    group: Numbers  # of exclusive items; 0: none
    day_cap: Numbers
    month_cap: Numbers
    year_cap: Numbers
    category_month_cap: Numbers
    category_year_cap: Numbers
    total_year_cap: int

    @staticmethod
    def made_for(entries_a_person: float, whole: bool) -> Rules:
        random = np.random.default_rng(7)
        item = np.arange(ITEMS)
        before = random.integers(100, 2000, ITEMS)
        ladder = (item % 8 == 0) & whole
        per_unit = (item % 4 == 0) & ~ladder
        a_month = max(1.0, entries_a_person / ITEMS / 12)
        month_cap = (before * np.where(per_unit, 3, 1) * a_month).astype(np.int64)
        category = item % CATEGORIES
        a_category = np.array([int(month_cap[category == c].sum()) for c in range(CATEGORIES)], dtype=np.int64)
        return Rules(
            whole,
            category,
            before,
            np.where(per_unit, before, random.integers(100, 2000, ITEMS)),
            np.where(per_unit | ladder, 0, random.integers(30, 330, ITEMS)),
            per_unit,
            item % 3 == 0,
            ladder,
            (item % 5 == 1) & ~per_unit & ~ladder & whole,
            np.where(np.isin(item, GROUPED) & whole, item // 10 + 1, 0),
            np.where((item % 3 == 0) & whole, np.minimum(month_cap, 3 * before), NO_CAP),
            month_cap,
            np.where((item % 6 == 5) & whole, month_cap * 9, NO_CAP),
            np.where(whole, a_category * 9 // 10, NO_CAP),
            a_category * 10 if not whole else a_category * 8,
            int(a_category.sum()) * 5 if whole else NO_CAP,
        )

    @property
    def deducts(self) -> Numbers:
        """By category: it takes points away."""
        return np.asarray((np.arange(CATEGORIES) == CATEGORIES - 1) & self.whole)

    def cells(self) -> dict[str, Numbers]:
        """By item and day."""
        item = np.repeat(np.arange(ITEMS, dtype=np.int16), DAYS)
        day = np.tile(np.arange(DAYS, dtype=np.int16), ITEMS)
        cells: dict[str, Numbers] = {
            "item": item,
            "day": day,
            "month": MONTH_OF_DAY[day],
            "points": np.where(day < self.turn[item], self.before[item], self.after[item]).astype(np.int64),
            "per_unit": self.per_unit[item],
            "needs_verified": self.verified[item],
        }
        if self.whole:
            cells |= {"ladder": self.ladder[item], "once": self.once[item], "grp": self.group[item].astype(np.int8)}
        return cells

    def items(self) -> dict[str, Numbers]:
        return {
            "item": np.arange(ITEMS, dtype=np.int16),
            "category": self.category.astype(np.int8),
            "day_cap": self.day_cap.astype(np.int64),
            "month_cap": self.month_cap,
            "year_cap": self.year_cap.astype(np.int64),
            "ladder": self.ladder,
        }

    def categories(self) -> dict[str, Numbers]:
        return {
            "category": np.arange(CATEGORIES, dtype=np.int8),
            "month_cap": self.category_month_cap.astype(np.int64),
            "year_cap": self.category_year_cap.astype(np.int64),
            "deducts": self.deducts,
        }

    def rulebook(self) -> jifen.Rulebook:
        def points(thousandths: int) -> str:
            sign, magnitude = "-" if thousandths < 0 else "", abs(thousandths)
            return f"{sign}{magnitude // 1000}.{magnitude % 1000:03}"

        def caps(**by_period: int) -> str:
            found = [f'{{ per = "{per}", points = {points(cap)} }}' for per, cap in by_period.items() if cap != NO_CAP]
            return f"caps = [ {', '.join(found)} ]\n" if found else ""

        text = ['jifen = 1\ncode = "benchmark"\napplies_to = ["worker"]\n']
        if self.whole:
            text.append(f"record_within_days = {RECORD_WITHIN}\n[total]\n" + caps(year=self.total_year_cap))
        for c in range(CATEGORIES):
            text.append(f'[[category]]\ncode = "c{c}"\n')
            text.append(caps(month=int(self.category_month_cap[c]), year=int(self.category_year_cap[c])))
        for i in range(ITEMS):
            sign = -1 if self.deducts[self.category[i]] else 1
            text.append(f'[[item]]\ncode = "i{i:02}"\ncategory = "c{self.category[i]}"\n')
            text.append(caps(day=int(self.day_cap[i]), month=int(self.month_cap[i]), year=int(self.year_cap[i])))
            text.append("verified = true\n" if self.verified[i] else "")
            text.append('once = "month"\n' if self.once[i] else "")
            turn = np.datetime64("2023-01-01") + int(self.turn[i])
            if self.ladder[i]:
                steps = ", ".join(f"[{quantity // 1000}, {points(sign * step)}]" for quantity, step in LADDER_STEPS)
                text.append(f'ladder = {{ per = "month", steps = [ {steps} ] }}\n')
            elif self.per_unit[i]:
                text.append(f"points_per_unit = {points(sign * self.before[i])}\n")
            else:
                text.append(
                    f"points = [ {{ from = 2020-01-01, value = {points(sign * self.before[i])} }},"
                    f" {{ from = {turn}, value = {points(sign * self.after[i])} }} ]\n"
                )
        for group in sorted(set(self.group) - {0}):
            members = ", ".join(f'"i{i:02}"' for i in np.flatnonzero(self.group == group))
            text.append(f"[[exclusive]]\nitems = [ {members} ]\n")
        return jifen.parse_rulebook("".join(text), "benchmark.toml")


def text_ids(prefix: str, count: int) -> pa.Array:
    return pa.array([f"{prefix}{i:07}" for i in range(count)])


def ledger_table(ledger: Ledger, people: int) -> pa.Table:
    """The rows as they would be handed in: ids and words as text, days as days."""
    ids = text_ids("P", people)
    items = pa.array([f"i{i:02}" for i in range(ITEMS)])
    yes_no = pa.array(["no", "yes"])
    subjects, acts = text_ids("S", SUBJECTS), text_ids("A", ACTS)
    chunk = 1_000_000
    batches = []
    for begin in range(0, len(ledger.actor), chunk):
        part = slice(begin, begin + chunk)

        def days(numbers: Numbers) -> pa.Array:
            return pa.array(numbers.astype(np.int32) + np.int32(FIRST_DAY), pa.int32()).cast(pa.date32())

        entries = pa.array(np.arange(begin, begin + len(ledger.actor[part])) + 10**9).cast(pa.string())
        columns = {
            "entry": entries,
            "date": days(ledger.day[part]),
            "actor": pa.DictionaryArray.from_arrays(pa.array(ledger.actor[part]), ids),
            "item": pa.DictionaryArray.from_arrays(pa.array(ledger.item[part]), items),
            "quantity": pa.array(ledger.quantity[part]),
            "verified": pa.DictionaryArray.from_arrays(pa.array(ledger.verified[part].astype(np.int8)), yes_no),
        }
        if ledger.whole:
            act = ledger.act[part]
            columns |= {
                "subject": pa.DictionaryArray.from_arrays(pa.array(ledger.subject[part]), subjects),
                "act": pa.DictionaryArray.from_arrays(pa.array(act, mask=act == 0), acts),
                "recorded": days(ledger.day[part] + ledger.delay[part]),
            }
        batches.append(pa.record_batch(columns))
        if ledger.whole:  # who withdraws an entry does it by another
            withdrawn = np.flatnonzero(ledger.cancelled[part])
            names = {name: column.take(pa.array(withdrawn)) for name, column in columns.items()}
            names["cancels"] = names["entry"]
            names["entry"] = pa.array(withdrawn + begin + 5 * 10**9).cast(pa.string())
            batches.append(pa.record_batch(names))
            batches[-2] = pa.record_batch(columns | {"cancels": pa.nulls(len(entries), pa.string())})
    return pa.Table.from_batches(batches)


def district_of(ledger: Ledger, people: int, spill: str | None) -> jifen.District:
    ids = text_ids("P", people)
    everyone = {"person": ids, "unit": ["D"] * people}
    return jifen.District(
        units=[{"unit": "D", "parent": "", "level": "district"}],
        people=pa.table(everyone),
        roles=pa.table(everyone | {"role": ["worker"] * people}),
        ledger=ledger_table(ledger, people),
        spill=spill,
    )


class Ours:
    name = "jifen"

    def __init__(self, ledger: Ledger, rules: Rules, people: int, spill: str | None = None) -> None:
        self.district = district_of(ledger, people, spill)
        self.rules = rules.rulebook()

    def ask(self, threads: int) -> Any:
        return jifen.evaluate(self.district, self.rules, "2023", threads=threads)

    def answer(self, found: Any) -> Numbers:
        """Thousandths by person."""
        items = pa.table(found.scores)["items"].cast(pa.decimal128(38, 3))
        return np.array([int(value.scaleb(3)) for value in items.to_pylist()], dtype=np.int64)


def of_everybody(actors: Numbers, points: Numbers, people: int) -> Numbers:
    """By person; 0 of those who have no entry, whom a query does not name."""
    found = np.zeros(people, dtype=np.int64)
    found[actors] = points
    return found


class DuckDb:
    name = "DuckDB"
    CAPS = """
        select actor, sum(least(points, categories.year_cap))::bigint as points from (
            select actor, category, sum(least(points, month_cap)) as points from (
                select actor, item, month,
                       sum(case when per_unit then points * quantity else points end) as points
                from entries join cells using (item, day)
                where verified or not needs_verified
                group by all) join items using (item)
            group by all) join categories using (category)
        group by actor order by actor"""

    # A cap of a coarser period than those before it lets through, of each finer period, what the sum up to it gains.
    WHOLE = f"""
        with valid as (
            select entries.*, points, per_unit, ladder, once, grp, month
            from entries join cells using (item, day)
            where not cancelled and delay <= {RECORD_WITHIN} and (verified or not needs_verified)
        ), acts as (
            select actor, act, grp, item,
                   row_number() over (partition by actor, act, grp order by max(points) desc, item) as place
            from valid where grp > 0 and act > 0
            group by actor, act, grp, item
        ), standing as (
            select * from valid where not (grp > 0 and act > 0)
            union all
            select valid.* from valid join acts using (actor, act, grp, item) where place = 1
        ), by_day as (
            select actor, item, month, day, sum(case when per_unit then points * quantity else points end) as points
            from standing where not once and not ladder
            group by all
            union all
            select actor, item, month, day, sum(points) from (
                select actor, item, month, arg_min(points, day * 4294967296 + id) as points, min(day) as day
                from standing where once
                group by actor, item, month, subject)
            group by all
        ), by_month as (
            select actor, item, month, least(points, month_cap) as points from (
                select actor, item, month, sum(least(points, day_cap)) as points
                from by_day join items using (item)
                group by all) join items using (item)
            union all
            select actor, item, month, least(case {{ladder}} else 0 end, month_cap) from (
                select actor, item, month, sum(quantity) as quantity
                from valid where ladder
                group by all) join items using (item)
        ), of_items as (
            select actor, item, month, least(upto, year_cap) - least(upto - points, year_cap) as points from (
                select *, sum(points) over (partition by actor, item order by month) as upto
                from by_month) join items using (item)
        ), of_category_months as (
            select actor, category, month, least(points, month_cap) as points from (
                select actor, category, month, sum(points) as points
                from of_items join items using (item)
                group by all) join categories using (category)
        ), of_sides as (
            select actor, deducts, least(sum(points), {{total}}) as points from (
                select actor, category, least(sum(points), any_value(year_cap)) as points
                from of_category_months join categories using (category)
                group by actor, category) join categories using (category)
            group by actor, deducts
        )
        select actor, sum(case when deducts then -points else points end)::bigint as points
        from of_sides group by actor order by actor"""

    def __init__(self, ledger: Ledger, rules: Rules, people: int) -> None:
        self.people = people
        self.query = self.CAPS
        if rules.whole:
            steps = sorted(LADDER_STEPS, reverse=True)
            ladder = " ".join(f"when quantity >= {quantity // 1000} then {points}" for quantity, points in steps)
            self.query = self.WHOLE.format(ladder=ladder, total=rules.total_year_cap)
        self.tables = DuckTables(
            {
                "entries": ledger.columns() | {"id": np.arange(len(ledger.actor), dtype=np.int32)},
                "cells": rules.cells(),
                "items": rules.items(),
                "categories": rules.categories(),
            }
        )

    def ask(self, threads: int) -> Any:
        return self.tables.ask(threads, self.query)

    def answer(self, found: Any) -> Numbers:
        return of_everybody(found["actor"], found["points"], self.people)


class Polars:
    name = "Polars"

    def __init__(self, ledger: Ledger, rules: Rules, people: int) -> None:
        import polars as pl

        self.people = people
        self.pl = pl
        self.entries = pl.DataFrame(ledger.columns())
        self.cells = pl.DataFrame(rules.cells())
        self.items = pl.DataFrame(rules.items())
        self.categories = pl.DataFrame(rules.categories())

    def ask(self, threads: int) -> Any:
        pl = self.pl
        assert pl.thread_pool_size() == threads
        points = pl.when("per_unit").then(pl.col("points") * pl.col("quantity")).otherwise("points")
        return (
            self.entries.lazy()
            .join(self.cells.lazy(), on=["item", "day"])
            .filter(pl.col("verified") | ~pl.col("needs_verified"))
            .group_by("actor", "item", "month")
            .agg(points.sum().alias("points"))
            .join(self.items.lazy().drop("year_cap"), on="item")
            .group_by("actor", "category")
            .agg(pl.min_horizontal("points", "month_cap").sum().alias("points"))
            .join(self.categories.lazy().drop("month_cap"), on="category")
            .group_by("actor")
            .agg(pl.min_horizontal("points", "year_cap").sum())
            .sort("actor")
            .collect(engine="streaming")
        )

    def answer(self, found: Any) -> Numbers:
        return of_everybody(found["actor"].to_numpy(), found["points"].to_numpy(), self.people)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """One number of threads."""
    whole = options.rules == "whole"
    ledger = random_ledger(options.entries, options.people, whole)
    rules = Rules.made_for(options.entries / options.people, whole)
    ours = Ours(ledger, rules, options.people, options.spill)
    read = Read(list(ledger.columns().values()))
    peers: list[Contender] = [DuckDb(ledger, rules, options.people)]
    if options.alone:
        check_answers(ours, peers, options.threads)
        peers.clear()
    elif not whole:
        peers.append(Polars(ledger, rules, options.people))
    return rounds_of(ours, peers, options.threads, options.rounds, [read])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=50_000_000)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rules", choices=("caps", "whole"), default="caps")
    parser.add_argument("--alone", action="store_true", help="DuckDB answers once and leaves; ours alone is timed")
    parser.add_argument("--spill", metavar="FOLDER", help="where our ledger lies on the disk instead of in memory")
    parser.add_argument("--threads", type=int, help="in this process; without it, 1 and 2, each in one of its own")
    options = parser.parse_args()
    if options.threads:
        print(json.dumps(run(options)))
        return
    print(f"{options.entries:,} entries of {options.people:,} people; seconds, and how many times as long as jifen")
    in_processes(__file__, sys.argv[1:])


if __name__ == "__main__":
    main()
