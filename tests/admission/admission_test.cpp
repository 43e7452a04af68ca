#include "jifen/admission/admission.hpp"

#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace jifen {
namespace {

using namespace testing_support;

Admission admit(const Tables& tables, const Rulebook& rules, std::string_view window = "2023",
                std::optional<Day> known_at = std::nullopt) {
    return Admission(load(tables), Program(rules, Window::parse(window)), known_at, RunOptions{});
}

/// `entry verdict` of every known entry, by actor, date and id; `valid` for those that passed.
std::string verdicts(const Admission& admission) {
    std::string out;
    for (std::uint32_t at = 0; at < admission.district().ledger.size(); ++at) {
        const EntryId entry(at);
        if (!admission.is_known(entry)) continue;
        out += out.empty() ? "" : " ";
        out += admission.district().ledger.ids[at];
        out += ":";
        out += admission.is_valid(entry) ? "valid" : to_string(admission.refusal(entry));
    }
    return out;
}

std::string verdicts(const Tables& tables, const Rulebook& rules, std::optional<Day> known_at = std::nullopt) {
    return verdicts(admit(tables, rules, "2023", known_at));
}

/// Ann leads G1 all the time, Bea in the first half of 2023 only; household H1 is theirs.
Tables two_people(std::string ledger) {
    Tables tables;
    tables.households = "household,unit\nH1,G1\n";
    tables.people = "person,household\nann,H1\nbea,H1\n";
    tables.roles = "person,role,unit,from,until\nann,leader,G1,,\nbea,leader,G1,2023-01-01,2023-07-01\n";
    tables.ledger = std::move(ledger);
    return tables;
}

const char* const strict_rules = R"(record_within_days = 31
[[item]]
code = "prize"
by_level = { village = 1, township = 2 }
verified = true
channels = ["visit", "phone"]
subject = "household"
roles = ["leader"]
[[item]]
code = "old_prize"
by_level = { village = 1, township = 2 }
verified = true
channels = ["visit", "phone"]
subject = "household"
roles = ["leader"]
until = 2023-01-01
)";

// SPEC §4.2: "the first that fits, in this order". Every set of reasons is put into one entry: 2 · 2^9 of them, without
// and with a cancellation.
TEST(Verdict, OfAnEntryThatFitsSeveralIsTheFirst) {
    constexpr std::array reasons{Verdict::cancelled,    Verdict::outside_window, Verdict::unknown_item,
                                 Verdict::not_in_force, Verdict::role_not_held,  Verdict::recorded_late,
                                 Verdict::unverified,   Verdict::wrong_channel,  Verdict::wrong_subject,
                                 Verdict::unknown_level};
    const auto has = [](unsigned set, std::size_t reason) { return (set >> reason & 1U) != 0; };
    std::string ledger = "entry,date,actor,item,level,subject,channel,verified,recorded,cancels\n";
    for (unsigned set = 0; set < 1U << reasons.size(); ++set) {
        const std::string id = "e" + std::to_string(set);
        const bool outside = has(set, 1);
        const bool late = has(set, 5);
        ledger += id + (outside ? ",2024-03-01," : ",2023-08-01,");
        ledger += has(set, 4) ? "bea," : "ann,";
        ledger += has(set, 2) ? "no_such_item," : has(set, 3) ? "old_prize," : "prize,";
        ledger += has(set, 9) ? "galaxy," : "village,";
        ledger += has(set, 8) ? "nobody," : "H1,";
        ledger += has(set, 7) ? "letter," : "phone,";
        ledger += has(set, 6) ? "no," : "yes,";
        ledger += late ? (outside ? "2024-04-02," : "2023-09-02,") : (outside ? "2024-04-01," : "2023-09-01,");
        ledger += "\n";
        if (has(set, 0)) ledger += "x" + id + ",2023-01-01,bea,,,,,,," + id + "\n";
    }
    const Admission admission = admit(two_people(ledger), rules_of(strict_rules));
    ASSERT_EQ(admission.district().ledger.size(), 1024 + 512);
    for (std::uint32_t at = 0; at < admission.district().ledger.size(); ++at) {
        const EntryId entry(at);
        const std::string id(admission.district().ledger.ids[at]);
        if (id.front() == 'x') {
            EXPECT_EQ(admission.refusal(entry), Verdict::cancels) << id;
            continue;
        }
        const auto set = static_cast<unsigned>(std::stoul(id.substr(1)));
        if (set == 0) {
            EXPECT_TRUE(admission.is_valid(entry));
            continue;
        }
        ASSERT_FALSE(admission.is_valid(entry)) << id;
        std::size_t first = 0;
        while (!has(set, first)) ++first;
        EXPECT_EQ(admission.refusal(entry), reasons[first]) << id;
    }
}

TEST(Verdict, OfACancellationIsCancelsEvenWhenItNamesNoEntryAndIsOfNoItem) {
    Tables tables = two_people("entry,date,actor,item,cancels\n"
                               "c1,2023-05-01,ann,,a1\n"
                               "c2,2019-05-01,ann,no_such_item,nothing\n"
                               "a1,2023-04-01,ann,any,\n");
    EXPECT_EQ(verdicts(tables, rules_of("[[item]]\ncode = \"any\"\n")), "c2:cancels a1:cancelled c1:cancels");
}

TEST(Verdict, LetsAnybodyWithdrawAnEntryOfAnybody) {
    Tables tables = two_people("entry,date,actor,item,cancels\n"
                               "a1,2023-04-01,ann,any,\n"
                               "b1,2023-04-02,bea,any,a1\n");
    EXPECT_EQ(verdicts(tables, rules_of("[[item]]\ncode = \"any\"\n")), "a1:cancelled b1:cancels");
}

TEST(Verdict, CountsTheDaysBetweenTheDeedAndItsRecord) {
    Tables tables = two_people("entry,date,actor,item,recorded\n"
                               "a1,2023-04-01,ann,any,2023-04-11\n"
                               "a2,2023-04-01,ann,any,2023-04-12\n"
                               "a3,2023-04-01,ann,any,2023-03-01\n"
                               "a4,2023-04-01,ann,any,\n");
    EXPECT_EQ(verdicts(tables, rules_of("record_within_days = 10\n[[item]]\ncode = \"any\"\n")),
              "a1:valid a2:recorded_late a3:valid a4:valid");
    EXPECT_EQ(verdicts(tables, rules_of("record_within_days = 0\n[[item]]\ncode = \"any\"\n")),
              "a1:recorded_late a2:recorded_late a3:valid a4:valid");
    EXPECT_EQ(verdicts(tables, rules_of("[[item]]\ncode = \"any\"\n")), "a1:valid a2:valid a3:valid a4:valid");
}

TEST(Verdict, TakesAnItemFromItsFirstDayToTheDayBeforeItsLast) {
    Tables tables = two_people("entry,date,actor,item\n"
                               "a1,2023-02-28,ann,x\na2,2023-03-01,ann,x\na3,2023-04-30,ann,x\na4,2023-05-01,ann,x\n");
    EXPECT_EQ(verdicts(tables, rules_of("[[item]]\ncode = \"x\"\nfrom = 2023-03-01\nuntil = 2023-05-01\n")),
              "a1:not_in_force a2:valid a3:valid a4:not_in_force");
    // The same of the item's points: before the first version, in the gap between two, after the last.
    EXPECT_EQ(verdicts(tables, rules_of("[[item]]\ncode = \"x\"\npoints = [ { from = 2023-03-01, until = 2023-04-01, "
                                        "value = 1 }, { from = 2023-05-01, value = 2 } ]\n")),
              "a1:not_in_force a2:valid a3:not_in_force a4:valid");
}

TEST(Verdict, AsksForARoleOfTheItemOnTheVeryDay) {
    Tables tables = two_people("entry,date,actor,item\n"
                               "b0,2022-12-31,bea,x\nb1,2023-01-01,bea,x\nb2,2023-06-30,bea,x\nb3,2023-07-01,bea,x\n");
    const auto rules = rules_of("[[item]]\ncode = \"x\"\n");
    EXPECT_EQ(verdicts(tables, rules), "b0:outside_window b1:valid b2:valid b3:role_not_held");
    const auto for_members = rules_of("[[item]]\ncode = \"x\"\nroles = [\"member\"]\n");
    EXPECT_EQ(verdicts(tables, for_members), "b0:outside_window b1:role_not_held b2:role_not_held b3:role_not_held");
    // Whatever it is worth to her, an exemplar's entry is valid for linkage (SPEC §5) unless something else is wrong.
    const Admission admission = admit(tables, for_members);
    EXPECT_FALSE(admission.is_valid_whatever_role(EntryId(0)));
    EXPECT_TRUE(admission.is_valid_whatever_role(EntryId(1)));
}

TEST(Verdict, DoesNotCountARoleInAUnitThatHangsInTheAir) {
    Tables tables = two_people("entry,date,actor,item\na1,2023-03-01,ann,x\n");
    tables.roles = "person,role,unit\nann,leader,nowhere\n";
    const auto rules = rules_of("[[item]]\ncode = \"x\"\n");
    EXPECT_EQ(verdicts(tables, rules), "a1:role_not_held");
    tables.units += "lost,unknown,grid,\n";
    tables.roles = "person,role,unit\nann,leader,lost\n";
    EXPECT_EQ(verdicts(tables, rules), "a1:role_not_held");
}

TEST(Verdict, ReadsAnEmptyCellAsAWordThatWasNotSaid) {
    Tables tables = two_people("entry,date,actor,item,channel,verified,subject,level\n"
                               "a1,2023-03-01,ann,channel,,,,\na2,2023-03-01,ann,verified,,,,\n"
                               "a3,2023-03-01,ann,household,,,,\na4,2023-03-01,ann,level,,,,\n"
                               "a5,2023-03-01,ann,person,,,H1,\na6,2023-03-01,ann,household,,,ann,\n"
                               "a7,2023-03-01,ann,person,,,bea,\n");
    const auto rules = rules_of("[[item]]\ncode = \"channel\"\nchannels = [\"visit\"]\n"
                                "[[item]]\ncode = \"verified\"\nverified = true\n"
                                "[[item]]\ncode = \"household\"\nsubject = \"household\"\n"
                                "[[item]]\ncode = \"person\"\nsubject = \"person\"\n"
                                "[[item]]\ncode = \"level\"\nby_level = { village = 1 }\n");
    EXPECT_EQ(verdicts(tables, rules), "a1:wrong_channel a2:unverified a3:wrong_subject a4:unknown_level "
                                       "a5:wrong_subject a6:wrong_subject a7:valid");
}

TEST(KnownAt, DropsEntriesAndCancellationsRecordedLater) {
    const Tables tables = two_people("entry,date,actor,item,recorded,cancels\n"
                                     "a1,2023-03-01,ann,x,2023-03-05,\n"
                                     "a2,2023-03-02,ann,x,2023-03-06,\n"
                                     "b1,2023-03-01,bea,,2023-03-06,a1\n"
                                     "b2,2023-03-01,bea,,2023-03-07,a1\n");
    const auto rules = rules_of("[[item]]\ncode = \"x\"\n");
    EXPECT_EQ(verdicts(tables, rules), "a1:cancelled a2:valid b1:cancels b2:cancels");
    EXPECT_EQ(verdicts(tables, rules, day_of("2023-03-06")), "a1:cancelled a2:valid b1:cancels");
    EXPECT_EQ(verdicts(tables, rules, day_of("2023-03-05")), "a1:valid");
    EXPECT_EQ(verdicts(tables, rules, day_of("2023-03-04")), "");
}

TEST(KnownAt, DoesNotMakeACancellationOfALaterRecordUndone) {
    // Withdrawn before it was written down: known from the day on which the entry itself is known.
    const Tables tables = two_people("entry,date,actor,item,recorded,cancels\n"
                                     "a1,2023-03-01,ann,x,2023-03-20,\n"
                                     "b1,2023-03-01,bea,,2023-03-06,a1\n");
    const auto rules = rules_of("[[item]]\ncode = \"x\"\n");
    EXPECT_EQ(verdicts(tables, rules, day_of("2023-03-19")), "b1:cancels");
    EXPECT_EQ(verdicts(tables, rules, day_of("2023-03-20")), "a1:cancelled b1:cancels");
}

TEST(Verdict, HasAWordAndASentenceInBothLanguages) {
    for (std::size_t v = 0; v < verdict_count; ++v) {
        const auto verdict = static_cast<Verdict>(v);
        EXPECT_FALSE(to_string(verdict).empty());
        EXPECT_FALSE(describe(verdict, "zh").empty());
        EXPECT_FALSE(describe(verdict, "en").empty());
        EXPECT_EQ(is_valid(verdict), v >= static_cast<std::size_t>(Verdict::veto));
    }
    EXPECT_EQ(to_string(Verdict::part_counted), "part_counted");
    EXPECT_EQ(describe(Verdict::recorded_late, "zh"), "补录超期");
}

TEST(Admission, KnownForEverIsTheSameAsNoLimit) {
    Tables tables;
    tables.people = "person\nann\n";
    tables.roles = "person,role,unit\nann,leader,G1\n";
    tables.ledger = "entry,date,actor,item,recorded,cancels\na,2023-01-01,ann,x,,\nb,2023-01-02,ann,x,,\n"
                    "c,2023-01-03,ann,,2023-05-01,b\n";
    const Rulebook rules = rules_of("[[item]]\ncode = \"x\"\npoints = 1\n");
    EXPECT_EQ(verdicts(tables, rules, Day::never_ends()), verdicts(tables, rules));
    EXPECT_NE(verdicts(tables, rules, Day::parse("2023-04-30")), verdicts(tables, rules));
}

} // namespace
} // namespace jifen
