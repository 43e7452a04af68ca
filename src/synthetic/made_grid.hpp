#pragma once

#include "synthetic/population.hpp"
#include "synthetic/posts.hpp"
#include "synthetic/temper.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace jifen::synthetic {

/// A grid and what is asked for again by its tables and by those of its neighbours, each made when first asked for. For
/// one thread.
class MadeGrid {
public:
    MadeGrid(const Layout& layout, std::uint32_t grid);

    [[nodiscard]] const Layout& layout() const { return *layout_; }
    [[nodiscard]] const Place& place() const { return place_; }
    [[nodiscard]] std::uint32_t household_count() const { return household_count_; }
    /// Without the others, where nobody asked for all; valid until the next is asked for.
    [[nodiscard]] const Household& household(std::uint32_t index);
    /// In order.
    [[nodiscard]] const std::vector<Household>& households();
    [[nodiscard]] const std::vector<IdText>& household_ids();
    [[nodiscard]] const Posts& posts();
    /// Of `posts().leaders`.
    [[nodiscard]] const std::vector<Temper>& leader_tempers();
    /// The exemplary women: 5 to 13 of its women who hold no post in it.
    [[nodiscard]] const std::vector<std::uint32_t>& exemplars();
    /// Women of 15 and more, whenever they came or left; one man in sixty-one is among them, because lists are never
    /// clean.
    [[nodiscard]] const std::vector<std::uint32_t>& women();

private:
    const Layout* layout_;
    Place place_;
    std::uint32_t household_count_;
    Household one_;
    std::vector<Household> households_;
    std::vector<IdText> household_ids_;
    std::optional<Posts> posts_;
    std::vector<Temper> tempers_;
    std::vector<std::uint32_t> exemplars_, women_;
};

/// The grids of one township, to whose tables its own grids are all that is asked for.
class MadeGrids {
public:
    explicit MadeGrids(const Layout& layout) : layout_(&layout) {}

    /// A grid whose tables are made next, and those of its township; forgets those of the township before.
    MadeGrid& enter(std::uint32_t grid);
    /// One of the township; it stays where it is.
    MadeGrid& at(std::uint32_t grid);

private:
    const Layout* layout_;
    GridRange township_;
    std::vector<std::unique_ptr<MadeGrid>> grids_;
};

} // namespace jifen::synthetic
