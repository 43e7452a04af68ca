#include "jifen/rulebook/lint.hpp"

#include "rulebook/linter.hpp"

namespace jifen {

namespace rulebook_lint {

std::string listed(const std::vector<std::string>& words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) out += i + 1 == words.size() ? " and " : ", ";
        out += jifen::in_quotes(words[i]);
    }
    return out;
}

} // namespace rulebook_lint

Diagnostics lint(const Rulebook& rulebook, const std::optional<Window>& window) {
    rulebook_lint::Linter linter(rulebook, window);
    rulebook_lint::lint_caps(linter);
    rulebook_lint::lint_items(linter);
    rulebook_lint::lint_parts(linter);
    return linter.take();
}

} // namespace jifen
