// The method `procrustes`: paired rows, one rotation, in closed form, one named phase a step.
#pragma once

#include "core/alignment/verdict.h"
#include "core/linalg/procrustes.h"
#include "core/method/method.h"

namespace orthoscope {

struct ProcrustesOptions {
    enum class Mode { Auto, Orthogonal, Rotation } mode = Mode::Auto;
    enum class Center { Auto, On, Off } center = Center::Auto;
    bool scale = false;

    template <class V>
    void describe(V& v) {
        v.choice("mode", mode, {"auto", "orthogonal", "rotation"},
                 "Whether a reflection is allowed (orthogonal) or not (rotation); auto is rotation for clouds and "
                 "meshes and orthogonal for embeddings.");
        v.choice("center", center, {"auto", "on", "off"},
                 "Whether both means are moved to the origin before the fit; auto is on for clouds and meshes and "
                 "off for embeddings.");
        v.flag("scale", scale, "Fit one common scale too.");
    }
    ProcrustesRules rules() const { return {mode == Mode::Rotation, center == Center::On, scale}; }
};

const Method& procrustes_method();

// The last pose of a recording as a fit, with what the phases computed.
ProcrustesFit fit_of(const AlignmentState& state, const ProcrustesRules& rules);

}  // namespace orthoscope
