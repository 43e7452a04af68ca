#include "selection/selector.hpp"

#include <algorithm>
#include <ostream>

namespace jifen {

namespace {

void reserve(std::size_t rows, auto&... columns) { (columns.reserve(rows), ...); }

/// selection.csv of the selections at these places of the rulebook, in that order.
Table table_of(const Evaluation& evaluation, const std::vector<const Selection*>& selections) {
    std::vector<std::string_view> code, reason, decided_by;
    TextColumn person{evaluation.district()->people.ids.pool(), {}, true};
    TextColumn stratum{evaluation.district()->units.ids().pool(), {}, true};
    NumberColumn place, distance{3, false, {}, {}};
    std::vector<std::int64_t> points;
    std::vector<bool> selected;
    for (const Selection* rule : selections) {
        const Selector selector(evaluation, *rule);
        const std::size_t rows = code.size() + selector.candidates();
        code.resize(rows, rule->code);
        reserve(rows, reason, decided_by, person.codes, stratum.codes, place.values, place.present, points, selected,
                distance.values, distance.present);
        static_cast<void>(selector.for_each_row([&](const Selector::Row& row) {
            person.codes.push_back(evaluation.scored().people[row.scored].value());
            stratum.codes.push_back(row.stratum ? row.stratum.value() : TextColumn::blank);
            place.values.push_back(row.place);
            place.present.push_back(row.place > 0);
            points.push_back(row.points.thousandths());
            selected.push_back(row.selected);
            reason.push_back(to_string(row.reason));
            decided_by.push_back(row.decided_by);
            distance.values.push_back(row.distance.value_or(Points()).thousandths());
            distance.present.push_back(row.distance.has_value());
        }));
    }
    std::vector<Column> columns;
    columns.push_back(text_column("selection", code));
    columns.push_back({"person", std::move(person)});
    columns.push_back({"stratum", std::move(stratum)});
    columns.push_back({"place", std::move(place)});
    columns.push_back(points_column("points", std::move(points)));
    columns.push_back(flag_column("selected", selected));
    columns.push_back(text_column("reason", reason));
    columns.push_back(text_column("decided_by", decided_by));
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

SelectionResult select(const Evaluation& evaluation, std::string_view code) {
    const Selection& rule = find_selection(evaluation, code);
    return Selector(evaluation, rule).select();
}

Table selection_table(const Evaluation& evaluation) {
    std::vector<const Selection*> selections;
    for (const Selection& selection : evaluation.rules().selections) selections.push_back(&selection);
    std::ranges::sort(selections, {}, &Selection::code);
    return table_of(evaluation, selections);
}

Table selection_table(const Evaluation& evaluation, std::string_view code) {
    return table_of(evaluation, {&find_selection(evaluation, code)});
}

} // namespace jifen
