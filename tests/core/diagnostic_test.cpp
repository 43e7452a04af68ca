#include "jifen/core/diagnostic.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace jifen {
namespace {

Diagnostic at(std::string file, std::int64_t line, std::string column, std::string code = "c",
              std::string message = "m") {
    Diagnostic diagnostic;
    diagnostic.file = std::move(file);
    diagnostic.line = line;
    diagnostic.column = std::move(column);
    diagnostic.code = std::move(code);
    diagnostic.message = std::move(message);
    return diagnostic;
}

TEST(Diagnostic, IsWrittenAsCompilersDo) {
    Diagnostic diagnostic = at("people.csv", 7, "from", "bad_date", "it is not a date");
    EXPECT_EQ(to_string(diagnostic), "people.csv:7:from: error: it is not a date [bad_date]");
    diagnostic.remedy = "write 2023-04-05";
    diagnostic.severity = Severity::warning;
    EXPECT_EQ(to_string(diagnostic), "people.csv:7:from: warning: it is not a date [bad_date]; write 2023-04-05");
    EXPECT_EQ(to_string(at("", 7, "from")), "error: m [c]");
    EXPECT_EQ(to_string(at("units.csv", 0, "unit")), "units.csv:unit: error: m [c]");
    EXPECT_EQ(to_string(at("units.csv", 0, "")), "units.csv: error: m [c]");
}

TEST(Diagnostic, IsOneLineWhateverTheNamesInIt) {
    EXPECT_EQ(to_string(at("a\nb\x1b[2J.csv", 7, "fr\rom")), "a\\x0Ab\\x1B[2J.csv:7:fr\\x0Dom: error: m [c]");
}

TEST(Diagnostics, AreSortedByFileLineColumnCodeAndMessage) {
    const Diagnostics sorted{at("a", 1, "9"),  at("a", 1, "10"),           at("a", 1, "item"),         at("a", 2, ""),
                             at("a", 10, "2"), at("a", 10, "2", "c", "n"), at("a", 10, "2", "d", "a"), at("b", 0, "")};
    Diagnostics shuffled = sorted;
    std::mt19937 random(2);
    for (int i = 0; i < 50; ++i) {
        std::shuffle(shuffled.begin(), shuffled.end(), random);
        sort_diagnostics(shuffled);
        ASSERT_EQ(shuffled, sorted);
    }
}

TEST(Diagnostics, HaveErrorsOnlyWhereOneIsAnError) {
    Diagnostic note = at("a", 1, "");
    note.severity = Severity::note;
    Diagnostic warning = note;
    warning.severity = Severity::warning;
    EXPECT_FALSE(has_errors({}));
    EXPECT_FALSE(has_errors({note, warning}));
    EXPECT_TRUE(has_errors({note, at("a", 1, "")}));
}

TEST(Severity, HasAWord) {
    EXPECT_STREQ(to_string(Severity::error), "error");
    EXPECT_STREQ(to_string(Severity::warning), "warning");
    EXPECT_STREQ(to_string(Severity::note), "note");
}

} // namespace
} // namespace jifen
