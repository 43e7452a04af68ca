"""Rulebooks: the points rules, read from TOML."""

from __future__ import annotations

import os
from pathlib import Path

from jifen import _jifen
from jifen._arguments import text_of
from jifen.errors import ArgumentError

__all__ = ["Rulebook", "parse_rulebook", "read_rulebook", "rulebook_path", "shipped_rulebook", "shipped_rulebooks"]

_FOLDER = Path(__file__).with_name("rulebooks")


class Rulebook:
    """A validated rulebook. Made by `read_rulebook`, `parse_rulebook` or `shipped_rulebook`."""

    def __init__(self, core: _jifen.Rulebook) -> None:
        self._core = core

    @property
    def code(self) -> str:
        return self._core.code

    @property
    def sha256(self) -> str:
        """The digest of what it says, however it was written down: docs/provenance.md tells of what."""
        return self._core.sha256

    @property
    def toml(self) -> str:
        """The text as it was read."""
        return self._core.toml

    @property
    def source(self) -> str:
        """What the rulebook says of itself."""
        return self._core.source

    @property
    def applies_to(self) -> list[str]:
        """The roles whose holders are scored."""
        return self._core.applies_to

    @property
    def categories(self) -> list[str]:
        return self._core.categories

    @property
    def items(self) -> list[str]:
        return self._core.items

    @property
    def duties(self) -> list[str]:
        return self._core.duties

    @property
    def linkage(self) -> _jifen.LinkageRule | None:
        """Whose links are counted, and the targets; None if the rulebook has no linkage."""
        return self._core.linkage

    @property
    def five_knows_role(self) -> str | None:
        """The role that is asked the five knows; None if the rulebook has none."""
        return self._core.five_knows_role

    @property
    def grades(self) -> list[str]:
        """Best first."""
        return self._core.grades

    @property
    def selections(self) -> list[str]:
        return self._core.selections

    def rank_by(self, selection: str) -> list[str]:
        """What a selection adds up to its ranking points: `total`, `category:…` and the like."""
        return self._core.rank_by(text_of("selection", selection))

    def title(self, lang: str = "zh") -> str:
        """The rulebook's title; its code if it has none."""
        return self._core.title(text_of("language", lang))

    def title_of(self, kind: str, code: str, lang: str = "zh") -> str:
        """The title of a category, item, duty, grade or selection; its code if it has none."""
        return self._core.title_of(text_of("kind", kind), text_of("code", code), text_of("language", lang))

    def lint(self, window: str | None = None) -> list[_jifen.Diagnostic]:
        """What is legal in it but odd, as warnings with a code, a place and a remedy; docs/lint.md shows each.

        With a window ("2023", "2023-H1", …) the dates are asked as well, and what can be reached is asked of it;
        without, of any calendar year.
        """
        return self._core.lint(window_text(window))

    def explain(self, lang: str = "zh", window: str | None = None) -> str:
        """The whole rulebook as readable articles, for sign-off, in Chinese ("zh") or English ("en").

        At its end stand the greatest total that each role can reach and what `lint` warns of.
        """
        return self._core.explain(text_of("lang", lang), window_text(window))

    def __repr__(self) -> str:
        return f"<Rulebook {self.code}: {len(self.items)} items, {len(self.duties)} duties>"


def window_text(window: str | None) -> str | None:
    return None if window is None else text_of("window", window)


def read_rulebook(path: str | os.PathLike[str]) -> Rulebook:
    """Reads and validates a rulebook file. RulebookError lists every error. FileError: it cannot be read."""
    return Rulebook(_jifen.read_rulebook(Path(path)))


def parse_rulebook(text: str, file: str = "rulebook") -> Rulebook:
    """The same from text; `file` is the name used in messages."""
    return Rulebook(_jifen.parse_rulebook(text_of("text", text), text_of("file", file)))


def shipped_rulebooks() -> list[str]:
    """The names of the rulebooks that come with jifen."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def rulebook_path(name: str) -> Path:
    """The file of a rulebook that comes with jifen: a place to start one's own from."""
    path = _FOLDER / f"{name}.toml"
    if name not in shipped_rulebooks():
        reason = f"no such rulebook comes with jifen; there is {', '.join(shipped_rulebooks())}"
        raise ArgumentError(f'name = "{name}": {reason}', argument="name", value=name)
    return path


def shipped_rulebook(name: str) -> Rulebook:
    """A rulebook that comes with jifen."""
    return read_rulebook(rulebook_path(name))
