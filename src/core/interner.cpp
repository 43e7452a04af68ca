#include "jifen/core/interner.hpp"

#include "core/same_text.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace jifen {

std::uint32_t Interner::add(std::string_view text) {
    const auto is_same = [&](std::uint32_t number) { return is_same_text(texts_[number], text); };
    std::uint32_t& number = numbers_.add(NumberTable::hash_of(text), is_same);
    if (number == absent) {
        if (texts_.size() >= absent - 1) throw std::length_error("more than 2^32 - 2 distinct texts");
        texts_.add(text);
        number = static_cast<std::uint32_t>(texts_.size() - 1);
    }
    return number;
}

std::uint32_t Interner::find(std::string_view text) const noexcept {
    return numbers_.find(NumberTable::hash_of(text),
                         [&](std::uint32_t number) { return is_same_text(texts_[number], text); });
}

void Interner::find_each(std::span<const std::string_view> texts, std::span<std::uint32_t> numbers) const noexcept {
    std::array<std::uint32_t, 32> hashes{};
    for (std::size_t begin = 0; begin < texts.size(); begin += hashes.size()) {
        const auto few = texts.subspan(begin, std::min(hashes.size(), texts.size() - begin));
        for (std::size_t i = 0; i < few.size(); ++i) {
            if (few[i].empty()) continue;
            hashes[i] = NumberTable::hash_of(few[i]);
            numbers_.prefetch(hashes[i]);
        }
        for (std::size_t i = 0; i < few.size(); ++i) {
            const auto is_same = [&](std::uint32_t number) { return is_same_text(texts_[number], few[i]); };
            numbers[begin + i] = few[i].empty() ? absent : numbers_.find(hashes[i], is_same);
        }
    }
}

TextPool Interner::pool() const {
    TextPool pool;
    for (std::size_t number = 0; number < size(); ++number) pool.add((*this)[number]);
    return pool;
}

PackedTexts Interner::take() {
    numbers_ = {};
    return texts_.take();
}

} // namespace jifen
