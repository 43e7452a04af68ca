#include "jifen/rulebook/program.hpp"

#include <algorithm>
#include <numeric>

namespace jifen {

Calendar::Calendar(const Window& window) : first_(window.first()) {
    for (const Period period : all_periods) {
        auto& numbers = numbers_[static_cast<std::size_t>(period)];
        numbers.reserve(static_cast<std::size_t>(window.days()));
        for (Day day = window.first(); day < window.end(); day = day.plus(1)) {
            numbers.push_back(period_number(period, day));
        }
    }
}

Program::Program(Rulebook rulebook, const Window& window)
    : rulebook_(std::move(rulebook)), window_(window), calendar_(std::make_shared<const Calendar>(window)) {
    const auto& items = rulebook_->items;
    std::vector<std::uint32_t> order(items.size());
    std::iota(order.begin(), order.end(), std::uint32_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return items[a].code < items[b].code; });
    std::vector<std::uint32_t> ranks(items.size());
    for (std::uint32_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = rank;
    code_ranks_ = std::make_shared<const std::vector<std::uint32_t>>(std::move(ranks));
}

const PointsVersion* version_on(const Item& item, Day day) noexcept {
    const auto after = std::upper_bound(item.versions.begin(), item.versions.end(), day,
                                        [](Day d, const PointsVersion& version) { return d < version.days.from; });
    if (after == item.versions.begin() || !std::prev(after)->days.contains(day)) return nullptr;
    return &*std::prev(after);
}

} // namespace jifen
