#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace jifen {

/// Sets of numbers that are joined; each is known by its smallest member.
class JoinedSets {
public:
    explicit JoinedSets(std::size_t count) : above_(count) { std::iota(above_.begin(), above_.end(), 0U); }
    [[nodiscard]] std::uint32_t find(std::uint32_t member) noexcept {
        while (above_[member] != member) member = above_[member] = above_[above_[member]];
        return member;
    }
    void join(std::uint32_t a, std::uint32_t b) noexcept {
        a = find(a);
        b = find(b);
        above_[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<std::uint32_t> above_;
};

} // namespace jifen
