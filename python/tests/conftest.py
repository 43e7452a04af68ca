"""Districts that the tests share: one written by hand, one synthetic."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import jifen

RULES = """
jifen = 1
code = "tiny"
title = { zh = "小办法", en = "Tiny rules" }
applies_to = ["group_leader"]

[[category]]
code = "service"
caps = [ { per = "year", points = 100 } ]

[[item]]
code = "visit"
title = { zh = "家访", en = "Home visit" }
source = "duty 1"
category = "service"
points = 1.25
caps = [ { per = "month", points = 2 } ]

[[item]]
code = "suggestion"
points = [ { from = 2023-01-01, value = 1 } ]

[linkage]
exemplars = { target = 2, points = 4 }

[five_knows]
role = "group_leader"
points = 20
weights = [20, 20, 20, 20, 20]
fresh_days = [366, 62, 62, 62, 62]

[[duty]]
code = "monthly"
items = ["visit"]
per = "month"
points = 12

[[grade]]
code = "good"
at_least = 8
[[grade]]
code = "basic"

[[selection]]
code = "best"
share = "100%"
"""

Rows = dict[str, list[dict[str, Any]]]


def tiny_rows() -> Rows:
    """One grid, one leader; three visits, of which a month's second is cut and its third gets nothing."""
    visits = [
        {"entry": f"E{day}", "date": date(2023, 3, day), "actor": "P1", "item": "visit", "quantity": Decimal("1.5")}
        for day in (1, 2, 3)
    ]
    return {
        "units": [
            {"unit": "D", "parent": None, "level": "district", "name": "区"},
            {"unit": "G", "parent": "D", "level": "grid", "name": "<网格> & 1"},
        ],
        "households": [{"household": "H1", "unit": "G"}],
        "people": [
            {"person": "P1", "name": "王芳", "gender": "female", "household": "H1"},
            {"person": "P2", "name": "Li", "gender": "male", "household": "H1"},
        ],
        "roles": [{"person": "P1", "role": "group_leader", "unit": "G", "source": "volunteer"}],
        "links": [{"source": "P1", "target": "P2", "kind": "leads", "from": "2023-01-01", "until": None}],
        "ledger": [
            *visits,
            {"entry": "S1", "date": "2023年4月5日", "actor": "P1", "item": "suggestion", "verified": True},
        ],
        "knowledge": [
            {"record": "K1", "date": "2023-12-01", "knower": "P1", "stage": "people", "subject": "H1", "object": "P1"}
        ],
    }


@pytest.fixture
def rows() -> Rows:
    return tiny_rows()


@pytest.fixture
def district(rows: Rows) -> jifen.District:
    return jifen.District(**rows)


@pytest.fixture
def rules() -> jifen.Rulebook:
    return jifen.parse_rulebook(RULES)


@pytest.fixture
def evaluation(district: jifen.District, rules: jifen.Rulebook) -> jifen.Evaluation:
    return jifen.evaluate(district, rules, "2023")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tiny district and its rulebook as files; the ledger has one row that is rejected."""
    home = tmp_path / "tiny"
    home.mkdir()
    for name, table in tiny_rows().items():
        header = list(dict.fromkeys(key for row in table for key in row))
        lines = [",".join(header)]
        for row in table:
            cells = ("yes" if row.get(key) is True else row.get(key) for key in header)
            lines.append(",".join("" if cell is None else f'"{cell}"' for cell in cells))
        (home / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with (home / "ledger.csv").open("a", encoding="utf-8") as ledger:
        ledger.write("E9,2023-13-01,P1,visit,1,\n")
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    return home


@pytest.fixture(scope="session")
def synthetic_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tenth of a district like Pinggu: 317 grids."""
    home = tmp_path_factory.mktemp("synthetic")
    jifen.generate(home, seed=3, scale=0.1)
    return home


@pytest.fixture(scope="session")
def synthetic(synthetic_folder: Path) -> jifen.District:
    return jifen.read_district(synthetic_folder)


@pytest.fixture(scope="session")
def shipped() -> jifen.Rulebook:
    return jifen.shipped_rulebook("pinggu-1-10-100")
