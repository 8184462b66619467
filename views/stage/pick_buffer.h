// PickBuffer: the picture once more, off screen, with the numbers of points in place of colours, and what lies round a
// place of it. Nearer things hide farther ones as on the picture; glass hides nothing.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "views/scenes/drawn_shape.h"

namespace orthoscope {

class PickBuffer {
  public:
    // A context is current in all members but this; close() comes before the end.
    PickBuffer() = default;
    PickBuffer(const PickBuffer&) = delete;
    PickBuffer& operator=(const PickBuffer&) = delete;

    // `camera` takes the world to clip space; the size is that of the picture in device pixels. Draws only where
    // something changed since the last time.
    void draw(const std::vector<DrawnShape>& shapes, const Eigen::Matrix4d& camera, int width, int height);
    void close();

    // Points of which a pixel is seen within `radius` pixels of (x, y), from the top left; the pixel of each that is
    // nearest, by its distance in pixels: 0 is under the pointer.
    struct Seen {
        std::size_t shape = 0, point = 0;
        double away = 0;
    };
    std::vector<Seen> around(double x, double y, double radius) const;

  private:
    void open(int width, int height);
    void release_target();
    void paint(const std::vector<DrawnShape>& shapes, const Eigen::Matrix4d& camera);

    unsigned program_ = 0, vertices_ = 0, triangles_ = 0;  // triangles: their corners, as one surface has them
    unsigned framebuffer_ = 0, numbers_ = 0, depth_ = 0;
    int width_ = 0, height_ = 0;
    std::vector<std::size_t> counts_;  // points of each shape
    std::vector<double> drawn_of_;     // what the picture was made of
};

}  // namespace orthoscope
