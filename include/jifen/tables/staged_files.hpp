#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// Replaces files of one folder all together or not at all. They are written beside the old ones, in a folder
/// `jifen-unfinished-1` (the first number that is free) inside theirs, and `commit` puts all in place.
///
/// Without `commit`, or when it throws, the old files stand as they were, and what was made is removed again. A process
/// that is killed before `commit` leaves the old files whole and its unfinished folder behind; one that is killed
/// within it (some renames) leaves files missing, the old ones in `jifen-unfinished-1/replaced`, but never files of two
/// sets side by side. Nothing is forced to the disk: a power failure is not guarded against. Two processes that commit
/// into one folder at the same moment can mix theirs. Until the end the disk holds both sets.
class StagedFiles {
public:
    /// Makes the folder if need be. Throws FileError when it cannot be made or written to, or when a folder, a device
    /// or the like stands under one of the names. Precondition: plain file names, none of them `replaced`.
    StagedFiles(std::filesystem::path folder, std::vector<std::string> names);
    StagedFiles(const StagedFiles&) = delete;
    StagedFiles& operator=(const StagedFiles&) = delete;
    ~StagedFiles();

    /// Where to write the file of that name.
    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return staging_ / name; }

    /// Puts every file in place; all must have been written and closed. A link under one of the names is replaced, not
    /// followed; other files of the folder are left alone. Throws FileError when the disk refuses, with everything
    /// back as it was. O(names).
    void commit();

private:
    void exchange();
    void refuse_what_is_in_the_way() const;

    std::filesystem::path folder_;
    std::vector<std::string> names_;
    std::vector<std::filesystem::path> made_; ///< folders that were not there before, the outermost first
    std::filesystem::path staging_;
    bool keep_staging_ = false; ///< it holds old files that could not be put back
    bool committed_ = false;
};

} // namespace jifen
