#include "synthetic/knowledge.hpp"

#include "synthetic/calendar.hpp"
#include "synthetic/rng_row.hpp"

#include <algorithm>

namespace jifen::synthetic {

namespace {

/// One leader's answers about one household.
class Asker {
public:
    Asker(MadeGrid& grid, const Holder& leader, const Temper& temper, RowIds& ids, const RowSink<KnowledgeRow>& sink)
        : layout_(grid.layout()), knows_(temper.knows), knower_(layout_.person_id(leader.person)),
          days_(leader.span.intersect({new_year.plus(-300), year_end})), ids_(ids), sink_(sink),
          rngs_(layout_.seed, Stream::knowledge) {}

    void ask(const Household& household, const IdText& home) {
        CounterRng rng = rngs_.of(std::uint64_t{days_.from > new_year} << 32 | household.number);
        const Span days = days_.intersect(household.span);
        if (days.empty() || !chance(rng, std::min(990, knows_ + 40))) return;
        const bool somebody_missing = chance(rng, 30);
        if (chance(rng, 120)) people(rng, household, home, first_half(rng, days), false); // an earlier answer
        // One in thirty was last asked more than a year ago.
        const Day asked = chance(rng, 33) ? day_in(rng, {days.from, std::min(days.until, days.from.plus(100))})
                                          : day_in(rng, {std::max(days.from, days.until.plus(-330)), days.until});
        people(rng, household, home, asked, somebody_missing);
        for (const Resident& person : household) matters(rng, person, days);
    }

private:
    static Day first_half(CounterRng& rng, const Span& days) {
        return day_in(rng, {days.from, days.from.plus((days.days() + 1) / 2)});
    }

    /// Mostly within the last two months she was in office, else any earlier day.
    static Day recent(CounterRng& rng, const Span& days, int fresh_per_mille) {
        const Day two_months_ago = std::max(days.from, days.until.plus(-60));
        if (chance(rng, fresh_per_mille) || two_months_ago == days.from)
            return day_in(rng, {two_months_ago, days.until});
        return day_in(rng, {std::max(days.from, days.until.plus(-350)), two_months_ago});
    }

    bool asked(CounterRng& rng, int of_thousand) const { return chance(rng, knows_ * of_thousand / 1000); }

    void write(Day date, Stage stage, std::string_view subject, std::string_view object) {
        sink_({ids_.next(), date, knower_, stage, subject, object});
    }

    void people(CounterRng& rng, const Household& household, const IdText& home, Day date, bool somebody_missing) {
        const std::uint32_t forgotten = somebody_missing ? below(rng, household.people_count) : household.people_count;
        for (std::uint32_t i = 0; i < household.people_count; ++i) {
            const Resident& person = household.people[i];
            if (i == forgotten || !person.span.contains(date)) continue;
            write(date, Stage::people, home, layout_.person_id(person.number));
        }
    }

    void matters(CounterRng& rng, const Resident& person, const Span& days) {
        if (!asked(rng, 1020)) return;
        const IdText her = layout_.person_id(person.number);
        const Day date = recent(rng, days, 930);
        // An answer of "none" beside matters of the same day would contradict itself.
        if (const Day earlier = first_half(rng, days); chance(rng, 60) && earlier < date) {
            write(earlier, Stage::matters, her, "");
        }
        const auto count = pick(rng, std::array{700, 250, 50});
        if (count == 0) write(date, Stage::matters, her, "");
        for (std::uint32_t i = 1; i <= count; ++i) {
            const IdText matter = topic('M', person, i);
            write(date, Stage::matters, her, matter);
            if (asked(rng, 1010)) circumstances(rng, person, i, matter, days);
        }
    }

    void circumstances(CounterRng& rng, const Resident& person, std::uint32_t i, const IdText& matter,
                       const Span& days) {
        const IdText circumstance = topic('C', person, i);
        write(recent(rng, days, 940), Stage::circumstances, matter, circumstance);
        if (!asked(rng, 1010)) return;
        const Day date = recent(rng, days, 940);
        if (chance(rng, 250)) {
            write(date, Stage::needs, circumstance, "");
            return;
        }
        const IdText need = topic('N', person, i);
        write(date, Stage::needs, circumstance, need);
        if (!asked(rng, 990)) return;
        write(recent(rng, days, 940), Stage::help, need, topic('F', person, i));
        if (chance(rng, 150)) write(recent(rng, days, 940), Stage::help, need, topic('F', person, i + 5));
    }

    /// `M0012000-1`: the person's number and a count.
    [[nodiscard]] IdText topic(char letter, const Resident& person, std::uint32_t count) const {
        const IdText her = layout_.person_id(person.number);
        IdText id;
        id.add(letter);
        for (const char c : her.view().substr(1)) id.add(c);
        id.add('-');
        id.add(count, 1);
        return id;
    }

    const Layout& layout_;
    int knows_;
    IdText knower_;
    Span days_;
    RowIds& ids_;
    const RowSink<KnowledgeRow>& sink_;
    RngRow rngs_;
};

} // namespace

void emit_knowledge(MadeGrid& grid, const RowSink<KnowledgeRow>& sink) {
    const std::vector<Household>& households = grid.households();
    const std::vector<IdText>& homes = grid.household_ids();
    const Posts& posts = grid.posts();
    RowIds ids(grid.layout(), 'K', grid.place().grid);
    for (std::size_t i = 0; i < posts.leaders.size(); ++i) {
        Asker asker(grid, posts.leaders[i], grid.leader_tempers()[i], ids, sink);
        for (std::size_t h = 0; h < households.size(); ++h) asker.ask(households[h], homes[h]);
    }
}

} // namespace jifen::synthetic
