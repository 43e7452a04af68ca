#pragma once

#include "synthetic/entry_writer.hpp"
#include "synthetic/population.hpp"
#include "synthetic/posts.hpp"
#include "synthetic/temper.hpp"

#include <vector>

namespace jifen::synthetic {

/// The home visits of one grid in one month (from 0): each household once, by the leader then in office; most done,
/// some missed, late, by telephone, unconfirmed, repeated, entered wrongly and corrected.
/// `tempers` are those of `posts.leaders`.
void emit_visits(const Posts& posts, const std::vector<Temper>& tempers, const std::vector<Household>& households,
                 std::size_t month, EntryWriter& writer);

} // namespace jifen::synthetic
