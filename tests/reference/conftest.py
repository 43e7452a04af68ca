"""The fixture of the reference's tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_cases import HEADERS, UNITS, Run

from reference import Result, evaluate


@pytest.fixture(name="run")
def run_fixture(tmp_path: Path) -> Run:
    """run(rules, window, known_at, people=..., roles=..., ...): rows without their headers."""

    def run(rules: str, window: str = "2023", known_at: str | None = None, **tables: str) -> Result:
        tables.setdefault("units", UNITS)
        tables.setdefault("people", "")
        tables.setdefault("roles", "")
        folder = tmp_path / "district"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, rows in tables.items():
            (folder / f"{name}.csv").write_text(f"{HEADERS[name]}\n{rows}\n", encoding="utf-8")
        rulebook = tmp_path / "rules.toml"
        rulebook.write_text('jifen = 1\ncode = "test"\napplies_to = ["m"]\n' + rules, encoding="utf-8")
        return evaluate(folder, rulebook, window, known_at)

    return run
