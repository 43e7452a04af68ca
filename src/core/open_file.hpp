#pragma once

#include <cstdio>
#include <memory>

namespace jifen {

struct CloseFile {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

/// A file of the C library, closed at the end of its scope.
using OpenFile = std::unique_ptr<std::FILE, CloseFile>;

} // namespace jifen
