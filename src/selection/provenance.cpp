#include "jifen/selection/provenance.hpp"

#include "jifen/core/json.hpp"
#include "jifen/core/version.hpp"

#include <concepts>

namespace jifen {

namespace {

/// JSON that people read: a member a line, two blanks a level.
class JsonLines {
public:
    void open(std::string_view key = {}) {
        begin_member(key);
        out_ += '{';
        ++depth_;
        is_first_ = true;
    }
    void close() {
        --depth_;
        if (!is_first_) new_line();
        out_ += '}';
        is_first_ = false;
    }
    void member(std::string_view key, std::string_view text) {
        begin_member(key);
        append_json_string(out_, text);
    }
    void member(std::string_view key, const Digest& digest) { member(key, to_string(digest)); }
    void member(std::string_view key, std::integral auto number) {
        begin_member(key);
        out_ += std::to_string(number);
    }
    void none(std::string_view key) {
        begin_member(key);
        out_ += "null";
    }
    [[nodiscard]] std::string take() {
        out_ += '\n';
        return std::move(out_);
    }

private:
    void begin_member(std::string_view key) {
        if (depth_ == 0) return;
        if (!is_first_) out_ += ',';
        is_first_ = false;
        new_line();
        append_json_string(out_, key);
        out_ += ": ";
    }
    void new_line() {
        out_ += '\n';
        out_.append(2 * depth_, ' ');
    }

    std::string out_;
    std::size_t depth_ = 0;
    bool is_first_ = true;
};

} // namespace

Provenance provenance(const Evaluation& evaluation, const RunOptions& options) {
    const RulebookData& rules = evaluation.rules();
    return {std::string(version()),
            rules.code,
            rules.sha256,
            rules.toml,
            evaluation.program().window(),
            evaluation.admission().known_at(),
            evaluation.district().report().tables,
            digests(evaluation.district(), options)};
}

std::string to_json(const Provenance& provenance, const std::vector<ResultSeal>& results) {
    JsonLines json;
    json.open();
    json.member("jifen", provenance.version);
    json.open("window");
    json.member("from", to_string(provenance.window.first()));
    json.member("until", to_string(provenance.window.end()));
    json.close();
    if (provenance.known_at)
        json.member("known_at", to_string(*provenance.known_at));
    else
        json.none("known_at");
    json.open("rulebook");
    json.member("code", provenance.rulebook_code);
    json.member("sha256", provenance.rulebook);
    json.member("toml", provenance.toml);
    json.close();
    json.open("inputs");
    for (std::size_t i = 0; i < input_table_count; ++i) {
        const LoadCounts& counts = provenance.counts[i];
        json.open(table_name(static_cast<InputTable>(i)));
        json.member("read", counts.read);
        json.member("accepted", counts.accepted);
        json.member("duplicate", counts.duplicate);
        json.member("conflict", counts.conflict);
        json.member("rejected", counts.rejected);
        json.member("sha256", provenance.inputs.tables[i]);
        json.close();
    }
    json.close();
    json.open("results");
    for (const ResultSeal& result : results) {
        json.open(result.file);
        json.member("sha256", result.seal.sha256);
        json.member("rows", result.seal.rows);
        json.member("sum", result.seal.sum);
        json.member("weighted_sum", result.seal.weighted_sum);
        json.close();
    }
    json.close();
    json.close();
    return json.take();
}

} // namespace jifen
