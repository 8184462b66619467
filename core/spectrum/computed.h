// Matrices that a run has computed from its sets, and the Gram matrix of a set: what `spectral-decay` can look at next.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/alignment/pairs.h"
#include "core/recording/frame.h"

namespace orthoscope {

struct ComputedMatrix {
    std::string id;     // "residuals"; as in RESULT::residuals
    std::string title;  // "Residuals"
    std::string what;   // how it comes about
    bool samples = false;  // its rows are samples; else a matrix, in which neither side is
};

// Of the frames of one lane (core/recording/lanes.h), at its end; in the order in which they are offered:
// residuals         of an alignment: target rows less those of their partners as moved (pairs x d); of a group set below set,
//                   each row less the mean it was fitted to
// cross-covariance  the d x d matrix whose singular value decomposition gives the rotation
// functional-map    C, k2 x k1
// steps             of frames that turn: the moment in the kept directions that the planes are taken from
// iterate, update   of a matrix that is driven: where it has come, and what the last step added
std::vector<ComputedMatrix> computed_matrices(const Pairs& pairs, const std::vector<FramePtr>& frames);

// Errors (Usage): these frames hold no such matrix; names those that they do.
Result<Matrix> computed_matrix(const std::string& id, const Pairs& pairs, const std::vector<FramePtr>& frames);

// X X' up to `most_gram_rows` rows, else X' X: all products of rows, or of columns, with the same values above 0, the squares of
// the singular values of X. Errors (Memory).
constexpr Index most_gram_rows = 2000;
bool gram_of_rows(Index rows, Index columns);  // which of the two it is
Result<Matrix> gram_matrix(const Matrix& rows, const Context& context);

// "Residuals of RUN".
std::string computed_name(const ComputedMatrix& matrix, const std::string& run);
// What a computed matrix is opened as: samples by the rules of files, else a matrix.
Kind computed_kind(bool samples, Index columns);

// A results folder as an input: RESULT::ID, the matrix of the lane that wins; its name says so. Errors: of reading it, and of
// computed_matrix.
constexpr std::string_view computed_format = "computed";  // of such a dataset's origin
Result<DatasetPtr> read_computed(const std::filesystem::path& folder, const std::string& id, const Context& context);
Result<std::vector<ComputedMatrix>> inspect_computed(const std::filesystem::path& folder, const Context& context);

}  // namespace orthoscope
