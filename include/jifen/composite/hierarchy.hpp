#pragma once

#include "jifen/composite/ahp.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace jifen::composite {

/// A criterion and what it is made of. A leaf is an indicator, or an alternative that is judged under several criteria:
/// leaves of one name are one and the same.
struct Criterion {
    std::string name;
    std::vector<Criterion> parts{}; ///< empty: a leaf
    /// How the parts weigh: judgements whose items are the names of the parts, in any order; or, where these are none,
    /// weights, one a part; or, where these are empty, all alike.
    std::optional<Judgements> judgements{};
    std::vector<double> weights{};
};

/// A criterion with its weight, in the order of the tree (parents before their parts).
struct WeighedCriterion {
    std::string name;
    std::size_t depth = 0;  ///< 0: the root
    std::size_t parent = 0; ///< its place among these; the root's is its own
    double local = 1;       ///< among its brothers, adding up to 1
    double global = 1;      ///< the product of the local ones from the root down
    bool is_leaf = false;
    std::optional<Consistency> consistency{}; ///< of the judgements of its parts
};

struct LeafWeight {
    std::string name;
    double weight = 0; ///< the sum of the global weights of the leaves of this name
};

struct HierarchyWeights {
    std::vector<WeighedCriterion> criteria;
    std::vector<LeafWeight> leaves;      ///< in the order in which they first stand in the tree; weights add up to 1
    std::optional<double> worst_ratio{}; ///< the largest consistency ratio; none where nothing was judged
};

/// The weights of a whole hierarchy, composed from the root down ("distributive mode", Saaty 1980). Throws
/// ArgumentError as `priorities` and `given_weights`, with the criterion named; when the items of the judgements are
/// not the parts, when both judgements and weights are given, when two parts of one criterion have the same name, and
/// for a tree deeper than 100. O(nodes · parts³).
[[nodiscard]] HierarchyWeights weigh(const Criterion& root, const PriorityOptions& options = {});

} // namespace jifen::composite
