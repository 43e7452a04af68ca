#pragma once

#include "jifen/district/district.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <vector>

namespace jifen {

/// A link as it is met on the way from `source` to `target`. Two are equal when they are the same link, whichever way
/// it is met.
struct LinkEnds {
    PersonId source, target;
    LinkId link;
    friend bool operator==(LinkEnds a, LinkEnds b) noexcept { return a.link == b.link; }
    friend auto operator<=>(LinkEnds a, LinkEnds b) noexcept { return a.link <=> b.link; }
};

/// Which links are looked at.
class LinkFilter {
public:
    [[nodiscard]] bool takes_all() const noexcept { return !day_ && leads_ && serves_; }
    [[nodiscard]] bool takes(const Link& link) const noexcept {
        return (link.kind == LinkKind::leads ? leads_ : serves_) && (!day_ || link.days.contains(*day_));
    }
    [[nodiscard]] const std::optional<Day>& day() const noexcept { return day_; }
    [[nodiscard]] bool takes(LinkKind kind) const noexcept { return kind == LinkKind::leads ? leads_ : serves_; }

private:
    friend class LinkGraph;
    std::optional<Day> day_;
    bool leads_ = true, serves_ = true;
};

namespace detail {

/// What all views of one graph share, beside the links of the district.
struct LinkGraphData {
    District district;
    std::vector<PersonId> sources;       ///< of each link
    std::vector<LinkId> incoming;        ///< the links by target, then by number
    std::vector<std::uint32_t> in_begin; ///< those to person p are [in_begin[p], in_begin[p + 1])

    explicit LinkGraphData(District of);
    [[nodiscard]] const Link& link(std::uint32_t number) const noexcept { return district->links.rows[number]; }
};

} // namespace detail

/// Walks over links that a filter takes: a run of link numbers, then a run of incoming ones. The graph must outlive it.
/// O(1) for each link that is passed over or taken.
class LinkIterator {
public:
    using value_type = LinkEnds;
    using reference = LinkEnds;
    using pointer = void;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag; ///< it gives values; otherwise it is a forward iterator
    using iterator_concept = std::forward_iterator_tag;

    struct Run {
        std::uint32_t begin = 0, end = 0;
    };

    LinkIterator() = default;
    /// `turned`: incoming links are met from their target's side.
    LinkIterator(const detail::LinkGraphData& data, const LinkFilter& filter, Run out, Run in, bool turned) noexcept
        : data_(&data), filter_(filter), out_(out), in_(in), turned_(turned) {
        pass_over();
    }

    [[nodiscard]] LinkEnds operator*() const noexcept {
        const std::uint32_t link = number();
        const LinkEnds ends{data_->sources[link], data_->link(link).target, LinkId(link)};
        return turned_ && out_.begin == out_.end ? LinkEnds{ends.target, ends.source, ends.link} : ends;
    }
    LinkIterator& operator++() noexcept {
        step();
        pass_over();
        return *this;
    }
    LinkIterator operator++(int) noexcept {
        const LinkIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const LinkIterator& a, const LinkIterator& b) noexcept {
        return a.out_.begin == b.out_.begin && a.in_.begin == b.in_.begin;
    }

private:
    [[nodiscard]] bool at_end() const noexcept { return out_.begin == out_.end && in_.begin == in_.end; }
    [[nodiscard]] std::uint32_t number() const noexcept {
        return out_.begin != out_.end ? out_.begin : data_->incoming[in_.begin].value();
    }
    void step() noexcept { ++(out_.begin != out_.end ? out_ : in_).begin; }
    void pass_over() noexcept {
        while (!at_end() && !filter_.takes(data_->link(number()))) step();
    }

    const detail::LinkGraphData* data_ = nullptr;
    LinkFilter filter_;
    Run out_, in_;
    bool turned_ = false;
};

using LinkRange = std::ranges::subrange<LinkIterator>;

/// The linkage graph of a district (SPEC §5): everybody is a vertex, every link with two known ends an edge from its
/// source to its target; two people may have several. Frozen, cheap to copy (copies and views share it), safe to use
/// from many threads. It takes 8 bytes a link and 4 a person beside the district, which it keeps alive.
///
/// With `linkage/boost_graph.hpp` it models Boost.Graph's VertexListGraph, BidirectionalGraph, AdjacencyGraph and
/// EdgeListGraph. Vertices are the numbers of the people.
class LinkGraph {
public:
    /// O(people + links).
    explicit LinkGraph(District district);

    /// The graph of the links in force that day; of one that is `on` a day already, of that other day. O(1).
    [[nodiscard]] LinkGraph on(Day day) const;
    /// The graph of the links of that kind alone. O(1).
    [[nodiscard]] LinkGraph only(LinkKind kind) const;
    [[nodiscard]] const LinkFilter& filter() const noexcept { return filter_; }

    [[nodiscard]] const District& district() const noexcept { return data_->district; }
    [[nodiscard]] std::size_t people() const noexcept { return data_->district->people.size(); }
    /// How many links there are. O(1) for the whole graph, O(all links) for a view.
    [[nodiscard]] std::size_t count_links() const noexcept;
    /// Kind and days of a link.
    [[nodiscard]] const Link& operator[](LinkId link) const noexcept { return data_->link(link.value()); }

    /// Every link, by source, kind and target.
    [[nodiscard]] LinkRange links() const noexcept;
    /// Those that go out from her, by kind and target.
    [[nodiscard]] LinkRange out(PersonId person) const noexcept;
    /// Those that come in to her, by source.
    [[nodiscard]] LinkRange in(PersonId person) const noexcept;
    /// Both, each as if it went out from her: first those that do.
    [[nodiscard]] LinkRange around(PersonId person) const noexcept;

private:
    [[nodiscard]] LinkIterator::Run out_run(PersonId person) const noexcept;
    [[nodiscard]] LinkIterator::Run in_run(PersonId person) const noexcept;
    [[nodiscard]] LinkRange range(LinkIterator::Run out, LinkIterator::Run in, bool turned) const noexcept;

    std::shared_ptr<const detail::LinkGraphData> data_;
    LinkFilter filter_;
};

} // namespace jifen
