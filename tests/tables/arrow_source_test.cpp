#include "jifen/tables/arrow_source.hpp"

#include "jifen/core/error.hpp"
#include "support/arrow_table.hpp"
#include "tables/arrow_cells.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <limits>
#include <string>
#include <vector>

namespace jifen {
namespace {

using testing_support::ArrowField;
using testing_support::ArrowTable;
using testing_support::text_field;

/// The same for values of several words each, the lowest first.
ArrowField wide_field(const char* format, std::size_t words, const std::vector<std::int64_t>& values) {
    ArrowField field = field_of(format, values);
    field.array.length = static_cast<std::int64_t>(values.size() / words);
    return field;
}

/// What the refusal of a table says.
std::string refusal_of(ArrowTable&& table) {
    ArrowArrayStream stream = table.stream();
    try {
        ArrowSource source(stream, "t");
        Row row;
        while (source.next(row)) {
        }
    } catch (const TableError& error) {
        return to_string(error.diagnostics().at(0));
    }
    return {};
}

TEST(ArrowSource, TextsInAllLayoutsAreTakenAsTheyAre) {
    const Texts texts{"x", "", "张三 is longer than a view holds"};
    EXPECT_EQ(cells_of(text_field("a", texts)), texts);

    ArrowField large("a", "U", 3);
    large.without_nulls().with<std::int64_t>({0, 1, 1, 3}).with<char>({'x', 'y', 'z'});
    EXPECT_EQ(cells_of(std::move(large)), (Texts{"x", "", "yz"}));

    struct View {
        std::int32_t length;
        std::array<char, 4> begin;
        std::int32_t buffer, offset;
    };
    const std::string bytes = "..a text of twenty-one ..";
    ArrowField views("a", "vu", 3);
    views.without_nulls()
        .with<View>({{3, {'a', 'b', 'c', 0}, 0, 0}, {21, {'a', ' ', 't', 'e'}, 0, 2}, {0, {}, 9, 9}})
        .with<char>({bytes.begin(), bytes.end()})
        .with<std::int64_t>({static_cast<std::int64_t>(bytes.size())});
    EXPECT_EQ(cells_of(std::move(views)), (Texts{"abc", "a text of twenty-one ", ""}));
}

TEST(ArrowSource, WholeNumbersOfEveryWidthKeepTheirDigits) {
    EXPECT_EQ(cells_of(field_of<std::int8_t>("c", {-128, 127})), (Texts{"-128", "127"}));
    EXPECT_EQ(cells_of(field_of<std::uint8_t>("C", {0, 255})), (Texts{"0", "255"}));
    EXPECT_EQ(cells_of(field_of<std::int16_t>("s", {-32768, 1})), (Texts{"-32768", "1"}));
    EXPECT_EQ(cells_of(field_of<std::uint16_t>("S", {65535})), (Texts{"65535"}));
    EXPECT_EQ(cells_of(field_of<std::int32_t>("i", {-2147483647 - 1})), (Texts{"-2147483648"}));
    EXPECT_EQ(cells_of(field_of<std::uint32_t>("I", {4294967295U})), (Texts{"4294967295"}));
    EXPECT_EQ(cells_of(field_of<std::int64_t>("l", {std::numeric_limits<std::int64_t>::min()})),
              (Texts{"-9223372036854775808"}));
    EXPECT_EQ(cells_of(field_of<std::uint64_t>("L", {std::numeric_limits<std::uint64_t>::max()})),
              (Texts{"18446744073709551615"}));
}

TEST(ArrowSource, DecimalsOfEveryWidthArePlainDecimals) {
    EXPECT_EQ(cells_of(field_of<std::int32_t>("d:9,2,32", {1250, -5, 0, 100})), (Texts{"12.5", "-0.05", "0", "1"}));
    EXPECT_EQ(cells_of(field_of<std::int64_t>("d:18,3,64", {-1})), (Texts{"-0.001"}));
    EXPECT_EQ(cells_of(wide_field("d:38,0", 2, {7, 0, -7, -1})), (Texts{"7", "-7"}));
    EXPECT_EQ(cells_of(wide_field("d:38,-2", 2, {12, 0, 0, 0})), (Texts{"1200", "0"}));
    EXPECT_EQ(cells_of(wide_field("d:76,1,256", 4, {0, 1, 0, 0, -1, -1, -1, -1})),
              (Texts{"1844674407370955161.6", "-0.1"}));
    const std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
    EXPECT_EQ(cells_of(wide_field("d:38,0", 2, {0, lowest})), (Texts{"-170141183460469231731687303715884105728"}));
}

TEST(ArrowSource, FloatsAreTheirShortestDecimalAndSaySo) {
    EXPECT_EQ(cells_of(field_of<double>("g", {0.1, -2.0, 1e21})), (Texts{"0.1", "-2", "1000000000000000000000"}));
    EXPECT_EQ(cells_of(field_of<float>("f", {0.1F})), (Texts{"0.1"}));
    std::vector<ArrowField> fields;
    fields.push_back(field_of<double>("g", {1.0}));
    fields.push_back(text_field("b", {"x"}));
    fields.push_back(field_of<std::int8_t>("c", {0}));
    fields.back().schema.name = "c";
    fields.back().of(field_of<float>("f", {1.5F}));
    ArrowTable table(std::move(fields));
    ArrowArrayStream stream = table.stream();
    const ArrowSource source(stream, "t");
    EXPECT_EQ(source.header(), (Texts{"a", "b", "c"}));
    EXPECT_TRUE(source.is_approximate(0));
    EXPECT_FALSE(source.is_approximate(1));
    EXPECT_TRUE(source.is_approximate(2));
}

TEST(ArrowSource, DatesAndTimestampsOfWholeDaysAreDates) {
    EXPECT_EQ(cells_of(field_of<std::int32_t>("tdD", {0, -25567, 84005, -25568, 84006})),
              (Texts{"1970-01-01", "1900-01-01", "2199-12-31", "!bad_date 1899-12-31", "!bad_date 2200-01-01"}));
    const std::int64_t day = 86'400;
    EXPECT_EQ(cells_of(field_of<std::int64_t>("tdm", {day * 1000})), (Texts{"1970-01-02"}));
    EXPECT_EQ(cells_of(field_of<std::int64_t>("tss:", {-day, day + 1})),
              (Texts{"1969-12-31", "!bad_date 1970-01-02 00:00:01"}));
    EXPECT_EQ(cells_of(field_of<std::int64_t>("tsm:", {day * 1000})), (Texts{"1970-01-02"}));
    EXPECT_EQ(cells_of(field_of<std::int64_t>("tsu:", {day * 1'000'000})), (Texts{"1970-01-02"}));
    EXPECT_EQ(cells_of(field_of<std::int64_t>("tsn:", {day * 1'000'000'000, 1})),
              (Texts{"1970-01-02", "!bad_date 1970-01-01 00:00:00"}));
}

TEST(ArrowSource, AMomentWithinADayIsNamedByDateAndTime) {
    const std::int64_t day = 86'400;
    std::vector<ArrowField> fields;
    fields.push_back(field_of<std::int64_t>("tss:", {day + 12 * 3600 + 34 * 60 + 56, -1, 3 * 3600 + 2 * 60 + 1}));
    ArrowTable table(std::move(fields));
    ArrowArrayStream stream = table.stream();
    ArrowSource source(stream, "t");
    Row row;
    for (const std::string_view expected : {"1970-01-02 12:34:56", "1969-12-31 23:59:59", "1970-01-01 03:02:01"}) {
        ASSERT_TRUE(source.next(row));
        EXPECT_EQ(row.defect_code, "bad_date");
        EXPECT_EQ(row.defect_value, expected);
    }
}

TEST(ArrowSource, NullsAreEmptyCellsAndNullRowsADefect) {
    ArrowField flags("a", "b", 3);
    flags.with<std::uint8_t>({0b011}).with<std::uint8_t>({0b001});
    EXPECT_EQ(cells_of(std::move(flags)), (Texts{"yes", "no", ""}));
    EXPECT_EQ(cells_of(ArrowField("a", "n", 2)), (Texts{"", ""}));
    ArrowTable table = table_of(text_field("a", {"x", "y", "z"}));
    const std::uint8_t rows = 0b101;
    table.validity = &rows;
    EXPECT_EQ(cells_of(std::move(table)), (Texts{"x", "!null_row", "z"}));
}

TEST(ArrowSource, OffsetsOfTableAndColumnAdd) {
    ArrowField numbers = field_of<std::int8_t>("c", {1, 2, 3, 4, 5});
    numbers.array.offset = 1;
    numbers.array.length = 4;
    ArrowTable table = table_of(std::move(numbers));
    table.offset = 2;
    table.rows = 2;
    EXPECT_EQ(cells_of(std::move(table)), (Texts{"4", "5"}));
}

TEST(ArrowSource, DictionariesAreLookedUp) {
    ArrowField codes = field_of<std::int8_t>("c", {1, 0, 1});
    codes.of(text_field(nullptr, {"no", "yes"}));
    EXPECT_EQ(cells_of(std::move(codes)), (Texts{"yes", "no", "yes"}));
    ArrowField days = field_of<std::uint16_t>("S", {0, 1});
    days.of(field_of<std::int32_t>("tdD", {1, 99'999}));
    EXPECT_EQ(cells_of(std::move(days)), (Texts{"1970-01-02", "!bad_date 2243-10-16"}));
    for (const std::int8_t index : {std::int8_t{-1}, std::int8_t{2}}) {
        ArrowField outside = field_of<std::int8_t>("c", {index});
        outside.of(text_field(nullptr, {"no", "yes"}));
        EXPECT_EQ(cells_of(std::move(outside)), (Texts{"refused: arrow_array"})) << int{index};
    }
    ArrowField missing = field_of<std::int8_t>("c", {0});
    missing.of(text_field(nullptr, {"x"}));
    missing.array.dictionary = nullptr;
    EXPECT_EQ(cells_of(std::move(missing)), (Texts{"refused: arrow_array"}));
    ArrowField texts = text_field("a", {"x"});
    texts.of(text_field(nullptr, {"x"}));
    EXPECT_EQ(cells_of(std::move(texts)), (Texts{"refused: arrow_type"}));
    ArrowField nested = field_of<std::int8_t>("c", {0});
    ArrowField inner = field_of<std::int8_t>("c", {0});
    inner.of(text_field(nullptr, {"x"}));
    nested.of(std::move(inner));
    EXPECT_EQ(cells_of(std::move(nested)), (Texts{"refused: arrow_type"}));
}

TEST(ArrowSource, TypesThatNoCellCanBeAreRefusedWithTheColumn) {
    for (const char* const format :
         {"z",    "Z",  "vz", "w:4", "e",     "+r",       "+l",     "+s",      "tts",        "tDs", "tiM", "tss:UTC",
          "tsx:", "ts", "d:", "d:5", "d:5,x", "d:5,2,16", "d:5,77", "d:5,-77", "d:5,2,32,1", "x",   ""}) {
        const std::string says = refusal_of(table_of(field_of<std::int64_t>(format, {0, 0})));
        EXPECT_NE(says.find("arrow_type"), std::string::npos) << format << ": " << says;
        EXPECT_NE(says.find("\"a\""), std::string::npos) << format << ": " << says;
    }
    ArrowField nameless = field_of<std::int8_t>("c", {0});
    nameless.schema.format = nullptr;
    EXPECT_EQ(cells_of(std::move(nameless)), (Texts{"refused: arrow_array"}));
}

TEST(ArrowSource, HeadersFollowTheRulesOfEveryTable) {
    const auto refused = [](const char* name) {
        std::vector<ArrowField> fields;
        fields.push_back(text_field("a", {"x"}));
        fields.push_back(text_field(name, {"y"}));
        return cells_of(ArrowTable(std::move(fields)));
    };
    EXPECT_EQ(refused("a"), (Texts{"refused: duplicate_column"}));
    EXPECT_EQ(refused(""), (Texts{"refused: empty_column_name"}));
    EXPECT_EQ(refused(nullptr), (Texts{"refused: empty_column_name"}));
    EXPECT_EQ(refused("\xC3("), (Texts{"refused: not_utf8"}));
    EXPECT_EQ(cells_of(ArrowTable(std::vector<ArrowField>())), (Texts{"refused: no_header"}));
}

TEST(ArrowSource, AnArrayThatContradictsItselfIsRefused) {
    const Texts broken{"refused: arrow_array"};
    const auto with = [](const auto& change) {
        ArrowField field = text_field("a", {"x", "y"});
        change(field);
        return cells_of(std::move(field));
    };
    EXPECT_EQ(with([](ArrowField& f) { f.array.length = -1; }), broken);
    EXPECT_EQ(with([](ArrowField& f) { f.array.offset = -1; }), broken);
    EXPECT_EQ(with([](ArrowField& f) { f.array.offset = std::numeric_limits<std::int64_t>::max(); }), broken);
    EXPECT_EQ(with([](ArrowField& f) { f.array.n_buffers = 2; }), broken);
    EXPECT_EQ(with([](ArrowField& f) { f.array.buffers = nullptr; }), broken);
    EXPECT_EQ(with([](ArrowField& f) { f.buffers[1] = nullptr; }), broken);
    EXPECT_EQ(with([](ArrowField& f) { f.buffers[2] = nullptr; }), broken);

    ArrowTable longer = table_of(text_field("a", {"x"}));
    longer.rows = 2;
    EXPECT_EQ(cells_of(std::move(longer)), broken);
    ArrowTable negative = table_of(text_field("a", {"x"}));
    negative.offset = -1;
    EXPECT_EQ(cells_of(std::move(negative)), broken);
}

TEST(ArrowSource, ATableWithoutItsColumnsIsRefused) {
    const auto code_of = [](const auto& change) {
        ArrowTable table = table_of(text_field("a", {"x"}));
        ArrowSchema schema = table.schema();
        ArrowArray array = table.array();
        change(schema, array);
        std::string code = "taken";
        try {
            ArrowSource source(schema, array, "t");
            Row row;
            static_cast<void>(source.next(row));
        } catch (const TableError& error) {
            code = error.diagnostics().at(0).code;
        }
        EXPECT_EQ(table.out, 0);
        return code;
    };
    EXPECT_EQ(code_of([](ArrowSchema&, ArrowArray&) {}), "taken");
    EXPECT_EQ(code_of([](ArrowSchema& s, ArrowArray&) { s.children = nullptr; }), "arrow_array");
    EXPECT_EQ(code_of([](ArrowSchema& s, ArrowArray&) { s.n_children = -1; }), "too_many_columns");
    EXPECT_EQ(code_of([](ArrowSchema& s, ArrowArray&) { s.n_children = 4097; }), "too_many_columns");
    EXPECT_EQ(code_of([](ArrowSchema& s, ArrowArray&) { s.format = "u"; }), "arrow_type");
    EXPECT_EQ(code_of([](ArrowSchema& s, ArrowArray&) { s.format = nullptr; }), "arrow_type");
    EXPECT_EQ(code_of([](ArrowSchema&, ArrowArray& a) { a.n_children = 2; }), "arrow_array");
    EXPECT_EQ(code_of([](ArrowSchema&, ArrowArray& a) { a.children = nullptr; }), "arrow_array");
    EXPECT_EQ(code_of([](ArrowSchema&, ArrowArray& a) { a.children[0] = nullptr; }), "arrow_array");
    EXPECT_EQ(code_of([](ArrowSchema&, ArrowArray& a) { a.length = -1; }), "arrow_array");
    constexpr std::int64_t too_many = (std::int64_t{1} << 60U) + 1; // the sum of two such could overflow
    EXPECT_EQ(code_of([](ArrowSchema&, ArrowArray& a) { a.length = too_many; }), "arrow_array");
    EXPECT_EQ(code_of([](ArrowSchema&, ArrowArray& a) { a.offset = too_many; }), "arrow_array");
    EXPECT_EQ(code_of([](ArrowSchema&, ArrowArray& a) { a.n_buffers = 0; }), "taken");
    EXPECT_EQ(code_of([](ArrowSchema&, ArrowArray& a) { a.buffers = nullptr; }), "taken");
}

TEST(ArrowSource, TheFirstOfSeveralDefectsOfARowIsNamed) {
    std::vector<ArrowField> fields;
    for (const char* const name : {"a", "b", "c"}) {
        fields.push_back(field_of<std::int32_t>("tdD", {name[0] == 'a' ? 0 : 99'999}));
        fields.back().schema.name = name;
    }
    ArrowTable table(std::move(fields));
    ArrowArrayStream stream = table.stream();
    ArrowSource source(stream, "t");
    Row row;
    ASSERT_TRUE(source.next(row));
    EXPECT_EQ(row.defect_code, "bad_date");
    EXPECT_EQ(row.defect_column, "b");
    EXPECT_FALSE(source.next(row));
}

TEST(ArrowSource, OffsetsMustRiseAndEndWhereTheLastOneDoes) {
    const auto with = [](const std::vector<std::int32_t>& offsets) {
        ArrowField field("a", "u", static_cast<std::int64_t>(offsets.size()) - 1);
        field.without_nulls().with(offsets).with<char>({'x', 'y'});
        return cells_of(std::move(field));
    };
    EXPECT_EQ(with({0, 1, 2}), (Texts{"x", "y"}));
    EXPECT_EQ(with({1, 0, 2}), (Texts{"refused: arrow_array"}));
    EXPECT_EQ(with({-1, 1, 2}), (Texts{"refused: arrow_array"}));
    // The first text would end far behind the bytes that the last offset says there are.
    EXPECT_EQ(with({0, 1'000'000, 2}), (Texts{"refused: arrow_array"}));
}

TEST(ArrowSource, ViewsMustLieInTheirBuffers) {
    struct View {
        std::int32_t length, prefix, buffer, offset;
    };
    const auto with = [](View view, std::int64_t size = 30) {
        ArrowField field("a", "vu", 1);
        field.without_nulls().with<View>({view}).with(std::vector<char>(30, 'x')).with<std::int64_t>({size});
        return cells_of(std::move(field));
    };
    const Texts broken{"refused: arrow_array"};
    EXPECT_EQ(with({13, 0, 0, 17}), (Texts{std::string(13, 'x')}));
    EXPECT_EQ(with({13, 0, 0, 18}), broken);
    EXPECT_EQ(with({-1, 0, 0, 0}), broken);
    EXPECT_EQ(with({13, 0, 1, 0}), broken);
    EXPECT_EQ(with({13, 0, -1, 0}), broken);
    EXPECT_EQ(with({13, 0, 0, -1}), broken);
    EXPECT_EQ(with({13, 0, 0, 0}, 12), broken);
    ArrowField no_lengths("a", "vu", 1);
    no_lengths.without_nulls().with<View>({{13, 0, 0, 0}}).with(std::vector<char>(30, 'x')).with_buffer(nullptr);
    EXPECT_EQ(cells_of(std::move(no_lengths)), broken);
    ArrowField no_bytes("a", "vu", 1);
    no_bytes.without_nulls().with<View>({{13, 0, 0, 0}}).with_buffer(nullptr).with<std::int64_t>({30});
    EXPECT_EQ(cells_of(std::move(no_bytes)), broken);
    ArrowField two_buffers("a", "vu", 1);
    two_buffers.without_nulls().with<View>({{1, 'x', 0, 0}});
    EXPECT_EQ(cells_of(std::move(two_buffers)), broken);
}

TEST(ArrowSource, TextThatIsNotUtf8RefusesTheTableWithRowAndByte) {
    const std::string says = refusal_of(table_of(text_field("a", {"good", "b\xFF"})));
    EXPECT_EQ(says, "t:2:a: error: table refused: the column \"a\": byte 1 of the cell is not valid UTF-8 [not_utf8]; "
                    "give the column as valid text");
}

TEST(ArrowSource, AStreamCanComeInManyPiecesOrNone) {
    ArrowTable thrice = table_of(text_field("a", {"x", "y"}));
    thrice.batches = 3;
    EXPECT_EQ(cells_of(std::move(thrice)), (Texts{"x", "y", "x", "y", "x", "y"}));
    ArrowTable none = table_of(text_field("a", {"x"}));
    none.batches = 0;
    EXPECT_EQ(cells_of(std::move(none)), Texts{});
    EXPECT_EQ(cells_of(table_of(text_field("a", {"x"})), true), (Texts{"x"}));
}

TEST(ArrowSource, AProducerThatFailsIsQuoted) {
    ArrowTable at_once = table_of(text_field("a", {"x"}));
    at_once.schema_error = 5;
    at_once.error_text = "the disk is gone";
    EXPECT_NE(refusal_of(std::move(at_once)).find("the disk is gone"), std::string::npos);
    ArrowTable silent = table_of(text_field("a", {"x"}));
    silent.schema_error = ENOMEM;
    EXPECT_NE(refusal_of(std::move(silent)).find(std::strerror(ENOMEM)), std::string::npos);
    ArrowTable later = table_of(text_field("a", {"x"}));
    later.batch_error = EIO;
    EXPECT_NE(refusal_of(std::move(later)).find(std::strerror(EIO)), std::string::npos);
    ArrowTable spoken = table_of(text_field("a", {"x"}));
    spoken.batch_error = EIO;
    spoken.error_text = "the line is cut";
    EXPECT_NE(refusal_of(std::move(spoken)).find("the line is cut"), std::string::npos);
    ArrowTable telling = table_of(text_field("a", {"x"}));
    telling.batch_error = EIO;
    telling.error_text = "cannot convert '11010519491231002X' to INT32"; // of the cell that it failed at
    EXPECT_NE(refusal_of(std::move(telling)).find("'11*************02X'"), std::string::npos);
}

TEST(ArrowSource, WhatWasUsedUpIsRefused) {
    ArrowArrayStream stream{};
    EXPECT_THROW(ArrowSource(stream, "t"), TableError);
    ArrowTable table = table_of(text_field("a", {"x"}));
    ArrowSchema schema = table.schema();
    ArrowArray array{};
    EXPECT_THROW(ArrowSource(schema, array, "t"), TableError);
    EXPECT_EQ(table.out, 0);
    array = table.array();
    EXPECT_THROW(ArrowSource(schema, array, "t"), TableError);
    EXPECT_EQ(table.out, 0);
}

} // namespace
} // namespace jifen
