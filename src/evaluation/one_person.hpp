#pragma once

#include "jifen/evaluation/evaluation.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jifen {

/// Evaluates anew with what is admitted, as `evaluate` does; what is known of households is taken as it was found.
[[nodiscard]] Evaluation evaluate_again(Admission admission, FiveKnowsResult five_knows,
                                        std::shared_ptr<const IndexMethod> index_method, const RunOptions& run);

/// A district cut down to what the points of one scored person depend on, so that she can be evaluated again with more
/// entries in far less time than the whole district takes: her roles; her links and those of her exemplars, whom they
/// lead to and what household those are of; the valid entries of all of these; the households that a duty of hers can
/// be about. What she knows of households stands as it is: no entry changes it.
class OnePerson {
public:
    /// O(households below the units in which she holds roles + entries of her and her exemplars, · log).
    OnePerson(const Evaluation& evaluation, PersonId person);

    struct Admitted {
        Admission admission;
        PersonId person;
        EntryRange more; ///< the entries added, in their order
    };
    /// The small district under the same rules, with these entries of hers in its ledger as well. They are of one day,
    /// and last on it; whatever id they have is not looked at. Preconditions: fewer than 10^9.
    [[nodiscard]] Admitted admit(std::span<const EntryRow> more) const;
    /// Her alone, of such an admission: `scores()[0]`. She ranks first where she is ranked: nobody else is there.
    [[nodiscard]] Evaluation evaluate(Admission admission) const;

private:
    void add_unit(UnitId unit);

    const Evaluation& evaluation_;
    const DistrictData& district_;
    PersonId person_;
    std::string_view id_;
    std::string prefix_; ///< no entry of hers or her exemplars begins with it, and all come before it
    std::optional<LeaderKnows> knows_;
    std::vector<UnitId> units_;
    std::vector<HouseholdId> households_;
    std::vector<PersonId> people_;
    std::vector<PersonId> actors_;
};

} // namespace jifen
