#include "jifen/district/builder.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/text.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace jifen {
namespace {

const Day day = *Day::parse("2023-04-05");

UnitRow unit(std::string_view id) { return {id, "", "grid", ""}; }
PersonRow person(std::string_view id) {
    PersonRow row;
    row.person = id;
    return row;
}
EntryRow entry(std::string_view id, std::string_view actor) {
    EntryRow row;
    row.entry = id;
    row.date = day;
    row.actor = actor;
    row.item = "visit";
    return row;
}

TEST(DistrictBuilder, TakesRowsOfAProgramWithoutAFile) {
    DistrictBuilder builder;
    {
        // The texts are only read during `add`.
        const std::string name = std::string("P") + "1";
        builder.add(entry("E1", name));
        builder.add(person(name));
        builder.add(unit("G1"));
        builder.add(HouseholdRow{"H1", "G1", {}, {}});
        builder.add(RoleRow{name, "leader", "G1", {day, Day::never_ends()}, ""});
        builder.add(LinkRow{name, "P2", LinkKind::serves, {}});
        builder.add(KnowledgeRow{"K1", day, name, Stage::people, "H1", name});
    }
    const District district = builder.freeze();
    EXPECT_TRUE(district.report().diagnostics.empty());
    EXPECT_EQ(district->ledger.size(), 1U);
    EXPECT_EQ(district->ledger.actor_of(EntryId(0)), district.person("P1"));
    EXPECT_EQ(district->roles.of(district.person("P1")).size(), 1U);
    EXPECT_EQ(district->dangling.size(), 1U);
    EXPECT_EQ(district->knowledge.records, 1);
    EXPECT_TRUE(district.report().of(InputTable::units).present);
}

TEST(DistrictBuilder, RowsOfAProgramAreCountedUnlessTheySayTheirLine) {
    DistrictBuilder builder;
    builder.add(person("P1"));
    builder.add(person(""));
    builder.add(person("P1"));
    builder.declare(InputTable::people, "people 2.csv");
    PersonRow row = person("P1");
    row.line = 9;
    builder.add(row);
    std::vector<std::string> found;
    const District district = builder.freeze();
    for (const Diagnostic& d : district.report().diagnostics) found.push_back(d.file + "|" + std::to_string(d.line));
    EXPECT_EQ(found, (std::vector<std::string>{"people 2.csv|9", "people row|2", "people row|3"}));
}

TEST(DistrictBuilder, LinesThatAreUnknownOrBeyondCountingAreNotShown) {
    DistrictBuilder builder;
    builder.declare(InputTable::people, "people.csv");
    for (const std::int64_t line : {std::int64_t{0}, std::int64_t{1} << 32U, std::int64_t{-1}}) {
        PersonRow row = person("");
        row.line = line;
        builder.add(row);
    }
    const District district = builder.freeze();
    ASSERT_EQ(district.report().diagnostics.size(), 3U);
    for (const Diagnostic& d : district.report().diagnostics) {
        EXPECT_EQ(d.file, "people.csv");
        EXPECT_EQ(d.line, 0);
    }
}

TEST(DistrictBuilder, WithoutRowsGivesAnEmptyDistrict) {
    const District district = DistrictBuilder().freeze();
    EXPECT_EQ(district->people.size(), 0U);
    EXPECT_EQ(district->ledger.size(), 0U);
    EXPECT_FALSE(district->units.root());
    EXPECT_FALSE(district.report().of(InputTable::people).present);
    EXPECT_THROW((void)district.person("P1"), ArgumentError);
}

TEST(DistrictBuilder, IsEmptyAfterFreezeAndMayBeUsedAgain) {
    DistrictBuilder builder;
    builder.add(person("P1"));
    const District first = builder.freeze();
    const District copy = first;
    builder.add(person("P2"));
    const District second = builder.freeze();
    EXPECT_TRUE(first->people.ids.find("P1"));
    EXPECT_FALSE(second->people.ids.find("P1"));
    EXPECT_EQ(&*copy, &*first) << "copies share their columns";
}

TEST(DistrictBuilder, StopsWhenAskedAndIsEmptyThen) {
    DistrictBuilder builder;
    builder.add(person("P1"));
    builder.add(entry("E1", "P1"));
    std::stop_source source;
    source.request_stop();
    RunOptions options;
    options.stop = source.get_token();
    EXPECT_THROW((void)builder.freeze(options), Cancelled);
    EXPECT_EQ(builder.freeze()->people.size(), 0U);
}

/// The code and column of every problem.
std::vector<std::string> problems(const District& district) {
    std::vector<std::string> found;
    for (const Diagnostic& d : district.report().diagnostics) {
        EXPECT_FALSE(find_invalid_utf8(to_string(d)) || find_invalid_utf8(d.value)) << "a diagnostic is always UTF-8";
        found.push_back(d.column + " " + d.code);
    }
    return found;
}

TEST(DistrictBuilder, TextsThatAreNotUtf8AreRejectedInReadableMessages) {
    DistrictBuilder builder;
    builder.add(person("P\xFF"));
    PersonRow named = person("P1");
    named.name = "\xD5\xC5\xC8\xFD";
    builder.add(named);
    builder.add(person("P2"));
    EntryRow row = entry("E1", "P2");
    row.item = "C\xF4te";
    row.note = "\xED\xA0\x80";
    builder.add(row);
    builder.add(RoleRow{"P2", "\xC0\xAF", "G1", {}, "\xFF"});
    const District district = builder.freeze();
    EXPECT_EQ(problems(district), (std::vector<std::string>{"item bad_value", "note bad_value", "person bad_value",
                                                            "name bad_value", "role bad_value", "source bad_value"}));
    EXPECT_EQ(district->people.size(), 1U);
}

TEST(DistrictBuilder, DaysBeyondTheCalendarAreRejected) {
    const std::array<Day, 5> bad{Day::always(), Day::never_ends(), Day::parse("1900-01-01")->plus(-1),
                                 Day::parse("2199-12-31")->plus(1), Day(50'000'000)};
    for (const Day wrong : bad) {
        DistrictBuilder builder;
        builder.add(person("P1"));
        EntryRow row = entry("E1", "P1");
        row.date = wrong;
        builder.add(row);
        row = entry("E2", "P1");
        row.recorded = wrong;
        builder.add(row);
        builder.add(KnowledgeRow{"K1", wrong, "P1", Stage::people, "H1", "P1"});
        const District district = builder.freeze();
        EXPECT_EQ(problems(district),
                  (std::vector<std::string>{"date bad_value", "date bad_value", "recorded bad_value"}));
        EXPECT_EQ(district->ledger.size(), 0U);
    }
    DistrictBuilder builder;
    builder.add(HouseholdRow{"H1", "G1", {Day(-50'000'000), Day(50'000'000)}, {}});
    builder.add(HouseholdRow{"H2", "G1", {day, day}, {}});
    builder.add(HouseholdRow{"H3", "G1", {Day::never_ends(), Day::always()}, {}});
    EXPECT_EQ(problems(builder.freeze()),
              (std::vector<std::string>{"from bad_value", "until bad_value", "until bad_value", "until bad_value"}));
    // That they are in the wrong order is not said of days that are none.
    builder.add(HouseholdRow{"H4", "G1", {Day(50'000'000), Day(-50'000'000)}, {}});
    EXPECT_EQ(problems(builder.freeze()), (std::vector<std::string>{"from bad_value", "until bad_value"}));
}

TEST(DistrictBuilder, QuantitiesOutOfRangeAreRejected) {
    DistrictBuilder builder;
    builder.add(person("P1"));
    int number = 0;
    for (const std::int64_t value :
         {std::int64_t{-1}, Quantity::max_thousandths + 1, std::int64_t{0}, Quantity::max_thousandths}) {
        const std::string id = "E" + std::to_string(++number);
        EntryRow row = entry(id, "P1");
        row.quantity = Quantity::thousandths(value);
        builder.add(row);
    }
    const District district = builder.freeze();
    EXPECT_EQ(problems(district), (std::vector<std::string>{"quantity bad_value", "quantity bad_value"}));
    EXPECT_EQ(district->ledger.size(), 2U);
}

TEST(DistrictBuilder, AttributesMayNotChangeBetweenRowsOfATable) {
    DistrictBuilder builder;
    builder.declare_people_attributes({"phone"});
    builder.declare_people_attributes({"phone", "address"}); // no row so far
    const std::array<std::string_view, 2> values{"138", "here"};
    PersonRow row = person("P1");
    row.attributes = values;
    builder.add(row);
    builder.declare_people_attributes({"phone", "address"}); // a second part of the same table
    EXPECT_THROW(builder.declare_people_attributes({"phone"}), ArgumentError);
    EXPECT_THROW(builder.declare_people_attributes({"address", "phone"}), ArgumentError);
    EXPECT_THROW(builder.declare_people_attributes({}), ArgumentError);
    builder.add(person("P2")); // fewer values than were declared: the rest is empty
    builder.declare_household_attributes({"rooms"});
    builder.add(HouseholdRow{"H1", "G1", {}, {}});
    EXPECT_THROW(builder.declare_household_attributes({}), ArgumentError);
    const District district = builder.freeze();
    const Attributes& people = district->people.attributes;
    EXPECT_EQ(people.names, (std::vector<std::string>{"phone", "address"}));
    EXPECT_EQ(people.columns[1][0], "here");
    EXPECT_EQ(people.columns[1][1], "");
}

TEST(DistrictBuilder, TextsThatNoFileCouldHoldAreRejected) {
    using namespace std::string_view_literals;
    DistrictBuilder builder;
    builder.declare_people_attributes({"phone"});
    builder.declare_household_attributes({"rooms"});
    builder.add(UnitRow{"G1", "", "grid", "a\0b"sv});
    const std::array<std::string_view, 1> nul{"\0"sv};
    const std::array<std::string_view, 2> broken{"\xFF", "beyond those that were declared\0"sv};
    builder.add(HouseholdRow{"H1", "G1", {}, nul});
    PersonRow row = person("P1");
    row.attributes = broken;
    builder.add(row);
    row.attributes = {};
    row.name = "\0name"sv;
    builder.add(row);
    EntryRow noted = entry("E1", "P1");
    noted.note = "note\0"sv;
    builder.add(noted);
    const District district = builder.freeze();
    EXPECT_EQ(problems(district), (std::vector<std::string>{"rooms bad_value", "note bad_value", "phone bad_value",
                                                            "name bad_value", "name bad_value"}));
    EXPECT_EQ(district->people.size() + district->ledger.size() + district->households.size(), 0U);
}

TEST(DistrictBuilder, AttributesHaveNamesThatCouldHeadAColumn) {
    using namespace std::string_literals;
    DistrictBuilder builder;
    for (const std::vector<std::string>& names :
         {std::vector{""s}, {"a"s, "a"s}, {"a\0b"s}, {"\xFF"s}, {"person"s}, {"household"s}}) {
        EXPECT_THROW(builder.declare_people_attributes(names), ArgumentError);
        EXPECT_THROW(builder.declare_household_attributes({"unit"}), ArgumentError);
    }
    builder.declare_household_attributes({"person"}); // is no column of households
}

TEST(DistrictBuilder, RejectedRowsOfAReaderAreCounted) {
    DistrictBuilder builder;
    builder.declare(InputTable::links);
    builder.reject(InputTable::ledger,
                   {Diagnostic{"ledger.csv", 7, "date", Severity::error, "bad_date", "m", "v", ""}});
    const District district = builder.freeze();
    EXPECT_EQ(district.report().of(InputTable::ledger), (LoadCounts{1, 0, 0, 0, 1, true}));
    EXPECT_EQ(district.report().of(InputTable::links), (LoadCounts{0, 0, 0, 0, 0, true}));
    EXPECT_EQ(problems(district), std::vector<std::string>{"date bad_date"});
}

TEST(DistrictBuilder, ARowMayBeRejectedWithoutAWord) {
    DistrictBuilder builder;
    builder.reject(InputTable::ledger, {});
    const District district = builder.freeze();
    EXPECT_EQ(district.report().of(InputTable::ledger), (LoadCounts{1, 0, 0, 0, 1, true}));
    EXPECT_TRUE(problems(district).empty());
}

TEST(DistrictBuilder, OfATableThatIsRefusedNoRowHasAProblem) {
    DistrictBuilder builder;
    builder.limit_problems(1);
    const Diagnostics problem{Diagnostic{"ledger.csv", 7, "date", Severity::error, "bad_date", "m", "v", ""}};
    builder.reject(InputTable::ledger, problem);
    EXPECT_THROW(builder.reject(InputTable::ledger, problem), TableError);
    builder.reject(InputTable::people, problem);
    try {
        static_cast<void>(builder.freeze());
        FAIL() << "taken";
    } catch (const TableError& error) {
        ASSERT_EQ(error.diagnostics().size(), 1U);
        EXPECT_EQ(error.diagnostics()[0].code, "refused");
    }
}

TEST(DistrictBuilder, WhatAReaderFoundWrongWithACellIsNotSaidTwice) {
    DistrictBuilder builder;
    EntryRow row = entry("", "P1"); // what stands for the id that could not be read
    row.item = "";
    builder.add(row, {Diagnostic{"ledger", 1, "entry", Severity::error, "bad_id", "m", "v", ""}});
    EXPECT_EQ(problems(builder.freeze()), (std::vector<std::string>{"entry bad_id", "item bad_value"}));
}

TEST(DistrictBuilder, TellsHowFarFreezingIs) {
    DistrictBuilder builder;
    builder.add(person("P1"));
    for (int i = 0; i < 10; ++i) {
        const std::string id = "E" + std::to_string(i);
        builder.add(entry(id, "P1"));
    }
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    RunOptions options;
    options.progress = [&](const Progress& progress) {
        if (progress.stage != "freeze the ledger") return;
        EXPECT_GE(progress.done, done) << "of all columns, not of each anew";
        EXPECT_LE(progress.done, progress.total);
        done = progress.done;
        total = progress.total;
    };
    EXPECT_EQ(builder.freeze(options)->ledger.size(), 10U);
    EXPECT_EQ(done, total);
    EXPECT_GT(total, 0U);
}

TEST(DistrictBuilder, MayBeMoved) {
    DistrictBuilder first;
    first.add(person("P1"));
    DistrictBuilder second(std::move(first));
    second.add(person("P2"));
    DistrictBuilder third;
    third = std::move(second);
    EXPECT_EQ(third.freeze()->people.size(), 2U);
}

TEST(DistrictBuilder, RefusesATableWithMoreProblemsThanAreKept) {
    const auto refused_at = [](const auto& work) {
        try {
            work();
        } catch (const TableError& error) {
            const Diagnostic& problem = error.diagnostics().front();
            return std::pair(problem.code, problem.line);
        }
        return std::pair(std::string(), std::int64_t{0});
    };
    const std::pair<std::string, std::int64_t> third{"too_many_problems", 3};
    DistrictBuilder builder;
    builder.limit_problems(2);
    builder.add(unit(""));
    builder.add(unit(""));
    builder.add(person("")); // of another table
    EXPECT_EQ(refused_at([&] { builder.add(unit("")); }), third);
    EXPECT_THROW(static_cast<void>(builder.freeze()), TableError);

    DistrictBuilder twice;
    twice.limit_problems(1);
    for (int i = 0; i < 3; ++i) twice.add(person("P")); // two notes
    EXPECT_EQ(refused_at([&] { static_cast<void>(twice.freeze()); }), third);
}

} // namespace
} // namespace jifen
