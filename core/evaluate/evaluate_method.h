// The method `evaluate`: grades a rotation, pose, matching or stack of iterates that was made elsewhere (--start).
#pragma once

#include "core/alignment/procrustes_method.h"

namespace orthoscope {

struct EvaluateOptions {
    ProcrustesOptions fit;  // what a fit on the same pairs may do; `center` also where no translation is given
    enum class Partners { Auto, Pairs, Matching, Nearest } partners = Partners::Auto;
    double tolerance = 1e-4, jump = 2;

    template <class V>
    void describe(V& v) {
        fit.describe(v);
        v.choice("partners", partners, {"auto", "pairs", "matching", "nearest"},
                 "Which partners the answer is graded on: the pairs of the run, the matching that was given, or the "
                 "nearest target rows; auto takes the first of matching, pairs and nearest that there is.");
        v.number("tolerance", tolerance, 1e-14, 1, "",
                 "How far R'R may lie from the identity (Frobenius norm) before a matrix counts as not orthogonal; matrices "
                 "kept in single precision lie up to some 1e-5 off.");
        v.number("jump", jump, 1, 1e6, "times", "A cost that grows by more than this from one iterate to the next has jumped.");
    }
};

const Method& evaluate_method();

}  // namespace orthoscope
