#include "scoring/weighing.hpp"

#include "jifen/admission/admission.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace jifen {

namespace {

/// In steps that each do one thing, which compilers do for many entries at a time: without branches, which nobody
/// can guess.
[[gnu::always_inline]] inline void weigh_in_steps(const DayRows& rows, std::uint16_t first_day,
                                                  const EntriesToWeigh& entries, std::uint16_t* cells,
                                                  std::uint16_t* weights) noexcept {
    const std::size_t count = entries.codes.size();
    const std::uint8_t* const codes = entries.codes.data();
    const std::uint16_t last = rows.last_day();
    const std::uint16_t* const begins = rows.begins();
    for (std::size_t i = 0; i < count; ++i)
        cells[i] = std::min(static_cast<std::uint16_t>(entries.days[i] - first_day), last);
#pragma GCC unroll 8
    for (std::size_t i = 0; i < count; ++i) cells[i] = begins[cells[i]];
    for (std::size_t i = 0; i < count; ++i) {
        const auto counts = static_cast<std::uint8_t>(entries.states[i] == Admission::valid ? 0xFF : 0);
        cells[i] = static_cast<std::uint16_t>(cells[i] + (codes[i] & counts));
    }
    if (entries.units == nullptr) {
        std::fill_n(weights, count, std::uint16_t{1});
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint16_t units = entries.units[i];
        weights[i] = entries.is_units[i] != 0 ? units : std::uint16_t{1};
    }
}

void weigh_commonly(const DayRows& rows, std::uint16_t first_day, const EntriesToWeigh& entries, std::uint16_t* cells,
                    std::uint16_t* weights) noexcept {
    weigh_in_steps(rows, first_day, entries, cells, weights);
}

constexpr std::size_t lanes = WeightPlan::lanes;
using Lanes = std::array<std::uint64_t, lanes>;

/// Whose bits are set: their credit goes on, and is 0 then.
void pass_on(const WeightPlan& plan, const WeightPlan::Step& step, Lanes& credited, const OnwardSums& onward) noexcept {
    const WeightPlan::Target* target = plan.targets.data() + step.targets;
    for (unsigned left = step.onward; left != 0; left &= left - 1, ++target) {
        const auto lane = static_cast<std::size_t>(std::countr_zero(left));
        onward.next[static_cast<std::size_t>(target->stage)][target->slot] += credited[lane];
        credited[lane] = 0;
    }
}

void add_raw(const WeightPlan& plan, std::size_t first_code, const Lanes& raw, const OnwardSums& onward) noexcept {
    for (std::size_t lane = 0; lane < lanes; ++lane) onward.raw[plan.categories[first_code + lane]] += raw[lane];
}

void fold_commonly(const WeightPlan& plan, std::uint32_t* weights, const OnwardSums& onward) noexcept {
    for (std::size_t first = 0; first < plan.width; first += lanes) {
        Lanes running{}, raw{}, credited{};
        std::size_t cell = first;
        const std::uint32_t steps_end = plan.steps_of[first / lanes + 1];
        for (std::uint32_t s = plan.steps_of[first / lanes]; s < steps_end; ++s) {
            const WeightPlan::Step& step = plan.steps[s];
            for (; cell < step.end * plan.width; cell += plan.width) {
                for (std::size_t lane = 0; lane < lanes; ++lane) {
                    running[lane] += std::uint64_t{weights[cell + lane]} * plan.values[cell + lane];
                    weights[cell + lane] = 0;
                }
            }
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                const std::uint64_t points = (step.ended >> lane & 1U) != 0 ? running[lane] : 0;
                running[lane] -= points;
                raw[lane] += points;
                credited[lane] += std::min(points, plan.limits[first + lane]);
            }
            pass_on(plan, step, credited, onward);
        }
        add_raw(plan, first, raw, onward);
    }
}

void fold_lanes_commonly(std::span<const LanePlan::Row> limits, LanePlan::Row* sums, LaneSums& all) noexcept {
    for (std::size_t row = 0; row < limits.size(); ++row) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const std::uint32_t points = std::exchange(sums[row].by_lane[lane], 0);
            all.raw[lane] += points;
            all.credited[lane] += std::min(points, limits[row].by_lane[lane]);
        }
    }
}

#if defined(__x86_64__)

[[gnu::target("avx2")]] void weigh_avx2(const DayRows& rows, std::uint16_t first_day, const EntriesToWeigh& entries,
                                        std::uint16_t* cells, std::uint16_t* weights) noexcept {
    weigh_in_steps(rows, first_day, entries, cells, weights);
}

constexpr std::size_t at_once = 64;       ///< bytes in a register
constexpr std::size_t half = at_once / 2; ///< numbers of 16 bits
constexpr unsigned most_pieces = 16;      ///< that are looked through for all; looking up each is faster then

using Numbers = __m512i;
/// With a mask of all, because without one g++ 12 takes a register for uninitialised.
constexpr __mmask8 every_lane = 0xFF;
constexpr __mmask32 every_number = 0xFFFFFFFF;

[[gnu::always_inline]] inline __mmask64 first_of(std::size_t count) noexcept {
    return count >= at_once ? ~__mmask64{0} : (__mmask64{1} << count) - 1;
}
[[gnu::always_inline]] inline __mmask32 lower(__mmask64 bytes) noexcept { return static_cast<__mmask32>(bytes); }
[[gnu::always_inline]] inline __mmask32 upper(__mmask64 bytes) noexcept {
    return static_cast<__mmask32>(bytes >> half);
}
[[gnu::target("avx512bw")]] inline Numbers lower_of(Numbers bytes) noexcept {
    return _mm512_maskz_cvtepu8_epi16(every_number, _mm512_maskz_extracti64x4_epi64(every_lane, bytes, 0));
}
[[gnu::target("avx512bw")]] inline Numbers upper_of(Numbers bytes) noexcept {
    return _mm512_maskz_cvtepu8_epi16(every_number, _mm512_maskz_extracti64x4_epi64(every_lane, bytes, 1));
}
/// The lower bytes of two times 32 numbers.
[[gnu::target("avx512bw")]] inline Numbers bytes_of(Numbers first, Numbers second) noexcept {
    const Numbers wide = _mm512_castsi256_si512(_mm512_maskz_cvtepi16_epi8(every_number, first));
    return _mm512_maskz_inserti64x4(every_lane, wide, _mm512_maskz_cvtepi16_epi8(every_number, second), 1);
}

/// The days of some entries as places among the rows.
struct DaysAtOnce {
    const std::uint16_t* days;
    std::uint16_t first, last;

    [[gnu::target("avx512bw")]] [[nodiscard]] Numbers at(std::size_t done, __mmask32 there) const noexcept {
        const Numbers numbers = _mm512_maskz_loadu_epi16(there, days + done);
        const Numbers places = _mm512_sub_epi16(numbers, _mm512_set1_epi16(static_cast<std::int16_t>(first)));
        return _mm512_min_epu16(places, _mm512_set1_epi16(static_cast<std::int16_t>(last)));
    }
};

/// The pieces of rows in which days lie. Of a person's entries, in the order of days, a few hundred lie in one or two.
struct Pieces {
    unsigned first, last;
};
[[gnu::target("avx512bw")]] Pieces pieces_of(const DaysAtOnce& days, std::size_t count) noexcept {
    Numbers least = _mm512_set1_epi16(-1), most = _mm512_setzero_si512();
    for (std::size_t done = 0; done < count; done += half) {
        const __mmask32 there = lower(first_of(count - done));
        const Numbers here = days.at(done, there);
        least = _mm512_mask_min_epu16(least, there, least, here);
        most = _mm512_mask_max_epu16(most, there, most, here);
    }
    std::array<std::uint16_t, half> leasts{}, mosts{};
    _mm512_storeu_si512(leasts.data(), least);
    _mm512_storeu_si512(mosts.data(), most);
    const unsigned first = *std::ranges::min_element(leasts), last = *std::ranges::max_element(mosts);
    return {first >> DayRows::piece_bits, last >> DayRows::piece_bits};
}

[[gnu::target("avx512bw")]] inline Numbers cells_of(Numbers begin, Numbers rows_beyond, Numbers width,
                                                    Numbers codes) noexcept {
    return _mm512_add_epi16(_mm512_add_epi16(begin, codes), _mm512_mullo_epi16(rows_beyond, width));
}

/// Looks up how far each row lies behind the first of its piece, which fits a byte, in two registers for each piece.
[[gnu::target("avx512bw,avx512vbmi")]] void weigh_avx512(const DayRows& rows, std::uint16_t first_day,
                                                         const EntriesToWeigh& entries, std::uint16_t* cells,
                                                         std::uint16_t* weights) noexcept {
    const std::size_t count = entries.codes.size();
    const DaysAtOnce days{entries.days, first_day, rows.last_day()};
    const auto [first, last] = pieces_of(days, count);
    if (last - first > most_pieces && first <= last) return weigh_commonly(rows, first_day, entries, cells, weights);
    const Numbers valid = _mm512_set1_epi8(static_cast<char>(Admission::valid));
    const Numbers width = _mm512_set1_epi16(static_cast<std::int16_t>(rows.width()));
    for (std::size_t done = 0; done < count; done += at_once) {
        const __mmask64 there = first_of(count - done);
        const Numbers days_below = days.at(done, lower(there)), days_above = days.at(done + half, upper(there));
        const Numbers inside_piece = bytes_of(days_below, days_above);
        const Numbers pieces = bytes_of(_mm512_maskz_srli_epi16(every_number, days_below, DayRows::piece_bits),
                                        _mm512_maskz_srli_epi16(every_number, days_above, DayRows::piece_bits));
        Numbers beyond = _mm512_setzero_si512(), begin_below = beyond, begin_above = beyond;
        for (unsigned piece = first; piece <= last; ++piece) {
            const __mmask64 in_it = _mm512_cmpeq_epi8_mask(pieces, _mm512_set1_epi8(static_cast<char>(piece)));
            const std::uint8_t* const from = rows.beyond(piece);
            beyond = _mm512_mask_mov_epi8(
                beyond, in_it,
                _mm512_permutex2var_epi8(_mm512_loadu_si512(from), inside_piece, _mm512_loadu_si512(from + at_once)));
            const Numbers begin = _mm512_set1_epi16(static_cast<std::int16_t>(rows.begin_of_piece(piece)));
            begin_below = _mm512_mask_mov_epi16(begin_below, lower(in_it), begin);
            begin_above = _mm512_mask_mov_epi16(begin_above, upper(in_it), begin);
        }
        const __mmask64 counts =
            _mm512_mask_cmpeq_epi8_mask(there, _mm512_maskz_loadu_epi8(there, entries.states + done), valid);
        const Numbers codes = _mm512_maskz_loadu_epi8(counts, entries.codes.data() + done);
        _mm512_mask_storeu_epi16(cells + done, lower(there),
                                 cells_of(begin_below, lower_of(beyond), width, lower_of(codes)));
        _mm512_mask_storeu_epi16(cells + done + half, upper(there),
                                 cells_of(begin_above, upper_of(beyond), width, upper_of(codes)));
        Numbers weights_below = _mm512_set1_epi16(1), weights_above = weights_below;
        if (entries.units != nullptr) {
            const __mmask64 is_units = _mm512_movepi8_mask(_mm512_maskz_loadu_epi8(there, entries.is_units + done));
            weights_below = _mm512_mask_loadu_epi16(weights_below, lower(is_units), entries.units + done);
            weights_above = _mm512_mask_loadu_epi16(weights_above, upper(is_units), entries.units + done + half);
        }
        _mm512_mask_storeu_epi16(weights + done, lower(there), weights_below);
        _mm512_mask_storeu_epi16(weights + done + half, upper(there), weights_above);
    }
}

[[gnu::target("avx512f")]] void fold_avx512(const WeightPlan& plan, std::uint32_t* weights,
                                            const OnwardSums& onward) noexcept {
    static_assert(sizeof(Lanes) == sizeof(Numbers));
    for (std::size_t first = 0; first < plan.width; first += lanes) {
        Numbers running = _mm512_setzero_si512(), raw = running, credited = running;
        const Numbers limits = _mm512_loadu_si512(plan.limits.data() + first);
        Lanes stored{};
        std::size_t cell = first;
        const std::uint32_t steps_end = plan.steps_of[first / lanes + 1];
        for (std::uint32_t s = plan.steps_of[first / lanes]; s < steps_end; ++s) {
            const WeightPlan::Step& step = plan.steps[s];
            for (const std::size_t end = step.end * plan.width; cell < end; cell += plan.width) {
                auto* const weight = reinterpret_cast<__m256i*>(weights + cell);
                const __m256i value = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(plan.values.data() + cell));
                running = _mm512_add_epi64(
                    running, _mm512_maskz_mul_epu32(every_lane,
                                                    _mm512_maskz_cvtepu32_epi64(every_lane, _mm256_loadu_si256(weight)),
                                                    _mm512_maskz_cvtepu32_epi64(every_lane, value)));
                _mm256_storeu_si256(weight, _mm256_setzero_si256());
            }
            const Numbers points = _mm512_maskz_mov_epi64(step.ended, running);
            running = _mm512_sub_epi64(running, points);
            raw = _mm512_add_epi64(raw, points);
            credited = _mm512_add_epi64(credited, _mm512_maskz_min_epu64(every_lane, points, limits));
            if (step.onward == 0) continue;
            _mm512_storeu_si512(stored.data(), credited);
            pass_on(plan, step, stored, onward);
            credited = _mm512_loadu_si512(stored.data());
        }
        _mm512_storeu_si512(stored.data(), raw);
        add_raw(plan, first, stored, onward);
    }
}

[[gnu::target("avx2")]] void fold_lanes_avx2(std::span<const LanePlan::Row> limits, LanePlan::Row* sums,
                                             LaneSums& all) noexcept {
    __m256i raw = _mm256_setzero_si256(), credited = raw;
#pragma GCC unroll 4
    for (std::size_t row = 0; row < limits.size(); ++row) {
        auto* const sum = reinterpret_cast<__m256i*>(sums + row);
        const __m256i points = _mm256_load_si256(sum);
        _mm256_store_si256(sum, _mm256_setzero_si256());
        raw = _mm256_add_epi32(raw, points);
        credited =
            _mm256_add_epi32(credited, _mm256_min_epu32(points, *reinterpret_cast<const __m256i*>(&limits[row])));
    }
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(all.raw.data()), raw);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(all.credited.data()), credited);
}

#endif

} // namespace

void weigh(const DayRows& rows, std::uint16_t first_day, const EntriesToWeigh& entries, std::uint16_t* cells,
           std::uint16_t* weights, [[maybe_unused]] Vectors vectors) noexcept {
#if defined(__x86_64__)
    if (vectors >= Vectors::avx512_bytes) return weigh_avx512(rows, first_day, entries, cells, weights);
    if (vectors >= Vectors::avx2) return weigh_avx2(rows, first_day, entries, cells, weights);
#endif
    weigh_commonly(rows, first_day, entries, cells, weights);
}

void add_weights(std::span<const std::uint16_t> cells, const std::uint16_t* weights, std::uint32_t* sums) noexcept {
    constexpr std::size_t unrolled = 8;
    std::size_t i = 0;
    for (; i + unrolled <= cells.size(); i += unrolled) {
#pragma GCC unroll 8
        for (std::size_t k = 0; k < unrolled; ++k) sums[cells[i + k]] += weights[i + k];
    }
    for (; i < cells.size(); ++i) sums[cells[i]] += weights[i];
}

void fold_weights(const WeightPlan& plan, std::uint32_t* weights, const OnwardSums& onward,
                  [[maybe_unused]] Vectors vectors) noexcept {
#if defined(__x86_64__)
    if (vectors >= Vectors::avx512) return fold_avx512(plan, weights, onward);
#endif
    fold_commonly(plan, weights, onward);
}

void add_points(std::span<const std::uint16_t> cells, const std::uint16_t* weights, const std::uint32_t* values,
                const std::uint16_t* places, LanePlan::Row* sums) noexcept {
    static_assert(sizeof(LanePlan::Row) == lanes * sizeof(std::uint32_t));
    std::uint32_t* const by_place = sums->by_lane.data();
#pragma GCC unroll 4
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::size_t cell = cells[i];
        by_place[places[cell]] += values[cell] * weights[i];
    }
}

void fold_lanes(std::span<const LanePlan::Row> limits, LanePlan::Row* sums, LaneSums& all,
                [[maybe_unused]] Vectors vectors) noexcept {
#if defined(__x86_64__)
    if (vectors >= Vectors::avx2) return fold_lanes_avx2(limits, sums, all);
#endif
    fold_lanes_commonly(limits, sums, all);
}

} // namespace jifen
