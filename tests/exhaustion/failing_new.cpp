#include "exhaustion/failing_new.hpp"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace jifen::exhaustion {

namespace {

std::atomic<bool> armed{false};
std::atomic<bool> onwards{false};
std::atomic<std::int64_t> asked{0};
std::atomic<std::int64_t> fails_at{0};
std::atomic<std::int64_t> alive{0};

bool fails() noexcept {
    if (!armed) return false;
    const std::int64_t number = ++asked;
    return fails_at > 0 && (number == fails_at || (onwards && number > fails_at));
}

void* allocate(std::size_t size, std::size_t alignment) noexcept {
    if (fails()) return nullptr;
    if (size == 0) size = 1;
    void* const made = alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__
                           ? std::malloc(size)
                           : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
    if (made != nullptr) ++alive;
    return made;
}

void* allocate_or_throw(std::size_t size, std::size_t alignment = 0) {
    void* const made = allocate(size, alignment);
    if (made == nullptr) throw std::bad_alloc();
    return made;
}

void give_back(void* memory) noexcept {
    if (memory == nullptr) return;
    --alive;
    std::free(memory);
}

} // namespace

FailingNew::FailingNew(std::int64_t n, Failure failure) noexcept {
    asked = 0;
    fails_at = n;
    onwards = failure == Failure::onwards;
    armed = true;
}

FailingNew::~FailingNew() { armed = false; }

bool FailingNew::reached() noexcept { return fails_at > 0 && asked >= fails_at; }

std::int64_t outstanding() noexcept { return alive; }

} // namespace jifen::exhaustion

using jifen::exhaustion::allocate;
using jifen::exhaustion::allocate_or_throw;
using jifen::exhaustion::give_back;

// All the forms that can be replaced: one that is left out would take its memory from elsewhere.
void* operator new(std::size_t size) { return allocate_or_throw(size); }
void* operator new[](std::size_t size) { return allocate_or_throw(size); }
void* operator new(std::size_t size, std::align_val_t alignment) {
    return allocate_or_throw(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
    return allocate_or_throw(size, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t size, const std::nothrow_t& /*no throw*/) noexcept { return allocate(size, 0); }
void* operator new[](std::size_t size, const std::nothrow_t& /*no throw*/) noexcept { return allocate(size, 0); }
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t& /*no throw*/) noexcept {
    return allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment, const std::nothrow_t& /*no throw*/) noexcept {
    return allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete[](void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t /*size*/) noexcept { give_back(memory); }
void operator delete(void* memory, std::align_val_t /*alignment*/) noexcept { give_back(memory); }
void operator delete[](void* memory, std::align_val_t /*alignment*/) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept {
    give_back(memory);
}
void operator delete(void* memory, const std::nothrow_t& /*no throw*/) noexcept { give_back(memory); }
void operator delete[](void* memory, const std::nothrow_t& /*no throw*/) noexcept { give_back(memory); }
void operator delete(void* memory, std::align_val_t /*alignment*/, const std::nothrow_t& /*no throw*/) noexcept {
    give_back(memory);
}
void operator delete[](void* memory, std::align_val_t /*alignment*/, const std::nothrow_t& /*no throw*/) noexcept {
    give_back(memory);
}
