#include "jifen/selection/result_folder.hpp"

#include "jifen/core/file_error.hpp"
#include "jifen/evaluation/result_tables.hpp"
#include "jifen/selection/selection.hpp"
#include "jifen/tables/staged_files.hpp"
#include "jifen/tables/text_sink.hpp"

#include <array>
#include <utility>

namespace jifen {

namespace {

constexpr std::string_view diagnostics_file = "diagnostics.csv";
constexpr std::string_view provenance_file = "provenance.json";

struct ResultFile {
    std::string_view name;
    void (*append)(const Evaluation&, const TextSink&, const RunOptions&);
};

template <Table (*make)(const Evaluation&)>
void append(const Evaluation& evaluation, const TextSink& sink, const RunOptions& options) {
    if (options.stop.stop_requested()) throw Cancelled();
    make(evaluation).append_csv(sink);
}

void append_selection(const Evaluation& evaluation, const TextSink& sink, const RunOptions& options) {
    selection_table(evaluation, options).append_csv(sink);
}

constexpr std::array<ResultFile, 9> result_files{{{"scores.csv", append<scores_table>},
                                                  {"categories.csv", append<categories_table>},
                                                  {"statement.csv", append_statement_csv},
                                                  {"linkage.csv", append<linkage_table>},
                                                  {"five_knows.csv", append<five_knows_table>},
                                                  {"duties.csv", append<duties_table>},
                                                  {"composite.csv", append<composite_table>},
                                                  {"selection.csv", append_selection},
                                                  {diagnostics_file, append<diagnostics_table>}}};

template <class Take>
std::vector<ResultSeal> for_each_file(const Evaluation& evaluation, const RunOptions& options, Take take) {
    std::vector<ResultSeal> results;
    for (const ResultFile& file : result_files) {
        const TextSource source = [&](const TextSink& sink) { file.append(evaluation, sink, options); };
        results.push_back({file.name, take(file.name, source)});
    }
    return results;
}

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

std::vector<ResultSeal> result_seals(const Evaluation& evaluation, const RunOptions& options) {
    return for_each_file(evaluation, options,
                         [](std::string_view, const TextSource& source) { return seal_of(source); });
}

void write_results(const Evaluation& evaluation, const std::filesystem::path& folder, const RunOptions& options) {
    std::vector<std::string> names{std::string(provenance_file)};
    for (const ResultFile& file : result_files) names.emplace_back(file.name);
    StagedFiles files(folder, std::move(names));
    const std::vector<ResultSeal> results =
        for_each_file(evaluation, options, [&](std::string_view name, const TextSource& source) {
            return write_file(files / name, source);
        });
    const std::string text = to_json(provenance(evaluation, options), results);
    write_file(files / provenance_file, [&](const TextSink& sink) { sink(text); });
    if (options.stop.stop_requested()) throw Cancelled();
    files.commit();
}

std::vector<std::string> verify_results(const Evaluation& evaluation, const std::filesystem::path& folder,
                                        const RunOptions& options) {
    std::vector<ResultSeal> expected = result_seals(evaluation, options);
    const std::string text = to_json(provenance(evaluation, options), expected);
    expected.push_back({provenance_file, seal_of([&](const TextSink& sink) { sink(text); })});
    std::vector<std::string> differing;
    for (const ResultSeal& file : expected) {
        if (digest_of_file(folder / file.file) != file.seal.sha256) differing.emplace_back(file.file);
    }
    return differing;
}

std::vector<std::string> write_diagnostics(Diagnostics diagnostics, const std::filesystem::path& folder) {
    sort_diagnostics(diagnostics);
    StagedFiles files(folder, {std::string(diagnostics_file)});
    diagnostics_table(diagnostics).write_csv(files / diagnostics_file);
    files.commit();
    std::vector<std::string> older;
    const auto look_for = [&](std::string_view name) {
        std::error_code ignored;
        if (name != diagnostics_file && std::filesystem::exists(folder / name, ignored)) older.emplace_back(name);
    };
    for (const ResultFile& file : result_files) look_for(file.name);
    look_for(provenance_file);
    return older;
}

} // namespace jifen
