"""What a person can still earn."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from html import escape

from jifen import _jifen
from jifen._arguments import text_of
from jifen.table import Table

__all__ = ["Headroom"]


class Headroom:
    """What still earns one person points on a day, what would cut it, and the least work that reaches a goal.

    Work is tried, not estimated: she is evaluated again with it, everybody else's score taken as it is. `str()` is a
    text in `lang`. It keeps its evaluation alive.
    """

    def __init__(self, core: _jifen.Headroom, person: str, lang: str) -> None:
        self._core = core
        self.person = person
        self.lang = lang
        self._text = self.text(lang)

    @property
    def day(self) -> date:
        return self._core.day

    @cached_property
    def caps(self) -> Table:
        """Every cap in its period around the day: `stage` (`item`, `category`, `total`), `item`, `category`, `per`,
        `from`, `until`, `limit`, `used`, `left`."""
        return Table(self._core.caps())

    @cached_property
    def items(self) -> Table:
        """`item`, `level`; what one more entry comes to: `verdict`, `gain`, `cut_by`; the `most` that this item alone
        can add, by which least work (`entries`, `quantity`), and what cuts what comes after (`then_cut_by`)."""
        return Table(self._core.items())

    @cached_property
    def goals(self) -> Table:
        """Better grades and selections not reached: `goal`, `code`, `missing` points; by item the least work that
        reaches it (`entries`, `quantity`, `subjects`) and the `total` then. `item` is blank where no one item does."""
        return Table(self._core.goals())

    def text(self, lang: str) -> str:
        """The same in words, `zh` or `en`."""
        return self._core.text(text_of("language", lang))

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return (
            f"<Headroom of {_jifen.mask_long_numbers(self.person)} on {self.day}: {len(self.items)} kinds of work, "
            f"{len(self.goals)} ways to goals>"
        )

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        return f'<pre style="line-height: 1.3" lang="{escape(self.lang)}">{escape(self._text)}</pre>'
