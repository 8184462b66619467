#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numbers>

#include "core/samples/figure/body.h"

namespace orthoscope {
namespace {

// Turns in degrees about x, then y, then z, of the named joint. About x: a limb that hangs down swings back,
// a neck bends forward; about y: turns to the body's left; about z: a left arm rises, a right arm falls.
struct Turn {
    const char* joint;
    double x, y, z;
};

Pose pose_of(const Figure& figure, std::initializer_list<Turn> turns) {
    Pose pose(figure.joints.size(), Point3::Zero());
    auto about = [](double degrees, const Point3& axis) {
        return Eigen::AngleAxisd(degrees * std::numbers::pi / 180, axis);
    };
    for (auto& turn : turns)
        for (std::size_t j = 0; j < pose.size(); ++j)
            if (figure.joints[j].name == turn.joint) {
                const Eigen::AngleAxisd whole(about(turn.z, Point3::UnitZ()) *
                                              about(turn.y, Point3::UnitY()) *
                                              about(turn.x, Point3::UnitX()));
                pose[j] = whole.angle() * whole.axis();
            }
    return pose;
}

}  // namespace

Pose biped_pose(const Figure& figure, PoseName name) {
    switch (name) {
        case PoseName::Rest:
            break;
        case PoseName::Stride:
            return pose_of(figure, {{"left hip", -32, 0, 0},
                                    {"left knee", 14, 0, 0},
                                    {"right hip", 22, 0, 0},
                                    {"right knee", 30, 0, 0},
                                    {"right ankle", 12, 0, 0},
                                    {"waist", 4, -8, 0},
                                    {"left shoulder", 28, 0, -36},
                                    {"right shoulder", -34, 0, 36},
                                    {"left elbow", -20, -10, 0},
                                    {"right elbow", -35, 12, 0},
                                    {"neck", -2, 6, 0},
                                    {"tail", 0, 18, 0}});
        case PoseName::Wave:
            return pose_of(figure, {{"right shoulder", 0, 15, -62},
                                    {"right elbow", -10, 0, -50},
                                    {"right wrist", 0, 0, -12},
                                    {"left shoulder", 0, 0, -34},
                                    {"left elbow", -18, 0, 0},
                                    {"waist", 0, 0, 7},
                                    {"neck", -4, -8, 8},
                                    {"left hip", 0, 0, 8},
                                    {"tail", 0, -20, 0}});
        case PoseName::Sit:
            return pose_of(figure, {{"left hip", -78, -10, 6},
                                    {"right hip", -74, 8, -6},
                                    {"left knee", 68, 0, 0},
                                    {"right knee", 60, 0, 0},
                                    {"left shoulder", -30, 0, -32},
                                    {"right shoulder", -34, 0, 32},
                                    {"left elbow", -40, 0, 0},
                                    {"right elbow", -36, 0, 0},
                                    {"waist", 6, 0, 0},
                                    {"neck", 8, 10, 0},
                                    {"tail", 25, 0, 0}});
        case PoseName::Bow:
            return pose_of(figure, {{"waist", 36, 0, 0},
                                    {"neck", 6, 0, 0},
                                    {"left hip", 6, 0, 0},
                                    {"right hip", 6, 0, 0},
                                    {"right shoulder", -20, -35, 30},
                                    {"right elbow", 0, 50, 30},
                                    {"left shoulder", 30, 0, -12},
                                    {"left elbow", -12, 0, 0},
                                    {"tail", -15, 0, 0}});
        case PoseName::Turn:
            return pose_of(figure, {{"waist", 0, 32, 0},
                                    {"neck", 0, 34, 0},
                                    {"left shoulder", -12, 0, -20},
                                    {"right shoulder", 0, 20, 22},
                                    {"left elbow", -35, 0, 0},
                                    {"right elbow", -15, 20, 0},
                                    {"left hip", -8, 12, 0},
                                    {"left knee", 12, 0, 0},
                                    {"tail", 0, -25, 0}});
    }
    return pose_of(figure, {});
}

Pose quadruped_pose(const Figure& figure, PoseName name) {
    switch (name) {
        case PoseName::Rest:
            break;
        case PoseName::Stride:
            return pose_of(figure, {{"left front shoulder", -34, 0, 0},
                                    {"left front elbow", 8, 0, 0},
                                    {"left front wrist", 14, 0, 0},
                                    {"right front shoulder", 24, 0, 0},
                                    {"right front elbow", -6, 0, 0},
                                    {"right front wrist", 26, 0, 0},
                                    {"left hind hip", 22, 0, 0},
                                    {"left hind knee", 4, 0, 0},
                                    {"left hind hock", 10, 0, 0},
                                    {"right hind hip", -30, 0, 0},
                                    {"right hind knee", 12, 0, 0},
                                    {"right hind hock", 6, 0, 0},
                                    {"neck", 10, 0, 0},
                                    {"head", -8, 0, 0},
                                    {"tail root", -14, 8, 0}});
        case PoseName::Wave:
            return pose_of(figure, {{"left front shoulder", -62, 0, 8},
                                    {"left front elbow", -24, 0, 0},
                                    {"left front wrist", 48, 0, 0},
                                    {"neck", -8, 12, 0},
                                    {"head", 4, 10, 10},
                                    {"tail root", 0, 22, 0},
                                    {"tail", 0, 18, 0}});
        case PoseName::Sit:
            return pose_of(figure, {{"root", -36, 0, 0},
                                    {"spine", -10, 0, 0},
                                    {"left front shoulder", 44, 0, 0},
                                    {"right front shoulder", 40, 0, 0},
                                    {"left hind hip", -20, 6, 0},
                                    {"right hind hip", -20, -6, 0},
                                    {"left hind knee", 68, 0, 0},
                                    {"right hind knee", 68, 0, 0},
                                    {"left hind hock", -50, 0, 0},
                                    {"right hind hock", -50, 0, 0},
                                    {"left hind ankle", 38, 0, 0},
                                    {"right hind ankle", 38, 0, 0},
                                    {"neck", 18, 0, 0},
                                    {"head", 18, 14, 0},
                                    {"tail root", 40, 20, 0}});
        case PoseName::Bow:
            return pose_of(figure, {{"root", 12, 0, 0},
                                    {"spine", 18, 0, 0},
                                    {"left front shoulder", -78, 0, 0},
                                    {"right front shoulder", -72, 0, 0},
                                    {"left front wrist", 30, 0, 0},
                                    {"right front wrist", 28, 0, 0},
                                    {"left hind hip", -12, 0, 0},
                                    {"right hind hip", -12, 0, 0},
                                    {"neck", -28, 0, 0},
                                    {"head", -10, 8, 0},
                                    {"tail root", -35, 0, 0}});
        case PoseName::Turn:
            return pose_of(figure, {{"spine", 0, 24, 0},
                                    {"neck", 0, 34, 0},
                                    {"head", 8, 26, 0},
                                    {"tail root", 0, -28, 0},
                                    {"tail", 0, -20, 0},
                                    {"left front shoulder", -14, 0, 0},
                                    {"right hind hip", 12, 0, 0}});
    }
    return pose_of(figure, {});
}

Matrix joint_shares(const Figure& figure, const Matrix& rest) {
    const auto& cones = figure.body.cones;
    Matrix shares(rest.rows(), Index(figure.joints.size()));
    std::vector<double> away(cones.size());
    std::vector<std::vector<bool>> beyond;
    for (auto& joint : figure.joints) {
        beyond.emplace_back(cones.size(), false);
        for (int cone : joint.beyond) beyond.back()[std::size_t(cone)] = true;
    }
    for (Index i = 0; i < rest.rows(); ++i) {
        const Point3 p = rest.row(i);
        for (std::size_t c = 0; c < cones.size(); ++c) away[c] = distance(cones[c], p);
        for (std::size_t j = 0; j < beyond.size(); ++j) {
            if (figure.joints[j].beyond.empty()) {
                shares(i, Index(j)) = 1;
                continue;
            }
            double near_side = 1e300, far_side = 1e300;
            for (std::size_t c = 0; c < cones.size(); ++c) {
                double& side = beyond[j][c] ? far_side : near_side;
                side = std::min(side, away[c]);
            }
            const double t =
                std::clamp(0.5 + (near_side - far_side) / (2 * figure.joints[j].width), 0.0, 1.0);
            shares(i, Index(j)) = t * t * (3 - 2 * t);
        }
    }
    return shares;
}

Matrix posed(const Figure& figure, const Pose& pose, const Matrix& rest, const Matrix& shares) {
    Matrix moved = rest;
    for (Index i = 0; i < rest.rows(); ++i) {
        Point3 p = rest.row(i);
        for (std::size_t j = pose.size(); j-- > 0;) {
            const double angle = pose[j].norm() * shares(i, Index(j));
            if (angle == 0) continue;
            const Point3& centre = figure.joints[j].centre;
            p = centre + Eigen::AngleAxisd(angle, pose[j].normalized()) * (p - centre);
        }
        moved.row(i) = p.transpose();
    }
    return moved;
}

}  // namespace orthoscope
