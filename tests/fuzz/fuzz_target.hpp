#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

/// \file
/// What every fuzz target shares. A target is one function of bytes; libFuzzer calls it with bytes of its own making,
/// `replay_corpus.cpp` with those of the corpus.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace jifen::fuzzing {

/// Ends the program when a property does not hold: that is what libFuzzer takes for a find, with or without sanitizers.
inline void require(bool holds, std::string_view property) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(property.size()), property.data());
    std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Takes decisions from the bytes of an input, front to back; at their end every decision is 0.
class Choices {
public:
    Choices(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    std::uint8_t byte() {
        if (size_ == 0) return 0;
        --size_;
        return *data_++;
    }
    /// From 0 to `count` − 1; `count` ≤ 256.
    std::size_t below(std::size_t count) { return byte() % count; }
    bool one_in(std::size_t times) { return below(times) == times - 1; }
    std::int64_t number(std::size_t bytes) {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < bytes; ++i) bits = bits << 8U | byte();
        return static_cast<std::int64_t>(bits);
    }
    std::string text(std::size_t most) {
        const std::size_t length = std::min(below(most + 1), size_);
        std::string taken(reinterpret_cast<const char*>(data_), length);
        data_ += length;
        size_ -= length;
        return taken;
    }
    [[nodiscard]] std::string_view rest() const { return text_of(data_, size_); }

private:
    const std::uint8_t* data_;
    std::size_t size_;
};

} // namespace jifen::fuzzing
