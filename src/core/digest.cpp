#include "jifen/core/digest.hpp"

#include "core/sha256_blocks.hpp"

#include <algorithm>

namespace jifen {

namespace {

constexpr std::array<std::uint32_t, 8> initial_state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

using sha256_kernel::block_bytes;
constexpr std::size_t length_bytes = 8;

void take_blocks(sha256_kernel::State& state, const unsigned char* blocks, std::size_t count) noexcept {
    const sha256_kernel::TakeBlocks by_instructions = sha256_kernel::take_blocks_by_instructions();
    (by_instructions != nullptr ? by_instructions : sha256_kernel::take_blocks_plain)(state, blocks, count);
}

} // namespace

Sha256::Sha256() noexcept : state_(initial_state) {}

void Sha256::add(std::string_view bytes) noexcept {
    bytes_ += bytes.size();
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t left = bytes.size();
    if (pending_size_ > 0) {
        const std::size_t taken = std::min(left, block_bytes - pending_size_);
        std::copy_n(data, taken, pending_.data() + pending_size_);
        pending_size_ += taken;
        data += taken;
        left -= taken;
        if (pending_size_ < block_bytes) return;
        take_blocks(state_, pending_.data(), 1);
        pending_size_ = 0;
    }
    const std::size_t whole = left / block_bytes;
    take_blocks(state_, data, whole);
    data += whole * block_bytes;
    left -= whole * block_bytes;
    std::copy_n(data, left, pending_.data());
    pending_size_ = left;
}

Digest Sha256::finish() noexcept {
    const std::uint64_t bits = bytes_ * 8;
    constexpr std::array<char, block_bytes> padding = {'\x80'};
    const auto used = static_cast<std::size_t>(bytes_ % block_bytes);
    const std::size_t zeros_until = block_bytes - length_bytes;
    add({padding.data(), (used < zeros_until ? zeros_until : zeros_until + block_bytes) - used});
    std::array<char, length_bytes> length{};
    for (std::size_t i = 0; i < length_bytes; ++i)
        length[i] = static_cast<char>(static_cast<unsigned char>(bits >> (8 * (length_bytes - 1 - i))));
    add({length.data(), length.size()});
    Digest digest;
    for (std::size_t i = 0; i < digest.bytes.size(); ++i)
        digest.bytes[i] = static_cast<std::uint8_t>(state_[i / 4] >> (8 * (3 - i % 4)));
    return digest;
}

Digest sha256(std::string_view bytes) noexcept {
    Sha256 sha;
    sha.add(bytes);
    return sha.finish();
}

std::string to_string(const Digest& digest) {
    constexpr std::string_view hex = "0123456789abcdef";
    std::string out;
    for (const std::uint8_t byte : digest.bytes) {
        out += hex[byte >> 4U];
        out += hex[byte & 15U];
    }
    return out;
}

} // namespace jifen
