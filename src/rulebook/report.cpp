#include "rulebook/report.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>
#include <utility>

namespace jifen::rulebook_reading {

void Report::error(Place place, std::string_view code, std::string_view message, std::string_view value,
                   std::string_view remedy) {
    Diagnostic diagnostic;
    diagnostic.file = file_;
    diagnostic.line = place.line;
    diagnostic.column = std::to_string(place.column);
    diagnostic.code = code;
    diagnostic.message = message; // not masked here: it may name the limit that a number is beyond
    diagnostic.value = shortened(mask_long_numbers(value));
    diagnostic.remedy = mask_long_numbers(remedy);
    found_.push_back(std::move(diagnostic));
}

Diagnostics Report::take() {
    sort_diagnostics(found_);
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    return std::exchange(found_, {});
}

} // namespace jifen::rulebook_reading
