// Evaluates a folder of tables for a year and explains one person: evaluate FOLDER RULEBOOK SELECTION PERSON
#include <jifen/jifen.hpp>

#include <iostream>

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    try {
        const jifen::District district = jifen::read_district(argv[1]); // problems of rows: district.report()
        const jifen::Rulebook rules = jifen::read_rulebook(argv[2]);
        const jifen::Evaluation result = jifen::evaluate(district, rules, jifen::Window::year(2023));

        for (const auto& row : jifen::select(result, argv[3])) {
            if (row.selected) std::cout << row << '\n';
        }
        std::cout << jifen::explain(result, argv[4]); // every entry, every part, to the total, and the selections
    } catch (const jifen::Error& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
