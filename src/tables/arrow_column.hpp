#pragma once

#include "jifen/tables/arrow_c_data.hpp"
#include "jifen/tables/row_source.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// Why a column, or what an array says of itself, cannot be taken. Caught by ArrowSource, which knows the table.
struct ArrowRefused {
    std::string code, reason, remedy;
};

/// One column of an Arrow table as cells of text. Nothing an array says is believed: counts, offsets, dictionary
/// indices and views are checked before they are followed. What the C interface does not tell (how long a buffer of
/// fixed width is) cannot be.
class ArrowColumn {
public:
    /// Throws ArrowRefused when the type is none that a cell can be.
    explicit ArrowColumn(const ArrowSchema& schema);
    ~ArrowColumn();
    ArrowColumn(ArrowColumn&&) noexcept;
    ArrowColumn& operator=(ArrowColumn&&) = delete;
    ArrowColumn(const ArrowColumn&) = delete;
    ArrowColumn& operator=(const ArrowColumn&) = delete;

    /// Takes the next array: its values [skipped, skipped + rows) besides its own offset. It must outlive the cells.
    /// Throws ArrowRefused. O(distinct values) of a dictionary, else O(1).
    void bind(const ArrowArray& array, std::int64_t skipped, std::int64_t rows);
    /// The cell as text, empty when it is null; lives until the next call. Throws ArrowRefused. Precondition: row is
    /// one of those bound.
    [[nodiscard]] std::string_view text(std::int64_t row);
    /// Gives the cells of rows from `row` on to that column of a block, as what they are; how many of `count` it gave:
    /// the next one has a defect, or `text` refuses it. O(count); of texts their bytes.
    [[nodiscard]] std::int64_t fill(RowBlock& block, std::size_t column, std::int64_t row, std::int64_t count);
    /// Why the cell last asked for is none that can be taken; empty when it can.
    [[nodiscard]] std::string_view defect() const noexcept { return defect_; }
    /// What that cell holds, as text.
    [[nodiscard]] std::string_view defect_value() const noexcept { return dictionary_ ? dictionary_->made_ : made_; }
    /// Its numbers are binary floating point.
    [[nodiscard]] bool is_approximate() const noexcept;

private:
    enum class Kind : std::uint8_t {
        null,
        boolean,
        signed_whole,
        unsigned_whole,
        single_float,
        double_float,
        decimal,
        day,
        moment, ///< since 1970-01-01, which must be a whole day
        text,
        large_text,
        text_view
    };

    [[nodiscard]] bool is_text() const noexcept;
    void set_type(std::string_view format);
    void set_decimal(std::string_view parameters);
    void set_moment(std::string_view format);
    [[nodiscard]] bool is_null(std::int64_t at) const noexcept;
    /// Buffers of a careless producer need not be aligned.
    template <class Value>
    [[nodiscard]] Value load(std::size_t buffer, std::int64_t at) const noexcept {
        Value value{};
        const auto* const bytes = static_cast<const unsigned char*>(array_->buffers[buffer]);
        std::memcpy(&value, bytes + static_cast<std::size_t>(at) * sizeof value, sizeof value);
        return value;
    }
    [[nodiscard]] std::int64_t whole(std::int64_t at) const noexcept;
    template <class Offset>
    [[nodiscard]] std::string_view text_between(std::int64_t at) const;
    [[nodiscard]] std::string_view viewed_text(std::int64_t at) const;
    [[nodiscard]] std::string_view checked(std::string_view text) const;
    [[nodiscard]] std::string_view value(std::int64_t at);
    [[nodiscard]] std::string_view from_dictionary(std::int64_t at);
    [[nodiscard]] std::string_view decimal_text(std::int64_t at);
    [[nodiscard]] std::string_view day_text(std::int64_t day);
    void check_buffers() const;
    void know_dictionary(std::int64_t rows);
    [[nodiscard]] const unsigned char* values(std::int64_t at) const noexcept;
    template <class Offset>
    void fill_texts(RowBlock::Column& to, std::int64_t at, std::int64_t count, std::int64_t& done) const;
    void fill_codes(RowBlock::Column& to, std::int64_t at, std::int64_t count, std::int64_t& done);
    void fill_days(RowBlock::Column& to, std::int64_t at, std::int64_t count, std::int64_t& done) const;
    void fill_wholes(RowBlock::Column& to, std::int64_t at, std::int64_t count) const;

    Kind kind_ = Kind::null;
    int width_ = 0;                           ///< bytes of a value of fixed width
    int scale_ = 0;                           ///< fraction digits of a decimal
    std::int64_t ticks_a_day_ = 1;            ///< of a moment
    std::unique_ptr<ArrowColumn> dictionary_; ///< of the values; then `kind_` is that of the indices
    std::int64_t dictionary_size_ = 0;
    std::uint64_t binding_ = 0;                ///< how many arrays were bound so far
    std::vector<std::string_view> known_;      ///< texts of the dictionary, where each serves many rows
    std::vector<std::string_view> lent_known_; ///< of an array before, which a block may look at
    bool is_known_lent_ = false;               ///< a block looks at `known_`
    bool knows_all_ = false;                   ///< none of them is broken: `known_` has all, if any
    const ArrowArray* array_ = nullptr;
    std::int64_t first_ = 0;      ///< of the array's values
    std::int64_t text_bytes_ = 0; ///< of texts by offsets: the last offset, which is all that tells how many there are
    std::string made_;            ///< the text of a cell that was no text
    std::string_view defect_;
};

} // namespace jifen
