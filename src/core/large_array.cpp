#include "core/large_array.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace jifen {

void want_large_pages([[maybe_unused]] void* begin, [[maybe_unused]] std::size_t bytes) noexcept {
#if defined(__linux__)
    // Only whole ones: what else lies in the last is not ours. If the system refuses, its pages are small.
    if (const std::size_t whole = bytes / large_page * large_page; whole > 0) ::madvise(begin, whole, MADV_HUGEPAGE);
#endif
}

} // namespace jifen
