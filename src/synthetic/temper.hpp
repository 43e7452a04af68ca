#pragma once

#include "synthetic/layout.hpp"

#include <cstdint>

namespace jifen::synthetic {

/// How someone works; the same all year. Chances per mille.
struct Temper {
    int visits_done = 0; ///< that she visits a household in a month
    int late = 0;        ///< that she writes a visit down more than a month later
    int unverified = 0;  ///< that nobody confirms a visit
    int remote = 0;      ///< that a "visit" was a telephone call
    int activity = 0;    ///< 0 to 999, about 500 on average: how much else she does
    int knows = 0;       ///< that she has asked, per question
    bool weak = false;   ///< one in fourteen does much less
};

[[nodiscard]] Temper make_temper(const Layout& layout, std::uint32_t person);

} // namespace jifen::synthetic
