#include "jifen/admission/binding.hpp"

#include <algorithm>

namespace jifen {

Binding::Binding(const DistrictData& district, const Program& program) {
    const RulebookData& rules = program.rules();
    item_of_word_.assign(district.item_words.size(), ItemId::none());
    channels_.resize(rules.items.size());
    level_points_.resize(rules.items.size());
    for (std::size_t i = 0; i < rules.items.size(); ++i) {
        const Item& item = rules.items[i];
        if (const ItemWord word = district.item_words.find(item.code)) item_of_word_[word.index()] = ItemId::at(i);
        if (!item.channels.empty()) {
            // One more than there are words, so that a list of words nobody uses is not mistaken for "any channel".
            channels_[i].assign(district.channel_words.size() + 1, false);
            for (const std::string& channel : item.channels) {
                if (const ChannelWord word = district.channel_words.find(channel)) channels_[i][word.index()] = true;
            }
        }
        if (item.scoring == Scoring::by_level) level_points_[i].resize(district.level_words.size());
        for (const auto& [level, points] : item.by_level) {
            if (const LevelWord word = district.level_words.find(level)) level_points_[i][word.index()] = points;
        }
        RoleSet roles(district, item.roles);
        const auto known = std::find(role_sets_.begin(), role_sets_.end(), roles);
        role_set_of_item_.push_back(static_cast<std::size_t>(known - role_sets_.begin()));
        if (known == role_sets_.end()) role_sets_.push_back(std::move(roles));
    }
}

ItemSet::ItemSet(const RulebookData& rules, const std::vector<ItemId>& items) : in_(rules.items.size()) {
    for (const ItemId item : items) in_[item.index()] = true;
}

} // namespace jifen
