#include "jifen/linkage/link_graph.hpp"

#include <numeric>
#include <utility>

namespace jifen {

namespace detail {

LinkGraphData::LinkGraphData(District of) : district(std::move(of)) {
    const ByPerson<Link>& links = district->links;
    const std::size_t people = district->people.size();
    sources.reserve(links.rows.size());
    in_begin.assign(people + 1, 0);
    for (std::size_t p = 0; p < people; ++p) {
        for (const Link& link : links.of(PersonId::at(p))) {
            sources.push_back(PersonId::at(p));
            ++in_begin[link.target.index() + 1];
        }
    }
    std::partial_sum(in_begin.begin(), in_begin.end(), in_begin.begin());
    std::vector<std::uint32_t> next(in_begin.begin(), in_begin.end() - 1);
    incoming.resize(links.rows.size());
    for (std::size_t i = 0; i < links.rows.size(); ++i) incoming[next[links.rows[i].target.index()]++] = LinkId::at(i);
}

} // namespace detail

LinkGraph::LinkGraph(District district) : data_(std::make_shared<detail::LinkGraphData>(std::move(district))) {}

LinkGraph LinkGraph::on(Day day) const {
    LinkGraph view = *this;
    view.filter_.day_ = day;
    return view;
}

LinkGraph LinkGraph::only(LinkKind kind) const {
    LinkGraph view = *this;
    (kind == LinkKind::leads ? view.filter_.serves_ : view.filter_.leads_) = false;
    return view;
}

std::size_t LinkGraph::count_links() const noexcept {
    if (filter_.takes_all()) return data_->sources.size();
    return static_cast<std::size_t>(std::ranges::distance(links()));
}

LinkRange LinkGraph::links() const noexcept {
    return range({0, static_cast<std::uint32_t>(data_->sources.size())}, {}, false);
}

LinkRange LinkGraph::out(PersonId person) const noexcept { return range(out_run(person), {}, false); }
LinkRange LinkGraph::in(PersonId person) const noexcept { return range({}, in_run(person), false); }
LinkRange LinkGraph::around(PersonId person) const noexcept { return range(out_run(person), in_run(person), true); }

LinkIterator::Run LinkGraph::out_run(PersonId person) const noexcept {
    const std::vector<std::uint64_t>& begin = data_->district->links.begin;
    return {static_cast<std::uint32_t>(begin[person.index()]), static_cast<std::uint32_t>(begin[person.index() + 1])};
}

LinkIterator::Run LinkGraph::in_run(PersonId person) const noexcept {
    return {data_->in_begin[person.index()], data_->in_begin[person.index() + 1]};
}

LinkRange LinkGraph::range(LinkIterator::Run out, LinkIterator::Run in, bool turned) const noexcept {
    return {LinkIterator(*data_, filter_, out, in, turned),
            LinkIterator(*data_, filter_, {out.end, out.end}, {in.end, in.end}, turned)};
}

} // namespace jifen
