#pragma once

#include "jifen/evaluation/evaluation.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace jifen {

/// What further entries of an item on a day are best about.
struct WorkSubjects {
    std::vector<std::string> texts; ///< in the order of `ItemHeadroom::subjects`; empty where it makes no difference
    std::size_t in_need = 0;        ///< how many of the first meet a duty or serve a contact
};

/// O(households below the units in which she holds roles + her entries and contacts, · log).
[[nodiscard]] WorkSubjects find_work_subjects(const Evaluation& evaluation, PersonId person, const Item& item, Day day);

} // namespace jifen
