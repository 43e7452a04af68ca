#include "jifen/selection/result_folder.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/file_error.hpp"
#include "jifen/core/version.hpp"
#include "jifen/tables/text_sink.hpp"
#include "support/disk_of.hpp"
#include "support/small_district.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

// The folder of result tables: all of one run, or as it was.

namespace jifen {
namespace {

namespace fs = std::filesystem;
using namespace testing_support;

/// One leader with as many entries.
Evaluation evaluation_with(int entries) {
    Tables tables;
    tables.people = "person\nann\n";
    tables.roles = "person,role,unit\nann,leader,G1\n";
    tables.ledger = "entry,date,actor,item,quantity\n";
    for (int i = 0; i < entries; ++i) tables.ledger += "e" + std::to_string(i) + ",2023-03-01,ann,p,1\n";
    return evaluate(load(tables), rules_of("[[item]]\ncode = \"p\"\npoints_per_unit = 1\n"), Window::year(2023));
}

/// Name → bytes of everything in the folder, with folders inside it.
std::map<std::string, std::string> contents(const fs::path& folder) {
    std::map<std::string, std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_directory()) {
            found[fs::relative(entry.path(), folder).string()] = "a folder";
            continue;
        }
        std::ifstream in(entry.path(), std::ios::binary);
        found[fs::relative(entry.path(), folder).string()].assign(std::istreambuf_iterator<char>(in), {});
    }
    return found;
}

TEST(ResultFolder, HoldsEveryTableOfOneRun) {
    const TemporaryFolder folder;
    write_results(evaluation_with(3), folder / "out");
    const auto first = contents(folder / "out");
    EXPECT_EQ(first.size(), 10U);
    EXPECT_EQ(std::ranges::count(first.at("statement.csv"), '\n'), 1 + 3);
    EXPECT_EQ(first.at("diagnostics.csv").substr(0, 76),
              "file,line,column,severity,code,message\ntest.toml,1,,warning,role_never_held,")
        << "what evaluating found, besides what loading did";
    folder.write("out/mine.csv", "mine");
    write_results(evaluation_with(1), folder / "out");
    const auto second = contents(folder / "out");
    EXPECT_EQ(second.size(), 11U);
    EXPECT_EQ(std::ranges::count(second.at("statement.csv"), '\n'), 1 + 1);
    EXPECT_EQ(second.at("mine.csv"), "mine");
}

TEST(ResultFolder, IsVerifiedByteForByte) {
    const TemporaryFolder folder;
    const Evaluation evaluation = evaluation_with(3);
    EXPECT_EQ(verify_results(evaluation, folder / "out").size(), 10U) << "nothing is there";
    write_results(evaluation, folder / "out");
    EXPECT_EQ(verify_results(evaluation, folder / "out"), std::vector<std::string>{});
    for (const ResultSeal& file : result_seals(evaluation))
        EXPECT_EQ(digest_of_file(folder / "out" / file.file), file.seal.sha256) << file.file;
    std::string scores = folder.read("out/scores.csv");
    scores[scores.find(",3,") + 1] = '4';
    folder.write("out/scores.csv", scores);
    fs::remove(folder / "out/duties.csv");
    EXPECT_EQ(verify_results(evaluation, folder / "out"), (std::vector<std::string>{"scores.csv", "duties.csv"}));
    EXPECT_EQ(verify_results(evaluation_with(4), folder / "out"),
              (std::vector<std::string>{"scores.csv", "statement.csv", "duties.csv", "provenance.json"}));
    fs::remove(folder / "out/scores.csv");
    fs::create_directory(folder / "out/scores.csv");
    EXPECT_THROW((void)verify_results(evaluation, folder / "out"), FileError);
}

TEST(ResultFolder, SaysWhatItWasMadeOf) {
    const Evaluation evaluation = evaluation_with(2);
    const std::string json = to_json(provenance(evaluation), {{"scores.csv", {sha256("x"), 1, 120, 120}}});
    const DistrictDigests inputs = digests(evaluation.district());
    const std::string expected =
        "{\n  \"jifen\": \"" + std::string(version()) +
        "\",\n  \"window\": {\n    \"from\": \"2023-01-01\",\n    \"until\": \"2024-01-01\"\n  },\n"
        "  \"known_at\": null,\n  \"rulebook\": {\n    \"code\": \"test\",\n    \"sha256\": \"" +
        to_string(evaluation.rules().sha256) +
        "\",\n    \"toml\": \"jifen = 1\\ncode = \\\"test\\\"\\napplies_to = [\\\"leader\\\", \\\"member\\\"]\\n"
        "[[item]]\\ncode = \\\"p\\\"\\npoints_per_unit = 1\\n\"\n  },\n  \"inputs\": {\n    \"units\": {\n"
        "      \"read\": 6,\n      \"accepted\": 6,\n      \"duplicate\": 0,\n      \"conflict\": 0,\n"
        "      \"rejected\": 0,\n      \"sha256\": \"" +
        to_string(inputs.of(InputTable::units)) + "\"\n    },\n";
    EXPECT_EQ(json.substr(0, expected.size()), expected);
    const std::string end =
        "  \"results\": {\n    \"scores.csv\": {\n      \"sha256\": \"" + to_string(sha256("x")) +
        "\",\n      \"rows\": 1,\n      \"sum\": 120,\n      \"weighted_sum\": 120\n    }\n  }\n}\n";
    EXPECT_EQ(json.substr(json.size() - end.size()), end);
    EvaluationOptions options;
    options.known_at = day_of("2023-07-01");
    EXPECT_NE(to_json(provenance(evaluate(evaluation.district(), evaluation.rulebook(), Window::year(2023), options)))
                  .find("\"known_at\": \"2023-07-01\","),
              std::string::npos);
}

TEST(ResultFolder, StandsAsItWasWhenTheDiskIsFull) {
    const TemporaryFolder folder;
    write_results(evaluation_with(1), folder / "out");
    const auto before = contents(folder / "out");
    const Evaluation large = evaluation_with(1000);
    {
        const DiskOf disk(10'000); // enough for all but the statement
        EXPECT_THROW(write_results(large, folder / "out"), Error);
        EXPECT_THROW(write_results(large, folder / "new"), Error);
    }
    EXPECT_EQ(contents(folder / "out"), before);
    EXPECT_FALSE(fs::exists(folder / "new"));
    write_results(large, folder / "out");
    EXPECT_NE(contents(folder / "out"), before);
}

TEST(ResultFolder, StandsAsItWasWhenAFolderIsInTheWayOfOneTable) {
    const TemporaryFolder folder;
    write_results(evaluation_with(1), folder / "out");
    fs::remove(folder / "out/selection.csv");
    fs::create_directories(folder / "out/selection.csv/inside");
    const auto before = contents(folder / "out");
    EXPECT_THROW(write_results(evaluation_with(2), folder / "out"), Error);
    EXPECT_EQ(contents(folder / "out"), before);
}

TEST(ResultFolder, StandsAsItWasWhenStopped) {
    const TemporaryFolder folder;
    write_results(evaluation_with(1), folder / "out");
    const auto before = contents(folder / "out");
    for (const bool on_the_way : {false, true}) {
        std::stop_source stop;
        RunOptions run;
        run.stop = stop.get_token();
        if (on_the_way)
            run.progress = [&](const Progress&) { stop.request_stop(); };
        else
            stop.request_stop();
        EXPECT_THROW(write_results(evaluation_with(2), folder / "out", run), Cancelled);
        EXPECT_EQ(contents(folder / "out"), before);
    }
}

TEST(ResultFolder, KeepsTheOlderTablesWholeWhenTheProcessIsKilled) {
    const TemporaryFolder folder;
    write_results(evaluation_with(1), folder / "out");
    auto before = contents(folder / "out");
    const Evaluation evaluation = evaluation_with(2);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        RunOptions run;
        run.progress = [](const Progress&) { kill(getpid(), SIGKILL); }; // in the middle of the statement
        write_results(evaluation, folder / "out", run);
        _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    auto after = contents(folder / "out");
    EXPECT_EQ(std::erase_if(after, [](const auto& entry) { return entry.first.starts_with("jifen-unfinished-1"); }), 4U)
        << "the folder, two whole tables and the one that was being written";
    EXPECT_EQ(after, before);
    write_results(evaluation, folder / "out");
    EXPECT_NE(contents(folder / "out").at("statement.csv"), before.at("statement.csv"));
}

TEST(ResultFolder, TakesDiagnosticsAloneAndNamesTheOlderTables) {
    const TemporaryFolder folder;
    Diagnostic last{"b.csv", 2, "x", Severity::error, "bad", "second, as files go", "", ""};
    Diagnostic first{"", 0, "", Severity::error, "overflow", "first", "", ""};
    EXPECT_EQ(write_diagnostics({last, first}, folder / "out"), std::vector<std::string>{});
    const std::string rows = "file,line,column,severity,code,message\n,,,error,overflow,first\n"
                             "b.csv,2,x,error,bad,\"second, as files go\"\n";
    EXPECT_EQ(contents(folder / "out"), (std::map<std::string, std::string>{{"diagnostics.csv", rows}}));

    write_results(evaluation_with(1), folder / "out");
    auto expected = contents(folder / "out");
    fs::remove(folder / "out/scores.csv");
    expected.erase("scores.csv");
    EXPECT_EQ(write_diagnostics({last, first}, folder / "out"),
              (std::vector<std::string>{"categories.csv", "statement.csv", "linkage.csv", "five_knows.csv",
                                        "duties.csv", "composite.csv", "selection.csv", "provenance.json"}));
    expected["diagnostics.csv"] = rows;
    EXPECT_EQ(contents(folder / "out"), expected);
    {
        const DiskOf disk(10);
        EXPECT_THROW(write_diagnostics({}, folder / "out"), Error);
    }
    EXPECT_EQ(contents(folder / "out"), expected);
}

} // namespace
} // namespace jifen
