#pragma once

#include "core/vectors.hpp"

#include <vector>

/// \file
/// Instructions that kernels are held to each other on.

namespace jifen::testing_support {

/// Those of this machine, from the common ones on.
inline std::vector<Vectors> vectors_here() {
    std::vector<Vectors> out;
    for (const Vectors vectors : {Vectors::common, Vectors::avx2, Vectors::avx512, Vectors::avx512_bytes}) {
        if (vectors <= widest_vectors()) out.push_back(vectors);
    }
    return out;
}

} // namespace jifen::testing_support
