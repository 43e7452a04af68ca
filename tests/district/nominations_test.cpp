#include "jifen/district/nominations.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/file_error.hpp"
#include "jifen/district/builder.hpp"
#include "support/small_district.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace jifen {
namespace {

Nominations read(std::string_view text, std::string_view file = "nominations.csv") {
    CsvReader rows(text, "nominations.csv");
    return read_nominations(rows, file);
}

TEST(Nominations, AreReadFromColumnsInAnyOrder) {
    const Nominations made = read("by,suitability,person,background,grid\n"
                                  "self,82.5,P1,teacher,G1\n"
                                  "recommended,,P2,,G1\n"
                                  "他荐,1000000000,P3,退休干部,G2\n");
    EXPECT_TRUE(made.problems.empty());
    EXPECT_EQ(made.rejected, 0);
    EXPECT_EQ(made.file, "nominations.csv");
    EXPECT_EQ(made.rows, (std::vector<Nomination>{
                             {"G1", "P1", NominatedBy::self, 82'500, "teacher", 2},
                             {"G1", "P2", NominatedBy::recommended, 0, "", 3},
                             {"G2", "P3", NominatedBy::recommended, 1'000'000'000'000, "退休干部", 4},
                         }));
    const Nominations chinese = read("网格编号,人员编号,提名方式,评分,背景\nG1,P1,自荐,0.001,\n");
    EXPECT_EQ(chinese.rows, (std::vector<Nomination>{{"G1", "P1", NominatedBy::self, 1, "", 2}}));
    EXPECT_TRUE(read("grid,person,by\n").rows.empty());
}

TEST(Nominations, AreReadFromAFile) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "proposed.csv";
    std::ofstream(file, std::ios::binary) << "grid,person,by\nG1,P1,self\nG1,P1,nobody\n";
    const Nominations made = read_nominations(file);
    EXPECT_EQ(made.rows.size(), 1U);
    ASSERT_EQ(made.problems.size(), 1U);
    EXPECT_EQ(to_string(made.problems[0]), "proposed.csv:3:by: error: row rejected: by = \"nobody\": it is not one of "
                                           "the words allowed [bad_word]; self or recommended");
    EXPECT_THROW((void)read_nominations(folder.path() / "none.csv"), FileError);
}

TEST(Nominations, AreEqualInEveryField) {
    const Nomination one{"G1", "P1", NominatedBy::self, 1, "teacher", 2};
    for (const Nomination& other : {Nomination{"G2", "P1", NominatedBy::self, 1, "teacher", 2},
                                    Nomination{"G1", "P2", NominatedBy::self, 1, "teacher", 2},
                                    Nomination{"G1", "P1", NominatedBy::recommended, 1, "teacher", 2},
                                    Nomination{"G1", "P1", NominatedBy::self, 2, "teacher", 2},
                                    Nomination{"G1", "P1", NominatedBy::self, 1, "", 2},
                                    Nomination{"G1", "P1", NominatedBy::self, 1, "teacher", 3}}) {
        EXPECT_NE(one, other);
    }
}

TEST(Nominations, WithMoreProblemsThanAreKeptAreRefused) {
    std::string text = "grid,person,by\n";
    for (std::size_t row = 0; row <= most_problems; ++row) text += "G,,self\n";
    try {
        (void)read(text);
        FAIL() << "taken";
    } catch (const TableError& error) {
        ASSERT_EQ(error.diagnostics().size(), 1U);
        EXPECT_EQ(error.diagnostics()[0].code, "too_many_problems");
        EXPECT_EQ(error.diagnostics()[0].line, static_cast<std::int64_t>(most_problems) + 2);
    }
}

TEST(Nominations, OfAProgramTellHowFarTheyAre) {
    CsvReader rows("grid,person,by\nG1,P1,self\n", "rows");
    RunOptions run;
    std::string stages;
    run.progress = [&](const Progress& progress) { stages += std::string(progress.stage) + " "; };
    EXPECT_EQ(read_nominations(rows, "", run).rows.size(), 1U);
    EXPECT_EQ(stages, "nominations nominations ");
}

TEST(Nominations, EveryBadCellIsAProblemWithItsPlace) {
    const Nominations made = read("grid,person,by,suitability,background\n"
                                  ",P1,self,1,\n"
                                  "G1,,Self,-1,\n"
                                  "G1,P1,self,1.0001,\n"
                                  "G1,P1,self,1e3,\n"
                                  "G1,P1,self,1000000000.001,\n"
                                  "G1,P1,self,９,\n"
                                  "G1,P1,self\n"
                                  "G1,110101199001011234 ,both,NaN,\n"
                                  "G1,P1,,1,\n"
                                  "G1,P1,recommended,1,x\n");
    EXPECT_EQ(made.rows.size(), 1U);
    EXPECT_EQ(made.rejected, 9);
    std::string found;
    for (const Diagnostic& problem : made.problems) {
        EXPECT_EQ(problem.severity, Severity::error);
        EXPECT_EQ(problem.file, "nominations.csv");
        EXPECT_EQ(to_string(problem).find("110101199001011234"), std::string::npos);
        found += std::to_string(problem.line) + " " + problem.column + " " + problem.code + "\n";
    }
    EXPECT_EQ(found, "2 grid bad_value\n"
                     "3 by bad_word\n3 person bad_value\n3 suitability bad_quantity\n"
                     "4 suitability bad_quantity\n5 suitability bad_quantity\n6 suitability bad_quantity\n"
                     "7 suitability bad_quantity\n8  field_count\n"
                     "9 by bad_word\n9 suitability bad_quantity\n10 by bad_word\n");
}

TEST(Nominations, AreRefusedWholeForAHeaderThatCannotBe) {
    const auto codes = [](std::string_view text, std::string_view file = "nominations.csv") {
        try {
            (void)read(text, file);
        } catch (const TableError& error) {
            std::string found;
            for (const Diagnostic& problem : error.diagnostics())
                found += problem.file + " " + problem.column + " " + problem.code + "; " + problem.remedy + "\n";
            return found;
        }
        return std::string("taken");
    };
    EXPECT_EQ(codes("grid,persons,by\nG1,P1,self\n"),
              "nominations.csv persons unknown_column; did you mean \"person\"?\n"
              "nominations.csv person missing_column; add the column\n");
    EXPECT_EQ(codes("grid,person,by,网格\n"), "nominations.csv 网格 duplicate_column; keep one of them\n");
    EXPECT_EQ(codes("grid,person,by,colour_of_hat\n", ""),
              "nominations colour_of_hat unknown_column; remove the column\n");
    EXPECT_EQ(codes("grid,person,by\nG1,\"P1,self\n").find("nominations.csv"), 0U);
}

/// Rows of a program, some columns of which are floating-point numbers.
class FloatRows final : public RowSource {
public:
    explicit FloatRows(std::size_t approximate) : approximate_(approximate) {}
    [[nodiscard]] const std::vector<std::string>& header() const override { return header_; }
    [[nodiscard]] bool is_approximate(std::size_t column) const override { return column == approximate_; }
    bool next(Row& row) override {
        if (done_) return false;
        done_ = true;
        row = {1, cells_, {}, {}, {}, {}};
        return true;
    }

private:
    std::vector<std::string> header_{"grid", "person", "by", "suitability"};
    std::vector<std::string_view> cells_{"G1", "P1", "self", "0.5"};
    std::size_t approximate_;
    bool done_ = false;
};

TEST(Nominations, TakeFloatingPointNumbersAsSuitabilityOnly) {
    FloatRows suitability(3);
    EXPECT_EQ(read_nominations(suitability).rows.front().suitability, 500);
    FloatRows person(1);
    EXPECT_THROW((void)read_nominations(person), TableError);
}

TEST(Nominations, StopWhenAskedAndReportProgress) {
    CsvReader rows("grid,person,by\nG1,P1,self\n", "n.csv");
    RunOptions run;
    std::string stages;
    run.progress = [&stages](const Progress& progress) { stages += std::string(progress.stage) + " "; };
    EXPECT_EQ(read_nominations(rows, "n.csv", run).rows.size(), 1U);
    EXPECT_EQ(stages, "n.csv n.csv ");
    std::stop_source stop;
    run.stop = stop.get_token();
    stop.request_stop();
    EXPECT_THROW((void)read_nominations(rows, "n.csv", run), Cancelled);
}

TEST(Nominations, AreByHerselfByOthersOrBoth) {
    EXPECT_EQ(NominatedBy::self | NominatedBy::recommended, NominatedBy::both);
    EXPECT_EQ(NominatedBy::both & NominatedBy::recommended, NominatedBy::recommended);
    EXPECT_EQ(to_string(NominatedBy::both), "both");
    EXPECT_EQ(to_string(NominatedBy::nobody), "");
}

} // namespace
} // namespace jifen
