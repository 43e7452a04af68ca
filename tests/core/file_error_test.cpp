#include "jifen/core/file_error.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>

namespace jifen {
namespace {

TEST(FileError, CarriesThePathWhatWasTriedAndTheSystemsReason) {
    const std::error_code reason = std::make_error_code(std::errc::permission_denied);
    const FileError error("cannot open the file", "year/ledger.csv", reason);
    EXPECT_EQ(error.code(), "io");
    EXPECT_EQ(error.path(), "year/ledger.csv");
    EXPECT_EQ(error.operation(), "cannot open the file");
    EXPECT_EQ(error.reason(), reason);
    EXPECT_EQ(error.what(), "year/ledger.csv: cannot open the file: " + reason.message());
    EXPECT_EQ(FileError("cannot write", "a", reason, "free some space").what(),
              "a: cannot write: " + reason.message() + "; free some space");
}

TEST(FileError, IsOneLineWhateverThePath) {
    const FileError error("cannot open the file", "a\nb.csv", last_file_error());
    EXPECT_EQ(std::string(error.what()).find("a\\x0Ab.csv: cannot open the file"), 0U);
    EXPECT_EQ(error.path(), "a\nb.csv");
}

TEST(FileError, TakesItsReasonFromErrnoAndNeverSaysSuccess) {
    errno = ENOSPC;
    EXPECT_EQ(last_file_error(), std::errc::no_space_on_device);
    errno = 0;
    EXPECT_EQ(last_file_error(), std::errc::io_error);
}

} // namespace
} // namespace jifen
