// Several functional maps found without a truth, refined, told apart and put in order: bodies with symmetries
// have several good maps, and which is meant is a question of orientation, of details, or of the person who
// looks.
//
// Starts: fits (fit.h) of several sizes with orientation terms of both signs, maps of the first
// eigenfunctions by signs, the nearest points of the shapes as they stand and turned about their principal
// axes, and what landmarks say. Each is refined by ZoomOut on a farthest-point sample, judged there
// (candidates.h), and what differs is kept; maps composed of those kept (C_i C_j' C_l, which walks through
// the symmetries) are tried as well. The best are refined on all rows.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/maps/candidates.h"

namespace orthoscope {

struct PortfolioOptions {
    std::vector<Index> sizes = {12, 20, 30, 40, 50};           // of the fits
    std::vector<double> orientations = {0, 0.1, 1, -0.1, -1};  // of the fits; meshes only
    bool fits = true, placements = true, compositions = true;
    Index signs = 6;  // the first so many functions are tried with either sign, 2^6 starts; 0: none
    Index descriptors = 100, operators = 12;   // wave kernel signatures, and how many become operators
    Index samples = 400;                       // of each shape, while many maps are tried
    Index coarse = 50, fine = 100, step = 10;  // ZoomOut of all starts to `coarse`, of the best on to `fine`
    Index most_rows = 8000;                    // of larger shapes the best grow on so many rows too ...
    int offered = 3;                           // ... and so many of them get a map of all rows
    Index finalists = 6;
    Index mirrored = 2;  // of them mirror images, where there are such
    double same = 0.08;  // maps that differ by less (candidates.h) are one answer
    int threads = 2;
};

// One phase of one lane, done.
struct PortfolioStep {
    int lane = 0;           // index into lanes()
    std::string phase;      // "fit": C of the start; "refine": on the samples; "zoom": on all rows
    Matrix functional_map;  // k2 x k1
    Indices map;            // m entries after "zoom" of shapes of at most most_rows; else empty
    MapEnergies energies;   // after "refine" and "zoom"
    double score = 0;       // likewise; lower is better
};

class MapPortfolio {
  public:
    // Descriptors, operators and samples. Errors: Cancelled.
    static Result<MapPortfolio> start(ShapePair pair, const PortfolioOptions& options,
                                      const Context& context);
    MapPortfolio(MapPortfolio&&) noexcept;
    MapPortfolio& operator=(MapPortfolio&&) noexcept;
    ~MapPortfolio();

    // The next phase of the next lane; precondition: not finished. The same steps whatever the number of
    // threads. Errors: Cancelled.
    Result<PortfolioStep> step(const Context& context);
    bool finished() const;

    const std::vector<std::string>& lanes() const;  // grows while compositions are added
    int steps_expected() const;                     // of all, as far as can be said now
    // Of the finalists, best first, no two the same; complete when finished. `fine` functions and whole maps (of shapes
    // above most_rows the first `offered` alone).
    const std::vector<Candidate>& candidates() const;
    // Of any functional map of the pair, from its first `fine` rows and columns, as the candidates were judged;
    // precondition: finished. Errors: Cancelled.
    struct Judgement {
        MapEnergies energies;
        double score = 0;
    };
    Result<Judgement> judge(const Matrix& functional_map, const Context& context) const;
    // Score of the second less that of the best, over the best's; infinity where there is one.
    double gap() const;

  private:
    struct Impl;
    explicit MapPortfolio(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace orthoscope
