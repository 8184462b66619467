// FieldImage: a matrix or one frame of a sequence as an image in the plane z = 0.
#pragma once

#include <vtkNew.h>

#include <Eigen/Core>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "views/theme/palette.h"

class vtkActor;

namespace orthoscope {

// What an image is made of: rows x columns pixels of `channels` numbers, row by row from the top.
struct Field {
    Index rows = 0, columns = 0, channels = 1;
    std::vector<double> values;
    bool picture = false;  // a photograph or its like: grey or colour as it is; else a colour map
    std::string caption;   // what the colours mean, with range
    double low = 0, high = 1;
};

// A matrix, or the first frame of a sequence of images; none for everything else. At most 1,024 pixels a
// side: larger ones are averaged over blocks.
std::optional<Field> field_of(const Dataset& set);
// Three bytes a pixel.
std::vector<std::uint8_t> colours_of(const Field& field);

class FieldImage {
  public:
    explicit FieldImage(const Field& field);
    ~FieldImage();
    vtkActor* actor() const;
    // Longer side 2, centred at (x, 0, 0).
    void place(double x);
    double width() const { return 2 * half_width_; }
    std::array<Eigen::Vector3d, 2> corners() const;

  private:
    double half_width_, half_height_, x_ = 0;
    vtkNew<vtkActor> actor_;
};

}  // namespace orthoscope
