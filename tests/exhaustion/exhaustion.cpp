#include "evaluation/statement_case.hpp"
#include "exhaustion/failing_new.hpp"
#include "jifen/jifen.hpp"
#include "jifen/tables/arrow_source.hpp"
#include "rulebook/rulebook_errors.hpp"
#include "support/arrow_table.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

/// Memory can run out at every single allocation. Whichever one it is: std::bad_alloc comes out, nothing leaks, what
/// was there before says the same as before, and work that does get through gives the same bytes.

namespace jifen {
namespace {

using exhaustion::FailingNew;
using exhaustion::Failure;
using testing_support::statement_rules;
using testing_support::statement_tables;

constexpr std::string_view selection_rules = R"(
[[selection]]
code = "best"
share = "50%"
by = "grid"
ties = ["category:service", "days_in_role"]
)";

/// What was there before, and what it says.
struct Standing {
    District district = testing_support::district_of(tables());
    Rulebook rulebook = testing_support::rules_of(rules());
    Evaluation evaluation = evaluate(district, rulebook, Window::year(2023));

    static testing_support::Tables tables() {
        testing_support::Tables tables = statement_tables();
        tables.roles += "p1,member,G1\np2,member,G1\n";
        tables.ledger += "e16,2023-05-01,p1,mediation,2.5,,,\ne17,2023-05-02,p2,mediation,,,,\n";
        return tables;
    }
    static std::string rules() { return std::string(statement_rules) + std::string(selection_rules); }

    [[nodiscard]] std::string says() const {
        return everything(evaluation) + everything(evaluate(district, rulebook, Window::year(2023)));
    }
    static std::string everything(const Evaluation& of) {
        return scores_table(of).to_csv() + categories_table(of).to_csv() + linkage_table(of).to_csv() +
               five_knows_table(of).to_csv() + duties_table(of).to_csv() + statement_table(of).to_csv() +
               selection_table(of).to_csv() + to_text(statement(of, "ann"), "zh");
    }
};

/// Does the work, the n-th allocation failing, then says what came of it, with memory again.
template <class Work>
auto with_failure(std::int64_t n, Failure failure, const Work& work) {
    const FailingNew failing(n, failure);
    return work();
}

/// `work` makes something out of what stands, under a failure; `describe` says what it made. Tries every n until the
/// work is done before its n-th allocation.
/// `tidy` runs after each try.
template <class Work, class Describe, class Tidy>
void expect_bad_alloc_or_the_same(const Work& work, const Describe& describe, const Tidy& tidy) {
    const Standing standing;
    const std::string before = standing.says();
    const std::string expected = describe(with_failure(0, Failure::once, [&] { return work(standing); }));
    ASSERT_FALSE(expected.empty());
    for (const Failure failure : {Failure::once, Failure::onwards}) {
        std::int64_t refused = 0;
        for (std::int64_t n = 1;; ++n) {
            const std::int64_t held = exhaustion::outstanding();
            bool same = true;
            try {
                same = describe(with_failure(n, failure, [&] { return work(standing); })) == expected;
            } catch (const std::bad_alloc&) {
                ++refused;
            }
            tidy();
            ASSERT_EQ(exhaustion::outstanding(), held) << "leaks when allocation " << n << " fails";
            ASSERT_TRUE(same) << "another result when allocation " << n << " fails";
            if (!FailingNew::reached()) break;
            // Asked now and then: it costs more than the work.
            if (n % 64 == 0) {
                ASSERT_EQ(standing.says(), before) << "changed when allocation " << n << " failed";
            }
        }
        EXPECT_GT(refused, 0);
        EXPECT_EQ(standing.says(), before);
    }
}

template <class Work, class Describe>
void expect_bad_alloc_or_the_same(const Work& work, const Describe& describe) {
    expect_bad_alloc_or_the_same(work, describe, [] {});
}

std::string text_of(const Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics) text += to_string(diagnostic) + "\n";
    return text;
}

std::string described(const District& district) {
    const Rulebook rulebook = testing_support::rules_of(Standing::rules());
    return text_of(district.report().diagnostics) +
           Standing::everything(evaluate(district, rulebook, Window::year(2023)));
}

TEST(Exhaustion, ReadingADistrictFromText) {
    testing_support::Tables tables = Standing::tables();
    tables.ledger += "e17,2023-05-02,p2,mediation,,,,\ne18,2023-05-02,nobody,visit,,,,\ne19,no day,ann,visit,,,,\n"
                     "e16,2023-05-01,p1,visit,,,,\n";
    expect_bad_alloc_or_the_same([&](const Standing& /*other*/) { return testing_support::load(tables); }, described);
}

TEST(Exhaustion, ReadingADistrictFromAFolder) {
    const TemporaryFolder folder;
    const testing_support::Tables tables = Standing::tables();
    folder.write("units.csv", tables.units);
    folder.write("households.csv", tables.households);
    folder.write("people.csv", tables.people);
    folder.write("roles.csv", tables.roles);
    folder.write("links.csv", tables.links);
    folder.write("ledger.csv", tables.ledger);
    folder.write("knowledge.csv", tables.knowledge);
    expect_bad_alloc_or_the_same([&](const Standing& /*other*/) { return read_district(folder.path()); }, described);
}

TEST(Exhaustion, RefusingAFolder) {
    const TemporaryFolder folder;
    folder.write("units.csv", "unit,parent,level\nD,,\"district\n");
    folder.write("people.csv", "person,name\np1,\xC3(\n");
    expect_bad_alloc_or_the_same(
        [&](const Standing& /*other*/) -> Diagnostics {
            try {
                static_cast<void>(read_district(folder.path()));
            } catch (const TableError& error) {
                return error.diagnostics();
            }
            return {};
        },
        text_of);
}

TEST(Exhaustion, ReadingARulebook) {
    const std::string rules = std::string(rulebook_testing::head) + Standing::rules();
    expect_bad_alloc_or_the_same([&](const Standing& /*other*/) { return parse_rulebook(rules, "test.toml"); },
                                 [](const Rulebook& rulebook) {
                                     const District district = testing_support::district_of(Standing::tables());
                                     return Standing::everything(evaluate(district, rulebook, Window::year(2023)));
                                 });
}

TEST(Exhaustion, RefusingARulebook) {
    const std::string rules = rulebook_testing::with_items(
        "[total]\nbase = 0.0005\nbsae = 1e300\n[[item]]\ncode = \"c\"\npoints = 1\nfrom = 2023-01-01T00:00:00\n"
        "until = 12:00:00\ncategory = \"nowhere\"\nx = \n[[item]\ncode = \"d\"\n[total]\nfloor = nan\ncode = \"e\"\n");
    expect_bad_alloc_or_the_same([&](const Standing& /*other*/) { return rulebook_testing::errors_in(rules); },
                                 text_of);
}

TEST(Exhaustion, Evaluating) {
    expect_bad_alloc_or_the_same(
        [](const Standing& standing) { return evaluate(standing.district, standing.rulebook, Window::year(2023)); },
        Standing::everything);
}

TEST(Exhaustion, EvaluatingOnThreads) {
    EvaluationOptions options;
    options.run.threads = 2;
    expect_bad_alloc_or_the_same(
        [&](const Standing& standing) {
            return evaluate(standing.district, standing.rulebook, Window::year(2023), options);
        },
        Standing::everything);
}

TEST(Exhaustion, Selecting) {
    expect_bad_alloc_or_the_same([](const Standing& standing) { return select(standing.evaluation, "best"); },
                                 [](const SelectionResult& result) {
                                     std::string text;
                                     for (const SelectionRow& row : result)
                                         text += row.person + std::to_string(row.place) + to_string(row.points) +
                                                 (row.selected ? "+" : "-") + std::string(row.decided_by);
                                     return text;
                                 });
}

TEST(Exhaustion, Explaining) {
    expect_bad_alloc_or_the_same(
        [](const Standing& standing) {
            const Statement made = statement(standing.evaluation, "ann");
            return to_text(made, "zh") + to_text(made, "en");
        },
        [](const std::string& text) { return text; });
}

TEST(Exhaustion, ResultTables) {
    expect_bad_alloc_or_the_same([](const Standing& standing) { return Standing::everything(standing.evaluation); },
                                 [](const std::string& text) { return text; });
}

TEST(Exhaustion, ResultFolder) {
    const TemporaryFolder folder;
    expect_bad_alloc_or_the_same(
        [&](const Standing& standing) {
            write_results(standing.evaluation, folder.path());
            return true;
        },
        [&](bool /*done*/) {
            std::string text;
            for (const char* const name :
                 {"scores.csv", "categories.csv", "statement.csv", "linkage.csv", "five_knows.csv", "duties.csv",
                  "composite.csv", "selection.csv", "diagnostics.csv"})
                text += folder.read(name);
            return text;
        },
        [&] { // without memory the unfinished folder cannot be taken away
            for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
                if (entry.is_directory()) std::filesystem::remove_all(entry);
            }
        });
}

TEST(Exhaustion, CheckingTheNetwork) {
    expect_bad_alloc_or_the_same(
        [](const Standing& standing) {
            return check_network(standing.district, testing_support::day_of("2023-12-31"));
        },
        [](const NetworkReport& report) { return text_of(report.problems) + "."; });
}

/// The stream is released once, whether it is read or not even taken over for want of memory.
TEST(Exhaustion, ReadingArrow) {
    testing_support::ArrowField decimals("b", "d:9,1,32", 3);
    decimals.without_nulls().with<std::int32_t>({15, -20, 0});
    testing_support::ArrowField codes("c", "c", 3);
    codes.without_nulls().with<std::int8_t>({1, 0, 1}).of(
        testing_support::text_field(nullptr, {"a word that is not short", "another one of its kind"}));
    std::vector<testing_support::ArrowField> fields;
    fields.push_back(testing_support::text_field("a", {"x", "", "a text that is longer than the others"}));
    fields.push_back(std::move(decimals));
    fields.push_back(std::move(codes));
    testing_support::ArrowTable table(std::move(fields));
    const auto read = [&] {
        table.batches = 2;
        ArrowArrayStream stream = table.stream();
        std::string text;
        {
            ArrowSource source(stream, "t");
            Row row;
            while (source.next(row)) {
                for (const std::string_view cell : row.cells) text.append(cell).append(",");
            }
        }
        return text;
    };
    expect_bad_alloc_or_the_same(
        [&](const Standing& /*other*/) {
            try {
                std::string text = read();
                if (table.out != 0) throw std::logic_error("what was read was not released");
                return text;
            } catch (const std::bad_alloc&) {
                if (table.out != 0) throw std::logic_error("what was handed over was not released");
                throw;
            }
        },
        [](const std::string& text) { return text; });
}

} // namespace
} // namespace jifen
