"""Everything one person was given, to the total."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from html import escape

from jifen import _jifen
from jifen._arguments import shown, text_of
from jifen.errors import ArgumentError
from jifen.table import Table

__all__ = ["Statement"]

LANGUAGES = ("zh", "en")


class Statement:
    """One person's statement: `str()` is its text, with what the selections made of her; `rows` its entries as a table.

    It keeps its evaluation alive.
    """

    def __init__(self, core: _jifen.Statement, evaluation: _jifen.Evaluation, person: str, lang: str) -> None:
        self._core = core
        self._evaluation = evaluation
        self.person = person
        self.lang = text_of("language", lang)
        if lang not in LANGUAGES:
            raise ArgumentError(
                f"language = {shown(lang)}: a statement is written in zh or en", argument="language", value=lang
            )

    @property
    def total(self) -> Decimal:
        return self._core.total

    @property
    def grade(self) -> str | None:
        return self._core.grade or None

    @property
    def rank(self) -> int | None:
        """Her place among all who are scored and not vetoed; None if she is vetoed."""
        return self._core.rank

    @cached_property
    def rows(self) -> Table:
        """Every entry as it was entered, how its points came about, and why: titles and sentences in `lang`."""
        return Table(self._core.rows(self.lang))

    @cached_property
    def _text(self) -> str:
        return self.text(self.lang)

    def text(self, lang: str) -> str:
        """The statement in `zh` or `en`."""
        language = text_of("language", lang)
        return self._core.text(language) + _jifen.selection_text(self._evaluation, self.person, language)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<Statement of {_jifen.mask_long_numbers(self.person)}: {len(self.rows)} entries, total {self.total}>"

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        return f'<pre style="line-height: 1.3" lang="{escape(self.lang)}">{escape(self._text)}</pre>'
