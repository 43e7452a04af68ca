#include "jifen/linkage/appointment.hpp"

#include "district/side_table.hpp"
#include "jifen/core/text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace jifen {

namespace {

constexpr std::size_t most_names = 20;

/// A person and a grid that have to do with one another.
struct Pair {
    UnitId grid;
    PersonId person;
    friend auto operator<=>(const Pair&, const Pair&) = default;
};

/// What the nominations that count say about a woman and a grid.
struct Nominee {
    Pair pair;
    NominatedBy by = NominatedBy::nobody;
    std::int64_t suitability = 0;
    CandidateClass background = CandidateClass::other; ///< head, drawn_upon or other
    std::array<std::size_t, 2> row{};                  ///< by which she was nominated by herself, by others
};

/// What is known of the officer's post of a grid, for the reason of a vacancy.
struct OfficerOfGrid {
    PersonId person;
    bool may_lead = false;
    RowPlace place;
};

class Appointer {
public:
    Appointer(const District& district, Day day, const Nominations& nominations, const AppointmentOptions& options)
        : district_(*district), nominations_(nominations),
          result_{district, day, options, 0, {}, {}, {}, {}, {}, {}, 0, nominations.problems} {}

    Appointments appoint(const RunOptions& run) {
        find_grids();
        find_holders();
        for (std::size_t row = 0; row < nominations_.rows.size(); ++row) take_nomination(row);
        gather_candidacies();
        const LeaderChoice choice = choose_leaders(grids_, candidacies_, result_.options.max_grids, run);
        find_intake(choice);
        take_choice(choice);
        sort_diagnostics(result_.problems);
        return std::move(result_);
    }

private:
    [[nodiscard]] static std::string shown(std::string_view id) { return jifen::in_quotes(mask_long_numbers(id)); }
    [[nodiscard]] std::string shown(UnitId unit) const { return shown(district_.units.ids()[unit]); }
    [[nodiscard]] std::string shown(PersonId person) const { return shown(district_.people.ids[person]); }
    [[nodiscard]] bool is_grid(UnitId unit) const noexcept { return unit && is_grid_[unit.index()]; }
    [[nodiscard]] bool is_woman(PersonId p) const noexcept {
        return district_.people.gender[p.index()] == Gender::female;
    }
    [[nodiscard]] bool is_registered(PersonId p) const noexcept {
        return district_.people.days[p.index()].contains(result_.day);
    }

    void find_grids() {
        const UnitTree& units = district_.units;
        const auto deepest = units.deepest_levels();
        is_grid_.assign(units.size(), false);
        for (const UnitId unit : units.preorder()) {
            if (!std::binary_search(deepest.begin(), deepest.end(), units[unit].level)) continue;
            is_grid_[unit.index()] = true;
            grids_.push_back(unit);
        }
        std::sort(grids_.begin(), grids_.end());
        result_.grids = static_cast<std::int64_t>(grids_.size());
        nominations_of_.assign(units.size(), 0);
    }

    [[nodiscard]] RoleWord find_role(const std::string& role) {
        const RoleWord word = district_.role_words.find(role);
        if (word) return word;
        std::vector<std::string_view> known;
        const TextPool& texts = *district_.role_words.pool();
        for (std::size_t i = 0; i < texts.size(); ++i) known.push_back(texts[i]);
        result_.problems.push_back({"", 0, "role", Severity::warning, "role_never_held",
                                    "nobody ever holds the role " + jifen::in_quotes(role), shortened(role),
                                    did_you_mean(role, known)});
        return word;
    }

    void find_holders() {
        const RoleWord leader = find_role(result_.options.leader);
        const RoleWord officer = find_role(result_.options.officer);
        const RoleWord member = find_role(result_.options.member);
        is_member_.assign(district_.people.size(), false);
        for (std::size_t p = 0; p < district_.people.size(); ++p) {
            const PersonId person = PersonId::at(p);
            for (const RoleHeld& held : district_.roles.of(person)) {
                if (!held.days.contains(result_.day)) continue;
                if (held.role == member) is_member_[p] = true;
                if (held.role == leader && is_grid(held.unit)) in_office_.insert({held.unit, person});
                if (held.role == officer) take_officer(person, held);
            }
        }
    }
    void take_officer(PersonId person, const RoleHeld& held) {
        const auto warn = [&](std::string column, std::string code, const std::string& what) {
            result_.problems.push_back({district_.sources[held.place.source], held.place.line, std::move(column),
                                        Severity::warning, std::move(code),
                                        "the officer " + shown(person) + " of " + shown(held.unit) + ": " + what,
                                        mask_long_numbers(district_.people.ids[person]), ""});
        };
        if (!is_grid(held.unit)) {
            warn("unit", "officer_not_in_a_grid", "it is not a unit of the deepest level, so that she leads nothing");
            return;
        }
        auto& officers = officers_[held.unit];
        for (const OfficerOfGrid& known : officers) {
            if (known.person == person) return; // two rows of one post
        }
        officers.push_back({person, is_woman(person) && is_registered(person), held.place});
        if (district_.people.gender[person.index()] == Gender::unknown)
            warn("person", "officer_of_unknown_gender", "the people table does not say whether it is a woman");
        if (!is_registered(person))
            warn("person", "officer_not_registered", "not registered on " + to_string(result_.day));
    }

    // --- nominations -------------------------------------------------------------------------------------------------

    void problem(std::size_t row, std::string_view column, std::string_view value, std::string_view code,
                 std::string_view what, std::string_view remedy = {}, Severity severity = Severity::error) {
        const std::string_view outcome = severity == Severity::error ? "nomination does not count" : "";
        result_.problems.push_back(cell_problem("nominations", {nominations_.file, line_of(row)}, severity, outcome,
                                                column, value, code, what, remedy));
    }
    [[nodiscard]] std::int64_t line_of(std::size_t row) const noexcept {
        const std::int64_t line = nominations_.rows[row].line;
        return line > 0 ? line : static_cast<std::int64_t>(row) + 1;
    }

    /// none, with a problem, when the row names no grid.
    UnitId grid_of(std::size_t row) {
        const std::string& id = nominations_.rows[row].grid;
        const UnitId unit = district_.units.ids().find(id);
        if (is_grid(unit)) return unit;
        if (!unit || !district_.units[unit].exists) {
            problem(row, "grid", id, "unknown_unit", "it is not in the units table");
        } else {
            problem(row, "grid", id, "not_a_grid", "it is not a unit of the deepest level of the tree");
        }
        return UnitId::none();
    }
    /// none, with every problem there is, when the person cannot be nominated for anything.
    PersonId woman_of(std::size_t row) {
        const std::string& id = nominations_.rows[row].person;
        const PersonId person = district_.people.ids.find(id);
        if (!person) {
            problem(row, "person", id, "unknown_person", "not in the people table");
            return person;
        }
        if (!is_woman(person)) {
            const bool unknown = district_.people.gender[person.index()] == Gender::unknown;
            problem(row, "person", id, "not_a_woman",
                    unknown ? "the people table does not say whether it is a woman" : "leaders are women");
        }
        if (!is_registered(person))
            problem(row, "person", id, "not_registered", "not registered on " + to_string(result_.day));
        return is_woman(person) && is_registered(person) ? person : PersonId::none();
    }
    [[nodiscard]] bool is_officer(const Pair& pair) const {
        const auto officers = officers_.find(pair.grid);
        return officers != officers_.end() &&
               std::any_of(officers->second.begin(), officers->second.end(),
                           [&](const OfficerOfGrid& officer) { return officer.person == pair.person; });
    }

    void take_nomination(std::size_t row) {
        const Nomination& nomination = nominations_.rows[row];
        const UnitId grid = grid_of(row);
        if (grid) ++nominations_of_[grid.index()];
        const PersonId person = woman_of(row);
        bool counts = grid && person;
        if (nomination.by != NominatedBy::self && nomination.by != NominatedBy::recommended) {
            problem(row, "by", to_string(nomination.by & NominatedBy::both), "bad_word",
                    "a nomination is by herself or by others");
            counts = false;
        }
        if (nomination.suitability < 0) {
            problem(row, "suitability", format_decimal(nomination.suitability, 3), "bad_quantity", "it is negative");
            counts = false;
        }
        if (counts && result_.options.residents_only && !is_officer({grid, person})) {
            const UnitId home = district_.people.unit[person.index()];
            if (!district_.units.is_in_or_below(home, grid)) {
                problem(row, "person", nomination.person, "not_of_the_grid",
                        home ? "she is registered in " + shown(home) + ", not in " + shown(grid)
                             : "she is registered in no unit");
                counts = false;
            }
        }
        if (counts) add_nominee({grid, person}, row);
    }

    void add_nominee(const Pair& pair, std::size_t row) {
        const Nomination& nomination = nominations_.rows[row];
        const std::uint64_t key = std::uint64_t{pair.grid.value()} << 32U | pair.person.value();
        const auto [at, is_new] = nominee_of_.try_emplace(key, nominees_.size());
        if (is_new) nominees_.push_back({pair, NominatedBy::nobody, 0, CandidateClass::other, {}});
        Nominee& nominee = nominees_[at->second];
        std::size_t& first = nominee.row[nomination.by == NominatedBy::self ? 0 : 1];
        if ((nominee.by & nomination.by) != NominatedBy::nobody) {
            say_again(row, first);
            return;
        }
        first = row;
        nominee.by = nominee.by | nomination.by;
        nominee.suitability = std::max(nominee.suitability, nomination.suitability);
        nominee.background = std::min(nominee.background, class_of_background(row));
        ++result_.nominations_counted;
    }
    void say_again(std::size_t row, std::size_t first) {
        const Nomination& a = nominations_.rows[first];
        const Nomination& b = nominations_.rows[row];
        const std::string before = "line " + std::to_string(line_of(first));
        if (a.suitability == b.suitability && a.background == b.background) {
            problem(row, "person", b.person, "duplicate_nomination", "it says again what " + before + " says", "",
                    Severity::warning);
        } else {
            problem(row, "person", b.person, "conflicting_nomination",
                    "of the same woman, grid and `by` " + before +
                        " says another suitability or background, and stands",
                    "keep one of the two");
        }
    }
    CandidateClass class_of_background(std::size_t row) {
        const std::string& word = nominations_.rows[row].background;
        const AppointmentOptions& options = result_.options;
        const auto holds = [&word](const std::vector<std::string>& words) {
            return std::find(words.begin(), words.end(), word) != words.end();
        };
        if (word.empty()) return CandidateClass::other;
        if (holds(options.heads)) return CandidateClass::head;
        if (holds(options.drawn_upon)) return CandidateClass::drawn_upon;
        if (unknown_backgrounds_.insert(word).second) {
            std::vector<std::string_view> known(options.heads.begin(), options.heads.end());
            known.insert(known.end(), options.drawn_upon.begin(), options.drawn_upon.end());
            problem(row, "background", word, "unknown_background", "no rule knows the word; it counts as none here",
                    did_you_mean(word, known), Severity::warning);
        }
        return CandidateClass::other;
    }

    // --- candidates, choice, result ----------------------------------------------------------------------------------

    void gather_candidacies() {
        for (const auto& [grid, officers] : officers_) {
            for (const OfficerOfGrid& officer : officers) {
                if (!officer.may_lead) continue;
                const std::uint64_t key = std::uint64_t{grid.value()} << 32U | officer.person.value();
                const auto nominated = nominee_of_.find(key);
                const Nominee nominee = nominated == nominee_of_.end() ? Nominee{} : nominees_[nominated->second];
                add_candidacy({grid, officer.person}, CandidateClass::officer, nominee);
            }
        }
        for (const Nominee& nominee : nominees_) {
            if (is_officer(nominee.pair)) continue;
            add_candidacy(nominee.pair,
                          is_member_[nominee.pair.person.index()] ? CandidateClass::member : nominee.background,
                          nominee);
        }
    }
    void add_candidacy(const Pair& pair, CandidateClass candidate, const Nominee& nominee) {
        const bool in_office = in_office_.contains(pair);
        candidacies_.push_back(
            {pair.grid, pair.person, static_cast<std::uint32_t>(candidate), nominee.suitability, in_office});
        candidates_.push_back({pair.grid, pair.person, candidate, nominee.by, nominee.suitability, in_office, false});
    }

    /// Rules 3 and 4: officers and heads who are not on the committee.
    void find_intake(const LeaderChoice& choice) {
        std::map<PersonId, UnitId> led;
        for (std::size_t g = choice.grids.size(); g-- > 0;) {
            if (choice.candidacy[g] != LeaderChoice::none)
                led[candidates_[choice.candidacy[g]].leader] = choice.grids[g];
        }
        std::map<PersonId, CommitteeIntake> intake;
        const auto take = [&](const Pair& pair, int rule) {
            if (is_member_[pair.person.index()]) return;
            const auto leads = led.find(pair.person);
            const UnitId grid = leads == led.end() ? pair.grid : leads->second;
            const auto [at, is_new] =
                intake.try_emplace(pair.person, CommitteeIntake{pair.person, grid, rule, leads != led.end()});
            at->second.grid = std::min(at->second.grid, grid);
            at->second.rule = std::min(at->second.rule, rule);
        };
        for (const Appointment& candidate : candidates_) {
            if (candidate.candidate == CandidateClass::officer) take({candidate.grid, candidate.leader}, 3);
        }
        for (const Nominee& nominee : nominees_) {
            if (nominee.background == CandidateClass::head) take(nominee.pair, 4);
        }
        for (const auto& [person, taken] : intake) result_.intake.push_back(taken);
    }

    void take_choice(const LeaderChoice& choice) {
        result_.objective = choice.objective;
        result_.objective.of_preference.resize(candidate_classes);
        result_.shortages = choice.shortages;
        const auto by_person = [](const CommitteeIntake& a, PersonId person) { return a.person < person; };
        for (std::size_t g = 0; g < choice.grids.size(); ++g) {
            if (choice.candidacy[g] == LeaderChoice::none) {
                const std::uint32_t shortage = choice.shortage[g];
                result_.vacancies.push_back({choice.grids[g], shortage, reason(choice.grids[g], shortage)});
                continue;
            }
            Appointment row = candidates_[choice.candidacy[g]];
            const auto taken = std::lower_bound(result_.intake.begin(), result_.intake.end(), row.leader, by_person);
            row.taken_into_committee = taken != result_.intake.end() && taken->person == row.leader;
            ++result_.by_source[static_cast<std::size_t>(source_of(row.candidate))];
            result_.rows.push_back(row);
        }
    }

    [[nodiscard]] std::string reason(UnitId grid, std::uint32_t shortage) const {
        if (shortage != LeaderChoice::none) return reason(result_.shortages[shortage]);
        std::string text = "nobody stands for it: ";
        const auto officers = officers_.find(grid);
        if (officers == officers_.end()) {
            text += "it has no officer";
        } else {
            for (std::size_t i = 0; i < officers->second.size(); ++i) {
                const PersonId officer = officers->second[i].person;
                text += (i == 0 ? "the officer " : ", the officer ") + shown(officer);
                text += is_woman(officer) ? " is not registered" : " is not registered as a woman";
            }
        }
        const std::int64_t nominated = nominations_of_[grid.index()];
        if (nominated == 0) return text + ", and nobody is nominated";
        return text + (nominated == 1 ? ", and its nomination does not count"
                                      : ", and none of its " + std::to_string(nominated) + " nominations counts");
    }
    [[nodiscard]] std::string reason(const Shortage& shortage) const {
        const auto names = [&](const auto& ids, const auto& texts) {
            std::string list;
            for (std::size_t i = 0; i < std::min(most_names, ids.size()); ++i)
                list += (i == 0 ? "" : ", ") + mask_long_numbers(texts[ids[i]]);
            return ids.size() > most_names ? list + ", …" : list;
        };
        const std::size_t people = shortage.people.size();
        return std::to_string(shortage.grids.size()) + " grids (" + names(shortage.grids, district_.units.ids()) +
               ") have only " + std::to_string(people) + (people == 1 ? " woman" : " women") + " who may lead them (" +
               names(shortage.people, district_.people.ids) + "), at most " +
               std::to_string(result_.options.max_grids) + " each: " + std::to_string(shortage.vacant) +
               (shortage.vacant == 1 ? " of them stays vacant" : " of them stay vacant");
    }

    const DistrictData& district_;
    const Nominations& nominations_;
    Appointments result_;
    std::vector<bool> is_grid_; ///< by unit
    std::vector<UnitId> grids_;
    std::vector<bool> is_member_; ///< by person
    std::set<Pair> in_office_;
    std::map<UnitId, std::vector<OfficerOfGrid>> officers_;
    std::vector<std::int64_t> nominations_of_; ///< by unit: rows, whether they count or not
    std::vector<Nominee> nominees_;
    std::unordered_map<std::uint64_t, std::size_t> nominee_of_; ///< by grid and person
    std::set<std::string> unknown_backgrounds_;
    std::vector<Candidacy> candidacies_;
    std::vector<Appointment> candidates_; ///< the same, as they would be appointed
};

} // namespace

int rule_of(CandidateClass candidate) noexcept {
    constexpr std::array<int, candidate_classes> rules{1, 2, 4, 5, 2};
    return rules[static_cast<std::size_t>(candidate)];
}

AppointmentSource source_of(CandidateClass candidate) noexcept {
    switch (candidate) {
    case CandidateClass::officer:
        return AppointmentSource::officer;
    case CandidateClass::member:
    case CandidateClass::head:
        return AppointmentSource::member;
    case CandidateClass::drawn_upon:
    case CandidateClass::other:
        break;
    }
    return AppointmentSource::volunteer;
}

std::string_view Appointments::source(AppointmentSource source) const noexcept {
    switch (source) {
    case AppointmentSource::officer:
        return options.officer;
    case AppointmentSource::member:
        return options.member;
    case AppointmentSource::volunteer:
        break;
    }
    return options.volunteer;
}

Appointments appoint(const District& district, Day day, const Nominations& nominations,
                     const AppointmentOptions& options, const RunOptions& run) {
    return Appointer(district, day, nominations, options).appoint(run);
}

} // namespace jifen
