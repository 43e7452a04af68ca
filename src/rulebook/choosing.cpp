#include "rulebook/choosing.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>
#include <array>

namespace jifen::rulebook_reading {

namespace {

using Kind = RankKey::Kind;

constexpr std::array<Choice<Kind>, 8> rank_words{{{"total", Kind::total},
                                                  {"items", Kind::items},
                                                  {"linkage", Kind::linkage},
                                                  {"five_knows", Kind::five_knows},
                                                  {"duties", Kind::duties},
                                                  {"composite", Kind::composite},
                                                  {"fewest_deductions", Kind::fewest_deductions},
                                                  {"days_in_role", Kind::days_in_role}}};
/// Of `rank_words`, those that are points: the others only break ties.
constexpr std::size_t points_words = 6;
constexpr std::string_view category_prefix = "category:";

constexpr std::array<Choice<ShareOf>, 2> share_of{
    {{"candidates", ShareOf::candidates}, {"eligible", ShareOf::eligible}}};
constexpr std::array<Choice<Rounding>, 3> roundings{
    {{"down", Rounding::down}, {"nearest", Rounding::half_even}, {"up", Rounding::up}}};
constexpr std::array<Choice<QuotaMethod>, 3> quotas{{{"largest_remainder", QuotaMethod::largest_remainder},
                                                     {"sainte_lague", QuotaMethod::sainte_lague},
                                                     {"dhondt", QuotaMethod::dhondt}}};
constexpr std::array<Choice<AtTheLine>, 3> at_the_line{
    {{"break", AtTheLine::break_ties}, {"take_all", AtTheLine::take_all}, {"take_none", AtTheLine::take_none}}};

void unknown_rank_word(TableReader& table, std::string_view key, const Word& word, bool breaks_ties) {
    std::vector<std::string_view> candidates;
    std::string known;
    for (std::size_t i = 0; i < (breaks_ties ? rank_words.size() : points_words); ++i) {
        candidates.push_back(rank_words[i].first);
        known += std::string(rank_words[i].first) + ", ";
    }
    known += "category:<code>";
    const std::string nearest = did_you_mean(word.text, candidates);
    const bool tie_word = std::any_of(rank_words.begin(), rank_words.end(),
                                      [&word](const auto& choice) { return choice.first == word.text; });
    std::string remedy = tie_word ? "it can only break ties: put it into ties" : "known here: " + known;
    if (!tie_word && !nearest.empty()) remedy = nearest;
    const std::size_t colon = word.text.find(':');
    if (colon != std::string::npos) {
        constexpr std::array category{category_prefix.substr(0, category_prefix.size() - 1)};
        const std::string meant = std::string(category_prefix) + word.text.substr(colon + 1);
        const std::string_view before = std::string_view(word.text).substr(0, colon);
        if (!did_you_mean(before, category).empty()) remedy = "did you mean " + shown(meant) + "?";
    } else if (table.context().categories.find(word.text)) {
        remedy = "did you mean " + shown(std::string(category_prefix) + word.text) + "?";
    }
    table.report().error(word.place, "unknown_word",
                         table.what(key) + " names " + shown(word.text) + "; it takes " + known, word.text,
                         std::move(remedy));
}

std::optional<RankKey> read_rank_key(TableReader& table, std::string_view key, const Word& word, bool breaks_ties) {
    RankKey rank_key;
    rank_key.text = word.text;
    if (word.text.starts_with(category_prefix)) {
        const Word code{word.text.substr(category_prefix.size()), word.place};
        const auto category = table.context().categories.resolve(code, table.what(key), table.report());
        if (!category) return std::nullopt;
        rank_key.kind = Kind::category;
        rank_key.category = CategoryId(*category);
        return rank_key;
    }
    for (std::size_t i = 0; i < (breaks_ties ? rank_words.size() : points_words); ++i) {
        if (rank_words[i].first != word.text) continue;
        rank_key.kind = rank_words[i].second;
        return rank_key;
    }
    unknown_rank_word(table, key, word, breaks_ties);
    return std::nullopt;
}

std::vector<RankKey> read_rank_keys(TableReader& table, std::string_view key, const std::vector<Word>& words,
                                    bool breaks_ties) {
    std::vector<RankKey> keys;
    for (const Word& word : words) {
        if (auto rank_key = read_rank_key(table, key, word, breaks_ties)) keys.push_back(std::move(*rank_key));
    }
    return keys;
}

/// Whether a text would be a share but for the digits beyond those that Share::parse takes.
bool has_too_many_digits(std::string_view text) {
    constexpr std::size_t most_digits = 12;
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) return false;
    const bool percent = text.ends_with('%');
    const std::string_view digits = text.substr(point + 1, text.size() - point - 1 - (percent ? 1 : 0));
    if (digits.size() <= most_digits || digits.find_first_not_of("0123456789") != std::string_view::npos) return false;
    const std::string shorter(text.substr(0, point + 1 + most_digits));
    return Share::parse(percent ? shorter + "%" : shorter).has_value();
}

void read_share(TableReader& table, Selection& selection) {
    const Member* const member = table.find("share", Need::required);
    if (member == nullptr) return;
    if (!member->value.is(NodeKind::text)) {
        wrong_type(table.report(), member->value, table.what("share"), "a text", "write share = \"20%\" or \"0.2\"");
        return;
    }
    if (const auto share = Share::parse(member->value.text)) {
        selection.share = *share;
        return;
    }
    const bool too_fine = has_too_many_digits(member->value.text);
    table.report().error(member->value.place, "bad_share",
                         table.what("share") + " is " + shown(member->value) +
                             (too_fine ? "; a share has up to 12 digits behind the point" : "; a share is 0 to 100 %"),
                         member->value.text,
                         too_fine ? "write at most 12 digits behind the point"
                                  : "write a share such as \"20%\" or \"0.2\"");
}

void read_eligible(TableReader& selection_table, Selection& selection) {
    const Node* const node = selection_table.table("eligible");
    if (node == nullptr) return;
    Context& context = selection_table.context();
    TableReader table(context, *node, selection_table.what("eligible"));
    static_cast<void>(table.heading());
    if (auto grade = table.word("grade_at_least", Need::optional)) {
        const Word word{std::move(*grade), node->find("grade_at_least")->value.place};
        const auto id = context.grades.resolve(word, table.owner(), context.report);
        if (id) selection.grade_at_least = GradeId(*id);
    }
    selection.min_days_in_role = table.integer("min_days_in_role", Need::optional, 0, most_days).value_or(0);
    table.finish();
}

Selection read_selection(TableReader& table) {
    Selection selection;
    selection.heading = table.heading();
    if (const auto code = table.code()) selection.code = code->text;
    selection.roles = table.roles_among_applies_to();
    const auto rank_by = table.words("rank_by", Need::optional);
    if (rank_by) selection.rank_by = read_rank_keys(table, "rank_by", *rank_by, false);
    if (!rank_by) selection.rank_by.push_back({Kind::total, CategoryId(), "total"});
    read_share(table, selection);
    selection.of = table.choice<ShareOf>("of", share_of).value_or(ShareOf::candidates);
    selection.round = table.choice<Rounding>("round", roundings).value_or(Rounding::down);
    selection.by = table.word("by", Need::optional).value_or("");
    selection.quota = table.choice<QuotaMethod>("quota", quotas).value_or(QuotaMethod::largest_remainder);
    read_eligible(table, selection);
    const auto ties = table.words_or_none("ties");
    if (ties) selection.ties = read_rank_keys(table, "ties", *ties, true);
    selection.at_the_line = table.choice<AtTheLine>("at_the_line", at_the_line).value_or(AtTheLine::break_ties);
    table.finish();
    return selection;
}

/// Thresholds fall from grade to grade; the last has none, and only the last. `marks` holds those that were readable.
void check_grades(Context& context, const std::vector<const Node*>& tables) {
    const std::vector<Grade>& grades = context.data.grades;
    std::optional<std::size_t> before;
    // Which grade is the last is not known where a grade or its at_least may have been left out.
    const bool last_known = !holds_word(context.lost, "at_least") && !holds_word(context.lost, "grade") &&
                            std::none_of(context.repeated.begin(), context.repeated.end(),
                                         [](const Member& m) { return m.key == "grade"; });
    for (std::size_t i = 0; i < grades.size(); ++i) {
        const Member* const mark = tables[i]->find("at_least");
        const std::string owner = owner_of("grade", *tables[i], i);
        const bool last = i + 1 == grades.size();
        if (mark == nullptr && !last && last_known) {
            context.report.error(tables[i]->place, "missing_key",
                                 owner + " has no at_least; only the last grade has none", "at_least",
                                 "say from which total on it is given, or move it to the end");
        }
        if (mark != nullptr && last && last_known) {
            context.report.error(
                mark->place, "last_grade_with_at_least",
                owner + " is the last and has at_least; the last grade has none, so that everyone has a grade",
                bare_value(mark->value), "leave at_least out, or add a grade below it");
        }
        if (!grades[i].at_least) continue;
        if (before && *grades[i].at_least >= *grades[*before].at_least) {
            const Place earlier = tables[*before]->find("at_least")->place;
            context.report.error(mark->value.place, "grades_do_not_fall",
                                 owner + " begins at " + to_string(*grades[i].at_least) + ", not below " +
                                     owner_of("grade", *tables[*before], *before) + " at " +
                                     to_string(*grades[*before].at_least) + " (" + at_line(earlier) + ")",
                                 to_string(*grades[i].at_least), "order the grades from the highest to the lowest");
        }
        before = i;
    }
}

} // namespace

void read_grades(TableReader& root) {
    Context& context = root.context();
    const auto tables = root.tables("grade", "[[grade]]");
    for (std::size_t number = 0; number < tables.size(); ++number) {
        const Node& node = *tables[number];
        TableReader table(context, node, owner_of("grade", node, number));
        Grade grade;
        grade.heading = table.heading();
        if (const auto code = table.code()) {
            grade.code = code->text;
            context.grades.add(*code, number, context.report);
        } else if (const Member* const unusable = node.find("code")) {
            context.grades.add_unusable(unusable->value);
        }
        grade.at_least = table.points("at_least", Need::optional);
        table.finish();
        context.data.grades.push_back(std::move(grade));
    }
    check_grades(context, tables);
}

void read_selections(TableReader& root) {
    Context& context = root.context();
    std::size_t number = 0;
    for (const Node* const node : root.tables("selection", "[[selection]]")) {
        TableReader table(context, *node, owner_of("selection", *node, number));
        Selection selection = read_selection(table);
        if (!selection.code.empty()) {
            context.selections.add({selection.code, node->find("code")->value.place}, number, context.report);
        }
        context.data.selections.push_back(std::move(selection));
        ++number;
    }
}

} // namespace jifen::rulebook_reading
