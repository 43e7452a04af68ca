#pragma once

#include "jifen/admission/admission.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace jifen {

/// Admission's questions, asked of many entries at once: each question of a few hundred entries, whose columns lie in
/// the nearest memory then, without a branch an entry. An answer that refuses sets a bit; the questions are numbered in
/// the order of SPEC §4.2, so the lowest bit is the verdict. Its plain twin is `Admission::judge`.
///
/// Compiled for one district and program; frozen; threads share it.
class EntryChecks {
public:
    EntryChecks(const DistrictData& district, const Program& program, const Binding& binding,
                std::optional<Day> known_at);
    /// Whether rulebook, window and the district's words are not too many for the tables.
    [[nodiscard]] static bool can_ask(const DistrictData& district, const Program& program) noexcept;
    /// Whether making the tables pays for so many entries.
    [[nodiscard]] static bool pay_for(const DistrictData& district, const Program& program,
                                      std::size_t entries) noexcept;

    /// Writes the states (of `Admission`) of entries of one actor from `begin` on. `held`: by role set, the days of the
    /// window on which she held one of its roles. O(entries).
    void judge(std::uint32_t begin, const std::vector<std::vector<Span>>& held, std::span<std::uint8_t> states) const;

private:
    using Bits = std::uint16_t;
    struct Tile;

    [[nodiscard]] std::size_t word_count() const noexcept { return role_set_.size(); }
    void tell_states(const Tile& tile, std::uint8_t* states) const;
    void ask_day_and_item(Tile& tile) const;
    void ask_roles(Tile& tile, const std::vector<std::vector<Span>>& held) const;
    void ask_withdrawn(Tile& tile) const;
    void ask_recorded(Tile& tile) const;
    void ask_verified(Tile& tile) const;
    void ask_subject(Tile& tile) const;
    template <Bits refusal, class Word>
    void ask_word(Tile& tile, const PackedColumn<Word>& column, const std::vector<Bits>& refusals) const;

    const Ledger& ledger_;
    std::optional<Day> known_at_;
    std::optional<std::int32_t> record_within_;
    std::uint32_t first_day_, days_;
    std::uint32_t households_, people_;

    // By item word + 1: what is no word is just below the first one.
    std::vector<std::uint32_t> rows_;     ///< by day: where its row begins; behind the last: of a day outside
    std::vector<Bits> of_day_and_item_;   ///< in rows of days on which all is the same
    std::vector<std::uint8_t> role_set_;  ///< the role set of the item; one behind all of them where there is no item
    std::vector<Bits> channels_, levels_; ///< words × (channel or level words + 1): bits; empty when none is refused
    bool any_verified_ = false, any_subject_ = false;
    std::array<std::uint8_t, 4096> states_{}; ///< by bits: the state of an entry
};

} // namespace jifen
