#include "jifen/core/packed_texts.hpp"

#include <algorithm>

namespace jifen {

void PackedTextsWriter::close_block() {
    const std::size_t count = offsets_.size() - 1;
    const std::size_t stride = bytes_.size() / count;
    std::vector<std::int64_t> beyond(offsets_);
    for (std::size_t at = 0; at <= count; ++at) beyond[at] -= static_cast<std::int64_t>(at * stride);
    PackedBytes bytes(bytes_.size(), spill_);
    std::copy(bytes_.begin(), bytes_.end(), bytes.get());
    texts_.blocks_.push_back({std::move(bytes), stride, PackedBlock(beyond, spill_)});
    texts_.size_ += count;
    bytes_.clear();
    offsets_.resize(1);
}

PackedTexts PackedTextsWriter::take() {
    if (offsets_.size() > 1) close_block();
    bytes_ = {};
    offsets_ = {0};
    return std::exchange(texts_, {});
}

} // namespace jifen
