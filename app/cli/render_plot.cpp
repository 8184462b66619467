#include "app/cli/render_plot.h"

#include <iostream>

#include "core/io/write.h"
#include "views/charts/chart_svg.h"
#include "views/charts/plots.h"

namespace orthoscope {
namespace {

const SpectrumState* last_spectrum(const Exhibit& exhibit) {
    return exhibit.frames.empty() ? nullptr : std::get_if<SpectrumState>(exhibit.frames.back()->state.get());
}

}  // namespace

int most_kept(const Exhibit& exhibit) {
    const auto* state = last_spectrum(exhibit);
    return state && state->right ? int(state->right->rows()) : 0;
}

Status check_spectrum(const RenderOptions& o, const Exhibit& exhibit) {
    const auto* state = last_spectrum(exhibit);
    const auto check = [&](const char* option, int asked, Index most, const char* what) -> Status {
        if (asked == 0) return success();
        if (!state) return refuse_value(option, std::to_string(asked), "none, as there is no spectrum to show");
        if (asked > most) return refuse_value(option, std::to_string(asked), most > 0 ? "a number from 1 to " + std::to_string(most) : what);
        return success();
    };
    if (auto status = check("--layer", o.layer, state && state->values ? state->values->cols() : 0, "none"); !status) return status;
    const auto* driven = exhibit.frames.empty() ? nullptr : std::get_if<DescentState>(exhibit.frames.back()->state.get());
    if (driven && o.direction > driven->values->rows())
        return refuse_value("--direction", std::to_string(o.direction), "a number from 1 to " + std::to_string(driven->values->rows()));
    if (!driven)
        if (auto status = check("--direction", o.direction, most_kept(exhibit), "none, as this run has kept no directions"); !status) return status;
    if (o.axes && *o.axes != DecayAxes::Auto && !state)
        return refuse_value("--axes-scale", std::string(name_of(*o.axes)), "auto, as there is no spectrum to show");
    return success();
}

Status write_plot(const RenderOptions& o, const Exhibit& exhibit, const Cursor& cursor, const Look& look, const std::string& source) {
    const auto plots = plots_of(exhibit, cursor, look);
    const Chart* chosen = nullptr;
    std::string names;
    for (auto& plot : plots) {
        names += (names.empty() ? "" : ", ") + plot.id;
        if (!chosen && (o.plot.empty() || o.plot == plot.id)) chosen = &plot;
    }
    if (!chosen)
        return refuse_value("--plot", o.plot.empty() ? "nothing" : o.plot,
                            plots.empty() ? "a frame or a run with a plot, as here there is none" : "one of those that this frame has: " + names);
    const auto suffix = o.out.extension().string();
    const auto text = suffix == ".csv" || suffix == ".CSV" ? chart_csv(*chosen) : chart_svg(*chosen, look.theme, o.width, o.height, source);
    if (auto status = write_text(text, o.out); !status) return status;
    std::cout << o.out.string() << "\n";
    return success();
}

}  // namespace orthoscope
