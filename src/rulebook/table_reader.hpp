#pragma once

#include "jifen/core/period.hpp"
#include "rulebook/context.hpp"
#include "rulebook/values.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jifen::rulebook_reading {

enum class Need : std::uint8_t { optional, required };

/// A word of a closed list and what it means.
template <class Value>
using Choice = std::pair<std::string_view, Value>;

/// Reads one table of the rulebook. Every key that is asked for is known; `finish` reports all others, each with
/// the nearest known one. A reader therefore asks for all its keys, whatever it has found wrong.
class TableReader {
public:
    /// `node` is a table and outlives the reader; `owner` is what messages call it: `item "a"`.
    TableReader(Context& context, const Node& node, std::string owner)
        : context_(&context), node_(&node), owner_(std::move(owner)) {}

    [[nodiscard]] Context& context() const noexcept { return *context_; }
    [[nodiscard]] Report& report() const noexcept { return context_->report; }
    [[nodiscard]] const Node& node() const noexcept { return *node_; }
    [[nodiscard]] const std::string& owner() const noexcept { return owner_; }
    /// `points of item "a"`.
    [[nodiscard]] std::string what(std::string_view key) const;

    /// The member of that key, or nullptr; reports a required one that is not there.
    const Member* find(std::string_view key, Need need = Need::optional);

    /// `title` and `source`.
    Heading heading();
    Title title();
    std::optional<std::string> text(std::string_view key, Need need);
    std::optional<std::string> word(std::string_view key, Need need);
    /// The required `code`, with its place.
    std::optional<Word> code();
    std::optional<Points> points(std::string_view key, Need need);
    std::optional<std::int64_t> integer(std::string_view key, Need need, std::int64_t least, std::int64_t most);
    std::optional<bool> flag(std::string_view key);
    std::optional<Day> day(std::string_view key, Need need);
    std::optional<Period> period(std::string_view key, Need need);
    /// `from` and `until`; reports an `until` that does not lie behind `from`.
    Span span(Need from_need);

    template <class Value>
    std::optional<Value> choice(std::string_view key, std::span<const Choice<Value>> choices) {
        std::vector<std::string_view> words;
        for (const auto& [word, value] : choices) words.push_back(word);
        const auto chosen = choose(key, Need::optional, words);
        return chosen ? std::optional(choices[*chosen].second) : std::nullopt;
    }

    /// Distinct words of a list that may not be empty; nullopt when the key is not there or the value is no list.
    std::optional<std::vector<Word>> words(std::string_view key, Need need);
    /// The same where an empty list says something.
    std::optional<std::vector<Word>> words_or_none(std::string_view key);
    /// The texts of `words`, each among applies_to; the default, also after an error, is applies_to.
    std::vector<std::string> roles_among_applies_to();
    /// The texts of `words` for `roles`, free; the default is applies_to.
    std::vector<std::string> roles();

    /// The table under that key, or nullptr.
    const Node* table(std::string_view key, Need need = Need::optional);
    /// The table under that key, and those under repeated headers.
    std::vector<const Node*> table_and_repeated(std::string_view key);
    /// The tables of a list of tables, those under repeated headers too. A single table is reported and read all the
    /// same; so is what stands beside tables. `header` says how the remedy writes it: `[[item]]`, or `caps = [ { … }
    /// ]`.
    std::vector<const Node*> tables(std::string_view key, std::string_view header);

    void finish();

private:
    void add_repeated(std::vector<const Node*>& tables, std::string_view key) const;
    std::optional<std::size_t> choose(std::string_view key, Need need, std::span<const std::string_view> words);
    std::optional<std::vector<Word>> read_words(std::string_view key, Need need, bool may_be_empty);

    Context* context_;
    const Node* node_;
    std::string owner_;
    std::vector<std::string_view> known_;
};

/// What messages call a table of a list: its kind with its code, else with its place in the list, counted from 1; a
/// part of one whose code stands elsewhere is `an item`.
[[nodiscard]] std::string owner_of(std::string_view kind, const Node& node, std::size_t number);

} // namespace jifen::rulebook_reading
