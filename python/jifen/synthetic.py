"""Synthetic districts: no row describes a real person."""

from __future__ import annotations

import os
from pathlib import Path
from typing import SupportsFloat

from jifen import _jifen
from jifen._arguments import instance_of, text_of
from jifen._running import Progress, progress_of, threads_of
from jifen.district import District
from jifen.errors import ArgumentError

__all__ = ["PROFILES", "generate", "synthetic_district"]

PROFILES = ("pinggu",)


def _check(profile: str, seed: int, scale: float) -> None:
    text_of("profile", profile)
    instance_of("seed", seed, int)
    if isinstance(scale, str) or not isinstance(scale, SupportsFloat):
        raise TypeError(f"scale = {scale!r}: it is a number, not {type(scale).__name__}")
    if profile not in PROFILES:
        reason = f"no such profile; there is {', '.join(PROFILES)}"
        raise ArgumentError(f'profile = "{profile}": {reason}', argument="profile", value=profile)
    if not 0 <= seed < 2**64:
        raise ArgumentError(f'seed = "{seed}": it is a number of 64 bits', argument="seed", value=str(seed))


def generate(
    folder: str | os.PathLike[str],
    profile: str = "pinggu",
    *,
    seed: int = 1,
    scale: float = 1,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> None:
    """Writes the tables of a synthetic district and its year 2023 into the folder, which is made if need be.

    At scale 1 it has the shape of Pinggu (3,170 grids); 100 makes a province. Same seed, same bytes.
    """
    _check(profile, seed, scale)
    with progress_of(progress, "generating") as report:
        _jifen.generate_folder(Path(folder), seed, scale, threads_of(threads), report)


def synthetic_district(
    profile: str = "pinggu",
    *,
    seed: int = 1,
    scale: float = 1,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> District:
    """The district that `generate` writes, without touching the disk: what is computed from it is the same."""
    _check(profile, seed, scale)
    with progress_of(progress, "synthetic district") as report:
        return District._of(_jifen.synthetic_district(seed, scale, threads_of(threads), report))
