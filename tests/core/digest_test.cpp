#include "jifen/core/digest.hpp"

#include "core/sha256_blocks.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

// FIPS 180-4's examples, as NIST publishes them (SHA256.pdf and the "million a").
TEST(Digest, IsThatOfTheStandardsExamples) {
    EXPECT_EQ(to_string(jifen::sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_string(jifen::sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_string(jifen::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(to_string(jifen::sha256(std::string(1'000'000, 'a'))),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Digest, DoesNotDependOnHowTheBytesAreCut) {
    std::string text;
    for (int i = 0; i < 300; ++i) text += static_cast<char>(i * 7);
    for (std::size_t length = 0; length <= 200; ++length) {
        const std::string_view bytes = std::string_view(text).substr(0, length);
        for (const std::size_t piece : {1U, 3U, 63U, 64U, 65U}) {
            jifen::Sha256 sha;
            for (std::size_t at = 0; at < length; at += piece) sha.add(bytes.substr(at, piece));
            EXPECT_EQ(sha.finish(), jifen::sha256(bytes)) << length << " in pieces of " << piece;
        }
    }
}

TEST(Digest, IsTheSameByTheInstructionsOfTheMachine) {
    using namespace jifen::sha256_kernel;
    const TakeBlocks fast = take_blocks_by_instructions();
    if (fast == nullptr) GTEST_SKIP() << "this machine has no SHA instructions";
    std::mt19937 random(7);
    for (std::size_t count = 0; count < 40; ++count) {
        std::vector<unsigned char> blocks(count * block_bytes);
        for (unsigned char& byte : blocks) byte = static_cast<unsigned char>(random());
        State plain{};
        for (std::uint32_t& word : plain) word = static_cast<std::uint32_t>(random());
        State other = plain;
        take_blocks_plain(plain, blocks.data(), count);
        fast(other, blocks.data(), count);
        EXPECT_EQ(plain, other) << count;
    }
}

} // namespace
