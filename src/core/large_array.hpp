#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>

namespace jifen {

constexpr std::size_t large_page = std::size_t{2} << 20U;

/// Asks for pages of two megabytes where the system has them: a fault for each of 512 small ones is what a large array
/// costs before anything is written. `begin`: at a multiple of that where there are as many bytes. Does nothing
/// elsewhere.
void want_large_pages(void* begin, std::size_t bytes) noexcept;

/// Values that are not initialised, in large pages where they fill some. Throws std::bad_alloc.
template <class Value>
class LargeArray {
    static_assert(std::is_trivially_copyable_v<Value> && std::is_trivially_default_constructible_v<Value>);

public:
    explicit LargeArray(std::size_t size) : values_(make(size), Free{alignment(size)}) {}

    [[nodiscard]] Value* data() noexcept { return values_.get(); }
    [[nodiscard]] const Value* data() const noexcept { return values_.get(); }

private:
    struct Free {
        std::align_val_t alignment;
        void operator()(Value* values) const noexcept { ::operator delete(values, alignment); }
    };

    /// Where no large page is filled, what every allocation has.
    static std::align_val_t alignment(std::size_t size) noexcept {
        return std::align_val_t{size < large_page / sizeof(Value) ? alignof(std::max_align_t) : large_page};
    }

    static Value* make(std::size_t size) {
        if (size > std::numeric_limits<std::size_t>::max() / sizeof(Value)) throw std::bad_array_new_length();
        void* const memory = ::operator new(size * sizeof(Value), alignment(size));
        want_large_pages(memory, size * sizeof(Value));
        return static_cast<Value*>(memory);
    }

    std::unique_ptr<Value[], Free> values_;
};

} // namespace jifen
