"""`jifen demo`: a synthetic Pinggu year from beginning to end, with what came out of it."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jifen
from jifen._running import threads_of
from jifen._summary import bar, duties_text, funnel_text, grid, linkage_text, percent
from jifen._width import columns, printable, width

__all__ = ["run"]

RULEBOOK = "pinggu-1-10-100"
WINDOW = "2023"
STATEMENT_LINES = (8, 40)
"""How many entries the statement shown should have."""
LOOKED_THROUGH = 400
SOURCES = {"grid_officer": "female grid officers", "committee_member": "committee members", "volunteer": "volunteers"}


class Clock:
    """How long each stage took."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, float]] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.stages.append((name, time.perf_counter() - began))

    def text(self) -> str:
        stages = [*self.stages, ("total", sum(seconds for _, seconds in self.stages))]
        return grid(["stage", "seconds"], [[name, f"{seconds:.2f}"] for name, seconds in stages], "lr")


def heading(text: str) -> str:
    return f"\n{text}\n{'-' * width(text)}"


def counts_text(district: jifen.District) -> str:
    names = ("accepted", "duplicate", "conflict", "rejected", "read")
    rows = [[row["table"], *(f"{row[name]:,}" for name in names)] for row in district.counts]
    rows.append(["all", *(f"{sum(district.counts[name]):,}" for name in names)])
    return grid(["table", "accepted", "+ duplicate", "+ conflict", "+ rejected", "= read"], rows, "lrrrrr")


def network_text(report: jifen.NetworkReport) -> str:
    lines = [
        f"  on {report.day}: {report.units:,} units, {report.households:,} households, {report.people:,} people",
        f"  {report.grids:,} grids, {report.leaders:,} leaders; grids without a leader "
        f"{report.grids_without_leader:,}, with several {report.grids_with_several_leaders:,}",
        f"  problems: {len(report.problems):,}",
        "  leaders by source:",
    ]
    sources = report.leaders_by_source
    known = {source: sources.get(source, 0) for source in [*SOURCES, *sources]}
    rows = [
        [SOURCES.get(source, source or "unknown"), f"{count:,}", bar(count, report.grids)]
        for source, count in known.items()
    ]
    rows.append(["together", f"{sum(sources.values()):,}", ""])
    return "\n".join([*lines, columns(rows, [False, True, False], indent="    ")])


def grades_text(evaluation: jifen.Evaluation) -> str:
    rules = evaluation.rulebook
    found = Counter(evaluation.scores["grade"])
    grades = [*rules.grades, *sorted(grade for grade in found if grade and grade not in rules.grades)]
    rows = [
        [
            f"{grade} {title}" if (title := rules.title_of("grade", grade)) != grade else f"{grade} (veto)",
            f"{found[grade]:,}",
            percent(found[grade], len(evaluation)),
            bar(found[grade], len(evaluation)),
        ]
        for grade in grades
    ]
    return grid(["grade", "people", "share", ""], rows, "lrrl")


def first_text(evaluation: jifen.Evaluation, count: int = 10) -> str:
    """The first by rank; equal ranks by id."""
    scores = evaluation.scores
    ranks = [(rank, row) for row, rank in enumerate(scores["rank"]) if rank is not None]
    parts = ("total", "items", "linkage", "five_knows", "duties")
    rows = []
    for rank, row in sorted(ranks)[:count]:
        score = scores[row]
        district = evaluation.district
        rows.append(
            [
                str(rank),
                score["person"],
                district.person_name(score["person"]),
                district.unit_name(score["unit"]),
                *(f"{score[part]}" for part in parts),
            ]
        )
    return grid(["rank", "person", "name", "unit", *parts], rows, "rlll" + "r" * len(parts))


def selection_text(evaluation: jifen.Evaluation, code: str) -> str:
    strata = evaluation.strata(code).to_dicts()
    names = ("candidates", "eligible", "places", "selected")

    def points(line: Any) -> str:
        return "" if line is None else str(line)

    rows = [
        [row["stratum"] or "", row["name"] or "", *(f"{row[name]:,}" for name in names), points(row["line"])]
        for row in strata
    ]
    rows.append(["", "全区 all", *(f"{sum(row[name] for row in strata):,}" for name in names), ""])
    return grid(["", "township", *names, "last selected's points"], rows, "llrrrrr")


def statement_shown(evaluation: jifen.Evaluation) -> jifen.Statement | None:
    """Of the first people by id, the one whose statement shows the most verdicts, is short, and has every part."""
    best: tuple[tuple[bool, int, int, int], jifen.Statement] | None = None
    for row in evaluation.scores[:LOOKED_THROUGH]:
        statement = evaluation.explain(row["person"])
        entries = len(statement.rows)
        fits = STATEMENT_LINES[0] <= entries <= STATEMENT_LINES[1]
        parts = sum(row[part] != 0 for part in ("items", "linkage", "five_knows", "duties"))
        key = (fits, len(set(statement.rows["verdict"])), parts, -entries)
        if best is None or key > best[0]:
            best = key, statement
    return None if best is None else best[1]


def run(
    out: Path | None = None, *, seed: int = 1, scale: float = 1, threads: int | None = None, progress: bool = False
) -> None:
    """Everything, printed as it comes. `scale` below 1 is for tests."""
    if out is not None:
        show(out, seed=seed, scale=scale, threads=threads, progress=progress)
        print(f"\nThe district is in {out / 'district'}, its tables in {out / 'results'}.")
        return
    with tempfile.TemporaryDirectory(prefix="jifen-demo-") as folder:
        show(Path(folder), seed=seed, scale=scale, threads=threads, progress=progress)
    print("\nNothing was kept: jifen demo --out DIR keeps the district and its tables.")


def show(out: Path, *, seed: int, scale: float, threads: int | None, progress: bool) -> None:
    """Generates, reads, checks, evaluates, selects, writes; prints each."""
    clock = Clock()
    folder, results = out / "district", out / "results"
    cores = f"{threads_of(threads)} threads" if threads_of(threads) > 1 else "1 thread"
    print(f"jifen {jifen.__version__}: a synthetic Pinggu year (seed {seed}), {cores}", flush=True)

    with clock.stage("generate"):
        jifen.generate(folder, seed=seed, scale=scale, threads=threads, progress=progress)
    with clock.stage("read"):
        district = jifen.read_district(folder, threads=threads, progress=progress)
    print(heading("Loading: nothing is lost"))
    print(counts_text(district), flush=True)

    rules = jifen.shipped_rulebook(RULEBOOK)
    with clock.stage("evaluate"):
        evaluation = jifen.evaluate(district, rules, WINDOW, threads=threads, progress=progress)
    with clock.stage("check the network"):
        report = district.check(evaluation.last_day)
    print(heading("The network"))
    print(network_text(report), flush=True)

    with clock.stage("select"):
        selections = {code: selection_text(evaluation, code) for code in rules.selections}
    with clock.stage("write the tables"):
        evaluation.write(results, progress=progress)
    with clock.stage("look into it"):
        print(heading(f"Scores: {printable(rules.title())}, {evaluation.window}, {len(evaluation):,} people"))
        print(grades_text(evaluation))
        print(heading("Linkage 1 + 10 + 100"))
        print(linkage_text(evaluation))
        print(heading("Five asks, five knows"))
        print(funnel_text(evaluation))
        print(heading("Duties"))
        print(duties_text(evaluation))
        print(heading("The first ten"))
        print(first_text(evaluation))
        for code, text in selections.items():
            print(heading(f"Selection: {printable(rules.title_of('selection', code))} {code}"))
            print(text)
        if (statement := statement_shown(evaluation)) is not None:
            print(heading("One person's statement, every point to the total"))
            print(statement, end="")
    print(heading("Time"))
    print(clock.text())
