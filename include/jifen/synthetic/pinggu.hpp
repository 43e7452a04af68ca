#pragma once

#include "jifen/synthetic/rows.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace jifen {

namespace synthetic {
struct Layout;
}

/// How a group leader came to her office (FACTS §1): the `source` of her `group_leader` role.
enum class LeaderSource : std::uint8_t { grid_officer, committee_member, volunteer };

[[nodiscard]] std::string_view to_string(LeaderSource source) noexcept;

/// Where a grid lies and which numbers are its own.
struct PingguGrid {
    std::string unit, village, township, district; ///< unit ids
    LeaderSource source;
    std::uint32_t first_household; ///< number of its first household; the others follow without a gap
    std::uint32_t households;
};

/// What the whole holds, known without making it.
struct PingguTotals {
    std::uint32_t districts, townships, villages, grids;
    std::uint32_t grid_officer_leaders, committee_member_leaders, volunteer_leaders; ///< add up to `grids`
    std::uint32_t projects;       ///< distinct acts of item `service_project`
    std::uint32_t participations; ///< entries of that item
    std::uint32_t person_times;   ///< sum of their quantities
};

/// A synthetic district of the shape the page reports for Pinggu, and its year 2023 (SPEC §11).
///
/// At scale 1: one district, 18 townships, 330 villages, 3,170 grids, about 181,000 households and 457,000 people, and
/// the published totals exactly. Beyond scale 1 several districts, each like that one, stand under a province.
///
/// Nothing is stored but the sizes of townships and villages: every grid is made from (seed, its number) when asked,
/// and comes out the same alone or with all others. Numbers say where things belong: grid n (from 0) has the households
/// 100 (n + 1) + k and, of each household h, the people 10 h + j; k = 99 is kept for members of the village committee
/// who work there and live elsewhere. Links stay inside a village, service projects inside a township, so whole
/// townships are closed under reference.
///
/// Every random choice is made on integers: the rows are the same on every platform. All names are put together from
/// lists; no row describes a real person. Const and shared freely between threads.
class PingguDistrict {
public:
    static constexpr int year = 2023;
    static constexpr std::uint32_t grids_at_scale_1 = 3170;

    /// `scale` from 1/3170 (one grid) to 100 (a province of 317,000 grids). Throws ArgumentError outside. Costs O(330).
    explicit PingguDistrict(std::uint64_t seed = 1, double scale = 1);

    [[nodiscard]] std::uint64_t seed() const noexcept;
    [[nodiscard]] const PingguTotals& totals() const noexcept;
    [[nodiscard]] std::uint32_t grids() const noexcept { return totals().grids; }

    // Everything below is made afresh at each call. Throws ArgumentError for a grid or household that does not exist.

    /// O(log villages).
    [[nodiscard]] PingguGrid grid(std::uint32_t n) const;
    /// The units that grids [begin, end) need: the root down to the villages above them, then the grids; parents first.
    void units(std::uint32_t begin, std::uint32_t end, const synthetic::RowSink<UnitRow>& sink) const;
    void units(const synthetic::RowSink<UnitRow>& sink) const { units(0, grids(), sink); }
    /// One household by its number, and its people.
    void household(std::uint32_t number, const synthetic::RowSink<HouseholdRow>& household,
                   const synthetic::RowSink<PersonRow>& people) const;

    void households_of_grid(std::uint32_t n, const synthetic::RowSink<HouseholdRow>& sink) const;
    void people_of_grid(std::uint32_t n, const synthetic::RowSink<PersonRow>& sink) const;
    /// Posts in the grid and, with the first grid of a village, those in the village.
    void roles_of_grid(std::uint32_t n, const synthetic::RowSink<RoleRow>& sink) const;
    /// Links of the committee members of the grid (and of the village, with its first grid) and of its exemplars.
    void links_of_grid(std::uint32_t n, const synthetic::RowSink<LinkRow>& sink) const;
    /// What the holders of those posts did in the year, and the service project the grid is host to, whoever took part.
    /// About 760 entries.
    void ledger_of_grid(std::uint32_t n, const synthetic::RowSink<EntryRow>& sink) const;
    /// What the leaders of the grid know of its households. About 400 records.
    void knowledge_of_grid(std::uint32_t n, const synthetic::RowSink<KnowledgeRow>& sink) const;
    /// All of these of the grids [begin, end), one table of a grid after the other. Quicker than each by itself, and
    /// quicker for grids of one township together: neighbours share what they are made of, about 11 KB a grid while
    /// their township is made.
    void rows_of_grids(std::uint32_t begin, std::uint32_t end, const synthetic::GridSinks& sinks) const;

private:
    std::shared_ptr<const synthetic::Layout> layout_;
};

} // namespace jifen
