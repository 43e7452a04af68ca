#include "jifen/composite/judgements.hpp"

#include "tables.hpp"

#include <gtest/gtest.h>

#include <array>

namespace jifen::composite {
namespace {

const std::vector<std::string> abc{"a", "b", "c"};

TEST(Judgements, KnowTheOtherWayRound) {
    Judgements judgements(abc);
    EXPECT_EQ(judgements.missing(), 3U);
    EXPECT_EQ(judgements.unreached(), (std::vector<std::size_t>{1, 2}));
    judgements.judge("c", "a", 4);
    EXPECT_EQ(judgements.value(2, 0), 4);
    EXPECT_EQ(judgements.value(0, 2), 0.25);
    EXPECT_EQ(judgements.value(0, 1), std::nullopt);
    EXPECT_EQ(judgements.value(1, 1), 1);
    judgements.judge(0, 1, 2);
    EXPECT_EQ(judgements.missing(), 1U);
    EXPECT_TRUE(judgements.is_connected());
    judgements.forget(1, 0);
    judgements.forget(1, 1);
    EXPECT_FALSE(judgements.is_connected());
    EXPECT_EQ(judgements.unreached(), (std::vector<std::size_t>{1}));
    EXPECT_EQ(judgements.value(1, 1), 1);
}

TEST(Judgements, RefuseWhatIsNoJudgement) {
    Judgements judgements(abc);
    for (const double bad : {0.0, -3.0, missing_value, infinite, 2e9, 0.5e-9})
        EXPECT_THROW(judgements.judge("a", "b", bad), ArgumentError) << bad;
    EXPECT_NO_THROW(judgements.judge("a", "b", 1e9));
    EXPECT_NO_THROW(judgements.judge("a", "b", 1e-9));
    EXPECT_THROW(judgements.judge("a", "a", 1), ArgumentError);
    EXPECT_THROW(judgements.judge("a", "d", 1), ArgumentError);
    EXPECT_THROW(Judgements({}), ArgumentError);
    EXPECT_THROW(Judgements({"a", "a"}), ArgumentError);
    EXPECT_THROW(Judgements({"a", ""}), ArgumentError);
}

TEST(Judgements, ComeFromAMatrix) {
    const Judgements judgements =
        Judgements::from_matrix(abc, Matrix::of_rows({{1, 3, 0}, {0.333, 1, missing_value}, {0, missing_value, 1}}));
    EXPECT_EQ(judgements.value(0, 1), 3);
    EXPECT_DOUBLE_EQ(judgements.value(1, 0).value(), 1.0 / 3) << "the one above the diagonal stands";
    EXPECT_EQ(judgements.missing(), 2U);
}

TEST(Judgements, RefuseAMatrixThatContradictsItself) {
    const std::vector<std::string> ab{"a", "b"};
    for (const Matrix& bad :
         {Matrix::of_rows({{1, 3}, {3, 1}}), Matrix::of_rows({{1, 3}, {0, 1}}), Matrix::of_rows({{1, 0}, {3, 1}}),
          Matrix::of_rows({{2, 3}, {1.0 / 3, 1}}), Matrix::of_rows({{1, -2}, {-0.5, 1}}), Matrix::of_rows({{1, 2}}),
          Matrix::of_rows({{1, 2, 3}, {0.5, 1, 3}}), Matrix::of_rows({{1, infinite}, {0, 1}}),
          Matrix::of_rows({{missing_value, 2}, {0.5, 1}}), Matrix::of_rows({{1, 0.33}, {3, 1}})})
        EXPECT_THROW((void)Judgements::from_matrix(ab, bad), ArgumentError);
}

TEST(SeveralJudges, AreOneByTheGeometricMean) {
    Judgements first(abc), second(abc), third(abc);
    first.judge("a", "b", 2);
    first.judge("b", "c", 3);
    second.judge("a", "b", 8);
    third.judge("b", "a", 1);
    const std::array judges{Judge{first, 1}, Judge{second, 1}, Judge{third, 2}};
    const Judgements all = aggregate_judgements(judges);
    EXPECT_DOUBLE_EQ(all.value(0, 1).value(), 2); // (2 · 8 · 1²)^¼
    EXPECT_DOUBLE_EQ(all.value(1, 0).value(), 0.5);
    EXPECT_DOUBLE_EQ(all.value(1, 2).value(), 3) << "of the one who judged it";
    EXPECT_EQ(all.value(0, 2), std::nullopt);
}

TEST(SeveralJudges, JudgeTheSame) {
    const Judgements one(abc), other({"a", "c", "b"});
    const std::array unlike{Judge{one}, Judge{other}};
    EXPECT_THROW((void)aggregate_judgements(unlike), ArgumentError);
    EXPECT_THROW((void)aggregate_judgements({}), ArgumentError);
    for (const double bad : {0.0, -1.0, missing_value}) {
        const std::array judges{Judge{one, bad}};
        EXPECT_THROW((void)aggregate_judgements(judges), ArgumentError);
    }
}

} // namespace
} // namespace jifen::composite
