#pragma once

#include "jifen/core/day.hpp"

#include <algorithm>

namespace jifen {

/// `[from, until)`, half-open; the default is "always … still" (SPEC §0). Readers reject until ≤ from.
struct Span {
    Day from = Day::always();
    Day until = Day::never_ends();

    [[nodiscard]] constexpr bool contains(Day day) const noexcept { return from <= day && day < until; }
    [[nodiscard]] constexpr bool contains(const Span& other) const noexcept {
        return from <= other.from && other.until <= until;
    }
    [[nodiscard]] constexpr bool overlaps(const Span& other) const noexcept {
        return from < other.until && other.from < until;
    }
    [[nodiscard]] constexpr bool empty() const noexcept { return until <= from; }
    [[nodiscard]] constexpr Span intersect(const Span& other) const noexcept {
        return {std::max(from, other.from), std::min(until, other.until)};
    }
    /// Days in it; precondition: both ends finite.
    [[nodiscard]] constexpr std::int32_t days() const noexcept { return empty() ? 0 : days_between(from, until); }

    friend constexpr bool operator==(const Span&, const Span&) = default;
};

} // namespace jifen
