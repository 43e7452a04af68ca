#include "jifen/tables/inert.hpp"

#include "jifen/tables/csv_reader.hpp"
#include "jifen/tables/csv_writer.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace jifen {
namespace {

TEST(Inert, WhatCouldBeAFormulaIsMarked) {
    for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠a"}) {
        EXPECT_TRUE(could_be_formula(text)) << text;
        EXPECT_EQ(inert(text), "'" + std::string(text));
    }
}

TEST(Inert, OtherTextStaysAsItIs) {
    for (const char* text : {"", "a=1", " =1", "1-1", "'", "'a", "张三", "；", "\uFF1E"}) {
        EXPECT_FALSE(could_be_formula(text)) << text;
        EXPECT_EQ(inert(text), text);
        EXPECT_EQ(without_inert_mark(text), text);
    }
}

TEST(Inert, AMarkedTextIsMarkedAgainSoThatItComesBack) {
    EXPECT_EQ(inert("'=1"), "''=1");
    EXPECT_EQ(without_inert_mark("''=1"), "'=1");
    EXPECT_EQ(without_inert_mark("'=1"), "=1");
    EXPECT_EQ(without_inert_mark("=1"), "=1");
}

TEST(Inert, EveryTextComesBackThroughAFile) {
    std::mt19937 random(1);
    const std::string pieces[] = {"'", "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠", "a", "\"", ",", " "};
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (std::size_t i = random() % 6; i > 0; --i) text += pieces[random() % std::size(pieces)];
        std::string csv = "a,b\n";
        append_csv_cell(csv, text);
        csv += ",x\n";
        CsvReader reader(csv, "t.csv");
        Row row;
        ASSERT_TRUE(reader.next(row));
        ASSERT_EQ(row.cells[0], text);
        ASSERT_FALSE(could_be_formula(inert(text).substr(0, 1) == "'" ? "" : inert(text)));
    }
}

} // namespace
} // namespace jifen
