// One matrix made ready: read whole or streamed, its mean taken off where asked, and decomposed.
#pragma once

#include <optional>
#include <string>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/recording/state.h"

namespace orthoscope {

enum class Centring { None, Columns };
enum class Decomposition { Auto, Exact, Randomized };

constexpr Index most_exact = 4096;  // of the smaller side: beyond, `auto` is randomised

// A matrix as the methods use it. `rows` holds all of it, or where it was streamed the sample that was kept.
struct Layer {
    std::string name;
    std::shared_ptr<const Matrix> rows;
    Index height = 0, width = 0;        // n x D of the whole
    bool streamed = false;
    Matrix factor;                      // where streamed: R with R'R = X'X (centred where asked), else empty
    RowVector mean;                     // D; taken off, zeros where it is not
    bool symmetric = false;             // equals its transpose, as it is decomposed
    double mean_share = 0;              // of the energy before centring that lies in the mean
    Index live_rows = 0, live_columns = 0;  // that are not zero, after centring; a centred matrix has one row less to itself

    // The matrix that is decomposed: rows less the mean, or the factor.
    Matrix values() const;
    Index smaller() const { return std::min(height, width); }
};

// Errors: Cancelled, Memory, and those of streaming.
Result<Layer> make_layer(const DatasetPtr& set, Centring centring, const Context& context);

struct Spectrum {
    Vector values;                      // descending
    Vector bounds;                      // on each value; empty: exact to rounding
    SharedMatrix right, left;           // leading directions: p x D and n x p; left null where streamed. Null: none asked for
    double squares = 0;                 // sum of all squares of the matrix, also where only the first values were found
    bool complete = true;               // all values
    std::string note;                   // how, where it is not the plain way
};

struct DecompositionChoice {
    Decomposition kind = Decomposition::Auto;
    Index directions = 64;              // kept on either side; 0: values alone
    Index values = 256;                 // how many a randomised decomposition looks for
    std::uint64_t seed = 1;
};

// Exact: LAPACK's divide and conquer. Randomised: Halko, Martinsson and Tropp (SIAM Review 53, 2011), algorithm 4.4 with
// two rounds; each value v found is at most the true one, and the true one at most sqrt(v^2 + e^2), where e bounds the norm
// of what is left: the lesser of its Frobenius norm and of a bound by ten random probes (their lemma 4.1, with powers; it
// fails once in 10^10). Errors: Memory, Cancelled, LAPACK's.
Result<Spectrum> decompose(const Layer& layer, const DecompositionChoice& choice, const Context& context);

}  // namespace orthoscope
