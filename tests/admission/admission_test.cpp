#include "jifen/admission/admission.hpp"

#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace jifen {
namespace {

using namespace testing_support;

/// By both kernels, which must agree on every entry.
Admission admit(const Tables& tables, const Rulebook& rules, std::string_view window = "2023",
                std::optional<Day> known_at = std::nullopt) {
    const District district = load(tables);
    const Program program(rules, Window::parse(window));
    RunOptions options;
    options.kernels = Kernels::fast;
    const Admission fast(district, program, known_at, options);
    options.kernels = Kernels::plain;
    Admission plain(district, program, known_at, options);
    for (std::uint32_t at = 0; at < district->ledger.size(); ++at) {
        const EntryId entry(at);
        EXPECT_TRUE(fast.is_known(entry) == plain.is_known(entry) && fast.is_valid(entry) == plain.is_valid(entry) &&
                    fast.is_valid_whatever_role(entry) == plain.is_valid_whatever_role(entry) &&
                    (!plain.is_known(entry) || plain.is_valid(entry) || fast.refusal(entry) == plain.refusal(entry)))
            << "entry " << district->ledger.ids[at];
    }
    return plain;
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

TEST(Verdict, OfAnEntryIsCancelsWhereAllOfThemAre) {
    EXPECT_EQ(verdicts(two_people("entry,date,actor,item,cancels\na,2023-02-01,ann,,x\nb,2023-02-02,ann,x,y\n"),
                       rules_of("[[item]]\ncode = \"x\"\npoints = 1\n")),
              "a:cancels b:cancels");
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

// Random rulebooks, ledgers and roles with gaps; several actors, so that tiles begin anywhere.
TEST(Admission, IsTheSameByBothKernels) {
    Dice dice(20230411);
    std::array<int, verdict_count> seen{};
    int valid = 0;
    for (int round = 0; round < 300; ++round) {
        // More words of items than fit a byte, now and then.
        const std::size_t other_words = dice.one_in(8) ? 600 : 1;
        const bool is_same_all_year = dice.one_in(3);                            // then most actors are judged together
        const bool begins_within = dice.one_in(2), ends_within = dice.one_in(2); // the year
        const Day first_day(19358 - (begins_within ? 0 : 20));
        const auto days = static_cast<unsigned>(days_between(first_day, Day(19358 + (ends_within ? 365 : 380))));
        const auto date = [&] {
            return to_string(Day(19358 - 40 + static_cast<std::int32_t>(dice.below(430)))); // around 2023
        };
        Tables tables;
        tables.households = "household,unit\nH1,G1\n";
        tables.people = "person,household\n";
        tables.roles = "person,role,unit,from,until\n";
        std::string rules = dice.one_in(2) ? "record_within_days = 20\n" : "";
        for (int item = 0; item < 6; ++item) {
            rules += "[[item]]\ncode = \"i" + std::to_string(item) + "\"\n";
            rules += is_same_all_year || dice.one_in(2) ? "points = 1\n"
                     : dice.one_in(2)                   ? "points = [ { from = " + date() + ", value = 2 } ]\n"
                                                        : "by_level = { low = 1, high = 2 }\n";
            if (dice.one_in(3)) rules += "verified = true\n";
            if (dice.one_in(3)) {
                static constexpr std::array<std::string_view, 3> lists{"\"a\"", "\"visit\", \"a\"", "\"z\""};
                rules += "channels = [ " + std::string(dice.one_of(lists)) + " ]\n";
            }
            if (dice.one_in(3)) rules += dice.one_in(2) ? "subject = \"household\"\n" : "subject = \"person\"\n";
            if (dice.one_in(3)) rules += "roles = [\"member\"]\n";
            if (!is_same_all_year && dice.one_in(3)) rules += "from = " + date() + "\n";
        }
        tables.ledger = "entry,date,actor,item,level,subject,channel,verified,recorded,cancels\n";
        int number = 0;
        const std::size_t people = 1 + dice.below(6);
        for (std::size_t p = 0; p < people; ++p) {
            const std::string person = "p" + std::to_string(p);
            tables.people += person + ",H1\n";
            if (is_same_all_year && !dice.one_in(4))
                tables.roles += person + ",leader,G1,,\n" + person + ",member,G1,,\n";
            for (std::size_t spans = dice.below(4); spans > 0; --spans) {
                const Day from(19358 - 40 + static_cast<std::int32_t>(dice.below(430)));
                tables.roles += person + (dice.one_in(2) ? ",leader,G1," : ",member,G1,") +
                                (dice.one_in(3) ? "" : to_string(from)) + "," +
                                (dice.one_in(3) ? "" : to_string(from.plus(60))) + "\n";
            }
            for (std::size_t entries = dice.below(dice.one_in(8) ? 1300 : 40); entries > 0; --entries) {
                static constexpr std::array<std::string_view, 3> levels{"", "low", "odd"};
                static constexpr std::array<std::string_view, 4> subjects{"", "H1", "p0", "odd"};
                static constexpr std::array<std::string_view, 5> channels{"", "a", "visit", "odd", "z"};
                static constexpr std::array<std::string_view, 3> verified{"", "yes", "no"};
                const Day day = first_day.plus(static_cast<std::int32_t>(dice.below(days)));
                tables.ledger += "e" + std::to_string(number) + "," + to_string(day) + "," + person + ",i" +
                                 std::to_string(dice.one_in(8) ? 6 + dice.below(other_words) : dice.below(7)) + "," +
                                 std::string(dice.one_of(levels)) + "," + std::string(dice.one_of(subjects)) + "," +
                                 std::string(dice.one_of(channels)) + "," + std::string(dice.one_of(verified)) + "," +
                                 to_string(day.plus(static_cast<std::int32_t>(dice.below(40)))) + "," +
                                 (dice.one_in(20) && number > 0 ? "e" + std::to_string(number / 2) : "") + "\n";
                ++number;
            }
        }
        std::optional<Day> known_at;
        if (dice.one_in(3)) known_at = Day(19358 + static_cast<std::int32_t>(dice.below(365)));
        const std::string_view window = dice.one_in(3) ? "2023-03-10..2023-09-02" : "2023";
        const Admission admission = admit(tables, rules_of(rules), window, known_at);
        for (std::uint32_t at = 0; at < admission.district().ledger.size(); ++at) {
            if (admission.is_valid(EntryId(at)))
                ++valid;
            else if (admission.is_known(EntryId(at)))
                ++seen[static_cast<std::size_t>(admission.refusal(EntryId(at)))];
        }
    }
    EXPECT_GT(valid, 500);
    for (std::size_t verdict = 0; verdict < static_cast<std::size_t>(Verdict::veto); ++verdict)
        EXPECT_GT(seen[verdict], 100) << to_string(static_cast<Verdict>(verdict));
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
