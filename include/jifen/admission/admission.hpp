#pragma once

#include "jifen/admission/binding.hpp"
#include "jifen/admission/verdict.hpp"
#include "jifen/core/cells.hpp"
#include "jifen/core/parallel.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace jifen {

class EntryChecks;

/// Which entries are valid (SPEC §4.2 up to `unknown_level`): asked once, used by every part. One byte an entry.
class Admission {
public:
    /// `known_at` drops entries and cancellations recorded after that day. O(entries). Throws Cancelled.
    Admission(District district, Program program, std::optional<Day> known_at, const RunOptions& options);

    [[nodiscard]] const DistrictData& district() const noexcept { return *district_; }
    [[nodiscard]] const District& shared_district() const noexcept { return district_; }
    [[nodiscard]] const Program& program() const noexcept { return program_; }
    [[nodiscard]] const Binding& binding() const noexcept { return *binding_; }
    [[nodiscard]] std::optional<Day> known_at() const noexcept { return known_at_; }

    /// Whether the entry was recorded by `known_at`; one that was not has no verdict and counts nowhere.
    [[nodiscard]] bool is_known(EntryId entry) const noexcept { return states_[entry.index()] != unknown; }
    /// It passed every question of admission.
    [[nodiscard]] bool is_valid(EntryId entry) const noexcept { return states_[entry.index()] == valid; }
    /// By entry: `valid`, `valid_but_role`, or something else. For kernels.
    [[nodiscard]] std::span<const std::uint8_t> states() const noexcept { return states_; }
    static constexpr std::uint8_t valid = 100, valid_but_role = 101;
    /// It passed every question but perhaps that of the role: what an exemplar's entry is asked (SPEC §5).
    [[nodiscard]] bool is_valid_whatever_role(EntryId entry) const noexcept {
        return states_[entry.index()] == valid || states_[entry.index()] == valid_but_role;
    }
    /// The verdict of an entry that is known and not valid.
    [[nodiscard]] Verdict refusal(EntryId entry) const noexcept {
        return states_[entry.index()] == valid_but_role ? Verdict::role_not_held
                                                        : static_cast<Verdict>(states_[entry.index()]);
    }
    /// The same as if these entries were not known. O(entries of the district).
    [[nodiscard]] Admission without(std::span<const EntryId> entries) const;
    /// The rulebook item of the entry; none when the rulebook has none of its name.
    [[nodiscard]] ItemId item(EntryId entry) const noexcept {
        return binding_->item_of(district().ledger.item[entry.index()]);
    }

private:
    friend class EntryChecks;
    static constexpr std::uint8_t unknown = 102; ///< any other state is the verdict that refused the entry

    /// Of the actors [begin, end).
    void admit(std::size_t begin, std::size_t end, const EntryChecks* checks);
    [[nodiscard]] std::uint8_t judge(EntryId entry, const std::vector<std::vector<Span>>& held) const noexcept;
    [[nodiscard]] std::optional<Verdict> refusal_before_role(EntryId entry, ItemId item, Day day) const noexcept;
    [[nodiscard]] std::optional<Verdict> refusal_after_role(EntryId entry, ItemId item, Day day) const noexcept;

    District district_;
    Program program_;
    std::optional<Day> known_at_;
    std::shared_ptr<const Binding> binding_;
    Cells<std::uint8_t> states_; ///< set by the threads that judge
};

} // namespace jifen
