#include "core/shape/sparse_factor.h"

#include <Eigen/SparseCholesky>
#include <algorithm>
#include <vector>

#include "core/neighbours/kd_tree.h"
#include "core/shape/panel_kernels.h"

namespace orthoscope {

// The order and the column counts of L are Eigen's; its own numeric phase would not hear a stop for seconds.
struct Ldlt : Eigen::SimplicialLDLT<SparseMatrix> {
    const SparseMatrix& factor() const { return m_matrix; }
    const VectorType& pivots() const { return m_diag; }

    // L and D of A + shift, row by row (the columns of a row are found by walking up the elimination tree). Errors:
    // Cancelled. Where a pivot is 0 or not finite, so are those that follow.
    Status factorise(const SparseMatrix& a, double shift, const Context& context);

  private:
    // The columns of row k of L in an order in which each comes before its ancestors: at the end of `columns`, from the
    // place returned on. The row of A lies in `row` afterwards.
    Index columns_of(Index k, const SparseMatrix& upper, std::vector<int>& mark, std::vector<int>& columns, Vector& row) const {
        Index top = m_matrix.cols();
        mark[std::size_t(k)] = int(k);
        for (SparseMatrix::InnerIterator it(upper, k); it; ++it) {
            row(it.row()) += it.value();
            Index length = 0;
            for (int i = int(it.row()); mark[std::size_t(i)] != k; i = m_parent[i])
                columns[std::size_t(length++)] = i, mark[std::size_t(i)] = int(k);
            while (length > 0) columns[std::size_t(--top)] = columns[std::size_t(--length)];
        }
        return top;
    }
};

Status Ldlt::factorise(const SparseMatrix& a, double shift, const Context& context) {
    const Index n = a.cols();
    SparseMatrix upper(n, n);
    upper.selfadjointView<Eigen::Upper>() = a.selfadjointView<Eigen::Lower>().twistedBy(m_P);
    const int* start = m_matrix.outerIndexPtr();
    int* rows = m_matrix.innerIndexPtr();
    double* values = m_matrix.valuePtr();
    std::vector<int> mark(std::size_t(n), -1), columns(static_cast<std::size_t>(n));
    Vector row = Vector::Zero(n);
    m_nonZerosPerCol.setZero(n), m_diag.resize(n);
    Index work = 0;
    for (Index k = 0; k < n; ++k) {
        Index at = columns_of(k, upper, mark, columns, row);
        double pivot = row(k) + shift;
        row(k) = 0;
        for (; at < n; ++at) {
            const int i = columns[std::size_t(at)];
            const double value = row(i), entry = value / m_diag(i);
            row(i) = 0;
            const int end = start[i] + m_nonZerosPerCol(i);
            for (int p = start[i]; p < end; ++p) row(rows[p]) -= values[p] * value;
            pivot -= entry * value;
            rows[end] = int(k), values[end] = entry, ++m_nonZerosPerCol(i);
            work += end - start[i] + 8;
        }
        m_diag(k) = pivot;
        if (work < 10'000'000 && k % 65536) continue;
        if (context.stopped()) return cancelled_error();
        work = 0;
    }
    return success();
}

struct SparseFactor::Impl {
    Ldlt ldlt;  // of which the order and the pattern serve again
    Vector pivots;
    std::vector<Supernode> nodes;
    std::vector<std::int32_t> rows;
    std::vector<double> blocks;
    Index nonzeros = 0;

    void gather();
    void solve(const Matrix& b, Index first, Index count, std::vector<double>& panel) const;
};

namespace {

// Column j + 1 of L continues the supernode of column j: its rows are those of column j without j + 1.
bool continues(const int* outer, const int* inner, Index j) {
    const int size = outer[j + 1] - outer[j];
    return size > 0 && inner[outer[j]] == j + 1 && outer[j + 2] - outer[j + 1] == size - 1;
}

}  // namespace

void SparseFactor::Impl::gather() {
    const SparseMatrix& l = ldlt.factor();
    const Index n = l.cols();
    const int *outer = l.outerIndexPtr(), *inner = l.innerIndexPtr();
    nonzeros = l.nonZeros();
    std::size_t row_count = 0, block_count = 0;
    for (Index a = 0, b = 0; a < n; a = b) {
        for (b = a + 1; b < n && continues(outer, inner, b - 1);) ++b;
        const Index below = outer[b] - outer[b - 1];
        nodes.push_back({a, b - a, below, nullptr, nullptr});
        row_count += std::size_t(below), block_count += std::size_t((b - a + below) * (b - a));
    }
    rows.resize(row_count), blocks.assign(block_count, 0.0);
    std::int32_t* row = rows.data();
    double* block = blocks.data();
    for (auto& node : nodes) {
        node.rows = row, node.block = block;
        std::copy_n(inner + outer[node.first + node.width - 1], node.below, row);
        // Entry e of column c is row c + 1 + e of the block.
        for (Index c = 0; c < node.width; ++c) {
            const double* values = l.valuePtr() + outer[node.first + c];
            for (Index e = 0; e < node.width + node.below - c - 1; ++e) block[(c + 1 + e) * node.width + c] = values[e];
        }
        row += node.below, block += (node.width + node.below) * node.width;
    }
}

Result<SparseFactor> SparseFactor::make(const SparseMatrix& a, double shift, const Context& context) {
    if (context.stopped()) return cancelled_error();
    SparseFactor out;
    out.impl_ = std::make_shared<Impl>();
    auto& ldlt = out.impl_->ldlt;
    ldlt.analyzePattern(a);
    if (context.stopped()) return cancelled_error();
    // L twice over: of Eigen and in supernodes.
    const auto entries = std::uint64_t(ldlt.factor().outerIndexPtr()[a.cols()]);
    if (auto status = context.fits(entries * 22, "factor"); !status) return status.error();
    if (auto status = ldlt.factorise(a, shift, context); !status) return status.error();
    if (!ldlt.pivots().allFinite() || !(ldlt.pivots().minCoeff() > 0))
        return input_error("Laplacian", "the factorisation met a pivot that is not positive; lengths of more even sizes were expected");
    out.impl_->pivots = ldlt.pivots();
    out.impl_->gather();
    return out;
}

// (A + shift)^-1 of `count` columns of b into the panel, in the factor's order.
void SparseFactor::Impl::solve(const Matrix& b, Index first, Index count, std::vector<double>& panel) const {
    const Index n = b.rows();
    const auto& place = ldlt.permutationP().indices();
    panel.assign(std::size_t(n * panel_width), 0.0);
    for (Index c = 0; c < count; ++c) {
        const double* from = b.col(first + c).data();
        for (Index i = 0; i < n; ++i) panel[std::size_t(place(i) * panel_width + c)] = from[i];
    }
    for (auto& node : nodes) forward(node, panel.data());
    for (Index i = 0; i < n; ++i) {
        const double inverse = 1 / pivots(i);
        for (Index c = 0; c < panel_width; ++c) panel[std::size_t(i * panel_width + c)] *= inverse;
    }
    for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) backward(*node, panel.data());
}

Status SparseFactor::solve(Matrix& b, int threads, const Context& context) const {
    const auto& place = impl_->ldlt.permutationP().indices();
    const Index panels = (b.cols() + panel_width - 1) / panel_width;
    const bool heard = in_pieces(panels, 1, threads, context, [&](Index p, Index) {
        const Index first = p * panel_width, count = std::min(panel_width, b.cols() - first);
        std::vector<double> panel;
        impl_->solve(b, first, count, panel);
        for (Index c = 0; c < count; ++c) {
            double* to = b.col(first + c).data();
            for (Index i = 0; i < b.rows(); ++i) to[i] = panel[std::size_t(place(i) * panel_width + c)];
        }
    });
    if (!heard) return cancelled_error();
    return success();
}

Result<Index> SparseFactor::count_below(const SparseMatrix& a, double value, const Context& context) {
    if (context.stopped()) return cancelled_error();
    auto& ldlt = impl_->ldlt;
    if (auto status = ldlt.factorise(a, -value, context); !status) return status.error();
    if (!ldlt.pivots().allFinite() || (ldlt.pivots().array() == 0).any()) return Index(-1);
    return Index((ldlt.pivots().array() < 0).count());
}

Index SparseFactor::nonzeros() const { return impl_->nonzeros; }

}  // namespace orthoscope
