#pragma once

#include "jifen/core/day.hpp"
#include "jifen/core/ids.hpp"
#include "jifen/core/spill_file.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <limits>
#include <memory>
#include <numeric>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace jifen {

/// Bytes of its own, or a piece of a SpillFile, which then has to live longer.
class PackedBytes {
public:
    PackedBytes() = default;
    PackedBytes(std::size_t bytes, SpillFile* spill)
        : bytes_(spill != nullptr ? spill->add(bytes) : new unsigned char[bytes], Delete(spill == nullptr)) {}
    [[nodiscard]] unsigned char* get() const noexcept { return bytes_.get(); }

private:
    struct Delete {
        bool is_owned;
        Delete() noexcept : is_owned(true) {}
        explicit Delete(bool owned) noexcept : is_owned(owned) {}
        void operator()(const unsigned char* bytes) const noexcept {
            if (is_owned) delete[] bytes;
        }
    };
    std::unique_ptr<unsigned char[], Delete> bytes_;
};

/// Some whole numbers, each in as many bytes as their range needs, in steps that all differences share: none when all
/// are equal. Frozen.
class PackedBlock {
public:
    explicit PackedBlock(std::span<const std::int64_t> values, SpillFile* spill = nullptr);

    [[nodiscard]] std::int64_t operator[](std::size_t at) const noexcept {
        return static_cast<std::int64_t>(smallest_ + stored_at(at) * step_);
    }
    void prefetch(std::size_t at) const noexcept { __builtin_prefetch(bytes_.get() + at * width_); }
    /// The values from `at` on, each cut to the bits of `Out`.
    template <class Out>
    void read(std::size_t at, std::span<Out> out) const noexcept {
        read_in_steps(at, smallest_, step_, out);
    }
    /// How often `divisor` goes into each of the values from `at` on, cut to the bits of `Out`: of values of which none
    /// is negative and whose `common_divisor` it divides; of others any numbers.
    template <class Out>
    void read_quotients(std::size_t at, std::uint64_t divisor, std::span<Out> out) const noexcept {
        read_in_steps(at, smallest_ / divisor, step_ / divisor, out);
    }
    /// The smallest value, and how far the largest is from it; 0 of none.
    [[nodiscard]] std::int64_t smallest() const noexcept { return static_cast<std::int64_t>(smallest_); }
    [[nodiscard]] std::uint64_t range() const noexcept { return range_; }
    /// The largest number that divides all values; 0 when all are 0.
    [[nodiscard]] std::uint64_t common_divisor() const noexcept {
        return std::gcd(smallest() < 0 ? 0 - smallest_ : smallest_, step_);
    }

private:
    /// smallest + step × what is stored.
    template <class Out>
    void read_in_steps(std::size_t at, std::uint64_t smallest, std::uint64_t step, std::span<Out> out) const noexcept {
        switch (width_) {
        case 0:
            return std::fill(out.begin(), out.end(), static_cast<Out>(smallest));
        case 1:
            return read_as<std::uint8_t>(at, smallest, step, out);
        case 2:
            return read_as<std::uint16_t>(at, smallest, step, out);
        case 3:
            return read_as<std::uint32_t, 3>(at, smallest, step, out);
        case 4:
            return read_as<std::uint32_t>(at, smallest, step, out);
        default:
            for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<Out>(smallest + stored_at(at + i) * step);
        }
    }
    /// `width`: bytes of a value, of `Stored` the lowest.
    template <class Stored, std::size_t width = sizeof(Stored), class Out>
    void read_as(std::size_t at, std::uint64_t smallest, std::uint64_t step, std::span<Out> out) const noexcept {
        // Modulo 2^32 or 2^64, of which the bits of `Out` are kept: signed numbers, and narrow ones, would overflow.
        using Bits = std::conditional_t<(sizeof(Out) > sizeof(std::uint32_t)), std::uint64_t, std::uint32_t>;
        constexpr auto mask = static_cast<Stored>(std::numeric_limits<Stored>::max() >> 8 * (sizeof(Stored) - width));
        const unsigned char* from = bytes_.get() + at * width;
        const auto for_each = [&](const auto& value_of) {
            for (std::size_t i = 0; i < out.size(); ++i) {
                Stored stored;
                std::memcpy(&stored, from + i * width, sizeof stored);
                out[i] = static_cast<Out>(value_of(static_cast<Bits>(stored & mask)));
            }
        };
        const auto first = static_cast<Bits>(smallest), factor = static_cast<Bits>(step);
        if (step == 1) return for_each([=](Bits stored) { return first + stored; });
        for_each([=](Bits stored) { return first + stored * factor; });
    }
    /// Branch-free whatever the width: eight bytes are loaded, and those of the neighbours masked away.
    [[nodiscard]] std::uint64_t stored_at(std::size_t at) const noexcept {
        static_assert(std::endian::native == std::endian::little);
        std::uint64_t bits = 0;
        std::memcpy(&bits, bytes_.get() + at * width_, sizeof bits);
        return bits & mask_;
    }

    PackedBytes bytes_;          ///< long enough to load eight bytes at the last value
    std::uint64_t smallest_ = 0; ///< two's complement, as all arithmetic here
    std::uint64_t mask_ = 0, range_ = 0;
    std::uint64_t step_ = 0; ///< the largest number that divides the distances from the smallest; 0 when there are none
    std::size_t width_ = 0;  ///< bytes of what is stored of a value: how many steps it is from the smallest
};

/// A value as the whole number that is kept of it. None of an id is -1, just below the smallest.
template <class Value>
struct PackedCode {
    static_assert(std::is_integral_v<Value> || std::is_enum_v<Value>);
    static constexpr std::int64_t of(Value value) noexcept { return static_cast<std::int64_t>(value); }
    static constexpr Value from(std::int64_t code) noexcept { return static_cast<Value>(code); }
};
/// Numbers of 32 bits often have their largest for none.
template <>
struct PackedCode<std::uint32_t> {
    static constexpr std::int64_t of(std::uint32_t value) noexcept { return static_cast<std::int32_t>(value); }
    static constexpr std::uint32_t from(std::int64_t code) noexcept { return static_cast<std::uint32_t>(code); }
};
template <class Kind>
struct PackedCode<Id<Kind>> {
    static constexpr std::int64_t of(Id<Kind> id) noexcept { return PackedCode<std::uint32_t>::of(id.value()); }
    static constexpr Id<Kind> from(std::int64_t code) noexcept {
        return Id<Kind>(PackedCode<std::uint32_t>::from(code));
    }
};
template <>
struct PackedCode<Day> {
    static constexpr std::int64_t of(Day day) noexcept { return day.number(); }
    static constexpr Day from(std::int64_t code) noexcept { return Day(static_cast<std::int32_t>(code)); }
};

/// A column of ids, days, numbers or words of a closed list in little memory: neighbours are alike, so most blocks need
/// one or two bytes a value, and a column that says nothing needs none. Reading a value takes about a nanosecond.
/// Made by a PackedWriter; frozen. Memory comes in pieces of at most 32 KiB, which columns made later can use again
/// when a column is given up; of a writer that spills, they lie in its SpillFile.
template <class Value>
class PackedColumn {
public:
    static constexpr std::size_t block_size = 4096;

    class Iterator {
    public:
        using value_type = Value;
        using difference_type = std::ptrdiff_t;

        Iterator() = default;
        Iterator(const PackedColumn& column, std::size_t at) : column_(&column), at_(at) {}
        Value operator*() const noexcept { return (*column_)[at_]; }
        Iterator& operator++() noexcept {
            ++at_;
            return *this;
        }
        Iterator operator++(int) noexcept { return std::exchange(*this, Iterator(*column_, at_ + 1)); }
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        const PackedColumn* column_ = nullptr;
        std::size_t at_ = 0;
    };

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] Value operator[](std::size_t at) const noexcept {
        return PackedCode<Value>::from(blocks_[at / block_size][at % block_size]);
    }
    /// The codes (`PackedCode`) of the values from `at` on, each cut to the bits of `Out`: of ids and numbers of 32
    /// bits the numbers themselves, of days their numbers. Blocks of up to four bytes a value are unpacked several
    /// values at a time.
    template <class Out>
    void read(std::size_t at, std::span<Out> out) const noexcept {
        read_pieces(at, out, [](const PackedBlock& block, std::size_t inside, std::span<Out> piece) {
            block.read(inside, piece);
        });
    }
    /// How often `divisor` goes into each of them, cut alike: of values of which none is negative and whose
    /// `common_divisor` it divides; of others any numbers.
    template <class Out>
    void read_quotients(std::size_t at, std::uint64_t divisor, std::span<Out> out) const noexcept {
        read_pieces(at, out, [divisor](const PackedBlock& block, std::size_t inside, std::span<Out> piece) {
            block.read_quotients(inside, divisor, piece);
        });
    }
    /// The largest number that divides all codes in the blocks in which [begin, end) lies; 0 when all are 0.
    [[nodiscard]] std::uint64_t common_divisor(std::size_t begin, std::size_t end) const noexcept {
        std::uint64_t found = 0;
        for (std::size_t at = begin; at < end; at += block_size - at % block_size)
            found = std::gcd(found, blocks_[at / block_size].common_divisor());
        return found;
    }
    /// The least and the most of the codes in the blocks in which [begin, end) lies; begin < end.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> bounds(std::size_t begin, std::size_t end) const noexcept {
        std::int64_t least = std::numeric_limits<std::int64_t>::max();
        std::int64_t most = std::numeric_limits<std::int64_t>::min();
        for (std::size_t block = begin / block_size; block <= (end - 1) / block_size; ++block) {
            const std::int64_t smallest = blocks_[block].smallest();
            least = std::min(least, smallest);
            // In two's complement, for the range may be all of the numbers.
            most = std::max(most,
                            static_cast<std::int64_t>(static_cast<std::uint64_t>(smallest) + blocks_[block].range()));
        }
        return {least, most};
    }
    [[nodiscard]] Iterator begin() const noexcept { return {*this, 0}; }
    [[nodiscard]] Iterator end() const noexcept { return {*this, size_}; }

private:
    /// Does it with each piece that lies in a block of its own.
    template <class Out, class Read>
    void read_pieces(std::size_t at, std::span<Out> out, const Read& read) const noexcept {
        while (!out.empty()) {
            const std::size_t inside = at % block_size;
            const auto piece = out.first(std::min(out.size(), block_size - inside));
            read(blocks_[at / block_size], inside, piece);
            at += piece.size();
            out = out.subspan(piece.size());
        }
    }

    template <class>
    friend class PackedWriter;
    std::vector<PackedBlock> blocks_; ///< of `block_size` values each, but for the last
    std::size_t size_ = 0;
};

/// Takes the values of a column one after another.
template <class Value>
class PackedWriter {
public:
    PackedWriter() = default;
    explicit PackedWriter(SpillFile* spill) : spill_(spill) {}
    /// Where blocks lie that are closed from now on; nullptr: in memory of their own.
    void spill_to(SpillFile* spill) noexcept { spill_ = spill; }
    [[nodiscard]] std::size_t size() const noexcept { return column_.size_ + open_.size(); }
    void add(Value value) {
        if (open_.size() == PackedColumn<Value>::block_size) close_block();
        open_.push_back(PackedCode<Value>::of(value));
    }
    /// The same for each of them.
    void add(std::span<const Value> values) {
        while (!values.empty()) {
            if (open_.size() == PackedColumn<Value>::block_size) close_block();
            const std::size_t before = open_.size();
            const auto piece = values.first(std::min(values.size(), PackedColumn<Value>::block_size - before));
            open_.resize(before + piece.size());
            for (std::size_t i = 0; i < piece.size(); ++i) open_[before + i] = PackedCode<Value>::of(piece[i]);
            values = values.subspan(piece.size());
        }
    }
    /// The same value so many times.
    void fill(std::size_t count, Value value) {
        while (count > 0) {
            if (open_.size() == PackedColumn<Value>::block_size) close_block();
            const std::size_t piece = std::min(count, PackedColumn<Value>::block_size - open_.size());
            open_.insert(open_.end(), piece, PackedCode<Value>::of(value));
            count -= piece;
        }
    }
    /// The column; the writer is empty afterwards.
    [[nodiscard]] PackedColumn<Value> take() {
        if (!open_.empty()) close_block();
        open_ = {};
        return std::exchange(column_, {});
    }

private:
    void close_block() {
        column_.blocks_.emplace_back(open_, spill_);
        column_.size_ += open_.size();
        open_.clear();
    }

    PackedColumn<Value> column_;
    std::vector<std::int64_t> open_; ///< of the block that is not closed yet
    SpillFile* spill_ = nullptr;
};

} // namespace jifen
