#include "district/side_table.hpp"
#include "jifen/core/text.hpp"
#include "jifen/five_knows/spot_check.hpp"

#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace jifen {

namespace {

/// Which of the rows count, and what is wrong with the others.
class AnswersTaken {
public:
    AnswersTaken(const SpotCheckSample& sample, const DoorAnswers& written)
        : households_(sample.district->households.ids), written_(written) {
        for (const DrawnHousehold& drawn : sample.households) drawn_.insert(drawn.household.value());
        for (std::size_t row = 0; row < written.rows.size(); ++row) take(row);
    }

    std::vector<DoorAnswer> answers;
    Diagnostics problems;

private:
    void take(std::size_t row) {
        const WrittenAnswer& answer = written_.rows[row];
        const HouseholdId household = households_.find(answer.household);
        if (!household) {
            problem(row, "household", answer.household, "unknown_household", "it is not in the households table");
            return;
        }
        if (!drawn_.contains(household.value())) {
            problem(row, "household", answer.household, "not_drawn", "it was not drawn",
                    "only what was drawn says something of the others");
            return;
        }
        const std::uint64_t key =
            std::uint64_t{household.value()} * stage_count + static_cast<std::size_t>(answer.stage);
        const auto [first, is_new] = row_of_.try_emplace(key, row);
        if (is_new)
            answers.push_back({household, answer.stage, answer.asked, answer.known});
        else
            say_again(row, first->second);
    }
    void say_again(std::size_t row, std::size_t first) {
        const WrittenAnswer& a = written_.rows[first];
        const WrittenAnswer& b = written_.rows[row];
        const std::string before = "line " + std::to_string(line_of(first));
        if (a.asked == b.asked && a.known == b.known) {
            problem(row, "household", b.household, "duplicate_answer", "it says again what " + before + " says", {},
                    Severity::warning);
        } else {
            problem(row, "household", b.household, "conflicting_answer",
                    "of the same household and stage " + before + " says other numbers, and stands",
                    "keep one of the two");
        }
    }
    void problem(std::size_t row, std::string_view column, std::string_view value, std::string_view code,
                 std::string_view what, std::string_view remedy = {}, Severity severity = Severity::error) {
        const std::string_view outcome = severity == Severity::error ? "answer does not count" : "";
        problems.push_back(cell_problem("door_answers", {written_.file, line_of(row)}, severity, outcome, column, value,
                                        code, what, remedy));
    }
    [[nodiscard]] std::int64_t line_of(std::size_t row) const noexcept {
        const std::int64_t line = written_.rows[row].line;
        return line > 0 ? line : static_cast<std::int64_t>(row) + 1;
    }

    const SortedTexts<HouseholdId>& households_;
    const DoorAnswers& written_;
    std::unordered_set<std::uint32_t> drawn_;
    std::unordered_map<std::uint64_t, std::size_t> row_of_; ///< by household and stage: the row that stands
};

} // namespace

SpotCheckResult assess_door_answers(const SpotCheckSample& sample, const DoorAnswers& answers,
                                    const FiveKnowsResult& records, double confidence) {
    AnswersTaken taken(sample, answers);
    SpotCheckResult result = assess_spot_check(sample, taken.answers, records, confidence);
    result.blank = answers.blank;
    result.problems = answers.problems;
    result.problems.insert(result.problems.end(), taken.problems.begin(), taken.problems.end());
    sort_diagnostics(result.problems);
    return result;
}

} // namespace jifen
