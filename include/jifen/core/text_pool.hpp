#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// Texts stored one after another: the layout of an Arrow `large_utf8` array (n + 1 offsets, bytes).
class TextPool {
public:
    TextPool() : offsets_{0} {}

    [[nodiscard]] std::size_t size() const noexcept { return offsets_.size() - 1; }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    /// The view lives until the next `add`.
    [[nodiscard]] std::string_view operator[](std::size_t index) const noexcept {
        const auto begin = static_cast<std::size_t>(offsets_[index]);
        return {bytes_.data() + begin, static_cast<std::size_t>(offsets_[index + 1]) - begin};
    }
    void add(std::string_view text) {
        bytes_.append(text);
        offsets_.push_back(static_cast<std::int64_t>(bytes_.size()));
    }
    void reserve(std::size_t texts, std::size_t bytes) {
        offsets_.reserve(texts + 1);
        bytes_.reserve(bytes);
    }
    [[nodiscard]] const std::vector<std::int64_t>& offsets() const noexcept { return offsets_; }
    [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }

private:
    std::vector<std::int64_t> offsets_;
    std::string bytes_;
};

} // namespace jifen
