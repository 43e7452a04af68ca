#include "jifen/tables/arrow_source.hpp"

#include "arrow_column.hpp"
#include "jifen/core/error.hpp"
#include "jifen/core/text.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <unordered_set>
#include <utility>

namespace jifen {

namespace {

constexpr std::int64_t most_columns = 4096;
constexpr std::int64_t most_rows = std::int64_t{1} << 60U;

/// One of the C structs, released at its end.
template <class Struct>
class Owned {
public:
    Owned() = default;
    /// Takes it from whoever handed it over, as the interface says: a struct without `release` is empty.
    explicit Owned(Struct& given) : held_(given) { given.release = nullptr; }
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
    Owned& operator=(Owned&& other) noexcept {
        std::swap(held_, other.held_);
        return *this;
    }
    ~Owned() { clear(); }

    void clear() noexcept {
        if (held_.release != nullptr) held_.release(&held_);
        held_ = {};
    }
    [[nodiscard]] bool empty() const noexcept { return held_.release == nullptr; }
    Struct* operator->() noexcept { return &held_; }
    [[nodiscard]] Struct& get() noexcept { return held_; }
    [[nodiscard]] const Struct& get() const noexcept { return held_; }

private:
    Struct held_{};
};

} // namespace

struct ArrowSource::Parts {
    Owned<ArrowArrayStream> stream; ///< empty for a table in one piece
    Owned<ArrowSchema> schema;
    Owned<ArrowArray> batch;
    Owned<ArrowArray> lent;    ///< the batch before it, which a block may look at
    bool is_lent = false;      ///< a block looks at the batch
    bool batch_is_new = false; ///< given with the table, not yet bound
    std::vector<ArrowColumn> columns;
    std::vector<bool> approximate;
};

ArrowSource::ArrowSource(ArrowArrayStream& stream, std::string name) : name_(std::move(name)) {
    Owned<ArrowArrayStream> taken(stream); // first of all: what comes next can run out of memory
    parts_ = std::make_unique<Parts>();
    parts_->stream = std::move(taken);
    if (parts_->stream.empty()) refuse("", "arrow_stream", "the Arrow stream was used up before", "make a new one");
    const int error = parts_->stream->get_schema(&parts_->stream.get(), &parts_->schema.get());
    if (error != 0) refuse_failed(error);
    read_schema();
}

ArrowSource::ArrowSource(ArrowSchema& schema, ArrowArray& array, std::string name) : name_(std::move(name)) {
    Owned<ArrowSchema> taken_schema(schema); // as above
    Owned<ArrowArray> taken_array(array);
    parts_ = std::make_unique<Parts>();
    parts_->schema = std::move(taken_schema);
    parts_->batch = std::move(taken_array);
    parts_->batch_is_new = true;
    if (parts_->schema.empty() || parts_->batch.empty())
        refuse("", "arrow_stream", "the Arrow table was used up before", "make a new one");
    read_schema();
}

ArrowSource::~ArrowSource() = default;

void ArrowSource::refuse(std::string column, std::string code, const std::string& reason, std::string remedy) const {
    Diagnostic diagnostic;
    diagnostic.file = name_;
    diagnostic.line = row_;
    diagnostic.code = std::move(code);
    column = mask_long_numbers(column);
    diagnostic.message =
        "table refused: " + (column.empty() ? reason : "the column " + jifen::in_quotes(column) + ": " + reason);
    diagnostic.column = std::move(column);
    diagnostic.remedy = std::move(remedy);
    throw TableError({std::move(diagnostic)});
}

/// What a producer says of its failure often shows the cell that it failed at.
void ArrowSource::refuse_failed(int error) const {
    const char* const text = parts_->stream->get_last_error(&parts_->stream.get());
    const std::string reason = mask_long_numbers(text != nullptr ? text : std::strerror(error));
    refuse("", "unreadable", "its producer failed: " + jifen::in_quotes(reason), "");
}

void ArrowSource::read_schema() {
    const ArrowSchema& schema = parts_->schema.get();
    if (schema.release == nullptr || schema.format == nullptr || std::string_view(schema.format) != "+s")
        refuse("", "arrow_type", "it is no table but a single column", "give a table");
    if (schema.n_children < 0 || schema.n_children > most_columns)
        refuse("", "too_many_columns", "it has more than " + std::to_string(most_columns) + " columns", "");
    if (schema.n_children == 0) refuse("", "no_header", "it has no columns", "give the columns that are needed");
    std::unordered_set<std::string> seen;
    for (std::int64_t i = 0; i < schema.n_children; ++i) {
        const ArrowSchema* const child = schema.children == nullptr ? nullptr : schema.children[i];
        if (child == nullptr) refuse("", "arrow_array", "its schema is broken: a column is missing", "");
        std::string name = child->name == nullptr ? "" : child->name;
        if (name.empty()) refuse("", "empty_column_name", "a column has no name", "name every column");
        if (find_invalid_utf8(name))
            refuse("", "not_utf8", "the column name " + jifen::in_quotes(name) + " is not valid UTF-8", "rename it");
        if (!seen.insert(name).second) refuse(name, "duplicate_column", "it stands twice", "name each column once");
        try {
            parts_->columns.emplace_back(*child);
        } catch (const ArrowRefused& refused) {
            refuse(name, refused.code, refused.reason, refused.remedy);
        }
        parts_->approximate.push_back(parts_->columns.back().is_approximate());
        header_.push_back(std::move(name));
    }
    cells_.resize(header_.size());
}

bool ArrowSource::is_approximate(std::size_t column) const { return parts_->approximate[column]; }

bool ArrowSource::next_batch() {
    if (parts_->batch_is_new) {
        parts_->batch_is_new = false;
        bind();
        return true;
    }
    if (parts_->is_lent) {
        parts_->lent.clear();
        std::swap(parts_->lent.get(), parts_->batch.get());
        parts_->is_lent = false;
    }
    parts_->batch.clear();
    batch_rows_ = in_batch_ = 0;
    if (parts_->stream.empty()) return false;
    const int error = parts_->stream->get_next(&parts_->stream.get(), &parts_->batch.get());
    if (error != 0) refuse_failed(error);
    if (parts_->batch.empty()) return false;
    bind();
    return true;
}

void ArrowSource::bind() {
    const ArrowArray& batch = parts_->batch.get();
    if (batch.n_children != static_cast<std::int64_t>(parts_->columns.size()) || batch.children == nullptr)
        refuse("", "arrow_array", "its array is broken: it has not the columns of its schema", "");
    if (batch.length < 0 || batch.length > most_rows || batch.offset < 0 || batch.offset > most_rows)
        refuse("", "arrow_array", "its array is broken: its length or offset is out of range", "");
    for (std::size_t c = 0; c < parts_->columns.size(); ++c) {
        const ArrowArray* const child = batch.children[c];
        if (child == nullptr) refuse(header_[c], "arrow_array", "its array is missing", "");
        try {
            parts_->columns[c].bind(*child, batch.offset, batch.length);
        } catch (const ArrowRefused& refused) {
            refuse(header_[c], refused.code, refused.reason, refused.remedy);
        }
    }
    batch_rows_ = batch.length;
    in_batch_ = 0;
}

bool ArrowSource::row_is_null(std::int64_t row) const noexcept {
    const ArrowArray& batch = parts_->batch.get();
    if (batch.buffers == nullptr || batch.n_buffers < 1 || batch.buffers[0] == nullptr) return false;
    const auto bit = static_cast<std::uint64_t>(batch.offset + row);
    return ((static_cast<const unsigned char*>(batch.buffers[0])[bit / 8] >> (bit % 8)) & 1U) == 0;
}

bool ArrowSource::next(Row& row) {
    while (in_batch_ == batch_rows_) {
        if (!next_batch()) return false;
    }
    ++row_;
    row = {};
    row.line = row_;
    defect_.clear();
    if (row_is_null(in_batch_)) {
        row.defect_code = "null_row";
        row.defect = "it is null as a whole";
        ++in_batch_;
        return true;
    }
    for (std::size_t c = 0; c < cells_.size(); ++c) {
        ArrowColumn& column = parts_->columns[c];
        try {
            cells_[c] = column.text(in_batch_);
        } catch (const ArrowRefused& refused) {
            refuse(header_[c], refused.code, refused.reason, refused.remedy);
        }
        if (column.defect().empty() || !defect_.empty()) continue;
        defect_ = column.defect();
        defect_value_ = column.defect_value();
        row.defect_column = header_[c];
    }
    ++in_batch_;
    row.cells = cells_;
    if (!defect_.empty()) {
        row.defect = defect_;
        row.defect_code = "bad_date";
        row.defect_value = defect_value_;
    }
    return true;
}

bool ArrowSource::next_block(RowBlock& block, std::size_t most) {
    most = std::max<std::size_t>(most, 1);
    block.clear(header_.size(), most);
    try {
        while (in_batch_ == batch_rows_) {
            if (!next_batch()) return false;
        }
        return fill(block, most);
    } catch (...) {
        block.failure = std::current_exception();
    }
    return true;
}

/// With rows of the batch, of which there are some.
bool ArrowSource::fill(RowBlock& block, std::size_t most) {
    std::int64_t count = 0; // rows before one that is null
    const std::int64_t wanted = std::min(static_cast<std::int64_t>(most), batch_rows_ - in_batch_);
    while (count < wanted && !row_is_null(in_batch_ + count)) ++count;
    for (std::size_t c = 0; c < header_.size() && count > 0; ++c)
        count = parts_->columns[c].fill(block, c, in_batch_, count);
    if (count == 0) { // something is wrong with the first row: what, is said row by row
        Row row;
        if (!next(row)) return false;
        if (row.defect.empty())
            block.add_copy(row);
        else
            block.end_with(row);
        return true;
    }
    parts_->is_lent = true;
    std::iota(block.lines.begin(), block.lines.begin() + count, row_ + 1);
    block.rows = static_cast<std::size_t>(count);
    in_batch_ += count;
    row_ += count;
    return true;
}

} // namespace jifen
