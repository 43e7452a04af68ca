#include "admission/entry_checks.hpp"

#include "core/byte_lookup.hpp"
#include "core/day_rows.hpp"

#include <algorithm>
#include <array>

namespace jifen {

namespace {

constexpr std::size_t most_cells = std::size_t{1} << 22U;

constexpr std::uint8_t state_of(Verdict refusal) noexcept { return static_cast<std::uint8_t>(refusal); }
static_assert(state_of(Verdict::unknown_level) < Admission::valid, "the least is the verdict");

// What day and item say: the state of an entry that they refuse, or that they do not, with what the item asks.
constexpr std::uint8_t not_refused = 0x80;
constexpr std::uint8_t asks_verified = 2; // 1 would be asked as a bool, of which compilers make no vectors
constexpr std::uint8_t asks_household = 4;
constexpr std::uint8_t asks_person = 8;

std::size_t cells_of(const Program& program) noexcept {
    return (static_cast<std::size_t>(program.window().days()) + 1) * (program.rules().items.size() + 1);
}

bool is_in_force(const Item& item, Day day) noexcept {
    return item.days.contains(day) && (item.scoring != Scoring::points || version_on(item, day) != nullptr);
}

std::uint8_t asks_of(const Item& item) noexcept {
    return static_cast<std::uint8_t>(not_refused | (item.verified ? asks_verified : 0) |
                                     (item.subject == SubjectRule::household ? asks_household : 0) |
                                     (item.subject == SubjectRule::person ? asks_person : 0));
}

} // namespace

bool EntryChecks::can_ask(const DistrictData& district, const Program& program) noexcept {
    const std::size_t codes = program.rules().items.size() + 1;
    return cells_of(program) <= most_cells && program.rules().items.size() <= ItemCodes::most_items &&
           codes * (district.channel_words.size() + 1) <= most_cells &&
           codes * (district.level_words.size() + 1) <= most_cells;
}

bool EntryChecks::pay_for(const Program& program, std::size_t entries) noexcept { return cells_of(program) <= entries; }

EntryChecks::EntryChecks(const DistrictData& district, const Program& program, const Binding& binding,
                         std::optional<Day> known_at)
    : ledger_(district.ledger), codes_(district, binding), known_at_(known_at),
      record_within_(program.rules().record_within_days),
      first_day_(static_cast<std::uint32_t>(program.window().first().number())),
      days_(static_cast<std::uint32_t>(program.window().days())),
      households_(static_cast<std::uint32_t>(district.households.size())),
      people_(static_cast<std::uint32_t>(district.people.size())) {
    const auto& items = program.rules().items;
    const std::size_t codes = items.size() + 1;
    role_set_.assign(codes, static_cast<std::uint8_t>(binding.role_sets().size()));
    of_day_and_item_.assign(cells_of(program), state_of(Verdict::unknown_item));
    const std::size_t channels = district.channel_words.size() + 1;
    const std::size_t levels = district.level_words.size() + 1;
    const bool any_channel = std::ranges::any_of(items, [](const Item& item) { return !item.channels.empty(); });
    const bool any_level = std::ranges::any_of(items, [](const Item& i) { return i.scoring == Scoring::by_level; });
    if (any_channel) channels_.assign(codes * channels, 0);
    if (any_level) levels_.assign(codes * levels, 0);
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Item& item = items[i];
        const ItemId id = ItemId::at(i);
        const std::size_t code = ItemCodes::of(id);
        role_set_[code] = static_cast<std::uint8_t>(binding.role_set_of(id));
        any_verified_ = any_verified_ || item.verified;
        any_subject_ = any_subject_ || item.subject != SubjectRule::any;
        for (std::uint32_t day = 0; day < days_; ++day) {
            const bool in_force = is_in_force(item, program.window().first().plus(static_cast<std::int32_t>(day)));
            of_day_and_item_[day * codes + code] = in_force ? asks_of(item) : state_of(Verdict::not_in_force);
        }
        for (std::size_t c = 0; any_channel && c < channels; ++c) {
            const ChannelWord channel = c == 0 ? ChannelWord::none() : ChannelWord::at(c - 1);
            channels_[code * channels + c] = binding.takes_channel(id, channel) ? 0 : 1;
        }
        for (std::size_t l = 0; item.scoring == Scoring::by_level && l < levels; ++l) {
            const LevelWord level = l == 0 ? LevelWord::none() : LevelWord::at(l - 1);
            levels_[code * levels + l] = binding.points_at(id, level) ? 0 : 1;
        }
    }
    std::fill_n(&of_day_and_item_[days_ * codes], codes, state_of(Verdict::outside_window));
    rows_ = join_equal_rows(codes, of_day_and_item_);
    one_row_ = rows_.front() == rows_[days_ - 1];
}

/// A few hundred entries, their columns as they are asked for, and what was answered.
struct EntryChecks::Tile {
    static constexpr std::size_t size = 512;

    std::uint32_t begin;
    std::size_t count;
    bool of_one_actor;
    std::array<std::uint8_t, size> code;  ///< of the item
    std::array<std::uint8_t, size> asked; ///< what day and item say
    std::array<std::uint8_t, size> state; ///< by what was asked until now
    std::array<std::uint8_t, size> bytes;
    std::array<std::uint32_t, size> numbers;
    std::array<std::int32_t, size> day, other_day; ///< their numbers

    template <class Column, class Number>
    const Number* read(const Column& column, std::array<Number, size>& into) const {
        column.read(begin, std::span(into).first(count));
        return into.data();
    }
    /// Those of which it is true are refused, unless an earlier question refuses them.
    template <Verdict refusal, class Question>
    void refuse_where(const Question& question) {
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint8_t answer = question(i) ? state_of(refusal) : Admission::valid;
            const std::uint8_t before = state[i];
            state[i] = answer < before ? answer : before;
        }
    }
};

bool EntryChecks::is_throughout(const HeldRoles& held) const noexcept {
    return std::ranges::all_of(held, [&](const std::vector<Span>& spans) {
        return spans.size() == 1 && static_cast<std::uint32_t>(spans.front().days()) == days_;
    });
}

void EntryChecks::judge(std::uint32_t begin, const HeldRoles* held, std::span<std::uint8_t> states) const {
    const bool asks_roles = held != nullptr && !is_throughout(*held);
    Tile tile; // NOLINT(cppcoreguidelines-pro-type-member-init): each column is written before it is read
    tile.of_one_actor = held != nullptr;
    for (std::size_t done = 0; done < states.size(); done += tile.count) {
        tile.begin = begin + static_cast<std::uint32_t>(done);
        tile.count = std::min(Tile::size, states.size() - done);
        ask_day_and_item(tile);
        ask_withdrawn(tile);
        if (record_within_) ask_late(tile);
        if (any_verified_) ask_verified(tile);
        if (!channels_.empty()) ask_word<Verdict::wrong_channel>(tile, ledger_.channel, channels_);
        if (any_subject_) ask_subject(tile);
        if (!levels_.empty()) ask_word<Verdict::unknown_level>(tile, ledger_.level, levels_);
        if (asks_roles) ask_roles(tile, *held);
        if (known_at_) ask_known(tile);
        std::copy_n(tile.state.begin(), tile.count, states.begin() + static_cast<std::ptrdiff_t>(done));
    }
}

/// Where the row begins in which all days of the tile are, if they are known to be in one.
std::optional<std::uint32_t> EntryChecks::row_of_all(const Tile& tile) const noexcept {
    if (one_row_) {
        const auto [least, most] = ledger_.day.bounds(tile.begin, tile.begin + tile.count);
        const std::int64_t first = static_cast<std::int32_t>(first_day_); // days before 1970 are negative
        if (least >= first && most - first < days_) return rows_.front();
    }
    if (!tile.of_one_actor) return std::nullopt;
    // Hers are in the order of days, and days of one row follow each other, but for those outside.
    const auto day_of = [&](std::size_t i) {
        return std::min(static_cast<std::uint32_t>(ledger_.day[tile.begin + i].number()) - first_day_, days_);
    };
    const std::uint32_t first = day_of(0), last = day_of(tile.count - 1);
    if (first == days_ || rows_[first] != rows_[last]) return std::nullopt;
    return rows_[first];
}

/// The window, the item and its days; what the item asks of its entries.
void EntryChecks::ask_day_and_item(Tile& tile) const {
    const auto codes = std::span(tile.code).first(tile.count);
    codes_.read(ledger_, tile.begin, codes);
    const std::uint8_t* const cells = of_day_and_item_.data();
    if (const auto row = row_of_all(tile)) {
        look_up(std::span(cells + *row, code_count()), codes, tile.asked.data(), widest_vectors());
    } else {
        const std::uint32_t* const days = tile.read(ledger_.day, tile.numbers);
        for (std::size_t i = 0; i < tile.count; ++i)
            tile.asked[i] = cells[rows_[std::min(days[i] - first_day_, days_)] + tile.code[i]];
    }
    for (std::size_t i = 0; i < tile.count; ++i)
        tile.state[i] = tile.asked[i] < not_refused ? tile.asked[i] : Admission::valid;
}

/// The last question, for its answer is another one where it alone refuses.
void EntryChecks::ask_roles(Tile& tile, const HeldRoles& held) const {
    const auto refuse_where = [&tile](const auto& lacks_role) {
        constexpr std::uint8_t refused = state_of(Verdict::role_not_held);
        for (std::size_t i = 0; i < tile.count; ++i) {
            const std::uint8_t otherwise = tile.state[i];
            const std::uint8_t lacking =
                otherwise == Admission::valid ? Admission::valid_but_role : std::min(otherwise, refused);
            tile.state[i] = lacks_role(i) ? lacking : otherwise;
        }
    };
    const std::int32_t* const days = tile.read(ledger_.day, tile.day);
    struct Days {
        std::uint32_t first = 0, count = 0;
    };
    std::array<Days, ItemCodes::most_items + 1> pieces; // behind the last set stands one that nobody holds
    bool in_one_piece = true;
    for (std::size_t set = 0; set < held.size(); ++set) {
        in_one_piece = in_one_piece && held[set].size() <= 1;
        if (!held[set].empty()) {
            pieces[set] = {static_cast<std::uint32_t>(held[set].front().from.number()),
                           static_cast<std::uint32_t>(held[set].front().days())};
        }
    }
    const std::uint8_t* const set_of_code = role_set_.data();
    if (in_one_piece) {
        refuse_where([&](std::size_t i) {
            const Days& piece = pieces[set_of_code[tile.code[i]]];
            return static_cast<std::uint32_t>(days[i]) - piece.first >= piece.count;
        });
        return;
    }
    refuse_where([&](std::size_t i) {
        const std::size_t set = set_of_code[tile.code[i]];
        return set == held.size() ||
               std::ranges::none_of(held[set], [&](const Span& span) { return span.contains(Day(days[i])); });
    });
}

/// It withdraws another entry, or another one withdraws it.
void EntryChecks::ask_withdrawn(Tile& tile) const {
    const std::size_t end = tile.begin + tile.count;
    if (ledger_.cancels.bounds(tile.begin, end).second > 0) {
        const std::uint8_t* const cancels = tile.read(ledger_.cancels, tile.bytes);
        tile.refuse_where<Verdict::cancels>([&](std::size_t i) { return cancels[i] != 0; });
    }
    const std::int32_t last = known_at_.value_or(Day::never_ends().plus(-1)).number();
    if (ledger_.withdrawn.bounds(tile.begin, end).first > last) return;
    const std::int32_t* const withdrawn = tile.read(ledger_.withdrawn, tile.other_day);
    tile.refuse_where<Verdict::cancelled>([&](std::size_t i) { return withdrawn[i] <= last; });
}

void EntryChecks::ask_late(Tile& tile) const {
    const std::int32_t* const days = tile.read(ledger_.day, tile.day);
    const std::int32_t* const recorded = tile.read(ledger_.recorded, tile.other_day);
    const std::int32_t within = *record_within_;
    tile.refuse_where<Verdict::recorded_late>([&](std::size_t i) { return recorded[i] - days[i] > within; });
}

/// What is not known yet has no verdict, whatever it would be.
void EntryChecks::ask_known(Tile& tile) const {
    const std::int32_t* const recorded = tile.read(ledger_.recorded, tile.other_day);
    const std::int32_t last = known_at_->number();
    for (std::size_t i = 0; i < tile.count; ++i)
        tile.state[i] = recorded[i] > last ? Admission::unknown : tile.state[i];
}

// What an item asks is told of entries only that are not refused already: of others the least refusal is another.

void EntryChecks::ask_verified(Tile& tile) const {
    const std::uint8_t* const verified = tile.read(ledger_.verified, tile.bytes);
    constexpr auto yes = static_cast<std::uint8_t>(Verified::yes);
    tile.refuse_where<Verdict::unverified>(
        [&](std::size_t i) { return ((tile.asked[i] & asks_verified) != 0) & (verified[i] != yes); });
}

void EntryChecks::ask_subject(Tile& tile) const {
    const std::uint32_t* const subjects = tile.read(ledger_.subject, tile.numbers);
    const std::uint32_t households = households_;
    const std::uint32_t people = people_;
    tile.refuse_where<Verdict::wrong_subject>(
        [&](std::size_t i) { return ((tile.asked[i] & asks_household) != 0) & (subjects[i] >= households); });
    tile.refuse_where<Verdict::wrong_subject>(
        [&](std::size_t i) { return ((tile.asked[i] & asks_person) != 0) & (subjects[i] - households >= people); });
}

template <Verdict refusal, class Word>
void EntryChecks::ask_word(Tile& tile, const PackedColumn<Word>& column,
                           const std::vector<std::uint8_t>& refused) const {
    const std::uint32_t* const words = tile.read(column, tile.numbers);
    const auto count = static_cast<std::uint32_t>(refused.size() / code_count());
    const std::uint8_t* const table = refused.data();
    tile.refuse_where<refusal>([&](std::size_t i) { return table[tile.code[i] * count + (words[i] + 1)] != 0; });
}

} // namespace jifen
