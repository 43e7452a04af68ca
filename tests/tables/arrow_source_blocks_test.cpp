#include "tables/arrow_cells.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace jifen {
namespace {

using testing_support::ArrowField;
using testing_support::ArrowTable;
using testing_support::text_field;

/// The cells of a column of indices, twenty of each text, in a batch for each dictionary. `most_rows` as in cells_in.
Texts cells_of_batches(const std::vector<Texts>& dictionaries, std::size_t most_rows) {
    std::vector<std::unique_ptr<ArrowTable>> tables;
    for (const Texts& dictionary : dictionaries) {
        std::vector<std::int8_t> indices;
        for (std::size_t i = 0; i < 20 * dictionary.size(); ++i)
            indices.push_back(static_cast<std::int8_t>(i % dictionary.size()));
        ArrowField field = field_of("c", indices);
        field.of(text_field(nullptr, dictionary));
        std::vector<ArrowField> fields;
        fields.push_back(std::move(field));
        tables.push_back(std::make_unique<ArrowTable>(std::move(fields)));
        if (tables.size() > 1) tables[tables.size() - 2]->then = tables.back().get();
    }
    Texts cells;
    {
        ArrowArrayStream stream = tables.front()->stream();
        ArrowSource source(stream, "t");
        if (most_rows == 0)
            add_rows(cells, source);
        else
            add_blocks(cells, source, most_rows);
    }
    for (const auto& table : tables) EXPECT_EQ(table->out, 0);
    return cells;
}

TEST(ArrowSource, ATextThatServesManyRowsIsThatOfTheDictionaryOfItsBatch) {
    // Texts of a dictionary that serve many rows are kept: those of the next batch are others, as many, or fewer.
    const std::vector<Texts> dictionaries{{"a", "b", "c"}, {"x", "y", "z"}, {"b", "a"}, {"", "u", "v", "w"}, {"a"}};
    Texts expected;
    for (const Texts& dictionary : dictionaries) {
        for (std::size_t i = 0; i < 20 * dictionary.size(); ++i) expected.push_back(dictionary[i % dictionary.size()]);
    }
    for (const std::size_t most_rows : {0U, 1U, 7U, 100U})
        EXPECT_EQ(cells_of_batches(dictionaries, most_rows), expected) << most_rows;
}

/// Codes of one width, of which one may lie outside of the dictionary, with nulls or without.
template <class Index>
void expect_codes_as_row_by_row(const char* format, std::mt19937& random) {
    const std::size_t size = 1 + random() % 12;
    Texts texts;
    for (std::size_t i = 0; i < size; ++i) texts.push_back(std::to_string(i));
    std::vector<Index> indices;
    for (int i = 0; i < 300; ++i) indices.push_back(static_cast<Index>(random() % size));
    constexpr auto least = std::numeric_limits<Index>::min(), most = std::numeric_limits<Index>::max();
    const std::array<Index, 5> odd{static_cast<Index>(size), static_cast<Index>(size - 1), static_cast<Index>(-1),
                                   least, most};
    if (random() % 2 == 0) indices[random() % indices.size()] = odd[random() % odd.size()];
    ArrowField field("a", format, static_cast<std::int64_t>(indices.size()));
    if (random() % 2 == 0)
        field.without_nulls();
    else
        field.with(std::vector<std::uint8_t>(indices.size() / 8 + 1, static_cast<std::uint8_t>(random())));
    field.with(indices).of(text_field(nullptr, texts));
    EXPECT_GE(cells_of(std::move(field)).size(), 1U);
}

TEST(ArrowSource, CodesOfEveryWidthAreCheckedByTheManyAsOneByOne) {
    std::mt19937 random(7);
    for (int i = 0; i < 60; ++i) {
        expect_codes_as_row_by_row<std::int8_t>("c", random);
        expect_codes_as_row_by_row<std::uint8_t>("C", random);
        expect_codes_as_row_by_row<std::int16_t>("s", random);
        expect_codes_as_row_by_row<std::uint16_t>("S", random);
        expect_codes_as_row_by_row<std::int32_t>("i", random);
        expect_codes_as_row_by_row<std::uint32_t>("I", random);
        expect_codes_as_row_by_row<std::int64_t>("l", random);
        expect_codes_as_row_by_row<std::uint64_t>("L", random);
    }
}

TEST(ArrowSource, DaysAndTextsAreCheckedByTheManyAsOneByOne) {
    std::mt19937 random(8);
    const auto size = [&] { return 1 + random() % 200; };
    for (int i = 0; i < 300; ++i) {
        std::vector<std::int32_t> days(size());
        for (std::int32_t& day : days) day = static_cast<std::int32_t>(random() % 109'573) - 25'567;
        const std::array<std::int32_t, 5> odd{-25'568, 84'006, 84'005, std::numeric_limits<std::int32_t>::min(),
                                              std::numeric_limits<std::int32_t>::max()};
        if (i % 2 == 0) days[random() % days.size()] = odd[random() % odd.size()];
        EXPECT_EQ(cells_of(field_of("tdD", days)).size(), days.size());

        Texts texts(size());
        for (std::string& text : texts) text.assign(random() % 12, 'x');
        if (i % 3 == 0) texts[random() % texts.size()] = "\u5F20";
        if (i % 7 == 0) texts[random() % texts.size()] = "\xE5\xBC"; // a character that the next text may end
        if (i % 7 == 0) texts.push_back("\xA0");
        ArrowField field = text_field("a", texts);
        if (i % 5 == 0) { // an offset that falls, or one behind the bytes
            std::int32_t offset = random() % 2 == 0 ? 0 : 1 << 20;
            std::memcpy(field.bytes[0].get() + random() % texts.size() * sizeof offset, &offset, sizeof offset);
        }
        EXPECT_GE(cells_of(std::move(field)).size(), 1U);
    }
}

TEST(ArrowSource, OffsetsFarApartAreRefusedByTheManyAsOneByOne) {
    constexpr auto least = std::numeric_limits<std::int32_t>::min();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    ArrowField field("a", "u", 3);
    field.without_nulls().with<std::int32_t>({0, least, 1, 2}).with<char>({'a', 'b'});
    EXPECT_EQ(cells_of(std::move(field)), (Texts{"refused: arrow_array"}));
    ArrowField large("a", "U", 3);
    large.without_nulls().with<std::int64_t>({0, -most, most, 2}).with<char>({'a', 'b'});
    EXPECT_EQ(cells_of(std::move(large)), (Texts{"refused: arrow_array"}));
}

TEST(ArrowSource, ABlockOfNoRowsHasOne) {
    ArrowTable table = table_of(text_field("a", {"x", "y"}));
    EXPECT_EQ(cells_in(table, false, 1), (Texts{"x", "y"}));
    table.batches = 1;
    ArrowArrayStream stream = table.stream();
    ArrowSource source(stream, "t");
    RowBlock block;
    ASSERT_TRUE(source.next_block(block, 0));
    EXPECT_EQ(block.rows, 1U);
    EXPECT_EQ(block.text(0, 0), "x");
}

TEST(ArrowSource, EqualCodesOfOneDictionaryAreEqualTexts) {
    std::vector<std::int8_t> indices;
    for (std::int8_t i = 0; i < 60; ++i) indices.push_back(static_cast<std::int8_t>(i % 3));
    ArrowField field("a", "c", 60);
    field.with<std::uint8_t>({0xFF, 0xFF, 0xF0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}).with(indices);
    field.of(text_field(nullptr, {"x", "", "z"}));
    ArrowTable table = table_of(std::move(field));
    table.batches = 2;
    ArrowArrayStream stream = table.stream();
    ArrowSource source(stream, "t");
    RowBlock block;
    std::uint64_t dictionary = 0;
    for (int blocks = 0; source.next_block(block, 40); ++blocks) {
        const RowBlock::Column& column = block.columns[0];
        ASSERT_EQ(column.kind, RowBlock::Column::Kind::codes);
        ASSERT_EQ(column.dictionary.size(), 3U);
        EXPECT_EQ(column.dictionary_number == dictionary, blocks % 2 == 1) << "of each batch another";
        dictionary = column.dictionary_number;
        for (std::size_t row = 0; row < block.rows; ++row) {
            const std::size_t at = (blocks % 2 == 0 ? 0 : 40) + row;
            const bool is_null = at >= 16 && at < 20;
            const Texts dictionary_texts{"x", "", "z"};
            EXPECT_EQ(column.text(row), is_null ? std::string() : dictionary_texts[at % 3]);
            EXPECT_EQ(column.codes[row], is_null ? RowBlock::Column::no_code : at % 3);
        }
    }
}

} // namespace
} // namespace jifen
