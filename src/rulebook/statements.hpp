#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace jifen::rulebook_reading {

/// What toml++ must not be given, because it answers with an exhausted stack or undefined behaviour instead of an
/// error.
enum class Refusal : std::uint8_t {
    none,
    too_deep,      ///< nesting or dots beyond the limits of StatementScanner: toml++ recurses through both
    wrong_bracket, ///< a value closes with '}' what opened with '[', or the reverse
    not_ascii      ///< a character beyond ASCII that stands neither in a text nor in a comment
};

/// One statement of a TOML text, as byte offsets: a table header, or `key = value` with all the lines of its value.
struct Statement {
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    std::size_t begin = 0;
    std::size_t end = 0;           ///< behind its last byte, at the line end or the end of the text
    std::size_t value = none;      ///< where the value begins; none for a header or a line without '='
    std::size_t refused_at = none; ///< the first byte that toml++ must not see
    Refusal refused = Refusal::none;
    bool header = false;
    bool cut = false; ///< a bracket or a text that runs over lines was never closed
};

/// Splits a TOML text into statements without building anything: exact on well-formed text; behind an error it goes on
/// at the next line that can only be the beginning of a statement. Reads each byte once and never recurses.
class StatementScanner {
public:
    /// Far more than a rulebook needs (4 and 3), little enough for any stack.
    static constexpr int most_nested = 32;
    static constexpr int most_dots = 16;

    explicit StatementScanner(std::string_view text) noexcept : text_(text) {}

    /// The next statement, nullopt at the end of the text.
    [[nodiscard]] std::optional<Statement> next();

private:
    void skip_blank();
    void skip_comment();
    void skip_blanks_in_line();
    /// From an opening quote to behind the closing one; false if there is none.
    bool skip_text();
    bool skip_long_text(char quote);
    void refuse(Statement& statement, Refusal refusal) const;
    /// Counts nesting and dots of one byte that is neither of a text nor of a comment, and steps over it.
    void step(Statement& statement);
    void scan_value(Statement& statement);
    void scan_line(Statement& statement, char stop);
    [[nodiscard]] bool at_header_line() const;

    std::string_view text_;
    std::size_t at_ = 0;
    int nested_ = 0;
    int dots_ = 0;
    std::uint64_t braces_ = 0; ///< bit n: the bracket that opened depth n was '{'
};

} // namespace jifen::rulebook_reading
