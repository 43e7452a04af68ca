#include "core/large_array.hpp"

#include <memory>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace jifen {

void want_large_pages([[maybe_unused]] void* begin, [[maybe_unused]] std::size_t bytes) noexcept {
#if defined(__linux__)
    // Only whole ones: what else lies in the first and the last is not ours. If the system refuses, its pages are
    // small.
    std::size_t space = bytes;
    if (std::align(large_page, large_page, begin, space) != nullptr)
        ::madvise(begin, space / large_page * large_page, MADV_HUGEPAGE);
#endif
}

} // namespace jifen
