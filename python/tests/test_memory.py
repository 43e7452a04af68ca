"""How much memory a ledger takes that enters from Arrow."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

MEASURE = Path(__file__).resolve().parents[2] / "benchmarks" / "ledger_memory.py"
ENTRIES = 500_000

#: Shape → the most that the process may grow by while the district is made, in bytes of the Arrow columns. The aim is
#: 1.5 everywhere; where less is needed (the number behind), the limit is nearer, so that a step back is noticed.
LIMITS = {
    "all columns, texts": 0.8,  # 0.57
    "6 columns, texts": 0.9,  # 0.62
    "6 columns, any order": 0.9,  # 0.63
    "acts and notes all distinct": 1.2,  # 0.91
    "7 columns, dictionaries": 1.3,  # 1.03
    "4 columns, dictionaries": 1.5,  # 1.10
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak is asked of /proc")
@pytest.mark.parametrize("shape", LIMITS)
def test_a_ledger_enters_from_arrow_in_less_than_one_and_a_half_times_its_columns(shape: str) -> None:
    for needed in ("numpy", "pyarrow"):
        if importlib.util.find_spec(needed) is None:
            pytest.skip(f"the table is made with {needed}")
    command = [sys.executable, str(MEASURE), "--one", shape, "--entries", str(ENTRIES)]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    print(f"{shape}: {found['input'] / ENTRIES:.1f} bytes an entry come, {found['peak'] / ENTRIES:.1f} are added")
    assert found["peak"] < LIMITS[shape] * found["input"]
