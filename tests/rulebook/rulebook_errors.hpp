#pragma once

#include "jifen/core/error.hpp"
#include "jifen/rulebook/rulebook.hpp"

#include <string>
#include <string_view>

/// \file
/// What the tests of rulebook errors share.

namespace jifen::rulebook_testing {

/// Lines 1 to 3 of a rulebook.
inline constexpr std::string_view head = "jifen = 1\n"
                                         "code = \"h\"\n"
                                         "applies_to = [\"leader\", \"member\"]\n";

/// A rulebook with one item `a`: lines 4 and 5; `rest` begins at line 6.
inline std::string with_item(std::string_view rest) {
    return std::string(head) + "[[item]]\ncode = \"a\"\n" + std::string(rest);
}

/// A sound rulebook with the items `a` (worth 1), `b` (worth 2), `m` (worth -1) on lines 4 to 12; `rest` begins at
/// line 13.
inline std::string with_items(std::string_view rest) {
    return std::string(head) +
           "[[item]]\ncode = \"a\"\npoints = 1\n[[item]]\ncode = \"b\"\npoints = 2\n"
           "[[item]]\ncode = \"m\"\npoints = -1\n" +
           std::string(rest);
}

/// Every error of a rulebook; none if it is right.
inline Diagnostics errors_in(std::string_view toml) {
    try {
        static_cast<void>(parse_rulebook(toml, "test.toml"));
    } catch (const RulebookError& error) {
        return error.diagnostics();
    }
    return {};
}

/// The errors as `line:column code`, joined by `; `.
inline std::string errors(std::string_view toml) {
    std::string out;
    for (const Diagnostic& error : errors_in(toml)) {
        if (!out.empty()) out += "; ";
        out += std::to_string(error.line) + ":" + error.column + " " + error.code;
    }
    return out;
}

/// All that the errors say, as a user reads it.
inline std::string messages(std::string_view toml) {
    std::string out;
    for (const Diagnostic& error : errors_in(toml)) out += to_string(error) + "\n";
    return out;
}

/// Whether the errors say `part` somewhere.
inline bool says(std::string_view toml, std::string_view part) {
    return messages(toml).find(part) != std::string::npos;
}

} // namespace jifen::rulebook_testing
