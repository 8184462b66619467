// Embedding sets that are not read whole: rows of an NPY file block by block, and the triangular factor that holds all that
// singular values need.
#pragma once

#include <optional>
#include <string_view>

#include "core/io/array.h"

namespace orthoscope {

// A 2-D NPY file in C order, memory-mapped; pages that were read are let go, so that memory does not grow with the file.
class RowStream {
  public:
    // Nothing where the file is no such NPY. Errors: it cannot be opened, or its header is damaged.
    static Result<std::optional<RowStream>> open(const std::filesystem::path& path);
    Index rows() const { return rows_; }
    Index columns() const { return columns_; }
    const std::string& type() const { return type_; }
    // Rows first .. first + count - 1. Errors (Input): an entry that is not finite, by its row and column.
    Result<Matrix> block(Index first, Index count) const;
    Result<std::string> sha256(const Context& context) const;  // of the whole file
    void release_all() const { release(0, source_.bytes().size()); }

  private:
    RowStream(Source source) : source_(std::move(source)) {}
    void release(std::size_t first, std::size_t count) const;

    Source source_;
    Index rows_ = 0, columns_ = 0;
    std::string type_;
    Element element_ = Element::F64;
    bool big_endian_ = false;
    std::size_t offset_ = 0;
};

// What one pass over n x D rows leaves. With a column of ones before them, [1 X] = Q R is factored block by block (the
// sequential form of Demmel, Grigori, Hoemmen and Langou's tall-skinny QR, SIAM J. Sci. Comput. 34, 2012): backward stable,
// so that the values have the error of a decomposition of the whole, which those of the Gram matrix have not.
struct StreamedRows {
    Matrix plain;     // min(n, D + 1) x D, R' R = X' X
    Matrix centred;   // R' R = (X - mean)' (X - mean)
    RowVector mean;   // D
    Index rows = 0, zero_rows = 0;
    std::vector<char> constant;  // D: the column has one value; 2 where that is 0
};
// Reports progress; polls context. Errors: of block(), Cancelled.
Result<StreamedRows> stream_rows(const RowStream& rows, const Context& context);

// Whether `spectral-decay` should not read a file whole: a streamable NPY that is at least four times as high as wide, has
// up to 4,096 columns, and would take more than `limit` bytes as a matrix (0: 512 MB, or a quarter of the memory if that is
// less).
bool worth_streaming(const InputSpec& input, const Context& context, std::uint64_t limit = 0);

// The methods that can: `spectral-decay` and `truncation`.
bool streams(std::string_view method);

// A dataset that holds a seeded sample of the rows (up to 5,000, ascending) and, as its attribute `file_row`, which rows of
// the file they are. Its origin names the file and its hash.
constexpr std::string_view file_row = "file row";
Result<DatasetPtr> read_sampled(const InputSpec& input, const Context& context);
bool is_sampled(const Dataset& set);
// Rows of the file, of which a sampled set holds some; of any other set its own. Errors: the file is gone, or is no such NPY.
Result<Index> rows_in_file(const Dataset& set);

}  // namespace orthoscope
