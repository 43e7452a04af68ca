#pragma once

namespace jifen {

/// Instructions that a machine may have, each with those before it.
enum class Vectors {
    common,
    avx2,        ///< and BMI, BMI2, POPCNT
    avx512,      ///< its foundation
    avx512_bytes ///< and what it does with bytes: BW, VL, VBMI, VBMI2
};

/// The widest that this machine has.
[[nodiscard]] Vectors widest_vectors() noexcept;

} // namespace jifen
