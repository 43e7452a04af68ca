"""A page that shows how sure the places around a line are. Part of jifen.robustness."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from html import escape
from itertools import groupby
from typing import Any

from jifen import _jifen
from jifen._arguments import shown
from jifen.errors import ArgumentError

__all__ = ["page_of", "share_text"]

WORDS = {
    "zh": {
        "title": "名次有多稳",
        "intro": "权重按狄利克雷分布抽取 {draws:,} 次（集中度 {concentration:g}，随机种子 {seed}），以给定权重为均值。"
        "横条是 {level} 区间，竖线是给定权重下的名次，虚线是给定权重下的入选线；右边是入选的比例。",
        "stratum": "分组",
        "nobody": "无人入选，没有入选线。",
        "everybody": "全部入选，入选线在所有人之后。",
        "tie": "第 {place} 名有 {tied:,} 个并列，跨在入选线上：按输入的顺序，前 {chosen:,} 个入选。",
        "head": ("分组", "对象", "名次", "区间", "中位", "最好", "最差", "入选", "入选比例"),
        "selected": ("否", "是"),
    },
    "en": {
        "title": "How sure the places are",
        "intro": "Weights drawn {draws:,} times from a Dirichlet distribution around those given (concentration "
        "{concentration:g}, seed {seed}). Bars are {level} intervals, their marks places under the weights given, "
        "the dashed line parts those selected under them from the others; on the right the share of draws in which she "
        "is selected.",
        "stratum": "Stratum",
        "nobody": "Nobody is selected: there is no line.",
        "everybody": "Everybody is selected: the line is behind them all.",
        "tie": "{tied:,} tie at place {place}, across the line. Selected of them: {chosen:,}, the first in the order "
        "of the input.",
        "head": ("stratum", "alternative", "place", "interval", "median", "best", "worst", "selected", "share"),
        "selected": ("no", "yes"),
    },
}

STYLE = (
    "body{font:14px/1.5 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:2em auto;max-width:62em;"
    "padding:0 1em}table{border-collapse:collapse;width:100%}td,th{padding:.2em .6em;text-align:left;"
    "border-bottom:1px solid #ddd}.n{text-align:right;font-variant-numeric:tabular-nums}tr.s{background:#eef6ee}"
    "svg{width:100%;height:auto}text{font-size:11px}"
)
ROW, LEFT, RIGHT, WIDTH = 16, 150, 60, 900
SELECTED, OTHERS = "#2f7d4f", "#8a5a2b"

Row = dict[str, Any]


def page_of(rows: list[Row], details: _jifen.RankUncertainty, title: str, around: int, language: str) -> str:
    """The page. `rows` by stratum and place."""
    if language not in WORDS:
        raise ArgumentError(f"language = {shown(language)}: zh or en", argument="language", value=str(language))
    words: dict[str, Any] = WORDS[language]
    heading = escape(title or words["title"])
    intro = words["intro"].format(
        draws=details.draws, concentration=details.concentration, seed=details.seed, level=_level(details.level)
    )
    parts = [
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{heading}</title>'
        f"<style>{STYLE}</style><h1>{heading}</h1><p>{escape(intro)}</p>"
    ]
    shown_rows: list[Row] = []
    for stratum, members in groupby(rows, key=lambda row: str(row.get("stratum", ""))):
        of_stratum = list(members)
        near = _around_the_line(of_stratum, around)
        if stratum:
            parts.append(f"<h2>{escape(words['stratum'])} {escape(stratum)}</h2>")
        if near:
            parts.append(_picture(near, sum(row["selected"] for row in of_stratum)))
        parts += [f"<p>{escape(said)}</p>" for said in _said_of_the_line(of_stratum, words)]
        shown_rows += near
    parts.append(_table(shown_rows, words))
    return "".join(parts) + "\n"


def _level(level: float) -> str:
    """With the digits that were asked for, and no more: 0.9 is 90%, 0.995 is 99.5% and not all."""
    return f"{(Decimal(repr(level)) * 100).normalize():f}%"


def share_text(share: float, digits: int) -> str:
    """As a percentage. 0% is never and 100% always: what rounding would make of them says so, <0.1% or >99.9%."""
    if share in (0, 1):
        return f"{share:.0%}"
    step = 1 / 10 ** (digits + 2)
    if share < step:
        return f"<{step:.{digits}%}"
    if share > 1 - step:
        return f">{1 - step:.{digits}%}"
    return f"{share:.{digits}%}"


def _around_the_line(members: list[Row], around: int) -> list[Row]:
    """So many on either side of the last selected; of a stratum where nobody or everybody is, the first or last."""
    line = sum(row["selected"] for row in members)
    return members[max(0, line - around) : line + around]


def _said_of_the_line(members: list[Row], words: dict[str, Any]) -> list[str]:
    """What the dashed line alone does not tell of a stratum."""
    selected = sum(row["selected"] for row in members)
    if selected == 0:
        return [words["nobody"]]
    if selected == len(members):
        return [words["everybody"]]
    place = members[selected]["place"]
    tied = [row["selected"] for row in members if row["place"] == place]
    return [words["tie"].format(place=place, tied=len(tied), chosen=sum(tied))] if any(tied) else []


def _picture(rows: list[Row], selected: int) -> str:
    """`selected`: how many of the stratum are."""
    # A place is as wide as a step, so that the line fits behind the last place too. Marks need not lie in the bars, and
    # those who tie stand before the place where so many are selected.
    shown_places: list[int] = [row[column] for row in rows for column in ("low", "place", "high")]
    if selected:
        shown_places.append(selected)
    least, most = min(shown_places), max(shown_places)
    height = ROW * (len(rows) + 2)

    def across(place: float) -> float:
        return LEFT + (place - least + 0.5) / (most - least + 1) * (WIDTH - LEFT - RIGHT)

    drawn = [f'<svg viewBox="0 0 {WIDTH} {height}" role="img" xmlns="http://www.w3.org/2000/svg">']
    for place in sorted({least, (least + most) // 2, most}):
        drawn.append(f'<text x="{across(place):.1f}" y="11" text-anchor="middle">{place}</text>')
    if selected:
        drawn.append(f'<path d="{_line(rows, selected, across)}" fill="none" stroke="#555" stroke-dasharray="4 3"/>')
    for at, row in enumerate(rows, 1):
        middle = ROW * at + ROW / 2 + 4
        color = SELECTED if row["selected"] else OTHERS
        begin, end = across(row["low"]), across(row["high"])
        name, share = escape(str(row["alternative"])), escape(share_text(row["selected_share"], 0))
        drawn.append(
            f"<g><title>{name}: {row['low']}–{row['high']}, {share}</title>"
            f'<text x="{LEFT - 8}" y="{middle + 4:.1f}" text-anchor="end">{name}</text>'
            f'<rect x="{begin - 1:.1f}" y="{middle - 4:.1f}" width="{end - begin + 2:.1f}" height="8" rx="3" '
            f'fill="{color}" opacity="{0.25 + 0.5 * row["selected_share"]:.2f}"/>'
            f'<line x1="{across(row["place"]):.1f}" x2="{across(row["place"]):.1f}" y1="{middle - 6:.1f}" '
            f'y2="{middle + 6:.1f}" stroke="{color}" stroke-width="2"/>'
            f'<text x="{WIDTH - RIGHT + 8}" y="{middle + 4:.1f}">{share}</text></g>'
        )
    return "".join(drawn) + "</svg>"


def _line(rows: list[Row], selected: int, across: Callable[[float], float]) -> str:
    """The path of the dashed line, behind as many places as are selected. It goes round those who tie with the last who
    is selected and are not themselves, so that all who are selected stand before it and all others behind."""
    last = max((row["place"] for row in rows if row["selected"]), default=0)
    chosen = sum(row["selected"] for row in rows)
    left_out = sum(row["place"] == last and not row["selected"] for row in rows)
    x = across(selected + 0.5)
    path = [f"M{x:.1f} 16"]
    if left_out:
        for corner, row in ((across(last - 0.5), chosen), (x, chosen + left_out)):
            path.append(f"V{ROW * (row + 1) + 4} H{corner:.1f}")
    return " ".join([*path, f"V{ROW * (len(rows) + 2)}"])


def _table(rows: list[Row], words: dict[str, Any]) -> str:
    head = list(words["head"])
    has_strata = any("stratum" in row for row in rows)
    texts = 2 if has_strata else 1
    lines = []
    for row in rows:
        cells = [
            *([escape(str(row["stratum"]))] if has_strata else []),
            escape(str(row["alternative"])),
            str(row["place"]),
            f"{row['low']}–{row['high']}",
            str(row["median"]),
            str(row["best"]),
            str(row["worst"]),
            words["selected"][bool(row["selected"])],
            escape(share_text(row["selected_share"], 1)),
        ]
        marked = [f"<td>{cell}</td>" if at < texts else f'<td class="n">{cell}</td>' for at, cell in enumerate(cells)]
        lines.append(f"<tr{' class=s' if row['selected'] else ''}>{''.join(marked)}</tr>")
    names = "".join(
        f"<th>{escape(name)}</th>" if at < texts else f'<th class="n">{escape(name)}</th>'
        for at, name in enumerate(head if has_strata else head[1:])
    )
    return f"<table><thead><tr>{names}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
