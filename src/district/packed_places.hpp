#pragma once

#include "jifen/core/packed_column.hpp"
#include "jifen/district/row_place.hpp"

#include <cstddef>
#include <cstdint>

namespace jifen {

/// The places of rows in few bytes: rows of one source follow one another.
class PackedPlaces {
public:
    [[nodiscard]] RowPlace operator[](std::size_t row) const noexcept {
        return {source_[row], static_cast<std::uint32_t>(beyond_[row] + static_cast<std::int64_t>(row))};
    }

private:
    friend class PackedPlacesWriter;
    PackedColumn<std::uint32_t> source_;
    PackedColumn<std::int64_t> beyond_; ///< line less number of the row
};

class PackedPlacesWriter {
public:
    [[nodiscard]] std::size_t size() const noexcept { return source_.size(); }
    void add(RowPlace place) {
        beyond_.add(std::int64_t{place.line} - static_cast<std::int64_t>(beyond_.size()));
        source_.add(place.source);
    }
    /// Where they lie that are added from now on (PackedWriter).
    void spill_to(SpillFile* spill) noexcept {
        source_.spill_to(spill);
        beyond_.spill_to(spill);
    }
    [[nodiscard]] PackedPlaces take() {
        PackedPlaces places;
        places.source_ = source_.take();
        places.beyond_ = beyond_.take();
        return places;
    }

private:
    PackedWriter<std::uint32_t> source_;
    PackedWriter<std::int64_t> beyond_;
};

} // namespace jifen
