#include "core/same_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jifen {
namespace {

// Of every size to beyond two words: alike, and with each byte another one.
TEST(SameText, TellsTextsApartByAnyByte) {
    for (std::size_t size = 0; size < 40; ++size) {
        const std::string text(size, 'a');
        EXPECT_TRUE(is_same_text(text, std::string(size, 'a'))) << size;
        EXPECT_FALSE(is_same_text(text, text + "a")) << size;
        for (std::size_t at = 0; at < size; ++at) {
            std::string other = text;
            other[at] = 'b';
            EXPECT_FALSE(is_same_text(text, other)) << size << " " << at;
        }
    }
}

} // namespace
} // namespace jifen
