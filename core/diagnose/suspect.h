// Suspect: the alignment under diagnosis, and what one suspected cause makes of it; internal to core/diagnose.
#pragma once

#include <optional>
#include <string>

#include "core/alignment/baselines.h"
#include "core/base/random.h"
#include "core/diagnose/diagnose_method.h"

namespace orthoscope {

// The causes in the order in which they are tried, which is that of the lanes after the first ("as paired").
enum class CauseId {
    Centring, Units, Mirror, Axes, AxisUnits, Normalisation, Rank, Duplicates, Shift, Reversed, Outliers, Slip, Permuted,
    Hubs
};
constexpr int cause_count = 14;

// The pairs as the run gives them, or the first rows of both sets in order where it gives none.
struct Case {
    const Pairs& pairs;
    ProcrustesRules rules;
    FitRows rows;             // explicit
    ProcrustesFit fit;
    double cost = 0;          // mean squared distance a row of that fit
    double shuffled_cost = 0; // the same of a fit on shuffled pairs, the mean of some
    double spread = 0;        // mean square of the target rows about their mean, or the origin where not centred
    bool in_order = false;    // the run gives no pairs
    bool free_map = false;    // the second round: mirror, offset and scale are allowed all the same
    std::uint64_t seed = 1;
    bool search = true;

    Index count() const { return static_cast<Index>(rows.source.size()); }
    Index dimension() const { return pairs.dimension(); }
    // Squared errors below this are rounding, in files of single precision too.
    double floor() const { return 1e-13 * spread; }
};
Result<Case> make_case(const Pairs& pairs, const ProcrustesRules& rules, std::uint64_t seed, bool search);
// The same rows with mirror, offset and scale allowed.
Result<Case> freed(const Case& plain);

// A tried cause: the pose and the partners that it supposes.
struct Finding {
    Finding(CauseId cause, ProcrustesFit fit) : id(cause), pose(std::move(fit)) {}

    CauseId id;
    ProcrustesFit pose;                // on the prepared rows; not orthogonal for axis units and rank
    bool rigid = true;
    std::optional<Indices> matching;   // n; none: the pairs of the case
    double cost = 0;                   // mean squared distance a row that takes part
    double chance = 0;                 // the same of the same remedy on shuffled pairs
    double before = 0;                 // the cost that it is compared with
    bool free_map = false;
    std::optional<double> known_gain;  // as recorded
    // Share of the squared error that goes, times the share by which chance is beaten; 0..1.
    double gain() const;
};
using Tried = Result<std::optional<Finding>>;  // none: this cause does not apply

// A cause has no gain where there was only rounding to mend.
Tried try_cause(CauseId id, const Case& c, const Context& context);

// Causes of the map and of the values.
Tried try_centring(const Case& c);
Tried try_units(const Case& c);
Tried try_mirror(const Case& c);
Tried try_axes(const Case& c);
Tried try_axis_units(const Case& c);
Tried try_normalisation(const Case& c);
Tried try_rank(const Case& c);
// Causes of the rows.
// How many of these rows equal another of them.
Index repeating_rows(const Matrix& values, const std::vector<Index>& rows);
Tried try_duplicates(const Case& c);
Tried try_shift(const Case& c, const Context& context);
Tried try_reversed(const Case& c);
Tried try_outliers(const Case& c, const Context& context);
Tried try_slip(const Case& c, const Context& context);
Tried try_permuted(const Case& c, const Context& context);
Tried try_hubs(const Case& c, const Context& context);

// Fits and costs that the trials share.
Result<ProcrustesFit> fit_of_rows(const Case& c, const FitRows& rows, const ProcrustesRules& rules);
double cost_of(const Case& c, const FitRows& rows, const ProcrustesFit& fit);
FitRows shuffled(const FitRows& rows, Random& random);
FitRows chosen(const FitRows& rows, const std::vector<char>& keep);
Indices matching_of(const Case& c, const FitRows& rows);

}  // namespace orthoscope
