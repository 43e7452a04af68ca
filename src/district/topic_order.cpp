#include "district/topic_order.hpp"

#include <numeric>

namespace jifen {

void TopicOrder::add_objects(const std::vector<TextNumber>& subjects, const std::vector<TextNumber>& objects) {
    std::vector<std::uint32_t> next(in_order_.size() + 1, 0); // place of the next object of each subject
    const auto for_each_known = [&](auto visit) {
        for (std::size_t i = 0; i < subjects.size(); ++i) {
            if (const TextNumber subject = number_[subjects[i]]; subject != absent) visit(subject, objects[i]);
        }
    };
    for_each_known([&](TextNumber subject, TextNumber) { ++next[subject + 1]; });
    std::partial_sum(next.begin(), next.end(), next.begin());
    std::vector<TextNumber> by_subject(next.back());
    for_each_known([&](TextNumber subject, TextNumber object) { by_subject[next[subject]++] = object; });
    for (const TextNumber object : by_subject) add(object);
}

void TopicOrder::add_rest() {
    for (std::size_t topic = 0; topic < number_.size(); ++topic) add(static_cast<TextNumber>(topic));
}

} // namespace jifen
