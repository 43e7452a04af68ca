#pragma once

#include "jifen/core/diagnostic.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace jifen {

/// The root of everything this library throws on purpose. `code()` is stable and made for programs.
class Error : public std::runtime_error {
public:
    Error(std::string code, const std::string& message) : std::runtime_error(message), code_(std::move(code)) {}
    [[nodiscard]] const std::string& code() const noexcept { return code_; }

private:
    std::string code_;
};

/// A number does not fit 64 bits of thousandths. Never a wrap (SPEC §0). `operation()` names what was computed.
class OverflowError : public Error {
public:
    explicit OverflowError(std::string operation)
        : Error("overflow",
                "points overflow 64 bits of thousandths in " + operation + ": reduce the points or quantities"),
          operation_(std::move(operation)) {}
    [[nodiscard]] const std::string& operation() const noexcept { return operation_; }

private:
    std::string operation_;
};

/// The caller asked for something that does not exist or cannot be: an unknown person, a bad window text.
class ArgumentError : public Error {
public:
    ArgumentError(std::string argument, std::string value, const std::string& reason)
        : Error("argument", argument + " = \"" + value + "\": " + reason), argument_(std::move(argument)),
          value_(std::move(value)) {}
    [[nodiscard]] const std::string& argument() const noexcept { return argument_; }
    [[nodiscard]] const std::string& value() const noexcept { return value_; }

private:
    std::string argument_;
    std::string value_;
};

/// Something that was read cannot be taken: a refused table, a rulebook with errors. Carries every diagnostic.
class InputError : public Error {
public:
    InputError(std::string code, std::vector<Diagnostic> diagnostics);
    [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const noexcept { return diagnostics_; }

private:
    std::vector<Diagnostic> diagnostics_;
};

/// A table was refused whole: unreadable, not valid UTF-8, broken quoting, a required column missing.
class TableError : public InputError {
public:
    explicit TableError(std::vector<Diagnostic> diagnostics) : InputError("table", std::move(diagnostics)) {}
};

/// A rulebook has errors; all are listed (SPEC §3).
class RulebookError : public InputError {
public:
    explicit RulebookError(std::vector<Diagnostic> diagnostics) : InputError("rulebook", std::move(diagnostics)) {}
};

/// The caller's stop token asked to stop; nothing was changed.
class Cancelled : public Error {
public:
    Cancelled() : Error("cancelled", "stopped at the caller's request; nothing was changed") {}
};

} // namespace jifen
