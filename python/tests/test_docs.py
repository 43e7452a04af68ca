"""The Python examples of README and docs run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def examples() -> list[tuple[str, str]]:
    """Each page with Python in it: its blocks, joined, since later ones go on from earlier ones."""
    found = []
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        if page.is_file():
            blocks = re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
            if blocks:
                found.append((page.relative_to(ROOT).as_posix(), "\n".join(blocks)))
    return found


@pytest.mark.parametrize(("page", "code"), examples(), ids=lambda value: value if value.endswith(".md") else "")
def test_the_examples_run(page: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(code, page, "exec"), {"__name__": "example"})
