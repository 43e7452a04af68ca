#pragma once

#include "jifen/core/span.hpp"
#include "jifen/synthetic/rows.hpp"
#include "synthetic/layout.hpp"
#include "synthetic/rng_row.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace jifen::synthetic {

/// The causes of difficulty that the ledger of households is sorted by; the first is "none".
inline constexpr std::array<std::string_view, 7> difficulties{"",           "illness",  "disability", "elderly_alone",
                                                              "low_income", "job_loss", "schooling"};

struct Resident {
    std::uint32_t number = 0;
    int born = 0;
    bool female = false;
    Span span;

    [[nodiscard]] bool adult() const { return born <= 2003; }
    /// Lives there all year long, so that she can hold a post.
    [[nodiscard]] bool stays() const { return span.from == Day::always() && span.until == Day::never_ends(); }
};

struct Household {
    static constexpr std::size_t most_people = 6;

    std::uint32_t number = 0;
    std::uint32_t difficulty = 0; ///< into `difficulties`
    Span span;
    std::uint32_t people_count = 0;
    std::array<Resident, most_people> people;

    [[nodiscard]] const Resident* begin() const { return people.data(); }
    [[nodiscard]] const Resident* end() const { return people.data() + people_count; }
};

[[nodiscard]] Household make_household(const Layout& layout, std::uint32_t number);
/// The first `count` households of a grid in order.
[[nodiscard]] std::vector<Household> make_households(const Layout& layout, std::uint32_t grid, std::uint32_t count);

/// `id`: of the household.
void emit_household(const Layout& layout, const Household& household, std::string_view id,
                    const RowSink<HouseholdRow>& sink);
/// `home`: the id of the household; `names`: of the stream `person_name`.
void emit_people(const Layout& layout, const Household& household, std::string_view home, RngRow& names,
                 const RowSink<PersonRow>& sink);
/// Someone who works for the village and lives elsewhere.
void emit_outsider(const Layout& layout, std::uint32_t person, std::string_view unit, const RowSink<PersonRow>& sink);

} // namespace jifen::synthetic
