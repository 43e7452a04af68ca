#include "jifen/composite/ahp.hpp"

#include "jifen/composite/weights.hpp"
#include "tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace jifen::composite {
namespace {

using Numbers = std::vector<double>;

std::vector<std::string> names(std::size_t n) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < n; ++i) out.push_back("c" + std::to_string(i));
    return out;
}

/// T. L. Saaty: "Decision making with the analytic hierarchy process", International Journal of Services Sciences 1
/// (2008) 83–98: which drink is consumed more in the U.S.
const Judgements& drinks() {
    static const Judgements judged = [] {
        Judgements out({"coffee", "wine", "tea", "beer", "soda", "milk", "water"});
        const auto over = [&out](const char* one, std::initializer_list<std::pair<const char*, double>> others) {
            for (const auto& [other, value] : others) out.judge(one, other, value);
        };
        over("coffee", {{"wine", 9}, {"tea", 5}, {"beer", 2}, {"soda", 1}, {"milk", 1}});
        over("water", {{"coffee", 2}, {"wine", 9}, {"tea", 9}, {"beer", 3}, {"soda", 2}, {"milk", 3}});
        over("tea", {{"wine", 3}});
        over("beer", {{"wine", 9}, {"tea", 3}, {"milk", 1}});
        over("soda", {{"wine", 9}, {"tea", 4}, {"beer", 2}, {"milk", 2}});
        over("milk", {{"wine", 9}, {"tea", 3}});
        return out;
    }();
    return judged;
}

/// Judgements that agree with the weights, each off by a factor of up to 1 + noise.
Judgements near(const Numbers& weights, double noise, Random& random) {
    Judgements out(names(weights.size()));
    for (std::size_t i = 0; i < weights.size(); ++i) {
        for (std::size_t j = i + 1; j < weights.size(); ++j)
            out.judge(i, j, weights[i] / weights[j] * std::exp(random.between(-1, 1) * std::log1p(noise)));
    }
    return out;
}

/// The power method on Harker's matrix until it stands still.
std::pair<double, Numbers> plain_principal(const Judgements& judgements) {
    const std::size_t n = judgements.size();
    Numbers vector(n, 1 / static_cast<double>(n));
    double lambda = 0;
    for (int step = 0; step < 20000; ++step) {
        Numbers next(n, 0);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j) {
                const auto value = judgements.value(i, j);
                next[i] += value ? *value * vector[j] : vector[i];
            }
        }
        lambda = std::accumulate(next.begin(), next.end(), 0.0);
        double change = 0;
        for (std::size_t i = 0; i < n; ++i) {
            change = std::max(change, std::fabs(next[i] / lambda - vector[i]));
            vector[i] = next[i] / lambda;
        }
        if (change < 1e-16) break;
    }
    return {lambda, vector};
}

Numbers plain_geometric_means(const Judgements& judgements) {
    Numbers out;
    for (std::size_t i = 0; i < judgements.size(); ++i) {
        double product = 1;
        for (std::size_t j = 0; j < judgements.size(); ++j) product *= judgements.value(i, j).value();
        out.push_back(std::pow(product, 1 / static_cast<double>(judgements.size())));
    }
    const double sum = std::accumulate(out.begin(), out.end(), 0.0);
    for (double& value : out) value /= sum;
    return out;
}

TEST(Priorities, GiveThePublishedFigures) {
    const Priorities found = priorities(drinks());
    const Numbers published{0.1775, 0.0191, 0.0418, 0.1164, 0.1896, 0.1288, 0.3268};
    for (std::size_t i = 0; i < 7; ++i) EXPECT_NEAR(found.weights[i], published[i], 5e-5) << drinks().items()[i];
    EXPECT_NEAR(found.consistency.lambda_max, 7.17662903933035, 1e-11);
    EXPECT_NEAR(found.consistency.index, 0.029438173221724966, 1e-12);
    EXPECT_NEAR(found.consistency.ratio.value(), 0.022, 5e-4);
    EXPECT_TRUE(found.consistency.is_within());
    const Priorities other = priorities(drinks(), {.table = RandomIndexTable::donegan_dodd_1991});
    EXPECT_NEAR(other.consistency.ratio.value(), 0.0235, 5e-5);
}

// R. Haas, O. Meixner: An Illustrated Guide to the Analytic Hierarchy Process: values that are there already.
TEST(Priorities, OfValuesAreTheirShares) {
    const Numbers published{0.3009, 0.2389, 0.2124, 0.2478};
    const Numbers found = given_weights(Numbers{34, 27, 24, 28}).values;
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(found[i], published[i], 5e-5);
}

TEST(Priorities, AreThoseOfThePowerMethod) {
    Random random(21);
    for (int round = 0; round < 300; ++round) {
        const std::size_t n = 1 + random.below(9);
        Judgements judgements = near(random.numbers(n, 0.1, 1), round % 3 == 0 ? 3 : 0.5, random);
        if (round % 2 == 0 && n > 3) { // incomplete, and still linked
            for (std::size_t k = 0; k < n; ++k) {
                Judgements less = judgements;
                less.forget(random.below(n), random.below(n));
                if (less.is_connected()) judgements = less;
            }
        }
        const auto [lambda, vector] = plain_principal(judgements);
        const Priorities found = priorities(judgements);
        EXPECT_NEAR(found.consistency.lambda_max, lambda, 1e-10);
        for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(found.weights[i], vector[i], 1e-11);
        if (judgements.missing() > 0) continue;
        const Numbers plain = plain_geometric_means(judgements);
        const Priorities means = priorities(judgements, {.method = PriorityMethod::geometric_mean});
        for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(means.weights[i], plain[i], 1e-12);
        EXPECT_EQ(means.consistency.lambda_max, found.consistency.lambda_max) << "of the judgements, not the weights";
    }
}

TEST(Priorities, OfConsistentJudgementsAreTheWeightsHoweverFarApart) {
    Random random(22);
    for (const double least : {0.5, 1e-8}) {
        for (std::size_t n = 1; n < 20; ++n) {
            Numbers weights(n);
            for (double& weight : weights) weight = std::exp(random.between(std::log(least), 0));
            Judgements judgements = near(weights, 0, random);
            for (const bool incomplete : {false, true}) {
                if (incomplete) // a chain is all that is left
                    for (std::size_t i = 0; i < n; ++i)
                        for (std::size_t j = i + 2; j < n; ++j) judgements.forget(i, j);
                const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
                for (const PriorityMethod method : {PriorityMethod::eigenvector, PriorityMethod::geometric_mean}) {
                    const Priorities found = priorities(judgements, {.method = method});
                    for (std::size_t i = 0; i < n; ++i)
                        EXPECT_NEAR(found.weights[i] / (weights[i] / sum), 1, 1e-11) << n << ' ' << least;
                    EXPECT_EQ(found.consistency.index, 0);
                }
                EXPECT_EQ(most_disturbing(judgements), std::nullopt);
            }
        }
    }
}

TEST(Priorities, OfOneOrTwoItemsContradictNothing) {
    const Priorities one = priorities(Judgements({"a"}));
    EXPECT_EQ(one.weights, (Numbers{1}));
    EXPECT_EQ(one.consistency.ratio, 0);
    Judgements two({"a", "b"});
    two.judge("a", "b", 3);
    const Priorities found = priorities(two);
    EXPECT_DOUBLE_EQ(found.weights[0], 0.75);
    EXPECT_EQ(found.consistency.ratio, 0);
    EXPECT_EQ(found.consistency.geometric_index, std::nullopt);
    EXPECT_EQ(most_disturbing(two), std::nullopt);
}

TEST(Priorities, OfACircleAreEqualAndItsRatioSaysSo) {
    Judgements circle({"a", "b", "c"});
    circle.judge("a", "b", 9);
    circle.judge("b", "c", 9);
    circle.judge("c", "a", 9);
    const Priorities found = priorities(circle);
    for (const double weight : found.weights) EXPECT_NEAR(weight, 1.0 / 3, 1e-14);
    EXPECT_NEAR(found.consistency.lambda_max, 1 + 9 + 1.0 / 9, 1e-12);
    EXPECT_GT(found.consistency.ratio.value(), 6);
    EXPECT_FALSE(found.consistency.is_within());
    const Disturbance worst = most_disturbing(circle).value();
    EXPECT_EQ(worst.over, 0U) << "all disturb alike: the first";
    EXPECT_EQ(worst.under, 1U);
    EXPECT_NEAR(worst.mended, 1.0 / 81, 1e-12);
    EXPECT_EQ(worst.on_scale, 1.0 / 9);
    EXPECT_EQ(worst.when_mended.index, 0);
}

TEST(Priorities, NeedJudgementsThatLinkAllItems) {
    Judgements two_camps({"a", "b", "c", "d"});
    two_camps.judge("a", "b", 2);
    two_camps.judge("c", "d", 2);
    EXPECT_EQ(refusal([&] { (void)priorities(two_camps); }),
              "judgements = \"4 missing\": nothing links \"c\", \"d\" to \"a\": judge one of these pairs");
    EXPECT_THROW((void)most_disturbing(two_camps), ArgumentError);
}

TEST(Consistency, HasAGeometricIndexOfCompleteJudgements) {
    const double index = priorities(drinks()).consistency.geometric_index.value();
    const Numbers weights = plain_geometric_means(drinks());
    double squares = 0;
    for (std::size_t i = 0; i < 7; ++i)
        for (std::size_t j = i + 1; j < 7; ++j)
            squares += std::pow(std::log(*drinks().value(i, j) * weights[j] / weights[i]), 2);
    EXPECT_NEAR(index, squares * 2 / (6 * 5), 1e-12);
    Judgements less = drinks();
    less.forget(0, 1);
    EXPECT_EQ(priorities(less).consistency.geometric_index, std::nullopt);
    EXPECT_EQ(priorities(less).consistency.missing, 1U);
}

TEST(RandomIndex, NamesItsTable) {
    EXPECT_EQ(random_index(RandomIndexTable::saaty_1980, 3), 0.58);
    EXPECT_EQ(random_index(RandomIndexTable::saaty_2005, 7), 1.35);
    EXPECT_EQ(random_index(RandomIndexTable::donegan_dodd_1991, 15), 1.4969);
    EXPECT_NEAR(random_index(RandomIndexTable::alonso_lamata_2006, 9).value(), 1.4499, 0.003) << "their own table";
    EXPECT_TRUE(random_index(RandomIndexTable::alonso_lamata_2006, 40).has_value());
    for (const auto table : {RandomIndexTable::saaty_1980, RandomIndexTable::saaty_2005,
                             RandomIndexTable::donegan_dodd_1991, RandomIndexTable::alonso_lamata_2006}) {
        EXPECT_EQ(random_index(table, 2), 0);
        EXPECT_NE(std::string(to_string(table)), "");
    }
    EXPECT_EQ(random_index(RandomIndexTable::saaty_2005, 16), std::nullopt);
    Random random(23);
    const Priorities beyond = priorities(near(random.numbers(16, 0.5, 1), 0.5, random));
    EXPECT_EQ(beyond.consistency.ratio, std::nullopt);
    EXPECT_FALSE(beyond.consistency.is_within()) << "unknown is not within";
}

TEST(Priorities, NameTheirMethod) {
    EXPECT_STREQ(to_string(PriorityMethod::eigenvector), "eigenvector");
    EXPECT_STREQ(to_string(PriorityMethod::geometric_mean), "geometric_mean");
    EXPECT_STREQ(to_string(RandomIndexTable::saaty_1980), "saaty_1980");
}

TEST(MostDisturbing, FindsTheOneSpoiltJudgement) {
    Random random(24);
    for (int round = 0; round < 100; ++round) {
        const std::size_t n = 4 + random.below(5);
        const Numbers weights = random.numbers(n, 0.2, 1);
        Judgements judgements = near(weights, 0, random);
        const std::size_t i = random.below(n), j = (i + 1 + random.below(n - 1)) % n;
        judgements.judge(i, j, weights[i] / weights[j] * 7);
        const Disturbance worst = most_disturbing(judgements).value();
        EXPECT_EQ(worst.over, std::min(i, j));
        EXPECT_EQ(worst.under, std::max(i, j));
        EXPECT_NEAR(worst.mended, weights[worst.over] / weights[worst.under], 1e-10);
        EXPECT_EQ(worst.when_mended.index, 0);
        EXPECT_LT(worst.when_on_scale.index, worst.now.index);
        EXPECT_EQ(worst.judged, judgements.value(worst.over, worst.under));
    }
}

TEST(MostDisturbing, LeavesLessContradictionThanAnyOtherLeftOut) {
    const Disturbance worst = most_disturbing(drinks()).value();
    for (std::size_t i = 0; i < 7; ++i) {
        for (std::size_t j = i + 1; j < 7; ++j) {
            Judgements without = drinks();
            without.forget(i, j);
            EXPECT_GE(plain_principal(without).first, worst.when_mended.lambda_max - 1e-9);
        }
    }
    EXPECT_LE(worst.when_mended.lambda_max, worst.when_on_scale.lambda_max);
    EXPECT_LE(worst.when_on_scale.lambda_max, worst.now.lambda_max);
}

TEST(SeveralJudges, HaveWeightsOfTheirOwn) {
    Judgements first({"a", "b"}), second({"a", "b"});
    first.judge("a", "b", 4);
    second.judge("b", "a", 1);
    const std::array judges{Judge{first, 1}, Judge{second, 3}};
    const JudgesPriorities geometric = aggregate_priorities(judges);
    EXPECT_NEAR(geometric.weights[0] / geometric.weights[1], std::pow(4, 0.25), 1e-14);
    const JudgesPriorities arithmetic = aggregate_priorities(judges, {}, MeanOfPriorities::arithmetic);
    EXPECT_NEAR(arithmetic.weights[0], (0.8 + 3 * 0.5) / 4, 1e-14);
    ASSERT_EQ(arithmetic.judges.size(), 2U);
    EXPECT_DOUBLE_EQ(arithmetic.judges[0].weights[0], 0.8);
    EXPECT_THROW((void)aggregate_priorities({}), ArgumentError);
}

TEST(SeveralJudges, AgreeEitherWayWhereRowsAreMeans) {
    // Geometric means of judgements and of priorities by geometric means are the same.
    Random random(25);
    const std::array judges{Judge{near(random.numbers(5, 0.1, 1), 1, random), 2},
                            Judge{near(random.numbers(5, 0.1, 1), 1, random), 1}};
    const PriorityOptions means{.method = PriorityMethod::geometric_mean};
    const Numbers together = priorities(aggregate_judgements(judges), means).weights;
    const Numbers apart = aggregate_priorities(judges, means).weights;
    for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(together[i], apart[i], 1e-14);
}

} // namespace
} // namespace jifen::composite
