#include "arrow_column.hpp"

#include "jifen/core/day.hpp"
#include "jifen/core/text.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <charconv>
#include <cstring>
#include <limits>
#include <type_traits>
#include <utility>

namespace jifen {

namespace {

constexpr std::int64_t most_values = std::int64_t{1} << 60U; ///< no sum of two such counts overflows
constexpr std::int64_t inlined_text = 12;                    ///< bytes of a text that lies in its view
constexpr std::size_t before_views = 2;                      ///< the buffers of validity and of views

std::optional<int> parse_whole(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

[[noreturn]] void refuse_type(std::string_view format, std::string_view what, std::string_view remedy) {
    throw ArrowRefused{"arrow_type", "it is of the type " + jifen::in_quotes(format) + ": " + std::string(what),
                       std::string(remedy)};
}

[[noreturn]] void refuse_array(std::string_view what) {
    throw ArrowRefused{"arrow_array", "its array is broken: " + std::string(what),
                       "report it to the program that made the table"};
}

/// Without zeros at its end, and without a point that nothing follows. The decimal has a point.
void trim_fraction(std::string& decimal) {
    decimal.erase(decimal.find_last_not_of('0') + 1);
    if (decimal.back() == '.') decimal.pop_back();
}

template <class Float>
std::string_view shortest(Float value, std::string& out) {
    std::array<char, 1100> digits{}; // the longest plain decimal of a double has 1,076 characters
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed).ptr;
    return out.assign(digits.data(), end);
}

/// A day that no Day need hold, as a date is written; counted where its year is none of four digits.
std::string far_day_text(std::int64_t day) {
    constexpr std::int64_t first = -719'528; // 0000-01-01
    constexpr std::int64_t last = 2'932'896; // 9999-12-31
    if (day >= first && day <= last) return to_string(Day(static_cast<std::int32_t>(day)));
    return "day " + std::to_string(day) + " from 1970-01-01";
}

/// A moment within a day, for messages: its date and the part of the day that has passed.
std::string moment_text(std::int64_t ticks, std::int64_t ticks_a_day) {
    const std::int64_t part = (ticks % ticks_a_day + ticks_a_day) % ticks_a_day;
    constexpr std::int64_t seconds_a_day = 86'400;
    // A finer part of the day than a second is left out.
    const std::int64_t second = part / (ticks_a_day / seconds_a_day);
    const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    const std::int64_t day = ticks / ticks_a_day - (ticks % ticks_a_day < 0 ? 1 : 0);
    return far_day_text(day) + " " + two(second / 3600) + ":" + two(second / 60 % 60) + ":" + two(second % 60);
}

} // namespace

ArrowColumn::ArrowColumn(const ArrowSchema& schema) {
    if (schema.format == nullptr) refuse_array("it names no type");
    set_type(schema.format);
    if (schema.dictionary == nullptr) return;
    if (kind_ != Kind::signed_whole && kind_ != Kind::unsigned_whole)
        refuse_type(schema.format, "the indices of a dictionary are whole numbers", "");
    dictionary_ = std::make_unique<ArrowColumn>(*schema.dictionary);
    if (dictionary_->dictionary_) refuse_type(schema.format, "a dictionary of a dictionary", "decode the column first");
}

ArrowColumn::~ArrowColumn() = default;
ArrowColumn::ArrowColumn(ArrowColumn&&) noexcept = default;

void ArrowColumn::set_type(std::string_view format) {
    const auto fixed = [this](Kind kind, int width) {
        kind_ = kind;
        width_ = width;
    };
    if (format == "n") return fixed(Kind::null, 0);
    if (format == "b") return fixed(Kind::boolean, 0);
    if (format == "c") return fixed(Kind::signed_whole, 1);
    if (format == "C") return fixed(Kind::unsigned_whole, 1);
    if (format == "s") return fixed(Kind::signed_whole, 2);
    if (format == "S") return fixed(Kind::unsigned_whole, 2);
    if (format == "i") return fixed(Kind::signed_whole, 4);
    if (format == "I") return fixed(Kind::unsigned_whole, 4);
    if (format == "l") return fixed(Kind::signed_whole, 8);
    if (format == "L") return fixed(Kind::unsigned_whole, 8);
    if (format == "f") return fixed(Kind::single_float, 4);
    if (format == "g") return fixed(Kind::double_float, 8);
    if (format == "u") return fixed(Kind::text, 4);
    if (format == "U") return fixed(Kind::large_text, 8);
    if (format == "vu") return fixed(Kind::text_view, 16);
    if (format == "tdD") return fixed(Kind::day, 4);
    if (format.starts_with("d:")) return set_decimal(format.substr(2));
    if (format == "tdm" || format.starts_with("ts")) return set_moment(format);
    if (format == "z" || format == "Z" || format == "vz" || format.starts_with("w:"))
        refuse_type(format, "it holds bytes, not text", "decode them to text");
    if (format == "e") refuse_type(format, "half-precision numbers", "convert them to decimals or text");
    if (format.starts_with("+r")) refuse_type(format, "it is run-end encoded", "decode the column first");
    if (format.starts_with("+")) refuse_type(format, "a cell is one value, not a list or structure", "");
    if (format.starts_with("tt") || format.starts_with("tD") || format.starts_with("ti"))
        refuse_type(format, "a time of day, a duration or an interval is no cell of this table", "convert it to text");
    refuse_type(format, "no type that is known here", "convert the column to text");
}

void ArrowColumn::set_decimal(std::string_view parameters) {
    const std::size_t comma = parameters.find(',');
    const std::string_view rest = comma == std::string_view::npos ? std::string_view{} : parameters.substr(comma + 1);
    const std::size_t second = rest.find(',');
    const auto scale = parse_whole(rest.substr(0, second));
    const auto bits = second == std::string_view::npos ? std::optional(128) : parse_whole(rest.substr(second + 1));
    const bool known = bits && (*bits == 32 || *bits == 64 || *bits == 128 || *bits == 256);
    constexpr int largest_scale = 76;
    if (!scale || !known || *scale < -largest_scale || *scale > largest_scale)
        refuse_type("d:" + std::string(parameters), "no decimal that is known here", "convert the column to text");
    kind_ = Kind::decimal;
    scale_ = *scale;
    width_ = *bits / 8;
}

void ArrowColumn::set_moment(std::string_view format) {
    constexpr std::int64_t seconds_a_day = 86'400;
    kind_ = Kind::moment;
    width_ = 8;
    if (format == "tdm") {
        ticks_a_day_ = seconds_a_day * 1'000;
        return;
    }
    if (format.size() < 4 || format[3] != ':') refuse_type(format, "no timestamp that is known here", "");
    switch (format[2]) {
    case 's':
        ticks_a_day_ = seconds_a_day;
        break;
    case 'm':
        ticks_a_day_ = seconds_a_day * 1'000;
        break;
    case 'u':
        ticks_a_day_ = seconds_a_day * 1'000'000;
        break;
    case 'n':
        ticks_a_day_ = seconds_a_day * 1'000'000'000;
        break;
    default:
        refuse_type(format, "no timestamp that is known here", "");
    }
    if (format.size() > 4)
        refuse_type(format, "which day a point in time is depends on the time zone", "convert the column to dates");
}

bool ArrowColumn::is_text() const noexcept {
    return kind_ == Kind::text || kind_ == Kind::large_text || kind_ == Kind::text_view;
}

bool ArrowColumn::is_approximate() const noexcept {
    if (dictionary_) return dictionary_->is_approximate();
    return kind_ == Kind::single_float || kind_ == Kind::double_float;
}

void ArrowColumn::bind(const ArrowArray& array, std::int64_t skipped, std::int64_t rows) {
    if (array.length < 0 || array.length > most_values || array.offset < 0 || array.offset > most_values)
        refuse_array("its length or offset is out of range");
    if (skipped + rows > array.length) refuse_array("it is shorter than its table");
    array_ = &array;
    ++binding_;
    first_ = array.offset + skipped;
    if (rows > 0) check_buffers();
    if (rows > 0 && kind_ == Kind::text) text_bytes_ = load<std::int32_t>(1, array.offset + array.length);
    if (rows > 0 && kind_ == Kind::large_text) text_bytes_ = load<std::int64_t>(1, array.offset + array.length);
    if (dictionary_ == nullptr) return;
    if (array.dictionary == nullptr) refuse_array("it has no dictionary");
    dictionary_size_ = array.dictionary->length;
    dictionary_->bind(*array.dictionary, 0, dictionary_size_);
    know_dictionary(rows);
}

/// Looks at every text of the dictionary, where there are few for the rows.
void ArrowColumn::know_dictionary(std::int64_t rows) {
    constexpr std::int64_t least_uses = 16; // of each text; so that they take a byte a row at most
    if (is_known_lent_) std::swap(known_, lent_known_);
    is_known_lent_ = false;
    known_.clear();
    knows_all_ = dictionary_->is_text() && dictionary_size_ <= rows / least_uses;
    if (!knows_all_) return;
    known_.resize(static_cast<std::size_t>(dictionary_size_));
    for (std::size_t number = 0; number < known_.size(); ++number) {
        try {
            known_[number] = dictionary_->text(static_cast<std::int64_t>(number));
        } catch (const ArrowRefused&) { // if a row has it, that is said of the row
            knows_all_ = false;
        }
    }
}

void ArrowColumn::check_buffers() const {
    std::int64_t expected = 2;
    if (kind_ == Kind::null) expected = 0;
    if (kind_ == Kind::text || kind_ == Kind::large_text) expected = 3;
    const bool fits = kind_ == Kind::text_view ? array_->n_buffers > expected : array_->n_buffers == expected;
    // Some producers give a null column one buffer that means nothing.
    if (!fits && kind_ != Kind::null) refuse_array("it has " + std::to_string(array_->n_buffers) + " buffers");
    if (expected == 0) return;
    if (array_->buffers == nullptr || array_->buffers[1] == nullptr) refuse_array("a buffer is missing");
    if (kind_ == Kind::text_view && array_->n_buffers > 3 && array_->buffers[array_->n_buffers - 1] == nullptr)
        refuse_array("the lengths of its buffers are missing");
}

bool ArrowColumn::is_null(std::int64_t at) const noexcept {
    if (kind_ == Kind::null) return true;
    const auto* const bits = static_cast<const unsigned char*>(array_->buffers[0]);
    if (bits == nullptr) return false;
    const auto bit = static_cast<std::uint64_t>(at);
    return ((bits[bit / 8] >> (bit % 8)) & 1U) == 0;
}

std::int64_t ArrowColumn::whole(std::int64_t at) const noexcept {
    const bool is_signed = kind_ != Kind::unsigned_whole;
    switch (width_) {
    case 1:
        return is_signed ? load<std::int8_t>(1, at) : std::int64_t{load<std::uint8_t>(1, at)};
    case 2:
        return is_signed ? load<std::int16_t>(1, at) : std::int64_t{load<std::uint16_t>(1, at)};
    case 4:
        return is_signed ? load<std::int32_t>(1, at) : std::int64_t{load<std::uint32_t>(1, at)};
    default:
        return load<std::int64_t>(1, at);
    }
}

std::string_view ArrowColumn::checked(std::string_view text) const {
    if (const auto bad = find_invalid_utf8(text)) {
        throw ArrowRefused{"not_utf8", "byte " + std::to_string(*bad) + " of the cell is not valid UTF-8",
                           "give the column as valid text"};
    }
    return text;
}

template <class Offset>
std::string_view ArrowColumn::text_between(std::int64_t at) const {
    const auto begin = load<Offset>(1, at);
    const auto end = load<Offset>(1, at + 1);
    if (begin < 0 || end < begin || end > text_bytes_) refuse_array("its offsets do not rise");
    if (begin == end) return {};
    if (array_->buffers[2] == nullptr) refuse_array("a buffer is missing");
    return checked({static_cast<const char*>(array_->buffers[2]) + begin, static_cast<std::size_t>(end - begin)});
}

template std::string_view ArrowColumn::text_between<std::int32_t>(std::int64_t) const;
template std::string_view ArrowColumn::text_between<std::int64_t>(std::int64_t) const;

std::string_view ArrowColumn::viewed_text(std::int64_t at) const {
    struct View {
        std::int32_t length, prefix, buffer, offset;
    };
    const auto view = load<View>(1, at);
    if (view.length < 0) refuse_array("a text has a length below 0");
    const auto length = static_cast<std::size_t>(view.length);
    if (view.length <= inlined_text) {
        const auto* const views = static_cast<const char*>(array_->buffers[1]);
        return checked({views + static_cast<std::size_t>(at) * sizeof view + sizeof view.length, length});
    }
    const std::int64_t buffers = array_->n_buffers - static_cast<std::int64_t>(before_views) - 1;
    if (view.buffer < 0 || view.buffer >= buffers) refuse_array("a text lies in a buffer that is not there");
    const auto size = load<std::int64_t>(static_cast<std::size_t>(array_->n_buffers) - 1, view.buffer);
    if (view.offset < 0 || std::int64_t{view.offset} + view.length > size)
        refuse_array("a text lies outside of its buffer");
    const auto* const bytes =
        static_cast<const char*>(array_->buffers[before_views + static_cast<std::size_t>(view.buffer)]);
    if (bytes == nullptr) refuse_array("a buffer is missing");
    return checked({bytes + view.offset, length});
}

std::string_view ArrowColumn::decimal_text(std::int64_t at) {
    namespace mp = boost::multiprecision;
    using Wide = mp::number<mp::cpp_int_backend<320, 320, mp::signed_magnitude, mp::unchecked, void>>;
    const auto width = static_cast<std::size_t>(width_);
    std::array<unsigned char, 32> bytes{};
    std::memcpy(bytes.data(),
                static_cast<const unsigned char*>(array_->buffers[1]) + static_cast<std::size_t>(at) * width, width);
    Wide value;
    mp::import_bits(value, bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(width), 8, false);
    if ((bytes[width - 1] & 0x80U) != 0) value -= Wide(1) << static_cast<unsigned>(width * 8); // two's complement
    const bool negative = value < 0;
    made_ = Wide(negative ? -value : value).str();
    if (scale_ > 0) {
        const auto fraction = static_cast<std::size_t>(scale_);
        if (made_.size() <= fraction) made_.insert(0, fraction + 1 - made_.size(), '0');
        made_.insert(made_.size() - fraction, 1, '.');
        trim_fraction(made_);
    } else if (made_ != "0") {
        made_.append(static_cast<std::size_t>(-scale_), '0');
    }
    if (negative) made_.insert(0, 1, '-');
    return made_;
}

std::string_view ArrowColumn::day_text(std::int64_t day) {
    if (day < Day::first().number() || day > Day::last().number()) {
        defect_ = "it has a date that is not from 1900 to 2199";
        made_ = far_day_text(day);
        return {};
    }
    made_.clear();
    append_day(made_, Day(static_cast<std::int32_t>(day)));
    return made_;
}

std::string_view ArrowColumn::from_dictionary(std::int64_t at) {
    const std::int64_t index = whole(at); // a 64-bit index beyond the signed range is below 0 here
    if (index < 0 || index >= dictionary_size_) refuse_array("an index lies outside of its dictionary");
    if (knows_all_) return known_[static_cast<std::size_t>(index)];
    const std::string_view found = dictionary_->text(index);
    defect_ = dictionary_->defect();
    return found;
}

std::string_view ArrowColumn::text(std::int64_t row) {
    defect_ = {};
    const std::int64_t at = first_ + row;
    if (is_null(at)) return {};
    return dictionary_ ? from_dictionary(at) : value(at);
}

std::string_view ArrowColumn::value(std::int64_t at) {
    switch (kind_) {
    case Kind::null:
        return {};
    case Kind::boolean: {
        const auto bit = static_cast<std::uint64_t>(at);
        return ((static_cast<const unsigned char*>(array_->buffers[1])[bit / 8] >> (bit % 8)) & 1U) != 0 ? "yes" : "no";
    }
    case Kind::signed_whole:
        return made_ = std::to_string(whole(at));
    case Kind::unsigned_whole:
        return made_ = width_ == 8 ? std::to_string(load<std::uint64_t>(1, at)) : std::to_string(whole(at));
    case Kind::single_float:
        return shortest(load<float>(1, at), made_);
    case Kind::double_float:
        return shortest(load<double>(1, at), made_);
    case Kind::decimal:
        return decimal_text(at);
    case Kind::day:
        return day_text(load<std::int32_t>(1, at));
    case Kind::moment: {
        const auto ticks = load<std::int64_t>(1, at);
        if (ticks % ticks_a_day_ == 0) return day_text(ticks / ticks_a_day_);
        defect_ = "it has a time of day where a date is needed";
        made_ = moment_text(ticks, ticks_a_day_);
        return {};
    }
    case Kind::text:
        return text_between<std::int32_t>(at);
    case Kind::large_text:
        return text_between<std::int64_t>(at);
    case Kind::text_view:
        return viewed_text(at);
    }
    return {};
}

} // namespace jifen
