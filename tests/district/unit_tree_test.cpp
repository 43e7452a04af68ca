#include "jifen/district/unit_tree.hpp"

#include "district/texts.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace jifen {
namespace {

District units_of(const std::string& rows) {
    Texts texts;
    texts.units = "unit,parent,level\n" + rows;
    texts.households = texts.people = texts.roles = texts.links = texts.ledger = texts.knowledge = "";
    return load(texts);
}

UnitId unit(const District& district, std::string_view id) { return district->units.ids().find(id); }

TEST(UnitTree, OfSeveralRootsTheSmallestIdIsTheRoot) {
    const District district = units_of("b,,top\nc,a,low\na,,top\nd,b,low\n");
    const UnitTree& tree = district->units;
    EXPECT_EQ(tree.root(), unit(district, "a"));
    EXPECT_EQ(tree.roots().size(), 2U);
    EXPECT_TRUE(tree.in_tree(unit(district, "d"))) << "the trees below the other roots count all the same";
    EXPECT_TRUE(tree.is_in_or_below(unit(district, "d"), unit(district, "b")));
    EXPECT_FALSE(tree.is_in_or_below(unit(district, "d"), unit(district, "a")));
}

TEST(UnitTree, WhatIsBelowAnUnknownParentStandsNowhere) {
    const District district = units_of("a,,top\nb,nowhere,low\nc,b,low\nd,a,low\n");
    const UnitTree& tree = district->units;
    EXPECT_FALSE(tree.in_tree(unit(district, "b")));
    EXPECT_FALSE(tree.in_tree(unit(district, "c")));
    EXPECT_FALSE(tree.in_tree(unit(district, "nowhere")));
    EXPECT_TRUE(tree[unit(district, "b")].unknown_parent);
    EXPECT_FALSE(tree[unit(district, "nowhere")].exists);
    EXPECT_FALSE(tree.is_in_or_below(unit(district, "c"), unit(district, "c"))) << "it is not even in itself";
    EXPECT_FALSE(tree.ancestor_at(unit(district, "c"), district->level_words.find("low")));
    EXPECT_EQ(tree.preorder().size(), 2U);
}

TEST(UnitTree, CyclesAndWhatHangsOnThemStandNowhere) {
    const District district = units_of("a,,top\nb,c,low\nc,b,low\nd,c,low\ne,e,low\n");
    for (const char* id : {"b", "c", "d", "e"}) EXPECT_FALSE(district->units.in_tree(unit(district, id))) << id;
    EXPECT_EQ(district->units.preorder().size(), 1U);
    const District none = units_of("b,c,low\nc,b,low\n");
    EXPECT_FALSE(none->units.root());
    EXPECT_TRUE(none->units.deepest_levels().empty());
}

TEST(UnitTree, WithoutUnitsIsEmpty) {
    const District district = units_of("");
    EXPECT_EQ(district->units.size(), 0U);
    EXPECT_FALSE(district->units.root());
    EXPECT_FALSE(district->units.in_tree(UnitId::none()));
    EXPECT_FALSE(district->units.is_in_or_below(UnitId::none(), UnitId::none()));
}

TEST(UnitTree, AncestorAtALevelIsTheNearestAndAUnitIsItsOwn) {
    const District district = units_of("a,,region\nb,a,village\nc,b,village\nd,c,grid\n");
    const auto at = [&](const char* id, const char* level) {
        const UnitId found = district->units.ancestor_at(unit(district, id), district->level_words.find(level));
        return found ? std::string(district->units.ids()[found]) : "none";
    };
    EXPECT_EQ(at("d", "village"), "c");
    EXPECT_EQ(at("d", "grid"), "d");
    EXPECT_EQ(at("d", "region"), "a");
    EXPECT_EQ(at("b", "grid"), "none");
    EXPECT_EQ(at("d", "province"), "none");
}

TEST(UnitTree, DeepestLevelsAreThoseFoundAtTheGreatestDepth) {
    const District district = units_of("a,,top\nb,a,grid\nc,a,village\nd,c,plot\ne,c,grid\n");
    std::vector<std::string> levels;
    for (const LevelWord level : district->units.deepest_levels()) levels.emplace_back(district->level_words[level]);
    EXPECT_EQ(levels, (std::vector<std::string>{"grid", "plot"}));
}

TEST(UnitTree, MayBeAHundredThousandUnitsDeep) {
    constexpr int depth = 100'000;
    std::string rows = "u0,,l\n";
    for (int i = 1; i < depth; ++i) rows += "u" + std::to_string(i) + ",u" + std::to_string(i - 1) + ",l\n";
    const District district = units_of(rows);
    const UnitId last = unit(district, "u" + std::to_string(depth - 1));
    EXPECT_EQ(district->units[last].depth, depth - 1U);
    EXPECT_TRUE(district->units.is_in_or_below(last, unit(district, "u0")));
    EXPECT_FALSE(district->units.is_in_or_below(unit(district, "u0"), last));
    EXPECT_EQ(district->units[unit(district, "u0")].leave, static_cast<std::uint32_t>(depth));
}

TEST(UnitTree, AgreesWithWalkingUpOnRandomForests) {
    std::mt19937 random(31);
    for (int i = 0; i < 150; ++i) {
        constexpr unsigned count = 25;
        std::map<std::string, std::string> parent;
        std::string rows;
        for (unsigned u = 0; u < count; ++u) {
            std::string above =
                random() % 6 == 0 ? "" : "u" + std::to_string(random() % (random() % 4 == 0 ? count + 2 : u + 1));
            rows += "u" + std::to_string(u) + "," + above + ",l" + std::to_string(random() % 3) + "\n";
            parent["u" + std::to_string(u)] = above;
        }
        const District district = units_of(rows);
        const UnitTree& tree = district->units;
        const auto way_up = [&](std::string at) {
            std::vector<std::string> path;
            while (!at.empty()) {
                if (!parent.contains(at) || path.size() > count) return std::vector<std::string>{};
                path.push_back(at);
                at = parent[at];
            }
            return path;
        };
        std::set<std::uint32_t> places;
        for (const auto& [id, above] : parent) {
            const auto path = way_up(id);
            const UnitId at = unit(district, id);
            ASSERT_EQ(tree.in_tree(at), !path.empty()) << rows;
            if (path.empty()) continue;
            ASSERT_EQ(tree[at].depth + 1, path.size());
            ASSERT_TRUE(places.insert(tree[at].enter).second);
            for (const auto& [other, unused] : parent)
                ASSERT_EQ(tree.is_in_or_below(at, unit(district, other)),
                          std::find(path.begin(), path.end(), other) != path.end());
        }
        ASSERT_EQ(places.size(), tree.preorder().size());
    }
}

} // namespace
} // namespace jifen
