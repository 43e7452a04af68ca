#include "jifen/synthetic/generate_folder.hpp"

#include "jifen/core/file_error.hpp"
#include "jifen/synthetic/pinggu.hpp"
#include "jifen/tables/csv_writer.hpp"
#include "jifen/tables/staged_files.hpp"
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

/// Appends cells to a line of text. None of the generator's texts needs quotes.
class Line {
public:
    explicit Line(std::string& out) : out_(out) {}
    Line& operator<<(std::string_view text) {
        out_ += text;
        out_ += ',';
        return *this;
    }
    Line& operator<<(Day day) {
        append_day(out_, day);
        out_ += ',';
        return *this;
    }
    Line& operator<<(const Span& span) { return *this << span.from << span.until; }
    ~Line() { out_.back() = '\n'; }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

private:
    std::string& out_;
};

using Texts = std::array<std::string, table_count>;

void append_grid(const PingguDistrict& district, std::uint32_t n, Texts& texts) {
    GridSinks sinks;
    sinks.households = [&](const HouseholdRow& row) {
        Line(texts[households]) << row.household << row.unit << row.days << row.attributes[0];
    };
    sinks.people = [&](const PersonRow& row) {
        Line(texts[people]) << row.person << row.name << to_string(row.gender) << row.household << row.unit << row.days
                            << row.attributes[0];
    };
    sinks.roles = [&](const RoleRow& row) {
        Line(texts[roles]) << row.person << row.role << row.unit << row.days << row.source;
    };
    sinks.links = [&](const LinkRow& row) {
        Line(texts[links]) << row.source << row.target << to_string(row.kind) << row.days;
    };
    sinks.ledger = [&](const EntryRow& row) {
        std::string& out = texts[ledger];
        Line line(out);
        line << row.entry << row.date << row.actor << row.item;
        if (row.quantity != Quantity::one()) append_decimal(out, row.quantity.thousandths(), 3);
        line << "" << row.level << row.subject << row.channel << to_string(row.verified) << row.act
             << row.recorded.value_or(Day::always()) << row.cancels << row.note;
    };
    sinks.knowledge = [&](const KnowledgeRow& row) {
        Line(texts[knowledge]) << row.record << row.date << row.knower << to_string(row.stage) << row.subject
                               << row.object;
    };
    district.rows_of_grid(n, sinks);
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

    // A few blocks at a time: made by all threads, then written in order.
    const RunOptions inner = options.run.quiet();
    const std::uint32_t blocks = (district.grids() - 1) / block_grids + 1;
    const std::uint32_t at_a_time = std::max(4U, std::min(options.run.concurrency(), 256U) * 2);
    std::vector<Texts> made(std::min(blocks, at_a_time));
    for (std::uint32_t first = 0; first < blocks; first += at_a_time) {
        const std::uint32_t count = std::min(at_a_time, blocks - first);
        for_each_chunk(count, 1, inner, "generate", [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                for (std::string& text : made[i]) text.clear();
                const std::uint32_t from = (first + static_cast<std::uint32_t>(i)) * block_grids;
                const std::uint32_t until = std::min(district.grids(), from + block_grids);
                for (std::uint32_t n = from; n < until; ++n) append_grid(district, n, made[i]);
            }
        });
        for (std::uint32_t i = 0; i < count; ++i) {
            for (std::size_t table = 0; table < table_count; ++table) writers[table].lines(made[i][table]);
        }
        if (options.run.progress) {
            const std::uint64_t done =
                std::min<std::uint64_t>(district.grids(), std::uint64_t{first + count} * block_grids);
            options.run.progress({"generate", done, district.grids()});
        }
    }
    for (CsvWriter& writer : writers) writer.close();
    if (options.run.stop.stop_requested()) throw Cancelled();
    files.commit();
}

} // namespace jifen
