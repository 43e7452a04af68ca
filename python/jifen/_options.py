"""Options that several commands of the command line take."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from jifen._running import MOST_THREADS
from jifen.district import LEADER_SOURCES

__all__ = ["add_evaluation", "add_network_words", "add_tables", "how_written", "thread_count", "words"]


def thread_count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    if number > MOST_THREADS:
        raise argparse.ArgumentTypeError(f"{number} is more than {MOST_THREADS:,}")
    return number


def add_evaluation(command: argparse.ArgumentParser) -> None:
    """What names an evaluation."""
    add_tables(command)
    command.add_argument("--rules", type=Path, required=True, metavar="FILE")
    command.add_argument("--window", required=True, help="2023, 2023-H1, 2023-Q3, 2023-07 or 2023-02-01..2023-09-01")
    command.add_argument("--known-at", metavar="DATE", help="judge as it was known on that day")


def add_tables(command: argparse.ArgumentParser, *, needed: bool = True) -> None:
    """Where the tables are and how they are written down. A command that can do without them looks for itself."""
    command.add_argument(
        "folder", type=Path, metavar="DIR", nargs=None if needed else "?", help="a folder of CSV tables, or a workbook"
    )
    command.add_argument("--encoding", default="utf-8", help="of CSV: utf-8, gb18030 or detect (default: utf-8)")
    command.add_argument("--titles", type=int, default=0, metavar="N", help="pass over up to N rows above the header")
    command.add_argument("--marks", action="store_true", help="blanks and * around column names are no part of them")
    command.add_argument("--chinese-words", action="store_true", help="take 女, 是, 带领, 知人 and the like")
    command.add_argument(
        "--alias",
        type=alias,
        action="append",
        default=[],
        metavar="TABLE.NAME=COLUMN",
        help="a further name of a column, such as ledger.办理人=actor; may be given again",
    )
    command.add_argument(
        "--limit",
        type=limit,
        action="append",
        default=[],
        metavar="NAME=N",
        help="a limit of reading, such as field_bytes=4096; may be given again",
    )
    command.add_argument(
        "--spill",
        type=Path,
        metavar="FOLDER",
        help="for a ledger larger than memory: let it lie in a file in the folder",
    )


def alias(text: str) -> tuple[str, str, str]:
    """`ledger.办理人=actor`: the table, the name, the column."""
    name, is_alias, column = text.rpartition("=")
    table, is_name, name = name.partition(".")
    if not (is_alias and is_name and name):
        raise argparse.ArgumentTypeError(f"{text!r} is not TABLE.NAME=COLUMN, such as ledger.办理人=actor")
    return table, name, column


def limit(text: str) -> tuple[str, int]:
    """`field_bytes=4096`."""
    name, _, number = text.partition("=")
    if not (number.isascii() and number.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=N, such as field_bytes=4096")
    return name, int(number)


def how_written(options: argparse.Namespace) -> dict[str, Any]:
    """The arguments of read_district that `add_tables` reads."""
    aliases: dict[str, dict[str, str]] = {}
    for table, name, column in options.alias:
        aliases.setdefault(table, {})[name] = column
    return {
        "aliases": aliases,
        "limits": dict(options.limit),
        "spill": options.spill,
        "encoding": options.encoding,
        "title_rows": options.titles,
        "marks": options.marks,
        "words": "zh" if options.chinese_words else None,
    }


def add_network_words(command: argparse.ArgumentParser, when: str = "") -> None:
    """The words that the network check looks for."""
    command.add_argument(
        "--leader",
        default="group_leader",
        metavar="WORD",
        help=f"{when}the role that each grid has one holder of (default: group_leader)",
    )
    command.add_argument(
        "--sources",
        type=words,
        default=LEADER_SOURCES,
        metavar="A,B,C",
        help=f"{when}where an appointment names no source, the first of these roles that she also holds "
        f"(default: {','.join(LEADER_SOURCES)})",
    )


def words(text: str) -> list[str]:
    found = [word.strip() for word in text.split(",")]
    if not all(found):
        raise argparse.ArgumentTypeError(f"{text!r} has an empty word: give role words with commas between them")
    return found
