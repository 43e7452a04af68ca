#pragma once

#include "jifen/synthetic/pinggu.hpp"
#include "synthetic/id_text.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jifen::synthetic {

/// How one district is cut: numbers inside the district, from 0.
struct DistrictShape {
    std::uint32_t grids = 0;
    std::vector<std::uint32_t> village_begin; ///< first village of each township, and the end
    std::vector<std::uint32_t> grid_begin;    ///< first grid of each village, and the end
    std::uint32_t leaders_by_source[3] = {};  ///< by LeaderSource
    std::uint32_t projects = 0, participations = 0, person_times = 0;
    std::uint32_t vetoes = 0;

    [[nodiscard]] std::uint32_t townships() const { return static_cast<std::uint32_t>(village_begin.size()) - 1; }
    [[nodiscard]] std::uint32_t villages() const { return static_cast<std::uint32_t>(grid_begin.size()) - 1; }
};

/// A run of consecutive grids (numbers of the whole, from 0).
struct GridRange {
    std::uint32_t begin = 0, end = 0;
    [[nodiscard]] std::uint32_t size() const { return end - begin; }
};

/// Where a grid lies; numbers of the whole, from 0.
struct Place {
    std::uint32_t district = 0, township = 0, village = 0, grid = 0;
    GridRange township_grids, village_grids;
    [[nodiscard]] bool first_of_village() const { return grid == village_grids.begin; }
};

/// The numbers of everything, and the ids they are written as.
struct Layout {
    std::uint64_t seed = 0;
    PingguTotals totals{};
    DistrictShape whole; ///< every district but the last
    DistrictShape last;

    Layout(std::uint64_t seed, double scale);

    [[nodiscard]] std::uint32_t district_of(std::uint32_t grid) const {
        return grid / PingguDistrict::grids_at_scale_1;
    }
    [[nodiscard]] const DistrictShape& shape(std::uint32_t district) const {
        return district + 1 == totals.districts ? last : whole;
    }
    [[nodiscard]] Place place(std::uint32_t grid) const;
    [[nodiscard]] LeaderSource source(std::uint32_t grid) const;
    /// 40 to 74, 57 on average.
    [[nodiscard]] std::uint32_t households(std::uint32_t grid) const;
    void check_grid(std::uint32_t grid) const;

    [[nodiscard]] static std::uint32_t household_number(std::uint32_t grid, std::uint32_t index) {
        return (grid + 1) * 100 + index;
    }
    [[nodiscard]] static std::uint32_t grid_of_household(std::uint32_t household) { return household / 100 - 1; }

    [[nodiscard]] IdText district_id(std::uint32_t n) const { return {'D', n + 1, district_width_}; }
    [[nodiscard]] IdText township_id(std::uint32_t n) const { return {'T', n + 1, township_width_}; }
    [[nodiscard]] IdText village_id(std::uint32_t n) const { return {'V', n + 1, village_width_}; }
    [[nodiscard]] IdText grid_id(std::uint32_t n) const { return {'G', n + 1, grid_width_}; }
    [[nodiscard]] IdText household_id(std::uint32_t n) const { return {'H', n, grid_width_ + 3}; }
    [[nodiscard]] IdText person_id(std::uint32_t n) const { return {'P', n, grid_width_ + 3}; }
    /// The `index`-th entry (letter E), record (K) or other row of a grid; index < 10,000.
    [[nodiscard]] IdText row_id(char letter, std::uint32_t grid, std::uint32_t index) const {
        return {letter, std::uint64_t{grid + 1} * 10'000 + index, grid_width_ + 4};
    }
    [[nodiscard]] IdText act_id(std::uint32_t grid, std::uint32_t index) const { return row_id('A', grid, index); }

private:
    int district_width_, township_width_, village_width_, grid_width_;
};

/// The ids of the rows of a grid, from 1 on: nine of ten differ from the one before in their last digit.
class RowIds {
public:
    RowIds(const Layout& layout, char letter, std::uint32_t grid)
        : layout_(&layout), letter_(letter), grid_(grid), id_(layout.row_id(letter, grid, 0)) {}

    /// Valid until the next.
    const IdText& next() {
        ++index_;
        if (!id_.count_on()) id_ = layout_->row_id(letter_, grid_, index_);
        return id_;
    }
    [[nodiscard]] IdText last() const { return id_; }

private:
    const Layout* layout_;
    char letter_;
    std::uint32_t grid_;
    std::uint32_t index_ = 0;
    IdText id_;
};

} // namespace jifen::synthetic
