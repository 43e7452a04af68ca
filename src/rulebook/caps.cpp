#include "rulebook/caps.hpp"

#include <algorithm>
#include <array>

namespace jifen::rulebook_reading {

namespace {

/// The place of the first cap of each period.
using Seen = std::array<std::optional<Place>, all_periods.size()>;

void check_period(TableReader& owner, Seen& seen, Period per, Place place) {
    const std::string name(to_string(per));
    auto& own = seen[static_cast<std::size_t>(per)];
    if (own) {
        owner.report().error(place, "duplicate_period",
                             owner.owner() + " has two caps for each " + name + ", the first at " + at_line(*own) +
                                 ", column " + std::to_string(own->column),
                             name, "keep one of them");
        return;
    }
    own = place;
    for (const Period other : all_periods) {
        const auto& earlier = seen[static_cast<std::size_t>(other)];
        if (!earlier || other == per || may_stand_together(per, other)) continue;
        owner.report().error(
            place, "caps_do_not_nest",
            owner.owner() + " has a cap for each " + name + " and, at " + at_line(*earlier) + ", one for each " +
                std::string(to_string(other)) +
                "; weeks straddle months and all that is coarser, so one does not lie within the other",
            name, "keep one of them, or use day, month, quarter, half, year or window");
        return; // one clash says it all
    }
}

} // namespace

std::vector<Cap> read_caps(TableReader& owner) {
    std::vector<Cap> caps;
    Seen seen;
    std::size_t number = 0;
    for (const Node* const node : owner.tables("caps", "caps = [ { per = \"month\", points = 8 } ]")) {
        TableReader table(owner.context(), *node, "cap " + std::to_string(++number) + " of " + owner.owner());
        Cap cap;
        cap.heading = table.heading();
        const auto per = table.period("per", Need::required);
        const auto points = table.points("points", Need::required);
        table.finish();
        if (per) {
            cap.per = *per;
            check_period(owner, seen, *per, node->find("per")->value.place);
        }
        if (points && *points <= Points()) {
            table.report().error(
                node->find("points")->value.place, "bad_points",
                table.what("points") + " is " + to_string(*points) + "; a cap is above 0, for deductions too",
                to_string(*points), "write the magnitude: deductions are capped alike on their own side");
        }
        cap.points = points.value_or(Points());
        if (per && points) caps.push_back(std::move(cap));
    }
    std::sort(caps.begin(), caps.end(), [](const Cap& a, const Cap& b) { return a.per < b.per; });
    return caps;
}

} // namespace jifen::rulebook_reading
