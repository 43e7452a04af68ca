#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace jifen {

enum class Severity : std::uint8_t { error, warning, note };

[[nodiscard]] const char* to_string(Severity severity) noexcept;

/// One problem found in an input, as data (SPEC §1: problems are data, listed in full).
struct Diagnostic {
    /// File name without its folder; `ledger row` when `line` counts rows that a program handed over; empty if the
    /// problem is of neither.
    std::string file;
    std::int64_t line = 0; ///< 1-based line in the file; 0 if it has none
    std::string column;    ///< column name of a table, or the 1-based column of a rulebook line; may be empty
    Severity severity = Severity::error;
    std::string code;    ///< stable, made for programs: `bad_date`, `unknown_actor`, …
    std::string message; ///< what is wrong, with the value (personal values masked)
    std::string value;   ///< the offending value, masked when personal
    std::string remedy;  ///< what to do about it; may be empty

    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

using Diagnostics = std::vector<Diagnostic>;

/// By file, line, column (numerically when both are numbers), code, message.
[[nodiscard]] bool comes_before(const Diagnostic& a, const Diagnostic& b);
/// Puts them in that order. O(n log n).
void sort_diagnostics(Diagnostics& diagnostics);

/// `file:line:column: severity: message [code]; remedy`, as compilers write it.
[[nodiscard]] std::string to_string(const Diagnostic& diagnostic);

[[nodiscard]] bool has_errors(const Diagnostics& diagnostics) noexcept;

} // namespace jifen
