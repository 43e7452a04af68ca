#include "district/random_texts.hpp"
#include "jifen/district/district_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace jifen {
namespace {

/// The same rows in another order, some of them twice.
std::string shuffled(const std::string& table, std::mt19937& random, bool with_duplicates) {
    std::istringstream in(table);
    std::string header;
    std::getline(in, header);
    std::vector<std::string> rows;
    for (std::string row; std::getline(in, row);) {
        rows.push_back(row);
        if (with_duplicates && random() % 10 == 0) rows.push_back(row);
    }
    std::shuffle(rows.begin(), rows.end(), random);
    std::string out = header + "\n";
    for (const std::string& row : rows) out += row + "\n";
    return out;
}

void expect_same_lines(const District& a, const District& b) {
    const Described first(a);
    const Described second(b);
    ASSERT_EQ(first.lines().size(), second.lines().size());
    for (std::size_t i = 0; i < first.lines().size(); ++i) ASSERT_EQ(first.lines()[i], second.lines()[i]);
}

TEST(RowOrder, DoesNotChangeTheFrozenDistrict) {
    for (unsigned seed = 0; seed < 25; ++seed) {
        Texts texts = random_texts(seed);
        const District expected = load(texts);
        std::mt19937 random(seed + 1000);
        for (std::size_t i = 0; i < input_table_count; ++i) {
            std::string& table = texts.of(static_cast<InputTable>(i));
            table = shuffled(table, random, seed % 2 == 1);
        }
        const District found = load(texts);
        expect_same_lines(found, expected);
        if (HasFatalFailure()) return;
        EXPECT_EQ(digests(found), digests(expected));
        for (std::size_t i = 0; i < input_table_count; ++i) {
            const auto table = static_cast<InputTable>(i);
            EXPECT_EQ(found.report().of(table).accepted, expected.report().of(table).accepted) << file_name(table);
            (void)counts_of(found, table);
        }
    }
}

/// What a ledger of rising ids does without a table of them: withdrawals, an unknown actor, an actor of few days far
/// apart, one of many days close together.
TEST(RowOrder, OfALedgerChangesNothing) {
    constexpr int entries = 3000;
    std::mt19937 random(9);
    std::vector<std::string> rows;
    const auto id_of = [](int number) { return "E" + std::to_string(100'000 + number); };
    for (int i = 0; i < entries; ++i) {
        const bool is_sparse = i % 500 == 0;
        const Day day = is_sparse ? Day::first().plus(static_cast<std::int32_t>(random() % 100'000))
                                  : Day(19'358 + static_cast<std::int32_t>(random() % 90));
        const std::string actor = is_sparse ? "P1" : random() % 50 == 0 ? "nobody" : "P" + std::to_string(random() % 4);
        const std::string cancels = random() % 20 == 0 ? id_of(static_cast<int>(random() % (entries + 100))) : "";
        rows.push_back(id_of(i) + "," + to_string(day) + "," + actor + ",visit," + cancels + "\n");
    }
    const auto district_of = [&] {
        Texts texts;
        texts.people = "person\nP0\nP1\nP2\nP3\n";
        texts.ledger = "entry,date,actor,item,cancels\n";
        for (const std::string& row : rows) texts.ledger += row;
        return load(texts);
    };
    const District rising = district_of();
    std::swap(rows.front(), rows.back()); // all but
    const District nearly = district_of();
    std::shuffle(rows.begin(), rows.end(), random);
    const District mixed = district_of();
    for (const District* other : {&nearly, &mixed}) {
        expect_same_lines(*other, rising);
        EXPECT_EQ(digests(*other), digests(rising));
        EXPECT_EQ(counts_of(*other, InputTable::ledger), counts_of(rising, InputTable::ledger));
        EXPECT_EQ(other->report().diagnostics.size(), rising.report().diagnostics.size());
    }
    EXPECT_GT(rising->ledger.cancellations.size(), 50U);
    EXPECT_GT(rising.report().of(InputTable::ledger).rejected, 50);
}

TEST(RowOrder, TablesMayBeFedInAnyOrder) {
    Texts texts = random_texts(77);
    const District expected = load(texts);
    for (unsigned seed = 0; seed < 5; ++seed) {
        std::vector<InputTable> order{InputTable::units,    InputTable::households, InputTable::people,
                                      InputTable::roles,    InputTable::links,      InputTable::ledger,
                                      InputTable::knowledge};
        std::shuffle(order.begin(), order.end(), std::mt19937(seed));
        DistrictBuilder builder;
        for (const InputTable table : order) feed(builder, table, texts.of(table));
        const District found = builder.freeze();
        expect_same_lines(found, expected);
        EXPECT_EQ(found.report().diagnostics, expected.report().diagnostics) << "sorted, so not even these";
    }
}

TEST(RowOrder, ThreadsDoNotChangeTheFrozenDistrict) {
    const Texts texts = random_texts(5);
    const District expected = load(texts);
    for (const unsigned threads : {2U, 3U, 8U}) {
        RunOptions options;
        options.threads = threads;
        const District found = load(texts, options);
        expect_same_lines(found, expected);
        EXPECT_EQ(found.report().diagnostics, expected.report().diagnostics);
    }
}

/// More entries than one thread looks up at a time.
TEST(RowOrder, ThreadsCountInHowManyEntriesAWordStands) {
    constexpr std::uint32_t entries = 150'000;
    DistrictBuilder builder;
    PersonRow person;
    person.person = "P";
    builder.add(person);
    std::vector<std::int64_t> expected(3);
    for (std::uint32_t i = 0; i < entries; ++i) {
        EntryRow row;
        const std::string id = std::to_string(1'000'000 + i), item = std::to_string(i * 7 % 13 % 3);
        row.entry = id;
        row.actor = "P";
        row.date = Day(19'358 + static_cast<std::int32_t>(i % 365));
        row.item = row.level = row.channel = item;
        ++expected[i * 7 % 13 % 3];
        builder.add(row);
    }
    RunOptions options;
    options.threads = 4;
    const District district = builder.freeze(options);
    EXPECT_EQ(district->ledger.item_uses, expected);
    EXPECT_EQ(district->ledger.level_uses, expected);
    EXPECT_EQ(district->ledger.channel_uses, expected);
}

TEST(RowOrder, IdsOrderBytewise) {
    Texts texts;
    texts.people = "person\n10\n9\né\nz\nZ\n𠮷\n张\n\xEF\xBC\x91\n";
    texts.roles = "person,role,unit\n";
    const District district = load(texts);
    std::vector<std::string> ids;
    for (std::size_t p = 0; p < district->people.size(); ++p) ids.emplace_back(district->people.ids[PersonId::at(p)]);
    EXPECT_EQ(ids, (std::vector<std::string>{"10", "9", "Z", "z", "é", "张", "\xEF\xBC\x91", "𠮷"}));
}

} // namespace
} // namespace jifen
