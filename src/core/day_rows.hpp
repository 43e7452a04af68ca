#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace jifen {

/// Of tables with a row a day, all of the same width, leaves one row for each run of days whose rows are equal: what is
/// looked up for every entry then lies in the nearest memory. Returns for each day where its row begins. O(cells).
template <class... Cell>
std::vector<std::uint32_t> join_equal_rows(std::size_t width, std::vector<Cell>&... tables) {
    const std::size_t days = std::min({tables.size() / width...});
    std::vector<std::uint32_t> row_of_day(days);
    std::size_t last = 0;
    const auto row = [width](auto& table, std::size_t at) {
        return table.begin() + static_cast<std::ptrdiff_t>(at * width);
    };
    for (std::size_t day = 1; day < days; ++day) {
        const bool equal = (std::equal(row(tables, day), row(tables, day + 1), row(tables, last)) && ...);
        if (!equal && ++last != day) (std::copy(row(tables, day), row(tables, day + 1), row(tables, last)), ...);
        row_of_day[day] = static_cast<std::uint32_t>(last * width);
    }
    (tables.resize((last + 1) * width), ...);
    return row_of_day;
}

} // namespace jifen
