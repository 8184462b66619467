#include "core/spectrum/layer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/random.h"
#include "core/base/text.h"
#include "core/linalg/lapack.h"
#include "core/linalg/singular_values.h"
#include "core/spectrum/stream.h"

namespace orthoscope {
namespace {

// Centred rows are not zero in general; their number less one is what noise has to itself.
void count_live(Layer& layer, bool centred) {
    const Matrix& x = *layer.rows;
    layer.live_rows = centred ? x.rows() - 1 : (x.rowwise().squaredNorm().array() > 0).count();
    for (Index j = 0; j < x.cols(); ++j) {
        const double first = x(0, j);
        const bool equal = (x.col(j).array() == first).all();
        layer.live_columns += !equal || (!centred && first != 0);
    }
}

Status stream_layer(const Dataset& set, Layer& layer, Centring centring, const Context& context) {
    auto stream = RowStream::open(set.origin.path);
    if (!stream) return stream.error();
    if (!*stream) return input_error(set.origin.path.string(), "found no NPY array of rows any more; expected the file that was opened");
    auto streamed = stream_rows(**stream, context);
    if (!streamed) return streamed.error();
    const bool centred = centring == Centring::Columns;
    layer.streamed = true, layer.height = streamed->rows;
    layer.factor = centred ? std::move(streamed->centred) : std::move(streamed->plain);
    const double all = centred ? layer.factor.squaredNorm() + double(layer.height) * streamed->mean.squaredNorm() : layer.factor.squaredNorm();
    layer.mean_share = all > 0 ? double(layer.height) * streamed->mean.squaredNorm() / all : 0;
    if (centred) layer.mean = streamed->mean;
    layer.live_rows = centred ? layer.height - 1 : layer.height - streamed->zero_rows;
    for (char kind : streamed->constant) layer.live_columns += centred ? kind == 0 : kind != 2;
    return success();
}

// A V U' of the leading p.
void keep(const Matrix& u, const Matrix& v, Index p, bool streamed, Spectrum& out) {
    if (p == 0) return;
    out.right = share(Matrix(v.leftCols(p).transpose()));
    if (!streamed) out.left = share(Matrix(u.leftCols(p)));
}

Result<Spectrum> exact(const Layer& layer, Index directions, const Context& context) {
    Spectrum out;
    const Matrix a = layer.values();
    out.squares = a.squaredNorm();
    context.report(-1, "singular values");
    if (directions == 0) {
        auto values = singular_values(a);
        if (!values) return values.error();
        out.values = std::move(*values);
        return out;
    }
    auto whole = svd(a);
    if (!whole) return whole.error();
    out.values = whole->sigma;
    keep(whole->u, whole->v, std::min(directions, out.values.size()), layer.streamed, out);
    return out;
}

// A bound of the norm of E = A - Q Q' A: its Frobenius norm, or with probability 1 - 10^-10 the root of the bound that ten
// probes give of (E E')^3 E, whichever is less.
double left_over(const Matrix& a, const Matrix& turned, const Matrix& q, double frobenius, Random& random) {
    const Matrix q_turned = q.transpose();
    const auto outside = [&](Matrix y) { return Matrix(y - product(q, product(q_turned, y))); };
    Matrix probes = outside(product(a, random.normal(a.cols(), 10)));
    double log_scale = 0;
    for (int round = 0; round < 3; ++round) {
        const double size = probes.colwise().norm().maxCoeff();
        if (!(size > 0)) return 0;
        probes /= size, log_scale += std::log(size);
        probes = outside(product(a, product(turned, probes)));
    }
    const double size = probes.colwise().norm().maxCoeff();
    if (!(size > 0)) return 0;
    return std::min(frobenius, std::exp((log_scale + std::log(size * 10 * std::sqrt(2 / std::numbers::pi))) / 7));
}

Result<Spectrum> randomized(const Layer& layer, const DecompositionChoice& choice, const Context& context) {
    const Matrix a = layer.values(), turned = a.transpose();
    const Index q = std::min(a.rows(), a.cols()), found = std::min(choice.values, q), width = std::min(found + 16, q);
    Random random(choice.seed);
    auto basis = orthonormal_columns(product(a, random.normal(a.cols(), width)));
    for (int round = 0; basis && round < 2; ++round) {
        if (context.stopped()) return cancelled_error();
        context.report(double(round) / 3, "randomised decomposition");
        auto other = orthonormal_columns(product(turned, *basis));
        if (!other) return other.error();
        basis = orthonormal_columns(product(a, *other));
    }
    if (!basis) return basis.error();
    if (context.stopped()) return cancelled_error();
    auto small = svd(product(Matrix(basis->transpose()), a));
    if (!small) return small.error();
    Spectrum out;
    out.squares = a.squaredNorm(), out.complete = found == q;
    out.values = small->sigma.head(found);
    const double error = left_over(a, turned, *basis, std::sqrt(std::max(0.0, out.squares - small->sigma.squaredNorm())), random);
    out.bounds = (out.values.array().square() + error * error).sqrt() - out.values.array();
    keep(product(*basis, small->u), small->v, std::min(choice.directions, found), layer.streamed, out);
    out.note = "randomised decomposition: the first " + std::to_string(found) + " of " + std::to_string(q) +
               " values, each at most the true one and short of it by at most " + brief(out.bounds.maxCoeff()) + " (the first by " +
               brief(out.bounds(0)) + ")";
    return out;
}

// What LAPACK takes beside the matrix itself: a copy, both sides, and its own work.
std::uint64_t exact_bytes(const Matrix& shape_of, Index directions) {
    const auto m = std::uint64_t(shape_of.rows()), n = std::uint64_t(shape_of.cols()), q = std::min(m, n);
    return 8 * (directions == 0 ? 3 * m * n : 3 * m * n + 2 * (m + n) * q + 4 * q * q);
}

}  // namespace

Matrix Layer::values() const {
    if (streamed) return factor;
    return mean.isZero(0) ? *rows : Matrix(rows->rowwise() - mean);
}

Result<Layer> make_layer(const DatasetPtr& set, Centring centring, const Context& context) {
    Layer layer;
    layer.name = set->name;
    layer.rows = std::shared_ptr<const Matrix>(set, &set->values());
    layer.height = set->rows(), layer.width = set->columns(), layer.mean = RowVector::Zero(layer.width);
    const bool centred = centring == Centring::Columns;
    if (is_sampled(*set)) {
        if (auto status = stream_layer(*set, layer, centring, context); !status) return status.error();
    } else {
        const RowVector mean = layer.rows->colwise().mean();
        const double all = layer.rows->squaredNorm();
        layer.mean_share = all > 0 ? double(layer.height) * mean.squaredNorm() / all : 0;
        if (centred) layer.mean = mean;
        layer.symmetric = !centred && layer.height == layer.width && layer.height > 1 && *layer.rows == layer.rows->transpose();
        count_live(layer, centred);
    }
    return layer;
}

Result<Spectrum> decompose(const Layer& layer, const DecompositionChoice& choice, const Context& context) {
    const Matrix& stored = layer.streamed ? layer.factor : *layer.rows;
    const auto fits = context.fits(exact_bytes(stored, choice.directions), layer.name);
    const Index q = std::min(stored.rows(), stored.cols());
    if (choice.kind == Decomposition::Exact || (choice.kind == Decomposition::Auto && fits.ok() && q <= most_exact)) {
        if (!fits) return fits.error();
        return exact(layer, choice.directions, context);
    }
    auto out = randomized(layer, choice, context);
    if (out && choice.kind == Decomposition::Auto)
        out->note += fits.ok() ? ", as the smaller side is above " + std::to_string(most_exact) + "; --decomposition exact takes all"
                               : std::string(", as the whole would not fit in memory");
    return out;
}

}  // namespace orthoscope
