#include "district/texts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace jifen {
namespace {

std::string id(const char* kind, std::mt19937& random, unsigned count) {
    return kind + std::to_string(random() % count);
}

std::string days(std::mt19937& random) {
    const std::string from = random() % 2 == 0 ? "" : "202" + std::to_string(random() % 3) + "-01-01";
    const std::string until = random() % 2 == 0 ? "" : "202" + std::to_string(3 + random() % 3) + "-07-01";
    return from + "," + until;
}

/// A district with everything that can be wrong but conflicts, which depend on the order of rows by definition.
Texts random_texts(unsigned seed) {
    std::mt19937 random(seed);
    Texts texts;
    texts.units = "unit,parent,level,name\n";
    for (int u = 0; u < 30; ++u) {
        const std::string parent = u == 0 || random() % 10 == 0 ? ""
                                   : random() % 9 == 0          ? "X"
                                                                : "U" + std::to_string(random() % 30);
        texts.units += "U" + std::to_string(u) + "," + parent + ",level" + std::to_string(random() % 4) + ",名\n";
    }
    texts.households = "household,unit,from,until,rooms\n";
    for (int h = 0; h < 40; ++h)
        texts.households += "H" + std::to_string(h) + "," + id("U", random, 33) + "," + days(random) + "," +
                            std::to_string(random() % 4) + "\n";
    texts.people = "person,name,gender,household,unit,from,until,phone\n";
    for (int p = 0; p < 60; ++p) {
        const char* gender = random() % 3 == 0 ? "" : random() % 2 == 0 ? "female" : "male";
        // Some ids are those of households: rejected.
        texts.people += (random() % 15 == 0 ? "H" : "P") + std::to_string(p) + ",n," + gender + "," +
                        (random() % 4 == 0 ? "" : id("H", random, 45)) + "," +
                        (random() % 2 == 0 ? "" : id("U", random, 33)) + "," + days(random) + ",1\n";
    }
    for (int r = 0; r < 120; ++r)
        texts.roles += id("P", random, 65) + "," + id("role", random, 4) + "," + id("U", random, 33) + "," +
                       days(random) + "," + (random() % 2 == 0 ? "" : id("s", random, 3)) + "\n";
    for (int l = 0; l < 150; ++l)
        texts.links += id("P", random, 65) + "," + id("P", random, 65) + "," +
                       (random() % 2 == 0 ? "leads," : "serves,") + days(random) + "\n";
    for (int e = 0; e < 300; ++e) {
        const std::string cancels = random() % 4 == 0 ? id("E", random, 330) : "";
        texts.ledger += "E" + std::to_string(e) + ",2023-0" + std::to_string(1 + random() % 3) + "-01," +
                        id("P", random, 65) + "," + id("item", random, 5) + "," + std::to_string(random() % 3) + "," +
                        (random() % 3 == 0 ? id("level", random, 6) : "") + "," +
                        (random() % 5 == 0 ? id("other", random, 9) : id(random() % 2 == 0 ? "H" : "P", random, 50)) +
                        "," + (random() % 2 == 0 ? id("c", random, 3) : "") + "," + (random() % 3 == 0 ? "yes" : "") +
                        "," + (random() % 3 == 0 ? id("A", random, 20) : "") + "," +
                        (random() % 3 == 0 ? "2023-05-05" : "") + "," + cancels + ",\n";
    }
    constexpr std::array<const char*, 5> stages{"people", "matters", "circumstances", "needs", "help"};
    for (int k = 0; k < 300; ++k)
        texts.knowledge += "K" + std::to_string(k) + ",2023-01-0" + std::to_string(1 + random() % 3) + "," +
                           id("P", random, 12) + "," + stages[random() % 5] + "," +
                           id(random() % 2 == 0 ? "H" : "P", random, 6) + "," +
                           (random() % 8 == 0 ? "" : id("t", random, 30)) + "\n";
    return texts;
}

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
        for (std::size_t i = 0; i < input_table_count; ++i) {
            const auto table = static_cast<InputTable>(i);
            EXPECT_EQ(found.report().of(table).accepted, expected.report().of(table).accepted) << file_name(table);
            (void)counts_of(found, table);
        }
    }
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
