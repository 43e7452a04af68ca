#pragma once

#include "jifen/core/cells.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

namespace jifen {

constexpr std::size_t large_page = std::size_t{2} << 20U;

/// Asks for pages of two megabytes where the system has them: a fault for each of 512 small ones is what a large array
/// costs before anything is written. What does not fill such a page stays as it is. Does nothing elsewhere.
void want_large_pages(void* begin, std::size_t bytes) noexcept;

/// Resizes a vector, in large pages where its values fill some.
template <class Value>
void resize_largely(std::vector<Value>& values, std::size_t size) {
    if (size > values.capacity()) values.reserve(std::max(size, 2 * values.capacity())); // as resize() grows
    want_large_pages(values.data(), size * sizeof(Value));
    values.resize(size);
}

/// Values that are not initialised, in large pages where they fill some. Throws std::bad_alloc.
template <class Value>
class LargeArray {
    static_assert(std::is_trivially_copyable_v<Value>); // so that memory holds some before any is written

public:
    explicit LargeArray(std::size_t size = 0) : size_(size), values_(make(size), Free{size * sizeof(Value)}) {}

    [[nodiscard]] Value* data() noexcept { return values_.get(); }
    [[nodiscard]] const Value* data() const noexcept { return values_.get(); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] Value& operator[](std::size_t at) noexcept { return values_[at]; }
    [[nodiscard]] const Value& operator[](std::size_t at) const noexcept { return values_[at]; }
    [[nodiscard]] Value* begin() noexcept { return data(); }
    [[nodiscard]] const Value* begin() const noexcept { return data(); }
    [[nodiscard]] Value* end() noexcept { return data() + size_; }
    [[nodiscard]] const Value* end() const noexcept { return data() + size_; }

private:
    struct Free {
        std::size_t bytes;
        void operator()(Value* values) const noexcept { free_cells(values, bytes); }
    };

    static Value* make(std::size_t size) {
        if (size > std::numeric_limits<std::size_t>::max() / sizeof(Value)) throw std::bad_array_new_length();
        return static_cast<Value*>(allocate_cells(size * sizeof(Value)));
    }

    std::size_t size_;
    std::unique_ptr<Value[], Free> values_;
};

} // namespace jifen
