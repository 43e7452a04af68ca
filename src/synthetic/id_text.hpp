#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace jifen::synthetic {

/// A short id made of letters and digits, without an allocation. Up to 31 bytes (unchecked).
class IdText {
public:
    IdText() = default;
    /// `letter`, then `number` with leading zeros up to `width` digits.
    IdText(char letter, std::uint64_t number, int width) noexcept {
        add(letter);
        add(number, width);
    }

    void add(char c) noexcept { bytes_[size_++] = c; }
    void add(std::uint64_t number, int width) noexcept {
        auto count = static_cast<std::size_t>(width);
        for (std::uint64_t above = number / power_of_ten(width); above != 0; above /= 10) ++count;
        char* const begin = bytes_.data() + size_;
        size_ = static_cast<std::uint8_t>(size_ + count);
        for (; count > 0; number /= 10) begin[--count] = static_cast<char>('0' + number % 10);
    }

    [[nodiscard]] std::string_view view() const noexcept { return {bytes_.data(), size_}; }
    operator std::string_view() const noexcept { return view(); }

private:
    static std::uint64_t power_of_ten(int exponent) noexcept {
        static constexpr auto powers = [] {
            std::array<std::uint64_t, 20> all{1};
            for (std::size_t i = 1; i < all.size(); ++i) all[i] = all[i - 1] * 10;
            return all;
        }();
        return powers[static_cast<std::size_t>(exponent)];
    }

    std::array<char, 31> bytes_{};
    std::uint8_t size_ = 0;
};

} // namespace jifen::synthetic
