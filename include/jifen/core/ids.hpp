#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

/// \file
/// Every kind of dense id of the library, in one place.
///
/// An external id is UTF-8 text (SPEC §0). Inside, each kind of thing is numbered from 0 and has a type of its
/// own, so that a person can never be passed where a unit is meant. When a district is frozen, the numbers are given in
/// the bytewise order of the texts: comparing two dense ids of one kind compares their texts.

namespace jifen {

/// A dense number of one kind of thing: 4 bytes, `none()` when there is no such thing.
template <class Kind>
class Id {
public:
    using value_type = std::uint32_t;

    constexpr Id() noexcept = default;
    constexpr explicit Id(value_type value) noexcept : value_(value) {}
    /// From a position in a container; the caller guarantees that it fits 32 bits.
    static constexpr Id at(std::size_t index) noexcept { return Id(static_cast<value_type>(index)); }
    static constexpr Id none() noexcept { return Id(); }

    [[nodiscard]] constexpr value_type value() const noexcept { return value_; }
    [[nodiscard]] constexpr std::size_t index() const noexcept { return value_; }
    [[nodiscard]] constexpr bool has_value() const noexcept { return value_ != none_value; }
    constexpr explicit operator bool() const noexcept { return has_value(); }

    friend constexpr auto operator<=>(Id, Id) noexcept = default;

private:
    static constexpr value_type none_value = std::numeric_limits<value_type>::max();
    value_type value_ = none_value;
};

/// A node of the unit tree, or a unit that is only mentioned (see `UnitTree::exists`).
using UnitId = Id<struct UnitKind>;
using HouseholdId = Id<struct HouseholdKind>;
using PersonId = Id<struct PersonKind>;
/// What a ledger entry is about: a household, a person, or a text that is neither.
using SubjectId = Id<struct SubjectKind>;
/// The position of an entry in the frozen ledger: clustered by actor, then by (date, entry id).
using EntryId = Id<struct EntryKind>;
/// The position of a link among the frozen links: clustered by source, then by (kind, target, days).
using LinkId = Id<struct LinkIdKind>;
/// What a knowledge record asks about or knows: household, person, matter, circumstance, need or help.
using TopicId = Id<struct TopicKind>;

// Free words of the tables (SPEC §1: roles, items, channels, levels, acts are free words).
using RoleWord = Id<struct RoleWordKind>;
using LevelWord = Id<struct LevelWordKind>;
using ItemWord = Id<struct ItemWordKind>;
using ChannelWord = Id<struct ChannelWordKind>;
using ActWord = Id<struct ActWordKind>;
using SourceWord = Id<struct SourceWordKind>;

// Positions in a rulebook, in file order.
using ItemId = Id<struct ItemKind>;
using CategoryId = Id<struct CategoryKind>;
using ExclusiveId = Id<struct ExclusiveKind>;
using GradeId = Id<struct GradeKind>;
using DutyId = Id<struct DutyKind>;

} // namespace jifen

template <class Kind>
struct std::hash<jifen::Id<Kind>> {
    std::size_t operator()(jifen::Id<Kind> id) const noexcept { return std::hash<std::uint32_t>{}(id.value()); }
};
