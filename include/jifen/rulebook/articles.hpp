#pragma once

#include "jifen/core/window.hpp"
#include "jifen/rulebook/rulebook.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace jifen {

/// The rulebook as readable articles, for whoever signs it off: who is scored, every category, item, part, grade and
/// selection with all its numbers, dates and sources; at the end the greatest total that each role can reach and what
/// `lint` warns of, both over the window or, without one, over any calendar year. UTF-8, ends with a line break.
///
/// `language` is `zh` (第一条 …) or `en` (Article 1 …); else throws ArgumentError. Titles are the rulebook's own, codes
/// where it has none. The roles, levels and channels of the shipped rulebook have names in Chinese; other such words
/// are free, have no title, and are written as they are. Nothing that the rulebook says is left out but titles and
/// sources of caps and ladders. Costs what `lint` costs.
[[nodiscard]] std::string to_articles(const Rulebook& rulebook, std::string_view language,
                                      const std::optional<Window>& window = {});

/// How `[composite]` makes its index, in a sentence or two: how indicators are normalised, weighted and aggregated, and
/// what becomes of who lacks one. Empty without `[composite]`. `language` as above.
[[nodiscard]] std::string index_method_text(const RulebookData& rules, std::string_view language);

} // namespace jifen
