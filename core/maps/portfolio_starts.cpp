#include "core/maps/portfolio_starts.h"

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "core/linalg/lapack.h"
#include "core/maps/pointwise.h"

namespace orthoscope {
namespace {

constexpr Index placement_size = 12;

std::string short_weight(double value) {
    std::string out = std::to_string(value);
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.') out.pop_back();
    return out;
}

void add_fits(const PortfolioInputs& in, std::vector<PortfolioLane>& out) {
    const Index most = std::min(in.problem.source_values.size(), in.problem.target_values.size());
    std::vector<Index> sizes;
    for (Index k : in.options.sizes)
        if (sizes.empty() || std::min(k, most) > sizes.back()) sizes.push_back(std::min(k, most));
    for (Index k : sizes)
        for (double orientation : in.options.orientations) {
            if (orientation != 0 && !in.survey.oriented) continue;
            FitWeights weights;
            weights.orientation = orientation;
            std::string name = "fit " + std::to_string(k);
            if (orientation != 0)
                name += (orientation < 0 ? ", mirrored " : ", orientation ") +
                        short_weight(std::abs(orientation));
            out.push_back({name, [&in, k, weights](const Context& context) -> Result<Matrix> {
                               auto fit = fit_functional_map(in.problem, k, k, weights, context);
                               if (!fit) return fit.error();
                               return std::move(fit->functional_map);
                           }});
        }
}

void add_landmarks(const PortfolioInputs& in, std::vector<PortfolioLane>& out) {
    if (in.pair.landmarks.empty()) return;
    const Index most =
        std::min(in.landmark_problem.source_values.size(), in.landmark_problem.target_values.size());
    for (Index k : {10, 20, 30, 50})
        out.push_back({"landmarks " + std::to_string(k),
                       [&in, k = std::min(k, most)](const Context& context) -> Result<Matrix> {
                           FitWeights weights;
                           weights.multiplication = 0, weights.descriptors = 1, weights.laplacian = 1;
                           auto fit = fit_functional_map(in.landmark_problem, k, k, weights, context);
                           if (!fit) return fit.error();
                           return std::move(fit->functional_map);
                       }});
}

void add_signs(const PortfolioInputs& in, std::vector<PortfolioLane>& out) {
    const Index most = std::min(in.problem.source_values.size(), in.problem.target_values.size());
    const Index functions = std::clamp<Index>(in.options.signs, 0, std::min<Index>(most - 1, 12)),
                k = functions + 1;
    if (functions == 0) return;
    for (int bits = 0; bits < (1 << functions); ++bits) {
        Matrix c = Matrix::Identity(k, k);
        std::string name = "signs ";
        for (Index i = 0; i < functions; ++i) {
            const bool turned = bits >> i & 1;
            name += turned ? '-' : '+';
            if (turned) c(i + 1, i + 1) = -1;
        }
        out.push_back({name, [c](const Context&) -> Result<Matrix> { return c; }});
    }
}

// Sampled points, centred and over their root mean square distance from the mean.
Matrix centred(const Dataset& shape, const std::vector<Index>& rows) {
    Matrix x = shape.values()(rows, Eigen::all);
    const RowVector mean = x.colwise().mean();
    x.rowwise() -= mean;
    const double size = std::sqrt(x.squaredNorm() / double(std::max<Index>(x.rows(), 1)));
    return size > 0 ? Matrix(x / size) : x;
}

Matrix axes_of(const Matrix& x) {
    auto eigen = symmetric_eigen(x.transpose() * x);
    Matrix axes = eigen ? eigen->vectors : Matrix(Matrix::Identity(x.cols(), x.cols()));
    if (axes.determinant() < 0) axes.col(0) *= -1;
    return axes;
}

Result<Matrix> by_places(const PortfolioInputs& in, const Matrix& source, const Matrix& target,
                         const Context& context) {
    auto near = nearest_rows(target, source, 1, context);
    if (!near) return near.error();
    const Index k =
        std::min({placement_size, in.problem.source_values.size(), in.problem.target_values.size()});
    const Matrix left = in.pair.source_basis->vectors.leftCols(k)(in.survey.source_rows, Eigen::all);
    const Matrix right = in.pair.target_basis->vectors.leftCols(k)(in.survey.target_rows, Eigen::all);
    Matrix gram = right.transpose() * right;
    gram.diagonal().array() += 1e-6 * gram.diagonal().mean();
    return Matrix(gram.llt().solve(right.transpose() * left(*near, Eigen::all)));
}

// Columns named by the bits of `turn` change sign, each together with the last.
void half_turn(Matrix& x, int turn, Index d) {
    for (Index i = 0; i + 1 < d; ++i)
        if (turn >> i & 1) x.col(i) *= -1, x.col(d - 1) *= -1;
}

void add_placements(const PortfolioInputs& in, std::vector<PortfolioLane>& out) {
    const Index d = in.pair.source->columns();
    if (d != in.pair.target->columns() || d > 3 || d < 2) return;
    // As they stand, and by half a turn about each axis of the coordinates.
    for (int turn = 0; turn < (1 << (d - 1)); ++turn)
        out.push_back({turn ? "half a turn " + std::to_string(turn) : std::string("as they stand"),
                       [&in, turn, d](const Context& context) {
                           Matrix x = centred(*in.pair.source, in.survey.source_rows);
                           half_turn(x, turn, d);
                           return by_places(in, x, centred(*in.pair.target, in.survey.target_rows), context);
                       }});
    for (int turn = 0; turn < (1 << (d - 1)); ++turn)
        out.push_back({"axes " + std::to_string(turn + 1), [&in, turn, d](const Context& context) {
                           const Matrix x = centred(*in.pair.source, in.survey.source_rows);
                           const Matrix y = centred(*in.pair.target, in.survey.target_rows);
                           Matrix axes = axes_of(x);
                           half_turn(axes, turn, d);
                           return by_places(in, x * axes, y * axes_of(y), context);
                       }});
}

}  // namespace

Result<std::unique_ptr<PortfolioInputs>> portfolio_inputs(ShapePair pair, const PortfolioOptions& options,
                                                          const Context& context) {
    auto out = std::make_unique<PortfolioInputs>();
    out->pair = std::move(pair), out->options = options;
    DescriptorOptions wanted;
    wanted.count = options.descriptors;
    out->functions = descriptors(out->pair, wanted);
    Index k = 1;
    for (Index size : options.sizes) k = std::max(k, size);
    k = std::min({k, out->pair.source_basis->size(), out->pair.target_basis->size()});
    const Standard all = standardised(out->pair, out->functions.source, out->functions.target);
    FitWeights weights;
    weights.orientation = 1;
    auto problem = fit_problem(out->pair, all, k, k, options.operators, weights, context);
    if (!problem) return problem.error();
    out->problem = std::move(*problem);
    const Index own = out->functions.own, marks = out->functions.source.cols() - own;
    if (marks > 0) {
        const Standard only = standardised(out->pair, out->functions.source.rightCols(marks),
                                           out->functions.target.rightCols(marks));
        weights.orientation = weights.multiplication = 0;
        auto alone = fit_problem(out->pair, only, k, k, 0, weights, context);
        if (!alone) return alone.error();
        out->landmark_problem = std::move(*alone);
    }
    auto places =
        make_survey(out->pair, out->functions.source, out->functions.target, options.samples, context);
    if (!places) return places.error();
    out->survey = std::move(*places);
    return out;
}

std::vector<PortfolioLane> portfolio_starts(const PortfolioInputs& inputs) {
    std::vector<PortfolioLane> out;
    add_landmarks(inputs, out);
    if (inputs.options.fits) add_fits(inputs, out);
    if (inputs.options.placements) add_placements(inputs, out);
    add_signs(inputs, out);
    return out;
}

}  // namespace orthoscope
