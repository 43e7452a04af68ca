"""What the five knows of a case reached: states of answers, broken links, leaders with nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from calendar_days import read_day
from case_files import CaseFiles, Evaluation

STAGES = ("people", "matters", "circumstances", "needs", "help")

Answers = dict[tuple[str, str, str], dict[date, set[str]]]


def answers_of(files: CaseFiles) -> Answers:
    """Objects by knower, stage and subject, then by day; what is dated after `known_at` is left out."""
    found: Answers = defaultdict(dict)
    for row in files.rows["knowledge"]:
        day = read_day(row["date"])
        if day and (files.known_at is None or day <= files.known_at):
            found[row["knower"], row["stage"], row["subject"]].setdefault(day, set()).add(row.get("object", ""))
    return found


def standing(answers: Answers, key: tuple[str, str, str], asked: date) -> tuple[date, set[str]] | None:
    """The latest answer on or before the day."""
    days = [day for day in answers.get(key, {}) if day <= asked]
    return (max(days), answers[key][max(days)]) if days else None


def knowledge_names(files: CaseFiles, result: Evaluation) -> Counter[str]:
    """The names of everything the case's five knows reached."""
    names: Counter[str] = Counter()
    knows = files.book.get("five_knows")
    if knows is None:
        return names
    answers = answers_of(files)
    for row in result.tables["five_knows"]:
        if not row["household"]:
            if row["n1"] == "0":
                names[f"five_knows:nobody:{knows.get('if_nobody', 'zero')}"] += 1
            continue
        if row["broken_at"]:
            names[f"broken:{row['broken_at']}:{row['why']}"] += 1
        else:
            names["broken:nowhere" if row["n1"] != "0" else "five_knows:household_without_people"] += 1
        asked = date.fromisoformat(row["day"])
        subjects = {row["household"]}
        for number, stage in enumerate(STAGES):
            following: set[str] = set()
            for subject in subjects:
                answer = standing(answers, (row["leader"], stage, subject), asked)
                names[f"answer:{state(answer, asked, knows['fresh_days'][number])}"] += 1
                if answer and (asked - answer[0]).days <= knows["fresh_days"][number]:
                    following |= {thing for thing in answer[1] if thing}
                    if answer[1] == {""}:
                        names["answer:asked_and_none"] += 1
                    if (asked - answer[0]).days == knows["fresh_days"][number]:
                        names["answer:on_the_last_fresh_day"] += 1
            subjects = following
        if row["k1"] != "0" and int(row["k1"]) < int(row["n1"]):
            names["answer:partial"] += 1
    return names


def state(answer: tuple[date, set[str]] | None, asked: date, fresh: int) -> str:
    """Fresh, stale or missing."""
    if answer is None:
        return "missing"
    return "fresh" if (asked - answer[0]).days <= fresh else "stale"
