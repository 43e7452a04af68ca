#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

    /// Adds one to the number at its end where that changes its last digit alone; says whether it did.
    [[nodiscard]] bool count_on() noexcept {
        char& last = bytes_[size_ - 1U];
        if (last == '9') return false;
        ++last;
        return true;
    }

    void add(char c) noexcept { bytes_[size_++] = c; }
    void add(std::uint64_t number, int width) noexcept {
        auto count = static_cast<std::size_t>(width);
        char* const begin = bytes_.data() + size_;
        if (count > 0 && count <= at_once && number < power_of_ten(width) && size_ + at_once <= bytes_.size()) {
            const std::uint64_t digits = eight_digits(static_cast<std::uint32_t>(number)) >> (8 * (at_once - count));
            std::memcpy(begin, &digits, sizeof digits); // what is behind the last one is written again, or not read
            size_ = static_cast<std::uint8_t>(size_ + count);
            return;
        }
        for (std::uint64_t above = number / power_of_ten(width); above != 0; above /= 10) ++count;
        size_ = static_cast<std::uint8_t>(size_ + count);
        for (; count > 0; number /= 10) begin[--count] = static_cast<char>('0' + number % 10);
    }

    [[nodiscard]] std::string_view view() const noexcept { return {bytes_.data(), size_}; }
    operator std::string_view() const noexcept { return view(); }

private:
    static constexpr std::size_t at_once = 8;
    /// The digits of a number below 10^8 as text, the first one in the lowest byte: halves of four, of two, of one are
    /// parted for all of them together.
    static std::uint64_t eight_digits(std::uint32_t number) noexcept {
        static_assert(std::endian::native == std::endian::little);
        const std::uint64_t upper = number / 10'000;
        const std::uint64_t fours = upper | (number - upper * 10'000) << 32U;
        // x / 100 of numbers below 10,000, and x / 10 of those below 100, by products that stay in their lanes.
        const std::uint64_t hundreds = (fours * 10'486 >> 20U) & 0x0000'007F'0000'007FU;
        const std::uint64_t twos = hundreds | (fours - hundreds * 100) << 16U;
        const std::uint64_t tens = (twos * 103 >> 10U) & 0x000F'000F'000F'000FU;
        const std::uint64_t ones = tens | (twos - tens * 10) << 8U;
        return ones | 0x3030'3030'3030'3030U;
    }
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
