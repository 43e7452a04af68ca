#pragma once

#include "jifen/core/digest.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

/// \file
/// Texts that are too long to be held, such as the CSV of a table: made in pieces, and given to whoever wants them.

namespace jifen {

/// Takes the pieces of a text in their order.
using TextSink = std::function<void(std::string_view piece)>;
/// Gives a text to a sink, piece by piece.
using TextSource = std::function<void(const TextSink& sink)>;

/// What tells whether the text of a CSV table still is what it was and, if one row of it was changed, which. A row ends
/// with an LF that an even number of double quotes stands before. With p = 2^61 − 1 and h(i) the byte 1 and the bytes
/// of row i (from 1, with its LF), read as one big-endian number modulo p: `sum` is Σ h(i) mod p, `weighted_sum` is
/// Σ i · h(i) mod p. If row i alone is another, both sums are off, the second by i times as much as the first.
struct TextSeal {
    Digest sha256;
    std::uint64_t rows = 0; ///< with the header; what stands behind the last end of a row is one as well
    std::uint64_t sum = 0;
    std::uint64_t weighted_sum = 0;
    friend bool operator==(const TextSeal&, const TextSeal&) = default;
};

/// Seals a text that comes in pieces.
class Sealer {
public:
    /// O(bytes), at the speed of the digest.
    void add(std::string_view piece) noexcept;
    /// Of all that was added; ends the object's use.
    [[nodiscard]] TextSeal finish() noexcept;

private:
    void end_row() noexcept;

    Sha256 digest_;
    TextSeal seal_;
    std::uint64_t row_ = before_row; ///< h of the row so far
    bool row_begun_ = false;
    bool quoted_ = false; ///< an odd number of quotes so far

    static constexpr std::uint64_t before_row = 1;
};

/// The SHA-256 of the text. Throws what the source throws.
[[nodiscard]] Digest digest_of(const TextSource& source);
[[nodiscard]] TextSeal seal_of(const TextSource& source);
/// The SHA-256 of a file; none when there is no such file. Throws FileError when it cannot be read.
[[nodiscard]] std::optional<Digest> digest_of_file(const std::filesystem::path& file);
/// Replaces the file by the text, and seals it on the way. Throws FileError, and what the source throws.
TextSeal write_file(const std::filesystem::path& file, const TextSource& source);

} // namespace jifen
