#pragma once

#include "jifen/core/diagnostic.hpp"
#include "rulebook/node.hpp"

#include <string>
#include <string_view>

namespace jifen::rulebook_reading {

/// Collects every error of one rulebook file.
class Report {
public:
    /// `file` is the name that messages give, without its folder.
    explicit Report(std::string_view file) : file_(file) {}

    /// `value` may be of any length: the diagnostic shows its first 64 characters. Long numbers are masked in it and in
    /// the remedy; in a message, whoever puts a text or key of the rulebook into it does so, by `shown`.
    void error(Place place, std::string_view code, std::string_view message, std::string_view value = {},
               std::string_view remedy = {});

    [[nodiscard]] bool empty() const noexcept { return found_.empty(); }
    /// All errors by place, each once.
    [[nodiscard]] Diagnostics take();

private:
    std::string file_;
    Diagnostics found_;
};

} // namespace jifen::rulebook_reading
