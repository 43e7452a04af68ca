#include "rulebook/parts.hpp"

#include "jifen/core/text.hpp"
#include "rulebook/caps.hpp"
#include "rulebook/items.hpp"

#include <array>

namespace jifen::rulebook_reading {

namespace {

constexpr std::array<Choice<IfNone>, 2> if_none{{{"zero", IfNone::zero}, {"full", IfNone::full}}};
constexpr std::array<Choice<DutyEach>, 2> duty_each{{{"household", DutyEach::household}, {"holder", DutyEach::holder}}};
constexpr std::array<Choice<std::string_view>, 2> genders{{{"female", "female"}, {"male", "male"}}};

std::optional<LinkageTarget> read_target(TableReader& linkage, std::string_view key) {
    const Node* const node = linkage.table(key);
    if (node == nullptr) return std::nullopt;
    TableReader table(linkage.context(), *node, linkage.what(key));
    LinkageTarget target;
    target.heading = table.heading();
    target.target = table.integer("target", Need::required, 1, most_count).value_or(1);
    target.points = table.points("points", Need::required).value_or(Points());
    if (key == "served") {
        if (const auto words = table.words("items", Need::optional)) {
            linkage.context().data.linkage->served_items = resolve_items(linkage.context(), *words, table.owner());
        }
    }
    table.finish();
    return target;
}

/// The five numbers of a list, one for each stage; nullptr with a report when they are not five.
const Node* five(TableReader& table, std::string_view key) {
    const Member* const member = table.find(key, Need::required);
    if (member == nullptr) return nullptr;
    const Node& list = member->value;
    if (!list.is(NodeKind::list)) {
        wrong_type(table.report(), list, table.what(key), "a list of five numbers");
        return nullptr;
    }
    if (list.elements.size() == stage_count) return &list;
    table.report().error(list.place, "not_five",
                         table.what(key) + " has " + std::to_string(list.elements.size()) +
                             " numbers; there are five stages: people, matters, circumstances, needs, help",
                         std::to_string(list.elements.size()), "write five numbers");
    return nullptr;
}

void read_weights(TableReader& table, FiveKnowsRule& rule) {
    const Node* const list = five(table, "weights");
    if (list == nullptr) return;
    bool whole = true;
    std::int64_t sum = 0;
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        const auto weight = read_weight(table.report(), list->elements[stage],
                                        "weight " + std::to_string(stage + 1) + " of " + table.owner());
        whole = whole && weight;
        rule.weights[stage] = weight.value_or(0);
        sum += rule.weights[stage]; // at most 5 · 10^18
    }
    if (whole && sum == 0) {
        table.report().error(list->place, "bad_number", table.what("weights") + " are all 0; their sum is above 0", "0",
                             "give at least one stage a weight");
    }
}

Duty read_duty(TableReader& table) {
    Duty duty;
    duty.heading = table.heading();
    if (const auto code = table.code()) duty.code = code->text;
    if (const auto items = table.words("items", Need::required)) {
        duty.items = resolve_items(table.context(), *items, table.owner());
    }
    if (const auto per = table.period("per", Need::required)) duty.per = *per;
    duty.roles = table.roles_among_applies_to();
    duty.each = table.choice<DutyEach>("each", duty_each).value_or(DutyEach::holder);
    duty.at_least = table.integer("at_least", Need::optional, 1, most_count).value_or(1);
    duty.points = table.points("points", Need::optional).value_or(Points());
    duty.if_none_due = table.choice<IfNone>("if_none_due", if_none).value_or(IfNone::zero);
    table.finish();
    return duty;
}

void read_one_total(TableReader& root, const Node& node) {
    TableReader table(root.context(), node, "the total");
    TotalRule& total = root.context().data.total;
    total.heading = table.heading();
    total.base = table.points("base", Need::optional).value_or(Points());
    total.floor = table.points("floor", Need::optional);
    total.ceiling = table.points("ceiling", Need::optional);
    total.caps = read_caps(table);
    table.finish();
    if (total.floor && total.ceiling && *total.ceiling < *total.floor) {
        const Member* const ceiling = node.find("ceiling");
        table.report().error(ceiling->value.place, "ceiling_below_floor",
                             "the ceiling " + to_string(*total.ceiling) + " lies below the floor " +
                                 to_string(*total.floor) + " (" + at_line(node.find("floor")->place) + ")",
                             to_string(*total.ceiling), "the ceiling is at least the floor");
    }
}

void read_one_linkage(TableReader& root, const Node& node) {
    TableReader table(root.context(), node, "linkage");
    LinkageRule& rule = root.context().data.linkage.emplace();
    rule.heading = table.heading();
    rule.roles = table.roles();
    rule.gender = table.choice<std::string_view>("gender", genders).value_or("");
    rule.exemplars = read_target(table, "exemplars");
    rule.contacts = read_target(table, "contacts");
    rule.served = read_target(table, "served");
    // `served` is counted whether or not it is worth points, and a list that was given is never empty.
    if (rule.served_items.empty()) {
        const auto& items = root.context().data.items;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (!items[i].is_veto() && !items[i].is_negative()) rule.served_items.push_back(ItemId::at(i));
        }
    }
    table.finish();
}

void read_one_five_knows(TableReader& root, const Node& node) {
    TableReader table(root.context(), node, "five_knows");
    FiveKnowsRule& rule = root.context().data.five_knows.emplace();
    rule.heading = table.heading();
    rule.role = table.word("role", Need::required).value_or("");
    rule.points = table.points("points", Need::required).value_or(Points());
    read_weights(table, rule);
    if (const Node* const days = five(table, "fresh_days")) {
        for (std::size_t stage = 0; stage < stage_count; ++stage) {
            const auto read =
                read_integer(table.report(), days->elements[stage],
                             "fresh_days " + std::to_string(stage + 1) + " of " + table.owner(), 0, most_days);
            rule.fresh_days[stage] = static_cast<std::int32_t>(read.value_or(0));
        }
    }
    rule.if_nobody = table.choice<IfNone>("if_nobody", if_none).value_or(IfNone::zero);
    table.finish();
}

} // namespace

void read_total(TableReader& root) {
    for (const Node* const node : root.table_and_repeated("total")) read_one_total(root, *node);
}

void read_linkage(TableReader& root) {
    for (const Node* const node : root.table_and_repeated("linkage")) read_one_linkage(root, *node);
}

void read_five_knows(TableReader& root) {
    for (const Node* const node : root.table_and_repeated("five_knows")) read_one_five_knows(root, *node);
}

void read_duties(TableReader& root) {
    Context& context = root.context();
    std::size_t number = 0;
    for (const Node* const node : root.tables("duty", "[[duty]]")) {
        TableReader table(context, *node, owner_of("duty", *node, number));
        Duty duty = read_duty(table);
        if (!duty.code.empty())
            context.duties.add({duty.code, node->find("code")->value.place}, number, context.report);
        context.data.duties.push_back(std::move(duty));
        ++number;
    }
}

} // namespace jifen::rulebook_reading
