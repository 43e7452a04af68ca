#include "district/id_order.hpp"

#include "district/texts.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace jifen {
namespace {

PackedTexts packed(const std::vector<std::string>& texts) {
    PackedTextsWriter writer;
    for (const std::string& text : texts) writer.add(text);
    return writer.take();
}

std::string id_of(unsigned number) { return "E" + std::to_string(100'000 + number); }

/// Rising ids, some of them taken out of the order: to the front, to the back, or changed where they stand.
std::vector<std::string> nearly_rising(std::mt19937& random, std::size_t count, std::size_t strays) {
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < count; ++i) ids.push_back(id_of(static_cast<unsigned>(i)));
    const auto kind = random() % 3;
    for (std::size_t i = 0; i < strays && i < count; ++i) {
        const std::size_t at = random() % count;
        if (kind == 0) ids[at] = "Z" + std::to_string(random() % 1000);
        if (kind == 1) ids[at] = "A" + std::to_string(random() % 1000);
        if (kind == 2) ids[at] = ids[random() % count];
    }
    return ids;
}

TEST(IdOrder, LeavesRowsThatRiseAndFindsEachOfThem) {
    std::mt19937 random(1);
    int ordered = 0, with_strays = 0;
    for (int i = 0; i < 400; ++i) {
        const std::size_t count = random() % 3 == 0 ? random() % 9 : random() % 1500;
        const auto ids = nearly_rising(random, count, random() % 2 == 0 ? random() % 4 : random() % 60);
        const PackedTexts texts = packed(ids);
        const IdOrder order(texts, [] {});
        if (!order) continue;
        ++ordered;
        with_strays += order.has_strays() ? 1 : 0;
        std::vector<bool> in_a_run(count);
        std::uint32_t end = 0;
        for (const IdOrder::Run run : order.stray_runs()) {
            ASSERT_LT(run.begin, run.end);
            ASSERT_TRUE(run.begin > end || end == 0) << "runs that touch are one";
            end = run.end;
            for (std::uint32_t row = run.begin; row < run.end; ++row) in_a_run[row] = true;
        }
        ASSERT_EQ(order.has_strays(), !order.stray_runs().empty());
        std::string last;
        for (std::size_t row = 0; row < count; ++row) {
            ASSERT_EQ(order.is_stray(row), in_a_run[row]);
            if (in_a_run[row]) continue;
            ASSERT_LT(last, ids[row]);
            last = ids[row];
            ASSERT_EQ(order.find(texts, ids[row]), row);
        }
        for (const std::string& asked : {std::string("A"), std::string("Z"), std::string("E100000x"), id_of(5000)})
            ASSERT_EQ(order.find(texts, asked), IdOrder::absent) << asked;
    }
    EXPECT_GT(ordered, 250);
    EXPECT_GT(with_strays, 100);
}

TEST(IdOrder, IsNotThereWhereManyRowsBreakIt) {
    std::mt19937 random(2);
    auto ids = nearly_rising(random, 1000, 0);
    EXPECT_FALSE(IdOrder(packed(ids), [] {}).has_strays());
    EXPECT_TRUE(IdOrder(packed(ids), [] {}));
    std::rotate(ids.begin(), ids.begin() + 30, ids.end()); // the first thirty come last
    EXPECT_TRUE(IdOrder(packed(ids), [] {}));
    std::rotate(ids.begin(), ids.begin() + 300, ids.end());
    EXPECT_FALSE(IdOrder(packed(ids), [] {}));
    std::shuffle(ids.begin(), ids.end(), random);
    EXPECT_FALSE(IdOrder(packed(ids), [] {}));
    EXPECT_FALSE(IdOrder());
}

/// A ledger with duplicates, conflicts, unknown actors, withdrawals and withdrawals of withdrawals.
struct LedgerRow {
    std::string id, actor, cancels;
    int day;
};

std::vector<LedgerRow> random_rows(std::mt19937& random, std::size_t count, std::size_t strays) {
    const auto ids = nearly_rising(random, count, strays);
    std::vector<LedgerRow> rows;
    for (const std::string& id : ids) {
        const std::string actor = random() % 40 == 0 ? "nobody" : "P" + std::to_string(1 + random() % 3);
        const std::string cancels = random() % 8 == 0 ? ids[random() % count] : "";
        rows.push_back({id, actor, cancels, static_cast<int>(random() % 9)});
    }
    for (std::size_t i = 0; i < strays; ++i) { // whole rows, and rows that differ, of the same id
        rows[random() % count] = rows[random() % count];
        LedgerRow& changed = rows[random() % count] = rows[random() % count];
        changed.day = static_cast<int>(random() % 9);
    }
    return rows;
}

/// What the ledger says of each entry and of each row that is left out, in no order. Ids are `written` in another way,
/// and `read` back.
template <class Name>
std::vector<std::string> told(const std::vector<LedgerRow>& rows, Name written, Name read, bool is_spilled = false) {
    Texts texts;
    texts.ledger = "entry,date,actor,item,cancels\n";
    for (const LedgerRow& row : rows) {
        texts.ledger += written(row.id) + ",2023-01-0" + std::to_string(1 + row.day) + "," + row.actor + ",visit," +
                        (row.cancels.empty() ? "" : written(row.cancels)) + "\n";
    }
    const TemporaryFolder folder;
    DistrictBuilder builder;
    if (is_spilled) builder.spill_ledger({folder.path(), 50});
    for (std::size_t i = 0; i < input_table_count; ++i)
        feed(builder, static_cast<InputTable>(i), texts.of(static_cast<InputTable>(i)));
    const District district = builder.freeze();
    const Ledger& ledger = district->ledger;
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < ledger.size(); ++at)
        lines.push_back(read(std::string(ledger.ids[at])) + " " + to_string(ledger.day[at]) + " " +
                        to_string(ledger.withdrawn[at]));
    for (std::size_t at = 1; at < ledger.size(); ++at) { // in their order, too
        const auto key = [&](std::size_t i) { return std::pair(ledger.day[i], ledger.ids[i]); };
        const bool is_first =
            std::find(ledger.actor_begin.begin(), ledger.actor_begin.end(), at) != ledger.actor_begin.end();
        EXPECT_TRUE(is_first || key(at - 1) < key(at));
    }
    for (std::size_t at = 0; at < ledger.cancelling.size(); ++at) {
        const EntryId cancelled = ledger.cancelled[at];
        lines.push_back(read(std::string(ledger.ids[ledger.cancelling[at].index()])) + " cancels " +
                        (cancelled ? read(std::string(ledger.ids[cancelled.index()])) : "nothing"));
    }
    for (std::string& problem : problems_of(district, InputTable::ledger)) lines.push_back(std::move(problem));
    lines.push_back(counts_of(district, InputTable::ledger));
    std::sort(lines.begin(), lines.end());
    return lines;
}

TEST(IdOrder, ALedgerSaysTheSameWhateverTheOrderOfItsIds) {
    using Name = std::string (*)(const std::string&);
    const Name as_it_is = [](const std::string& id) { return id; };
    const Name reversed = [](const std::string& id) { return std::string(id.rbegin(), id.rend()); };
    for (unsigned seed = 0; seed < 60; ++seed) {
        std::mt19937 random(seed);
        const auto rows = random_rows(random, 300 + random() % 700, seed % 3 == 0 ? 2 : 9);
        const auto expected = told(rows, reversed, reversed);
        ASSERT_EQ(told(rows, as_it_is, as_it_is), expected) << seed;
        ASSERT_EQ(told(rows, as_it_is, as_it_is, true), expected) << seed;
    }
}

} // namespace
} // namespace jifen
