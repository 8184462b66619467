// MapPainter: how a state of a shape matching paints both shapes. Before there is a map it paints what there is: a
// descriptor, else an eigenfunction, else the places of the source alone.
#pragma once

#include <list>

#include "core/alignment/pairs.h"
#include "core/recording/state.h"
#include "core/run/report.h"
#include "views/overlay/map_notes.h"
#include "views/scenes/map_attribute.h"
#include "views/scenes/map_colours.h"
#include "views/scenes/map_shape.h"
#include "views/scenes/surface.h"

namespace orthoscope {

struct MapPaint {
    MapNotes notes;                 // what the colours mean
    Bytes source, target;           // of the drawn rows
    Pattern source_pattern, target_pattern;
};

class MapPainter {
  public:
    struct Drawn {
        const MapShape* shape = nullptr;
        std::vector<Index> rows;
        bool surface = false;
    };
    MapPainter() = default;
    // `target` without a shape: one shape alone.
    MapPainter(const Pairs& pairs, Drawn source, Drawn target, Theme theme);

    // The last few answers are kept; a reference holds until the next call but one.
    const MapPaint& paint(const StatePtr& state, const Look& look);
    // Errors above this are one colour: by the state that the run has reached.
    void set_error_scale(const ShapeState& last);

    // The source vertex of a target vertex; -1 where there is none.
    static Index image(const ShapeState& state, Index target_row, Index sources);
    // Where the run was assessed: of the map that it judged the distances are those along the surface.
    void set_report(std::shared_ptr<const Report> report);
    // Distance from the true image over the square root of the source's area, straight or as set_report() has it; NaN where
    // it is not known.
    double error(const ShapeState& state, Index target_row) const;
    bool knows_truth() const { return truth_ != nullptr; }
    Colour colour_of(Index source_row) const;
    Colour uncovered() const { return uncovered_; }

  private:
    MapNotes::Painted choose(const ShapeState& state, const Look& look) const;
    void paint_places(MapPaint& paint, const ShapeState& state) const;
    void paint_attribute(MapPaint& paint, const ShapeState& state, const Look& look);
    void paint_errors(MapPaint& paint, const ShapeState& state) const;
    void paint_eigenfunction(MapPaint& paint, const ShapeState& state, int wanted) const;
    void paint_descriptor(MapPaint& paint, const ShapeState& state) const;
    void count(MapPaint& paint, const ShapeState& state) const;

    struct Kept {
        StatePtr state;
        MapColours colours;
        int eigenfunction;
        std::string attribute;
        bool by_functions;
        double scale;
        MapPaint paint;
    };
    Drawn source_, target_;
    bool geodesic(const ShapeState& state) const;
    std::shared_ptr<const Report> report_;
    const Matrix* errors_along_ = nullptr;  // of report_, with the map that they are of
    const Indices* map_along_ = nullptr;
    mutable std::pair<decltype(ShapeState::map), bool> known_along_{};
    const Indices* truth_ = nullptr;
    PlaceColours places_;
    MapAttribute attribute_;
    Bytes place_bytes_;  // of every source row
    Colour uncovered_, plain_;
    ColourMap errors_ = ColourMap::Cividis;
    double error_scale_ = 0.1;
    std::list<Kept> kept_;
};

}  // namespace orthoscope
