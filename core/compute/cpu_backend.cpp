#include "core/compute/backend.h"
#include "core/compute/top_rows.h"
#include "core/linalg/lapack.h"
#include "core/maps/pointwise.h"

namespace orthoscope {
namespace {

class CpuSet : public MovingSet {
  public:
    explicit CpuSet(const Matrix& points)
        : mean_(points.rows() ? RowVector(points.colwise().mean()) : RowVector(RowVector::Zero(points.cols()))),
          points_((points.rowwise() - mean_).transpose().cast<float>()) {}
    Index rows() const override { return points_.cols(); }

    Result<Eigen::Matrix3Xf> at(const Matrix& projection, const RowVector& offset, const Context& context) override {
        // Both untransposed, and not many rows at once: of so flat a product OpenBLAS's other ways take several times as long.
        const Eigen::MatrixXf m = projection.transpose().cast<float>();
        const Eigen::Vector3f place = (offset + mean_ * projection).transpose().cast<float>();
        const Index d = points_.rows(), piece = std::max<Index>(1024, 2'000'000 / std::max<Index>(1, d));
        Eigen::Matrix3Xf out(3, rows());
        for (Index first = 0; first < rows(); first += piece) {
            if (context.stopped()) return cancelled_error();
            const Index count = std::min(piece, rows() - first);
            if (d > 0)
                multiply(Op::Plain, Op::Plain, 3, count, d, 1, m.data(), 3, points_.data() + first * d, d, 0,
                         out.data() + 3 * first, 3);
            else
                out.middleCols(first, count).setZero();
        }
        out.colwise() += place;
        return out;
    }

  private:
    RowVector mean_;
    Eigen::MatrixXf points_;  // d x n
};

class CpuBackend : public ComputeBackend {
  public:
    std::string name() const override { return "cpu"; }

    Result<Nearest> nearest(const Matrix& queries, const Matrix& points, Index k, int threads,
                            const Context& context) override {
        if (k > 1) return top_rows(queries, points, k, threads, context);
        auto rows = nearest_rows(queries, points, threads, context);
        if (!rows) return rows.error();
        Nearest out{std::move(*rows), Vector(queries.rows()), 1};
        for (Index i = 0; i < queries.rows(); ++i)
            out.squared(i) = (queries.row(i) - points.row(out.row(i))).squaredNorm();
        return out;
    }

    Result<Sliced> sliced(const WeightedPoints& source, const WeightedPoints& target, const Matrix& directions,
                          const SlicedWants& wants, const Context& context) override {
        auto own = wants;
        own.compute = nullptr;
        return sliced_wasserstein(source, target, directions, own, context);
    }

    Result<Vector> half_step(const HalfStep& step, const Context& context) override {
        return orthoscope::half_step(step, context);
    }
    Result<Vector> sparse_half_step(const SparseHalfStep& step, const Context& context) override {
        return orthoscope::sparse_half_step(step, context);
    }

    Result<std::unique_ptr<MovingSet>> hold(const Matrix& points, const Context& context) override {
        if (!points.allFinite()) return input_error("moving set", "there are entries that are not finite");
        if (auto fits = context.fits(std::uint64_t(points.size()) * 4, "moving set"); !fits) return fits.error();
        return std::unique_ptr<MovingSet>(std::make_unique<CpuSet>(points));
    }
};

}  // namespace

std::shared_ptr<ComputeBackend> cpu_backend() {
    static const auto backend = std::make_shared<CpuBackend>();
    return backend;
}

}  // namespace orthoscope
