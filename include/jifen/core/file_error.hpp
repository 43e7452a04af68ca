#pragma once

#include "jifen/core/error.hpp"

#include <filesystem>
#include <string>
#include <system_error>

namespace jifen {

/// The system refused a file or folder: it is not there, may not be read, the disk is full. What a file says is never a
/// reason for it: that is a TableError or a RulebookError.
class FileError : public Error {
public:
    /// `operation` is what was tried, as messages say it: `cannot open the file`; `remedy`, if any, what to do.
    FileError(std::string operation, std::filesystem::path path, std::error_code reason,
              const std::string& remedy = {});

    /// As it was given to the library.
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    [[nodiscard]] const std::string& operation() const noexcept { return operation_; }
    /// The system's reason: an `errno` on POSIX.
    [[nodiscard]] const std::error_code& reason() const noexcept { return reason_; }

private:
    std::filesystem::path path_;
    std::string operation_;
    std::error_code reason_;
};

/// The reason of the C library call that has just failed: `errno`, or EIO where it says nothing.
[[nodiscard]] std::error_code last_file_error() noexcept;

} // namespace jifen
