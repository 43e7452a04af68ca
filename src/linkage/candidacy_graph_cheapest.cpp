#include "jifen/core/error.hpp"
#include "linkage/candidacy_graph.hpp"

#include <algorithm>
#include <utility>

namespace jifen::appointing {

namespace {

/// Serves the rows in full, one unit after the other, each along a cheapest augmenting path (Dijkstra's search with the
/// prices of the nodes as potentials; Ahuja, Magnanti, Orlin, ch. 9.7). Rows are grids and columns people, or the other
/// way round; one of the two sides takes at most one edge a node.
class Transport {
public:
    using Side = CandidacyGraph::Side;

    Transport(const Side& rows, const Side& columns, const std::vector<Worth>& worth, std::uint32_t demand,
              std::uint32_t capacity)
        : rows_(rows), columns_(columns), worth_(worth), demand_(demand), capacity_(capacity), row_price_(rows.size()),
          column_price_(columns.size()), chosen_(worth.size(), 0), taken_(columns.size()), row_seen_(rows.size(), 0),
          row_distance_(rows.size()), row_by_(rows.size(), none), column_seen_(columns.size(), 0),
          column_done_(columns.size(), 0), column_distance_(columns.size()), column_by_(columns.size(), none) {}

    void solve(const RunOptions& options) {
        std::vector<std::uint32_t> served(rows_.size(), 0);
        for (std::uint32_t row = 0; row < rows_.size(); ++row) served[row] = take_tight(row);
        for (std::uint32_t row = 0; row < rows_.size(); ++row) {
            for (; served[row] < demand_; ++served[row]) {
                if (options.stop.stop_requested()) throw Cancelled();
                augment(row);
            }
        }
    }
    [[nodiscard]] bool is_chosen(std::uint32_t edge) const noexcept { return chosen_[edge] != 0; }
    [[nodiscard]] std::vector<Cost> take_row_prices() { return std::move(row_price_); }
    [[nodiscard]] std::vector<Cost> take_column_prices() { return std::move(column_price_); }

private:
    struct Open {
        Cost distance;
        std::uint32_t column;
    };
    static bool is_farther(const Open& a, const Open& b) noexcept { return a.distance > b.distance; }

    /// The row's price as it is alone, and the columns free at that price.
    std::uint32_t take_tight(std::uint32_t row) {
        const auto edges = rows_.of(row);
        Cost& price = row_price_[row];
        price = Cost(worth_[edges.front()]);
        for (const std::uint32_t edge : edges) price = std::min(price, Cost(worth_[edge]));
        std::uint32_t served = 0;
        for (const std::uint32_t edge : edges) {
            auto& taken = taken_[columns_.node[edge]];
            if (served == demand_) break;
            if (taken.size() == capacity_ || Cost(worth_[edge]) != price) continue;
            taken.push_back(edge);
            chosen_[edge] = 1;
            ++served;
        }
        return served;
    }

    /// Serves the row once more. Precondition: it can be.
    void augment(std::uint32_t start) {
        ++round_;
        rows_seen_.clear();
        columns_done_.clear();
        open_.clear();
        ready_.clear();
        see_row(start, none, Cost{});
        std::uint32_t column = none;
        while (true) {
            column = next_column();
            if (taken_[column].size() < capacity_) break;
            finish(column);
            for (const std::uint32_t edge : taken_[column]) {
                const std::uint32_t row = rows_.node[edge];
                if (row_seen_[row] != round_) see_row(row, edge, column_distance_[column]);
            }
        }
        const Cost length = column_distance_[column];
        for (const std::uint32_t row : rows_seen_) row_price_[row] += length - row_distance_[row];
        for (const std::uint32_t done : columns_done_) column_price_[done] -= length - column_distance_[done];
        while (true) {
            const std::uint32_t edge = column_by_[column];
            const std::uint32_t row = rows_.node[edge];
            taken_[column].push_back(edge);
            chosen_[edge] = 1;
            if (row == start) return;
            const std::uint32_t before = row_by_[row];
            chosen_[before] = 0;
            column = columns_.node[before];
            *std::find(taken_[column].begin(), taken_[column].end(), before) = taken_[column].back();
            taken_[column].pop_back();
        }
    }

    void see_row(std::uint32_t row, std::uint32_t by, const Cost& distance) {
        row_seen_[row] = round_;
        row_distance_[row] = distance;
        row_by_[row] = by;
        rows_seen_.push_back(row);
        // An edge that is chosen costs nothing more: what else is chosen of the row is as near, and moves with it.
        const Cost base = distance - row_price_[row];
        for (const std::uint32_t edge : rows_.of(row)) {
            const std::uint32_t column = columns_.node[edge];
            if (column_done_[column] == round_) continue;
            const Cost reached = base + worth_[edge] - column_price_[column];
            if (column_seen_[column] == round_ && reached >= column_distance_[column]) continue;
            column_seen_[column] = round_;
            column_distance_[column] = reached;
            column_by_[column] = edge;
            // No nearer column is left: it need not go through the heap.
            if (reached == distance) {
                ready_.push_back(column);
            } else {
                open_.push_back({reached, column});
                std::push_heap(open_.begin(), open_.end(), is_farther);
            }
        }
    }
    /// The nearest column that is not done. There is one: the row can be served.
    std::uint32_t next_column() {
        while (!ready_.empty()) {
            const std::uint32_t column = ready_.back();
            ready_.pop_back();
            if (column_done_[column] != round_) return column;
        }
        while (true) {
            std::pop_heap(open_.begin(), open_.end(), is_farther);
            const Open nearest = open_.back();
            open_.pop_back();
            if (column_done_[nearest.column] != round_) return nearest.column;
        }
    }
    void finish(std::uint32_t column) {
        column_done_[column] = round_;
        columns_done_.push_back(column);
    }

    const Side& rows_;
    const Side& columns_;
    const std::vector<Worth>& worth_;
    std::uint32_t demand_, capacity_;
    std::vector<Cost> row_price_, column_price_;
    std::vector<std::uint8_t> chosen_;              ///< by edge
    std::vector<std::vector<std::uint32_t>> taken_; ///< chosen edges by column

    // Of the search that is going on; what is marked with an older round counts as unmarked.
    std::uint32_t round_ = 0;
    std::vector<std::uint32_t> row_seen_;
    std::vector<Cost> row_distance_;
    std::vector<std::uint32_t> row_by_; ///< the chosen edge by which a row was reached
    std::vector<std::uint32_t> column_seen_, column_done_;
    std::vector<Cost> column_distance_;
    std::vector<std::uint32_t> column_by_; ///< the edge by which a column was reached
    std::vector<std::uint32_t> rows_seen_, columns_done_;
    std::vector<std::uint32_t> ready_; ///< columns as near as the one that was taken last
    std::vector<Open> open_;           ///< a heap, the nearest first; a column can stand in it several times
};

std::vector<std::uint32_t> leaders(const CandidacyGraph& graph, const Transport& solved) {
    std::vector<std::uint32_t> leader(graph.grids.size(), none);
    for (std::uint32_t edge = 0; edge < graph.edges(); ++edge) {
        if (solved.is_chosen(edge)) leader[graph.grids.node[edge]] = edge;
    }
    return leader;
}

} // namespace

Cheapest cheapest_by_grid(const CandidacyGraph& graph, std::uint32_t max_grids, const RunOptions& options) {
    Transport transport(graph.grids, graph.people, graph.worth, 1, max_grids);
    transport.solve(options);
    return {leaders(graph, transport), transport.take_row_prices(), transport.take_column_prices()};
}

Cheapest cheapest_by_person(const CandidacyGraph& graph, std::uint32_t max_grids, const RunOptions& options) {
    Transport transport(graph.people, graph.grids, graph.worth, max_grids, 1);
    transport.solve(options);
    return {leaders(graph, transport), transport.take_column_prices(), transport.take_row_prices()};
}

} // namespace jifen::appointing
