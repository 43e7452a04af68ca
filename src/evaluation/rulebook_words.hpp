#pragma once

#include "jifen/core/diagnostic.hpp"
#include "jifen/district/district.hpp"
#include "jifen/rulebook/rulebook.hpp"

namespace jifen {

/// Words that pass silently through scoring and are likely slips, sorted as diagnostics are. Warnings: roles, channels
/// and levels of the rulebook that the district never uses (`role_never_held`, `channel_never_used`,
/// `level_never_used`, `level_without_units`), each at its rule's line. Of the district: roles, items, channels and
/// levels of entries that the rulebook does not know (`role_not_in_rulebook`, …), a warning where the rulebook has a
/// word near it, else a note. O(rows of roles + entries + words × words, of a kind at most 1,000 × its words).
[[nodiscard]] Diagnostics check_words(const DistrictData& district, const RulebookData& rules);

} // namespace jifen
