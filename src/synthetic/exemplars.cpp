#include "synthetic/exemplars.hpp"

#include "synthetic/calendar.hpp"
#include "synthetic/population.hpp"

#include <algorithm>

namespace jifen::synthetic {

namespace {

/// Women of 15 and more, whenever they came or left; one man in sixty-one is among them, because lists are never clean.
std::vector<std::uint32_t> women_of(const Layout& layout, std::uint32_t grid) {
    std::vector<std::uint32_t> women;
    for (const Household& household : make_households(layout, grid)) {
        for (const Resident& person : household) {
            if (person.born <= 2008 && (person.female || person.number % 61 == 7)) women.push_back(person.number);
        }
    }
    return women;
}

/// A span for a link: mostly begun before the year, some in it, some ended in it.
Span link_span(CounterRng& rng) {
    Span span;
    const std::uint32_t luck = below(rng, 100);
    if (luck < 60) {
        span.from = day_after(rng, new_year, -700, -1);
    } else if (luck < 85) {
        span.from = day_after(rng, new_year, 0, 300);
    }
    if (chance(rng, 45)) span.until = day_after(rng, new_year, 302, 364);
    return span;
}

/// The women of a village, grid by grid, made when first asked for.
class VillageWomen {
public:
    VillageWomen(const Layout& layout, const Place& place)
        : layout_(layout), place_(place), women_(place.village_grids.size()) {}

    /// Of the `step`-th grid from this one, round the village.
    const std::vector<std::uint32_t>& at(std::uint32_t step) {
        const std::uint32_t count = place_.village_grids.size();
        const std::uint32_t index = (place_.grid - place_.village_grids.begin + step) % count;
        if (women_[index].empty()) women_[index] = women_of(layout_, place_.village_grids.begin + index);
        return women_[index];
    }
    [[nodiscard]] std::uint32_t grids() const { return place_.village_grids.size(); }

private:
    const Layout& layout_;
    const Place& place_;
    std::vector<std::vector<std::uint32_t>> women_;
};

struct LinkWriter {
    const Layout& layout;
    const RowSink<LinkRow>& sink;

    void operator()(std::uint32_t source, std::uint32_t target, LinkKind kind, const Span& span) const {
        if (source == target) return;
        const IdText from = layout.person_id(source);
        const IdText to = layout.person_id(target);
        sink({from, to, kind, span});
    }
};

void emit_leads(const Layout& layout, const Place& place, const Posts& own, const Holder& member, CounterRng& rng,
                const LinkWriter& write) {
    // Some lead a handful, most about ten, a few more.
    int wanted = chance(rng, 120) ? between(rng, 0, 6) : between(rng, 8, 14);
    const std::uint32_t grids = place.village_grids.size();
    for (std::uint32_t step = 0; step < grids && wanted > 0; ++step) {
        const std::uint32_t grid = place.village_grids.begin + (place.grid - place.village_grids.begin + step) % grids;
        const auto exemplars = make_exemplars(layout, grid, step == 0 ? own : make_posts(layout, layout.place(grid)));
        for (const std::uint32_t exemplar : exemplars) {
            if (wanted-- <= 0) break;
            write(member.person, exemplar, LinkKind::leads, link_span(rng));
        }
    }
}

/// A woman who is served, and since when.
struct Contact {
    std::uint32_t person = 0;
    Span span;
};

/// Women of the village: from a place in the list of the `first`-th grid from this one, then of the next grids.
std::vector<Contact> make_contacts(VillageWomen& women, std::uint32_t first, std::uint32_t start, int wanted,
                                   CounterRng& rng) {
    std::vector<Contact> contacts;
    for (std::uint32_t step = 0; step < women.grids() && wanted > 0; ++step) {
        const auto& list = women.at(first + step);
        const auto count = static_cast<std::uint32_t>(list.size());
        for (std::uint32_t i = 0; i < count && wanted > 0; ++i, --wanted) {
            contacts.push_back({list[(start + i) % count], link_span(rng)});
        }
    }
    return contacts;
}

/// Whom an exemplar serves: neighbours, mostly; exemplars of one grid overlap, as neighbours do.
std::vector<Contact> exemplar_contacts(const Layout& layout, VillageWomen& women, std::uint32_t exemplar) {
    CounterRng rng = rng_of(layout.seed, Stream::exemplar_links, exemplar);
    const int wanted = between(rng, 3, 12);
    const std::uint32_t next_door = chance(rng, 350) ? 1 : 0;
    return make_contacts(women, next_door, below(rng, 200), wanted, rng);
}

} // namespace

std::vector<std::uint32_t> make_exemplars(const Layout& layout, std::uint32_t grid, const Posts& posts) {
    CounterRng rng = rng_of(layout.seed, Stream::exemplars, grid);
    const std::uint32_t households = layout.households(grid);
    const int wanted = between(rng, 5, 13);
    const std::uint32_t start = below(rng, households);
    const auto in_post = [&posts](std::uint32_t person) {
        const auto is_she = [person](const Holder& holder) { return holder.person == person; };
        return std::any_of(posts.leaders.begin(), posts.leaders.end(), is_she) ||
               std::any_of(posts.volunteers.begin(), posts.volunteers.end(), is_she);
    };
    std::vector<std::uint32_t> exemplars;
    for (std::uint32_t i = 0; i < households && static_cast<int>(exemplars.size()) < wanted; ++i) {
        const auto household = make_household(layout, Layout::household_number(grid, (start + i) % households));
        for (const Resident& person : household) {
            if (!person.female || !person.adult() || in_post(person.number)) continue;
            exemplars.push_back(person.number);
            break;
        }
    }
    return exemplars;
}

void emit_links(const Layout& layout, const Place& place, const Posts& posts, const RowSink<LinkRow>& sink) {
    const LinkWriter write{layout, sink};
    VillageWomen women(layout, place);
    for (const Holder& member : posts.members) {
        CounterRng rng = rng_of(layout.seed, Stream::member_links, member.person);
        emit_leads(layout, place, posts, member, rng, write);
        const int wanted = chance(rng, 100) ? between(rng, 0, 30) : between(rng, 55, 125);
        const std::uint32_t start = below(rng, 200);
        for (const Contact& contact : make_contacts(women, 0, start, wanted, rng)) {
            write(member.person, contact.person, LinkKind::serves, contact.span);
        }
    }
    for (const std::uint32_t exemplar : make_exemplars(layout, place.grid, posts)) {
        for (const Contact& contact : exemplar_contacts(layout, women, exemplar)) {
            write(exemplar, contact.person, LinkKind::serves, contact.span);
        }
    }
}

void emit_exemplar_service(const Place& place, const Posts& posts, EntryWriter& writer) {
    const Layout& layout = writer.layout();
    VillageWomen women(layout, place);
    for (const std::uint32_t exemplar : make_exemplars(layout, place.grid, posts)) {
        CounterRng rng = rng_of(layout.seed, Stream::exemplar_service, exemplar);
        const IdText actor = layout.person_id(exemplar);
        const int diligence = between(rng, 150, 950);
        for (const Contact& contact : exemplar_contacts(layout, women, exemplar)) {
            if (contact.person == exemplar || !chance(rng, diligence)) continue;
            const IdText subject = layout.person_id(contact.person);
            EntryRow row;
            row.date = day_in(rng, contact.span.intersect({new_year, year_end}));
            row.actor = actor;
            row.item = chance(rng, 850) ? "targeted_service" : "care_visit";
            row.subject = subject;
            row.channel = chance(rng, 600) ? "visit" : "wechat";
            row.verified = yes_or_no(!chance(rng, 50));
            writer.write(row);
        }
    }
}

} // namespace jifen::synthetic
