#pragma once

#include "jifen/tables/arrow_c_data.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace jifen::testing_support {

/// An Arrow column under a test's control: every field of its two structs can be changed before it is handed over.
struct ArrowField {
    ArrowField(const char* name, const char* format, std::int64_t length) {
        schema.name = name;
        schema.format = format;
        array.length = length;
        array.null_count = -1;
    }

    /// Adds a buffer with a copy of the values.
    template <class Value>
    ArrowField& with(const std::vector<Value>& values) {
        bytes.push_back(std::make_unique<std::byte[]>(values.size() * sizeof(Value)));
        if (!values.empty()) std::memcpy(bytes.back().get(), values.data(), values.size() * sizeof(Value));
        return with_buffer(bytes.back().get());
    }
    ArrowField& with_buffer(const void* buffer) {
        buffers.push_back(buffer);
        array.n_buffers = static_cast<std::int64_t>(buffers.size());
        array.buffers = buffers.data();
        return *this;
    }
    /// The buffer of validity, when every value is there.
    ArrowField& without_nulls() { return with_buffer(nullptr); }
    /// Makes the column one of indices.
    ArrowField& of(ArrowField values) {
        dictionary = std::make_unique<ArrowField>(std::move(values));
        schema.dictionary = &dictionary->schema;
        array.dictionary = &dictionary->array;
        return *this;
    }

    ArrowSchema schema{};
    ArrowArray array{};
    std::vector<std::unique_ptr<std::byte[]>> bytes;
    std::vector<const void*> buffers;
    std::unique_ptr<ArrowField> dictionary;
};

/// Texts in the layout of 32-bit offsets.
inline ArrowField text_field(const char* name, const std::vector<std::string>& texts) {
    std::vector<std::int32_t> offsets{0};
    std::vector<char> all;
    for (const std::string& text : texts) {
        all.insert(all.end(), text.begin(), text.end());
        offsets.push_back(static_cast<std::int32_t>(all.size()));
    }
    ArrowField field(name, "u", static_cast<std::int64_t>(texts.size()));
    field.without_nulls().with(offsets).with(all);
    return field;
}

/// A table of such columns. Handing it over allocates nothing, and it counts what comes back.
class ArrowTable {
public:
    explicit ArrowTable(std::vector<ArrowField> fields) : fields_(std::move(fields)) {
        for (ArrowField& field : fields_) {
            schemas_.push_back(&field.schema);
            arrays_.push_back(&field.array);
            rows = field.array.length;
        }
    }
    ArrowTable(const ArrowTable&) = delete;
    ArrowTable& operator=(const ArrowTable&) = delete;
    ~ArrowTable() = default;

    [[nodiscard]] ArrowSchema schema() {
        ArrowSchema made{};
        made.format = "+s";
        made.n_children = static_cast<std::int64_t>(schemas_.size());
        made.children = schemas_.data();
        made.release = [](ArrowSchema* self) { of(self).give_back(self->release); };
        made.private_data = this;
        ++out;
        return made;
    }
    [[nodiscard]] ArrowArray array() {
        ArrowArray made{};
        made.length = rows;
        made.offset = offset;
        made.n_buffers = 1;
        made.buffers = &validity;
        made.n_children = static_cast<std::int64_t>(arrays_.size());
        made.children = arrays_.data();
        made.release = [](ArrowArray* self) { of(self).give_back(self->release); };
        made.private_data = this;
        ++out;
        return made;
    }
    /// Gives the table `batches` times over, and behind it the batches of `then`.
    [[nodiscard]] ArrowArrayStream stream() {
        ArrowArrayStream made{};
        made.get_schema = [](ArrowArrayStream* self, ArrowSchema* schema) {
            if (of(self).schema_error != 0) return of(self).schema_error;
            *schema = of(self).schema();
            return 0;
        };
        made.get_next = [](ArrowArrayStream* self, ArrowArray* batch) {
            ArrowTable* from = &of(self);
            while (from->batches == 0 && from->then != nullptr) from = from->then;
            if (from->batches == 0) return of(self).batch_error;
            --from->batches;
            *batch = from->array();
            return 0;
        };
        made.get_last_error = [](ArrowArrayStream* self) { return of(self).error_text; };
        made.release = [](ArrowArrayStream* self) { of(self).give_back(self->release); };
        made.private_data = this;
        ++out;
        return made;
    }

    int out = 0; ///< structs handed over and not released
    int batches = 1;
    ArrowTable* then = nullptr; ///< of the same columns; must outlive the stream
    int schema_error = 0, batch_error = 0;
    const char* error_text = nullptr;
    std::int64_t rows = 0, offset = 0;
    const void* validity = nullptr; ///< of whole rows

private:
    template <class Struct>
    static ArrowTable& of(Struct* held) {
        return *static_cast<ArrowTable*>(held->private_data);
    }
    template <class Release>
    void give_back(Release& release) {
        release = nullptr;
        --out;
    }

    std::vector<ArrowField> fields_;
    std::vector<ArrowSchema*> schemas_;
    std::vector<ArrowArray*> arrays_;
};

} // namespace jifen::testing_support
