// SpectrumPictures: what the chosen direction of a spectrum looks like, and what a cut leaves of the data, both in the form
// that the data have.
//
// Direction: of frames that are images an image, of frames of points or meshes these as it moves them; of a picture (a matrix
// that is no list of samples) its term s u v'; of points a colour on each (scores, eigenfunctions), of a mesh that moves too;
// of embeddings the rows
// along the first two directions, coloured by the chosen one's scores. Beyond that its entries are a chart (direction_chart).
#pragma once

#include "views/overlay/shown_field.h"
#include "views/overlay/spectrum_view.h"

namespace orthoscope {

struct SpectrumPictures {
    ShownField direction;                      // Kind::None: its entries alone
    ShownField original, rebuilt, difference;  // Kind::None: nothing is cut, or the data are not at hand
};

// The data as they came, before there is a spectrum. Precondition: not null.
ShownField loaded_field(const DatasetPtr& set);
SpectrumPictures spectrum_pictures(const SpectrumShown& shown);

}  // namespace orthoscope
