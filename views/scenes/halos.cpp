#include "views/scenes/halos.h"

#include <vtkActor.h>
#include <vtkRenderer.h>

#include "views/scenes/point_glyphs.h"

namespace orthoscope {
namespace {

// One column a point and fit: scale (x - pivot) R P + place P.
Positions images_of(const std::vector<ProcrustesFit>& fits, const Matrix& rows, const Matrix& axes) {
    const Index n = rows.rows();
    Positions found = Positions::Zero(3, n * static_cast<Index>(fits.size()));
    Index at = 0;
    for (auto& fit : fits) {
        const Matrix turn = fit.scale * (fit.rotation * axes);
        const RowVector offset = fit.place * axes - fit.pivot * turn;
        const Matrix image = (rows * turn).rowwise() + offset;
        found.block(0, at, axes.cols(), n) = image.transpose().cast<float>();
        at += n;
    }
    return found;
}

}  // namespace

Halos::Halos(const Bootstrap& fits, const Matrix& source, const std::vector<Index>& rows, const Matrix& axes,
             const Palette& colours)
    : images_(std::make_unique<PointGlyphs>(Glyph::Disc)),
      shuffled_(std::make_unique<PointGlyphs>(Glyph::Disc)) {
    const std::size_t step = std::max<std::size_t>(1, (rows.size() + most_points - 1) / most_points);
    std::vector<Index> chosen;
    for (std::size_t k = 0; k < rows.size(); k += step) chosen.push_back(rows[k]);
    points_ = chosen.size();
    Matrix some(static_cast<Index>(points_), source.cols());
    for (std::size_t k = 0; k < points_; ++k) some.row(static_cast<Index>(k)) = source.row(chosen[k]);
    images_->set_positions(images_of(fits.refits, some, axes));
    images_->set_colour(colours.source);
    images_->set_diameter(2.6);
    images_->set_presence(0.8);
    shuffled_->set_positions(images_of(fits.shuffled, some, axes));
    shuffled_->set_colour(colours.neutral);
    shuffled_->set_diameter(2.2);
    shuffled_->set_presence(0.55);
}

Halos::~Halos() {
    if (!renderer_) return;
    renderer_->RemoveActor(images_->actor());
    renderer_->RemoveActor(shuffled_->actor());
}

void Halos::attach(vtkRenderer* renderer) {
    renderer_ = renderer;
    renderer_->AddActor(shuffled_->actor());
    renderer_->AddActor(images_->actor());
}

void Halos::show(bool on) {
    images_->actor()->SetVisibility(on);
    shuffled_->actor()->SetVisibility(on);
}

void Halos::prepare(const ViewStyle& style) {
    images_->prepare(style);
    shuffled_->prepare(style);
}

const Positions& Halos::images() const {
    return images_->positions();
}
const Positions& Halos::shuffled() const {
    return shuffled_->positions();
}

}  // namespace orthoscope
