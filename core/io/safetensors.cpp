// safetensors: 8 bytes of header length, a JSON header, then the tensors' bytes, little endian, C order.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/io/array.h"

namespace orthoscope {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t header_limit = 100'000'000;  // as the format's own library
constexpr int depth_limit = 4;

struct Tensor {
    std::string name, type;
    std::optional<Element> element;
    std::vector<Index> shape;
    std::uint64_t begin = 0, end = 0;  // inside the data
};

struct Header {
    std::vector<Tensor> tensors;  // by place
    std::uint64_t data_offset = 0;
    std::vector<std::string> warnings;
};

struct TypeName {
    std::string_view name;
    Element element;
};
constexpr TypeName types[] = {{"BOOL", Element::Bool}, {"I8", Element::I8},     {"I16", Element::I16},
                              {"I32", Element::I32},   {"I64", Element::I64},   {"U8", Element::U8},
                              {"U16", Element::U16},   {"U32", Element::U32},   {"U64", Element::U64},
                              {"F16", Element::F16},   {"BF16", Element::BF16}, {"F32", Element::F32},
                              {"F64", Element::F64}};

std::uint64_t header_length(const Source& source) {
    std::uint64_t value = 0;
    for (std::size_t i = 8; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(source.bytes()[i]);
    return value;
}

bool recognises(const Source& source) {
    const auto head = source.head(9);
    return head.size() == 9 && head[8] == '{' && header_length(source) <= header_limit;
}

// Deep nesting and a name given twice are refused while parsing.
Result<Json> parse_json(const Source& source, std::string_view text) {
    std::vector<std::string> names;
    bool too_deep = false;
    const auto callback = [&](int depth, Json::parse_event_t event, Json& value) {
        too_deep |= depth > depth_limit;
        if (event == Json::parse_event_t::key && depth == 1) names.push_back(value.get<std::string>());
        return !too_deep;
    };
    try {
        Json json = Json::parse(text, callback);
        std::sort(names.begin(), names.end());
        const auto twice = std::adjacent_find(names.begin(), names.end());
        if (twice != names.end())
            return source.at_byte(
                8, "found the tensor '" + printable(*twice) + "' twice; expected each name once");
        if (too_deep || !json.is_object())
            return source.at_byte(8, "found JSON of another form; expected an object of tensors");
        return json;
    } catch (const Json::parse_error& error) {
        return source.at_byte(8 + error.byte, "found no valid JSON header; expected an object of tensors");
    } catch (const Json::exception&) {  // a number beyond the range of double
        return source.at_byte(8,
                              "found a JSON header with a number out of range; expected sizes and offsets");
    }
}

Result<Tensor> tensor_of(const Source& source, const std::string& name, const Json& entry) {
    auto wrong = [&](const std::string& what) {
        return source.at_byte(8, "found tensor '" + printable(name) + "' " + what);
    };
    const auto is_sizes = [](const Json& list) {
        return list.is_array() && std::all_of(list.begin(), list.end(), [](const Json& size) {
                   return size.is_number_unsigned() && size.get<std::uint64_t>() < std::uint64_t{1} << 62;
               });
    };
    if (!entry.is_object() || !entry.contains("dtype") || !entry["dtype"].is_string())
        return wrong("without a dtype; expected dtype, shape and data_offsets");
    if (!entry.contains("shape") || !is_sizes(entry["shape"]) || entry["shape"].size() > 32)
        return wrong("without a valid shape; expected a list of at most 32 sizes");
    if (!entry.contains("data_offsets") || !is_sizes(entry["data_offsets"]) ||
        entry["data_offsets"].size() != 2)
        return wrong("without valid data_offsets; expected [begin, end]");
    Tensor tensor{name, printable(entry["dtype"].get<std::string>().substr(0, 40)), {}, {}, 0, 0};
    for (auto& known : types)
        if (known.name == tensor.type) tensor.element = known.element;
    if (tensor.element) tensor.type = name_of(*tensor.element);
    for (auto& size : entry["shape"]) tensor.shape.push_back(size.get<Index>());
    tensor.begin = entry["data_offsets"][0].get<std::uint64_t>();
    tensor.end = entry["data_offsets"][1].get<std::uint64_t>();
    if (tensor.begin > tensor.end)
        return wrong("with data_offsets that run backwards; expected begin <= end");
    const auto elements = product(tensor.shape);
    if (!elements)
        return wrong("of shape " + shape_text(tensor.shape) + "; expected fewer than 2^62 elements");
    if (tensor.element) {
        const std::uint64_t bytes = tensor.end - tensor.begin, item = size_of(*tensor.element);
        if (bytes % item || bytes / item != *elements)
            return wrong("of " + std::to_string(bytes) + " bytes; expected " + std::to_string(*elements) +
                         " elements of " + std::to_string(item) + " bytes for shape " +
                         shape_text(tensor.shape));
    }
    return tensor;
}

// Tensors must lie inside the file and not share bytes; unused bytes only give a warning.
Status check_places(const Source& source, Header& header) {
    const std::uint64_t present = source.bytes().size() - header.data_offset;
    auto& tensors = header.tensors;
    std::sort(tensors.begin(), tensors.end(), [](const Tensor& a, const Tensor& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    std::uint64_t reached = 0, unused = 0;
    for (auto& tensor : tensors) {
        if (tensor.end > present)
            return source.at_byte(source.bytes().size(), "found " + std::to_string(present) +
                                                             " bytes of data; expected " +
                                                             std::to_string(tensor.end) + " for tensor '" +
                                                             printable(tensor.name) + "'");
        if (tensor.begin < reached)
            return source.at_byte(8,
                                  "found tensor '" + printable(tensor.name) +
                                      "' that shares bytes with another; expected each byte in one tensor");
        unused += tensor.begin - reached;
        reached = tensor.end;
    }
    unused += present - reached;
    if (unused)
        header.warnings.push_back(std::to_string(unused) + " bytes belong to no tensor and were ignored");
    return success();
}

Result<Header> parse(const Source& source, const Context& context) {
    const std::uint64_t size = source.bytes().size();
    if (size < 8) return source.at_byte(size, "found the end of the file; expected 8 bytes of header length");
    const std::uint64_t length = header_length(source);
    if (length > size - 8 || length > header_limit)
        return source.at_byte(
            0, "found header length " + std::to_string(length) + " in a file of " + std::to_string(size) +
                   " bytes; expected the header inside the file and at most " + human_bytes(header_limit));
    if (Status status = context.fits(length * 20, source.name()); !status) return status.error();
    auto json = parse_json(source, source.text().substr(8, length));
    if (!json) return json.error();
    Header header;
    header.data_offset = 8 + length;
    for (auto& [name, entry] : json->items()) {
        if (name == "__metadata__") continue;
        auto tensor = tensor_of(source, name, entry);
        if (!tensor) return tensor.error();
        header.tensors.push_back(std::move(tensor).value());
    }
    if (header.tensors.empty()) return source.at_byte(8, "found no tensor; expected at least one");
    if (Status status = check_places(source, header); !status) return status.error();
    return header;
}

Result<FileInfo> inspect_safetensors(const Source& source, const InputSpec& input, const Context& context) {
    auto header = parse(source, context);
    if (!header) return header.error();
    FileInfo info{"safetensors", {}, header->warnings};
    for (auto& tensor : header->tensors) {
        auto member = member_from_shape(source, printable(tensor.name), tensor.type, tensor.shape, input);
        if (!member) return member.error();
        if (!tensor.element)
            info.warnings.push_back("member '" + printable(tensor.name) + "' holds " + tensor.type +
                                    ", which cannot be read");
        info.members.push_back(std::move(member).value());
    }
    return info;
}

Result<Dataset> read_safetensors(const Source& source, const InputSpec& input, const Context& context) {
    auto header = parse(source, context);
    if (!header) return header.error();
    const Tensor* chosen =
        header->tensors.size() == 1 && input.member.empty() ? &header->tensors[0] : nullptr;
    std::vector<std::string> names;
    for (auto& tensor : header->tensors) {
        if (!input.member.empty() && tensor.name == input.member) chosen = &tensor;
        names.push_back(tensor.name);
    }
    if (!chosen) return member_error(source, input.member, names);
    const std::size_t offset = header->data_offset + chosen->begin;
    const std::string name = printable(chosen->name);
    if (!chosen->element)
        return source.at_byte(offset, "found tensor '" + name + "' of " + chosen->type +
                                          "; expected BOOL, an integer type, F16, BF16, F32 or F64");
    const ArrayView view{source.bytes().data() + offset, *chosen->element, false, chosen->shape,
                         c_strides(chosen->shape)};
    auto dataset = dataset_from_view(view, "", source, offset, input, context);
    if (!dataset) return dataset;
    dataset->origin.member = chosen->name;
    dataset->origin.format = "safetensors, " + chosen->type;
    auto& warnings = dataset->warnings;
    warnings.insert(warnings.end(), header->warnings.begin(), header->warnings.end());
    return dataset;
}

}  // namespace

Format safetensors_format() {
    return {"safetensors", {".safetensors"}, recognises, inspect_safetensors, read_safetensors};
}

}  // namespace orthoscope
