#include "core/samples/figure/builder.h"

namespace orthoscope {
namespace {

struct QuadrupedShape {
    double legs, trunk, girth, belly, head, muzzle, tail;
};

void leg(FigureBuilder& b, double side, bool front, double length, double girth, double trunk) {
    const std::string name = std::string(side > 0 ? "left " : "right ") + (front ? "front " : "hind ");
    // Heights are scaled about the ground, lengths along the body with the trunk.
    auto at = [&](double x, double y, double z, double anchor) {
        return Point3(x * side, y * length, anchor * trunk + (z - anchor));
    };
    const double z = front ? 0.28 : -0.36;
    const Point3 top = front ? at(0.095, 0.53, 0.28, z) : at(0.09, 0.55, -0.35, z);
    const Point3 middle = front ? at(0.112, 0.34, 0.235, z) : at(0.115, 0.36, -0.275, z);
    const Point3 low = front ? at(0.112, 0.165, 0.265, z) : at(0.115, 0.2, -0.43, z);
    const Point3 ankle = front ? at(0.112, 0.06, 0.265, z) : at(0.115, 0.06, -0.395, z);
    const Point3 toe = ankle + Point3(0.003 * side, -0.012, 0.085);
    const double r[4] = {front ? 0.082 : 0.108, front ? 0.054 : 0.066, front ? 0.042 : 0.042, 0.042};
    b.open(name + (front ? "shoulder" : "hip"), top, 0.05);
    b.cone(top, r[0] * girth, middle, r[1] * girth, 0.06);
    b.open(name + (front ? "elbow" : "knee"), middle, 0.028);
    b.cone(middle, r[1] * girth, low, r[2] * girth, 0.02);
    b.open(name + (front ? "wrist" : "hock"), low, 0.02);
    b.cone(low, r[2] * girth, ankle, r[3] * girth, 0.02);
    b.open(name + "ankle", ankle, 0.02);
    b.cone(ankle, 0.046 * girth, toe, 0.042 * girth, 0.03);
    b.close(), b.close(), b.close(), b.close();
    b.landmark(name + "paw", toe + Point3(0, 0, 0.042));
}

void head(FigureBuilder& b, const QuadrupedShape& s, double left_ear, double right_ear) {
    const Point3 middle = Point3(0, 0.91, 0.28 * s.trunk + 0.29);
    auto at = [&](double x, double y, double z) -> Point3 { return middle + s.head * Point3(x, y, z); };
    b.open("head", at(0, -0.05, -0.05), 0.03);
    b.cone(at(0, 0.01, -0.01), 0.1 * s.head, at(0, 0, 0.05), 0.088 * s.head, 0.05);
    b.cone(at(0, -0.025, 0.1), 0.062 * s.head, at(0, -0.04, 0.1 + 0.1 * s.muzzle), 0.042 * s.head, 0.04);
    b.ball(at(0, -0.022, 0.14 + 0.1 * s.muzzle), 0.024 * s.head, 0.02);
    b.cone(at(0.055, 0.075, -0.02), 0.038, at(0.088, 0.175 * left_ear, -0.035), 0.018, 0.025);
    b.cone(at(-0.055, 0.075, -0.02), 0.038, at(-0.088, 0.175 * right_ear, -0.035), 0.018, 0.025);
    b.close();
    b.landmark("nose", at(0, -0.02, 0.165 + 0.1 * s.muzzle));
    b.landmark("left ear", at(0.088, 0.195 * left_ear, -0.035));
    b.landmark("right ear", at(-0.088, 0.195 * right_ear, -0.035));
}

void tail(FigureBuilder& b, const QuadrupedShape& s, double lean) {
    const Point3 root = Point3(0, 0.66, -0.36 * s.trunk - 0.09);
    const Point3 middle = root + s.tail * Point3(0.02 * lean, 0.04, -0.17);
    const Point3 bend = root + s.tail * Point3(0.04 * lean, 0.15, -0.3);
    b.open("tail root", root, 0.025);
    b.cone(root, 0.05, middle, 0.042, 0.04);
    b.open("tail", middle, 0.02);
    b.cone(middle, 0.042, bend, 0.048, 0.02);
    b.cone(bend, 0.048, root + s.tail * Point3(0.05 * lean, 0.27, -0.34), 0.02, 0.02);
    b.close(), b.close();
    b.landmark("tail", root + s.tail * Point3(0.05 * lean, 0.29, -0.345));
}

}  // namespace

Figure quadruped(std::uint64_t figure, double asymmetry) {
    Variation vary(figure);
    const QuadrupedShape s{vary(0.08), vary(0.08), vary(0.07), vary(0.1), vary(0.08), vary(0.25), vary(0.15)};
    const double small = 0.03 * asymmetry;
    auto at = [&](double x, double y, double z) -> Point3 { return {x, y, z * s.trunk}; };
    FigureBuilder b;
    const Point3 up(0, 0.53 * (s.legs - 1), 0);
    b.offset = up;
    b.root(at(0, 0.6, -0.36));
    b.cone(at(0, 0.6, -0.02), 0.135 * s.girth, at(0, 0.615, -0.36), 0.135 * s.girth, 0.05);
    b.cone(at(-0.04, 0.59, -0.38), 0.115 * s.girth, at(0.04, 0.59, -0.38), 0.115 * s.girth, 0.06);
    tail(b, s, asymmetry * (3 * vary(0.5) - 2.5));
    b.open("spine", at(0, 0.6, -0.05), 0.07);
    b.cone(at(0, 0.59, 0.26), 0.15 * s.girth, at(0, 0.595, 0), 0.14 * s.girth, 0.06);
    b.ball(at(0, 0.52, 0.05), 0.135 * s.girth * s.belly, 0.1);
    b.cone(at(-0.05, 0.6, 0.28), 0.105 * s.girth, at(0.05, 0.6, 0.28), 0.105 * s.girth, 0.06);
    b.open("neck", at(0, 0.68, 0.33), 0.04);
    b.cone(at(0, 0.66, 0.33), 0.11, at(0, 0.87, 0.28) + Point3(0, 0, 0.245), 0.078, 0.07);
    head(b, s, vary(3 * small), vary(3 * small));
    b.close();
    auto legs = [&](bool front, double both) {
        b.offset.setZero();
        for (double side : {1.0, -1.0}) {
            const double length = s.legs * both * vary(0.5 * small), girth = vary(1.5 * small);
            leg(b, side, front, length, girth, s.trunk);
        }
        b.offset = up;
    };
    legs(true, vary(0.02));
    b.close();
    legs(false, 1);
    return std::move(b.figure);
}

}  // namespace orthoscope
