#include "rulebook/context.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>

namespace jifen::rulebook_reading {

std::string at_line(Place place) { return "line " + std::to_string(place.line); }

bool holds_word(std::string_view text, std::string_view word) {
    if (word.empty()) return false;
    // Asked of every missing key and unknown name: so much text is not searched, it may hold anything.
    constexpr std::size_t most_searched = std::size_t{16} << 10U;
    if (text.size() > most_searched) return true;
    const auto is_bare = [&text](std::size_t at) { return text.substr(at, 1).find_first_of(bare_letters) == 0; };
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        if ((at == 0 || !is_bare(at - 1)) && !is_bare(at + word.size())) return true;
    }
    return false;
}

void Codes::add(const Word& code, std::size_t number, Report& report) {
    const auto [at, added] = found_.try_emplace(code.text, Found{static_cast<std::uint32_t>(number), code.place});
    if (added) {
        in_order_.push_back(code.text);
        return;
    }
    report.error(code.place, "duplicate_code",
                 std::string(kind_) + " code " + shown(code.text) + " is given twice, first at " +
                     at_line(at->second.place),
                 code.text, "give each " + std::string(kind_) + " a code of its own");
}

std::optional<Codes::Found> Codes::find(std::string_view code) const {
    const auto at = found_.find(std::string(code));
    return at == found_.end() ? std::nullopt : std::optional(at->second);
}

std::optional<std::uint32_t> Codes::resolve(const Word& word, std::string_view where, Report& report) const {
    if (const auto found = find(word.text)) return found->number;
    if (holds_word(lost_, word.text) || std::find(unusable_.begin(), unusable_.end(), word.text) != unusable_.end()) {
        return std::nullopt;
    }
    // Looking for the nearest of very many codes, very often, would take quadratic time.
    constexpr std::size_t most_compared = 1000;
    std::string remedy = "define it, or name one that is defined";
    if (in_order_.empty()) {
        remedy = "the rulebook defines no " + std::string(kind_);
    } else if (in_order_.size() <= most_compared) {
        const std::vector<std::string_view> candidates(in_order_.begin(), in_order_.end());
        const std::string nearest = did_you_mean(word.text, candidates);
        if (!nearest.empty()) remedy = nearest;
    }
    report.error(word.place, "unknown_reference",
                 std::string(where) + " names " + std::string(kind_) + " " + shown(word.text) +
                     ", which does not exist",
                 word.text, remedy);
    return std::nullopt;
}

} // namespace jifen::rulebook_reading
