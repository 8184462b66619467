// Samples of posable figures: the same mesh turned, and the same body in two poses and two meshes.
#pragma once

#include "core/samples/figure/body.h"
#include "core/samples/sample.h"

namespace orthoscope {

enum class BodyName { Biped, Quadruped };

// A closed mesh of about `vertices` vertices of figure number `figure`, posed.
Mesh figure_mesh(BodyName body, PoseName pose, Index vertices, std::uint64_t figure, const Context& context);

struct TurnedFigureOptions {
    BodyName body = BodyName::Biped;
    PoseName pose = PoseName::Wave;
    Index vertices = 2500, figure = 1;
    double noise = 0, shift = 0.6;
    bool relabel = false, reflect = false;

    template <class Visitor>
    void describe(Visitor& v) {
        v.choice("body", body, {"biped", "quadruped"}, "two arms and two legs, or four legs");
        v.choice("pose", pose, {"rest", "stride", "wave", "sit", "bow", "turn"}, "pose of both copies");
        v.integer("vertices", vertices, 300, 200'000, "vertices of the mesh");
        v.integer("figure", figure, 1, 1'000'000, "which figure: proportions vary from one to the next");
        v.number("noise", noise, 0, 1, "",
                 "standard deviation of each target coordinate; a figure is 1.6 tall");
        v.number("shift", shift, 0, 100, "", "length of the translation; a figure is 1.6 tall");
        v.flag("relabel", relabel, "target vertices in another order than the source's");
        v.flag("reflect", reflect, "a mirrored copy");
    }
};
// Extra: truth.txt (target row of each source row), rotation.npy, translation.npy.
Result<Sample> turned_figure(const TurnedFigureOptions& options, std::uint64_t seed, const Context& context);

struct FigurePairOptions {
    PoseName pose = PoseName::Rest, target_pose = PoseName::Stride;
    Index vertices = 3000, target_vertices = 2600, figure = 1;
    double asymmetry = 1;

    template <class Visitor>
    void describe(Visitor& v) {
        v.choice("pose", pose, {"rest", "stride", "wave", "sit", "bow", "turn"}, "pose of the source");
        v.choice("target-pose", target_pose, {"rest", "stride", "wave", "sit", "bow", "turn"},
                 "pose of the target");
        v.integer("vertices", vertices, 300, 200'000, "vertices of the source");
        v.integer("target-vertices", target_vertices, 300, 200'000, "vertices of the target");
        v.integer("figure", figure, 1, 1'000'000, "which figure: proportions vary from one to the next");
        v.number("asymmetry", asymmetry, 0, 3, "",
                 "how much left and right differ: 1 varies limbs by 3 %, 0 makes the body symmetric");
    }
};

// Both meshes approximate one rest body and are bent by one function of the rest place, so the truth is
// known: truth_barycentric.txt, a line "face b0 b1 b2" for each target vertex, is the nearest point of the
// source's rest mesh; truth.txt is the nearest corner of that face (one source vertex a line), and `note`
// states the floor that this rounding sets: the mean distance from the exact point on the posed source, over
// the square root of its area. landmarks.txt: "source target" vertices of the nose, hands, feet, ears and
// tail. Pairs of equal pose differ in their triangulation alone.
Result<Sample> biped_pair(const FigurePairOptions& options, std::uint64_t seed, const Context& context);
Result<Sample> quadruped_pair(const FigurePairOptions& options, std::uint64_t seed, const Context& context);

}  // namespace orthoscope
