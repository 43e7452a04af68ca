#include "arrow_column.hpp"

#include <type_traits>

namespace jifen {

// A column at a time: what ArrowColumn::text says of each cell, its plain twin. Where there is no null, several values
// are looked at at once.

namespace {

constexpr std::int64_t most_codes = std::int64_t{1} << 30U; ///< of a dictionary whose codes are looked at by the many

/// At least as wide as an int.
template <class Value>
auto load_value(const unsigned char* from, std::size_t at) noexcept {
    Value value{};
    std::memcpy(&value, from + at * sizeof value, sizeof value);
    return value + 0;
}

/// Calls copy(a value of the type that the bytes are of).
template <class Copy>
bool with_type(int width, bool is_signed, Copy copy) noexcept {
    switch (width) {
    case 1:
        return is_signed ? copy(std::int8_t{}) : copy(std::uint8_t{});
    case 2:
        return is_signed ? copy(std::int16_t{}) : copy(std::uint16_t{});
    case 4:
        return is_signed ? copy(std::int32_t{}) : copy(std::uint32_t{});
    default: // an unsigned one beyond the signed range is below 0 here
        return copy(std::int64_t{});
    }
}

/// Copies whole numbers; whether all lie in [least, least + range], of which both fit into 31 bits.
template <class Value, class To>
bool copy_within(const unsigned char* from, std::span<To> to, std::int32_t least, std::uint32_t range) noexcept {
    using Wide = std::conditional_t<sizeof(Value) == 8, std::uint64_t, std::uint32_t>;
    constexpr unsigned top_bit = 8 * sizeof(Wide) - 1;
    const auto first = static_cast<Wide>(static_cast<std::int64_t>(least));
    Wide outside = 0; // its top bit is that of any value outside: no comparison, for those are slow by the many
    for (std::size_t i = 0; i < to.size(); ++i) {
        const auto value = load_value<Value>(from, i);
        const Wide beyond = static_cast<Wide>(value) - first;
        outside |= beyond | (Wide{range} - beyond);
        to[i] = static_cast<To>(value);
    }
    return (outside >> top_bit) == 0;
}

bool is_ascii(std::string_view text) noexcept {
    std::uint64_t high = 0;
    std::size_t at = 0;
    for (; at + sizeof high <= text.size(); at += sizeof high) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data() + at, sizeof bytes);
        high |= bytes;
    }
    for (; at < text.size(); ++at) high |= static_cast<unsigned char>(text[at]);
    return (high & 0x8080808080808080U) == 0;
}

} // namespace

/// Where the values from `at` on stand.
const unsigned char* ArrowColumn::values(std::int64_t at) const noexcept {
    return static_cast<const unsigned char*>(array_->buffers[1]) +
           static_cast<std::size_t>(at) * static_cast<std::size_t>(width_);
}

template <class Offset>
void ArrowColumn::fill_texts(RowBlock::Column& to, std::int64_t at, std::int64_t count, std::int64_t& done) const {
    const auto begin = load<Offset>(1, at);
    const auto end = load<Offset>(1, at + count);
    const auto* const bytes = static_cast<const char*>(array_->buffers[2]);
    if (array_->buffers[0] == nullptr && bytes != nullptr && begin >= 0 && begin <= end && end <= text_bytes_ &&
        is_ascii({bytes + begin, static_cast<std::size_t>(end - begin)})) {
        bool rises = true;
        for (std::int64_t i = 0; i < count; ++i) rises &= load<Offset>(1, at + i) <= load<Offset>(1, at + i + 1);
        if (rises) {
            for (; done < count; ++done) {
                const auto from = load<Offset>(1, at + done);
                to.texts[static_cast<std::size_t>(done)] = {
                    bytes + from, static_cast<std::size_t>(load<Offset>(1, at + done + 1) - from)};
            }
            return;
        }
    }
    for (; done < count; ++done)
        to.texts[static_cast<std::size_t>(done)] =
            is_null(at + done) ? std::string_view() : text_between<Offset>(at + done);
}

void ArrowColumn::fill_codes(RowBlock::Column& to, std::int64_t at, std::int64_t count, std::int64_t& done) {
    to.kind = RowBlock::Column::Kind::codes;
    to.codes.resize(to.texts.size());
    to.dictionary = known_;
    is_known_lent_ = true;
    to.dictionary_number = binding_;
    if (array_->buffers[0] == nullptr && dictionary_size_ > 0 && dictionary_size_ <= most_codes) {
        const auto codes = std::span(to.codes).first(static_cast<std::size_t>(count));
        const bool fits = with_type(width_, kind_ == Kind::signed_whole, [&]<class Value>(Value) {
            return copy_within<Value>(values(at), codes, 0, static_cast<std::uint32_t>(dictionary_size_ - 1));
        });
        if (fits) {
            done = count;
            return;
        }
    }
    for (; done < count; ++done) {
        const std::int64_t index = is_null(at + done) ? -1 : whole(at + done);
        if (index >= dictionary_size_ || (index < 0 && !is_null(at + done))) return;
        to.codes[static_cast<std::size_t>(done)] =
            index < 0 ? RowBlock::Column::no_code : static_cast<std::uint32_t>(index);
    }
}

void ArrowColumn::fill_days(RowBlock::Column& to, std::int64_t at, std::int64_t count, std::int64_t& done) const {
    to.kind = RowBlock::Column::Kind::days;
    to.days.resize(to.texts.size());
    const std::int32_t first = Day::first().number(), last = Day::last().number();
    if (kind_ == Kind::day && array_->buffers[0] == nullptr) {
        const auto days = std::span(to.days).first(static_cast<std::size_t>(count));
        if (copy_within<std::int32_t>(values(at), days, first, static_cast<std::uint32_t>(last - first))) {
            done = count;
            return;
        }
    }
    for (; done < count; ++done) {
        Day& day = to.days[static_cast<std::size_t>(done)];
        day = Day::always();
        if (is_null(at + done)) continue;
        const std::int64_t ticks =
            kind_ == Kind::day ? load<std::int32_t>(1, at + done) : load<std::int64_t>(1, at + done);
        const std::int64_t number = ticks / ticks_a_day_;
        if (number * ticks_a_day_ != ticks || number < first || number > last) return;
        day = Day(static_cast<std::int32_t>(number));
    }
}

void ArrowColumn::fill_wholes(RowBlock::Column& to, std::int64_t at, std::int64_t count) const {
    to.kind = RowBlock::Column::Kind::wholes;
    to.wholes.resize(to.texts.size());
    if (array_->buffers[0] == nullptr) {
        const unsigned char* const from = values(at);
        static_cast<void>(with_type(width_, kind_ == Kind::signed_whole, [&]<class Value>(Value) {
            for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
                to.wholes[i] = static_cast<std::int64_t>(load_value<Value>(from, i));
            return true;
        }));
        return;
    }
    for (std::int64_t i = 0; i < count; ++i)
        to.wholes[static_cast<std::size_t>(i)] = is_null(at + i) ? RowBlock::Column::no_whole : whole(at + i);
}

std::int64_t ArrowColumn::fill(RowBlock& block, std::size_t column, std::int64_t row, std::int64_t count) {
    RowBlock::Column& to = block.columns[column];
    const std::int64_t at = first_ + row;
    std::int64_t done = 0;
    try {
        if (dictionary_ && knows_all_) {
            fill_codes(to, at, count, done);
        } else if (dictionary_ && dictionary_->is_text()) {
            for (; done < count; ++done)
                to.texts[static_cast<std::size_t>(done)] =
                    is_null(at + done) ? std::string_view() : from_dictionary(at + done);
        } else if (kind_ == Kind::text) {
            fill_texts<std::int32_t>(to, at, count, done);
        } else if (kind_ == Kind::large_text) {
            fill_texts<std::int64_t>(to, at, count, done);
        } else if (!dictionary_ && (kind_ == Kind::day || kind_ == Kind::moment)) {
            fill_days(to, at, count, done);
        } else if (!dictionary_ && (kind_ == Kind::signed_whole || kind_ == Kind::unsigned_whole) && width_ < 8) {
            fill_wholes(to, at, count);
            done = count;
        } else {
            for (; done < count; ++done) {
                const std::string_view cell = text(row + done);
                if (!defect().empty()) break;
                to.texts[static_cast<std::size_t>(done)] = kind_ == Kind::text_view ? cell : block.keep(cell);
            }
        }
    } catch (const ArrowRefused&) { // by whom and why is found out when the row is asked for
    }
    return done;
}

} // namespace jifen
