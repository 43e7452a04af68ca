#include <jifen/jifen.hpp>

#include <filesystem>
#include <iostream>

int main() {
    if (jifen::version() != PACKAGE_VERSION) {
        std::cerr << "the library says " << jifen::version() << ", its package says " << PACKAGE_VERSION << '\n';
        return 1;
    }
    if (!std::filesystem::is_directory(RULEBOOK_DIR)) {
        std::cerr << "no rulebooks in " << RULEBOOK_DIR << '\n';
        return 1;
    }
    std::cout << "jifen " << jifen::version() << '\n';
}
