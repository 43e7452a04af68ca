#include "district/texts.hpp"
#include "jifen/core/text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace jifen {
namespace {

using Lines = std::vector<std::string>;
using enum InputTable;

TEST(Loading, TidyTablesHaveNoProblem) {
    const District district = load({});
    EXPECT_TRUE(district.report().diagnostics.empty());
    EXPECT_EQ(counts_of(district, units), "4 = 4 + 0 + 0 + 0");
    EXPECT_EQ(counts_of(district, people), "3 = 3 + 0 + 0 + 0");
    EXPECT_EQ(counts_of(district, ledger), "0 = 0 + 0 + 0 + 0");
}

TEST(Loading, TableThatIsNotThereIsEmptyAndSaidToBeAbsent) {
    Texts texts;
    texts.links.clear();
    const District district = load(texts);
    EXPECT_FALSE(district.report().of(links).present);
    EXPECT_TRUE(district.report().of(ledger).present) << "a header alone is a table";
    EXPECT_EQ(counts_of(district, links), "0 = 0 + 0 + 0 + 0");
}

/// One row that cannot be taken, and where the reason is said to be.
struct Bad {
    InputTable table;
    std::string row;
    std::string problem; ///< column and code
};

TEST(Loading, RowThatCannotBeTakenIsRejectedWithItsPlaceAndReason) {
    const std::string long_id(65, 'x');
    const std::vector<Bad> rows{
        {units, ",D,grid,", "unit bad_value"},
        {units, "G9,D,,", "level bad_value"},
        {units, long_id + ",D,grid,", "unit bad_value"},
        {units, "G9," + long_id + ",grid,", "parent bad_value"},
        {units, "G\t9,D,grid,", "unit bad_value"},
        {units, "G\xC2\x85,D,grid,", "unit bad_value"},
        {units, "G9,D,grid", " field_count"},
        {units, "G9,D,grid,,", " field_count"},
        {units, "G\"9,D,grid,", "unit stray_quote"},
        {units, std::string("G\0,D,grid,", 10), "unit nul_byte"},
        {households, ",G1,,", "household bad_value"},
        {households, "H9,,,", "unit bad_value"},
        {households, "H9,G1,2023-02-30,", "from bad_date"},
        {households, "H9,G1,,2023-13-01", "until bad_date"},
        {households, "H9,G1,2023-04-05,2023-04-05", "until bad_value"},
        {households, "H9,G1,2023-04-05,2023-04-04", "until bad_value"},
        {people, ",n,,,,,", "person bad_value"},
        {people, "P9,n,woman,,,,", "gender bad_word"},
        {people, "P9,n,Female,,,,", "gender bad_word"},
        {people, "P9,n,," + long_id + ",,,", "household bad_value"},
        {people, "P9,n,,," + long_id + ",,", "unit bad_value"},
        {people, "P9,n,,,,1899-12-31,", "from bad_date"},
        {people, "P9,n,,,,,2200-01-01", "until bad_date"},
        {people, "H1,n,,,,,", "person id_is_a_household"},
        {roles, ",r,G1,,,", "person bad_value"},
        {roles, "P1,,G1,,,", "role bad_value"},
        {roles, "P1,r,,,,", "unit bad_value"},
        {roles, "P1,r,G1,2023/4/6,2023年4月5日,", "until bad_value"},
        {links, ",P2,leads,,", "source bad_value"},
        {links, "P1,,leads,,", "target bad_value"},
        {links, "P1,P2,,,", "kind bad_word"},
        {links, "P1,P2,Leads,,", "kind bad_word"},
        {links, "P1,P2,serves,yesterday,", "from bad_date"},
        {ledger, ",2023-01-01,P1,visit,,,,,,,,,", "entry bad_value"},
        {ledger, "E1,,P1,visit,,,,,,,,,", "date bad_date"},
        {ledger, "E1,2023-1-1,P1,visit,,,,,,,,,", "date bad_date"},
        {ledger, "E1,2023-01-01,,visit,,,,,,,,,", "actor bad_value"},
        {ledger, "E1,2023-01-01,P9,visit,,,,,,,,,", "actor unknown_actor"},
        {ledger, "E1,2023-01-01,H1,visit,,,,,,,,,", "actor unknown_actor"},
        {ledger, "E1,2023-01-01,P1,,,,,,,,,,", "item bad_value"},
        {ledger, "E1,2023-01-01,P1,visit,-1,,,,,,,,", "quantity bad_quantity"},
        {ledger, "E1,2023-01-01,P1,visit,0.0001,,,,,,,,", "quantity bad_quantity"},
        {ledger, "E1,2023-01-01,P1,visit,1000000000.001,,,,,,,,", "quantity bad_quantity"},
        {ledger, "E1,2023-01-01,P1,visit,,," + long_id + ",,,,,,", "subject bad_value"},
        {ledger, "E1,2023-01-01,P1,visit,,,,,maybe,,,,", "verified bad_word"},
        {ledger, "E1,2023-01-01,P1,visit,,,,,,\x1F,,,", "act bad_value"},
        {ledger, "E1,2023-01-01,P1,visit,,,,,,,soon,,", "recorded bad_date"},
        {ledger, "E1,2023-01-01,P1,visit,,,,,,,," + long_id + ",", "cancels bad_value"},
        {ledger, "E1,2023-01-01,P1,,,,,,,,,E1,", "cancels cancels_a_cancellation"},
        {knowledge, ",2023-01-01,P1,people,H1,P1", "record bad_value"},
        {knowledge, "K1,,P1,people,H1,P1", "date bad_date"},
        {knowledge, "K1,2023-01-01,,people,H1,P1", "knower bad_value"},
        {knowledge, "K1,2023-01-01,P1,,H1,P1", "stage bad_word"},
        {knowledge, "K1,2023-01-01,P1,person,H1,P1", "stage bad_word"},
        {knowledge, "K1,2023-01-01,P1,people,,P1", "subject bad_value"},
        {knowledge, "K1,2023-01-01,P1,people,H1,", "object bad_value"},
        {knowledge, "K1,2023-01-01,P1,circumstances,M1,", "object bad_value"},
        {knowledge, "K1,2023-01-01,P1,help,N1,", "object bad_value"},
    };
    for (const Bad& bad : rows) {
        Texts texts;
        std::string& text = texts.of(bad.table);
        const auto before = std::count(text.begin(), text.end(), '\n');
        text += bad.row + "\n";
        const District district = load(texts);
        EXPECT_EQ(problems_of(district, bad.table), Lines{std::to_string(before + 1) + " " + bad.problem}) << bad.row;
        const Diagnostic& problem = only_problem(district);
        EXPECT_EQ(problem.severity, Severity::error);
        EXPECT_EQ(problem.message.rfind("row rejected: ", 0), 0U) << problem.message;
        EXPECT_FALSE(problem.remedy.empty()) << bad.row;
        const LoadCounts& counts = district.report().of(bad.table);
        EXPECT_EQ(counts.read, before);
        EXPECT_EQ(counts.accepted, before - 1) << "the other rows stand";
        EXPECT_EQ(counts.rejected, 1);
    }
}

TEST(Loading, EveryProblemOfARowIsListed) {
    Texts texts;
    texts.ledger += "E1,2023-02-30,P1,visit,x,,,,perhaps,,0,,\n";
    texts.roles += ",,,,,\n";
    const District district = load(texts);
    EXPECT_EQ(problems_of(district, ledger),
              (Lines{"2 date bad_date", "2 quantity bad_quantity", "2 recorded bad_date", "2 verified bad_word"}));
    EXPECT_EQ(problems_of(district, roles), (Lines{"4 person bad_value", "4 role bad_value", "4 unit bad_value"}));
    EXPECT_EQ(counts_of(district, ledger), "1 = 0 + 0 + 0 + 1") << "a row is rejected once";
}

TEST(Loading, BadIdsAndOtherBadCellsOfARowAreListedTogether) {
    const std::string bad(65, 'x'); // too long for an id
    Texts texts;
    texts.households += bad + ",,soon,later\n";
    texts.people += bad + ",n,woman,,,soon,2023-01-01\n";
    texts.roles += bad + ",,,soon,,\n";
    texts.links += bad + ",,serve,soon,\n";
    texts.ledger += bad + ",soon,,,x,,,,perhaps,," + bad + ",,\n";
    texts.knowledge += bad + ",soon,,peoples,,\n";
    const District district = load(texts);
    EXPECT_EQ(problems_of(district, households),
              (Lines{"4 from bad_date", "4 household bad_value", "4 unit bad_value", "4 until bad_date"}));
    EXPECT_EQ(problems_of(district, people), (Lines{"5 from bad_date", "5 gender bad_word", "5 person bad_value"}));
    EXPECT_EQ(problems_of(district, roles),
              (Lines{"4 from bad_date", "4 person bad_value", "4 role bad_value", "4 unit bad_value"}));
    EXPECT_EQ(problems_of(district, links),
              (Lines{"2 from bad_date", "2 kind bad_word", "2 source bad_value", "2 target bad_value"}));
    EXPECT_EQ(problems_of(district, ledger),
              (Lines{"2 actor bad_value", "2 date bad_date", "2 entry bad_value", "2 item bad_value",
                     "2 quantity bad_quantity", "2 recorded bad_date", "2 verified bad_word"}));
    // Whether an object may be empty is not asked where nobody knows the stage.
    EXPECT_EQ(problems_of(district, knowledge), (Lines{"2 date bad_date", "2 knower bad_value", "2 record bad_value",
                                                       "2 stage bad_word", "2 subject bad_value"}));
    for (const InputTable table : {households, people, roles, links, ledger, knowledge})
        EXPECT_EQ(district.report().of(table).rejected, 1) << file_name(table);
}

TEST(Loading, ValuesOfAnyLengthAreShownByTheirBeginning) {
    const std::string huge = std::string(60, 'a') + std::string(1U << 20U, '7');
    Texts texts;
    texts.households += huge.substr(0, 1U << 20U) + ",G1,,\n";
    texts.people = "person,gender," + std::string(1000, 'c') + "\nP1," + huge.substr(0, 1U << 20U) + ",\nP2,,x\"\n";
    texts.ledger += "E1," + huge.substr(0, 1U << 20U) + ",P1,visit,,,,,,,,,\n";
    const District district = load(texts);
    EXPECT_GE(district.report().diagnostics.size(), 4U);
    for (const Diagnostic& d : district.report().diagnostics) {
        EXPECT_LT(d.message.size() + d.value.size() + d.column.size() + d.remedy.size(), 800U) << to_string(d);
        EXPECT_EQ(d.message.find("77777"), std::string::npos) << "masked before it is cut";
        EXPECT_EQ(d.value.find("777"), std::string::npos) << d.value;
    }
    const auto& found = district.report().diagnostics;
    const auto date =
        std::find_if(found.begin(), found.end(), [](const Diagnostic& d) { return d.code == "bad_date"; });
    ASSERT_NE(date, found.end());
    EXPECT_EQ(date->value, std::string(60, 'a') + "77**… (1048576 bytes)");
}

TEST(Loading, FreeWordsMayBeOfAnyLength) {
    std::string word;
    for (int i = 0; i < 30; ++i) word += "家"; // 90 bytes: too long for an id
    Texts texts;
    texts.units += "G3,V," + word + "," + word + "\n";
    texts.roles += "P3," + word + ",V,,," + word + "\n";
    texts.ledger += "E1,2023-01-01,P1," + word + ",," + word + ",," + word + ",,,,," + word + "\n";
    const District district = load(texts);
    EXPECT_TRUE(district.report().diagnostics.empty()) << to_string(only_problem(district));
    EXPECT_TRUE(district->role_words.find(word));
    EXPECT_TRUE(district->source_words.find(word));
    EXPECT_TRUE(district->item_words.find(word));
    EXPECT_TRUE(district->level_words.find(word));
    EXPECT_TRUE(district->channel_words.find(word));
}

TEST(Loading, SameRowAgainIsADuplicateWhateverItsSpelling) {
    Texts texts;
    texts.units += "G1,V,grid,\n";
    texts.households += "H3,G1,2023-04-05,\nH3,G1,2023年4月5日,\n";
    texts.people += "P1,甲,female,H1,,,\n";
    texts.roles += "P1,group_leader,G1,,,\nP1,group_leader,G1,,,\n";
    texts.links += "P1,P2,leads,2023-01-01,\nP1,P2,leads,2023/1/1,\n";
    texts.ledger += "E1,2023-01-01,P1,visit,,,,,,,,,\nE1,2023/1/1,P1,visit,1.000,,,,,,2023-01-01,,\n";
    texts.knowledge += "K1,2023-01-01,P1,people,H1,P1\nK1,2023/01/01,P1,people,H1,P1\n";
    const District district = load(texts);
    EXPECT_EQ(counts_of(district, units), "5 = 4 + 1 + 0 + 0");
    EXPECT_EQ(counts_of(district, households), "4 = 3 + 1 + 0 + 0");
    EXPECT_EQ(counts_of(district, people), "4 = 3 + 1 + 0 + 0");
    EXPECT_EQ(counts_of(district, roles), "4 = 2 + 2 + 0 + 0");
    EXPECT_EQ(counts_of(district, links), "2 = 1 + 1 + 0 + 0");
    EXPECT_EQ(counts_of(district, ledger), "2 = 1 + 1 + 0 + 0");
    EXPECT_EQ(counts_of(district, knowledge), "2 = 1 + 1 + 0 + 0");
    EXPECT_EQ(problems_of(district, roles), (Lines{"4  duplicate", "5  duplicate"}));
    for (const Diagnostic& d : district.report().diagnostics) EXPECT_EQ(d.severity, Severity::note);
    EXPECT_FALSE(has_errors(district.report().diagnostics));
    EXPECT_EQ(district->roles.of(district.person("P1")).size(), 1U);
}

TEST(Loading, SameIdWithAnyOtherContentIsAConflictAndTheFirstRowStands) {
    const std::vector<std::pair<InputTable, std::vector<std::string>>> tables{
        {units, {"G9,V,grid,n", "G9,D,grid,n", "G9,V,plot,n", "G9,V,grid,m", "G9,,grid,n"}},
        {households, {"H9,G1,2023-01-01,", "H9,G2,2023-01-01,", "H9,G1,,", "H9,G1,2023-01-01,2024-01-01"}},
        {people,
         {"P9,n,female,H1,V,,2024-01-01", "P9,m,female,H1,V,,2024-01-01", "P9,n,,H1,V,,2024-01-01",
          "P9,n,female,H2,V,,2024-01-01", "P9,n,female,H1,,,2024-01-01", "P9,n,female,H1,V,2023-01-01,2024-01-01",
          "P9,n,female,H1,V,,"}},
        {ledger,
         {"E9,2023-01-01,P1,i,2,l,H1,c,yes,a,2023-01-02,,n", "E9,2023-01-02,P1,i,2,l,H1,c,yes,a,2023-01-02,,n",
          "E9,2023-01-01,P2,i,2,l,H1,c,yes,a,2023-01-02,,n", "E9,2023-01-01,P1,j,2,l,H1,c,yes,a,2023-01-02,,n",
          "E9,2023-01-01,P1,i,1,l,H1,c,yes,a,2023-01-02,,n", "E9,2023-01-01,P1,i,2,,H1,c,yes,a,2023-01-02,,n",
          "E9,2023-01-01,P1,i,2,l,H2,c,yes,a,2023-01-02,,n", "E9,2023-01-01,P1,i,2,l,H1,d,yes,a,2023-01-02,,n",
          "E9,2023-01-01,P1,i,2,l,H1,c,no,a,2023-01-02,,n", "E9,2023-01-01,P1,i,2,l,H1,c,yes,b,2023-01-02,,n",
          "E9,2023-01-01,P1,i,2,l,H1,c,yes,a,,,n", "E9,2023-01-01,P1,i,2,l,H1,c,yes,a,2023-01-02,E8,n",
          "E9,2023-01-01,P1,i,2,l,H1,c,yes,a,2023-01-02,,m"}},
        {knowledge,
         {"K9,2023-01-01,P1,matters,P2,M", "K9,2023-01-02,P1,matters,P2,M", "K9,2023-01-01,P2,matters,P2,M",
          "K9,2023-01-01,P1,needs,P2,M", "K9,2023-01-01,P1,matters,P3,M", "K9,2023-01-01,P1,matters,P2,N"}}};
    for (const auto& [table, rows] : tables) {
        for (std::size_t other = 1; other < rows.size(); ++other) {
            Texts texts;
            const auto before = std::count(texts.of(table).begin(), texts.of(table).end(), '\n');
            const District alone = [&] {
                Texts first = texts;
                first.of(table) += rows[0] + "\n";
                return load(first);
            }();
            // The third repeats the second, which does not stand: a conflict again.
            texts.of(table) += rows[0] + "\n" + rows[other] + "\n" + rows[other] + "\n";
            const District district = load(texts);
            const LoadCounts& counts = district.report().of(table);
            EXPECT_EQ(counts.conflict, 2) << rows[other];
            EXPECT_EQ(counts.accepted, before) << rows[other];
            (void)counts_of(district, table);
            const Diagnostic& problem = district.report().diagnostics.at(0);
            EXPECT_EQ(problem.code, "conflict") << rows[other];
            EXPECT_EQ(problem.line, before + 2);
            const std::string first_line = "line " + std::to_string(before + 1);
            EXPECT_NE(problem.message.find(first_line), std::string::npos)
                << "both rows are named: " << problem.message;
            EXPECT_EQ(problem.severity, Severity::error);
            if (table == units || table == knowledge) continue; // other words and topics are numbered, though unused
            EXPECT_EQ(Described(district).lines(), Described(alone).lines()) << rows[other];
        }
    }
}

TEST(Loading, AttributesAreContentAndKeptAsText) {
    Texts texts;
    texts.households = "rooms,household,unit,note\n3,H1,G1,\"a,b\"\n3,H1,G1,\"a,b\"\n4,H1,G1,\"a,b\"\n,H2,G2,\n";
    texts.people = "person,phone\nP1,13812345678\nP1,13812345679\nP2,\nP1,13812345678\n";
    const District district = load(texts);
    EXPECT_EQ(counts_of(district, households), "4 = 2 + 1 + 1 + 0");
    EXPECT_EQ(counts_of(district, people), "4 = 2 + 1 + 1 + 0");
    EXPECT_EQ(district->households.attributes.names, (Lines{"rooms", "note"}));
    EXPECT_EQ(district->households.attributes.columns[0][0], "3");
    EXPECT_EQ(district->households.attributes.columns[1][0], "a,b");
    EXPECT_EQ(district->households.attributes.columns[0][1], "");
    EXPECT_EQ(district->people.attributes.columns[0][0], "13812345678");
}

TEST(Loading, RejectedRowHoldsNoId) {
    Texts texts;
    texts.people += "P9,n,woman,,,,\nP9,n,female,,,,\nP9,n,female,,,,\n";
    texts.ledger += "E1,2023-01-01,nobody,visit,,,,,,,,,\nE1,2023-01-01,P1,visit,,,,,,,,,\n";
    const District district = load(texts);
    EXPECT_EQ(counts_of(district, people), "6 = 4 + 1 + 0 + 1");
    EXPECT_EQ(counts_of(district, ledger), "2 = 1 + 0 + 0 + 1");
    EXPECT_EQ(district->people.gender[district.person("P9").index()], Gender::female);
}

TEST(Loading, OfAnIdThatIsBothAHouseholdAndAPersonThePersonIsRejected) {
    Texts texts;
    texts.people += "H1,n,female,,,,\nH1,n,female,,,,\nG1,n,female,,,,\n"; // the id of a unit is free
    texts.households += "P3,nowhere,2024-01-01,2023-01-01\n";              // a rejected household takes no id away
    texts.roles += "H1,group_leader,G1,,,\n";
    const District district = load(texts);
    EXPECT_EQ(counts_of(district, people), "6 = 4 + 0 + 0 + 2");
    EXPECT_EQ(problems_of(district, people), (Lines{"5 person id_is_a_household", "6 person id_is_a_household"}));
    EXPECT_TRUE(district->people.ids.find("P3"));
    EXPECT_TRUE(district->people.ids.find("G1"));
    ASSERT_EQ(district->dangling.size(), 1U) << "her role is that of an unknown person";
    EXPECT_EQ(district->dangling[0].value, "H1");
    EXPECT_THROW((void)district.person("H1"), ArgumentError);
}

TEST(Loading, LongNumbersAreMaskedInEveryProblem) {
    Texts texts;
    const std::string id = "110105194912310021";
    const std::string phone = "13812345678";
    texts.units += id + ",,,\n";
    texts.households += id + ",G1,,\n" + id + ",G2,,\n";
    texts.people += phone + ",n," + phone + ",,,,\n" + id + ",n,,,,,\n" + phone + ",n,,,,,\n" + phone + ",m,,,,,\n";
    texts.links += phone + "," + id + "," + id + ",,\n";
    texts.ledger += "E1,2023-01-01," + id + ",visit,,,,,,,,,\nE2,2023-01-01," + phone + ",visit," + id +
                    ",,,,,,,,\nE3," + id + ",P1,visit,,,,,,,,,\n" + phone + ",2023-01-01,P1,,,,,,,,," + id + ",\n" +
                    phone + ",2023-01-02,P1,,,,,,,,," + id + ",\n";
    texts.knowledge += "K1,2023-01-01," + id + ",people," + phone + ",x\nK2,2023-01-01,P1," + id + ",y,x\n";
    const District district = load(texts);
    EXPECT_GE(district.report().diagnostics.size(), 10U);
    for (const Diagnostic& d : district.report().diagnostics) {
        for (const std::string& text : {to_string(d), d.value}) {
            EXPECT_EQ(text.find(id), std::string::npos) << text;
            EXPECT_EQ(text.find(phone), std::string::npos) << text;
        }
    }
}

TEST(Loading, PersonsUnitIsThatOfHerHouseholdElseHerOwn) {
    Texts texts;
    texts.people = "person,household,unit\nA,H1,V\nB,,V\nC,H9,V\nE,H9,\nF,,\nG,,nowhere\n";
    const District district = load(texts);
    const auto unit_of = [&](const char* person) {
        const UnitId unit = district->people.unit[district.person(person).index()];
        return unit ? std::string(district->units.ids()[unit]) : "none";
    };
    EXPECT_EQ(unit_of("A"), "G1");
    EXPECT_EQ(unit_of("B"), "V");
    EXPECT_EQ(unit_of("C"), "V");
    EXPECT_EQ(unit_of("E"), "none");
    EXPECT_EQ(unit_of("F"), "none");
    EXPECT_EQ(unit_of("G"), "nowhere");
    EXPECT_FALSE(district->units.in_tree(district->people.unit[district.person("G").index()]));
}

TEST(Loading, HouseholdColumnIsASubjectByItsTextEvenWhereThereIsNoSuchHousehold) {
    Texts texts;
    texts.people = "person,household\nA,H9\nB,A\nC,H1\nP1,\n";
    texts.ledger +=
        "E1,2023-01-01,P1,visit,,,H9,,,,,,\nE2,2023-01-01,P1,visit,,,A,,,,,,\nE3,2023-01-01,P1,visit,,,H1,,,,,,\n";
    const District district = load(texts);
    const auto through_household = [&](const char* person) {
        return district->people.household_subject[district.person(person).index()];
    };
    EXPECT_TRUE(through_household("A")) << "E1 names the text of her column";
    EXPECT_FALSE(household_of(*district, through_household("A"))) << "but it is no household";
    EXPECT_FALSE(district->people.household[district.person("A").index()]);
    EXPECT_EQ(through_household("B"), subject_of(*district, district.person("A")));
    EXPECT_EQ(through_household("C"), subject_of(district->households.ids.find("H1")));
}

TEST(Loading, SubjectsAreHouseholdsThenPeopleThenOtherTexts) {
    Texts texts;
    for (const char* subject : {"zz", "P1", "H2", "aa", "H1", "P3", "G1"})
        texts.ledger += std::string("E") + subject + ",2023-01-01,P1,visit,,," + subject + ",,,,,,\n";
    const District district = load(texts);
    const DistrictData& d = *district;
    for (std::size_t i = 0; i < d.ledger.size(); ++i) {
        const std::string text(d.ledger.ids[i].substr(1));
        const SubjectId subject = d.ledger.subject[i];
        EXPECT_EQ(household_of(d, subject), d.households.ids.find(text)) << text;
        EXPECT_EQ(person_of(d, subject), d.people.ids.find(text)) << text;
    }
    EXPECT_EQ(subject_of(d, district.person("P1")), SubjectId(2));
    EXPECT_FALSE(household_of(d, SubjectId::none()));
    EXPECT_FALSE(person_of(d, SubjectId::none()));
}

} // namespace
} // namespace jifen
