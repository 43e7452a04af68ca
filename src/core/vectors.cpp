#include "core/vectors.hpp"

namespace jifen {

Vectors widest_vectors() noexcept {
#if defined(__x86_64__)
    static const Vectors widest = [] {
        if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2")) return Vectors::common;
        return __builtin_cpu_supports("avx512f") ? Vectors::avx512 : Vectors::avx2;
    }();
    return widest;
#else
    return Vectors::common;
#endif
}

} // namespace jifen
