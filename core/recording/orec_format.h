// What an .orec file is made of; shared by its writer and its reader. Little endian throughout.
//
//   byte 0   "ORTHOREC"
//   byte 8   u32 version (1), u32 zero
//   byte 16  u64 bytes of the JSON header, u64 bytes of the whole file
//   byte 32  the JSON header
//   then, from the next multiple of 64, the arrays: float64 or int64, column by column, each at a multiple of 64
//
// Header: "provenance", "outcome" (null: unfinished), "thinned", "lanes" (names), "frames", and two tables that
// frames refer to by number, so that what frames share is stored once: "arrays" ({offset from the start of the
// arrays, rows, columns, type, crc32}) and "paths" ({basis: array, planes: [[first column, angle]...], flip: column or null}).
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "core/recording/recording.h"

namespace orthoscope::orec {

constexpr std::string_view magic = "ORTHOREC";
constexpr std::uint32_t version = 1;
constexpr std::uint64_t fixed_bytes = 32, alignment = 64;

constexpr std::uint64_t aligned(std::uint64_t bytes) { return (bytes + alignment - 1) / alignment * alignment; }

// Every field of a state, once. A visitor has number, flag, row, vector, matrix, indices and path (these three
// shared), and states for a list of alignment states.
template <class V, class S>
    requires std::is_same_v<std::remove_const_t<S>, AlignmentState>
void describe(V& v, S& state) {
    v.matrix("rotation", state.rotation);
    v.row("pivot", state.pivot);
    v.row("place", state.place);
    v.number("scale", state.scale);
    v.flag("centred", state.centred);
    v.row("target_mean", state.target_mean);
    v.matrix("cross_covariance", state.cross_covariance);
    v.number("covered", state.covered);
    v.matrix("u", state.u);
    v.matrix("v", state.v);
    v.vector("sigma", state.sigma);
    v.path("path", state.path);
    v.flag("mirrors", state.mirrors);
    v.indices("matching", state.matching);
    v.matrix("confidence", state.confidence);
    v.matrix("coupling", state.coupling);
}

template <class V, class S>
    requires std::is_same_v<std::remove_const_t<S>, GroupState>
void describe(V& v, S& state) {
    v.states("sets", state.sets);
    v.matrix("mean", state.mean);
}

template <class V, class S>
    requires std::is_same_v<std::remove_const_t<S>, ShapeState>
void describe(V& v, S& state) {
    v.matrix("source_values", state.source_values);
    v.matrix("target_values", state.target_values);
    v.matrix("source_vectors", state.source_vectors);
    v.matrix("target_vectors", state.target_vectors);
    v.matrix("source_descriptors", state.source_descriptors);
    v.matrix("target_descriptors", state.target_descriptors);
    v.matrix("functional_map", state.functional_map);
    v.indices("map", state.map);
    v.matrix("direction", state.direction);
}

template <class V, class S>
    requires std::is_same_v<std::remove_const_t<S>, PlanesState>
void describe(V& v, S& state) {
    v.matrix("mean", state.mean);
    v.indices("next", state.next);
    v.flag("closed", state.closed);
    v.number("closure", state.closure);
    v.matrix("values", state.values);
    v.number("kept", state.kept);
    v.matrix("span", state.span);
    v.matrix("moment", state.moment);
    v.matrix("moment_values", state.moment_values);
    v.matrix("action", state.action);
    v.matrix("schur", state.schur);
    v.matrix("eigenvalues", state.eigenvalues);
    v.matrix("generator", state.generator);
    v.matrix("planes", state.planes);
    v.matrix("angles", state.angles);
    v.matrix("energies", state.energies);
    v.matrix("residuals", state.residuals);
    v.indices("blocks", state.blocks);
    v.indices("kinds", state.kinds);
    v.matrix("centres", state.centres);
    v.matrix("phasors", state.phasors);
    v.matrix("fixed", state.fixed);
    v.matrix("flipped", state.flipped);
    v.matrix("rest", state.rest);
    v.matrix("reference_planes", state.reference_planes);
    v.matrix("reference_angles", state.reference_angles);
    v.matrix("overlap", state.overlap);
    v.indices("seen", state.seen);
}

template <class V, class S>
    requires std::is_same_v<std::remove_const_t<S>, LoopState>
void describe(V& v, S& state) {
    v.matrix("rotations", state.rotations);
    v.flag("closed", state.closed);
    v.matrix("steps", state.steps);
    v.matrix("coordinates", state.coordinates);
    v.matrix("jumps", state.jumps);
    v.matrix("noise", state.noise);
    v.matrix("errors", state.errors);
}

template <class V, class S>
    requires std::is_same_v<std::remove_const_t<S>, SpectrumState>
void describe(V& v, S& state) {
    v.matrix("values", state.values);
    v.indices("lengths", state.lengths);
    v.matrix("sizes", state.sizes);
    v.matrix("error_bounds", state.error_bounds);
    v.flag("ascending", state.ascending);
    v.number("layer", state.layer);
    v.matrix("twin", state.twin);
    v.matrix("edges", state.edges);
    v.matrix("parallel", state.parallel);
    v.matrix("stick", state.stick);
    v.matrix("weyl", state.weyl);
    v.matrix("tails", state.tails);
    v.matrix("twin_tails", state.twin_tails);
    v.matrix("cosines", state.cosines);
    v.matrix("entries", state.entries);
    v.matrix("spacings", state.spacings);
    v.matrix("dimensions", state.dimensions);
    v.matrix("mean", state.mean);
    v.matrix("right", state.right);
    v.matrix("left", state.left);
    v.number("cut", state.cut);
    v.matrix("errors", state.errors);
}

template <class V, class S>
    requires std::is_same_v<std::remove_const_t<S>, DescentState>
void describe(V& v, S& state) {
    v.matrix("matrix", state.matrix);
    v.matrix("values", state.values);
    v.matrix("start_values", state.start_values);
    v.matrix("target_values", state.target_values);
    v.matrix("polynomial", state.polynomial);
    v.matrix("update", state.update);
    v.matrix("update_values", state.update_values);
    v.matrix("times", state.times);
    v.matrix("path", state.path);
    v.matrix("exact", state.exact);
    v.matrix("drift", state.drift);
    v.flag("diverged", state.diverged);
}

// Names of the alternatives of State, in order.
constexpr std::string_view state_names[] = {"alignment", "group", "shape", "planes", "loop", "spectrum", "descent"};
static_assert(std::size(state_names) == std::variant_size_v<State>);

bool outcome_from_name(std::string_view name, Outcome& outcome);

nlohmann::json to_json(const Provenance& provenance);

}  // namespace orthoscope::orec
