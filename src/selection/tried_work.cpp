#include "selection/tried_work.hpp"

namespace jifen {

const Outcome& TriedWork::with(std::size_t n) {
    const auto found = known_.find(n);
    if (found != known_.end()) return found->second;
    const Evaluation evaluation = one_.evaluate(admit(n));
    const auto categories = evaluation.categories(0);
    return known_.emplace(n, Outcome{evaluation.scores()[0], {categories.begin(), categories.end()}}).first->second;
}

EntryScore TriedWork::entry(std::size_t n) const {
    const Admission admission = admit(n);
    Scorer scorer(admission);
    std::vector<CategoryScore> categories(admission.program().rules().categories.size());
    scorer.score(all_.person, categories);
    return scorer.entries()[all_.more.begin + n - 1 - admission.district().ledger.of(all_.person).begin];
}

Admission TriedWork::admit(std::size_t n) const {
    std::vector<EntryId> hidden;
    for (std::size_t i = 0; i < size(); ++i) {
        const bool taken = takes_ == Takes::first_n ? i < n : i + 1 == n;
        if (!taken) hidden.push_back(EntryId::at(all_.more.begin + i));
    }
    return all_.admission.without(hidden);
}

} // namespace jifen
