#pragma once

#include "jifen/district/sorted_texts.hpp"
#include "jifen/tables/table.hpp"

#include <string>
#include <utility>

namespace jifen {

/// A column of ids of one registry that grows row by row; the ids themselves stay where they are.
template <class IdType>
class IdColumn {
public:
    explicit IdColumn(const SortedTexts<IdType>& ids) : column_{ids.pool(), {}, true} {}
    /// Nobody, or nothing, is a blank cell.
    void add(IdType id) { column_.codes.push_back(id ? id.value() : TextColumn::blank); }
    [[nodiscard]] Column take(std::string name) { return {std::move(name), std::move(column_)}; }

private:
    TextColumn column_;
};

} // namespace jifen
