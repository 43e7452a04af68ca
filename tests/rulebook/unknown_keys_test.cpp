#include "rulebook/rulebook_errors.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

// An unknown key is told the nearest one that its table knows, on every table of a rulebook.

namespace jifen {
namespace {

using namespace rulebook_testing;

struct Misspelt {
    std::string table; ///< what messages call it
    std::string toml;  ///< from line 13 on, or from line 6 on in the item `a`
    std::string key;
    std::string meant;
    bool in_item = false;
};

const std::vector<Misspelt> misspelt{
    {"the total", "[total]\ncieling = 1\n", "cieling", "ceiling"},
    {"cap 1 of the total", "[total]\ncaps = [ { per = \"year\", points = 1, pionts = 2 } ]\n", "pionts", "points"},
    {"category \"c\"", "[[category]]\ncode = \"c\"\ncap = []\n", "cap", "caps"},
    {"cap 1 of category \"c\"", "[[category]]\ncode = \"c\"\ncaps = [ { per = \"year\", points = 1, pre = 2 } ]\n",
     "pre", "per"},
    {"item \"a\"", "chanels = []\n", "chanels", "channels", true},
    {"cap 1 of item \"a\"", "caps = [ { per = \"year\", points = 1, sorce = 2 } ]\n", "sorce", "source", true},
    {"version 1 of the points of item \"a\"", "points = [ { from = 2023-01-01, value = 1, untill = 2 } ]\n", "untill",
     "until", true},
    {"the ladder of item \"a\"", "ladder = { per = \"year\", steps = [[1, 1]], step = 1 }\n", "step", "steps", true},
    {"the veto of item \"a\"", "veto = { grade = \"x\", grad = 1 }\n", "grad", "grade", true},
    {"exclusive group 1", "[[exclusive]]\nitems = [\"a\"]\nitem = 1\n", "item", "items"},
    {"linkage", "[linkage]\nexemplar = 1\n", "exemplar", "exemplars"},
    {"exemplars of linkage", "[linkage]\nexemplars = { target = 1, points = 1, traget = 2 }\n", "traget", "target"},
    {"contacts of linkage", "[linkage]\ncontacts = { target = 1, points = 1, point = 2 }\n", "point", "points"},
    {"served of linkage", "[linkage]\nserved = { target = 1, points = 1, itmes = 2 }\n", "itmes", "items"},
    {"five_knows",
     "[five_knows]\nrole = \"leader\"\npoints = 1\nweights = [1, 1, 1, 1, 1]\nfresh_days = [1, 1, 1, 1, 1]\n"
     "if_nobdy = 1\n",
     "if_nobdy", "if_nobody"},
    {"duty \"d\"", "[[duty]]\ncode = \"d\"\nitems = [\"a\"]\nper = \"year\"\nat_lest = 1\n", "at_lest", "at_least"},
    {"grade \"g\"", "[[grade]]\ncode = \"g\"\natleast = 1\n", "atleast", "at_least"},
    {"selection \"s\"", "[[selection]]\ncode = \"s\"\nshare = \"1\"\nquotas = 1\n", "quotas", "quota"},
    {"eligible of selection \"s\"", "[[selection]]\ncode = \"s\"\nshare = \"1\"\neligible = { min_days_in_rol = 1 }\n",
     "min_days_in_rol", "min_days_in_role"},
};

TEST(UnknownKey, IsToldTheNearestKnownOneOnEveryTable) {
    for (const Misspelt& wrong : misspelt) {
        const Diagnostics found = errors_in(wrong.in_item ? with_item(wrong.toml) : with_items(wrong.toml));
        ASSERT_EQ(found.size(), 1U) << wrong.table << "\n" << messages(with_items(wrong.toml));
        EXPECT_EQ(found[0].code, "unknown_key") << wrong.table;
        EXPECT_EQ(found[0].message, "unknown key \"" + wrong.key + "\" in " + wrong.table);
        EXPECT_EQ(found[0].value, wrong.key) << wrong.table;
        EXPECT_EQ(found[0].remedy, "did you mean \"" + wrong.meant + "\"?") << wrong.table;
    }
}

TEST(UnknownKey, OfTheRulebookItselfIsToldTheNearestToo) {
    for (const auto& [key, meant] : std::vector<std::pair<std::string, std::string>>{
             {"record_within_day", "record_within_days"}, {"aplies_to", "applies_to"}, {"itm", "item"}}) {
        const Diagnostics found = errors_in(key + " = 1\n" + with_items(""));
        ASSERT_EQ(found.size(), 1U) << key;
        EXPECT_EQ(found[0].message, "unknown key \"" + key + "\" in the rulebook");
        EXPECT_EQ(found[0].remedy, "did you mean \"" + meant + "\"?");
    }
}

TEST(UnknownKey, ThatIsNearNoneIsToldAllThatAreKnown) {
    const Diagnostics found = errors_in(with_items("[total]\nxylophone = 1\n"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].remedy, "known here: title, source, base, floor, ceiling or caps");
}

TEST(Values, OfAnyLengthAreShownByTheirBeginning) {
    const std::string huge(1U << 20U, 'x');
    const std::string beginning(64, 'x');
    for (const std::string& toml :
         {with_items("\"" + huge + "\" = 1\n"), with_items("[total]\nbase = \"" + huge + "\"\n"),
          with_item("category = \"" + huge + "\"\n"), with_item("once = \"" + huge + "\"\n"),
          with_item("roles = [\"" + huge + "\"]\n"), with_item("title = { zh = \"a\", \"" + huge + "\" = 1 }\n"),
          with_item("by_level = { \"" + huge + "\" = \"y\" }\n"), with_item("[" + huge + "]\n[" + huge + "]\n"),
          with_items("[[selection]]\ncode = \"s\"\nshare = \"" + huge + "\"\n"),
          with_items("[[selection]]\ncode = \"s\"\nshare = \"1\"\nties = [\"category:" + huge + "\"]\n"),
          with_items("[[grade]]\ncode = \"" + huge + "\"\n"), with_item("points = " + huge + "\n")}) {
        const Diagnostics found = errors_in(toml);
        ASSERT_FALSE(found.empty()) << toml.substr(0, 200);
        bool shown = false;
        for (const Diagnostic& d : found) {
            EXPECT_LT(d.message.size() + d.value.size() + d.remedy.size(), 1200U) << d.code;
            shown = shown || d.message.find(" bytes)") != std::string::npos || d.value.find("… (") != std::string::npos;
        }
        EXPECT_TRUE(shown) << to_string(found.front());
    }
}

} // namespace
} // namespace jifen
