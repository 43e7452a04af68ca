"""Threads, progress, interruption, and the GIL."""

from __future__ import annotations

import io
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import jifen
from jifen._running import ProgressBar


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_any_number_of_threads_writes_the_same_bytes(
    synthetic_folder: Path, shipped: jifen.Rulebook, tmp_path: Path
) -> None:
    written = []
    for threads in (1, 2, 4, 8):
        district = jifen.read_district(synthetic_folder, threads=threads)
        evaluation = jifen.evaluate(district, shipped, "2023", threads=threads)
        evaluation.write(tmp_path / str(threads))
        written.append(files(tmp_path / str(threads)) | {"tables": evaluation.statement.to_csv().encode()})
    assert len(written[0]) == 11
    assert all(each == written[0] for each in written)


def test_any_number_of_threads_generates_the_same_bytes(tmp_path: Path) -> None:
    for threads in (1, 2, 8):
        jifen.generate(tmp_path / str(threads), seed=5, scale=0.01, threads=threads)
    assert files(tmp_path / "1") == files(tmp_path / "2") == files(tmp_path / "8")


def test_progress_is_told_on_the_calling_thread(synthetic: jifen.District, shipped: jifen.Rulebook) -> None:
    told: list[tuple[str, int, int]] = []
    callers = set()

    def progress(stage: str, done: int, total: int) -> None:
        told.append((stage, done, total))
        callers.add(threading.current_thread())

    jifen.evaluate(synthetic, shipped, "2023", threads=2, progress=progress)
    assert callers == {threading.current_thread()}
    assert told
    assert all(0 < done <= total for _, done, total in told)
    for stage in {stage for stage, _, _ in told}:
        steps = [done for name, done, _ in told if name == stage]
        assert steps[-1] == next(total for name, _, total in told if name == stage)


class StopItError(Exception):
    pass


Work = Callable[[jifen.District, jifen.Rulebook, Path, Callable[[str, int, int], object]], object]


@pytest.mark.parametrize(
    "work",
    [
        lambda d, r, f, p: jifen.evaluate(d, r, "2023", progress=p),
        lambda d, r, f, p: jifen.evaluate(d, r, "2023").write(f, progress=p),
        lambda d, r, f, p: jifen.generate(f, scale=0.05, progress=p),
    ],
)
def test_an_exception_of_the_callable_stops_the_work(
    work: Work, synthetic: jifen.District, shipped: jifen.Rulebook, tmp_path: Path
) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        raise StopItError(stage)

    with pytest.raises(StopItError):
        work(synthetic, shipped, tmp_path, stop)
    work(synthetic, shipped, tmp_path, lambda *_: None)


class AlarmError(Exception):
    pass


@contextmanager
def alarm_after(seconds: float) -> Iterator[None]:
    """A signal whose handler raises, as Ctrl-C does."""

    def ring(number: int, frame: object) -> None:
        raise AlarmError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs timers that send signals")
def test_a_signal_interrupts_long_work(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(AlarmError), alarm_after(0.3):
        jifen.generate(tmp_path, scale=10, threads=1)  # at least ten seconds and 3 GB, if nothing stopped it
    assert time.monotonic() - began < 8
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 1_500_000_000


def test_other_threads_run_while_it_works(synthetic_folder: Path, shipped: jifen.Rulebook) -> None:
    ticks = 0
    ended = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not ended.wait(0.001):
            ticks += 1

    clock = threading.Thread(target=tick)
    clock.start()
    try:
        before = ticks
        district = jifen.read_district(synthetic_folder, threads=1)
        while_reading = ticks - before
        before = ticks
        jifen.evaluate(district, shipped, "2023", threads=1)
        while_evaluating = ticks - before
    finally:
        ended.set()
        clock.join()
    assert while_reading > 20
    assert while_evaluating > 5


def test_a_bar_is_drawn_and_taken_away() -> None:
    stream = io.StringIO()
    bar = ProgressBar(stream, label="work", after=0)
    bar("items", 1, 2)
    assert stream.getvalue() == f"\r{'work: items':<28} [{'#' * 15}{'.' * 15}]  50 %"
    bar.clear()
    assert stream.getvalue().endswith(" \r")


def test_a_bar_of_short_work_is_not_drawn(
    synthetic: jifen.District, shipped: jifen.Rulebook, capsys: pytest.CaptureFixture[str]
) -> None:
    ProgressBar()("items", 1, 2)
    jifen.evaluate(synthetic, shipped, "2023-01")
    assert capsys.readouterr().err == ""
