#include "jifen/tables/staged_files.hpp"

#include "jifen/core/error.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace jifen {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> names{"a.csv", "b.csv", "c.csv"};

/// What stands in the folder, sorted.
std::string listing(const fs::path& folder) {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder)) found.push_back(entry.path().filename().string());
    std::sort(found.begin(), found.end());
    std::string out;
    for (const std::string& name : found) out += (out.empty() ? "" : " ") + name;
    return out;
}

void write(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

void write_all(const StagedFiles& files, const std::string& bytes) {
    for (const std::string& name : names) write(files / name, bytes);
}

/// The code and the message of the Error that it throws.
template <class Work>
std::string failure_of(Work work) {
    try {
        work();
    } catch (const Error& error) {
        return error.code() + " " + error.what();
    }
    return "nothing was thrown";
}

TEST(StagedFiles, StandUnderTheirNamesOnlyAfterCommit) {
    const TemporaryFolder folder;
    folder.write("a.csv", "old");
    folder.write("mine.csv", "mine");
    {
        StagedFiles files(folder.path(), names);
        write_all(files, "new");
        EXPECT_EQ(folder.read("a.csv"), "old");
        EXPECT_EQ(listing(folder.path()), "a.csv jifen-unfinished-1 mine.csv");
        files.commit();
        for (const std::string& name : names) EXPECT_EQ(folder.read(name), "new");
    }
    EXPECT_EQ(listing(folder.path()), "a.csv b.csv c.csv mine.csv");
    EXPECT_EQ(folder.read("mine.csv"), "mine");
}

TEST(StagedFiles, LeaveTheFolderAsItWasWithoutCommit) {
    const TemporaryFolder folder;
    folder.write("a.csv", "old");
    {
        const StagedFiles files(folder.path(), names);
        write_all(files, "new");
    }
    EXPECT_EQ(folder.read("a.csv"), "old");
    EXPECT_EQ(listing(folder.path()), "a.csv");
}

TEST(StagedFiles, MakeTheFolderAndTakeItAwayAgainWithoutCommit) {
    const TemporaryFolder folder;
    for (const char* name : {"x/y/z", "x/y/z/"}) {
        {
            const StagedFiles files(folder / name, names);
        }
        EXPECT_EQ(listing(folder.path()), "");
    }
    {
        const StagedFiles files(folder / "x/y", names);
        write(folder / "x/other", "of somebody else");
    }
    EXPECT_EQ(listing(folder.path()), "x");
    EXPECT_EQ(listing(folder / "x"), "other") << "only empty folders are taken away";
    StagedFiles files(folder / "x/y", names);
    write_all(files, "new");
    files.commit();
    EXPECT_EQ(folder.read("x/y/c.csv"), "new");
}

TEST(StagedFiles, RefuseWhatIsNoFileUnderOneOfTheirNames) {
    const TemporaryFolder folder;
    fs::create_directory(folder / "b.csv");
    const auto stage = [&] { const StagedFiles files(folder.path(), names); };
    const std::string failure = failure_of(stage);
    EXPECT_EQ(failure.find("io " + (folder / "b.csv").string() + ": something that is no file is in the way"), 0U)
        << failure;
    EXPECT_EQ(listing(folder.path()), "b.csv");
    fs::remove(folder / "b.csv");
    fs::create_symlink("/dev/null", folder / "b.csv");
    EXPECT_NE(failure_of(stage).find("in the way"), std::string::npos) << "a device is not replaced";
}

TEST(StagedFiles, PutEverythingBackWhenOneCannotBePutInPlace) {
    const TemporaryFolder folder;
    folder.write("a.csv", "old a");
    folder.write("c.csv", "old c");
    {
        StagedFiles files(folder.path(), names);
        write(files / "a.csv", "new");
        write(files / "c.csv", "new"); // b.csv was never written: its rename fails after that of a.csv
        const std::string failure = failure_of([&] { files.commit(); });
        EXPECT_EQ(failure.find("io " + (folder / "b.csv").string() + ": cannot be put in place: "), 0U) << failure;
        EXPECT_NE(failure.find("nothing was replaced"), std::string::npos) << failure;
        EXPECT_EQ(folder.read("a.csv"), "old a");
        EXPECT_EQ(folder.read("c.csv"), "old c");
    }
    EXPECT_EQ(listing(folder.path()), "a.csv c.csv");
}

TEST(StagedFiles, RefuseAFolderThatCameInTheWayMeanwhile) {
    const TemporaryFolder folder;
    folder.write("a.csv", "old");
    StagedFiles files(folder.path(), names);
    write_all(files, "new");
    fs::create_directory(folder / "b.csv");
    EXPECT_NE(failure_of([&] { files.commit(); }).find("in the way"), std::string::npos);
    EXPECT_EQ(folder.read("a.csv"), "old");
}

TEST(StagedFiles, ReplaceALinkAndNotWhatItNames) {
    const TemporaryFolder folder;
    folder.write("elsewhere", "kept");
    fs::create_symlink("elsewhere", folder / "a.csv");
    fs::create_symlink("nowhere", folder / "b.csv");
    StagedFiles files(folder.path(), names);
    write_all(files, "new");
    files.commit();
    EXPECT_EQ(folder.read("elsewhere"), "kept");
    for (const std::string& name : names) {
        EXPECT_EQ(folder.read(name), "new");
        EXPECT_FALSE(fs::is_symlink(folder / name));
    }
}

TEST(StagedFiles, KeepOutOfTheWayOfEachOtherAndOfWhatAKilledProcessLeft) {
    const TemporaryFolder folder;
    fs::create_directory(folder / "jifen-unfinished-1");
    write(folder / "jifen-unfinished-1/a.csv", "left");
    write(folder / "jifen-unfinished-3", "a file of that name");
    {
        const StagedFiles second(folder.path(), names);
        StagedFiles fourth(folder.path(), names);
        write_all(second, "second");
        write_all(fourth, "fourth");
        EXPECT_EQ(listing(folder.path()),
                  "jifen-unfinished-1 jifen-unfinished-2 jifen-unfinished-3 jifen-unfinished-4");
        fourth.commit();
    }
    EXPECT_EQ(folder.read("b.csv"), "fourth");
    EXPECT_EQ(folder.read("jifen-unfinished-1/a.csv"), "left");
    EXPECT_EQ(listing(folder.path()), "a.csv b.csv c.csv jifen-unfinished-1 jifen-unfinished-3");
}

TEST(StagedFiles, SayWhichFolderCannotBeMade) {
    const TemporaryFolder folder;
    folder.write("file", "");
    for (const char* name : {"file", "file/below"}) {
        const std::string failure = failure_of([&] { const StagedFiles files(folder / name, names); });
        EXPECT_EQ(failure.find("io " + (folder / name).string()), 0U) << failure;
        EXPECT_NE(failure.find("cannot make the folder"), std::string::npos) << failure;
    }
}

} // namespace
} // namespace jifen
