#include "jifen/district/nominations.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/quantity.hpp"
#include "jifen/core/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

namespace jifen {

namespace {

constexpr std::string_view table_name = "nominations";

enum Cell : std::size_t { grid, person, by, suitability, background, cell_count };

/// The names of each column, its own first.
constexpr std::array<std::array<std::string_view, 4>, cell_count> column_names{{
    {"grid", "网格", "网格编号", "所属网格"},
    {"person", "人员", "人员编号", "被提名人编号"},
    {"by", "提名方式", "推荐方式", ""},
    {"suitability", "适任分", "评分", ""},
    {"background", "背景", "身份背景", ""},
}};
constexpr std::array<bool, cell_count> is_required{true, true, true, false, false};

NominatedBy parse_by(std::string_view text) noexcept {
    if (text == "self" || text == "自荐") return NominatedBy::self;
    if (text == "recommended" || text == "他荐") return NominatedBy::recommended;
    return NominatedBy::nobody;
}

class NominationReader {
public:
    NominationReader(const RowSource& source, std::string_view file)
        : table_(file.empty() ? table_name : file), row_(file.empty() ? table_ + " row" : table_),
          header_line_(file.empty() ? 0 : source.header_line()) {
        place_.fill(missing);
        for (std::size_t i = 0; i < source.header().size(); ++i) take_column(source, i);
        for (std::size_t c = 0; c < cell_count; ++c) {
            if (is_required[c] && place_[c] == missing)
                refuse(name(c), "missing_column", "the required column " + jifen::quoted(name(c)) + " is missing",
                       "add the column");
        }
        if (!problems_.empty()) throw TableError(std::move(problems_));
        read_.file = file;
    }

    [[nodiscard]] const std::string& table() const noexcept { return table_; }

    void take(const Row& row) {
        problems_.clear();
        line_ = row.line;
        if (row.defect.empty()) {
            Nomination nomination = parse(row);
            if (problems_.empty()) read_.rows.push_back(std::move(nomination));
        } else {
            problem(row.defect_column, row.defect_code, "row rejected: " + std::string(row.defect), "",
                    "correct the row");
        }
        if (problems_.empty()) return;
        ++read_.rejected;
        read_.problems.insert(read_.problems.end(), problems_.begin(), problems_.end());
    }
    [[nodiscard]] Nominations finish() {
        sort_diagnostics(read_.problems);
        return std::move(read_);
    }

private:
    static constexpr std::size_t missing = static_cast<std::size_t>(-1);
    [[nodiscard]] static std::string name(std::size_t column) { return std::string(column_names[column].front()); }

    void take_column(const RowSource& source, std::size_t at) {
        const std::string& written = source.header()[at];
        const auto names = [](const auto& column, std::string_view text) {
            return !text.empty() && std::find(column.begin(), column.end(), text) != column.end();
        };
        for (std::size_t c = 0; c < cell_count; ++c) {
            if (!names(column_names[c], written)) continue;
            if (place_[c] != missing)
                refuse(written, "duplicate_column",
                       shown(source.header()[place_[c]]) + " and " + shown(written) + " both name the column " +
                           jifen::quoted(name(c)),
                       "keep one of them");
            place_[c] = at;
            // A number is what its shortest decimal says; ids and words are text.
            if (source.is_approximate(at) && c != suitability)
                refuse(written, "float_column",
                       "the column " + shown(written) + " holds floating-point numbers, which do not keep an id",
                       "convert it to text before");
            return;
        }
        std::vector<std::string_view> known;
        for (const auto& column : column_names)
            std::copy_if(column.begin(), column.end(), std::back_inserter(known),
                         [](std::string_view text) { return !text.empty(); });
        const std::string nearest = did_you_mean(written, known);
        refuse(written, "unknown_column", "it has an unknown column " + shown(written),
               nearest.empty() ? "remove the column" : nearest);
    }
    static std::string shown(std::string_view text) { return jifen::quoted(mask_long_numbers(text)); }
    void refuse(const std::string& column, std::string code, const std::string& reason, std::string remedy) {
        const std::string shown_name = shortened(mask_long_numbers(column));
        problems_.push_back({table_, header_line_, shown_name, Severity::error, std::move(code),
                             "table refused: " + reason, shown_name, std::move(remedy)});
    }

    Nomination parse(const Row& row) {
        const auto cell = [&](std::size_t column) {
            return place_[column] == missing ? std::string_view{} : row.cells[place_[column]];
        };
        Nomination made;
        for (const Cell id : {grid, person}) {
            if (const auto reason = why_not_an_id(cell(id)); !reason.empty())
                bad(id, cell(id), "bad_value", reason, "correct the cell");
        }
        made.grid = cell(grid);
        made.person = cell(person);
        made.by = parse_by(cell(by));
        if (made.by == NominatedBy::nobody)
            bad(by, cell(by), "bad_word", "it is not one of the words allowed", "self or recommended");
        const auto parsed = parse_suitability(cell(suitability));
        if (!parsed)
            bad(suitability, cell(suitability), "bad_quantity", "it is no suitability",
                "a suitability is a plain decimal from 0 to 1000000000 with up to 3 fraction digits");
        made.suitability = parsed.value_or(0);
        made.background = cell(background);
        made.line = row.line;
        return made;
    }
    static std::optional<std::int64_t> parse_suitability(std::string_view text) {
        if (text.empty()) return 0;
        const auto quantity = Quantity::parse(text);
        return quantity ? std::optional(quantity->thousandths()) : std::nullopt;
    }
    void bad(std::size_t column, std::string_view cell, std::string_view code, std::string_view reason,
             std::string_view remedy) {
        const std::string value = mask_long_numbers(cell);
        problem(name(column), code,
                "row rejected: " + name(column) + " = " + jifen::quoted(value) + ": " + std::string(reason),
                find_invalid_utf8(value) ? jifen::quoted(value) : value, remedy);
    }
    void problem(std::string_view column, std::string_view code, std::string message, std::string_view value,
                 std::string_view remedy) {
        problems_.push_back({row_, line_, shortened(column), Severity::error, std::string(code), std::move(message),
                             shortened(value), std::string(remedy)});
    }

    std::string table_; ///< what messages call the table: the file, or `nominations`
    std::string row_;   ///< what they call a row before its line
    std::int64_t header_line_;
    std::array<std::size_t, cell_count> place_{};
    std::int64_t line_ = 0;
    Diagnostics problems_; ///< of the header, then of one row
    Nominations read_;
};

} // namespace

std::string_view to_string(NominatedBy by) noexcept {
    constexpr std::array<std::string_view, 4> words{"", "self", "recommended", "both"};
    return words[static_cast<std::size_t>(by)];
}

Nominations read_nominations(RowSource& source, std::string_view file, const RunOptions& run) {
    constexpr std::uint64_t rows_between_looks = 1U << 12U;
    NominationReader reader(source, file);
    const auto look_up = [&] {
        if (run.stop.stop_requested()) throw Cancelled();
        if (run.progress) run.progress({reader.table(), source.position().done, source.position().total});
    };
    Row row;
    for (std::uint64_t rows = 0; source.next(row); ++rows) {
        if (rows % rows_between_looks == 0) look_up();
        reader.take(row);
    }
    look_up();
    return reader.finish();
}

Nominations read_nominations(const std::filesystem::path& file, const CsvOptions& csv, const RunOptions& run) {
    CsvReader rows(file, csv);
    return read_nominations(rows, file.filename().string(), run);
}

} // namespace jifen
