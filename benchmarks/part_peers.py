"""The parts of an evaluation beside DuckDB and Polars, in one run, as ratios.

    .venv/bin/python benchmarks/part_peers.py WORK [--scale 1] [--rounds 5]

    five_knows   200,000 households, two people each, their chain of answers, some stale, some asked again
    duties       200,000 households, a visit due each month, most done
    linkage      20,000 members with 10 exemplars each, 20,000,000 links `serves`, 10,000,000 entries that serve
    selection    1,000,000 people in 3,000 townships, the best fifth of each
    explain      one person of 50,000,000 entries

`--scale` multiplies these. Everyone has the data in memory, ours as a District, the peers as plain integers in tables
of their own. Ours is what a user calls: `evaluate` with a rulebook that has this part alone judges all entries besides;
`Evaluation.select`; `Evaluation.explain`. The peers get the quickest query that was found. Answers are held to each
other before anything is timed; rounds are interleaved; told are medians.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
from peer_rounds import DuckTables, Numbers, rounds_of, works_of_a_program
from scoring_peers import FIRST_DAY, MONTH_OF_DAY, Ours, Rules, random_ledger, text_ids

import jifen

LAST_DAY = 364
HOUSEHOLDS_A_LEADER = 63


class Evaluated:
    """`evaluate`, and numbers from a table of the evaluation."""

    name = "jifen"

    def __init__(self, district: jifen.District, rules: str, numbers: Callable[[jifen.Evaluation], Numbers]) -> None:
        self.district = district
        self.rules = jifen.parse_rulebook(rules, "benchmark.toml")
        self.numbers = numbers

    def ask(self, threads: int) -> Any:
        return jifen.evaluate(self.district, self.rules, "2023", threads=threads)

    def answer(self, found: Any) -> Numbers:
        return self.numbers(found)


class Query:
    """A query, and its columns but the first, by which the rows are ordered."""

    name = "DuckDB"

    def __init__(self, tables: dict[str, dict[str, Numbers]], query: str) -> None:
        self.tables = DuckTables(tables)
        self.query = query

    def ask(self, threads: int) -> Any:
        return self.tables.ask(threads, self.query)

    def answer(self, found: Any) -> Numbers:
        columns = [np.asarray(column, dtype=np.int64) for column in found.values()]
        return np.stack(columns[1:], axis=1)[np.argsort(columns[0])]


def texts(numbers: Numbers, ids: pa.Array) -> pa.Array:
    """Ids by their numbers; none where a number is negative."""
    return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int32), mask=numbers < 0), ids)


def dates(days: Numbers) -> pa.Array:
    return pa.array(days.astype(np.int32) + np.int32(FIRST_DAY), pa.int32()).cast(pa.date32())


def entry_ids(count: int) -> pa.Array:
    return pa.array(np.arange(count) + 10**9).cast(pa.string())


def columns_of(table: Any, names: list[str]) -> Numbers:
    read = pa.table(table)
    return np.stack([read[name].to_numpy().astype(np.int64) for name in names], axis=1)


def grids(leaders: int) -> dict[str, Any]:
    """Units and roles: a leader for each grid."""
    units = ["D", *(f"G{i:07}" for i in range(leaders))]
    tree = {"unit": units, "parent": ["", *["D"] * leaders], "level": ["district", *["grid"] * leaders]}
    roles = {"person": text_ids("P", leaders), "role": ["leader"] * leaders, "unit": units[1:]}
    return {"units": pa.table(tree), "roles": pa.table(roles)}


def duties(scale: float, threads: int, rounds: int) -> dict[str, float]:
    households = int(200_000 * scale)
    leaders = max(1, households // HOUSEHOLDS_A_LEADER)
    random = np.random.default_rng(3)
    leader_of = (np.arange(households) % leaders).astype(np.int32)
    # Each month with four chances in five, and a tenth of them once more.
    household, month = np.nonzero(random.random((households, 12)) < 0.8)
    again = random.random(len(household)) < 0.1
    household = np.concatenate([household, household[again]]).astype(np.int32)
    month = np.concatenate([month, month[again]])
    first_of_month = np.searchsorted(MONTH_OF_DAY, np.arange(12))
    day = (first_of_month[month] + random.integers(0, 28, len(month))).astype(np.int16)
    order = random.permutation(len(day))
    household, day = household[order], day[order]
    verified = random.random(len(day)) < 0.95

    house_ids = text_ids("H", households)
    ids = text_ids("P", leaders)
    ledger = {
        "entry": entry_ids(len(day)),
        "date": dates(day),
        "actor": texts(leader_of[household], ids),
        "item": pa.array(["visit"] * len(day)),
        "subject": texts(household, house_ids),
        "verified": texts(verified.astype(np.int8), pa.array(["no", "yes"])),
    }
    district = jifen.District(
        **grids(leaders),
        people=pa.table({"person": ids}),
        households=pa.table({"household": house_ids, "unit": texts(leader_of, text_ids("G", leaders))}),
        ledger=pa.table(ledger),
    )
    rules = """jifen = 1
code = "benchmark"
applies_to = ["leader"]
[[item]]
code = "visit"
verified = true
[[duty]]
code = "monthly"
items = ["visit"]
per = "month"
each = "household"
points = 10
"""
    peer = Query(
        {
            "entries": {"actor": leader_of[household], "household": household, "day": day, "verified": verified},
            "days": {"day": np.arange(365, dtype=np.int16), "month": MONTH_OF_DAY},
            "households": {"household": np.arange(households, dtype=np.int32), "leader": leader_of},
        },
        """
        with done as (
            select actor, count(*) as done from (
                select distinct actor, household, month from entries join days using (day) where verified)
            group by actor
        ), due as (select leader, 12 * count(*) as due from households group by leader)
        select leader, due, coalesce(done, 0) as done from due left join done on actor = leader""",
    )
    ours = Evaluated(district, rules, lambda found: columns_of(found.duties, ["due", "done"]))
    return rounds_of(ours, [peer], threads, rounds)


STAGES = ["people", "matters", "circumstances", "needs", "help"]
FRESH_DAYS = [366, 62, 62, 62, 62]


def knowledge(households: int) -> dict[str, Numbers]:
    """Answers of leaders about the two people of each household, in no order. An object of -1: there is none."""
    random = np.random.default_rng(4)
    stages, subjects, objects, houses = [], [], [], []

    def answered(stage: int, subject: Numbers, known: Numbers, house: Numbers, share: float) -> tuple[Numbers, Numbers]:
        asked = random.random(len(subject)) < share
        stages.append(np.full(int(asked.sum()), stage, dtype=np.int8))
        subjects.append(subject[asked])
        objects.append(known[asked])
        houses.append(house[asked])
        return known[asked], house[asked]

    house = np.repeat(np.arange(households, dtype=np.int32), 2)
    person = np.arange(2 * households, dtype=np.int32)
    known, house = answered(0, house, person, house, 0.9)
    for stage in range(1, 5):
        found = np.arange(len(known), dtype=np.int32)  # one a subject, with a number of its own
        if stage in (1, 3):
            found = np.where(random.random(len(known)) < 0.1, -1, found).astype(np.int32)
        known, house = answered(stage, known, found, house, 0.9)
        house, known = house[known >= 0], known[known >= 0]
    columns = {
        "stage": np.concatenate(stages),
        "subject": np.concatenate(subjects),
        "object": np.concatenate(objects),
        "household": np.concatenate(houses),
    }
    # All objects of an answer have its day; a third of the subjects were asked earlier, too.
    day = np.empty(len(columns["stage"]), dtype=np.int16)
    for stage in range(5):
        rows = columns["stage"] == stage
        day[rows] = random.integers(270 if stage else 100, 365, 2 * households)[columns["subject"][rows]]
    earlier = random.random(2 * households) < 0.3
    rows = np.flatnonzero(earlier[columns["subject"]])
    day = np.concatenate([day, day[rows] - 50]).astype(np.int16)
    columns = {name: np.concatenate([column, column[rows]]) for name, column in columns.items()} | {"day": day}
    order = random.permutation(len(day))
    return {name: column[order] for name, column in columns.items()}


def five_knows(scale: float, threads: int, rounds: int) -> dict[str, float]:
    households = int(200_000 * scale)
    leaders = max(1, households // HOUSEHOLDS_A_LEADER)
    leader_of = (np.arange(households) % leaders).astype(np.int32)
    records = knowledge(households)
    ids, house_ids = text_ids("P", leaders), text_ids("H", households)
    resident_ids = text_ids("R", 2 * households)
    topic_ids = [house_ids, resident_ids, *(text_ids(letter, 2 * households) for letter in "MCNH")]

    def names(of: Numbers, shift: int) -> pa.Array:
        """Texts of subjects (shift 0) or objects (shift 1): of each stage their own."""
        out = np.empty(len(of), dtype=object)
        for stage in range(5):
            rows = (records["stage"] == stage) & (of >= 0)
            out[rows] = topic_ids[stage + shift].to_numpy(zero_copy_only=False)[of[rows]]
        return pa.array(out, pa.string())

    knower = leader_of[records["household"]]
    table = {
        "record": entry_ids(len(knower)),
        "date": dates(records["day"]),
        "knower": texts(knower, ids),
        "stage": texts(records["stage"], pa.array(STAGES)),
        "subject": names(records["subject"], 0),
        "object": names(records["object"], 1),
    }
    resident_house = np.repeat(np.arange(households, dtype=np.int32), 2)
    none = np.full(leaders, -1, dtype=np.int32)
    district = jifen.District(
        **grids(leaders),
        people=pa.table(
            {
                "person": pa.concat_arrays([ids, resident_ids]),
                "household": texts(np.concatenate([none, resident_house]), house_ids),
            }
        ),
        households=pa.table({"household": house_ids, "unit": texts(leader_of, text_ids("G", leaders))}),
        knowledge=pa.table(table),
    )
    rules = f"""jifen = 1
code = "benchmark"
applies_to = ["leader"]
[[item]]
code = "visit"
[five_knows]
role = "leader"
points = 20
weights = [20, 20, 20, 20, 20]
fresh_days = {FRESH_DAYS}
"""
    fresh = " ".join(f"when {stage} then {days}" for stage, days in enumerate(FRESH_DAYS))
    chain = []
    for stage, before in ((1, "k1"), (2, "n3"), (3, "n4"), (4, "n5")):
        # What is asked about at this stage, and what the answers to it say.
        chain.append(
            f"a{stage + 1} as (select k.knower, k.thing as subject, s.object from {before} k"
            f" left join standing s on s.stage = {stage} and s.subject = k.thing and s.knower = k.knower),"
            f" n{stage + 2} as (select knower, object as thing from a{stage + 1} where object >= 0)"
        )
    # One object a subject, so that there is nothing to be made distinct: a subject that is not answered has none.
    counts = ", ".join(
        f"c{k} as (select knower, count(*) as n, count(object) as k from a{k} group by knower)" for k in range(2, 6)
    )
    joined = " ".join(f"left join c{k} on c{k}.knower = leader" for k in range(2, 6))
    sums = ", ".join(f"coalesce(c{k}.n, 0) as n{k}, coalesce(c{k}.k, 0) as k{k}" for k in range(2, 6))
    peer = Query(
        {
            "records": {
                "knower": knower,
                "stage": records["stage"],
                "subject": records["subject"],
                "object": records["object"],
                "day": records["day"],
            },
            "people": {"person": np.arange(2 * households, dtype=np.int32), "leader": np.repeat(leader_of, 2)},
        },
        f"""
        with latest as (select knower, stage, subject, max(day) as day from records group by all),
        standing as (
            select records.* from records join latest using (knower, stage, subject, day)
            where {LAST_DAY} - day <= case stage {fresh} end
        ), k1 as (
            select knower, person as thing from people
            join standing on stage = 0 and object = person and knower = leader
        ), {", ".join(chain)}, {counts},
        n1 as (select leader, count(*) as n from people group by leader),
        c1 as (select knower, count(*) as k from k1 group by knower)
        select leader, n1.n as n1, coalesce(c1.k, 0) as k1, {sums}
        from n1 left join c1 on c1.knower = leader {joined}""",
    )
    names_of_counts = [f"{letter}{stage}" for stage in range(1, 6) for letter in "nk"]

    def counts_of_leaders(found: jifen.Evaluation) -> Numbers:
        table = pa.table(found.five_knows)
        is_sum = np.array([not household for household in table["household"].to_pylist()])
        return columns_of(table.filter(pa.array(is_sum)), names_of_counts)

    return rounds_of(Evaluated(district, rules, counts_of_leaders), [peer], threads, rounds)


def linkage(scale: float, threads: int, rounds: int) -> dict[str, float]:
    members = int(20_000 * scale)
    exemplars, women = 10 * members, 50 * members
    links, entries = 1000 * members, 500 * members
    random = np.random.default_rng(5)
    # Members come first, then exemplars, ten each, then the women whom both serve; nine in ten of all are women.
    people = members + exemplars + women
    female = random.random(people) < 0.9
    # Each serves so many of the 300 who live near her, nobody twice: 7 and 300 have no common divisor.
    which = random.permutation(links)
    source = (which % (members + exemplars)).astype(np.int32)
    near = (source * 13 + which // (members + exemplars) * 7) % 300
    target = (members + exemplars + (source * 7 + near) % women).astype(np.int32)
    until = np.where(random.random(links) < 0.1, random.integers(0, 365, links), 10_000).astype(np.int32)
    actor = random.integers(0, members + exemplars, entries, dtype=np.int32)
    subject = (members + exemplars + (actor * 7 + random.integers(0, 300, entries, dtype=np.int32)) % women).astype(
        np.int32
    )
    day = random.integers(0, 365, entries).astype(np.int16)

    ids = text_ids("P", people)
    leads = np.arange(members, members + exemplars, dtype=np.int32)
    leader = ((leads - members) // 10).astype(np.int32)
    ends = pa.array(np.concatenate([np.full(exemplars, 10_000, dtype=np.int32), until]))
    role = {"person": ids.slice(0, members), "role": ["member"] * members, "unit": ["D"] * members}
    district = jifen.District(
        units=[{"unit": "D", "parent": "", "level": "district"}],
        people=pa.table({"person": ids, "gender": texts(female.astype(np.int8), pa.array(["male", "female"]))}),
        roles=pa.table(role),
        links=pa.table(
            {
                "source": texts(np.concatenate([leader, source]), ids),
                "target": texts(np.concatenate([leads, target]), ids),
                "kind": texts(
                    np.repeat(np.array([0, 1], dtype=np.int8), [exemplars, links]), pa.array(["leads", "serves"])
                ),
                "until": dates(ends.to_numpy()),
            }
        ),
        ledger=pa.table(
            {
                "entry": entry_ids(entries),
                "date": dates(day),
                "actor": texts(actor, ids),
                "item": pa.array(["visit"] * entries),
                "subject": texts(subject, ids),
            }
        ),
    )
    rules = """jifen = 1
code = "benchmark"
applies_to = ["member"]
[[item]]
code = "visit"
[linkage]
gender = "female"
exemplars = { target = 10, points = 10 }
contacts = { target = 100, points = 10 }
served = { target = 100, points = 10, items = ["visit"] }
"""
    peer = Query(
        {
            "leads": {"member": leader, "exemplar": leads},
            "serves": {"source": source, "target": target, "until": until},
            "people": {"person": np.arange(people, dtype=np.int32), "female": female},
            "entries": {"actor": actor, "subject": subject},
            "members": {"member": np.arange(members, dtype=np.int32)},
        },
        f"""
        with led as (
            select member, exemplar from leads join people on exemplar = person where female
        ), via as (
            select member, member as source from members union all select member, exemplar from led
        ), contacts as (
            select distinct member, target from serves join via using (source) join people on target = person
            where female and until > {LAST_DAY} and target <> member
        ), worked as (
            select distinct member, subject as target from entries join via on actor = source
        ), e as (select member, count(*) as n from led group by member),
        c as (select member, count(*) as n from contacts group by member),
        s as (select member, count(*) as n from contacts semi join worked using (member, target) group by member)
        select members.member, coalesce(e.n, 0) as exemplars, coalesce(c.n, 0) as contacts, coalesce(s.n, 0) as served
        from members left join e using (member) left join c using (member) left join s using (member)""",
    )
    names = ["exemplars", "contacts", "served"]
    return rounds_of(
        Evaluated(district, rules, lambda found: columns_of(found.linkage, names)), [peer], threads, rounds
    )


class Selected(Evaluated):
    """The table of a selection, from an evaluation that is there."""

    def __init__(self, district: jifen.District, rules: str, people: int, threads: int) -> None:
        super().__init__(district, rules, lambda _: np.empty(0))
        self.evaluation = super().ask(threads)  # which it remembers
        self.people = people

    def ask(self, threads: int) -> Any:
        return self.evaluation.select("best")

    def answer(self, found: Any) -> Numbers:
        table = pa.table(found)
        person = np.array([int(text[1:]) for text in table["person"].cast(pa.string()).to_pylist()])
        is_chosen = np.array([word == "yes" for word in table["selected"].cast(pa.string()).to_pylist()])
        chosen = np.zeros((self.people, 2), dtype=np.int64)
        chosen[person, 0] = table["place"].to_numpy()
        chosen[person, 1] = is_chosen
        return chosen


def selection(scale: float, threads: int, rounds: int) -> dict[str, float]:
    people, strata = int(1_000_000 * scale), int(3000 * scale)
    random = np.random.default_rng(6)
    stratum = random.integers(0, strata, people).astype(np.int32)
    quantity = random.integers(1, 10**6, people).astype(np.int32)
    visits = random.integers(1, 100, people).astype(np.int32)
    ids = text_ids("P", people)
    units = [f"T{i:07}" for i in range(strata)]
    whom = np.arange(people, dtype=np.int32)
    district = jifen.District(
        units=pa.table(
            {"unit": ["D", *units], "parent": ["", *["D"] * strata], "level": ["district", *["township"] * strata]}
        ),
        people=pa.table({"person": ids}),
        roles=pa.table({"person": ids, "role": ["leader"] * people, "unit": texts(stratum, pa.array(units))}),
        ledger=pa.table(
            {
                "entry": entry_ids(2 * people),
                "date": dates(np.full(2 * people, 100)),
                "actor": texts(np.concatenate([whom, whom]), ids),
                "item": texts(np.repeat(np.array([0, 1], dtype=np.int8), people), pa.array(["hours", "visit"])),
                "quantity": pa.array(np.concatenate([quantity, visits])),
            }
        ),
    )
    rules = """jifen = 1
code = "benchmark"
applies_to = ["leader"]
[[category]]
code = "visits"
[[item]]
code = "hours"
points_per_unit = 0.001
[[item]]
code = "visit"
category = "visits"
points_per_unit = 0.001
[[selection]]
code = "best"
share = "20%"
rank_by = ["items"]
by = "township"
ties = ["category:visits"]
"""
    # The places of a stratum are given to the peers; ours divides them by largest remainder besides.
    ours = Selected(district, rules, people, threads)
    table = pa.table(ours.ask(threads))
    is_chosen = np.array([word == "yes" for word in table["selected"].cast(pa.string()).to_pylist()])
    of = np.array([int(text[1:]) for text in table["stratum"].cast(pa.string()).to_pylist()])
    places = np.bincount(of[is_chosen], minlength=strata)
    columns = {"person": whom, "stratum": stratum, "points": quantity + visits, "visits": visits}
    peer = Query(
        {"people": columns, "strata": {"stratum": np.arange(strata, dtype=np.int32), "places": places}},
        """
        select person, place, (place <= places)::int as chosen from (
            select person, stratum,
                   row_number() over (partition by stratum order by points desc, visits desc, person) as place
            from people) join strata using (stratum)""",
    )
    return rounds_of(ours, [peer], threads, rounds)


class Explained:
    """One person of an evaluation that is there."""

    name = "jifen"

    def __init__(self, evaluation: jifen.Evaluation, person: int) -> None:
        self.evaluation, self.person = evaluation, person

    def ask(self, threads: int) -> Any:
        return self.evaluation.explain(f"P{self.person:07}")

    def answer(self, found: Any) -> Numbers:
        return np.array([[int(found.total.scaleb(3))]], dtype=np.int64)


def explain(scale: float, threads: int, rounds: int) -> dict[str, float]:
    entries = int(50_000_000 * scale)
    people = max(10, entries // 2500)
    ledger = random_ledger(entries, people, False)
    rules = Rules.made_for(entries / people, False)
    ours = Ours(ledger, rules, people)
    person = people // 2
    columns = ledger.columns()
    peer = Query(
        {"entries": columns, "cells": rules.cells(), "items": rules.items(), "categories": rules.categories()},
        f"""
        select 0 as row, sum(least(points, categories.year_cap))::bigint as points from (
            select category, sum(least(points, month_cap)) as points from (
                select item, month, sum(case when per_unit then points * quantity else points end) as points
                from entries join cells using (item, day)
                where actor = {person} and (verified or not needs_verified)
                group by all) join items using (item)
            group by all) join categories using (category)""",
    )
    return rounds_of(Explained(ours.ask(threads), person), [peer], threads, rounds)


WORKS = {each.__name__: each for each in (five_knows, duties, linkage, selection, explain)}


if __name__ == "__main__":
    works_of_a_program(__file__, __doc__, WORKS)
