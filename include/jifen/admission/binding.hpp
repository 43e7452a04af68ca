#pragma once

#include "jifen/core/ids.hpp"
#include "jifen/district/district.hpp"
#include "jifen/district/role_history.hpp"
#include "jifen/rulebook/program.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jifen {

/// The words of a program looked up once in the words of a district, so that no text is compared per entry.
class Binding {
public:
    Binding(const DistrictData& district, const Program& program);

    /// The rulebook item of a ledger word; none when the rulebook has no such item.
    [[nodiscard]] ItemId item_of(ItemWord word) const noexcept {
        return word ? item_of_word_[word.index()] : ItemId::none();
    }
    [[nodiscard]] bool takes_channel(ItemId item, ChannelWord channel) const noexcept {
        const auto& taken = channels_[item.index()];
        return taken.empty() || (channel && taken[channel.index()]);
    }
    /// Points of the level under a `by_level` item; nullopt when it has none for that level.
    [[nodiscard]] std::optional<Points> points_at(ItemId item, LevelWord level) const noexcept {
        const auto& points = level_points_[item.index()];
        return level ? points[level.index()] : std::nullopt;
    }
    /// The distinct role sets of the items; an item's is `role_sets()[role_set_of(item)]`.
    [[nodiscard]] const std::vector<RoleSet>& role_sets() const noexcept { return role_sets_; }
    [[nodiscard]] std::size_t role_set_of(ItemId item) const noexcept { return role_set_of_item_[item.index()]; }

private:
    std::vector<ItemId> item_of_word_;
    std::vector<std::vector<bool>> channels_;                      ///< empty: any channel
    std::vector<std::vector<std::optional<Points>>> level_points_; ///< by level word; empty unless `by_level`
    std::vector<RoleSet> role_sets_;
    std::vector<std::size_t> role_set_of_item_;
};

/// A set of items, for questions like "is this one of the duty's items?".
class ItemSet {
public:
    ItemSet(const RulebookData& rules, const std::vector<ItemId>& items);
    [[nodiscard]] bool contains(ItemId item) const noexcept { return item && in_[item.index()]; }

private:
    std::vector<bool> in_;
};

} // namespace jifen
