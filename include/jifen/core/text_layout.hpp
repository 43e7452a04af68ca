#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// Cells that the text takes in a fixed-width font: East Asian wide and full-width characters take two, combining marks
/// and controls none. Precondition: well-formed UTF-8. O(bytes).
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;

/// Lines of cells, aligned: a plain text table. Its cells are made `printable`.
class TextLayout {
public:
    explicit TextLayout(std::vector<bool> right_aligned) : right_aligned_(std::move(right_aligned)) {}
    void add(std::vector<std::string> cells);
    /// Each row on a line of its own, two blanks between columns, `indent` blanks before.
    [[nodiscard]] std::string text(std::size_t indent) const;

private:
    std::vector<bool> right_aligned_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace jifen
