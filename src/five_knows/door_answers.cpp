#include "jifen/five_knows/door_answers.hpp"

#include "district/side_table.hpp"
#include "jifen/core/exact.hpp"

#include <array>
#include <optional>
#include <utility>

namespace jifen {

namespace {

enum Cell : std::size_t { household, stage, asked, known, cell_count };

constexpr std::array<std::string_view, 5> household_names{"household", "户", "户号", "户编号", "家庭编号"};
constexpr std::array<std::string_view, 3> stage_names{"stage", "环节", "五知"};
constexpr std::array<std::string_view, 3> asked_names{"asked", "应知", "应知数"};
constexpr std::array<std::string_view, 3> known_names{"known", "已知", "已知数"};
constexpr std::array<SideColumn, cell_count> columns{{
    {household_names},
    {stage_names},
    {asked_names, true, true},
    {known_names, true, true},
}};

std::optional<Stage> stage_of(std::string_view text) noexcept {
    constexpr std::array<std::string_view, stage_count> chinese{"知人", "知事", "知情", "知需", "知帮"};
    for (std::size_t i = 0; i < stage_count; ++i) {
        if (text == chinese[i]) return static_cast<Stage>(i);
    }
    return parse_stage(text);
}

std::optional<std::int64_t> count_in(SideTable& table, Cell cell) {
    constexpr std::int64_t most = 1'000'000'000;
    const auto count = parse_decimal(table.cell(cell), 0, false);
    if (count && *count <= most) return count;
    table.reject(cell, "bad_quantity", "it is no count", "a count is a whole number from 0 to 1000000000");
    return std::nullopt;
}

WrittenAnswer parse(SideTable& table) {
    WrittenAnswer made;
    table.reject_unless_id(household);
    made.household = table.cell(household);
    const auto stage_word = stage_of(table.cell(stage));
    if (!stage_word) {
        table.reject(stage, "bad_word", "it is not one of the words allowed",
                     "people, matters, circumstances, needs or help");
    }
    made.stage = stage_word.value_or(Stage::people);
    made.line = table.line();
    if (table.cell(asked).empty() && table.cell(known).empty()) return made;
    const auto came_up = count_in(table, asked), were_known = count_in(table, known);
    made.asked = came_up.value_or(0);
    made.known = were_known.value_or(0);
    if (came_up && were_known && made.known > made.asked) {
        table.reject(known, "bad_quantity", "more than were asked about, " + std::to_string(made.asked),
                     "of what was asked about, so many were known");
    }
    return made;
}

} // namespace

DoorAnswers read_door_answers(RowSource& source, std::string_view file, const RunOptions& run) {
    SideTable table("door_answers", columns, source, file);
    DoorAnswers read;
    read.file = file;
    while (table.next(run)) {
        WrittenAnswer answer = parse(table);
        if (table.is_rejected()) continue;
        if (table.cell(asked).empty())
            ++read.blank;
        else
            read.rows.push_back(std::move(answer));
    }
    read.rejected = table.rejected();
    read.problems = table.take_problems();
    return read;
}

DoorAnswers read_door_answers(const std::filesystem::path& file, const CsvOptions& csv, const RunOptions& run) {
    CsvReader rows(file, csv);
    return read_door_answers(rows, file.filename().string(), run);
}

} // namespace jifen
