#include "jifen/tables/arrow_export.hpp"

#include "jifen/core/exact.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace jifen {

static_assert(sizeof(Day) == sizeof(std::int32_t), "a column of days is an Arrow date32 buffer as it stands");

namespace {

constexpr std::uint8_t bits_a_byte = 8;

/// Releases what a C struct still owns; a consumer that moved it out has left no `release` here.
struct Releasing {
    template <class Struct>
    void operator()(Struct* held) const noexcept {
        if (held->release != nullptr) held->release(held);
        delete held;
    }
};
template <class Struct>
using Held = std::unique_ptr<Struct, Releasing>;

template <class Struct>
Held<Struct> make_held() {
    return Held<Struct>(new Struct{});
}

// --- schema ----------------------------------------------------------------------------------------------------------

/// What an exported schema owns.
struct SchemaParts {
    std::string format, name;
    std::vector<Held<ArrowSchema>> children;
    std::vector<ArrowSchema*> pointers;
    Held<ArrowSchema> dictionary;
};

void release_schema(ArrowSchema* schema) noexcept {
    delete static_cast<SchemaParts*>(schema->private_data);
    schema->release = nullptr;
}

void fill_schema(ArrowSchema& out, std::unique_ptr<SchemaParts> parts, std::int64_t flags) {
    for (const auto& child : parts->children) parts->pointers.push_back(child.get());
    out = {};
    out.format = parts->format.c_str();
    out.name = parts->name.c_str();
    out.flags = flags;
    out.n_children = static_cast<std::int64_t>(parts->pointers.size());
    out.children = parts->pointers.empty() ? nullptr : parts->pointers.data();
    out.dictionary = parts->dictionary.get();
    out.release = release_schema;
    out.private_data = parts.release();
}

Held<ArrowSchema> schema_of(const Column& column) {
    auto parts = std::make_unique<SchemaParts>();
    parts->name = column.name;
    if (const auto* text = std::get_if<TextColumn>(&column.data)) {
        parts->format = text->is_id ? "U" : "I";
        if (!text->is_id) {
            auto words = std::make_unique<SchemaParts>();
            words->format = "U";
            parts->dictionary = make_held<ArrowSchema>();
            fill_schema(*parts->dictionary, std::move(words), ARROW_FLAG_NULLABLE);
        }
    } else if (const auto* numbers = std::get_if<NumberColumn>(&column.data)) {
        parts->format = numbers->fraction_digits == 0 ? "l" : "d:19," + std::to_string(numbers->fraction_digits);
    } else {
        parts->format = std::holds_alternative<DayColumn>(column.data) ? "tdD" : "b";
    }
    auto schema = make_held<ArrowSchema>();
    fill_schema(*schema, std::move(parts), ARROW_FLAG_NULLABLE);
    return schema;
}

// --- arrays ----------------------------------------------------------------------------------------------------------

/// What an exported array owns, or keeps alive.
struct ArrayParts {
    std::shared_ptr<const Table> table;
    std::shared_ptr<const TextPool> texts;
    std::vector<std::uint8_t> validity, bits;
    std::vector<Int128> decimals;
    TextPool gathered;
    std::array<const void*, 3> buffers{};
    std::vector<Held<ArrowArray>> children;
    std::vector<ArrowArray*> pointers;
    Held<ArrowArray> dictionary;
};

void release_array(ArrowArray* array) noexcept {
    delete static_cast<ArrayParts*>(array->private_data);
    array->release = nullptr;
}

struct Shape {
    std::int64_t rows = 0, nulls = 0, offset = 0, buffers = 2;
};

void fill_array(ArrowArray& out, std::unique_ptr<ArrayParts> parts, const Shape& shape) {
    for (const auto& child : parts->children) parts->pointers.push_back(child.get());
    out = {};
    out.length = shape.rows;
    out.null_count = shape.nulls;
    out.offset = shape.offset;
    out.n_buffers = shape.buffers;
    out.buffers = parts->buffers.data();
    out.n_children = static_cast<std::int64_t>(parts->pointers.size());
    out.children = parts->pointers.empty() ? nullptr : parts->pointers.data();
    out.dictionary = parts->dictionary.get();
    out.release = release_array;
    out.private_data = parts.release();
}

template <class IsSet>
std::vector<std::uint8_t> bits_of(std::size_t rows, IsSet is_set) {
    std::vector<std::uint8_t> bits((rows + bits_a_byte - 1) / bits_a_byte);
    for (std::size_t row = 0; row < rows; ++row) {
        if (is_set(row)) bits[row / bits_a_byte] |= static_cast<std::uint8_t>(1U << (row % bits_a_byte));
    }
    return bits;
}

/// A pool as the two buffers of large_utf8. They are never null: an empty pool has one offset and no bytes.
void set_texts(ArrayParts& parts, const TextPool& pool) {
    parts.buffers[1] = pool.offsets().data();
    parts.buffers[2] = pool.bytes().data();
}

/// Whether the codes count up by one: then the texts lie one after the other in their pool. A blank is no code that
/// another follows, though 0 is one more than it in 32 bits. Precondition: there is a code.
bool are_in_order(const Cells<std::uint32_t>& codes) {
    const auto is_gap = [](std::uint32_t a, std::uint32_t b) { return a == TextColumn::blank || b != a + 1; };
    return std::adjacent_find(codes.begin(), codes.end(), is_gap) == codes.end() && codes.back() != TextColumn::blank;
}

void set_ids(ArrayParts& parts, Shape& shape, const TextColumn& column) {
    shape.buffers = 3;
    if (!column.codes.empty() && are_in_order(column.codes)) {
        shape.offset = column.codes.front();
        parts.texts = column.dictionary;
        return set_texts(parts, *column.dictionary);
    }
    for (const std::uint32_t code : column.codes)
        parts.gathered.add(code == TextColumn::blank ? std::string_view{} : (*column.dictionary)[code]);
    set_texts(parts, parts.gathered);
}

void set_words(ArrayParts& parts, const TextColumn& column) {
    parts.buffers[1] = column.codes.data();
    auto words = std::make_unique<ArrayParts>();
    words->texts = column.dictionary;
    set_texts(*words, *column.dictionary);
    parts.dictionary = make_held<ArrowArray>();
    fill_array(*parts.dictionary, std::move(words), {static_cast<std::int64_t>(column.dictionary->size()), 0, 0, 3});
}

template <class IsThere>
void set_validity_of(ArrayParts& parts, Shape& shape, IsThere is_there) {
    const auto rows = static_cast<std::size_t>(shape.rows);
    for (std::size_t row = 0; row < rows; ++row) shape.nulls += is_there(row) ? 0 : 1;
    if (shape.nulls == 0) return;
    parts.validity = bits_of(rows, is_there);
    parts.buffers[0] = parts.validity.data();
}

void set_validity(ArrayParts& parts, Shape& shape, const Column& column) {
    if (const auto* text = std::get_if<TextColumn>(&column.data)) {
        set_validity_of(parts, shape, [text](std::size_t row) { return text->codes[row] != TextColumn::blank; });
    } else if (const auto* days = std::get_if<DayColumn>(&column.data)) {
        set_validity_of(parts, shape, [days](std::size_t row) { return days->days[row].is_finite(); });
    } else if (const auto* numbers = std::get_if<NumberColumn>(&column.data); numbers && !numbers->present.empty()) {
        set_validity_of(parts, shape, [numbers](std::size_t row) { return numbers->present[row] != 0; });
    }
}

Held<ArrowArray> array_of(const std::shared_ptr<const Table>& table, const Column& column) {
    auto parts = std::make_unique<ArrayParts>();
    parts->table = table;
    const std::size_t rows = column.rows();
    Shape shape{static_cast<std::int64_t>(rows)};
    if (const auto* text = std::get_if<TextColumn>(&column.data)) {
        if (text->is_id)
            set_ids(*parts, shape, *text);
        else
            set_words(*parts, *text);
    } else if (const auto* numbers = std::get_if<NumberColumn>(&column.data)) {
        if (numbers->fraction_digits > 0) parts->decimals.assign(numbers->values.begin(), numbers->values.end());
        parts->buffers[1] = numbers->fraction_digits > 0 ? static_cast<const void*>(parts->decimals.data())
                                                         : static_cast<const void*>(numbers->values.data());
    } else if (const auto* days = std::get_if<DayColumn>(&column.data)) {
        parts->buffers[1] = days->days.data();
    } else {
        const auto& flags = std::get<FlagColumn>(column.data).values;
        parts->bits = bits_of(rows, [&](std::size_t row) { return flags[row] != 0; });
        parts->buffers[1] = parts->bits.data();
    }
    set_validity(*parts, shape, column);
    auto array = make_held<ArrowArray>();
    fill_array(*array, std::move(parts), shape);
    return array;
}

// --- stream ----------------------------------------------------------------------------------------------------------

struct StreamParts {
    std::shared_ptr<const Table> table;
    bool done = false;
};

/// Runs what may run out of memory: a C caller takes no exception.
template <class Work>
int guarded(Work work) noexcept {
    try {
        work();
        return 0;
    } catch (const std::bad_alloc&) {
        return ENOMEM;
    } catch (const std::exception&) {
        return EIO;
    }
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) noexcept {
    return guarded([&] { export_arrow_schema(*static_cast<StreamParts*>(stream->private_data)->table, *out); });
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) noexcept {
    auto& parts = *static_cast<StreamParts*>(stream->private_data);
    *out = {};
    if (parts.done) return 0;
    return guarded([&] {
        auto batch = std::make_unique<ArrayParts>();
        batch->table = parts.table;
        for (const Column& column : parts.table->columns()) batch->children.push_back(array_of(parts.table, column));
        fill_array(*out, std::move(batch), {static_cast<std::int64_t>(parts.table->rows()), 0, 0, 1});
        parts.done = true;
    });
}

const char* get_last_error(ArrowArrayStream*) noexcept { return "out of memory"; }

void release_stream(ArrowArrayStream* stream) noexcept {
    delete static_cast<StreamParts*>(stream->private_data);
    stream->release = nullptr;
}

} // namespace

void export_arrow_schema(const Table& table, ArrowSchema& out) {
    auto parts = std::make_unique<SchemaParts>();
    parts->format = "+s";
    for (const Column& column : table.columns()) parts->children.push_back(schema_of(column));
    fill_schema(out, std::move(parts), 0);
}

void export_arrow(std::shared_ptr<const Table> table, ArrowArrayStream& out) {
    auto parts = std::make_unique<StreamParts>();
    parts->table = std::move(table);
    out = {};
    out.get_schema = get_schema;
    out.get_next = get_next;
    out.get_last_error = get_last_error;
    out.release = release_stream;
    out.private_data = parts.release();
}

} // namespace jifen
