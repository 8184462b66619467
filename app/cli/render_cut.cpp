#include "app/cli/render_cut.h"

#include "app/cli/arguments.h"
#include "app/cli/render_plot.h"

namespace orthoscope {

Status check_cut_off(int functions, const Exhibit& exhibit) {
    if (functions == 0) return success();
    const std::string asked = std::to_string(functions);
    if (!exhibit.frames.empty() && std::holds_alternative<SpectrumState>(*exhibit.frames.back()->state)) {
        const int most = most_kept(exhibit);
        if (most == 0) return refuse_value("--cut-off", asked, "none, as this run has kept no directions to cut");
        if (functions > most) return refuse_value("--cut-off", asked, "a number from 1 to " + std::to_string(most) + ", or 0 for none");
        return success();
    }
    if (functions == 1) return refuse_value("--cut-off", asked, "2 functions or more, or 0 for none");
    const auto* state = exhibit.frames.empty() ? nullptr : std::get_if<ShapeState>(exhibit.frames.back()->state.get());
    const auto shapes = state ? CutShapes::make(*exhibit.pairs, *state) : nullptr;
    if (!shapes) return refuse_value("--cut-off", asked, "none, as there is no eigenbasis to cut off");
    if (functions > shapes->most())
        return refuse_value("--cut-off", asked, "a number from 2 to " + std::to_string(shapes->most()) + ", or 0 for none");
    return success();
}

Result<std::shared_ptr<const Exhibit>> ExhibitCutter::at(const Cursor& cursor, const Context& context) {
    if (exhibit_->frames.empty() || functions_ == 0) return exhibit_;
    const auto& frame = *exhibit_->frames[cursor.weight < 1 ? cursor.lower : cursor.upper];
    const auto* state = std::get_if<ShapeState>(frame.state.get());
    if (!state) return exhibit_;
    if (!shapes_ || !shapes_->fits(*state)) shapes_ = CutShapes::make(*exhibit_->pairs, *state);
    if (!shapes_) return exhibit_;
    auto cut = std::make_shared<CutOff>(shapes_->at(functions_));
    if (const Index block = cut_block(*state, functions_); block > 0) {
        auto map = cut_map(*state, block, threads_, context);
        if (!map) return map.error();
        cut->functional_map = state->functional_map, cut->block = block, cut->map = std::move(*map);
    }
    auto exhibit = std::make_shared<Exhibit>(*exhibit_);
    exhibit->cut_off = std::move(cut);
    return std::shared_ptr<const Exhibit>(std::move(exhibit));
}

}  // namespace orthoscope
