#include "jifen/core/file_error.hpp"
#include "rulebook/rulebook_errors.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace jifen {
namespace {

using namespace rulebook_testing;
using Words = std::vector<std::string>;

const Words everyone{"leader", "member"};

TEST(Defaults, ARulebookNeedsOnlyVersionCodeRolesAndAnItem) {
    const Rulebook book = parse_rulebook(with_item(""));
    EXPECT_FALSE(book->record_within_days);
    EXPECT_EQ(book->total.base, Points());
    EXPECT_FALSE(book->total.floor);
    EXPECT_FALSE(book->total.ceiling);
    EXPECT_TRUE(book->total.caps.empty());
    EXPECT_FALSE(book->linkage);
    EXPECT_FALSE(book->five_knows);
    EXPECT_TRUE(book->grades.empty());
    EXPECT_TRUE(book->heading.title.empty());
}

TEST(Defaults, AnItemWithNothingButACodeHasNoPointsAndAppliesToEveryone) {
    const Rulebook book = parse_rulebook(with_item(""));
    const Item& item = book->items.at(0);
    EXPECT_EQ(item.scoring, Scoring::none);
    EXPECT_EQ(item.category, CategoryId::none());
    EXPECT_EQ(item.exclusive, ExclusiveId::none());
    EXPECT_EQ(item.subject, SubjectRule::any);
    EXPECT_TRUE(item.channels.empty());
    EXPECT_FALSE(item.verified);
    EXPECT_FALSE(item.once);
    EXPECT_EQ(item.roles, everyone);
    EXPECT_EQ(item.days, Span());
    EXPECT_EQ(item.heading.line, 4);
}

TEST(Defaults, OfADuty) {
    const Rulebook book = parse_rulebook(with_items("[[duty]]\ncode = \"d\"\nitems = [\"a\"]\nper = \"week\"\n"));
    const Duty& duty = book->duties.at(0);
    EXPECT_EQ(duty.each, DutyEach::holder);
    EXPECT_EQ(duty.at_least, 1);
    EXPECT_EQ(duty.points, Points());
    EXPECT_EQ(duty.if_none_due, IfNone::zero);
    EXPECT_EQ(duty.roles, everyone);
}

TEST(Defaults, OfTheFiveKnows) {
    const Rulebook book =
        parse_rulebook(with_items("[five_knows]\nrole = \"visitor\"\npoints = 5\n"
                                  "weights = [0, 0.5, 1.000000001, 0, 2]\nfresh_days = [0, 1, 2, 3, 4]\n"));
    EXPECT_EQ(book->five_knows->if_nobody, IfNone::zero);
    EXPECT_EQ(book->five_knows->weights[1], 500'000'000);
    EXPECT_EQ(book->five_knows->weights[2], 1'000'000'001);
}

TEST(Defaults, OfASelection) {
    const Rulebook book = parse_rulebook(with_items("[[selection]]\ncode = \"s\"\nshare = \"0.2\"\n"));
    const Selection& selection = book->selections.at(0);
    EXPECT_EQ(selection.roles, everyone);
    ASSERT_EQ(selection.rank_by.size(), 1U);
    EXPECT_EQ(selection.rank_by[0].kind, RankKey::Kind::total);
    EXPECT_EQ(selection.rank_by[0].text, "total");
    EXPECT_EQ(selection.of, ShareOf::candidates);
    EXPECT_EQ(selection.round, Rounding::down);
    EXPECT_EQ(selection.by, "");
    EXPECT_EQ(selection.quota, QuotaMethod::largest_remainder);
    EXPECT_FALSE(selection.grade_at_least.has_value());
    EXPECT_EQ(selection.min_days_in_role, 0);
    EXPECT_TRUE(selection.ties.empty());
    EXPECT_EQ(selection.at_the_line, AtTheLine::break_ties);
}

TEST(Defaults, LinkageAppliesToEveryoneAndServesByEveryItemThatIsNeitherVetoNorNegative) {
    const Rulebook book = parse_rulebook(with_items("[[item]]\ncode = \"v\"\nveto = { grade = \"out\" }\n"
                                                    "[[item]]\ncode = \"n\"\n"
                                                    "[linkage]\nserved = { target = 3, points = 1 }\n"));
    EXPECT_EQ(book->linkage->roles, everyone);
    EXPECT_EQ(book->linkage->gender, "");
    EXPECT_FALSE(book->linkage->exemplars);
    EXPECT_EQ(book->linkage->served_items, (std::vector{ItemId(0), ItemId(1), ItemId(4)}));
}

TEST(Defaults, EveryWordOfEveryClosedListIsRead) {
    const Rulebook book = parse_rulebook(with_items(R"(
[linkage]
gender = "male"
[five_knows]
role = "leader"
points = 5
weights = [1, 1, 1, 1, 1]
fresh_days = [1, 1, 1, 1, 1]
if_nobody = "full"
[[duty]]
code = "d"
items = ["a"]
per = "half"
each = "holder"
if_none_due = "full"
[[selection]]
code = "s1"
share = "5%"
of = "eligible"
round = "nearest"
quota = "sainte_lague"
at_the_line = "take_all"
rank_by = ["linkage"]
[[selection]]
code = "s2"
share = "100%"
round = "up"
quota = "dhondt"
at_the_line = "take_none"
ties = []
[[item]]
code = "p"
subject = "person"
once = "day"
verified = false
[[item]]
code = "q"
subject = "any"
)"));
    EXPECT_EQ(book->linkage->gender, "male");
    EXPECT_EQ(book->five_knows->if_nobody, IfNone::full);
    EXPECT_EQ(book->duties[0].each, DutyEach::holder);
    EXPECT_EQ(book->duties[0].if_none_due, IfNone::full);
    EXPECT_EQ(book->selections[0].of, ShareOf::eligible);
    EXPECT_EQ(book->selections[0].round, Rounding::half_even);
    EXPECT_EQ(book->selections[0].quota, QuotaMethod::sainte_lague);
    EXPECT_EQ(book->selections[0].at_the_line, AtTheLine::take_all);
    EXPECT_EQ(book->selections[1].round, Rounding::up);
    EXPECT_EQ(book->selections[1].quota, QuotaMethod::dhondt);
    EXPECT_EQ(book->selections[1].at_the_line, AtTheLine::take_none);
    EXPECT_EQ(book->items[3].subject, SubjectRule::person);
    EXPECT_EQ(book->items[3].once, Period::day);
}

TEST(Headings, TitleAndSourceMayStandOnEveryTable) {
    const Rulebook book = parse_rulebook(with_items(R"(
[total]
title = "total"
source = "1"
caps = [ { per = "year", points = 1, title = { en = "cap" }, source = "2" } ]
[[category]]
code = "c"
title.zh = "类"
source = "3"
[[item]]
code = "versions"
points = [ { from = 2023-01-01, value = 1, title = "v", source = "4" } ]
[[item]]
code = "ladder"
ladder = { per = "year", steps = [ [1, 1] ], title = "l", source = "5" }
[[item]]
code = "levels"
by_level = { village = 1, title = "levels", source = "6" }
[[item]]
code = "veto"
veto = { grade = "out", title = "veto", source = "7" }
[[exclusive]]
items = ["a", "b"]
title = "x"
source = "8"
[linkage]
title = "linkage"
source = "9"
exemplars = { target = 1, points = 1, title = "t", source = "10" }
[five_knows]
title = "knows"
source = "11"
role = "leader"
points = 1
weights = [1, 1, 1, 1, 1]
fresh_days = [1, 1, 1, 1, 1]
[[duty]]
code = "d"
items = ["a"]
per = "month"
title = "duty"
source = "12"
[[grade]]
code = "g"
title = "grade"
source = "13"
[[selection]]
code = "s"
share = "1%"
title = "selection"
source = "14"
eligible = { min_days_in_role = 1, title = "eligible", source = "15" }
)"));
    EXPECT_EQ(book->total.heading.source, "1");
    EXPECT_EQ(book->total.caps[0].heading.title.in("zh", ""), "cap");
    EXPECT_EQ(book->categories[0].heading.title.in("zh", ""), "类");
    EXPECT_EQ(book->items[3].versions[0].heading.source, "4");
    EXPECT_EQ(book->items[4].ladder->heading.source, "5");
    EXPECT_EQ(book->items[5].by_level.size(), 1U);
    EXPECT_EQ(book->exclusives[0].heading.source, "8");
    EXPECT_EQ(book->linkage->exemplars->heading.source, "10");
    EXPECT_EQ(book->five_knows->heading.source, "11");
    EXPECT_EQ(book->duties[0].heading.source, "12");
    EXPECT_EQ(book->grades[0].heading.title.in("en", ""), "grade");
    EXPECT_EQ(book->selections[0].heading.source, "14");
}

TEST(Headings, ALevelMayBeNamedTitleOrSource) {
    const Rulebook book = parse_rulebook(with_item("by_level = { title = 3, source = 4 }\n"));
    EXPECT_EQ(book->items[0].by_level.size(), 2U);
}

TEST(Headings, ATitleIsATextOrTextsByLanguage) {
    EXPECT_EQ(errors(with_item("title = 1\n")), "6:9 wrong_type");
    EXPECT_EQ(errors(with_item("title = { zh = 1, en = \"x\" }\n")), "6:16 wrong_type");
    EXPECT_EQ(errors(with_item("source = [\"x\"]\n")), "6:10 wrong_type");
}

TEST(Reading, AFileIsNamedInItsErrorsWithoutItsFolder) {
    const auto path = std::filesystem::path(testing::TempDir()) / "规则.toml";
    std::ofstream(path, std::ios::binary) << "jifen = 1\ncode = \"h\"\n";
    try {
        static_cast<void>(read_rulebook(path));
        FAIL() << "it was taken";
    } catch (const RulebookError& error) {
        EXPECT_EQ(error.diagnostics().at(0).file, "规则.toml");
        EXPECT_EQ(error.code(), "rulebook");
    }
    std::ofstream(path, std::ios::binary) << with_items("");
    EXPECT_EQ(read_rulebook(path)->items.size(), 3U);
    std::filesystem::remove(path);
}

TEST(Reading, AFileThatIsNotThereOrAFolderIsAFileError) {
    const auto reason_of = [](const std::filesystem::path& path) {
        try {
            static_cast<void>(read_rulebook(path));
        } catch (const FileError& error) {
            EXPECT_EQ(error.path(), path);
            EXPECT_EQ(error.code(), "io");
            return error.reason();
        }
        return std::error_code();
    };
    EXPECT_EQ(reason_of("no-such-folder/no-such-file.toml"), std::errc::no_such_file_or_directory);
    EXPECT_EQ(reason_of(testing::TempDir()), std::errc::is_a_directory);
}

TEST(Reading, ACopySharesTheRulebook) {
    const Rulebook book = parse_rulebook(with_items(""));
    const Rulebook copy = book; // NOLINT(performance-unnecessary-copy-initialization): the copy is what is tested
    EXPECT_EQ(&*book, &*copy);
}

} // namespace
} // namespace jifen
