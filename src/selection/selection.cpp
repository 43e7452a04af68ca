#include "jifen/selection/selection.hpp"

#include "core/points_sum.hpp"
#include "jifen/selection/quota.hpp"

#include <algorithm>
#include <ostream>

namespace jifen {

namespace {

/// A candidate while she is compared: her keys, all "higher is better".
struct Candidate {
    std::size_t place = 0; ///< among the scored people
    UnitId stratum;
    Points points;
    std::vector<std::int64_t> ties;
    SelectionReason reason = SelectionReason::below_the_line;

    [[nodiscard]] bool eligible() const noexcept { return reason == SelectionReason::below_the_line; }
};

std::int64_t key_value(const Evaluation& evaluation, const RankKey& key, std::size_t place, std::int64_t days_in_role) {
    const PersonScore& score = evaluation.scores()[place];
    switch (key.kind) {
    case RankKey::Kind::total:
        return score.total.thousandths();
    case RankKey::Kind::items:
        return score.items.thousandths();
    case RankKey::Kind::linkage:
        return score.linkage.thousandths();
    case RankKey::Kind::five_knows:
        return score.five_knows.thousandths();
    case RankKey::Kind::duties:
        return score.duties.thousandths();
    case RankKey::Kind::category:
        return evaluation.categories(place)[key.category.index()].credited.thousandths();
    case RankKey::Kind::fewest_deductions:
        return score.deductions.thousandths(); // not positive: nearer 0 is higher
    case RankKey::Kind::days_in_role:
        return days_in_role;
    }
    return 0;
}

class Selector {
public:
    Selector(const Evaluation& evaluation, const Selection& rule)
        : evaluation_(evaluation), rule_(rule), roles_(*evaluation.district(), rule.roles) {}

    SelectionResult select() {
        find_candidates();
        SelectionResult result{{}, {}, evaluation_};
        split_strata(result.strata);
        std::size_t begin = 0;
        for (StratumResult& stratum : result.strata) {
            choose(begin, stratum, result.rows);
            begin += static_cast<std::size_t>(stratum.candidates);
        }
        return result;
    }

private:
    void find_candidates() {
        const DistrictData& district = *evaluation_.district();
        const Window& window = evaluation_.program().window();
        const LevelWord level = rule_.by.empty() ? LevelWord::none() : district.level_words.find(rule_.by);
        for (std::size_t place = 0; place < evaluation_.scored().size(); ++place) {
            const PersonId person = evaluation_.scored().people[place];
            const auto home = home_role(district, person, roles_, window);
            if (!home) continue;
            const std::int64_t days = count_days(held_days(district, person, roles_, window));
            Candidate candidate;
            candidate.place = place;
            candidate.stratum = district.units.ancestor_at(home->unit, level);
            if (!candidate.stratum) candidate.stratum = district.units.root();
            PointsSum points;
            for (const RankKey& key : rule_.rank_by)
                points += Points::thousandths(key_value(evaluation_, key, place, days));
            candidate.points = points.total("ranking points", district.people.ids[person]);
            for (const RankKey& key : rule_.ties) candidate.ties.push_back(key_value(evaluation_, key, place, days));
            candidate.reason = reason_against(place, days);
            candidates_.push_back(std::move(candidate));
        }
        std::sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
            if (a.stratum != b.stratum) return a.stratum < b.stratum;
            if (a.eligible() != b.eligible()) return a.eligible();
            if (a.points != b.points) return a.points > b.points;
            if (a.ties != b.ties) return a.ties > b.ties;
            return a.place < b.place; // people stand in the order of their ids
        });
    }

    [[nodiscard]] SelectionReason reason_against(std::size_t place, std::int64_t days_in_role) const {
        const PersonScore& score = evaluation_.scores()[place];
        if (score.veto) return SelectionReason::vetoed;
        if (rule_.grade_at_least && (!score.grade || score.grade > rule_.grade_at_least)) return SelectionReason::grade;
        if (days_in_role < rule_.min_days_in_role) return SelectionReason::days_in_role;
        return SelectionReason::below_the_line;
    }

    /// Candidates are sorted by stratum.
    void split_strata(std::vector<StratumResult>& strata) const {
        std::int64_t eligible = 0;
        for (const Candidate& candidate : candidates_) {
            if (strata.empty() || strata.back().stratum != candidate.stratum)
                strata.push_back({candidate.stratum, 0, 0, 0, 0});
            ++strata.back().candidates;
            strata.back().eligible += candidate.eligible() ? 1 : 0;
            eligible += candidate.eligible() ? 1 : 0;
        }
        const auto of = rule_.of == ShareOf::eligible ? eligible : static_cast<std::int64_t>(candidates_.size());
        const std::int64_t places = std::min(rule_.share.of(of, rule_.round), eligible);
        std::vector<QuotaStratum> quota;
        quota.reserve(strata.size());
        for (const StratumResult& stratum : strata)
            quota.push_back({rule_.of == ShareOf::eligible ? stratum.eligible : stratum.candidates, stratum.eligible});
        const auto given = divide_places(rule_.quota, quota, places);
        for (std::size_t i = 0; i < strata.size(); ++i) strata[i].places = given[i];
    }

    [[nodiscard]] static bool equal(const Candidate& a, const Candidate& b) {
        return a.points == b.points && a.ties == b.ties;
    }

    /// How many of the stratum's eligible people are chosen, when `places` would be: ties across the line move it.
    [[nodiscard]] std::int64_t chosen(std::size_t begin, const StratumResult& stratum) const {
        std::int64_t count = stratum.places;
        if (count == 0 || count == stratum.eligible || rule_.at_the_line == AtTheLine::break_ties) return count;
        const auto at = [&](std::int64_t i) -> const Candidate& {
            return candidates_[begin + static_cast<std::size_t>(i)];
        };
        if (!equal(at(count - 1), at(count))) return count;
        if (rule_.at_the_line == AtTheLine::take_all) {
            while (count < stratum.eligible && equal(at(count), at(stratum.places))) ++count;
        } else {
            while (count > 0 && equal(at(count - 1), at(stratum.places))) --count;
        }
        return count;
    }

    void choose(std::size_t begin, StratumResult& stratum, std::vector<SelectionRow>& rows) const {
        stratum.selected = chosen(begin, stratum);
        const auto points_at = [&](std::int64_t i) { return candidates_[begin + static_cast<std::size_t>(i)].points; };
        for (std::int64_t i = 0; i < stratum.candidates; ++i) {
            const Candidate& candidate = candidates_[begin + static_cast<std::size_t>(i)];
            SelectionRow row;
            row.id = evaluation_.scored().people[candidate.place];
            row.person = evaluation_.district()->people.ids[row.id];
            row.stratum = stratum.stratum;
            row.points = candidate.points;
            row.reason = candidate.reason;
            row.selected = i < stratum.selected;
            if (row.selected) row.reason = SelectionReason::selected;
            if (candidate.eligible()) row.place = i + 1;
            if (candidate.eligible() && i > 0)
                row.decided_by = first_difference(candidates_[begin + static_cast<std::size_t>(i) - 1], candidate);
            if (row.selected) {
                if (stratum.selected < stratum.eligible) row.distance = distance(row, points_at(stratum.selected));
            } else if (stratum.selected > 0) {
                row.distance = distance(row, points_at(stratum.selected - 1));
            }
            rows.push_back(std::move(row));
        }
    }

    [[nodiscard]] static Points distance(const SelectionRow& row, Points line) {
        std::int64_t difference = 0;
        if (__builtin_sub_overflow(row.points.thousandths(), line.thousandths(), &difference))
            throw OverflowError("a distance from the line", {std::string(row.person), {}, {}});
        return Points::thousandths(difference);
    }

    [[nodiscard]] std::string_view first_difference(const Candidate& above, const Candidate& below) const {
        if (above.points != below.points) return "rank_by";
        for (std::size_t i = 0; i < rule_.ties.size(); ++i) {
            if (above.ties[i] != below.ties[i]) return rule_.ties[i].text;
        }
        return "person";
    }

    const Evaluation& evaluation_;
    const Selection& rule_;
    RoleSet roles_;
    std::vector<Candidate> candidates_;
};

/// selection.csv of the selections at these places of the rulebook, in that order.
Table table_of(const Evaluation& evaluation, const std::vector<const Selection*>& selections) {
    std::vector<std::string_view> code, reason, decided_by;
    TextColumn person{evaluation.district()->people.ids.pool(), {}, true};
    TextColumn stratum{evaluation.district()->units.ids().pool(), {}, true};
    NumberColumn place, distance{3, false, {}, {}};
    std::vector<std::int64_t> points;
    std::vector<bool> selected;
    std::vector<SelectionResult> results; // the columns are made of views of their rows
    results.reserve(selections.size());
    for (const Selection* rule : selections) {
        results.push_back(Selector(evaluation, *rule).select());
        for (const SelectionRow& row : results.back()) {
            code.emplace_back(rule->code);
            person.codes.push_back(row.id.value());
            stratum.codes.push_back(row.stratum ? row.stratum.value() : TextColumn::blank);
            place.values.push_back(row.place);
            place.present.push_back(row.place > 0);
            points.push_back(row.points.thousandths());
            selected.push_back(row.selected);
            reason.push_back(to_string(row.reason));
            decided_by.emplace_back(row.decided_by);
            distance.values.push_back(row.distance.value_or(Points()).thousandths());
            distance.present.push_back(row.distance.has_value());
        }
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
