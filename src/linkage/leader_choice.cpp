#include "jifen/linkage/leader_choice.hpp"

#include "core/points_sum.hpp"
#include "jifen/core/error.hpp"
#include "linkage/candidacy_graph.hpp"
#include "linkage/joined_sets.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

namespace jifen {

using namespace appointing;

namespace {

constexpr std::size_t most_candidacies = std::size_t{1} << 29U;

/// Candidacies that hang together; grids and people numbered anew, in their order.
struct Part {
    std::vector<LooseEdge> edges;
    std::vector<std::uint32_t> grids; ///< their numbers among all
    std::uint32_t people = 0;
};

class Chooser {
public:
    Chooser(std::span<const UnitId> grids, std::span<const Candidacy> candidacies, std::uint32_t max_grids,
            const RunOptions& options)
        : candidacies_(candidacies), max_grids_(max_grids), options_(options) {
        if (max_grids == 0) throw ArgumentError("max_grids", "0", "it is 1 or more");
        if (candidacies.size() > most_candidacies)
            throw Error("limit", "more than " + std::to_string(most_candidacies) + " candidacies");
        choice_.grids.assign(grids.begin(), grids.end());
        std::sort(choice_.grids.begin(), choice_.grids.end());
        if (std::adjacent_find(choice_.grids.begin(), choice_.grids.end()) != choice_.grids.end())
            throw ArgumentError("grids", "", "a grid stands twice");
        for (const Candidacy& candidacy : candidacies) people_.push_back(candidacy.person);
        std::sort(people_.begin(), people_.end());
        people_.erase(std::unique(people_.begin(), people_.end()), people_.end());
        take_edges();
    }

    LeaderChoice choose() {
        choice_.candidacy.assign(choice_.grids.size(), LeaderChoice::none);
        choice_.shortage.assign(choice_.grids.size(), LeaderChoice::none);
        const std::vector<Part> parts = take_easy();
        std::vector<std::vector<Shortage>> shortages(parts.size());
        for_each_chunk(parts.size(), 1, options_, "appoint", [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) shortages[i] = solve(parts[i]);
        });
        for (auto& of_part : shortages) {
            for (Shortage& shortage : of_part) choice_.shortages.push_back(std::move(shortage));
        }
        number_shortages();
        sum_up();
        return std::move(choice_);
    }

private:
    [[nodiscard]] static ArgumentError bad(const std::string& reason) { return {"candidacies", "", reason}; }

    /// The candidacies by grid, then by person.
    void take_edges() {
        edges_.reserve(candidacies_.size());
        for (std::uint32_t i = 0; i < candidacies_.size(); ++i) {
            const Candidacy& candidacy = candidacies_[i];
            if (candidacy.preference >= preference_classes) throw bad("a preference is out of range");
            if (candidacy.suitability < 0) throw bad("a suitability is negative");
            const auto grid = std::lower_bound(choice_.grids.begin(), choice_.grids.end(), candidacy.grid);
            if (grid == choice_.grids.end() || *grid != candidacy.grid)
                throw bad("one is for a grid that is not listed");
            const auto person = std::lower_bound(people_.begin(), people_.end(), candidacy.person);
            edges_.push_back({static_cast<std::uint32_t>(grid - choice_.grids.begin()),
                              static_cast<std::uint32_t>(person - people_.begin()), i});
        }
        const auto key = [](const LooseEdge& edge) { return std::uint64_t{edge.grid} << 32U | edge.person; };
        const auto less = [&](const LooseEdge& a, const LooseEdge& b) { return key(a) < key(b); };
        if (!std::is_sorted(edges_.begin(), edges_.end(), less)) std::sort(edges_.begin(), edges_.end(), less);
        const auto twice = std::adjacent_find(edges_.begin(), edges_.end(),
                                              [&](const LooseEdge& a, const LooseEdge& b) { return key(a) == key(b); });
        if (twice != edges_.end()) throw bad("one stands twice");
    }

    [[nodiscard]] bool is_better(const LooseEdge& a, const LooseEdge& b) const {
        const Candidacy& x = candidacies_[a.candidacy];
        const Candidacy& y = candidacies_[b.candidacy];
        return std::tuple(x.preference, y.suitability, y.in_office) <
               std::tuple(y.preference, x.suitability, x.in_office);
    }

    /// Settles the parts in which every grid can have its best; gives the others.
    std::vector<Part> take_easy() {
        const auto grids = static_cast<std::uint32_t>(choice_.grids.size());
        JoinedSets joined(std::size_t{grids} + people_.size());
        std::vector<std::uint32_t> leads(people_.size(), 0);
        std::vector<std::uint32_t> best; // edges, of every grid that has one
        for (std::uint32_t e = 0; e < edges_.size(); ++e) {
            joined.join(edges_[e].grid, grids + edges_[e].person);
            if (e == 0 || edges_[e - 1].grid != edges_[e].grid) {
                best.push_back(e);
            } else if (is_better(edges_[e], edges_[best.back()])) {
                best.back() = e;
            }
        }
        for (const std::uint32_t e : best) ++leads[edges_[e].person];
        std::vector<std::uint32_t> part_of(grids, none); // of the hard ones, by their smallest grid
        std::vector<Part> parts;
        for (std::uint32_t p = 0; p < people_.size(); ++p) {
            std::uint32_t& number = part_of[joined.find(grids + p)];
            if (leads[p] <= max_grids_ || number != none) continue;
            number = static_cast<std::uint32_t>(parts.size());
            parts.emplace_back();
        }
        for (const std::uint32_t e : best) {
            if (part_of[joined.find(edges_[e].grid)] == none) choice_.candidacy[edges_[e].grid] = edges_[e].candidacy;
        }
        std::vector<std::uint32_t> number_of(people_.size(), none); // in her part
        for (std::uint32_t p = 0; p < people_.size(); ++p) {
            const std::uint32_t part = part_of[joined.find(grids + p)];
            if (part != none) number_of[p] = parts[part].people++;
        }
        for (const LooseEdge& edge : edges_) {
            const std::uint32_t number = part_of[joined.find(edge.grid)];
            if (number == none) continue;
            Part& part = parts[number];
            if (part.grids.empty() || part.grids.back() != edge.grid) part.grids.push_back(edge.grid);
            part.edges.push_back(
                {static_cast<std::uint32_t>(part.grids.size()) - 1, number_of[edge.person], edge.candidacy});
        }
        edges_ = {};
        return parts;
    }

    /// Splits a part in what has people enough and what lacks them, and makes the cheapest choice in each.
    std::vector<Shortage> solve(const Part& part) {
        std::vector<LooseEdge> enough, lacking;
        {
            const CandidacyGraph graph = make_graph(part.edges, candidacies_);
            const Filling filling = fill(graph, max_grids_, options_);
            for (std::uint32_t e = 0; e < graph.edges(); ++e) {
                if (filling.short_grid[graph.grids.node[e]]) {
                    lacking.push_back(part.edges[e]);
                } else if (!filling.short_person[graph.people.node[e]]) {
                    enough.push_back(part.edges[e]); // who is short is needed elsewhere
                }
            }
        }
        solve(part, enough, true);
        solve(part, lacking, false);
        return shortages_of(lacking);
    }
    void solve(const Part& part, const std::vector<LooseEdge>& edges, bool all_filled) {
        if (edges.empty()) return;
        const CandidacyGraph graph = make_graph(edges, candidacies_);
        Cheapest choice = all_filled ? cheapest_by_grid(graph, max_grids_, options_)
                                     : cheapest_by_person(graph, max_grids_, options_);
        take_first_of_ties(graph, choice, max_grids_, all_filled, options_);
        // Each grid is of one part: no other thread writes there.
        for (const std::uint32_t e : choice.leader) {
            if (e != none) choice_.candidacy[part.grids[edges[e].grid]] = edges[e].candidacy;
        }
    }

    /// What is connected by candidacies is one shortage.
    [[nodiscard]] std::vector<Shortage> shortages_of(const std::vector<LooseEdge>& edges) const {
        if (edges.empty()) return {};
        const CandidacyGraph graph = make_graph(edges, candidacies_);
        const std::uint32_t grids = graph.grids.size();
        JoinedSets joined(std::size_t{grids} + graph.people.size());
        for (std::uint32_t e = 0; e < graph.edges(); ++e)
            joined.join(graph.grids.node[e], grids + graph.people.node[e]);
        std::vector<Shortage> shortages;
        std::vector<std::uint32_t> number_of(grids, none);
        for (std::uint32_t g = 0; g < grids; ++g) {
            std::uint32_t& number = number_of[joined.find(g)];
            if (number == none) {
                number = static_cast<std::uint32_t>(shortages.size());
                shortages.emplace_back();
            }
            shortages[number].grids.push_back(candidacies_[edges[graph.grids.of(g).front()].candidacy].grid);
        }
        for (std::uint32_t p = 0; p < graph.people.size(); ++p) {
            const PersonId person = candidacies_[edges[graph.people.of(p).front()].candidacy].person;
            shortages[number_of[joined.find(grids + p)]].people.push_back(person);
        }
        for (Shortage& shortage : shortages)
            shortage.vacant = static_cast<std::int64_t>(shortage.grids.size()) -
                              static_cast<std::int64_t>(shortage.people.size()) * max_grids_;
        return shortages;
    }

    void number_shortages() {
        auto& shortages = choice_.shortages;
        std::sort(shortages.begin(), shortages.end(),
                  [](const Shortage& a, const Shortage& b) { return a.grids.front() < b.grids.front(); });
        for (std::uint32_t i = 0; i < shortages.size(); ++i) {
            for (const UnitId grid : shortages[i].grids) {
                const auto at = std::lower_bound(choice_.grids.begin(), choice_.grids.end(), grid);
                choice_.shortage[static_cast<std::size_t>(at - choice_.grids.begin())] = i;
            }
        }
    }

    void sum_up() {
        ChoiceObjective& objective = choice_.objective;
        objective.of_preference.assign(preference_classes, 0);
        PointsSum suitability;
        for (const std::uint32_t i : choice_.candidacy) {
            if (i == LeaderChoice::none) continue;
            const Candidacy& chosen = candidacies_[i];
            ++objective.filled;
            ++objective.of_preference[chosen.preference];
            suitability += Points::thousandths(chosen.suitability);
            objective.kept += chosen.in_office ? 1 : 0;
        }
        objective.suitability = suitability.total("the suitability of all leaders", "").thousandths();
    }

    std::span<const Candidacy> candidacies_;
    std::uint32_t max_grids_;
    const RunOptions& options_;
    std::vector<PersonId> people_; ///< ascending
    std::vector<LooseEdge> edges_;
    LeaderChoice choice_;
};

} // namespace

LeaderChoice choose_leaders(std::span<const UnitId> grids, std::span<const Candidacy> candidacies,
                            std::uint32_t max_grids, const RunOptions& options) {
    return Chooser(grids, candidacies, max_grids, options).choose();
}

} // namespace jifen
