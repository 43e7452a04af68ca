#pragma once

#include "jifen/core/cells.hpp"
#include "jifen/core/day.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace jifen::synthetic {

/// `2023-01-01` of the days of some years about the one that is made, said once for all rows.
class DayTexts {
public:
    DayTexts(Day from, Day until) : from_(from) {
        std::string text;
        for (Day day = from; day < until; day = day.plus(1)) append_day(text, day);
        texts_.assign(text.begin(), text.end());
    }
    /// Nothing of a day that is not finite. `others`: memory for days of other years.
    [[nodiscard]] std::string_view of(Day day, std::deque<std::string>& others) const {
        const auto at = static_cast<std::size_t>(std::int64_t{day.number()} - from_.number());
        if (at < texts_.size() / length) return {texts_.data() + at * length, length};
        if (!day.is_finite()) return {};
        append_day(others.emplace_back(), day);
        return others.back();
    }

private:
    static constexpr std::size_t length = 10;
    Day from_;
    std::vector<char> texts_;
};

/// Rows of text whose cells need no quotes.
class CsvRows {
public:
    explicit CsvRows(const DayTexts& days) : days_(&days) {}
    void clear() noexcept {
        size_ = 0;
        other_days_.clear();
    }
    [[nodiscard]] std::string_view text() const noexcept { return {bytes_.data(), size_}; }

    /// A row of at least one cell: texts and days, of which one that is not finite is an empty cell.
    template <class... Given>
    void add(const Given&... cells) {
        add_texts(text_of(cells)...);
    }

private:
    [[nodiscard]] static std::string_view text_of(std::string_view text) noexcept { return text; }
    [[nodiscard]] std::string_view text_of(Day day) { return days_->of(day, other_days_); }

    template <class... Texts>
    void add_texts(Texts... cells) {
        const std::size_t most = (cells.size() + ...) + sizeof...(cells);
        if (bytes_.size() - size_ < most) bytes_.resize(std::max(size_ + most, bytes_.size() * 2));
        char* const begin = bytes_.data() + size_;
        char* at = begin;
        ((at = put(at, cells)), ...);
        at[-1] = '\n';
        size_ += static_cast<std::size_t>(at - begin);
    }

    /// With a comma behind it. Most cells are of one or two words of the machine: two pieces that may overlap, instead
    /// of a call.
    static char* put(char* to, std::string_view text) noexcept {
        const char* const from = text.data();
        const std::size_t size = text.size();
        const auto ends = [&](auto piece) {
            std::memcpy(&piece, from, sizeof piece);
            auto last = piece;
            std::memcpy(&last, from + size - sizeof piece, sizeof piece);
            std::memcpy(to, &piece, sizeof piece);
            std::memcpy(to + size - sizeof piece, &last, sizeof piece);
        };
        if (size > 2 * sizeof(std::uint64_t)) {
            std::memcpy(to, from, size);
        } else if (size >= sizeof(std::uint64_t)) {
            ends(std::uint64_t{});
        } else if (size >= sizeof(std::uint32_t)) {
            ends(std::uint32_t{});
        } else {
            for (std::size_t i = 0; i < size; ++i) to[i] = from[i];
        }
        to[size] = ',';
        return to + size + 1;
    }

    Cells<char> bytes_;
    std::size_t size_ = 0;
    const DayTexts* days_;
    std::deque<std::string> other_days_;
};

} // namespace jifen::synthetic
