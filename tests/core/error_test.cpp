#include "jifen/core/error.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jifen {
namespace {

TEST(OverflowError, NamesWhatIsKnownAndLeavesOutTheRest) {
    const OverflowError bare("a rounded ratio");
    EXPECT_STREQ(bare.what(),
                 "points overflow 64 bits of thousandths in a rounded ratio: reduce the points or quantities");
    EXPECT_EQ(bare.code(), "overflow");
    EXPECT_EQ(bare.operation(), "a rounded ratio");
    EXPECT_EQ(bare.person() + bare.entry() + bare.item(), "");
    EXPECT_STREQ(OverflowError("a total", {"ann", "", ""}).what(),
                 "points overflow 64 bits of thousandths in a total (person \"ann\"): reduce the points or quantities");
}

TEST(OverflowError, IsFilledFromTheInsideOut) {
    const OverflowError of_entry = OverflowError("a rounded ratio").at({"", "E1", "visit"});
    const OverflowError of_person = of_entry.at({"ann", "another", ""});
    EXPECT_EQ(of_person.operation(), "a rounded ratio");
    EXPECT_EQ(of_person.person(), "ann");
    EXPECT_EQ(of_person.entry(), "E1") << "who was nearer knows better";
    EXPECT_EQ(of_person.item(), "visit");
    EXPECT_STREQ(of_person.what(), "points overflow 64 bits of thousandths in a rounded ratio (person \"ann\", entry "
                                   "\"E1\", item \"visit\"): reduce the points or quantities");
}

TEST(OverflowError, KeepsIdsInItsFieldsAndMasksThemInTheMessage) {
    const OverflowError error("a total", {"110109196001010028", "", ""});
    EXPECT_EQ(error.person(), "110109196001010028");
    EXPECT_NE(std::string(error.what()).find("person \"11**************28\""), std::string::npos);
}

TEST(ArgumentError, KeepsTheWholeValueAndShowsItsBeginning) {
    const std::string value(1U << 20U, 'x');
    const ArgumentError error("person", value, "no such person");
    EXPECT_EQ(error.value(), value);
    EXPECT_EQ(error.what(), "person = \"" + std::string(64, 'x') + "…\" (1048576 bytes): no such person");
    EXPECT_STREQ(ArgumentError("window", "a\nb", "no").what(), "window = \"a\\x0Ab\": no");
}

TEST(ArgumentError, MasksLongNumbersInTheMessageAlone) {
    const ArgumentError error("person", "110105194912310021", "no such person");
    EXPECT_EQ(error.value(), "110105194912310021");
    EXPECT_STREQ(error.what(), "person = \"11**************21\": no such person");
}

TEST(InputError, NamesTheFirstProblemsAndCarriesAll) {
    Diagnostics problems;
    for (int i = 1; i <= 25; ++i)
        problems.push_back({"ledger.csv", i, "date", Severity::error, "bad_date", "no date", "", ""});
    const TableError error(problems);
    EXPECT_EQ(error.diagnostics(), problems);
    EXPECT_EQ(error.code(), "table");
    const std::string what = error.what();
    EXPECT_NE(what.find("ledger.csv:20:"), std::string::npos);
    EXPECT_EQ(what.find("ledger.csv:21:"), std::string::npos);
    EXPECT_NE(what.find("… and 5 more"), std::string::npos);
    EXPECT_EQ(RulebookError({problems.front()}).code(), "rulebook");
}

} // namespace
} // namespace jifen
