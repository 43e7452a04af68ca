#include "jifen/synthetic/pinggu.hpp"

#include "jifen/core/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace jifen {
using namespace synthetic;

namespace {

constexpr double one_grid = 1.0 / 3170;

struct Role {
    std::string person, role, unit, source;
    Span span;
};

std::vector<Role> roles_of(const PingguDistrict& district, std::uint32_t begin, std::uint32_t end) {
    std::vector<Role> roles;
    for (std::uint32_t n = begin; n < end; ++n) {
        district.roles_of_grid(n, [&](const RoleRow& row) {
            roles.push_back({std::string(row.person), std::string(row.role), std::string(row.unit),
                             std::string(row.source), row.days});
        });
    }
    return roles;
}

Day day(unsigned month, unsigned of_month) { return *Day::from_civil(2023, month, of_month); }

TEST(PingguDistrict, HasTheUnitsOfThePageAtScale1) {
    const PingguDistrict district;
    std::map<std::string, int> levels;
    std::set<std::string> seen{""};
    district.units([&](const UnitRow& row) {
        ++levels[std::string(row.level)];
        EXPECT_TRUE(seen.contains(std::string(row.parent))) << row.unit << " comes before its parent";
        EXPECT_TRUE(seen.insert(std::string(row.unit)).second) << row.unit << " twice";
        EXPECT_FALSE(row.name.empty());
    });
    EXPECT_EQ(levels,
              (std::map<std::string, int>{{"district", 1}, {"township", 18}, {"village", 330}, {"grid", 3170}}));
}

TEST(PingguDistrict, HasOneWomanLeadingEachGridOnAnyDayWithTheSourcesOfThePage) {
    const PingguDistrict district;
    std::unordered_map<std::string, std::string> gender;
    for (std::uint32_t n = 0; n < district.grids(); ++n) {
        district.people_of_grid(n,
                                [&](const PersonRow& row) { gender[std::string(row.person)] = to_string(row.gender); });
    }
    const auto roles = roles_of(district, 0, district.grids());
    int changes = 0;
    for (const Role& role : roles) changes += role.role == "group_leader" && role.span.until.is_finite();
    EXPECT_GT(changes, 100);
    for (const Day on : {day(1, 1), day(5, 17), day(9, 30), day(12, 31)}) {
        std::map<std::string, int> sources;
        std::unordered_map<std::string, std::string> leader;
        std::unordered_map<std::string, std::string> officer;
        for (const Role& role : roles) {
            if (!role.span.contains(on)) continue;
            if (role.role == "group_leader") {
                ++sources[role.source];
                EXPECT_TRUE(leader.emplace(role.unit, role.person).second) << role.unit;
                EXPECT_EQ(gender.at(role.person), "female");
            } else if (role.role == "grid_officer") {
                EXPECT_TRUE(officer.emplace(role.unit, role.person).second) << role.unit;
            }
        }
        EXPECT_EQ(leader.size(), 3170U);
        EXPECT_EQ(officer.size(), 3170U);
        EXPECT_EQ(sources,
                  (std::map<std::string, int>{{"grid_officer", 1194}, {"committee_member", 837}, {"volunteer", 1139}}));
        // Two-way concurrent posts: a woman who is the grid's officer leads it.
        for (const auto& [grid, person] : officer) {
            EXPECT_EQ(gender.at(person) == "female", leader.at(grid) == person) << grid;
        }
    }
}

TEST(PingguDistrict, HoldsThePublishedTotalsOfTheLedgerExactly) {
    const PingguDistrict district;
    std::unordered_set<std::string> acts;
    std::unordered_set<std::string> trained;
    std::unordered_set<std::string> fabricated;
    std::uint64_t entries = 0;
    std::uint64_t participations = 0;
    std::int64_t person_times = 0;
    for (std::uint32_t n = 0; n < district.grids(); ++n) {
        district.ledger_of_grid(n, [&](const EntryRow& row) {
            ++entries;
            if (row.item == "service_project") {
                ++participations;
                person_times += row.quantity.thousandths() / 1000;
                acts.emplace(row.act);
            } else if (row.item == "rotation_training") {
                trained.emplace(row.actor);
            } else if (row.item == "fabricated_records") {
                fabricated.emplace(row.actor);
            }
        });
    }
    EXPECT_GT(entries, 2'000'000U);
    EXPECT_EQ(acts.size(), 1046U);
    EXPECT_EQ(participations, 15'284U);
    EXPECT_EQ(person_times, 71'366);
    EXPECT_EQ(fabricated.size(), 2U);
    EXPECT_EQ(district.totals().projects, 1046U);
    EXPECT_EQ(district.totals().participations, 15'284U);
    EXPECT_EQ(district.totals().person_times, 71'366U);
    for (const Role& role : roles_of(district, 0, district.grids())) {
        if (role.role == "group_leader") {
            EXPECT_TRUE(trained.contains(role.person)) << role.person;
        }
    }
}

TEST(PingguDistrict, HasAboutAsManyHouseholdsPeopleAndRecordsAsItSays) {
    const PingguDistrict district(3);
    std::uint64_t households = 0;
    std::uint64_t people = 0;
    std::uint64_t records = 0;
    constexpr std::uint32_t sample = 300;
    for (std::uint32_t n = 0; n < sample; ++n) {
        district.households_of_grid(n, [&](const HouseholdRow&) { ++households; });
        district.people_of_grid(n, [&](const PersonRow&) { ++people; });
        district.knowledge_of_grid(n, [&](const KnowledgeRow&) { ++records; });
    }
    EXPECT_NEAR(static_cast<double>(households) / sample, 57, 1.5);
    EXPECT_NEAR(static_cast<double>(people) / static_cast<double>(households), 2.5, 0.06);
    EXPECT_GT(records, sample * 315U); // 1 to 1.5 million at scale 1
    EXPECT_LT(records, sample * 475U);
}

TEST(PingguDistrict, AddsUpAtEveryScale) {
    for (const std::uint32_t grids : {1U, 2U, 3U, 7U, 20U, 100U, 317U, 3171U, 6340U, 10'000U, 317'000U}) {
        const PingguDistrict district(1, grids / 3170.0);
        const PingguTotals& totals = district.totals();
        EXPECT_EQ(totals.grids, grids);
        EXPECT_EQ(totals.districts, (grids + 3169) / 3170);
        EXPECT_EQ(totals.grid_officer_leaders + totals.committee_member_leaders + totals.volunteer_leaders, grids);
        EXPECT_NEAR(totals.grid_officer_leaders, grids * 1194.0 / 3170, 1);
        EXPECT_NEAR(totals.committee_member_leaders, grids * 837.0 / 3170, 1);
        EXPECT_NEAR(totals.projects, grids * 1046.0 / 3170, 1);
    }
}

TEST(PingguDistrict, HoldsItsTotalsOnASmallScaleToo) {
    for (const std::uint32_t grids : {1U, 3U, 20U, 100U}) {
        const PingguDistrict district(9, grids / 3170.0);
        std::set<std::string> acts;
        std::uint32_t participations = 0;
        std::int64_t person_times = 0;
        std::map<std::string, std::uint32_t> sources;
        for (std::uint32_t n = 0; n < grids; ++n) {
            ++sources[std::string(to_string(district.grid(n).source))];
            district.ledger_of_grid(n, [&](const EntryRow& row) {
                if (row.item != "service_project") return;
                acts.emplace(row.act);
                ++participations;
                person_times += row.quantity.thousandths() / 1000;
            });
        }
        EXPECT_EQ(acts.size(), district.totals().projects);
        EXPECT_EQ(participations, district.totals().participations);
        EXPECT_EQ(person_times, district.totals().person_times);
        EXPECT_EQ(sources["grid_officer"], district.totals().grid_officer_leaders);
        EXPECT_EQ(sources["committee_member"], district.totals().committee_member_leaders);
        EXPECT_EQ(sources["volunteer"], district.totals().volunteer_leaders);
    }
}

TEST(PingguDistrict, PutsSeveralDistrictsUnderOneProvince) {
    const PingguDistrict district(1, 2.5);
    std::map<std::string, int> levels;
    std::map<std::string, int> roots;
    district.units([&](const UnitRow& row) {
        ++levels[std::string(row.level)];
        if (row.parent.empty()) ++roots[std::string(row.level)];
    });
    EXPECT_EQ(roots, (std::map<std::string, int>{{"province", 1}}));
    EXPECT_EQ(levels["district"], 3);
    EXPECT_EQ(levels["township"], 54);
    EXPECT_EQ(levels["grid"], 7925);
    EXPECT_EQ(district.grid(0).district, "D1");
    EXPECT_EQ(district.grid(3170).district, "D2");
    EXPECT_EQ(district.grid(7924).district, "D3");
}

TEST(PingguDistrict, RefersOnlyToWhatExistsAndLinksTwoDifferentPeople) {
    const PingguDistrict district(4, 60 * one_grid);
    std::unordered_set<std::string> units;
    std::unordered_set<std::string> households;
    std::unordered_set<std::string> people;
    std::unordered_set<std::string> ids;
    std::set<std::tuple<std::string, std::string, std::string, Day, Day>> rows;
    district.units([&](const UnitRow& row) { units.emplace(row.unit); });
    for (std::uint32_t n = 0; n < district.grids(); ++n) {
        district.households_of_grid(n, [&](const HouseholdRow& row) {
            EXPECT_TRUE(households.emplace(row.household).second);
            EXPECT_TRUE(units.contains(std::string(row.unit)));
            EXPECT_FALSE(row.days.empty());
        });
        district.people_of_grid(n, [&](const PersonRow& row) {
            EXPECT_TRUE(people.emplace(row.person).second);
            EXPECT_TRUE(row.household.empty() ? units.contains(std::string(row.unit))
                                              : households.contains(std::string(row.household)));
            EXPECT_FALSE(row.days.empty()) << row.person;
        });
    }
    for (std::uint32_t n = 0; n < district.grids(); ++n) {
        district.roles_of_grid(n, [&](const RoleRow& row) {
            EXPECT_TRUE(people.contains(std::string(row.person)));
            EXPECT_TRUE(units.contains(std::string(row.unit)));
            EXPECT_FALSE(row.days.empty()) << row.person;
            EXPECT_TRUE(rows.emplace(row.person, row.role, row.unit, row.days.from, row.days.until).second);
        });
        district.links_of_grid(n, [&](const LinkRow& row) {
            EXPECT_TRUE(people.contains(std::string(row.source)));
            EXPECT_TRUE(people.contains(std::string(row.target)));
            EXPECT_NE(row.source, row.target);
            EXPECT_FALSE(row.days.empty());
            EXPECT_TRUE(
                rows.emplace(row.source, row.target, to_string(row.kind), row.days.from, row.days.until).second);
        });
        district.ledger_of_grid(n, [&](const EntryRow& row) {
            EXPECT_TRUE(people.contains(std::string(row.actor)));
            EXPECT_TRUE(row.cancels.empty() || ids.contains(std::string(row.cancels)));
            EXPECT_TRUE(ids.emplace(row.entry).second);
            EXPECT_TRUE(row.recorded.value_or(row.date) >= row.date);
            EXPECT_TRUE(!row.cancels.empty() || row.date.civil().year == 2023) << row.entry;
        });
        district.knowledge_of_grid(n, [&](const KnowledgeRow& row) {
            EXPECT_TRUE(people.contains(std::string(row.knower)));
            EXPECT_TRUE(ids.emplace(row.record).second);
            EXPECT_TRUE(!row.object.empty() || row.stage == Stage::matters || row.stage == Stage::needs);
        });
    }
}

/// Notes the texts of rows of any table, one behind the other.
struct Noting {
    std::string& out;
    void note(auto... texts) const {
        (((out += texts) += ','), ...);
        out += '\n';
    }
    void operator()(const HouseholdRow& row) const { note(row.household, row.unit, row.attributes[0]); }
    void operator()(const PersonRow& row) const { note(row.person, row.name, row.household, row.unit); }
    void operator()(const RoleRow& row) const { note(row.person, row.role, row.unit, row.source); }
    void operator()(const LinkRow& row) const { note(row.source, row.target, to_string(row.kind)); }
    void operator()(const EntryRow& row) const {
        note(row.entry, row.actor, row.item, row.subject, row.channel, row.act, row.cancels, to_string(row.date));
    }
    void operator()(const KnowledgeRow& row) const { note(row.record, row.knower, row.subject, row.object); }
};

// Grids alone and in runs of every length, inside a township and beyond it.
TEST(PingguDistrict, GivesAllRowsOfGridsAsItGivesEachTable) {
    const PingguDistrict district(9, 60 * one_grid);
    ASSERT_GT(district.totals().townships, 3U);
    std::vector<std::string> each(district.grids());
    for (std::uint32_t n = 0; n < district.grids(); ++n) {
        const Noting to_each{each[n]};
        district.households_of_grid(n, to_each);
        district.people_of_grid(n, to_each);
        district.roles_of_grid(n, to_each);
        district.links_of_grid(n, to_each);
        district.ledger_of_grid(n, to_each);
        district.knowledge_of_grid(n, to_each);
        EXPECT_GT(std::count(each[n].begin(), each[n].end(), '\n'), 500) << n;
    }
    for (const std::uint32_t length : {1U, 2U, 7U, 60U}) {
        for (std::uint32_t begin = 0; begin < district.grids(); begin += length) {
            const std::uint32_t end = std::min(begin + length, district.grids());
            std::string all, expected;
            const Noting to_all{all};
            district.rows_of_grids(begin, end, {to_all, to_all, to_all, to_all, to_all, to_all});
            for (std::uint32_t n = begin; n < end; ++n) expected += each[n];
            ASSERT_EQ(expected, all) << begin << " to " << end;
        }
    }
    district.rows_of_grids(5, 5, {});
    EXPECT_THROW(district.rows_of_grids(0, district.grids() + 1, {}), ArgumentError);
}

TEST(PingguDistrict, NeverAnswersNothingBesideSomethingOnOneDay) {
    const PingguDistrict district(4, 60 * one_grid);
    std::map<std::tuple<std::string, std::string, Day>, std::set<bool>> answers;
    for (std::uint32_t n = 0; n < district.grids(); ++n) {
        district.knowledge_of_grid(n, [&](const KnowledgeRow& row) {
            answers[{std::string(row.knower), std::string(row.subject), row.date}].insert(row.object.empty());
        });
    }
    for (const auto& [key, empties] : answers) EXPECT_EQ(empties.size(), 1U) << std::get<1>(key);
}

TEST(PingguDistrict, KeepsLinksInsideAVillageAndEverythingInsideATownship) {
    const PingguDistrict district(2);
    std::uint32_t begin = 700; // the township of grid 700, whole
    std::uint32_t end = begin;
    const std::string township = district.grid(begin).township;
    while (begin > 0 && district.grid(begin - 1).township == township) --begin;
    while (end < district.grids() && district.grid(end).township == township) ++end;
    std::unordered_map<std::string, std::string> village;
    for (std::uint32_t n = begin; n < end; ++n) {
        const std::string here = district.grid(n).village;
        district.people_of_grid(n, [&](const PersonRow& row) { village[std::string(row.person)] = here; });
    }
    int entries_elsewhere = 0;
    for (std::uint32_t n = begin; n < end; ++n) {
        const std::string here = district.grid(n).village;
        district.links_of_grid(n, [&](const LinkRow& row) {
            EXPECT_EQ(village.at(std::string(row.source)), here);
            EXPECT_EQ(village.at(std::string(row.target)), here);
        });
        district.ledger_of_grid(n, [&](const EntryRow& row) {
            entries_elsewhere += village.at(std::string(row.actor)) != here; // throws for someone of no village here
        });
    }
    EXPECT_GT(entries_elsewhere, 0) << "service projects bring members of several villages together";
}

TEST(PingguDistrict, MakesAnyGridOfAProvinceAlone) {
    const PingguDistrict province(1, 100);
    const PingguGrid grid = province.grid(300'000);
    EXPECT_EQ(grid.unit, "G300001");
    EXPECT_EQ(grid.district, "D095");
    std::uint32_t entries = 0;
    province.ledger_of_grid(300'000, [&](const EntryRow& row) {
        ++entries;
        EXPECT_LE(row.entry.size(), 11U);
    });
    EXPECT_GT(entries, 300U);
    std::set<std::string> people;
    province.people_of_grid(300'000, [&](const PersonRow& row) { people.emplace(row.person); });
    EXPECT_GT(people.size(), 80U);
    EXPECT_TRUE(people.begin()->starts_with("P300001"));
}

TEST(PingguDistrict, FindsAHouseholdByItsNumberWithoutTheRest) {
    const PingguDistrict district(8, 50 * one_grid);
    const PingguGrid grid = district.grid(17);
    std::vector<std::string> whole;
    district.people_of_grid(17, [&](const PersonRow& row) {
        if (!row.household.empty()) whole.push_back(std::string(row.person) + std::string(row.name));
    });
    std::vector<std::string> single;
    for (std::uint32_t k = 0; k < grid.households; ++k) {
        district.household(
            grid.first_household + k, [&](const HouseholdRow& row) { EXPECT_EQ(row.unit, grid.unit); },
            [&](const PersonRow& row) { single.push_back(std::string(row.person) + std::string(row.name)); });
    }
    EXPECT_EQ(single, whole);
}

TEST(PingguDistrict, RefusesScalesGridsAndHouseholdsThatDoNotExist) {
    EXPECT_THROW(PingguDistrict(1, 0), ArgumentError);
    EXPECT_THROW(PingguDistrict(1, -1), ArgumentError);
    EXPECT_THROW(PingguDistrict(1, 100.1), ArgumentError);
    EXPECT_THROW(PingguDistrict(1, std::numeric_limits<double>::quiet_NaN()), ArgumentError);
    const PingguDistrict district(1, one_grid);
    EXPECT_EQ(district.grids(), 1U);
    EXPECT_THROW((void)district.grid(1), ArgumentError);
    EXPECT_THROW(district.ledger_of_grid(1, [](const EntryRow&) {}), ArgumentError);
    for (const std::uint32_t number : {0U, 99U, 175U, 199U, 200U, 4'000'000'000U}) {
        EXPECT_THROW(district.household(number, nullptr, nullptr), ArgumentError) << number;
    }
}

TEST(PingguDistrict, EntersAgainOnlyWhatWasJustWithdrawn) {
    const PingguDistrict district(1, 0.01);
    int again = 0;
    for (std::uint32_t grid = 0; grid < district.grids(); ++grid) {
        bool was_withdrawn = false;
        district.ledger_of_grid(grid, [&](const EntryRow& row) {
            if (row.note == "更正后重新登记") {
                ++again;
                EXPECT_TRUE(was_withdrawn) << row.entry;
            }
            was_withdrawn = !row.cancels.empty();
        });
    }
    EXPECT_GT(again, 10);
}

} // namespace
} // namespace jifen
