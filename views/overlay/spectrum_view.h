// SpectrumShown: the spectrum that a moment shows: which of several matrices is in front, where the cut stands, and what the
// run has found of them so far.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "views/overlay/moment.h"

namespace orthoscope {

struct SpectrumShown {
    std::shared_ptr<const SpectrumState> all;    // of the frame shown: what belongs to every matrix
    std::shared_ptr<const SpectrumState> front;  // of the last frame up to it that the matrix in front has: its own curves
    Index layer = 0, layers = 1;                 // in front, from 0
    Index length = 0;                            // how many values it has; 0: none yet
    Index kept = -1;                             // directions that the cut keeps; -1: nothing is cut
    Index direction = 0;                         // chosen, from 0
    DecayAxes axes = DecayAxes::Log;             // never Auto
    DatasetPtr set;                              // the matrix as it was loaded; null: not at hand
    std::vector<std::string> names;              // of the matrices
    Metrics metrics;                             // of the frames that made `front`, the latest last

    double value(Index i) const { return (*all->values)(i, layer); }
    // Rows and columns that are not zero, where the run has counted them, else all: the smaller and the larger side.
    std::pair<double, double> sides() const;
    std::optional<double> metric(const std::string& name) const;
    // How many directions can be shown as pictures.
    Index directions() const { return front->right ? std::min(front->right->rows(), length) : 0; }
};

// Nothing where the frame shown holds no spectrum.
std::optional<SpectrumShown> spectrum_shown(const Moment& moment);

// How many of the first values of the matrix in front lie above those of `bounds`, up to the first that does not.
Index leading_above(const SpectrumShown& shown, const Matrix& bounds);
// How many of its values lie above one.
Index count_above(const SpectrumShown& shown, double bound);
// sqrt of the share of the sum of squares that the values after the first p hold; of eigenvalues not a number.
double tail_error(const SpectrumShown& shown, Index p);

}  // namespace orthoscope
