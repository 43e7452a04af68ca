#include "core/large_array.hpp"
#include "selection/selector.hpp"

#include <algorithm>
#include <memory>
#include <ostream>
#include <unordered_map>
#include <utility>

namespace jifen {

namespace {

constexpr std::uint32_t unseen = TextColumn::blank - 1;

void resize(std::size_t rows, auto&... columns) { (resize_largely(columns, rows), ...); }

/// A column of words by their numbers: its dictionary has those that stand in it, in the order in which they come.
TextColumn coded(std::vector<std::uint32_t> numbers, const std::vector<std::string_view>& words) {
    TextPool dictionary;
    std::unordered_map<std::string_view, std::uint32_t> seen; // two numbers may stand for one word
    std::vector<std::uint32_t> codes(words.size(), unseen);
    for (std::uint32_t& number : numbers) {
        std::uint32_t& code = codes[number];
        if (code == unseen) {
            const std::string_view word = words[number];
            const auto [known, is_new] = seen.emplace(word, static_cast<std::uint32_t>(dictionary.size()));
            code = word.empty() ? TextColumn::blank : known->second;
            if (is_new && !word.empty()) dictionary.add(word);
        }
        number = code;
    }
    return {std::make_shared<const TextPool>(std::move(dictionary)), std::move(numbers), false};
}

/// Where the cells of a row go. Plain addresses: those of vectors would be read again for each cell.
struct Rows {
    std::uint32_t *person, *stratum;
    std::int64_t* place;
    std::uint8_t* has_place;
    std::int64_t* points;
    std::uint8_t* selected;
    std::uint32_t *reason, *decided_by;
    std::int64_t* distance;
    std::uint8_t* has_distance;
    std::uint32_t first_decider;

    void operator()(std::size_t at, const Selector::Row& row) const {
        person[at] = row.person.value();
        stratum[at] = row.stratum ? row.stratum.value() : TextColumn::blank;
        place[at] = row.place;
        has_place[at] = row.place > 0 ? 1 : 0;
        points[at] = row.points.thousandths();
        selected[at] = row.selected ? 1 : 0;
        reason[at] = static_cast<std::uint32_t>(row.reason);
        decided_by[at] = first_decider + row.decided_by;
        distance[at] = row.distance.value_or(Points()).thousandths();
        has_distance[at] = row.distance ? 1 : 0;
    }
};

/// selection.csv of the selections at these places of the rulebook, in that order.
Table table_of(const Evaluation& evaluation, const std::vector<const Selection*>& selections,
               const RunOptions& options) {
    std::vector<std::uint32_t> code, reason, decided_by;
    std::vector<std::string_view> codes, reasons, deciders;
    for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(SelectionReason::days_in_role); ++i)
        reasons.push_back(to_string(static_cast<SelectionReason>(i)));
    TextColumn person{evaluation.district()->people.ids.pool(), {}, true};
    TextColumn stratum{evaluation.district()->units.ids().pool(), {}, true};
    NumberColumn place, points{3, false, {}, {}}, distance{3, false, {}, {}};
    FlagColumn selected;
    for (const Selection* rule : selections) {
        const Selector selector(evaluation, *rule, options);
        const std::size_t before = code.size(), rows = before + selector.candidates();
        const auto first_decider = static_cast<std::uint32_t>(deciders.size());
        resize(rows, reason, decided_by, person.codes, stratum.codes, place.values, place.present, points.values,
               selected.values, distance.values, distance.present);
        resize_largely(code, rows);
        std::fill(code.begin() + static_cast<std::ptrdiff_t>(before), code.end(),
                  static_cast<std::uint32_t>(codes.size()));
        codes.push_back(rule->code);
        for (std::uint32_t i = 0; i < selector.deciders(); ++i) deciders.push_back(selector.decider(i));
        const Rows to{person.codes.data() + before,
                      stratum.codes.data() + before,
                      place.values.data() + before,
                      place.present.data() + before,
                      points.values.data() + before,
                      selected.values.data() + before,
                      reason.data() + before,
                      decided_by.data() + before,
                      distance.values.data() + before,
                      distance.present.data() + before,
                      first_decider};
        static_cast<void>(selector.for_each_row(options, to));
    }
    std::vector<Column> columns;
    columns.push_back({"selection", coded(std::move(code), codes)});
    columns.push_back({"person", std::move(person)});
    columns.push_back({"stratum", std::move(stratum)});
    columns.push_back({"place", std::move(place)});
    columns.push_back({"points", std::move(points)});
    columns.push_back({"selected", std::move(selected)});
    columns.push_back({"reason", coded(std::move(reason), reasons)});
    columns.push_back({"decided_by", coded(std::move(decided_by), deciders)});
    columns.push_back({"distance", std::move(distance)});
    return {"selection", std::move(columns)};
}

const Selection& find_selection(const Evaluation& evaluation, std::string_view code) {
    std::string known;
    for (const Selection& selection : evaluation.rules().selections) {
        if (selection.code == code) return selection;
        known += (known.empty() ? "" : ", ") + selection.code;
    }
    throw ArgumentError("selection", std::string(code),
                        "the rulebook has no such selection; it has: " + (known.empty() ? "none" : known));
}

} // namespace

std::string_view to_string(SelectionReason reason) noexcept {
    constexpr std::string_view words[] = {"selected", "below_the_line", "vetoed", "not_eligible: grade",
                                          "not_eligible: days_in_role"};
    return words[static_cast<std::size_t>(reason)];
}

std::ostream& operator<<(std::ostream& out, const SelectionRow& row) {
    out << row.person << ": ";
    if (row.place > 0) out << "place " << row.place << ", ";
    return out << to_string(row.points) << " points, " << to_string(row.reason);
}

SelectionResult select(const Evaluation& evaluation, std::string_view code, const RunOptions& options) {
    const Selection& rule = find_selection(evaluation, code);
    return Selector(evaluation, rule, options).select(options);
}

Table selection_table(const Evaluation& evaluation, const RunOptions& options) {
    std::vector<const Selection*> selections;
    for (const Selection& selection : evaluation.rules().selections) selections.push_back(&selection);
    std::ranges::sort(selections, {}, &Selection::code);
    return table_of(evaluation, selections, options);
}

Table selection_table(const Evaluation& evaluation, std::string_view code, const RunOptions& options) {
    return table_of(evaluation, {&find_selection(evaluation, code)}, options);
}

} // namespace jifen
