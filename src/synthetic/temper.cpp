#include "synthetic/temper.hpp"

#include "synthetic/draw.hpp"

#include <algorithm>

namespace jifen::synthetic {

Temper make_temper(const Layout& layout, std::uint32_t person) {
    CounterRng rng = rng_of(layout.seed, Stream::temper, person);
    Temper temper;
    temper.weak = chance(rng, 70);
    // The better of two draws: most are diligent. Sums of draws: few are extreme.
    const int diligence = static_cast<int>(std::max(below(rng, 1000), below(rng, 1000)));
    temper.visits_done = temper.weak ? 450 + diligence / 3 : 860 + diligence * 14 / 100;
    temper.late = chance(rng, 100) ? between(rng, 30, 140) : between(rng, 0, 14);
    temper.unverified = chance(rng, 80) ? between(rng, 60, 220) : between(rng, 2, 30);
    temper.remote = chance(rng, 60) ? between(rng, 30, 120) : between(rng, 0, 15);
    temper.activity = static_cast<int>((below(rng, 1000) + below(rng, 1000) + below(rng, 1000)) / 3);
    if (temper.weak) temper.activity /= 3;
    const int knowledge = static_cast<int>(std::max(below(rng, 1000), below(rng, 1000)));
    temper.knows = temper.weak ? 500 + knowledge / 4 : 800 + knowledge * 19 / 100;
    return temper;
}

} // namespace jifen::synthetic
