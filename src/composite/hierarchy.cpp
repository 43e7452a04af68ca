#include "jifen/composite/hierarchy.hpp"

#include "composite/checks.hpp"
#include "jifen/core/text.hpp"

#include <algorithm>
#include <string_view>

namespace jifen::composite {

namespace {

constexpr std::size_t deepest = 100;

class Weigher {
public:
    explicit Weigher(const PriorityOptions& options) : options_(options) {}

    void visit(const Criterion& criterion, std::size_t parent, std::size_t depth, double local, double global) {
        if (depth > deepest)
            throw ArgumentError("hierarchy", criterion.name, "it is deeper than " + std::to_string(deepest));
        if (criterion.name.empty()) throw ArgumentError("hierarchy", "", "a criterion has a name");
        const std::size_t place = out_.criteria.size();
        out_.criteria.push_back({criterion.name, depth, parent, local, global, criterion.parts.empty(), {}});
        if (criterion.parts.empty()) {
            if (criterion.judgements || !criterion.weights.empty()) fail(criterion, "it has no parts to be weighed");
            add_leaf(criterion.name, global);
            return;
        }
        const std::vector<double> locals = locals_of(criterion, place);
        for (std::size_t i = 0; i < locals.size(); ++i)
            visit(criterion.parts[i], place, depth + 1, locals[i], global * locals[i]);
    }

    [[nodiscard]] HierarchyWeights result() && { return std::move(out_); }

private:
    [[noreturn]] static void fail(const Criterion& criterion, const std::string& reason) {
        throw ArgumentError("hierarchy", criterion.name, reason);
    }

    std::vector<double> locals_of(const Criterion& criterion, std::size_t place) {
        std::vector<std::string> names;
        names.reserve(criterion.parts.size());
        for (const Criterion& part : criterion.parts) names.push_back(part.name);
        std::vector<std::string> sorted = names;
        std::sort(sorted.begin(), sorted.end());
        const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
        if (twice != sorted.end())
            fail(criterion, "two of its parts are named " + in_quotes(mask_long_numbers(*twice)));
        if (!criterion.judgements) return given(criterion);
        if (!criterion.weights.empty()) fail(criterion, "it has both judgements and weights");
        const auto& items = criterion.judgements->items();
        if (!std::is_permutation(items.begin(), items.end(), names.begin(), names.end()))
            fail(criterion, "what was judged are not its parts");
        const Priorities found = judged(criterion);
        out_.criteria[place].consistency = found.consistency;
        if (const auto& ratio = found.consistency.ratio)
            out_.worst_ratio = std::max(out_.worst_ratio.value_or(0), *ratio);
        std::vector<double> locals;
        for (const std::string& name : names) {
            const auto item = std::find(items.begin(), items.end(), name);
            locals.push_back(found.weights[static_cast<std::size_t>(item - items.begin())]);
        }
        return locals;
    }

    static std::vector<double> given(const Criterion& criterion) {
        if (criterion.weights.empty()) {
            const std::size_t n = criterion.parts.size();
            return std::vector<double>(n, 1 / static_cast<double>(n));
        }
        try {
            return unit_weights(criterion.weights, criterion.parts.size());
        } catch (const ArgumentError& error) {
            fail(criterion, error.what());
        }
    }

    [[nodiscard]] Priorities judged(const Criterion& criterion) const {
        try {
            return priorities(*criterion.judgements, options_);
        } catch (const ArgumentError& error) {
            fail(criterion, error.what());
        }
    }

    void add_leaf(const std::string& name, double weight) {
        auto found = std::find_if(out_.leaves.begin(), out_.leaves.end(),
                                  [&](const LeafWeight& leaf) { return leaf.name == name; });
        if (found == out_.leaves.end()) found = out_.leaves.insert(found, {name, 0});
        found->weight += weight;
    }

    const PriorityOptions& options_;
    HierarchyWeights out_;
};

} // namespace

HierarchyWeights weigh(const Criterion& root, const PriorityOptions& options) {
    Weigher weigher(options);
    weigher.visit(root, 0, 0, 1, 1);
    return std::move(weigher).result();
}

} // namespace jifen::composite
