#include "fuzz/fuzz_target.hpp"
#include "jifen/core/error.hpp"
#include "jifen/core/text.hpp"
#include "jifen/rulebook/program.hpp"
#include "jifen/rulebook/rulebook.hpp"

#include <charconv>

/// Whatever the bytes, there is a rulebook, or at least one error, each at a place inside of the file.

using jifen::fuzzing::require;

namespace {

/// Bytes of the line, counted from 1, without its end; the line behind the last end counts, too.
std::size_t line_length(std::string_view text, std::int64_t line) {
    for (; line > 1; --line) {
        const std::size_t line_end = text.find('\n');
        require(line_end != std::string_view::npos, "the line is one of the file");
        text.remove_prefix(line_end + 1);
    }
    return std::min(text.find('\n'), text.size());
}

void check_error(const jifen::Diagnostic& error, std::string_view text) {
    require(error.severity == jifen::Severity::error, "what refuses a rulebook is an error");
    require(error.file == "fuzz.toml", "the error names the file");
    require(!error.code.empty() && !error.message.empty(), "the error has a code and a message");
    require(!jifen::find_invalid_utf8(to_string(error)), "the error is UTF-8");
    std::size_t column = 0;
    const char* const end = error.column.data() + error.column.size();
    require(std::from_chars(error.column.data(), end, column).ptr == end && column >= 1, "the column is a number");
    require(error.line >= 1, "the error has a line");
    // Just behind the end of a line is where something is missing.
    require(column <= line_length(text, error.line) + 1, "the column is one of the line");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = jifen::fuzzing::text_of(data, size);
    try {
        const jifen::Rulebook rulebook = jifen::parse_rulebook(text, "fuzz.toml");
        require(!rulebook->code.empty() && !rulebook->applies_to.empty(), "a rulebook that is taken has what it needs");
        const jifen::Program program(rulebook, jifen::Window::year(2023));
        for (std::size_t i = 0; i < rulebook->items.size(); ++i)
            require(program.code_rank(jifen::ItemId::at(i)) < rulebook->items.size(), "every item has a rank");
    } catch (const jifen::RulebookError& refused) {
        require(!refused.diagnostics().empty(), "a refusal has a reason");
        for (const jifen::Diagnostic& error : refused.diagnostics()) check_error(error, text);
    }
    return 0;
}
