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
        std::array<char, 20> digits{};
        std::size_t count = 0;
        for (; number != 0 || static_cast<int>(count) < width; number /= 10) {
            digits[count++] = static_cast<char>('0' + number % 10);
        }
        while (count > 0) add(digits[--count]);
    }

    [[nodiscard]] std::string_view view() const noexcept { return {bytes_.data(), size_}; }
    operator std::string_view() const noexcept { return view(); }

private:
    std::array<char, 31> bytes_{};
    std::uint8_t size_ = 0;
};

} // namespace jifen::synthetic
