#include "jifen/tables/staged_files.hpp"

#include "jifen/core/file_error.hpp"

#include <algorithm>
#include <exception>
#include <ranges>
#include <system_error>
#include <utility>

namespace jifen {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view staging_name = "jifen-unfinished-";
constexpr std::string_view replaced_name = "replaced";

[[noreturn]] void fail(const fs::path& path, const std::string& what, const std::error_code& error) {
    throw FileError(what, path, error, "check the folder and the space left");
}

/// The folders that have to be made for `folder` to be there, the outermost first.
std::vector<fs::path> missing_folders(fs::path folder) {
    std::vector<fs::path> missing;
    std::error_code ignored;
    while (!folder.empty() && !fs::exists(fs::symlink_status(folder, ignored))) {
        missing.push_back(folder);
        folder = folder.parent_path();
    }
    std::reverse(missing.begin(), missing.end());
    return missing;
}

/// A folder of this object alone: making a folder fails for all but one of those who try at the same time.
fs::path make_staging(const fs::path& folder) {
    for (int number = 1;; ++number) {
        fs::path staging = folder / (std::string(staging_name) + std::to_string(number));
        std::error_code error;
        if (fs::create_directory(staging, error)) return staging;
        std::error_code ignored;
        if (error && !fs::exists(fs::symlink_status(staging, ignored))) fail(staging, "cannot make the folder", error);
    }
}

} // namespace

StagedFiles::StagedFiles(fs::path folder, std::vector<std::string> names)
    : folder_(std::move(folder)), names_(std::move(names)), made_(missing_folders(folder_)) {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) fail(folder_, "cannot make the folder", error);
    refuse_what_is_in_the_way();
    staging_ = make_staging(folder_);
}

StagedFiles::~StagedFiles() {
    try {
        std::error_code ignored;
        if (!staging_.empty() && !keep_staging_) fs::remove_all(staging_, ignored);
        if (committed_) return;
        // Removes empty folders only.
        for (const fs::path& made : std::views::reverse(made_)) fs::remove(made, ignored);
    } catch (const std::exception&) {
        // A destructor may not throw. What is left is a folder whose name says that it is unfinished.
        keep_staging_ = true;
    }
}

void StagedFiles::refuse_what_is_in_the_way() const {
    for (const std::string& name : names_) {
        std::error_code error;
        const fs::file_status status = fs::status(folder_ / name, error);
        if (fs::exists(status) && !fs::is_regular_file(status))
            throw FileError("something that is no file is in the way", folder_ / name,
                            fs::is_directory(status) ? std::make_error_code(std::errc::is_a_directory)
                                                     : std::make_error_code(std::errc::invalid_argument),
                            "move it away");
    }
}

void StagedFiles::commit() {
    refuse_what_is_in_the_way();
    exchange();
    committed_ = true;
}

/// The old files go first and the new ones come after, so that files of two sets never stand side by side.
void StagedFiles::exchange() {
    std::vector<std::pair<fs::path, fs::path>> done; // from, to
    std::error_code error;
    const auto rename = [&](const fs::path& from, const fs::path& to) {
        fs::rename(from, to, error);
        if (!error) done.emplace_back(from, to);
        return !error;
    };
    const fs::path replaced = staging_ / replaced_name;
    fs::path failed;
    fs::create_directory(replaced, error);
    if (error) failed = replaced;
    for (const std::string& name : names_) {
        if (!failed.empty()) break;
        std::error_code ignored;
        const fs::path old = folder_ / name;
        if (fs::exists(fs::symlink_status(old, ignored)) && !rename(old, replaced / name)) failed = old;
    }
    for (const std::string& name : names_) {
        if (!failed.empty()) break;
        if (!rename(staging_ / name, folder_ / name)) failed = folder_ / name;
    }
    if (failed.empty()) return;
    const std::error_code reason = error;
    for (const auto& [from, to] : std::views::reverse(done)) {
        fs::rename(to, from, error);
        if (error) keep_staging_ = true;
    }
    throw FileError("cannot be put in place", failed, reason,
                    keep_staging_ ? "old files could not be put back, they are in " + replaced.string()
                                  : "nothing was replaced, check the rights to the folder");
}

} // namespace jifen
