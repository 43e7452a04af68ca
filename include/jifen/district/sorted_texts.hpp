#pragma once

#include "jifen/core/ids.hpp"
#include "jifen/core/text_pool.hpp"

#include <algorithm>
#include <memory>
#include <string_view>

namespace jifen {

/// The texts of one kind of dense id, in bytewise order, so that comparing ids compares texts. Frozen and shared:
/// result tables use the pool as their dictionary without copying it.
template <class IdType>
class SortedTexts {
public:
    SortedTexts() : pool_(std::make_shared<const TextPool>()) {}
    /// Precondition: the texts are distinct and in bytewise order.
    explicit SortedTexts(TextPool pool) : pool_(std::make_shared<const TextPool>(std::move(pool))) {}

    [[nodiscard]] std::size_t size() const noexcept { return pool_->size(); }
    /// Precondition: the id is one of these texts.
    [[nodiscard]] std::string_view operator[](IdType id) const noexcept { return (*pool_)[id.index()]; }
    /// The id of the text, or none. O(log n).
    [[nodiscard]] IdType find(std::string_view text) const noexcept {
        std::size_t low = 0;
        std::size_t high = pool_->size();
        while (low < high) {
            const std::size_t middle = low + (high - low) / 2;
            if ((*pool_)[middle] < text) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < pool_->size() && (*pool_)[low] == text ? IdType::at(low) : IdType::none();
    }
    [[nodiscard]] const std::shared_ptr<const TextPool>& pool() const noexcept { return pool_; }

private:
    std::shared_ptr<const TextPool> pool_;
};

} // namespace jifen
