#include "app/cli/render_marks.h"

#include <algorithm>

#include "app/cli/arguments.h"

namespace orthoscope {

Status add_halos(Exhibit& exhibit, const ParameterSet& options, std::uint64_t seed, const Context& context) {
    const auto* state =
        exhibit.frames.empty() ? nullptr : std::get_if<AlignmentState>(exhibit.frames.back()->state.get());
    if (!state || (!exhibit.pairs->paired && !state->matching))
        return usage_error("--halos", "found nothing to fit again; expected a run whose rows have partners");
    ProcrustesRules rules;
    rules.scale = state->scale != 1;
    rules.centred = state->centred || !state->pivot.isZero(0) || !state->place.isZero(0);
    if (options.find("mode"))
        if (auto mode = std::get_if<std::string>(&options.value("mode")))
            rules.rotation_only = *mode == "rotation";
    auto made = bootstrap({*exhibit.pairs, rules, state->matching.get(), 50, 20, seed}, context);
    if (!made) return made.error();
    exhibit.bootstrap = std::make_shared<const Bootstrap>(std::move(*made));
    return success();
}

Result<Selected> selected_row(const std::string& text, const Exhibit& exhibit) {
    const auto colon = text.find(':');
    const std::string set = text.substr(0, colon),
                      row = colon == std::string::npos ? "" : text.substr(colon + 1);
    const auto refuse = [&] {
        return refuse_value("--select", text, "source:ROW or target:ROW, ROW a number or a label");
    };
    if ((set != "source" && set != "target") || row.empty()) return refuse();
    Selected found{set == "source" ? std::size_t(0) : std::size_t(1), 0};
    if (exhibit.sets.size() <= found.set) return refuse();
    const Dataset& data = *exhibit.sets[found.set];
    const auto label = std::find(data.labels.begin(), data.labels.end(), row);
    if (label != data.labels.end()) {
        found.row = static_cast<Index>(label - data.labels.begin());
        return found;
    }
    auto number = whole_number("--select", row, 0, std::max<std::int64_t>(0, data.rows() - 1));
    if (!number) return refuse();
    found.row = static_cast<Index>(*number);
    return found;
}

}  // namespace orthoscope
