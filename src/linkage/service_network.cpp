#include "service_network.hpp"

#include "joined_sets.hpp"
#include "steps.hpp"

#include <algorithm>
#include <numeric>

namespace jifen {

namespace {

constexpr std::uint32_t nowhere = 0xffffffffU;
constexpr std::size_t parts_a_chunk = 64;

} // namespace

ServiceNetwork::ServiceNetwork(const PlacedTree& tree, const Candidates& women, std::span<const Seat> seats,
                               std::vector<ServerGroup>& groups, std::span<const std::uint32_t> left,
                               const RunOptions& options)
    : tree_(tree), women_(women), seats_(seats), groups_(groups), left_(left), options_(options),
      source_(static_cast<CostFlow::Node>(tree.size() + left.size())), sink_(source_ + 1) {}

void ServiceNetwork::route() {
    const auto all = static_cast<CostFlow::Amount>(women_.rows().size());
    std::vector<std::uint32_t> women(tree_.size());
    std::vector<std::uint32_t> groups(tree_.size(), 0);
    for (Position at = 0; at < tree_.size(); ++at) women[at] = women_.count(at);
    for (const ServerGroup& group : groups_) ++groups[group.at];
    tree_.sum_up(women);
    tree_.sum_up(groups);

    flow_.clear(sink_ + 1);
    // The arcs of groups first: their numbers are the same.
    for (const ServerGroup& group : groups_) {
        std::uint64_t most = 0;
        for (const Seat& seat : seats_.subspan(group.first, group.last - group.first)) most += seat.spare;
        if (group.member != ServerGroup::no_member) most = std::min<std::uint64_t>(most, left_[group.member]);
        flow_.add(group.at, group.member == ServerGroup::no_member ? sink_ : tree_.size() + group.member,
                  static_cast<CostFlow::Amount>(std::min<std::uint64_t>(most, static_cast<std::uint64_t>(all))), 0);
    }
    for (std::uint32_t member = 0; member < left_.size(); ++member) {
        if (left_[member] > 0)
            flow_.add(tree_.size() + member, sink_,
                      static_cast<CostFlow::Amount>(std::min(left_[member], static_cast<std::uint32_t>(all))), 0);
    }
    for (Position at = 0; at < tree_.size(); ++at) {
        if (women_.count(at) > 0)
            flow_.add(source_, at, static_cast<CostFlow::Amount>(women_.count(at)), tree_.height(at));
        const Position parent = tree_.parent(at);
        if (parent == no_position) continue;
        // Nobody goes up from where no woman is, or down to where no server is.
        if (women[at] > 0) flow_.add(at, parent, all, CostFlow::Cost{tree_.height(parent)} - tree_.height(at));
        if (groups[at] > 0) flow_.add(parent, at, all, 0);
    }
    Steps steps(options_, "distances", women_.rows().size());
    flow_.run(source_, sink_, options_.stop,
              [&](std::int64_t routed) { steps.reach(static_cast<std::uint64_t>(routed)); });
    steps.end();
    for (std::uint32_t i = 0; i < groups_.size(); ++i) groups_[i].given = static_cast<std::uint32_t>(flow_.flow(i));
}

// What may change of the optimal flow without a change of its amount or distance are circles of arcs whose reduced cost
// is 0. A circle goes through the source or the sink at most once, so that what hangs together through these alone can
// be settled apart; no circle goes through both, because no way leads from the source to the sink any more.
std::vector<std::uint32_t> ServiceNetwork::find_parts(const std::vector<std::uint32_t>& circles) const {
    JoinedSets sets(flow_.nodes());
    std::vector<std::uint32_t> part_of_arc(flow_.arcs(), nowhere);
    for (CostFlow::ArcNumber arc = 0; arc < flow_.arcs(); ++arc) {
        const CostFlow::Node tail = flow_.tail(arc);
        const CostFlow::Node head = flow_.head(arc);
        if (circles[tail] != circles[head] || flow_.capacity(arc) == 0 || !flow_.costs_nothing_more(arc)) continue;
        part_of_arc[arc] = is_ground(tail) ? head : tail;
        if (!is_ground(tail) && !is_ground(head)) sets.join(tail, head);
    }
    // One group alone has nobody to share with.
    std::vector<std::uint32_t> groups(flow_.nodes(), 0);
    for (std::uint32_t group = 0; group < groups_.size(); ++group) {
        if (part_of_arc[group] != nowhere) ++groups[sets.find(part_of_arc[group])];
    }
    for (std::uint32_t& part : part_of_arc) {
        if (part == nowhere) continue;
        part = sets.find(part);
        if (groups[part] < 2) part = nowhere;
    }
    return part_of_arc;
}

/// Solves one part anew: the same amounts enter and leave its nodes, groups cost what their ladders say.
class ServiceNetwork::PartSolver {
public:
    explicit PartSolver(const ServiceNetwork& network, std::vector<std::uint32_t>& local)
        : network_(network), local_(local) {}

    /// `arcs` of the part, `nodes` of it ascending, which `local_` numbers from 0.
    void solve(std::span<const CostFlow::ArcNumber> arcs, std::uint32_t nodes) {
        const CostFlow& whole = network_.flow_;
        const CostFlow::Node ground = nodes;
        const CostFlow::Node source = nodes + 1;
        const CostFlow::Node sink = nodes + 2;
        const auto number = [&](CostFlow::Node node) { return network_.is_ground(node) ? ground : local_[node]; };
        stretches_.clear();
        counts_.clear();
        for (const CostFlow::ArcNumber arc : arcs) {
            if (arc >= network_.groups_.size()) continue;
            counts_.push_back(append_stretches(network_.seats_of(arc), stretches_, ends_));
        }
        surplus_.assign(nodes + 1, 0);
        for (const CostFlow::ArcNumber arc : arcs) {
            surplus_[number(whole.tail(arc))] += whole.flow(arc);
            surplus_[number(whole.head(arc))] -= whole.flow(arc);
        }
        // What the ground takes comes last: it is near to everything, so that each of the rest finds it soon, and not
        // before those who need it for lack of others. Where the ground gives, everything is turned round.
        const std::int64_t way = surplus_[ground] > 0 ? -1 : 1;
        flow_.clear(sink + 1);
        for (CostFlow::Node node = 0; node < ground; ++node) {
            const auto amount = static_cast<CostFlow::Amount>(way * surplus_[node]);
            if (amount > 0) flow_.add(source, node, amount, 0);
            if (amount < 0) flow_.add(node, sink, -amount, 0);
        }
        const auto first_arc = static_cast<CostFlow::ArcNumber>(flow_.arcs());
        std::span<const LoadStretch> ladders(stretches_);
        std::size_t groups = 0;
        for (const CostFlow::ArcNumber arc : arcs) {
            LoadLadder ladder;
            if (arc < network_.groups_.size()) {
                ladder = LoadLadder(ladders.first(counts_[groups]));
                ladders = ladders.subspan(counts_[groups++]);
            }
            const CostFlow::Node tail = number(whole.tail(arc));
            const CostFlow::Node head = number(whole.head(arc));
            flow_.add(way > 0 ? tail : head, way > 0 ? head : tail, whole.capacity(arc), 0, ladder);
        }
        flow_.connect();
        flow_.finish(source, sink, CostFlow::End::sink, network_.options_.stop);
        flow_.finish(source, ground, CostFlow::End::source, network_.options_.stop);
        for (CostFlow::ArcNumber i = 0; i < arcs.size(); ++i) {
            if (arcs[i] < network_.groups_.size())
                network_.groups_[arcs[i]].given = static_cast<std::uint32_t>(flow_.flow(first_arc + i));
        }
    }

private:
    const ServiceNetwork& network_;
    std::vector<std::uint32_t>& local_;
    CostFlow flow_;
    std::vector<std::int64_t> surplus_;
    std::vector<LoadStretch> stretches_;
    std::vector<std::size_t> counts_;
    std::vector<std::pair<std::uint32_t, std::int32_t>> ends_;
};

void ServiceNetwork::balance() {
    std::vector<std::uint32_t> part_of_arc = find_parts(flow_.number_circles());
    // Parts are numbered by their smallest node, arcs of a part keep their order.
    std::vector<std::uint32_t> part_of_node(flow_.nodes(), nowhere);
    for (CostFlow::ArcNumber arc = 0; arc < flow_.arcs(); ++arc) {
        for (const CostFlow::Node node : {flow_.tail(arc), flow_.head(arc)}) {
            if (part_of_arc[arc] != nowhere && !is_ground(node)) part_of_node[node] = part_of_arc[arc];
        }
    }
    std::vector<std::uint32_t> nodes;  // of each part
    std::vector<std::uint32_t> number; // of each part, by its smallest node
    std::vector<std::uint32_t> local(flow_.nodes(), nowhere);
    number.assign(flow_.nodes(), nowhere);
    for (CostFlow::Node node = 0; node < source_; ++node) {
        if (part_of_node[node] == nowhere) continue;
        std::uint32_t& part = number[part_of_node[node]];
        if (part == nowhere) {
            part = static_cast<std::uint32_t>(nodes.size());
            nodes.push_back(0);
        }
        local[node] = nodes[part]++;
    }
    std::vector<std::size_t> first(nodes.size() + 1, 0);
    for (std::uint32_t& part : part_of_arc) {
        if (part != nowhere) ++first[part = number[part]];
    }
    std::size_t before = 0;
    for (std::size_t& of_part : first) before += std::exchange(of_part, before);
    std::vector<CostFlow::ArcNumber> arcs(before);
    {
        std::vector<std::size_t> next = first;
        for (CostFlow::ArcNumber arc = 0; arc < flow_.arcs(); ++arc) {
            if (part_of_arc[arc] != nowhere) arcs[next[part_of_arc[arc]]++] = arc;
        }
    }
    for_each_chunk(nodes.size(), parts_a_chunk, options_, "loads", [&](std::size_t begin, std::size_t end) {
        PartSolver solver(*this, local);
        for (std::size_t part = begin; part < end; ++part) {
            solver.solve(std::span(arcs).subspan(first[part], first[part + 1] - first[part]), nodes[part]);
        }
    });
}

} // namespace jifen
