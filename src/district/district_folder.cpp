#include "jifen/district/district_folder.hpp"

#include "jifen/core/error.hpp"
#include "jifen/district/district_tables.hpp"
#include "jifen/tables/staged_files.hpp"
#include "jifen/tables/text_sink.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace jifen {

namespace {

constexpr std::size_t people_a_block = 512;

std::size_t block_count(const DistrictData& district) {
    return (district.people.size() + people_a_block - 1) / people_a_block;
}

PeopleRange people_of_block(const DistrictData& district, std::size_t block) {
    const std::size_t begin = block * people_a_block;
    return {begin, std::min(district.people.size(), begin + people_a_block)};
}

void append_rows(const Table& table, std::string& text) { table.append_csv_rows(text, 0, table.rows()); }

void append_ledger(const District& district, const TextSink& sink, const RunOptions& options) {
    std::string header;
    ledger_table(district, {}).append_csv_header(header);
    sink(header);
    for_each_text(
        block_count(*district), options, "ledger",
        [&](std::size_t block, std::string& text) {
            const PeopleRange actors = people_of_block(*district, block);
            append_rows(ledger_table(district, actors), text);
            district->ledger.done_with(district->ledger.of(actors.begin, actors.end));
        },
        sink);
}

/// The number of the first record of each block, from 1.
std::vector<std::int64_t> first_records(const DistrictData& district) {
    const Knowledge& knowledge = district.knowledge;
    std::vector<std::int64_t> first{1};
    for (std::size_t block = 0; block < block_count(district); ++block) {
        const PeopleRange people = people_of_block(district, block);
        const auto begin = knowledge.answers.begin() + knowledge.begin[people.begin * stage_count];
        const auto end = knowledge.answers.begin() + knowledge.begin[people.end * stage_count];
        std::int64_t rows = 0;
        for (auto answer = begin; answer != end; ++answer) rows += std::max(1U, answer->end - answer->begin);
        first.push_back(first.back() + rows);
    }
    return first;
}

void append_knowledge(const District& district, const TextSink& sink, const RunOptions& options) {
    std::string header;
    knowledge_table(district, {}, 1).append_csv_header(header);
    sink(header);
    const std::vector<std::int64_t> first = first_records(*district);
    for_each_text(
        block_count(*district), options, "knowledge",
        [&](std::size_t block, std::string& text) {
            append_rows(knowledge_table(district, people_of_block(*district, block), first[block]), text);
        },
        sink);
}

TextSource source_of(const District& district, InputTable table, const RunOptions& options) {
    return [&district, table, &options](const TextSink& sink) {
        if (options.stop.stop_requested()) throw Cancelled();
        switch (table) {
        case InputTable::units:
            return units_table(district).append_csv(sink);
        case InputTable::households:
            return households_table(district).append_csv(sink);
        case InputTable::people:
            return people_table(district).append_csv(sink);
        case InputTable::roles:
            return roles_table(district).append_csv(sink);
        case InputTable::links:
            return links_table(district).append_csv(sink);
        case InputTable::ledger:
            return append_ledger(district, sink, options);
        case InputTable::knowledge:
            return append_knowledge(district, sink, options);
        }
    };
}

template <class Take>
DistrictDigests for_each_table(Take take) {
    DistrictDigests digests;
    for (std::size_t i = 0; i < input_table_count; ++i) digests.tables[i] = take(static_cast<InputTable>(i));
    return digests;
}

} // namespace

DistrictDigests digests(const District& district, const RunOptions& options) {
    return for_each_table([&](InputTable table) { return digest_of(source_of(district, table, options)); });
}

DistrictDigests write_district(const District& district, const std::filesystem::path& folder,
                               const RunOptions& options) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < input_table_count; ++i) names.emplace_back(file_name(static_cast<InputTable>(i)));
    StagedFiles files(folder, std::move(names));
    const DistrictDigests digests = for_each_table([&](InputTable table) {
        return write_file(files / file_name(table), source_of(district, table, options)).sha256;
    });
    files.commit();
    return digests;
}

} // namespace jifen
