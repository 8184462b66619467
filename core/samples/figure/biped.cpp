#include "core/samples/figure/builder.h"

namespace orthoscope {
namespace {

struct BipedShape {
    double legs, arms, trunk, girth, belly, head, nose, tail;
};

// One arm in the A-pose, 40 degrees below the horizontal.
void arm(FigureBuilder& b, double side, double length, double girth, double lift) {
    const std::string name = side > 0 ? "left " : "right ";
    const Point3 out = Point3(0.77 * side, -0.64, 0).normalized(), ahead(0, 0, 1);
    const Point3 shoulder(0.165 * side, 1.075 + lift, -0.01);
    const Point3 elbow = shoulder + 0.25 * length * out - 0.012 * ahead;
    const Point3 wrist = elbow + 0.215 * length * out + 0.03 * ahead;
    const Point3 palm = wrist + 0.06 * length * out + 0.008 * ahead, tips = palm + 0.065 * length * out;
    b.open(name + "shoulder", shoulder, 0.03);
    b.cone(shoulder, 0.066 * girth, elbow, 0.05 * girth, 0.05);
    b.open(name + "elbow", elbow, 0.02);
    b.cone(elbow, 0.051 * girth, wrist, 0.038 * girth, 0.02);
    b.open(name + "wrist", wrist, 0.015);
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
    b.open(name + "hip", hip, 0.045);
    b.cone(hip, 0.105 * girth, knee, 0.07 * girth, 0.06);
    b.open(name + "knee", knee, 0.028);
    b.cone(knee, 0.071 * girth, ankle, 0.05 * girth, 0.02);
    b.ball(knee + 0.35 * (ankle - knee) - Point3(0, 0, 0.018), 0.06 * girth, 0.04);
    b.open(name + "ankle", ankle, 0.02);
    b.cone(heel, 0.058, toe, 0.048, 0.04);
    b.close(), b.close(), b.close();
    b.landmark(name + "toe", toe + Point3(0, 0, 0.05));
}

void head(FigureBuilder& b, const BipedShape& s, double left_ear, double right_ear) {
    const Point3 nape(0, 1.19, -0.005), middle(0, 1.36, 0);
    auto at = [&](double x, double y, double z) -> Point3 { return middle + s.head * Point3(x, y, z); };
    b.open("neck", nape, 0.03);
    b.cone(at(0, 0.01, -0.005), 0.15 * s.head, at(0, -0.055, 0.025), 0.135 * s.head, 0.04);
    b.cone(at(0, -0.06, 0.1), 0.075 * s.head, at(0, -0.07, 0.14), 0.06 * s.head, 0.05);
    b.cone(at(0, -0.035, 0.185), 0.03 * s.head, at(0, -0.03, 0.2 + 0.02 * s.nose), 0.027 * s.head, 0.02);
    b.cone(at(0.105, 0.105, -0.01), 0.04 * s.head, at(0.135, 0.15, -0.015), 0.046 * s.head * left_ear, 0.03);
    b.cone(at(-0.105, 0.105, -0.01), 0.04 * s.head, at(-0.135, 0.15, -0.015), 0.046 * s.head * right_ear,
           0.03);
    b.close();
    b.landmark("nose", at(0, -0.03, 0.228 + 0.02 * s.nose));
    b.landmark("left ear", at(0.165, 0.19, -0.015));
    b.landmark("right ear", at(-0.165, 0.19, -0.015));
}

}  // namespace

Figure biped(std::uint64_t figure, double asymmetry) {
    Variation vary(figure);
    const BipedShape s{vary(0.08), vary(0.08), vary(0.05), vary(0.08),
                       vary(0.1),  vary(0.08), vary(0.5),  vary(0.15)};
    const double waist = 0.11 + 0.62 * s.legs, small = 0.03 * asymmetry;
    FigureBuilder b;
    const Point3 up(0, waist - 0.73, 0);
    b.root(Point3(0, 0.74, 0) + up);
    b.cone(Point3(-0.07, 0.75, -0.005) + up, 0.13 * s.girth, Point3(0.07, 0.75, -0.005) + up, 0.13 * s.girth,
           0.05);
    b.ball(Point3(0, 0.86, 0.055) + up, 0.15 * s.girth * s.belly, 0.1);
    const Point3 tail(0, 0.78, -0.12);
    b.open("tail", tail + up, 0.02);
    b.cone(tail + up, 0.045, tail + up + s.tail * Point3(0.01, 0.03, -0.13), 0.036, 0.03);
    b.cone(tail + up + s.tail * Point3(0.01, 0.03, -0.13), 0.036,
           tail + up + s.tail * Point3(0.03, 0.13, -0.18), 0.03, 0.02);
    b.landmark("tail", tail + up + s.tail * Point3(0.03, 0.16, -0.19));
    b.close();
    b.open("waist", Point3(0, 0.9, 0) + up, 0.07);
    b.cone(Point3(-0.055, 1.01, 0) + up, 0.125 * s.girth, Point3(0.055, 1.01, 0) + up, 0.125 * s.girth, 0.1);
    b.cone(Point3(-0.115, 1.075, -0.01) + up, 0.07, Point3(0.115, 1.075, -0.01) + up, 0.07, 0.06);
    b.cone(Point3(0, 1.1, -0.01) + up, 0.075, Point3(0, 1.22, -0.005) + up, 0.065, 0.05);
    const auto first = b.figure.joints.size();
    const auto first_cone = b.figure.body.cones.size();
    const auto first_mark = b.figure.landmarks.size();
    head(b, s, vary(3 * small), vary(3 * small));
    arm(b, 1, s.arms * vary(small), vary(1.5 * small), 0.01 * asymmetry * (vary(1) - 1));
    arm(b, -1, s.arms * vary(small), vary(1.5 * small), 0.01 * asymmetry * (vary(1) - 1));
    b.close();
    // Head and arms were placed for a body of medium legs.
    for (auto i = first; i < b.figure.joints.size(); ++i) b.figure.joints[i].centre += up;
    for (auto i = first_cone; i < b.figure.body.cones.size(); ++i)
        b.figure.body.cones[i].from += up, b.figure.body.cones[i].to += up;
    for (auto i = first_mark; i < b.figure.landmarks.size(); ++i) b.figure.landmarks[i].place += up;
    leg(b, 1, s.legs * vary(0.7 * small), vary(1.5 * small), waist - 0.02);
    leg(b, -1, s.legs * vary(0.7 * small), vary(1.5 * small), waist - 0.02);
    return std::move(b.figure);
}

}  // namespace orthoscope
