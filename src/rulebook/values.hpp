#pragma once

#include "jifen/core/day.hpp"
#include "jifen/core/points.hpp"
#include "jifen/core/quantity.hpp"
#include "rulebook/node.hpp"
#include "rulebook/report.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// \file
/// One value of the rulebook from one node. Each function reports what is wrong, once, and returns nullopt; a broken
/// node is passed over in silence. `what` says whose value it is, for messages: `points of item "a"`.

namespace jifen::rulebook_reading {

/// Reports that `node` is of the wrong type; `expected` as in "a date", `remedy` may be empty.
void wrong_type(Report& report, const Node& node, std::string_view what, std::string_view expected,
                std::string_view remedy = {});

/// Whole thousandths that fit 64 bits.
[[nodiscard]] std::optional<Points> read_points(Report& report, const Node& node, std::string_view what);
/// A threshold: up to 3 fraction digits, above 0, to 1,000,000,000.
[[nodiscard]] std::optional<Quantity> read_threshold(Report& report, const Node& node, std::string_view what);
/// Up to 9 fraction digits, 0 to 1,000,000,000, in 1 / 10^9.
[[nodiscard]] std::optional<std::int64_t> read_weight(Report& report, const Node& node, std::string_view what);
[[nodiscard]] std::optional<std::int64_t> read_integer(Report& report, const Node& node, std::string_view what,
                                                       std::int64_t least, std::int64_t most);
[[nodiscard]] std::optional<bool> read_flag(Report& report, const Node& node, std::string_view what);
[[nodiscard]] std::optional<Day> read_day(Report& report, const Node& node, std::string_view what);
/// Any text.
[[nodiscard]] std::optional<std::string> read_text(Report& report, const Node& node, std::string_view what);
/// A free word: not empty, no control characters.
[[nodiscard]] std::optional<std::string> read_word(Report& report, const Node& node, std::string_view what);
/// An id (SPEC §0).
[[nodiscard]] std::optional<std::string> read_id(Report& report, const Node& node, std::string_view what);

inline constexpr std::int64_t most_days = 1'000'000;      ///< beyond every span of days there is
inline constexpr std::int64_t most_count = 1'000'000'000; ///< of targets and repetitions

} // namespace jifen::rulebook_reading
