#pragma once

#include "synthetic/made_grid.hpp"

namespace jifen::synthetic {

/// What the leaders of a grid answered to the five asks: fresh, stale, partial, missing, "asked, and there is none".
void emit_knowledge(MadeGrid& grid, const RowSink<KnowledgeRow>& sink);

} // namespace jifen::synthetic
