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

/// Of those with rows.
std::uint16_t last_day(std::span<const std::uint16_t> rows) noexcept {
    return static_cast<std::uint16_t>(rows.size() - rows_slack - 1);
}

void weigh_commonly(std::span<const std::uint16_t> rows, std::uint16_t first_day, const EntriesToWeigh& entries,
                    std::uint16_t* cells, std::uint16_t* weights) noexcept {
    const std::uint16_t last = last_day(rows);
    for (std::size_t i = 0; i < entries.codes.size(); ++i) {
        const std::size_t row = std::min(static_cast<std::uint16_t>(entries.days[i] - first_day), last);
        const std::uint8_t code = entries.states[i] == Admission::valid ? entries.codes[i] : 0;
        cells[i] = static_cast<std::uint16_t>(rows[row] + code);
    }
    if (entries.units == nullptr) {
        std::fill_n(weights, entries.codes.size(), std::uint16_t{1});
        return;
    }
    for (std::size_t i = 0; i < entries.codes.size(); ++i) // without a branch, which nobody can guess
        weights[i] = entries.is_units[i] != 0 ? entries.units[i] : 1;
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
    all = {};
    for (std::size_t row = 0; row < limits.size(); ++row) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const std::uint32_t points = std::exchange(sums[row].by_lane[lane], 0);
            all.raw.by_lane[lane] += points;
            all.credited.by_lane[lane] += std::min(points, limits[row].by_lane[lane]);
        }
    }
}

#if defined(__x86_64__)

constexpr std::size_t at_once = 32;  ///< numbers of 16 bits in a register
constexpr unsigned piece_bits = 6;   ///< of a day: the rows of so many are in two registers
constexpr unsigned most_pieces = 16; ///< that are looked through for all; looking up each is faster then
static_assert(rows_slack == std::size_t{1} << piece_bits);

using Numbers = __m512i;
/// With a mask of all, because without one g++ 12 takes a register for uninitialised.
constexpr __mmask8 every_lane = 0xFF;
constexpr __mmask32 every_number = 0xFFFFFFFF;

[[gnu::always_inline]] inline __mmask32 first_of(std::size_t count) noexcept {
    return count >= at_once ? ~__mmask32{0} : (__mmask32{1} << count) - 1;
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
    for (std::size_t done = 0; done < count; done += at_once) {
        const __mmask32 there = first_of(count - done);
        const Numbers here = days.at(done, there);
        least = _mm512_mask_min_epu16(least, there, least, here);
        most = _mm512_mask_max_epu16(most, there, most, here);
    }
    std::array<std::uint16_t, at_once> leasts{}, mosts{};
    _mm512_storeu_si512(leasts.data(), least);
    _mm512_storeu_si512(mosts.data(), most);
    const unsigned first = *std::ranges::min_element(leasts), last = *std::ranges::max_element(mosts);
    return {first >> piece_bits, last >> piece_bits};
}

[[gnu::target("avx512bw,avx512vl")]] void weigh_avx512(std::span<const std::uint16_t> rows, std::uint16_t first_day,
                                                       const EntriesToWeigh& entries, std::uint16_t* cells,
                                                       std::uint16_t* weights) noexcept {
    const std::size_t count = entries.codes.size();
    const DaysAtOnce days{entries.days, first_day, last_day(rows)};
    const auto [first, last] = pieces_of(days, count);
    if (last - first > most_pieces && first <= last) return weigh_commonly(rows, first_day, entries, cells, weights);
    const __m256i valid = _mm256_set1_epi8(static_cast<char>(Admission::valid));
    for (std::size_t done = 0; done < count; done += at_once) {
        const __mmask32 there = first_of(count - done);
        const __mmask32 counts =
            _mm256_mask_cmpeq_epi8_mask(there, _mm256_maskz_loadu_epi8(there, entries.states + done), valid);
        Numbers cell =
            _mm512_maskz_cvtepu8_epi16(every_number, _mm256_maskz_loadu_epi8(counts, entries.codes.data() + done));
        const Numbers here = days.at(done, there);
        const Numbers pieces = _mm512_maskz_srli_epi16(every_number, here, piece_bits);
        for (unsigned piece = first; piece <= last; ++piece) {
            const std::uint16_t* const from = rows.data() + (piece << piece_bits);
            const Numbers row =
                _mm512_permutex2var_epi16(_mm512_loadu_si512(from), here, _mm512_loadu_si512(from + at_once));
            const __mmask32 inside =
                _mm512_cmpeq_epi16_mask(pieces, _mm512_set1_epi16(static_cast<std::int16_t>(piece)));
            cell = _mm512_mask_add_epi16(cell, inside, cell, row);
        }
        _mm512_mask_storeu_epi16(cells + done, there, cell);
        Numbers weight = _mm512_set1_epi16(1);
        if (entries.units != nullptr) {
            const __mmask32 is_units = _mm256_movepi8_mask(_mm256_maskz_loadu_epi8(there, entries.is_units + done));
            weight = _mm512_mask_loadu_epi16(weight, is_units, entries.units + done);
        }
        _mm512_mask_storeu_epi16(weights + done, there, weight);
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
    _mm256_store_si256(reinterpret_cast<__m256i*>(&all.raw), raw);
    _mm256_store_si256(reinterpret_cast<__m256i*>(&all.credited), credited);
}

#endif

} // namespace

void weigh(std::span<const std::uint16_t> rows, std::uint16_t first_day, const EntriesToWeigh& entries,
           std::uint16_t* cells, std::uint16_t* weights, [[maybe_unused]] Vectors vectors) noexcept {
#if defined(__x86_64__)
    if (vectors >= Vectors::avx512_bytes) return weigh_avx512(rows, first_day, entries, cells, weights);
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
