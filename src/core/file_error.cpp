#include "jifen/core/file_error.hpp"

#include "jifen/core/text.hpp"

#include <cerrno>
#include <utility>

namespace jifen {

FileError::FileError(std::string operation, std::filesystem::path path, std::error_code reason,
                     const std::string& remedy)
    : Error("io", printable(path.string()) + ": " + operation + ": " + reason.message() +
                      (remedy.empty() ? "" : "; " + remedy)),
      path_(std::move(path)), operation_(std::move(operation)), reason_(reason) {}

std::error_code last_file_error() noexcept { return {errno != 0 ? errno : EIO, std::generic_category()}; }

} // namespace jifen
