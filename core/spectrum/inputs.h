// Inputs as the methods on spectra take them: all matrices of a file, and files too large to be read whole.
#pragma once

#include "core/io/read.h"

namespace orthoscope {

struct LayerInputs {
    std::vector<InputSpec> inputs;
    std::vector<std::string> notes;  // sentences: what was taken and what was left out
};
// An array of two axes that holds numbers.
bool is_matrix(const MemberInfo& member);

// An input that names no member of a file of several stands for all 2-D members that hold numbers, in the file's order, each
// as a matrix; one that names a member, or has a single one, for itself. A results folder stands for what its run has computed
// (computed.h). Errors: those of inspect; a file of several without
// a matrix (Input); more than `most` in all (Usage).
Result<LayerInputs> expand_layers(const std::vector<InputSpec>& inputs, std::size_t most, const Context& context);

// read(), of a results folder read_computed() of the member, or where that pays (worth_streaming of stream.h) a sample of the rows; the method then streams the file.
Result<DatasetPtr> read_layer(const InputSpec& input, const Context& context);

}  // namespace orthoscope
