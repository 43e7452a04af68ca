#include "rulebook_words.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

namespace {

/// The words of one kind that the district uses, and how often.
struct UsedWords {
    std::vector<std::string_view> words; ///< bytewise
    std::vector<std::int64_t> uses;      ///< of the same positions

    [[nodiscard]] bool contains(std::string_view word) const {
        return std::binary_search(words.begin(), words.end(), word);
    }
};

template <class Word>
UsedWords used_words(const SortedTexts<Word>& texts, const std::vector<std::int64_t>& uses) {
    UsedWords used;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (uses[i] == 0) continue;
        used.words.push_back(texts[Word::at(i)]);
        used.uses.push_back(uses[i]);
    }
    return used;
}

UsedWords roles_held(const DistrictData& district) {
    std::vector<std::int64_t> uses(district.role_words.size());
    for (const RoleHeld& held : district.roles.rows) ++uses[held.role.index()];
    return used_words(district.role_words, uses);
}

UsedWords levels_of_units(const DistrictData& district) {
    std::vector<std::int64_t> uses(district.level_words.size());
    for (const UnitId unit : district.units.preorder()) ++uses[district.units[unit].level.index()];
    return used_words(district.level_words, uses);
}

/// What the rulebook says of a word, once for each: the first rule that names it is its place.
class WordCheck {
public:
    WordCheck(const DistrictData& district, const RulebookData& rules)
        : rules_(rules), roles_(roles_held(district)), unit_levels_(levels_of_units(district)),
          items_(used_words(district.item_words, district.ledger.item_uses)),
          channels_(used_words(district.channel_words, district.ledger.channel_uses)),
          entry_levels_(used_words(district.level_words, district.ledger.level_uses)) {}

    Diagnostics take() {
        ask_roles();
        ask_entries();
        for (const Selection& selection : rules_.selections) {
            if (selection.by.empty() || unit_levels_.contains(selection.by)) continue;
            warn(selection.heading, "level_without_units",
                 "selection " + jifen::in_quotes(selection.code) + " chooses by the level " +
                     jifen::in_quotes(selection.by) + ", which no unit has: everyone stands in one list",
                 selection.by, unit_levels_);
        }
        ask_district();
        sort_diagnostics(found_);
        return std::move(found_);
    }

private:
    void warn(const Heading& where, std::string_view code, std::string_view message, std::string_view word,
              const UsedWords& used) {
        Diagnostic& diagnostic = found_.emplace_back();
        diagnostic.file = rules_.file;
        diagnostic.line = where.line;
        diagnostic.severity = Severity::warning;
        diagnostic.code = code;
        diagnostic.message = mask_long_numbers(message);
        diagnostic.value = mask_long_numbers(word);
        if (used.words.size() <= most_compared) diagnostic.remedy = mask_long_numbers(did_you_mean(word, used.words));
        if (diagnostic.remedy.empty()) diagnostic.remedy = "correct the word here or in the tables, or leave it out";
    }

    void ask_roles(const Heading& where, const std::string& owner, std::span<const std::string> roles) {
        for (const std::string& role : roles) {
            known_roles_.insert(role);
            if (roles_.contains(role)) continue;
            warn(where, "role_never_held",
                 owner + " names the role " + jifen::in_quotes(role) + ", which nobody holds on any day", role, roles_);
        }
    }
    /// Where a rule says nothing of roles it has those of applies_to, which are asked there.
    void ask_own_roles(const Heading& where, const std::string& owner, const std::vector<std::string>& roles) {
        if (roles != rules_.applies_to) ask_roles(where, owner, roles);
    }
    void ask_roles() {
        ask_roles(rules_.heading, "applies_to", rules_.applies_to);
        for (const Item& item : rules_.items)
            ask_own_roles(item.heading, "item " + jifen::in_quotes(item.code), item.roles);
        for (const Duty& duty : rules_.duties)
            ask_own_roles(duty.heading, "duty " + jifen::in_quotes(duty.code), duty.roles);
        for (const Selection& selection : rules_.selections)
            ask_own_roles(selection.heading, "selection " + jifen::in_quotes(selection.code), selection.roles);
        if (rules_.linkage) ask_own_roles(rules_.linkage->heading, "linkage", rules_.linkage->roles);
        if (rules_.five_knows)
            ask_roles(rules_.five_knows->heading, "five_knows", std::span(&rules_.five_knows->role, 1));
    }

    /// Channels and levels of items, but for items without an entry: a quiet item is no slip.
    void ask_entries() {
        for (const Item& item : rules_.items) {
            const std::string owner = "item " + jifen::in_quotes(item.code);
            const bool has_entries = items_.contains(item.code);
            for (const std::string& channel : item.channels) {
                if (!known_channels_.insert(channel).second || !has_entries || channels_.contains(channel)) continue;
                warn(item.heading, "channel_never_used",
                     owner + " takes the channel " + jifen::in_quotes(channel) + ", by which no entry came", channel,
                     channels_);
            }
            for (const auto& [level, points] : item.by_level) {
                if (!known_levels_.insert(level).second || !has_entries || entry_levels_.contains(level)) continue;
                warn(item.heading, "level_never_used",
                     owner + " has points for the level " + jifen::in_quotes(level) + ", which no entry has", level,
                     entry_levels_);
            }
        }
    }

    void ask_district() {
        std::set<std::string_view> items;
        for (const Item& item : rules_.items) items.insert(item.code);
        ask_district(InputTable::roles, "role", "role_not_in_rulebook", roles_, known_roles_);
        ask_district(InputTable::ledger, "item", "item_not_in_rulebook", items_, items);
        // A rulebook that asks for no channel or level takes them all.
        if (!known_channels_.empty())
            ask_district(InputTable::ledger, "channel", "channel_not_in_rulebook", channels_, known_channels_);
        if (!known_levels_.empty())
            ask_district(InputTable::ledger, "level", "level_not_in_rulebook", entry_levels_, known_levels_);
    }
    void ask_district(InputTable table, std::string_view column, std::string_view code, const UsedWords& used,
                      const std::set<std::string_view>& known) {
        const std::vector<std::string_view> candidates(known.begin(), known.end());
        std::size_t asked = 0;
        for (std::size_t i = 0; i < used.words.size() && asked < most_compared; ++i) {
            if (known.contains(used.words[i])) continue;
            ++asked;
            Diagnostic& diagnostic = found_.emplace_back();
            diagnostic.file = table_name(table);
            diagnostic.column = column;
            diagnostic.code = code;
            diagnostic.message = "the rulebook does not know the " + std::string(column) + " " +
                                 jifen::in_quotes(mask_long_numbers(used.words[i])) + ", which stands in " +
                                 std::to_string(used.uses[i]) + (used.uses[i] == 1 ? " row" : " rows");
            diagnostic.value = mask_long_numbers(used.words[i]);
            diagnostic.remedy = did_you_mean(used.words[i], candidates);
            diagnostic.severity = diagnostic.remedy.empty() ? Severity::note : Severity::warning;
        }
    }

    /// Looking for the nearest of very many words, very often, would take quadratic time.
    static constexpr std::size_t most_compared = 1000;

    const RulebookData& rules_;
    UsedWords roles_, unit_levels_, items_, channels_, entry_levels_;
    std::set<std::string_view> known_roles_, known_channels_, known_levels_; ///< by the rulebook
    Diagnostics found_;
};

} // namespace

Diagnostics check_words(const DistrictData& district, const RulebookData& rules) {
    return WordCheck(district, rules).take();
}

} // namespace jifen
