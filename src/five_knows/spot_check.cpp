#include "jifen/five_knows/spot_check.hpp"

#include "district/unit_rows.hpp"
#include "jifen/core/digest.hpp"

#include <algorithm>
#include <utility>

namespace jifen {

namespace {

bool has_people(const DistrictData& district, HouseholdId household, Day day) {
    return std::ranges::any_of(district.households.people_of(household),
                               [&](PersonId person) { return district.people.days[person.index()].contains(day); });
}

/// Each stratum's number: `at_least` and the largest remainder of what is left.
void deal(std::int64_t total, std::int64_t at_least, std::vector<SpotCheckStratum>& strata) {
    std::int64_t left = total, households = 0;
    for (SpotCheckStratum& stratum : strata) {
        stratum.drawn = std::min(at_least, stratum.households);
        left -= stratum.drawn;
        households += stratum.households - stratum.drawn;
    }
    if (left < 0) {
        throw ArgumentError("households", std::to_string(total),
                            "to draw " + std::to_string(at_least) + " of each stratum takes " +
                                std::to_string(total - left));
    }
    left = std::min(left, households);
    if (left == 0) return;
    std::vector<std::pair<std::uint64_t, std::size_t>> remainders;
    const auto to_deal = static_cast<std::uint64_t>(left), of = static_cast<std::uint64_t>(households);
    for (std::size_t s = 0; s < strata.size(); ++s) {
        // Both are below 2^32, as every number of households is.
        const std::uint64_t share = static_cast<std::uint64_t>(strata[s].households - strata[s].drawn) * to_deal;
        strata[s].drawn += static_cast<std::int64_t>(share / of);
        left -= static_cast<std::int64_t>(share / of);
        remainders.emplace_back(share % of, s);
    }
    std::sort(remainders.begin(), remainders.end(), [&](const auto& a, const auto& b) {
        if (a.first != b.first) return a.first > b.first;
        if (strata[a.second].households != strata[b.second].households)
            return strata[a.second].households > strata[b.second].households;
        return a.second < b.second;
    });
    for (std::size_t i = 0; left > 0; ++i, --left) ++strata[remainders[i].second].drawn;
}

constexpr std::size_t not_drawn = static_cast<std::size_t>(-1);

/// By household: its stratum.
std::vector<std::size_t> strata_of(const SpotCheckSample& sample) {
    std::vector<std::size_t> found(sample.district->households.size(), not_drawn);
    for (const DrawnHousehold& drawn : sample.households) found[drawn.household.index()] = drawn.stratum;
    return found;
}

/// By household and stage; each of them once, and counts that can be.
std::vector<DoorAnswer> in_order(const DistrictData& district, std::span<const DoorAnswer> answers) {
    std::vector<DoorAnswer> ordered(answers.begin(), answers.end());
    for (const DoorAnswer& answer : ordered) {
        if (answer.household.index() >= district.households.size())
            throw ArgumentError("household", std::to_string(answer.household.value()), "the district has no such one");
    }
    const auto place = [](const DoorAnswer& answer) { return std::pair(answer.household, answer.stage); };
    std::sort(ordered.begin(), ordered.end(),
              [&](const DoorAnswer& a, const DoorAnswer& b) { return place(a) < place(b); });
    for (std::size_t i = 0; i < ordered.size(); ++i) {
        const DoorAnswer& answer = ordered[i];
        const auto named = [&] {
            return std::string(district.households.ids[answer.household]) + " " + std::string(to_string(answer.stage));
        };
        if (answer.known < 0 || answer.known > answer.asked) {
            throw ArgumentError("known", std::to_string(answer.known),
                                named() + ": it is from 0 to the asked, " + std::to_string(answer.asked));
        }
        if (i > 0 && place(ordered[i - 1]) == place(answer))
            throw ArgumentError("household", named(), "it is answered twice");
    }
    return ordered;
}

/// What the records say of households, by household.
class Recorded {
public:
    explicit Recorded(const FiveKnowsResult& records) : records_(records) {
        for (const LeaderKnows& leader : records.leaders) {
            for (std::uint64_t at = leader.begin; at < leader.end; ++at)
                of_leaders_.push_back({records.households[at].household, leader.leader, at});
        }
        std::sort(of_leaders_.begin(), of_leaders_.end(),
                  [](const Row& a, const Row& b) { return a.household < b.household; });
    }

    /// Adds a finding for each leader who is asked about the household.
    void compare(const DoorAnswer& door, std::vector<DoorFinding>& findings) const {
        const auto [begin, end] =
            std::equal_range(of_leaders_.begin(), of_leaders_.end(), Row{door.household, {}, 0},
                             [](const Row& a, const Row& b) { return a.household < b.household; });
        if (begin == end) findings.push_back({door, PersonId::none(), 0, 0, DoorVerdict::no_leader});
        const auto stage = static_cast<std::size_t>(door.stage);
        for (auto row = begin; row != end; ++row) {
            const Funnel& funnel = records_.households[row->at].funnel;
            const bool at_the_door = door.known == door.asked;
            // All is known of a later stage only if something came up in it: nothing does where the chain broke before.
            const bool in_the_records = funnel.k[stage] == funnel.n[stage] && (funnel.n[stage] > 0 || door.asked == 0);
            const DoorVerdict verdict = at_the_door == in_the_records ? DoorVerdict::agrees
                                        : in_the_records              ? DoorVerdict::claims_more
                                                                      : DoorVerdict::records_less;
            findings.push_back({door, row->leader, funnel.n[stage], funnel.k[stage], verdict});
        }
    }

private:
    struct Row {
        HouseholdId household;
        PersonId leader;
        std::uint64_t at; ///< its place in the records
    };
    const FiveKnowsResult& records_;
    std::vector<Row> of_leaders_;
};

} // namespace

std::string_view to_string(DoorVerdict verdict) noexcept {
    constexpr std::array<std::string_view, 4> words{"agrees", "claims_more", "records_less", "no_leader"};
    return words[static_cast<std::size_t>(verdict)];
}

SpotCheckSample draw_households(const District& shared_district, const SpotCheckDesign& design) {
    if (design.households < 0) throw ArgumentError("households", std::to_string(design.households), "it is 0 or more");
    if (design.at_least < 0) throw ArgumentError("at_least", std::to_string(design.at_least), "it is 0 or more");
    const DistrictData& district = *shared_district;
    SpotCheckSample sample{shared_district, design, {}, {}};

    std::optional<UnitRows> units;
    if (!design.level.empty()) units.emplace(district, design.level);
    const std::size_t outside = units ? units->size() : 0; // the stratum of what lies in no unit of the level
    std::vector<std::vector<std::pair<Digest, HouseholdId>>> by_stratum(outside + 1);
    for (std::size_t h = 0; h < district.households.size(); ++h) {
        const HouseholdId household = HouseholdId::at(h);
        const UnitId unit = district.households.unit[h];
        if (!district.households.days[h].contains(design.day) || !district.units.in_tree(unit) ||
            !has_people(district, household, design.day))
            continue;
        Sha256 digest;
        digest.add(design.seed);
        digest.add("\n");
        digest.add(district.households.ids[household]);
        by_stratum[units ? units->row_of(unit) : 0].emplace_back(digest.finish(), household);
    }
    if (units && by_stratum.back().empty()) by_stratum.pop_back();
    for (std::size_t s = 0; s < by_stratum.size(); ++s) {
        const UnitId unit = units && s < outside ? units->unit(s) : UnitId::none();
        sample.strata.push_back({unit, static_cast<std::int64_t>(by_stratum[s].size()), 0});
    }
    deal(design.households, design.at_least, sample.strata);
    for (std::size_t s = 0; s < by_stratum.size(); ++s) {
        auto& keyed = by_stratum[s];
        const auto drawn = static_cast<std::size_t>(sample.strata[s].drawn);
        std::partial_sort(keyed.begin(), keyed.begin() + static_cast<std::ptrdiff_t>(drawn), keyed.end());
        for (std::size_t turn = 0; turn < drawn; ++turn)
            sample.households.push_back({keyed[turn].second, s, static_cast<std::int64_t>(turn) + 1});
    }
    return sample;
}

SpotCheckResult assess_spot_check(const SpotCheckSample& sample, std::span<const DoorAnswer> answers,
                                  const FiveKnowsResult& records, double confidence) {
    (void)wilson_interval(0, 1, confidence); // refuses a confidence even where nothing came up
    SpotCheckResult result{
        sample.district, confidence, {}, {}, {}, static_cast<std::int64_t>(sample.households.size()), 0};
    const std::vector<DoorAnswer> ordered = in_order(*sample.district, answers);
    const std::vector<std::size_t> strata = strata_of(sample);
    const Recorded recorded(records);

    std::array<std::vector<SampledStratum>, stage_count> found;
    for (auto& stage : found) {
        for (const SpotCheckStratum& stratum : sample.strata) stage.push_back({stratum.households, 0, 0});
    }
    HouseholdId last;
    for (const DoorAnswer& answer : ordered) {
        const std::size_t stratum = strata[answer.household.index()];
        if (stratum == not_drawn) {
            throw ArgumentError("household", std::string(sample.district->households.ids[answer.household]),
                                "it was not drawn");
        }
        if (answer.household != last) ++result.households_visited;
        last = answer.household;
        const auto stage = static_cast<std::size_t>(answer.stage);
        result.door.n[stage] += answer.asked;
        result.door.k[stage] += answer.known;
        if (answer.asked > 0) {
            ++found[stage][stratum].n;
            found[stage][stratum].k += answer.known == answer.asked ? 1 : 0;
        }
        recorded.compare(answer, result.findings);
    }
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        const auto came_up = [](const SampledStratum& stratum) { return stratum.n > 0; };
        if (std::ranges::any_of(found[stage], came_up)) result.stages[stage] = estimate_rate(found[stage], confidence);
    }
    return result;
}

} // namespace jifen
