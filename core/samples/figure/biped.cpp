#include "core/samples/figure/builder.h"

namespace orthoscope {
namespace {

struct BipedShape {
    double legs, arms, girth, belly, head, nose, tail;
};

// One arm in the A-pose, 40 degrees below the horizontal.
void arm(FigureBuilder& b, double side, double length, double girth, double lift) {
    const std::string name = side > 0 ? "left " : "right ";
    const Point3 out = Point3(0.77 * side, -0.64, 0).normalized(), ahead(0, 0, 1);
    const Point3 shoulder(0.165 * side, 1.075 + lift, -0.01);
    const Point3 elbow = shoulder + 0.25 * length * out - 0.012 * ahead;
    const Point3 wrist = elbow + 0.215 * length * out + 0.03 * ahead;
    const Point3 palm = wrist + 0.06 * length * out + 0.008 * ahead, tips = palm + 0.065 * length * out;
    b.open(name + "shoulder", shoulder, 0.045);
    b.cone(shoulder, 0.066 * girth, elbow, 0.05 * girth, 0.05);
    b.open(name + "elbow", elbow, 0.028);
    b.cone(elbow, 0.051 * girth, wrist, 0.038 * girth, 0.02);
    b.open(name + "wrist", wrist, 0.02);
    const Point3 across = 0.02 * ahead;
    b.cone(palm - across, 0.038 * girth, palm + across, 0.038 * girth, 0.04);
    b.cone(palm, 0.04 * girth, tips, 0.03 * girth, 0.03);
    b.cone(palm - 0.02 * out + 0.02 * ahead, 0.026 * girth, palm + 0.01 * out + 0.075 * ahead, 0.021 * girth,
           0.02);
    b.close(), b.close(), b.close();
    b.landmark(name + "hand", tips + 0.03 * girth * out);
}

void leg(FigureBuilder& b, double side, double length, double girth, double hip_height) {
    const std::string name = side > 0 ? "left " : "right ";
    auto height = [&](double y) { return 0.11 + (y - 0.11) * length; };
    const Point3 hip(0.1 * side, hip_height, 0), knee(0.125 * side, height(0.4), 0.02);
    const Point3 ankle(0.13 * side, 0.11, -0.02), heel(0.133 * side, 0.06, -0.035),
        toe(0.155 * side, 0.05, 0.15);
    b.open(name + "hip", hip, 0.06);
    b.cone(hip, 0.105 * girth, knee, 0.07 * girth, 0.06);
    b.open(name + "knee", knee, 0.038);
    b.cone(knee, 0.071 * girth, ankle, 0.05 * girth, 0.02);
    b.ball(knee + 0.35 * (ankle - knee) - Point3(0, 0, 0.018), 0.06 * girth, 0.04);
    b.open(name + "ankle", ankle, 0.025);
    b.cone(heel, 0.058, toe, 0.048, 0.04);
    b.close(), b.close(), b.close();
    b.landmark(name + "toe", toe + Point3(0, 0, 0.05));
}

void head(FigureBuilder& b, const BipedShape& s, double left_ear, double right_ear) {
    const Point3 nape(0, 1.19, -0.005), middle(0, 1.36, 0);
    auto at = [&](double x, double y, double z) -> Point3 { return middle + s.head * Point3(x, y, z); };
    b.open("neck", nape, 0.03);
    b.cone(at(0, 0.01, -0.005), 0.15 * s.head, at(0, -0.055, 0.025), 0.135 * s.head, 0.04);
    b.cone(at(0, -0.06, 0.1), 0.08 * s.head, at(0, -0.07, 0.13 + 0.02 * s.nose), 0.068 * s.head, 0.03);
    b.ball(at(0, -0.032, 0.185 + 0.02 * s.nose), 0.034 * s.head, 0.02);
    b.cone(at(0.105, 0.105, -0.01), 0.04 * s.head, at(0.135, 0.15, -0.015), 0.046 * s.head * left_ear, 0.03);
    b.cone(at(-0.105, 0.105, -0.01), 0.04 * s.head, at(-0.135, 0.15, -0.015), 0.046 * s.head * right_ear,
           0.03);
    b.close();
    b.landmark("nose", at(0, -0.028, 0.215 + 0.02 * s.nose));
    b.landmark("left ear", at(0.165, 0.19, -0.015));
    b.landmark("right ear", at(-0.165, 0.19, -0.015));
}

void trunk(FigureBuilder& b, const BipedShape& s) {
    b.root({0, 0.74, 0});
    b.cone({-0.065, 0.75, -0.005}, 0.135 * s.girth, {0.065, 0.75, -0.005}, 0.135 * s.girth, 0.05);
    b.ball({0, 0.865, 0.055}, 0.165 * s.girth * s.belly, 0.1);
    const Point3 root(0, 0.77, -0.11), bend = root + s.tail * Point3(0.01, 0.04, -0.13);
    const Point3 tip = bend + s.tail * Point3(0.02, 0.09, -0.03);
    b.open("tail", root, 0.03);
    b.cone(root, 0.05, bend, 0.044, 0.04);
    b.cone(bend, 0.044, tip, 0.038, 0.03);
    b.close();
    b.landmark("tail", tip + Point3(0, 0.035, -0.01));
}

}  // namespace

Figure biped(std::uint64_t figure, double asymmetry) {
    Variation vary(figure);
    const BipedShape s{vary(0.08), vary(0.08), vary(0.08), vary(0.1), vary(0.08), vary(0.5), vary(0.15)};
    const double small = 0.03 * asymmetry, hip_height = 0.11 + 0.6 * s.legs;
    FigureBuilder b;
    b.offset = Point3(0, hip_height - 0.71, 0);
    trunk(b, s);
    b.open("waist", {0, 0.9, 0}, 0.08);
    b.cone({-0.06, 1.0, 0}, 0.135 * s.girth, {0.06, 1.0, 0}, 0.135 * s.girth, 0.1);
    b.cone({-0.115, 1.075, -0.01}, 0.075, {0.115, 1.075, -0.01}, 0.075, 0.07);
    b.cone({0, 1.1, -0.01}, 0.08, {0, 1.22, -0.005}, 0.07, 0.05);
    head(b, s, vary(3 * small), vary(3 * small));
    for (double side : {1.0, -1.0}) {
        const double length = s.arms * vary(small), girth = vary(1.5 * small),
                     lift = vary(0.01 * asymmetry) - 1;
        arm(b, side, length, girth, lift);
    }
    b.close();
    b.offset.setZero();
    for (double side : {1.0, -1.0}) {
        const double length = s.legs * vary(0.7 * small), girth = vary(1.5 * small);
        leg(b, side, length, girth, hip_height);
    }
    return std::move(b.figure);
}

}  // namespace orthoscope
