#pragma once

#include "synthetic/layout.hpp"

#include <cstdint>

namespace jifen::synthetic {

[[nodiscard]] constexpr Verified yes_or_no(bool verified) noexcept { return verified ? Verified::yes : Verified::no; }

/// Numbers the entries of one grid and hands them to the sink.
class EntryWriter {
public:
    EntryWriter(const Layout& layout, std::uint32_t grid, const RowSink<EntryRow>& sink)
        : layout_(layout), grid_(grid), sink_(sink), ids_(layout, 'E', grid) {}

    /// Gives the row its id and writes it.
    void write(EntryRow& row) {
        row.entry = ids_.next();
        sink_(row);
        row.entry = {}; // which would outlive its text
    }
    void write(EntryRow&& row) { write(row); }
    /// Of the row that was written last.
    [[nodiscard]] IdText last_id() const { return ids_.last(); }
    /// A new act of this grid: entries of one and the same act share it.
    IdText new_act() { return layout_.act_id(grid_, ++acts_); }
    [[nodiscard]] const Layout& layout() const { return layout_; }

private:
    const Layout& layout_;
    std::uint32_t grid_;
    const RowSink<EntryRow>& sink_;
    RowIds ids_;
    std::uint32_t acts_ = 0;
};

} // namespace jifen::synthetic
