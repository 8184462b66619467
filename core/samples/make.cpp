#include "core/samples/make.h"

#include <cstdio>

namespace orthoscope {

DatasetPtr make_dataset(std::string name, Payload payload, std::vector<Attribute> attributes,
                        std::vector<std::string> labels) {
    auto made = std::make_shared<Dataset>();
    made->name = std::move(name);
    made->payload = std::move(payload);
    made->attributes = std::move(attributes);
    made->labels = std::move(labels);
    made->origin.format = "generated";
    return made;
}

std::string lines(std::span<const Index> numbers) {
    std::string text;
    for (Index number : numbers) text += std::to_string(number) + '\n';
    return text;
}

std::string lines(std::span<const std::string> texts) {
    std::string text;
    for (auto& line : texts) text += line + '\n';
    return text;
}

std::string short_number(double value, int digits) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    return text;
}

}  // namespace orthoscope
