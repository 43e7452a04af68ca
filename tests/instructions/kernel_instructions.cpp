/// Runs one kernel once on a small synthetic district, for a tool that counts its instructions:
///
///     kernel_instructions KERNEL      without KERNEL: lists them
///
/// What is counted is what `measured` calls; what the kernel needs is made before. See count_instructions.py.

#include "jifen/district/district_folder.hpp"
#include "jifen/district/reader.hpp"
#include "jifen/evaluation/result_tables.hpp"
#include "jifen/selection/selection.hpp"
#include "jifen/synthetic/synthetic_district.hpp"
#include "scoring/totals_scorer.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <system_error>

namespace {

using namespace jifen;

RunOptions with(Kernels kernels) {
    RunOptions options;
    options.kernels = kernels;
    return options;
}

/// A folder with the tables of a district, as long as this lives.
class Tables {
public:
    explicit Tables(const District& district) {
        std::string name = (std::filesystem::temp_directory_path() / "jifen-instructions-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
        folder_ = name;
        write_district(district, folder_ / "district");
    }
    Tables(const Tables&) = delete;
    Tables& operator=(const Tables&) = delete;
    ~Tables() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    [[nodiscard]] std::filesystem::path folder() const { return folder_ / "district"; }

private:
    std::filesystem::path folder_;
};

/// Items of which quantities are all that is asked, so that entries are weighed.
constexpr const char* weighed_rules = R"(jifen = 1
code = "weighed"
applies_to = ["committee_member", "group_leader"]
[[category]]
code = "service"
caps = [ { per = "year", points = 34 } ]
[[item]]
code = "home_visit"
category = "service"
points = [ { from = 2023-01-01, value = 0.03 }, { from = 2023-07-01, value = 0.04 } ]
caps = [ { per = "month", points = 1.8 } ]
[[item]]
code = "registry_update"
category = "service"
points_per_unit = 0.02
caps = [ { per = "quarter", points = 1 } ]
[[item]]
code = "care_visit"
points = 0.6
)";

/// Of people who have a few entries each, which go by lane.
constexpr const char* few_rules = R"(jifen = 1
code = "few"
applies_to = ["exemplar"]
[[category]]
code = "service"
caps = [ { per = "year", points = 3 } ]
[[item]]
code = "targeted_service"
category = "service"
points = [ { from = 2023-01-01, value = 0.5 }, { from = 2023-07-01, value = 0.7 } ]
caps = [ { per = "month", points = 0.6 } ]
[[item]]
code = "care_visit"
points_per_unit = 0.6
)";

struct Year {
    District district = make_district();
    Tables tables{district};
    Rulebook rulebook = read_rulebook(std::filesystem::path(JIFEN_RULEBOOK_DIR) / "pinggu-1-10-100.toml");
    Rulebook weighed = parse_rulebook(weighed_rules);
    Window window = Window::year(2023);
    Program program{rulebook, window};
    Admission admission{district, program, std::nullopt, with(Kernels::plain)};
    ScoredPeople scored = find_scored_people(*district, program);
    Evaluation evaluation = evaluate(district, rulebook, window);
    Admission few{district, Program(parse_rulebook(few_rules), window), std::nullopt, with(Kernels::fast)};
    SlotPlan few_plan{few};

    static District make_district() {
        GenerateOptions options;
        options.scale = 0.01;
        return synthetic_district(options);
    }
    void score_plainly() const {
        Scorer scorer(admission);
        std::vector<CategoryScore> categories(program.rules().categories.size());
        for (const PersonId person : scored.people) scorer.score(person, categories);
    }
    void score_by_lane() const {
        TotalsScorer scorer(few, few_plan, true);
        std::vector<CategoryScore> categories(few.program().rules().categories.size());
        for (std::size_t p = 0; p < district->people.size(); ++p) {
            if (!scorer.score(PersonId::at(p), categories)) std::abort();
        }
    }
};

using Kernel = std::function<void(const Year&)>;

Kernel admission(Kernels kernels) {
    return [kernels](const Year& y) { const Admission made(y.district, y.program, std::nullopt, with(kernels)); };
}
Kernel reading(Kernels kernels) {
    return [kernels](const Year& y) { const District read = read_district(y.tables.folder(), {{}, with(kernels)}); };
}
Kernel evaluation(Rulebook Year::*rulebook, Kernels kernels) {
    return [rulebook, kernels](const Year& y) {
        const Evaluation made = evaluate(y.district, y.*rulebook, y.window, {std::nullopt, with(kernels)});
    };
}

const std::map<std::string, Kernel>& kernels() {
    static const std::map<std::string, Kernel> all{
        {"admission, plain", admission(Kernels::plain)},
        {"admission, fast", admission(Kernels::fast)},
        {"evaluate, plain", evaluation(&Year::rulebook, Kernels::plain)},
        {"evaluate, fast", evaluation(&Year::rulebook, Kernels::fast)},
        {"evaluate by weight, plain", evaluation(&Year::weighed, Kernels::plain)},
        {"evaluate by weight, fast", evaluation(&Year::weighed, Kernels::fast)},
        {"items by lane", [](const Year& y) { y.score_by_lane(); }},
        {"items, plain", [](const Year& y) { y.score_plainly(); }},
        {"linkage", [](const Year& y) { const auto made = assess_linkage(y.admission, y.scored, {}); }},
        {"five knows", [](const Year& y) { const auto made = assess_five_knows(y.admission, {}); }},
        {"duties", [](const Year& y) { const auto made = assess_duties(y.admission, y.scored, {}); }},
        {"selection", [](const Year& y) { const auto made = select(y.evaluation, "best-group-leader"); }},
        {"selection table",
         [](const Year& y) { const auto made = selection_table(y.evaluation, "best-group-leader"); }},
        {"read district, fast", reading(Kernels::fast)},
        {"read district, plain", reading(Kernels::plain)},
        {"synthetic district", [](const Year&) { const District made = Year::make_district(); }},
        {"statement", [](const Year& y) { const Table made = statement_table(y.evaluation, RunOptions{}); }},
    };
    return all;
}

} // namespace

/// The tool counts from where this is entered to where it is left.
extern "C" [[gnu::noinline]] void measured(const Kernel& kernel, const Year& year) { kernel(year); }

int main(int argc, char** argv) {
    if (argc == 1) {
        for (const auto& [name, kernel] : kernels()) std::puts(name.c_str());
        return 0;
    }
    const auto kernel = kernels().find(argv[1]);
    if (kernel == kernels().end()) {
        std::fprintf(stderr, "no kernel %s\n", argv[1]);
        return 2;
    }
    measured(kernel->second, Year());
    return 0;
}
