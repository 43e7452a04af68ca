#pragma once

#include "jifen/composite/matrix.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jifen::composite {

/// The most that one thing may be judged over another.
inline constexpr double largest_judgement = 1e9;

/// Pairwise judgements: how many times as important (good, likely, …) one thing is as another. Each is the reciprocal
/// of the one the other way round. Some may be missing.
class Judgements {
public:
    /// Nothing judged yet. Throws ArgumentError when there is no item, or a name is empty or stands twice.
    explicit Judgements(std::vector<std::string> items);
    /// From a square matrix; NaN or 0 above and below the diagonal is a missing judgement. Throws ArgumentError also
    /// when the matrix is not of that size, the diagonal not 1, or a judgement not the reciprocal of its counterpart
    /// (to 0.005 of it: people write 0.333), or only one of both is there; the one above the diagonal stands.
    [[nodiscard]] static Judgements from_matrix(std::vector<std::string> items, const Matrix& matrix);

    /// `over` is `value` times as important as `under`. Replaces what was judged before. Throws ArgumentError for an
    /// unknown item, an item over itself, and a value that is not within 1 / `largest_judgement` … `largest_judgement`.
    void judge(std::string_view over, std::string_view under, double value);
    /// The same by number. Precondition: both below size().
    void judge(std::size_t over, std::size_t under, double value);
    /// Makes the judgement of the pair missing. Precondition as above.
    void forget(std::size_t a, std::size_t b);

    [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }
    [[nodiscard]] const std::vector<std::string>& items() const noexcept { return items_; }
    /// How many times as important as b a is; none when it was not judged; 1 of an item and itself.
    [[nodiscard]] std::optional<double> value(std::size_t a, std::size_t b) const;
    /// Pairs without a judgement.
    [[nodiscard]] std::size_t missing() const noexcept;
    /// The judgements link every item to every other, directly or through others. O(items²).
    [[nodiscard]] bool is_connected() const;
    /// Items that no judgement links to the first one, ascending.
    [[nodiscard]] std::vector<std::size_t> unreached() const;

private:
    [[nodiscard]] std::size_t number_of(std::string_view item) const;

    std::vector<std::string> items_;
    Matrix values_; ///< 0: missing
};

/// One judge of several.
struct Judge {
    Judgements judgements;
    double weight = 1;
};

/// The judges' judgements as one: of each pair the geometric mean, by weight, over those who judged it, which alone
/// keeps reciprocals (J. Aczél, T. L. Saaty 1983). Throws ArgumentError when there is no judge, when the items are not
/// the same in the same order, and for weights below 0, not finite or all 0.
[[nodiscard]] Judgements aggregate_judgements(std::span<const Judge> judges);

} // namespace jifen::composite
