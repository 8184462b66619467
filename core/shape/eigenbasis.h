// The smallest eigenpairs of a Laplacian: W phi = lambda A phi, phi' A phi = 1.
#pragma once

#include <memory>

#include "core/shape/laplacian.h"

namespace orthoscope {

struct Eigenbasis {
    Vector values;     // k, ascending, the first 0; in 1 / length^2
    Matrix vectors;    // n x k, columns orthonormal under the mass; of each the entry of largest magnitude is positive
    Vector mass;       // n
    double area = 0;
    Vector residuals;  // k: |W phi - lambda A phi| in the norm of A^-1, over the largest value asked for
    Index components = 1;
    std::vector<std::string> notes;
    bool cached = false;  // read from disk, not computed

    Index size() const { return values.size(); }
    // Phi^+ F = Phi' A F, coefficients of functions (n x p) in the first `k` vectors: k x p.
    Matrix coefficients(const Matrix& functions, Index k) const;
};

// k counts the constant; at most as many as there are vertices with a triangle, and a note where that is fewer than were
// asked for. Of several components the value 0 comes as often: the constant of the whole shape first, then each component
// against the larger ones together. Where values agree, the vectors are some basis of their space, the same in each run.
// Errors: Cancelled, Memory.
Result<Eigenbasis> eigenbasis(const Laplacian& laplacian, Index k, int threads, const Context& context);

// Laplacian and basis of a dataset, kept on disk by content hash, kind and version; a longer basis serves a shorter.
// The folder: $ORTHOSCOPE_CACHE, else $XDG_CACHE_HOME/orthoscope, else ~/.cache/orthoscope; "off" turns it off. A damaged
// entry is computed anew; the oldest go where all together exceed 2 GB. Errors: of make_laplacian and eigenbasis.
Result<std::shared_ptr<const Eigenbasis>> shape_basis(const Dataset& shape, LaplacianKind kind, Index k, int threads,
                                                      const Context& context);

}  // namespace orthoscope
