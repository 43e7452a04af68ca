#include "jifen/tables/text_sink.hpp"

#include "core/open_file.hpp"
#include "jifen/core/file_error.hpp"
#include "jifen/tables/csv_writer.hpp"

#include <algorithm>
#include <cstdio>
#include <system_error>
#include <vector>

namespace jifen {

namespace {

constexpr std::uint64_t modulus = (std::uint64_t{1} << 61U) - 1;
__extension__ using Wide = unsigned __int128;

std::uint64_t reduced(Wide value) noexcept {
    const auto once = static_cast<std::uint64_t>(value & modulus) + static_cast<std::uint64_t>(value >> 61U);
    const std::uint64_t twice = (once & modulus) + (once >> 61U);
    return twice == modulus ? 0 : twice;
}

/// A number that ends in these bytes, where `value` is what stands before them.
std::uint64_t followed_by(std::uint64_t value, std::string_view bytes) noexcept {
    constexpr std::size_t at_once = 7;
    for (std::size_t at = 0; at < bytes.size(); at += at_once) {
        const std::string_view part = bytes.substr(at, at_once);
        std::uint64_t number = 0;
        for (const char c : part) number = number << 8U | static_cast<unsigned char>(c);
        value = reduced((Wide{value} << (8 * part.size())) + number);
    }
    return value;
}

} // namespace

void Sealer::add(std::string_view piece) noexcept {
    digest_.add(piece);
    while (!piece.empty()) {
        const std::size_t line_end = piece.find('\n');
        const std::string_view line = piece.substr(0, line_end == std::string_view::npos ? line_end : line_end + 1);
        row_ = followed_by(row_, line);
        row_begun_ = true;
        if (std::count(line.begin(), line.end(), '"') % 2 != 0) quoted_ = !quoted_;
        if (line_end != std::string_view::npos && !quoted_) end_row();
        piece.remove_prefix(line.size());
    }
}

void Sealer::end_row() noexcept {
    ++seal_.rows;
    seal_.sum = reduced(Wide{seal_.sum} + row_);
    seal_.weighted_sum = reduced(Wide{seal_.rows} * row_ + seal_.weighted_sum);
    row_ = before_row;
    row_begun_ = false;
}

TextSeal Sealer::finish() noexcept {
    if (row_begun_) end_row();
    seal_.sha256 = digest_.finish();
    return seal_;
}

TextSeal seal_of(const TextSource& source) {
    Sealer sealer;
    source([&](std::string_view piece) { sealer.add(piece); });
    return sealer.finish();
}

Digest digest_of(const TextSource& source) {
    Sha256 digest;
    source([&](std::string_view piece) { digest.add(piece); });
    return digest.finish();
}

std::optional<Digest> digest_of_file(const std::filesystem::path& file) {
    constexpr const char* remedy = "see that it may be read";
    const OpenFile in(std::fopen(file.c_str(), "rb"));
    if (!in) {
        const std::error_code reason = last_file_error();
        if (reason == std::errc::no_such_file_or_directory) return std::nullopt;
        throw FileError("cannot open the file", file, reason, remedy);
    }
    std::vector<char> block(std::size_t{1} << 20U);
    Sha256 digest;
    while (const std::size_t got = std::fread(block.data(), 1, block.size(), in.get())) digest.add({block.data(), got});
    if (std::ferror(in.get()) != 0) throw FileError("cannot read the file", file, last_file_error(), remedy);
    return digest.finish();
}

TextSeal write_file(const std::filesystem::path& file, const TextSource& source) {
    CsvWriter writer(file);
    Sealer sealer;
    source([&](std::string_view piece) {
        writer.lines(piece);
        sealer.add(piece);
    });
    writer.close();
    return sealer.finish();
}

} // namespace jifen
