#include "core/spectrum/stream.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/io/npy.h"
#include "core/linalg/blas_threads.h"
#include "core/linalg/singular_values.h"

namespace orthoscope {
namespace {

constexpr Index most_columns = 4096, sampled_rows = 5000;
constexpr std::uint64_t read_whole = 512'000'000;

// Rows that one factorisation takes beside the factor so far: enough that its overhead is small, few enough for the cache.
Index block_rows(Index columns) { return std::clamp<Index>(8 * columns, 512, 8192); }

struct Extremes {
    RowVector low, high;
    void add(const Matrix& block) {
        const RowVector least = block.colwise().minCoeff(), most = block.colwise().maxCoeff();
        if (low.size() == 0) low = least, high = most;
        else low = low.cwiseMin(least), high = high.cwiseMax(most);
    }
};

}  // namespace

Result<std::optional<RowStream>> RowStream::open(const std::filesystem::path& path) {
    auto source = Source::open(path);
    if (!source) return source.error();
    if (!is_npy(source->head())) return std::optional<RowStream>();
    auto header = parse_npy_header(*source, source->bytes().size());
    if (!header) return header.error();
    if (!header->element || header->fortran || header->shape.size() != 2 || header->shape[0] < 1 || header->shape[1] < 1)
        return std::optional<RowStream>();
    RowStream out(std::move(*source));
    out.rows_ = header->shape[0], out.columns_ = header->shape[1], out.type_ = header->type;
    out.element_ = *header->element, out.big_endian_ = header->big_endian, out.offset_ = header->data_offset;
    return std::optional<RowStream>(std::move(out));
}

// Whole pages inside the range only: what lies beside may be in use.
void RowStream::release(std::size_t first, std::size_t count) const {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const auto begin = reinterpret_cast<std::uintptr_t>(source_.bytes().data());
    const auto from = (begin + first + page - 1) / page * page, to = (begin + first + count) / page * page;
    if (to > from) ::madvise(reinterpret_cast<void*>(from), to - from, MADV_DONTNEED);
}

Result<Matrix> RowStream::block(Index first, Index count) const {
    const auto width = static_cast<std::size_t>(columns_) * size_of(element_);
    const auto at = offset_ + static_cast<std::size_t>(first) * width;
    const ArrayView view{source_.bytes().data() + at, element_, big_endian_, {count, columns_}, {columns_, 1}};
    ArrayPlan plan;
    plan.order = {0, 1}, plan.leading = {count}, plan.frame = {columns_}, plan.rows = count, plan.columns = columns_;
    std::vector<std::string> warnings;
    auto values = matrix_from_view(view, plan, source_, at, {}, warnings);
    release(at, static_cast<std::size_t>(count) * width);
    if (!values && first > 0) {
        auto error = values.error();
        error.what += " (rows counted from row " + std::to_string(first) + " of the file)";
        return error;
    }
    return values;
}

Result<std::string> RowStream::sha256(const Context& context) const {
    Sha256 hash;
    const auto bytes = source_.bytes();
    constexpr std::size_t piece = 8 << 20;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        if (context.stopped()) return cancelled_error();
        context.report(double(at) / double(bytes.size()), "hash of the file");
        const auto count = std::min(piece, bytes.size() - at);
        hash.add(bytes.data() + at, count);
        release(at, count);
    }
    return hash.hex();
}

Result<StreamedRows> stream_rows(const RowStream& rows, const Context& context) {
    const Index n = rows.rows(), d = rows.columns();
    StreamedRows out;
    out.rows = n;
    Matrix factor(0, d + 1);
    Extremes extremes;
    // The many small products of a narrow factorisation lose by being divided, and much where others compute too.
    const BlasThreads limit(d <= 512 ? 1 : std::numeric_limits<int>::max());
    for (Index at = 0; at < n;) {
        if (context.stopped()) return cancelled_error();
        context.report(double(at) / double(n), "rows");
        const Index count = std::min(block_rows(d), n - at);
        auto block = rows.block(at, count);
        if (!block) return block.error();
        extremes.add(*block);
        out.zero_rows += (block->rowwise().squaredNorm().array() == 0).count();
        Matrix stacked(factor.rows() + count, d + 1);
        stacked.topRows(factor.rows()) = factor;
        stacked.bottomLeftCorner(count, 1).setOnes();
        stacked.bottomRightCorner(count, d) = *block;
        auto next = triangular_factor(std::move(stacked));
        if (!next) return next.error();
        factor = std::move(*next);
        at += count;
    }
    out.mean = factor.row(0).tail(d) / factor(0, 0);
    out.plain = factor.rightCols(d), out.centred = factor.bottomRightCorner(factor.rows() - 1, d);
    if (out.centred.rows() == 0) out.centred = Matrix::Zero(1, d);
    for (Index j = 0; j < d; ++j)
        out.constant.push_back(extremes.low(j) != extremes.high(j) ? 0 : extremes.low(j) == 0 ? 2 : 1);
    return out;
}

bool worth_streaming(const InputSpec& input, const Context& context, std::uint64_t limit) {
    std::error_code code;
    if (!input.member.empty() || input.labels || (input.kind && *input.kind != Kind::Embedding && *input.kind != Kind::Matrix) ||
        !std::filesystem::is_regular_file(input.path, code))
        return false;
    auto stream = RowStream::open(input.path);
    if (!stream || !*stream) return false;
    const auto& rows = **stream;
    if (rows.columns() < 4 || rows.columns() > most_columns || rows.rows() < 4 * rows.columns()) return false;
    if (limit == 0) limit = std::min(read_whole, context.memory() / 4);
    return std::uint64_t(rows.rows()) * std::uint64_t(rows.columns()) * 8 > limit;
}

Result<DatasetPtr> read_sampled(const InputSpec& input, const Context& context) {
    auto stream = RowStream::open(input.path);
    if (!stream) return stream.error();
    if (!*stream) return input_error(input.path.string(), "found no NPY array of rows in C order; expected one, to stream it");
    const auto& rows = **stream;
    Random random(1);
    const auto chosen = random.choose(rows.rows(), std::min(rows.rows(), sampled_rows));
    Matrix values(Index(chosen.size()), rows.columns());
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (context.stopped()) return cancelled_error();
        auto row = rows.block(chosen[i], 1);
        if (!row) return row.error();
        values.row(Index(i)) = *row;
        // A touched row brings its neighbourhood into memory.
        if (i % 64 == 63) rows.release_all();
    }
    rows.release_all();
    auto hash = rows.sha256(context);
    if (!hash) return hash.error();
    auto set = std::make_shared<Dataset>();
    set->name = input.path.filename().string();
    Matrix numbers(Index(chosen.size()), 1);
    for (std::size_t i = 0; i < chosen.size(); ++i) numbers(Index(i)) = double(chosen[i]);
    set->payload = EmbeddingSet{std::move(values)};
    set->attributes.push_back({std::string(file_row), Attribute::Domain::Row, std::move(numbers)});
    set->origin = {input.path, "", *hash, "NPY, " + rows.type() + ", C order, streamed"};
    set->warnings.push_back("it is not read whole: its " + std::to_string(rows.rows()) + " rows are streamed once, and " +
                            std::to_string(chosen.size()) + " of them are kept to be looked at");
    return DatasetPtr(std::move(set));
}

bool streams(std::string_view method) { return method == "spectral-decay" || method == "truncation"; }

Result<Index> rows_in_file(const Dataset& set) {
    if (!is_sampled(set)) return set.rows();
    auto stream = RowStream::open(set.origin.path);
    if (!stream) return stream.error();
    if (!*stream) return input_error(set.origin.path.string(), "found no NPY array of rows any more; expected the file that was opened");
    return (*stream)->rows();
}

bool is_sampled(const Dataset& set) { return set.attribute(file_row) != nullptr; }

}  // namespace orthoscope
