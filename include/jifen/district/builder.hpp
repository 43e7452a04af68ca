#pragma once

#include "jifen/core/parallel.hpp"
#include "jifen/district/district.hpp"
#include "jifen/district/rows.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// How many problems of one table are kept unless the caller says otherwise: they take about 200 MB.
inline constexpr std::size_t most_problems = 500'000;

/// Where a ledger lies that is larger than the memory there is for it. What is computed from it is the same.
struct SpillOptions {
    std::filesystem::path folder; ///< empty: the ledger lies in memory
    /// In `freeze` as many entries are in memory at once, or those of one actor if she has more, or 1/128 of all: some
    /// 30 bytes each.
    std::size_t entries_a_part = std::size_t{1} << 22U;
};

/// Takes rows in any order and freezes them into a District.
///
/// `add` checks the ids, texts, days and quantity of a row and keeps a copy; what depends on other rows (duplicates,
/// conflicts, unknown actors, cancellations) is settled by `freeze`, so that the result does not depend on the order of
/// tables or rows, conflicts apart. Errors in rows do not throw: they become diagnostics and counts of the frozen
/// district's LoadReport. They are listed in full or not at all: a table with more than the most problems is refused
/// whole, by TableError from `add`, `reject` or `freeze`. Memory: of the ledger 10 to 20 bytes a row and the text of
/// its id, and in `freeze` little more than once that; of the other tables about the size of the rows, in `freeze`
/// twice that. Not safe to use from several threads.
class DistrictBuilder {
public:
    DistrictBuilder();
    DistrictBuilder(DistrictBuilder&&) noexcept;
    DistrictBuilder& operator=(DistrictBuilder&&) noexcept;
    ~DistrictBuilder();

    /// How many problems of one table, or of one file of it, are kept: notes and warnings about its rows count, too.
    void limit_problems(std::size_t most) noexcept;

    /// Lets the ledger lie in files without a name in that folder, rows added from now on and the frozen District: for
    /// ledgers larger than memory. In memory are two bits an entry while it is frozen, 11 bytes more where more than
    /// one id in 32 comes out of the rising order of the others, and what an Evaluation keeps, one byte. The disk needs
    /// room for twice the packed ledger, some 50 bytes an entry in all. When it is full, calls that add entries or
    /// freeze them throw FileError, and `freeze` will not take the part that it has for the whole. Once, else
    /// ArgumentError. Throws FileError when no file can be made there.
    void spill_ledger(SpillOptions options);

    /// Names of the attribute columns, before the first row of the table. A table may come in several parts if all have
    /// the same attributes. Throws ArgumentError for other names after the first row, and for a name that could not
    /// head a column of the table's file: empty, not UTF-8 or with a NUL, twice, or that of a column of SPEC §1.
    void declare_household_attributes(std::vector<std::string> names);
    void declare_people_attributes(std::vector<std::string> names);
    /// Says that the table is there even if it has no row. `file` is what messages call the rows added from now on,
    /// with their line; empty: they are rows of a program, and messages say `ledger row 12`.
    void declare(InputTable table, std::string_view file = {});

    /// Takes a row, or rejects it with all that is wrong with it. `problems` are those that its reader found already,
    /// in cells that it could not turn into values: with any the row is rejected.
    void add(const UnitRow& row, Diagnostics problems = {});
    void add(const HouseholdRow& row, Diagnostics problems = {});
    void add(const PersonRow& row, Diagnostics problems = {});
    void add(const RoleRow& row, Diagnostics problems = {});
    void add(const LinkRow& row, Diagnostics problems = {});
    void add(const EntryRow& row, Diagnostics problems = {});
    void add(const KnowledgeRow& row, Diagnostics problems = {});
    /// Counts a row that the reader could not even parse, with its problems.
    void reject(InputTable table, Diagnostics problems);
    /// Takes a problem that is of no row into the load report.
    void report(Diagnostic problem);

    /// Says that the table was refused after some of its rows were added: `freeze` will not take a part for the whole.
    void refuse(InputTable table);

    /// Settles everything and gives the district; the builder is empty afterwards, even if it throws. O(n log n) in the
    /// rows of an actor and in ids that come out of order, O(n) over all; the ledger on all threads. Throws TableError
    /// when a table was or must be refused, Error("limit") beyond 2^32 − 2 rows of a table or subjects, and on a stop
    /// request Cancelled, within milliseconds and the time it takes to give the memory of the rows back.
    [[nodiscard]] District freeze(const RunOptions& options = {});

private:
    struct Staging;
    friend class EntryIntake;
    friend struct Freezer;
    std::unique_ptr<Staging> staging_;
};

} // namespace jifen
