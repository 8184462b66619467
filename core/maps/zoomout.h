// Refinement of a functional map by going to points and back.
//
//   ZoomOut (Melzi, Ren, Rodola, Sharma, Wonka & Ovsjanikov 2019): p21 = nearest of C Phi1 to Phi2; k grows;
//   C = Phi2^+ Phi1[p21]. ICP (Ovsjanikov et al. 2012): k stays; C becomes the orthogonal matrix nearest to
//   Phi2^+ Phi1[p21].
#pragma once

#include <span>

#include "core/base/context.h"
#include "core/maps/shape_pair.h"

namespace orthoscope {

class ComputeBackend;

struct ZoomOutOptions {
    Index from = 20, to = 100, step = 5;
    int threads = 2;
    ComputeBackend* compute = nullptr;  // who searches; none: the CPU
    bool icp = false;  // `from` functions throughout; (to - from) / step + 1 steps
    // Rows that take part; empty: all. With some, C solves least squares on the target's (the sampled
    // variant): use at least three times `to`.
    std::vector<Index> source_rows, target_rows;
};

// One step is a search and a new C. Sizes are bounded by the bases.
class ZoomOut {
  public:
    // Starts from C (k2 x k1, cut to the first `from` rows and columns), or from a map (of target_rows, or of
    // all).
    ZoomOut(const ShapePair& pair, const Matrix& functional_map, const ZoomOutOptions& options);
    ZoomOut(const ShapePair& pair, const Indices& map, const ZoomOutOptions& options);

    // The map by C of the present size, then C of the next. After the last size the map by it is found and
    // there is no growth. Errors: Cancelled; Input where C is not finite.
    Status step(const Context& context);
    bool finished() const { return finished_; }

    const Matrix& functional_map() const { return c_; }  // size() x size()
    // For each target row (of target_rows, else of all) a source vertex; of the C that this step began with.
    const Indices& map() const { return map_; }
    Index size() const { return c_.rows(); }

  private:
    void prepare();
    Matrix functional(Index k) const;

    Matrix source_, target_,
        weighted_;   // rows that take part; the target's times mass, or the factor's right side
    Matrix factor_;  // of sampled rows: the Cholesky factor of target' target
    Vector mass_;
    ZoomOutOptions options_;
    Matrix c_;
    Indices map_, local_;  // local_: rows of source_
    bool finished_ = false;
};

// All steps; the last C and the map by it over all target vertices.
struct Refined {
    Matrix functional_map;
    Indices map;
};
Result<Refined> zoomout(const ShapePair& pair, const Matrix& functional_map, const ZoomOutOptions& options,
                        const Context& context);

}  // namespace orthoscope
