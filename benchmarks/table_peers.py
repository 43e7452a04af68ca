"""Tables in and out beside DuckDB, Polars and the memory, in one run, as ratios.

    .venv/bin/python benchmarks/table_peers.py WORK [--scale 1] [--rounds 5]

    csv          10,000,000 entries from a file, quoted, ids as text, beside the peers' readers
    csv_columns  the same until the file is read: checked, typed and numbered columns, as the peers have then
    arrow        10,000,000 entries from Arrow columns, beside DuckDB's own table of them and the sum of their bytes
    statement    the verdict of 10,000,000 entries as a table, beside a copy of its bytes

`--scale` multiplies these. Ours is what a user calls: `District`, which numbers the texts, sees to it that no id stands
twice, and puts the entries into order; `Evaluation.statement`, which judges every entry again. The file was read
before. Answers are held to each other before anything is timed; rounds are interleaved; told are medians.
"""

from __future__ import annotations

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
from peer_rounds import Numbers, Read, rounds_of, works_of_a_program
from scoring_peers import Ours, Rules, ledger_table, random_ledger, text_ids

import jifen


class Entered:
    """A District from a ledger in a file or in memory."""

    name = "jifen"

    def __init__(self, ledger: Path | pa.Table, people: int) -> None:
        self.ledger = ledger
        ids = text_ids("P", people)
        everyone = {"person": ids, "unit": ["D"] * people}
        self.register = {
            "units": [{"unit": "D", "parent": "", "level": "district"}],
            "people": pa.table(everyone),
            "roles": pa.table(everyone | {"role": ["worker"] * people}),
        }

    def ask(self, threads: int) -> Any:
        return jifen.District(**self.register, ledger=self.ledger, threads=threads)

    def answer(self, found: Any) -> Numbers:
        return sums_of(pa.table(found.ledger).select(NUMBERS))


class EnteredColumns(Entered):
    """What of it is the reading of the file."""

    def ask(self, threads: int) -> Any:
        ends = []

        def note(stage: str, done: int, total: int) -> None:
            if stage == Path(str(self.ledger)).name and done == total:
                ends.append(time.perf_counter())

        begin = time.perf_counter()
        found = jifen.District(**self.register, ledger=self.ledger, threads=threads, progress=note)
        self.seconds = ends[-1] - begin
        return found


NUMBERS = ["quantity", "date", "recorded"]


def sums_of(table: pa.Table) -> Numbers:
    """How many rows, and the sums of what is a number in them."""
    quantity = int(pa.compute.sum(table["quantity"].cast(pa.int64())).as_py())
    days = [int(pa.compute.sum(table[name].cast(pa.int32()).cast(pa.int64())).as_py()) for name in ("date", "recorded")]
    return np.array([table.num_rows, quantity, *days], dtype=np.int64)


class DuckFile:
    name = "DuckDB"

    def __init__(self, file: Path) -> None:
        import duckdb

        self.file = file
        self.connection = duckdb.connect()

    def ask(self, threads: int) -> Any:
        words = ["entry", "actor", "item", "verified", "subject", "act", "cancels"]
        types = dict.fromkeys(words, "varchar") | {"date": "date", "recorded": "date", "quantity": "bigint"}
        order = ["entry", "date", "actor", "item", "quantity", "verified", "subject", "act", "recorded", "cancels"]
        columns = ", ".join(f"'{name}': '{types[name]}'" for name in order)
        self.connection.execute(f"set threads = {threads}")
        source = f"read_csv('{self.file}', columns = {{{columns}}}, header = true)"
        self.connection.execute(f"create or replace table entries as select * from {source}")
        return self.connection

    def answer(self, found: Any) -> Numbers:
        return sums_of(found.sql(f"select {', '.join(NUMBERS)} from entries").to_arrow_table())


class PolarsFile:
    name = "Polars"

    def __init__(self, file: Path) -> None:
        import polars as pl

        self.pl, self.file = pl, file

    def ask(self, threads: int) -> Any:
        assert self.pl.thread_pool_size() == threads
        text = self.pl.String
        words = ["entry", "actor", "item", "verified", "subject", "act", "cancels"]
        return self.pl.read_csv(self.file, try_parse_dates=True, schema_overrides=dict.fromkeys(words, text))

    def answer(self, found: Any) -> Numbers:
        return sums_of(found.select(*NUMBERS).to_arrow())


def csv(scale: float, threads: int, rounds: int, entered: type[Entered] = Entered) -> dict[str, float]:
    entries = int(10_000_000 * scale)
    people = max(10, entries // 1000)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.csv"
        table = ledger_table(random_ledger(entries, people, True), people)
        plain = {
            name: table[name].cast(pa.string()) if pa.types.is_dictionary(table[name].type) else table[name]
            for name in table.column_names
        }
        pyarrow.csv.write_csv(pa.table(plain), file)
        return rounds_of(entered(file, people), [DuckFile(file), PolarsFile(file)], threads, rounds)


def csv_columns(scale: float, threads: int, rounds: int) -> dict[str, float]:
    return csv(scale, threads, rounds, EnteredColumns)


class DuckColumns:
    """A table of DuckDB's own from Arrow columns."""

    name = "DuckDB"

    def __init__(self, table: pa.Table) -> None:
        import duckdb

        self.connection = duckdb.connect()
        self.connection.register("source", table)

    def ask(self, threads: int) -> Any:
        self.connection.execute(f"set threads = {threads}")
        self.connection.execute("create or replace table entries as select * from source")
        return self.connection

    def answer(self, found: Any) -> Numbers:
        return sums_of(found.sql(f"select {', '.join(NUMBERS)} from entries").to_arrow_table())


def bytes_of(table: pa.Table) -> list[Numbers]:
    """Every buffer of its columns, dictionaries too."""
    found: list[Numbers] = []
    for column in table.columns:
        for chunk in column.chunks:
            parts = [chunk.indices, chunk.dictionary] if pa.types.is_dictionary(chunk.type) else [chunk]
            buffers = [buffer for part in parts for buffer in part.buffers() if buffer is not None]
            found += [np.frombuffer(buffer, dtype=np.uint8) for buffer in buffers]
    return found


def arrow(scale: float, threads: int, rounds: int) -> dict[str, float]:
    entries = int(10_000_000 * scale)
    people = max(10, entries // 1000)
    # One piece a column, whose dictionaries stand once.
    table = ledger_table(random_ledger(entries, people, True), people).unify_dictionaries().combine_chunks()
    return rounds_of(Entered(table, people), [DuckColumns(table)], threads, rounds, [Read(bytes_of(table))])


class Told:
    """The statement of an evaluation that is there."""

    name = "jifen"

    def __init__(self, evaluation: jifen.Evaluation) -> None:
        self.evaluation = evaluation

    def ask(self, threads: int) -> Any:
        return vars(jifen.Evaluation)["statement"].func(self.evaluation)  # made anew each time

    def answer(self, found: Any) -> Numbers:
        table = pa.table(found)
        return np.array([table.num_rows, thousandths(table["credited"])], dtype=np.int64)


class Copied:
    """The bytes of a table into memory that is new."""

    name = "copy"

    def __init__(self, table: pa.Table) -> None:
        chunk = 1 << 22
        self.pieces = [
            column[begin : begin + chunk] for column in bytes_of(table) for begin in range(0, len(column), chunk)
        ]

    def ask(self, threads: int) -> Any:
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(np.copy, self.pieces))


def thousandths(points: pa.ChunkedArray) -> int:
    return int(pa.compute.sum(points.cast(pa.decimal128(38, 3))).as_py().scaleb(3))


def statement(scale: float, threads: int, rounds: int) -> dict[str, float]:
    entries = int(10_000_000 * scale)
    people = max(10, entries // 2500)
    ours = Ours(random_ledger(entries, people, False), Rules.made_for(entries / people, False), people)
    evaluation = ours.ask(threads)
    told = Told(evaluation)
    made = told.ask(threads)
    expected = [entries, thousandths(pa.table(evaluation.scores)["items"])]
    if told.answer(made).tolist() != expected:
        sys.exit(f"the statement adds up to {told.answer(made)}, ledger and scores to {expected}: nothing is timed")
    return rounds_of(told, [], threads, rounds, [Copied(pa.table(made))])


WORKS = {each.__name__: each for each in (csv, csv_columns, arrow, statement)}


if __name__ == "__main__":
    works_of_a_program(__file__, __doc__, WORKS)
