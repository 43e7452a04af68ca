#pragma once

#include "jifen/evaluation/statement.hpp"
#include "support/small_district.hpp"

#include <string>

/// \file
/// The one case of the statement tests: every part, and every way in which an entry can be cut.

namespace jifen::testing_support {

inline const char* const statement_rules = R"([total]
base = 10
ceiling = 30
caps = [ { per = "year", points = 12 } ]

[[category]]
code = "service"
title = { zh = "服务群众", en = "Service" }
caps = [ { per = "month", points = 6 } ]

[[item]]
code = "visit"
title = { zh = "定期家访", en = "Home visit" }
source = "第三条"
category = "service"
points = 2
once = "month"
subject = "household"
[[item]]
code = "mediation"
title = { zh = "调解", en = "Mediation" }
source = "第四条"
category = "service"
points = [ { from = 2023-01-01, value = 3 }, { from = 2023-07-01, value = 4.5, source = "补充规定" } ]
[[item]]
code = "complaint"
points = -1.5
caps = [ { per = "quarter", points = 2 } ]

[[exclusive]]
items = ["visit", "mediation"]

[linkage]
exemplars = { target = 2, points = 5 }
contacts = { target = 3, points = 1 }
served = { target = 2, points = 1 }

[five_knows]
role = "leader"
points = 2
weights = [2, 1, 1, 0.5, 0.5]
fresh_days = [365, 62, 62, 62, 62]

[[duty]]
code = "quarterly"
title = { zh = "每季走访", en = "A visit a quarter" }
items = ["visit"]
per = "quarter"
each = "household"
points = 8

[[grade]]
code = "good"
title = { zh = "优秀", en = "Good" }
at_least = 20
[[grade]]
code = "other"
)";

inline Tables statement_tables() {
    Tables tables;
    tables.units = "unit,parent,level,name\nD,,district,示例区\nG1,D,grid,第一网格\n";
    tables.households = "household,unit\nH1,G1\nH2,G1\n";
    tables.people = "person,name,household\nann,安,\np1,,H1\np2,,H2\n";
    tables.roles = "person,role,unit\nann,leader,G1\n";
    tables.links = "source,target,kind\nann,p1,leads\nann,p2,serves\np1,p2,serves\n";
    tables.ledger = "entry,date,actor,item,quantity,subject,act,cancels\n"
                    "e01,2022-12-31,ann,visit,,H1,,\n"       // outside the window
                    "e02,2023-01-05,ann,visit,,H1,,\n"       // 2
                    "e03,2023-01-06,ann,visit,,H1,,\n"       // repeat
                    "e04,2023-01-07,ann,visit,,H2,A,\n"      // exclusive: the same act as e05
                    "e05,2023-01-07,ann,mediation,2,H2,A,\n" // 3, January: 5 of 6
                    "e06,2023-01-08,ann,mediation,,,,\n"     // 1 of 3: category
                    "e07,2023-07-01,ann,mediation,,p2,,\n"   // 4.5, the year: 10.5 of 12
                    "e08,2023-08-01,ann,mediation,,,,\n"     // 1.5 of 4.5: total
                    "e09,2023-08-02,ann,complaint,,,,\n"     // −1.5
                    "e10,2023-08-03,ann,complaint,,,,\n"     // −0.5 of −1.5: item
                    "e11,2023-08-04,ann,complaint,,,,\n"     // nothing left
                    "e12,2023-09-01,ann,unheard of,,,,\n"    // unknown item
                    "e13,2023-09-02,ann,visit,,p1,,\n"       // a person, not a household
                    "e14,2023-10-01,ann,visit,,H2,,\n"       // withdrawn
                    "e15,2023-10-02,ann,,,,,e14\n";
    tables.knowledge = "record,date,knower,stage,subject,object\n"
                       "k1,2023-12-01,ann,people,H1,p1\nk2,2023-12-01,ann,matters,p1,m1\n"
                       "k3,2023-06-01,ann,people,H2,p2\n";
    return tables;
}

inline Evaluation statement_evaluation() {
    return evaluate(district_of(statement_tables()), rules_of(statement_rules), Window::year(2023));
}

} // namespace jifen::testing_support
