#pragma once

#include "synthetic/entry_writer.hpp"
#include "synthetic/population.hpp"
#include "synthetic/posts.hpp"
#include "synthetic/temper.hpp"

#include <vector>

namespace jifen::synthetic {

/// One worker's month besides home visits.
struct Worker {
    std::uint32_t person = 0;
    Span span; ///< in one of her posts
    Temper temper;
    bool leader = false;     ///< else a member of the village committee alone
    bool flood_duty = false; ///< stands watch in July, as one township's people do
    bool fabricates = false; ///< is found out in October to have invented records
};

/// Suggestions, exchange, targeted service, training, whistles, care, honours, volunteer hours and what went wrong.
/// `households` are those of the grid she works in.
void emit_month(const Worker& worker, const std::vector<Household>& households, std::size_t month, EntryWriter& writer);

} // namespace jifen::synthetic
