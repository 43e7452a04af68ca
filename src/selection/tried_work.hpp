#pragma once

#include "evaluation/one_person.hpp"

#include <cstddef>
#include <map>
#include <vector>

namespace jifen {

/// What a person comes to with some more work.
struct Outcome {
    PersonScore score;
    std::vector<CategoryScore> categories;
};

/// Entries that a person might have as well, and what she comes to with the first n of them, or with the nth alone.
class TriedWork {
public:
    enum class Takes : std::uint8_t { first_n, nth };

    /// `entries` as `OnePerson::admit` takes them.
    TriedWork(const OnePerson& one, std::span<const EntryRow> entries, Takes takes)
        : one_(one), takes_(takes), all_(one.admit(entries)) {}

    [[nodiscard]] std::size_t size() const noexcept { return all_.more.size(); }
    /// With none of them for 0. Precondition: n ≤ size().
    const Outcome& with(std::size_t n);
    /// What the nth came to then. Precondition: 0 < n ≤ size().
    [[nodiscard]] EntryScore entry(std::size_t n) const;

private:
    [[nodiscard]] Admission admit(std::size_t n) const;

    const OnePerson& one_;
    Takes takes_;
    OnePerson::Admitted all_;
    std::map<std::size_t, Outcome> known_;
};

} // namespace jifen
