#include "admission/entry_checks.hpp"

#include "core/day_rows.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

namespace jifen {

namespace {

constexpr std::size_t most_items = 254;
constexpr std::size_t most_cells = std::size_t{1} << 22U;

using Bits = std::uint16_t;

/// The refusals from the lowest bit on, in the order in which they are verdicts.
constexpr Bits unknown_yet = 1; ///< recorded after `known_at`
constexpr Bits bit_of(Verdict verdict) noexcept { return static_cast<Bits>(2U << static_cast<unsigned>(verdict)); }
constexpr Bits all_refusals = static_cast<Bits>(2 * bit_of(Verdict::unknown_level) - 1);
// What the item asks of its entries.
constexpr Bits asks_verified = 1U << 12U;
constexpr Bits asks_household = 1U << 13U;
constexpr Bits asks_person = 1U << 14U;
static_assert(all_refusals < asks_verified);

std::size_t cells_of(const DistrictData& district, const Program& program) noexcept {
    return (static_cast<std::size_t>(program.window().days()) + 1) * (district.item_words.size() + 1);
}

bool is_in_force(const Item& item, Day day) noexcept {
    return item.days.contains(day) && (item.scoring != Scoring::points || version_on(item, day) != nullptr);
}

Bits asks_of(const Item& item) noexcept {
    return static_cast<Bits>((item.verified ? asks_verified : 0) |
                             (item.subject == SubjectRule::household ? asks_household : 0) |
                             (item.subject == SubjectRule::person ? asks_person : 0));
}

} // namespace

bool EntryChecks::can_ask(const DistrictData& district, const Program& program) noexcept {
    const std::size_t words = district.item_words.size() + 1;
    return cells_of(district, program) <= most_cells && program.rules().items.size() <= most_items &&
           words * (district.channel_words.size() + 1) <= most_cells &&
           words * (district.level_words.size() + 1) <= most_cells;
}

bool EntryChecks::pay_for(const DistrictData& district, const Program& program, std::size_t entries) noexcept {
    return cells_of(district, program) <= entries;
}

EntryChecks::EntryChecks(const DistrictData& district, const Program& program, const Binding& binding,
                         std::optional<Day> known_at)
    : ledger_(district.ledger), known_at_(known_at), record_within_(program.rules().record_within_days),
      first_day_(static_cast<std::uint32_t>(program.window().first().number())),
      days_(static_cast<std::uint32_t>(program.window().days())),
      households_(static_cast<std::uint32_t>(district.households.size())),
      people_(static_cast<std::uint32_t>(district.people.size())) {
    const auto& items = program.rules().items;
    const std::size_t words = district.item_words.size() + 1;
    role_set_.assign(words, static_cast<std::uint8_t>(binding.role_sets().size()));
    of_day_and_item_.assign(cells_of(district, program), bit_of(Verdict::unknown_item));
    const std::size_t channels = district.channel_words.size() + 1;
    const std::size_t levels = district.level_words.size() + 1;
    const bool any_channel = std::ranges::any_of(items, [](const Item& item) { return !item.channels.empty(); });
    const bool any_level = std::ranges::any_of(items, [](const Item& i) { return i.scoring == Scoring::by_level; });
    if (any_channel) channels_.assign(words * channels, 0);
    if (any_level) levels_.assign(words * levels, 0);
    for (std::size_t w = 1; w < words; ++w) {
        const ItemId id = binding.item_of(ItemWord::at(w - 1));
        if (!id) continue;
        const Item& item = items[id.index()];
        role_set_[w] = static_cast<std::uint8_t>(binding.role_set_of(id));
        any_verified_ = any_verified_ || item.verified;
        any_subject_ = any_subject_ || item.subject != SubjectRule::any;
        for (std::uint32_t day = 0; day < days_; ++day) {
            const bool in_force = is_in_force(item, program.window().first().plus(static_cast<std::int32_t>(day)));
            of_day_and_item_[day * words + w] =
                static_cast<Bits>(asks_of(item) | (in_force ? 0 : bit_of(Verdict::not_in_force)));
        }
        for (std::size_t c = 0; any_channel && c < channels; ++c) {
            const ChannelWord channel = c == 0 ? ChannelWord::none() : ChannelWord::at(c - 1);
            if (!binding.takes_channel(id, channel)) channels_[w * channels + c] = bit_of(Verdict::wrong_channel);
        }
        for (std::size_t l = 0; item.scoring == Scoring::by_level && l < levels; ++l) {
            const LevelWord level = l == 0 ? LevelWord::none() : LevelWord::at(l - 1);
            if (!binding.points_at(id, level)) levels_[w * levels + l] = bit_of(Verdict::unknown_level);
        }
    }
    for (std::size_t w = 0; w < words; ++w) of_day_and_item_[days_ * words + w] |= bit_of(Verdict::outside_window);
    rows_ = join_equal_rows(words, of_day_and_item_);
    states_[0] = Admission::valid;
    for (unsigned bits = 1; bits <= all_refusals; ++bits) {
        const auto first = static_cast<std::uint8_t>(std::countr_zero(bits));
        states_[bits] = first == 0 ? Admission::unknown : static_cast<std::uint8_t>(first - 1);
    }
    states_[bit_of(Verdict::role_not_held)] = Admission::valid_but_role;
}

/// A few hundred entries, their columns as they are asked for, and what was answered.
struct EntryChecks::Tile {
    static constexpr std::size_t size = 512;

    std::uint32_t begin;
    std::size_t count;
    std::array<std::uint32_t, size> day;  ///< its number
    std::array<std::uint32_t, size> word; ///< of the item
    std::array<Bits, size> bits;
    std::array<std::uint32_t, size> numbers;
    std::array<std::int32_t, size> other_days;

    template <class Column, class Number>
    const Number* read(const Column& column, std::array<Number, size>& into) const {
        column.read(begin, std::span(into).first(count));
        return into.data();
    }
    /// Sets the bit of every entry of which it is true.
    template <Bits refusal, class Question>
    void refuse_where(const Question& question) {
        for (std::size_t i = 0; i < count; ++i)
            bits[i] = static_cast<Bits>(bits[i] | (question(i, bits[i]) ? refusal : 0));
    }
};

void EntryChecks::judge(std::uint32_t begin, const std::vector<std::vector<Span>>& held,
                        std::span<std::uint8_t> states) const {
    Tile tile; // NOLINT(cppcoreguidelines-pro-type-member-init): each column is written before it is read
    for (std::size_t done = 0; done < states.size(); done += Tile::size) {
        tile.begin = begin + static_cast<std::uint32_t>(done);
        tile.count = std::min(Tile::size, states.size() - done);
        ask_day_and_item(tile);
        ask_roles(tile, held);
        ask_withdrawn(tile);
        if (record_within_ || known_at_) ask_recorded(tile);
        if (any_verified_) ask_verified(tile);
        if (!channels_.empty()) ask_word<bit_of(Verdict::wrong_channel)>(tile, ledger_.channel, channels_);
        if (any_subject_) ask_subject(tile);
        if (!levels_.empty()) ask_word<bit_of(Verdict::unknown_level)>(tile, ledger_.level, levels_);
        tell_states(tile, states.data() + done);
    }
}

void EntryChecks::tell_states(const Tile& tile, std::uint8_t* states) const {
    const std::uint8_t* const state_of = states_.data();
    const auto tell = [&](std::size_t i) { states[i] = state_of[tile.bits[i] & all_refusals]; };
    std::uint16_t refused = 0;
    for (std::size_t i = 0; i < tile.count; ++i)
        refused = static_cast<std::uint16_t>(refused + ((tile.bits[i] & all_refusals) != 0 ? 1 : 0));
    std::size_t i = 0;
    // Where few are refused four are looked at together. Where many are, nobody can guess which.
    constexpr std::size_t together = 4, few = 32;
    if (refused * few <= tile.count) {
        constexpr std::uint64_t refusals = 0x0001'0001'0001'0001ULL * all_refusals;
        for (; i + together <= tile.count; i += together) {
            std::uint64_t bits = 0;
            std::memcpy(&bits, tile.bits.data() + i, sizeof bits);
            if ((bits & refusals) == 0) {
                std::memset(states + i, Admission::valid, together);
            } else {
                for (std::size_t k = i; k < i + together; ++k) tell(k);
            }
        }
    }
    for (; i < tile.count; ++i) tell(i);
}

/// The window, the item and its days; what the item asks of its entries.
void EntryChecks::ask_day_and_item(Tile& tile) const {
    tile.read(ledger_.day, tile.day);
    tile.read(ledger_.item, tile.word);
    const std::uint32_t first_day = first_day_;
    const std::uint32_t outside = days_;
    const std::uint32_t* const rows = rows_.data();
    const Bits* const cells = of_day_and_item_.data();
    for (std::size_t i = 0; i < tile.count; ++i)
        tile.bits[i] = cells[rows[std::min(tile.day[i] - first_day, outside)] + tile.word[i] + 1];
}

void EntryChecks::ask_roles(Tile& tile, const std::vector<std::vector<Span>>& held) const {
    constexpr Bits refusal = bit_of(Verdict::role_not_held);
    // Most hold their roles from end to end of the window, or in one piece.
    const auto is_throughout = [&](const std::vector<Span>& spans) {
        return spans.size() == 1 && static_cast<std::uint32_t>(spans.front().days()) == days_;
    };
    if (std::ranges::all_of(held, is_throughout)) return;
    struct Days {
        std::uint32_t first = 0, count = 0;
    };
    std::array<Days, most_items + 1> pieces; // behind the last set stands one that nobody holds
    bool in_one_piece = true;
    for (std::size_t set = 0; set < held.size(); ++set) {
        in_one_piece = in_one_piece && held[set].size() <= 1;
        if (!held[set].empty()) {
            pieces[set] = {static_cast<std::uint32_t>(held[set].front().from.number()),
                           static_cast<std::uint32_t>(held[set].front().days())};
        }
    }
    const std::uint8_t* const set_of_word = role_set_.data();
    if (in_one_piece) {
        tile.refuse_where<refusal>([&](std::size_t i, Bits) {
            const Days& days = pieces[set_of_word[tile.word[i] + 1]];
            return tile.day[i] - days.first >= days.count;
        });
        return;
    }
    tile.refuse_where<refusal>([&](std::size_t i, Bits) {
        const std::size_t set = set_of_word[tile.word[i] + 1];
        const Day day(static_cast<std::int32_t>(tile.day[i]));
        return set == held.size() ||
               std::ranges::none_of(held[set], [&](const Span& span) { return span.contains(day); });
    });
}

/// It withdraws another entry, or another one withdraws it.
void EntryChecks::ask_withdrawn(Tile& tile) const {
    const std::size_t end = tile.begin + tile.count;
    if (ledger_.cancels.bounds(tile.begin, end).second > 0) {
        const std::uint32_t* const cancels = tile.read(ledger_.cancels, tile.numbers);
        tile.refuse_where<bit_of(Verdict::cancels)>([&](std::size_t i, Bits) { return cancels[i] != 0; });
    }
    const std::int32_t last = known_at_.value_or(Day::never_ends().plus(-1)).number();
    if (ledger_.withdrawn.bounds(tile.begin, end).first > last) return;
    const std::int32_t* const withdrawn = tile.read(ledger_.withdrawn, tile.other_days);
    tile.refuse_where<bit_of(Verdict::cancelled)>([&](std::size_t i, Bits) { return withdrawn[i] <= last; });
}

/// Not known by `known_at`, or recorded too late.
void EntryChecks::ask_recorded(Tile& tile) const {
    const std::int32_t* const recorded = tile.read(ledger_.recorded, tile.other_days);
    if (known_at_) {
        const std::int32_t last = known_at_->number();
        tile.refuse_where<unknown_yet>([&](std::size_t i, Bits) { return recorded[i] > last; });
    }
    if (record_within_) {
        const std::int32_t within = *record_within_;
        tile.refuse_where<bit_of(Verdict::recorded_late)>(
            [&](std::size_t i, Bits) { return recorded[i] - static_cast<std::int32_t>(tile.day[i]) > within; });
    }
}

void EntryChecks::ask_verified(Tile& tile) const {
    const std::uint32_t* const verified = tile.read(ledger_.verified, tile.numbers);
    constexpr auto yes = static_cast<std::uint32_t>(Verified::yes);
    tile.refuse_where<bit_of(Verdict::unverified)>(
        [&](std::size_t i, Bits bits) { return ((bits & asks_verified) != 0) & (verified[i] != yes); });
}

void EntryChecks::ask_subject(Tile& tile) const {
    const std::uint32_t* const subjects = tile.read(ledger_.subject, tile.numbers);
    const std::uint32_t households = households_;
    const std::uint32_t people = people_;
    tile.refuse_where<bit_of(Verdict::wrong_subject)>([&](std::size_t i, Bits bits) {
        const std::uint32_t subject = subjects[i];
        return (((bits & asks_household) != 0) & (subject >= households)) |
               (((bits & asks_person) != 0) & (subject - households >= people));
    });
}

template <EntryChecks::Bits refusal, class Word>
void EntryChecks::ask_word(Tile& tile, const PackedColumn<Word>& column, const std::vector<Bits>& refusals) const {
    const std::uint32_t* const words = tile.read(column, tile.numbers);
    const auto count = static_cast<std::uint32_t>(refusals.size() / word_count());
    const Bits* const table = refusals.data();
    tile.refuse_where<refusal>(
        [&](std::size_t i, Bits) { return table[(tile.word[i] + 1) * count + (words[i] + 1)] != 0; });
}

} // namespace jifen
