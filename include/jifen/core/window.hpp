#pragma once

#include "jifen/core/period.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// The assessment window [S, E): both ends finite, at least one day (SPEC §4).
class Window {
public:
    /// Reads `2023`, `2023-H1`, `2023-Q3`, `2023-07`, `2023-02-01..2023-09-01` (the last day is not in it).
    /// Throws ArgumentError for anything else.
    [[nodiscard]] static Window parse(std::string_view text);
    [[nodiscard]] static Window year(int year);
    /// Throws ArgumentError when the span is open or empty, or reaches beyond the years 1900 to 2199.
    [[nodiscard]] static Window of(Span span);

    [[nodiscard]] const Span& span() const noexcept { return span_; }
    [[nodiscard]] Day first() const noexcept { return span_.from; }
    [[nodiscard]] Day end() const noexcept { return span_.until; }
    [[nodiscard]] Day last() const noexcept { return span_.until.plus(-1); }
    [[nodiscard]] bool contains(Day day) const noexcept { return span_.contains(day); }
    [[nodiscard]] std::int32_t days() const noexcept { return span_.days(); }

    /// The whole, uncut calendar periods inside the window, oldest first; `window` is whole (SPEC §7).
    [[nodiscard]] std::vector<Span> whole_periods(Period period) const;

    friend bool operator==(const Window&, const Window&) = default;

private:
    explicit Window(Span span) noexcept : span_(span) {}
    Span span_;
};

/// `2023-01-01..2024-01-01`.
[[nodiscard]] std::string to_string(const Window& window);

} // namespace jifen
