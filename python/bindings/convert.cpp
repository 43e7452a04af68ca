#include "convert.hpp"

#include <array>
#include <unordered_map>

namespace jifen::python {

namespace {

/// Each code or number is made into an object once, however often it stands in the column.
template <class Key, class Make>
py::object once_each(std::unordered_map<Key, py::object>& made, Key key, const Make& make) {
    const auto [place, is_new] = made.try_emplace(key);
    if (is_new) place->second = make();
    return place->second;
}

py::list texts(const TextColumn& column, std::size_t begin, std::size_t end) {
    py::list list(end - begin);
    std::unordered_map<std::uint32_t, py::object> made;
    for (std::size_t row = begin; row < end; ++row) {
        const std::uint32_t code = column.codes[row];
        list[row - begin] = once_each(made, code, [&]() -> py::object {
            if (code == TextColumn::blank) return py::none();
            return to_python((*column.dictionary)[code]);
        });
    }
    return list;
}

py::list numbers(const Column& column, const NumberColumn& data, std::size_t begin, std::size_t end) {
    py::list list(end - begin);
    const py::object decimal = py::module_::import("decimal").attr("Decimal");
    std::unordered_map<std::int64_t, py::object> made;
    std::string text;
    for (std::size_t row = begin; row < end; ++row) {
        if (column.is_blank(row)) {
            list[row - begin] = py::none();
            continue;
        }
        list[row - begin] = once_each(made, data.values[row], [&]() -> py::object {
            if (data.fraction_digits == 0) return py::int_(data.values[row]);
            text.clear();
            column.append_cell(text, row);
            return decimal(text);
        });
    }
    return list;
}

py::list days(const DayColumn& column, std::size_t begin, std::size_t end) {
    py::list list(end - begin);
    std::unordered_map<std::int32_t, py::object> made;
    for (std::size_t row = begin; row < end; ++row) {
        const Day day = column.days[row];
        list[row - begin] = once_each(made, day.number(), [day] { return to_python(day); });
    }
    return list;
}

py::list flags(const FlagColumn& column, std::size_t begin, std::size_t end) {
    py::list list(end - begin);
    for (std::size_t row = begin; row < end; ++row) list[row - begin] = py::bool_(column.values[row] != 0);
    return list;
}

} // namespace

py::str to_python(std::string_view text) {
    PyObject* made = PyUnicode_DecodeUTF8(text.data(), static_cast<py::ssize_t>(text.size()), "backslashreplace");
    if (made == nullptr) throw py::error_already_set();
    return py::reinterpret_steal<py::str>(made);
}

py::object to_python(Day day) {
    if (!day.is_finite()) return py::none();
    const CivilDate civil = day.civil();
    return py::module_::import("datetime").attr("date")(civil.year, civil.month, civil.day);
}

py::object to_python(Points points) { return py::module_::import("decimal").attr("Decimal")(to_string(points)); }

py::list to_python(const Column& column, std::size_t begin, std::size_t end) {
    if (const auto* text = std::get_if<TextColumn>(&column.data)) return texts(*text, begin, end);
    if (const auto* number = std::get_if<NumberColumn>(&column.data)) return numbers(column, *number, begin, end);
    if (const auto* flag = std::get_if<FlagColumn>(&column.data)) return flags(*flag, begin, end);
    return days(std::get<DayColumn>(column.data), begin, end);
}

Day parse_day(std::string_view argument, std::string_view text) {
    if (const auto day = Day::parse(text)) return *day;
    throw ArgumentError(std::string(argument), std::string(text),
                        "it is not a date: write 2023-04-05, 2023/4/5 or 2023年4月5日, from 1900 to 2199");
}

} // namespace jifen::python
