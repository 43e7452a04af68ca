#pragma once

#include "jifen/district/builder.hpp"
#include "jifen/district/columns.hpp"
#include "jifen/tables/arrow_c_data.hpp"
#include "jifen/tables/csv_reader.hpp"

#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

namespace jifen {

/// How input tables are written down.
struct TableOptions {
    CsvLimits limits;
    std::size_t problems = most_problems; ///< of one table, of whatever kind: beyond, it is refused (DistrictBuilder)
    Encoding encoding = Encoding::utf8;
    HeaderOptions header;
    SpillOptions spill; ///< of the ledger, when it is larger than memory
};

struct ReadOptions {
    TableOptions tables;
    RunOptions run;
};

/// Reads the folder of CSV tables of SPEC §1. A missing optional table is an empty one, and a note in the report.
/// Throws TableError that lists every refused table (unreadable, not UTF-8, broken quoting, a required column missing,
/// an unknown column where none is allowed) and a missing units, people or roles table, FileError
/// when there is no such folder or the one to spill to does not take the ledger, Cancelled on a stop request. Rows that
/// cannot be taken are in `District::report()`.
[[nodiscard]] District read_district(const std::filesystem::path& folder, const ReadOptions& options = {});

/// Feeds every row of a table to the builder; looks at the stop token and reports progress every few thousand rows,
/// of a ledger every sixteen thousand at most. The ledger is read on all threads.
/// `file` is the file's name in messages and progress; empty: rows of a program, `ledger row 12` in messages. Throws
/// TableError when a required column is missing or an unknown one is not allowed, Cancelled on a stop request; after
/// rows were added, an exception leaves the builder refusing to freeze.
void read_table(DistrictBuilder& builder, InputTable table, RowSource& source, std::string_view file = {},
                const HeaderOptions& header = {}, const RunOptions& run = {});

/// Reads tables from wherever they come, judges every one of them, and then gives the district or says everything for
/// which it is refused. `read_district` for tables that do not lie in one folder:
///
///     jifen::DistrictReader reader;
///     reader.read_csv(jifen::InputTable::units, "register/units-2023.csv");
///     reader.read(jifen::InputTable::people, rows_of_my_database);
///     reader.read_csv(jifen::InputTable::roles, "posts.csv");
///     const jifen::District district = reader.finish();
///
/// A table may come in several parts. Not safe to use from several threads.
class DistrictReader {
public:
    explicit DistrictReader(TableOptions options = {}) : options_(std::move(options)) {
        builder_.limit_problems(options_.problems);
    }

    /// Takes every row of a CSV file. A table that must be refused does not throw: `finish` says so. Throws Cancelled
    /// on a stop request, ArgumentError when an earlier part of the table has other attribute columns, FileError when
    /// the folder to spill to does not take the ledger.
    void read_csv(InputTable table, const std::filesystem::path& file, const RunOptions& run = {});
    /// The same for rows of any source; `file` as in read_table. Throws what the source throws, TableError apart.
    void read(InputTable table, RowSource& source, std::string_view file = {}, const RunOptions& run = {});

    /// The same for an Arrow table (tables/arrow_source.hpp): the stream is taken over, and released.
    void read_arrow(InputTable table, ArrowArrayStream& stream, std::string_view file = {}, const RunOptions& run = {});
    void read_arrow(InputTable table, ArrowSchema& schema, ArrowArray& array, std::string_view file = {},
                    const RunOptions& run = {});
    /// Takes note of a table that could not even be opened as rows: `finish` says so.
    void refuse(InputTable table, const Diagnostics& problems);
    [[nodiscard]] const TableOptions& options() const noexcept { return options_; }

    /// Freezes what was read; the reader is empty afterwards, even if it throws. A missing optional table is a note in
    /// the report. Throws TableError that lists every refused table and a missing units, people or roles table, and
    /// what DistrictBuilder::freeze throws.
    [[nodiscard]] District finish(const RunOptions& run = {});

private:
    friend District read_district(const std::filesystem::path&, const ReadOptions&);
    template <class Read>
    void judge(InputTable table, const Read& read_rows_of_it);
    /// `name` and `remedy` are of a missing table.
    District finish(const RunOptions& run, std::string_view (*name)(InputTable) noexcept, std::string_view remedy);

    TableOptions options_;
    DistrictBuilder builder_;
    Diagnostics refused_;
    std::array<bool, input_table_count> given_{};
    bool spills_ = false;
};

} // namespace jifen
