#include "jifen/district/rows.hpp"

#include <array>

namespace jifen {

namespace {

constexpr std::array<std::string_view, input_table_count> files{
    "units.csv", "households.csv", "people.csv", "roles.csv", "links.csv", "ledger.csv", "knowledge.csv"};
constexpr std::array<std::string_view, 3> genders{"", "female", "male"};
constexpr std::array<std::string_view, 2> link_kinds{"leads", "serves"};
constexpr std::array<std::string_view, 3> verifications{"", "yes", "no"};
constexpr std::array<std::string_view, stage_count> stages{"people", "matters", "circumstances", "needs", "help"};

template <class Enum, std::size_t N>
std::optional<Enum> find_word(const std::array<std::string_view, N>& words, std::string_view text) noexcept {
    for (std::size_t i = 0; i < N; ++i) {
        if (words[i] == text) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

} // namespace

std::string_view file_name(InputTable table) noexcept { return files[static_cast<std::size_t>(table)]; }
std::string_view table_name(InputTable table) noexcept {
    const std::string_view file = file_name(table);
    return file.substr(0, file.rfind('.'));
}
std::string_view to_string(Gender gender) noexcept { return genders[static_cast<std::size_t>(gender)]; }
std::string_view to_string(LinkKind kind) noexcept { return link_kinds[static_cast<std::size_t>(kind)]; }
std::string_view to_string(Verified verified) noexcept { return verifications[static_cast<std::size_t>(verified)]; }
std::string_view to_string(Stage stage) noexcept { return stages[static_cast<std::size_t>(stage)]; }
std::optional<Gender> parse_gender(std::string_view text) noexcept { return find_word<Gender>(genders, text); }
std::optional<LinkKind> parse_link_kind(std::string_view text) noexcept {
    return find_word<LinkKind>(link_kinds, text);
}
std::optional<Verified> parse_verified(std::string_view text) noexcept {
    return find_word<Verified>(verifications, text);
}
std::optional<Stage> parse_stage(std::string_view text) noexcept { return find_word<Stage>(stages, text); }

} // namespace jifen
