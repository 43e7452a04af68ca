#include "district/random_texts.hpp"
#include "jifen/core/file_error.hpp"
#include "jifen/district/district_folder.hpp"
#include "support/disk_of.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>

namespace jifen {
namespace {

void read_all(DistrictReader& reader, Texts& texts, const RunOptions& run = {}) {
    for (std::size_t i = 0; i < input_table_count; ++i) {
        const auto table = static_cast<InputTable>(i);
        CsvReader rows(texts.of(table), std::string(file_name(table)));
        if (!texts.of(table).empty()) reader.read(table, rows, file_name(table), run);
    }
}

District load_spilled(Texts texts, const SpillOptions& spill, const RunOptions& run = {}) {
    TableOptions options;
    options.spill = spill;
    DistrictReader reader(options);
    read_all(reader, texts, run);
    return reader.finish(run);
}

void expect_same(const District& found, const District& expected) {
    const Described first(found), second(expected);
    ASSERT_EQ(first.lines(), second.lines());
    EXPECT_EQ(digests(found), digests(expected));
    EXPECT_EQ(found->ledger.item_uses, expected->ledger.item_uses);
    EXPECT_EQ(found->ledger.cancellations, expected->ledger.cancellations);
    EXPECT_EQ(found->ledger.cancelling, expected->ledger.cancelling);
    for (std::size_t i = 0; i < input_table_count; ++i) {
        const auto table = static_cast<InputTable>(i);
        EXPECT_EQ(counts_of(found, table), counts_of(expected, table));
        EXPECT_EQ(problems_of(found, table), problems_of(expected, table));
    }
}

TEST(SpilledLedger, IsTheSameInPartsOfAnySize) {
    const TemporaryFolder folder;
    for (unsigned seed = 0; seed < 25; ++seed) {
        const Texts texts = random_texts(seed);
        const District expected = load(texts);
        EXPECT_FALSE(expected->ledger.spilled);
        for (const std::size_t part : {0U, 1U, 7U, 40U, 4'000'000U}) {
            const District found = load_spilled(texts, {folder.path(), part});
            EXPECT_TRUE(found->ledger.spilled);
            expect_same(found, expected);
            if (HasFatalFailure()) FAIL() << "seed " << seed << ", parts of " << part;
        }
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

/// Withdrawals across parts, ids that rise and others, words that many entries share, two actors of nearly everything.
TEST(SpilledLedger, OfManyEntriesIsTheSame) {
    const TemporaryFolder folder;
    for (const bool rising : {true, false}) {
        std::mt19937 random(rising ? 3 : 4);
        Texts texts;
        texts.people = "person\n";
        for (int i = 0; i < 300; ++i) texts.people += "P" + std::to_string(i) + "\n";
        texts.ledger = "entry,date,actor,item,quantity,subject,channel,act,cancels,note\n";
        const auto id_of = [&](int number) {
            return "E" + std::to_string(100'000 + (rising ? number : number * 7919 % 60'013));
        };
        for (int i = 0; i < 60'000; ++i) {
            const auto draw = [&](unsigned below) { return std::to_string(random() % below); };
            const std::string actor = "P" + (random() % 3 != 0 ? draw(2) : draw(310)); // some are nobody
            const Day day(19'358 + static_cast<std::int32_t>(random() % 365));
            texts.ledger += id_of(i) + "," + to_string(day) + "," + actor + ",i" + draw(20) + "," + draw(90) + ",S" +
                            draw(5000) + ",c" + draw(3) + ",a" + draw(900) + "," +
                            (random() % 30 == 0 ? id_of(static_cast<int>(random() % 60'500)) : "") + ",n" + draw(9) +
                            "\n";
        }
        const District expected = load(texts);
        ASSERT_GT(expected->ledger.cancellations.size(), 500U);
        for (const std::size_t part : {0U, 5'000U}) {
            RunOptions run;
            run.threads = 3;
            expect_same(load_spilled(texts, {folder.path(), part}, run), expected);
            if (HasFatalFailure()) return;
        }
    }
}

TEST(SpilledLedger, NeedsAFolderThatTakesAFile) {
    const TemporaryFolder folder;
    TableOptions options;
    options.spill.folder = folder / "not there";
    DistrictReader reader(options);
    Texts texts;
    CsvReader rows(texts.ledger, "ledger.csv");
    EXPECT_THROW(reader.read(InputTable::ledger, rows), FileError);
    DistrictBuilder builder;
    EXPECT_THROW(builder.spill_ledger(options.spill), FileError);
}

TEST(SpilledLedger, SpillsToOneFolder) {
    const TemporaryFolder folder;
    DistrictBuilder builder;
    builder.spill_ledger({folder.path()});
    EXPECT_THROW(builder.spill_ledger({folder.path()}), ArgumentError);
}

TEST(SpilledLedger, OnAFullDiskIsNotTakenForTheWhole) {
    const TemporaryFolder folder;
    DistrictBuilder builder;
    builder.spill_ledger({folder.path()});
    builder.add(UnitRow{"D", "", "district", ""});
    builder.add(PersonRow{"P", "", Gender::unknown, "", "D", {}});
    const auto add_entries = [&] {
        for (int i = 0; i < 100'000; ++i) {
            const std::string id = std::to_string(i);
            EntryRow row;
            row.entry = id;
            row.date = Day(19'358);
            row.actor = "P";
            row.item = "visit";
            row.subject = id;
            builder.add(row);
        }
    };
    {
        const DiskOf disk(1000);
        EXPECT_THROW(add_entries(), FileError);
    }
    EXPECT_THROW((void)builder.freeze(), TableError);
}

TEST(SpilledLedger, ThrowsOfTheDiskAndListsFilesThatCannotBeRead) {
    const TemporaryFolder folder;
    TableOptions options;
    options.spill.folder = folder.path();
    DistrictReader unreadable(options);
    unreadable.read_csv(InputTable::ledger, folder / "nowhere.csv");
    try {
        (void)unreadable.finish();
        FAIL() << "a ledger that is not there";
    } catch (const TableError& error) {
        EXPECT_TRUE(std::ranges::any_of(error.diagnostics(), [](const Diagnostic& d) {
            return d.code == "unreadable" && d.file == "nowhere.csv";
        }));
    }
    std::string ledger = "entry,date,actor,item\n";
    for (int i = 0; i < 100'000; ++i) ledger += "E" + std::to_string(i) + ",2023-01-01,P,visit\n";
    DistrictReader full(options);
    CsvReader rows(ledger, "ledger.csv");
    const DiskOf disk(1000);
    EXPECT_THROW(full.read(InputTable::ledger, rows), FileError);
}

TEST(SpilledLedger, OfSeveralFilesIsSpilledOnce) {
    const TemporaryFolder folder;
    TableOptions options;
    options.spill.folder = folder.path();
    DistrictReader reader(options);
    Texts texts;
    read_all(reader, texts);
    CsvReader more("entry,date,actor,item\nE2,2023-01-02,P1,visit\n", "more.csv");
    reader.read(InputTable::ledger, more, "more.csv");
    EXPECT_EQ(reader.finish()->ledger.size(), 1U);
}

/// A reader that is used again spills again.
TEST(SpilledLedger, IsSpilledByEveryDistrictOfAReader) {
    const TemporaryFolder folder;
    TableOptions options;
    options.spill.folder = folder.path();
    DistrictReader reader(options);
    Texts texts;
    texts.ledger += "E1,2023-01-01,P1,visit,,,,,,,,,\n";
    for (int round = 0; round < 2; ++round) {
        read_all(reader, texts);
        const District district = reader.finish();
        EXPECT_TRUE(district->ledger.spilled);
        EXPECT_EQ(district->ledger.size(), 1U);
    }
}

TEST(SpilledLedger, ReportsProgressThatRises) {
    const TemporaryFolder folder;
    const Texts texts = random_texts(5);
    std::map<std::string, Progress> seen;
    RunOptions run;
    run.progress = [&](const Progress& progress) {
        if (progress.stage != "sort the ledger" && progress.stage != "freeze the ledger") return;
        EXPECT_LE(progress.done, progress.total);
        Progress& before = seen[std::string(progress.stage)];
        EXPECT_GE(progress.done, before.done);
        before = progress;
    };
    (void)load_spilled(texts, {folder.path(), 7}, run);
    ASSERT_EQ(seen.size(), 2U);
    for (const auto& [stage, progress] : seen) EXPECT_EQ(progress.done, progress.total) << stage;
}

} // namespace
} // namespace jifen
