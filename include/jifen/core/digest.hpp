#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace jifen {

/// A SHA-256 digest (FIPS 180-4).
struct Digest {
    std::array<std::uint8_t, 32> bytes{};
    friend auto operator<=>(const Digest&, const Digest&) = default;
};

/// 64 lower-case hexadecimal digits, as `sha256sum` prints them.
[[nodiscard]] std::string to_string(const Digest& digest);

/// Digests bytes that come in pieces. The library has no dependency that could do it; FIPS 180-4, no secret involved.
class Sha256 {
public:
    Sha256() noexcept;
    /// O(bytes).
    void add(std::string_view bytes) noexcept;
    /// Of all that was added; ends the object's use.
    [[nodiscard]] Digest finish() noexcept;

private:
    std::array<std::uint32_t, 8> state_;
    std::array<unsigned char, 64> pending_{};
    std::size_t pending_size_ = 0;
    std::uint64_t bytes_ = 0;
};

[[nodiscard]] Digest sha256(std::string_view bytes) noexcept;

} // namespace jifen
