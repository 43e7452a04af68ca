#include "jifen/rulebook/item.hpp"

#include <algorithm>

namespace jifen {

std::string_view Title::in(std::string_view language, std::string_view fallback) const noexcept {
    for (const std::string_view wanted : {language, std::string_view()}) {
        for (const auto& [written_in, text] : texts) {
            if (written_in == wanted) return text;
        }
    }
    return texts.empty() ? fallback : std::string_view(texts.front().second);
}

Points Ladder::at(std::int64_t quantity_thousandths) const noexcept {
    const auto above = std::upper_bound(
        steps.begin(), steps.end(), quantity_thousandths,
        [](std::int64_t quantity, const LadderStep& step) { return quantity < step.threshold.thousandths(); });
    return above == steps.begin() ? Points() : std::prev(above)->points;
}

bool Item::is_negative() const noexcept {
    const auto version = [](const PointsVersion& v) { return v.value.is_negative(); };
    const auto level = [](const auto& entry) { return entry.second.is_negative(); };
    const auto step = [](const LadderStep& s) { return s.points.is_negative(); };
    return per_unit.is_negative() || std::any_of(versions.begin(), versions.end(), version) ||
           std::any_of(by_level.begin(), by_level.end(), level) ||
           (ladder && std::any_of(ladder->steps.begin(), ladder->steps.end(), step));
}

} // namespace jifen
