#include "district/topic_order.hpp"
#include "freezer.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace jifen {

namespace {

constexpr std::size_t knowers_a_chunk = 256;

} // namespace

/// Numbers the topics of households, people and records anew, as they will be asked for.
void Freezer::order_topics() {
    auto& s = staged.knowledge;
    Knowledge& to = data->knowledge;
    TopicOrder order(staged.topic_texts.size());
    const auto topic_of = [&](const auto& ids, auto& topics) {
        topics.assign(ids.size(), TopicId::none());
        each(ids.size(), [&](std::uint32_t i) {
            const TextNumber text = staged.topic_texts.find((*ids.pool())[i]);
            if (text != absent) topics[i] = TopicId(text);
        });
    };
    topic_of(data->households.ids, to.topic_of_household);
    topic_of(data->people.ids, to.topic_of_person);
    const auto add = [&](TopicId topic) {
        if (topic) order.add(topic.value());
    };
    std::ranges::for_each(to.topic_of_household, add);
    for (const PersonId person : data->households.people) add(to.topic_of_person[person.index()]);
    std::vector<TextNumber> of, named; // of the records of one stage
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        of.clear();
        named.clear();
        each(s.stage.size(), [&](std::uint32_t row) {
            if (static_cast<std::size_t>(s.stage[row]) != stage || s.object[row] == absent) return;
            of.push_back(s.subject[row]);
            named.push_back(s.object[row]);
        });
        order.add_objects(of, named);
    }
    order.add_rest();
    for (std::vector<TopicId>* topics : {&to.topic_of_household, &to.topic_of_person}) {
        for (TopicId& topic : *topics) {
            if (topic) topic = TopicId(order[topic.value()]);
        }
    }
    for (std::vector<TextNumber>* topics : {&s.subject, &s.object})
        each(topics->size(), [&](std::uint32_t row) { (*topics)[row] = order[(*topics)[row]]; });
    each(order.in_order().size(), [&](std::uint32_t i) { to.topics.add(staged.topic_texts[order.in_order()[i]]); });
}

/// Records of one (knower, stage, subject, date) form one answer; an empty object beside objects in it is rejected
/// (SPEC §6).
void Freezer::freeze_knowledge() {
    order_topics();
    auto& s = staged.knowledge;
    const auto rows_read = static_cast<std::uint32_t>(s.place.size());
    const std::size_t texts = staged.person_texts.size();

    // All rows, clustered by knower, answers together, an empty object last.
    std::vector<std::uint32_t> begin(texts + 1, 0);
    each(rows_read, [&](std::uint32_t row) { ++begin[s.knower[row] + 1]; });
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<std::uint32_t> order(rows_read);
    {
        auto next = begin;
        each(rows_read, [&](std::uint32_t row) { order[next[s.knower[row]]++] = row; });
    }
    // Of rows with one id only the first is asked whether it names an object: the others hold no id, yet.
    std::vector<std::uint32_t> first_of_id(staged.record_texts.size(), absent);
    each(rows_read, [&](std::uint32_t row) {
        std::uint32_t& first = first_of_id[s.record[row]];
        first = std::min(first, row); // `absent` is above every row
    });
    const auto answer_of = [&](std::uint32_t row) { return std::tuple(s.stage[row], s.subject[row], s.day[row]); };
    std::vector<std::uint8_t> rejected(rows_read, 0);
    for_each_chunk(texts, knowers_a_chunk, options, "sort the knowledge", [&](std::size_t from, std::size_t to) {
        for (std::size_t knower = from; knower < to; ++knower) {
            const auto first = order.begin() + begin[knower];
            const auto last = order.begin() + begin[knower + 1];
            sort(first, last, [&](std::uint32_t a, std::uint32_t b) {
                return std::tuple(answer_of(a), s.object[a], a) < std::tuple(answer_of(b), s.object[b], b);
            });
            for (auto at = first; at != last;) {
                const auto next =
                    std::find_if(at, last, [&](std::uint32_t row) { return answer_of(row) != answer_of(*at); });
                const bool has_objects = std::any_of(at, next, [&](std::uint32_t row) {
                    return s.object[row] != absent && first_of_id[s.record[row]] == row;
                });
                for (; at != next; ++at) rejected[*at] = has_objects && s.object[*at] == absent ? 1 : 0;
            }
        }
    });
    each(rows_read, [&](std::uint32_t row) {
        if (rejected[row] == 0) return;
        reject(InputTable::knowledge, s.place[row], "empty_beside_objects", "object", "",
               "the same answer also names objects", "leave out this row, or the others of the answer");
    });
    std::vector<std::uint32_t> holder;
    const auto rows = settle(
        InputTable::knowledge, s.record, staged.record_texts, s.place, "record", holder,
        [&](std::uint32_t row) { return rejected[row] != 0; },
        [&](std::uint32_t a, std::uint32_t b) {
            return s.knower[a] == s.knower[b] && answer_of(a) == answer_of(b) && s.object[a] == s.object[b];
        });
    std::vector<std::uint8_t> accepted(rows_read, 0);
    each(rows.size(), [&](std::uint32_t i) {
        const std::uint32_t row = rows[i];
        accepted[row] = 1;
        if (people[s.knower[row]]) return;
        report(s.place[row], Severity::warning, "unknown_knower", "knower", staged.person_texts[s.knower[row]],
               "the knower is not in the people table: the record counts nowhere", "add the person, or correct the id");
    });

    Knowledge& to = data->knowledge;
    std::vector<TextNumber> text_of_person(data->people.size(), absent);
    each(texts, [&](TextNumber text) {
        if (people[text]) text_of_person[people[text].index()] = text;
    });
    to.begin.assign(data->people.size() * stage_count + 1, 0);
    each(data->people.size(), [&](std::uint32_t p) {
        const TextNumber text = text_of_person[p];
        std::size_t at = begin[text];
        for (std::size_t stage = 0; stage < stage_count; ++stage) {
            while (at < begin[text + 1] && static_cast<std::size_t>(s.stage[order[at]]) == stage) {
                const std::uint32_t first = order[at];
                Answer answer{TopicId(s.subject[first]), s.day[first], static_cast<std::uint32_t>(to.objects.size()),
                              0};
                bool any = false;
                for (; at < begin[text + 1] && answer_of(order[at]) == answer_of(first); ++at) {
                    const std::uint32_t row = order[at];
                    if (accepted[row] == 0) continue;
                    any = true;
                    ++to.records;
                    if (s.object[row] == absent) continue;
                    const TopicId object(s.object[row]);
                    if (to.objects.size() == answer.begin || to.objects.back() != object) to.objects.push_back(object);
                }
                answer.end = static_cast<std::uint32_t>(to.objects.size());
                if (any) to.answers.push_back(answer);
            }
            to.begin[p * stage_count + stage + 1] = static_cast<std::uint32_t>(to.answers.size());
        }
    });
}

} // namespace jifen
