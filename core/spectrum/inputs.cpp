#include "core/spectrum/inputs.h"

#include "core/base/text.h"
#include "core/io/array.h"
#include "core/result/result_folder.h"
#include "core/spectrum/computed.h"
#include "core/spectrum/stream.h"

namespace orthoscope {
namespace {

bool holds_numbers(const std::string& type) {
    for (auto element : {Element::Bool, Element::I8, Element::I16, Element::I32, Element::I64, Element::U8, Element::U16, Element::U32,
                         Element::U64, Element::F16, Element::BF16, Element::F32, Element::F64})
        if (type == name_of(element)) return true;
    return false;
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < 8; ++i) text += (i ? ", " : "") + names[i];
    return names.size() > 8 ? text + " and " + std::to_string(names.size() - 8) + " more" : text;
}

// All that the run of a results folder has computed.
Status expand_results(const InputSpec& input, LayerInputs& out, const Context& context) {
    auto held = inspect_computed(input.path, context);
    if (!held) return held.error();
    const auto name = input.path.filename().string();
    if (held->empty()) return input_error(input.path.string(), "is a results folder whose run holds no computed matrix; name one of its NPY files");
    std::vector<std::string> taken;
    for (auto& one : *held) {
        InputSpec each = input;
        each.member = one.id;
        taken.push_back(one.id), out.inputs.push_back(std::move(each));
    }
    out.notes.push_back(name + ": no matrix of this run was named, so what it has computed is taken: " + listed(taken) + ".");
    return success();
}

}  // namespace

bool is_matrix(const MemberInfo& member) {
    return holds_numbers(member.type) && member.shape.size() == 2 && member.shape[0] > 0 && member.shape[1] > 0;
}

Result<LayerInputs> expand_layers(const std::vector<InputSpec>& inputs, std::size_t most, const Context& context) {
    LayerInputs out;
    for (auto& input : inputs) {
        std::error_code code;
        if (input.member.empty() && is_result_folder(input.path)) {
            if (auto status = expand_results(input, out, context); !status) return status.error();
            continue;
        }
        auto info = input.member.empty() && std::filesystem::is_regular_file(input.path, code) ? inspect(input, context) : Result<FileInfo>(FileInfo{});
        // What cannot be looked into is left to the reader, which says why.
        if (!info || info->members.size() < 2) {
            out.inputs.push_back(input);
            continue;
        }
        std::vector<std::string> left;
        std::size_t taken = 0;
        for (auto& member : info->members) {
            if (!is_matrix(member)) {
                left.push_back(member.name);
                continue;
            }
            InputSpec one = input;
            one.member = member.name, ++taken;
            if (!one.kind) one.kind = Kind::Matrix;
            out.inputs.push_back(std::move(one));
        }
        if (taken == 0)
            return input_error(input.path.string(), "holds " + counted(info->members.size(), "member") + " and no matrix (" + listed(left) + "); expected one of two axes");
        out.notes.push_back(input.path.filename().string() + ": no member was named, so all " + std::to_string(taken) + " matrices are compared" +
                            (left.empty() ? "." : "; left out, as they have other than two axes or no numbers: " + listed(left) + "."));
    }
    if (out.inputs.size() > most)
        return usage_error("", "found " + std::to_string(out.inputs.size()) + " matrices; expected at most " + std::to_string(most) + ": name members as FILE::MEMBER");
    return out;
}

Result<DatasetPtr> read_layer(const InputSpec& input, const Context& context) {
    if (is_result_folder(input.path)) return read_computed(input.path, input.member, context);
    return worth_streaming(input, context) ? read_sampled(input, context) : read(input, context);
}

}  // namespace orthoscope
