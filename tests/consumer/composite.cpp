// Ranks three people by two indicators; exit status 0 when the second is first.
#include <jifen/composite/topsis.hpp>
#include <jifen/composite/weights.hpp>
#include <jifen/index/index_method.hpp>

#include <iostream>

int main() {
    using namespace jifen::composite;
    const Indicators indicators({"ann", "bea", "cam"}, {{"visits"}, {"days late", Direction::cost}},
                                Matrix::of_rows({{12, 9}, {14, 2}, {3, 4}}));
    const Topsis result = topsis(indicators, entropy_weights(indicators).values);
    for (const std::size_t i : result.ranking.order)
        std::cout << result.ranking.places[i] << ' ' << indicators.alternatives()[i] << ' ' << result.closeness[i]
                  << '\n';
    return result.ranking.order.front() == 1 && jifen::composite::index_method() != nullptr ? 0 : 1;
}
