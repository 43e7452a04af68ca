#include "rulebook/worth.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace jifen::rulebook_reading {

namespace {

/// Watches that the points of one item are all ≥ 0 or all ≤ 0; reports the first that breaks it.
class Signs {
public:
    explicit Signs(TableReader& item) : item_(item) {}

    void add(Points points, Place place) {
        if (points.is_zero() || mixed_) return;
        const int sign = points.is_negative() ? -1 : 1;
        if (sign_ == 0) {
            sign_ = sign;
            first_ = points;
            first_place_ = place;
        }
        if (sign == sign_) return;
        mixed_ = true;
        item_.report().error(place, "mixed_signs",
                             item_.owner() + " is worth " + to_string(first_) + " (" + at_line(first_place_) +
                                 ") and " + to_string(points) +
                                 "; an item's points are all at least 0 or all at most 0",
                             to_string(points), "make two items of it, one that gives and one that takes");
    }
    [[nodiscard]] int sign() const noexcept { return mixed_ ? 0 : sign_; }

private:
    TableReader& item_;
    int sign_ = 0;
    bool mixed_ = false;
    Points first_;
    Place first_place_;
};

struct ReadVersion {
    PointsVersion version;
    Place from;
    bool ends = false; ///< has an `until` of its own
};

std::string named(const ReadVersion& read) {
    return "the version from " + to_string(read.version.days.from) + " (" + at_line(read.from) + ", column " +
           std::to_string(read.from.column) + ")";
}

/// Sorts, reports overlaps, and lets each version without an `until` end where the next begins.
std::vector<PointsVersion> in_order(TableReader& item, std::vector<ReadVersion> read) {
    std::stable_sort(read.begin(), read.end(), [](const ReadVersion& a, const ReadVersion& b) {
        return a.version.days.from < b.version.days.from;
    });
    const auto overlap = [&item](const ReadVersion& a, const ReadVersion& b) {
        item.report().error(b.from, "overlapping_versions",
                            "points of " + item.owner() + ": " + named(a) + " and " + named(b) +
                                " are both in force on " + to_string(b.version.days.from),
                            to_string(b.version.days.from), "let the earlier one end by then");
    };
    std::vector<PointsVersion> versions;
    std::size_t longest = 0; // of those before, the one whose own `until` is the latest
    for (std::size_t i = 0; i < read.size(); ++i) {
        const Day from = read[i].version.days.from;
        if (i > 0 && read[i - 1].version.days.from == from) {
            overlap(read[i - 1], read[i]);
        } else if (i > 0 && read[longest].ends && from < read[longest].version.days.until) {
            overlap(read[longest], read[i]);
        }
        if (read[i].ends && (!read[longest].ends || read[longest].version.days.until < read[i].version.days.until)) {
            longest = i;
        }
        versions.push_back(read[i].version);
        if (!read[i].ends && i + 1 < read.size()) versions.back().days.until = read[i + 1].version.days.from;
    }
    return versions;
}

std::vector<PointsVersion> read_versions(TableReader& item, Signs& signs) {
    const Member* const member = item.find("points");
    const auto tables = item.tables("points", "points = [ { from = 2023-01-01, value = 1 } ]");
    if (member->value.is(NodeKind::list) && member->value.elements.empty()) {
        item.report().error(member->value.place, "empty_list", item.what("points") + " is an empty list", "[]",
                            "write a number, or at least one dated version");
    }
    std::vector<ReadVersion> read;
    std::size_t number = 0;
    for (const Node* const node : tables) {
        TableReader table(item.context(), *node,
                          "version " + std::to_string(++number) + " of the points of " + item.owner());
        ReadVersion one;
        one.version.dated = true;
        one.version.heading = table.heading();
        one.version.days = table.span(Need::required);
        const auto value = table.points("value", Need::required);
        table.finish();
        const Member* const until = node->find("until");
        one.ends = until != nullptr;
        if (value) signs.add(*value, node->find("value")->value.place);
        one.version.value = value.value_or(Points());
        const Span& days = one.version.days;
        // What has no readable beginning or end has been reported and cannot be compared.
        if (!days.from.is_finite() || days.empty() || (one.ends && !days.until.is_finite())) continue;
        one.from = node->find("from")->value.place;
        read.push_back(std::move(one));
    }
    return in_order(item, std::move(read));
}

void read_points_key(TableReader& table, Item& item, Signs& signs) {
    const Node& node = table.find("points")->value;
    if (node.is(NodeKind::list) || node.is(NodeKind::table)) {
        item.versions = read_versions(table, signs);
        return;
    }
    const auto points = table.points("points", Need::optional);
    if (points) signs.add(*points, node.place);
    PointsVersion version;
    version.value = points.value_or(Points());
    version.heading.line = static_cast<int>(node.place.line);
    version.heading.column = static_cast<int>(node.place.column);
    item.versions.push_back(std::move(version));
}

void read_levels(TableReader& table, Item& item, Signs& signs) {
    const Node* const node = table.table("by_level");
    if (node == nullptr) return;
    TableReader levels(table.context(), *node, table.what("by_level"));
    // Every key is a free word, so `title` and `source` are read as of any table only where they are no points.
    for (const Member& member : node->members) {
        const bool heading_key = member.key == "title" || member.key == "source";
        if (heading_key && !member.value.is_number()) continue;
        Node key;
        key.kind = NodeKind::text;
        key.place = member.place;
        key.text = member.key;
        const auto level = read_word(table.report(), key, "a level in " + levels.owner());
        const auto points =
            read_points(table.report(), member.value, "level " + shown(member.key) + " in " + levels.owner());
        if (points) signs.add(*points, member.value.place);
        if (level && points) item.by_level.emplace_back(*level, *points);
    }
    if (const Member* const title = node->find("title"); title != nullptr && !title->value.is_number()) {
        static_cast<void>(levels.title());
    }
    if (const Member* const source = node->find("source"); source != nullptr && !source->value.is_number()) {
        static_cast<void>(levels.text("source", Need::optional));
    }
    const bool any = std::any_of(node->members.begin(), node->members.end(), [](const Member& m) {
        return (m.key != "title" && m.key != "source") || m.value.is_number();
    });
    if (!any) {
        table.report().error(node->place, "empty_list", levels.owner() + " names no level", "{}",
                             "write at least one level with its points");
    }
}

/// A step is [threshold, points]; the one before it, if any, is `before`.
std::optional<LadderStep> read_step(TableReader& ladder, const Node& node, std::size_t number, Signs& signs,
                                    const std::optional<LadderStep>& before) {
    const std::string what = "step " + std::to_string(number) + " of " + ladder.owner();
    if (!node.is(NodeKind::list) || node.elements.size() != 2) {
        if (node.is(NodeKind::list)) {
            ladder.report().error(node.place, "wrong_type",
                                  what + " has " + std::to_string(node.elements.size()) +
                                      " entries; a step is [quantity, points]",
                                  std::to_string(node.elements.size()), "write a step as [10, 2]");
        } else {
            wrong_type(ladder.report(), node, what, "a step [quantity, points]", "write a step as [10, 2]");
        }
        return std::nullopt;
    }
    const auto threshold = read_threshold(ladder.report(), node.elements[0], "the quantity of " + what);
    const auto points = read_points(ladder.report(), node.elements[1], "the points of " + what);
    if (points) signs.add(*points, node.elements[1].place);
    if (before && threshold && *threshold <= before->threshold) {
        ladder.report().error(node.elements[0].place, "ladder_does_not_rise",
                              "the quantity of " + what + " is " + to_string(*threshold) +
                                  ", not above that of the step before it, " + to_string(before->threshold),
                              to_string(*threshold), "order the steps by rising quantity");
    }
    if (before && points && magnitude(*points) <= magnitude(before->points)) {
        ladder.report().error(node.elements[1].place, "ladder_does_not_rise",
                              "the points of " + what + " are " + to_string(*points) +
                                  ", not of a larger magnitude than those of the step before it, " +
                                  to_string(before->points),
                              to_string(*points), "each step is worth more than the one before it");
    }
    if (!threshold || !points) return std::nullopt;
    return LadderStep{*threshold, *points};
}

void read_ladder(TableReader& table, Item& item, Signs& signs) {
    const Node* const node = table.table("ladder");
    if (node == nullptr) return;
    TableReader reader(table.context(), *node, "the ladder of " + table.owner());
    Ladder ladder;
    ladder.heading = reader.heading();
    if (const auto per = reader.period("per", Need::required)) ladder.per = *per;
    if (const Member* const steps = reader.find("steps", Need::required)) {
        if (!steps->value.is(NodeKind::list)) {
            wrong_type(table.report(), steps->value, reader.what("steps"), "a list of steps",
                       "write steps = [ [10, 2] ]");
        } else if (steps->value.elements.empty()) {
            table.report().error(steps->value.place, "empty_list", reader.what("steps") + " is an empty list", "[]",
                                 "write at least one step, as [10, 2]");
        }
        std::optional<LadderStep> before;
        std::size_t number = 0;
        for (const Node& element : steps->value.elements) {
            const auto step = read_step(reader, element, ++number, signs, before);
            if (!step) continue;
            ladder.steps.push_back(*step);
            before = step;
        }
    }
    reader.finish();
    item.ladder = std::move(ladder);
}

void read_veto(TableReader& table, Item& item) {
    const Node* const node = table.table("veto");
    if (node == nullptr) return;
    TableReader veto(table.context(), *node, "the veto of " + table.owner());
    static_cast<void>(veto.heading());
    item.veto_grade = veto.word("grade", Need::required).value_or("");
    veto.finish();
}

} // namespace

int read_worth(TableReader& table, Item& item) {
    struct Way {
        std::string_view key;
        Scoring scoring;
    };
    constexpr std::array ways{Way{"points", Scoring::points}, Way{"points_per_unit", Scoring::points_per_unit},
                              Way{"by_level", Scoring::by_level}, Way{"ladder", Scoring::ladder}};
    Signs signs(table);
    std::vector<const Member*> given;
    for (const Way& way : ways) {
        const Member* const member = table.find(way.key);
        if (member == nullptr) continue;
        if (given.empty()) item.scoring = way.scoring;
        given.push_back(member);
    }
    const bool has_veto = table.find("veto") != nullptr;

    if (table.node().find("points") != nullptr) read_points_key(table, item, signs);
    if (const auto rate = table.points("points_per_unit", Need::optional)) {
        item.per_unit = *rate;
        signs.add(*rate, table.node().find("points_per_unit")->value.place);
    }
    read_levels(table, item, signs);
    read_ladder(table, item, signs);
    read_veto(table, item);

    std::sort(given.begin(), given.end(), [](const Member* a, const Member* b) { return a->place < b->place; });
    for (std::size_t i = 1; i < given.size() && !has_veto; ++i) {
        table.report().error(given[i]->place, "several_ways",
                             table.owner() + " has " + given[0]->key + " (" + at_line(given[0]->place) + ") and " +
                                 given[i]->key + "; it has at most one of points, points_per_unit, by_level, ladder",
                             given[i]->key, "keep one of them, or make two items of it");
    }
    if (has_veto) {
        item.scoring = Scoring::veto;
        for (const Member* const way : given) {
            table.report().error(way->place, "veto_with_points",
                                 table.owner() + " has a veto and " + way->key + "; a veto item has no points",
                                 way->key, "leave " + way->key + " out, or make two items of it");
        }
    }
    return signs.sign();
}

} // namespace jifen::rulebook_reading
