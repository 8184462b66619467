// MapAttribute: what the source has beside its shape (colours, numbers, labels), on both shapes.
#pragma once

#include "core/data/dataset.h"
#include "core/maps/carry.h"
#include "core/recording/state.h"
#include "views/overlay/map_notes.h"
#include "views/stage/exhibit.h"

namespace orthoscope {

class MapAttribute {
  public:
    MapAttribute() = default;
    // `masses`: of the source's vertices.
    MapAttribute(DatasetPtr source, Vector masses);

    bool any() const { return !names_.empty(); }
    struct Taken {
        Carried source, target;  // target: empty where nothing carries yet
        Index functions = 0;     // carried by C of so many columns; 0: by the map
    };
    // The attribute that the look asks for, else the first. Precondition, here and below: any().
    std::string chosen(const Look& look) const;
    // By C where the look asks for it, C and the eigenvectors are there and the attribute is numbers; else by the map.
    Taken carry(const ShapeState& state, const Look& look);

    struct Shown {
        MapNotes::Attribute notes;
        double low = 0, high = 0;  // of a scalar, on both shapes
        CarriedColours colours;    // target: without rows where nothing carries yet
    };
    Shown show(const ShapeState& state, const Look& look);

  private:
    Carried by_functions(const ShapeState& state, const std::string& name);

    DatasetPtr source_;
    Vector masses_;
    std::vector<std::string> names_;
    // Coefficients in the whole basis: found once an attribute.
    std::string name_;
    SharedMatrix vectors_;
    Matrix coefficients_;
};

}  // namespace orthoscope
