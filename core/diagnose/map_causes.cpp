// Causes that lie in the map or in the values: what another map allowed would mend.
#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "core/diagnose/signed_permutation.h"
#include "core/diagnose/suspect.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

// The cost of a fit under other rules, on the pairs and on shuffled ones.
Tried other_rules(CauseId id, const Case& c, const ProcrustesRules& rules) {
    auto fit = fit_of_rows(c, c.rows, rules);
    if (!fit) return fit.error();
    Random random(c.seed);
    const auto mixed = shuffled(c.rows, random);
    auto chance = fit_of_rows(c, mixed, rules);
    if (!chance) return chance.error();
    Finding f(id, *fit);
    f.cost = cost_of(c, c.rows, *fit), f.chance = cost_of(c, mixed, *chance), f.before = c.cost;
    return std::optional<Finding>(std::move(f));
}

struct Second {
    RowVector mx, my;
    Moments cross, own;  // of source with target, and of the source with itself
    double target_square = 0;
};

Second second_moments(const Case& c, const FitRows& rows) {
    Second s;
    s.mx = s.my = RowVector::Zero(c.dimension());
    const RowPairs pairs = rows.rows(c.pairs);
    if (c.rules.centred) weighted_means(pairs, s.mx, s.my);
    s.cross = moments(pairs, s.mx, s.my);
    const RowPairs self{pairs.source, pairs.source, pairs.source_row, pairs.source_row, pairs.weight};
    s.own = moments(self, s.mx, s.mx);
    return s;
}

// Least squares X A = Y, by the eigenvectors of X'X.
Result<Matrix> affine(const Second& s) {
    auto eigen = symmetric_eigen(s.own.cross);
    if (!eigen) return eigen.error();
    const double cut = 1e-12 * eigen->values.maxCoeff();
    const Vector inverse = eigen->values.unaryExpr([cut](double v) { return v > cut ? 1 / v : 0; });
    return Matrix(eigen->vectors * inverse.asDiagonal() * (eigen->vectors.transpose() * s.cross.cross));
}

ProcrustesFit pose_with(const Second& s, Matrix map) {
    ProcrustesFit pose;
    pose.rotation = std::move(map), pose.pivot = s.mx, pose.place = s.my;
    return pose;
}

Result<Matrix> polar(const Matrix& m) {
    auto parts = svd(m);
    if (!parts) return parts.error();
    return product_transposed(parts->u, parts->v);
}

// X D R or X R D with D > 0 diagonal, whichever is nearer: A A' or A'A of the affine map is then D^2.
Result<ProcrustesFit> axis_scaled(const Case& c, const FitRows& rows) {
    const Second s = second_moments(c, rows);
    auto a = affine(s);
    if (!a) return a.error();
    const Vector left = a->rowwise().norm(), right = a->colwise().norm().transpose();
    auto after = polar(left.asDiagonal() * s.cross.cross);
    const Vector undo = right.unaryExpr([](double v) { return v > 0 ? 1 / v : 0; });
    auto before = polar(s.cross.cross * undo.asDiagonal());
    if (!after || !before) return (after ? before : after).error();
    auto source = pose_with(s, left.asDiagonal() * *after), target = pose_with(s, *before * right.asDiagonal());
    return cost_of(c, rows, source) <= cost_of(c, rows, target) ? source : target;
}

// Rows of unit length, in place of the case's own.
struct UnitRows {
    Matrix source, target;
    FitRows rows;  // 0..n-1, with the weights
};
std::optional<UnitRows> unit_rows(const Case& c) {
    UnitRows u;
    u.source.resize(c.count(), c.dimension()), u.target.resize(c.count(), c.dimension());
    for (Index i = 0; i < c.count(); ++i) {
        u.source.row(i) = c.pairs.source->row(c.rows.source[std::size_t(i)]);
        u.target.row(i) = c.pairs.target->row(c.rows.target[std::size_t(i)]);
        if (u.source.row(i).squaredNorm() == 0 || u.target.row(i).squaredNorm() == 0) return {};
        u.rows.source.push_back(i), u.rows.target.push_back(i);
    }
    u.source.rowwise().normalize(), u.target.rowwise().normalize();
    u.rows.weight = c.rows.weight;
    return u;
}

// Directions that hold variance: those above 1e-5 of the largest standard deviation.
Result<Matrix> held_directions(const Matrix& values, const std::vector<Index>& rows, bool centred) {
    const RowPairs self{values, values, rows, rows, {}};
    RowVector mean = RowVector::Zero(values.cols()), same = mean;
    if (centred) weighted_means(self, mean, same);
    auto eigen = symmetric_eigen(moments(self, mean, mean).cross);
    if (!eigen) return eigen.error();
    const double cut = 1e-10 * eigen->values.maxCoeff();
    return Matrix(eigen->vectors.rightCols((eigen->values.array() > cut).count()));
}

// min over R of |X R P - Y| where the target lost directions: what it lost is filled in from the fit, again and again.
Result<ProcrustesFit> flattened(const Case& c, const FitRows& rows, const Matrix& held) {
    const Second s = second_moments(c, rows);
    const Index d = c.dimension();
    const Matrix keep = held * held.transpose(), rest = Matrix::Identity(d, d) - keep;
    auto r = polar(s.cross.cross);
    for (int k = 0; k < 50 && r; ++k) r = polar(s.cross.cross + s.own.cross * *r * rest);
    if (!r) return r.error();
    return pose_with(s, *r * keep);
}

}  // namespace

Tried try_centring(const Case& c) {
    if (c.rules.centred) return std::optional<Finding>();
    auto rules = c.rules;
    rules.centred = true;
    return other_rules(CauseId::Centring, c, rules);
}

Tried try_units(const Case& c) {
    if (c.rules.scale) return std::optional<Finding>();
    auto rules = c.rules;
    rules.scale = true;
    return other_rules(CauseId::Units, c, rules);
}

Tried try_mirror(const Case& c) {
    if (!c.rules.rotation_only) return std::optional<Finding>();
    auto rules = c.rules;
    rules.rotation_only = false;
    auto tried = other_rules(CauseId::Mirror, c, rules);
    if (tried && !(*tried)->pose.reflected) return std::optional<Finding>();
    return tried;
}

// Only where no other turn is needed: then the files differ by the order or the signs of their columns.
Tried try_axes(const Case& c) {
    const Index d = c.dimension(), n = c.count();
    if (d < 2 || d > 1500 || n < 2 * d) return std::optional<Finding>();
    auto rules = c.rules;
    rules.rotation_only = false;
    auto any = fit_of_rows(c, c.rows, rules);
    if (!any) return any.error();
    const Second s = second_moments(c, c.rows);
    const Matrix p = signed_permutation(s.cross.cross);
    if (p.isIdentity(0)) return std::optional<Finding>();
    Finding f(CauseId::Axes, pose_with(s, p));
    f.cost = cost_of(c, c.rows, f.pose);
    const double best = cost_of(c, c.rows, *any);
    // A free turn fits noise a little better: d (d - 1) / 2 angles against n d numbers.
    if (f.cost > best * (1 + 3 * double(d - 1) / double(n)) + c.floor()) return std::optional<Finding>();
    const bool seen_by_plain = p.partialPivLu().determinant() > 0 || !c.rules.rotation_only;
    f.before = seen_by_plain ? cost_of(c, c.rows, pose_with(s, Matrix::Identity(d, d))) : c.cost;
    f.chance = c.shuffled_cost;
    return std::optional<Finding>(std::move(f));
}

Tried try_axis_units(const Case& c) {
    const Index d = c.dimension();
    if (d < 2 || c.count() <= 2 * d + 2) return std::optional<Finding>();
    auto pose = axis_scaled(c, c.rows);
    if (!pose) return pose.error();
    Random random(c.seed);
    const auto mixed = shuffled(c.rows, random);
    auto chance = axis_scaled(c, mixed);
    if (!chance) return chance.error();
    Finding f(CauseId::AxisUnits, *pose);
    f.rigid = false;
    f.cost = cost_of(c, c.rows, *pose), f.before = c.cost, f.chance = cost_of(c, mixed, *chance);
    return std::optional<Finding>(std::move(f));
}

// Costs are compared as shares of the target's spread, which unit rows change.
Tried try_normalisation(const Case& c) {
    if (c.pairs.options.rows != RowNorm::AsIs || c.dimension() < 2) return std::optional<Finding>();
    const auto unit = unit_rows(c);
    if (!unit) return std::optional<Finding>();
    auto rules = c.rules;
    rules.scale = false;
    const auto cost = [&](const std::vector<Index>& target, ProcrustesFit& fit) -> Result<double> {
        const RowPairs rows{unit->source, unit->target, unit->rows.source, target, unit->rows.weight};
        auto made = procrustes(rows, rules);
        if (!made) return made.error();
        fit = std::move(*made);
        return std::pow(rmse(rows, fit), 2);
    };
    Finding f(CauseId::Normalisation, ProcrustesFit());
    ProcrustesFit unrelated;
    Random random(c.seed);
    auto own = cost(unit->rows.target, f.pose), chance = cost(random.permutation(c.count()), unrelated);
    if (!own || !chance) return (own ? chance : own).error();
    RowVector mean = unit->target.colwise().mean();
    if (!c.rules.centred) mean.setZero();
    const double spread = (unit->target.rowwise() - mean).rowwise().squaredNorm().mean();
    if (!(spread > 0) || !(c.spread > 0)) return std::optional<Finding>();
    const double units = c.spread / spread;
    f.cost = *own * units, f.chance = *chance * units, f.before = c.cost;
    f.pose.pivot = c.fit.pivot, f.pose.place = c.fit.place;
    return std::optional<Finding>(std::move(f));
}

Tried try_rank(const Case& c) {
    const Index d = c.dimension();
    if (d < 2 || c.count() <= d) return std::optional<Finding>();
    auto source = held_directions(*c.pairs.source, c.rows.source, c.rules.centred);
    auto target = held_directions(*c.pairs.target, c.rows.target, c.rules.centred);
    if (!source || !target) return (source ? target : source).error();
    if (source->cols() == target->cols()) return std::optional<Finding>();
    Finding f(CauseId::Rank, c.fit);
    f.before = c.cost, f.chance = c.shuffled_cost, f.rigid = false;
    if (target->cols() < source->cols()) {
        auto pose = flattened(c, c.rows, *target);
        if (!pose) return pose.error();
        f.pose = std::move(*pose);
        f.cost = cost_of(c, c.rows, f.pose);
        return std::optional<Finding>(std::move(f));
    }
    // What of the target lies where the turned source cannot come is not to be mended.
    auto seen = svd(product(c.fit.rotation.transpose(), *source));
    if (!seen) return seen.error();
    const Matrix image = product_transposed(seen->u, seen->v);
    double lost = 0;
    for (Index row : c.rows.target) {
        const RowVector y = c.pairs.target->row(row) - c.fit.place;
        lost += (y - (y * image) * image.transpose()).squaredNorm() / double(c.count());
    }
    f.cost = std::max(0.0, c.cost - lost);
    return std::optional<Finding>(std::move(f));
}

}  // namespace orthoscope
