"""Adds up a folder of result tables again, from nothing but what lies in it.

    python3 check_results.py RESULTS

It shares no code with the library and imports nothing of it: copy this file to wherever the results are. It adds the
statement up to the scores, computes every part again from its counts, grades and ranks again by the rulebook that
`provenance.json` keeps, and compares each file with the sums and the SHA-256 that stand there. It names the first row
of each table that does not add up. Exit 0: everything does; 1: something does not; 2: the folder cannot be read.
Needs Python 3.11, or 3.10 with tomli.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NO_POINTS = {"cancels", "cancelled", "outside_window", "unknown_item", "not_in_force", "role_not_held"}
NO_POINTS |= {"recorded_late", "unverified", "wrong_channel", "wrong_subject", "unknown_level"}
NO_VERSION = NO_POINTS | {"exclusive", "repeat", "veto"}
STAGES = ("people", "matters", "circumstances", "needs", "help")
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
POINTS = re.compile(r"(-?[0-9]{1,16})(?:\.([0-9]{0,2}[1-9]))?")
LONG_NUMBER = re.compile(r"\d(?:[ .·\u2009-\u2014\u202f\u2212\u3000－-]?\d){10,}")
MOST_TOML = 1 << 24  # characters, as the library takes
MOST_DOTS = 10**7  # squared, line by line: tomllib takes quadratic time for a key with many
COUNT = re.compile(r"[0-9]{1,19}")
RATIO = re.compile(r"-?[0-9]{1,13}\.[0-9]{6}|")
PRIME = 2**61 - 1
PARTS = ("linkage", "five_knows", "duties", "composite")
FILES = ("scores", "categories", "statement", *PARTS, "selection", "diagnostics")
UNREADABLE = (OSError, LookupError, AttributeError, TypeError, ValueError, ArithmeticError, RuntimeError, csv.Error)


def masked(text: str) -> str:
    """A message without identity and telephone numbers: of 11 digits or more, in groups as well, four stay."""
    return LONG_NUMBER.sub(lambda found: found[0][:2] + re.sub(r"\d", "*", found[0][2:-2]) + found[0][-2:], text)


class Wrong(Exception):  # noqa: N818 - what it says, not what Python did
    """Something does not add up: the file, the line in it, and why."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {masked(reason)}" if line else f"{file}: {masked(reason)}")


def thousandths(points: Any) -> int:
    """Points of the rulebook in whole thousandths."""
    value = Decimal(points or 0)
    if not abs(value) < 10**18:
        raise ValueError(f"{points} are no points")
    return int(value.scaleb(3))


@lru_cache(1 << 16)
def written_points(cell: str) -> int | None:
    """Points as a table writes them, in whole thousandths; None for anything else."""
    found = POINTS.fullmatch(cell)
    return int(found[1] + (found[2] or "").ljust(3, "0")) if found else None


def share(points: Any, ratio: Fraction) -> int:
    """That share of the points in thousandths, rounded once, half to even."""
    return round(Fraction(points) * 1000 * ratio)


def shown(value: int) -> str:
    """Thousandths as a table writes them."""
    return f"{Decimal(value).scaleb(-3).normalize():f}" if value else "0"


class Row(NamedTuple):
    """A row of a table, and the line on which it begins."""

    file: str
    line: int
    cells: dict[str, str]

    def points(self, column: str) -> int:
        points = written_points(self.cells[column])
        if points is None:
            raise self.wrong(f"{column} is {self.cells[column]!r}: no points")
        return points

    def count(self, column: str) -> int:
        if self.cells[column] and not COUNT.fullmatch(self.cells[column]):
            raise self.wrong(f"{column} is {self.cells[column]!r}: no count")
        return int(self.cells[column] or 0)

    def rule(self, column: str, rules: dict[str, Any]) -> Any:
        if self.cells[column] not in rules:
            raise self.wrong(f"{column} is {self.cells[column]!r}: the rulebook has none of that name")
        return rules[self.cells[column]]

    def wrong(self, reason: str) -> Wrong:
        return Wrong(self.file, self.line, reason)

    def expect(self, column: str, should: str) -> None:
        if self.cells[column] != should:
            raise self.wrong(f"{column} is {self.cells[column]!r}, but {should!r} adds up")


def unmarked(cell: str) -> str:
    """The text before an export put an apostrophe in front of what could be a formula."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(FORMULA) else cell


def canonical(value: Any) -> str:
    """What a rulebook says as JSON, however it was written down."""
    if isinstance(value, dict):
        members = (f"{json.dumps(key, ensure_ascii=False)}:{canonical(value[key])}" for key in sorted(value))
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, Decimal):
        text = f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
        return "0" if text == "-0" else text
    return json.dumps(value.isoformat() if isinstance(value, datetime.date) else value, ensure_ascii=False)


def regular(file: Path) -> Path:
    """The file, unless reading it might wait for ever or never end."""
    if file.exists() and not file.is_file():
        raise OSError(f"{file.name} is no regular file")
    return file


class Folder:
    """A result folder, and what its rulebook says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.provenance: dict[str, Any] = json.loads(regular(folder / "provenance.json").read_bytes())
        toml = self.provenance["rulebook"]["toml"].removeprefix("\ufeff").replace("\r\n", "\n")
        if len(toml) > MOST_TOML or sum(line.count(".") ** 2 for line in toml.split("\n")) > MOST_DOTS:
            raise ValueError("its rulebook is too long, or has keys with too many dots")
        self.rules: dict[str, Any] = tomllib.loads(toml, parse_float=lambda text: Decimal(repr(float(text))))
        self.items = {item["code"]: item for item in self.rules.get("item", [])}
        self.index_points: dict[str, int] = defaultdict(int)

    def read(self, table: str) -> Iterator[Row]:
        name = f"{table}.csv"
        with open(regular(self.folder / name), encoding="utf-8", newline="\n") as file:
            reader = csv.reader(file, strict=True)
            line = 1
            try:
                header = next(reader, [])
                if not header:
                    raise Wrong(name, line, "it has no header")
                line = reader.line_num + 1
                for cells in reader:
                    if len(cells) != len(header):
                        raise Wrong(name, line, f"it has {len(cells)} cells, not {len(header)}")
                    texts = map(unmarked, cells) if any(cell[:1] == "'" for cell in cells) else cells
                    yield Row(name, line, dict(zip(header, texts, strict=True)))
                    line = reader.line_num + 1
            except (csv.Error, UnicodeDecodeError) as error:
                raise Wrong(name, line, f"it cannot be read from here on: {error}") from None

    def expect_part(self, column: str, part: dict[str, int]) -> None:
        for person, row in self.scores.items():
            row.expect(column, shown(part.get(person, 0)))

    # The statement.

    def check_statement(self) -> None:
        self.scores = {row.cells["person"]: row for row in self.read("scores")}
        items: dict[str, int] = defaultdict(int)
        deductions: dict[str, int] = defaultdict(int)
        raw: dict[tuple[str, str], int] = defaultdict(int)
        credited: dict[tuple[str, str], int] = defaultdict(int)
        # Where total.caps may have cut as well, an entry tells only of the first cap: what may lie between.
        more: dict[tuple[str, str], int] = defaultdict(int)
        less: dict[tuple[str, str], int] = defaultdict(int)
        self.vetoed: dict[str, str] = {}
        before: tuple[bytes, ...] = ()
        for row in self.read("statement"):
            cells = row.cells
            person, item = cells["person"], self.items.get(cells["item"])
            entry_raw, worth = row.points("raw"), row.points("credited")
            self.check_entry(row, item)
            order = person.encode(), cells["date"].encode(), cells["entry"].encode()
            if order <= before:
                raise row.wrong("it does not stand in the order of person, date and entry")
            before = order
            category = person, str((item or {}).get("category", ""))
            items[person] += worth
            deductions[person] += min(worth, 0)
            raw[category] += entry_raw
            credited[category] += worth
            if "caps" in self.rules.get("total", {}):
                more[category] += max(0, entry_raw - worth)
                less[category] += min(0, entry_raw - worth)
            if cells["verdict"] == "veto" and item:
                self.vetoed.setdefault(person, item["veto"]["grade"])
        self.expect_part("items", items)
        self.expect_part("deductions", deductions)
        self.by_category: dict[tuple[str, str], int] = {}
        for row in self.read("categories"):
            key = row.cells["person"], row.cells["category"]
            row.expect("raw", shown(raw[key]))
            self.by_category[key] = row.points("credited")
            if not more[key] and not less[key]:
                row.expect("credited", shown(credited[key]))
            elif not less[key] <= self.by_category[key] - credited[key] <= more[key]:
                raise row.wrong("credited lies outside of what its entries and raw allow")
        if set(self.by_category) != {(p, c["code"]) for p in self.scores for c in self.rules.get("category", [])}:
            raise Wrong("categories.csv", 0, "it has not one row for every scored person and category")

    def check_entry(self, row: Row, item: dict[str, Any] | None) -> None:
        """One entry by itself: item, raw, credited, verdict, cut_by and version must go together."""
        raw, credited, verdict = row.points("raw"), row.points("credited"), row.cells["verdict"]
        cut_by, version = row.cells["cut_by"], row.cells["version"]
        if (item is None) != (verdict == "unknown_item") and verdict not in {"cancels", "cancelled", "outside_window"}:
            raise row.wrong(f"{verdict}: the rulebook says otherwise of the item")
        fits = {
            "counted": credited == raw != 0 and not cut_by,
            "part_counted": 0 < abs(credited) < abs(raw) and credited * raw > 0 and bool(cut_by),
            "capped": raw != 0 == credited and cut_by.split(":")[0] in {"item", "category", "total"},
            "zero": raw == credited == 0 and not cut_by,
            "veto": item is not None and "veto" in item and not cut_by,
            "exclusive": cut_by == "exclusive",
            "repeat": cut_by.startswith("once:"),
        }
        if not fits.get(verdict, verdict in NO_POINTS and not cut_by):
            raise row.wrong(f"{verdict}: raw, credited and cut_by do not go together")
        if verdict in NO_VERSION:
            if raw or credited or version:
                raise row.wrong(f"{verdict}: it has neither points nor a version")
        elif item is not None:
            self.check_worth(row, item, raw, version)

    def check_worth(self, row: Row, item: dict[str, Any], raw: int, version: str) -> None:
        """What the rulebook gives for one entry of the item, as far as the statement tells."""
        points = item.get("points")
        if isinstance(points, list):
            date = row.cells["date"]
            in_force = [dated for dated in points if str(dated["from"]) == version]
            if not in_force or version > date or str(in_force[0].get("until", "9999")) <= date:
                raise row.wrong("the rulebook has no such version on that day")
            allowed = {thousandths(in_force[0]["value"])}
        elif version:
            raise row.wrong("the item has no versions")
        elif {"points_per_unit", "ladder"} & item.keys():
            return
        else:
            allowed = set(map(thousandths, item["by_level"].values())) if "by_level" in item else {thousandths(points)}
        if raw not in allowed:
            raise row.wrong("the rulebook gives the item other points")

    # The parts.

    def check_linkage(self) -> None:
        rule: dict[str, Any] = self.rules.get("linkage", {})
        part: dict[str, int] = defaultdict(int)
        for row in self.read("linkage"):
            for name in ("exemplars", "contacts", "served"):
                if target := rule.get(name):
                    ratio = min(Fraction(1), Fraction(row.count(name), target["target"]))
                    part[row.cells["person"]] += share(target["points"], ratio)
            if row.count("served") > row.count("contacts"):
                raise row.wrong("more were served than there are contacts")
        self.expect_part("linkage", part)

    def check_five_knows(self) -> None:
        rule: dict[str, Any] = self.rules.get("five_knows", {})
        names = [f"{letter}{stage}" for stage in range(1, 6) for letter in "nk"]
        part: dict[str, int] = {}
        leader: Row | None = None
        sums = [0] * len(names)
        for row in self.read("five_knows"):
            counts = [row.count(name) for name in names]
            score = self.check_chain(row, rule, counts[::2], counts[1::2])
            if row.cells["household"]:
                sums = [total + count for total, count in zip(sums, counts, strict=True)]
                continue
            self.expect_sums(leader, sums, names)
            leader, sums = row, [0] * len(names)
            full = thousandths(rule["points"]) if rule.get("if_nobody") == "full" else 0
            part[row.cells["leader"]] = full if score is None else share(rule["points"], score)
        self.expect_sums(leader, sums, names)
        self.expect_part("five_knows", part)

    def expect_sums(self, leader: Row | None, sums: list[int], names: list[str]) -> None:
        for name, total in zip(names, sums, strict=True):
            if leader is not None:
                leader.expect(name, str(total))

    def check_chain(self, row: Row, rule: dict[str, Any], n: list[int], k: list[int]) -> Fraction | None:
        if any(known > asked for known, asked in zip(k, n, strict=True)) or n[1] != k[0]:
            raise row.wrong("the stages do not follow from one another")
        broken = next((STAGES[s] for s in range(5) if k[s] < n[s]), "") if row.cells["household"] and n[0] else ""
        row.expect("broken_at", broken)
        if row.cells["why"] not in ({"never", "stale", "empty"} if broken else {""}):
            raise row.wrong(f"why is {row.cells['why']!r}")
        if n[0] == 0:
            row.expect("score", "")
            return None
        chain, score = Fraction(1), Fraction(0)
        for weight, known, asked in zip(rule["weights"], k, n, strict=True):
            chain *= Fraction(known, asked) if asked else 1
            score += Fraction(weight) * chain
        score /= sum(map(Fraction, rule["weights"]))
        row.expect("score", f"{Decimal(round(score * 10**6)).scaleb(-6):.6f}")
        return score

    def check_duties(self) -> None:
        rules = {duty["code"]: duty for duty in self.rules.get("duty", [])}
        part: dict[str, int] = defaultdict(int)
        for row in self.read("duties"):
            duty, due, done = row.rule("duty", rules), row.count("due"), row.count("done")
            if not 0 <= done <= due:
                raise row.wrong(f"{done} of {due} were done")
            full = duty.get("if_none_due") == "full"
            part[row.cells["person"]] += share(duty.get("points", 0), Fraction(done, due) if due else Fraction(full))
        self.expect_part("duties", part)

    def check_composite(self) -> None:  # it neither normalises nor weighs again
        rule: dict[str, Any] = self.rules.get("composite", {})
        adds_up, full = rule.get("aggregate", "weighted_sum") == "weighted_sum", thousandths(rule.get("points"))
        for row in self.read("composite"):
            weight, value = (RATIO.fullmatch(row.cells[column]) for column in ("weight", "normalised"))
            if not (weight and value):
                raise row.wrong("weight and normalised are numbers of 6 decimals")
            if adds_up == bool(row.cells["indicator"]):
                worth = full * Fraction(weight[0] or 1) * Fraction(value[0] or 0)
                if abs(row.points("contribution") - worth) > Fraction(1, 2) + Fraction(full + 1, 10**6):
                    raise row.wrong(f"its contribution is {row.cells['contribution']}, which its numbers do not give")
                self.index_points[row.cells["person"]] += row.points("contribution")
        for row in (row for row in self.read("composite") if not row.cells["indicator"]):
            row.expect("contribution", shown(self.index_points[row.cells["person"]]))
        if rule.get("in_total", bool(rule)):
            self.expect_part("composite", self.index_points)

    # Total, grade, rank, selections.

    def check_totals(self) -> None:
        rule, grades = self.rules.get("total", {}), self.rules.get("grade", [])
        ranked = sorted((r.points("total") for p, r in self.scores.items() if p not in self.vetoed), reverse=True)
        first_place: dict[int, int] = {}
        for place, total in enumerate(ranked, 1):
            first_place.setdefault(total, place)
        for person, row in self.scores.items():
            row.expect("base", shown(thousandths(rule.get("base"))))
            total = sum(row.points(part) for part in ("base", "items", *PARTS) if part in row.cells)
            total = max(total, thousandths(rule["floor"])) if "floor" in rule else total
            total = min(total, thousandths(rule["ceiling"])) if "ceiling" in rule else total
            row.expect("total", shown(total))
            reached = [g["code"] for g in grades if "at_least" not in g or thousandths(g["at_least"]) <= total]
            row.expect("grade", self.vetoed.get(person, reached[0] if reached else ""))
            row.expect("vetoed", "yes" if person in self.vetoed else "no")
            row.expect("rank", "" if person in self.vetoed else str(first_place[total]))

    def check_selections(self) -> None:
        rules = {rule["code"]: rule for rule in self.rules.get("selection", [])}
        strata: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.read("selection"):
            rule, person, reason = row.rule("selection", rules), row.cells["person"], row.cells["reason"]
            if person not in self.scores:
                raise row.wrong(f"person is {person!r}: she has no scores")
            row.expect("points", shown(sum(self.key(person, key) for key in rule.get("rank_by", ["total"]))))
            row.expect("selected", "yes" if reason == "selected" else "no")
            if (reason == "vetoed") != (person in self.vetoed):
                raise row.wrong(f"{reason}: the scores say otherwise")
            strata[row.cells["selection"], row.cells["stratum"]].append(row)
        for rows in strata.values():
            self.check_stratum(rows)

    def check_stratum(self, rows: list[Row]) -> None:
        eligible = [row for row in rows if row.cells["reason"] in {"selected", "below_the_line"}]
        chosen = [row for row in eligible if row.cells["selected"] == "yes"]
        if rows[: len(eligible)] != eligible or eligible[: len(chosen)] != chosen:
            raise rows[0].wrong("the selected, the eligible and the others do not follow each other")
        for place, row in enumerate(rows, 1):
            points, is_eligible = row.points("points"), place <= len(eligible)
            row.expect("place", str(place) if is_eligible else "")
            above = rows[place - 2].points("points") if is_eligible and place > 1 else points
            if above < points:
                raise row.wrong("it has more points than the one above")
            decided_by = row.cells["decided_by"]
            if (decided_by == "rank_by") != (above > points) or (place == 1 or not is_eligible) != (not decided_by):
                raise row.wrong(f"decided_by is {decided_by!r}")
            across = eligible[len(chosen) :][:1] if place <= len(chosen) else chosen[-1:]
            row.expect("distance", shown(points - across[0].points("points")) if across else "")

    def key(self, person: str, key: str) -> int:
        if key.startswith("category:"):
            return self.by_category[person, key.removeprefix("category:")]
        return self.index_points[person] if key == "composite" else self.scores[person].points(key)

    # Provenance.

    def check_rulebook(self) -> None:
        digest = hashlib.sha256(canonical(self.rules).encode()).hexdigest()
        if digest != self.provenance["rulebook"]["sha256"]:
            raise Wrong("provenance.json", 0, "the rulebook that it keeps is not the one whose SHA-256 it gives")

    def check_seal(self, name: str) -> None:
        """The file must be the one that was written; if one line is another, the sums tell which."""
        if name not in self.provenance["results"]:
            raise Wrong(name, 0, "provenance.json has no seal of it")
        seal = self.provenance["results"][name]
        digest, rows, total, weighted = hashlib.sha256(), 0, 0, 0
        for rows, (_, row) in enumerate(self.sealed_rows(name), 1):
            digest.update(row)
            number = int.from_bytes(b"\1" + row, "big") % PRIME
            total += number
            weighted += rows * number
        if digest.hexdigest() == seal["sha256"]:
            return
        if rows != seal["rows"]:
            raise Wrong(name, 0, f"it has {rows} rows, but {seal['rows']} were written")
        off, weighted_off = (total - seal["sum"]) % PRIME, (weighted - seal["weighted_sum"]) % PRIME
        at = weighted_off * pow(off, -1, PRIME) % PRIME if off else 0
        if 1 <= at <= rows:
            line, _ = next(islice(self.sealed_rows(name), at - 1, None))
            raise Wrong(name, line, "this is not the row that was written; no other was changed")
        raise Wrong(name, 0, "several rows are not those that were written")

    def sealed_rows(self, name: str) -> Iterator[tuple[int, bytes]]:
        """Each row of the file as its bytes, with the line on which it begins: it ends with an LF outside of quotes."""
        with open(regular(self.folder / name), "rb") as file:
            begin, row, quotes = 1, [], 0
            for number, line in enumerate(file, 1):
                row.append(line)
                quotes += line.count(b'"')
                if quotes % 2 == 0:
                    yield begin, b"".join(row)
                    begin, row = number + 1, []
            if row:
                yield begin, b"".join(row)


def check(folder: Path) -> list[str]:
    """What does not add up, the first row of each table; empty when everything does."""
    results = Folder(folder)
    found = []

    def passes(step: Callable[[], None], name: str) -> bool:
        try:
            step()
            return True
        except Wrong as wrong:
            found.append(str(wrong))
        except FileNotFoundError:
            found.append(f"{name}: the file is not there")
        except UNREADABLE as error:
            found.append(f"{name}: it cannot be added up: {type(error).__name__}: {masked(str(error))}")
        return False

    for name in FILES:
        passes(partial(results.check_seal, f"{name}.csv"), f"{name}.csv")
    passes(results.check_rulebook, "provenance.json")
    if passes(results.check_statement, "scores.csv, statement.csv, categories.csv"):  # what follows leans on it
        for part in PARTS:
            passes(getattr(results, f"check_{part}"), f"{part}.csv")
        passes(results.check_totals, "scores.csv")
        passes(results.check_selections, "selection.csv")
    return found


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print((__doc__ or "").split("\n\n")[1].strip(), file=sys.stderr)
        return 2
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    csv.field_size_limit(2**31 - 1)
    try:
        found = check(Path(arguments[0]))
    except UNREADABLE as error:
        print(f"{arguments[0]}: it cannot be checked: {type(error).__name__}: {masked(str(error))}", file=sys.stderr)
        return 2
    for line in found:
        print(line)
    if not found:
        print(f"{arguments[0]}: everything adds up")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
