#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace jifen {

/// What became of a ledger entry: the first of these that fits, in this order (SPEC §4.2).
enum class Verdict : std::uint8_t {
    cancels,
    cancelled,
    outside_window,
    unknown_item,
    not_in_force,
    role_not_held,
    recorded_late,
    unverified,
    wrong_channel,
    wrong_subject,
    unknown_level,
    // A valid entry comes this far.
    veto,
    zero,
    exclusive,
    repeat,
    counted,
    part_counted,
    capped
};

inline constexpr std::size_t verdict_count = 18;

/// Whether an entry with this verdict passed admission: linkage and duties count it.
[[nodiscard]] constexpr bool is_valid(Verdict verdict) noexcept { return verdict >= Verdict::veto; }

/// As `statement.csv` writes it: `part_counted`.
[[nodiscard]] std::string_view to_string(Verdict verdict) noexcept;
/// In a sentence a reader understands; `language` is `zh` or `en`.
[[nodiscard]] std::string_view describe(Verdict verdict, std::string_view language) noexcept;

} // namespace jifen
