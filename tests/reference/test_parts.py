"""Hand-computed cases for the reference: linkage, five knows, duties (SPEC 5 to 7)."""

from __future__ import annotations

import pytest
from small_cases import KNOWS, LINKAGE, A, Run, entry, item, lines, person, score, verdicts

# --------------------------------------------------------------------------------------- 5. linkage


def test_linkage_counts_on_her_day(run: Run) -> None:
    result = run(
        LINKAGE,
        people=lines(
            person("A", "female"),
            person("X", "female"),
            person("Y", "male"),
            person("Z", "female", until="2020-01-01"),  # only the link's span counts
            person("C1", "female"),
            person("C2", "female"),
            person("C3", "female"),
        ),
        roles="A,m,G1,,2023-07-01,",  # her day is 2023-06-30
        links=lines(
            "A,X,leads,,",
            "A,X,leads,2023-01-01,",  # a person counts once
            "A,Y,leads,,",  # not a woman: no exemplar, passes on no contacts
            "A,Z,leads,,",
            "A,C1,serves,,2023-06-30",  # over on her day
            "X,C2,serves,2023-06-30,",
            "X,A,serves,,",  # herself: less m
            "Y,C3,serves,,",
        ),
    )
    assert result.tables["linkage"] == [
        {"person": "A", "day": "2023-06-30", "exemplars": "2", "contacts": "1", "served": "0"}
    ]
    # 10 x 2/3 = 6.667, 1 x 1/4 = 0.25
    assert score(result, "A")["linkage"] == "6.917"


def test_served_are_contacts_reached_themselves_or_through_their_household(run: Run) -> None:
    rules = LINKAGE + item("visit", "points = 1") + item("call", "points = 1")
    result = run(
        rules,
        households="H1,G1,,\nH2,G1,,",
        people=lines(
            person("A", "female"),
            person("X", "female"),
            person("C1", "female"),
            person("C2", "female", "H1"),
            person("C3", "female", "H2"),
            person("C4", "female", "H2"),
            person("N", "female", "H1"),  # served, but no contact
        ),
        roles="A,m,G1,,,",
        links="A,X,leads,,\nA,C1,serves,,\nA,C2,serves,,\nX,C3,serves,,\nX,C4,serves,,",
        ledger=lines(
            entry("1", "2023-01-01", "A", "visit", subject="C1"),
            entry("2", "2023-01-01", "A", "visit", subject="H1"),
            entry("3", "2023-01-01", "A", "call", subject="C4"),  # not one of the items
            entry("4", "2023-01-01", "X", "visit", subject="C3"),  # the exemplar is not asked for a role
            entry("5", "2022-01-01", "X", "visit", subject="H2"),  # but for all the rest
            entry("6", "2023-01-01", "A", "visit"),
        ),
    )
    assert verdicts(result)["4"] == "role_not_held"
    assert result.tables["linkage"][0]["served"] == "3"
    # exemplars 10 x 1/3 = 3.333; contacts 4 of 4 = 1; served 3 of 4 = 0.75
    assert score(result, "A")["linkage"] == "5.083"


def test_served_asks_by_default_for_every_item_neither_veto_nor_negative(run: Run) -> None:
    rules = (
        "[linkage]\nserved = { target = 1, points = 1 }\n"
        + item("none", "")
        + item("minus", "points = -1")
        + item("lie", 'veto = { grade = "out" }')
    )
    result = run(
        rules,
        people=lines(*(person(who) for who in ("A", "C1", "C2", "C3"))),
        roles="A,m,G1,,,",
        links="A,C1,serves,,\nA,C2,serves,,\nA,C3,serves,,",
        ledger=lines(
            entry("1", "2023-01-01", "A", "none", subject="C1"),
            entry("2", "2023-01-01", "A", "minus", subject="C2"),
            entry("3", "2023-01-01", "A", "lie", subject="C3"),
        ),
    )
    assert result.tables["linkage"][0]["served"] == "1"
    assert score(result, "A")["linkage"] == "1"  # min(1, 1/1)


# ------------------------------------------------------------------------------------- 6. five knows


def knows(*records: str) -> str:
    """`date knower stage subject object`, numbered."""
    rows = []
    for number, record in enumerate(records):
        cells = [*record.split(" "), ""][:5]
        rows.append(f"k{number}," + ",".join(cells))
    return "\n".join(rows)


def funnel(row: dict[str, str]) -> str:
    return " ".join(row[f"n{stage}"] + "/" + row[f"k{stage}"] for stage in range(1, 6))


def test_the_funnel_of_five_knows(run: Run) -> None:
    day = "2023-12-20"  # her day is 2023-12-31, 11 days later: fresh
    result = run(
        KNOWS,
        households="H1,G1,,\nH2,G2,,",
        people=lines(person("A"), *(person(f"P{n}", household="H1") for n in range(1, 5))),
        roles="A,m,G1,,,",
        knowledge=knows(
            f"{day} A people H1 P1",
            f"{day} A people H1 P2",
            f"{day} A people H1 P3",
            f"{day} A people H1 A",  # not of this household
            f"{day} A matters P1 m1",
            f"{day} A matters P1 m2",
            f"{day} A matters P2",  # asked, and there is none
            f"{day} A circumstances m1 c1",
            f"{day} A needs c1 n1",
            f"{day} A needs c1 n2",
            f"{day} A help n1 h1",
            f"{day} B help n2 h1",  # only her own answers
        ),
    )
    total, home = result.tables["five_knows"]
    # N1 = 4 registered, K1 = 3; N2 = 3, K2 = 2 (P1, P2); N3 = {m1, m2}, K3 = 1; N4 = {c1}, K4 = 1;
    # N5 = {n1, n2}, K5 = 1
    assert funnel(home) == funnel(total) == "4/3 3/2 2/1 1/1 2/1"
    # c: 3/4, 1/2, 1/4, 1/4, 1/8; their mean 15/40 = 0.375
    assert home["score"] == total["score"] == "0.375000"
    assert (home["household"], home["broken_at"], home["why"]) == ("H1", "people", "empty")
    assert (total["household"], total["broken_at"], total["why"]) == ("", "", "")
    assert score(result, "A")["five_knows"] == "3.75"


def test_the_latest_answer_stands_alone(run: Run) -> None:
    result = run(
        KNOWS,
        households="H1,G1,,",
        people=lines(person("A"), person("P1", household="H1"), person("P2", household="H1")),
        roles="A,m,G1,,2023-07-01,",  # D = 2023-06-30
        knowledge=knows(
            "2023-06-01 A people H1 P1",
            "2023-06-02 A people H1 P2",  # replaces the answer before
            "2023-07-01 A people H1 P1",  # after D
            "2023-05-31 A matters P2 m1",  # 30 days before D: still fresh
            "2023-05-30 A circumstances m1 c1",  # 31 days: stale
        ),
    )
    _, home = result.tables["five_knows"]
    assert funnel(home) == "2/1 1/1 1/0 0/0 0/0"
    # c: 1/2, 1/2, 0, 0, 0
    assert home["score"] == "0.200000"
    assert (home["day"], home["broken_at"], home["why"]) == ("2023-06-30", "people", "empty")


@pytest.mark.parametrize(
    ("records", "broken_at", "why"),
    [
        ((), "people", "never"),
        (("2023-01-01 A people H1 P1",), "people", "stale"),
        (("2023-12-31 A people H1 P1",), "people", "empty"),
        (("2023-12-31 A people H1 P1", "2023-12-31 A people H1 P2"), "matters", "never"),
        (
            (
                "2023-12-31 A people H1 P1",
                "2023-12-31 A people H1 P2",
                "2023-01-01 A matters P1 m1",
                "2023-12-31 A matters P2",
            ),
            "matters",
            "stale",
        ),
        (
            (
                "2023-12-31 A people H1 P1",
                "2023-12-31 A people H1 P2",
                "2023-12-31 A matters P1",
                "2023-12-31 A matters P2",
            ),
            "",
            "",
        ),
    ],
)
def test_the_first_broken_link_and_why(run: Run, records: tuple[str, ...], broken_at: str, why: str) -> None:
    result = run(
        KNOWS,
        households="H1,G1,,",
        people=lines(person("A"), person("P1", household="H1"), person("P2", household="H1")),
        roles="A,m,G1,,,",
        knowledge=knows(*records),
    )
    home = result.tables["five_knows"][1]
    assert (home["broken_at"], home["why"]) == (broken_at, why)


def test_nobody_asked_for_and_nobody_registered(run: Run) -> None:
    tables = {
        "households": "H1,G1,,\nH2,G1,,2023-12-31",  # H2 is gone on D
        "people": lines(person("A"), person("P1", household="H1", until="2023-12-31")),
        "roles": "A,m,V1,,,",  # H1 is below V1
    }
    result = run(KNOWS, **tables)
    total, home = result.tables["five_knows"]
    assert home["household"] == "H1"
    assert funnel(home) == funnel(total) == "0/0 0/0 0/0 0/0 0/0"
    assert (home["score"], home["broken_at"], total["score"]) == ("", "", "")
    assert score(result, "A")["five_knows"] == "0"
    assert score(run(KNOWS + 'if_nobody = "full"', **tables), "A")["five_knows"] == "10"


def test_leaders_are_asked_scored_or_not_about_each_household_once(run: Run) -> None:
    result = run(
        KNOWS.replace('"m"', '"leader"'),
        households="H1,G1,,\nH3,G3,,",
        people=person("A") + "\n" + person("B"),
        roles="A,leader,G1,,,\nA,leader,V1,,,\nB,m,G3,,,",
    )
    assert [(row["leader"], row["household"]) for row in result.tables["five_knows"]] == [
        ("A", ""), ("A", "H1"),
    ]  # fmt: skip
    assert [row["person"] for row in result.tables["scores"]] == ["B"]
    assert score(result, "B")["five_knows"] == "0"


def test_knowledge_rows_that_are_rejected(run: Run) -> None:
    result = run(
        KNOWS,
        **A,
        knowledge=knows(
            "2023-01-01 A people H1",  # may not be empty here
            "2023-01-01 A circumstances m1",
            "2023-01-01 A help n1",
            "2023-01-01 A matters P1",  # empty beside an object in the same answer
            "2023-01-01 A matters P1 m1",
            "2023-01-02 A matters P1",  # another day, another answer
            "2023-01-01 A needs c1",
            "2023-01-01 A wishes c1 x",  # no such stage
        ),
    )
    assert result.counts["knowledge.csv"]["rejected"] == 5
    assert result.counts["knowledge.csv"]["accepted"] == 3


def test_known_at_drops_knowledge_dated_later(run: Run) -> None:
    tables = {
        "households": "H1,G1,,",
        "people": lines(person("A"), person("P1", household="H1")),
        "roles": "A,m,G1,,,",
        "knowledge": knows("2023-12-15 A people H1 P1"),
    }
    assert run(KNOWS, "2023", "2023-12-15", **tables).tables["five_knows"][0]["k1"] == "1"
    assert run(KNOWS, "2023", "2023-12-14", **tables).tables["five_knows"][0]["k1"] == "0"


# ----------------------------------------------------------------------------------------- 7. duties


def duty(body: str) -> str:
    return item("visit", "") + f'[[duty]]\ncode = "d"\nitems = ["visit"]\npoints = 10\n{body}\n'


def test_a_duty_is_due_in_whole_periods_only(run: Run) -> None:
    result = run(
        duty('per = "month"'),
        "2023-01-15..2023-06-20",
        people=person("A"),
        # February is broken by a gap of one day; the others are held without one, in two rows
        roles="A,m,G1,,2023-02-10,\nA,m,G1,2023-02-11,2023-04-10,\nA,m,G1,2023-04-10,2023-05-31,",
        ledger=lines(
            entry("1", "2023-03-31", "A", "visit"),
            entry("2", "2023-01-20", "A", "visit"),
        ),
    )
    # whole months inside: February (gap), March, April, May (ends a day early): due 2, done 1
    assert result.tables["duties"] == [{"person": "A", "duty": "d", "due": "2", "done": "1"}]
    assert result.missing_duties == [("A", "d", "2023-04-01", "")]
    assert score(result, "A")["duties"] == "5"


def test_a_duty_asks_for_one_and_the_same_unit(run: Run) -> None:
    result = run(
        duty('per = "quarter"\nat_least = 2'),
        people=person("A") + "\n" + person("B"),
        # A changes her unit in the middle of Q2; B holds two units at once: one due
        roles="A,m,G1,,2023-05-01,\nA,m,G2,2023-05-01,,\nB,m,G1,,,\nB,m,G2,,,",
        ledger=lines(
            entry("1", "2023-01-01", "B", "visit"),
            entry("2", "2023-02-01", "B", "visit"),
            entry("3", "2023-04-01", "B", "visit"),  # one is too few
        ),
    )
    assert [(row["person"], row["due"], row["done"]) for row in result.tables["duties"]] == [
        ("A", "3", "0"), ("B", "4", "1"),
    ]  # fmt: skip
    assert score(result, "B")["duties"] == "2.5"
    assert [row[2] for row in result.missing_duties if row[0] == "A"] == [
        "2023-01-01", "2023-07-01", "2023-10-01",
    ]  # fmt: skip


def test_a_duty_for_each_household_is_done_at_the_household_or_a_person_of_it(run: Run) -> None:
    result = run(
        duty('per = "window"\neach = "household"'),
        "2023-03",
        households=lines("H1,G1,,", "H2,G1,2023-03-02,", "H3,G2,2023-03-01,2023-04-01", "H4,G3,,", "H5,G2,,"),
        people=lines(person("A"), person("P3", household="H3"), person("P5", household="H5")),
        roles="A,m,V1,,,",
        ledger=lines(
            entry("1", "2023-03-01", "A", "visit", subject="H1"),
            entry("2", "2023-03-01", "A", "visit", subject="P3"),
            entry("3", "2023-04-01", "A", "visit", subject="P5"),  # outside the window
            entry("4", "2023-03-01", "A", "visit"),
        ),
    )
    # due: H1, H3, H5 (H2 comes a day late, H4 is elsewhere); done: H1, H3
    assert result.tables["duties"] == [{"person": "A", "duty": "d", "due": "3", "done": "2"}]
    assert result.missing_duties == [("A", "d", "2023-03-01", "H5")]
    assert score(result, "A")["duties"] == "6.667"


def test_where_nothing_is_due(run: Run) -> None:
    tables = {
        "people": person("A") + "\n" + person("B"),
        "roles": "A,m,G1,2023-02-02,2023-02-20,\nB,n,G1,,,",
    }
    rules = duty('per = "month"\nroles = ["m"]')
    assert run(rules, **tables).tables["duties"] == [{"person": "A", "duty": "d", "due": "0", "done": "0"}]
    assert score(run(rules, **tables), "A")["duties"] == "0"
    assert score(run(rules + 'if_none_due = "full"', **tables), "A")["duties"] == "10"


def test_a_valid_entry_does_a_duty_even_if_it_earns_nothing(run: Run) -> None:
    rules = item("visit", 'points = 1\nonce = "window"') + ('[[duty]]\ncode = "d"\nitems = ["visit"]\nper = "half"\n')
    result = run(
        rules,
        **A,
        ledger=lines(entry("1", "2023-01-01", "A", "visit"), entry("2", "2023-12-01", "A", "visit")),
    )
    assert verdicts(result) == {"1": "counted", "2": "repeat"}
    assert result.tables["duties"][0]["done"] == "2"
