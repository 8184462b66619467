// Builds a Figure limb by limb.
#pragma once

#include "core/base/random.h"
#include "core/samples/figure/body.h"

namespace orthoscope {

class FigureBuilder {
  public:
    Figure figure;
    Point3 offset = Point3::Zero();  // added to every place given from here on

    void cone(const Point3& from, double from_radius, const Point3& to, double to_radius, double blend) {
        const int number = static_cast<int>(figure.body.cones.size());
        figure.body.cones.emplace_back(from + offset, from_radius, to + offset, to_radius, blend);
        for (int joint : open_) figure.joints[static_cast<std::size_t>(joint)].beyond.push_back(number);
    }
    void ball(const Point3& centre, double radius, double blend) {
        cone(centre, radius, centre, radius, blend);
    }
    // What is added until close() lies beyond this joint.
    void open(std::string name, const Point3& centre, double width) {
        open_.push_back(static_cast<int>(figure.joints.size()));
        figure.joints.push_back({std::move(name), centre + offset, width, {}});
    }
    void close() { open_.pop_back(); }
    void root(const Point3& centre) { figure.joints.push_back({"root", centre + offset, 0, {}}); }
    void landmark(std::string name, const Point3& place) {
        figure.landmarks.push_back({std::move(name), place + offset});
    }

  private:
    std::vector<int> open_;
};

// Factors near 1, drawn in the order asked.
class Variation {
  public:
    explicit Variation(std::uint64_t seed) : random_(seed) {}
    double operator()(double spread) { return 1 + spread * (2 * random_.uniform() - 1); }

  private:
    Random random_;
};

}  // namespace orthoscope
