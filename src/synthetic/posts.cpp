#include "synthetic/posts.hpp"

#include "synthetic/calendar.hpp"
#include "synthetic/made_grid.hpp"

#include <algorithm>
#include <optional>

namespace jifen::synthetic {

namespace {

/// Finds people for posts: one from a household, households in order from a random one.
class Candidates {
public:
    Candidates(MadeGrid& grid, std::uint32_t start) : grid_(grid), at_(start % grid.household_count()) {}

    /// An adult of working age of that gender who lives there all the year. With 40 households and more there is
    /// always one; should there be none, the walk gives up after two rounds with the last adult it saw.
    std::uint32_t next(bool female) {
        std::uint32_t fallback = 0;
        const std::uint32_t count = grid_.household_count();
        for (std::uint32_t step = 0; step < 2 * count; ++step) {
            const Household& household = grid_.household(at_);
            at_ = (at_ + 1) % count;
            for (const Resident& person : household) {
                fallback = person.number;
                if (person.female == female && person.stays() && person.born >= 1953 && person.born <= 1998) {
                    return person.number;
                }
            }
        }
        return fallback;
    }

private:
    MadeGrid& grid_;
    std::uint32_t at_;
};

/// The committee membership that goes with being leader, if any.
std::optional<Holder> membership(CounterRng& rng, LeaderSource source, const Holder& leader) {
    const std::uint32_t luck = below(rng, 1000);
    const int days = between(rng, 0, 75);
    Holder member{leader.person, leader.span, ""};
    switch (source) {
    case LeaderSource::grid_officer:
        // A woman who is grid officer is taken into the committee directly; in a few grids it is not done yet.
        if (luck < 30) return std::nullopt;
        member.source = "dual_role";
        if (member.span.from.is_finite()) member.span.from = member.span.from.plus(days);
        break;
    case LeaderSource::committee_member:
        // On the committee first, and most stay on it when they hand the group over.
        member.source = "elected";
        member.span.from = Day::always();
        if (luck < 700) member.span.until = Day::never_ends();
        break;
    case LeaderSource::volunteer:
        if (luck >= 350) return std::nullopt;
        member.source = "recommended";
        if (member.span.from.is_finite()) member.span.from = member.span.from.plus(days * 3);
        break;
    }
    if (member.span.empty()) return std::nullopt;
    return member;
}

void appoint_village_members(const Layout& layout, const Place& place, Posts& posts) {
    CounterRng rng = rng_of(layout.seed, Stream::village_posts, place.grid);
    for (const std::uint32_t person : village_people(layout, place)) {
        Holder member{person, {}, "elected"};
        // The first is the chair, always in office; the others head new organisations, offices, interest groups.
        if (posts.village_members > 0) {
            static constexpr std::array<std::string_view, 3> sources{"new_organisation", "office_head",
                                                                     "interest_group"};
            member.source = sources[below(rng, 3)];
            if (chance(rng, 250)) member.span.from = day_after(rng, new_year, -400, 250);
            if (chance(rng, 60)) member.span.until = day_after(rng, new_year, 260, 360);
        }
        posts.members.push_back(member);
        ++posts.village_members;
    }
}

} // namespace

const Holder& Posts::leader_on(Day day) const {
    return leaders.size() > 1 && leaders[1].span.contains(day) ? leaders[1] : leaders[0];
}

std::vector<std::uint32_t> village_people(const Layout& layout, const Place& place) {
    std::vector<std::uint32_t> people;
    if (!place.first_of_village()) return people;
    CounterRng rng = rng_of(layout.seed, Stream::village_posts, (std::uint64_t{1} << 32) | place.grid);
    const std::uint32_t count = 1 + below(rng, 3);
    for (std::uint32_t i = 0; i < count; ++i) people.push_back(Layout::household_number(place.grid, 99) * 10 + i);
    return people;
}

Posts make_posts(MadeGrid& grid) {
    const Layout& layout = grid.layout();
    const Place& place = grid.place();
    CounterRng rng = rng_of(layout.seed, Stream::posts, place.grid);
    Candidates candidates(grid, rng());
    Posts posts;
    posts.source = layout.source(place.grid);
    const std::string_view source = to_string(posts.source);

    const auto appoint = [&](std::vector<Holder>& post, bool female, int change_per_mille, std::string_view how) {
        Holder first{candidates.next(female), {}, how};
        if (chance(rng, 850)) first.span.from = day_after(rng, new_year, -1400, -5);
        const bool changes = chance(rng, change_per_mille);
        const Day changed = day_after(rng, new_year, 20, 340);
        if (!changes) {
            post.push_back(first);
            return;
        }
        first.span.until = changed;
        post.push_back(first);
        post.push_back({candidates.next(female), {changed, Day::never_ends()}, how});
    };
    appoint(posts.leaders, true, 60, source);
    if (posts.source == LeaderSource::grid_officer) {
        posts.officers = posts.leaders;
        for (Holder& officer : posts.officers) officer.source = "hired";
    } else {
        appoint(posts.officers, false, 35, "hired");
    }
    for (const Holder& leader : posts.leaders) {
        if (auto member = membership(rng, posts.source, leader)) posts.members.push_back(*member);
        if (posts.source == LeaderSource::volunteer) posts.volunteers.push_back({leader.person, {}, "golden_rose"});
    }
    for (std::uint32_t i = below(rng, 4); i > 0; --i) {
        Holder volunteer{candidates.next(!chance(rng, 200)), {}, "registered"};
        volunteer.span.from = day_after(rng, new_year, -900, 300);
        posts.volunteers.push_back(volunteer);
    }
    appoint_village_members(layout, place, posts);
    return posts;
}

void emit_roles(MadeGrid& grid, const RowSink<RoleRow>& sink) {
    const Layout& layout = grid.layout();
    const IdText own = layout.grid_id(grid.place().grid);
    const IdText village = layout.village_id(grid.place().village);
    const Posts& posts = grid.posts();
    const auto emit = [&](const std::vector<Holder>& holders, std::string_view role, const IdText& unit) {
        for (const Holder& holder : holders) {
            const IdText person = layout.person_id(holder.person);
            sink({person, role, unit, holder.span, holder.source});
        }
    };
    emit(posts.leaders, "group_leader", own);
    emit(posts.officers, "grid_officer", own);
    emit(posts.members, "committee_member", village);
    emit(posts.volunteers, "volunteer", own);
    std::vector<Holder> exemplars;
    for (const std::uint32_t person : grid.exemplars()) exemplars.push_back({person, {}, "recommended"});
    emit(exemplars, "exemplar", own);
}

} // namespace jifen::synthetic
