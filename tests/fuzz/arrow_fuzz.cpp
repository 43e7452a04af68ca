#include "fuzz/hostile_arrow.hpp"
#include "jifen/core/error.hpp"
#include "jifen/core/text.hpp"
#include "jifen/tables/arrow_source.hpp"

/// Whatever an Arrow table says of itself, it is refused, or its rows are read without a step outside of its buffers
/// (which AddressSanitizer watches: every buffer is as long as it must be and no byte longer), and all of it is given
/// back once.

using jifen::fuzzing::Choices;
using jifen::fuzzing::HostileArrow;
using jifen::fuzzing::require;

namespace {

/// A table of the null type may claim any number of rows: it has no buffer that could run out.
constexpr std::size_t most_rows = 2000;

void read_all(jifen::ArrowSource& source) {
    const std::size_t columns = source.header().size();
    require(columns > 0, "a table has columns");
    for (std::size_t c = 0; c < columns; ++c) {
        require(!source.header()[c].empty(), "a column has a name");
        static_cast<void>(source.is_approximate(c));
    }
    jifen::Row row;
    for (std::size_t rows = 0; rows < most_rows && source.next(row); ++rows) {
        require(row.line == static_cast<std::int64_t>(rows) + 1, "rows are counted from 1");
        require(row.defect.empty() == row.defect_code.empty(), "a defect has text and code");
        require(row.cells.size() == columns || row.defect_code == "null_row", "a row has a cell for each column");
        for (const std::string_view cell : row.cells) require(!jifen::find_invalid_utf8(cell), "a cell is UTF-8");
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    HostileArrow arrow(Choices(data, size));
    try {
        if (arrow.in_one_piece()) {
            ArrowSchema schema = arrow.schema();
            ArrowArray array = arrow.array();
            jifen::ArrowSource source(schema, array, "t");
            require(schema.release == nullptr && array.release == nullptr, "what was handed over is empty");
            read_all(source);
        } else {
            ArrowArrayStream stream = arrow.stream();
            jifen::ArrowSource source(stream, "t");
            require(stream.release == nullptr, "what was handed over is empty");
            read_all(source);
        }
    } catch (const jifen::TableError& refused) {
        require(!refused.diagnostics().empty(), "a refusal has a reason");
        for (const jifen::Diagnostic& reason : refused.diagnostics()) {
            require(!reason.code.empty(), "the reason has a code");
            require(!jifen::find_invalid_utf8(to_string(reason)), "the reason is UTF-8");
        }
    }
    require(arrow.outstanding() == 0, "everything was released");
    require(!arrow.released_twice(), "nothing was released twice");
    return 0;
}
