#pragma once

#include "jifen/admission/admission.hpp"
#include "jifen/core/cells.hpp"
#include "jifen/core/points.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace jifen {

/// How many there were to know (N) and how many were known (K), stage by stage (SPEC §6).
struct Funnel {
    std::array<std::int64_t, stage_count> n{};
    std::array<std::int64_t, stage_count> k{};

    Funnel& operator+=(const Funnel& other) noexcept {
        for (std::size_t stage = 0; stage < stage_count; ++stage) {
            n[stage] += other.n[stage];
            k[stage] += other.k[stage];
        }
        return *this;
    }
    friend bool operator==(const Funnel&, const Funnel&) = default;
};

/// Why a chain broke: the subject was never asked about, the answer is stale, or a fresh one leaves someone out.
enum class BrokenBy : std::uint8_t { nothing, never, stale, empty };
[[nodiscard]] std::string_view to_string(BrokenBy why) noexcept;

/// One household's chain as its leader knows it.
struct HouseholdKnown {
    HouseholdId household;
    Funnel funnel;
    std::optional<Stage> broken_at; ///< the first stage with K < N; none where all is known or nobody is registered
    BrokenBy why = BrokenBy::nothing;
    std::optional<std::int64_t> score; ///< millionths; none where nobody is registered
};

/// One leader: the sum over her households, and where they stand in `FiveKnowsResult::households`.
struct LeaderKnows {
    PersonId leader;
    Day day;
    Funnel funnel;
    std::optional<std::int64_t> score; ///< millionths, of her sums
    Points points;                     ///< the five-knows part, if she is scored
    std::uint64_t begin = 0, end = 0;  ///< her households, ascending
};

struct FiveKnowsResult {
    std::vector<LeaderKnows> leaders; ///< everyone who held the role in the window, scored or not, ascending
    Cells<HouseholdKnown> households;
    Funnel district; ///< the sum over all leaders
};

/// Empty when the rulebook has no five knows. O(answers · log). Throws Cancelled.
[[nodiscard]] FiveKnowsResult assess_five_knows(const Admission& admission, const RunOptions& options);

/// Σ weight_k · c_k / Σ weight as millionths rounded once half to even; none when N1 = 0.
[[nodiscard]] std::optional<std::int64_t> chain_score(const FiveKnowsRule& rule, const Funnel& funnel);
/// The same score as an exact fraction in lowest terms, for people to read: none when N1 = 0, or when the denominator
/// is above 10^6. Only a fraction this short can be a decimal of six digits.
struct ChainFraction {
    std::int64_t numerator = 0, denominator = 1;
    friend bool operator==(const ChainFraction&, const ChainFraction&) = default;
};
[[nodiscard]] std::optional<ChainFraction> chain_fraction(const FiveKnowsRule& rule, const Funnel& funnel);
/// points × the same score, exact, rounded once to thousandths; `if_nobody` when N1 = 0. Throws OverflowError only for
/// a funnel in which more is known than there is.
[[nodiscard]] Points chain_points(const FiveKnowsRule& rule, const Funnel& funnel);

} // namespace jifen
