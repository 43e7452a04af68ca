#include "jifen/selection/result_folder.hpp"

#include "jifen/core/file_error.hpp"
#include "jifen/evaluation/result_tables.hpp"
#include "jifen/selection/selection.hpp"
#include "jifen/tables/staged_files.hpp"

#include <array>
#include <utility>

namespace jifen {

namespace {

constexpr std::string_view diagnostics_file = "diagnostics.csv";
constexpr std::array<std::string_view, 8> table_files{"scores.csv",    "categories.csv", "statement.csv",
                                                      "linkage.csv",   "five_knows.csv", "duties.csv",
                                                      "selection.csv", diagnostics_file};

} // namespace

Table diagnostics_table(const Diagnostics& diagnostics) {
    std::vector<std::string_view> file, column, severity, code, message;
    NumberColumn line;
    for (const Diagnostic& diagnostic : diagnostics) {
        file.push_back(diagnostic.file);
        line.values.push_back(diagnostic.line);
        line.present.push_back(diagnostic.line > 0 ? 1 : 0);
        column.push_back(diagnostic.column);
        severity.emplace_back(to_string(diagnostic.severity));
        code.push_back(diagnostic.code);
        message.push_back(diagnostic.message);
    }
    std::vector<Column> columns;
    columns.push_back(text_column("file", file));
    columns.push_back({"line", std::move(line)});
    columns.push_back(text_column("column", column));
    columns.push_back(text_column("severity", severity));
    columns.push_back(text_column("code", code));
    columns.push_back(text_column("message", message));
    return {"diagnostics", std::move(columns)};
}

Table diagnostics_table(const Evaluation& evaluation) {
    Diagnostics all = evaluation.district().report().diagnostics;
    all.insert(all.end(), evaluation.diagnostics().begin(), evaluation.diagnostics().end());
    sort_diagnostics(all);
    return diagnostics_table(all);
}

void write_results(const Evaluation& evaluation, const std::filesystem::path& folder, const RunOptions& options) {
    StagedFiles files(folder, {table_files.begin(), table_files.end()});
    scores_table(evaluation).write_csv(files / "scores.csv");
    categories_table(evaluation).write_csv(files / "categories.csv");
    write_statement(evaluation, files / "statement.csv", options);
    linkage_table(evaluation).write_csv(files / "linkage.csv");
    five_knows_table(evaluation).write_csv(files / "five_knows.csv");
    duties_table(evaluation).write_csv(files / "duties.csv");
    selection_table(evaluation).write_csv(files / "selection.csv");
    diagnostics_table(evaluation).write_csv(files / diagnostics_file);
    if (options.stop.stop_requested()) throw Cancelled();
    files.commit();
}

std::vector<std::string> write_diagnostics(Diagnostics diagnostics, const std::filesystem::path& folder) {
    sort_diagnostics(diagnostics);
    StagedFiles files(folder, {std::string(diagnostics_file)});
    diagnostics_table(diagnostics).write_csv(files / diagnostics_file);
    files.commit();
    std::vector<std::string> older;
    for (const std::string_view name : table_files) {
        std::error_code ignored;
        if (name != diagnostics_file && std::filesystem::exists(folder / name, ignored)) older.emplace_back(name);
    }
    return older;
}

} // namespace jifen
