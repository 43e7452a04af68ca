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
    std::uint64_t row = 1;
    std::size_t quotes = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        row = static_cast<std::uint64_t>((Wide{row} * 256 + static_cast<unsigned char>(text[i])) % modulus);
        if (text[i] == '"') ++quotes;
        if (i + 1 < text.size() && (text[i] != '\n' || quotes % 2 != 0)) continue;
        ++seal.rows;
        seal.sum = (seal.sum + row) % modulus;
        seal.weighted_sum = static_cast<std::uint64_t>((Wide{seal.weighted_sum} + Wide{seal.rows} * row) % modulus);
        row = 1;
    }
    return seal;
}

TEST(TextSeal, IsAsItsCommentSaysHoweverTheTextIsCut) {
    EXPECT_EQ(seal(""), slow_seal(""));
    EXPECT_EQ(seal("\n\nc").rows, 3U);
    EXPECT_EQ(seal("\n\nc").sum, 2 * (256U + '\n') + 256U + 'c');
    EXPECT_EQ(seal("\n\nc").weighted_sum, (1 + 2) * (256U + '\n') + 3 * (256U + 'c'));
    EXPECT_EQ(seal("\x1F\xFF\xFF\xFF\xFF\xFF\xFF\xFF").sum, 8U) << "2^64 + 2^61 − 1";
    EXPECT_EQ(seal("\x1F\xFF\xFF\xFF\xFF\xFF\xFF\xF7").sum, 0U) << "9 (2^61 − 1)";
    std::mt19937 random(3);
    for (int round = 0; round < 200; ++round) {
        std::string text(random() % 300, ' ');
        for (char& c : text) c = random() % 9 == 0 ? '\n' : random() % 20 == 0 ? '"' : static_cast<char>(random());
        const TextSeal expected = slow_seal(text);
        for (const std::size_t piece : {std::size_t{1}, std::size_t{5}, std::size_t{64}, std::string_view::npos})
            EXPECT_EQ(seal(text, piece), expected) << round << " " << piece;
    }
}

TEST(TextSeal, CountsRowsAndNotLines) {
    EXPECT_EQ(seal("a,b\n\"1\n2\",\"\"\"\n\"\n").rows, 2U);
    EXPECT_EQ(seal("a\n\"never closed\n\n").rows, 2U);
    EXPECT_NE(seal("a\n1\n").sum, seal("a\n1").sum) << "the last LF counts";
    EXPECT_NE(seal(std::string("\0a\n", 3)).sum, seal("a\n").sum) << "and a NUL in front";
}

TEST(TextSeal, IsAnotherWhereAnyOfItIs) {
    const TextSeal one = seal("ab\n");
    for (const auto change : {0, 1, 2, 3}) {
        TextSeal other = one;
        if (change == 0) other.sha256 = sha256("ab");
        if (change == 1) ++other.rows;
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
