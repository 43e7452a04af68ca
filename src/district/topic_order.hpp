#pragma once

#include "district/staging.hpp"

#include <cstdint>
#include <vector>

namespace jifen {

/// Numbers of topics in the order in which chains ask about them: households, then the people of each, then what the
/// answers about these name, and so on. The answers of a leader, by subject, then lie one behind the other as they are
/// asked for, in whatever order her records came.
class TopicOrder {
public:
    explicit TopicOrder(std::size_t topics) : number_(topics, absent) { in_order_.reserve(topics); }

    /// Numbers it next, unless it has a number.
    void add(TextNumber topic) {
        if (number_[topic] != absent) return;
        number_[topic] = static_cast<TextNumber>(in_order_.size());
        in_order_.push_back(topic);
    }
    /// The objects of those records, by the numbers of their subjects; records about what has none are left out.
    /// O(records + topics).
    void add_objects(const std::vector<TextNumber>& subjects, const std::vector<TextNumber>& objects);
    /// All that have none yet.
    void add_rest();

    /// Of a topic that has one, or of none at all.
    [[nodiscard]] TextNumber operator[](TextNumber topic) const noexcept {
        return topic == absent ? absent : number_[topic];
    }
    /// The topics by their numbers.
    [[nodiscard]] const std::vector<TextNumber>& in_order() const noexcept { return in_order_; }

private:
    std::vector<TextNumber> number_, in_order_;
};

} // namespace jifen
