#pragma once

#include "rulebook/table_reader.hpp"

namespace jifen::rulebook_reading {

/// Reads `[composite]` into `context.data`; categories, linkage, five knows and duties come first.
void read_composite(TableReader& root);

} // namespace jifen::rulebook_reading
