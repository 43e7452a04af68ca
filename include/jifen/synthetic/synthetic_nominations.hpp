#pragma once

#include "jifen/district/nominations.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace jifen {

namespace synthetic {
struct Layout;
}

/// Who is nominated as leader in each grid of a PingguDistrict, before 31 December 2023: about two women a grid, by
/// themselves or recommended or both, with a suitability from 60 to 99.5 and, of many, a background.
///
/// The nominations fit the district as it stands on that day, so that the rules of appointment
/// (linkage/appointment.hpp) come to as many leaders of each source as the page reports, but not to the very women in
/// office: most of them stand again; some do not, and a volunteer who has come onto the committee since she took the
/// group hands it on. Where the officer is a woman neighbours are nominated in case she cannot lead.
///
/// Each grid's nominations are made from (seed, its number) alone. O(households of a grid) each. Throws ArgumentError
/// for a scale or a grid out of range.
class SyntheticNominations {
public:
    explicit SyntheticNominations(std::uint64_t seed = 1, double scale = 1);

    [[nodiscard]] std::uint32_t grids() const noexcept;
    /// Row by row as a table has them: a woman who is nominated by herself and by others has two.
    [[nodiscard]] std::vector<Nomination> of_grid(std::uint32_t n) const;
    /// Of all grids: about 7,500 rows at scale 1.
    [[nodiscard]] Nominations all() const;

private:
    std::shared_ptr<const synthetic::Layout> layout_;
};

} // namespace jifen
