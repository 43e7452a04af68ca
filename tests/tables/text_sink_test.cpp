#include "jifen/tables/text_sink.hpp"

#include "jifen/core/file_error.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace jifen {
namespace {

constexpr std::uint64_t modulus = (std::uint64_t{1} << 61U) - 1;
__extension__ using Wide = unsigned __int128;

TextSeal seal(std::string_view text, std::size_t piece = std::string_view::npos) {
    Sealer sealer;
    for (std::size_t at = 0; at < text.size(); at += std::min(piece, text.size())) sealer.add(text.substr(at, piece));
    return sealer.finish();
}

/// As the comment of TextSeal says it, byte by byte.
TextSeal slow_seal(std::string_view text) {
    TextSeal seal;
    seal.sha256 = sha256(text);
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        std::uint64_t number = 0;
        for (const char c : line)
            number = static_cast<std::uint64_t>((Wide{number} * 256 + static_cast<unsigned char>(c)) % modulus);
        ++seal.lines;
        seal.sum = (seal.sum + number) % modulus;
        seal.weighted_sum = static_cast<std::uint64_t>((Wide{seal.weighted_sum} + Wide{seal.lines} * number) % modulus);
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return seal;
}

TEST(TextSeal, IsAsItsCommentSaysHoweverTheTextIsCut) {
    EXPECT_EQ(seal(""), slow_seal(""));
    EXPECT_EQ(seal("ab\n\nc").lines, 3U);
    EXPECT_EQ(seal("ab\n\nc").sum, std::uint64_t{'a'} * 256 + 'b' + 'c');
    EXPECT_EQ(seal("ab\n\nc").weighted_sum, std::uint64_t{'a'} * 256 + 'b' + 3 * 'c');
    EXPECT_EQ(seal("\x1F\xFF\xFF\xFF\xFF\xFF\xFF\xFF").sum, 0U) << "the modulus itself";
    std::mt19937 random(3);
    for (int round = 0; round < 200; ++round) {
        std::string text(random() % 300, ' ');
        for (char& c : text) c = random() % 9 == 0 ? '\n' : static_cast<char>(random());
        const TextSeal expected = slow_seal(text);
        for (const std::size_t piece : {std::size_t{1}, std::size_t{5}, std::size_t{64}, std::string_view::npos})
            EXPECT_EQ(seal(text, piece), expected) << round << " " << piece;
    }
}

TEST(TextSeal, IsAnotherWhereAnyOfItIs) {
    const TextSeal one = seal("ab\n");
    for (const auto change : {0, 1, 2, 3}) {
        TextSeal other = one;
        if (change == 0) other.sha256 = sha256("ab");
        if (change == 1) ++other.lines;
        if (change == 2) ++other.sum;
        if (change == 3) ++other.weighted_sum;
        EXPECT_FALSE(one == other) << change;
    }
    EXPECT_TRUE(one == seal("ab\n"));
}

TEST(TextSeal, OfAFileIsThatOfItsText) {
    const TemporaryFolder folder;
    const TextSource source = [](const TextSink& sink) {
        sink("a,b\n");
        sink("1,2\n");
    };
    EXPECT_EQ(write_file(folder / "t.csv", source), seal("a,b\n1,2\n"));
    EXPECT_EQ(seal_of(source), seal("a,b\n1,2\n"));
    EXPECT_EQ(digest_of(source), sha256("a,b\n1,2\n"));
    EXPECT_EQ(folder.read("t.csv"), "a,b\n1,2\n");
    EXPECT_EQ(digest_of_file(folder / "t.csv"), sha256("a,b\n1,2\n"));
    EXPECT_EQ(digest_of_file(folder / "none.csv"), std::nullopt);
    EXPECT_THROW((void)digest_of_file(folder.path()), FileError);
    EXPECT_THROW((void)digest_of_file(folder / "t.csv" / "below"), FileError) << "nothing can stand there";
    EXPECT_THROW(write_file(folder / "none" / "t.csv", source), FileError);
}

} // namespace
} // namespace jifen
