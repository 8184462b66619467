// Searches on targets that have the kind but not the content of the real one: what an answer must beat.
#include <cmath>

#include "core/alignment/icp/icp_assess.h"
#include "core/alignment/icp/pose_step.h"
#include "core/alignment/icp/screen.h"
#include "core/base/random.h"

namespace orthoscope {
namespace {

RowVector unit_vector(Index d, Random& random) {
    RowVector v = random.normal(1, d).row(0);
    return v.norm() > 0 ? RowVector(v.normalized()) : RowVector::Unit(d, 0);
}

}  // namespace

Matrix bent(const Matrix& target, std::uint64_t seed) {
    const Index d = target.cols();
    Random random(seed);
    const RowVector mean = target.colwise().mean();
    Matrix centred = target.rowwise() - mean;
    const double radius = std::sqrt(centred.squaredNorm() / double(std::max<Index>(1, target.rows())));
    if (!(radius > 0)) return target;
    Matrix moved = centred;
    constexpr int waves = 4;
    for (int i = 0; i < waves; ++i) {
        const RowVector along = unit_vector(d, random);
        RowVector push = unit_vector(d, random);
        push -= push.dot(along) * along;
        if (push.norm() < 1e-3) continue;
        push.normalize();
        const double rate = (1.5 + 1.5 * random.uniform()) / radius, phase = 6.283185307179586 * random.uniform();
        // The mean square of a sine is one half.
        const double height = 0.25 * radius * std::sqrt(2.0 / waves);
        const Vector wave = ((centred * along.transpose()).array() * rate + phase).sin() * height;
        moved += wave * push;
    }
    return moved.rowwise() + mean;
}

Matrix mirrored(const Matrix& target) {
    const double middle = target.col(0).mean();
    Matrix out = target;
    out.col(0) = 2 * middle - out.col(0).array();
    return out;
}

Result<double> searched_cost(const IcpProblem& problem, const IcpOptions& options, double share, int threads,
                             const Context& context) {
    std::vector<IcpStart> starts =
        principal_axis_starts(problem.all.centred, *problem.target.points, problem.target_mean);
    const Index d = problem.pivot.size();
    for (auto& rotation : rotation_grid(d, d == 2 ? std::max<Index>(1, options.grid / 8) : std::max<Index>(1, options.grid / 2)))
        starts.push_back({"", {rotation, problem.target_mean}, false});
    auto screened = screen(problem, std::move(starts), {share, options.max_distance, 3, threads}, context);
    if (!screened) return screened.error();
    double lowest = std::numeric_limits<double>::infinity();
    for (auto& start : screened->starts) {
        RigidPose pose = start.pose;
        for (int step = 0; step < 25; ++step) {
            auto m = match(problem.working, problem.target, pose, {share, options.max_distance}, nullptr, threads, context);
            if (!m) return m.error();
            lowest = std::min(lowest, m->cost);
            const RigidPose next = point_step(problem.working, problem.target, *m, pose);
            const bool rests = angle_between(pose.rotation, next.rotation) < 1e-4;
            pose = next;
            if (rests) break;
        }
    }
    return lowest;
}

}  // namespace orthoscope
