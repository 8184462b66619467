#include "core/maps/carry.h"

#include <algorithm>

namespace orthoscope {

std::vector<std::string> names_to_carry(const Dataset& source) {
    std::vector<std::string> names;
    for (auto name : {"color", "texture"})
        if (source.attribute(name)) names.emplace_back(name);
    for (auto& a : source.attributes)
        if (a.name != "color" && a.name != "texture") names.push_back(a.name);
    if (!source.labels.empty()) names.emplace_back("labels");
    return names;
}

Carried carry_by_map(const Dataset& source, const std::string& name, const Indices& map) {
    if (name == "labels" && !source.labels.empty()) return {{}, pull_labels(source.labels, map)};
    if (const auto* attribute = source.attribute(name)) return {pull_attribute(source, *attribute, map), {}};
    return {{name, Attribute::Domain::Row, pull_rows(source.values(), map)}, {}};
}

Carried own(const Dataset& source, const std::string& name) {
    return carry_by_map(source, name, Indices::LinSpaced(source.rows(), 0, source.rows() - 1));
}

Result<Matrix> functions_of(const Dataset& source, const std::string& name) {
    Matrix values = own(source, name).attribute.values;
    if (const auto* attribute = source.attribute(name); attribute && attribute->domain != Attribute::Domain::Row)
        values = values.array().isNaN().select(0, values);
    if (values.allFinite()) return values;
    return input_error(source.name, "its " + name + " holds a value that is not finite; expected a number at each vertex");
}

Carried carried_functions(const std::string& name, Matrix values) {
    if (name == "color") values = values.cwiseMax(0).cwiseMin(1);
    return {{name, Attribute::Domain::Row, std::move(values)}, {}};
}

CarriedColours colours_of(const Carried& source, const Carried& target) {
    const Matrix &a = source.attribute.values, &b = target.attribute.values;
    const Index n = target.labels.empty() ? a.rows() : Index(source.labels.size());
    Matrix colours;
    if (!target.labels.empty()) {
        auto labels = source.labels;
        labels.insert(labels.end(), target.labels.begin(), target.labels.end());
        colours = colors_of_labels(labels);
    } else {
        Matrix both(a.rows() + b.rows(), b.cols());
        both << a, b;
        colours = colors_of_attribute(target.attribute.name, both);
    }
    return {colours.topRows(n), colours.bottomRows(colours.rows() - n)};
}

Dataset painted(const Dataset& target, const Carried& carried, const Carried& source) {
    Dataset out = target;
    std::erase_if(out.attributes, [](auto& a) { return a.name == "color" || a.name == "texture"; });
    const auto& attribute = carried.attribute;
    out.attributes.push_back({"color", Attribute::Domain::Row, colours_of(source, carried).target});
    if (attribute.name == "texture")  // a file of text has no word for what is not a number
        out.attributes.push_back({attribute.name, attribute.domain, attribute.values.array().isNaN().select(0, attribute.values)});
    if (!carried.labels.empty()) out.labels = carried.labels;
    return out;
}

}  // namespace orthoscope
