#include "jifen/district/network_check.hpp"

#include "district/texts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace jifen {
namespace {

using Lines = std::vector<std::string>;

const Day summer = *Day::parse("2023-07-01");

/// `file column code value` of each problem, in order.
Lines problems_in(const NetworkReport& report) {
    Lines found;
    for (const Diagnostic& problem : report.problems) {
        EXPECT_EQ(problem.severity, Severity::error);
        found.push_back(problem.file.substr(0, problem.file.find('.')) + " " + problem.column + " " + problem.code +
                        " " + problem.value);
    }
    return found;
}

/// A district in which everything is as it must be: two grids, each with a leader whose source is told.
Texts tidy() {
    Texts texts;
    texts.roles =
        "person,role,unit,from,until,source\nP1,group_leader,G1,,,volunteer\nP2,group_leader,G2,,,grid_officer\n";
    return texts;
}

TEST(NetworkCheck, TidyDistrictIsOk) {
    const NetworkReport report = check_network(load(tidy()), summer);
    EXPECT_TRUE(report.ok()) << to_string(report.problems.at(0));
    EXPECT_EQ(report.day, summer);
    EXPECT_EQ(report.units, 4);
    EXPECT_EQ(report.grids, 2);
    EXPECT_EQ(report.households, 2);
    EXPECT_EQ(report.people, 3);
    EXPECT_EQ(report.leaders, 2);
    EXPECT_EQ(report.leaders_by_source,
              (std::vector<std::pair<std::string, std::int64_t>>{{"grid_officer", 1}, {"volunteer", 1}}));
}

TEST(NetworkCheck, SeveralRootsAreNamed) {
    Texts texts = tidy();
    texts.units += "E,,district,\nA,,district,\n";
    EXPECT_EQ(problems_in(check_network(load(texts), summer)),
              (Lines{"units parent several_roots D", "units parent several_roots E"}));
}

TEST(NetworkCheck, NoRootIsFound) {
    Texts texts = tidy();
    texts.units = "unit,parent,level\nD,V,district\nV,D,village\n";
    texts.households = texts.roles = "";
    texts.roles = "person,role,unit\n";
    texts.people = "person\nP1\n";
    EXPECT_EQ(problems_in(check_network(load(texts), summer)),
              (Lines{"units parent no_root ", "units parent unit_cycle D"}));
}

TEST(NetworkCheck, UnknownParentsCyclesAndWhatHangsOnThemAreFound) {
    Texts texts = tidy();
    texts.units += "X,nowhere,village,\nY,X,grid,\nC,C,grid,\n";
    EXPECT_EQ(problems_in(check_network(load(texts), summer)),
              (Lines{"units parent unknown_parent X", "units parent not_under_a_root Y", "units parent unit_cycle C"}));
}

TEST(NetworkCheck, HouseholdsOutsideGridsAreFound) {
    Texts texts = tidy();
    texts.households += "H3,V,,\nH4,nowhere,,\nH5,D,,2020-01-01\n";
    EXPECT_EQ(problems_in(check_network(load(texts), summer)),
              (Lines{"households unit not_in_a_grid V", "households unit unknown_unit nowhere",
                     "households unit not_in_a_grid D"}))
        << "references are checked whatever their dates";
}

TEST(NetworkCheck, GridsAreTheUnitsOfTheDeepestLevelAtWhateverDepth) {
    Texts texts = tidy();
    texts.units += "G3,D,grid,\nW,D,village,\n"; // a grid right below the district; a village without a grid
    texts.households += "H3,G3,,\n";
    texts.roles += "P3,group_leader,G3,,,volunteer\n";
    const NetworkReport report = check_network(load(texts), summer);
    EXPECT_TRUE(report.ok()) << to_string(report.problems.at(0));
    EXPECT_EQ(report.grids, 3);
}

TEST(NetworkCheck, EveryDanglingReferenceIsFoundWithItsLine) {
    Texts texts = tidy();
    texts.people += "P4,丁,,H9,,,\n";
    texts.roles += "P9,exemplar,G1,,,\nP3,exemplar,G9,,,\nP8,exemplar,G8,2020-01-01,2021-01-01,\n";
    texts.links += "P1,P2,leads,,\nP9,P1,leads,,\nP1,P9,serves,,\nP1,P1,serves,,\nP9,P9,leads,,\n";
    const District district = load(texts);
    const NetworkReport report = check_network(district, summer);
    EXPECT_EQ(
        problems_in(report),
        (Lines{"links source unknown_person P9", "links target unknown_person P9", "links target link_to_herself P1",
               "links source unknown_person P9", "links target link_to_herself P9", "links target unknown_person P9",
               "people household unknown_household H9", "roles person unknown_person P9", "roles unit unknown_unit G9",
               "roles person unknown_person P8", "roles unit unknown_unit G8"}));
    std::set<std::int64_t> lines;
    for (const Diagnostic& problem : report.problems) {
        if (problem.file == "links.csv") lines.insert(problem.line);
    }
    EXPECT_EQ(lines, (std::set<std::int64_t>{3, 4, 5, 6}));
    // Without the checks what dangles counts nowhere.
    EXPECT_EQ(district->links.of(district.person("P1")).size(), 1U);
    EXPECT_TRUE(district->roles.of(district.person("P3")).empty());
}

TEST(NetworkCheck, LeaderChangeOfJulyIsSeenOnBothSidesOfTheDay) {
    Texts texts = tidy();
    texts.roles =
        "person,role,unit,from,until,source\nP2,group_leader,G2,,,volunteer\n"
        "P1,group_leader,G1,2020-01-01,2023-07-01,grid_officer\nP3,group_leader,G1,2023-07-01,,committee_member\n";
    const District district = load(texts);
    const auto sources_on = [&](Day day) {
        const NetworkReport report = check_network(district, day);
        EXPECT_TRUE(report.ok()) << to_string(day);
        EXPECT_EQ(report.leaders, 2);
        std::string found;
        for (const auto& [source, count] : report.leaders_by_source)
            found += source + " " + std::to_string(count) + " ";
        return found;
    };
    EXPECT_EQ(sources_on(summer.plus(-1)), "grid_officer 1 volunteer 1 ");
    EXPECT_EQ(sources_on(summer), "committee_member 1 volunteer 1 ");
    const NetworkReport before = check_network(district, *Day::parse("2019-12-31"));
    EXPECT_EQ(problems_in(before), (Lines{"roles source sources_do_not_add_up ", "units unit no_leader G1"}));
}

TEST(NetworkCheck, GapAndOverlapAtAChangeOfLeaderAreFound) {
    Texts texts = tidy();
    texts.roles = "person,role,unit,from,until,source\nP2,group_leader,G2,,,volunteer\n"
                  "P1,group_leader,G1,,2023-07-01,volunteer\nP3,group_leader,G1,2023-07-02,2023-08-01,volunteer\n"
                  "P1,group_leader,G1,2023-07-31,,volunteer\n";
    const District district = load(texts);
    const auto on = [&](const char* day) { return problems_in(check_network(district, *Day::parse(day))); };
    EXPECT_EQ(on("2023-06-30"), Lines{});
    EXPECT_EQ(on("2023-07-01"), (Lines{"roles source sources_do_not_add_up ", "units unit no_leader G1"}));
    EXPECT_EQ(on("2023-07-02"), Lines{});
    EXPECT_EQ(on("2023-07-31"), (Lines{"roles source sources_do_not_add_up ", "units unit several_leaders G1"}));
    EXPECT_EQ(on("2023-08-01"), Lines{});
}

TEST(NetworkCheck, TwoRowsOfOneAppointmentAreOneLeader) {
    Texts texts = tidy();
    texts.roles += "P1,group_leader,G1,2023-01-01,,grid_officer\n";
    const NetworkReport report = check_network(load(texts), summer);
    EXPECT_TRUE(report.ok()) << to_string(report.problems.at(0));
}

TEST(NetworkCheck, OnePersonMayLeadTwoGrids) {
    Texts texts = tidy();
    texts.roles = "person,role,unit,from,until,source\nP1,group_leader,G1,,,volunteer\nP1,group_leader,G2,,,volunteer\n"
                  "P2,group_leader,V,,,volunteer\n"; // no grid: not asked
    const NetworkReport report = check_network(load(texts), summer);
    EXPECT_TRUE(report.ok()) << to_string(report.problems.at(0));
    EXPECT_EQ(report.leaders, 1);
}

TEST(NetworkCheck, SourceIsToldFromTheRolesSheAlsoHoldsThatDay) {
    const auto source = [](const std::string& rows, const NetworkWords& words = {}) {
        Texts texts = tidy();
        texts.roles = "person,role,unit,from,until,source\nP2,group_leader,G2,,,given\nP1,group_leader,G1,,,\n" + rows;
        const NetworkReport report = check_network(load(texts), summer, words);
        std::string found;
        for (const auto& [name, count] : report.leaders_by_source) {
            if (name != "given") found += name + "*" + std::to_string(count);
        }
        return found + (report.ok() ? "" : " " + report.problems[0].code);
    };
    EXPECT_EQ(source("P1,volunteer,V,,,\nP1,committee_member,D,,,\nP1,grid_officer,G2,,,\n"), "grid_officer*1");
    EXPECT_EQ(source("P1,volunteer,V,,,\nP1,committee_member,D,,,\nP1,grid_officer,G2,,2023-07-01,\n"),
              "committee_member*1");
    EXPECT_EQ(source("P1,volunteer,V,,,\nP1,committee_member,D,2023-07-02,,\n"), "volunteer*1");
    EXPECT_EQ(source("P1,volunteer,V,,2023-07-01,\n"), "*1 unknown_source");
    EXPECT_EQ(source("P1,exemplar,V,,,\nP3,grid_officer,G1,,,\n"), "*1 unknown_source");
    EXPECT_EQ(source("P1,exemplar,V,,,\nP1,volunteer,V,,,\n", {"group_leader", {"exemplar", "volunteer"}}),
              "exemplar*1");
}

TEST(NetworkCheck, WordsMayBeOthers) {
    Texts texts = tidy();
    texts.roles =
        "person,role,unit,from,until,source\nP1,网格长,G1,,,\nP2,网格长,G2,,,\nP1,委员,V,,,\nP2,志愿者,V,,,\n";
    const District district = load(texts);
    EXPECT_FALSE(check_network(district, summer).ok());
    const NetworkReport report = check_network(district, summer, {"网格长", {"委员", "志愿者"}});
    EXPECT_TRUE(report.ok()) << to_string(report.problems.at(0));
    EXPECT_EQ(report.leaders_by_source,
              (std::vector<std::pair<std::string, std::int64_t>>{{"委员", 1}, {"志愿者", 1}}));
}

TEST(NetworkCheck, CountsAreThoseOfTheDay) {
    Texts texts = tidy();
    texts.households += "H3,G1,2023-07-02,\nH4,G1,,2023-07-01\nH5,G1,2023-07-01,2023-07-02\n";
    texts.people += "P4,丁,,H1,,2023-07-01,\nP5,戊,,H1,,,2023-07-01\n";
    const NetworkReport report = check_network(load(texts), summer);
    EXPECT_EQ(report.households, 3);
    EXPECT_EQ(report.people, 4);
}

TEST(NetworkCheck, LongNumbersAreMasked) {
    const std::string id = "110105194912310021";
    const std::string other = "110105194912310022";
    Texts texts = tidy();
    texts.people += id + ",n,,13812345678,,,\n" + other + ",n,,,,,\n";
    texts.households += "13912345678,V,,\n";
    texts.roles +=
        id + ",group_leader,G1,,,volunteer\n" + other + ",group_leader,G1,,,volunteer\n15012345678,exemplar,G1,,,\n";
    texts.links += id + "," + id + ",leads,,\n";
    const NetworkReport report = check_network(load(texts), summer);
    EXPECT_GE(report.problems.size(), 6U);
    for (const Diagnostic& problem : report.problems) {
        for (const std::string& number :
             {id, other, std::string("13812345678"), std::string("13912345678"), std::string("15012345678")}) {
            EXPECT_EQ(to_string(problem).find(number), std::string::npos) << to_string(problem);
            EXPECT_EQ(problem.value.find(number), std::string::npos) << problem.value;
        }
    }
}

TEST(NetworkCheck, PlantedVacanciesAndDoubleAppointmentsAreAllFound) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 random(seed);
        constexpr int villages = 20;
        constexpr int grids = 300;
        Texts texts;
        texts.units = "unit,parent,level\nD,,district\n";
        for (int v = 0; v < villages; ++v) texts.units += "V" + std::to_string(v) + ",D,village\n";
        texts.households = "household,unit\n";
        texts.people = "person\n";
        texts.roles = "person,role,unit,from,until,source\n";
        std::set<std::string> vacant;
        std::set<std::string> doubled;
        std::map<std::string, std::int64_t> sources;
        const auto appoint = [&](const std::string& person, const std::string& grid) {
            const std::string source = random() % 2 == 0 ? "volunteer" : "grid_officer";
            ++sources[source];
            texts.people += person + "\n";
            texts.roles += person + ",group_leader," + grid + ",2023-01-01,," + source + "\n";
        };
        for (int g = 0; g < grids; ++g) {
            const std::string grid = "G" + std::to_string(g);
            texts.units += grid + ",V" + std::to_string(g % villages) + ",grid\n";
            switch (random() % 10) {
            case 0: // nobody, or somebody who has left
                vacant.insert(grid);
                texts.people += "Z" + std::to_string(g) + "\n";
                texts.roles += "Z" + std::to_string(g) + ",group_leader," + grid + ",2022-01-01,2023-01-01,volunteer\n";
                break;
            case 1:
                doubled.insert(grid);
                appoint("B" + std::to_string(g), grid);
                [[fallthrough]];
            default:
                appoint("A" + std::to_string(g), grid);
            }
        }
        const NetworkReport report = check_network(load(texts), summer);
        std::set<std::string> found_vacant;
        std::set<std::string> found_doubled;
        std::size_t others = 0;
        for (const Diagnostic& problem : report.problems) {
            if (problem.code == "no_leader")
                EXPECT_TRUE(found_vacant.insert(problem.value).second);
            else if (problem.code == "several_leaders")
                EXPECT_TRUE(found_doubled.insert(problem.value).second);
            else
                ++others;
        }
        EXPECT_EQ(found_vacant, vacant);
        EXPECT_EQ(found_doubled, doubled);
        EXPECT_EQ(report.grids_without_leader, static_cast<std::int64_t>(vacant.size()));
        EXPECT_EQ(report.grids_with_several_leaders, static_cast<std::int64_t>(doubled.size()));
        EXPECT_EQ(report.leaders_by_source,
                  (std::vector<std::pair<std::string, std::int64_t>>(sources.begin(), sources.end())));
        EXPECT_EQ(others, vacant.size() == doubled.size() ? 0U : 1U) << "the sum over the sources";
    }
}

TEST(NetworkCheck, CyclesNameTheirUnitsTheSmallestFirst) {
    Texts texts = tidy();
    texts.units += "c,a,village,\nb,c,village,\na,b,village,\nd,a,grid,\nz,z,grid,\ne,X,grid,\nX,gone,village,\n";
    Lines found;
    for (const Diagnostic& d : check_network(load(texts), summer).problems)
        found.push_back(to_string(d).substr(0, to_string(d).find(" [")));
    EXPECT_EQ(
        found,
        (Lines{"units.csv:8:parent: error: unit \"a\": its parents go round in a cycle of 3 units: "
               "\"a\" → \"b\" → \"c\" → \"a\"",
               "units.csv:9:parent: error: unit \"d\": it lies below the cycle of \"a\"",
               "units.csv:10:parent: error: unit \"z\": it is its own parent",
               "units.csv:11:parent: error: unit \"e\": it lies below \"X\", whose parent is not in the units table",
               "units.csv:12:parent: error: unit \"X\": its parent \"gone\" is not in the units table"}));
}

TEST(NetworkCheck, ACycleIsWalkedOnceHoweverLongItIs) {
    constexpr int length = 200'000; // walked again for each of its units it would take minutes
    Texts texts = tidy();
    for (int i = 0; i < length; ++i)
        texts.units += "u" + std::to_string(i) + ",u" + std::to_string((i + 1) % length) + ",village,\n";
    texts.units += "a,u7,grid,\nz,u7,grid,\n";
    EXPECT_EQ(
        problems_in(check_network(load(texts), summer)),
        (Lines{"units parent unit_cycle u0", "units parent not_under_a_root a", "units parent not_under_a_root z"}));
}

/// Every planted fault of units, households, people, roles and links, found by looking at each row on its own.
TEST(NetworkCheck, WhateverIsPlantedIsFoundOnItsLine) {
    for (unsigned seed = 0; seed < 60; ++seed) {
        std::mt19937 random(seed);
        const auto below = [&](unsigned count) { return static_cast<unsigned>(random() % count); };
        const auto name = [](char letter, unsigned n) { return letter + std::to_string(n); };
        constexpr unsigned units = 40;
        std::vector<std::string> parent(units);
        for (unsigned u = 1; u < units; ++u) {
            const unsigned luck = below(20);
            // Mostly a unit before it, else any: itself, a later one (a cycle, perhaps), one that is not there, none.
            parent[u] = luck == 0 ? "" : name('u', luck < 4 ? below(units + 3) : below(u));
        }
        const auto number = [](const std::string& unit) { return static_cast<unsigned>(std::stoul(unit.substr(1))); };
        Texts texts;
        texts.units = "unit,parent,level\n";
        texts.households = "household,unit\n";
        texts.people = "person,household\n";
        texts.roles = "person,role,unit\n";
        texts.links = "source,target,kind\n";
        std::multiset<std::string> expected;
        const auto expect = [&](const char* file, unsigned line, const char* column, const char* code) {
            expected.insert(std::string(file) + ".csv:" + std::to_string(line) + " " + column + " " + code);
        };
        // The reference walks up from every unit, at most as many steps as there are units.
        std::vector<std::string> roots;
        std::vector<int> depth(units, -1);
        for (unsigned u = 0; u < units; ++u) {
            std::string at = name('u', u);
            std::vector<std::string> walked;
            while (!at.empty() && number(at) < units && std::find(walked.begin(), walked.end(), at) == walked.end()) {
                walked.push_back(at);
                at = parent[number(at)];
            }
            if (parent[u].empty()) roots.push_back(name('u', u));
            if (at.empty()) {
                depth[u] = static_cast<int>(walked.size());
            } else if (number(at) >= units) {
                expect("units", u + 2, "parent", walked.size() == 1 ? "unknown_parent" : "not_under_a_root");
            } else {
                const auto cycle = std::find(walked.begin(), walked.end(), at);
                if (cycle != walked.begin())
                    expect("units", u + 2, "parent", "not_under_a_root");
                else if (*std::min_element(cycle, walked.end()) == name('u', u))
                    expect("units", u + 2, "parent", "unit_cycle");
            }
            texts.units += name('u', u) + "," + parent[u] + ",";
            texts.units += std::string("L") + std::to_string(depth[u]) + "\n"; // one level a depth
        }
        for (const std::string& root : roots) {
            if (root != *std::min_element(roots.begin(), roots.end()))
                expect("units", number(root) + 2, "parent", "several_roots");
        }
        const int deepest = *std::max_element(depth.begin(), depth.end());
        for (unsigned h = 0; h < 30; ++h) {
            const unsigned unit = below(units + 4);
            texts.households += name('H', h) + "," + name('u', unit) + "\n";
            if (unit >= units)
                expect("households", h + 2, "unit", "unknown_unit");
            else if (depth[unit] != deepest)
                expect("households", h + 2, "unit", "not_in_a_grid");
        }
        for (unsigned p = 0; p < 30; ++p) {
            const unsigned household = below(34);
            texts.people += name('P', p) + "," + name('H', household) + "\n";
            if (household >= 30) expect("people", p + 2, "household", "unknown_household");
        }
        for (unsigned r = 0; r < 30; ++r) {
            const unsigned person = below(34);
            const unsigned unit = below(units + 4);
            // The role's word tells the rows apart.
            texts.roles += name('P', person) + "," + name('r', r) + "," + name('u', unit) + "\n";
            if (person >= 30) expect("roles", r + 2, "person", "unknown_person");
            if (unit >= units) expect("roles", r + 2, "unit", "unknown_unit");
        }
        std::set<std::pair<unsigned, unsigned>> linked;
        for (unsigned line = 2; line < 40;) {
            const unsigned source = below(34);
            const unsigned target = below(4) == 0 ? source : below(34);
            if (!linked.emplace(source, target).second) continue;
            texts.links += name('P', source) + "," + name('P', target) + ",leads\n";
            if (source >= 30) expect("links", line, "source", "unknown_person");
            if (target >= 30) expect("links", line, "target", "unknown_person");
            if (source == target) expect("links", line, "target", "link_to_herself");
            ++line;
        }
        std::multiset<std::string> found;
        for (const Diagnostic& d : check_network(load(texts), summer).problems) {
            if (d.code == "no_leader" || d.code == "sources_do_not_add_up") continue; // nobody leads here
            found.insert(d.file + ":" + std::to_string(d.line) + " " + d.column + " " + d.code);
        }
        ASSERT_EQ(found, expected) << "seed " << seed << "\n" << texts.units;
    }
}

TEST(LastLedgerDay, IsTheLatestDateOfAnyAcceptedEntry) {
    Texts texts = tidy();
    EXPECT_EQ(last_ledger_day(load(texts)), std::nullopt);
    texts.ledger += "E1,2023-05-01,P1,visit,,,,,,,2024-01-01,,\nE2,2023-04-01,P2,visit,,,,,,,,,\nE3,2025-01-01,nobody,"
                    "visit,,,,,,,,,\n";
    EXPECT_EQ(last_ledger_day(load(texts)), Day::parse("2023-05-01"));
}

} // namespace
} // namespace jifen
