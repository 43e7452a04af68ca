#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace jifen::sha256_kernel {

inline constexpr std::size_t block_bytes = 64;

using State = std::array<std::uint32_t, 8>;
/// Works consecutive blocks of 64 bytes into the state (FIPS 180-4 §6.2.2).
using TakeBlocks = void (*)(State& state, const unsigned char* blocks, std::size_t count) noexcept;

/// The plain one: on every machine.
void take_blocks_plain(State& state, const unsigned char* blocks, std::size_t count) noexcept;
/// The one of the SHA instructions of x86, 5 to 8 times as fast; nullptr where the machine has none.
[[nodiscard]] TakeBlocks take_blocks_by_instructions() noexcept;

} // namespace jifen::sha256_kernel
