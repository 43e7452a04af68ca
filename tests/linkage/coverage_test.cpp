#include "jifen/linkage/coverage.hpp"

#include "jifen/linkage/linkage.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace jifen {
namespace {

using namespace testing_support;

const std::string rulebook =
    "[[item]]\ncode = \"visit\"\npoints = 1\nroles = [\"member\"]\n[[item]]\ncode = \"call\"\npoints = 1\n"
    "[[item]]\ncode = \"fault\"\npoints = -1\n"
    "[linkage]\nroles = [\"member\"]\ngender = \"female\"\nexemplars = { target = 2, points = 10 }\n"
    "contacts = { target = 3, points = 10 }\nserved = { target = 1, points = 10 }\n";

Admission admit(const Tables& tables, const std::string& rules = rulebook, std::string_view window = "2023") {
    return {district_of(tables), Program(rules_of(rules), Window::parse(window)), std::nullopt, RunOptions{}};
}

/// Mia is a member in T1, moe in G3; ada's household H1 lies in G1, bea and her husband's H2 in G1, cid's H3 in G3.
Tables small() {
    Tables tables;
    tables.households = "household,unit,from,until\nH1,G1,,\nH2,G1,,\nH3,G3,,\nH4,G3,2023-08-01,\n";
    tables.people = "person,gender,household,unit,until\nada,female,H1,,\nbea,female,H2,,\nbob,male,H2,,\n"
                    "cid,female,H3,,2023-09-01\nmia,female,,T1,\nmoe,female,,,\n";
    tables.roles = "person,role,unit,from,until\nmia,member,T1,,\nmoe,member,G3,,2023-07-01\n";
    tables.links = "source,target,kind,from,until\nmia,ada,leads,,\nmia,bob,leads,,\nada,bea,serves,2023-03-01,\n"
                   "ada,cid,serves,,\nmoe,bea,serves,,\nbob,ada,serves,,\n";
    tables.ledger = "entry,date,actor,item,subject\nE1,2023-02-10,mia,visit,bob\nE2,2023-05-20,ada,call,H3\n"
                    "E3,2023-05-21,moe,fault,H1\nE4,2023-06-10,bob,visit,H1\nE5,2023-06-11,moe,visit,bea\n";
    return tables;
}

TEST(Coverage, CountsTheNetworkOfAnyDay) {
    const Admission admission = admit(small());
    CoverageOptions options;
    options.contact_months = 3;
    EXPECT_EQ(coverage_table(coverage_on(admission, day_of("2023-06-30"), options)).to_csv(),
              "person,unit,exemplars,contacts,served,missing_exemplars,missing_contacts,missing_served\n"
              // mia leads ada alone (bob is a man); ada serves bea and cid, and has called at cid's.
              "mia,T1,1,2,1,1,1,0\n"
              "moe,G3,0,1,1,2,2,0\n");
    EXPECT_EQ(coverage_table(coverage_on(admission, day_of("2023-02-28"))).to_csv(),
              "person,unit,exemplars,contacts,served,missing_exemplars,missing_contacts,missing_served\n"
              "mia,T1,1,1,0,1,2,1\nmoe,G3,0,1,0,2,2,1\n");
    const NetworkCoverage coverage = coverage_on(admission, day_of("2023-06-30"), options);
    // Bob's visit is not valid: he is no member. Moe's is, and H2 is bea's.
    EXPECT_EQ(coverage_by(coverage, "grid").to_csv(),
              "unit,members,with_exemplars,with_contacts,with_served,exemplars,contacts,served,missing_exemplars,"
              "missing_contacts,missing_served,people,reached_by_nobody,reached_by_several,links,links_out_of_office,"
              "links_to_departed,households,without_contact\n"
              "G1,0,0,0,0,0,0,0,0,0,0,2,1,1,3,0,0,2,1\n"
              "G2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0\n"
              "G3,1,0,0,1,0,1,1,2,2,0,1,0,0,1,0,0,1,0\n"
              ",1,0,0,1,1,2,1,1,1,0,2,2,0,2,0,0,0,0\n");
    EXPECT_EQ(uncontacted_table(coverage).to_csv(), "unit,household,last_contact\nG1,H1,\n");
    EXPECT_EQ(reach_table(coverage).to_csv(), "person,unit,members\nada,G1,0\nbea,G1,2\ncid,G3,1\nmia,T1,0\nmoe,,0\n");
    EXPECT_EQ(coverage.sums().people, 5);
    EXPECT_EQ(coverage.sums(coverage.district->units.ids().find("T1")).people, 3) << "moe lies in no unit";
}

TEST(Coverage, NamesLinksFromNobodyAndToNobody) {
    const CoverageSums sums = coverage_on(admit(small()), day_of("2023-12-31")).sums();
    EXPECT_EQ(sums.members, 1);
    EXPECT_EQ(sums.links, 6);
    EXPECT_EQ(sums.links_out_of_office, 1) << "moe's";
    EXPECT_EQ(sums.links_to_departed, 1) << "to cid";
    EXPECT_EQ(sums.people, 4);
    EXPECT_EQ(sums.households, 4);
    EXPECT_EQ(sums.without_contact, 0) << "not asked";
}

TEST(Coverage, AContactCountsInTheMonthsUpToTheDay) {
    const Admission admission = admit(small());
    const auto without = [&](std::string_view day, std::int32_t months, std::vector<std::string> items = {}) {
        CoverageOptions options;
        options.contact_months = months;
        options.contact_items = std::move(items);
        std::string found;
        const NetworkCoverage coverage = coverage_on(admission, day_of(day), options);
        for (const UncontactedHousehold& row : coverage.uncontacted) {
            found += std::string(coverage.district->households.ids[row.household]) +
                     (row.last_contact ? " " + to_string(*row.last_contact) : "") + ";";
        }
        return found;
    };
    EXPECT_EQ(without("2023-05-09", 3), "H1;H3;") << "bob was visited on 10 February";
    EXPECT_EQ(without("2023-05-10", 3), "H1;H2 2023-02-10;H3;");
    EXPECT_EQ(without("2023-05-19", 1), "H1;H2 2023-02-10;H3;");
    EXPECT_EQ(without("2023-05-20", 1), "H1;H2 2023-02-10;");
    EXPECT_EQ(without("2023-12-31", 7), "H1;H3 2023-05-20;H4;");
    EXPECT_EQ(without("2023-12-31", 7, {"call"}), "H1;H2;H3 2023-05-20;H4;");
    EXPECT_EQ(without("2023-12-31", 12, {"call", "visit"}), "H1;H4;");
    EXPECT_EQ(without("2023-12-31", 12, {"fault"}), "H2;H3;H4;");
}

TEST(Coverage, IsAskedForWithinTheWindow) {
    const Admission admission = admit(small());
    CoverageOptions options;
    EXPECT_THROW((void)coverage_on(admission, day_of("2024-01-01")), ArgumentError);
    EXPECT_THROW((void)coverage_on(admission, day_of("2022-12-31")), ArgumentError);
    options.contact_months = 3;
    EXPECT_THROW((void)coverage_on(admission, day_of("2023-03-30"), options), ArgumentError);
    EXPECT_NO_THROW((void)coverage_on(admission, day_of("2023-03-31"), options));
    options.contact_items = {"vist"};
    EXPECT_THROW((void)coverage_on(admission, day_of("2023-06-30"), options), ArgumentError);
    options.contact_months = -1;
    EXPECT_THROW((void)coverage_on(admission, day_of("2023-06-30"), options), ArgumentError);
    EXPECT_THROW((void)coverage_on(admit(small(), "[[item]]\ncode = \"a\"\npoints = 1\n"), day_of("2023-06-30")),
                 ArgumentError);
    EXPECT_THROW((void)coverage_by(coverage_on(admission, day_of("2023-06-30")), "village"), ArgumentError);
}

TEST(Coverage, SeriesHasTheLastDayOfEveryMonthAndOfTheWindow) {
    const Admission admission = admit(small(), rulebook, "2023-01-15..2023-05-15");
    CoverageOptions options;
    options.contact_months = 2;
    const Table table = coverage_series(admission, UnitId::none(), options);
    std::string days;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        days += table.text(row, "day") + " " + table.text(row, "contacts") + "/" + table.text(row, "served") + "/" +
                table.text(row, "without_contact") + ";";
        const NetworkCoverage coverage = coverage_on(admission, day_of(table.text(row, "day")));
        EXPECT_EQ(table.text(row, "reached_by_nobody"), std::to_string(coverage.sums().reached_by_nobody));
    }
    EXPECT_EQ(days, "2023-01-31 2/0/;2023-02-28 2/0/;2023-03-31 3/0/2;2023-04-30 3/0/3;2023-05-14 3/0/3;");
    const UnitId t2 = admission.district().units.ids().find("T2");
    EXPECT_EQ(coverage_series(admission, t2, options).text(4, "people"), "1");
    EXPECT_EQ(coverage_series(admission, t2, options).text(4, "without_contact"), "1");
}

/// The rows of a random district, kept as they were rolled.
struct Rolled {
    struct Tie {
        int source, target;
        bool leads;
        int from, until; // months; until > from
    };
    struct Entry {
        int actor, subject, month; // a subject below `people` is a person, else a household
        bool call;
    };
    static constexpr int people = 12, households = 4;
    std::vector<int> household = std::vector<int>(people), gender = household, office_from = household,
                     office_until = household, leaves = household;
    std::vector<Tie> ties;
    std::vector<Entry> entries;

    explicit Rolled(Dice& dice) {
        for (int p = 0; p < people; ++p) {
            household[at(p)] = static_cast<int>(dice.between(0, households));
            gender[at(p)] = static_cast<int>(dice.below(4));
            office_from[at(p)] = static_cast<int>(dice.between(1, 12));
            office_until[at(p)] =
                dice.one_in(2) ? office_from[at(p)] : static_cast<int>(dice.between(office_from[at(p)], 13));
            leaves[at(p)] = dice.one_in(3) ? static_cast<int>(dice.between(2, 13)) : 14;
        }
        for (int i = 0; i < 30; ++i) {
            const int source = static_cast<int>(dice.below(people)), target = static_cast<int>(dice.below(people));
            const int from = static_cast<int>(dice.between(1, 11));
            if (source != target)
                ties.push_back({source, target, dice.one_in(2), from, static_cast<int>(dice.between(from + 1, 14))});
        }
        for (int i = 0; i < 15; ++i)
            entries.push_back({static_cast<int>(dice.below(people)), static_cast<int>(dice.below(people + households)),
                               static_cast<int>(dice.between(1, 12)), dice.one_in(2)});
    }

    static std::size_t at(int number) { return static_cast<std::size_t>(number); }
    static std::string id(int person) { return "p" + std::string(person < 10 ? "0" : "") + std::to_string(person); }
    static std::string first_of(int month) {
        return month > 13   ? ""
               : month > 12 ? "2024-01-01"
                            : "2023-" + std::string(month < 10 ? "0" : "") + std::to_string(month) + "-01";
    }

    [[nodiscard]] Tables tables() const {
        Tables t;
        t.households = "household,unit\nh0,G1\nh1,G1\nh2,G2\nh3,G3\n";
        t.people = "person,gender,household,until\n";
        t.roles = "person,role,unit,from,until\n";
        t.links = "source,target,kind,from,until\n";
        t.ledger = "entry,date,actor,item,subject\n";
        for (int p = 0; p < people; ++p) {
            const int h = household[at(p)];
            t.people += id(p) + (gender[at(p)] == 0 ? ",male," : ",female,") +
                        (h < households ? "h" + std::to_string(h) : "") + "," + first_of(leaves[at(p)]) + "\n";
            if (office_from[at(p)] < office_until[at(p)])
                t.roles +=
                    id(p) + ",member,T1," + first_of(office_from[at(p)]) + "," + first_of(office_until[at(p)]) + "\n";
        }
        std::set<std::string> rows;
        for (const Tie& tie : ties)
            rows.insert(id(tie.source) + "," + id(tie.target) + (tie.leads ? ",leads," : ",serves,") +
                        first_of(tie.from) + "," + first_of(tie.until) + "\n");
        for (const std::string& row : rows) t.links += row;
        for (std::size_t e = 0; e < entries.size(); ++e) {
            const int subject = entries[e].subject;
            t.ledger += "E" + std::to_string(e) + "," + first_of(entries[e].month) + "," + id(entries[e].actor) +
                        (entries[e].call ? ",call," : ",visit,") +
                        (subject < people ? id(subject) : "h" + std::to_string(subject - people)) + "\n";
        }
        return t;
    }

    [[nodiscard]] bool in_office(int p, int month) const {
        return office_from[at(p)] <= month && month < office_until[at(p)];
    }
    [[nodiscard]] bool woman(int p) const { return gender[at(p)] != 0; }
    /// The women that links of the kind lead to.
    [[nodiscard]] std::set<int> women_from(int p, bool leads, int month) const {
        std::set<int> found;
        for (const Tie& tie : ties) {
            if (tie.source == p && tie.leads == leads && tie.from <= month && month < tie.until && woman(tie.target))
                found.insert(tie.target);
        }
        return found;
    }
    [[nodiscard]] std::set<int> contacts(int member, int month) const {
        std::set<int> found = women_from(member, false, month);
        for (const int exemplar : women_from(member, true, month)) found.merge(women_from(exemplar, false, month));
        found.erase(member);
        return found;
    }
    /// Both items ask a member for her role, and an exemplar for none.
    [[nodiscard]] bool served(int member, int contact, int month) const {
        for (const Entry& entry : entries) {
            const bool about = entry.subject == contact ||
                               (entry.subject >= people && entry.subject - people == household[at(contact)]);
            const bool hers = entry.actor == member && in_office(member, entry.month);
            if (about && entry.month <= month && (hers || women_from(member, true, month).contains(entry.actor)))
                return true;
        }
        return false;
    }
};

TEST(Coverage, AgreesWithSetsOnRandomDistricts) {
    Dice dice(5);
    for (int round = 0; round < 150; ++round) {
        const Rolled rolled(dice);
        const int month = static_cast<int>(dice.between(1, 12)), months = static_cast<int>(dice.between(0, month - 1));
        CoverageOptions options;
        options.contact_months = months;
        const NetworkCoverage coverage = coverage_on(admit(rolled.tables()), day_of(Rolled::first_of(month)), options);

        CoverageSums expected;
        std::map<int, int> reached;
        for (int p = 0; p < Rolled::people; ++p) {
            if (!rolled.in_office(p, month)) continue;
            const std::set<int> contacts = rolled.contacts(p, month);
            const auto exemplars = static_cast<std::int64_t>(rolled.women_from(p, true, month).size());
            const auto reach = static_cast<std::int64_t>(contacts.size());
            std::int64_t served = 0;
            for (const int contact : contacts) {
                ++reached[contact];
                served += rolled.served(p, contact, month);
            }
            ++expected.members;
            expected.exemplars += exemplars;
            expected.contacts += reach;
            expected.served += served;
            expected.with_exemplars += exemplars >= 2;
            expected.with_contacts += reach >= 3;
            expected.with_served += served >= 1;
            expected.missing_exemplars += std::max<std::int64_t>(0, 2 - exemplars);
            expected.missing_contacts += std::max<std::int64_t>(0, 3 - reach);
            expected.missing_served += served == 0;
        }
        std::set<int> of_the_network, led;
        for (int p = 0; p < Rolled::people; ++p) {
            if (month < rolled.leaves[Rolled::at(p)] && rolled.woman(p)) {
                ++expected.people;
                expected.reached_by_nobody += reached[p] == 0;
                expected.reached_by_several += reached[p] > 1;
            }
            if (!rolled.in_office(p, month)) continue;
            of_the_network.insert(p);
            led.merge(rolled.women_from(p, true, month));
            for (const Rolled::Tie& tie : rolled.ties) {
                if (tie.source == p && tie.leads && tie.from <= month && month < tie.until)
                    of_the_network.insert(tie.target);
            }
        }
        std::set<std::tuple<int, int, bool, int, int>> distinct;
        for (const Rolled::Tie& tie : rolled.ties) {
            if (tie.from > month || month >= tie.until) continue;
            if (!distinct.insert({tie.source, tie.target, tie.leads, tie.from, tie.until}).second) continue;
            ++expected.links;
            expected.links_out_of_office += !of_the_network.contains(tie.source);
            expected.links_to_departed += rolled.leaves[Rolled::at(tie.target)] <= month;
        }
        expected.households = Rolled::households;
        for (int h = 0; h < Rolled::households && months > 0; ++h) {
            bool contact = false;
            for (const Rolled::Entry& entry : rolled.entries) {
                const int about = entry.subject >= Rolled::people ? entry.subject - Rolled::people
                                                                  : rolled.household[Rolled::at(entry.subject)];
                const bool valid = rolled.in_office(entry.actor, entry.month) || led.contains(entry.actor);
                contact = contact || (about == h && valid && month - months < entry.month && entry.month <= month);
            }
            expected.without_contact += !contact;
        }
        EXPECT_EQ(coverage.sums(), expected) << round;
    }
}

TEST(Coverage, OnTheLastDayIsThatOfTheLinkagePartWhereEverybodyIsStillInOffice) {
    Dice dice(6);
    for (int round = 0; round < 50; ++round) {
        Rolled rolled(dice);
        for (int& until : rolled.office_until) until = 13;
        const Admission admission = admit(rolled.tables());
        const LinkageCoverage part =
            assess_linkage(admission, find_scored_people(admission.district(), admission.program()), RunOptions{})
                .coverage;
        const CoverageSums sums = coverage_on(admission, day_of("2023-12-31")).sums();
        EXPECT_EQ(sums.members, part.members);
        EXPECT_EQ(sums.with_exemplars, part.members_with_exemplars);
        EXPECT_EQ(sums.with_contacts, part.members_with_contacts);
        EXPECT_EQ(sums.with_served, part.members_with_served);
        EXPECT_EQ(sums.people, part.people);
        EXPECT_EQ(sums.reached_by_nobody, part.reached_by_nobody);
        EXPECT_EQ(sums.reached_by_several, part.reached_by_several);
        EXPECT_EQ(sums.links_out_of_office, part.links_out_of_office);
        EXPECT_EQ(sums.links_to_departed, part.links_to_departed);
    }
}

TEST(Coverage, IsTheSameOnAnyNumberOfThreads) {
    Dice dice(7);
    const Admission admission = admit(Rolled(dice).tables());
    CoverageOptions options;
    options.contact_months = 2;
    const std::string alone = coverage_series(admission, UnitId::none(), options).to_csv();
    for (const unsigned threads : {2U, 4U}) {
        options.run.threads = threads;
        EXPECT_EQ(coverage_series(admission, UnitId::none(), options).to_csv(), alone);
    }
}

} // namespace
} // namespace jifen
