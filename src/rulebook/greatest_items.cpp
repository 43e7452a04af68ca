#include "rulebook/greatest_items.hpp"

#include "rulebook/period_nesting.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace jifen::rulebook_bounds {

namespace {

/// At most `thousandths` in each period: a cap, or what a ladder gives in all.
struct Limit {
    Period per = Period::window;
    Int128 thousandths = 0;
};
using Limits = std::vector<Limit>;

Limits limits_of(const std::vector<Cap>& caps) {
    Limits limits;
    limits.reserve(caps.size());
    for (const Cap& cap : caps) limits.push_back({cap.per, cap.points.thousandths()});
    return limits;
}

/// An item on its way: the days on which it can earn, and its own limits, first the ladder's, then its caps, finest
/// first.
struct Source {
    const Item* item = nullptr;
    Limits ladder, caps;
};

/// Whether each of `fine` lies within each of `coarse`.
bool hold(const PeriodNesting& nesting, const Limits& fine, const Limits& coarse) {
    return std::all_of(fine.begin(), fine.end(), [&](const Limit& f) {
        return std::all_of(coarse.begin(), coarse.end(), [&](const Limit& c) { return nesting.holds(f.per, c.per); });
    });
}

/// All limits of one rulebook for one window and holder, stage by stage.
struct Stages {
    std::vector<Source> sources;
    std::vector<Limits> categories; ///< by the rulebook's categories
    Limits total;
};

Stages stages_of(const Program& program, std::span<const std::string> held) {
    const RulebookData& rules = program.rules();
    Stages stages;
    for (const Item& item : rules.items) {
        if (item.is_veto() || item.is_negative() || greatest_value(item).is_zero()) continue;
        if (!share_a_role(held, item.roles)) continue;
        Source source{&item, {}, limits_of(item.caps)};
        if (item.ladder) source.ladder = {{item.ladder->per, greatest_value(item).thousandths()}};
        stages.sources.push_back(std::move(source));
    }
    for (const Category& category : rules.categories) stages.categories.push_back(limits_of(category.caps));
    stages.total = limits_of(rules.total.caps);
    return stages;
}

bool everything_nests(const Stages& stages, const PeriodNesting& nesting) {
    return std::all_of(stages.sources.begin(), stages.sources.end(), [&](const Source& source) {
        const Limits none;
        const Limits& category = source.item->category ? stages.categories[source.item->category.index()] : none;
        return hold(nesting, source.ladder, source.caps) && hold(nesting, source.ladder, category) &&
               hold(nesting, source.ladder, stages.total) && hold(nesting, source.caps, category) &&
               hold(nesting, source.caps, stages.total) && hold(nesting, category, stages.total);
    });
}

/// Leaves out of `limits` those that `keeps` refuses.
template <class Keeps>
void drop_unless(Limits& limits, const Keeps& keeps) {
    limits.erase(std::remove_if(limits.begin(), limits.end(), [&](const Limit& l) { return !keeps(Limits{l}); }),
                 limits.end());
}

/// Of limits that cross, the earlier stage's stay.
Stages earlier_kept(Stages stages, const PeriodNesting& nesting) {
    for (Source& source : stages.sources)
        drop_unless(source.caps, [&](const Limits& cap) { return hold(nesting, source.ladder, cap); });
    for (std::size_t c = 0; c < stages.categories.size(); ++c) {
        drop_unless(stages.categories[c], [&](const Limits& cap) {
            return std::all_of(stages.sources.begin(), stages.sources.end(), [&](const Source& source) {
                const bool other = !source.item->category || source.item->category.index() != c;
                return other || (hold(nesting, source.ladder, cap) && hold(nesting, source.caps, cap));
            });
        });
    }
    drop_unless(stages.total, [&](const Limits& cap) {
        return std::all_of(stages.categories.begin(), stages.categories.end(),
                           [&](const Limits& category) { return hold(nesting, category, cap); }) &&
               std::all_of(stages.sources.begin(), stages.sources.end(), [&](const Source& source) {
                   return hold(nesting, source.ladder, cap) && hold(nesting, source.caps, cap);
               });
    });
    return stages;
}

/// Of limits that cross, the later stage's stay.
Stages later_kept(Stages stages, const PeriodNesting& nesting) {
    for (Limits& category : stages.categories)
        drop_unless(category, [&](const Limits& cap) { return hold(nesting, cap, stages.total); });
    for (Source& source : stages.sources) {
        const Limits none;
        const Limits& category = source.item->category ? stages.categories[source.item->category.index()] : none;
        const auto fits = [&](const Limits& limit) {
            return hold(nesting, limit, category) && hold(nesting, limit, stages.total);
        };
        drop_unless(source.caps, fits);
        drop_unless(source.ladder,
                    [&](const Limits& ladder) { return hold(nesting, ladder, source.caps) && fits(ladder); });
    }
    return stages;
}

/// An amount for each day of the window; what is limited in a period stands on the first day of it that has any. Under
/// limits that nest, later periods hold whole earlier ones, so it does not matter which day that is.
class Amounts {
public:
    explicit Amounts(const Program& program)
        : program_(&program), amounts_(static_cast<std::size_t>(program.window().days()), Int128{0}) {}

    void fill(const Item& item) {
        for (std::size_t i = 0; i < amounts_.size(); ++i) {
            const Day day = day_at(i);
            const PointsVersion* const version = version_on(item, day);
            const bool worthless = version != nullptr && version->value.is_zero();
            amounts_[i] = in_force(item, day) && !worthless ? no_limit : 0;
        }
    }
    void add(const Amounts& other) {
        for (std::size_t i = 0; i < amounts_.size(); ++i) amounts_[i] = plus(amounts_[i], other.amounts_[i]);
    }
    void apply(const Limits& limits) {
        for (const Limit& limit : limits) {
            for (std::size_t begin = 0; begin < amounts_.size();) {
                const std::int32_t number = program_->calendar().number(limit.per, day_at(begin));
                Int128 sum = 0;
                std::size_t end = begin;
                for (; end < amounts_.size() && program_->calendar().number(limit.per, day_at(end)) == number; ++end)
                    sum = plus(sum, std::exchange(amounts_[end], Int128{0}));
                amounts_[begin] = std::min(sum, limit.thousandths);
                begin = end;
            }
        }
    }
    [[nodiscard]] Int128 sum() const {
        Int128 all = 0;
        for (const Int128 amount : amounts_) all = plus(all, amount);
        return all;
    }

private:
    [[nodiscard]] Day day_at(std::size_t i) const {
        return program_->window().first().plus(static_cast<std::int32_t>(i));
    }
    static Int128 plus(Int128 a, Int128 b) { return std::min(a + b, no_limit); }

    const Program* program_;
    std::vector<Int128> amounts_;
};

/// Precondition: the limits nest.
Int128 greatest_sum(const Program& program, const Stages& stages) {
    std::vector<Amounts> categories(stages.categories.size(), Amounts(program));
    Amounts total(program);
    Amounts one(program);
    for (const Source& source : stages.sources) {
        one.fill(*source.item);
        one.apply(source.ladder);
        one.apply(source.caps);
        (source.item->category ? categories[source.item->category.index()] : total).add(one);
    }
    for (std::size_t c = 0; c < categories.size(); ++c) {
        categories[c].apply(stages.categories[c]);
        total.add(categories[c]);
    }
    total.apply(stages.total);
    return total.sum();
}

} // namespace

bool share_a_role(std::span<const std::string> held, std::span<const std::string> wanted) noexcept {
    return std::any_of(held.begin(), held.end(), [&](const std::string& role) {
        return std::find(wanted.begin(), wanted.end(), role) != wanted.end();
    });
}

Points greatest_value(const Item& item) {
    Points greatest;
    const auto look_at = [&greatest](Points value) {
        // The least number of 64 bits has no magnitude among them: the one above it stands in for it.
        const Points least = Points::thousandths(-std::numeric_limits<std::int64_t>::max());
        greatest = std::max(greatest, value.is_negative() ? -std::max(value, least) : value);
    };
    for (const PointsVersion& version : item.versions) look_at(version.value);
    look_at(item.per_unit);
    for (const auto& level : item.by_level) look_at(level.second);
    if (item.ladder) look_at(item.ladder->steps.back().points);
    return greatest;
}

bool in_force(const Item& item, Day day) noexcept {
    return item.days.contains(day) && (item.scoring != Scoring::points || version_on(item, day) != nullptr);
}

bool can_be_done_in(const Item& item, const Span& days) noexcept {
    const Span open = item.days.intersect(days);
    if (item.scoring != Scoring::points) return !open.empty();
    return std::any_of(item.versions.begin(), item.versions.end(),
                       [&](const PointsVersion& version) { return version.days.overlaps(open) && !open.empty(); });
}

ItemsBound greatest_items(const Program& program, std::span<const std::string> held) {
    const Stages stages = stages_of(program, held);
    const PeriodNesting nesting(program.window());
    if (everything_nests(stages, nesting)) return {greatest_sum(program, stages), true};
    return {std::min(greatest_sum(program, earlier_kept(stages, nesting)),
                     greatest_sum(program, later_kept(stages, nesting))),
            false};
}

} // namespace jifen::rulebook_bounds
