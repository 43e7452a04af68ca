#include "jifen/synthetic/pinggu.hpp"

#include "jifen/core/error.hpp"
#include "jifen/synthetic/keyed_permutation.hpp"
#include "synthetic/calendar.hpp"
#include "synthetic/draw.hpp"
#include "synthetic/entry_writer.hpp"
#include "synthetic/exemplars.hpp"
#include "synthetic/knowledge.hpp"
#include "synthetic/layout.hpp"
#include "synthetic/made_grid.hpp"
#include "synthetic/month_work.hpp"
#include "synthetic/names.hpp"
#include "synthetic/projects.hpp"
#include "synthetic/visits.hpp"

#include <algorithm>
#include <array>

namespace jifen {

using namespace synthetic;

namespace {

/// The township whose people stand flood duty in July; numbered within the district.
constexpr std::uint32_t flooded_township = 2;

/// Whether the leader of a grid is one of the few found to have invented records.
bool fabricates(const Layout& layout, const Place& place) {
    const DistrictShape& shape = layout.shape(place.district);
    const KeyedPermutation deal(layout.seed, static_cast<std::uint32_t>(Stream::veto), place.district, shape.grids);
    return deal.at(place.grid - place.district * PingguDistrict::grids_at_scale_1) < shape.vetoes;
}

std::vector<Worker> make_workers(MadeGrid& grid) {
    const Layout& layout = grid.layout();
    const Place& place = grid.place();
    const Posts& posts = grid.posts();
    const std::uint32_t township_in_district =
        place.township - (place.district == 0 ? 0 : place.district * layout.whole.townships());
    std::vector<Worker> workers;
    for (std::size_t i = 0; i < posts.leaders.size(); ++i) {
        Worker worker{posts.leaders[i].person,
                      posts.leaders[i].span,
                      grid.leader_tempers()[i],
                      true,
                      township_in_district == flooded_township,
                      false};
        // The one in office in October answers for it.
        worker.fabricates = i + 1 == posts.leaders.size() && fabricates(layout, place);
        workers.push_back(worker);
    }
    for (std::size_t i = posts.members.size() - posts.village_members; i < posts.members.size(); ++i) {
        const Holder& member = posts.members[i];
        workers.push_back({member.person, member.span, make_temper(layout, member.person), false, false, false});
    }
    return workers;
}

/// Every leader goes through rotation training while she is in office: coverage is 100 % (FACTS §1).
void emit_rotation_training(const Worker& worker, EntryWriter& writer) {
    const Layout& layout = writer.layout();
    CounterRng rng = rng_of(layout.seed, Stream::training, worker.person);
    const Span days = worker.span.intersect({new_year.plus(31), year_end.plus(-20)});
    const IdText actor = layout.person_id(worker.person);
    for (int times = chance(rng, 120) ? 2 : 1; times > 0; --times) {
        EntryRow row;
        row.date = day_in(rng, days.empty() ? worker.span.intersect({new_year, year_end}) : days);
        row.actor = actor;
        row.item = "rotation_training";
        row.channel = "offline";
        row.verified = Verified::yes;
        writer.write(row);
    }
}

/// Of the households, then those who work in the village and live elsewhere.
void emit_all_people(MadeGrid& grid, const RowSink<PersonRow>& sink) {
    const Layout& layout = grid.layout();
    RngRow names(layout.seed, Stream::person_name);
    for (std::uint32_t i = 0; i < grid.household_count(); ++i)
        emit_people(layout, grid.households()[i], grid.household_ids()[i], names, sink);
    const IdText village = layout.village_id(grid.place().village);
    for (const std::uint32_t person : village_people(layout, grid.place()))
        emit_outsider(layout, person, village, sink);
}

void emit_households(MadeGrid& grid, const RowSink<HouseholdRow>& sink) {
    for (std::uint32_t i = 0; i < grid.household_count(); ++i)
        emit_household(grid.layout(), grid.households()[i], grid.household_ids()[i], sink);
}

void emit_ledger(MadeGrids& grids, MadeGrid& grid, const std::vector<Served>& served, const RowSink<EntryRow>& sink) {
    const std::vector<Worker> workers = make_workers(grid);
    EntryWriter writer(grid.layout(), grid.place().grid, sink);
    for (const Worker& worker : workers) {
        if (worker.leader) emit_rotation_training(worker, writer);
    }
    for (std::size_t month = 0; month < 12; ++month) {
        emit_visits(grid, month, writer);
        for (const Worker& worker : workers) emit_month(worker, grid.households(), month, writer);
    }
    emit_exemplar_service(served, writer);
    emit_project(grids, grid.place(), writer);
}

std::string village_title(std::uint32_t number) { return place_name(number) + "村"; }

} // namespace

std::string_view to_string(LeaderSource source) noexcept {
    static constexpr std::array<std::string_view, 3> names{"grid_officer", "committee_member", "volunteer"};
    return names[static_cast<std::size_t>(source)];
}

PingguDistrict::PingguDistrict(std::uint64_t seed, double scale) : layout_(std::make_shared<Layout>(seed, scale)) {}

std::uint64_t PingguDistrict::seed() const noexcept { return layout_->seed; }
const PingguTotals& PingguDistrict::totals() const noexcept { return layout_->totals; }

PingguGrid PingguDistrict::grid(std::uint32_t n) const {
    layout_->check_grid(n);
    const Place place = layout_->place(n);
    return {std::string(layout_->grid_id(n).view()),
            std::string(layout_->village_id(place.village).view()),
            std::string(layout_->township_id(place.township).view()),
            std::string(layout_->district_id(place.district).view()),
            layout_->source(n),
            Layout::household_number(n, 0),
            layout_->households(n)};
}

void PingguDistrict::units(std::uint32_t begin, std::uint32_t end, const RowSink<UnitRow>& sink) const {
    if (begin >= end) return;
    layout_->check_grid(end - 1);
    const bool province = layout_->totals.districts > 1;
    const std::string root(synthetic_root);
    if (province) sink({"S1", "", "province", root + "省"});
    // Districts, townships, villages, grids: each level whole before the next, so that parents come first.
    const std::uint32_t none = ~std::uint32_t{0};
    for (int level = 0; level < 4; ++level) {
        std::uint32_t before = none;
        for (std::uint32_t n = begin; n < end;) {
            const Place place = layout_->place(n);
            const IdText district = layout_->district_id(place.district);
            const IdText township = layout_->township_id(place.township);
            const IdText village = layout_->village_id(place.village);
            if (level == 0 && place.district != before) {
                const std::string name = root + "区" + (province ? std::to_string(place.district + 1) : "");
                sink({district, province ? "S1" : "", "district", name});
                before = place.district;
            } else if (level == 1 && place.township != before) {
                sink({township, district, "township", place_name(place.township * 13 + 5) + "镇"});
                before = place.township;
            } else if (level == 2 && place.village != before) {
                sink({village, township, "village", village_title(place.village % 400)});
                before = place.village;
            } else if (level == 3) {
                const std::uint32_t in_village = place.grid - place.village_grids.begin + 1;
                const std::string name =
                    village_title(place.village % 400) + "第" + std::to_string(in_village) + "网格";
                sink({layout_->grid_id(n), village, "grid", name});
            }
            n = level == 3 ? n + 1 : place.village_grids.end;
        }
    }
}

void PingguDistrict::household(std::uint32_t number, const RowSink<HouseholdRow>& household,
                               const RowSink<PersonRow>& people) const {
    const std::uint32_t grid = number / 100 - 1; // below 100 it wraps beyond every grid
    if (grid >= grids() || number % 100 >= layout_->households(grid)) {
        throw ArgumentError("household", std::to_string(number), "no household has this number");
    }
    const Household made = make_household(*layout_, number);
    const IdText id = layout_->household_id(number);
    if (household) emit_household(*layout_, made, id, household);
    RngRow names(layout_->seed, Stream::person_name);
    if (people) emit_people(*layout_, made, id, names, people);
}

void PingguDistrict::households_of_grid(std::uint32_t n, const RowSink<HouseholdRow>& sink) const {
    layout_->check_grid(n);
    MadeGrid grid(*layout_, n);
    emit_households(grid, sink);
}

void PingguDistrict::people_of_grid(std::uint32_t n, const RowSink<PersonRow>& sink) const {
    layout_->check_grid(n);
    MadeGrid grid(*layout_, n);
    emit_all_people(grid, sink);
}

void PingguDistrict::roles_of_grid(std::uint32_t n, const RowSink<RoleRow>& sink) const {
    layout_->check_grid(n);
    MadeGrid grid(*layout_, n);
    emit_roles(grid, sink);
}

void PingguDistrict::links_of_grid(std::uint32_t n, const RowSink<LinkRow>& sink) const {
    layout_->check_grid(n);
    MadeGrids grids(*layout_);
    MadeGrid& grid = grids.enter(n);
    emit_links(grids, grid, make_served(grids, grid), sink);
}

void PingguDistrict::ledger_of_grid(std::uint32_t n, const RowSink<EntryRow>& sink) const {
    layout_->check_grid(n);
    MadeGrids grids(*layout_);
    MadeGrid& grid = grids.enter(n);
    emit_ledger(grids, grid, make_served(grids, grid), sink);
}

void PingguDistrict::knowledge_of_grid(std::uint32_t n, const RowSink<KnowledgeRow>& sink) const {
    layout_->check_grid(n);
    MadeGrid grid(*layout_, n);
    emit_knowledge(grid, sink);
}

void PingguDistrict::rows_of_grids(std::uint32_t begin, std::uint32_t end, const GridSinks& sinks) const {
    if (begin >= end) return;
    layout_->check_grid(end - 1);
    MadeGrids grids(*layout_);
    for (std::uint32_t n = begin; n < end; ++n) {
        MadeGrid& grid = grids.enter(n);
        emit_households(grid, sinks.households);
        emit_all_people(grid, sinks.people);
        emit_roles(grid, sinks.roles);
        const std::vector<Served> served = make_served(grids, grid);
        emit_links(grids, grid, served, sinks.links);
        emit_ledger(grids, grid, served, sinks.ledger);
        emit_knowledge(grid, sinks.knowledge);
    }
}

} // namespace jifen
