// Matrices whose spectra are known: what the methods on spectra are shown on.
#pragma once

#include "core/samples/sample.h"

namespace orthoscope {

struct SpikesOptions {
    Index rows = 600, columns = 300, spikes = 6;
    double strength = 2.5;
    template <class V>
    void describe(V& v) {
        v.integer("rows", rows, 20, 20'000, "rows");
        v.integer("columns", columns, 20, 4096, "columns");
        v.integer("spikes", spikes, 0, 20, "planted directions");
        v.number("strength", strength, 0, 100, "", "size of the strongest over the edge of the noise; the weakest has 0.55 of the edge");
    }
};
struct PowerLawOptions {
    Index rows = 500, columns = 400;
    double fall = 0.5;
    template <class V>
    void describe(V& v) {
        v.integer("rows", rows, 20, 20'000, "rows");
        v.integer("columns", columns, 20, 4096, "columns");
        v.number("fall", fall, 0.05, 4, "", "value i is i to the minus this; the density of squares falls with 1 + 1 / (2 fall)");
    }
};
struct LandscapeOptions {
    Index size = 256;
    double noise = 0.02;
    template <class V>
    void describe(V& v) {
        v.integer("size", size, 32, 2048, "height and width in pixels");
        v.number("noise", noise, 0, 1, "", "standard deviation of grain; the picture spans 0 to 1");
    }
};
struct LayersOptions {
    Index width = 160;
    template <class V>
    void describe(V& v) {
        v.integer("width", width, 20, 1024, "columns of each layer");
    }
};

// Noise of standard deviation 1 with planted directions of falling strength; strengths.txt holds their sizes, the edge and
// the size below which a spike drowns (Baik, Ben Arous and Peche).
Result<Sample> planted_spikes(const SpikesOptions& options, std::uint64_t seed, const Context& context);
// Random directions with values i^-fall, exactly (values.npy).
Result<Sample> power_law_matrix(const PowerLawOptions& options, std::uint64_t seed, const Context& context);
// A drawn picture with the statistics of a photograph: soft sky, ridges, texture and sharp edges.
Result<Sample> landscape_picture(const LandscapeOptions& options, std::uint64_t seed, const Context& context);
// Six matrices as layers of a network may look: fresh noise, orthogonal, low rank, heavy-tailed, quantised, with dead rows.
Result<Sample> network_layers(const LayersOptions& options, std::uint64_t seed, const Context& context);

}  // namespace orthoscope
