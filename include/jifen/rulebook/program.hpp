#pragma once

#include "jifen/core/window.hpp"
#include "jifen/rulebook/rulebook.hpp"

#include <array>
#include <vector>

namespace jifen {

/// The number of the period that contains each day of a window, looked up in a table: 28 bytes a day.
class Calendar {
public:
    explicit Calendar(const Window& window);

    /// As `period_number`; precondition: the day lies in the window.
    [[nodiscard]] std::int32_t number(Period period, Day day) const noexcept {
        return numbers_[static_cast<std::size_t>(period)][static_cast<std::size_t>(days_between(first_, day))];
    }

private:
    Day first_;
    std::array<std::vector<std::int32_t>, all_periods.size()> numbers_;
};

/// A rulebook compiled for one window. Frozen; cheap to copy.
class Program {
public:
    Program(Rulebook rulebook, const Window& window);

    [[nodiscard]] const RulebookData& rules() const noexcept { return *rulebook_; }
    [[nodiscard]] const Rulebook& rulebook() const noexcept { return rulebook_; }
    [[nodiscard]] const Window& window() const noexcept { return window_; }
    [[nodiscard]] const Calendar& calendar() const noexcept { return *calendar_; }
    /// The item's place among all items by code, bytewise: for ties that go to the smaller code.
    [[nodiscard]] std::uint32_t code_rank(ItemId item) const noexcept { return (*code_ranks_)[item.index()]; }

private:
    Rulebook rulebook_;
    Window window_;
    std::shared_ptr<const Calendar> calendar_;
    std::shared_ptr<const std::vector<std::uint32_t>> code_ranks_;
};

/// The version of the item's points in force on the day; nullptr when none is, or it has no `points`. O(log versions).
[[nodiscard]] const PointsVersion* version_on(const Item& item, Day day) noexcept;

} // namespace jifen
