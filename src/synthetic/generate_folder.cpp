#include "jifen/synthetic/generate_folder.hpp"

#include "jifen/core/file_error.hpp"
#include "jifen/synthetic/pinggu.hpp"
#include "jifen/tables/csv_writer.hpp"
#include "jifen/tables/staged_files.hpp"
#include "synthetic/calendar.hpp"
#include "synthetic/csv_rows.hpp"
#include "synthetic/names.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <vector>

namespace jifen {

using namespace synthetic;

namespace {

/// Grids whose text is made in one go: about 1.5 MB.
constexpr std::uint32_t block_grids = 16;
/// Days whose text is kept, about the first of the year that is made; few rows have others.
constexpr std::int32_t days_before = 1500, days_behind = 500;

enum Table : std::size_t { households, people, roles, links, ledger, knowledge, table_count };

constexpr std::array<std::string_view, table_count> file_names{"households.csv", "people.csv", "roles.csv",
                                                               "links.csv",      "ledger.csv", "knowledge.csv"};
constexpr std::string_view units_name = "units.csv";
constexpr std::string_view units_header = "unit,parent,level,name";
constexpr std::array<std::string_view, table_count> headers{
    "household,unit,from,until,difficulty\n",
    "person,name,gender,household,unit,from,until,born\n",
    "person,role,unit,from,until,source\n",
    "source,target,kind,from,until\n",
    "entry,date,actor,item,quantity,level,subject,channel,verified,act,recorded,cancels,note\n",
    "record,date,knower,stage,subject,object\n"};

using Texts = std::vector<CsvRows>; // by table

void append_grids(const PingguDistrict& district, std::uint32_t begin, std::uint32_t end, Texts& texts) {
    GridSinks sinks;
    sinks.households = [&rows = texts[households]](const HouseholdRow& row) {
        rows.add(row.household, row.unit, row.days.from, row.days.until, row.attributes[0]);
    };
    sinks.people = [&rows = texts[people]](const PersonRow& row) {
        rows.add(row.person, row.name, to_string(row.gender), row.household, row.unit, row.days.from, row.days.until,
                 row.attributes[0]);
    };
    sinks.roles = [&rows = texts[roles]](const RoleRow& row) {
        rows.add(row.person, row.role, row.unit, row.days.from, row.days.until, row.source);
    };
    sinks.links = [&rows = texts[links]](const LinkRow& row) {
        rows.add(row.source, row.target, to_string(row.kind), row.days.from, row.days.until);
    };
    sinks.ledger = [&rows = texts[ledger]](const EntryRow& row) {
        std::string quantity;
        if (row.quantity != Quantity::one()) append_decimal(quantity, row.quantity.thousandths(), 3);
        rows.add(row.entry, row.date, row.actor, row.item, quantity, row.level, row.subject, row.channel,
                 to_string(row.verified), row.act, row.recorded.value_or(Day::always()), row.cancels, row.note);
    };
    sinks.knowledge = [&rows = texts[knowledge]](const KnowledgeRow& row) {
        rows.add(row.record, row.date, row.knower, to_string(row.stage), row.subject, row.object);
    };
    district.rows_of_grids(begin, end, sinks);
}

void write_units(const PingguDistrict& district, const std::filesystem::path& file) {
    CsvWriter writer(file);
    writer.lines(std::string(units_header) + '\n');
    district.units([&](const UnitRow& row) {
        writer.plain(row.unit).plain(row.parent).plain(row.level).plain(row.name).end_row();
    });
    writer.close();
}

/// Whether the units were written here: the first of them, the root, says so in its name.
bool is_synthetic(const std::filesystem::path& units) {
    std::ifstream in(units, std::ios::binary);
    std::string header, root;
    std::getline(in, header);
    std::getline(in, root);
    return header == units_header && root.find("," + std::string(synthetic_root)) != std::string::npos;
}

/// The tables of a real district are not replaced by invented ones because somebody named the wrong folder.
void refuse_tables_of_others(const std::filesystem::path& folder, const std::vector<std::string>& names) {
    std::string found;
    for (const std::string& name : names) {
        std::error_code ignored;
        if (exists(folder / name, ignored)) found += (found.empty() ? "" : ", ") + name;
    }
    if (found.empty() || is_synthetic(folder / units_name)) return;
    throw ArgumentError("folder", folder.string(),
                        "it holds tables that were not generated (" + found +
                            "); name another folder, or ask for them to be replaced (replace)");
}

} // namespace

void generate_folder(const std::filesystem::path& folder, const GenerateOptions& options) {
    const PingguDistrict district(options.seed, options.scale);
    std::vector<std::string> names{std::string(units_name)};
    names.insert(names.end(), file_names.begin(), file_names.end());
    if (!options.replace) refuse_tables_of_others(folder, names);
    StagedFiles files(folder, names);
    write_units(district, files / units_name);
    std::vector<CsvWriter> writers;
    for (std::size_t table = 0; table < table_count; ++table) {
        writers.emplace_back(files / file_names[table]);
        writers.back().lines(headers[table]);
    }

    // A few blocks at a time are made while those before them are written, each table in its order by one thread.
    const RunOptions inner = options.run.quiet();
    const std::uint32_t blocks = (district.grids() - 1) / block_grids + 1;
    // Four a thread, so that none waits long for another; of many threads fewer, which is memory.
    const std::uint32_t threads = options.run.concurrency();
    const std::uint32_t at_a_time = std::clamp(threads, std::min(4 * threads, 32U), 256U);
    const DayTexts days(new_year.plus(-days_before), new_year.plus(days_behind));
    std::array<std::vector<Texts>, 2> sets;
    for (std::vector<Texts>& set : sets) set.assign(std::min(blocks, at_a_time), Texts(table_count, CsvRows(days)));
    std::uint32_t made = 0, written = 0; // blocks
    for (std::size_t round = 0; written < blocks; ++round) {
        std::vector<Texts>& here = sets[round % 2];
        std::vector<Texts>& before = sets[(round + 1) % 2];
        const std::uint32_t count = std::min(at_a_time, blocks - made);
        const std::size_t to_write = made > written ? file_names.size() : 0;
        const auto make = [&](std::uint32_t block) {
            Texts& texts = here[block - made];
            for (CsvRows& rows : texts) rows.clear();
            const std::uint32_t from = block * block_grids;
            append_grids(district, from, std::min(district.grids(), from + block_grids), texts);
        };
        for_each_chunk(to_write + count, 1, inner, "generate", [&](std::size_t begin, std::size_t end) {
            for (std::size_t task = begin; task < end; ++task) {
                if (task >= to_write) {
                    make(made + static_cast<std::uint32_t>(task - to_write));
                    continue;
                }
                for (std::uint32_t i = 0; i < made - written; ++i) writers[task].lines(before[i][task].text());
            }
        });
        written = made;
        made += count;
        if (options.run.progress && written > 0) {
            const std::uint64_t done = std::min<std::uint64_t>(district.grids(), std::uint64_t{written} * block_grids);
            options.run.progress({"generate", done, district.grids()});
        }
    }
    for (CsvWriter& writer : writers) writer.close();
    if (options.run.stop.stop_requested()) throw Cancelled();
    files.commit();
}

} // namespace jifen
