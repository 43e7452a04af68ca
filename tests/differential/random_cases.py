"""Random small cases for the differential test: a district, a valid rulebook, a window and a `known_at`.

`make_case(seed, folder)` writes `folder/district/*.csv` and `folder/rules.toml`; everything follows from the
seed. What the specification leaves undefined is avoided:

- cycles among units, and a unit that is its own parent;
- three cancellations in a row (a cancels b cancels c cancels d), a cancellation of a cancellation that is
  rejected for another reason, and cancellations of an id that stands on a cancelling and on another row;
- an id with both a conflict and a repetition of the conflicting row; the same row written in two ways (a day
  in two forms, `1` and `1.0`) as duplicate or conflict;
- an empty knowledge record beside objects that are themselves rejected, or stand only in a conflicting row;
- an unknown household that is at once some person's household and the subject of an entry;
- control characters and over-long text in anything but the ids a table is keyed by; blanks around values;
- rows with too few or too many fields, blank lines, tables refused whole, Chinese column names (each project
  lists its own);
- mixed forms of a day (`2023/04/05`, `2023-4-5`) and of a quantity (`.5`, `1e3`, `+1`, a fourth digit of 0);
- ladder steps at threshold 0 or worth 0, caps on items without points, groups of one item;
- rank by a part the rulebook does not have; versions out of order; days beyond 1900 to 2199.

Rare inputs on which the page is brief are named in `Case.features`, so that a test can set them apart:
`orphan_unit`, `several_roots`, `role_in_unknown_unit`, `id_of_both`, `id_of_rejected_household`,
`byte_order_mark`, `crlf`, `absent:<table>`.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from calendar_days import Window, hot_days, plus, random_window
from random_district import build_district, new_world
from random_knowledge import build_knowledge
from random_ledger import build_ledger
from random_rules import Scene, random_book, to_toml
from random_tables import COLUMNS, OPTIONAL_TABLES, write_table


@dataclass(frozen=True)
class Case:
    """One case on disk, ready to be evaluated."""

    seed: int
    district: Path
    rules: Path
    window: str
    known_at: str | None
    features: frozenset[str]


def random_known_at(rng: random.Random, window: Window) -> date | None:
    """No limit, or a day around the end or in the middle of the window."""
    if rng.random() < 0.55:
        return None
    return rng.choice(
        (
            plus(window.end, rng.choice((-1, 0, 5, 31))),
            plus(window.start, rng.randrange(window.length)),
            plus(window.start, window.length * 3 // 4),
        )
    )


def make_case(seed: int, folder: Path) -> Case:
    """Write the case of one seed into `folder` and say how it is to be evaluated."""
    rng = random.Random(seed)
    window = random_window(rng)
    hot = hot_days(rng, window)
    known_at = random_known_at(rng, window)
    world = new_world(rng, window, hot)
    book = random_book(rng, Scene(window, hot, world.levels))
    build_district(rng, world, book)
    build_ledger(rng, world, book, known_at)
    build_knowledge(rng, world, book, known_at)
    district = folder / "district"
    district.mkdir(parents=True, exist_ok=True)
    features = set(world.features)
    absent = rng.choice(OPTIONAL_TABLES) if rng.random() < 0.06 else ""
    if absent == "households":
        for row in world.rows["people"]:
            row["household"] = ""
    for table in COLUMNS:
        if table == absent:
            (district / f"{table}.csv").unlink(missing_ok=True)
            features.add(f"absent:{table}")
        else:
            features |= write_table(rng, district, table, world.rows[table], world.extra.get(table, ()))
    rules = folder / "rules.toml"
    rules.write_text(to_toml(rng, book), encoding="utf-8", newline="\n")
    return Case(seed, district, rules, window.text, known_at.isoformat() if known_at else None, frozenset(features))


def main() -> None:
    """`random_cases.py SEED FOLDER`: write one case, to look at it."""
    case = make_case(int(sys.argv[1]), Path(sys.argv[2]))
    print(case)


if __name__ == "__main__":
    main()
