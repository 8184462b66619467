// Planes as the data have them: energies, residuals, blocks of equal angle, the centres that phasors turn about.
#pragma once

#include "core/recording/state.h"
#include "core/rotations/split.h"
#include "core/rotations/steps.h"

namespace orthoscope {

// Everything in k coordinates of the frames; p planes by falling energy.
struct MeasuredPlanes {
    Matrix basis;           // k x 2 p, columns in twos: a turns towards b
    Matrix angles;          // p x m
    Vector energies;        // p, shares of the frames' energy
    Vector residuals;       // p: |z1 - e^(i angle) z0| / |z1| over all steps, each side about its own mean
    Indices blocks, kinds;  // p, as in PlanesState
    RowVector centres;      // 2 p
    Matrix fixed, flipped;  // k x a, k x b: directions that do stay, or turn over, within `loose`
    Index loose_count = 0;  // lone directions that do neither

    Index count() const { return energies.size(); }
    double worst() const { return count() ? residuals.maxCoeff() : 0; }
};

constexpr double loose = 0.3;  // the largest residual of a fixed or flipped direction

// `coordinates`: T x k, mean-removed; `energy` of all frames. Planes whose angles agree within twice their standard error
// (at least 1e-7 radians) form a block; its planes are turned into those of falling energy, which are unique where
// energies differ.
MeasuredPlanes measure_split(const Split& split, const FrameSteps& steps, const Matrix& coordinates, double energy);

// Energies, residuals and centres of planes that are given with their angles (p x m), in the order given.
void measure_planes(MeasuredPlanes& planes, const FrameSteps& steps, const Matrix& coordinates, double energy);

// The angles (p x m, in -pi..pi) of planes given by columns in twos. On a closed orbit the mean direction of all phase
// advances: every frame stands on one circle and counts alike, and what leaks in from other planes averages out; else the
// angle that leaves the least squared misfit, which is exact for any frames.
Matrix plane_angles(const Matrix& basis, const FrameSteps& steps, const Matrix& coordinates);

// Sorts planes by falling energy and numbers their blocks in that order.
void sort_planes(MeasuredPlanes& planes);

// Fills planes, angles, energies, residuals, blocks, kinds, centres, fixed and flipped; `directions` is k x D.
void put_planes(const MeasuredPlanes& planes, const Matrix& directions, PlanesState& state);
// Fills phasors and rest.
void put_phasors(const MeasuredPlanes& planes, const Matrix& coordinates, PlanesState& state);

}  // namespace orthoscope
