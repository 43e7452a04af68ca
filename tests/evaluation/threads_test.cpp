#include "jifen/district/builder.hpp"
#include "jifen/evaluation/evaluation.hpp"
#include "jifen/evaluation/result_tables.hpp"
#include "support/overflow.hpp"
#include "support/random_ledger.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

// The same bytes whatever runs the work; a stop request ends it; progress is told.

namespace jifen {
namespace {

using namespace testing_support;

/// 1,500 leaders, more than any chunk holds, with entries, links, answers and duties.
struct Big {
    Tables tables;
    District district;
    Rulebook rules;
};

const Big& big() {
    static const Big made = [] {
        Dice dice(99);
        RandomRules random(dice, {});
        const std::string toml =
            random.write() +
            "[linkage]\nexemplars = { target = 3, points = 5 }\ncontacts = { target = 9, points = 5 }\n"
            "[five_knows]\nrole = \"leader\"\npoints = 9\nweights = [1, 2, 3, 4, 5]\n"
            "fresh_days = [400, 400, 400, 400, 400]\n"
            "[[duty]]\ncode = \"d\"\nitems = [\"p0\", \"p1\"]\nper = \"quarter\"\npoints = 7\n"
            "each = \"household\"\n[[grade]]\ncode = \"a\"\nat_least = 8\n[[grade]]\ncode = \"b\"\n";
        Tables tables;
        tables.units = "unit,parent,level\nD,,district\n";
        tables.households = "household,unit\n";
        tables.people = "person,household\nann,\n";
        tables.roles = "person,role,unit,until\n";
        tables.links = "source,target,kind\n";
        tables.ledger = ledger_columns;
        tables.knowledge = "record,date,knower,stage,subject,object\n";
        for (int i = 0; i < 1500; ++i) {
            const std::string n = std::to_string(i);
            tables.units += "G" + n + ",D,grid\n";
            tables.households += "H" + n + ",G" + n + "\n";
            tables.people += "p" + n + ",H" + n + "\n";
            tables.roles += "p" + n + ",leader,G" + n + "," + (dice.one_in(5) ? "2023-07-01" : "") + "\n";
            for (int k = 0; k < 3; ++k)
                tables.links +=
                    "p" + n + ",p" + std::to_string(dice.below(1500)) + (dice.one_in(2) ? ",leads\n" : ",serves\n");
            if (dice.one_in(2)) tables.knowledge += "r" + n + ",2023-05-05,p" + n + ",people,H" + n + ",p" + n + "\n";
            for (RandomEntry& entry : random_entries(dice, random.items, dice.below(6))) {
                entry.id += "-" + n;
                tables.ledger += ledger_of({entry}, "p" + n).substr(ledger_columns.size());
            }
        }
        return Big{tables, load(tables), rules_of(toml)};
    }();
    return made;
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Every table of an evaluation made with the options, and statement.csv as written by them.
std::string all_tables(const EvaluationOptions& options, const District& district = big().district) {
    const Evaluation e = evaluate(district, big().rules, Window::year(2023), options);
    const std::filesystem::path file = std::filesystem::path(testing::TempDir()) /
                                       ("jifen_threads_statement_" + std::to_string(options.run.threads) + ".csv");
    write_file(file, [&](const TextSink& sink) { append_statement_csv(e, sink, options.run); });
    const std::string statement = bytes_of(file);
    std::filesystem::remove(file);
    EXPECT_EQ(statement, statement_table(e, options.run).to_csv());
    return scores_table(e).to_csv() + categories_table(e).to_csv() + statement + linkage_table(e).to_csv() +
           five_knows_table(e).to_csv() + duties_table(e).to_csv() + missed_duties_table(e, options.run).to_csv();
}

EvaluationOptions with_threads(unsigned threads) {
    EvaluationOptions options;
    options.run.threads = threads;
    return options;
}

TEST(Threads, MakeTheSameBytesWhetherOneTwoFourOrEight) {
    const std::string one = all_tables(with_threads(1));
    EXPECT_GT(one.size(), 100'000U);
    for (const unsigned threads : {0U, 2U, 4U, 8U}) EXPECT_TRUE(all_tables(with_threads(threads)) == one) << threads;
    for (const Kernels kernels : {Kernels::plain, Kernels::fast}) {
        EvaluationOptions options = with_threads(3);
        options.run.kernels = kernels;
        EXPECT_TRUE(all_tables(options) == one) << static_cast<int>(kernels);
    }
}

/// A ledger on the disk is the same whenever the memory that it lies in is given back.
TEST(Threads, ReadALedgerOnTheDiskWhileItsMemoryIsGivenBack) {
    const TemporaryFolder folder;
    const District spilled = load(big().tables, {folder.path(), 100});
    const std::string in_memory = all_tables(with_threads(1));
    std::jthread leaving([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) spilled->ledger.spilled->leave();
    });
    EXPECT_TRUE(all_tables(with_threads(1), spilled) == in_memory);
    EXPECT_TRUE(all_tables(with_threads(4), spilled) == in_memory);
}

/// Runs the tasks backwards, each on a thread of its own: nothing may lean on their order.
class Backwards final : public Executor {
public:
    void run(std::size_t tasks, const std::function<void(std::size_t)>& task) override {
        ++calls;
        for (std::size_t i = tasks; i > 0; --i) std::thread(task, i - 1).join();
    }
    [[nodiscard]] unsigned concurrency() const noexcept override { return 2; }
    int calls = 0;
};

TEST(Threads, OfTheCallersExecutorMakeTheSameBytes) {
    Backwards executor;
    EvaluationOptions options = with_threads(3);
    options.run.executor = &executor;
    const std::string theirs = all_tables(options);
    EXPECT_TRUE(theirs == all_tables(with_threads(1)));
    EXPECT_GE(executor.calls, 6); // admission, linkage, five knows, duties, items, statement
}

TEST(Threads, StopAtOnceWhenStoppedBefore) {
    std::stop_source source;
    source.request_stop();
    for (const unsigned threads : {1U, 4U}) {
        EvaluationOptions options = with_threads(threads);
        options.run.stop = source.get_token();
        EXPECT_THROW(static_cast<void>(evaluate(big().district, big().rules, Window::year(2023), options)), Cancelled);
    }
    const Evaluation evaluation = evaluate(big().district, big().rules, Window::year(2023));
    RunOptions run;
    run.stop = source.get_token();
    EXPECT_THROW(static_cast<void>(statement_table(evaluation, run)), Cancelled);
    EXPECT_THROW(static_cast<void>(missed_duties_table(evaluation, run)), Cancelled);
}

TEST(Threads, StopInEveryStageWhenStoppedOnTheWay) {
    for (const char* stage : {"admission", "linkage", "households", "five knows", "duties", "items"}) {
        for (const unsigned threads : {1U, 4U}) {
            std::stop_source source;
            EvaluationOptions options = with_threads(threads);
            options.run.stop = source.get_token();
            options.run.progress = [&](const Progress& progress) {
                if (progress.stage == stage) source.request_stop();
            };
            EXPECT_THROW(static_cast<void>(evaluate(big().district, big().rules, Window::year(2023), options)),
                         Cancelled)
                << stage;
        }
    }
}

TEST(Threads, TellOfTheirProgressOneAtATimeAndToTheEnd) {
    for (const unsigned threads : {1U, 4U}) {
        std::map<std::string, std::vector<std::uint64_t>> told;
        std::map<std::string, std::uint64_t> total;
        std::atomic<int> inside{0};
        EvaluationOptions options = with_threads(threads);
        options.run.progress = [&](const Progress& progress) {
            EXPECT_EQ(++inside, 1);
            told[std::string(progress.stage)].push_back(progress.done);
            total[std::string(progress.stage)] = progress.total;
            --inside;
        };
        static_cast<void>(evaluate(big().district, big().rules, Window::year(2023), options));
        EXPECT_EQ(told.size(), 6U);
        for (const auto& [stage, done] : told) {
            EXPECT_EQ(done.back(), total[stage]) << stage;
            EXPECT_LE(done.size(), 101U) << stage;
            for (std::size_t i = 1; i < done.size(); ++i) EXPECT_LT(done[i - 1], done[i]) << stage;
        }
        EXPECT_EQ(total["items"], 1500U);
    }
}

// More people than a thread is given at a time: who ties with somebody of another part has her rank.
TEST(Threads, RankThoseWhoTieAlikeWhoeverFoundThem) {
    constexpr std::size_t people = 9000, with_points = 100;
    Tables tables;
    tables.people = "person\n";
    tables.roles = "person,role,unit\n";
    tables.ledger = "entry,date,actor,item\n";
    for (std::size_t i = 0; i < people; ++i) {
        const std::string person = "p" + std::to_string(10000 + i);
        tables.people += person + "\n";
        if (i % 3 != 0) tables.roles += person + ",leader,G1\n";
        if (i % 3 != 0 && i < with_points) tables.ledger += "e" + std::to_string(i) + ",2023-01-01," + person + ",x\n";
    }
    const District district = load(tables);
    for (const unsigned threads : {1U, 4U}) {
        const Evaluation found = evaluate(district, rules_of("[[item]]\ncode = \"x\"\npoints = 1\n"),
                                          Window::year(2023), with_threads(threads));
        ASSERT_EQ(found.scored().size(), people / 3 * 2);
        for (std::size_t place = 0; place < found.scored().size(); ++place) {
            const std::size_t person = place / 2 * 3 + place % 2 + 1;
            ASSERT_EQ(found.scored().people[place].index(), person);
            ASSERT_EQ(found.scored().place[person], place);
            ASSERT_EQ(found.ranks()[place], person < with_points ? 1 : 67) << place;
        }
        EXPECT_FALSE(found.scored().contains(PersonId::at(0)));
    }
}

TEST(Threads, TellOfAStatementOfManyBlocksOnceFromStartToEnd) {
    Tables tables;
    tables.people = "person\n";
    for (int i = 0; i < 9000; ++i) tables.people += "p" + std::to_string(i) + "\n";
    const Evaluation many = evaluate(load(tables), rules_of("[[item]]\ncode = \"x\"\n"), Window::year(2023));
    std::vector<std::uint64_t> done;
    std::uint64_t total = 0;
    RunOptions run;
    run.progress = [&](const Progress& progress) {
        done.push_back(progress.done);
        total = progress.total;
    };
    static_cast<void>(digest_of([&](const TextSink& sink) { append_statement_csv(many, sink, run); }));
    ASSERT_FALSE(done.empty());
    EXPECT_EQ(done.back(), total);
    for (std::size_t i = 1; i < done.size(); ++i) EXPECT_LT(done[i - 1], done[i]);
}

TEST(Threads, MakeTheSameStatementOfWhatWasKnown) {
    EvaluationOptions options;
    options.known_at = day_of("2023-07-01");
    const Evaluation e = evaluate(big().district, big().rules, Window::year(2023), options);
    const Table one = statement_table(e);
    EXPECT_GT(one.rows(), 100U);
    EXPECT_LT(one.rows(), big().district->ledger.size()); // the rest was recorded later
    for (const unsigned threads : {2U, 4U, 8U}) {
        RunOptions run;
        run.threads = threads;
        EXPECT_TRUE(statement_table(e, run).to_csv() == one.to_csv()) << threads;
    }
}

TEST(Threads, StopAndTellOfAWholeStatementAndOfMissedDuties) {
    const Evaluation e = evaluate(big().district, big().rules, Window::year(2023));
    const auto made = [&](bool statement, const RunOptions& run) {
        return statement ? statement_table(e, run) : missed_duties_table(e, run);
    };
    for (const bool statement : {true, false}) {
        std::stop_source source;
        std::uint64_t done = 0;
        std::uint64_t total = 0;
        RunOptions run;
        run.threads = 2;
        run.progress = [&](const Progress& progress) {
            EXPECT_EQ(progress.stage, statement ? "statement" : "missed duties");
            done = progress.done;
            total = progress.total;
        };
        static_cast<void>(made(statement, run));
        EXPECT_EQ(done, total);
        EXPECT_GE(total, 1500U);
        run.stop = source.get_token();
        run.progress = [&](const Progress&) { source.request_stop(); };
        EXPECT_THROW(static_cast<void>(made(statement, run)), Cancelled);
    }
}

// Of everyone for whom something does not fit, the one with the smallest id is named: across chunks and within one.
TEST(Threads, ThrowTheErrorOfTheLowestPerson) {
    Tables tables;
    tables.people = "person\n";
    tables.roles = "person,role,unit\n";
    tables.ledger = "entry,date,actor,item,quantity\n";
    for (int i = 100; i < 400; ++i) {
        const std::string id = "p" + std::to_string(i);
        tables.people += id + "\n";
        tables.roles += id + ",leader,G1\n";
        if (i >= 203) tables.ledger += "e" + std::to_string(900 - i) + ",2023-01-01," + id + ",x,1000000000\n";
    }
    const District district = load(tables);
    const auto overflow = [&](const std::string& rules, unsigned threads) {
        return overflow_of(
            [&] { return evaluate(district, rules_of(rules), Window::year(2023), with_threads(threads)); });
    };
    const std::string item = "[[item]]\ncode = \"x\"\npoints_per_unit = ";
    const std::string duty = "[[duty]]\nitems = [\"x\"]\nper = \"year\"\npoints = 9000000000000000\ncode = ";
    for (const unsigned threads : {1U, 2U, 4U, 8U}) {
        for (int repeat = 0; repeat < 5; ++repeat) {
            ASSERT_EQ(overflow(item + "9223372036854775\n", threads), "a rounded ratio: p203, e697, x");
            ASSERT_EQ(overflow(item + "1\n" + duty + "\"d\"\n" + duty + "\"e\"\n", threads), "a duties part: p203, , ");
            ASSERT_EQ(overflow("[total]\nbase = 9000000000000000\n" + item + "9000000\n", threads),
                      "a total: p203, , ");
        }
    }
}

} // namespace
} // namespace jifen
