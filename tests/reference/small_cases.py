"""Short ways to write the small districts of these tests, and to look at what came out."""

from __future__ import annotations

from collections.abc import Callable

from reference import Result

HEADERS = {
    "units": "unit,parent,level,name",
    "households": "household,unit,from,until",
    "people": "person,name,gender,household,unit,from,until",
    "roles": "person,role,unit,from,until,source",
    "links": "source,target,kind,from,until",
    "ledger": "entry,date,actor,item,quantity,level,subject,channel,verified,act,recorded,cancels,note",
    "knowledge": "record,date,knower,stage,subject,object",
}

# D is the district; T1 > V1 > G1, G2 and T2 > V2 > G3.
UNITS = """D,,district,
T1,D,township,
T2,D,township,
V1,T1,village,
V2,T2,village,
G1,V1,grid,
G2,V1,grid,
G3,V2,grid,"""

LINKAGE = """[linkage]
gender = "female"
exemplars = { target = 3, points = 10 }
contacts = { target = 4, points = 1 }
served = { target = 4, points = 1, items = ["visit"] }
"""

KNOWS = """[five_knows]
role = "m"
points = 10
weights = [20, 20, 20, 20, 20]
fresh_days = [30, 30, 30, 30, 30]
"""

Run = Callable[..., Result]


def person(name: str, gender: str = "", household: str = "", since: str = "", until: str = "") -> str:
    return f"{name},,{gender},{household},,{since},{until}"


def entry(number: str, day: str, actor: str, item: str, **more: str) -> str:
    columns = HEADERS["ledger"].split(",")
    cells = {"entry": number, "date": day, "actor": actor, "item": item, **more}
    assert set(cells) <= set(columns)
    return ",".join(cells.get(column, "") for column in columns)


def lines(*rows: str) -> str:
    return "\n".join(rows)


def item(code: str, body: str) -> str:
    return f'[[item]]\ncode = "{code}"\n{body}\n'


def statement(result: Result, *columns: str) -> dict[str, tuple[str, ...]]:
    return {row["entry"]: tuple(row[column] for column in columns) for row in result.tables["statement"]}


def verdicts(result: Result) -> dict[str, str]:
    return {row["entry"]: row["verdict"] for row in result.tables["statement"]}


def score(result: Result, who: str) -> dict[str, str]:
    (row,) = (row for row in result.tables["scores"] if row["person"] == who)
    return row


A = {"people": person("A"), "roles": "A,m,G1,,,"}
