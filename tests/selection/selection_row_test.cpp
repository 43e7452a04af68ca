#include "jifen/selection/selection.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

// How a row of a selection is printed for a person to read.

namespace jifen {
namespace {

std::string printed(const SelectionRow& row) {
    std::ostringstream out;
    out << row;
    return out.str();
}

TEST(SelectionRow, IsPrintedWithItsPlaceWhereItHasOne) {
    SelectionRow row;
    row.person = "ann";
    row.points = Points::whole(9);
    row.place = 2;
    row.reason = SelectionReason::selected;
    EXPECT_EQ(printed(row), "ann: place 2, 9 points, selected");
    row.place = 0;
    row.reason = SelectionReason::grade;
    EXPECT_EQ(printed(row), "ann: 9 points, not_eligible: grade");
}

} // namespace
} // namespace jifen
