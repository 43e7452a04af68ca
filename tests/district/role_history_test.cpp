#include "jifen/district/role_history.hpp"

#include "district/texts.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace jifen {
namespace {

const std::array<std::string, 2> asked{"leader", "officer"};

/// Rows `role,unit,from,until` of P1.
District roles_of(const std::vector<std::string>& rows) {
    Texts texts;
    texts.roles = "person,role,unit,from,until\n";
    for (const std::string& row : rows) texts.roles += "P1," + row + "\n";
    return load(texts);
}

/// `unit from last_day` of P1's home role, empty when she has none.
std::string home(const District& district, const char* window = "2023") {
    const auto found = home_role(*district, district.person("P1"), RoleSet(*district, asked), Window::parse(window));
    return found ? std::string(district->units.ids()[found->unit]) + " " + to_string(found->from) + " " +
                       to_string(found->last_day)
                 : "";
}

TEST(HomeRole, IsTheOneHeldLastInTheWindow) {
    EXPECT_EQ(home(roles_of({"leader,G1,2020-01-01,2023-06-01", "leader,G2,2019-01-01,2023-07-01"})),
              "G2 2019-01-01 2023-06-30");
    EXPECT_EQ(home(roles_of({"leader,G1,2020-01-01,2023-06-01", "officer,V,,2023-03-01"})), "G1 2020-01-01 2023-05-31");
    EXPECT_EQ(home(roles_of({"leader,G1,,"})), "G1  2023-12-31");
}

TEST(HomeRole, OfTwoHeldToTheEndIsTheOneWithTheLaterFrom) {
    EXPECT_EQ(home(roles_of({"leader,G1,2020-01-01,", "leader,G2,2020-01-02,2030-01-01"})), "G2 2020-01-02 2023-12-31");
    EXPECT_EQ(home(roles_of({"leader,G1,2020-01-01,", "leader,G2,,"})), "G1 2020-01-01 2023-12-31")
        << "an empty from is the earliest";
    // The `from` of the row counts, not where the window cuts it.
    EXPECT_EQ(home(roles_of({"leader,G1,2023-01-01,", "leader,G2,2022-12-31,"})), "G1 2023-01-01 2023-12-31");
}

TEST(HomeRole, OfTwoWithTheSameDaysIsTheOneInTheSmallerUnit) {
    EXPECT_EQ(home(roles_of({"leader,G2,2023-01-01,", "officer,G1,2023-01-01,"})), "G1 2023-01-01 2023-12-31");
    EXPECT_EQ(home(roles_of({"leader,G1,,", "officer,D,,"})), "D  2023-12-31") << "bytewise by id, not by the tree";
}

TEST(HomeRole, IsNoneWithoutADayOfTheRolesInTheWindow) {
    EXPECT_EQ(home(roles_of({"leader,G1,2022-01-01,2023-01-01"})), "");
    EXPECT_EQ(home(roles_of({"leader,G1,2024-01-01,"})), "");
    EXPECT_EQ(home(roles_of({"volunteer,G1,,"})), "");
    EXPECT_EQ(home(roles_of({})), "");
    EXPECT_EQ(home(roles_of({"leader,G1,2022-01-01,2023-01-02"})), "G1 2022-01-01 2023-01-01") << "one day suffices";
    EXPECT_EQ(home(roles_of({"leader,G1,2023-12-31,"})), "G1 2023-12-31 2023-12-31");
}

TEST(HomeRole, IsNotHeldInAUnitThatStandsNowhere) {
    EXPECT_EQ(home(roles_of({"leader,nowhere,,"})), "");
    EXPECT_EQ(home(roles_of({"leader,nowhere,2023-01-01,", "leader,G1,,2023-02-01"})), "G1  2023-01-31");
}

TEST(HeldDays, AreJoinedWhereRolesOverlapOrTouch) {
    const District district =
        roles_of({"leader,G1,2023-01-01,2023-02-01", "officer,G2,2023-02-01,2023-03-01",
                  "leader,G1,2023-02-15,2023-04-01", "leader,V,2023-04-02,2023-04-03", "volunteer,V,,"});
    const PersonId person = district.person("P1");
    const RoleSet roles(*district, asked);
    const auto spans = held_days(*district, person, roles, Window::year(2023));
    ASSERT_EQ(spans.size(), 2U);
    EXPECT_EQ(to_string(spans[0].from) + to_string(spans[0].until), "2023-01-012023-04-01");
    EXPECT_EQ(count_days(spans), 31 + 28 + 31 + 1);
    const auto in_g1 = held_days(*district, person, roles, Window::year(2023), district->units.ids().find("G1"));
    EXPECT_EQ(in_g1.size(), 2U);
    EXPECT_EQ(count_days(in_g1), 31 + 45);
    EXPECT_EQ(count_days(held_days(*district, person, roles, Window::parse("2023-01-31..2023-02-02"))), 2);
    EXPECT_EQ(count_days({}), 0);
}

TEST(HeldDays, AgreeWithAskingEveryDayOnRandomRoles) {
    std::mt19937 random(12);
    const std::array<const char*, 3> words{"leader", "officer", "volunteer"};
    const std::array<const char*, 3> units{"G1", "G2", "V"};
    const Window window = Window::parse("2023-01-10..2023-02-20");
    const Day start = *Day::parse("2023-01-01");
    int throughout = 0;
    for (int i = 0; i < 300; ++i) {
        std::vector<std::string> rows;
        for (std::size_t row = random() % 6; row > 0; --row) {
            const Day from = start.plus(static_cast<std::int32_t>(random() % 60));
            const Day until = from.plus(1 + static_cast<std::int32_t>(random() % 25));
            rows.push_back(std::string(words[random() % 3]) + "," + units[random() % 3] + "," +
                           (random() % 9 == 0 ? "" : to_string(from)) + "," +
                           (random() % 9 == 0 ? "" : to_string(until)));
        }
        const District district = roles_of(rows);
        const RoleSet roles(*district, asked);
        const PersonId person = district.person("P1");
        for (const UnitId unit : {UnitId::none(), district->units.ids().find("G1")}) {
            const auto spans = held_days(*district, person, roles, window, unit);
            for (std::size_t s = 1; s < spans.size(); ++s)
                ASSERT_LT(spans[s - 1].until, spans[s].from) << "they do not touch";
            std::int32_t days = 0;
            std::optional<Day> last;
            for (Day day = window.first(); day < window.end(); day = day.plus(1)) {
                bool held = false;
                for (const RoleHeld& role : district->roles.of(person))
                    held =
                        held || (roles.contains(role.role) && role.days.contains(day) && (!unit || role.unit == unit));
                if (held) last = day;
                days += held ? 1 : 0;
                ASSERT_EQ(
                    std::any_of(spans.begin(), spans.end(), [day](const Span& span) { return span.contains(day); }),
                    held);
            }
            ASSERT_EQ(count_days(spans), days);
            if (unit) continue;
            bool one_throughout = false;
            for (const RoleHeld& role : district->roles.of(person)) {
                bool every_day = roles.contains(role.role);
                for (Day day = window.first(); day < window.end(); day = day.plus(1))
                    every_day = every_day && role.days.contains(day);
                one_throughout = one_throughout || every_day;
            }
            ASSERT_EQ(held_one_throughout(*district, person, roles, window), one_throughout);
            throughout += one_throughout ? 1 : 0;
            const auto home = home_role(*district, person, roles, window);
            ASSERT_EQ(home.has_value(), last.has_value());
            ASSERT_TRUE(!home || home->last_day == *last);
        }
    }
    EXPECT_GT(throughout, 10);
    EXPECT_LT(throughout, 290);
}

TEST(RoleSet, LeavesOutWordsThatNobodyHolds) {
    const District district = roles_of({"leader,G1,,"});
    EXPECT_TRUE(RoleSet(*district, asked).contains(district->role_words.find("leader")));
    EXPECT_FALSE(RoleSet(*district, asked).contains(RoleWord::none()));
    EXPECT_FALSE(RoleSet().contains(RoleWord(0)));
    const std::array<std::string, 1> leader{"leader"};
    EXPECT_EQ(RoleSet(*district, asked), RoleSet(*district, leader));
}

TEST(JoinSpans, SortsAndJoinsInPlace) {
    const auto span = [](int from, int until) { return Span{Day(from), Day(until)}; };
    std::vector<Span> spans{span(5, 6), span(1, 9), span(9, 10), span(12, 13), span(2, 3)};
    join_spans(spans);
    EXPECT_EQ(spans, (std::vector{span(1, 10), span(12, 13)}));
    spans = {Span{Day(3), Day::never_ends()}, Span{Day::always(), Day(3)}};
    join_spans(spans);
    EXPECT_EQ(spans, std::vector{Span{}});
    spans.clear();
    join_spans(spans);
    EXPECT_TRUE(spans.empty());
}

} // namespace
} // namespace jifen
