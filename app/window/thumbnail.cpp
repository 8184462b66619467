#include "app/window/thumbnail.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "views/theme/palette.h"

namespace orthoscope {
namespace {

constexpr Index most_marks = 160, most_cells = 16;

// Seen a little from above and the side, so that depth shows.
QPointF seen(const Matrix& points, Index row) {
    const double x = points(row, 0), y = points.cols() > 1 ? points(row, 1) : 0;
    const double z = points.cols() > 2 ? points(row, 2) : 0;
    constexpr double c = 0.8660254, s = 0.5, tilt = 0.35;
    const double across = c * x + s * z, depth = c * z - s * x;
    return points.cols() > 2 ? QPointF(across, -y + tilt * depth) : QPointF(x, -y);
}

void draw_points(QPainter& painter, const Matrix& points, QRectF area, const QColor& colour, bool discs) {
    if (points.rows() == 0 || points.cols() == 0) return;
    const Index step = std::max<Index>(1, points.rows() / most_marks);
    std::vector<QPointF> places;
    for (Index i = 0; i < points.rows(); i += step) places.push_back(seen(points, i));
    double left = places[0].x(), right = left, top = places[0].y(), bottom = top;
    for (auto& p : places) {
        left = std::min(left, p.x()), right = std::max(right, p.x());
        top = std::min(top, p.y()), bottom = std::max(bottom, p.y());
    }
    const double extent = std::max({right - left, bottom - top, 1e-300});
    const double zoom = std::min(area.width(), area.height()) / extent;
    const QPointF centre((left + right) / 2, (top + bottom) / 2);
    painter.setPen(discs ? QPen(Qt::NoPen) : QPen(colour, 1));
    painter.setBrush(discs ? QBrush(colour) : QBrush(Qt::NoBrush));
    const double radius = discs ? 1.3 : 1.5;
    for (auto& p : places) painter.drawEllipse(area.center() + (p - centre) * zoom, radius, radius);
}

void draw_values(QPainter& painter, const Matrix& values, QRectF area) {
    const Index rows = std::min(values.rows(), most_cells), columns = std::min(values.cols(), most_cells);
    if (rows == 0 || columns == 0) return;
    const auto patch = values.topLeftCorner(rows, columns);
    const double bound = std::max(patch.cwiseAbs().maxCoeff(), 1e-300);
    const double w = area.width() / double(columns), h = area.height() / double(rows);
    for (Index r = 0; r < rows; ++r)
        for (Index c = 0; c < columns; ++c) {
            const auto colour = sample(ColourMap::Diverging, 0.5 + 0.5 * patch(r, c) / bound);
            painter.fillRect(QRectF(area.left() + double(c) * w, area.top() + double(r) * h, w + 0.5, h + 0.5),
                             QColor::fromRgbF(float(colour.r), float(colour.g), float(colour.b)));
        }
}

// The first frame as a picture of grey levels.
void draw_frame(QPainter& painter, const FrameSequence& sequence, QRectF area) {
    const Index h = sequence.shape[0], w = sequence.shape[1];
    const Index channels = sequence.shape.size() > 2 ? sequence.shape[2] : 1;
    const auto frame = sequence.frames.row(0);
    const double low = frame.minCoeff(), range = std::max(frame.maxCoeff() - low, 1e-300);
    QImage grey(int(std::min<Index>(w, 64)), int(std::min<Index>(h, 64)), QImage::Format_Grayscale8);
    for (int y = 0; y < grey.height(); ++y)
        for (int x = 0; x < grey.width(); ++x) {
            const Index at = ((y * h / grey.height()) * w + x * w / grey.width()) * channels;
            grey.scanLine(y)[x] = uchar(std::lround(255 * (frame(at) - low) / range));
        }
    painter.drawImage(area, grey);
}

void draw(QPainter& painter, const Dataset& set, QRectF area, const QColor& colour, bool discs) {
    if (auto sequence = std::get_if<FrameSequence>(&set.payload)) {
        const auto& shape = sequence->shape;
        const bool points = shape.size() == 2 && (shape[1] == 2 || shape[1] == 3);
        if (sequence->frames.rows() == 0) return;
        const RowVector first = sequence->frames.row(0);
        if (points)
            draw_points(painter, first.reshaped<Eigen::RowMajor>(shape[0], shape[1]).eval(), area, colour, discs);
        else if (shape.size() >= 2)
            draw_frame(painter, *sequence, area);
        else
            draw_values(painter, sequence->frames, area);
        return;
    }
    if (set.kind() == Kind::Cloud || set.kind() == Kind::Mesh) draw_points(painter, set.values(), area, colour, discs);
    else draw_values(painter, set.values(), area);
}

}  // namespace

QImage thumbnail(const Dataset& set, QSize size, double device_ratio, const QColor& colour, bool discs) {
    QImage image(size * device_ratio, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(device_ratio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    draw(painter, set, QRectF({0, 0}, size).adjusted(3, 3, -3, -3), colour, discs);
    return image;
}

}  // namespace orthoscope
