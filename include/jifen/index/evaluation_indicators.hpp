#pragma once

#include "jifen/composite/indicators.hpp"
#include "jifen/evaluation/evaluation.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jifen::composite {

/// What of an evaluation becomes indicators.
enum class EvaluationPart : std::uint8_t {
    categories, ///< `category:…`: credited points, before the total's caps
    linkage,    ///< `linkage:exemplars`, `linkage:contacts`, `linkage:served`: the share of the target, at most 1
    five_knows, ///< `five_knows:people` … `five_knows:help`: known of asked
    duties,     ///< `duty:…`: done of due
};
/// `categories`, `linkage`, `five_knows`, `duties`.
[[nodiscard]] std::string_view to_string(EvaluationPart part) noexcept;

/// The scored people in the order of `scored()`, or those of them that are named, and an indicator a column; all are
/// benefits. A value is missing where she has none (indicator_values.hpp says when); what nobody has is left out.
/// Throws ArgumentError for a person who is unknown or not scored, or stands twice, and when nobody has any value.
/// O(cells).
[[nodiscard]] Indicators evaluation_indicators(const Evaluation& evaluation, std::span<const EvaluationPart> parts);
[[nodiscard]] Indicators evaluation_indicators(const Evaluation& evaluation, std::span<const EvaluationPart> parts,
                                               std::span<const std::string> people);

} // namespace jifen::composite
