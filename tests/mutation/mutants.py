"""Which small faults can be put into a C++ source: one `Mutant` for each, found line by line.

The sources are formatted by clang-format, which these patterns rely on: a binary operator stands between blanks, the
brackets of a template do not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

RELATIONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*="}
LOGIC = {"&&": "||", "||": "&&"}
BINARY = {**RELATIONS, **ARITHMETIC, **LOGIC}

OPERATOR = re.compile(r"(?<= )(<=|>=|==|!=|\+=|-=|\*=|/=|&&|\|\||<|>|\+|-|\*|/|%)(?= )")
STEP = re.compile(r"(\+\+|--)(?=\w)|(?<=\w)(\+\+|--)")
CONSTANT = re.compile(r"(?<![\w.'])(\d+)(?=[uUlL]{0,3}(?![\w.']))")
CONDITION = re.compile(r"\bif \(")
BOOLEAN = re.compile(r"\b(true|false)\b")
RETURN = re.compile(r"\breturn (?!\{\};|true;|false;|nullptr;|std::nullopt;)([^;]+);$")
#: An assignment, a step or a call that is a statement of its own; a declaration begins with two words. A `reserve` that
#: is left out changes no result.
STATEMENT = re.compile(r"^\s*(?!return\b|throw\b|else\b|case\b|using\b)[\w.:>\[\]()*-]+(\s(=|[-+|*/]=)\s.+|\(.*\))?;$")


@dataclass(frozen=True)
class Mutant:
    """One change of one line. `line` counts from 1, `column` from 0."""

    file: str
    line: int
    column: int
    kind: str
    before: str
    after: str
    text: str  # the whole line as it was, without blanks at its ends
    nth: int  # of the same changes of such lines in the file, from 1

    @property
    def key(self) -> tuple[str, str, str]:
        """What stays the same when lines above are added or taken away."""
        return self.file, self.text, f"{self.before} → {self.after}" + (f" ({self.nth})" if self.nth > 1 else "")

    def apply(self, source: str) -> str:
        lines = source.split("\n")
        old = lines[self.line - 1]
        assert old[self.column :].startswith(self.before), (self, old)
        lines[self.line - 1] = old[: self.column] + self.after + old[self.column + len(self.before) :]
        return "\n".join(lines)


def without_text(line: str) -> str:
    """The line with comments, texts and characters blanked out: every other character stays where it is."""
    hidden = re.sub(r'"(?:[^"\\]|\\.)*"|(?<!\w)\'(?:[^\'\\]|\\.)\'', lambda m: "~" * len(m[0]), line)
    comment = hidden.find("//")
    return hidden if comment < 0 else hidden[:comment].rstrip()


def condition_end(code: str, opening: int) -> int | None:
    """Where the bracket that opens at `opening` closes; None when not in this line, or the condition declares."""
    depth = 0
    for at in range(opening, len(code)):
        depth += (code[at] == "(") - (code[at] == ")")
        if depth == 0:
            inner = code[opening + 1 : at]
            return None if ";" in inner or re.search(r"[^=!<>]=[^=]", inner) else at
    return None


def mutants_of_line(file: str, number: int, line: str, seen: Counter[tuple[str, str, str]]) -> Iterator[Mutant]:
    code = without_text(line)
    stripped = code.strip()
    if stripped.startswith(("#", "static_assert", "template", "namespace", "using", "case ", "assert(")):
        return

    def mutant(kind: str, begin: int, before: str, after: str) -> Mutant:
        text = line.strip()
        seen[text, before, after] += 1
        return Mutant(file, number, begin, kind, before, after, text, seen[text, before, after])

    for found in OPERATOR.finditer(code):
        sign = found[0]
        kind = "relation" if sign in RELATIONS else "logic" if sign in LOGIC else "arithmetic"
        yield mutant(kind, found.start(), sign, BINARY[sign])
    for found in STEP.finditer(code):
        yield mutant("arithmetic", found.start(), found[0], "--" if found[0] == "++" else "++")
    for found in CONSTANT.finditer(code):
        value = int(found[1])
        yield mutant("constant", found.start(), found[1], str(value + 1))
        if value > 0:
            yield mutant("constant", found.start(), found[1], str(value - 1))
    for found in BOOLEAN.finditer(code):
        yield mutant("constant", found.start(), found[0], "false" if found[0] == "true" else "true")
    for found in CONDITION.finditer(code):
        opening = found.end() - 1
        end = condition_end(code, opening)
        if end is not None:
            condition = line[opening : end + 1]
            yield mutant("negation", opening, condition, f"(!{condition})")
    if found := RETURN.search(code):
        value = line[found.start(1) : found.end(1)]
        yield mutant("return", found.start(1), value, "{}")
    if STATEMENT.match(code) and ".reserve(" not in code and not stripped.startswith("}"):
        begin = len(code) - len(code.lstrip())
        yield mutant("removal", begin, line[begin : len(code)], ";")


def mutants_of(root: Path, file: str) -> list[Mutant]:
    lines = (root / file).read_text(encoding="utf-8").split("\n")
    seen: Counter[tuple[str, str, str]] = Counter()
    return [mutant for number, line in enumerate(lines, 1) for mutant in mutants_of_line(file, number, line, seen)]
