#include "core/evaluate/nearest_rows.h"

#include <algorithm>
#include <limits>
#include <nanoflann.hpp>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr Index most_tree_dimensions = 10;

// Rows as the tree reads them: one after the other in memory.
struct Rows {
    Matrix transposed;  // d x m

    std::size_t kdtree_get_point_count() const { return static_cast<std::size_t>(transposed.cols()); }
    double kdtree_get_pt(std::size_t row, std::size_t column) const {
        return transposed(static_cast<Index>(column), static_cast<Index>(row));
    }
    template <class Box>
    bool kdtree_get_bbox(Box&) const {
        return false;
    }
};
using Tree = nanoflann::KDTreeSingleIndexAdaptor<nanoflann::L2_Simple_Adaptor<double, Rows>, Rows>;

Status by_tree(const Matrix& queries, const Matrix& target, NearestRows& out, const Context& context) {
    const Rows rows{target.transpose()};
    Tree tree(static_cast<int>(target.cols()), rows, nanoflann::KDTreeSingleIndexAdaptorParams(16));
    tree.buildIndex();
    Vector query(queries.cols());
    for (Index i = 0; i < queries.rows(); ++i) {
        if (i % 4096 == 0 && context.stopped()) return cancelled_error();
        query = queries.row(i);
        std::size_t found = 0;
        double square = std::numeric_limits<double>::infinity();
        nanoflann::KNNResultSet<double> result(1);
        result.init(&found, &square);
        tree.findNeighbors(result, query.data(), nanoflann::SearchParams());
        out.row(i) = static_cast<std::int64_t>(found), out.square(i) = square;
    }
    return success();
}

Status by_blocks(const Matrix& queries, const Matrix& target, NearestRows& out, const Context& context) {
    constexpr Index query_block = 1024, target_block = 4096;
    const RowVector mean = target.colwise().mean();
    for (Index q0 = 0; q0 < queries.rows(); q0 += query_block) {
        const Index count = std::min(query_block, queries.rows() - q0);
        const Matrix q = queries.middleRows(q0, count).rowwise() - mean;
        Vector best = Vector::Constant(count, std::numeric_limits<double>::infinity());
        for (Index t0 = 0; t0 < target.rows(); t0 += target_block) {
            if (context.stopped()) return cancelled_error();
            const Matrix t = target.middleRows(t0, std::min(target_block, target.rows() - t0)).rowwise() - mean;
            Matrix score = product_transposed(t, q);  // a column a query
            score *= -2;
            score.colwise() += t.rowwise().squaredNorm();
            for (Index i = 0; i < count; ++i) {
                Index at = 0;
                const double value = score.col(i).minCoeff(&at);
                if (value < best(i)) best(i) = value, out.row(q0 + i) = t0 + at;
            }
        }
    }
    for (Index i = 0; i < queries.rows(); ++i) out.square(i) = (queries.row(i) - target.row(out.row(i))).squaredNorm();
    return success();
}

}  // namespace

Result<NearestRows> nearest_rows(const Matrix& queries, const Matrix& target, const Context& context) {
    NearestRows out{Indices::Zero(queries.rows()), Vector::Zero(queries.rows())};
    const auto search = target.cols() <= most_tree_dimensions ? by_tree : by_blocks;
    if (auto status = search(queries, target, out, context); !status) return status.error();
    return out;
}

}  // namespace orthoscope
