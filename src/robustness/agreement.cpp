#include "jifen/robustness/agreement.hpp"

#include "jifen/composite/rank_correlation.hpp"
#include "jifen/core/error.hpp"

#include <cstddef>
#include <limits>

namespace jifen::robustness {

Agreement agreement(std::span<const MethodScores> methods) {
    if (methods.empty()) throw ArgumentError("methods", "", "there is no method");
    constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
    Agreement out{
        {}, composite::Matrix(methods.size(), methods.size(), 1), composite::Matrix(methods.size(), methods.size(), 1)};
    for (std::size_t a = 0; a < methods.size(); ++a) {
        for (std::size_t b = 0; b <= a; ++b) {
            if (a != b && methods[a].name == methods[b].name)
                throw ArgumentError("methods", methods[a].name, "two methods have this name");
            const auto tau = composite::kendall_tau_b(methods[a].scores, methods[b].scores);
            const auto rho = composite::spearman_rho(methods[a].scores, methods[b].scores);
            out.tau_b(a, b) = out.tau_b(b, a) = tau.value_or(undefined);
            out.rho(a, b) = out.rho(b, a) = rho.value_or(undefined);
        }
        out.names.push_back(methods[a].name);
    }
    return out;
}

} // namespace jifen::robustness
