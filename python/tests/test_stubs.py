"""The stub of the extension module names exactly what the built module holds, with the same parameters."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import jifen

STUB = Path(jifen.__file__).with_name("_jifen.pyi")


def differences(stub: Path) -> str:
    """What mypy's stubtest finds between the built jifen._jifen and `stub`; empty if nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "jifen._jifen", "--concise"],
        cwd=stub.parents[1],
        env=os.environ | {"MYPYPATH": str(stub.parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    report = done.stdout + done.stderr
    assert bool(done.returncode) == ("jifen._jifen" in report), report
    return report if done.returncode else ""


@pytest.fixture
def stub(tmp_path: Path) -> Path:
    """A copy of the stub in a package of its own, where a test may spoil it."""
    pytest.importorskip("mypy", reason="mypy's stubtest does the comparing")
    package = tmp_path / "jifen"
    package.mkdir()
    (package / "__init__.pyi").touch()
    copy = package / "_jifen.pyi"
    copy.write_text(STUB.read_text(encoding="utf-8"), encoding="utf-8")
    return copy


def test_the_stub_matches_the_module(stub: Path) -> None:
    assert differences(stub) == ""


def test_a_name_too_many_is_found(stub: Path) -> None:
    with stub.open("a", encoding="utf-8") as file:
        file.write("\ndef not_in_the_module() -> int: ...\n")
    assert "not_in_the_module" in differences(stub)


def test_a_missing_name_is_found(stub: Path) -> None:
    text = stub.read_text(encoding="utf-8")
    last = next(node for node in reversed(ast.parse(text).body) if isinstance(node, ast.FunctionDef | ast.ClassDef))
    lines = text.splitlines(keepends=True)
    stub.write_text("".join(lines[: last.lineno - 1] + lines[last.end_lineno :]), encoding="utf-8")
    assert last.name in differences(stub)
