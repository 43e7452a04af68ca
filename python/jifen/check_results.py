"""Adds up a folder of result tables again, from nothing but what lies in it.

    python3 check_results.py RESULTS

It shares no code with the library and imports nothing of it: copy this file to wherever the results are. It reads
`rulebook.toml` and the tables, adds the statement up to the scores, computes every part again from its counts, ranks
and selects again, and last compares each table with the SHA-256 in `provenance.json`. It names the first row of each
table that does not add up. Exit 0: everything does; 1: something does not; 2: the folder cannot be read. Needs Python
3.11, or 3.10 with tomli.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


NO_POINTS = {"cancels", "cancelled", "outside_window", "unknown_item", "not_in_force", "role_not_held"}
NO_POINTS |= {"recorded_late", "unverified", "wrong_channel", "wrong_subject", "unknown_level"}
NO_VERSION = NO_POINTS | {"exclusive", "repeat"}
CREDITED = {"counted", "part_counted"}
STAGES = ("people", "matters", "circumstances", "needs", "help")
ZERO = Fraction(0)


class Wrong(Exception):  # noqa: N818 - what it says, not what Python did
    """Something does not add up: the table, the line in its file, and why."""

    def __init__(self, table: str, line: int, reason: str) -> None:
        super().__init__(f"{table}.csv:{line}: {reason}" if line else f"{table}: {reason}")


class Row(NamedTuple):
    line: int
    cells: dict[str, str]

    def points(self, column: str) -> Fraction:
        return Fraction(self.cells[column] or "0")

    def count(self, column: str) -> int:
        return int(self.cells[column] or "0")


def rounded(value: Fraction, digits: int = 3) -> Fraction:
    """Half to even, once."""
    return Fraction(round(value * 10**digits), 10**digits)


def shown(value: Fraction) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def unmarked(cell: str) -> str:
    """The text before an export put an apostrophe in front of what could be a formula."""
    behind = cell.lstrip("'")
    is_marked = cell[:1] == "'" and behind[:1] in set("=+-@\t\r\n＝＋－＠") and behind
    return cell[1:] if is_marked else cell


class Folder:
    """The tables of a result folder, and what the rulebook says of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rules: dict[str, Any] = tomllib.loads((folder / "rulebook.toml").read_text("utf-8"), parse_float=Decimal)
        self.provenance: dict[str, Any] = json.loads((folder / "provenance.json").read_text("utf-8"))
        self.items = {item["code"]: item for item in self.rules.get("item", [])}
        self.scores = {row.cells["person"]: row for row in self.read("scores")}

    def read(self, table: str) -> list[Row]:
        with open(self.folder / f"{table}.csv", encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader)
            rows = []
            line = reader.line_num + 1
            for cells in reader:
                if len(cells) != len(header):
                    raise Wrong(table, line, f"it has {len(cells)} cells, not {len(header)}")
                rows.append(Row(line, dict(zip(header, map(unmarked, cells), strict=True))))
                line = reader.line_num + 1
            return rows

    def expect(self, table: str, row: Row, column: str, should: Fraction | int | str) -> None:
        """The cell must be that; numbers are compared as numbers."""
        found: Any = row.cells[column] if isinstance(should, str) else row.points(column)
        if found != should:
            text = should if isinstance(should, str) else shown(Fraction(should))
            raise Wrong(table, row.line, f"{column} is {row.cells[column]!r}, but {text!r} adds up")

    # The statement.

    def check_statement(self) -> None:
        items: dict[str, Fraction] = defaultdict(Fraction)
        deductions: dict[str, Fraction] = defaultdict(Fraction)
        raw: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        credited: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        cut_in_total: set[tuple[str, str]] = set()
        self.vetoed: dict[str, str] = {}
        before: tuple[bytes, ...] = ()
        for row in self.read("statement"):
            self.check_entry(row)
            cells = row.cells
            order = (cells["person"].encode(), cells["date"].encode(), cells["entry"].encode())
            if order <= before:
                raise Wrong("statement", row.line, "it does not stand in the order of person, date and entry")
            before = order
            person, worth = cells["person"], row.points("credited")
            category = person, str(self.items.get(cells["item"], {}).get("category", ""))
            items[person] += worth
            deductions[person] += min(worth, ZERO)
            raw[category] += row.points("raw")
            credited[category] += worth
            if cells["cut_by"].startswith("total:"):
                cut_in_total.add(category)
            if cells["verdict"] == "veto":
                self.vetoed.setdefault(person, self.items[cells["item"]]["veto"]["grade"])
        for person, row in self.scores.items():
            self.expect("scores", row, "items", items[person])
            self.expect("scores", row, "deductions", deductions[person])
        self.by_category: dict[tuple[str, str], Fraction] = {}
        for row in self.read("categories"):
            key = row.cells["person"], row.cells["category"]
            self.expect("categories", row, "raw", raw[key])
            if key not in cut_in_total:
                self.expect("categories", row, "credited", credited[key])
            elif abs(row.points("credited")) < abs(credited[key]) or abs(row.points("credited")) > abs(raw[key]):
                raise Wrong("categories", row.line, "credited lies outside of what its entries and raw allow")
            self.by_category[key] = row.points("credited")
        expected = {(person, c["code"]) for person in self.scores for c in self.rules.get("category", [])}
        if set(self.by_category) != expected:
            raise Wrong("categories", 0, "it has not one row for every scored person and category")

    def check_entry(self, row: Row) -> None:
        """One entry by itself: raw, credited, verdict, cut_by and version must go together."""

        def wrong(reason: str) -> Wrong:
            return Wrong("statement", row.line, f"{row.cells['verdict']}: {reason}")

        raw, credited, verdict = row.points("raw"), row.points("credited"), row.cells["verdict"]
        cut_by, version = row.cells["cut_by"], row.cells["version"]
        item = self.items.get(row.cells["item"])
        if (item is None) != (verdict == "unknown_item") and verdict not in {"cancels", "cancelled", "outside_window"}:
            raise wrong("the rulebook says otherwise of the item")
        if verdict in NO_VERSION and (raw or version):
            raise wrong("it has neither raw points nor a version")
        if verdict not in CREDITED and credited:
            raise wrong("it is credited nothing")
        fits = {
            "counted": credited == raw != 0 and not cut_by,
            "part_counted": 0 < abs(credited) < abs(raw) and credited * raw > 0 and bool(cut_by),
            "capped": raw != 0 and cut_by.split(":")[0] in {"item", "category", "total"},
            "zero": raw == 0 and not cut_by,
            "veto": raw == 0 and item is not None and "veto" in item,
            "exclusive": cut_by == "exclusive",
            "repeat": cut_by.startswith("once:"),
        }
        if not fits.get(verdict, verdict in NO_POINTS and not cut_by):
            raise wrong("raw, credited and cut_by do not go together")
        if verdict in {"counted", "part_counted", "capped", "zero"} and item is not None:
            self.check_worth(row, item, wrong)

    def check_worth(self, row: Row, item: dict[str, Any], wrong: Any) -> None:
        points, raw, version = item.get("points"), row.points("raw"), row.cells["version"]
        if isinstance(points, list):
            for dated in points:
                if str(dated["from"]) == version:
                    begins_after = version > row.cells["date"]
                    ended = "until" in dated and str(dated["until"]) <= row.cells["date"]
                    if begins_after or ended or raw != Fraction(dated["value"]):
                        raise wrong("the version says otherwise")
                    return
            raise wrong("the rulebook has no such version")
        if version:
            raise wrong("the item has no versions")
        allowed = None
        if points is not None:
            allowed = {Fraction(points)}
        elif "by_level" in item:
            allowed = {Fraction(value) for value in item["by_level"].values()}
        elif not {"points_per_unit", "ladder"} & item.keys():
            allowed = {ZERO}
        if allowed is not None and raw not in allowed:
            raise wrong("the rulebook gives the item other points")

    # The parts.

    def check_linkage(self) -> None:
        rule: dict[str, Any] = self.rules.get("linkage", {})
        part: dict[str, Fraction] = defaultdict(Fraction)
        for row in self.read("linkage"):
            for name in ("exemplars", "contacts", "served") if rule else ():
                target = rule.get(name)
                if target:
                    share = min(Fraction(1), Fraction(row.count(name), target["target"]))
                    part[row.cells["person"]] += rounded(Fraction(target["points"]) * share)
            if row.count("served") > row.count("contacts"):
                raise Wrong("linkage", row.line, "more were served than there are contacts")
        for person, row in self.scores.items():
            self.expect("scores", row, "linkage", part[person])

    def check_five_knows(self) -> None:
        rule: dict[str, Any] = self.rules.get("five_knows", {})
        part: dict[str, Fraction] = {}
        sums: list[int] = []
        leader: Row | None = None
        names = [f"{letter}{stage}" for stage in range(1, 6) for letter in "nk"]
        for row in [*self.read("five_knows"), None]:
            if row is None or not row.cells["household"]:
                if leader is not None and sums != [leader.count(name) for name in names]:
                    raise Wrong("five_knows", leader.line, "the households do not add up to it")
                leader, sums = row, [0] * len(names)
            else:
                sums = [total + row.count(name) for total, name in zip(sums, names, strict=True)]
            if row is None:
                continue
            score = self.check_chain(row, rule)
            if not row.cells["household"]:
                points = Fraction(rule["points"])
                if_nobody = points if rule.get("if_nobody", "zero") == "full" else ZERO
                part[row.cells["leader"]] = rounded(points * score) if score is not None else if_nobody
        for person, row in self.scores.items():
            self.expect("scores", row, "five_knows", part.get(person, ZERO))

    def check_chain(self, row: Row, rule: dict[str, Any]) -> Fraction | None:
        n = [row.count(f"n{stage}") for stage in range(1, 6)]
        k = [row.count(f"k{stage}") for stage in range(1, 6)]
        if any(known > asked for known, asked in zip(k, n, strict=True)) or n[1] != k[0]:
            raise Wrong("five_knows", row.line, "the stages do not follow from one another")
        broken = next((STAGES[s] for s in range(5) if k[s] < n[s]), "") if row.cells["household"] and n[0] else ""
        self.expect("five_knows", row, "broken_at", broken)
        if bool(broken) != (row.cells["why"] in {"never", "stale", "empty"}):
            raise Wrong("five_knows", row.line, f"why is {row.cells['why']!r}")
        if n[0] == 0:
            self.expect("five_knows", row, "score", "")
            return None
        chain, score = Fraction(1), ZERO
        for weight, known, asked in zip(rule["weights"], k, n, strict=True):
            chain *= Fraction(known, asked) if asked else 1
            score += Fraction(weight) * chain
        score /= sum(Fraction(weight) for weight in rule["weights"])
        self.expect("five_knows", row, "score", rounded(score, 6))
        return score

    def check_duties(self) -> None:
        rules = {duty["code"]: duty for duty in self.rules.get("duty", [])}
        part: dict[str, Fraction] = defaultdict(Fraction)
        for row in self.read("duties"):
            duty, due, done = rules[row.cells["duty"]], row.count("due"), row.count("done")
            if not 0 <= done <= due:
                raise Wrong("duties", row.line, f"{done} of {due} were done")
            points = Fraction(duty.get("points", 0))
            if due:
                part[row.cells["person"]] += rounded(points * Fraction(done, due))
            elif duty.get("if_none_due", "zero") == "full":
                part[row.cells["person"]] += points
        for person, row in self.scores.items():
            self.expect("scores", row, "duties", part[person])

    # Total, grade, rank, selection.

    def check_totals(self) -> None:
        rule = self.rules.get("total", {})
        grades = self.rules.get("grade", [])
        ranked = sorted((r.points("total") for p, r in self.scores.items() if p not in self.vetoed), reverse=True)
        first_place: dict[Fraction, int] = {}
        for place, total in enumerate(ranked, 1):
            first_place.setdefault(total, place)
        for person, row in self.scores.items():
            self.expect("scores", row, "base", Fraction(rule.get("base", 0)))
            total = sum((row.points(part) for part in ("base", "items", "linkage", "five_knows", "duties")), ZERO)
            total = max(total, Fraction(rule["floor"])) if "floor" in rule else total
            total = min(total, Fraction(rule["ceiling"])) if "ceiling" in rule else total
            self.expect("scores", row, "total", total)
            reached = [g["code"] for g in grades if "at_least" not in g or Fraction(g["at_least"]) <= total]
            self.expect("scores", row, "grade", self.vetoed.get(person, reached[0] if reached else ""))
            self.expect("scores", row, "vetoed", "yes" if person in self.vetoed else "no")
            self.expect("scores", row, "rank", "" if person in self.vetoed else str(first_place[total]))

    def check_selections(self) -> None:
        rules = {rule["code"]: rule for rule in self.rules.get("selection", [])}
        strata: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.read("selection"):
            rule = rules[row.cells["selection"]]
            points = sum((self.key(row.cells["person"], key) for key in rule.get("rank_by", ["total"])), ZERO)
            self.expect("selection", row, "points", points)
            reason, chosen = row.cells["reason"], row.cells["selected"] == "yes"
            if chosen != (reason == "selected") or (reason == "vetoed") != (row.cells["person"] in self.vetoed):
                raise Wrong("selection", row.line, f"selected and {reason!r} do not go together")
            strata[row.cells["selection"], row.cells["stratum"]].append(row)
        for rows in strata.values():
            self.check_stratum(rows)

    def check_stratum(self, rows: list[Row]) -> None:
        eligible = [row for row in rows if row.cells["reason"] in {"selected", "below_the_line"}]
        chosen = [row for row in eligible if row.cells["selected"] == "yes"]
        if rows[: len(eligible)] != eligible or eligible[: len(chosen)] != chosen:
            raise Wrong("selection", rows[0].line, "the selected, the eligible and the others do not follow each other")
        for place, row in enumerate(rows, 1):
            self.expect("selection", row, "place", str(place) if place <= len(eligible) else "")
            if place > 1 and place <= len(eligible) and rows[place - 2].points("points") < row.points("points"):
                raise Wrong("selection", row.line, "it has more points than the one above")
            differs = place > 1 and place <= len(eligible) and rows[place - 2].points("points") != row.points("points")
            if differs != (row.cells["decided_by"] == "rank_by") or (place == 1 and row.cells["decided_by"]):
                raise Wrong("selection", row.line, f"decided_by is {row.cells['decided_by']!r}")
            line = eligible[len(chosen)] if row in chosen and len(eligible) > len(chosen) else None
            line = chosen[-1] if row not in chosen and chosen else line
            distance = shown(row.points("points") - line.points("points")) if line else ""
            if (row.cells["distance"] or None) != (distance or None) and (
                not distance or not row.cells["distance"] or row.points("distance") != Fraction(distance)
            ):
                raise Wrong("selection", row.line, f"distance is {row.cells['distance']!r}, but {distance!r} adds up")

    def key(self, person: str, key: str) -> Fraction:
        if key.startswith("category:"):
            return self.by_category[person, key.removeprefix("category:")]
        return self.scores[person].points(key)

    # Provenance.

    def check_digests(self) -> None:
        files = {"rulebook.toml": self.provenance["rulebook"]["file_sha256"]}
        files |= {name: table["sha256"] for name, table in self.provenance["results"].items()}
        for name, should in files.items():
            digest = hashlib.sha256()
            with open(self.folder / name, "rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
            if digest.hexdigest() != should:
                raise Wrong(name, 0, "it adds up, but it is not the file that was written (SHA-256)")


def check(folder: Path) -> list[str]:
    """What does not add up, the first row of each table; empty when everything does."""
    results = Folder(folder)
    found = []
    for step in (
        results.check_statement,
        results.check_linkage,
        results.check_five_knows,
        results.check_duties,
        results.check_totals,
        results.check_selections,
        results.check_digests,
    ):
        try:
            step()
        except Wrong as wrong:
            found.append(str(wrong))
            if step == results.check_statement:
                break  # what follows leans on it
    return found


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__.split("\n\n")[1].strip(), file=sys.stderr)
        return 2
    try:
        found = check(Path(arguments[0]))
    except (OSError, KeyError, ValueError, StopIteration, csv.Error) as error:
        print(f"{arguments[0]}: it cannot be checked: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    for line in found:
        print(line)
    if not found:
        print(f"{arguments[0]}: everything adds up")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
