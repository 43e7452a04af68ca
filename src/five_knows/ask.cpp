#include "jifen/five_knows/ask.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/text.hpp"

#include <algorithm>
#include <array>

namespace jifen {

namespace {

/// Asks one leader on one day.
class Asking {
public:
    Asking(const DistrictData& district, const FiveKnowsRule& rule, PersonId leader, Day day)
        : district_(district), rule_(rule), leader_(leader), day_(day) {}

    Known household(HouseholdId household) const {
        Known known = named(district_.households.ids[household]);
        const Answer* const answer =
            ask(known, Stage::people, district_.knowledge.topic_of_household[household.index()]);
        std::vector<TopicId> in_answer;
        if (answer != nullptr) {
            const auto objects = district_.knowledge.objects_of(*answer);
            in_answer.assign(objects.begin(), objects.end());
        }
        for (const PersonId person : district_.households.people_of(household)) {
            if (!district_.people.days[person.index()].contains(day_)) continue;
            const TopicId topic = district_.knowledge.topic_of_person[person.index()];
            const auto found = topic ? std::find(in_answer.begin(), in_answer.end(), topic) : in_answer.end();
            if (found == in_answer.end()) {
                known.leads_to.push_back(named(district_.people.ids[person]));
                known.leads_to.back().is_known = false;
                continue;
            }
            known.leads_to.push_back(subject(topic, Stage::matters));
            known.leads_to.back().is_known = known.state == AnswerState::fresh;
            in_answer.erase(found);
        }
        // Whom the answer names and the household does not have (any more).
        for (const TopicId topic : in_answer) {
            known.leads_to.push_back(named(district_.knowledge.topics[topic.index()]));
            known.leads_to.back().is_registered = false;
            known.leads_to.back().is_known = known.state == AnswerState::fresh;
        }
        return known;
    }

private:
    static Known named(std::string_view text) {
        Known known;
        known.text = text;
        return known;
    }

    /// Fills in what became of the question; the answer, if there is one.
    const Answer* ask(Known& known, Stage stage, TopicId topic) const {
        known.asks = stage;
        const Answer* const answer =
            topic ? Knowledge::latest(district_.knowledge.of(leader_, stage), topic, day_) : nullptr;
        if (answer == nullptr) return nullptr;
        known.answered = answer->day;
        const bool fresh = days_between(answer->day, day_) <= rule_.fresh_days[static_cast<std::size_t>(stage)];
        known.state = fresh ? AnswerState::fresh : AnswerState::stale;
        return answer;
    }

    Known subject(TopicId topic, Stage stage) const {
        Known known = named(district_.knowledge.topics[topic.index()]);
        const Answer* const answer = ask(known, stage, topic);
        if (answer == nullptr) return known;
        for (const TopicId object : district_.knowledge.objects_of(*answer)) {
            known.leads_to.push_back(stage == Stage::help
                                         ? named(district_.knowledge.topics[object.index()])
                                         : subject(object, static_cast<Stage>(static_cast<int>(stage) + 1)));
        }
        std::sort(known.leads_to.begin(), known.leads_to.end(),
                  [](const Known& a, const Known& b) { return a.text < b.text; }); // topics have no order
        return known;
    }

    const DistrictData& district_;
    const FiveKnowsRule& rule_;
    PersonId leader_;
    Day day_;
};

struct Words {
    std::array<std::string_view, stage_count> questions;
    std::string_view never, stale, nothing, not_known, not_registered;
};

constexpr Words chinese{
    {"家中的人", "她的事", "此事的情", "所需", "可给的帮"}, "未曾问过", "已过期", "问过，没有", "不知此人", "不在户内"};
constexpr Words english{{"people", "matters", "circumstances", "needs", "help"},
                        "never asked",
                        "stale",
                        "asked, and there is none",
                        "not known",
                        "not registered here"};

void append(std::string& out, const Known& known, const Words& words, std::size_t depth) {
    out.append(2 * depth, ' ');
    out += printable(known.text);
    if (!known.is_registered) out += " [" + std::string(words.not_registered) + "]";
    if (!known.is_known) out += " [" + std::string(words.not_known) + "]";
    if (known.asks) {
        out += " → " + std::string(words.questions[static_cast<std::size_t>(*known.asks)]);
        if (known.answered) out += " " + to_string(*known.answered);
        if (known.state == AnswerState::never) out += ": " + std::string(words.never);
        if (known.state == AnswerState::stale) out += " [" + std::string(words.stale) + "]";
        if (known.state != AnswerState::never && known.leads_to.empty()) out += ": " + std::string(words.nothing);
    }
    out += '\n';
    for (const Known& next : known.leads_to) append(out, next, words, depth + 1);
}

} // namespace

std::string_view to_string(AnswerState state) noexcept {
    constexpr std::array<std::string_view, 3> words{"fresh", "stale", "never"};
    return words[static_cast<std::size_t>(state)];
}

Known ask_household(const District& district, const FiveKnowsRule& rule, PersonId leader, HouseholdId household,
                    Day day) {
    return Asking(*district, rule, leader, day).household(household);
}

std::vector<PersonId> leaders_of(const District& district, const FiveKnowsRule& rule, HouseholdId household, Day day) {
    const RoleSet roles(*district, std::span(&rule.role, 1));
    const UnitId unit = district->households.unit[household.index()];
    std::vector<PersonId> found;
    for (std::size_t p = 0; p < district->people.size(); ++p) {
        const auto held = district->roles.of(PersonId::at(p));
        const bool leads = std::any_of(held.begin(), held.end(), [&](const RoleHeld& role) {
            return roles.contains(role.role) && role.days.contains(day) &&
                   district->units.is_in_or_below(unit, role.unit);
        });
        if (leads) found.push_back(PersonId::at(p));
    }
    return found;
}

std::string to_text(const Known& known, std::string_view language) {
    if (language != "zh" && language != "en") throw ArgumentError("language", std::string(language), "it is zh or en");
    std::string out;
    append(out, known, language == "zh" ? chinese : english, 0);
    return out;
}

} // namespace jifen
