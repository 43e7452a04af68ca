#include "jifen/district/columns.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/text.hpp"

#include <algorithm>
#include <array>

namespace jifen {

namespace {

constexpr std::array unit_columns = {InputColumn{"unit", true}, InputColumn{"parent"}, InputColumn{"level", true},
                                     InputColumn{"name"}};
constexpr std::array household_columns = {InputColumn{"household", true}, InputColumn{"unit", true},
                                          InputColumn{"from"}, InputColumn{"until"}};
constexpr std::array person_columns = {
    InputColumn{"person", true}, InputColumn{"name"}, InputColumn{"gender", false, true},
    InputColumn{"household"},    InputColumn{"unit"}, InputColumn{"from"},
    InputColumn{"until"}};
constexpr std::array role_columns = {InputColumn{"person", true}, InputColumn{"role", true}, InputColumn{"unit", true},
                                     InputColumn{"from"},         InputColumn{"until"},      InputColumn{"source"}};
constexpr std::array link_columns = {InputColumn{"source", true}, InputColumn{"target", true},
                                     InputColumn{"kind", true}, InputColumn{"from"}, InputColumn{"until"}};
constexpr std::array entry_columns = {InputColumn{"entry", true}, InputColumn{"date", true}, InputColumn{"actor", true},
                                      InputColumn{"item", true},  InputColumn{"quantity"},   InputColumn{"level"},
                                      InputColumn{"subject"},     InputColumn{"channel"},    InputColumn{"verified"},
                                      InputColumn{"act"},         InputColumn{"recorded"},   InputColumn{"cancels"},
                                      InputColumn{"note"}};
constexpr std::array record_columns = {InputColumn{"record", true},  InputColumn{"date", true},
                                       InputColumn{"knower", true},  InputColumn{"stage", true},
                                       InputColumn{"subject", true}, InputColumn{"object"}};

/// Aliases as text: `column=name,name;`, one line a table.
struct AliasesOfTable {
    InputTable table;
    std::string_view text;
};

constexpr std::array chinese_names = {
    AliasesOfTable{InputTable::units, "unit=单位,单位编号,单元编号,网格编号;parent=上级,上级编号,上级单位,上级单位编号;"
                                      "level=层级,级别;name=名称,单位名称,网格名称;"},
    AliasesOfTable{InputTable::households, "household=户,户号,户编号,家庭编号;unit=网格,网格编号,所属网格,单位编号;"
                                           "from=起,起始日期,开始日期;until=止,终止日期,结束日期;"},
    AliasesOfTable{InputTable::people,
                   "person=人员,人员编号;name=姓名;gender=性别;"
                   "household=户,户号,户编号,家庭编号;unit=单位,单位编号,所属单位,网格编号,所属网格;"
                   "from=起,起始日期,开始日期;until=止,终止日期,结束日期;"},
    AliasesOfTable{InputTable::roles, "person=人员,人员编号;role=职务,角色,身份;unit=单位,单位编号,任职单位,网格编号;"
                                      "from=起,起始日期,开始日期,任职日期;until=止,终止日期,结束日期,离任日期;"
                                      "source=来源,产生方式;"},
    AliasesOfTable{InputTable::links, "source=联系人,联系人编号,执委编号;target=联系对象,联系对象编号,对象编号;"
                                      "kind=联系类型,关系;from=起,起始日期,开始日期;until=止,终止日期,结束日期;"},
    AliasesOfTable{InputTable::ledger,
                   "entry=记录编号,条目编号,台账编号;date=日期,发生日期;"
                   "actor=人员,人员编号,履职人,履职人编号;item=事项,项目,积分项目;quantity=数量;"
                   "level=级别,层级;subject=对象,对象编号,服务对象;channel=渠道;verified=核实,是否核实;"
                   "act=活动,活动编号;recorded=登记日期,录入日期;cancels=撤销,撤销编号,撤销记录;"
                   "note=备注;"},
    AliasesOfTable{InputTable::knowledge, "record=记录编号;date=日期,询问日期;knower=组长,组长编号,知情人,知情人编号;"
                                          "stage=环节,五知;subject=对象,对象编号;object=内容,答案;"},
};

struct ClosedList {
    std::string_view column;
    std::string_view words; ///< each between commas
    std::string_view chinese;
};

constexpr std::array closed_lists = {
    ClosedList{"gender", ",female,male,", "female=女;male=男;"},
    ClosedList{"verified", ",yes,no,", "yes=是;no=否;"},
    ClosedList{"kind", ",leads,serves,", "leads=带领;serves=服务,联系服务;"},
    ClosedList{"stage", ",people,matters,circumstances,needs,help,",
               "people=知人;matters=知事;circumstances=知情;needs=知需;help=知帮;"},
};

/// Calls take(name, meaning) for every alias of `meaning=name,name;…`.
template <class Take>
void each_alias(std::string_view text, Take take) {
    while (!text.empty()) {
        const std::string_view record = text.substr(0, text.find(';'));
        text.remove_prefix(record.size() + 1);
        const std::size_t equals = record.find('=');
        std::string_view names = record.substr(equals + 1);
        while (!names.empty()) {
            const std::string_view name = names.substr(0, names.find(','));
            names.remove_prefix(std::min(names.size(), name.size() + 1));
            take(name, record.substr(0, equals));
        }
    }
}

std::optional<std::size_t> place_of(InputTable table, std::string_view column) noexcept {
    const auto columns = columns_of(table);
    const auto found =
        std::find_if(columns.begin(), columns.end(), [column](const InputColumn& c) { return c.name == column; });
    if (found == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
}

} // namespace

std::span<const InputColumn> columns_of(InputTable table) noexcept {
    switch (table) {
    case InputTable::units:
        return unit_columns;
    case InputTable::households:
        return household_columns;
    case InputTable::people:
        return person_columns;
    case InputTable::roles:
        return role_columns;
    case InputTable::links:
        return link_columns;
    case InputTable::ledger:
        return entry_columns;
    case InputTable::knowledge:
        return record_columns;
    }
    return {};
}

bool keeps_attributes(InputTable table) noexcept {
    return table == InputTable::households || table == InputTable::people;
}

const ColumnAliases& ColumnAliases::chinese() {
    static const ColumnAliases aliases = [] {
        ColumnAliases all;
        for (const AliasesOfTable& of_table : chinese_names) {
            each_alias(of_table.text, [&](std::string_view name, std::string_view column) {
                all.add(of_table.table, std::string(name), column);
            });
        }
        return all;
    }();
    return aliases;
}

void ColumnAliases::add(InputTable table, const std::string& alias, std::string_view column) {
    const auto place = place_of(table, column);
    if (!place)
        throw ArgumentError("aliases", std::string(column),
                            "the table " + std::string(table_name(table)) + " has no such column");
    const auto own = place_of(table, alias);
    const auto [found, is_new] = places_.try_emplace({table, alias}, *place);
    if ((own && *own != *place) || (!is_new && found->second != *place))
        throw ArgumentError("aliases", alias, "it stands for another column already");
}

std::optional<std::size_t> ColumnAliases::find(InputTable table, std::string_view name) const {
    if (const auto own = place_of(table, name)) return own;
    const auto found = places_.find(std::pair(table, std::string(name)));
    return found == places_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::pair<std::string_view, std::string_view>> ColumnAliases::of(InputTable table) const {
    std::vector<std::pair<std::string_view, std::string_view>> found;
    for (const auto& [key, place] : places_) {
        if (key.first == table) found.emplace_back(key.second, columns_of(table)[place].name);
    }
    return found;
}

const WordAliases& WordAliases::chinese() {
    static const WordAliases aliases = [] {
        WordAliases all;
        for (const ClosedList& list : closed_lists) {
            each_alias(list.chinese, [&](std::string_view name, std::string_view word) {
                all.add(list.column, std::string(name), word);
            });
        }
        return all;
    }();
    return aliases;
}

void WordAliases::add(std::string_view column, std::string alias, std::string_view word) {
    const auto list = std::find_if(closed_lists.begin(), closed_lists.end(),
                                   [column](const ClosedList& l) { return l.column == column; });
    if (list == closed_lists.end())
        throw ArgumentError("words", std::string(column), "only gender, verified, kind and stage are closed lists");
    if (word.empty() || list->words.find("," + std::string(word) + ",") == std::string_view::npos)
        throw ArgumentError("words", std::string(word), "it is no word of the column " + std::string(column));
    words_.insert_or_assign({std::string(column), std::move(alias)}, std::string(word));
}

std::string_view WordAliases::find(std::string_view column, std::string_view text) const {
    if (words_.empty()) return text;
    const auto found = words_.find(std::pair(std::string(column), std::string(text)));
    return found == words_.end() ? text : std::string_view(found->second);
}

std::string_view without_marks(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 5> marks = {" ", "\t", "*", "＊", "\u3000"};
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view mark : marks) {
            if (name.starts_with(mark)) {
                name.remove_prefix(mark.size());
                again = true;
            }
            if (name.ends_with(mark)) {
                name.remove_suffix(mark.size());
                again = true;
            }
        }
    }
    return name;
}

bool is_header(InputTable table, std::span<const std::string_view> cells, const HeaderOptions& options) {
    const auto columns = columns_of(table);
    std::vector<bool> there(columns.size());
    for (const std::string_view cell : cells) {
        const auto place = options.aliases.find(table, options.marks ? without_marks(cell) : cell);
        if (place) there[*place] = true;
    }
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (columns[c].required && !there[c]) return false;
    }
    return true;
}

} // namespace jifen
