#include "jifen/district/reader.hpp"

#include "core/kept_threads.hpp"
#include "entry_intake.hpp"
#include "jifen/core/file_error.hpp"
#include "jifen/core/text.hpp"
#include "jifen/tables/arrow_source.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <functional>
#include <unordered_set>
#include <utility>

namespace jifen {

namespace {

constexpr std::string_view date_forms = "a date is written 2023-04-05, 2023/4/5 or 2023年4月5日, from 1900 to 2199";

/// One row with its cells by column, and the problems found in them.
class RowReader {
public:
    RowReader(InputTable table, std::string_view file, const RowSource& source, const HeaderOptions& options)
        : table_(table), columns_(columns_of(table)), options_(options),
          table_name_(file.empty() ? table_name(table) : file), header_line_(file.empty() ? 0 : source.header_line()),
          row_name_(table_name_), place_(columns_.size(), missing) {
        if (file.empty()) row_name_ += " row";
        Diagnostics problems;
        for (std::size_t i = 0; i < source.header().size(); ++i) take_column(table, source, i, problems);
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            if (!columns_[c].required || place_[c] != missing) continue;
            const std::string name(columns_[c].name);
            problems.push_back(problem_of_table(name, "missing_column",
                                                "the required column " + jifen::in_quotes(name) + " is missing",
                                                "add the column"));
        }
        if (!problems.empty()) throw TableError(std::move(problems));
        attributes_.resize(attribute_places_.size());
    }

    /// What messages call the table.
    [[nodiscard]] const std::string& table() const noexcept { return table_name_; }
    [[nodiscard]] const std::vector<std::string>& attribute_names() const noexcept { return attribute_names_; }

    void start(const Row& row) {
        row_ = &row;
        problems_.clear();
        if (!row.defect.empty()) {
            add_defect(row);
            return;
        }
        for (std::size_t i = 0; i < attribute_places_.size(); ++i) attributes_[i] = row.cells[attribute_places_[i]];
    }
    [[nodiscard]] bool ok() const noexcept { return problems_.empty(); }
    [[nodiscard]] Diagnostics take_problems() { return std::exchange(problems_, {}); }
    [[nodiscard]] std::span<const std::string_view> attributes() const noexcept { return attributes_; }

    /// Where each column of the table stands in a row; `EntryIntake::missing` when it does not.
    [[nodiscard]] std::span<const std::size_t> places() const noexcept { return place_; }
    [[nodiscard]] const WordAliases& words() const noexcept { return options_.words; }

    /// The cell, empty when the column is not there.
    [[nodiscard]] std::string_view text(std::size_t column) const {
        return place_[column] == missing ? std::string_view{} : row_->cells[place_[column]];
    }
    [[nodiscard]] Day day(std::size_t column) { return optional_day(column, "a date is needed").value_or(Day()); }
    [[nodiscard]] std::optional<Day> optional_day(std::size_t column, std::string_view if_empty = {}) {
        const std::string_view cell = text(column);
        if (cell.empty() && if_empty.empty()) return std::nullopt;
        const auto day = Day::parse(cell);
        if (!day) bad(column, "bad_date", "it is not a date", date_forms);
        return day;
    }
    /// Columns `from` and `until` stand side by side.
    [[nodiscard]] Span days(std::size_t from) {
        return {optional_day(from).value_or(Day::always()), optional_day(from + 1).value_or(Day::never_ends())};
    }
    [[nodiscard]] Quantity quantity(std::size_t column) {
        const auto quantity = Quantity::parse(text(column));
        if (!quantity)
            bad(column, "bad_quantity", "it is not a quantity",
                "a quantity is a plain decimal from 0 to 1000000000 with up to 3 fraction digits");
        return quantity.value_or(Quantity::one());
    }
    template <class Parse>
    [[nodiscard]] auto word(std::size_t column, Parse parse, std::string_view words) {
        const auto value = parse(options_.words.find(columns_[column].name, text(column)));
        if (!value) bad(column, "bad_word", "it is not one of the words allowed", words);
        return value.value_or(typename decltype(parse(text(column)))::value_type{});
    }

private:
    static constexpr std::size_t missing = EntryIntake::missing;

    /// Finds out what the column at that place of the header is.
    void take_column(InputTable table, const RowSource& source, std::size_t at, Diagnostics& problems) {
        const std::string& written = source.header()[at];
        const std::string name(options_.marks ? without_marks(written) : written);
        if (name.empty()) {
            problems.push_back(problem_of_table(
                "", "empty_column_name", "column " + std::to_string(at + 1) + " has no name", "name every column"));
            return;
        }
        if (const auto column = options_.aliases.find(table, name)) {
            if (place_[*column] != missing) {
                problems.push_back(problem_of_table(written, "duplicate_column",
                                                    shown(source.header()[place_[*column]]) + " and " + shown(written) +
                                                        " both name the column " +
                                                        jifen::in_quotes(columns_[*column].name),
                                                    "keep one of them"));
            }
            place_[*column] = at;
            // A quantity is what its shortest decimal says. Nothing else is a number here: ids are text.
            if (source.is_approximate(at) && columns_[*column].name != "quantity") {
                problems.push_back(problem_of_table(
                    written, "float_column",
                    "the column " + shown(written) + " holds floating-point numbers, which do not keep an id or a date",
                    "convert it to text before"));
            }
            return;
        }
        if (keeps_attributes(table)) {
            if (!known_attributes_.insert(name).second)
                problems.push_back(problem_of_table(written, "duplicate_column",
                                                    "the column " + shown(name) + " stands twice",
                                                    "name each column once"));
            attribute_places_.push_back(at);
            attribute_names_.push_back(name);
            return;
        }
        std::vector<std::string_view> known;
        for (const InputColumn& column : columns_) known.push_back(column.name);
        for (const auto& [alias, column] : options_.aliases.of(table)) known.push_back(alias);
        const std::string nearest = did_you_mean(name, known);
        problems.push_back(problem_of_table(written, "unknown_column", "it has an unknown column " + shown(written),
                                            nearest.empty() ? "remove the column" : nearest));
    }

    /// What stands in a header may be no name but the first row of a table without one.
    static std::string shown(std::string_view name) { return jifen::in_quotes(mask_long_numbers(name)); }

    [[nodiscard]] Diagnostic problem_of_table(const std::string& column, std::string code, const std::string& reason,
                                              std::string remedy) const {
        const std::string name = shortened(mask_long_numbers(column));
        return {table_name_, header_line_,     name, Severity::error, std::move(code), "table refused: " + reason,
                name,        std::move(remedy)};
    }
    void bad(std::size_t column, std::string_view code, std::string_view reason, std::string_view remedy) {
        // A word out of place may be a name from the next column.
        const std::string value = columns_[column].personal ? masked(text(column)) : mask_long_numbers(text(column));
        const std::string name(columns_[column].name);
        add_problem(name, code, "row rejected: " + name + " = " + jifen::in_quotes(value) + ": " + std::string(reason),
                    value, remedy);
    }
    /// Of what its source could not take. An attribute may be anything, a birthday too: it is personal.
    void add_defect(const Row& row) {
        std::string message = "row rejected: ";
        std::string value;
        if (!row.defect_value.empty()) {
            const auto column =
                options_.aliases.find(table_, options_.marks ? without_marks(row.defect_column) : row.defect_column);
            const bool is_personal = !column || columns_[*column].personal;
            value = is_personal ? masked(row.defect_value) : mask_long_numbers(row.defect_value);
            message += column ? std::string(columns_[*column].name) : shown(row.defect_column);
            message += " = " + jifen::in_quotes(value) + ": ";
        }
        add_problem(row.defect_column, row.defect_code, message.append(row.defect), value, "correct the row");
    }
    void add_problem(std::string_view column, std::string_view code, std::string message, std::string_view value,
                     std::string_view remedy) {
        problems_.push_back({row_name_, row_->line, shortened(column), Severity::error, std::string(code),
                             std::move(message), shortened(value), std::string(remedy)});
    }

    InputTable table_;
    std::span<const InputColumn> columns_;
    const HeaderOptions& options_;
    std::string table_name_;   ///< what messages call the table: the file, or `ledger`
    std::int64_t header_line_; ///< rows of a program have no line for their header
    std::string row_name_;     ///< what they call a row, before its line: the file, or `ledger row`
    std::vector<std::size_t> place_;
    std::vector<std::size_t> attribute_places_;
    std::vector<std::string> attribute_names_;
    std::unordered_set<std::string> known_attributes_; ///< the same: a file may have a million columns
    std::vector<std::string_view> attributes_;
    const Row* row_ = nullptr;
    Diagnostics problems_;
};

// The columns of each table by number, in the order of columns_of.

UnitRow read_unit(RowReader& r, std::int64_t line) { return {r.text(0), r.text(1), r.text(2), r.text(3), line}; }

HouseholdRow read_household(RowReader& r, std::int64_t line) {
    return {r.text(0), r.text(1), r.days(2), r.attributes(), line};
}

PersonRow read_person(RowReader& r, std::int64_t line) {
    return {r.text(0),      r.text(1), r.word(2, parse_gender, "female, male, or empty"),
            r.text(3),      r.text(4), r.days(5),
            r.attributes(), line};
}

RoleRow read_role(RowReader& r, std::int64_t line) {
    return {r.text(0), r.text(1), r.text(2), r.days(3), r.text(5), line};
}

LinkRow read_link(RowReader& r, std::int64_t line) {
    return {r.text(0), r.text(1), r.word(2, parse_link_kind, "leads or serves"), r.days(3), line};
}

EntryRow read_entry(RowReader& r, std::int64_t line) {
    EntryRow row;
    row.line = line;
    row.entry = r.text(0);
    row.date = r.day(1);
    row.actor = r.text(2);
    row.item = r.text(3);
    row.quantity = r.quantity(4);
    row.level = r.text(5);
    row.subject = r.text(6);
    row.channel = r.text(7);
    row.verified = r.word(8, parse_verified, "yes, no, or empty");
    row.act = r.text(9);
    row.recorded = r.optional_day(10);
    row.cancels = r.text(11);
    row.note = r.text(12);
    return row;
}

KnowledgeRow read_record(RowReader& r, std::int64_t line) {
    return {r.text(0), r.day(1),  r.text(2), r.word(3, parse_stage, "people, matters, circumstances, needs or help"),
            r.text(4), r.text(5), line};
}

/// Asked between rows now and then: whether to stop, and how far it is.
void look_up(const RowSource& source, std::string_view stage, const RunOptions& options) {
    if (options.stop.stop_requested()) throw Cancelled();
    if (!options.progress) return;
    const RowSource::Position position = source.position();
    options.progress({stage, position.done, position.total});
}

template <class ReadRow>
void add_row(DistrictBuilder& builder, InputTable table, const Row& row, RowReader& reader, ReadRow read_row) {
    reader.start(row);
    if (reader.ok()) {
        const auto typed = read_row(reader, row.line);
        builder.add(typed, reader.take_problems());
    } else {
        builder.reject(table, reader.take_problems());
    }
}

template <class ReadRow>
void add_rows(DistrictBuilder& builder, InputTable table, RowSource& source, const RunOptions& options,
              RowReader& reader, ReadRow read_row) {
    constexpr std::uint64_t rows_between_looks = 1U << 12U;
    Row row;
    for (std::uint64_t rows = 0; source.next(row); ++rows) {
        if (rows % rows_between_looks == 0) look_up(source, reader.table(), options);
        add_row(builder, table, row, reader, read_row);
    }
}

/// The same for the ledger, which is long: block by block. While the columns of one are worked on, a thread reads the
/// next.
void add_entries(DistrictBuilder& builder, RowSource& source, const RunOptions& run, RowReader& reader) {
    const KeptRun kept(run); // of a few hundred short calls
    const RunOptions& options = kept.options();
    const bool reads_ahead = options.concurrency() > 1 && source.is_of_no_thread();
    EntryIntake intake(builder, reader.places(), reader.words());
    // What one thread works on stays in the memory next to it; to hand a block to others costs some microseconds.
    const std::size_t rows_a_block = options.concurrency() > 1 ? 1U << 14U : 1U << 12U;
    RowBlock block, ahead;
    std::vector<std::string_view> cells(source.header().size());
    for (bool is_there = source.next_block(block, rows_a_block); is_there;) {
        look_up(source, reader.table(), options);
        const auto read_next = [&] { is_there = source.next_block(ahead, rows_a_block); };
        intake.judge(block, options, reads_ahead ? read_next : std::function<void()>());
        std::size_t taken = 0;
        for (const std::uint32_t doubtful : intake.doubtful()) {
            intake.take(taken, doubtful, options);
            for (std::size_t c = 0; c < cells.size(); ++c) cells[c] = block.text(c, doubtful);
            Row row;
            row.line = block.lines[doubtful];
            row.cells = cells;
            add_row(builder, InputTable::ledger, row, reader, read_entry);
            taken = doubtful + 1;
        }
        intake.take(taken, block.rows, options);
        if (block.has_broken) add_row(builder, InputTable::ledger, block.broken, reader, read_entry);
        if (block.failure) std::rethrow_exception(block.failure);
        if (reads_ahead)
            std::swap(block, ahead);
        else
            is_there = source.next_block(block, rows_a_block);
    }
}

/// Of a table that is read in part the builder will not make a district.
template <class Add>
void read_rows(DistrictBuilder& builder, InputTable table, const RowSource& source, const RunOptions& options,
               const RowReader& reader, Add add) {
    try {
        add();
        look_up(source, reader.table(), options);
    } catch (...) {
        builder.refuse(table);
        throw;
    }
}

/// Of a folder that is none no table is missing: it is the wrong path.
void check_folder(const std::filesystem::path& folder) {
    std::error_code error;
    const bool is_folder = std::filesystem::is_directory(folder, error);
    if (error || !is_folder) {
        throw FileError("cannot read the folder", folder,
                        error ? error : std::make_error_code(std::errc::not_a_directory),
                        "name the folder that holds the tables");
    }
}

} // namespace

void read_table(DistrictBuilder& builder, InputTable table, RowSource& source, std::string_view file,
                const HeaderOptions& header, const RunOptions& run) {
    RowReader reader(table, file, source, header);
    builder.declare(table, file);
    const auto read = [&](auto read_row) {
        read_rows(builder, table, source, run, reader,
                  [&] { add_rows(builder, table, source, run, reader, read_row); });
    };
    switch (table) {
    case InputTable::units:
        return read(read_unit);
    case InputTable::households:
        builder.declare_household_attributes(reader.attribute_names());
        return read(read_household);
    case InputTable::people:
        builder.declare_people_attributes(reader.attribute_names());
        return read(read_person);
    case InputTable::roles:
        return read(read_role);
    case InputTable::links:
        return read(read_link);
    case InputTable::ledger:
        if (!run.takes_fast(true)) return read(read_entry);
        return read_rows(builder, table, source, run, reader, [&] { add_entries(builder, source, run, reader); });
    case InputTable::knowledge:
        return read(read_record);
    }
}

namespace {
/// What messages call a table that names no row.
std::string name_of_source(InputTable table, std::string_view file) {
    return std::string(file.empty() ? table_name(table) : file);
}

/// Text of another encoding can be valid GB18030 as well, and would be read as other characters.
Diagnostic taken_for_gb18030(std::string file, std::uint64_t byte) {
    return {std::move(file),
            0,
            "",
            Severity::warning,
            "taken_for_gb18030",
            "byte " + std::to_string(byte) + " is not valid UTF-8, all of it is valid GB18030: read as GB18030",
            "",
            "name the encoding, if that is what it is; else save the file as UTF-8"};
}
} // namespace

void DistrictReader::read_csv(InputTable table, const std::filesystem::path& file, const RunOptions& run) {
    judge(table, [&] {
        CsvOptions csv{options_.limits, options_.encoding, options_.header.title_rows, {}};
        csv.is_header = [&](std::span<const std::string_view> cells) {
            return is_header(table, cells, options_.header);
        };
        CsvReader rows(file, std::move(csv));
        if (rows.not_utf8()) builder_.report(taken_for_gb18030(file.filename().string(), *rows.not_utf8()));
        read_table(builder_, table, rows, file.filename().string(), options_.header, run);
    });
}

void DistrictReader::read(InputTable table, RowSource& source, std::string_view file, const RunOptions& run) {
    judge(table, [&] { read_table(builder_, table, source, file, options_.header, run); });
}

void DistrictReader::read_arrow(InputTable table, ArrowArrayStream& stream, std::string_view file,
                                const RunOptions& run) {
    judge(table, [&] {
        ArrowSource rows(stream, name_of_source(table, file));
        read_table(builder_, table, rows, file, options_.header, run);
    });
}

void DistrictReader::read_arrow(InputTable table, ArrowSchema& schema, ArrowArray& array, std::string_view file,
                                const RunOptions& run) {
    judge(table, [&] {
        ArrowSource rows(schema, array, name_of_source(table, file));
        read_table(builder_, table, rows, file, options_.header, run);
    });
}

void DistrictReader::refuse(InputTable table, const Diagnostics& problems) {
    judge(table, [&] { throw TableError(problems); });
}

template <class Read>
void DistrictReader::judge(InputTable table, const Read& read_rows_of_it) {
    given_[static_cast<std::size_t>(table)] = true;
    if (table == InputTable::ledger && !spills_ && !options_.spill.folder.empty()) {
        builder_.spill_ledger(options_.spill);
        spills_ = true;
    }
    try {
        read_rows_of_it();
    } catch (const TableError& error) {
        refused_.insert(refused_.end(), error.diagnostics().begin(), error.diagnostics().end());
    } catch (const FileError& error) { // all that is wrong with the tables is listed at once
        if (spills_ && error.path() == options_.spill.folder) throw;
        refused_.push_back({error.path().filename().string(), 0, "", Severity::error, "unreadable",
                            "table refused: " + error.operation() + ": " + error.reason().message(), "",
                            "check that it exists and may be read"});
    }
}

District DistrictReader::finish(const RunOptions& run) {
    return finish(run, table_name, "give the table, with no row if there is nothing to say");
}

District DistrictReader::finish(const RunOptions& run, std::string_view (*name)(InputTable) noexcept,
                                std::string_view remedy) {
    for (std::size_t i = 0; i < input_table_count; ++i) {
        if (given_[i]) continue;
        const auto table = static_cast<InputTable>(i);
        Diagnostic missing{std::string(name(table)), 0, "", Severity::error, "missing_table", "", "", ""};
        if (table == InputTable::units || table == InputTable::people || table == InputTable::roles) {
            missing.message = "table refused: it is missing, and nobody can be scored without it";
            missing.remedy = remedy;
            refused_.push_back(std::move(missing));
        } else {
            missing.severity = Severity::note;
            missing.message = "the table is missing: it is taken as an empty one";
            builder_.report(std::move(missing));
        }
    }
    DistrictBuilder builder = std::exchange(builder_, DistrictBuilder());
    builder_.limit_problems(options_.problems);
    spills_ = false;
    Diagnostics refused = std::exchange(refused_, {});
    given_ = {};
    if (!refused.empty()) {
        sort_diagnostics(refused);
        throw TableError(std::move(refused));
    }
    return builder.freeze(run);
}

District read_district(const std::filesystem::path& folder, const ReadOptions& options) {
    check_folder(folder);
    DistrictReader reader(options.tables);
    for (std::size_t i = 0; i < input_table_count; ++i) {
        const auto table = static_cast<InputTable>(i);
        const std::filesystem::path file = folder / file_name(table);
        // Missing is only what the folder does not name at all: a link that leads nowhere is a table that cannot be
        // read.
        std::error_code error;
        const auto status = std::filesystem::symlink_status(file, error);
        if (status.type() != std::filesystem::file_type::not_found) reader.read_csv(table, file, options.run);
    }
    return reader.finish(options.run, file_name, "put it into the folder, with its header alone if it has no row");
}

} // namespace jifen
