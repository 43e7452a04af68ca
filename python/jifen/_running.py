"""How long work is run: threads and progress."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import TextIO

from jifen._arguments import shown
from jifen.errors import ArgumentError

__all__ = ["MOST_THREADS", "Progress", "ProgressBar", "progress_of", "threads_of"]

Progress = Callable[[str, int, int], object]
"""Called as `progress(stage, done, total)`, on the thread that called jifen, up to ten times a second."""


MOST_THREADS = 4096


def usable_cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def threads_of(threads: int | None) -> int:
    """The threads to use; None stands for all cores. The results are the same bytes for any number."""
    if threads is None:
        return usable_cores()
    if isinstance(threads, bool) or not isinstance(threads, int):
        raise TypeError(f"threads = {shown(threads)}: it is an int, not {type(threads).__name__}")
    if not 1 <= threads <= MOST_THREADS:
        reason = "at least one thread is needed" if threads < 1 else f"at most {MOST_THREADS:,} are taken"
        raise ArgumentError(f"threads = {shown(threads)}: {reason}", argument="threads", value=str(threads))
    return threads


class ProgressBar:
    """A bar on one line of a terminal. Shown only when the work takes long enough to be looked at."""

    def __init__(self, stream: TextIO | None = None, *, label: str = "", after: float = 0.3) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._label = label
        self._after = time.monotonic() + after
        self._written = 0

    def __call__(self, stage: str, done: int, total: int) -> None:
        if time.monotonic() < self._after:
            return
        filled = 30 * done // total if total else 30
        label = f"{self._label}: {stage}" if self._label else stage
        line = f"{label:<28.28} [{'#' * filled}{'.' * (30 - filled)}] {100 * done // total if total else 100:3} %"
        self._stream.write("\r" + line)
        self._stream.flush()
        self._written = len(line)

    def clear(self) -> None:
        """Takes the bar away."""
        if self._written:
            self._stream.write("\r" + " " * self._written + "\r")
            self._stream.flush()
            self._written = 0


class progress_of:  # noqa: N801 - used like a function, in a with statement
    """`with progress_of(progress, label) as callable_or_none`: True stands for a bar on stderr."""

    def __init__(self, progress: bool | Progress | None, label: str) -> None:
        self._bar = ProgressBar(label=label) if progress is True else None
        self._progress = progress if callable(progress) else self._bar

    def __enter__(self) -> Progress | None:
        return self._progress

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.clear()
