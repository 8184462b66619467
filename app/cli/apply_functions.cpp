#include "app/cli/apply_functions.h"

#include "core/maps/transfer.h"
#include "core/method/describe.h"
#include "core/maps/matching_problem.h"
#include "core/result/result_folder.h"

namespace orthoscope {

Matrix FunctionCarrier::carried(const Matrix& functions) const {
    return transfer_functions(functions, functional_map, *source_vectors, source_mass, *target_vectors);
}

Result<FunctionCarrier> read_function_carrier(const std::filesystem::path& folder, const Context& context) {
    auto loaded = read_result(folder, context);
    if (!loaded) return loaded.error();
    const auto place = (folder / "result.json").string();
    const Matrix* c = loaded->run.result.report.matrix("functional_map");
    if (!c || c->size() == 0 || loaded->sets.size() < 2)
        return input_error(place, "found no functional map; expected the results of functional-map, zoomout or sliced-refinement");
    FunctionCarrier out;
    out.functional_map = *c;
    const auto& recording = loaded->run.result.recording;
    for (auto& frame : recording ? recording->frames() : std::vector<FramePtr>())
        if (auto state = std::get_if<ShapeState>(frame->state.get()); state && state->source_vectors && state->target_vectors)
            out.source_vectors = state->source_vectors, out.target_vectors = state->target_vectors;
    if (!out.source_vectors || out.source_vectors->cols() < c->cols() || out.target_vectors->cols() < c->rows())
        return input_error(place, "its recording holds no eigenvectors to carry functions with; expected a run whose recording is complete");
    // The recorded vectors are those of the shape scaled to area 1.
    auto laplacian = make_laplacian(*loaded->sets[0], options_from<BasisOptions>(loaded->run.request.options).laplacian, context);
    if (!laplacian) return laplacian.error();
    out.source_mass = laplacian->mass / laplacian->area;
    return out;
}

}  // namespace orthoscope
