#include "jifen/selection/result_folder.hpp"

#include "jifen/evaluation/result_tables.hpp"
#include "jifen/selection/selection.hpp"

namespace jifen {

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
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw Error("io", folder.string() + ": cannot make the folder: " + error.message());
    scores_table(evaluation).write_csv(folder / "scores.csv");
    categories_table(evaluation).write_csv(folder / "categories.csv");
    write_statement(evaluation, folder / "statement.csv", options);
    linkage_table(evaluation).write_csv(folder / "linkage.csv");
    five_knows_table(evaluation).write_csv(folder / "five_knows.csv");
    duties_table(evaluation).write_csv(folder / "duties.csv");
    selection_table(evaluation).write_csv(folder / "selection.csv");
    diagnostics_table(evaluation).write_csv(folder / "diagnostics.csv");
}

} // namespace jifen
