#include "jifen/rulebook/greatest_total.hpp"

#include "jifen/evaluation/evaluation.hpp"
#include "support/small_district.hpp"

#include <string>
#include <vector>

// `greatest_total` with all its parts is what a diligent leader in a generous district has, to the thousandth.

namespace jifen {
namespace {

using namespace testing_support;

const char* const rules_text = R"([total]
base = 10
caps = [ { per = "quarter", points = 12 } ]
[[category]]
code = "service"
caps = [ { per = "month", points = 3.5 } ]
[[item]]
code = "visit"
points = 2
category = "service"
subject = "household"
once = "month"
[[item]]
code = "hours"
category = "service"
ladder = { per = "month", steps = [ [1, 1], [4, 2.25] ] }
[[item]]
code = "project"
points_per_unit = 0.75
roles = ["leader"]
caps = [ { per = "quarter", points = 2 } ]
from = 2023-02-15
until = 2023-03-15
[[item]]
code = "late"
points = -1
[linkage]
gender = "female"
exemplars = { target = 1, points = 3 }
contacts = { target = 2, points = 4 }
served = { target = 1, points = 5, items = ["visit"] }
[five_knows]
role = "leader"
points = 6
weights = [1, 2, 1, 1, 1]
fresh_days = [0, 0, 0, 0, 0]
[[duty]]
code = "visits"
items = ["visit"]
per = "month"
each = "household"
at_least = 2
points = 7
[[duty]]
code = "projects"
items = ["project"]
per = "quarter"
points = 8
)";

/// Two households of which one woman each is known; every item on many days of the first quarter.
Tables generous() {
    Tables tables;
    tables.households = "household,unit\nH1,G1\nH2,G1\n";
    tables.people = "person,gender,household\nann,female,\np1,female,H1\np2,female,H2\n";
    tables.roles = "person,role,unit\nann,leader,G1\n";
    tables.links = "source,target,kind\nann,p1,leads\nann,p1,serves\np1,p2,serves\n";
    tables.ledger = "entry,date,actor,item,quantity,subject\n";
    int number = 100;
    const auto add = [&](const std::string& date, const std::string& what) {
        tables.ledger += "e" + std::to_string(number++) + "," + date + ",ann," + what + "\n";
    };
    for (const char* const month : {"01", "02", "03"}) {
        for (const char* const day : {"05", "20"}) {
            const std::string date = std::string("2023-") + month + "-" + day;
            for (const char* const household : {"H1", "H2"}) add(date, std::string("visit,,") + household);
            add(date, "hours,5,");
            add(date, "project,3,");
        }
    }
    tables.knowledge = "record,date,knower,stage,subject,object\n"
                       "k1,2023-03-31,ann,people,H1,p1\nk2,2023-03-31,ann,people,H2,p2\n"
                       "k3,2023-03-31,ann,matters,p1,\nk4,2023-03-31,ann,matters,p2,\n";
    return tables;
}

TEST(GreatestTotal, IsWhatADiligentLeaderHasInAGenerousDistrict) {
    const Window window = Window::parse("2023-Q1");
    const Rulebook rules = rules_of(rules_text);
    const std::vector<std::string> roles{"leader"};
    const GreatestTotal greatest = greatest_total(rules, window, roles);
    ASSERT_TRUE(greatest.reached);
    const Evaluation evaluation = evaluate(district_of(generous()), rules, window);
    const PersonScore& score = evaluation.scores()[evaluation.place_of("ann")];
    EXPECT_EQ(*greatest.items, points_of("12")) << "3 × 3.5 + 2 under the quarter's 12";
    EXPECT_EQ(score.items, *greatest.items);
    EXPECT_EQ(score.linkage, *greatest.linkage);
    EXPECT_EQ(score.five_knows, *greatest.five_knows);
    EXPECT_EQ(score.duties, *greatest.duties);
    EXPECT_EQ(score.total, *greatest.total);
    EXPECT_EQ(score.total, Points::whole(10 + 12 + 12 + 6 + 15));
}

TEST(GreatestTotal, IsNotExceededWhenARoleIsHeldInParts) {
    // Half of the quarter: nothing is due of the duty of projects, one month of the visits.
    Tables tables = generous();
    tables.roles = "person,role,unit,from,until\nann,leader,G1,2023-02-20,2023-04-01\n";
    const Window window = Window::parse("2023-Q1");
    const Rulebook rules = rules_of(rules_text);
    const Evaluation evaluation = evaluate(district_of(tables), rules, window);
    const std::vector<std::string> roles{"leader"};
    EXPECT_LT(evaluation.scores()[evaluation.place_of("ann")].total, *greatest_total(rules, window, roles).total);
}

} // namespace
} // namespace jifen
