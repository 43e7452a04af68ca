#include "jifen/synthetic/synthetic_nominations.hpp"

#include "synthetic/calendar.hpp"
#include "synthetic/draw.hpp"
#include "synthetic/layout.hpp"
#include "synthetic/made_grid.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace jifen {

using namespace synthetic;

namespace {

/// The day the nominations are made for.
constexpr Day appointment_day = year_end.plus(-1);

constexpr std::array<std::string_view, 3> heads{"office_head", "new_organisation_head", "interest_group_head"};
constexpr std::array<std::string_view, 5> drawn_upon{"retired_cadre", "teacher", "counsellor", "team_leader",
                                                     "business_founder"};

bool is_on_committee(const Posts& posts, std::uint32_t person) {
    return std::any_of(posts.members.begin(), posts.members.end(), [person](const Holder& member) {
        return member.person == person && member.span.contains(appointment_day);
    });
}

/// Women of the grid who could lead it, are not on the committee and do not lead, from a random household on.
std::vector<std::uint32_t> neighbours(MadeGrid& grid, std::uint32_t leader, CounterRng& rng) {
    std::vector<std::uint32_t> women;
    std::vector<Household> households = grid.households();
    const auto first = below(rng, static_cast<std::uint32_t>(households.size()));
    std::rotate(households.begin(), households.begin() + first, households.end());
    for (const Household& household : households) {
        for (const Resident& person : household) {
            if (!person.female || person.born < 1953 || person.born > 1998) continue;
            if (!person.span.contains(appointment_day) || person.number == leader) continue;
            if (is_on_committee(grid.posts(), person.number)) continue;
            women.push_back(person.number);
            break; // one from a household
        }
    }
    return women;
}

/// Puts down the nominations of one grid.
class Nominating {
public:
    Nominating(const Layout& layout, std::uint32_t grid, CounterRng& rng)
        : layout_(layout), grid_(layout.grid_id(grid).view()), rng_(rng) {}

    void nominate(std::uint32_t person, std::string_view background, int least_suitable) {
        Nomination row;
        row.grid = grid_;
        row.person = layout_.person_id(person).view();
        row.suitability = std::int64_t{between(rng_, least_suitable, 199)} * 500;
        row.background = background;
        const std::uint32_t how = below(rng_, 100);
        row.by = NominatedBy::recommended;
        if (how < 55) rows_.push_back(row);
        row.by = NominatedBy::self;
        // Her own form and the neighbours' need not say the same.
        if (how < 15 && chance(rng_, 300)) row.background.clear();
        if (how < 15 || how >= 55) rows_.push_back(row);
    }
    [[nodiscard]] std::string_view some_background(bool with_heads) {
        const std::uint32_t luck = below(rng_, 100);
        if (luck < 45) return "";
        if (with_heads && luck >= 90) return head();
        return drawn_upon[below(rng_, drawn_upon.size())];
    }
    [[nodiscard]] std::string_view head() { return heads[below(rng_, heads.size())]; }
    [[nodiscard]] std::vector<Nomination> take() { return std::move(rows_); }

private:
    const Layout& layout_;
    std::string grid_;
    CounterRng& rng_;
    std::vector<Nomination> rows_;
};

constexpr int known_well = 150; ///< 75 points and more, where others have 60

} // namespace

SyntheticNominations::SyntheticNominations(std::uint64_t seed, double scale)
    : layout_(std::make_shared<Layout>(seed, scale)) {}

std::uint32_t SyntheticNominations::grids() const noexcept { return layout_->totals.grids; }

std::vector<Nomination> SyntheticNominations::of_grid(std::uint32_t n) const {
    layout_->check_grid(n);
    MadeGrid grid(*layout_, n);
    const Posts& posts = grid.posts();
    const std::uint32_t leader = posts.leader_on(appointment_day).person;
    CounterRng rng = rng_of(layout_->seed, Stream::nominations, n);
    std::vector<std::uint32_t> others = neighbours(grid, leader, rng);
    Nominating nominating(*layout_, n, rng);
    bool with_heads = true;
    bool stands = false;
    std::uint32_t wanted = 1 + below(rng, 3);
    switch (posts.source) {
    case LeaderSource::grid_officer: // she leads by her post; some are proposed as well, and neighbours in case
        stands = chance(rng, 100);
        wanted = chance(rng, 500) ? 0 : 1 + below(rng, 2);
        break;
    case LeaderSource::committee_member: // where she does not stand again, the head of something is found
        stands = chance(rng, 880) || others.empty();
        if (!stands) {
            nominating.nominate(others.front(), nominating.head(), known_well);
            others.erase(others.begin());
        }
        break;
    case LeaderSource::volunteer: // who has come onto the committee since hands the group on
        stands = (chance(rng, 920) && !is_on_committee(posts, leader)) || others.empty();
        with_heads = false;
        break;
    }
    if (stands) nominating.nominate(leader, nominating.some_background(false), known_well);
    for (std::size_t i = 0; i < std::min<std::size_t>(wanted, others.size()); ++i)
        nominating.nominate(others[i], nominating.some_background(with_heads), 120);
    return nominating.take();
}

Nominations SyntheticNominations::all() const {
    Nominations made;
    for (std::uint32_t n = 0; n < grids(); ++n) {
        for (Nomination& row : of_grid(n)) made.rows.push_back(std::move(row));
    }
    return made;
}

} // namespace jifen
