#include "id_order.hpp"

#include <algorithm>
#include <optional>

namespace jifen {

namespace {
constexpr std::size_t rows_a_stray = 32;
constexpr std::size_t few_strays = 8; ///< are not too many, whatever the number of rows
constexpr std::size_t rows_between_looks = std::size_t{1} << 14U;
} // namespace

IdOrder::IdOrder(const PackedTexts& ids, const std::function<void()>& look)
    : is_there_(find_strays(ids, true, look) || find_strays(ids, false, look)) {
    if (!is_there_ || runs_.empty()) strays_ = {};
}

/// From the first row on, or from the last one back; false when there are too many.
bool IdOrder::find_strays(const PackedTexts& ids, bool is_forward, const std::function<void()>& look) {
    const std::size_t most = ids.size() / rows_a_stray + few_strays;
    std::size_t found = 0;
    strays_.assign(ids.size(), false);
    runs_.clear();
    std::optional<std::string_view> last; // of the rows that are none
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i % rows_between_looks == 0) look();
        const std::size_t row = is_forward ? i : ids.size() - 1 - i;
        const std::string_view id = ids[row];
        if (!last || (is_forward ? *last < id : id < *last)) {
            last = id;
            continue;
        }
        if (++found > most) return false;
        strays_[row] = true;
        const auto at = static_cast<std::uint32_t>(row);
        if (is_forward && !runs_.empty() && runs_.back().end == at)
            ++runs_.back().end;
        else if (!is_forward && !runs_.empty() && runs_.back().begin == at + 1)
            --runs_.back().begin;
        else
            runs_.push_back({at, at + 1});
    }
    if (!is_forward) std::reverse(runs_.begin(), runs_.end());
    return true;
}

std::uint32_t IdOrder::find(const PackedTexts& ids, std::string_view id) const noexcept {
    std::size_t begin = 0, end = ids.size();
    std::size_t found = end; // the first row that is no stray and has no smaller id, as far as is known
    while (begin < end) {
        const std::size_t middle = begin + (end - begin) / 2;
        std::size_t probe = middle;
        if (is_stray(middle)) { // the next that is none
            const auto after = std::upper_bound(runs_.begin(), runs_.end(), middle,
                                                [](std::size_t row, const Run& run) { return row < run.end; });
            probe = after->end;
        }
        if (probe < end && ids[probe] < id) {
            begin = probe + 1;
        } else {
            if (probe < end) found = probe;
            end = middle;
        }
    }
    return found < ids.size() && ids[found] == id ? static_cast<std::uint32_t>(found) : absent;
}

} // namespace jifen
