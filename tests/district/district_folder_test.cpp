#include "jifen/district/district_folder.hpp"

#include "district/random_texts.hpp"
#include "jifen/core/error.hpp"
#include "jifen/core/file_error.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace jifen {
namespace {

namespace fs = std::filesystem;

/// The tables of a folder as texts.
Texts texts_in(const fs::path& folder) {
    Texts texts;
    for (std::size_t i = 0; i < input_table_count; ++i) {
        const auto table = static_cast<InputTable>(i);
        std::ifstream in(folder / file_name(table), std::ios::binary);
        texts.of(table).assign(std::istreambuf_iterator<char>(in), {});
    }
    return texts;
}

TEST(DistrictFolder, ReadAgainIsTheSameDistrictAndWritesTheSameBytes) {
    const TemporaryFolder folder;
    for (unsigned seed = 0; seed < 25; ++seed) {
        const District district = load(random_texts(seed));
        const DistrictDigests written = write_district(district, folder / "a");
        EXPECT_EQ(written, digests(district));
        Texts texts = texts_in(folder / "a");
        for (std::size_t i = 0; i < input_table_count; ++i)
            EXPECT_EQ(written.tables[i], sha256(texts.of(static_cast<InputTable>(i)))) << "what sha256sum says";
        const District again = load(texts);
        EXPECT_EQ(digests(again), written) << seed;
        for (const LoadCounts& counts : again.report().tables) EXPECT_EQ(counts.accepted, counts.read);
        for (const Diagnostic& problem : again.report().diagnostics) EXPECT_NE(problem.severity, Severity::error);
    }
}

TEST(DistrictFolder, DigestsTellWhichTableSaysAnotherThing) {
    const Texts texts;
    const DistrictDigests before = digests(load(texts));
    const auto changed = [&](InputTable table, const std::string& text) {
        Texts other = texts;
        other.of(table) = text;
        const DistrictDigests after = digests(load(other));
        std::string tables;
        for (std::size_t i = 0; i < input_table_count; ++i)
            if (after.tables[i] != before.tables[i])
                tables += std::string(table_name(static_cast<InputTable>(i))) + " ";
        return tables;
    };
    EXPECT_EQ(changed(InputTable::units, texts.units + "G3,V,grid,\n"), "units ");
    EXPECT_EQ(changed(InputTable::links, texts.links + "P1,P2,leads,,\n"), "links ");
    EXPECT_EQ(changed(InputTable::ledger, "entry,date,actor,item\ne,2023-01-01,P1,x\n"), "ledger ");
    EXPECT_EQ(changed(InputTable::knowledge, texts.knowledge + "k,2023-01-01,P1,needs,c1,\n"), "knowledge ");
    EXPECT_EQ(changed(InputTable::roles, texts.roles + "P3,x,V,,,\n"), "roles ");
    // Spelling says nothing: another order of columns and rows, an open end, an attribute that nobody has.
    EXPECT_EQ(changed(InputTable::households, "rooms,unit,household\n,G2,H2\n,G1,H1\n"), "");
    EXPECT_EQ(changed(InputTable::households, "rooms,unit,household\n,G2,H2\n2,G1,H1\n"), "households ");
    EXPECT_EQ(changed(InputTable::links, ""), "") << "no table, no links";
}

TEST(DistrictFolder, ThreadsDoNotChangeTheDigests) {
    const District district = load(random_texts(3));
    RunOptions run;
    run.threads = 4;
    EXPECT_EQ(digests(district, run), digests(district));
}

TEST(DistrictFolder, StandsAsItWasWhenWritingIsStoppedOrFails) {
    const TemporaryFolder folder;
    write_district(load({}), folder / "a");
    const std::string before = folder.read("a/people.csv");
    std::stop_source stop;
    stop.request_stop();
    RunOptions run;
    run.stop = stop.get_token();
    EXPECT_THROW(write_district(load(random_texts(1)), folder / "a", run), Cancelled);
    EXPECT_THROW((void)digests(load(random_texts(1)), run), Cancelled);
    folder.write("file", "");
    EXPECT_THROW(write_district(load({}), folder / "file" / "b"), FileError);
    EXPECT_EQ(folder.read("a/people.csv"), before);
}

} // namespace
} // namespace jifen
