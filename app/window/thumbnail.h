// Thumbnail: a small picture of a dataset, for its card.
#pragma once

#include <QColor>
#include <QImage>

#include "core/data/dataset.h"

namespace orthoscope {

// Points and meshes as they stand, a sequence by its first frame, embeddings and matrices as a patch of values.
// `discs`: filled marks (the set that moves), else rings (the set that stays).
QImage thumbnail(const Dataset& set, QSize size, double device_ratio, const QColor& colour, bool discs);

}  // namespace orthoscope
