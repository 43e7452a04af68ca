#include "fuzz/fuzz_target.hpp"
#include "jifen/core/error.hpp"
#include "jifen/core/quantity.hpp"
#include "jifen/core/text.hpp"
#include "jifen/district/nominations.hpp"
#include "jifen/five_knows/door_answers.hpp"
#include "jifen/tables/csv_writer.hpp"
#include "tables/slow_csv.hpp"

#include <initializer_list>
#include <optional>

/// The tables beside a district, nominations and door answers: every row is taken or rejected with a reason, what was
/// taken is what the form allows, and written again it reads the same.

using jifen::fuzzing::Choices;
using jifen::fuzzing::require;

namespace {

constexpr std::int64_t largest_count = 1'000'000'000;

void check_place(std::int64_t line, std::int64_t& before) {
    require(line > before, "the lines of what was taken rise");
    before = line;
}

void check_problems(const jifen::Diagnostics& problems, std::int64_t rejected) {
    require(problems.empty() == (rejected == 0), "what is rejected has a reason, and nothing else has");
    for (const jifen::Diagnostic& problem : problems) {
        require(!problem.code.empty() && !problem.message.empty(), "a problem has a code and a message");
        require(!jifen::find_invalid_utf8(to_string(problem)), "a problem is UTF-8");
    }
}

std::string line_of(std::initializer_list<std::string_view> cells) {
    std::string line;
    for (const std::string_view cell : cells) {
        if (!line.empty()) line += ',';
        jifen::append_csv_cell(line, cell);
    }
    return line + '\n';
}

std::int64_t check(const jifen::DoorAnswers& read) {
    std::int64_t before = 0;
    for (const jifen::WrittenAnswer& row : read.rows) {
        check_place(row.line, before);
        require(!row.household.empty(), "an answer has a household");
        require(0 <= row.known && row.known <= row.asked && row.asked <= largest_count, "the counts are in bounds");
    }
    return static_cast<std::int64_t>(read.rows.size()) + read.blank + read.rejected;
}

std::string written(const jifen::DoorAnswers& read) {
    std::string text = line_of({"household", "stage", "asked", "known"});
    for (const jifen::WrittenAnswer& row : read.rows)
        text += line_of({row.household, to_string(row.stage), std::to_string(row.asked), std::to_string(row.known)});
    return text;
}

std::int64_t check(const jifen::Nominations& read) {
    std::int64_t before = 0;
    for (const jifen::Nomination& row : read.rows) {
        check_place(row.line, before);
        require(!row.grid.empty() && !row.person.empty(), "a nomination has a grid and a person");
        require(row.by == jifen::NominatedBy::self || row.by == jifen::NominatedBy::recommended, "by one way");
        require(0 <= row.suitability && row.suitability <= largest_count * 1000, "the suitability is in bounds");
    }
    return static_cast<std::int64_t>(read.rows.size()) + read.rejected;
}

std::string written(const jifen::Nominations& read) {
    std::string text = line_of({"grid", "person", "by", "suitability", "background"});
    for (const jifen::Nomination& row : read.rows) {
        const std::string suitability = to_string(jifen::Quantity::thousandths(row.suitability));
        text += line_of({row.grid, row.person, to_string(row.by), suitability, row.background});
    }
    return text;
}

template <class Table>
Table without_places(Table read) {
    for (auto& row : read.rows) row.line = 0;
    return read;
}

void check_refusal(const jifen::TableError& refused) {
    require(!refused.diagnostics().empty(), "a refusal has a reason");
    for (const jifen::Diagnostic& error : refused.diagnostics())
        require(!jifen::find_invalid_utf8(to_string(error)), "the reason is UTF-8");
}

/// `read` throws TableError for a text that must be refused.
template <class Table>
void check_table(std::string_view text, Table (*read)(std::string_view)) {
    std::optional<Table> once;
    try {
        once = read(text);
    } catch (const jifen::TableError& refused) {
        check_refusal(refused);
        return;
    }
    require(check(*once) == static_cast<std::int64_t>(jifen::read_csv_text(text).rows.size()), "no row is lost");
    check_problems(once->problems, once->rejected);
    const Table again = read(written(*once));
    require(again.rejected == 0, "what was taken is taken again");
    require(without_places(again).rows == without_places(*once).rows, "and reads the same");
}

jifen::DoorAnswers read_answers(std::string_view text) {
    jifen::CsvReader rows(text, "fuzz.csv");
    return jifen::read_door_answers(rows, "fuzz.csv");
}

jifen::Nominations read_proposed(std::string_view text) {
    jifen::CsvReader rows(text, "fuzz.csv");
    return jifen::read_nominations(rows, "fuzz.csv");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Choices choices(data, size);
    const bool at_the_door = choices.one_in(2);
    const std::string_view text = choices.rest();
    if (at_the_door)
        check_table(text, read_answers);
    else
        check_table(text, read_proposed);
    return 0;
}
