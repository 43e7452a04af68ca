#pragma once

#include "rulebook/table_reader.hpp"

namespace jifen::rulebook_reading {

// Each reads its table or tables of the whole rulebook into `context.data`; items come first.

void read_total(TableReader& root);
void read_linkage(TableReader& root);
void read_five_knows(TableReader& root);
void read_duties(TableReader& root);

} // namespace jifen::rulebook_reading
