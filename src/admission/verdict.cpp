#include "jifen/admission/verdict.hpp"

namespace jifen {

namespace {

struct Words {
    std::string_view code, en, zh;
};

constexpr std::array<Words, verdict_count> words{{
    {"cancels", "withdraws another entry", "撤销另一条记录"},
    {"cancelled", "withdrawn", "已被撤销"},
    {"outside_window", "outside the assessment window", "不在考核期内"},
    {"unknown_item", "no such item in the rulebook", "积分办法中无此项目"},
    {"not_in_force", "the item was not in force that day", "当日该项目未生效"},
    {"role_not_held", "she held none of the item's roles that day", "当日未担任该项目要求的职务"},
    {"recorded_late", "recorded too late", "补录超期"},
    {"unverified", "not verified", "未经核实"},
    {"wrong_channel", "not by a channel that counts", "渠道不符"},
    {"wrong_subject", "its subject is not what the item asks for", "对象不符"},
    {"unknown_level", "the item has no points for that level", "级别不在计分范围"},
    {"veto", "veto: it sets the grade", "一票否决"},
    {"zero", "worth no points", "不计分值"},
    {"exclusive", "the same act counts under another item", "同一行为已按其他项目计分"},
    {"repeat", "already counted in the period", "本期内重复"},
    {"counted", "counted in full", "全额计分"},
    {"part_counted", "counted in part: a cap was reached", "部分计分（达到上限）"},
    {"capped", "not counted: the cap was used up", "不计分（上限已满）"},
}};

} // namespace

std::string_view to_string(Verdict verdict) noexcept { return words[static_cast<std::size_t>(verdict)].code; }

std::string_view describe(Verdict verdict, std::string_view language) noexcept {
    const Words& w = words[static_cast<std::size_t>(verdict)];
    return language == "zh" ? w.zh : w.en;
}

} // namespace jifen
