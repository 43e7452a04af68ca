#include "jifen/district/reader.hpp"
#include "jifen/evaluation/evaluation.hpp"
#include "jifen/evaluation/result_tables.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

// Runs the files of docs/examples/more_work_lowers_a_total, whose README works them through.

namespace jifen {
namespace {

std::filesystem::path example() {
    const std::filesystem::path tests = std::filesystem::path(JIFEN_TEST_DATA_DIR).parent_path();
    return tests.parent_path() / "docs" / "examples" / "more_work_lowers_a_total";
}

std::string rulebook_text() {
    std::ifstream file(example() / "rulebook.toml");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

Points total_of(const std::string& folder, const Rulebook& rules) {
    const Evaluation evaluation = evaluate(read_district(example() / folder), rules, Window::year(2023));
    return evaluation.scores()[evaluation.place_of("ann")].total;
}

TEST(MoreWork, LowersATotalWhereTheYearOfAnItemFeedsTheMonthOfACategory) {
    const Rulebook rules = read_rulebook(example() / "rulebook.toml");
    EXPECT_EQ(total_of("before", rules), Points::whole(10));
    EXPECT_EQ(total_of("after", rules), Points::whole(5));
}

TEST(MoreWork, IsThereInTheStatementAsTheReadmeWorksItThrough) {
    const Rulebook rules = read_rulebook(example() / "rulebook.toml");
    const std::string header = "person,entry,date,item,raw,credited,verdict,cut_by,version\n";
    EXPECT_EQ(statement_table(evaluate(read_district(example() / "before"), rules, Window::year(2023))).to_csv(),
              header + "ann,e1,2023-01-10,lecture,5,5,counted,,\n"
                       "ann,e3,2023-02-10,training,5,5,counted,,\n");
    EXPECT_EQ(statement_table(evaluate(read_district(example() / "after"), rules, Window::year(2023))).to_csv(),
              header + "ann,e1,2023-01-10,lecture,5,5,counted,,\n"
                       "ann,e2,2023-01-20,training,5,0,capped,category:month,\n"
                       "ann,e3,2023-02-10,training,5,0,capped,item:year,\n");
}

TEST(MoreWork, CostsNothingOnceThePeriodsNest) {
    const std::string text = rulebook_text();
    const std::string category = "{ per = \"month\", points = 5 }";
    const std::string item = "{ per = \"year\", points = 5 }";
    const Rulebook monthly_item = parse_rulebook(replaced(text, item, category));
    EXPECT_EQ(total_of("before", monthly_item), Points::whole(10));
    EXPECT_EQ(total_of("after", monthly_item), Points::whole(10));
    const Rulebook yearly_category = parse_rulebook(replaced(text, category, item));
    EXPECT_EQ(total_of("before", yearly_category), Points::whole(5));
    EXPECT_EQ(total_of("after", yearly_category), Points::whole(5));
}

} // namespace
} // namespace jifen
