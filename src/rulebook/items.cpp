#include "rulebook/items.hpp"

#include "jifen/core/text.hpp"
#include "rulebook/caps.hpp"
#include "rulebook/worth.hpp"

#include <array>
#include <map>

namespace jifen::rulebook_reading {

namespace {

constexpr std::array<Choice<SubjectRule>, 3> subject_rules{
    {{"household", SubjectRule::household}, {"person", SubjectRule::person}, {"any", SubjectRule::any}}};

void check_once(TableReader& table, const Item& item) {
    const Member* const once = table.node().find("once");
    if (once == nullptr || !item.ladder) return;
    table.report().error(once->place, "once_with_ladder",
                         table.owner() + " has once and a ladder; a ladder counts the quantities of all entries",
                         bare_value(once->value), "leave once out, or give points instead of the ladder");
}

void read_item(TableReader& table, Item& item, ItemNotes& notes) {
    item.heading = table.heading();
    if (const auto code = table.code()) {
        item.code = code->text;
        notes.code = code->place;
    }
    if (auto category = table.word("category", Need::optional)) {
        notes.category = Word{std::move(*category), table.node().find("category")->value.place};
    }
    notes.sign = read_worth(table, item);
    item.once = table.period("once", Need::optional);
    check_once(table, item);
    item.subject = table.choice<SubjectRule>("subject", subject_rules).value_or(SubjectRule::any);
    if (auto channels = table.words("channels", Need::optional)) {
        for (Word& channel : *channels) item.channels.push_back(std::move(channel.text));
    }
    item.verified = table.flag("verified").value_or(false);
    item.roles = table.roles_among_applies_to();
    item.caps = read_caps(table);
    item.days = table.span(Need::optional);
    table.finish();
}

std::string sign_word(int sign) { return sign > 0 ? "gives points" : "takes points"; }

/// The first item with a sign, of a category or of an exclusive group.
struct SignedItem {
    int sign = 0;
    std::string code;
    Place place;
};

/// Reports an item whose sign is not that of those before it in the same group.
void check_sign(Report& report, SignedItem& first, const Item& item, const ItemNotes& notes, Place at,
                const std::string& group) {
    if (notes.sign == 0) return;
    if (first.sign == 0) first = {notes.sign, item.code, notes.code};
    if (notes.sign == first.sign) return;
    report.error(at, "mixed_signs",
                 group + " holds items of both signs: item " + shown(first.code) + " (" + at_line(first.place) + ") " +
                     sign_word(first.sign) + ", item " + shown(item.code) + " " + sign_word(notes.sign),
                 item.code, "put those that give and those that take apart");
}

void resolve_category(Context& context, std::size_t number, std::map<std::uint32_t, SignedItem>& first) {
    Item& item = context.data.items[number];
    const ItemNotes& notes = context.notes[number];
    if (!notes.category) return;
    const auto category = context.categories.resolve(
        *notes.category, item.code.empty() ? "an item" : "item " + shown(item.code), context.report);
    if (!category) return;
    item.category = CategoryId(*category);
    check_sign(context.report, first[*category], item, notes, notes.category->place,
               "category " + shown(notes.category->text));
}

} // namespace

void read_categories(TableReader& root) {
    Context& context = root.context();
    std::size_t number = 0;
    for (const Node* const node : root.tables("category", "[[category]]")) {
        TableReader table(context, *node, owner_of("category", *node, number));
        Category category;
        category.heading = table.heading();
        if (const auto code = table.code()) {
            category.code = code->text;
            context.categories.add(*code, number, context.report);
        } else if (const Member* const unusable = node->find("code")) {
            context.categories.add_unusable(unusable->value);
        }
        category.caps = read_caps(table);
        table.finish();
        context.data.categories.push_back(std::move(category));
        ++number;
    }
}

void read_items(TableReader& root) {
    Context& context = root.context();
    const auto tables = root.tables("item", "[[item]]");
    const Member* const member = root.node().find("item");
    if (tables.empty() && !holds_word(context.lost, "item") &&
        (member == nullptr || !member->value.is(NodeKind::broken))) {
        context.report.error(member == nullptr ? root.node().place : member->place, "no_items",
                             "the rulebook has no items", "item", "add at least one [[item]]");
    }
    context.data.items.resize(tables.size());
    context.notes.resize(tables.size());
    for (std::size_t number = 0; number < tables.size(); ++number) {
        const Node& node = *tables[number];
        TableReader table(context, node, owner_of("item", node, number));
        Item& item = context.data.items[number];
        ItemNotes& notes = context.notes[number];
        notes.code = node.place;
        read_item(table, item, notes);
        if (!item.code.empty()) {
            context.items.add({item.code, notes.code}, number, context.report);
        } else if (const Member* const unusable = node.find("code")) {
            context.items.add_unusable(unusable->value);
        }
    }
    std::map<std::uint32_t, SignedItem> first;
    for (std::size_t number = 0; number < tables.size(); ++number) resolve_category(context, number, first);
}

std::vector<ItemId> resolve_items(Context& context, const std::vector<Word>& words, std::string_view where) {
    std::vector<ItemId> items;
    for (const Word& word : words) {
        if (const auto item = context.items.resolve(word, where, context.report)) items.emplace_back(*item);
    }
    return items;
}

void read_exclusives(TableReader& root) {
    Context& context = root.context();
    std::size_t number = 0;
    for (const Node* const node : root.tables("exclusive", "[[exclusive]]")) {
        TableReader table(context, *node, "exclusive group " + std::to_string(number + 1));
        Exclusive group;
        group.heading = table.heading();
        const auto words = table.words("items", Need::required).value_or(std::vector<Word>());
        table.finish();
        SignedItem first;
        for (const Word& word : words) {
            const auto id = context.items.resolve(word, table.owner(), context.report);
            if (!id) continue;
            Item& item = context.data.items[*id];
            check_sign(context.report, first, item, context.notes[*id], word.place, table.owner());
            if (item.scoring == Scoring::ladder) {
                context.report.error(word.place, "ladder_in_exclusive",
                                     "item " + shown(word.text) + " has a ladder and stands in " + table.owner() +
                                         "; a ladder item is not exclusive",
                                     word.text, "leave it out of the group, or give it points instead of the ladder");
            }
            if (item.exclusive) {
                const Exclusive& other = context.data.exclusives[item.exclusive.index()];
                context.report.error(word.place, "two_exclusive_groups",
                                     "item " + shown(word.text) + " stands in exclusive group " +
                                         std::to_string(item.exclusive.index() + 1) + " (line " +
                                         std::to_string(other.heading.line) + ") and in " + table.owner(),
                                     word.text,
                                     "an item stands in at most one: join the two groups, or take it out of one");
                continue;
            }
            item.exclusive = ExclusiveId::at(number);
            group.items.emplace_back(*id);
        }
        context.data.exclusives.push_back(std::move(group));
        ++number;
    }
}

} // namespace jifen::rulebook_reading
