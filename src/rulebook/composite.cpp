#include "rulebook/composite.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

namespace jifen {

namespace {

using Scale = IndexScale;
using Weights = IndexWeights;
using Aggregate = IndexAggregate;
using Missing = IndexMissing;

template <class Value>
using Words = rulebook_reading::Choice<Value>;

constexpr std::array<Words<Scale>, 5> scales{{{"min_max", Scale::min_max},
                                              {"rank", Scale::rank},
                                              {"leader_share", Scale::leader_share},
                                              {"target_distance", Scale::target_distance},
                                              {"goalposts", Scale::goalposts}}};
constexpr std::array<Words<Weights>, 6> weightings{{{"given", Weights::given},
                                                    {"equal", Weights::equal},
                                                    {"entropy", Weights::entropy},
                                                    {"critic", Weights::critic},
                                                    {"standard_deviation", Weights::standard_deviation},
                                                    {"principal_components", Weights::principal_components}}};
constexpr std::array<Words<Aggregate>, 3> aggregates{{{"weighted_sum", Aggregate::weighted_sum},
                                                      {"geometric_mean", Aggregate::geometric_mean},
                                                      {"topsis", Aggregate::topsis}}};
constexpr std::array<Words<Missing>, 4> missings{{{"refuse", Missing::refuse},
                                                  {"drop", Missing::drop},
                                                  {"mean", Missing::mean},
                                                  {"rest_of_weights", Missing::rest_of_weights}}};

/// Each list stands in the order of its enumeration.
template <class Value, std::size_t count>
std::string_view word_of(const std::array<Words<Value>, count>& words, Value value) noexcept {
    return words[static_cast<std::size_t>(value)].first;
}

} // namespace

std::string_view to_string(IndexScale scale) noexcept { return word_of(scales, scale); }
std::string_view to_string(IndexWeights weights) noexcept { return word_of(weightings, weights); }
std::string_view to_string(IndexAggregate aggregate) noexcept { return word_of(aggregates, aggregate); }
std::string_view to_string(IndexMissing missing) noexcept { return word_of(missings, missing); }

namespace rulebook_reading {

namespace {

using Source = IndicatorSource::Kind;

constexpr std::array<Choice<Source>, 8> plain_sources{{{"items", Source::items},
                                                       {"linkage", Source::linkage},
                                                       {"five_knows", Source::five_knows},
                                                       {"duties", Source::duties},
                                                       {"deductions", Source::deductions},
                                                       {"linkage:exemplars", Source::exemplars},
                                                       {"linkage:contacts", Source::contacts},
                                                       {"linkage:served", Source::served}}};
constexpr std::array<Choice<Stage>, stage_count> stages{{{"five_knows:people", Stage::people},
                                                         {"five_knows:matters", Stage::matters},
                                                         {"five_knows:circumstances", Stage::circumstances},
                                                         {"five_knows:needs", Stage::needs},
                                                         {"five_knows:help", Stage::help}}};
/// Beyond, floating point does not tell thousandths apart well enough to say which are near an edge of rounding.
constexpr Points most_points = Points::whole(1'000'000);

constexpr std::string_view category_of = "category:";
constexpr std::string_view duty_of = "duty:";

constexpr std::array<Choice<IndicatorDirection>, 3> directions{{{"benefit", IndicatorDirection::benefit},
                                                                {"cost", IndicatorDirection::cost},
                                                                {"target", IndicatorDirection::target}}};

/// What the source needs that the rulebook does not have; empty if there is nothing.
std::string_view lacking(const RulebookData& rules, Source kind) {
    const auto target = [&](const std::optional<LinkageTarget> LinkageRule::*which) {
        return rules.linkage && (*rules.linkage.*which);
    };
    switch (kind) {
    case Source::linkage:
        return rules.linkage ? "" : "[linkage]";
    case Source::exemplars:
        return target(&LinkageRule::exemplars) ? "" : "exemplars in [linkage]";
    case Source::contacts:
        return target(&LinkageRule::contacts) ? "" : "contacts in [linkage]";
    case Source::served:
        return target(&LinkageRule::served) ? "" : "served in [linkage]";
    case Source::five_knows:
    case Source::stage:
        return rules.five_knows ? "" : "[five_knows]";
    case Source::duties:
        return rules.duties.empty() ? "[[duty]]" : "";
    default:
        return "";
    }
}

void unknown_source(TableReader& table, const Word& word) {
    std::vector<std::string_view> known;
    known.reserve(plain_sources.size() + stages.size());
    for (const auto& [text, kind] : plain_sources) known.push_back(text);
    for (const auto& [text, stage] : stages) known.push_back(text);
    std::string remedy = did_you_mean(word.text, known);
    const std::string code = word.text.substr(word.text.rfind(':') + 1); // npos + 1 is 0
    if (table.context().categories.find(code)) remedy = "did you mean " + shown(std::string(category_of) + code) + "?";
    if (table.context().duties.find(code)) remedy = "did you mean " + shown(std::string(duty_of) + code) + "?";
    if (remedy.empty()) {
        remedy = "it takes items, linkage, five_knows, duties, deductions, category:<code>, linkage:exemplars, "
                 "linkage:contacts, linkage:served, five_knows:<stage>, duty:<code>";
    }
    table.report().error(word.place, "unknown_word", table.what("of") + " names " + shown(word.text), word.text,
                         std::move(remedy));
}

std::optional<IndicatorSource> source_of(TableReader& table, const Word& word) {
    IndicatorSource source;
    source.text = word.text;
    Context& context = table.context();
    const auto after = [&word](std::string_view prefix) { return Word{word.text.substr(prefix.size()), word.place}; };
    if (word.text.starts_with(category_of)) {
        const auto at = context.categories.resolve(after(category_of), table.what("of"), context.report);
        if (!at) return std::nullopt;
        source.kind = Source::category;
        source.category = CategoryId(*at);
        return source;
    }
    if (word.text.starts_with(duty_of)) {
        const auto at = context.duties.resolve(after(duty_of), table.what("of"), context.report);
        if (!at) return std::nullopt;
        source.kind = Source::duty;
        source.duty = DutyId(*at);
        return source;
    }
    const auto is_it = [&word](const auto& choice) { return choice.first == word.text; };
    if (const auto* const found = std::find_if(plain_sources.begin(), plain_sources.end(), is_it);
        found != plain_sources.end()) {
        source.kind = found->second;
    } else if (const auto* const stage = std::find_if(stages.begin(), stages.end(), is_it); stage != stages.end()) {
        source.kind = Source::stage;
        source.stage = stage->second;
    } else {
        unknown_source(table, word);
        return std::nullopt;
    }
    const std::string_view needed = lacking(context.data, source.kind);
    // What is missing may stand in a statement that was left out for a syntax error, which is reported.
    if (!needed.empty() && context.lost.empty()) {
        context.report.error(word.place, "unknown_reference",
                             table.what("of") + " is " + shown(word.text) + ", but the rulebook has no " +
                                 std::string(needed),
                             word.text, "add " + std::string(needed) + ", or take the indicator out");
        return std::nullopt;
    }
    return source;
}

/// A number that only goes with some choice made elsewhere in the table.
std::optional<std::int64_t> number_if(TableReader& table, std::string_view key, bool goes, std::string_view only_with) {
    if (goes) {
        const auto number = table.points(key, Need::required);
        return number ? std::optional(number->thousandths()) : std::nullopt;
    }
    if (const Member* const member = table.find(key)) {
        table.report().error(member->place, "composite_contradiction",
                             table.what(key) + " is given, but it goes only with " + std::string(only_with),
                             std::string(key), "take it out, or choose " + std::string(only_with));
    }
    return std::nullopt;
}

IndicatorRule read_indicator(TableReader& table, const CompositeRule& rule) {
    IndicatorRule indicator;
    indicator.heading = table.heading();
    if (auto text = table.word("of", Need::required)) {
        const Word word{std::move(*text), table.node().find("of")->value.place};
        if (auto source = source_of(table, word)) indicator.of = std::move(*source);
    }
    indicator.direction =
        table.choice<IndicatorDirection>("direction", directions).value_or(IndicatorDirection::benefit);
    const bool is_target = indicator.direction == IndicatorDirection::target;
    indicator.target = number_if(table, "target", is_target || rule.scale == Scale::target_distance,
                                 "direction = \"target\" or scale = \"target_distance\"");
    const bool has_goalposts = rule.scale == Scale::goalposts;
    const auto low = number_if(table, "low", has_goalposts, "scale = \"goalposts\"");
    const auto high = number_if(table, "high", has_goalposts, "scale = \"goalposts\"");
    indicator.low = low.value_or(0);
    indicator.high = high.value_or(0);
    if (low && high && *high <= *low) {
        table.report().error(table.node().find("high")->value.place, "composite_contradiction",
                             table.what("high") + " is not above low", bare_value(table.node().find("high")->value),
                             "low is the value that gives 0, high the one that gives 1; a cost is turned by its "
                             "direction");
    }
    if (is_target && (has_goalposts || rule.scale == Scale::leader_share)) {
        table.report().error(table.node().find("direction")->value.place, "composite_contradiction",
                             table.what("direction") + " is target, which the scale " +
                                 std::string(to_string(rule.scale)) + " does not take",
                             "target", "choose the scale min_max, rank or target_distance");
    }
    const Member* const weight = table.find("weight", rule.weights == Weights::given ? Need::required : Need::optional);
    if (weight != nullptr && rule.weights == Weights::given) {
        indicator.weight = read_weight(table.report(), weight->value, table.what("weight")).value_or(0);
    } else if (weight != nullptr) {
        table.report().error(weight->place, "composite_contradiction",
                             table.what("weight") + " is given, but the weights are " +
                                 std::string(to_string(rule.weights)),
                             "weight", "take it out, or choose weights = \"given\"");
    }
    table.finish();
    return indicator;
}

/// What the choices of the whole table say against one another.
void check_choices(TableReader& table, const CompositeRule& rule, const std::vector<const Node*>& indicators) {
    // None of these is a default, so that the key is there.
    const auto contradict = [&](std::string_view key, const std::string& reason, const std::string& remedy) {
        table.report().error(table.node().find(key)->value.place, "composite_contradiction", reason, std::string(key),
                             remedy);
    };
    if (rule.missing == Missing::rest_of_weights) {
        const std::string reason = "with missing = \"rest_of_weights\" values stay missing, which ";
        const std::string remedy = "choose missing = \"mean\", \"drop\" or \"refuse\"";
        if (rule.weights != Weights::given && rule.weights != Weights::equal)
            contradict("weights", reason + "weights by " + std::string(to_string(rule.weights)) + " do not take",
                       remedy);
        if (rule.aggregate == Aggregate::topsis) contradict("aggregate", reason + "topsis does not take", remedy);
    }
    // A weight that is missing or no number has been reported, and may be above 0.
    const auto is_zero = [](const Node* indicator) {
        const Member* const weight = indicator->find("weight");
        return weight != nullptr && weight->value.is_number() &&
               weight->value.text.find_first_not_of("-0.") == std::string::npos;
    };
    if (rule.weights == Weights::given && !indicators.empty() &&
        std::all_of(indicators.begin(), indicators.end(), is_zero))
        contradict("indicator", "the weights of all indicators are 0; their sum is above 0", "give one a weight");
}

void read_one_composite(TableReader& root, const Node& node) {
    Context& context = root.context();
    TableReader table(context, node, "composite");
    CompositeRule& rule = context.data.composite.emplace();
    rule.heading = table.heading();
    rule.roles = table.roles_among_applies_to();
    const auto points = table.points("points", Need::required);
    rule.points = points.value_or(Points());
    if (points && (*points <= Points() || *points > most_points)) {
        const Node& given = node.find("points")->value;
        table.report().error(given.place, "bad_number",
                             table.what("points") + " is " + shown(given) +
                                 "; it is what a full index gives, above 0, at most " + to_string(most_points),
                             bare_value(given), "write points = 20, say");
    }
    rule.in_total = table.flag("in_total").value_or(true);
    rule.scale = table.choice<Scale>("scale", scales).value_or(Scale::min_max);
    rule.weights = table.choice<Weights>("weights", weightings).value_or(Weights::given);
    rule.aggregate = table.choice<Aggregate>("aggregate", aggregates).value_or(Aggregate::weighted_sum);
    rule.missing = table.choice<Missing>("missing", missings).value_or(Missing::refuse);
    // Of several tables [composite] it is not known which indicators are whose; that there are several is reported.
    const bool is_repeated = std::any_of(context.repeated.begin(), context.repeated.end(),
                                         [](const Member& member) { return member.key == "composite"; });
    std::unordered_map<std::string, Place> known;
    const auto nodes = table.tables("indicator", "[[composite.indicator]]");
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        TableReader one(context, *nodes[i], "indicator " + std::to_string(i + 1) + " of composite");
        rule.indicators.push_back(read_indicator(one, rule));
        const std::string& text = rule.indicators.back().of.text;
        if (text.empty() || is_repeated) continue;
        const Place place = nodes[i]->find("of")->value.place;
        if (const auto [first, is_new] = known.try_emplace(text, place); !is_new) {
            context.report.error(place, "duplicate_code",
                                 "composite has the indicator " + shown(text) + " twice, first at " +
                                     at_line(first->second),
                                 text, "keep one of them");
        }
    }
    if (node.find("indicator") == nullptr && !is_repeated && !holds_word(context.lost, "indicator")) {
        context.report.error(node.place, "missing_key", "composite has no indicator", "indicator",
                             "add [[composite.indicator]]");
    }
    check_choices(table, rule, nodes);
    table.finish();
}

} // namespace

void read_composite(TableReader& root) {
    for (const Node* const node : root.table_and_repeated("composite")) read_one_composite(root, *node);
}

} // namespace rulebook_reading

} // namespace jifen
