#include "entry_intake.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>

namespace jifen {

namespace {

/// Columns of the ledger, in the order of columns_of.
enum EntryColumn : std::size_t {
    entry_id,
    date,
    actor,
    item,
    quantity,
    level,
    subject,
    channel,
    verified,
    act,
    recorded,
    cancels,
    note
};

/// By how long they take about, the longest first.
constexpr std::array<std::size_t, 13> by_work = {entry_id, subject, actor, item,    date,     recorded, act,
                                                 quantity, cancels, level, channel, verified, note};

/// Below so many rows a thread is not worth its start.
constexpr std::size_t rows_for_threads = 1024;

RunOptions for_rows(std::size_t rows, const RunOptions& run) {
    RunOptions options = run.quiet();
    if (rows >= rows_for_threads) return options;
    options.threads = 1;
    options.executor = nullptr;
    return options;
}

} // namespace

const std::array<EntryIntake::Numbered, 7> EntryIntake::numbered = {
    Numbered{actor, &DistrictBuilder::Staging::person_texts, &EntryWriters::actor, why_not_an_id},
    Numbered{item, &DistrictBuilder::Staging::item_words, &EntryWriters::item, why_not_a_cell},
    Numbered{level, &DistrictBuilder::Staging::level_words, &EntryWriters::level, why_not_a_cell},
    Numbered{subject, &DistrictBuilder::Staging::subject_texts, &EntryWriters::subject, why_not_an_id},
    Numbered{channel, &DistrictBuilder::Staging::channel_words, &EntryWriters::channel, why_not_a_cell},
    Numbered{act, &DistrictBuilder::Staging::act_words, &EntryWriters::act, why_not_an_id},
    Numbered{cancels, &DistrictBuilder::Staging::cancelled_texts, &EntryWriters::cancels, why_not_an_id}};

const EntryIntake::Numbered* EntryIntake::find_numbered(std::size_t column) noexcept {
    const auto found =
        std::find_if(numbered.begin(), numbered.end(), [=](const Numbered& one) { return one.column == column; });
    return found == numbered.end() ? nullptr : &*found;
}

/// Of the block; nullptr when it is not there.
const RowBlock::Column* EntryIntake::column_of(std::size_t column) const noexcept {
    return places_[column] == missing ? nullptr : &block_->columns[places_[column]];
}

/// Of the rows of the block, in a column of texts; none when the column is not there.
std::span<const std::string_view> EntryIntake::cells(std::size_t column) const noexcept {
    const RowBlock::Column* const from = column_of(column);
    return from == nullptr ? std::span<const std::string_view>() : std::span(from->texts).first(block_->rows);
}

/// Of a column of texts or of codes; empty when the column is not there.
std::string_view EntryIntake::text(std::size_t column, std::size_t row) const noexcept {
    const RowBlock::Column* const from = column_of(column);
    return from == nullptr ? std::string_view() : from->text(row);
}

/// Of columns whose cells are of a kind that is not taken here.
void EntryIntake::make_texts(RowBlock& block) const {
    using Kind = RowBlock::Column::Kind;
    const auto takes = [](std::size_t column, Kind kind) {
        if (kind == Kind::days) return column == date || column == recorded;
        if (kind == Kind::wholes) return column == quantity;
        return find_numbered(column) != nullptr;
    };
    for (const std::size_t column : by_work) {
        if (places_[column] == missing) continue;
        const Kind kind = block.columns[places_[column]].kind;
        if (kind != Kind::texts && !takes(column, kind)) block.make_texts(places_[column]);
    }
}

void EntryIntake::judge(RowBlock& block, const RunOptions& run, const std::function<void()>& beside) {
    make_texts(block);
    block_ = &block;
    // What is beside takes longest, and is begun first.
    for_each_chunk(1 + by_work.size(), 1, for_rows(block.rows, run), "read the ledger",
                   [&](std::size_t begin, std::size_t end) {
                       if (begin == 0 && beside) beside();
                       for (std::size_t i = std::max<std::size_t>(begin, 1); i < end; ++i) judge_column(by_work[i - 1]);
                   });
    doubtful_.clear();
    for (const Judged& of : judged_) doubtful_.insert(doubtful_.end(), of.doubtful.begin(), of.doubtful.end());
    std::sort(doubtful_.begin(), doubtful_.end());
    doubtful_.erase(std::unique(doubtful_.begin(), doubtful_.end()), doubtful_.end());
}

void EntryIntake::judge_column(std::size_t column) {
    Judged& of = judged_[column];
    of.numbers.clear();
    of.unknown.clear();
    of.added = 0;
    of.doubtful.clear();
    if (const Numbered* const one = find_numbered(column)) judge_texts(*one);
    switch (column) {
    case entry_id: {
        const auto ids = cells(column);
        for (std::uint32_t row = 0; row < ids.size(); ++row)
            if (!why_not_an_id(ids[row]).empty()) of.doubtful.push_back(row);
        return;
    }
    case date:
        return judge_days(column, days_);
    case recorded:
        return judge_days(column, recorded_);
    case actor:
        return judge_needed(column);
    case item:
        return judge_needed(column, cancels);
    case quantity:
        return judge_quantities();
    case verified:
        return judge_verified();
    case note: {
        const auto notes = cells(column);
        for (std::uint32_t row = 0; row < notes.size(); ++row)
            if (!notes[row].empty() && !why_not_a_cell(notes[row]).empty()) of.doubtful.push_back(row);
        return;
    }
    default:
        return;
    }
}

/// Numbers of texts, as Interner::find_each gives them; those that came lately are not looked up.
void EntryIntake::find_numbers(std::span<const std::string_view> texts, const Interner& known, Judged& of) {
    constexpr std::size_t at_once = 64;
    std::array<std::string_view, at_once> asked;
    std::array<std::uint32_t, at_once> rows{};
    std::array<TextNumber, at_once> found{};
    of.numbers.resize(texts.size());
    for (std::size_t begin = 0; begin < texts.size(); begin += at_once) {
        const std::size_t end = std::min(texts.size(), begin + at_once);
        std::size_t count = 0;
        for (std::size_t row = begin; row < end; ++row) {
            of.numbers[row] = of.cache.find(texts[row]);
            if (of.numbers[row] != ShortTextCache::absent || texts[row].empty()) continue;
            asked[count] = texts[row];
            rows[count++] = static_cast<std::uint32_t>(row);
        }
        known.find_each(std::span(asked).first(count), std::span(found).first(count));
        for (std::size_t i = 0; i < count; ++i) {
            of.numbers[rows[i]] = found[i];
            if (found[i] != absent) of.cache.remember(asked[i], found[i]);
        }
    }
}

/// The same where a dictionary tells which texts are the same.
void EntryIntake::find_numbers_by_code(const RowBlock::Column& from, const Interner& known, Judged& of) const {
    if (of.dictionary != from.dictionary_number) {
        of.by_code.assign(from.dictionary.size(), absent);
        of.dictionary = from.dictionary_number;
    }
    of.numbers.resize(block_->rows);
    for (std::size_t row = 0; row < block_->rows; ++row) {
        const std::uint32_t code = from.codes[row];
        of.numbers[row] = absent;
        if (code == RowBlock::Column::no_code) continue;
        TextNumber& number = of.by_code[code];
        if (number == absent && !from.dictionary[code].empty()) number = known.find(from.dictionary[code]);
        of.numbers[row] = number;
    }
}

/// A text that is known was found good when it came first.
void EntryIntake::judge_texts(const Numbered& of_column) {
    const RowBlock::Column* const from = column_of(of_column.column);
    Judged& of = judged_[of_column.column];
    const Interner& known = to_.*of_column.known;
    if (from == nullptr) return;
    if (from->kind == RowBlock::Column::Kind::codes)
        find_numbers_by_code(*from, known, of);
    else
        find_numbers(cells(of_column.column), known, of);
    for (std::uint32_t row = 0; row < block_->rows; ++row) {
        if (of.numbers[row] != absent) continue;
        const std::string_view text = from->text(row);
        if (!text.empty()) (of_column.why_not(text).empty() ? of.unknown : of.doubtful).push_back(row);
    }
}

/// Rows that lack what they need are doubtful, but where `unless` has something.
void EntryIntake::judge_needed(std::size_t column, std::size_t unless) {
    const Judged& of = judged_[column];
    std::vector<std::uint32_t>& rows = judged_[column].doubtful;
    const auto found = static_cast<std::ptrdiff_t>(rows.size());
    for (std::uint32_t row = 0; row < block_->rows; ++row) {
        if (of.numbers[row] != absent || !text(column, row).empty()) continue;
        if (unless == missing || text(unless, row).empty()) rows.push_back(row);
    }
    std::inplace_merge(rows.begin(), rows.begin() + found, rows.end());
}

/// None is `always`: of a date, that is doubtful.
void EntryIntake::judge_days(std::size_t column, std::vector<Day>& days) {
    Judged& of = judged_[column];
    if (const RowBlock::Column* const from = column_of(column);
        from != nullptr && from->kind == RowBlock::Column::Kind::days) {
        days.assign(from->days.begin(), from->days.begin() + static_cast<std::ptrdiff_t>(block_->rows));
        for (std::uint32_t row = 0; column == date && row < days.size(); ++row)
            if (days[row] == Day::always()) of.doubtful.push_back(row);
        return;
    }
    const auto texts = cells(column);
    days.resize(texts.size());
    for (std::uint32_t row = 0; row < texts.size(); ++row) {
        const std::uint32_t code = of.cache.find(texts[row]);
        if (code != ShortTextCache::absent) {
            days[row] = Day(static_cast<std::int32_t>(code));
            continue;
        }
        const bool is_none = texts[row].empty();
        const std::optional<Day> day = is_none ? std::optional<Day>() : Day::parse(texts[row]);
        days[row] = day.value_or(Day::always());
        if (day)
            of.cache.remember(texts[row], static_cast<std::uint32_t>(day->number()));
        else if (column == date || !is_none)
            of.doubtful.push_back(row);
    }
}

void EntryIntake::judge_quantities() {
    if (const RowBlock::Column* const from = column_of(quantity);
        from != nullptr && from->kind == RowBlock::Column::Kind::wholes) {
        constexpr std::int64_t thousand = Quantity::one().thousandths();
        quantities_.resize(block_->rows);
        for (std::uint32_t row = 0; row < block_->rows; ++row) {
            const std::int64_t value = from->wholes[row] == RowBlock::Column::no_whole ? 1 : from->wholes[row];
            const bool fits = value >= 0 && value <= Quantity::max_thousandths / thousand;
            quantities_[row] = fits ? value * thousand : 0;
            if (!fits) judged_[quantity].doubtful.push_back(row);
        }
        return;
    }
    Judged& of = judged_[quantity];
    const auto texts = cells(quantity);
    quantities_.resize(texts.size());
    for (std::uint32_t row = 0; row < texts.size(); ++row) {
        const std::uint32_t code = of.cache.find(texts[row]);
        if (code != ShortTextCache::absent) {
            quantities_[row] = code;
            continue;
        }
        const std::optional<Quantity> value = Quantity::parse(texts[row]);
        quantities_[row] = value.value_or(Quantity::one()).thousandths();
        if (!value)
            of.doubtful.push_back(row);
        else if (quantities_[row] < ShortTextCache::absent)
            of.cache.remember(texts[row], static_cast<std::uint32_t>(quantities_[row]));
    }
}

void EntryIntake::judge_verified() {
    Judged& of = judged_[verified];
    const auto texts = cells(verified);
    verified_.resize(texts.size());
    for (std::uint32_t row = 0; row < texts.size(); ++row) {
        const std::uint32_t code = of.cache.find(texts[row]);
        if (code != ShortTextCache::absent) {
            verified_[row] = static_cast<Verified>(code);
            continue;
        }
        const std::optional<Verified> value = verified_of(texts[row]);
        verified_[row] = value.value_or(Verified());
        if (value)
            of.cache.remember(texts[row], static_cast<std::uint32_t>(*value));
        else
            of.doubtful.push_back(row);
    }
}

std::optional<Verified> EntryIntake::verified_of(std::string_view text) {
    constexpr std::size_t most_known = 8;
    for (const auto& [word, value] : known_words_)
        if (word == text) return value;
    const std::optional<Verified> value = parse_verified(words_.find("verified", text));
    if (known_words_.size() < most_known) known_words_.emplace_back(text, value);
    return value;
}

void EntryIntake::take(std::size_t begin, std::size_t end, const RunOptions& run) {
    if (begin == end) return;
    RunOptions options = for_rows(end - begin, run);
    if (to_.spilled) { // all columns have one file
        options.threads = 1;
        options.executor = nullptr;
    }
    take_places(begin, end);
    for_each_chunk(by_work.size(), 1, options, "read the ledger", [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) take_column(by_work[i], begin, end);
    });
    if (to_.spilled) to_.spilled->done_with((end - begin) * Ledger::entry_bytes);
}

void EntryIntake::take_column(std::size_t column, std::size_t begin, std::size_t end) {
    if (const Numbered* const one = find_numbered(column)) return take_texts(*one, begin, end);
    DistrictBuilder::Staging::Entries& to = to_.ledger;
    const auto rows_of = [=](const auto& values) { return std::span(values).subspan(begin, end - begin); };
    switch (column) {
    case entry_id:
        for (const std::string_view id : rows_of(cells(column))) to.entry.add(id);
        return;
    case date:
        return to.day.add(rows_of(days_));
    case quantity:
        if (quantities_.empty()) return to.quantity.fill(end - begin, Quantity::one().thousandths());
        return to.quantity.add(rows_of(quantities_));
    case verified:
        if (verified_.empty()) return to.verified.fill(end - begin, Verified());
        return to.verified.add(rows_of(verified_));
    case recorded:
        return take_delays(begin, end);
    default:
        return take_notes(begin, end);
    }
}

void EntryIntake::take_texts(const Numbered& of_column, std::size_t begin, std::size_t end) {
    const std::size_t column = of_column.column;
    PackedWriter<TextNumber>& to = to_.ledger.*of_column.to;
    Interner& known = to_.*of_column.known;
    Judged& of = judged_[column];
    if (of.numbers.empty()) return to.fill(end - begin, absent);
    for (; of.added < of.unknown.size() && of.unknown[of.added] < end; ++of.added) {
        const std::uint32_t row = of.unknown[of.added];
        if (row >= begin) of.numbers[row] = known.add(text(column, row)); // else it was doubtful for another column
    }
    to.add(std::span<const TextNumber>(of.numbers).subspan(begin, end - begin));
}

void EntryIntake::take_delays(std::size_t begin, std::size_t end) {
    if (recorded_.empty()) return to_.ledger.delay.fill(end - begin, 0);
    delays_.resize(end - begin);
    for (std::size_t row = begin; row < end; ++row)
        delays_[row - begin] = recorded_[row] == Day::always() ? 0 : days_between(days_[row], recorded_[row]);
    to_.ledger.delay.add(delays_);
}

void EntryIntake::take_notes(std::size_t begin, std::size_t end) {
    const auto notes = cells(note);
    if (notes.empty()) return to_.ledger.note.fill(end - begin, absent);
    for (const std::string_view text : notes.subspan(begin, end - begin))
        to_.ledger.note.add(text.empty() ? absent : to_.note_texts.add(text));
}

void EntryIntake::take_places(std::size_t begin, std::size_t end) {
    LoadCounts& counts = to_.report.of(InputTable::ledger);
    for (std::size_t row = begin; row < end; ++row) {
        to_.ledger.place.add(to_.place_of(InputTable::ledger, block_->lines[row]));
        ++counts.read;
    }
}

} // namespace jifen
