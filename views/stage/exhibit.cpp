#include "views/stage/exhibit.h"

#include <array>
#include <utility>

namespace orthoscope {
namespace {

template <class Value, std::size_t count>
using Names = std::array<std::pair<Value, std::string_view>, count>;

constexpr Names<SceneChoice, 4> scenes{{{SceneChoice::Auto, "auto"},
                                        {SceneChoice::Alignment, "alignment"},
                                        {SceneChoice::Data, "data"},
                                        {SceneChoice::Landscape, "landscape"}}};
constexpr Names<Projection, 4> projections{{{Projection::PrincipalAxes, "principal-axes"},
                                            {Projection::TurningPlanes, "turning-planes"},
                                            {Projection::GrandTour, "grand-tour"},
                                            {Projection::GuidedTour, "guided-tour"}}};

constexpr Names<MapColours, 6> map_colours{{{MapColours::Place, "place"},
                                            {MapColours::Checker, "checker"},
                                            {MapColours::Stripes, "stripes"},
                                            {MapColours::Error, "error"},
                                            {MapColours::Eigenfunction, "eigenfunction"},
                                            {MapColours::Attribute, "attribute"}}};

constexpr Names<DecayAxes, 4> decay_axes{{{DecayAxes::Auto, "auto"},
                                          {DecayAxes::Linear, "linear"},
                                          {DecayAxes::Log, "log"},
                                          {DecayAxes::LogLog, "log-log"}}};

template <class Value, std::size_t count>
bool find(const Names<Value, count>& names, std::string_view name, Value& value) {
    for (auto& [known, text] : names)
        if (text == name) return value = known, true;
    return false;
}

}  // namespace

std::string_view name_of(SceneChoice scene) {
    return scenes[static_cast<std::size_t>(scene)].second;
}

bool scene_from_name(std::string_view name, SceneChoice& scene) {
    return find(scenes, name, scene);
}

std::string_view name_of(Projection projection) {
    return projections[static_cast<std::size_t>(projection)].second;
}

bool projection_from_name(std::string_view name, Projection& projection) {
    return find(projections, name, projection);
}

std::string_view name_of(MapColours colours) {
    return map_colours[static_cast<std::size_t>(colours)].second;
}

bool map_colours_from_name(std::string_view name, MapColours& colours) {
    return find(map_colours, name, colours);
}

std::string_view name_of(DecayAxes axes) {
    return decay_axes[static_cast<std::size_t>(axes)].second;
}

bool decay_axes_from_name(std::string_view name, DecayAxes& axes) {
    return find(decay_axes, name, axes);
}

}  // namespace orthoscope
