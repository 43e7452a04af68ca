#pragma once

#include "rulebook/table_reader.hpp"

namespace jifen::rulebook_reading {

// Each reads its tables of the whole rulebook into `context.data`; categories come before selections, grades too.

void read_grades(TableReader& root);
void read_selections(TableReader& root);

} // namespace jifen::rulebook_reading
