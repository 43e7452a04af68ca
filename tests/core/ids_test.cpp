#include "jifen/core/ids.hpp"

#include <gtest/gtest.h>

#include <concepts>
#include <string>
#include <type_traits>
#include <unordered_set>

namespace jifen {
namespace {

/// Can the two be compared, assigned, or made from one another in any way?
template <class A, class B>
constexpr bool mix =
    std::is_convertible_v<A, B> || std::is_constructible_v<A, B> || std::is_assignable_v<A&, B> ||
    std::equality_comparable_with<A, B> || requires(A a, B b) { a == b; } || requires(A a, B b) { a < b; };

template <class... Kinds>
struct KindsOf {
    template <class A, class B>
    static constexpr bool apart_or_same = std::is_same_v<A, B> || !mix<A, B>;
    template <class A>
    static constexpr bool apart_from_all = (apart_or_same<A, Kinds> && ...);
    static constexpr bool apart = (apart_from_all<Kinds> && ...);
    static constexpr bool small = ((sizeof(Kinds) == 4) && ...);
    static constexpr bool no_numbers =
        ((!std::is_convertible_v<std::uint32_t, Kinds> && !std::is_convertible_v<Kinds, std::uint32_t> &&
          !std::is_convertible_v<Kinds, bool> && !std::is_constructible_v<Kinds, std::string>)&&...);
};

using AllKinds = KindsOf<UnitId, HouseholdId, PersonId, SubjectId, EntryId, TopicId, RoleWord, LevelWord, ItemWord,
                         ChannelWord, ActWord, SourceWord, ItemId, CategoryId, ExclusiveId, GradeId>;

static_assert(AllKinds::apart, "ids of different kinds do not mix");
static_assert(AllKinds::small);
static_assert(AllKinds::no_numbers, "an id is no number, and no number is an id unasked");
static_assert(!std::is_same_v<ItemId, ItemWord>);
static_assert(!UnitId() && !UnitId::none() && UnitId(0) && UnitId(0).index() == 0);

TEST(Id, WithoutAValueIsNoneAndOrdersLast) {
    EXPECT_EQ(PersonId(), PersonId::none());
    EXPECT_FALSE(PersonId().has_value());
    EXPECT_LT(PersonId(4'000'000'000), PersonId::none());
    EXPECT_LT(PersonId::at(1), PersonId::at(2));
}

TEST(Id, CanBeAKeyOfAHashTable) {
    std::unordered_set<PersonId> people{PersonId(1), PersonId(2), PersonId(1)};
    EXPECT_EQ(people.size(), 2U);
    EXPECT_TRUE(people.contains(PersonId(2)));
}

} // namespace
} // namespace jifen
