#include "synthetic/visits.hpp"

#include "synthetic/calendar.hpp"
#include "synthetic/rng_row.hpp"

#include <algorithm>

namespace jifen::synthetic {

namespace {

/// When it was written down, for entries not written down on the day itself.
std::optional<Day> recorded_on(CounterRng& rng, const Temper& temper, Day date) {
    const int luck = static_cast<int>(below(rng, 1000));
    if (luck < temper.late) return day_after(rng, date, 32, 75);
    if (luck < temper.late + 180) return day_after(rng, date, 1, 9);
    return std::nullopt;
}

/// The entry written last was made by mistake: withdrawn days later, sometimes only after the year was closed.
void withdraw(CounterRng& rng, const EntryRow& wrong, EntryWriter& writer) {
    const IdText id = writer.last_id();
    EntryRow row;
    const Day written = wrong.recorded.value_or(wrong.date);
    row.date = chance(rng, 100) ? day_after(rng, written, 40, 120) : day_after(rng, written, 0, 12);
    row.actor = wrong.actor;
    row.cancels = id;
    row.note = "误记更正";
    writer.write(row);
}

} // namespace

void emit_visits(MadeGrid& grid, std::size_t month, EntryWriter& writer) {
    const Layout& layout = grid.layout();
    const std::vector<Household>& households = grid.households();
    const std::vector<IdText>& homes = grid.household_ids();
    const Posts& posts = grid.posts();
    const std::vector<Temper>& tempers = grid.leader_tempers();
    const IdText own = layout.grid_id(grid.place().grid);
    std::vector<IdText> actors;
    actors.reserve(posts.leaders.size());
    for (const Holder& leader : posts.leaders) actors.push_back(layout.person_id(leader.person));
    const Span days = month_span(month);
    const auto count = static_cast<int>(households.size());
    RngRow rngs(layout.seed, Stream::visits);
    EntryRow row; // clearing a wide one takes as long as filling it
    // index × (days − 3) / count, without a division for each: the whole days, and how many of `count` parts of the
    // next.
    int planned_after = 0, parts = 0;
    for (int index = 0; index < count; ++index) {
        const Household& household = households[static_cast<std::size_t>(index)];
        CounterRng rng = rngs.of(std::uint64_t{month} << 32 | household.number);
        // She goes from door to door through the month, and round the corner the next day.
        const Day planned = days.from.plus(planned_after);
        for (parts += days.days() - 3; parts >= count; parts -= count) ++planned_after;
        const Day date = std::min(days.until.plus(-1), planned.plus(between(rng, 0, 3)));
        if (!household.span.contains(date)) continue;
        const Holder& leader = posts.leader_on(date);
        const auto in_office = static_cast<std::size_t>(&leader - posts.leaders.data());
        const Temper& temper = tempers[in_office];
        // People are away in the month of the Spring Festival.
        if (!chance(rng, temper.visits_done - (month == 0 ? 45 : 0))) continue;

        // One in a thousand is entered for the grid instead of the household, and counts for nobody.
        row.subject = chance(rng, 1) ? own : homes[static_cast<std::size_t>(index)];
        row.date = date;
        row.actor = actors[in_office];
        // The register of last year called it otherwise; a few went on writing the old word in January.
        row.item = month == 0 && chance(rng, 2) ? "home_call" : "home_visit";
        row.channel = chance(rng, temper.remote) ? "telephone" : "visit";
        row.verified = yes_or_no(!chance(rng, temper.unverified));
        if (row.verified == Verified::no && chance(rng, 300)) row.verified = Verified::unknown;
        row.recorded = recorded_on(rng, temper, date);
        row.note = {};
        writer.write(row);

        const std::uint32_t luck = below(rng, 1000);
        if (luck < 4) {
            withdraw(rng, row, writer);
            if (luck < 2) { // and entered again as it really was
                row.recorded = row.recorded.value_or(date).plus(between(rng, 0, 10));
                row.note = "更正后重新登记";
                writer.write(row);
            }
        } else if (luck < 28 || (household.difficulty != 0 && luck < 250)) {
            // Seen again in the same month: those in difficulty often are.
            row.date = std::min(days.until.plus(-1), date.plus(between(rng, 0, 9)));
            if (!leader.span.contains(row.date)) continue;
            row.recorded = std::nullopt;
            writer.write(row);
        }
    }
}

} // namespace jifen::synthetic
