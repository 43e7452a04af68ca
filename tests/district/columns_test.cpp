#include "jifen/district/columns.hpp"

#include "district/texts.hpp"
#include "jifen/core/error.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace jifen {
namespace {

using Cells = std::vector<std::string_view>;
using Lines = std::vector<std::string>;

/// What an ArgumentError is about; empty where there is none.
template <class Do>
std::string refused(Do something) {
    try {
        something();
    } catch (const ArgumentError& error) {
        return error.argument() + " " + error.value();
    }
    return "";
}

TEST(ColumnAliases, StandForOneColumnOfOneTable) {
    ColumnAliases aliases;
    EXPECT_EQ(aliases.find(InputTable::ledger, "who"), std::nullopt);
    aliases.add(InputTable::ledger, "who", "actor");
    EXPECT_EQ(aliases.find(InputTable::ledger, "who"), 2U);
    EXPECT_EQ(aliases.find(InputTable::ledger, "actor"), 2U) << "its own name is always known";
    EXPECT_EQ(aliases.find(InputTable::knowledge, "who"), std::nullopt);
    aliases.add(InputTable::ledger, "who", "actor"); // said twice
    aliases.add(InputTable::knowledge, "who", "knower");
    EXPECT_EQ(aliases.of(InputTable::ledger), (decltype(aliases.of(InputTable::ledger)){{"who", "actor"}}));
}

TEST(ColumnAliases, ThatCannotHoldAreRefused) {
    ColumnAliases aliases;
    aliases.add(InputTable::ledger, "who", "actor");
    EXPECT_EQ(refused([&] { aliases.add(InputTable::ledger, "that", "stage"); }), "aliases stage") << "no such column";
    EXPECT_EQ(refused([&] { aliases.add(InputTable::ledger, "who", "item"); }), "aliases who");
    EXPECT_EQ(refused([&] { aliases.add(InputTable::ledger, "item", "actor"); }), "aliases item")
        << "the name of another column";
    EXPECT_EQ(refused([&] { aliases.add(InputTable::ledger, "actor", "actor"); }), "");
    EXPECT_EQ(aliases.find(InputTable::ledger, "who"), 2U) << "what stood before stands";
}

TEST(WordAliases, StandForWordsOfClosedLists) {
    WordAliases words;
    EXPECT_EQ(words.find("gender", "f"), "f");
    words.add("gender", "f", "female");
    EXPECT_EQ(words.find("gender", "f"), "female");
    EXPECT_EQ(words.find("gender", "female"), "female");
    EXPECT_EQ(words.find("stage", "f"), "f") << "of another column";
    EXPECT_EQ(refused([&] { words.add("item", "v", "visit"); }), "words item");
    EXPECT_EQ(refused([&] { words.add("gender", "x", "other"); }), "words other");
    EXPECT_EQ(refused([&] { words.add("gender", "x", ""); }), "words ");
}

TEST(WordAliases, ChineseOnesAreTakenByWhoeverSaysSo) {
    const WordAliases& words = WordAliases::chinese();
    for (const auto& [column, text, word] :
         std::vector<std::array<std::string_view, 3>>{{"gender", "女", "female"},
                                                      {"gender", "男", "male"},
                                                      {"verified", "是", "yes"},
                                                      {"verified", "否", "no"},
                                                      {"kind", "带领", "leads"},
                                                      {"kind", "服务", "serves"},
                                                      {"kind", "联系服务", "serves"},
                                                      {"stage", "知人", "people"},
                                                      {"stage", "知事", "matters"},
                                                      {"stage", "知情", "circumstances"},
                                                      {"stage", "知需", "needs"},
                                                      {"stage", "知帮", "help"}})
        EXPECT_EQ(words.find(column, text), word);
    EXPECT_EQ(WordAliases().find("gender", "女"), "女");

    Texts texts;
    texts.people = "人员编号,性别\nP1,女\nP2,男\n";
    HeaderOptions options;
    const auto load_people = [&] {
        DistrictBuilder builder;
        CsvReader rows(texts.people, "people.csv");
        read_table(builder, InputTable::people, rows, "people.csv", options);
        return builder.freeze();
    };
    EXPECT_EQ(problems_of(load_people(), InputTable::people), (Lines{"2 gender bad_word", "3 gender bad_word"}));
    options.words = WordAliases::chinese();
    const District district = load_people();
    EXPECT_EQ(problems_of(district, InputTable::people), Lines{});
    EXPECT_EQ(district->people.gender[0], Gender::female);
    EXPECT_EQ(district->people.gender[1], Gender::male);
}

TEST(Marks, AreBlanksAndAsterisksAroundAName) {
    EXPECT_EQ(without_marks("person"), "person");
    EXPECT_EQ(without_marks(" *person* \t"), "person");
    EXPECT_EQ(without_marks("＊\u3000人员 编号\u3000＊"), "人员 编号") << "inside it they stay";
    EXPECT_EQ(without_marks("* \u3000＊"), "");
    EXPECT_EQ(without_marks(""), "");
}

TEST(IsHeader, NamesEveryColumnThatTheTableNeeds) {
    HeaderOptions options;
    EXPECT_TRUE(is_header(InputTable::roles, Cells{"unit", "person", "role"}, options));
    EXPECT_TRUE(is_header(InputTable::roles, Cells{"人员编号", "职务", "", "any", "网格编号"}, options));
    EXPECT_FALSE(is_header(InputTable::roles, Cells{"unit", "person"}, options));
    EXPECT_FALSE(is_header(InputTable::roles, Cells{}, options));
    EXPECT_FALSE(is_header(InputTable::roles, Cells{"unit*", " person", "role"}, options));
    options.marks = true;
    EXPECT_TRUE(is_header(InputTable::roles, Cells{"unit*", " person", "role"}, options));
    options.aliases = ColumnAliases();
    EXPECT_FALSE(is_header(InputTable::roles, Cells{"人员编号", "职务", "网格编号"}, options));
}

/// `column code` of all for which the table of people is refused; empty when it is taken.
Lines refused_people(std::string_view text, const HeaderOptions& options) {
    Lines found;
    try {
        DistrictBuilder builder;
        CsvReader rows(text, "people.csv");
        read_table(builder, InputTable::people, rows, "people.csv", options);
    } catch (const TableError& error) {
        for (const Diagnostic& d : error.diagnostics()) found.push_back(d.column + " " + d.code);
    }
    return found;
}

TEST(Header, WithMarksIsReadWithoutThem) {
    HeaderOptions options;
    const std::string marked = "*person, 家庭编号 ,phone*\n";
    EXPECT_EQ(refused_people(marked, options), Lines{"person missing_column"}) << "the others are kept as attributes";
    options.marks = true;
    DistrictBuilder builder;
    CsvReader rows(marked + "P1,H1,138\n", "people.csv");
    read_table(builder, InputTable::people, rows, "people.csv", options);
    const District district = builder.freeze();
    EXPECT_TRUE(district->people.ids.find("P1"));
    EXPECT_EQ(district->people.attributes.names, Lines{"phone"});
}

TEST(Header, NamesEachColumnOnce) {
    HeaderOptions options;
    EXPECT_EQ(refused_people("person,人员编号\n", options), Lines{"人员编号 duplicate_column"});
    EXPECT_EQ(refused_people("person,phone,phone*\n", options), Lines{});
    options.marks = true;
    EXPECT_EQ(refused_people("person,phone,phone*\n", options), Lines{"phone* duplicate_column"});
    EXPECT_EQ(refused_people("person,*, \n", options), (Lines{" empty_column_name", " empty_column_name"}));
}

TEST(Header, StandsBelowTitles) {
    const TemporaryFolder folder;
    folder.write("people.csv", "People of 2023,\n,\n人员编号,姓名\nP1,甲\n");
    TableOptions options;
    options.header.title_rows = 2;
    DistrictReader reader(options);
    EXPECT_EQ(reader.options().header.title_rows, 2U);
    reader.read_csv(InputTable::people, folder / "people.csv");
    for (const InputTable table : {InputTable::units, InputTable::roles}) {
        Texts texts;
        CsvReader rows(texts.of(table), "unused");
        reader.read(table, rows);
    }
    const District district = reader.finish();
    EXPECT_EQ(district->people.names[0], "甲");
    EXPECT_EQ(district.report().of(InputTable::people).read, 1);
}

} // namespace
} // namespace jifen
