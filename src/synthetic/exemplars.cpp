#include "synthetic/exemplars.hpp"

#include "synthetic/calendar.hpp"

#include <algorithm>

namespace jifen::synthetic {

namespace {

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

/// The `step`-th grid from this one, round its village.
MadeGrid& neighbour(MadeGrids& grids, const Place& place, std::uint32_t step) {
    const GridRange& village = place.village_grids;
    return grids.at(village.begin + (place.grid - village.begin + step) % village.size());
}

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

void emit_leads(MadeGrids& grids, const Place& place, const Holder& member, CounterRng& rng, const LinkWriter& write) {
    // Some lead a handful, most about ten, a few more.
    int wanted = chance(rng, 120) ? between(rng, 0, 6) : between(rng, 8, 14);
    for (std::uint32_t step = 0; step < place.village_grids.size() && wanted > 0; ++step) {
        for (const std::uint32_t exemplar : neighbour(grids, place, step).exemplars()) {
            if (wanted-- <= 0) break;
            write(member.person, exemplar, LinkKind::leads, link_span(rng));
        }
    }
}

/// Women of the village: from a place in the list of the `first`-th grid from this one, then of the next grids.
void make_contacts(MadeGrids& grids, const Place& place, std::uint32_t first, std::uint32_t start, int wanted,
                   CounterRng& rng, std::vector<Contact>& contacts) {
    contacts.clear();
    for (std::uint32_t step = 0; step < place.village_grids.size() && wanted > 0; ++step) {
        const auto& list = neighbour(grids, place, first + step).women();
        const auto count = static_cast<std::uint32_t>(list.size());
        for (std::uint32_t i = 0; i < count && wanted > 0; ++i, --wanted) {
            contacts.push_back({list[(start + i) % count], link_span(rng)});
        }
    }
}

} // namespace

std::vector<std::uint32_t> make_exemplars(MadeGrid& grid) {
    CounterRng rng = rng_of(grid.layout().seed, Stream::exemplars, grid.place().grid);
    const std::uint32_t households = grid.household_count();
    const int wanted = between(rng, 5, 13);
    const std::uint32_t start = below(rng, households);
    const Posts& posts = grid.posts();
    const auto in_post = [&posts](std::uint32_t person) {
        const auto is_she = [person](const Holder& holder) { return holder.person == person; };
        return std::any_of(posts.leaders.begin(), posts.leaders.end(), is_she) ||
               std::any_of(posts.volunteers.begin(), posts.volunteers.end(), is_she);
    };
    std::vector<std::uint32_t> exemplars;
    for (std::uint32_t i = 0; i < households && static_cast<int>(exemplars.size()) < wanted; ++i) {
        for (const Resident& person : grid.household((start + i) % households)) {
            if (!person.female || !person.adult() || in_post(person.number)) continue;
            exemplars.push_back(person.number);
            break;
        }
    }
    return exemplars;
}

std::vector<Served> make_served(MadeGrids& grids, MadeGrid& grid) {
    std::vector<Served> all;
    for (const std::uint32_t exemplar : grid.exemplars()) {
        CounterRng rng = rng_of(grid.layout().seed, Stream::exemplar_links, exemplar);
        const int wanted = between(rng, 3, 12);
        const std::uint32_t next_door = chance(rng, 350) ? 1 : 0;
        Served& served = all.emplace_back(Served{exemplar, {}});
        make_contacts(grids, grid.place(), next_door, below(rng, 200), wanted, rng, served.women);
    }
    return all;
}

void emit_links(MadeGrids& grids, MadeGrid& grid, const std::vector<Served>& served, const RowSink<LinkRow>& sink) {
    const Layout& layout = grid.layout();
    const LinkWriter write{layout, sink};
    std::vector<Contact> contacts;
    for (const Holder& member : grid.posts().members) {
        CounterRng rng = rng_of(layout.seed, Stream::member_links, member.person);
        emit_leads(grids, grid.place(), member, rng, write);
        const int wanted = chance(rng, 100) ? between(rng, 0, 30) : between(rng, 55, 125);
        const std::uint32_t start = below(rng, 200);
        make_contacts(grids, grid.place(), 0, start, wanted, rng, contacts);
        for (const Contact& contact : contacts) write(member.person, contact.person, LinkKind::serves, contact.span);
    }
    for (const auto& [exemplar, women] : served) {
        for (const Contact& contact : women) write(exemplar, contact.person, LinkKind::serves, contact.span);
    }
}

void emit_exemplar_service(const std::vector<Served>& served, EntryWriter& writer) {
    const Layout& layout = writer.layout();
    for (const auto& [exemplar, women] : served) {
        CounterRng rng = rng_of(layout.seed, Stream::exemplar_service, exemplar);
        const IdText actor = layout.person_id(exemplar);
        const int diligence = between(rng, 150, 950);
        for (const Contact& contact : women) {
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
