#include "jifen/rulebook/rulebook.hpp"

#include "core/open_file.hpp"
#include "jifen/core/file_error.hpp"
#include "jifen/core/text.hpp"
#include "rulebook/canonical.hpp"
#include "rulebook/choosing.hpp"
#include "rulebook/composite.hpp"
#include "rulebook/document.hpp"
#include "rulebook/items.hpp"
#include "rulebook/parts.hpp"

#include <array>
#include <cstdio>
#include <string>

namespace jifen {

namespace {

using namespace rulebook_reading;

constexpr std::string_view format_version = "1";

void read_format(TableReader& root) {
    const Member* const member = root.find("jifen", Need::required);
    if (member == nullptr) return;
    if (!member->value.is(NodeKind::integer)) {
        wrong_type(root.report(), member->value, root.what("jifen"), "the format version, a whole number",
                   "write jifen = 1");
    } else if (member->value.text != format_version) {
        root.report().error(
            member->value.place, "unknown_version",
            "the rulebook is of format version " + member->value.text + "; this library reads version 1",
            member->value.text, "use a library that reads that version, or rewrite the rulebook as version 1");
    }
}

void read_root(TableReader& root) {
    Context& context = root.context();
    RulebookData& data = context.data;
    read_format(root);
    data.heading = root.heading();
    if (const auto code = root.code()) data.code = code->text;
    if (auto words = root.words("applies_to", Need::required)) {
        for (Word& word : *words) data.applies_to.push_back(std::move(word.text));
    }
    if (const Member* const member = root.node().find("applies_to")) {
        // The rulebook is refused for these; roles elsewhere are judged by what was meant.
        if (member->value.is(NodeKind::text)) data.applies_to.push_back(member->value.text);
        for (const Node& role : member->value.elements) context.unusable_roles.push_back(bare_value(role));
    }
    data.record_within_days = root.integer("record_within_days", Need::optional, 0, most_days);
    read_total(root);
    read_categories(root);
    read_items(root);
    read_exclusives(root);
    read_linkage(root);
    read_five_knows(root);
    read_duties(root);
    read_composite(root);
    read_grades(root);
    read_selections(root);
    root.finish();
}

Rulebook parse(std::string_view toml, std::string_view file) {
    Report report(file);
    RulebookData data;
    data.file = file;
    Document document = read_document(toml, report);
    if (document.readable) {
        Context context(report, data);
        context.root = &document.root;
        context.lost = document.lost;
        context.repeated = std::move(document.repeated);
        for (Codes* const codes : {&context.categories, &context.items, &context.grades}) {
            codes->set_lost(document.unread);
        }
        TableReader root(context, document.root, "the rulebook");
        read_root(root);
    }
    if (!report.empty()) throw RulebookError(report.take());
    data.toml = toml;
    data.sha256 = sha256(canonical_json(document.root));
    return Rulebook(std::move(data));
}

std::string utf8_name(const std::filesystem::path& file) {
    const std::u8string name = file.filename().u8string();
    return {name.begin(), name.end()};
}

} // namespace

Rulebook parse_rulebook(std::string_view toml, std::string_view file) { return parse(toml, file); }

Rulebook read_rulebook(const std::filesystem::path& file) {
    constexpr const char* remedy = "see that the file exists and may be read";
    const OpenFile in(std::fopen(file.c_str(), "rb"));
    if (!in) throw FileError("cannot open the rulebook", file, last_file_error(), remedy);
    std::string text;
    std::array<char, 65536> block{};
    // What lies beyond the limit is not read: that there is more is enough to refuse the file.
    while (text.size() <= most_bytes) {
        const std::size_t got = std::fread(block.data(), 1, block.size(), in.get());
        if (got == 0) break;
        text.append(block.data(), got);
    }
    if (std::ferror(in.get()) != 0) throw FileError("cannot read the rulebook", file, last_file_error(), remedy);
    return parse(text, utf8_name(file));
}

} // namespace jifen
