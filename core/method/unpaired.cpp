#include "core/method/unpaired.h"

#include "core/method/method.h"

namespace orthoscope {

std::vector<const Method*> unpaired_methods(Index dimension) {
    std::vector<const Method*> list;
    for (auto method : methods()) {
        const auto& info = method->info();
        const bool fits = info.most_dimensions == 0 || dimension <= info.most_dimensions;
        if (fits && !info.needs_pairs && !info.needs_start && info.inputs.size() == 2) list.push_back(method);
    }
    return list;
}

std::string unpaired_advice(Index dimension) {
    const auto list = unpaired_methods(dimension);
    if (list.empty()) return "No method of this version fits unpaired sets.";
    std::string names;
    for (std::size_t i = 0; i < list.size(); ++i)
        names += (i == 0 ? "" : i + 1 == list.size() ? " or " : ", ") + list[i]->info().id;
    return "Methods that fit unpaired sets: " + names + ".";
}

}  // namespace orthoscope
