#include "jifen/evaluation/statement.hpp"

#include "evaluation/statement_case.hpp"
#include "jifen/evaluation/result_tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace jifen {
namespace {

using namespace testing_support;

TEST(Statement, HasTheRowsOfTheTable) {
    EXPECT_EQ(statement_table(statement_evaluation()).to_csv(),
              "person,entry,date,item,raw,credited,verdict,cut_by,version\n"
              "ann,e01,2022-12-31,visit,0,0,outside_window,,\n"
              "ann,e02,2023-01-05,visit,2,2,counted,,\n"
              "ann,e03,2023-01-06,visit,0,0,repeat,once:month,\n"
              "ann,e04,2023-01-07,visit,0,0,exclusive,exclusive,\n"
              "ann,e05,2023-01-07,mediation,3,3,counted,,2023-01-01\n"
              "ann,e06,2023-01-08,mediation,3,1,part_counted,category:month,2023-01-01\n"
              "ann,e07,2023-07-01,mediation,4.5,4.5,counted,,2023-07-01\n"
              "ann,e08,2023-08-01,mediation,4.5,1.5,part_counted,total:year,2023-07-01\n"
              "ann,e09,2023-08-02,complaint,-1.5,-1.5,counted,,\n"
              "ann,e10,2023-08-03,complaint,-1.5,-0.5,part_counted,item:quarter,\n"
              "ann,e11,2023-08-04,complaint,-1.5,0,capped,item:quarter,\n"
              "ann,e12,2023-09-01,unheard of,0,0,unknown_item,,\n"
              "ann,e13,2023-09-02,visit,0,0,wrong_subject,,\n"
              "ann,e14,2023-10-01,visit,0,0,cancelled,,\n"
              "ann,e15,2023-10-02,,0,0,cancels,,\n");
}

TEST(Statement, CarriesWhatIsNeededToSeeWhy) {
    const Statement ann = statement(statement_evaluation(), "ann");
    const auto line = [&](const std::string& entry) {
        return *std::find_if(ann.lines.begin(), ann.lines.end(),
                             [&](const StatementLine& l) { return l.entry == entry; });
    };
    EXPECT_EQ(line("e06").cap, Points::whole(6));
    EXPECT_EQ(line("e08").cap, Points::whole(12));
    EXPECT_EQ(line("e10").cap, Points::whole(2));
    EXPECT_EQ(line("e02").cap, std::nullopt);
    EXPECT_EQ(line("e02").source, "第三条");
    EXPECT_EQ(line("e06").source, "第四条");   // the version has none of its own
    EXPECT_EQ(line("e07").source, "补充规定"); // this one has
    EXPECT_EQ(line("e09").source, "");
    EXPECT_EQ(line("e07").subject, "p2");
    EXPECT_EQ(line("e02").subject, "H1");
    EXPECT_EQ(to_string(line("e05").quantity), "2");
    EXPECT_EQ(line("e15").item, "");
    ASSERT_EQ(ann.duties.size(), 1U);
    EXPECT_EQ(ann.duties[0].missed.size(), 6U);
    EXPECT_TRUE(std::is_sorted(ann.duties[0].missed.begin(), ann.duties[0].missed.end(),
                               [](const MissedDuty& a, const MissedDuty& b) { return a.period.from < b.period.from; }));
    EXPECT_THROW(static_cast<void>(statement(ann.evaluation, "p1")), ArgumentError);
    EXPECT_THROW(static_cast<void>(statement(ann.evaluation, "nobody")), ArgumentError);
}

// A reader with a pencil: only the text, nothing of the structs.

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

/// Cells of a fixed-width font: Chinese characters, which take three bytes, are two cells wide.
struct Cells {
    std::vector<std::string> cells; ///< the second cell of a wide character is empty text
    explicit Cells(const std::string& line) {
        for (std::size_t i = 0; i < line.size();) {
            const auto lead = static_cast<unsigned char>(line[i]);
            const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
            cells.push_back(line.substr(i, length));
            if (length == 3) cells.emplace_back();
            i += length;
        }
    }
    /// Where the word begins; it must stand in the line.
    [[nodiscard]] std::size_t begin_of(const std::string& word) const {

        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (text(i).compare(0, word.size(), word) == 0) return i;
        }
        ADD_FAILURE() << "no " << word;
        return 0;
    }
    [[nodiscard]] std::string text(std::size_t from, std::size_t to = std::string::npos) const {
        std::string out;
        for (std::size_t i = from; i < std::min(to, cells.size()); ++i) out += cells[i];
        return out;
    }
};

/// The decimals in the text, of which at most three fraction digits are read.
std::vector<Points> numbers_of(const std::string& line) {
    const auto is_digit = [&](std::size_t i) { return i < line.size() && line[i] >= '0' && line[i] <= '9'; };
    std::vector<Points> out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (!is_digit(i)) continue;
        const std::size_t begin = i > 0 && line[i - 1] == '-' ? i - 1 : i;
        while (is_digit(i)) ++i;
        std::size_t end = i;
        if (i < line.size() && line[i] == '.' && is_digit(i + 1)) {
            const std::size_t point = i;
            for (++i; is_digit(i); ++i) {
            }
            end = std::min(i, point + 4);
        }
        out.push_back(points_of(line.substr(begin, end - begin)));
    }
    return out;
}

/// The lines from the one that begins with `head` to the next blank one.
std::vector<std::string> section(const std::vector<std::string>& lines, const std::string& head) {
    auto begin = std::find_if(lines.begin(), lines.end(), [&](const std::string& l) { return l.rfind(head, 0) == 0; });
    EXPECT_NE(begin, lines.end()) << head;
    return {begin, std::find(begin, lines.end(), "")};
}

struct Language {
    std::string code, entries, date, raw, credited, verdict, by_category, linkage, knows, duties, total;
};
const Language languages[] = {
    {"zh", "一、", "日期", "应得", "实得", "认定", "类别小计", "二、", "三、", "四、", "五、"},
    {"en", "1. ", "date", "raw", "credited", "verdict", "by category", "2. ", "3. ", "4. ", "5. "}};

Points last_number(const std::string& line) { return numbers_of(line).back(); }

TEST(StatementText, AddsUpToTheTotalWithAPencil) {
    for (const Language& say : languages) {
        const auto lines = lines_of(to_text(statement(statement_evaluation(), "ann"), say.code));

        const auto entries = section(lines, say.entries);
        const Cells head(entries[1]);
        const std::size_t credited_ends = head.begin_of(say.verdict) - 2;
        std::size_t i = 2;
        Points items;
        Points deductions;
        for (; entries[i].rfind("  2", 0) == 0; ++i) {
            const Points credited = last_number(Cells(entries[i]).text(0, credited_ends));
            items += credited;
            if (credited.is_negative()) deductions += credited;
        }
        EXPECT_EQ(i, 2U + 15U);
        EXPECT_EQ(numbers_of(entries.back()), (std::vector<Points>{items, deductions}));

        // Ratios: points × count / target, then their sum.
        const auto add_ratios = [&](const std::vector<std::string>& of) {
            Points sum;
            for (const std::string& line : of) {
                const std::size_t times = line.find(" × ");
                if (times == std::string::npos) continue;
                const auto right = numbers_of(line.substr(times)); // count, target, result
                EXPECT_EQ(scale(last_number(line.substr(0, times)), right[0].thousandths(), right[1].thousandths()),
                          right[2])
                    << line;
                sum += right[2];
            }
            EXPECT_EQ(last_number(of.back()), sum);
            return sum;
        };
        const Points linkage = add_ratios(section(lines, say.linkage));
        const Points duties = add_ratios(section(lines, say.duties));

        // Five knows: rates from the counts, each multiplied by those before it, weighted. All in doubles, as a
        // pocket calculator would; the numbers of this case are exact in them.
        const auto knows = section(lines, say.knows);
        const auto weights = numbers_of(knows[6]);
        double chain = 1;
        double sum = 0;
        double all = 0;
        for (std::size_t stage = 0; stage < 5; ++stage) {
            const auto counts = numbers_of(knows[1 + stage]);
            const auto k = static_cast<double>(counts[0].thousandths());
            const auto n = static_cast<double>(counts[1].thousandths());
            chain *= n > 0 ? k / n : 1;
            sum += chain * static_cast<double>(weights[stage].thousandths());
            all += static_cast<double>(weights[stage].thousandths());
        }
        const std::vector<Points> score = numbers_of(knows[7]);   // numerator / denominator = score
        const std::vector<Points> product = numbers_of(knows[8]); // points × numerator / denominator = part
        ASSERT_EQ(score.size(), 3U) << knows[7];
        ASSERT_EQ(product.size(), 4U) << knows[8];
        EXPECT_EQ(score[2].thousandths(), static_cast<std::int64_t>(sum / all * 1000));
        EXPECT_EQ(scale(Points::whole(1), score[0].thousandths(), score[1].thousandths()), score[2]);
        EXPECT_EQ(scale(product[0], product[1].thousandths(), product[2].thousandths()), product[3]);
        const Points five_knows = product[3];

        const auto total = section(lines, say.total);
        const std::vector<Points> terms = numbers_of(total[1]);
        EXPECT_EQ(terms, (std::vector<Points>{Points::whole(10), items, linkage, five_knows, duties,
                                              Points::whole(10) + items + linkage + five_knows + duties}));
        EXPECT_EQ(numbers_of(total[2]).front(), terms.back());
    }
}

TEST(StatementText, AlignsItsColumnsByDisplayWidth) {
    for (const Language& say : languages) {
        const auto entries =
            section(lines_of(to_text(statement(statement_evaluation(), "ann"), say.code)), say.entries);
        const Cells head(entries[1]);
        const std::size_t verdict = head.begin_of(say.verdict);
        for (std::size_t i = 2; i < 2 + 15; ++i) {
            const Cells row(entries[i]);
            // The verdict begins where its heading does, two cells after the numbers, which end under theirs.
            EXPECT_EQ(row.cells[verdict - 1] + row.cells[verdict - 2], "  ") << entries[i];
            EXPECT_NE(row.cells[verdict], " ") << entries[i];
            EXPECT_TRUE(row.cells[verdict - 3].size() == 1 && std::isdigit(row.cells[verdict - 3][0]) != 0)
                << entries[i];
            const std::size_t raw_ends = verdict - 2 - 2 - (say.code == "zh" ? 4 : 8);
            EXPECT_TRUE(row.cells[raw_ends - 1].size() == 1 && std::isdigit(row.cells[raw_ends - 1][0]) != 0)
                << entries[i];
            EXPECT_NE(entries[i].back(), ' '); // nothing trails
        }
    }
}

} // namespace
} // namespace jifen
