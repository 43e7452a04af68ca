"""Whether a result still is what the engine makes of its inputs."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from pathlib import Path
from typing import Any

from jifen import _jifen
from jifen._jifen import Diagnostic
from jifen._running import Progress, progress_of, threads_of
from jifen.district import District, read_district
from jifen.errors import ArgumentError, PointsOverflowError, RulebookError, refused_by_system
from jifen.evaluation import Evaluation, evaluate
from jifen.rulebook import Rulebook, parse_rulebook, read_rulebook

__all__ = ["Verification", "verify"]

PROVENANCE = "provenance.json"
MAY_BE_READ = "see that it may be read"
MOST_BYTES = 128 << 20
"""Of a provenance.json: more than that is none."""


class Verification:
    """What `verify` found. It is true when the result is what its inputs give."""

    def __init__(self, problems: list[Diagnostic]) -> None:
        self.problems = problems
        """What does not fit, most telling first: `file`, `code` and `message` of each."""

    @property
    def ok(self) -> bool:
        """No error. Another version of the library, and rows more or less that count nowhere, are warnings."""
        return not any(problem.severity == "error" for problem in self.problems)

    def __bool__(self) -> bool:
        return self.ok

    def __str__(self) -> str:
        if not self.problems:
            return "verified: the result is what its inputs give"
        return "\n".join(map(str, self.problems))

    def __repr__(self) -> str:
        return f"<Verification: {'ok' if self.ok else 'not ok'}, {len(self.problems)} problems>"


def verify(
    result: Evaluation | str | os.PathLike[str],
    district: District | str | os.PathLike[str],
    rulebook: Rulebook | str | os.PathLike[str] | None = None,
    *,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> Verification:
    """Whether a result is what its inputs give: a folder that `Evaluation.write` wrote, or an evaluation.

    Compares the version of the library, the rulebook and each input table with what the result says it was made of.
    Of a folder, each file must be the one that was written; and if the inputs are the same, everything is evaluated
    again and must be the same bytes (but for the column `file` of `diagnostics.csv`, which tells where tables were read
    from). Without `rulebook`, the one that the folder keeps is taken. A path of inputs is read as by `read_district`
    and `read_rulebook`, with their errors. FileError: a file of the result is there and cannot be read.
    """
    count = threads_of(threads)
    inputs = district if isinstance(district, District) else read_district(district, threads=count, progress=progress)
    if rulebook is not None and not isinstance(rulebook, Rulebook):
        rulebook = read_rulebook(rulebook)
    with progress_of(progress, "verification") as report:
        if isinstance(result, Evaluation):
            recorded: dict[str, Any] = result.provenance
            return Verification(_inputs_differ(recorded, inputs, rulebook, count, report))
        folder = Path(result)
        try:
            recorded = _recorded(folder)
            problems = _files_differ(folder, recorded["results"])
            problems += _inputs_differ(recorded, inputs, rulebook, count, report)
            if not any(problem.severity == "error" for problem in problems):
                other_rows = any(problem.code == "other_rows" for problem in problems)
                problems += _not_reproduced(folder, recorded, inputs, count, report, other_rows)
        except _Unusable as error:
            return Verification([_problem(PROVENANCE, "no_provenance", str(error))])
    return Verification(problems)


class _Unusable(Exception):  # noqa: N818 - what it says, not what Python did
    """There is no provenance.json that says what the result was made of."""


def _problem(file: str, code: str, message: str, severity: str = "error", remedy: str = "") -> Diagnostic:
    return Diagnostic(file=file, code=code, message=message, severity=severity, remedy=remedy)


COUNTS = ("read", "accepted", "duplicate", "conflict", "rejected")

SHAPE: dict[str, Any] = {
    "jifen": str,
    "window": {"from": str, "until": str},
    "known_at": (str, type(None)),
    "rulebook": {"code": str, "sha256": str, "toml": str},
    "inputs": {
        table: dict.fromkeys(COUNTS, int) | {"sha256": str}
        for table in ("units", "households", "people", "roles", "links", "ledger", "knowledge")
    },
    "results": {
        f"{table}.csv": {"sha256": str, "rows": int, "sum": int, "weighted_sum": int}
        for table in (
            "scores",
            "categories",
            "statement",
            "linkage",
            "five_knows",
            "duties",
            "composite",
            "selection",
            "diagnostics",
        )
    },
}


def _expect_shape(found: Any, shape: Any, where: str) -> None:
    if not isinstance(shape, dict):
        if not isinstance(found, shape) or isinstance(found, bool):
            raise _Unusable(f"{where} is {type(found).__name__}: it was not written by jifen")
        if isinstance(found, str) and not where.endswith(" toml") and not (len(found) <= 64 and found.isprintable()):
            raise _Unusable(f"{where} is too long or not printable: it was not written by jifen")
        return
    if not isinstance(found, dict) or found.keys() != shape.keys():
        raise _Unusable(f"{where} does not say {', '.join(shape)}: it was not written by jifen")
    for key, inner in shape.items():
        _expect_shape(found[key], inner, f"{where} {key}")


def _recorded(folder: Path) -> dict[str, Any]:
    path = folder / PROVENANCE
    try:
        with open(path, "rb") as file:
            text = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise _Unusable(f"{folder} holds no {PROVENANCE}: it is no result folder") from None
    except OSError as error:
        raise refused_by_system("cannot read the file", path, error, MAY_BE_READ) from error
    if len(text) > MOST_BYTES:
        raise _Unusable(f"it has more than {MOST_BYTES:,} bytes: it was not written by jifen")
    try:
        recorded: Any = json.loads(text.decode())
    except (ValueError, RecursionError) as error:
        raise _Unusable(f"it is no JSON: {error}") from None
    _expect_shape(recorded, SHAPE, "it")
    return dict(recorded)


def _digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _files_differ(folder: Path, recorded: dict[str, dict[str, Any]]) -> list[Diagnostic]:
    """The files of the folder that are not those that were written."""
    problems = []
    for name, seal in recorded.items():
        try:
            found = _digest_of(folder / name)
        except FileNotFoundError:
            problems.append(_problem(name, "missing_file", "the file is not in the folder"))
            continue
        except OSError as error:
            raise refused_by_system("cannot read the file", folder / name, error, MAY_BE_READ) from error
        if found != seal["sha256"]:
            message = "the file is not the one that was written: it was changed afterwards"
            problems.append(_problem(name, "file_changed", message))
    return problems


def _inputs_differ(
    recorded: dict[str, Any], district: District, rulebook: Rulebook | None, threads: int, report: Progress | None
) -> list[Diagnostic]:
    """The inputs that are not those that the result was made of."""
    problems = []
    if recorded["jifen"] != _jifen.version():
        message = f"the result was made by jifen {recorded['jifen']}; this is {_jifen.version()}"
        problems.append(_problem(PROVENANCE, "another_version", message, "warning"))
    if rulebook is not None and rulebook.sha256 != recorded["rulebook"]["sha256"]:
        message = f"the result was made by another rulebook: {recorded['rulebook']['code']}, "
        message += f"SHA-256 {recorded['rulebook']['sha256']}, not {rulebook.code}, SHA-256 {rulebook.sha256}"
        problems.append(_problem("rulebook", "another_rulebook", message))
    digests = district._core.digests(threads, report)
    counts = {row["table"]: row for row in district.counts}
    for table, was in recorded["inputs"].items():
        now = counts[table]
        counted = [f"{what} {was[what]:,} then, {now[what]:,} now" for what in COUNTS if was[what] != now[what]]
        if digests[table] != was["sha256"]:
            message = "the table says another thing than the one that the result was made of"
            message += f": {'; '.join(counted)}" if counted else ""
            problems.append(_problem(table, "another_table", message))
        elif counted:
            message = f"the table says the same, but in other rows: {'; '.join(counted)}"
            problems.append(_problem(table, "other_rows", message, "warning"))
    return problems


def _not_reproduced(
    folder: Path,
    recorded: dict[str, Any],
    district: District,
    threads: int,
    report: Progress | None,
    other_rows: bool,
) -> list[Diagnostic]:
    """What the engine does not make again of the inputs; the files are those that provenance.json names."""
    window = f"{recorded['window']['from']}..{recorded['window']['until']}"
    try:
        rulebook = parse_rulebook(recorded["rulebook"]["toml"])
        again = evaluate(district, rulebook, window, threads=threads, known_at=recorded["known_at"], progress=report)
    except (ArgumentError, RulebookError, PointsOverflowError) as error:
        raise _Unusable(f"what it says cannot be evaluated: {error}") from error
    if rulebook.sha256 != recorded["rulebook"]["sha256"]:
        message = "the rulebook that it keeps is not the one whose SHA-256 it gives"
        return [_problem(PROVENANCE, "another_rulebook", message)]
    made_again = _jifen.result_seals(again._core, threads, report)
    differing = {name for name, seal in made_again.items() if seal != recorded["results"][name]}
    if other_rows or _findings(folder / "diagnostics.csv") == _findings_of(again):
        differing.discard("diagnostics.csv")  # it tells from which files, and of which rows that count nowhere
    if recorded["rulebook"]["code"] != rulebook.code:
        differing.add(PROVENANCE)
    return [
        _problem(name, "not_reproduced", "it is not what the engine makes of these inputs")
        for name in sorted(differing)
    ]


def _findings(path: Path) -> list[list[str]] | None:
    """The rows of a diagnostics.csv but for the names of files; None if it is none."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return sorted(row[1:] for row in csv.reader(file, strict=True))
    except (OSError, ValueError, csv.Error):
        return None


def _findings_of(evaluation: Evaluation) -> list[list[str]]:
    """The same of the evaluation made again."""
    text = io.StringIO(evaluation.diagnostics.to_csv(), newline="")
    return sorted(row[1:] for row in csv.reader(text, strict=True))
