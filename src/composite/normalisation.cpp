#include "jifen/composite/normalisation.hpp"

#include "composite/checks.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace jifen::composite {

namespace {

struct Extent {
    double min = 0, max = 0;
};

/// One indicator on its way. `values` are those that are there; they are replaced by the normalised ones.
class Column {
public:
    Column(const Indicators& of, std::size_t column, const Normalisation& by)
        : of_(of), column_(column), by_(by), indicator_(of.columns()[column]), magnitude_(magnitude_of(of, column)) {
        for (std::size_t row = 0; row < of.rows(); ++row) {
            if (of.is_missing(row, column)) continue;
            rows_.push_back(row);
            values_.push_back(of.values()(row, column));
        }
        if (values_.empty()) throw ArgumentError("values", "missing", named("it has no value at all"));
        if (!(by.low < by.high) || !std::isfinite(by.high - by.low)) {
            throw ArgumentError("low, high", number_text(by.low) + ", " + number_text(by.high),
                                named("low lies below high"));
        }
        step_.by = by;
        step_.direction = indicator_.direction;
    }

    void apply() {
        switch (by_.scale) {
        case Scale::none:
            step_.text = "as they are";
            return;
        case Scale::min_max:
            min_max();
            return;
        case Scale::z_score:
            z_score();
            return;
        case Scale::rank:
            rank();
            return;
        case Scale::target_distance:
            target_distance();
            return;
        case Scale::leader_share:
            leader_share();
            return;
        case Scale::vector:
            vector();
            return;
        case Scale::sum:
            sum();
            return;
        case Scale::goalposts:
            goalposts();
            return;
        }
    }

    void write(Matrix& out) const {
        for (std::size_t i = 0; i < rows_.size(); ++i) out(rows_[i], column_) = values_[i];
    }

    [[nodiscard]] NormalisedIndicator step() const {
        NormalisedIndicator step = step_;
        step.text =
            name_of(of_, column_) + " (" + to_string(step.direction) + "), " + to_string(by_.scale) + ": " + step.text;
        return step;
    }

private:
    [[nodiscard]] std::string named(const std::string& reason) const { return name_of(of_, column_) + ": " + reason; }
    [[nodiscard]] bool is_cost() const noexcept { return indicator_.direction != Direction::benefit; }

    [[nodiscard]] Extent extent() const {
        const auto [min, max] = std::minmax_element(values_.begin(), values_.end());
        return {*min, *max};
    }

    [[nodiscard]] bool are_all_same() const { return is_constant(values_, magnitude_); }

    [[nodiscard]] double total(const std::function<double(double)>& of) const {
        double sum = 0;
        for (const double value : values_) sum += of(value);
        return sum;
    }

    /// 0 … 1 onto low … high. Both ends are met exactly.
    [[nodiscard]] double spread(double share) const { return by_.low * (1 - share) + by_.high * share; }

    /// Whether `found` makes the indicator constant; then it has taken its neutral value, or was refused.
    bool is_settled(bool found, double neutral, const char* why) {
        if (!found) return false;
        if (by_.constant == Constant::refuse) {
            throw ArgumentError("values", number_text(values_.front()),
                                named(std::string(why) + ": " + to_string(by_.scale) + " cannot tell them apart"));
        }
        std::fill(values_.begin(), values_.end(), neutral);
        step_.is_constant = true;
        step_.text = std::string(why) + ": everybody gets " + number_text(neutral);
        return true;
    }
    [[nodiscard]] double middle() const noexcept { return (by_.low + by_.high) / 2; }

    /// A target's values become their distances, which are a cost.
    void to_distances() {
        if (indicator_.direction != Direction::target) return;
        for (double& value : values_) value = std::fabs(value - *indicator_.target);
        prefix_ = "distances to the target " + number_text(*indicator_.target) + "; ";
    }

    void refuse_target() const {
        if (indicator_.direction == Direction::target) {
            throw ArgumentError("direction", "target",
                                named(std::string(to_string(by_.scale)) +
                                      " has no meaning for a target; use min_max or " + "target_distance"));
        }
    }

    /// From what is worst to what is best; beyond the best it is as good.
    void along(double worst, double best, bool clips) {
        for (double& value : values_) {
            double share = (value - worst) / (best - worst);
            if (clips && (share < 0 || share > 1)) {
                share = share < 0 ? 0 : 1;
                ++step_.clipped;
            }
            value = spread(share);
        }
        step_.text = prefix_ + number_text(worst) + " becomes " + number_text(by_.low) + ", " + number_text(best) +
                     " becomes " + number_text(by_.high);
        if (step_.clipped > 0) step_.text += "; " + std::to_string(step_.clipped) + " values beyond are set to these";
    }

    void min_max() {
        to_distances();
        if (is_settled(are_all_same(), middle(), "all values are the same")) return;
        const Extent there = extent();
        if (indicator_.direction == Direction::target) {
            along(there.max, 0, false);
        } else if (is_cost()) {
            along(there.max, there.min, false);
        } else {
            along(there.min, there.max, false);
        }
    }

    void z_score() {
        to_distances();
        if (is_settled(are_all_same(), 0, "all values are the same")) return;
        const auto n = static_cast<double>(values_.size());
        const double mean = total([](double value) { return value; }) / n;
        const double squares = total([mean](double value) { return (value - mean) * (value - mean); });
        const double sd = std::sqrt(squares / (by_.sample_sd ? n - 1 : n));
        if (is_settled(!(sd > 0), 0, "the values differ by next to nothing")) return;
        for (double& value : values_) value = (is_cost() ? mean - value : value - mean) / sd;
        step_.text = prefix_ + "mean " + number_text(mean) + ", " + (by_.sample_sd ? "sample" : "population") +
                     " standard deviation " + number_text(sd);
    }

    void rank() {
        to_distances();
        if (is_settled(are_all_same(), middle(), "all values are the same")) return;
        std::vector<double> ascending = values_;
        std::sort(ascending.begin(), ascending.end());
        const auto others = static_cast<double>(ascending.size() - 1);
        for (double& value : values_) {
            const auto [first, last] = std::equal_range(ascending.begin(), ascending.end(), value);
            const auto below = static_cast<double>(first - ascending.begin());
            const auto alike = static_cast<double>(last - first) - 1;
            const double share = (below + alike / 2) / others;
            value = spread(is_cost() ? 1 - share : share);
        }
        step_.text = prefix_ + "share of the others that each is better than";
    }

    void target_distance() {
        if (!indicator_.target) throw ArgumentError("target", "", named("target_distance needs its target"));
        if (indicator_.direction == Direction::target) {
            min_max();
            return;
        }
        const Extent there = extent();
        const double worst = is_cost() ? there.max : there.min;
        const double target = *indicator_.target;
        // Also when the last bits alone are lacking: these would be spread from `low` to `high`.
        const bool all_met = (is_cost() ? worst <= target : worst >= target) ||
                             are_same(std::min(worst, target), std::max(worst, target), magnitude_);
        if (is_settled(all_met, by_.high, "the worst value meets the target")) return;
        along(worst, target, true);
    }

    void leader_share() {
        refuse_target();
        refuse_below_zero();
        const Extent there = extent();
        if (is_cost()) {
            refuse_zero();
            for (double& value : values_) value = there.min / value;
            step_.text = "the least, " + number_text(there.min) + ", by the value";
            return;
        }
        if (is_settled(!(there.max > 0), 0, "all values are 0")) return;
        for (double& value : values_) value /= there.max;
        step_.text = "the value by the largest, " + number_text(there.max);
    }

    void vector() {
        to_distances();
        // Scaled by the largest: the squares of very small values would be 0.
        const Extent there = extent();
        const double largest = std::max(std::fabs(there.min), std::fabs(there.max));
        // Of distances also when all meet the target but for the last bits.
        if (is_settled(are_same(0, largest, magnitude_), 0, "all values are 0")) return;
        const double norm =
            largest * std::sqrt(total([largest](double value) { return (value / largest) * (value / largest); }));
        for (double& value : values_) value = is_cost() ? 1 - value / norm : value / norm;
        step_.text = prefix_ + "the root of the sum of squares is " + number_text(norm);
    }

    void sum() {
        to_distances();
        refuse_below_zero();
        if (is_cost()) {
            refuse_zero();
            // 1 / x by the sum of them, with both divided by 1 / min.
            const double least = extent().min;
            const double sum = total([least](double value) { return least / value; });
            for (double& value : values_) value = least / value / sum;
            step_.text = prefix_ + "the reciprocals add up to " + number_text(sum / least);
            return;
        }
        const double sum = total([](double value) { return value; });
        if (is_settled(!(sum > 0), 0, "all values are 0")) return;
        for (double& value : values_) value /= sum;
        step_.text = "the values add up to " + number_text(sum);
    }

    void goalposts() {
        refuse_target();
        const Goalposts& posts = by_.goalposts;
        double low = posts.low, high = posts.high;
        if (!(low < high) || !std::isfinite(high - low) || (posts.logarithm && !(low > 0))) {
            throw ArgumentError("goalposts", number_text(low) + ", " + number_text(high),
                                named(posts.logarithm ? "the lower lies below the upper, and above 0 for a logarithm"
                                                      : "the lower lies below the upper"));
        }
        if (posts.logarithm) {
            for (double& value : values_) {
                if (!(value > 0))
                    throw ArgumentError("values", number_text(value), named("it has no logarithm unless above 0"));
                value = std::log(value);
            }
            low = std::log(low);
            high = std::log(high);
            prefix_ = "natural logarithms; ";
        }
        if (is_cost())
            along(high, low, posts.clip);
        else
            along(low, high, posts.clip);
    }

    void refuse_below_zero() const {
        for (const double value : values_) {
            if (value < 0) {
                throw ArgumentError("values", number_text(value),
                                    named(std::string(to_string(by_.scale)) + " takes no value below 0"));
            }
        }
    }
    void refuse_zero() const {
        for (const double value : values_) {
            const bool meets_target = indicator_.direction == Direction::target && are_same(0, value, magnitude_);
            if (value == 0 || meets_target) {
                throw ArgumentError("values", number_text(value),
                                    named(std::string(to_string(by_.scale)) + " divides by a cost: it is above 0"));
            }
        }
    }

    const Indicators& of_;
    std::size_t column_;
    const Normalisation& by_;
    const Indicator& indicator_;
    double magnitude_; ///< of what the values were computed from
    std::vector<std::size_t> rows_;
    std::vector<double> values_;
    std::string prefix_;
    NormalisedIndicator step_;
};

} // namespace

const char* to_string(Scale scale) noexcept {
    switch (scale) {
    case Scale::none:
        return "none";
    case Scale::min_max:
        return "min_max";
    case Scale::z_score:
        return "z_score";
    case Scale::rank:
        return "rank";
    case Scale::target_distance:
        return "target_distance";
    case Scale::leader_share:
        return "leader_share";
    case Scale::vector:
        return "vector";
    case Scale::sum:
        return "sum";
    case Scale::goalposts:
        break;
    }
    return "goalposts";
}

Normalised normalise(const Indicators& indicators, const Normalisation& by) {
    return normalise(indicators, std::vector<Normalisation>(indicators.count(), by));
}

Normalised normalise(const Indicators& indicators, std::span<const Normalisation> by) {
    if (by.size() != indicators.count()) {
        throw ArgumentError("normalisation", std::to_string(by.size()),
                            "there is one for each of " + std::to_string(indicators.count()) + " indicators");
    }
    Matrix values = indicators.values();
    std::vector<Indicator> columns;
    std::vector<NormalisedIndicator> steps;
    for (std::size_t i = 0; i < by.size(); ++i) {
        Column column(indicators, i, by[i]);
        column.apply();
        column.write(values);
        steps.push_back(column.step());
        columns.push_back(indicators.columns()[i]);
        if (by[i].scale != Scale::none) columns.back() = {columns.back().name, Direction::benefit, {}};
    }
    return {Indicators(indicators.alternatives(), std::move(columns), std::move(values)), std::move(steps)};
}

} // namespace jifen::composite
