#include "jifen/core/spill_file.hpp"

#include "jifen/core/file_error.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

namespace jifen {

namespace {

constexpr std::size_t smallest_region = std::size_t{1} << 20U;
constexpr std::size_t largest_region = std::size_t{1} << 28U;
constexpr std::size_t alignment = 16;
constexpr std::size_t bytes_between_leaves = std::size_t{1} << 25U;

std::size_t round_up(std::size_t bytes, std::size_t to) noexcept { return (bytes + to - 1) / to * to; }

/// A file without a name: open, and not in the folder any more.
int open_unnamed(const std::filesystem::path& folder) {
    std::string name = (folder / "jifen-spilled-XXXXXX").string();
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file < 0)
        throw FileError("cannot make a file to spill to", folder, last_file_error(),
                        "name a folder that may be written to and has room for the ledger");
    ::unlink(name.c_str());
    return file;
}

} // namespace

SpillFile::SpillFile(std::filesystem::path folder) : folder_(std::move(folder)), file_(open_unnamed(folder_)) {}

SpillFile::~SpillFile() {
    for (const Region& region : regions_) ::munmap(region.begin, region.size);
    ::close(file_);
}

void SpillFile::add_region(std::size_t bytes) {
    const auto grown = std::clamp<std::size_t>(static_cast<std::size_t>(size_) / 4, smallest_region, largest_region);
    const std::size_t size = round_up(std::max(bytes, grown), smallest_region);
    const auto fail = [this](std::error_code reason) {
        throw FileError("cannot spill any more to a file", folder_, reason,
                        "see that the folder has room for the ledger");
    };
    regions_.reserve(regions_.size() + 1);
    const auto offset = static_cast<off_t>(size_);
    if (const int error = ::posix_fallocate(file_, offset, static_cast<off_t>(size)); error != 0)
        fail({error, std::generic_category()});
    void* const begin = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file_, offset);
    if (begin == MAP_FAILED) fail(last_file_error());
    regions_.push_back({static_cast<unsigned char*>(begin), size});
    size_ += size;
    used_ = 0;
}

unsigned char* SpillFile::add(std::size_t bytes) {
    const std::size_t room = round_up(std::max<std::size_t>(bytes, 1), alignment);
    if (regions_.empty() || regions_.back().size - used_ < room) add_region(room);
    unsigned char* const piece = regions_.back().begin + used_;
    used_ += room;
    return piece;
}

void SpillFile::leave() const noexcept {
    for (const Region& region : regions_) ::madvise(region.begin, region.size, MADV_DONTNEED);
}

void SpillFile::done_with(std::size_t bytes) const noexcept {
    if (read_.fetch_add(bytes, std::memory_order_relaxed) + bytes < bytes_between_leaves) return;
    read_.store(0, std::memory_order_relaxed);
    leave();
}

} // namespace jifen
