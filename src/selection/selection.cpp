#include "selection/selector.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <ostream>
#include <span>
#include <unordered_map>
#include <utility>

namespace jifen {

namespace {

void resize(std::size_t rows, auto&... columns) { (columns.resize(rows), ...); }

/// The words of a column, each once.
class Words {
public:
    /// The code of a word; blank for the empty one.
    std::uint32_t add(std::string_view word) {
        if (word.empty()) return TextColumn::blank;
        const auto [known, is_new] = codes_.emplace(word, static_cast<std::uint32_t>(words_.size()));
        if (is_new) words_.push_back(word);
        return known->second;
    }
    /// A dictionary of those that stand in the column, whose codes are renumbered where others come between them.
    [[nodiscard]] TextColumn column(Cells<std::uint32_t> codes) const {
        std::vector<std::uint32_t> left = which_occur(codes);
        TextPool dictionary;
        bool is_as_before = true;
        for (std::uint32_t code = 0; code < left.size(); ++code) {
            if (left[code] == TextColumn::blank) continue;
            left[code] = static_cast<std::uint32_t>(dictionary.size());
            is_as_before = is_as_before && left[code] == code;
            dictionary.add(words_[code]);
        }
        if (!is_as_before) {
            for (std::uint32_t& code : codes) code = code == TextColumn::blank ? code : left[code];
        }
        return {std::make_shared<const TextPool>(std::move(dictionary)), std::move(codes), false};
    }

private:
    /// Blank for each word that does not. Looks no further once all were seen.
    [[nodiscard]] std::vector<std::uint32_t> which_occur(const Cells<std::uint32_t>& codes) const {
        std::vector<std::uint32_t> occurs(words_.size(), TextColumn::blank);
        constexpr std::uint64_t bits = 64;
        constexpr std::size_t rows_at_once = 1024;
        for (std::uint64_t first = 0; first < words_.size(); first += bits) {
            const std::uint64_t count = std::min(bits, words_.size() - first);
            const std::uint64_t all = ~std::uint64_t{0} >> (bits - count);
            std::uint64_t seen = 0; // without a branch or a write for each row
            for (std::size_t row = 0; row < codes.size() && (seen & all) != all; row += rows_at_once) {
                for (const std::uint32_t code :
                     std::span(codes).subspan(row, std::min(rows_at_once, codes.size() - row)))
                    seen |= std::uint64_t{code / bits == first / bits} << code % bits;
            }
            for (std::uint64_t bit = 0; bit < count; ++bit) {
                if ((seen >> bit & 1U) != 0) occurs[first + bit] = 0;
            }
        }
        return occurs;
    }

    std::unordered_map<std::string_view, std::uint32_t> codes_;
    std::vector<std::string_view> words_;
};

/// Where the cells of a selection go. Plain addresses: those of vectors would be read again for each cell.
struct Targets {
    std::uint32_t *code, *person, *stratum;
    std::int64_t* place;
    std::uint8_t* has_place;
    std::int64_t* points;
    std::uint8_t* selected;
    std::uint32_t *reason, *decided_by;
    std::int64_t* distance;
    std::uint8_t* has_distance;
};

/// Fills them, a section at a time: what its rows have in common is not asked for each.
class RowWriter {
public:
    RowWriter(const Selector& selector, const Targets& targets, Words& reasons, Words& deciders, std::uint32_t code)
        : selector_(selector), targets_(targets), code_(code) {
        constexpr auto eligible = static_cast<std::size_t>(SelectionReason::below_the_line) + 1;
        for (std::size_t i = 0; i < (selector.may_bar() ? reasons_.size() : eligible); ++i)
            reasons_[i] = reasons.add(to_string(static_cast<SelectionReason>(i)));
        for (std::uint32_t i = 0; i < selector.deciders(); ++i) deciders_.push_back(deciders.add(selector.decider(i)));
    }

    void operator()(const Selector::Section& section) const {
        const Targets to = targets_; // which stay in registers
        const std::size_t first = section.first, count = section.candidates.size();
        const bool has_place = section.place > 0;
        std::fill_n(to.code + first, count, code_);
        std::fill_n(to.stratum + first, count, section.stratum ? section.stratum.value() : TextColumn::blank);
        std::fill_n(to.has_place + first, count, has_place ? 1 : 0);
        std::fill_n(to.selected + first, count, section.selected ? 1 : 0);
        std::fill_n(to.has_distance + first, count, section.line ? 1 : 0);
        for (std::size_t i = 0; i < count; ++i) {
            to.person[first + i] = selector_.person(section, i).value();
            to.place[first + i] = has_place ? section.place + static_cast<std::int64_t>(i) : 0;
            to.points[first + i] = section.candidates[i].points.thousandths();
            to.reason[first + i] = reasons_[static_cast<std::size_t>(Selector::reason(section, i))];
            to.decided_by[first + i] = deciders_[Selector::decided_by(section, i)];
            to.distance[first + i] = section.line ? Selector::distance(section, i).thousandths() : 0;
        }
    }

private:
    const Selector& selector_;
    Targets targets_;
    std::uint32_t code_;
    std::array<std::uint32_t, static_cast<std::size_t>(SelectionReason::days_in_role) + 1> reasons_{};
    std::vector<std::uint32_t> deciders_;
};

/// selection.csv of the selections at these places of the rulebook, in that order.
Table table_of(const Evaluation& evaluation, const std::vector<const Selection*>& selections,
               const RunOptions& options) {
    Cells<std::uint32_t> code, reason, decided_by;
    Words codes, reasons, deciders;
    TextColumn person{evaluation.district()->people.ids.pool(), {}, true};
    TextColumn stratum{evaluation.district()->units.ids().pool(), {}, true};
    NumberColumn place, points{3, false, {}, {}}, distance{3, false, {}, {}};
    FlagColumn selected;
    for (const Selection* rule : selections) {
        const Selector selector(evaluation, *rule, options);
        const std::size_t before = code.size(), rows = before + selector.candidates();
        resize(rows, code, reason, decided_by, person.codes, stratum.codes, place.values, place.present, points.values,
               selected.values, distance.values, distance.present);
        const Targets to{code.data() + before,
                         person.codes.data() + before,
                         stratum.codes.data() + before,
                         place.values.data() + before,
                         place.present.data() + before,
                         points.values.data() + before,
                         selected.values.data() + before,
                         reason.data() + before,
                         decided_by.data() + before,
                         distance.values.data() + before,
                         distance.present.data() + before};
        const RowWriter writer(selector, to, reasons, deciders, codes.add(rule->code));
        static_cast<void>(selector.for_each_section(options, [&](const auto& section) { writer(section); }));
    }
    std::vector<Column> columns;
    columns.push_back({"selection", codes.column(std::move(code))});
    columns.push_back({"person", std::move(person)});
    columns.push_back({"stratum", std::move(stratum)});
    columns.push_back({"place", std::move(place)});
    columns.push_back({"points", std::move(points)});
    columns.push_back({"selected", std::move(selected)});
    columns.push_back({"reason", reasons.column(std::move(reason))});
    columns.push_back({"decided_by", deciders.column(std::move(decided_by))});
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
