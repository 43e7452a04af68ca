#include "jifen/tables/arrow_export.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A consumer may hold, move and release what it was given in any order, or forget it: under AddressSanitizer this
// program also says whether anything was freed twice, read when it was gone, or leaked.

namespace jifen {
namespace {

constexpr std::uint32_t blank = TextColumn::blank;

std::shared_ptr<const TextPool> pool(const std::vector<std::string_view>& texts) {
    auto made = std::make_shared<TextPool>();
    for (const std::string_view text : texts) made->add(text);
    return made;
}

/// A column of each kind, with blanks where the kind has them.
std::shared_ptr<const Table> table() {
    std::vector<Column> columns;
    columns.push_back({"person", TextColumn{pool({"P1", "P2", "王芳"}), {0, 1, 2}, true}}); // as they lie in the pool
    columns.push_back({"unit", TextColumn{pool({"东", "西"}), {1, blank, 0}, true}});       // gathered
    columns.push_back({"grade", TextColumn{pool({"优秀", "合格"}), {1, blank, 1}, false}}); // a dictionary
    columns.push_back({"total", NumberColumn{3, false, {12500, -2000, 0}, {1, 1, 0}}});     // decimals
    columns.push_back({"rank", NumberColumn{0, false, {1, 2, 3}, {}}});                     // int64
    columns.push_back({"day", DayColumn{{Day(0), Day::never_ends(), Day(19000)}}});         // date32
    columns.push_back({"vetoed", FlagColumn{{1, 0, 1}}});                                   // bits
    return std::make_shared<const Table>("scores", std::move(columns));
}

std::shared_ptr<const Table> empty_table() {
    std::vector<Column> columns = table()->columns();
    for (Column& column : columns) {
        std::visit(
            [](auto& data) {
                using Data = std::decay_t<decltype(data)>;
                if constexpr (std::is_same_v<Data, TextColumn>) {
                    data.dictionary = pool({});
                    data.codes.clear();
                } else if constexpr (std::is_same_v<Data, DayColumn>) {
                    data.days.clear();
                } else {
                    data.values.clear();
                }
                if constexpr (std::is_same_v<Data, NumberColumn>) data.present.clear();
            },
            column.data);
    }
    return std::make_shared<const Table>("scores", std::move(columns));
}

/// As the C data interface moves a struct: the source is left released.
template <class Struct>
Struct moved(Struct& from) {
    Struct to = from;
    from.release = nullptr;
    return to;
}

template <class Struct>
void release(Struct& held) {
    ASSERT_NE(held.release, nullptr);
    held.release(&held);
    EXPECT_EQ(held.release, nullptr) << "whoever looks sees that it is released";
}

ArrowArray next_batch(ArrowArrayStream& stream) {
    ArrowArray batch{};
    EXPECT_EQ(stream.get_next(&stream, &batch), 0);
    return batch;
}

std::string text_at(const ArrowArray& array, std::int64_t row) {
    const auto* offsets = static_cast<const std::int64_t*>(array.buffers[1]) + array.offset;
    const auto* bytes = static_cast<const char*>(array.buffers[2]);
    return {bytes + offsets[row], bytes + offsets[row + 1]};
}

bool is_null(const ArrowArray& array, std::int64_t row) {
    const auto* bits = static_cast<const std::uint8_t*>(array.buffers[0]);
    return bits != nullptr &&
           ((bits[(array.offset + row) / 8] >> static_cast<unsigned>((array.offset + row) % 8)) & 1U) == 0;
}

TEST(ArrowExport, GivesEveryColumnInOneBatch) {
    ArrowArrayStream stream{};
    export_arrow(table(), stream);
    ArrowSchema schema{};
    ASSERT_EQ(stream.get_schema(&stream, &schema), 0);
    std::string formats;
    for (std::int64_t i = 0; i < schema.n_children; ++i)
        formats += std::string(schema.children[i]->name) + " " + schema.children[i]->format + "; ";
    EXPECT_EQ(formats, "person U; unit U; grade I; total d:19,3; rank l; day tdD; vetoed b; ");

    ArrowArray batch = next_batch(stream);
    ASSERT_EQ(batch.n_children, 7);
    EXPECT_EQ(batch.length, 3);
    EXPECT_EQ(text_at(*batch.children[0], 2), "王芳");
    EXPECT_EQ(text_at(*batch.children[1], 0), "西");
    EXPECT_TRUE(is_null(*batch.children[1], 1));
    EXPECT_EQ(text_at(*batch.children[2]->dictionary, 1), "合格");
    EXPECT_TRUE(is_null(*batch.children[2], 1));
    EXPECT_TRUE(is_null(*batch.children[3], 2));
    EXPECT_TRUE(is_null(*batch.children[5], 1));
    EXPECT_EQ(batch.children[4]->null_count, 0);

    EXPECT_EQ(next_batch(stream).release, nullptr) << "there is no second one";
    release(batch);
    release(schema);
    release(stream);
}

TEST(ArrowExport, ABlankBeforeTheFirstIdIsBlank) {
    // The root of a tree has no parent, and the next unit has the first one: blank, 0 are in order in no way.
    for (const Cells<std::uint32_t>& codes :
         {Cells<std::uint32_t>{blank, 0}, {blank, 0, 1}, {blank}, {0, blank}, {1, 2}, {2, 1}}) {
        ArrowArrayStream stream{};
        std::vector<Column> columns;
        columns.push_back({"parent", TextColumn{pool({"a", "b", "c"}), codes, true}});
        export_arrow(std::make_shared<const Table>("units", std::move(columns)), stream);
        ArrowArray batch = next_batch(stream);
        for (std::size_t row = 0; row < codes.size(); ++row) {
            const auto at = static_cast<std::int64_t>(row);
            ASSERT_EQ(is_null(*batch.children[0], at), codes[row] == blank);
            if (codes[row] == blank) continue;
            ASSERT_EQ(text_at(*batch.children[0], at), std::string(1, static_cast<char>('a' + codes[row])));
        }
        release(batch);
        release(stream);
    }
}

TEST(ArrowExport, AnEmptyTableKeepsItsColumns) {
    ArrowArrayStream stream{};
    export_arrow(empty_table(), stream);
    ArrowArray batch = next_batch(stream);
    EXPECT_EQ(batch.length, 0);
    ASSERT_EQ(batch.n_children, 7);
    EXPECT_EQ(static_cast<const std::int64_t*>(batch.children[0]->buffers[1])[0], 0) << "one offset, never null";
    EXPECT_EQ(batch.children[2]->dictionary->length, 0);
    release(batch);
    release(stream);
}

TEST(ArrowExport, ABatchOutlivesItsStreamAndTheTable) {
    ArrowArrayStream stream{};
    std::shared_ptr<const Table> held = table();
    const std::weak_ptr<const Table> watched = held;
    export_arrow(std::move(held), stream);
    ArrowArray batch = next_batch(stream);
    release(stream);
    EXPECT_FALSE(watched.expired());
    EXPECT_EQ(text_at(*batch.children[0], 0), "P1");
    release(batch);
    EXPECT_TRUE(watched.expired()) << "the last one lets go of the table";
}

TEST(ArrowExport, MayBeReleasedBeforeAnythingIsRead) {
    const std::shared_ptr<const Table> held = table();
    ArrowArrayStream stream{};
    export_arrow(held, stream);
    release(stream);
    export_arrow(held, stream);
    ArrowSchema schema{};
    ASSERT_EQ(stream.get_schema(&stream, &schema), 0);
    release(stream);
    EXPECT_STREQ(schema.children[0]->name, "person") << "a schema stands on its own";
    release(schema);
    EXPECT_EQ(held.use_count(), 1);
}

TEST(ArrowExport, WhatWasReleasedIsToldFromWhatWasNot) {
    // The interface forbids to call release twice; a consumer that looks first, as it must, does nothing.
    const auto release_if_held = [](auto& any) {
        if (any.release != nullptr) any.release(&any);
    };
    const std::shared_ptr<const Table> held = table();
    ArrowArrayStream stream{};
    export_arrow(held, stream);
    ArrowArray batch = next_batch(stream);
    for (int i = 0; i < 2; ++i) {
        release_if_held(batch);
        release_if_held(stream);
    }
    EXPECT_EQ(held.use_count(), 1);
}

TEST(ArrowExport, ChildrenMovedOutOutliveTheirParent) {
    const std::shared_ptr<const Table> held = table();
    ArrowArrayStream stream{};
    export_arrow(held, stream);
    ArrowSchema schema{};
    ASSERT_EQ(stream.get_schema(&stream, &schema), 0);
    ArrowArray batch = next_batch(stream);
    ArrowArray unit = moved(*batch.children[1]);
    ArrowArray words = moved(*batch.children[2]->dictionary);
    ArrowSchema grade = moved(*schema.children[2]);
    release(batch);
    release(schema);
    release(stream);
    EXPECT_EQ(text_at(unit, 2), "东");
    EXPECT_EQ(text_at(words, 0), "优秀");
    EXPECT_STREQ(grade.name, "grade");
    EXPECT_STREQ(grade.dictionary->format, "U");
    EXPECT_GT(held.use_count(), 1);
    release(unit);
    release(words);
    release(grade);
    EXPECT_EQ(held.use_count(), 1);
}

TEST(ArrowExport, ChildrenMayBeReleasedBeforeTheirParent) {
    const std::shared_ptr<const Table> held = table();
    ArrowArrayStream stream{};
    export_arrow(held, stream);
    ArrowArray batch = next_batch(stream);
    release(*batch.children[0]);
    release(*batch.children[2]->dictionary);
    EXPECT_EQ(static_cast<const std::int64_t*>(batch.children[4]->buffers[1])[2], 3) << "the others stand";
    release(batch);
    release(stream);
    EXPECT_EQ(held.use_count(), 1);
}

TEST(ArrowExport, AStreamMayBeMoved) {
    const std::shared_ptr<const Table> held = table();
    ArrowArrayStream first{};
    export_arrow(held, first);
    ArrowArrayStream second = moved(first);
    std::memset(static_cast<void*>(&first), 0xA5, sizeof first); // its old place is used for something else
    ArrowArray batch = next_batch(second);
    ArrowArray kept = moved(batch);
    std::memset(static_cast<void*>(&batch), 0xA5, sizeof batch);
    EXPECT_EQ(text_at(*kept.children[0], 1), "P2");
    release(second);
    release(kept);
    EXPECT_EQ(held.use_count(), 1);
}

TEST(ArrowExport, AConsumerThatNeverReleasesKeepsTheTableAndNothingElse) {
    const std::shared_ptr<const Table> held = table();
    std::vector<ArrowArrayStream> forgotten(3);
    for (ArrowArrayStream& stream : forgotten) export_arrow(held, stream);
    // Nobody waits for them, and others read on.
    ArrowArrayStream stream{};
    export_arrow(held, stream);
    ArrowArray batch = next_batch(stream);
    EXPECT_EQ(text_at(*batch.children[0], 0), "P1");
    release(batch);
    release(stream);
    EXPECT_EQ(held.use_count(), 4);
    for (ArrowArrayStream& late : forgotten) release(late); // the test itself leaks nothing
    EXPECT_EQ(held.use_count(), 1);
}

} // namespace
} // namespace jifen
