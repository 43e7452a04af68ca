"""The faults that run_mutation.py plants, on lines as they stand in the sources."""

from __future__ import annotations

from collections import Counter

from mutants import mutants_of_line


def changes(line: str) -> list[str]:
    return [mutant.apply("\n" + line).strip() for mutant in mutants_of_line("a.cpp", 2, line, Counter())]


def test_operators_and_constants_change_one_at_a_time() -> None:
    assert changes("    const bool due = days <= 31 && all;") == [
        "const bool due = days < 31 && all;",
        "const bool due = days <= 31 || all;",
        "const bool due = days <= 32 && all;",
        "const bool due = days <= 30 && all;",
    ]


def test_conditions_are_negated_unless_they_declare() -> None:
    assert "if (!(held(day))) return 1;" in changes("    if (held(day)) return 1;")
    assert not [change for change in changes("    if (const auto day = held()) go(day);") if "!" in change]


def test_values_returned_become_empty() -> None:
    assert changes("    return points;") == ["return {};"]
    assert changes("    return true;") == ["return false;"]
    for same in ("{}", "std::nullopt", "nullptr"):  # already what {} would be
        assert changes(f"    return {same};") == []


def test_statements_are_removed_and_declarations_are_not() -> None:
    assert changes("    total_ = sum;") == [";"]
    assert changes("    go(day);") == [";"]
    assert changes("    Points sum;") == []
    assert changes("    rows.reserve(places);") == []
    assert changes("    const Points sum = total;") == []


def test_templates_texts_and_comments_are_left_alone() -> None:
    assert changes('    std::vector<int> names{"a + 1"}; // 2 < 3') == []
    assert changes("    const auto digits = 1'000;") == []


def test_a_key_does_not_depend_on_the_place_and_tells_like_changes_apart() -> None:
    line = "    const int n = a + b + c;"
    seen: Counter[tuple[str, str, str]] = Counter()
    first, second = mutants_of_line("a.cpp", 2, line, seen)
    third, _ = mutants_of_line("a.cpp", 3, line, seen)
    assert [mutant.key[2] for mutant in (first, second, third)] == ["+ → -", "+ → - (2)", "+ → - (3)"]
    assert first.key == next(mutants_of_line("a.cpp", 9, "  " + line, Counter())).key
