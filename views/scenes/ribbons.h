// Ribbons: lines, arrows, crosses and circles of a width in pixels with soft edges, rebuilt for the eye at
// each paint. For hundreds of them, not for many thousands.
#pragma once

#include <vtkNew.h>

#include <Eigen/Core>
#include <optional>
#include <vector>

#include "views/scenes/view_style.h"

class vtkActor;
class vtkFloatArray;
class vtkPoints;
class vtkPolyData;
class vtkPolyDataMapper;
class vtkUnsignedCharArray;

namespace orthoscope {

struct Pen {
    Colour colour;
    double alpha = 1;
    double width = 1.5;  // pixels at scale 1
};

class Ribbons {
  public:
    Ribbons();
    ~Ribbons();

    void clear() { strokes_.clear(); }
    void line(const Eigen::Vector3d& from, const Eigen::Vector3d& to, const Pen& pen);
    void arrow(const Eigen::Vector3d& from, const Eigen::Vector3d& to, const Pen& pen);
    // Sizes of these are in pixels at scale 1: they keep them at any distance.
    void cross(const Eigen::Vector3d& at, double radius, const Pen& pen);
    void diamond(const Eigen::Vector3d& at, double radius, const Pen& pen);
    void circle(const Eigen::Vector3d& at, double radius, const Pen& pen);

    void prepare(const ViewStyle& style);  // before each paint
    vtkActor* actor() const;
    bool empty() const { return strokes_.empty(); }

  private:
    struct Stroke {
        enum class Form { Line, Arrow, Cross, Diamond, Circle } form;
        Eigen::Vector3d from, to;
        double radius;
        Pen pen;
    };
    void draw(const Stroke& stroke, const ViewStyle& style);
    void segment(Eigen::Vector3d from, Eigen::Vector3d to, const Pen& pen, const ViewStyle& style);
    void triangle(const Eigen::Vector3d& a, const Eigen::Vector3d& b, const Eigen::Vector3d& c,
                  const Pen& pen);
    void vertex(const Eigen::Vector3d& at, const Pen& pen, double coverage);

    std::vector<Stroke> strokes_;
    Eigen::Vector3d origin_ = Eigen::Vector3d::Zero();
    std::optional<Eigen::Vector3d> eye_;  // in perspective
    Eigen::Vector3d away_ = Eigen::Vector3d::Zero();
    double lift_ = 0, step_ = 0;
    std::vector<float> coordinates_;
    std::vector<unsigned char> colours_;
    std::vector<long long> corners_;
    vtkNew<vtkPolyData> data_;
    vtkNew<vtkPolyDataMapper> mapper_;
    vtkNew<vtkActor> actor_;
};

}  // namespace orthoscope
