#pragma once

#include "rulebook/table_reader.hpp"

namespace jifen::rulebook_reading {

// Each reads its tables of the whole rulebook, in this order, into `context.data`.

void read_categories(TableReader& root);
void read_items(TableReader& root);
void read_exclusives(TableReader& root);

/// The items that a list names, each once; undefined ones are reported. `where` says who names them.
[[nodiscard]] std::vector<ItemId> resolve_items(Context& context, const std::vector<Word>& words,
                                                std::string_view where);

} // namespace jifen::rulebook_reading
