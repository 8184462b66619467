// Functions on the source of a finished shape matching carried to its target by the functional map C.
#pragma once

#include <filesystem>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/recording/state.h"

namespace orthoscope {

struct FunctionCarrier {
    SharedMatrix source_vectors, target_vectors;  // n x k and m x k
    Vector source_mass;                           // n
    Matrix functional_map;

    // Phi2 C Phi1^+ of functions n x p: m x p. Precondition: finite.
    Matrix carried(const Matrix& functions) const;
};

// Of a results folder with its recording: the eigenvectors are those that the run used. Errors: Input.
Result<FunctionCarrier> read_function_carrier(const std::filesystem::path& folder, const Context& context);

}  // namespace orthoscope
