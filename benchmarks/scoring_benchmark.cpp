/// Scoring the synthetic Pinggu year, at 1 and 2 threads: entries a second, and how many times as long as summing the
/// bytes that scoring reads (unpacked) takes, measured in turn in the same run. Before anything is timed, a sample of
/// people is scored by the slow plain scorer of the tests, and every row of their statements must agree.
///
/// JIFEN_BENCHMARK_SCALE sets the size of the district (default 1: 3,170 grids, 2.4 million entries).

#include "../tests/scoring/slow_scorer.hpp"
#include "jifen/district/reader.hpp"
#include "jifen/evaluation/evaluation.hpp"
#include "jifen/synthetic/generate_folder.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace {

using namespace jifen;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

struct PingguYear {
    District district;
    Rulebook rulebook = read_rulebook(std::filesystem::path(JIFEN_RULEBOOK_DIR) / "pinggu-1-10-100.toml");
    Window window = Window::year(2023);

    static District make() {
        const auto folder = std::filesystem::temp_directory_path() / "jifen-scoring-benchmark";
        const char* scale = std::getenv("JIFEN_BENCHMARK_SCALE");
        GenerateOptions options;
        options.scale = scale == nullptr ? 1.0 : std::atof(scale);
        generate_folder(folder, options);
        District district = read_district(folder);
        std::filesystem::remove_all(folder);
        return district;
    }

    static const PingguYear& get() {
        static const PingguYear year{make()};
        return year;
    }
};

RunOptions on_threads(std::int64_t threads) {
    RunOptions options;
    options.threads = static_cast<unsigned>(threads);
    return options;
}

/// Scores everyone's entries; gives the sum of all item points, so that the work cannot be left out.
std::int64_t score_all(const Admission& admission, const ScoredPeople& scored, const RunOptions& options) {
    const std::size_t categories = admission.program().rules().categories.size();
    std::vector<std::int64_t> points(scored.size());
    for_each_chunk(scored.size(), 64, options, "items", [&](std::size_t begin, std::size_t end) {
        Scorer scorer(admission);
        std::vector<CategoryScore> sums(categories);
        for (std::size_t place = begin; place < end; ++place) {
            std::fill(sums.begin(), sums.end(), CategoryScore{});
            points[place] = scorer.score(scored.people[place], sums).items.thousandths();
        }
    });
    std::int64_t total = 0;
    for (const std::int64_t p : points) total += p;
    return total;
}

template <class T>
std::uint64_t sum_bytes(const std::vector<T>& column, const RunOptions& options) {
    const auto* words = reinterpret_cast<const std::uint64_t*>(column.data());
    const std::size_t count = column.size() * sizeof(T) / sizeof(std::uint64_t);
    std::atomic<std::uint64_t> total{0};
    for_each_chunk(count, std::size_t{1} << 17U, options, "sum", [&](std::size_t begin, std::size_t end) {
        std::uint64_t sum = 0;
        for (std::size_t i = begin; i < end; ++i) sum += words[i];
        total += sum;
    });
    return total;
}

/// Every column that admission and scoring look at, as it would lie there if it were not packed.
class PlainLedger {
public:
    explicit PlainLedger(const Ledger& ledger)
        : days_{plain<Day>(ledger.day), plain<Day>(ledger.recorded), plain<Day>(ledger.withdrawn)},
          item_(plain<ItemWord>(ledger.item)), quantity_(plain<std::int64_t>(ledger.quantity)),
          subject_(plain<SubjectId>(ledger.subject)), level_(plain<LevelWord>(ledger.level)),
          channel_(plain<ChannelWord>(ledger.channel)), act_(plain<ActWord>(ledger.act)),
          verified_(plain<Verified>(ledger.verified)), cancels_(plain<std::uint8_t>(ledger.cancels)) {}

    /// Reads every byte.
    [[nodiscard]] std::uint64_t sum(const RunOptions& options) const {
        return sum_bytes(days_[0], options) + sum_bytes(days_[1], options) + sum_bytes(days_[2], options) +
               sum_bytes(item_, options) + sum_bytes(quantity_, options) + sum_bytes(subject_, options) +
               sum_bytes(level_, options) + sum_bytes(channel_, options) + sum_bytes(act_, options) +
               sum_bytes(verified_, options) + sum_bytes(cancels_, options);
    }

private:
    template <class Value>
    static std::vector<Value> plain(const auto& column) {
        std::vector<Value> values;
        for (const auto value : column) values.push_back(value);
        return values;
    }

    std::array<std::vector<Day>, 3> days_;
    std::vector<ItemWord> item_;
    std::vector<std::int64_t> quantity_;
    std::vector<SubjectId> subject_;
    std::vector<LevelWord> level_;
    std::vector<ChannelWord> channel_;
    std::vector<ActWord> act_;
    std::vector<Verified> verified_;
    std::vector<std::uint8_t> cancels_;
};

/// Every row of a sample of people against the slow plain scorer.
bool agrees_with_reference(const Admission& admission, const ScoredPeople& scored) {
    constexpr std::size_t sample = 50;
    Scorer scorer(admission);
    std::vector<CategoryScore> sums(admission.program().rules().categories.size());
    for (std::size_t place = 0; place < scored.size(); place += std::max<std::size_t>(1, scored.size() / sample)) {
        scorer.score(scored.people[place], sums);
        const testing_support::SlowScorer slow(admission, scored.people[place]);
        for (std::size_t i = 0; i < slow.lines().size(); ++i) {
            const auto& line = slow.lines()[i];
            const EntryScore& score = scorer.entries()[i];
            if (line.known && (line.verdict != score.verdict || line.raw != score.raw.thousandths() ||
                               line.credited != score.credited.thousandths() || line.cut_by != score.cut_by ||
                               line.version != score.version)) {
                return false;
            }
        }
    }
    return true;
}

/// Times `work` and a sum over the same bytes in turn.
template <class Work>
void time_beside_sum(benchmark::State& state, const Work& work) {
    const PingguYear& year = PingguYear::get();
    static const PlainLedger plain(year.district->ledger);
    const RunOptions options = on_threads(state.range(0));
    double working = 0;
    double summing = 0;
    for (auto _ : state) {
        const auto begin = Clock::now();
        work(options);
        const double elapsed = seconds_since(begin);
        const auto sum_begin = Clock::now();
        benchmark::DoNotOptimize(plain.sum(options));
        summing += seconds_since(sum_begin);
        working += elapsed;
        state.SetIterationTime(elapsed);
    }
    const auto entries = static_cast<double>(year.district->ledger.size()) * static_cast<double>(state.iterations());
    state.counters["entries/s"] = entries / working;
    state.counters["times_the_sum"] = working / summing;
}

void admit_entries(benchmark::State& state) {
    const PingguYear& year = PingguYear::get();
    const Program program(year.rulebook, year.window);
    time_beside_sum(state, [&](const RunOptions& options) {
        benchmark::DoNotOptimize(Admission(year.district, program, std::nullopt, options));
    });
}

void admit_and_score_entries(benchmark::State& state) {
    const PingguYear& year = PingguYear::get();
    const Program program(year.rulebook, year.window);
    const ScoredPeople scored = find_scored_people(*year.district, program);
    if (!agrees_with_reference(Admission(year.district, program, std::nullopt, {}), scored)) {
        state.SkipWithError("the answer differs from the plain reference: nothing is timed");
        return;
    }
    time_beside_sum(state, [&](const RunOptions& options) {
        const Admission admission(year.district, program, std::nullopt, options);
        benchmark::DoNotOptimize(score_all(admission, scored, options));
    });
}

void evaluate_everything(benchmark::State& state) {
    const PingguYear& year = PingguYear::get();
    time_beside_sum(state, [&](const RunOptions& options) {
        benchmark::DoNotOptimize(evaluate(year.district, year.rulebook, year.window, {std::nullopt, options}));
    });
}

BENCHMARK(admit_entries)->Arg(1)->Arg(2)->UseManualTime()->Unit(benchmark::kMillisecond)->ArgName("threads");
BENCHMARK(admit_and_score_entries)->Arg(1)->Arg(2)->UseManualTime()->Unit(benchmark::kMillisecond)->ArgName("threads");
BENCHMARK(evaluate_everything)->Arg(1)->Arg(2)->UseManualTime()->Unit(benchmark::kMillisecond)->ArgName("threads");

} // namespace
