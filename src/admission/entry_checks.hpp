#pragma once

#include "admission/item_codes.hpp"
#include "jifen/admission/admission.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace jifen {

/// Admission's questions, asked of many entries at once: each question of a few hundred entries, whose columns lie in
/// the nearest memory then, a byte an entry and without a branch. Refusals are numbered in the order of SPEC §4.2, so
/// the least that a question gives is the verdict. Its plain twin is `Admission::judge`.
///
/// Compiled for one district and program; frozen; threads share it.
class EntryChecks {
public:
    EntryChecks(const DistrictData& district, const Program& program, const Binding& binding,
                std::optional<Day> known_at);
    /// Whether rulebook, window and the district's words are not too many for the tables.
    [[nodiscard]] static bool can_ask(const DistrictData& district, const Program& program) noexcept;
    /// Whether making the tables pays for so many entries.
    [[nodiscard]] static bool pay_for(const Program& program, std::size_t entries) noexcept;

    /// By role set, the days of the window on which an actor held one of its roles.
    using HeldRoles = std::vector<std::vector<Span>>;
    /// Whether the entries of those who hold roles of every set throughout the window can be judged in one go.
    [[nodiscard]] bool can_join() const noexcept { return one_row_; }
    /// Writes the states (of `Admission`) of the entries from `begin` on: of one actor, or (nullptr) of several who are
    /// joined. O(entries).
    void judge(std::uint32_t begin, const HeldRoles* held, std::span<std::uint8_t> states) const;

private:
    struct Tile;

    [[nodiscard]] std::size_t code_count() const noexcept { return role_set_.size(); }
    [[nodiscard]] bool is_throughout(const HeldRoles& held) const noexcept;
    [[nodiscard]] std::optional<std::uint32_t> row_of_all(const Tile& tile) const noexcept;
    void ask_day_and_item(Tile& tile) const;
    void ask_roles(Tile& tile, const HeldRoles& held) const;
    void ask_withdrawn(Tile& tile) const;
    void ask_late(Tile& tile) const;
    void ask_known(Tile& tile) const;
    void ask_verified(Tile& tile) const;
    void ask_subject(Tile& tile) const;
    template <Verdict refusal, class Word>
    void ask_word(Tile& tile, const PackedColumn<Word>& column, const std::vector<std::uint8_t>& refused) const;

    const Ledger& ledger_;
    ItemCodes codes_;
    std::optional<Day> known_at_;
    std::optional<std::int32_t> record_within_;
    std::uint32_t first_day_, days_;
    std::uint32_t households_, people_;

    // By the code of the item.
    std::vector<std::uint32_t> rows_;             ///< by day: where its row begins; behind the last: of a day outside
    std::vector<std::uint8_t> of_day_and_item_;   ///< in rows of days on which all is the same
    std::vector<std::uint8_t> role_set_;          ///< of the item; one behind all of them where there is no item
    std::vector<std::uint8_t> channels_, levels_; ///< codes × (words + 1): not 0 where refused; empty when none is
    bool any_verified_ = false, any_subject_ = false;
    bool one_row_ = false; ///< all days of the window are in one
};

} // namespace jifen
