#include "jifen/rulebook/rulebook.hpp"

#include <gtest/gtest.h>

#include <string>

// The digest of a rulebook is of what it says, not of how it was written down.

namespace jifen {
namespace {

constexpr const char* written = R"(jifen = 1
code = "c"
applies_to = ["leader"]
title = { zh = "积分", en = "points \"\\\n\u0001" }
[[item]]
code = "visit"
points = [{ from = 2023-01-01, value = 1.5 }, { from = 2024-01-01, value = 2 }]
[[item]]
code = "bad"
points = -1
)";

TEST(CanonicalRulebook, IsTheDigestOfItsJson) {
    const std::string json =
        "{\"applies_to\":[\"leader\"],\"code\":\"c\",\"item\":[{\"code\":\"visit\",\"points\":[{\"from\":\"2023-01-"
        "01\","
        "\"value\":1.5},{\"from\":\"2024-01-01\",\"value\":2}]},{\"code\":\"bad\",\"points\":-1}],\"jifen\":1,"
        "\"title\":{\"en\":\"points \\\"\\\\\\n\\u0001\",\"zh\":\"积分\"}}";
    EXPECT_EQ(to_string(parse_rulebook(written)->sha256), to_string(sha256(json)));
    EXPECT_EQ(parse_rulebook(written)->toml, written);
}

TEST(CanonicalRulebook, DoesNotDependOnCommentsOrderOfKeysAndSpelling) {
    const Rulebook other = parse_rulebook(R"(# a comment
code = 'c'   # another
jifen = 0x1
applies_to = [ "leader", ]
title.en = """points "\\
\u0001"""
title.zh = "\u79ef\u5206"
item = [
  { points = [{ value = 1.50, from = 2023-01-01 }, { value = 2.0, from = 2024-01-01 }], code = "visit" },
  { points = -1e0, code = "bad" },
]
)");
    EXPECT_EQ(to_string(other->sha256), to_string(parse_rulebook(written)->sha256));
}

TEST(CanonicalRulebook, DependsOnEveryWordAndNumberAndOnTheOrderOfLists) {
    const Digest digest = parse_rulebook(written)->sha256;
    const auto with = [](const std::string& from, const std::string& to) {
        std::string text = written;
        text.replace(text.find(from), from.size(), to);
        return parse_rulebook(text)->sha256;
    };
    EXPECT_NE(with("1.5", "1.501"), digest);
    EXPECT_NE(with("= -1", "= -2"), digest);
    EXPECT_NE(with("积分", "积"), digest);
    EXPECT_NE(with("2023-01-01", "2023-01-02"), digest);
    EXPECT_NE(with("visit", "visits"), digest);
    EXPECT_NE(with("[\"leader\"]", "[\"leader\", \"member\"]"), digest);
    EXPECT_NE(with("[\"leader\"]", "[\"member\", \"leader\"]"), with("[\"leader\"]", "[\"leader\", \"member\"]"));
}

} // namespace
} // namespace jifen
