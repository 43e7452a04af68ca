"""The kernels for many entries and the plain way, entry by entry, give the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

import jifen


@pytest.mark.parametrize("known_at", [None, "2023-08-15"])
@pytest.mark.parametrize("window", ["2023", "2023-02-10..2023-09-01"])
def test_every_table_is_the_same_by_either_kernel(
    synthetic: jifen.District, tmp_path: Path, window: str, known_at: str | None
) -> None:
    rules = jifen.shipped_rulebook("pinggu-1-10-100")
    for kernels, threads in (("plain", 1), ("fast", 1), ("fast", 3), ("chosen", 2)):
        evaluation = jifen.evaluate(synthetic, rules, window, known_at=known_at, threads=threads, kernels=kernels)
        evaluation.write(tmp_path / f"{kernels}{threads}")
    plain = {path.name: path.read_bytes() for path in (tmp_path / "plain1").iterdir()}
    assert plain["scores.csv"].count(b"\n") > 10
    for other in ("fast1", "fast3", "chosen2"):
        assert {path.name: path.read_bytes() for path in (tmp_path / other).iterdir()} == plain
