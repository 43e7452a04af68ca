#include "freezer.hpp"
#include "jifen/core/look_alike.hpp"
#include "jifen/core/text.hpp"

#include <string>
#include <unordered_map>

namespace jifen {

namespace {

/// What is longer is no name, and is not worth the time.
constexpr std::size_t longest_compared = 256;

bool is_compared(std::string_view text) noexcept { return text.size() <= longest_compared && !is_plain(text); }

} // namespace

/// warn(text, another): by their numbers.
template <class Warn>
void Freezer::find_look_alikes(const TextPool& texts, Warn warn) const {
    std::unordered_map<std::string, std::uint32_t> first_of_form;
    std::vector<std::uint32_t> not_plain; // nearly always none: what is plain looks like nothing else
    each(texts.size(), [&](std::uint32_t text) {
        if (!is_compared(texts[text])) return;
        not_plain.push_back(text);
        first_of_form.emplace(look_alike_form(texts[text]), text);
    });
    if (not_plain.empty()) return;
    std::string form;
    each(texts.size(), [&](std::uint32_t text) {
        if (!is_plain(texts[text])) return;
        form = texts[text];
        const auto found = first_of_form.find(form);
        if (found != first_of_form.end() && !is_plain(texts[found->second])) found->second = text;
    });
    each(not_plain.size(), [&](std::uint32_t i) {
        const std::uint32_t text = not_plain[i];
        const std::uint32_t first = first_of_form.at(look_alike_form(texts[text]));
        if (texts[first] != texts[text]) warn(text, first);
    });
}

void Freezer::warn_of_look_alike_ids(std::string_view column, const TextPool& ids,
                                     const std::vector<std::uint32_t>& rows, const std::vector<RowPlace>& places) {
    find_look_alikes(ids, [&](std::uint32_t id, std::uint32_t first) {
        const RowPlace place = places[rows[id]];
        report(place, Severity::warning, "look_alike", std::string(column), ids[id],
               std::string(column) + " " + jifen::in_quotes(mask_long_numbers(ids[id])) + " looks like " +
                   jifen::in_quotes(mask_long_numbers(ids[first])) + " of " + name_of(places[rows[first]], place) +
                   ", and is another id",
               "if one and the same is meant, write it the same way");
    });
}

void Freezer::warn_of_look_alike_names(const TextPool& names, const std::vector<std::uint32_t>& rows,
                                       const std::vector<RowPlace>& places) {
    find_look_alikes(names, [&](std::uint32_t name, std::uint32_t first) {
        if (names[first].empty()) return; // a name of blanks
        const RowPlace place = places[rows[name]];
        report(place, Severity::warning, "look_alike", "name", masked(names[name]),
               "the name " + jifen::in_quotes(masked(names[name])) + " looks like that of " +
                   name_of(places[rows[first]], place) + ", and is written with other characters",
               "if the names are the same, write them the same way; else tell them apart");
    });
}

} // namespace jifen
