#include "views/scenes/field_image.h"

#include <vtkActor.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkTexture.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace orthoscope {
namespace {

constexpr Index most_pixels = 1024;

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

// Means over blocks until both sides fit.
template <class Value>
Field averaged(Index rows, Index columns, Index channels, const Value& value) {
    const Index down = (rows + most_pixels - 1) / most_pixels,
                across = (columns + most_pixels - 1) / most_pixels;
    Field field;
    field.rows = (rows + down - 1) / down, field.columns = (columns + across - 1) / across,
    field.channels = channels;
    field.values.assign(static_cast<std::size_t>(field.rows * field.columns * channels), 0);
    for (Index r = 0; r < field.rows; ++r)
        for (Index c = 0; c < field.columns; ++c)
            for (Index k = 0; k < channels; ++k) {
                double sum = 0;
                Index count = 0;
                for (Index i = r * down; i < std::min(rows, (r + 1) * down); ++i)
                    for (Index j = c * across; j < std::min(columns, (c + 1) * across); ++j, ++count)
                        sum += value(i, j, k);
                field.values[static_cast<std::size_t>((r * field.columns + c) * channels + k)] =
                    sum / double(count);
            }
    double low = 0, high = 0;
    bool first = true;
    for (double v : field.values) {
        if (!std::isfinite(v)) continue;
        low = first ? v : std::min(low, v), high = first ? v : std::max(high, v);
        first = false;
    }
    field.low = low, field.high = high;
    return field;
}

Field of_matrix(const Matrix& m) {
    Field field = averaged(m.rows(), m.cols(), 1, [&](Index r, Index c, Index) { return m(r, c); });
    field.caption = std::to_string(m.rows()) + " × " + std::to_string(m.cols()) + ", ";
    if (field.low < 0) {
        field.high = std::max(-field.low, field.high), field.low = -field.high;
        field.caption += "−" + number(field.high) + " to " + number(field.high) + ", zero in the middle";
    } else {
        field.caption += number(field.low) + " to " + number(field.high);
    }
    return field;
}

Field of_frame(const FrameSequence& sequence) {
    const Index h = sequence.shape[0], w = sequence.shape[1],
                c = sequence.shape.size() > 2 ? sequence.shape[2] : 1;
    Field field =
        averaged(h, w, c, [&](Index i, Index j, Index k) { return sequence.frames(0, (i * w + j) * c + k); });
    field.picture = true;
    if (field.low >= 0 && field.high <= 1)
        field.low = 0, field.high = 1;
    else if (field.low >= 0 && field.high <= 255)
        field.low = 0, field.high = 255;
    field.caption = "frame 1 of " + std::to_string(sequence.frames.rows()) + ", " + std::to_string(h) +
                    " × " + std::to_string(w);
    return field;
}

}  // namespace

std::optional<Field> field_of(const Dataset& set) {
    if (set.rows() == 0 || set.columns() == 0) return std::nullopt;
    if (auto matrix = std::get_if<MatrixData>(&set.payload)) return of_matrix(matrix->values);
    auto sequence = std::get_if<FrameSequence>(&set.payload);
    if (!sequence || set.triangles()) return std::nullopt;
    const auto& shape = sequence->shape;
    const bool picture =
        sequence->axes.find('y') != std::string::npos && sequence->axes.find('x') != std::string::npos;
    const bool plain =
        shape.size() == 2 || (shape.size() == 3 && (shape[2] == 1 || shape[2] == 3 || shape[2] == 4));
    if (!picture || !plain) return std::nullopt;
    return of_frame(*sequence);
}

std::vector<std::uint8_t> colours_of(const Field& field) {
    std::vector<std::uint8_t> rgb;
    const auto pixels = static_cast<std::size_t>(field.rows * field.columns),
               c = static_cast<std::size_t>(field.channels);
    rgb.reserve(3 * pixels);
    const double span = field.high > field.low ? field.high - field.low : 1;
    const auto byte = [](double t) {
        return static_cast<std::uint8_t>(std::lround(255 * std::clamp(t, 0.0, 1.0)));
    };
    for (std::size_t i = 0; i < pixels; ++i) {
        const double* value = field.values.data() + i * c;
        const double t = std::isfinite(value[0]) ? (value[0] - field.low) / span : 0;
        if (field.picture) {
            for (std::size_t k = 0; k < 3; ++k)
                rgb.push_back(byte(c >= 3 ? (value[k] - field.low) / span : t));
        } else {
            const Colour colour = sample(field.low < 0 ? ColourMap::Diverging : ColourMap::Cividis, t);
            for (double channel : {colour.r, colour.g, colour.b}) rgb.push_back(byte(channel));
        }
    }
    return rgb;
}

FieldImage::FieldImage(const Field& field) {
    const double longer = double(std::max(field.rows, field.columns));
    half_width_ = double(field.columns) / longer, half_height_ = double(field.rows) / longer;
    const std::vector<std::uint8_t> rgb = colours_of(field);
    vtkNew<vtkImageData> image;
    image->SetDimensions(static_cast<int>(field.columns), static_cast<int>(field.rows), 1);
    image->AllocateScalars(VTK_UNSIGNED_CHAR, 3);
    std::copy(rgb.begin(), rgb.end(), static_cast<std::uint8_t*>(image->GetScalarPointer()));
    vtkNew<vtkTexture> texture;
    texture->SetInputData(image);
    texture->SetColorModeToDirectScalars();
    texture->SetInterpolate(std::max(field.rows, field.columns) > 200);
    texture->SetRepeat(false);

    vtkNew<vtkPoints> points;
    vtkNew<vtkFloatArray> places;
    places->SetNumberOfComponents(2);
    for (auto [x, y, s, t] : {std::array{-1.0, 1.0, 0.0, 0.0}, std::array{1.0, 1.0, 1.0, 0.0},
                              std::array{1.0, -1.0, 1.0, 1.0}, std::array{-1.0, -1.0, 0.0, 1.0}}) {
        points->InsertNextPoint(x * half_width_, y * half_height_, 0);
        places->InsertNextTuple2(s, t);
    }
    vtkNew<vtkCellArray> cells;
    const vtkIdType first[3] = {0, 2, 1}, second[3] = {0, 3, 2};
    cells->InsertNextCell(3, first);
    cells->InsertNextCell(3, second);
    vtkNew<vtkPolyData> data;
    data->SetPoints(points);
    data->SetPolys(cells);
    data->GetPointData()->SetTCoords(places);
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetInputData(data);
    actor_->SetMapper(mapper);
    actor_->SetTexture(texture);
    actor_->GetProperty()->LightingOff();
    actor_->ForceOpaqueOn();
}

FieldImage::~FieldImage() = default;

vtkActor* FieldImage::actor() const {
    return actor_;
}

void FieldImage::place(double x) {
    x_ = x;
    actor_->SetPosition(x, 0, 0);
}

std::array<Eigen::Vector3d, 2> FieldImage::corners() const {
    return {Eigen::Vector3d(x_ - half_width_, -half_height_, 0),
            Eigen::Vector3d(x_ + half_width_, half_height_, 0)};
}

}  // namespace orthoscope
