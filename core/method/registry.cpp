#include "core/alignment/icp/icp_method.h"
#include "core/alignment/procrustes_method.h"
#include "core/alignment/wasserstein/wasserstein_method.h"
#include "core/descent/deep_linear_method.h"
#include "core/descent/lab_method.h"
#include "core/descent/newton_schulz_method.h"
#include "core/diagnose/diagnose_method.h"
#include "core/evaluate/evaluate_method.h"
#include "core/group/generalized_method.h"
#include "core/maps/functional_map_method.h"
#include "core/maps/sliced_method.h"
#include "core/maps/zoomout_method.h"
#include "core/rotations/commutator_method.h"
#include "core/rotations/learning_method.h"
#include "core/rotations/loop_method.h"
#include "core/rotations/matrix_method.h"
#include "core/rotations/planes_method.h"
#include "core/shape/eigenbasis_method.h"
#include "core/spectrum/decay_method.h"
#include "core/spectrum/truncation_method.h"
#include "core/transport/flow_method.h"
#include "core/transport/plan_method.h"

namespace orthoscope {

const std::vector<const Method*>& methods() {
    static const std::vector<const Method*> all{
        &procrustes_method(),
        &icp_method(),
        &wasserstein_method(),
        &evaluate_method(),
        &sliced_flow_method(),
        &transport_plan_method(),
        &diagnose_method(),
        &generalized_method(),
        &functional_map_method(),
        &zoomout_method(),
        &sliced_refinement_method(),
        &eigenbasis_method(),
        &planes_method(),
        &matrix_planes_method(),
        &antisymmetric_method(),
        &difference_method(),
        &commutator_method(),
        &representations_method(),
        &decay_method(),
        &truncation_method(),
        &newton_schulz_method(),
        &lab_method(),
        &deep_linear_method(),
    };
    return all;
}

const Method* find_method(std::string_view id) {
    for (auto method : methods())
        if (method->info().id == id) return method;
    return nullptr;
}

}  // namespace orthoscope
