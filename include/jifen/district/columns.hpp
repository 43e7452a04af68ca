#pragma once

#include "jifen/district/rows.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jifen {

/// One column of an input table (SPEC §1).
struct InputColumn {
    std::string_view name;
    bool required = false; ///< the column must be there
    bool personal = false; ///< what stands in it is masked in messages
};

/// The columns of a table in the order of SPEC §1.
[[nodiscard]] std::span<const InputColumn> columns_of(InputTable table) noexcept;
/// Whether unknown columns are kept as attributes (people, households); elsewhere they refuse the table.
[[nodiscard]] bool keeps_attributes(InputTable table) noexcept;

/// Other names of columns, by table. A column's own name is always known.
class ColumnAliases {
public:
    /// None at all.
    ColumnAliases() = default;
    /// The Chinese names of docs/tables.md.
    [[nodiscard]] static const ColumnAliases& chinese();

    /// Adds a name. Throws ArgumentError when the table has no such column, or the name stands for another one.
    void add(InputTable table, const std::string& alias, std::string_view column);
    /// The place of the column among `columns_of(table)`; nullopt when the name is none of its.
    [[nodiscard]] std::optional<std::size_t> find(InputTable table, std::string_view name) const;
    /// Every name with its column, in bytewise order of the names.
    [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> of(InputTable table) const;

private:
    std::map<std::pair<InputTable, std::string>, std::size_t, std::less<>> places_;
};

/// Other words for those of a closed list (`gender`, `verified`, `kind`, `stage`), by column. None by default: an input
/// that says 女 where `female` is meant is taken only by a caller who says so.
class WordAliases {
public:
    WordAliases() = default;
    /// 女, 男; 是, 否; 带领, 服务; 知人, 知事, 知情, 知需, 知帮.
    [[nodiscard]] static const WordAliases& chinese();

    /// Throws ArgumentError when the column has no closed list, or the word is not in it.
    void add(std::string_view column, std::string alias, std::string_view word);
    /// The word that the text stands for: itself when it is no alias.
    [[nodiscard]] std::string_view find(std::string_view column, std::string_view text) const;

private:
    std::map<std::pair<std::string, std::string>, std::string, std::less<>> words_;
};

/// How the header of a table is read.
struct HeaderOptions {
    ColumnAliases aliases = ColumnAliases::chinese();
    WordAliases words;
    bool marks = false;         ///< blanks and `*` around a column's name are no part of it
    std::size_t title_rows = 0; ///< up to so many rows above the header are passed over
};

/// The name without blanks and asterisks around it, those of full width included.
[[nodiscard]] std::string_view without_marks(std::string_view name) noexcept;

/// Whether the cells name every column that the table needs.
[[nodiscard]] bool is_header(InputTable table, std::span<const std::string_view> cells, const HeaderOptions& options);

} // namespace jifen
