#pragma once

#include <cstddef>
#include <cstdint>

namespace jifen {

/// The five asks, five knows, each answer the next question (SPEC §6).
enum class Stage : std::uint8_t { people, matters, circumstances, needs, help };
inline constexpr std::size_t stage_count = 5;

} // namespace jifen
