#include "freezer.hpp"
#include "jifen/core/look_alike.hpp"
#include "jifen/core/text.hpp"

#include <string>
#include <unordered_map>

namespace jifen {

void Freezer::warn_of_look_alikes(std::string_view column, const TextPool& ids, const std::vector<std::uint32_t>& rows,
                                  const std::vector<RowPlace>& places) {
    std::unordered_map<std::string, std::uint32_t> by_form;
    bool any = false;
    each(ids.size(), [&](std::uint32_t id) { any |= !is_plain(ids[id]); });
    if (!any) return; // nearly always: what is plain looks like nothing else
    each(ids.size(), [&](std::uint32_t id) {
        if (is_plain(ids[id])) by_form.emplace(std::string(ids[id]), id);
    });
    each(ids.size(), [&](std::uint32_t id) {
        if (is_plain(ids[id])) return;
        const auto [found, is_new] = by_form.emplace(look_alike_form(ids[id]), id);
        if (is_new) return;
        const RowPlace place = places[rows[id]];
        const RowPlace other = places[rows[found->second]];
        report(place, Severity::warning, "look_alike", std::string(column), ids[id],
               std::string(column) + " " + jifen::quoted(mask_long_numbers(ids[id])) + " looks like " +
                   jifen::quoted(mask_long_numbers(ids[found->second])) + " of " + name_of(other, place) +
                   ", and is another id",
               "if one and the same is meant, write it the same way");
    });
}

} // namespace jifen
