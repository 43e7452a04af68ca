#include "jifen/tables/inert.hpp"

#include <algorithm>
#include <array>

namespace jifen {

namespace {

constexpr std::array<std::string_view, 11> formula_starts = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                             "\n", "＝", "＋", "－", "＠"};

} // namespace

bool could_be_formula(std::string_view text) noexcept {
    // Nearly every cell of a ledger is told by its first byte.
    constexpr std::string_view first_bytes = "=+-@\t\r\n'\xEF";
    if (text.empty() || first_bytes.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
    return std::any_of(formula_starts.begin(), formula_starts.end(),
                       [text](std::string_view start) { return text.starts_with(start); });
}

std::string inert(std::string_view text) {
    std::string out;
    if (could_be_formula(text)) out += '\'';
    return out.append(text);
}

std::string_view without_inert_mark(std::string_view cell) noexcept {
    if (cell.starts_with('\'') && could_be_formula(cell)) cell.remove_prefix(1);
    return cell;
}

} // namespace jifen
