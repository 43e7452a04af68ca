#include "jifen/rulebook/rulebook.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/text.hpp"
#include "rulebook/choosing.hpp"
#include "rulebook/document.hpp"
#include "rulebook/items.hpp"
#include "rulebook/parts.hpp"

#include <array>
#include <fstream>
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
    return Rulebook(std::move(data));
}

[[noreturn]] void unreadable(const std::string& name, const std::string& why) {
    Diagnostic diagnostic;
    diagnostic.file = name;
    diagnostic.code = "unreadable";
    diagnostic.message = "the rulebook " + jifen::quoted(name) + " " + why;
    diagnostic.value = name;
    diagnostic.remedy = "see that the file exists and may be read";
    throw TableError({diagnostic});
}

std::string utf8_name(const std::filesystem::path& file) {
    const std::u8string name = file.filename().u8string();
    return {name.begin(), name.end()};
}

} // namespace

Rulebook parse_rulebook(std::string_view toml, std::string_view file) { return parse(toml, file); }

Rulebook read_rulebook(const std::filesystem::path& file) {
    const std::string name = utf8_name(file);
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) unreadable(name, "is a folder");
    std::ifstream in(file, std::ios::binary);
    if (!in) unreadable(name, "cannot be opened");
    std::string text;
    std::array<char, 65536> block{};
    // What lies beyond the limit is not read: that there is more is enough to refuse the file.
    while (text.size() <= most_bytes && in) {
        in.read(block.data(), block.size());
        text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    }
    if (in.bad()) unreadable(name, "cannot be read to its end");
    return parse(text, name);
}

} // namespace jifen
