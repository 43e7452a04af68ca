#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace jifen {

/// Sorts rows by a number of 32 bits, rows of equal numbers staying as they were. O(rows).
template <class Row, class Key>
void sort_by_number(std::vector<Row>& rows, Key key) {
    if (std::is_sorted(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return key(a) < key(b); })) return;
    constexpr std::uint32_t digit_bits = 11;
    constexpr std::size_t digits = std::size_t{1} << digit_bits;
    std::vector<Row> other(rows.size());
    for (std::uint32_t shift = 0; shift < 32; shift += digit_bits) {
        const auto digit = [&](const Row& row) { return (std::uint32_t{key(row)} >> shift) & (digits - 1); };
        std::array<std::size_t, digits> place{};
        for (const Row& row : rows) ++place[digit(row)];
        std::size_t before = 0;
        for (std::size_t& of_digit : place) before += std::exchange(of_digit, before);
        for (const Row& row : rows) other[place[digit(row)]++] = row;
        rows.swap(other);
    }
}

} // namespace jifen
