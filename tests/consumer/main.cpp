// Makes a synthetic district of ten grids, evaluates it and leaves the best leader's id in leader.txt.
#include <jifen/jifen.hpp>
#include <jifen/synthetic/generate_folder.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    if (jifen::version() != PACKAGE_VERSION) {
        std::cerr << "the library says " << jifen::version() << ", its package says " << PACKAGE_VERSION << '\n';
        return 1;
    }
    jifen::GenerateOptions options;
    options.scale = 10.0 / 3170;
    jifen::generate_folder(argv[1], options);
    const jifen::Evaluation result =
        jifen::evaluate(jifen::read_district(argv[1]), jifen::read_rulebook(argv[2]), jifen::Window::year(2023));
    const jifen::SelectionResult best = jifen::select(result, "best-group-leader");
    if (best.rows.empty() || !best.rows.front().selected) return 1;
    std::ofstream(std::filesystem::path(argv[1]) / "leader.txt") << best.rows.front().person;
}
