"""Synthetic districts: no row describes a real person."""

from __future__ import annotations

import os
from pathlib import Path

from jifen import _jifen
from jifen._arguments import instance_of, number_of, text_of
from jifen._running import Progress, progress_of, threads_of
from jifen.appointment import Nominations
from jifen.district import District
from jifen.errors import ArgumentError

__all__ = ["PROFILES", "generate", "synthetic_district", "synthetic_nominations"]

PROFILES = ("pinggu",)


def _checked_scale(profile: str, seed: int, scale: float) -> float:
    """The scale as a float, if there are such a profile and such a seed."""
    text_of("profile", profile)
    instance_of("seed", seed, int)
    size = number_of("scale", scale)
    if profile not in PROFILES:
        reason = f"no such profile; there is {', '.join(PROFILES)}"
        raise ArgumentError(f'profile = "{profile}": {reason}', argument="profile", value=profile)
    if not 0 <= seed < 2**64:
        raise ArgumentError(f'seed = "{seed}": it is a number of 64 bits', argument="seed", value=str(seed))
    return size


def generate(
    folder: str | os.PathLike[str],
    profile: str = "pinggu",
    *,
    seed: int = 1,
    scale: float = 1,
    replace: bool = False,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> None:
    """Writes the tables of a synthetic district and its year 2023 into the folder, which is made if need be.

    At scale 1 it has the shape of Pinggu (3,170 grids); 100 makes a province. Same seed, same bytes. A synthetic
    district that stands there is replaced, all its tables together at the end, and other files are left alone.
    ArgumentError: a profile, seed or scale that there is not, or tables stand there that were not generated (unless
    `replace`). FileError: the disk refuses. After an error the folder is as it was.
    """
    instance_of("replace", replace, bool)
    size = _checked_scale(profile, seed, scale)
    with progress_of(progress, "generating") as report:
        _jifen.generate_folder(Path(folder), seed, size, replace, threads_of(threads), report)


def synthetic_district(
    profile: str = "pinggu",
    *,
    seed: int = 1,
    scale: float = 1,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> District:
    """The district that `generate` writes, without touching the disk: what is computed from it is the same."""
    size = _checked_scale(profile, seed, scale)
    with progress_of(progress, "synthetic district") as report:
        return District._of(_jifen.synthetic_district(seed, size, threads_of(threads), report))


def synthetic_nominations(profile: str = "pinggu", *, seed: int = 1, scale: float = 1) -> Nominations:
    """Who is nominated as leader in each grid of that synthetic district at the end of 2023."""
    size = _checked_scale(profile, seed, scale)
    return Nominations(_jifen.synthetic_nominations(seed, size))
