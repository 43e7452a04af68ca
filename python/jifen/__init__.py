"""Points-scoring and assessment rules: exact, explained, fast.

d = jifen.read_district("pinggu/")
r = jifen.shipped_rulebook("pinggu-1-10-100")
e = jifen.evaluate(d, r, "2023")
e.scores
"""

import importlib
from typing import Any

from jifen._jifen import Diagnostic, LinkageCoverage, LinkageRule, NetworkReport
from jifen._jifen import version as _version
from jifen.appointment import Appointments, Nominations, appoint, read_nominations
from jifen.assignment import Assignment, assign
from jifen.district import District, read_district
from jifen.errors import (
    ArgumentError,
    Cancelled,
    Error,
    FileError,
    InputError,
    PointsOverflowError,
    RulebookError,
    TableError,
)
from jifen.evaluation import Evaluation, evaluate
from jifen.five_knows import Known, ask_household
from jifen.headroom import Headroom
from jifen.linkage import Coverage, LinkGraph
from jifen.memory import keep_memory
from jifen.proportion import clopper_pearson_interval, sample_size, wilson_interval
from jifen.rulebook import (
    Rulebook,
    parse_rulebook,
    read_rulebook,
    rulebook_path,
    shipped_rulebook,
    shipped_rulebooks,
)
from jifen.spot_check import DoorAnswers, SpotCheck, SpotCheckResult, draw_households, read_door_answers
from jifen.statement import Statement
from jifen.synthetic import generate, synthetic_district, synthetic_nominations
from jifen.table import Table
from jifen.verification import Verification, verify

__all__ = [
    "Appointments",
    "ArgumentError",
    "Assignment",
    "Cancelled",
    "Coverage",
    "Diagnostic",
    "District",
    "DoorAnswers",
    "Error",
    "Evaluation",
    "FileError",
    "Headroom",
    "InputError",
    "Known",
    "LinkGraph",
    "LinkageCoverage",
    "LinkageRule",
    "NetworkReport",
    "Nominations",
    "PointsOverflowError",
    "Rulebook",
    "RulebookError",
    "SpotCheck",
    "SpotCheckResult",
    "Statement",
    "Table",
    "TableError",
    "Verification",
    "__version__",
    "appoint",
    "ask_household",
    "assign",
    "clopper_pearson_interval",
    "draw_households",
    "evaluate",
    "generate",
    "keep_memory",
    "parse_rulebook",
    "read_district",
    "read_door_answers",
    "read_nominations",
    "read_rulebook",
    "rulebook_path",
    "sample_size",
    "shipped_rulebook",
    "shipped_rulebooks",
    "synthetic_district",
    "synthetic_nominations",
    "verify",
    "wilson_interval",
]

__version__ = _version()


def __getattr__(name: str) -> Any:
    # Not imported above: a package that was built without Eigen has everything but these.
    if name in ("composite", "robustness"):
        return importlib.import_module(f"jifen.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
