#include "jifen/core/cells.hpp"

#include <algorithm>
#include <bit>
#include <mutex>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#if defined(__SANITIZE_ADDRESS__)
#define JIFEN_HAS_ADDRESS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define JIFEN_HAS_ADDRESS_SANITIZER
#endif
#endif
#if defined(JIFEN_HAS_ADDRESS_SANITIZER)
#include <sanitizer/asan_interface.h>
#endif

namespace jifen {

namespace {

constexpr std::size_t page = std::size_t{64}
                             << 10U; ///< the largest that systems have: of a smaller part nothing may be lent
constexpr std::size_t large_page = std::size_t{2} << 20U;
constexpr std::size_t kept_from = std::size_t{128} << 10U; ///< below that, an allocator finds memory that is touched

/// As many bytes as a block of at least so many has: at most an eighth more, or what a page lacks, so that what was
/// freed often fits again.
std::size_t block_size(std::size_t bytes) noexcept {
    const std::size_t step = std::max(bytes < large_page ? page : large_page, std::bit_floor(bytes) / 8);
    return (bytes + step - 1) / step * step;
}

/// Whole pages, so that they can be lent.
std::align_val_t alignment_of(std::size_t bytes) noexcept {
    return std::align_val_t{bytes < large_page ? page : large_page};
}

/// Asks for pages of two megabytes where the system has them: a fault for each of 512 small ones is what a large array
/// costs before anything is written.
void want_large_pages([[maybe_unused]] void* block, [[maybe_unused]] std::size_t bytes) noexcept {
#if defined(__linux__)
    if (bytes >= large_page) ::madvise(block, bytes, MADV_HUGEPAGE); // if the system refuses, its pages are small
#endif
}

void* allocate_block(std::size_t bytes) {
    void* const block = ::operator new(bytes, alignment_of(bytes));
    want_large_pages(block, bytes);
    return block;
}

void free_block(void* block, std::size_t bytes) noexcept { ::operator delete(block, alignment_of(bytes)); }

/// The system may take the pages before they are written again.
void lend_to_the_system([[maybe_unused]] void* block, [[maybe_unused]] std::size_t bytes) noexcept {
#if defined(__linux__)
    ::madvise(block, bytes, MADV_FREE);
#endif
}

/// What is kept is out of bounds for everybody, as what is freed is, where that is watched.
void put_out_of_bounds([[maybe_unused]] void* block, [[maybe_unused]] std::size_t bytes) noexcept {
#if defined(JIFEN_HAS_ADDRESS_SANITIZER)
    __asan_poison_memory_region(block, bytes);
#endif
}
void bring_back([[maybe_unused]] void* block, [[maybe_unused]] std::size_t bytes) noexcept {
#if defined(JIFEN_HAS_ADDRESS_SANITIZER)
    __asan_unpoison_memory_region(block, bytes);
#endif
}

/// Large blocks that were freed, for whoever wants one of that size next: what touching new memory costs is then paid
/// once. Whoever finds it locked goes without: also the child of a process that was forked meanwhile.
class KeptBlocks {
public:
    /// nullptr where there is none.
    [[nodiscard]] void* take(std::size_t bytes) noexcept {
        const std::unique_lock lock(mutex_, std::try_to_lock);
        if (!lock) return nullptr;
        const auto found = std::find_if(blocks_.rbegin(), blocks_.rend(),
                                        [bytes](const Block& block) { return block.bytes == bytes; });
        if (found == blocks_.rend()) return nullptr;
        void* const address = found->address;
        blocks_.erase(std::next(found).base());
        kept_ -= bytes;
        bring_back(address, bytes);
        return address;
    }
    /// Whether it is kept; the oldest are freed where there are too many.
    [[nodiscard]] bool keep(void* address, std::size_t bytes) noexcept {
        const std::unique_lock lock(mutex_, std::try_to_lock);
        if (!lock || bytes > most_) return false;
        shrink(most_ - bytes);
        if (blocks_.size() == blocks_.capacity()) return false; // there is room for `most_blocks`
        lend_to_the_system(address, bytes);
        put_out_of_bounds(address, bytes);
        blocks_.push_back({address, bytes});
        kept_ += bytes;
        return true;
    }
    void keep_at_most(std::size_t bytes) {
        const std::lock_guard lock(mutex_);
        most_ = bytes;
        shrink(most_);
    }

private:
    struct Block {
        void* address;
        std::size_t bytes;
    };
    static constexpr std::size_t most_blocks = 256;

    void shrink(std::size_t bytes) noexcept {
        std::size_t gone = 0;
        for (; kept_ > bytes; ++gone) {
            kept_ -= blocks_[gone].bytes;
            free_block(blocks_[gone].address, blocks_[gone].bytes);
        }
        blocks_.erase(blocks_.begin(), blocks_.begin() + static_cast<std::ptrdiff_t>(gone));
    }

    std::mutex mutex_;
    std::vector<Block> blocks_ = [] {
        std::vector<Block> blocks; // by when they were freed
        blocks.reserve(most_blocks);
        return blocks;
    }();
    std::size_t kept_ = 0, most_ = std::size_t{512} << 20U;
};

/// Never destroyed: tables that outlive it may be freed after it.
KeptBlocks& kept_blocks() {
    static KeptBlocks& blocks = *new KeptBlocks;
    return blocks;
}

} // namespace

void* allocate_cells(std::size_t bytes) {
    if (bytes < kept_from) return ::operator new(bytes);
    if (bytes > std::numeric_limits<std::size_t>::max() / 2) throw std::bad_alloc();
    const std::size_t size = block_size(bytes);
    void* const kept = kept_blocks().take(size);
    return kept != nullptr ? kept : allocate_block(size);
}

void free_cells(void* cells, std::size_t bytes) noexcept {
    if (bytes < kept_from) return ::operator delete(cells);
    const std::size_t size = block_size(bytes);
    if (!kept_blocks().keep(cells, size)) free_block(cells, size);
}

void keep_memory(std::size_t bytes) { kept_blocks().keep_at_most(bytes); }

} // namespace jifen
