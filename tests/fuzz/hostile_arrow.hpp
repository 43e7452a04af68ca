#pragma once

#include "fuzz/fuzz_target.hpp"
#include "jifen/tables/arrow_c_data.hpp"

#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jifen::fuzzing {

/// Makes Arrow tables out of choices: sound in what the C interface leaves unsaid, hostile in all that it says.
///
/// The interface does not tell how long a buffer is; it follows from the length and offset of the array, and for the
/// bytes of texts from the last of their offsets. So buffers are exactly as long as the specification demands of such
/// an array, each on the heap for itself. Free to lie are counts, lengths, formats, null pointers, offsets but the
/// last, indices, views, and the bytes of every value.
class HostileArrow {
public:
    explicit HostileArrow(Choices choices) : choices_(choices) {
        in_one_piece_ = choices_.one_in(4);
        const std::size_t columns = choices_.below(5);
        for (std::size_t i = 0; i < columns; ++i) types_.push_back(any_type());
        batches_left_ = choices_.below(3);
    }

    [[nodiscard]] bool in_one_piece() const noexcept { return in_one_piece_; }
    /// Structs that were handed out and not released.
    [[nodiscard]] int outstanding() const noexcept { return outstanding_; }
    [[nodiscard]] bool released_twice() const noexcept { return released_twice_; }

    ArrowSchema schema() {
        ArrowSchema made = schema_of(choices_.one_in(32) ? "u" : "+s", nullptr);
        auto& node = *static_cast<SchemaNode*>(made.private_data);
        for (const Type& type : types_) {
            node.children.push_back(schema_of(type.format, choices_.one_in(16) ? nullptr : "c"));
            ArrowSchema& child = node.children.back();
            auto& child_node = *static_cast<SchemaNode*>(child.private_data);
            child_node.name = choices_.one_in(16) ? choices_.text(3) : "c" + std::to_string(node.children.size());
            if (child.name != nullptr) child.name = child_node.name.c_str();
            if (!type.values) continue;
            child_node.dictionary = std::make_unique<ArrowSchema>(schema_of(*type.values, nullptr));
            child.dictionary = child_node.dictionary.get();
        }
        for (ArrowSchema& child : node.children) node.pointers.push_back(choices_.one_in(64) ? nullptr : &child);
        made.children = choices_.one_in(64) ? nullptr : node.pointers.data();
        made.n_children = static_cast<std::int64_t>(node.pointers.size());
        if (choices_.one_in(64)) made.n_children = hostile_count(made.n_children);
        return made;
    }

    ArrowArray array() {
        const std::int64_t length = small();
        const std::int64_t offset = choices_.one_in(3) ? small() : 0;
        ArrowArray made = array_node(length, offset);
        auto& node = *static_cast<ArrayNode*>(made.private_data);
        if (choices_.one_in(2)) node.add_bytes(static_cast<std::size_t>(length + offset + 7) / 8, choices_);
        take_buffers(made);
        for (const Type& type : types_) {
            const std::int64_t rows = choices_.one_in(32) ? small() : length + offset;
            node.children.push_back(column(type.format, rows));
            if (!type.values) continue;
            ArrowArray& child = node.children.back();
            if (choices_.one_in(32)) continue; // its dictionary is missing
            auto& child_node = *static_cast<ArrayNode*>(child.private_data);
            child_node.dictionary = std::make_unique<ArrowArray>(column(*type.values, small()));
            child.dictionary = child_node.dictionary.get();
        }
        for (ArrowArray& child : node.children) node.pointers.push_back(choices_.one_in(64) ? nullptr : &child);
        made.children = choices_.one_in(64) ? nullptr : node.pointers.data();
        made.n_children = static_cast<std::int64_t>(node.pointers.size());
        if (choices_.one_in(64)) made.n_children = choices_.number(8);
        if (choices_.one_in(64)) made.length = std::min<std::int64_t>(choices_.number(8), 0);
        if (choices_.one_in(64)) made.offset = std::min<std::int64_t>(choices_.number(8), 0);
        return made;
    }

    ArrowArrayStream stream() {
        ++outstanding_;
        ArrowArrayStream made{};
        made.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) { return of(self).give_schema(*out); };
        made.get_next = [](ArrowArrayStream* self, ArrowArray* out) { return of(self).give_batch(*out); };
        made.get_last_error = [](ArrowArrayStream* self) { return of(self).last_error(); };
        made.release = [](ArrowArrayStream* self) {
            --of(self).outstanding_;
            self->release = nullptr;
        };
        made.private_data = this;
        return made;
    }

private:
    struct Type {
        std::string format;
        std::optional<std::string> values; ///< the format of its dictionary
    };

    struct SchemaNode {
        HostileArrow* owner = nullptr;
        std::string format, name;
        std::vector<ArrowSchema> children;
        std::vector<ArrowSchema*> pointers;
        std::unique_ptr<ArrowSchema> dictionary;
    };

    struct ArrayNode {
        HostileArrow* owner = nullptr;
        std::vector<std::unique_ptr<std::uint8_t[]>> bytes;
        /// On the heap for itself: a vector may hold room for more than its elements.
        std::unique_ptr<const void*[]> buffers;
        std::vector<ArrowArray> children;
        std::vector<ArrowArray*> pointers;
        std::unique_ptr<ArrowArray> dictionary;

        std::uint8_t* add_bytes(std::size_t size, Choices& choices) {
            bytes.push_back(std::make_unique<std::uint8_t[]>(size));
            std::uint8_t* const begin = bytes.back().get();
            for (std::size_t i = 0; i < size; ++i) begin[i] = choices.byte();
            return begin;
        }
    };

    static HostileArrow& of(ArrowArrayStream* stream) { return *static_cast<HostileArrow*>(stream->private_data); }

    std::string any_format() {
        static const std::array<const char*, 38> formats{
            "u",    "U",      "vu",     "n",      "b",           "c",        "C",         "s",       "S",    "i",
            "I",    "l",      "L",      "f",      "g",           "tdD",      "tdm",       "tss:",    "tsm:", "tsu:",
            "tsn:", "d:10,2", "d:38,0", "d:5,-3", "d:76,10,256", "d:9,2,32", "d:18,4,64", "tss:UTC", "z",    "Z",
            "e",    "+l",     "w:4",    "vz",     "tts",         "+r",       "d:5,2,17",  "d:"};
        if (choices_.one_in(24)) return choices_.text(8).c_str(); // up to its first NUL, as a C string has it
        return formats[choices_.below(formats.size())];
    }

    Type any_type() {
        Type type{any_format(), std::nullopt};
        if (!choices_.one_in(4)) return type;
        static const std::array<const char*, 9> indices{"c", "C", "s", "S", "i", "I", "l", "L", "u"};
        type.format = indices[choices_.below(indices.size())];
        type.values = any_format();
        return type;
    }

    std::int64_t small() { return static_cast<std::int64_t>(choices_.below(20)); }
    std::int64_t hostile_count(std::int64_t most) {
        return choices_.one_in(2) ? std::min<std::int64_t>(choices_.number(8), most)
                                  : std::max<std::int64_t>(0, most - 1);
    }

    ArrowSchema schema_of(std::string format, const char* name) {
        ++outstanding_;
        auto node = std::make_unique<SchemaNode>();
        node->owner = this;
        node->format = std::move(format);
        node->children.reserve(types_.size()); // children are pointed to
        ArrowSchema made{};
        made.format = choices_.one_in(64) ? nullptr : node->format.c_str();
        made.name = name;
        made.release = [](ArrowSchema* self) {
            const std::unique_ptr<SchemaNode> dying(static_cast<SchemaNode*>(self->private_data));
            for (ArrowSchema& child : dying->children) child.release(&child);
            if (dying->dictionary) dying->dictionary->release(dying->dictionary.get());
            dying->owner->gone(self->release);
        };
        made.private_data = node.release();
        return made;
    }

    ArrowArray array_node(std::int64_t length, std::int64_t offset) {
        ++outstanding_;
        auto node = std::make_unique<ArrayNode>();
        node->owner = this;
        node->children.reserve(types_.size());
        ArrowArray made{};
        made.length = length;
        made.offset = offset;
        made.null_count = choices_.one_in(8) ? choices_.number(8) : -1;
        made.release = [](ArrowArray* self) {
            const std::unique_ptr<ArrayNode> dying(static_cast<ArrayNode*>(self->private_data));
            for (ArrowArray& child : dying->children) child.release(&child);
            if (dying->dictionary) dying->dictionary->release(dying->dictionary.get());
            dying->owner->gone(self->release);
        };
        made.private_data = node.release();
        return made;
    }

    template <class Release>
    void gone(Release& release) {
        if (release == nullptr) released_twice_ = true;
        release = nullptr;
        --outstanding_;
    }

    /// Hands the bytes of the node over as buffers, some of them perhaps missing, or counted wrongly.
    void take_buffers(ArrowArray& made) {
        auto& node = *static_cast<ArrayNode*>(made.private_data);
        const std::size_t extra = choices_.one_in(32) ? choices_.below(3) : 0;
        const std::size_t count = node.bytes.size() + extra;
        node.buffers = std::make_unique<const void*[]>(count);
        for (std::size_t i = 0; i < node.bytes.size(); ++i)
            node.buffers[i] = choices_.one_in(64) ? nullptr : node.bytes[i].get();
        made.buffers = choices_.one_in(128) ? nullptr : node.buffers.get();
        made.n_buffers = static_cast<std::int64_t>(count);
        if (choices_.one_in(64)) made.n_buffers = hostile_count(made.n_buffers);
    }

    /// Bytes of one value of fixed width; for a format that nobody knows, as many as any has.
    static std::size_t width_of(std::string_view format) {
        constexpr std::size_t widest = 32;
        if (format == "c" || format == "C") return 1;
        if (format == "s" || format == "S") return 2;
        if (format == "i" || format == "I" || format == "f" || format == "tdD") return 4;
        if (format == "l" || format == "L" || format == "g" || format == "tdm" || format.starts_with("ts")) return 8;
        if (!format.starts_with("d:") || std::count(format.begin(), format.end(), ',') != 2)
            return format.starts_with("d:") ? 16 : widest;
        return format.ends_with(",32") ? 4 : format.ends_with(",64") ? 8 : widest;
    }

    ArrowArray column(std::string_view format, std::int64_t rows) {
        ArrowArray made = array_node(rows, choices_.one_in(4) ? small() : 0);
        auto& node = *static_cast<ArrayNode*>(made.private_data);
        const auto values = static_cast<std::size_t>(made.length + made.offset);
        node.add_bytes((values + 7) / 8, choices_);
        if (choices_.one_in(2)) std::memset(node.bytes[0].get(), 0xFF, (values + 7) / 8);
        if (format == "u") {
            add_texts<std::int32_t>(node, values);
        } else if (format == "U") {
            add_texts<std::int64_t>(node, values);
        } else if (format == "vu") {
            add_views(node, values);
        } else if (format == "b") {
            node.add_bytes((values + 7) / 8, choices_);
        } else if (format != "n") {
            add_numbers(node, values, width_of(format));
        }
        take_buffers(made);
        // Of views, the last buffer holds the lengths of those before it: a wrong last one cannot be told.
        if (format == "vu" && made.n_buffers < static_cast<std::int64_t>(node.bytes.size()))
            made.n_buffers = std::min<std::int64_t>(made.n_buffers, 2);
        if (format == "n" && choices_.one_in(8)) made.length = choices_.number(8);
        if (choices_.one_in(32)) made.length = std::min<std::int64_t>(choices_.number(8), made.length);
        if (choices_.one_in(32)) made.offset = std::min<std::int64_t>(choices_.number(8), made.offset);
        return made;
    }

    /// Mostly small, so that days are days and indices lie in their dictionaries.
    void add_numbers(ArrayNode& node, std::size_t values, std::size_t width) {
        std::uint8_t* const begin = node.add_bytes(values * width, choices_);
        for (std::size_t i = 0; i < values * width; i += width) {
            if (!choices_.one_in(3)) std::memset(begin + i + (width + 1) / 2, 0, width / 2);
        }
    }

    template <class Offset>
    void add_texts(ArrayNode& node, std::size_t values) {
        constexpr std::int64_t longest = 200;
        std::vector<Offset> offsets(values + 1);
        std::int64_t at = 0;
        for (Offset& offset : offsets) {
            offset = static_cast<Offset>(at);
            at = std::min(longest, at + static_cast<std::int64_t>(choices_.below(8)));
            if (choices_.one_in(32)) offset = static_cast<Offset>(choices_.number(sizeof offset));
        }
        const auto bytes = std::clamp<std::int64_t>(offsets.back(), 0, longest);
        offsets.back() = static_cast<Offset>(bytes);
        node.bytes.push_back(std::make_unique<std::uint8_t[]>(offsets.size() * sizeof(Offset)));
        std::memcpy(node.bytes.back().get(), offsets.data(), offsets.size() * sizeof(Offset));
        add_text_bytes(node, static_cast<std::size_t>(bytes));
    }

    /// Mostly ASCII: text that is not UTF-8 ends the table.
    void add_text_bytes(ArrayNode& node, std::size_t size) {
        std::uint8_t* const begin = node.add_bytes(size, choices_);
        if (choices_.one_in(4)) return;
        for (std::size_t i = 0; i < size; ++i) begin[i] &= 0x7FU;
    }

    void add_views(ArrayNode& node, std::size_t values) {
        struct View {
            std::int32_t length, prefix, buffer, offset;
        };
        std::vector<std::int64_t> sizes(choices_.below(3));
        for (std::int64_t& size : sizes) size = small() * 3;
        node.bytes.push_back(std::make_unique<std::uint8_t[]>(values * sizeof(View)));
        for (std::size_t i = 0; i < values; ++i) {
            View view{static_cast<std::int32_t>(choices_.below(40)), 0, static_cast<std::int32_t>(choices_.below(3)),
                      static_cast<std::int32_t>(choices_.below(40))};
            if (choices_.one_in(16)) view.length = static_cast<std::int32_t>(choices_.number(4));
            if (choices_.one_in(16)) view.buffer = static_cast<std::int32_t>(choices_.number(4));
            if (choices_.one_in(16)) view.offset = static_cast<std::int32_t>(choices_.number(4));
            std::memcpy(node.bytes[1].get() + i * sizeof view, &view, sizeof view);
        }
        for (const std::int64_t size : sizes) add_text_bytes(node, static_cast<std::size_t>(size));
        node.bytes.push_back(std::make_unique<std::uint8_t[]>(sizes.size() * sizeof(std::int64_t)));
        if (!sizes.empty()) std::memcpy(node.bytes.back().get(), sizes.data(), sizes.size() * sizeof(std::int64_t));
    }

    int give_schema(ArrowSchema& out) {
        if (choices_.one_in(32)) return 5;
        if (!choices_.one_in(64)) out = schema();
        return 0;
    }

    int give_batch(ArrowArray& out) {
        if (choices_.one_in(32)) return 22;
        if (batches_left_ == 0) return 0;
        --batches_left_;
        out = array();
        return 0;
    }

    const char* last_error() {
        error_ = choices_.text(20);
        return choices_.one_in(2) ? nullptr : error_.c_str();
    }

    Choices choices_;
    std::vector<Type> types_;
    bool in_one_piece_ = false;
    std::size_t batches_left_ = 0;
    int outstanding_ = 0;
    bool released_twice_ = false;
    std::string error_;
};

} // namespace jifen::fuzzing
