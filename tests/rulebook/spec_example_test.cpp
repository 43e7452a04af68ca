#include "jifen/rulebook/rulebook.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

/// \file
/// The example of SPEC §3, word for word, field by field.

namespace jifen {
namespace {

constexpr const char* example = R"toml(jifen = 1                                  # format version
code = "pinggu-1-10-100"
title = { zh = "妇联执委“1+10+100”积分管理办法", en = "1 + 10 + 100 points rulebook" }
source = "point values are illustrative; the structure follows FACTS.md"
applies_to = ["committee_member", "group_leader"]   # roles whose holders are scored
record_within_days = 31                    # later records do not count (optional)

[total]                                    # §4.5, every key optional
base = 60
floor = 0
ceiling = 200
caps = [ { per = "year", points = 90 } ]

[[category]]
code = "service"
title = { zh = "服务群众", en = "Service" }
caps = [ { per = "month", points = 12 }, { per = "year", points = 80 } ]

[[item]]
code = "home_visit"
title = { zh = "定期家访", en = "Home visit" }
source = "duty 1"                          # the article of the rule text
category = "service"
points = 0.2                               # at most one of: points, points_per_unit, by_level, ladder
once = "month"                             # per actor × item × subject: only the first in the period
subject = "household"                      # household | person | any (default: any, may be empty or unknown)
channels = ["visit"]
verified = true                            # only verified entries count
roles = ["group_leader"]                   # default: applies_to
caps = [ { per = "month", points = 8 } ]
from = 2023-01-01                          # in force [from, until)
until = 2024-01-01

[[item]]
code = "volunteer_hours"
category = "service"
ladder = { per = "month", steps = [ [10, 2], [20, 5], [50, 10] ] }   # total quantity → points, highest step reached

[[item]]
code = "suggestion"
points = [ { from = 2023-01-01, value = 1 }, { from = 2023-07-01, until = 2023-12-01, value = 1.5 } ]   # dated versions; each ends at its `until`, else where the next begins

[[item]]
code = "mediation"
points_per_unit = 2.5                      # × quantity

[[item]]
code = "honour"
by_level = { village = 1, township = 2, district = 5, city = 10, province = 20, nation = 30 }

[[item]]
code = "complaint"
points = -2

[[item]]
code = "fabrication"
veto = { grade = "unqualified" }           # a free word

[[exclusive]]                              # one act entered under several items: only the highest item counts
items = ["mediation", "home_visit"]

[linkage]                                  # §5
roles = ["committee_member"]               # default: applies_to
gender = "female"                          # only women count as exemplars and contacts (optional)
exemplars = { target = 10, points = 10 }
contacts  = { target = 100, points = 10 }
served    = { target = 100, points = 10, items = ["home_visit", "mediation"] }

[five_knows]                               # §6
role = "group_leader"                      # who is asked, about the households of her unit
points = 20
weights = [20, 20, 20, 20, 20]
fresh_days = [366, 62, 62, 62, 62]
if_nobody = "zero"                         # zero | full: her part when nobody is registered in her households

[[duty]]                                   # §7
code = "monthly_visit"
items = ["home_visit"]
per = "month"
roles = ["group_leader"]                   # default: applies_to
each = "household"                         # household | holder
at_least = 1
points = 10
if_none_due = "zero"                       # zero | full: her part when nothing was due

[[grade]]
code = "excellent"
at_least = 120
[[grade]]
code = "qualified"
at_least = 80
[[grade]]
code = "basic"                             # the last has no at_least

[[selection]]                              # §8; one for each honour
code = "best-group-leader"
roles = ["group_leader"]                   # whom it is chosen from; default: applies_to
rank_by = ["items", "five_knows", "duties"]   # their sum; default: ["total"]
share = "20%"
of = "candidates"                          # candidates | eligible
round = "down"                             # down | nearest (half to even) | up
by = "township"                            # a level, or absent: one list
quota = "largest_remainder"                # largest_remainder | sainte_lague | dhondt
eligible = { grade_at_least = "qualified", min_days_in_role = 90 }
ties = ["category:service", "five_knows", "fewest_deductions", "days_in_role"]   # also: total, items, linkage, duties
at_the_line = "break"                      # break | take_all | take_none
)toml";

const RulebookData& book() {
    static const Rulebook read = parse_rulebook(example);
    return *read;
}

using Words = std::vector<std::string>;

Day day(const char* text) { return *Day::parse(text); }
Points points(const char* text) { return *Points::parse(text); }

const Item& item(const std::string& code) {
    for (const Item& candidate : book().items) {
        if (candidate.code == code) return candidate;
    }
    throw std::out_of_range(code);
}

Words codes(const std::vector<ItemId>& items) {
    Words out;
    for (const ItemId id : items) out.push_back(book().items.at(id.index()).code);
    return out;
}

Words texts(const std::vector<RankKey>& keys) {
    Words out;
    for (const RankKey& key : keys) out.push_back(key.text);
    return out;
}

TEST(SpecExample, HasItsHeading) {
    EXPECT_EQ(book().code, "pinggu-1-10-100");
    EXPECT_EQ(book().heading.title.in("zh", ""), "妇联执委“1+10+100”积分管理办法");
    EXPECT_EQ(book().heading.title.in("en", ""), "1 + 10 + 100 points rulebook");
    EXPECT_EQ(book().heading.source, "point values are illustrative; the structure follows FACTS.md");
    EXPECT_EQ(book().heading.line, 1);
    EXPECT_EQ(book().applies_to, (Words{"committee_member", "group_leader"}));
    EXPECT_EQ(book().record_within_days, 31);
}

TEST(SpecExample, HasItsTotal) {
    EXPECT_EQ(book().total.base, points("60"));
    EXPECT_EQ(book().total.floor, Points());
    EXPECT_EQ(book().total.ceiling, points("200"));
    ASSERT_EQ(book().total.caps.size(), 1U);
    EXPECT_EQ(book().total.caps[0].per, Period::year);
    EXPECT_EQ(book().total.caps[0].points, points("90"));
}

TEST(SpecExample, HasItsCategoryWithCapsFinestFirst) {
    ASSERT_EQ(book().categories.size(), 1U);
    const Category& category = book().categories[0];
    EXPECT_EQ(category.code, "service");
    EXPECT_EQ(category.heading.title.in("en", ""), "Service");
    ASSERT_EQ(category.caps.size(), 2U);
    EXPECT_EQ(category.caps[0].per, Period::month);
    EXPECT_EQ(category.caps[0].points, points("12"));
    EXPECT_EQ(category.caps[1].per, Period::year);
    EXPECT_EQ(category.caps[1].points, points("80"));
}

TEST(SpecExample, HasItsItemsInFileOrder) {
    Words found;
    for (const Item& candidate : book().items) found.push_back(candidate.code);
    EXPECT_EQ(found, (Words{"home_visit", "volunteer_hours", "suggestion", "mediation", "honour", "complaint",
                            "fabrication"}));
}

TEST(SpecExample, HasAnItemWithEveryKey) {
    const Item& visit = item("home_visit");
    EXPECT_EQ(visit.heading.title.in("zh", ""), "定期家访");
    EXPECT_EQ(visit.heading.source, "duty 1");
    EXPECT_EQ(visit.category, CategoryId(0));
    EXPECT_EQ(visit.scoring, Scoring::points);
    ASSERT_EQ(visit.versions.size(), 1U);
    EXPECT_EQ(visit.versions[0].value, points("0.2"));
    EXPECT_FALSE(visit.versions[0].dated);
    EXPECT_EQ(visit.versions[0].days, Span());
    EXPECT_EQ(visit.once, Period::month);
    EXPECT_EQ(visit.subject, SubjectRule::household);
    EXPECT_EQ(visit.channels, Words{"visit"});
    EXPECT_TRUE(visit.verified);
    EXPECT_EQ(visit.roles, Words{"group_leader"});
    ASSERT_EQ(visit.caps.size(), 1U);
    EXPECT_EQ(visit.caps[0].per, Period::month);
    EXPECT_EQ(visit.caps[0].points, points("8"));
    EXPECT_EQ(visit.days, (Span{day("2023-01-01"), day("2024-01-01")}));
    EXPECT_EQ(visit.exclusive, ExclusiveId(0));
    EXPECT_FALSE(visit.is_negative());
}

TEST(SpecExample, HasALadder) {
    const Item& hours = item("volunteer_hours");
    EXPECT_EQ(hours.scoring, Scoring::ladder);
    ASSERT_TRUE(hours.ladder);
    EXPECT_EQ(hours.ladder->per, Period::month);
    ASSERT_EQ(hours.ladder->steps.size(), 3U);
    EXPECT_EQ(hours.ladder->steps[1].threshold, Quantity::thousandths(20'000));
    EXPECT_EQ(hours.ladder->steps[1].points, points("5"));
    EXPECT_EQ(hours.ladder->at(9'999), Points());
    EXPECT_EQ(hours.ladder->at(50'000), points("10"));
}

TEST(SpecExample, HasDatedVersionsThatEndAtTheirUntilOrWhereTheNextBegins) {
    const Item& suggestion = item("suggestion");
    ASSERT_EQ(suggestion.versions.size(), 2U);
    EXPECT_TRUE(suggestion.versions[0].dated);
    EXPECT_EQ(suggestion.versions[0].days, (Span{day("2023-01-01"), day("2023-07-01")}));
    EXPECT_EQ(suggestion.versions[0].value, points("1"));
    EXPECT_EQ(suggestion.versions[1].days, (Span{day("2023-07-01"), day("2023-12-01")}));
    EXPECT_EQ(suggestion.versions[1].value, points("1.5"));
}

TEST(SpecExample, HasTheOtherWaysToGivePoints) {
    EXPECT_EQ(item("mediation").scoring, Scoring::points_per_unit);
    EXPECT_EQ(item("mediation").per_unit, points("2.5"));
    EXPECT_EQ(item("mediation").exclusive, ExclusiveId(0));
    const Item& honour = item("honour");
    EXPECT_EQ(honour.scoring, Scoring::by_level);
    ASSERT_EQ(honour.by_level.size(), 6U);
    EXPECT_EQ(honour.by_level.front(), std::pair(std::string("village"), points("1")));
    EXPECT_EQ(honour.by_level.back(), std::pair(std::string("nation"), points("30")));
    EXPECT_EQ(item("complaint").versions.at(0).value, points("-2"));
    EXPECT_TRUE(item("complaint").is_negative());
    EXPECT_EQ(item("fabrication").scoring, Scoring::veto);
    EXPECT_TRUE(item("fabrication").is_veto());
    EXPECT_EQ(item("fabrication").veto_grade, "unqualified");
}

TEST(SpecExample, HasAnExclusiveGroup) {
    ASSERT_EQ(book().exclusives.size(), 1U);
    EXPECT_EQ(codes(book().exclusives[0].items), (Words{"mediation", "home_visit"}));
}

TEST(SpecExample, HasItsLinkage) {
    ASSERT_TRUE(book().linkage);
    const LinkageRule& linkage = *book().linkage;
    EXPECT_EQ(linkage.roles, Words{"committee_member"});
    EXPECT_EQ(linkage.gender, "female");
    ASSERT_TRUE(linkage.exemplars && linkage.contacts && linkage.served);
    EXPECT_EQ(linkage.exemplars->target, 10);
    EXPECT_EQ(linkage.exemplars->points, points("10"));
    EXPECT_EQ(linkage.contacts->target, 100);
    EXPECT_EQ(linkage.served->target, 100);
    EXPECT_EQ(codes(linkage.served_items), (Words{"home_visit", "mediation"}));
}

TEST(SpecExample, HasItsFiveKnows) {
    ASSERT_TRUE(book().five_knows);
    const FiveKnowsRule& rule = *book().five_knows;
    EXPECT_EQ(rule.role, "group_leader");
    EXPECT_EQ(rule.points, points("20"));
    for (const std::int64_t weight : rule.weights) EXPECT_EQ(weight, 20'000'000'000);
    EXPECT_EQ(rule.fresh_days, (std::array<std::int32_t, stage_count>{366, 62, 62, 62, 62}));
    EXPECT_EQ(rule.if_nobody, IfNone::zero);
}

TEST(SpecExample, HasItsDuty) {
    ASSERT_EQ(book().duties.size(), 1U);
    const Duty& duty = book().duties[0];
    EXPECT_EQ(duty.code, "monthly_visit");
    EXPECT_EQ(codes(duty.items), Words{"home_visit"});
    EXPECT_EQ(duty.per, Period::month);
    EXPECT_EQ(duty.roles, Words{"group_leader"});
    EXPECT_EQ(duty.each, DutyEach::household);
    EXPECT_EQ(duty.at_least, 1);
    EXPECT_EQ(duty.points, points("10"));
    EXPECT_EQ(duty.if_none_due, IfNone::zero);
}

TEST(SpecExample, HasItsGrades) {
    ASSERT_EQ(book().grades.size(), 3U);
    EXPECT_EQ(book().grades[0].code, "excellent");
    EXPECT_EQ(book().grades[0].at_least, points("120"));
    EXPECT_EQ(book().grades[1].at_least, points("80"));
    EXPECT_EQ(book().grades[2].code, "basic");
    EXPECT_FALSE(book().grades[2].at_least);
}

TEST(SpecExample, HasItsSelection) {
    ASSERT_EQ(book().selections.size(), 1U);
    const Selection& selection = book().selections[0];
    EXPECT_EQ(selection.code, "best-group-leader");
    EXPECT_EQ(selection.roles, Words{"group_leader"});
    EXPECT_EQ(texts(selection.rank_by), (Words{"items", "five_knows", "duties"}));
    EXPECT_EQ(selection.share, *Share::parse("20%"));
    EXPECT_EQ(selection.of, ShareOf::candidates);
    EXPECT_EQ(selection.round, Rounding::down);
    EXPECT_EQ(selection.by, "township");
    EXPECT_EQ(selection.quota, QuotaMethod::largest_remainder);
    EXPECT_EQ(selection.grade_at_least, GradeId(1));
    EXPECT_EQ(selection.min_days_in_role, 90);
    EXPECT_EQ(texts(selection.ties), (Words{"category:service", "five_knows", "fewest_deductions", "days_in_role"}));
    EXPECT_EQ(selection.ties[0].kind, RankKey::Kind::category);
    EXPECT_EQ(selection.ties[0].category, CategoryId(0));
    EXPECT_EQ(selection.ties[2].kind, RankKey::Kind::fewest_deductions);
    EXPECT_EQ(selection.ties[3].kind, RankKey::Kind::days_in_role);
    EXPECT_EQ(selection.at_the_line, AtTheLine::break_ties);
}

} // namespace
} // namespace jifen
