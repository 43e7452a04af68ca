#include "synthetic/month_work.hpp"

#include "synthetic/calendar.hpp"

#include <algorithm>

namespace jifen::synthetic {

namespace {

constexpr std::size_t march = 2;
constexpr std::size_t april = 3;
constexpr std::size_t july = 6;
constexpr std::size_t october = 9;
constexpr std::size_t november = 10;
constexpr std::size_t december = 11;

/// Draws and writes the entries of one worker in one month.
class Month {
public:
    Month(const Worker& worker, const std::vector<Household>& households, std::size_t month, EntryWriter& writer)
        : worker_(worker), households_(households), month_(month), writer_(writer), layout_(writer.layout()),
          rng_(rng_of(layout_.seed, Stream::month, std::uint64_t{month} << 32 | worker.person)),
          days_(month_span(month).intersect(worker.span)), actor_(layout_.person_id(worker.person)) {}

    void run() {
        if (days_.empty()) return;
        meetings();
        service();
        suggestions();
        voluntary_work();
        registry();
        honours();
        failings();
    }

private:
    /// Per mille: `base` for everyone, `more` for the most active.
    bool happens(int base, int more) { return chance(rng_, base + more * worker_.temper.activity / 1000); }

    EntryRow entry(std::string_view item) {
        EntryRow row;
        row.item = item;
        row.actor = actor_;
        row.date = day_in(rng_, days_);
        const std::uint32_t luck = below(rng_, 1000);
        if (luck < 150) {
            row.recorded = day_after(rng_, row.date, 1, 12);
        } else if (static_cast<int>(luck) > 997 - worker_.temper.late / 3) {
            row.recorded = day_after(rng_, row.date, 32, 70);
        }
        return row;
    }
    EntryRow verified_entry(std::string_view item) {
        EntryRow row = entry(item);
        row.verified = yes_or_no(!chance(rng_, worker_.temper.unverified));
        return row;
    }

    /// A household in difficulty if there is one within a few doors, else any.
    const Household& someone() {
        const auto count = static_cast<std::uint32_t>(households_.size());
        const std::uint32_t start = below(rng_, count);
        for (std::uint32_t i = 0; i < 12; ++i) {
            const Household& household = households_[(start + i) % count];
            if (household.difficulty != 0) return household;
        }
        return households_[start];
    }
    const Household& any_household() {
        return households_[below(rng_, static_cast<std::uint32_t>(households_.size()))];
    }
    /// Its id, or that of one of its people.
    IdText subject(const Household& household, int person_per_mille) {
        if (!chance(rng_, person_per_mille)) return layout_.household_id(household.number);
        return layout_.person_id(household.people[below(rng_, household.people_count)].number);
    }

    void meetings() {
        if (happens(worker_.leader ? 420 : 250, 480)) {
            EntryRow row = entry("exchange");
            row.channel = chance(rng_, 400) ? "online" : "offline";
            writer_.write(row);
        }
        if (happens(150, 520)) {
            EntryRow row = entry("study");
            row.channel = chance(rng_, 550) ? "online" : "offline";
            row.quantity = Quantity::thousandths(std::int64_t{500} * between(rng_, 1, 8));
            writer_.write(row);
        }
    }

    void service() {
        const int rounds = 1 + static_cast<int>(below(rng_, 3));
        for (int i = 0; i < rounds; ++i) {
            if (!happens(200, 550)) continue;
            const Household& household = someone();
            const IdText to = subject(household, 350);
            const IdText act = writer_.new_act();
            EntryRow row = verified_entry("targeted_service");
            row.subject = to;
            row.channel = chance(rng_, 750) ? "visit" : "telephone";
            const bool entered_twice = chance(rng_, 120);
            if (entered_twice || chance(rng_, 200)) row.act = act;
            writer_.write(row);
            if (entered_twice) { // one act under two items: the rulebook says which of them counts
                row.item = chance(rng_, 600) ? "whistle_answered" : "care_visit";
                row.level = row.item == "whistle_answered" ? "grid" : "";
                writer_.write(row);
            }
        }
        if (happens(80, 260)) {
            static constexpr std::array<std::string_view, 4> levels{"grid", "village", "township", "district"};
            const IdText from = subject(someone(), 900);
            EntryRow row = verified_entry("whistle_answered");
            row.subject = from;
            row.level = levels[pick(rng_, std::array{800, 140, 48, 12})];
            static constexpr std::array<std::string_view, 3> channels{"wechat", "telephone", "visit"};
            row.channel = channels[pick(rng_, std::array{550, 300, 150})];
            writer_.write(row);
        }
        // Before the festivals: Spring Festival, Women's Day, Mid-Autumn and Double Ninth, New Year.
        const bool festive = month_ == 0 || month_ == march || month_ == 8 || month_ == october || month_ == december;
        for (int i = festive ? between(rng_, 1, 3) : 0; i > 0; --i) {
            if (!happens(250, 500)) continue;
            const IdText to = subject(someone(), 150);
            EntryRow row = verified_entry("care_visit");
            row.subject = to;
            row.channel = "visit";
            writer_.write(row);
        }
        if (happens(40, 160)) {
            const IdText of = layout_.household_id(someone().number);
            EntryRow row = verified_entry("plan_step");
            row.subject = of;
            row.quantity = Quantity::thousandths(std::int64_t{1000} * between(rng_, 1, 4));
            writer_.write(row);
        }
    }

    void suggestions() {
        if (!happens(60, 330)) return;
        static constexpr std::array<std::string_view, 5> channels{"form", "wechat", "telephone", "email", "visit"};
        EntryRow row = entry("suggestion");
        row.channel = channels[pick(rng_, std::array{350, 300, 150, 80, 120})];
        writer_.write(row);
        if (chance(rng_, 180)) {
            static constexpr std::array<std::string_view, 3> levels{"village", "township", "district"};
            EntryRow adopted = entry("suggestion_adopted");
            adopted.level = levels[pick(rng_, std::array{650, 280, 70})];
            writer_.write(adopted);
        }
    }

    void voluntary_work() {
        for (int i = between(rng_, 1, 3); i > 0; --i) {
            if (!happens(120, 500)) continue;
            EntryRow row = entry("volunteer_hours");
            row.quantity = Quantity::thousandths(std::int64_t{500} * between(rng_, 2, 14));
            writer_.write(row);
        }
        const bool watch = month_ == july || (month_ == july + 1 && chance(rng_, 150));
        for (int i = worker_.flood_duty && watch ? between(rng_, 1, 3) : 0; i > 0; --i) {
            EntryRow row = verified_entry("flood_duty");
            row.quantity = Quantity::thousandths(std::int64_t{1000} * between(rng_, 1, 3));
            writer_.write(row);
        }
    }

    void registry() {
        if (!worker_.leader || month_ % 3 != 2 || !happens(700, 280)) return;
        EntryRow row = verified_entry("registry_update");
        row.quantity =
            Quantity::thousandths(std::int64_t{1000} * between(rng_, 4, static_cast<int>(households_.size())));
        writer_.write(row);
    }

    void honours() {
        const bool season = month_ == march || month_ == december;
        if (happens(season ? 20 : 1, season ? 130 : 6)) {
            // "street" is a word the rulebook does not know: whoever writes it should learn so.
            static constexpr std::array<std::string_view, 7> levels{"village",  "township", "district", "city",
                                                                    "province", "nation",   "street"};
            EntryRow row = entry("honour");
            row.level = levels[pick(rng_, std::array{478, 328, 148, 28, 6, 2, 10})];
            row.recorded = std::nullopt;
            writer_.write(row);
        }
        const IdText family_put_forward = layout_.household_id(any_household().number);
        if ((month_ == april || month_ == november) && happens(worker_.leader ? 620 : 300, 350)) {
            EntryRow row = entry("family_nomination");
            row.subject = family_put_forward;
            row.channel = "form";
            writer_.write(row);
        }
        if (happens(4, 40)) {
            static constexpr std::array<std::string_view, 3> levels{"village", "township", "district"};
            EntryRow row = entry("family_honour");
            row.subject = family_put_forward;
            row.level = levels[pick(rng_, std::array{700, 240, 60})];
            writer_.write(row);
        }
    }

    void failings() {
        const int often = worker_.temper.weak ? 5 : 1;
        if (chance(rng_, 9 * often)) writer_.write(entry("meeting_missed"));
        if (chance(rng_, 6 * often)) writer_.write(entry("report_late"));
        if (chance(rng_, 2 * often)) writer_.write(verified_entry("complaint_upheld"));
        if (worker_.fabricates && month_ == october) {
            EntryRow row = entry("fabricated_records");
            row.verified = Verified::yes;
            row.recorded = std::nullopt;
            row.note = "入户抽查核实";
            writer_.write(row);
        }
    }

    const Worker& worker_;
    const std::vector<Household>& households_;
    std::size_t month_;
    EntryWriter& writer_;
    const Layout& layout_;
    CounterRng rng_;
    Span days_;
    IdText actor_;
};

} // namespace

void emit_month(const Worker& worker, const std::vector<Household>& households, std::size_t month,
                EntryWriter& writer) {
    Month(worker, households, month, writer).run();
}

} // namespace jifen::synthetic
