#include "views/overlay/overlay.h"

#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>

#include "views/overlay/lanes_now.h"
#include "views/overlay/panels/panels.h"

namespace orthoscope {
namespace {

// Dear ImGui has one current context a program; whoever had it gets it back.
class UsingContext {
  public:
    explicit UsingContext(ImGuiContext* context) : before_(ImGui::GetCurrentContext()) {
        ImGui::SetCurrentContext(context);
    }
    ~UsingContext() { ImGui::SetCurrentContext(before_); }
    UsingContext(const UsingContext&) = delete;
    UsingContext& operator=(const UsingContext&) = delete;

  private:
    ImGuiContext* before_;
};

double unit_of(const Look& look) { return std::clamp(look.scale * look.device_ratio, 0.25, 8.0); }

// What the alignment found, in pictures; a landscape needs their room.
void add_findings(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    add_matrix_image(blocks, moment, ink, width);
    add_matching_image(blocks, moment, ink, width);
    add_bars(blocks, moment, ink, width);
    add_dials(blocks, moment, ink, width);
    add_histogram(blocks, moment, ink, width);
    add_row_lists(blocks, moment, ink, width);
    add_functional_map(blocks, moment, ink, width);
    add_descriptor_curves(blocks, moment, ink, width);
    add_sliced(blocks, moment, ink, width);
    add_map_errors(blocks, moment, ink, width);
    add_eigenvalues(blocks, moment, ink, width);
    add_plane_spectrum(blocks, moment, ink, width);
}

std::size_t lane_blocks(const Blocks& blocks) {
    return std::size_t(std::count_if(blocks.begin(), blocks.end(), [](auto& b) { return b.id.starts_with("lane-"); }));
}

Blocks compose(const Moment& moment, const Ink& ink, std::size_t lanes = 8) {
    const Columns wide = columns(ink.canvas());
    Blocks blocks;
    add_empty(blocks, moment, ink);
    if (moment.exhibit.sets.empty()) return arrange(std::move(blocks), ink.canvas());
    const bool small = compact(ink.canvas());
    if (!small) add_planes_board(blocks, moment, ink);
    add_loop_board(blocks, moment, ink);
    add_verdict(blocks, moment, ink, wide.left);
    add_phase_head(blocks, moment, ink, wide.right);
    if (!moment.look.readout_only && moment.notes.matrix.large && has_functional_map(moment)) {
        add_names(blocks, moment, ink, wide.left);
        add_functional_map(blocks, moment, ink, wide.right);
        add_map_legend(blocks, moment, ink, wide.left);
    } else if (!moment.look.readout_only && small) {
        add_names(blocks, moment, ink, wide.left);
        add_spectrum_board(blocks, moment, ink);
        add_explanation(blocks, moment, ink, wide.right);
        add_landscape(blocks, moment, ink, wide.right);
        if (!moment.notes.landscape) add_values(blocks, moment, ink, wide.right);
        add_legends(blocks, moment, ink, wide.left);
        add_landscape_legend(blocks, moment, ink, wide.left);
        add_map_legend(blocks, moment, ink, wide.left);
        add_functional_map(blocks, moment, ink, wide.right);
    } else if (!moment.look.readout_only) {
        add_names(blocks, moment, ink, wide.left);
        add_spectrum_board(blocks, moment, ink);
        if (!moment.notes.landscape) add_lanes(blocks, moment, ink, wide.left, lanes);
        add_explanation(blocks, moment, ink, wide.right);
        add_landscape(blocks, moment, ink, wide.right);
        add_values(blocks, moment, ink, wide.right);
        if (!moment.notes.landscape) add_findings(blocks, moment, ink, wide.right);
        add_cost_curve(blocks, moment, ink, wide.right);
        add_legends(blocks, moment, ink, wide.left);
        add_landscape_legend(blocks, moment, ink, wide.left);
        add_map_legend(blocks, moment, ink, wide.left);
        add_torus(blocks, moment, ink, wide.left);
    } else {
        add_spectrum_board(blocks, moment, ink);
        if (!small) add_torus(blocks, moment, ink, wide.left);
    }
    add_captions(blocks, moment, ink, ink.canvas().width / 2);
    // Last: on a small picture they take what the others leave.
    if (small) add_planes_board(blocks, moment, ink);
    add_descent_board(blocks, moment, ink);
    const std::size_t asked = lane_blocks(blocks);
    blocks = arrange(std::move(blocks), ink.canvas());
    // Lanes that found no room are behind the marks of the list's head, which must know how many did.
    const std::size_t seen = std::max<std::size_t>(lane_blocks(blocks), 2);
    return seen < asked ? compose(moment, ink, seen) : blocks;
}

std::vector<PlacedPanel> placed(const Blocks& blocks, double unit) {
    std::vector<PlacedPanel> panels;
    const auto scaled = [&](const std::string& id, const Box& b) {
        return PlacedPanel{id, b.x * unit, b.y * unit, b.width * unit, b.height * unit};
    };
    for (auto& block : blocks) {
        panels.push_back(scaled(block.id, block.box));
        for (auto& [id, part] : block.parts)
            panels.back().parts.push_back(
                scaled(id, {block.box.x + part.x, block.box.y + part.y, part.width, part.height}));
    }
    return panels;
}

// What the scene tells at its most talkative, as far as it takes room on a small picture.
SceneNotes fullest_notes(const Exhibit& exhibit, const Look& look) {
    SceneNotes notes;
    notes.lines = 500, notes.lines_total = 100000;
    notes.residual_colours = exhibit.method != nullptr;
    notes.residual_high = 1;
    const auto* shape = exhibit.frames.empty() ? nullptr : std::get_if<ShapeState>(exhibit.frames.back()->state.get());
    if (shape) {
        notes.residual_colours = false, notes.lines = 0;
        auto& map = notes.map.emplace();
        map.painted = MapNotes::Painted::Eigenfunction, map.high = 0.1234, map.turned = true;
        map.eigenfunction = 100, map.eigenfunctions = 200, map.source_value = map.target_value = 123.4;
        map.single = exhibit.sets.size() < 2;
        if (look.cut_off > 0) map.cut_off = map.cut_block = 100, map.cut_of = 200, map.cut_waits = true;
        map.covered = 12345, map.total = 23456, map.lines = 36;
    }
    const bool turns = exhibit.pairs && !exhibit.frames.empty() && exhibit.pairs->dimension() <= 3;
    if (look.scene == SceneChoice::Landscape && turns) {
        auto& landscape = notes.landscape.emplace();
        landscape.cost = 0.1234, landscape.low = 0.1111, landscape.high = 1.234;
    }
    for (auto& set : exhibit.sets)
        if (set->columns() > 3) notes.projection = "3 shared principal axes, 41 % of the variance";
    return notes;
}

// The report comes last, of any length; a place for one of two full lines is kept from the start.
Exhibit with_expected_report(const Exhibit& exhibit) {
    Exhibit full = exhibit;
    if (!full.method) return full;
    auto expected = std::make_shared<Report>();
    std::string longest(121, 'n');
    longest[60] = ' ';
    expected->reasons = {longest};
    full.report = expected;
    return full;
}

}  // namespace

struct Overlay::Impl {
    ImGuiContext* context = nullptr;
    FontSet fonts;
    bool open = false;
    bool texture_made = false;   // by the backend, with its shaders, in its first frame
    bool texture_stale = false;  // the atlas has changed since it went up
    std::vector<PlacedPanel> drawn;
    // Whom the report judges, found once a report and lane.
    struct Judged {
        std::shared_ptr<const Report> report;
        int lane = 0;
        std::optional<int> winner;
    } judged;

    Moment moment(const Exhibit& exhibit, const Cursor& cursor, const Look& look, const SceneNotes& notes) {
        Moment found = moment_of(exhibit, cursor, look, notes);
        if (!exhibit.report) return found;
        if (judged.report != exhibit.report || judged.lane != exhibit.lane)
            judged = {exhibit.report, exhibit.lane, judged_elsewhere(exhibit)};
        found.winner = judged.winner;
        return found;
    }
    void prepare(double unit) { texture_stale = fonts.build(unit) || texture_stale; }
    void upload() {
        if (texture_stale && texture_made) {
            ImGui_ImplOpenGL3_DestroyFontsTexture();
            ImGui_ImplOpenGL3_CreateFontsTexture();
        }
        texture_stale = false;
    }
    Ink ink(ImDrawList* list, const Look& look, int width, int height) const {
        return {fonts, list, palette(look.theme), {width / fonts.scale(), height / fonts.scale()}};
    }
};

Overlay::Overlay() : impl_(std::make_unique<Impl>()) {
    ImGuiContext* before = ImGui::GetCurrentContext();
    impl_->context = ImGui::CreateContext();
    const UsingContext use(impl_->context);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NoMouse;
    ImGui::SetCurrentContext(before);
}

Overlay::~Overlay() { ImGui::DestroyContext(impl_->context); }

void Overlay::open_gl() {
    if (impl_->open) return;
    const UsingContext use(impl_->context);
    impl_->open = ImGui_ImplOpenGL3_Init("#version 330 core");
}

void Overlay::close_gl() {
    if (!impl_->open) return;
    const UsingContext use(impl_->context);
    ImGui_ImplOpenGL3_Shutdown();
    impl_->open = impl_->texture_made = false;
}

void Overlay::draw(const Exhibit& exhibit, const Cursor& cursor, const Look& look, const SceneNotes& notes, int width,
                   int height) {
    if (!impl_->open || width <= 0 || height <= 0) return;
    const UsingContext use(impl_->context);
    const double unit = unit_of(look);
    impl_->prepare(unit);
    impl_->upload();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {float(width), float(height)};
    io.DeltaTime = 1.f / 60;
    ImGui_ImplOpenGL3_NewFrame();
    impl_->texture_made = true;
    ImGui::NewFrame();

    const Ink ink = impl_->ink(ImGui::GetBackgroundDrawList(), look, width, height);
    const Moment moment = impl_->moment(exhibit, cursor, look, notes);
    const Blocks blocks = compose(moment, ink);
    impl_->drawn = placed(blocks, unit);
    if (!look.readout_only) draw_labels(ink, moment, blocks, unit);
    for (auto& block : blocks)
        if (block.corner != Corner::Centre) ink.veil(block.box);
    for (auto& block : blocks) block.draw(ink, block.box);
    draw_marks(ink, moment, blocks, unit);
    draw_hover(ink, moment, unit);

    ImGui::Render();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void Overlay::warm(const Look& look) {
    const UsingContext use(impl_->context);
    impl_->prepare(unit_of(look));
}

std::vector<PlacedPanel> Overlay::plan(const Exhibit& exhibit, const Cursor& cursor, const Look& look,
                                       const SceneNotes& notes, int width, int height) {
    const UsingContext use(impl_->context);
    const double unit = unit_of(look);
    impl_->prepare(unit);
    const Ink ink = impl_->ink(nullptr, look, width, height);
    const Moment moment = impl_->moment(exhibit, cursor, look, notes);
    return placed(compose(moment, ink), unit);
}

const std::vector<PlacedPanel>& Overlay::drawn() const { return impl_->drawn; }

std::optional<PlacedPanel> Overlay::free_space(const Exhibit& exhibit, const Look& look, int width, int height) {
    const UsingContext use(impl_->context);
    const double unit = unit_of(look);
    impl_->prepare(unit);
    const Ink ink = impl_->ink(nullptr, look, width, height);
    if (!compact(ink.canvas()) || exhibit.sets.empty()) return std::nullopt;
    const Exhibit full = with_expected_report(exhibit);
    const SceneNotes notes = fullest_notes(full, look);
    const Cursor last{full.frames.size(), full.frames.size(), 0};
    Moment moment = impl_->moment(full, last, look, notes);
    std::vector<Box> taken;
    const auto take_of = [&](const Moment& moment) {
        for (auto& block : compose(moment, ink)) {
            taken.push_back(block.box);
            if (block.id == "verdict") taken.back().width = columns(ink.canvas()).left;
        }
    };
    take_of(moment);
    if (exhibit.report) take_of(impl_->moment(exhibit, last, look, notes));
    if (full.method && moment.ran())
        for (auto& phase : full.method->phases) {
            moment.phase = &phase;
            take_of(moment);
        }
    const Box free = free_box(taken, ink.canvas());
    return PlacedPanel{"scene", free.x * unit, free.y * unit, free.width * unit, free.height * unit};
}

std::optional<PlacedPanel> Overlay::head(const Exhibit& exhibit, const Look& look, int width, int height) {
    const UsingContext use(impl_->context);
    const double unit = unit_of(look);
    impl_->prepare(unit);
    const Ink ink = impl_->ink(nullptr, look, width, height);
    if (compact(ink.canvas()) || exhibit.sets.empty()) return std::nullopt;
    const Exhibit full = exhibit.report ? exhibit : with_expected_report(exhibit);
    const Cursor last{full.frames.size(), full.frames.size(), 0};
    Box corner;
    for (auto& block : compose(impl_->moment(full, last, look, fullest_notes(full, look)), ink))
        if (block.id == "verdict" || block.id == "names" || block.id == "projection") {
            corner.width = std::max(corner.width, block.box.right());
            corner.height = std::max(corner.height, block.box.bottom());
        }
    return PlacedPanel{"head", 0, 0, corner.width * unit, corner.height * unit};
}

}  // namespace orthoscope
