#pragma once

#include "staging.hpp"

#include <memory>
#include <vector>

namespace jifen {

/// Settles staged rows into frozen columns, table by table; each step needs those before it.
struct Freezer {
    Freezer(DistrictBuilder::Staging& staging, const RunOptions& run_options)
        : staged(staging), options(run_options), data(std::make_shared<DistrictData>()) {}

    District freeze();
    void check_whole() const;

    void freeze_words();
    void freeze_units();
    void freeze_households();
    void freeze_people();
    void freeze_subjects();
    void freeze_roles();
    void freeze_links();
    void freeze_ledger();
    void freeze_knowledge();

    /// A row's problem. `value` is masked as every message is.
    void report(InputTable table, std::int64_t line, Severity severity, std::string code, std::string column,
                std::string_view value, std::string message, std::string remedy);
    void reject(InputTable table, std::int64_t line, std::string code, std::string column, std::string_view value,
                const std::string& reason, std::string remedy);
    void count_duplicate(InputTable table, std::int64_t line, std::int64_t first_line);
    void count_conflict(InputTable table, std::int64_t line, std::int64_t first_line, std::string column,
                        std::string_view id);

    /// Of the rows that are not rejected, the first of each id is accepted; a later one with the same content is a
    /// duplicate, with other content a conflict. Gives the accepted rows in file order and fills `holder` (by id).
    template <class IsRejected, class Same>
    std::vector<std::uint32_t> settle(InputTable table, const std::vector<TextNumber>& ids, const Interner& texts,
                                      const std::vector<std::int64_t>& lines, std::string_view id_column,
                                      std::vector<std::uint32_t>& holder, IsRejected is_rejected, Same same) {
        std::vector<std::uint32_t> accepted;
        accepted.reserve(ids.size());
        holder.assign(texts.size(), absent);
        for (std::uint32_t row = 0; row < ids.size(); ++row) {
            if (is_rejected(row)) continue;
            std::uint32_t& first = holder[ids[row]];
            if (first == absent) {
                first = row;
                accepted.push_back(row);
            } else if (same(first, row)) {
                count_duplicate(table, lines[row], lines[first]);
            } else {
                count_conflict(table, lines[row], lines[first], std::string(id_column), texts[ids[row]]);
            }
        }
        data->report.of(table).accepted = static_cast<std::int64_t>(accepted.size());
        return accepted;
    }

    DistrictBuilder::Staging& staged;
    const RunOptions& options;
    std::shared_ptr<DistrictData> data;

    // From staged text numbers to dense ids; none where the text is not one of the accepted things.
    std::vector<UnitId> units;
    std::vector<HouseholdId> households;
    std::vector<PersonId> people;
    std::vector<SubjectId> subjects;
    std::vector<RoleWord> role_words;
    std::vector<LevelWord> level_words;
    std::vector<ItemWord> item_words;
    std::vector<ChannelWord> channel_words;
    std::vector<ActWord> act_words;
    std::vector<SourceWord> source_words;
};

/// The dense id of a staged text; none for an empty one.
template <class IdType>
[[nodiscard]] IdType map_text(const std::vector<IdType>& ids, TextNumber text) noexcept {
    return text == absent ? IdType::none() : ids[text];
}

} // namespace jifen
