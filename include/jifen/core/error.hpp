#pragma once

#include "jifen/core/diagnostic.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace jifen {

/// The root of everything this library throws on purpose. `code()` is stable and made for programs. A file that the
/// system does not give or take is a FileError, see file_error.hpp.
class Error : public std::runtime_error {
public:
    Error(std::string code, const std::string& message) : std::runtime_error(message), code_(std::move(code)) {}
    [[nodiscard]] const std::string& code() const noexcept { return code_; }

private:
    std::string code_;
};

/// Where a number did not fit: ids as texts, exactly as they were read; empty where they do not apply.
struct OverflowPlace {
    std::string person;
    std::string entry; ///< of a sum over several entries there is none
    std::string item;
};

/// A number does not fit 64 bits of thousandths. Never a wrap (SPEC §0). `operation()` names what was computed;
/// `person()`, `entry()` and `item()` say for whom and at what, as far as it is of one. The message names them too,
/// with long numbers masked; it goes into logs, the fields do not.
class OverflowError : public Error {
public:
    explicit OverflowError(std::string operation, OverflowPlace place = {});
    /// The same error, with what it does not say yet taken from `place`. Arithmetic knows no ids: who called it does.
    [[nodiscard]] OverflowError at(OverflowPlace place) const;

    [[nodiscard]] const std::string& operation() const noexcept { return operation_; }
    [[nodiscard]] const std::string& person() const noexcept { return place_.person; }
    [[nodiscard]] const std::string& entry() const noexcept { return place_.entry; }
    [[nodiscard]] const std::string& item() const noexcept { return place_.item; }

private:
    std::string operation_;
    OverflowPlace place_;
};

/// The caller asked for something that does not exist or cannot be: an unknown person, a bad window text.
class ArgumentError : public Error {
public:
    /// `value` as the caller gave it; the message masks long numbers and shows no more than its first 64 characters.
    ArgumentError(std::string argument, std::string value, const std::string& reason);
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

/// A table was refused whole: not valid UTF-8, broken quoting, a required column missing; of a folder of tables also
/// one that cannot be read, so that all that is wrong with the folder is listed at once.
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
