#include "jifen/core/error.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>

namespace jifen {

namespace {

/// ` (person "ann", entry "E1", item "visit")`, or nothing.
std::string named(const OverflowPlace& place) {
    std::string out;
    const auto add = [&out](const char* what, const std::string& id) {
        if (!id.empty()) out += (out.empty() ? " (" : ", ") + (what + jifen::in_quotes(mask_long_numbers(id)));
    };
    add("person ", place.person);
    add("entry ", place.entry);
    add("item ", place.item);
    return out.empty() ? out : out + ")";
}

std::string listed(const std::vector<Diagnostic>& diagnostics) {
    constexpr std::size_t shown = 20;
    std::string out;
    for (std::size_t i = 0; i < std::min(shown, diagnostics.size()); ++i) {
        if (i > 0) out += '\n';
        out += to_string(diagnostics[i]);
    }
    if (diagnostics.size() > shown) out += "\n… and " + std::to_string(diagnostics.size() - shown) + " more";
    return out;
}

} // namespace

OverflowError::OverflowError(std::string operation, OverflowPlace place)
    : Error("overflow", "points overflow 64 bits of thousandths in " + operation + named(place) +
                            ": reduce the points or quantities"),
      operation_(std::move(operation)), place_(std::move(place)) {}

OverflowError OverflowError::at(OverflowPlace place) const {
    if (!place_.person.empty()) place.person = place_.person;
    if (!place_.entry.empty()) place.entry = place_.entry;
    if (!place_.item.empty()) place.item = place_.item;
    return OverflowError(operation_, std::move(place));
}

ArgumentError::ArgumentError(std::string argument, std::string value, const std::string& reason)
    : Error("argument", argument + " = " + jifen::in_quotes(mask_long_numbers(value)) + ": " + reason),
      argument_(std::move(argument)), value_(std::move(value)) {}

InputError::InputError(std::string code, std::vector<Diagnostic> diagnostics)
    : Error(std::move(code), listed(diagnostics)), diagnostics_(std::move(diagnostics)) {}

} // namespace jifen
