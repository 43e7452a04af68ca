#include "fuzz/fuzz_target.hpp"
#include "jifen/core/text.hpp"
#include "jifen/tables/gb18030.hpp"

#include <optional>

/// The decoder gives the same text, and finds the same bad byte, wherever the bytes are cut into pieces.

using jifen::Gb18030Decoded;
using jifen::fuzzing::Choices;
using jifen::fuzzing::require;

namespace {

constexpr std::size_t longest_code = 4;

/// Decodes in pieces whose lengths the bytes of `cuts` say; what a piece leaves is put before the next one.
std::optional<std::size_t> decode_in_pieces(std::string_view bytes, Choices cuts, std::string& out) {
    std::size_t begin = 0;
    std::size_t end = 0;
    while (end < bytes.size()) {
        end += std::min(bytes.size() - end, 1 + cuts.below(9));
        const bool at_end = end == bytes.size();
        const Gb18030Decoded decoded = jifen::decode_gb18030(bytes.substr(begin, end - begin), at_end, out);
        if (decoded.bad) return begin + *decoded.bad;
        begin += decoded.consumed;
        require(begin <= end, "no more is consumed than was given");
        require(end - begin < longest_code, "only the beginning of one code is left");
        require(!at_end || begin == end, "the last piece is consumed to its end");
    }
    return std::nullopt;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Choices choices(data, size);
    const std::size_t cuts = std::min<std::size_t>(choices.below(16), choices.rest().size());
    const Choices lengths(data + size - choices.rest().size(), cuts);
    const std::string_view bytes = choices.rest().substr(cuts);

    std::string whole;
    const Gb18030Decoded decoded = jifen::decode_gb18030(bytes, true, whole);
    require(decoded.bad || decoded.consumed == bytes.size(), "a text without a bad byte is consumed");
    require(!decoded.bad || *decoded.bad < bytes.size(), "the bad byte is one of the text");
    require(!jifen::find_invalid_utf8(whole), "what comes out is UTF-8");

    std::string in_pieces;
    const auto bad = decode_in_pieces(bytes, lengths, in_pieces);
    require(bad == decoded.bad, "the same byte is bad in pieces");
    require(in_pieces == whole, "the same text comes out in pieces");
    return 0;
}
