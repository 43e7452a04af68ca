#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace jifen {

/// Memory that lies in a file, for what is too much to be kept: the pieces of packed columns and texts. The system
/// keeps of it what is used and what it has room for, and reads again what is asked for. Pieces are given up all
/// together, with this object. The file has no name and is gone with the object, or with the process.
///
/// Pieces may be read from any threads; `add` is one thread's at a time.
class SpillFile {
public:
    /// Throws FileError when no file can be made in the folder.
    explicit SpillFile(std::filesystem::path folder);
    SpillFile(const SpillFile&) = delete;
    SpillFile& operator=(const SpillFile&) = delete;
    ~SpillFile();

    /// A piece of so many bytes, aligned for any number. Room on the disk is taken at once, so that a full disk is a
    /// FileError here and not an access to memory that is not there. Amortised O(1).
    [[nodiscard]] unsigned char* add(std::size_t bytes);
    /// Gives back the memory in which its pieces lie, not what they say: for whoever has done with much of it for now.
    /// Others may be reading meanwhile.
    void leave() const noexcept;
    /// Says that so many bytes were read and are not needed for now; every 32 MiB of them it leaves.
    void done_with(std::size_t bytes) const noexcept;
    /// What it takes on the disk, in bytes.
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

private:
    struct Region {
        unsigned char* begin;
        std::size_t size;
    };
    void add_region(std::size_t bytes);

    std::filesystem::path folder_;
    int file_ = -1;
    std::vector<Region> regions_;
    std::size_t used_ = 0;                      ///< of the last region
    std::uint64_t size_ = 0;                    ///< of all of them
    mutable std::atomic<std::size_t> read_ = 0; ///< bytes, since it left last
};

} // namespace jifen
