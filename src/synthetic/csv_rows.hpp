#pragma once

#include "jifen/core/cells.hpp"
#include "jifen/core/day.hpp"
#include "jifen/core/span.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
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
    /// Nothing of a day that is not finite. `other`: memory for a day of other years.
    [[nodiscard]] std::string_view of(Day day, std::string& other) const {
        const auto at = static_cast<std::size_t>(std::int64_t{day.number()} - from_.number());
        if (at < texts_.size() / length) return {texts_.data() + at * length, length};
        other.clear();
        append_day(other, day);
        return other;
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
    void clear() noexcept { size_ = 0; }
    [[nodiscard]] std::string_view text() const noexcept { return {bytes_.data(), size_}; }

    /// A row, cell after cell; its end is the end of the row, which has at least one.
    class Row {
    public:
        explicit Row(CsvRows& rows)
            : rows_(rows), at_(rows.bytes_.data() + rows.size_), end_(rows.bytes_.data() + rows.bytes_.size()) {}
        ~Row() {
            // Nothing was put where there is no memory for the first cell.
            if (at_ != rows_.bytes_.data() + rows_.size_) at_[-1] = '\n';
            rows_.size_ = static_cast<std::size_t>(at_ - rows_.bytes_.data());
        }
        Row(const Row&) = delete;
        Row& operator=(const Row&) = delete;

        Row& operator<<(std::string_view text) {
            if (static_cast<std::size_t>(end_ - at_) <= text.size()) {
                at_ = rows_.grow(at_, text.size() + 1);
                end_ = rows_.bytes_.data() + rows_.bytes_.size();
            }
            at_ = put(at_, text);
            *at_++ = ',';
            return *this;
        }
        Row& operator<<(Day day) {
            if (!day.is_finite()) return *this << std::string_view();
            std::string other;
            return *this << rows_.days_->of(day, other);
        }
        Row& operator<<(const Span& span) { return *this << span.from << span.until; }

    private:
        /// Most cells are of one or two words of the machine: two pieces that may overlap, instead of a call.
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
            return to + size;
        }

        CsvRows& rows_;
        char* at_;
        char* end_;
    };

private:
    /// Makes room for so many bytes behind those until `at`; returns where they begin.
    char* grow(const char* at, std::size_t more) {
        const auto size = static_cast<std::size_t>(at - bytes_.data());
        bytes_.resize(std::max(size + more, bytes_.size() * 2));
        return bytes_.data() + size;
    }

    Cells<char> bytes_;
    std::size_t size_ = 0;
    const DayTexts* days_;
};

} // namespace jifen::synthetic
