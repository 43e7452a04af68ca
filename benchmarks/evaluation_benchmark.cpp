/// \file
/// A year of a province from a ledger that need not fit in memory: entries are made up on the fly, in the order of
/// days, spilled, frozen, evaluated, and every verdict is written as `statement.csv` (into a digest).
///
///     JIFEN_BENCHMARK_SCALE=300 TMPDIR=/var/tmp build/benchmark/benchmarks/jifen_evaluation_benchmark
///
/// The scale is in millions of entries (default: 1), of 300 for each of up to a million people. Before that a ledger of
/// a million entries is shown to give the same bytes from the disk and from memory. Told are the time of each stage,
/// the most memory that the process had until then, and the most room on the disk.

#include "jifen/evaluation/evaluation.hpp"

#include "jifen/core/digest.hpp"
#include "jifen/district/builder.hpp"
#include "jifen/evaluation/result_tables.hpp"
#include "jifen/evaluation/statement.hpp"
#include "jifen/rulebook/rulebook.hpp"
#include "jifen/synthetic/counter_rng.hpp"

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace {

using namespace jifen;

constexpr std::uint32_t items = 40, categories = 8, days = 365, households = 1'000'000;
constexpr std::string_view leader = "group_leader";

/// Caps that some reach, with everything that SPEC §4 knows of items.
Rulebook rules_for(double entries_a_person) {
    const auto a_month = std::max(1U, static_cast<unsigned>(entries_a_person / items / 12));
    std::string text = "jifen = 1\ncode = \"province\"\napplies_to = [\"group_leader\"]\nrecord_within_days = 31\n"
                       "[total]\ncaps = [ { per = \"year\", points = " +
                       std::to_string(a_month * items * 6) + " } ]\n";
    for (std::uint32_t c = 0; c < categories; ++c) {
        text += "[[category]]\ncode = \"c" + std::to_string(c) +
                "\"\ncaps = [ { per = \"month\", points = " + std::to_string(a_month * 4) +
                " }, { per = \"year\", points = " + std::to_string(a_month * 36) + " } ]\n";
    }
    for (std::uint32_t i = 0; i < items; ++i) {
        text +=
            "[[item]]\ncode = \"i" + std::to_string(i) + "\"\ncategory = \"c" + std::to_string(i % categories) + "\"\n";
        if (i % 8 == 0)
            text += "ladder = { per = \"year\", steps = [ [10, 2], [20, 5], [40, 10] ] }\n";
        else if (i % 4 == 0)
            text += "points_per_unit = 0.35\n";
        else
            text += "points = [ { from = 2023-01-01, value = 1.5 }, { from = 2023-07-01, value = 0.85 } ]\n";
        if (i % 3 == 0) text += "verified = true\n";
        if (i % 5 == 1 && i % 8 != 0) text += "once = \"month\"\n";
        text += "caps = [ { per = \"month\", points = " + std::to_string(a_month * 2) + " } ]\n";
    }
    text += "[[exclusive]]\nitems = [\"i2\", \"i9\"]\n";
    return parse_rulebook(text, "province.toml");
}

/// A letter and digits, in an array that is used again.
class Name {
public:
    explicit Name(char letter) { text_[0] = letter; }
    std::string_view operator()(std::uint64_t number) {
        for (char* at = text_ + 9; at > text_; --at, number /= 10) *at = static_cast<char>('0' + number % 10);
        return {text_, 10};
    }

private:
    char text_[10]{};
};

struct Year {
    std::uint32_t entries, people;
};

void add_entries(DistrictBuilder& builder, const Year& year) {
    Name entry('E'), actor('P'), subject('H'), cancelled('E');
    std::string item_names[items], act_names[1000];
    for (std::uint32_t i = 0; i < items; ++i) item_names[i] = "i" + std::to_string(i);
    for (std::uint32_t i = 0; i < 1000; ++i) act_names[i] = "a" + std::to_string(i);
    for (std::uint32_t i = 0; i < year.entries; ++i) {
        CounterRng random(2023, 1, i);
        const auto below = [&random](std::uint32_t bound) {
            return static_cast<std::uint32_t>((std::uint64_t{random()} * bound) >> 32U);
        };
        EntryRow row;
        row.entry = entry(i + 1);
        row.date = Day(19'358 + static_cast<std::int32_t>(std::uint64_t{i} * days / year.entries));
        row.actor = actor(below(year.people));
        row.item = item_names[below(items)];
        row.quantity = Quantity::thousandths(1000 * (1 + std::int64_t{below(5)}));
        row.subject = subject(below(households));
        const std::uint32_t dice = random();
        row.verified = (dice & 15U) != 0 ? Verified::yes : Verified::no;
        row.recorded = row.date.plus(static_cast<std::int32_t>((dice >> 4U) % 35));
        if ((dice >> 16U) % 10 < 3) row.act = act_names[(dice >> 20U) % 1000];
        if ((dice >> 10U) % 128 == 0 && i > 0) row.cancels = cancelled(i + 1 - (1 + below(std::min(i, 100'000U))));
        builder.add(row);
    }
}

District district_of(const Year& year, const SpillOptions& spill, const RunOptions& run) {
    DistrictBuilder builder;
    if (!spill.folder.empty()) builder.spill_ledger(spill);
    builder.add(UnitRow{"P", "", "province", ""});
    Name person('P'), unit('T');
    for (std::uint32_t t = 0; t < 2000; ++t) builder.add(UnitRow{unit(t), "P", "township", ""});
    for (std::uint32_t p = 0; p < year.people; ++p) {
        builder.add(PersonRow{person(p), "", Gender::female, "", unit(p % 2000), {}});
        builder.add(RoleRow{person(p), leader, unit(p % 2000), {}, ""});
    }
    add_entries(builder, year);
    return builder.freeze(run);
}

std::string digest_of_statement(const Evaluation& evaluation, const RunOptions& run, std::uint64_t& bytes) {
    Sha256 digest;
    append_statement_csv(
        evaluation,
        [&](std::string_view text) {
            digest.add(text);
            bytes += text.size();
        },
        run);
    return to_string(digest.finish());
}

double seconds_of(auto&& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Looks now and then how much room the disk of a folder has lost.
class DiskWatch {
public:
    explicit DiskWatch(std::filesystem::path folder)
        : folder_(std::move(folder)), before_(free_bytes()), thread_([this](const std::stop_token& stop) {
              while (!stop.stop_requested()) {
                  look();
                  std::this_thread::sleep_for(std::chrono::milliseconds(100));
              }
          }) {}
    [[nodiscard]] std::uint64_t most() const noexcept { return most_; }

private:
    [[nodiscard]] std::uint64_t free_bytes() const { return std::filesystem::space(folder_).free; }
    void look() {
        const std::uint64_t now = free_bytes();
        if (now < before_) most_ = std::max<std::uint64_t>(most_, before_ - now);
    }
    std::filesystem::path folder_;
    std::uint64_t before_;
    std::atomic<std::uint64_t> most_ = 0;
    std::jthread thread_;
};

double peak_memory_gib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024 / 1024;
}

/// The scores and the digest of the statement.
std::string outcome_of(const District& district, const Rulebook& rules, const RunOptions& run) {
    EvaluationOptions options;
    options.run = run;
    const Evaluation evaluation = evaluate(district, rules, Window::year(2023), options);
    std::uint64_t bytes = 0;
    return scores_table(evaluation).to_csv() + digest_of_statement(evaluation, run, bytes);
}

void show_equal(const SpillOptions& spill, const RunOptions& run) {
    const Year small{1'000'000, 4'000};
    const Rulebook rules = rules_for(small.entries / static_cast<double>(small.people));
    SpillOptions parts = spill;
    parts.entries_a_part = 50'000;
    const std::string expected = outcome_of(district_of(small, {}, run), rules, run);
    if (outcome_of(district_of(small, parts, run), rules, run) != expected) {
        std::fputs("a ledger on the disk gives other results than one in memory\n", stderr);
        std::exit(1);
    }
    std::puts("1,000,000 entries: the same bytes from the disk and from memory");
}

void run_year(const Year& year, const SpillOptions& spill, const RunOptions& run) {
    const Rulebook rules = rules_for(year.entries / static_cast<double>(year.people));
    const DiskWatch disk(spill.folder);
    std::printf("%u entries of %u people, %u threads\n", year.entries, year.people, run.threads);
    const auto tell = [&](const char* stage, double seconds) {
        std::printf("%-28s %8.1f s %8.1f ns an entry   memory at most %.2f GiB, disk %.2f GiB\n", stage, seconds,
                    seconds * 1e9 / year.entries, peak_memory_gib(), static_cast<double>(disk.most()) / (1U << 30U));
        std::fflush(stdout);
    };
    std::optional<District> district;
    RunOptions freezing = run;
    const auto begin = std::chrono::steady_clock::now();
    double staged = 0;
    freezing.progress = [&](const Progress&) {
        if (staged == 0) staged = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    const double built = seconds_of([&] { district = district_of(year, spill, freezing); });
    tell("made up, staged, dealt out", staged);
    tell("sorted and frozen", built - staged);
    std::optional<Evaluation> evaluation;
    EvaluationOptions options;
    options.run = run;
    tell("evaluated", seconds_of([&] { evaluation = evaluate(*district, rules, Window::year(2023), options); }));
    std::uint64_t bytes = 0;
    std::string digest;
    tell("every verdict as CSV", seconds_of([&] { digest = digest_of_statement(*evaluation, run, bytes); }));
    const double explained = seconds_of([&] { (void)statement(*evaluation, "P000000000"); });
    std::printf("one person explained         %8.2f ms\n", explained * 1e3);
    std::printf("statement.csv: %.2f GB, sha256 %s\n", static_cast<double>(bytes) / 1e9, digest.c_str());
}

void ProvinceYear(benchmark::State& state) {
    const char* const scale = std::getenv("JIFEN_BENCHMARK_SCALE");
    const auto entries = static_cast<std::uint32_t>(scale != nullptr ? std::strtod(scale, nullptr) * 1e6 : 1e6);
    const Year year{entries, std::clamp(entries / 300U, 1U, 1'000'000U)};
    const SpillOptions spill{std::filesystem::temp_directory_path()};
    RunOptions run;
    run.threads = 2;
    show_equal(spill, run);
    for (auto _ : state) run_year(year, spill, run);
}
BENCHMARK(ProvinceYear)->Iterations(1)->Unit(benchmark::kSecond)->UseRealTime();

} // namespace
