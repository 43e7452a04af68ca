#include "synthetic/made_grid.hpp"

#include "synthetic/exemplars.hpp"

namespace jifen::synthetic {

MadeGrid::MadeGrid(const Layout& layout, std::uint32_t grid)
    : layout_(&layout), place_(layout.place(grid)), household_count_(layout.households(grid)) {}

const Household& MadeGrid::household(std::uint32_t index) {
    if (!households_.empty()) return households_[index];
    one_ = make_household(*layout_, Layout::household_number(place_.grid, index));
    return one_;
}

const std::vector<Household>& MadeGrid::households() {
    if (households_.empty()) households_ = make_households(*layout_, place_.grid, household_count_);
    return households_;
}

const std::vector<IdText>& MadeGrid::household_ids() {
    if (household_ids_.empty()) {
        household_ids_.reserve(household_count_);
        for (std::uint32_t i = 0; i < household_count_; ++i)
            household_ids_.push_back(layout_->household_id(Layout::household_number(place_.grid, i)));
    }
    return household_ids_;
}

const Posts& MadeGrid::posts() {
    if (!posts_) posts_ = make_posts(*this);
    return *posts_;
}

const std::vector<Temper>& MadeGrid::leader_tempers() {
    if (tempers_.empty()) {
        for (const Holder& leader : posts().leaders) tempers_.push_back(make_temper(*layout_, leader.person));
    }
    return tempers_;
}

const std::vector<std::uint32_t>& MadeGrid::exemplars() {
    if (exemplars_.empty()) exemplars_ = make_exemplars(*this);
    return exemplars_;
}

const std::vector<std::uint32_t>& MadeGrid::women() {
    if (women_.empty()) {
        for (const Household& household : households()) {
            for (const Resident& person : household) {
                if (person.born <= 2008 && (person.female || person.number % 61 == 7)) women_.push_back(person.number);
            }
        }
    }
    return women_;
}

MadeGrid& MadeGrids::enter(std::uint32_t grid) {
    if (grid < township_.begin || grid >= township_.end) {
        township_ = layout_->place(grid).township_grids;
        grids_.clear();
        grids_.resize(township_.size());
    }
    return at(grid);
}

MadeGrid& MadeGrids::at(std::uint32_t grid) {
    std::unique_ptr<MadeGrid>& found = grids_[grid - township_.begin];
    if (!found) found = std::make_unique<MadeGrid>(*layout_, grid);
    return *found;
}

} // namespace jifen::synthetic
