#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace jifen::synthetic {

/// How the name of the root unit of every synthetic district and province begins.
inline constexpr std::string_view synthetic_root = "合成示例";

/// A family name for a household: a number picks it from a short list of the commonest.
[[nodiscard]] std::string_view family_name(std::uint32_t number) noexcept;
/// Appends one or two characters of a given name.
void append_given_name(std::string& out, bool female, std::uint32_t number);
/// An invented place name of two characters, distinct for each number below 400.
[[nodiscard]] std::string place_name(std::uint32_t number);

} // namespace jifen::synthetic
