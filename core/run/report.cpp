#include "core/run/report.h"

#include <array>

namespace orthoscope {
namespace {

constexpr std::array<std::string_view, 3> verdict_names{"supported", "doubtful", "unsupported"};

template <class List>
auto* find_named(List& list, std::string_view name) {
    for (auto& [key, value] : list)
        if (key == name) return &value;
    return static_cast<decltype(&list.front().second)>(nullptr);
}

}  // namespace

std::string_view name_of(Verdict verdict) { return verdict_names[static_cast<std::size_t>(verdict)]; }

bool verdict_from_name(std::string_view name, Verdict& verdict) {
    for (std::size_t i = 0; i < verdict_names.size(); ++i)
        if (verdict_names[i] == name) return verdict = static_cast<Verdict>(i), true;
    return false;
}

std::optional<double> Report::metric(std::string_view name) const {
    auto found = find_named(metrics, name);
    return found ? std::optional(*found) : std::nullopt;
}
const Matrix* Report::matrix(std::string_view name) const { return find_named(matrices, name); }
const Indices* Report::indices(std::string_view name) const { return find_named(integers, name); }

}  // namespace orthoscope
