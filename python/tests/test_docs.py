"""The Python examples of README and docs, and the commands of the README, run as they stand."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

import jifen
from jifen import cli

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


def test_the_commands_of_the_readme_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In their order, each with something to say for itself and nothing to complain of."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^## From the command line\n\n```\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert found
    commands = [shlex.split(line, comments=True) for line in found[1].splitlines()]
    assert [words[1] for words in commands] == [
        *("generate", "check", "score", "explain", "headroom", "coverage"),
        *("knows", "knows", "verify", "rules", "rules"),
    ]
    monkeypatch.chdir(tmp_path)
    shutil.copy(jifen.rulebook_path("pinggu-1-10-100"), "rules.toml")
    for program, *arguments in commands:
        assert (program, cli.main(arguments)) == ("jifen", 0), arguments
        said = capsys.readouterr()
        # In so small a district nobody was honoured by province or nation: `score` counts that among its warnings.
        complaints = [
            line for line in said.err.splitlines() if not line.endswith(" warnings; see result/diagnostics.csv")
        ]
        assert said.out and not complaints, arguments
    assert len(list(Path("result").iterdir())) == 10
