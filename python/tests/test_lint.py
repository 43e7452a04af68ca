"""Warnings, articles, and the command line for both. Every example of docs/lint.md is run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import jifen

ROOT = Path(__file__).resolve().parents[2]
HEAD = 'jifen = 1\ncode = "example"\napplies_to = ["leader", "member"]\n\n'


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """`python -m jifen …` with its streams in pipes."""
    command = [sys.executable, "-m", "jifen", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


class Example(NamedTuple):
    code: str
    window: str | None
    rules: str
    mended: str


def fenced(language: str, section: str) -> str:
    blocks: list[str] = re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1, section
    return blocks[0]


def replaced(rules: str, diff: str) -> str:
    """The rules with the `-` lines of a diff, taken as one text, replaced by its `+` lines."""
    old = "\n".join(line[1:] for line in diff.splitlines() if line.startswith("-"))
    new = "\n".join(line[1:] for line in diff.splitlines() if line.startswith("+"))
    assert rules.count(old) == 1, (old, rules)
    return rules.replace(old, new)


def examples() -> list[Example]:
    page = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
    found = []
    for section in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        code = re.match(r"`(\w+)`", section)
        window = re.search(r"^With the window `(.+?)`", section, re.MULTILINE)
        assert code
        rules = fenced("toml", section)
        mended = replaced(rules, fenced("diff", section))
        found.append(Example(code[1], window[1] if window else None, HEAD + rules, HEAD + mended))
    return found


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.code)
def test_an_example_draws_its_warning_and_mended_none(example: Example) -> None:
    warnings = jifen.parse_rulebook(example.rules).lint(example.window)
    assert [warning.code for warning in warnings] == [example.code], warnings
    assert warnings[0].severity == "warning" and warnings[0].remedy
    assert warnings[0].line is not None and warnings[0].line > 0 and warnings[0].column
    assert jifen.parse_rulebook(example.mended).lint(example.window) == []


def test_the_page_has_every_warning_once() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "rulebook").glob("lint_*.cpp"))
    codes = set(re.findall(r'\bwarn\(\s*[\w.*>()-]+,\s*"(\w+)"', sources))
    assert sorted(example.code for example in examples()) == sorted(codes)
    in_chinese = (ROOT / "src" / "rulebook" / "articles.cpp").read_text(encoding="utf-8")
    assert set(re.findall(r'\{"(\w+)", "[^"]*"\}', in_chinese)) >= codes, "each has words in Chinese"


def test_a_window_asks_the_dates(shipped: jifen.Rulebook) -> None:
    assert shipped.lint() == shipped.lint("2023") == []
    assert "not_in_window" in {warning.code for warning in shipped.lint("2022")}
    with pytest.raises(jifen.ArgumentError):
        shipped.lint("2023-Q9")
    with pytest.raises(TypeError):
        shipped.lint(2023)  # type: ignore[arg-type]


def test_articles_in_both_languages(shipped: jifen.Rulebook) -> None:
    chinese, english = shipped.explain(), shipped.explain(lang="en", window="2023")
    assert chinese.startswith(shipped.title("zh") + "\n") and english.startswith(shipped.title("en") + "\n")
    assert "第一条（适用范围）" in chinese and "Article 1 (Who is scored)" in english
    for item in shipped.items:
        assert shipped.title_of("item", item, "zh") in chinese and shipped.title_of("item", item, "en") in english
    with pytest.raises(jifen.ArgumentError):
        shipped.explain(lang="fr")
    with pytest.raises(TypeError):
        shipped.explain(lang=1)  # type: ignore[arg-type]


@pytest.fixture
def odd_rules(tmp_path: Path) -> Path:
    file = tmp_path / "odd.toml"
    file.write_text(next(e.rules for e in examples() if e.code == "value_above_cap"), encoding="utf-8")
    return file


def test_rules_check_prints_warnings_and_is_0(odd_rules: Path) -> None:
    done = run("rules", "check", odd_rules)
    assert done.returncode == 0
    assert "no errors" in done.stdout
    assert "odd.toml:9:1: warning:" in done.stderr and "[value_above_cap]" in done.stderr
    assert "jifen: 1 warning\n" in done.stderr


def test_rules_explain_prints_the_articles(odd_rules: Path) -> None:
    rules = jifen.read_rulebook(odd_rules)
    done = run("rules", "explain", odd_rules)
    assert (done.returncode, done.stdout, done.stderr) == (0, rules.explain(), "")
    done = run("rules", "explain", odd_rules, "--lang", "en", "--window", "2023")
    assert (done.returncode, done.stdout, done.stderr) == (0, rules.explain("en", "2023"), "")
    assert "[value_above_cap]" in done.stdout


@pytest.mark.parametrize("more", [("--window", "2023-Q9"), ("--lang", "fr"), ("--window", "")])
def test_rules_explain_used_wrongly_is_2(odd_rules: Path, more: tuple[str, str]) -> None:
    done = run("rules", "explain", odd_rules, *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr and "Traceback" not in done.stderr


def test_rules_explain_of_a_refused_rulebook_is_1(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text("jifen = 1\n", encoding="utf-8")
    done = run("rules", "explain", file)
    assert (done.returncode, done.stdout) == (1, "")
    assert "bad.toml:" in done.stderr
