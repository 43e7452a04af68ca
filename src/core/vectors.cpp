#include "core/vectors.hpp"

namespace jifen {

Vectors widest_vectors() noexcept {
#if defined(__x86_64__)
    static const Vectors widest = [] {
        const bool has_bits =
            __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
        if (!__builtin_cpu_supports("avx2") || !has_bits) return Vectors::common;
        if (!__builtin_cpu_supports("avx512f")) return Vectors::avx2;
        const bool has_bytes = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                               __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2");
        return has_bytes ? Vectors::avx512_bytes : Vectors::avx512;
    }();
    return widest;
#else
    return Vectors::common;
#endif
}

} // namespace jifen
