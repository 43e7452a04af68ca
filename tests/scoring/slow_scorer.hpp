#pragma once

#include "jifen/scoring/scorer.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

/// \file
/// The scorer once more, slow and plain (SPEC §§4.2 to 4.4): every question is answered by looking at all other entries
/// again, nothing is remembered, and numbers are rationals. Only admission is taken over.

namespace jifen::testing_support {

class SlowScorer {
public:
    struct Line {
        bool known = false;
        Verdict verdict = Verdict::cancels;
        std::int64_t raw = 0, credited = 0;
        CutBy cut_by;
        Day version = Day::always();
        std::int64_t after_category = 0; ///< what item and category let through, signed
    };

    SlowScorer(const Admission& admission, PersonId person)
        : admission_(admission), rules_(admission.program().rules()), ledger_(admission.district().ledger),
          range_(ledger_.of(person)), lines_(range_.size()) {
        for (std::uint32_t e = 0; e < size(); ++e) begin(e);
        for (std::uint32_t e = 0; e < size(); ++e) exclusive_[e] = is_exclusive(e);
        for (std::uint32_t e = 0; e < size(); ++e) repeat_[e] = is_repeat(e);
        for (std::uint32_t e = 0; e < size(); ++e) credit(e);
        for (std::uint32_t e = 0; e < size(); ++e) empty_if_gone(e);
    }

    [[nodiscard]] const std::vector<Line>& lines() const noexcept { return lines_; }

private:
    using Rational = boost::multiprecision::cpp_rational;
    using Integer = boost::multiprecision::cpp_int;

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(range_.size()); }
    [[nodiscard]] std::uint32_t at(std::uint32_t e) const { return range_.begin + e; }
    [[nodiscard]] EntryId id(std::uint32_t e) const { return EntryId(at(e)); }
    [[nodiscard]] ItemId item(std::uint32_t e) const { return admission_.item(id(e)); }
    [[nodiscard]] const Item& rule(std::uint32_t e) const { return rules_.items[item(e).index()]; }
    [[nodiscard]] Day day(std::uint32_t e) const { return ledger_.day[at(e)]; }
    [[nodiscard]] bool same_period(Period per, std::uint32_t a, std::uint32_t b) const {
        return period_number(per, day(a)) == period_number(per, day(b));
    }
    [[nodiscard]] bool worth_points(std::uint32_t e) const {
        return admission_.is_valid(id(e)) && !rule(e).is_veto() && lines_[e].raw != 0;
    }
    [[nodiscard]] bool live(std::uint32_t e) const { return worth_points(e) && !exclusive_[e] && !repeat_[e]; }

    static std::int64_t to_nearest(const Rational& value) {
        const Integer twice_down = Integer(2 * numerator(value)) - denominator(value);
        const Integer below = 2 * denominator(value);
        Integer up = twice_down / below; // the smallest whole number that is at least value − 1/2 …
        if (up * below < twice_down) ++up;
        const bool half_way = up * below == twice_down;
        if (half_way && up % 2 != 0) ++up; // … or, half way, the even one of the two
        return up.convert_to<std::int64_t>();
    }

    /// L(quantity in thousandths) of a ladder.
    static std::int64_t reached(const Ladder& ladder, const Integer& quantity) {
        std::int64_t points = 0;
        for (const LadderStep& step : ladder.steps) {
            if (quantity >= step.threshold.thousandths()) points = step.points.thousandths();
        }
        return points;
    }

    [[nodiscard]] std::int64_t raw_points(std::uint32_t e) {
        const Item& r = rule(e);
        if (r.scoring == Scoring::points) {
            for (const PointsVersion& version : r.versions) {
                if (!version.days.contains(day(e))) continue;
                if (version.dated) lines_[e].version = version.days.from;
                return version.value.thousandths();
            }
        }
        if (r.scoring == Scoring::points_per_unit)
            return to_nearest(Rational(r.per_unit.thousandths()) * Rational(ledger_.quantity[at(e)], 1000));
        if (r.scoring == Scoring::by_level) {
            for (const auto& [level, points] : r.by_level) {
                if (admission_.district().level_words[ledger_.level[at(e)]] == level) return points.thousandths();
            }
        }
        if (r.scoring == Scoring::ladder) {
            Integer before = 0;
            for (std::uint32_t f = 0; f < e; ++f) {
                if (admission_.is_valid(id(f)) && item(f) == item(e) && same_period(r.ladder->per, e, f))
                    before += ledger_.quantity[at(f)];
            }
            return reached(*r.ladder, before + ledger_.quantity[at(e)]) - reached(*r.ladder, before);
        }
        return 0;
    }

    void begin(std::uint32_t e) {
        Line& line = lines_[e];
        line.known = admission_.is_known(id(e));
        if (!line.known) return;
        if (!admission_.is_valid(id(e))) {
            line.verdict = admission_.refusal(id(e));
        } else if (rule(e).is_veto()) {
            line.verdict = Verdict::veto;
        } else {
            line.raw = raw_points(e);
            line.verdict = Verdict::zero;
        }
    }

    [[nodiscard]] bool in_one_group(std::uint32_t e, std::uint32_t f) const {
        return worth_points(f) && ledger_.act[at(e)] && ledger_.act[at(e)] == ledger_.act[at(f)] && rule(e).exclusive &&
               rule(e).exclusive == rule(f).exclusive;
    }

    /// Whether some other item of the group stands for her act: its best single entry beats the best of this item.
    [[nodiscard]] bool is_exclusive(std::uint32_t e) const {
        if (!worth_points(e)) return false;
        const auto best = [&](ItemId of) {
            std::int64_t most = 0;
            for (std::uint32_t f = 0; f < size(); ++f) {
                if (in_one_group(e, f) && item(f) == of) most = std::max(most, std::abs(lines_[f].raw));
            }
            return most;
        };
        const std::int64_t own = best(item(e));
        for (std::uint32_t f = 0; f < size(); ++f) {
            if (!in_one_group(e, f) || item(f) == item(e)) continue;
            const std::int64_t other = best(item(f));
            if (other > own || (other == own && rule(f).code < rule(e).code)) return true;
        }
        return false;
    }

    [[nodiscard]] bool is_repeat(std::uint32_t e) const {
        if (!worth_points(e) || exclusive_[e] || !rule(e).once) return false;
        for (std::uint32_t f = 0; f < e; ++f) {
            if (worth_points(f) && !exclusive_[f] && item(f) == item(e) &&
                ledger_.subject[at(f)] == ledger_.subject[at(e)] && same_period(*rule(e).once, e, f))
                return true;
        }
        return false;
    }

    /// What the stage lets through, the room of each cap being its points less all that earlier entries took.
    template <class Taken>
    std::int64_t stage(std::uint32_t e, const std::vector<Cap>& caps, CutBy::Kind kind, std::int64_t incoming,
                       const Taken& taken) {
        std::int64_t credited = incoming;
        std::optional<std::int64_t> least;
        Period named = Period::day;
        for (const Cap& cap : caps) {
            std::int64_t room = cap.points.thousandths();
            for (std::uint32_t f = 0; f < e; ++f) {
                if (live(f) && (lines_[f].raw < 0) == (lines_[e].raw < 0) && same_period(cap.per, e, f))
                    room -= taken(f);
            }
            credited = std::min(credited, room);
            if (!least || room < *least || (room == *least && cap.per < named)) {
                least = room;
                named = cap.per;
            }
        }
        if (credited < incoming && lines_[e].cut_by.kind == CutBy::Kind::nothing) lines_[e].cut_by = {kind, named};
        return credited;
    }

    void credit(std::uint32_t e) {
        Line& line = lines_[e];
        if (!live(e)) return;
        const std::int64_t sign = line.raw < 0 ? -1 : 1;
        const auto& categories = rules_.categories;
        std::int64_t left = stage(e, rule(e).caps, CutBy::Kind::item, sign * line.raw,
                                  [&](std::uint32_t f) { return item(f) == item(e) ? after_item_[f] : 0; });
        after_item_[e] = left;
        if (rule(e).category) {
            left =
                stage(e, categories[rule(e).category.index()].caps, CutBy::Kind::category, left, [&](std::uint32_t f) {
                    return rule(f).category == rule(e).category ? std::abs(lines_[f].after_category) : 0;
                });
        }
        line.after_category = sign * left;
        left = stage(e, rules_.total.caps, CutBy::Kind::total, left,
                     [&](std::uint32_t f) { return std::abs(lines_[f].credited); });
        line.credited = sign * left;
        line.verdict = line.credited == line.raw ? Verdict::counted
                       : left == 0               ? Verdict::capped
                                                 : Verdict::part_counted;
    }

    /// Only now: `raw` was what told the entries that are worth points.
    void empty_if_gone(std::uint32_t e) {
        if (!exclusive_[e] && !repeat_[e]) return;
        lines_[e] = {};
        lines_[e].known = true;
        lines_[e].verdict = exclusive_[e] ? Verdict::exclusive : Verdict::repeat;
        lines_[e].cut_by =
            exclusive_[e] ? CutBy{CutBy::Kind::exclusive, Period::day} : CutBy{CutBy::Kind::once, *rule(e).once};
    }

    const Admission& admission_;
    const RulebookData& rules_;
    const Ledger& ledger_;
    EntryRange range_;
    std::vector<Line> lines_;
    std::vector<bool> exclusive_ = std::vector<bool>(range_.size());
    std::vector<bool> repeat_ = std::vector<bool>(range_.size());
    std::vector<std::int64_t> after_item_ = std::vector<std::int64_t>(range_.size());
};

} // namespace jifen::testing_support
