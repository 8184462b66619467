// Small tools shared by the generators of samples.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>

#include "core/samples/sample.h"

namespace orthoscope {

DatasetPtr make_dataset(std::string name, Payload payload, std::vector<Attribute> attributes = {},
                        std::vector<std::string> labels = {});

// One integer a line.
std::string lines(std::span<const Index> numbers);
// One string a line.
std::string lines(std::span<const std::string> texts);
// "0.0123": `digits` significant digits.
std::string short_number(double value, int digits = 3);

inline SampleFile text_file(std::string name, std::string text) {
    return {std::move(name), std::move(text), {}};
}
inline SampleFile array_file(std::string name, Matrix array) {
    return {std::move(name), {}, std::move(array)};
}

}  // namespace orthoscope
