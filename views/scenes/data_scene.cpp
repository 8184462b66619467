// DataScene: sets as they were loaded, in one space; matrices and pictures as images.
#include <vtkActor.h>
#include <vtkRenderer.h>

#include <algorithm>

#include "views/scenes/drawn_rows.h"
#include "views/scenes/field_image.h"
#include "views/scenes/scene.h"
#include "views/scenes/set_drawing.h"
#include "views/scenes/tour_space.h"

namespace orthoscope {
namespace {

constexpr Index most_triangles = 200000;
constexpr double most_numbers = 5e7;

// Rows of a set as points in space: those of the set, or the vertices of the first frame of a moving shape.
struct SpatialRows {
    std::shared_ptr<const Matrix> rows;
    const Triangles* triangles = nullptr;
};

SpatialRows spatial_rows(const DatasetPtr& set) {
    const auto* sequence = std::get_if<FrameSequence>(&set->payload);
    if (sequence && sequence->frames.rows() > 0 && sequence->shape.size() == 2 && sequence->shape[1] <= 3) {
        const Index n = sequence->shape[0], c = sequence->shape[1];
        auto first = std::make_shared<Matrix>(n, c);
        for (Index i = 0; i < n; ++i) first->row(i) = sequence->frames.row(0).segment(i * c, c);
        return {first, set->triangles()};
    }
    return {std::shared_ptr<const Matrix>(set, &set->values()),
            set->kind() == Kind::Mesh ? set->triangles() : nullptr};
}

Colour colour_of(std::size_t i, Theme theme) {
    const Palette& colours = palette(theme);
    if (i == 0) return colours.source;
    if (i == 1) return theme == Theme::Dark ? colours.target_bright : colours.target;
    return colours.further[(i - 2) % colours.further.size()];
}

class DataScene : public Scene {
  public:
    bool accepts(const State* state) const override {
        return !state || std::holds_alternative<LoopState>(*state);
    }
    void set_inputs(const SceneInputs& inputs, vtkRenderer* scene, vtkRenderer* marks) override;
    void clear() override;
    void show(const Cursor&) override {}
    std::vector<Eigen::Vector3d> bounds() const override { return bounds_; }
    bool planar() const override { return planar_; }
    std::vector<Pickable> pickable() const override;
    void prepare(const ViewStyle& style) override;
    void tell(SceneNotes& notes, const Projector&) const override;

  private:
    void build_images(const std::vector<std::pair<std::size_t, Field>>& fields);
    void build_sets();
    void begin_tour(const ShownSpace& space, const std::vector<const Matrix*>& matrices);
    void follow_tour(double seconds);
    void hold_places();
    void colour_by_attribute(const Dataset& set);

    SceneInputs inputs_;
    vtkRenderer* renderer_ = nullptr;
    std::vector<std::unique_ptr<SetDrawing>> drawings_;
    std::vector<DatasetPtr> drawn_sets_;  // one a drawing
    std::vector<std::unique_ptr<FieldImage>> images_;
    std::vector<Eigen::Vector3d> bounds_;
    bool planar_ = false;
    std::optional<TourSpace> tour_;
    std::vector<Index> columns_;  // of the sets drawn
    std::string sentence_;
    std::size_t total_ = 0;
};

void DataScene::clear() {
    if (renderer_)
        for (auto& image : images_) renderer_->RemoveActor(image->actor());
    images_.clear();
    drawings_.clear();
    drawn_sets_.clear();
    bounds_.clear();
    tour_.reset();
    columns_.clear();
    sentence_.clear();
    total_ = 0;
    inputs_.exhibit.reset();
}

void DataScene::set_inputs(const SceneInputs& inputs, vtkRenderer* scene, vtkRenderer*) {
    const bool same = inputs_.exhibit && inputs_.exhibit->sets == inputs.exhibit->sets &&
                      inputs_.look.theme == inputs.look.theme && inputs_.budget == inputs.budget &&
                      inputs_.look.projection == inputs.look.projection &&
                      inputs_.look.tour_seed == inputs.look.tour_seed;
    if (same) {
        inputs_ = inputs;
        if (tour_) follow_tour(inputs_.look.tour_time);
        return;
    }
    clear();
    inputs_ = inputs;
    renderer_ = scene;
    std::vector<std::pair<std::size_t, Field>> fields;
    for (std::size_t i = 0; i < inputs_.exhibit->sets.size(); ++i)
        if (auto field = field_of(*inputs_.exhibit->sets[i])) fields.emplace_back(i, std::move(*field));
    // Images have no place among points: they are shown where the first set is one.
    if (!fields.empty() && fields.front().first == 0)
        build_images(fields);
    else
        build_sets();
}

void DataScene::build_images(const std::vector<std::pair<std::size_t, Field>>& fields) {
    planar_ = true;
    double x = 0;
    for (auto& [set, field] : fields) {
        auto image = std::make_unique<FieldImage>(field);
        image->place(x + image->width() / 2);
        x += image->width() + 0.15;
        for (auto& corner : image->corners()) bounds_.push_back(corner);
        renderer_->AddActor(image->actor());
        sentence_ += (sentence_.empty() ? "" : "; ") + field.caption;
        images_.push_back(std::move(image));
    }
}

void DataScene::build_sets() {
    const auto& sets = inputs_.exhibit->sets;
    std::vector<SpatialRows> rows;
    std::vector<const Matrix*> matrices;
    std::size_t points = 0;
    Index dimension = 1;
    for (auto& set : sets) {
        if (field_of(*set) || set->rows() == 0 || set->columns() == 0) {
            rows.emplace_back();
            continue;
        }
        rows.push_back(spatial_rows(set));
        matrices.push_back(rows.back().rows.get());
        dimension = std::max(dimension, matrices.back()->cols());
    }
    if (matrices.empty()) return;
    const ShownSpace space = principal_space(matrices, dimension);
    planar_ = space.planar();
    sentence_ = space.sentence;
    begin_tour(space, matrices);
    const auto surface = [&](const SpatialRows& r) {
        return r.triangles && space.identity && r.rows->cols() == 3 && r.triangles->rows() > 0 &&
               r.triangles->rows() <= most_triangles;
    };
    for (auto& r : rows)
        if (r.rows && !surface(r)) points += static_cast<std::size_t>(r.rows->rows());
    std::size_t budget = inputs_.budget;
    if (!space.identity)
        budget = std::min(budget, static_cast<std::size_t>(most_numbers / double(dimension)));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!rows[i].rows) continue;
        const auto n = static_cast<std::size_t>(rows[i].rows->rows());
        const std::size_t share = points > budget ? std::max<std::size_t>(1, budget * n / points) : n;
        const bool stays = i % 2 == 1;
        SetDrawing::Plan plan{rows[i].rows.get(), drawn_rows(static_cast<Index>(n), share),
                              surface(rows[i]) ? rows[i].triangles : nullptr,
                              stays ? Glyph::Ring : Glyph::Disc, colour_of(i, inputs_.look.theme), inputs_.exhibit->compute.get()};
        auto drawing = std::make_unique<SetDrawing>(plan, space);
        if (i > 0) drawing->stay(1);
        drawing->attach(renderer_);
        total_ += n;
        columns_.push_back(rows[i].rows->cols());
        drawings_.push_back(std::move(drawing));
        drawn_sets_.push_back(sets[i]);
    }
    hold_places();
    if (sets.size() == 1) colour_by_attribute(*sets.front());
}

// A single set has nothing to climb: it is toured at random.
void DataScene::begin_tour(const ShownSpace& space, const std::vector<const Matrix*>& matrices) {
    const Look& look = inputs_.look;
    if (space.identity || look.projection == Projection::PrincipalAxes || look.projection == Projection::TurningPlanes)
        return;
    const bool climbs = look.projection == Projection::GuidedTour && matrices.size() > 1 &&
                        matrices[0]->cols() == matrices[1]->cols();
    if (climbs)
        tour_.emplace(space, tour_index(*matrices[0], *matrices[1]), look.tour_seed);
    else
        tour_.emplace(space, look.tour_seed);
}

void DataScene::follow_tour(double seconds) {
    tour_->go(seconds);
    sentence_ = tour_->space().sentence;
    for (std::size_t i = 0; i < drawings_.size(); ++i) {
        ProjectedPose rest;
        rest.turn = tour_->basis().topRows(columns_[i]);
        rest.pivot = RowVector::Zero(rest.turn.rows()), rest.place = RowVector::Zero(rest.turn.cols());
        drawings_[i]->move_within(rest, tour_->within());
    }
}

// Where points are, or on a tour where they come to be.
void DataScene::hold_places() {
    constexpr int moments = 10;
    for (int m = 0; m < (tour_ ? moments : 1); ++m) {
        if (tour_) follow_tour(tour_->seconds() * m / moments);
        for (auto& drawing : drawings_) {
            const std::size_t step = std::max<std::size_t>(1, drawing->size() / (tour_ ? 600 : 3000));
            for (std::size_t k = 0; k < drawing->size(); k += step)
                if (drawing->at(k).allFinite()) bounds_.push_back(drawing->at(k));
        }
    }
    if (tour_) follow_tour(inputs_.look.tour_time);
}

// One set alone needs no colour of a role: it may wear its own.
void DataScene::colour_by_attribute(const Dataset& set) {
    const Attribute* colour = set.attribute("color");
    if (drawings_.empty() || !colour || colour->domain != Attribute::Domain::Row || colour->values.cols() < 3)
        return;
    std::vector<std::uint8_t> rgb;
    for (Index row : drawings_.front()->rows()) {
        if (row >= colour->values.rows()) return;
        for (Index k = 0; k < 3; ++k)
            rgb.push_back(
                static_cast<std::uint8_t>(255 * std::clamp(colour->values(row, k), 0.0, 1.0) + 0.5));
    }
    drawings_.front()->set_colours(rgb);
}

std::vector<Pickable> DataScene::pickable() const {
    std::vector<Pickable> result;
    for (std::size_t i = 0; i < drawings_.size(); ++i) result.push_back({drawings_[i].get(), drawn_sets_[i]});
    return result;
}

void DataScene::prepare(const ViewStyle& style) {
    for (auto& drawing : drawings_) drawing->prepare(style);
}

void DataScene::tell(SceneNotes& notes, const Projector&) const {
    notes.projection = sentence_;
    for (auto& drawing : drawings_) notes.drawn += drawing->size();
    notes.total = total_;
}

}  // namespace

std::unique_ptr<Scene> make_data_scene() {
    return std::make_unique<DataScene>();
}

}  // namespace orthoscope
