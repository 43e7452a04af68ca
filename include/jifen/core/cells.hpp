#pragma once

#include <cstddef>
#include <limits>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace jifen {

/// Memory for so many bytes, in large pages where it fills some and the system has them. Throws std::bad_alloc.
[[nodiscard]] void* allocate_cells(std::size_t bytes);
void free_cells(void* cells, std::size_t bytes) noexcept;

/// How many bytes of the memory of large columns and results stay with the process when they are freed, for the next
/// ones: 512 MiB unless told. 0: none, and what is kept is freed. The system may take the pages at any time (it is told
/// so by MADV_FREE, where there is that), so that they do not count where memory is short; what it did not take need
/// not be asked for, and cleared, again. May be called at any time, from any thread.
void keep_memory(std::size_t bytes);

/// Gives Cells their memory.
template <class Value>
class CellAllocator {
public:
    using value_type = Value;

    CellAllocator() noexcept = default;
    template <class Other>
    CellAllocator(const CellAllocator<Other>& /*other*/) noexcept {} // as allocators convert

    [[nodiscard]] Value* allocate(std::size_t count) {
        if (count > std::numeric_limits<std::size_t>::max() / sizeof(Value)) throw std::bad_array_new_length();
        return static_cast<Value*>(allocate_cells(count * sizeof(Value)));
    }
    void deallocate(Value* cells, std::size_t count) noexcept { free_cells(cells, count * sizeof(Value)); }

    /// What resize() does to each new one: nothing, where it may be copied as bytes.
    template <class Other>
    void construct([[maybe_unused]] Other* at) noexcept(std::is_nothrow_default_constructible_v<Other>) {
        if constexpr (!std::is_trivially_copyable_v<Other>) ::new (static_cast<void*>(at)) Other;
    }
    template <class Other, class... Arguments>
    void construct(Other* at, Arguments&&... arguments) {
        ::new (static_cast<void*>(at)) Other(std::forward<Arguments>(arguments)...);
    }

    friend bool operator==(const CellAllocator& /*a*/, const CellAllocator& /*b*/) noexcept { return true; }
};

/// The cells of a column, or its rows: a vector of numbers, or of what may be copied as bytes, whose resize(n) and
/// whose constructor from a size leave them unset, to be written by whoever fills the column, on many threads or one.
/// resize(n, value) sets them. The memory of large ones comes from what was kept, see keep_memory.
template <class Value>
using Cells = std::vector<Value, CellAllocator<Value>>;

} // namespace jifen
