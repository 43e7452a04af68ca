#include "jifen/evaluation/evaluation.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

namespace jifen {
namespace {

using namespace testing_support;

Tables ann() {
    Tables tables;
    tables.people = "person\nann\nbea\n";
    tables.roles = "person,role,unit\nann,leader,G1\nbea,member,G2\n";
    tables.ledger = "entry,date,actor,item,channel,level\ne1,2023-01-01,ann,visit,phone,village\n";
    return tables;
}

/// `line code severity remedy` of each, after the file.
std::string said(const Tables& tables, const std::string& rules) {
    std::string out;
    const Evaluation evaluation = evaluate(load(tables), rules_of(rules), Window::year(2023));
    for (const Diagnostic& d : evaluation.diagnostics())
        out += d.file + ":" + std::to_string(d.line) + " " + d.code + " " + to_string(d.severity) + " " + d.value +
               (d.remedy.rfind("did you mean", 0) == 0 ? " " + d.remedy : "") + "\n";
    return out;
}

const std::string visit = "[[item]]\ncode = \"visit\"\n";

TEST(RulebookWords, ThatTheDistrictUsesAreNoProblem) {
    EXPECT_EQ(said(ann(), visit + "channels = [\"phone\"]\nby_level = { village = 1 }\n[[selection]]\ncode = \"s\"\n"
                                  "share = \"20%\"\nby = \"township\"\n"),
              "");
}

TEST(RulebookWords, ThatTheDistrictNeverUsesAreWarningsAtTheirRule) {
    Tables tables = ann();
    tables.roles = "person,role,unit\nann,leader,G1\n";
    EXPECT_EQ(said(tables, visit +
                               "channels = [\"phone\", \"phoen\"]\nby_level = { village = 1, nation = 9 }\n"
                               "roles = [\"member\"]\n[linkage]\nroles = [\"laeder\"]\n[[selection]]\ncode = \"s\"\n"
                               "share = \"20%\"\nby = \"townships\"\n"),
              "test.toml:1 role_never_held warning member\n"
              "test.toml:4 channel_never_used warning phoen did you mean \"phone\"?\n"
              "test.toml:4 level_never_used warning nation\n"
              "test.toml:4 role_never_held warning member\n"
              "test.toml:9 role_never_held warning laeder did you mean \"leader\"?\n"
              "test.toml:11 level_without_units warning townships did you mean \"township\"?\n");
}

TEST(RulebookWords, OfAnItemWithoutEntriesAreNoSlip) {
    Tables tables = ann();
    tables.ledger = {};
    EXPECT_EQ(said(tables, visit + "channels = [\"phone\"]\nby_level = { village = 1 }\n"), "");
}

TEST(DistrictWords, ThatTheRulebookDoesNotKnowAreNotesOrSlips) {
    Tables tables = ann();
    tables.roles += "ann,volunteer,G1\nbea,membre,G2\n";
    tables.ledger += "e2,2023-01-01,ann,visits,,\ne3,2023-01-01,ann,visits,,\ne4,2023-01-01,ann,visit,e-mail,vilage\n"
                     "e5,2023-01-01,ann,13812345678,,\n";
    EXPECT_EQ(said(tables, visit + "channels = [\"phone\"]\nby_level = { village = 1 }\n"),
              "ledger:0 channel_not_in_rulebook note e-mail\n"
              "ledger:0 item_not_in_rulebook note 13*******78\n"
              "ledger:0 item_not_in_rulebook warning visits did you mean \"visit\"?\n"
              "ledger:0 level_not_in_rulebook warning vilage did you mean \"village\"?\n"
              "roles:0 role_not_in_rulebook warning membre did you mean \"member\"?\n"
              "roles:0 role_not_in_rulebook note volunteer\n");
    const Evaluation evaluation = evaluate(load(tables), rules_of(visit), Window::year(2023));
    EXPECT_EQ(evaluation.diagnostics()[1].message,
              "the rulebook does not know the item \"visits\", which stands in 2 rows");
    EXPECT_EQ(evaluation.diagnostics().size(), 4U) << "channels and levels are not asked for";
}

} // namespace
} // namespace jifen
