// Exhibit: all that a picture is made of. Built by window and command line alike, so both show the same.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/alignment/bootstrap.h"
#include "core/maps/cut_off.h"
#include "core/method/method.h"
#include "core/rotations/rebuild.h"

namespace orthoscope {

class ComputeBackend;

struct Exhibit {
    std::vector<DatasetPtr> sets;            // as loaded, source first; may be empty
    std::vector<std::string> names;          // of the sets, as the person calls them; empty: their own
    std::shared_ptr<const Pairs> pairs;      // of a run; null: nothing has run
    const MethodInfo* method = nullptr;      // null: only the data are shown
    std::vector<FramePtr> frames;            // of the lane shown, as far as recorded
    std::vector<FramePtr> all_frames;        // of every lane; empty: there is one
    std::vector<std::string> lanes;          // their names, by number
    int lane = 0;                            // the one shown
    std::shared_ptr<const Report> report;    // null until assessed
    std::shared_ptr<const Bootstrap> bootstrap;  // for certainty halos; null: not asked for
    std::shared_ptr<const CutOff> cut_off;   // for Look::cut_off; null: not asked for, or not found yet
    std::string backend = "cpu";
    std::shared_ptr<ComputeBackend> compute;  // who projects rows of more than three numbers; null: the CPU
    std::string running;                     // "running: rotate" while a worker is busy; empty otherwise

    const std::string& name(std::size_t set) const { return set < names.size() ? names[set] : sets[set]->name; }
};

enum class Theme { Dark, Light };

// A row of one of the exhibit's sets, picked on the picture or from a list.
struct Selected {
    std::size_t set = 0;
    Index row = 0;
    bool operator==(const Selected&) const = default;
};

// Auto: the alignment where a run has one, else the data. Landscape: the alignment beside the cost of every rotation;
// where the run has no rotation of two or three dimensions, as Auto.
enum class SceneChoice { Auto, Alignment, Data, Landscape };
std::string_view name_of(SceneChoice scene);  // "auto", "alignment", "data", "landscape"
bool scene_from_name(std::string_view name, SceneChoice& scene);

// How sets of more than three dimensions come down to three: by the principal axes that both sets share, by the
// planes in which the rotation of the run turns most (principal axes until there is one), or by a tour: a path of
// projections to random ones, or one that climbs to where the pairs (unpaired: the sets) differ most.
enum class Projection { PrincipalAxes, TurningPlanes, GrandTour, GuidedTour };
std::string_view name_of(Projection projection);  // "principal-axes", "turning-planes", "grand-tour", "guided-tour"
bool projection_from_name(std::string_view name, Projection& projection);

// Shapes: what the source is painted with, and the target through the map. Place: every place its colour; Checker: the
// same in checks; Stripes: across its longest extent; Error: how far the images lie from the truth (Place where it is not
// known); Eigenfunction: one of each shape; Attribute: what the source has beside its shape (Place where it has nothing).
enum class MapColours { Place, Checker, Stripes, Error, Eigenfunction, Attribute };
std::string_view name_of(MapColours colours);  // "place", "checker", "stripes", "error", "eigenfunction", "attribute"
bool map_colours_from_name(std::string_view name, MapColours& colours);

// Scales of a decay plot: Log has the values on a logarithmic axis, LogLog their numbers too. Auto: Log of singular
// values, Linear of eigenvalues that ascend.
enum class DecayAxes { Auto, Linear, Log, LogLog };
std::string_view name_of(DecayAxes axes);  // "auto", "linear", "log", "log-log"
bool decay_axes_from_name(std::string_view name, DecayAxes& axes);

// How rotation planes are played and seen; planes by number from 1.
struct PlaneLook {
    PlaneMix mix{};
    int count = 0;                 // frames are rebuilt from the first so many; 0: from all
    std::optional<double> time{};  // steps since the first frame, also beyond the data; none: as the timeline has it
    double second_time = 0;        // along the second map of a grid of frames
    int chosen = 0;                // the plane that controls act on; 0: none
    int torus_first = 1, torus_second = 2;  // whose angles go round a torus and round its tube
    bool operator==(const PlaneLook&) const = default;
};

// How a person wants to see it.
struct Look {
    Theme theme = Theme::Dark;
    double scale = 1;            // text, lines and points together; Ctrl + and -
    double device_ratio = 1;     // device pixels per pixel
    bool readout_only = false;   // F11: the picture and its readout
    bool correspondences = true;
    bool halos = false;                // the possible images of each point, where Exhibit::bootstrap is known
    std::optional<Selected> selected{};  // outlined, with its partner and their labels
    bool ease_camera = true;
    SceneChoice scene = SceneChoice::Auto;
    Projection projection = Projection::PrincipalAxes;
    double tour_time = 0;          // seconds into a tour
    std::uint64_t tour_seed = 1;
    MapColours map_colours = MapColours::Place;
    int eigenfunction = 2;         // from 1, the constant
    std::string attribute{};       // of the source, by its name; one that it has not: its first (core/maps/carry.h)
    bool by_functions = false;     // attributes that are numbers are carried by C, others and without C by the map
    int cut_off = 0;               // shapes and map as the first so many functions give them; 0: as they are
    DecayAxes axes = DecayAxes::Auto;
    int layer = 0;                 // of several spectra the one in front, from 1; 0: as the frame has it
    int direction = 0;             // of a spectrum, from 1: the value whose direction is shown, or whose path is followed; 0: by itself
    int kept = -1;                 // directions that a cut of a spectrum keeps; -1: as the frame has it
    std::string plot{};            // on a board without room for all: the plot in front; empty: its first
    PlaneLook planes{};
    std::size_t point_budget = 0;  // 0: by renderer (20,000 on software, 2,000,000 on a GPU)
    bool operator==(const Look&) const = default;
};

}  // namespace orthoscope
