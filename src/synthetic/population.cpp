#include "synthetic/population.hpp"

#include "synthetic/calendar.hpp"
#include "synthetic/names.hpp"

#include <algorithm>

namespace jifen::synthetic {

namespace {

/// Household sizes 1 to 6: 2.52 people on average.
constexpr std::array<int, Household::most_people> size_weights{220, 330, 250, 130, 50, 20};

IdText year_text(int year) {
    IdText text;
    text.add(static_cast<std::uint64_t>(year), 4);
    return text;
}

Resident make_resident(CounterRng& rng, const Household& household, std::uint32_t index) {
    Resident person;
    person.number = household.number * 10 + index;
    person.span = household.span;
    const Resident& head = household.people[0];
    switch (index) {
    case 0:
        person.female = chance(rng, 430);
        person.born = 1940 + between(rng, 0, 30) + between(rng, 0, 28);
        break;
    case 1:
        person.female = !head.female;
        person.born = std::min(2002, head.born + between(rng, -4, 5));
        break;
    case 2:
        person.female = chance(rng, 490);
        person.born = std::min(2021, head.born + between(rng, 22, 34));
        break;
    case 3: // a second child or a grandparent
        person.female = chance(rng, 520);
        person.born = chance(rng, 550) ? std::min(2022, head.born + between(rng, 25, 38))
                                       : std::max(1930, head.born - between(rng, 20, 30));
        break;
    default: // grandchildren
        person.female = chance(rng, 500);
        person.born = std::min(2022, head.born + between(rng, 46, 60));
        break;
    }
    // Births, deaths, moves of single people.
    if (index >= 2 && person.span.from == Day::always() && chance(rng, 12)) {
        const Day came = day_after(rng, new_year, -500, 360);
        if (came < person.span.until) person.span.from = came;
    } else if (person.span.until == Day::never_ends() && chance(rng, 10)) {
        const Day left = day_after(rng, new_year, -60, 360);
        if (left > person.span.from) person.span.until = left;
    }
    return person;
}

Household make_household(CounterRng rng, std::uint32_t number) {
    Household household;
    household.number = number;
    household.people_count = static_cast<std::uint32_t>(pick(rng, size_weights)) + 1;
    const std::uint32_t fate = below(rng, 1000);
    if (fate < 22) {
        household.span.from = day_after(rng, new_year, 1, 355);
    } else if (fate < 60) {
        household.span.from = day_after(rng, new_year, -1500, -1);
    } else if (fate < 76) {
        household.span.until = day_after(rng, new_year, 10, 364);
    }
    if (chance(rng, 65)) household.difficulty = 1 + below(rng, static_cast<std::uint32_t>(difficulties.size()) - 1);
    for (std::uint32_t i = 0; i < household.people_count; ++i) {
        household.people[i] = make_resident(rng, household, i);
    }
    return household;
}

} // namespace

Household make_household(const Layout& layout, std::uint32_t number) {
    return make_household(rng_of(layout.seed, Stream::household, number), number);
}

std::vector<Household> make_households(const Layout& layout, std::uint32_t grid, std::uint32_t count) {
    std::vector<Household> households;
    households.reserve(count);
    RngRow rngs(layout.seed, Stream::household);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t number = Layout::household_number(grid, i);
        households.push_back(make_household(rngs.of(number), number));
    }
    return households;
}

void emit_household(const Layout& layout, const Household& household, std::string_view id,
                    const RowSink<HouseholdRow>& sink) {
    const IdText grid = layout.grid_id(Layout::grid_of_household(household.number));
    const std::array attributes{difficulties[household.difficulty]};
    sink({id, grid, household.span, attributes});
}

void emit_people(const Layout& layout, const Household& household, std::string_view home, RngRow& names,
                 const RowSink<PersonRow>& sink) {
    CounterRng rng = names.of(household.number);
    const std::uint32_t own_family = rng();
    const std::uint32_t spouse_family = rng();
    std::string name;
    for (const Resident& person : household) {
        const IdText id = layout.person_id(person.number);
        // Wives keep their names; children bear the father's.
        const bool married_in = person.number % 10 == 1 || (person.number % 10 > 1 && household.people[0].female);
        name.assign(family_name(married_in ? spouse_family : own_family));
        append_given_name(name, person.female, rng());
        const IdText born = year_text(person.born);
        const std::array attributes{born.view()};
        sink({id, name, person.female ? Gender::female : Gender::male, home, "", person.span, attributes});
    }
}

void emit_outsider(const Layout& layout, std::uint32_t person, std::string_view unit, const RowSink<PersonRow>& sink) {
    CounterRng rng = rng_of(layout.seed, Stream::person_name, person);
    std::string name(family_name(rng()));
    append_given_name(name, true, rng());
    const IdText id = layout.person_id(person);
    const IdText born = year_text(between(rng, 1962, 1996));
    const std::array attributes{born.view()};
    sink({id, name, Gender::female, "", unit, {}, attributes});
}

} // namespace jifen::synthetic
