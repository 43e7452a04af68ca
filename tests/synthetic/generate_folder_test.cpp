#include "jifen/synthetic/generate_folder.hpp"

#include "jifen/core/file_error.hpp"
#include "jifen/synthetic/pinggu.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace jifen {
using namespace synthetic;

namespace {

namespace fs = std::filesystem;

constexpr std::array file_names{"units.csv", "households.csv", "people.csv",   "roles.csv",
                                "links.csv", "ledger.csv",     "knowledge.csv"};

class GenerateFolder : public testing::Test {
protected:
    GenerateFolder() {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        root_ = fs::temp_directory_path() / ("jifen_" + std::string(test->name()) + "_" + std::to_string(getpid()));
    }
    ~GenerateFolder() override {
        std::error_code ignored;
        fs::remove_all(root_, ignored);
    }
    /// The bytes of the seven tables.
    std::map<std::string, std::string> made(const GenerateOptions& options) {
        const fs::path folder = root_ / std::to_string(++count_);
        generate_folder(folder, options);
        std::map<std::string, std::string> bytes;
        for (const char* name : file_names) {
            std::ifstream in(folder / name, std::ios::binary);
            bytes[name].assign(std::istreambuf_iterator<char>(in), {});
            EXPECT_FALSE(bytes[name].empty()) << name;
        }
        return bytes;
    }
    [[nodiscard]] fs::path folder(const std::string& name) const { return root_ / name; }
    static void put(const fs::path& file, const std::string& bytes) {
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << bytes;
    }
    static std::string bytes_of(const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static GenerateOptions options(std::uint64_t seed, unsigned grids, unsigned threads = 1) {
        GenerateOptions result;
        result.seed = seed;
        result.scale = grids / 3170.0;
        result.run.threads = threads;
        return result;
    }

private:
    fs::path root_;
    int count_ = 0;
};

TEST_F(GenerateFolder, WritesTheSameBytesForASeedWithAnyNumberOfThreads) {
    const auto one = made(options(5, 150));
    EXPECT_EQ(made(options(5, 150)), one);
    EXPECT_EQ(made(options(5, 150, 2)), one);
    EXPECT_EQ(made(options(5, 150, 4)), one);
    EXPECT_EQ(made(options(5, 150, 0)), one);
}

TEST_F(GenerateFolder, WritesOtherBytesForAnotherSeed) {
    const auto one = made(options(5, 20));
    const auto other = made(options(6, 20));
    for (const char* name : file_names) EXPECT_NE(one.at(name), other.at(name)) << name;
}

TEST_F(GenerateFolder, WritesOneGridAtTheSmallestScale) {
    const auto tables = made(options(1, 1));
    const auto lines = [&](const char* name) { return std::ranges::count(tables.at(name), '\n'); };
    EXPECT_EQ(lines("units.csv"), 1 + 4);
    EXPECT_GE(lines("households.csv"), 1 + 40);
    EXPECT_LE(lines("households.csv"), 1 + 74);
    EXPECT_GT(lines("ledger.csv"), 300);
}

TEST_F(GenerateFolder, WritesOfEachGridWhatTheGridGivesAlone) {
    const auto tables = made(options(5, 40));
    const PingguDistrict district(5, 40 / 3170.0);
    for (const std::uint32_t n : {0U, 15U, 16U, 23U, 39U}) {
        std::string ids;
        district.ledger_of_grid(n, [&](const EntryRow& row) { (ids += row.entry) += ' '; });
        std::string in_file;
        const std::string& text = tables.at("ledger.csv");
        const std::string prefix = "\n" + ids.substr(0, ids.find(' ') - 4);
        for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at + 1)) {
            (in_file += text.substr(at + 1, text.find(',', at) - at - 1)) += ' ';
        }
        EXPECT_EQ(in_file, ids) << "grid " << n;
        district.people_of_grid(n, [&](const PersonRow& row) {
            const std::string line = "\n" + std::string(row.person) + "," + std::string(row.name) + "," +
                                     std::string(to_string(row.gender)) + "," + std::string(row.household) + ",";
            EXPECT_NE(tables.at("people.csv").find(line), std::string::npos) << line;
        });
    }
}

TEST_F(GenerateFolder, WritesCellsThatNeedNoQuotes) {
    for (const auto& [name, text] : made(options(2, 30))) {
        EXPECT_EQ(text.find('"'), std::string::npos) << name;
        const std::size_t line_end = text.find('\n');
        const auto commas = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(line_end), ',');
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = text.find('\n', at);
            ASSERT_NE(end, std::string::npos) << name << " ends without a line end";
            const auto first = text.begin() + static_cast<std::ptrdiff_t>(at);
            ASSERT_EQ(std::count(first, text.begin() + static_cast<std::ptrdiff_t>(end), ','), commas) << name;
            at = end + 1;
        }
    }
}

TEST_F(GenerateFolder, ReportsProgressInGridsAndStopsWhenAsked) {
    GenerateOptions asked = options(1, 200);
    std::uint64_t last = 0;
    asked.run.progress = [&](const Progress& progress) {
        EXPECT_GT(progress.done, last);
        EXPECT_EQ(progress.total, 200U);
        last = progress.done;
    };
    (void)made(asked);
    EXPECT_EQ(last, 200U);

    std::stop_source stop;
    asked.run.stop = stop.get_token();
    asked.run.progress = [&](const Progress&) { stop.request_stop(); };
    EXPECT_THROW(made(asked), Cancelled);
}

TEST_F(GenerateFolder, LeavesTheFolderAsItWasWhenStopped) {
    const fs::path home = folder("stopped");
    generate_folder(home, options(1, 5));
    const std::string before = bytes_of(home / "ledger.csv");
    GenerateOptions asked = options(2, 200);
    std::stop_source stop;
    asked.run.stop = stop.get_token();
    asked.run.progress = [&](const Progress&) { stop.request_stop(); };
    EXPECT_THROW(generate_folder(home, asked), Cancelled);
    EXPECT_EQ(bytes_of(home / "ledger.csv"), before);
    EXPECT_EQ(std::distance(fs::directory_iterator(home), {}), 7);
    EXPECT_THROW(generate_folder(folder("new") / "below", asked), Cancelled);
    EXPECT_FALSE(fs::exists(folder("new")));
}

TEST_F(GenerateFolder, ReplacesASyntheticDistrictAndLeavesOtherFilesAlone) {
    const fs::path home = folder("again");
    generate_folder(home, options(1, 5));
    const std::string before = bytes_of(home / "ledger.csv");
    put(home / "notes.txt", "mine");
    put(home / "scores.csv", "mine, too");
    generate_folder(home, options(2, 3));
    EXPECT_NE(bytes_of(home / "ledger.csv"), before);
    generate_folder(home, options(1, 5));
    EXPECT_EQ(bytes_of(home / "ledger.csv"), before);
    EXPECT_EQ(bytes_of(home / "notes.txt"), "mine");
    EXPECT_EQ(bytes_of(home / "scores.csv"), "mine, too");
    EXPECT_EQ(std::distance(fs::directory_iterator(home), {}), 9);
    // A province has a root of another name.
    PingguDistrict(1, 2).units(0, 1, [&](const UnitRow& row) {
        if (row.parent.empty())
            put(home / "units.csv", "unit,parent,level,name\nS1,,province," + std::string(row.name));
    });
    EXPECT_NE(bytes_of(home / "units.csv").find("S1"), std::string::npos);
    EXPECT_NO_THROW(generate_folder(home, options(1, 2)));
}

TEST_F(GenerateFolder, ReplacesNoTablesOfOthersUnlessAsked) {
    const fs::path home = folder("real");
    const std::string units = "unit,parent,level,name\nD,,district,平谷区\n";
    put(home / "units.csv", units);
    put(home / "people.csv", "person\nP1\n");
    GenerateOptions asked = options(1, 2);
    try {
        generate_folder(home, asked);
        FAIL() << "a real district was replaced";
    } catch (const ArgumentError& error) {
        EXPECT_EQ(error.argument(), "folder");
        EXPECT_EQ(error.value(), home.string());
        EXPECT_NE(std::string(error.what()).find("(units.csv, people.csv)"), std::string::npos) << error.what();
    }
    EXPECT_EQ(bytes_of(home / "units.csv"), units);
    fs::remove(home / "units.csv");
    EXPECT_THROW(generate_folder(home, asked), ArgumentError) << "people without units were not generated either";
    asked.replace = true;
    generate_folder(home, asked);
    EXPECT_GT(bytes_of(home / "people.csv").size(), 1000U);
    EXPECT_EQ(std::distance(fs::directory_iterator(home), {}), 7);
}

TEST_F(GenerateFolder, SaysWhichScalesThereAre) {
    for (const auto& [scale, text] :
         {std::pair(0.0, "\"0\""), std::pair(-1.0, "\"-1\""), std::pair(1e300, "\"1e+300\""),
          std::pair(100.5, "\"100.5\""), std::pair(1e-300, "\"1e-300\""), std::pair(std::nan(""), "\"nan\""),
          std::pair(HUGE_VAL, "\"inf\"")}) {
        GenerateOptions wrong;
        wrong.scale = scale;
        try {
            generate_folder(folder("wrong"), wrong);
            FAIL() << text;
        } catch (const ArgumentError& error) {
            EXPECT_EQ(std::string(error.what()),
                      std::string("scale = ") + text + ": it is from 0.0003155 (1/3170, one grid) to 100 (a province)");
        }
        EXPECT_FALSE(fs::exists(folder("wrong")));
    }
}

TEST_F(GenerateFolder, RefusesAFolderThatCannotBe) {
    try {
        generate_folder("/dev/null/below", options(1, 1));
        FAIL() << "it was made";
    } catch (const FileError& error) {
        EXPECT_EQ(error.path(), "/dev/null/below");
        EXPECT_EQ(error.operation(), "cannot make the folder");
        EXPECT_EQ(error.reason(), std::errc::not_a_directory);
    }
}

} // namespace
} // namespace jifen
