"""The synthetic district beside DuckDB's `range`, in one run, as ratios.

    .venv/bin/python benchmarks/generator_peers.py WORK [--scale 1] [--rounds 5]

    generator  the tables of a district of the shape of Pinggu and its year as CSV (at scale 1: 4,900,000 rows)

Ours is `jifen.generate`: every row belongs to the others (visits to households that are there, on days on which the
leader is in office). The peer gets as many rows of the same columns of the same kinds from `range`, each cell drawn by
itself out of one hash a row, and writes them with `copy`. How many rows there are is held to ours. Both write where
`TMPDIR` says.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from peer_rounds import Numbers, rounds_of, works_of_a_program

import jifen

TABLES = ("households", "people", "roles", "links", "ledger", "knowledge")


def rows_in(folder: Path) -> Numbers:
    """The rows of each table: lines without the header. No cell has a line break."""
    return np.array([[(folder / f"{name}.csv").read_bytes().count(b"\n") - 1] for name in TABLES], dtype=np.int64)


class Generated:
    name = "jifen"

    def __init__(self, folder: Path, scale: float) -> None:
        self.folder, self.scale = folder, scale

    def ask(self, threads: int) -> Any:
        jifen.generate(self.folder, scale=self.scale, threads=threads)

    def answer(self, found: Any) -> Numbers:
        return rows_in(self.folder)


def some(shift: int, *words: str) -> str:
    """One of the words by bits of the hash."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"([{listed}])[1 + ((h >> {shift}) % {len(words)})::int]"


def one_of(letter: str, shift: int, count: int) -> str:
    return f"'{letter}' || lpad(((h >> {shift}) % {count})::varchar, 7, '0')"


class DuckRange:
    name = "DuckDB"

    def __init__(self, folder: Path, rows: Numbers) -> None:
        import duckdb

        self.folder = folder
        self.connection = duckdb.connect()
        self.rows = dict(zip(TABLES, rows[:, 0].tolist(), strict=True))

    def columns(self) -> dict[str, str]:
        people, households = self.rows["people"], self.rows["households"]
        day = "date '2023-01-01' + ((h >> 3) % 365)::int"
        later = f"case when (h >> 20) % 7 = 0 then {day} + ((h >> 25) % 12)::int end"
        own = "lpad(i::varchar, 7, '0')"
        number = "lpad(i::varchar, 8, '0')"
        return {
            "households": f"'H' || {own} as household, {one_of('G', 5, 3170)} as unit, null as from, null as until,"
            f" {some(30, *[''] * 15, 'illness')} as difficulty",
            "people": f"'P' || {own} as person,"
            f" {some(9, '王', '李', '张', '朱')} || {some(15, '祥', '梅', '兰', '芳')} as name,"
            f" {some(1, 'male', 'female')} as gender, {one_of('H', 17, households)} as household, '' as unit,"
            f" null as from, null as until, 1940 + (h >> 40) % 80 as born",
            "roles": f"{one_of('P', 5, people)} as person, {some(1, 'group_leader', 'exemplar')} as role,"
            f" {one_of('G', 9, 3170)} as unit, null as from, null as until, {some(30, 'elected', 'hired')} as source",
            "links": f"{one_of('P', 5, people)} as source, {one_of('P', 25, people)} as target,"
            f" {some(1, 'serves', 'leads')} as kind, null as from, null as until",
            "ledger": f"'E' || {number} as entry, {day} as date, {one_of('P', 5, people)} as actor,"
            f" {some(40, 'home_visit', 'targeted_service', 'care_visit', 'exchange', 'volunteer_hours')} as item,"
            f" case when (h >> 44) % 8 = 0 then (h >> 47) % 8 / 2 end as quantity,"
            f" {some(33, '', '', '', 'grid', 'village')} as level, {one_of('H', 13, households)} as subject,"
            f" {some(50, 'visit', 'telephone', 'offline', 'online')} as channel, {some(1, 'yes', 'no')} as verified,"
            f" case when (h >> 52) % 10 = 0 then {one_of('A', 21, 10**6)} end as act, {later} as recorded,"
            f" null as cancels, null as note",
            "knowledge": f"'K' || {number} as record, {day} as date, {one_of('P', 5, people)} as knower,"
            f" {some(40, 'people', 'matters', 'circumstances', 'needs', 'help')} as stage,"
            f" {one_of('P', 13, people)} as subject, {one_of('N', 21, 10**6)} as object",
        }

    def ask(self, threads: int) -> Any:
        self.connection.execute(f"set threads = {threads}")
        for name, columns in self.columns().items():
            drawn = f"select i, hash(i) as h from range({self.rows[name]}) t(i)"
            self.connection.execute(f"copy (select {columns} from ({drawn})) to '{self.folder / name}.csv'")

    def answer(self, found: Any) -> Numbers:
        return rows_in(self.folder)


def generator(scale: float, threads: int, rounds: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours", Path(folder) / "theirs"
        theirs.mkdir()
        generated = Generated(ours, scale)
        generated.ask(threads)
        return rounds_of(generated, [DuckRange(theirs, rows_in(ours))], threads, rounds)


WORKS = {"generator": generator}


if __name__ == "__main__":
    works_of_a_program(__file__, __doc__, WORKS)
