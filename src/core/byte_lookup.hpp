#pragma once

#include "core/vectors.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace jifen {

/// Looks up each byte of `in` in a table of at most 256; one that it does not have stands for 0. `out` has as much
/// room, and may be `in`. Machines with `Vectors::avx2` look up 32 bytes at once, in 16 of the table at a time, those
/// with `avx512_bytes` 64 in all of it; which instructions are used changes nothing.
void look_up(std::span<const std::uint8_t> table, std::span<const std::uint8_t> in, std::uint8_t* out,
             Vectors vectors) noexcept;

/// How much longer than what is listed a list has to be.
inline constexpr std::size_t list_slack = 32;
/// Lists the numbers, ascending from 0, of those bytes of `in` for which the table does not have 0; returns how many
/// they are. At most 65,536 bytes; `out` has room for all of them and `list_slack` more, of which any may be written.
std::size_t list_marked(std::span<const std::uint8_t> table, std::span<const std::uint8_t> in, std::uint16_t* out,
                        Vectors vectors) noexcept;

} // namespace jifen
