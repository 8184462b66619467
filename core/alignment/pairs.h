// Pairs: two (or more) datasets made ready for an alignment: matched by label or row, padded to one dimension,
// rows normalised as asked. What was done is said in `notes`; nothing is dropped silently.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/alignment/start.h"
#include "core/base/context.h"
#include "core/base/result.h"
#include "core/data/dataset.h"

namespace orthoscope {

enum class RowNorm { AsIs, Unit, Center, UnitCenterUnit };
std::string_view name_of(RowNorm norm);  // "as-is", "unit", "center", "unit-center-unit"
bool row_norm_from_name(std::string_view name, RowNorm& norm);

// The choices of the command line's common options that shape the input of a method.
struct PairingOptions {
    RowNorm rows = RowNorm::AsIs;
    std::optional<Vector> weights;               // one a source row, >= 0, not all 0
    std::optional<std::vector<Index>> anchors;   // source rows that fit; the rest are held out
    std::optional<double> anchor_fraction;       // in (0, 1): drawn with the seed
    std::optional<Indices> truth;                // n: target row of each source row, -1 none
    std::vector<Landmark> landmarks;             // picked pairs, for methods that use them
    std::optional<Start> start;
    bool by_target = false;  // shapes: truth and start.matching hold the source row of each target row; nothing is paired
    bool apart = false;      // spectra: any number of sets of any sizes, each by itself; source and target are both the first
    std::uint64_t seed = 1;
};

struct Pairs {
    std::vector<DatasetPtr> sets;                // source first, target second; one alone is both
    // All rows of both sets, prepared: n x D and m x D with D the larger dimension.
    std::shared_ptr<const Matrix> source, target;
    std::vector<std::shared_ptr<const Matrix>> others;  // third and further sets, row for row with the source
    RowVector source_center, target_center;      // subtracted by RowNorm::Center and UnitCenterUnit; else zero
    bool paired = false;                         // rows of pairing below are meaningful
    std::vector<Index> source_row, target_row;   // the pairs; both 0..n-1 where `identity_pairing`
    bool identity_pairing = false;
    std::vector<char> fits;                      // one a pair: 0 held out by anchors; empty: all fit
    Vector weights;                              // one a pair, empty: all 1
    std::optional<Indices> truth;
    PairingOptions options;
    std::vector<std::string> notes;              // "12 source rows have no partner", "padded from 2 to 3 dimensions"

    Index pair_count() const { return static_cast<Index>(source_row.size()); }
    Index dimension() const { return source->cols(); }
    bool all_fit() const { return fits.empty() && weights.size() == 0 && identity_pairing; }
};

// Matched by label where both sets have labels, else by row. Unequal row counts without labels: `paired` stays
// false. More than two sets must have equal row counts, and pair by row. Errors: no set, wrong sizes of weights, anchors
// or truth, zero rows under Unit.
Result<std::shared_ptr<const Pairs>> make_pairs(std::vector<DatasetPtr> sets, const PairingOptions& options,
                                                const Context& context);

// Rows of a set normalised the way `pairs` did its source (target = false) or target; for `apply`.
Matrix prepare_rows(const Matrix& rows, RowNorm norm, const RowVector& center, Index dimension);

}  // namespace orthoscope
