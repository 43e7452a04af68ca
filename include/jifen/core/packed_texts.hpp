#pragma once

#include "jifen/core/packed_column.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jifen {

/// Texts by place in little memory: their bytes and, where they are about equally long, a byte or two each. Made by a
/// PackedTextsWriter; frozen. Memory comes in pieces, as that of a PackedColumn.
class PackedTexts {
public:
    static constexpr std::size_t block_size = 4096;

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    /// The view lives as long as the texts, also when they are moved.
    [[nodiscard]] std::string_view operator[](std::size_t at) const noexcept {
        const Block& block = blocks_[at / block_size];
        const std::size_t begin = block.offset(at % block_size);
        return {reinterpret_cast<const char*>(block.bytes.get()) + begin, block.offset(at % block_size + 1) - begin};
    }
    /// Fetches what `[at]` reads: for many that lie here and there.
    void prefetch(std::size_t at) const noexcept {
        const Block& block = blocks_[at / block_size];
        block.beyond.prefetch(at % block_size);
        __builtin_prefetch(block.bytes.get() + at % block_size * block.stride); // about there
    }

private:
    friend class PackedTextsWriter;
    struct Block {
        PackedBytes bytes;
        std::size_t stride = 0; ///< as long as a text is on average
        PackedBlock beyond;     ///< by how much offsets differ from a multiple of the stride; one more than texts

        [[nodiscard]] std::size_t offset(std::size_t at) const noexcept {
            return at * stride + static_cast<std::size_t>(beyond[at]);
        }
    };
    std::vector<Block> blocks_; ///< of `block_size` texts each, but for the last
    std::size_t size_ = 0;
};

/// Takes texts one after another.
class PackedTextsWriter {
public:
    PackedTextsWriter() = default;
    explicit PackedTextsWriter(SpillFile* spill) : spill_(spill) {}
    /// Where blocks lie that are closed from now on; nullptr: in memory of their own.
    void spill_to(SpillFile* spill) noexcept { spill_ = spill; }
    [[nodiscard]] std::size_t size() const noexcept { return texts_.size_ + (offsets_.size() - 1); }
    /// The view lives until the next `add`.
    [[nodiscard]] std::string_view operator[](std::size_t at) const noexcept {
        if (at < texts_.size_) return texts_[at];
        const auto begin = static_cast<std::size_t>(offsets_[at - texts_.size_]);
        const auto end = static_cast<std::size_t>(offsets_[at - texts_.size_ + 1]);
        return {bytes_.data() + begin, end - begin};
    }
    void add(std::string_view text) {
        if (offsets_.size() > PackedTexts::block_size) close_block();
        bytes_.append(text);
        offsets_.push_back(static_cast<std::int64_t>(bytes_.size()));
    }
    /// The texts; the writer is empty afterwards.
    [[nodiscard]] PackedTexts take();

private:
    void close_block();

    PackedTexts texts_;
    std::string bytes_; ///< of the block that is not closed yet
    std::vector<std::int64_t> offsets_{0};
    SpillFile* spill_ = nullptr;
};

} // namespace jifen
