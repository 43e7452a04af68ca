"""What an evaluation came to in a few tables for people: shown by `jifen score` and `jifen demo`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from jifen._width import columns, printable
from jifen.evaluation import Evaluation

__all__ = ["bar", "duties_text", "funnel_text", "grid", "linkage_text", "percent", "rate"]

BAR = 40
STAGES = {"people": "知人", "matters": "知事", "circumstances": "知情", "needs": "知需", "help": "知帮"}
WHOM = {"female": "women", "male": "men", "": "people"}
"""The people of a linkage rule, by the gender that it names."""


def grid(head: Sequence[str], rows: Sequence[Sequence[str]], sides: str) -> str:
    """A table; `sides` has an l or r for each column."""
    return columns([head, *rows], [side == "r" for side in sides], indent="  ")


def bar(part: int, whole: int) -> str:
    return "█" * round(BAR * part / whole) if whole else ""


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def rate(part: int, whole: int) -> list[str]:
    """The cells of a rate: part, whole, percentage and bar."""
    return [f"{part:,}", f"{whole:,}", percent(part, whole), bar(part, whole)]


def linkage_text(evaluation: Evaluation) -> str:
    """How far the members together reach; the targets are those that the rulebook has. Empty without a linkage."""
    rule = evaluation.rulebook.linkage
    if rule is None:
        return ""
    coverage = evaluation.coverage
    members, people, whom = coverage.members, coverage.people, WHOM[rule.gender]
    counts = [
        ("exemplars", f"who lead {{:,}} exemplar {whom}", coverage.members_with_exemplars),
        ("contacts", f"in contact with {{:,}} {whom}", coverage.members_with_contacts),
        ("served", f"who have served {{:,}} {whom}", coverage.members_with_served),
    ]
    lines = [
        (f"members {text.format(rule.targets[name])}", count, members)
        for name, text, count in counts
        if name in rule.targets
    ]
    lines += [
        (f"{whom} reached by nobody", coverage.reached_by_nobody, people),
        (f"{whom} reached by several members", coverage.reached_by_several, people),
    ]
    rows = [[name, f"{count:,}", percent(count, whole), bar(count, whole)] for name, count, whole in lines]
    return (
        f"  members ({printable(', '.join(rule.roles))}): {members:,}; {whom} registered on the last day: {people:,}\n"
        + grid(["", "number", "share", ""], rows, "lrrl")
        + f"\n  links from people out of office {coverage.links_out_of_office:,}, "
        f"to people who left {coverage.links_to_departed:,}"
    )


def funnel_text(evaluation: Evaluation) -> str:
    """The five stages summed over the district. Empty if the rulebook has no five knows."""
    if evaluation.rulebook.five_knows_role is None:
        return ""
    rows = [[f"{STAGES[row['stage']]} {row['stage']}", *rate(row["k"], row["n"])] for row in evaluation.funnel]
    return grid(["stage", "known", "of", "rate", ""], rows, "lrrrl")


def duties_text(evaluation: Evaluation) -> str:
    """How often each duty was due and done, over everyone who has it. Empty without duties."""
    rules = evaluation.rulebook
    if not rules.duties:
        return ""
    due: Counter[str] = Counter()
    done: Counter[str] = Counter()
    table = evaluation.duties
    for duty, was_due, was_done in zip(table["duty"], table["due"], table["done"], strict=True):
        due[duty] += was_due
        done[duty] += was_done
    rows = []
    for duty in rules.duties:
        title = rules.title_of("duty", duty)
        rows.append([duty if title == duty else f"{title} {duty}", *rate(done[duty], due[duty])])
    return grid(["duty", "done", "due", "rate", ""], rows, "lrrrl")
