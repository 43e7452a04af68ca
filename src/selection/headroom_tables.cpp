#include "jifen/selection/headroom.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace jifen {

namespace {

/// A column of texts that are made here.
class MadeTexts {
public:
    explicit MadeTexts(std::string name) : name_(std::move(name)) {}
    void add(std::string text) { texts_.push_back(std::move(text)); }
    [[nodiscard]] Column take() const { return text_column(name_, {texts_.begin(), texts_.end()}); }

private:
    std::string name_;
    std::vector<std::string> texts_;
};

/// A column of numbers, some of which may be blank.
class Numbers {
public:
    Numbers(std::string name, int fraction_digits) : name_(std::move(name)) {
        column_.fraction_digits = fraction_digits;
    }
    void add(std::int64_t value) { put(value, 1); }
    void blank() { put(0, 0); }
    [[nodiscard]] Column take() { return {std::move(name_), std::move(column_)}; }

private:
    void put(std::int64_t value, std::uint8_t present) {
        column_.values.push_back(value);
        column_.present.push_back(present);
    }

    std::string name_;
    NumberColumn column_;
};

/// `entries` and `quantity`: both blank where there is no work.
class WorkColumns {
public:
    void add(const Work& work) {
        if (work.entries == 0) return blank();
        entries_.add(work.entries);
        quantity_.add(work.quantity.thousandths());
    }
    void blank() {
        entries_.blank();
        quantity_.blank();
    }
    void take(std::vector<Column>& columns) {
        columns.push_back(entries_.take());
        columns.push_back(quantity_.take());
    }

private:
    Numbers entries_{"entries", 0};
    Numbers quantity_{"quantity", 3};
};

std::string joined(const std::vector<std::string>& subjects, std::int64_t count) {
    std::string text;
    const std::size_t most = std::min(subjects.size(), static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < most; ++i) text += (i == 0 ? "" : "; ") + subjects[i];
    return text;
}

} // namespace

Table caps_table(const Headroom& headroom) {
    const RulebookData& rules = headroom.evaluation.rules();
    MadeTexts stage("stage"), item("item"), category("category"), per("per");
    DayColumn from, until;
    Cells<std::int64_t> limit, used, left;
    for (const CapUse& cap : headroom.caps) {
        constexpr std::string_view stages[] = {"", "item", "category", "total"};
        stage.add(std::string(stages[static_cast<std::size_t>(cap.stage)]));
        item.add(cap.item ? rules.items[cap.item.index()].code : std::string());
        category.add(cap.category ? rules.categories[cap.category.index()].code : std::string());
        per.add(std::string(to_string(cap.per)));
        from.days.push_back(cap.days.from);
        until.days.push_back(cap.days.until);
        limit.push_back(cap.limit.thousandths());
        used.push_back(cap.used.thousandths());
        left.push_back(cap.left().thousandths());
    }
    std::vector<Column> columns{stage.take(), item.take(), category.take(), per.take()};
    columns.push_back({"from", std::move(from)});
    columns.push_back({"until", std::move(until)});
    columns.push_back(points_column("limit", std::move(limit)));
    columns.push_back(points_column("used", std::move(used)));
    columns.push_back(points_column("left", std::move(left)));
    return {"headroom_caps", std::move(columns)};
}

Table items_table(const Headroom& headroom) {
    const RulebookData& rules = headroom.evaluation.rules();
    MadeTexts item("item"), level("level"), verdict("verdict"), cut_by("cut_by"), then("then_cut_by");
    Cells<std::int64_t> gain, most;
    WorkColumns work;
    for (const ItemHeadroom& row : headroom.items) {
        item.add(rules.items[row.item.index()].code);
        level.add(row.level);
        verdict.add(std::string(to_string(row.verdict)));
        gain.push_back(row.gain.thousandths());
        cut_by.add(to_string(row.cut_by));
        most.push_back(row.most.thousandths());
        work.add(row.for_most);
        then.add(to_string(row.then));
    }
    std::vector<Column> columns{item.take(),    level.take(),
                                verdict.take(), points_column("gain", std::move(gain)),
                                cut_by.take(),  points_column("most", std::move(most))};
    work.take(columns);
    columns.push_back(then.take());
    return {"headroom_items", std::move(columns)};
}

Table goals_table(const Headroom& headroom) {
    const RulebookData& rules = headroom.evaluation.rules();
    MadeTexts kind("goal"), code("code"), item("item"), level("level"), subjects("subjects");
    Numbers missing("missing", 3), total("total", 3);
    WorkColumns work;
    const auto start = [&](const Goal& goal) {
        kind.add(goal.grade ? "grade" : "selection");
        code.add(goal.grade ? rules.grades[goal.grade.index()].code : rules.selections[goal.selection].code);
        if (goal.missing)
            missing.add(goal.missing->thousandths());
        else
            missing.blank();
    };
    for (const Goal& goal : headroom.goals) {
        for (const WayToGoal& way : goal.ways) {
            const ItemHeadroom& by = headroom.items[way.item];
            start(goal);
            item.add(rules.items[by.item.index()].code);
            level.add(by.level);
            work.add(way.work);
            subjects.add(joined(by.subjects, way.work.entries));
            total.add(way.total.thousandths());
        }
        if (!goal.ways.empty()) continue;
        start(goal);
        item.add({});
        level.add({});
        work.blank();
        subjects.add({});
        total.blank();
    }
    std::vector<Column> columns{kind.take(), code.take(), missing.take(), item.take(), level.take()};
    work.take(columns);
    columns.push_back(subjects.take());
    columns.push_back(total.take());
    return {"headroom_goals", std::move(columns)};
}

} // namespace jifen
