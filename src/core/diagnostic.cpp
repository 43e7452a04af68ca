#include "jifen/core/diagnostic.hpp"

#include "jifen/core/exact.hpp"
#include "jifen/core/text.hpp"

#include <algorithm>
#include <tuple>

namespace jifen {

namespace {

/// Numbers before words, numbers by value.
auto column_key(const Diagnostic& diagnostic) {
    const auto number = parse_decimal(diagnostic.column, 0, false);
    return std::tuple(!number.has_value(), number.value_or(0), std::string_view(diagnostic.column));
}

} // namespace

const char* to_string(Severity severity) noexcept {
    switch (severity) {
    case Severity::error:
        return "error";
    case Severity::warning:
        return "warning";
    case Severity::note:
        return "note";
    }
    return "";
}

bool comes_before(const Diagnostic& a, const Diagnostic& b) {
    return std::tuple(std::string_view(a.file), a.line, column_key(a), std::string_view(a.code),
                      std::string_view(a.message)) < std::tuple(std::string_view(b.file), b.line, column_key(b),
                                                                std::string_view(b.code), std::string_view(b.message));
}

void sort_diagnostics(Diagnostics& diagnostics) {
    std::stable_sort(diagnostics.begin(), diagnostics.end(), comes_before);
}

std::string to_string(const Diagnostic& diagnostic) {
    std::string out;
    if (!diagnostic.file.empty()) {
        out += printable(diagnostic.file);
        // `ledger.csv:12`, as editors know it, but `ledger row 12`.
        if (diagnostic.line > 0) out += (out.ends_with(" row") ? " " : ":") + std::to_string(diagnostic.line);
        if (!diagnostic.column.empty()) out += ":" + printable(diagnostic.column);
        out += ": ";
    }
    out += to_string(diagnostic.severity);
    out += ": " + diagnostic.message + " [" + diagnostic.code + "]";
    if (!diagnostic.remedy.empty()) out += "; " + diagnostic.remedy;
    return out;
}

bool has_errors(const Diagnostics& diagnostics) noexcept {
    return std::any_of(diagnostics.begin(), diagnostics.end(),
                       [](const Diagnostic& d) { return d.severity == Severity::error; });
}

} // namespace jifen
