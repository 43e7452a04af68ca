#pragma once

#include "jifen/rulebook/rulebook.hpp"
#include "rulebook/node.hpp"
#include "rulebook/report.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace jifen::rulebook_reading {

/// A word of the rulebook with its place.
struct Word {
    std::string text;
    Place place;
};

/// The codes of one kind: position in file order and place of the first with that code.
class Codes {
public:
    struct Found {
        std::uint32_t number = 0;
        Place place;
    };

    /// `kind` is what messages call them: `item`, `category`.
    explicit Codes(std::string_view kind) : kind_(kind) {}

    /// Enters a code; reports it when another of the kind has it.
    void add(const Word& code, std::size_t number, Report& report);
    [[nodiscard]] std::optional<Found> find(std::string_view code) const;
    /// The position of the code that `word` names; reports it when there is none. `where` says who names it.
    [[nodiscard]] std::optional<std::uint32_t> resolve(const Word& word, std::string_view where, Report& report) const;
    /// What a `code` says that is none: a reference to it is not reported again.
    void add_unusable(const Node& code) { unusable_.push_back(bare_value(code)); }
    /// The text that was left out for syntax errors; a reference to a word of it is not reported. Outlives the codes.
    void set_lost(std::string_view text) noexcept { lost_ = text; }

private:
    std::string_view kind_;
    std::unordered_map<std::string, Found> found_;
    std::vector<std::string> in_order_;
    std::vector<std::string> unusable_;
    std::string_view lost_;
};

/// What the checks that look at several items need to know of one, beside the item itself.
struct ItemNotes {
    Place code;
    std::optional<Word> category;
    int sign = 0; ///< of its points: 1, -1, or 0 when they are all 0, it has none, or they are mixed (reported)
};

/// What all readers of one rulebook share.
struct Context {
    Context(Report& into, RulebookData& filled) : report(into), data(filled) {}

    Report& report;
    RulebookData& data;
    std::string_view lost; ///< the text that was left out for syntax errors: what is missing may stand in it
    const Node* root = nullptr;
    std::vector<Member> repeated;            ///< the tables of the root whose headers were refused, see Document
    std::vector<std::string> unusable_roles; ///< what applies_to holds beside words
    Codes categories{"category"};
    Codes items{"item"};
    Codes duties{"duty"};
    Codes grades{"grade"};
    Codes selections{"selection"};
    std::vector<ItemNotes> notes; ///< of data.items, same positions
};

/// Of keys that need no quotes.
inline constexpr std::string_view bare_letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

/// Whether `word` may stand in `text` as a whole word: true as well where that is too long to search.
[[nodiscard]] bool holds_word(std::string_view text, std::string_view word);

/// `line 12`: where another thing stands, for messages.
[[nodiscard]] std::string at_line(Place place);

} // namespace jifen::rulebook_reading
