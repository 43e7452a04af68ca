#pragma once

#include "synthetic/population.hpp"
#include "synthetic/posts.hpp"
#include "synthetic/temper.hpp"

#include <vector>

namespace jifen::synthetic {

/// What the leaders of a grid answered to the five asks: fresh, stale, partial, missing, "asked, and there is none".
/// `tempers` are those of `posts.leaders`.
void emit_knowledge(const Layout& layout, const Place& place, const Posts& posts, const std::vector<Temper>& tempers,
                    const std::vector<Household>& households, const RowSink<KnowledgeRow>& sink);

} // namespace jifen::synthetic
