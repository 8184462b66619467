#include "core/samples/sample.h"

#include <functional>

#include "core/method/describe.h"
#include "core/samples/figures.h"
#include "core/samples/lab_matrices.h"
#include "core/samples/matrices.h"
#include "core/samples/motions.h"
#include "core/samples/picture.h"
#include "core/samples/planted.h"
#include "core/samples/surfaces.h"

namespace orthoscope {
namespace {

struct Entry {
    SampleInfo info;
    std::function<Result<Sample>(const ParameterSet&, std::uint64_t, const Context&)> make;
};

template <class Options>
Entry entry(const char* id, const char* title, const char* summary,
            Result<Sample> (*make)(const Options&, std::uint64_t, const Context&), const char* method = "") {
    return {{id, title, summary, parameters_of<Options>(), true, method},
            [make](const ParameterSet& parameters, std::uint64_t seed, const Context& context) {
                return make(options_from<Options>(parameters), seed, context);
            }};
}

const std::vector<Entry>& entries() {
    static const std::vector<Entry> all{
        entry("planted-pair", "Planted rotation", "A set and its turned, noisy copy; the rotation is known.",
              planted_pair),
        entry("turned-figure", "Turned figure", "A figure and its copy, turned and shifted.", turned_figure),
        entry("figure-biped", "Two-legged figure", "One body in two poses, meshed twice: match its surface.",
              biped_pair),
        entry("figure-quadruped", "Four-legged figure",
              "An animal in two poses, meshed twice: match its surface.", quadruped_pair),
        entry("helix", "Helix", "A curve with handedness and its turned or mirrored copy.", helix_pair),
        entry("clusters", "Clustered embeddings", "Clusters in 50 dimensions, seen by two models.",
              clustered_embeddings),
        entry("rotating-picture", "Turning picture",
              "A picture turning in steps: planes of rotation, exactly.", rotating_picture, "rotation-planes"),
        entry("shifting-picture", "Shifting picture", "A picture going round by one column a frame: every wave is a dial.",
              shifting_picture, "rotation-planes"),
        entry("planted-orbit", "Planted orbit", "A point turning in several hidden planes at known angles.", planted_orbit,
              "rotation-planes"),
        entry("two-shifts", "Two shifts", "A picture shifted down and across: whole winding numbers on a torus.", two_shifts,
              "rotation-planes"),
        entry("shifted-patches", "Shifted patches", "Many patches before and after one shift: exact for the polar factor, not for learning rules.",
              shifted_patches, "rotation-planes"),
        entry("turning-patch", "Turning patch", "A texture like a photograph, turned: neurons learn its planes.", turning_patch,
              "antisymmetric-svd"),
        entry("running-waves", "Running waves", "Waves on a ring, the finer the faster: planes by what changes.", running_waves,
              "difference-pca"),
        entry("turning-matrix", "Turning matrix", "An orthogonal matrix with hidden planes and a mirror.", turning_matrix,
              "planes-of-matrix"),
        entry("hidden-symmetry", "Hidden symmetry", "Bumps on a ring, in no order: the covariance knows the ring can turn.",
              hidden_symmetry, "double-commutator"),
        entry("rotation-loop", "Tumbling body", "A loop of orientations on which short coordinates must jump.", rotation_loop,
              "rotation-representations"),
        entry("planted-spikes", "Planted spikes", "A few directions over noise: which of them can be told from it?", planted_spikes,
              "spectral-decay"),
        entry("power-law", "Power law", "Values that fall as a power: a straight line on logarithmic axes.", power_law_matrix,
              "spectral-decay"),
        entry("network-layers", "Six layers", "Noise, orthogonal, low rank, heavy tail, quantised, dead rows: layer by layer.",
              network_layers, "spectral-decay"),
        entry("landscape", "Landscape", "One picture as one matrix: rebuilt from its leading directions.", landscape_picture,
              "truncation"),
        entry("graded-matrix", "Graded matrix", "Singular values over three decades: which iteration lifts them all to 1?", graded_matrix,
              "newton-schulz"),
        entry("weights-and-teacher", "Weights and teacher", "Eleven optimisers on one matrix: who moves its singular values?",
              weights_and_teacher, "optimizer-lab"),
        entry("tree-of-things", "Tree of things", "What things have in common: a deep linear network learns the broad modes first.",
              tree_of_things, "deep-linear"),
        entry("sphere", "Sphere", "A round mesh whose vibrations are known in closed form.", sphere_sample),
        entry("torus", "Torus", "A ring that turns into itself.", torus_sample),
        entry("knot", "Knot", "A tube tied into a torus knot.", knot_sample),
        entry("swiss-roll", "Swiss roll", "A rolled sheet: three coordinates, two dimensions.", roll_sample),
    };
    return all;
}

}  // namespace

const SampleFile* Sample::file(std::string_view name) const {
    for (auto& f : extra)
        if (f.name == name) return &f;
    return nullptr;
}

const std::vector<SampleInfo>& samples() {
    static const std::vector<SampleInfo> infos = [] {
        std::vector<SampleInfo> list;
        for (auto& e : entries()) list.push_back(e.info);
        return list;
    }();
    return infos;
}

const SampleInfo* find_sample(std::string_view id) {
    for (auto& info : samples())
        if (info.id == id) return &info;
    return nullptr;
}

Result<Sample> make_sample(std::string_view id, const ParameterSet& parameters, std::uint64_t seed,
                           const Context& context) {
    std::string known;
    for (auto& e : entries()) {
        if (e.info.id == id) return e.make(parameters, seed, context);
        known += " " + e.info.id;
    }
    return usage_error("sample", "found " + std::string(id) + "; expected one of" + known);
}

}  // namespace orthoscope
