#include "jifen/district/nominations.hpp"

#include "district/side_table.hpp"
#include "jifen/core/quantity.hpp"

#include <array>
#include <optional>
#include <utility>

namespace jifen {

namespace {

enum Cell : std::size_t { grid, person, by, suitability, background, cell_count };

constexpr std::array<std::string_view, 4> grid_names{"grid", "网格", "网格编号", "所属网格"};
constexpr std::array<std::string_view, 4> person_names{"person", "人员", "人员编号", "被提名人编号"};
constexpr std::array<std::string_view, 3> by_names{"by", "提名方式", "推荐方式"};
constexpr std::array<std::string_view, 3> suitability_names{"suitability", "适任分", "评分"};
constexpr std::array<std::string_view, 3> background_names{"background", "背景", "身份背景"};
constexpr std::array<SideColumn, cell_count> columns{{
    {grid_names},
    {person_names},
    {by_names},
    {suitability_names, false, true},
    {background_names, false},
}};

NominatedBy parse_by(std::string_view text) noexcept {
    if (text == "self" || text == "自荐") return NominatedBy::self;
    if (text == "recommended" || text == "他荐") return NominatedBy::recommended;
    return NominatedBy::nobody;
}

std::optional<std::int64_t> parse_suitability(std::string_view text) {
    if (text.empty()) return 0;
    const auto quantity = Quantity::parse(text);
    return quantity ? std::optional(quantity->thousandths()) : std::nullopt;
}

Nomination parse(SideTable& table) {
    table.reject_unless_id(grid);
    table.reject_unless_id(person);
    Nomination made;
    made.grid = table.cell(grid);
    made.person = table.cell(person);
    made.by = parse_by(table.cell(by));
    if (made.by == NominatedBy::nobody)
        table.reject(by, "bad_word", "it is not one of the words allowed", "self or recommended");
    const auto parsed = parse_suitability(table.cell(suitability));
    if (!parsed) {
        table.reject(suitability, "bad_quantity", "it is no suitability",
                     "a suitability is a plain decimal from 0 to 1000000000 with up to 3 fraction digits");
    }
    made.suitability = parsed.value_or(0);
    made.background = table.cell(background);
    made.line = table.line();
    return made;
}

} // namespace

std::string_view to_string(NominatedBy by) noexcept {
    constexpr std::array<std::string_view, 4> words{"", "self", "recommended", "both"};
    return words[static_cast<std::size_t>(by)];
}

Nominations read_nominations(RowSource& source, std::string_view file, const RunOptions& run) {
    SideTable table("nominations", columns, source, file);
    Nominations read;
    read.file = file;
    while (table.next(run)) {
        Nomination nomination = parse(table);
        if (!table.is_rejected()) read.rows.push_back(std::move(nomination));
    }
    read.rejected = table.rejected();
    read.problems = table.take_problems();
    return read;
}

Nominations read_nominations(const std::filesystem::path& file, const CsvOptions& csv, const RunOptions& run) {
    CsvReader rows(file, csv);
    return read_nominations(rows, file.filename().string(), run);
}

} // namespace jifen
