"""What the selections of a case reached: quotas, surplus, rounding, the line, reasons, deciders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

from case_files import CaseFiles, Evaluation, Row, Table


def share_of(text: str) -> Fraction:
    """`"20%"` or `"0.2"`, exactly."""
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def rounded(value: Fraction, mode: str) -> int:
    """Rounded down, up, or to the nearest (half to even)."""
    down = value.numerator // value.denominator
    if mode == "down":
        return down
    return round(value) if mode == "nearest" else -((-value.numerator) // value.denominator)


def divided(places: int, weights: dict[str, int], method: str) -> dict[str, int]:
    """Places divided among strata in proportion to their weights."""
    total = sum(weights.values())
    if not total or not places:
        return dict.fromkeys(weights, 0)
    if method == "largest_remainder":
        exact = {key: Fraction(places * weight, total) for key, weight in weights.items()}
        seats = {key: int(value) for key, value in exact.items()}
        order = sorted(weights, key=lambda key: (seats[key] - exact[key], -weights[key], key.encode()))
        for key in order[: places - sum(seats.values())]:
            seats[key] += 1
        return seats
    divisor: Callable[[int], int] = (lambda n: n + 1) if method == "dhondt" else (lambda n: 2 * n + 1)
    seats = dict.fromkeys(weights, 0)
    for _ in range(places):
        best = min(
            weights,
            key=lambda key: (-Fraction(weights[key], divisor(seats[key])), -weights[key], key.encode()),
        )
        seats[best] += 1
    return seats


def places_by_stratum(rows: list[Row], selection: Table, places: int) -> tuple[dict[str, int], bool]:
    """Places of each stratum, and whether any was first given more than it has eligible."""
    able = Counter(row["stratum"] for row in rows if row["place"])
    everyone = Counter(row["stratum"] for row in rows)
    of = able if selection.get("of") == "eligible" else everyone
    weights = {stratum: of[stratum] for stratum in everyone}
    fixed: dict[str, int] = {}
    surplus = False
    while True:
        rest = {key: weight for key, weight in weights.items() if key not in fixed}
        method = selection.get("quota", "largest_remainder")
        seats = divided(places - sum(fixed.values()), rest, method)
        over = [key for key, count in seats.items() if count > able[key]]
        if not over:
            return fixed | seats, surplus
        surplus = True
        fixed |= {key: able[key] for key in over}


def selection_names(files: CaseFiles, result: Evaluation) -> Counter[str]:
    """The names of everything the case's selections reached."""
    names: Counter[str] = Counter()
    for selection in files.book.get("selection", []):
        rows = [row for row in result.tables["selection"] if row["selection"] == selection["code"]]
        if rows:
            names.update(one_selection(selection, rows))
    return names


def one_selection(selection: Table, rows: list[Row]) -> Counter[str]:
    """The names one selection reached."""
    names: Counter[str] = Counter()
    eligible = [row for row in rows if row["place"]]
    number = len(eligible) if selection.get("of") == "eligible" else len(rows)
    exact = share_of(selection["share"]) * number
    mode = selection.get("round", "down")
    places = rounded(exact, mode)
    if exact.denominator != 1 and places <= len(eligible):
        names[f"round:{mode}"] += 1
        if mode == "nearest" and exact.denominator == 2:
            names[f"round:nearest:half_{'down' if places < exact else 'up'}"] += 1
    if places > len(eligible):
        names["places:more_than_eligible"] += 1
    seats, surplus = places_by_stratum(rows, selection, min(places, len(eligible)))
    if len(seats) > 1 and places:
        method = selection.get("quota", "largest_remainder")
        names[f"quota:{method}:{'surplus' if surplus else 'plain'}"] += 1
    names["strata:one" if len(seats) == 1 else "strata:several"] += 1
    for stratum, seat in seats.items():
        line = sorted((row for row in eligible if row["stratum"] == stratum), key=lambda row: int(row["place"]))
        if 0 < seat < len(line) and line[seat]["decided_by"] == "person":
            names[f"line:{selection.get('at_the_line', 'break')}"] += 1
        chosen = sum(row["selected"] == "yes" for row in line)
        names["line:nobody_chosen" if seat and not chosen else "line:someone_chosen"] += 1
    for row in rows:
        names[f"reason:{row['reason']}"] += 1
        if row["decided_by"]:
            names[f"decided_by:{row['decided_by'].split(':')[0]}"] += 1
        names["distance:said" if row["distance"] else "distance:blank"] += 1
    return names
