#include "core/neighbours/kd_tree.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <nanoflann.hpp>
#include <thread>
#include <vector>

namespace orthoscope {
namespace {

// One point after the other, so that a distance reads one cache line.
struct Points {
    std::vector<double> values;
    Index rows = 0, dimension = 0;

    std::size_t kdtree_get_point_count() const { return static_cast<std::size_t>(rows); }
    double kdtree_get_pt(std::size_t row, std::size_t column) const {
        return values[row * static_cast<std::size_t>(dimension) + column];
    }
    template <class Box>
    bool kdtree_get_bbox(Box&) const {
        return false;
    }
};

}  // namespace

class KdTree::Impl {
  public:
    virtual ~Impl() = default;
    virtual Index query(const double* at, Index k, std::int64_t* row, double* squared) const = 0;
    Points points;
};

namespace {

template <int D>
class Tree : public KdTree::Impl {
  public:
    explicit Tree(Points p) {
        points = std::move(p);
        index_ = std::make_unique<Built>(static_cast<int>(points.dimension), points, 12);
    }
    Index query(const double* at, Index k, std::int64_t* row, double* squared) const override {
        nanoflann::KNNResultSet<double, std::int64_t> found(static_cast<std::size_t>(k));
        found.init(row, squared);
        index_->findNeighbors(found, at, nanoflann::SearchParams());
        return static_cast<Index>(found.size());
    }

  private:
    using Metric = nanoflann::L2_Simple_Adaptor<double, Points, double, std::int64_t>;
    using Built = nanoflann::KDTreeSingleIndexAdaptor<Metric, Points, D, std::int64_t>;
    std::unique_ptr<Built> index_;
};

}  // namespace

KdTree::KdTree(const Matrix& from) {
    Points points{std::vector<double>(static_cast<std::size_t>(from.size())), from.rows(), from.cols()};
    for (Index i = 0; i < from.rows(); ++i)
        for (Index j = 0; j < from.cols(); ++j) points.values[std::size_t(i * from.cols() + j)] = from(i, j);
    if (from.cols() == 2) impl_ = std::make_unique<Tree<2>>(std::move(points));
    else if (from.cols() == 3) impl_ = std::make_unique<Tree<3>>(std::move(points));
    else impl_ = std::make_unique<Tree<-1>>(std::move(points));
}
KdTree::KdTree(KdTree&&) noexcept = default;
KdTree& KdTree::operator=(KdTree&&) noexcept = default;
KdTree::~KdTree() = default;

Index KdTree::rows() const { return impl_->points.rows; }
Index KdTree::dimension() const { return impl_->points.dimension; }

Index KdTree::nearest(const double* query, Index k, std::int64_t* row, double* squared) const {
    return rows() ? impl_->query(query, k, row, squared) : 0;
}

Result<Nearest> KdTree::nearest(const Matrix& queries, Index k, int threads, const Context& context) const {
    const Index d = dimension();
    Nearest found{Indices::Constant(queries.rows() * k, -1),
                  Vector::Constant(queries.rows() * k, std::numeric_limits<double>::infinity()), k};
    const bool heard = in_pieces(queries.rows(), std::max<Index>(64, 2048 / k), threads, context, [&](Index a, Index b) {
        std::vector<double> at(static_cast<std::size_t>(d)), squared(static_cast<std::size_t>(k));
        std::vector<std::int64_t> row(static_cast<std::size_t>(k));
        for (Index i = a; i < b; ++i) {
            for (Index j = 0; j < d; ++j) at[std::size_t(j)] = queries(i, j);
            const Index count = nearest(at.data(), k, row.data(), squared.data());
            std::copy_n(row.begin(), count, found.row.data() + i * k);
            std::copy_n(squared.begin(), count, found.squared.data() + i * k);
        }
    });
    if (!heard) return cancelled_error();
    return found;
}

bool in_pieces(Index count, Index piece, int threads, const Context& context,
               const std::function<void(Index, Index)>& work) {
    std::atomic<Index> next = 0;
    std::atomic<bool> stopped = false;
    auto run = [&] {
        for (;;) {
            const Index first = next.fetch_add(piece);
            if (first >= count) return;
            if (context.stopped()) return stopped.store(true);
            work(first, std::min(count, first + piece));
        }
    };
    const Index pieces = (count + piece - 1) / piece;
    std::vector<std::jthread> others;
    for (Index t = 1; t < std::min<Index>(threads, pieces); ++t) others.emplace_back(run);
    run();
    others.clear();  // joins
    return !stopped;
}

}  // namespace orthoscope
