// MapNotes: what a picture of two matched shapes tells the overlay.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/types.h"

namespace orthoscope {

struct MapNotes {
    // What the colours mean: a place of the source, one of its functions, or nothing yet.
    enum class Painted { Nothing, Place, Checker, Stripes, Error, Eigenfunction, Descriptor, Attribute } painted = Painted::Nothing;
    bool single = false;          // one shape, nothing to match
    Index covered = 0, total = 0; // target vertices with an image, and all; 0 of 0: there is no map yet
    std::size_t lines = 0;        // drawn between vertices and their images
    bool travels = false;         // the target's vertices are on their way to their images, or back
    bool error_unknown = false;   // the error was asked for, and there is no truth

    int eigenfunction = 1, eigenfunctions = 0;  // the one shown, from 1, of how many
    double source_value = 0, target_value = 0;  // its eigenvalues; the second unknown for a single shape
    bool turned = false;                        // the target's sign was changed to agree with the map
    Index descriptor = 0, descriptors = 0;      // the one shown, from 1
    double low = 0, high = 0;                   // ends of the colours: error, function values

    struct Attribute {
        std::string name;             // of the source; its values lie from `low` to `high` where it is one number a vertex
        bool scalar = false;
        std::vector<std::string> labels;  // their first ones, in the order of their colours; empty: it has none
        std::size_t more_labels = 0;
        Index functions = 0;          // carried by C of so many columns; 0: by the map
    };
    Attribute attribute{};

    Index cut_off = 0, cut_of = 0;  // functions that the shapes are shown with, of how many; 0: as they are
    Index cut_block = 0;            // rows and columns of C that the map shown comes from; 0: it is the run's own
    bool cut_waits = false;         // another map is on its way

    // Of all vertices judged: distance from the true image, over the square root of the source's area.
    std::vector<double> errors;  // ascending
    double error_mean = 0;
    bool geodesic = false;       // along the surface, as the report has them; else straight

    struct Curves {              // descriptors of the selected vertex and its first partner
        std::vector<double> source, target;
        std::string source_name, target_name;
    };
    Curves curves{};

    // Both embeddings along one direction, by mass.
    struct Sliced {
        std::vector<double> source, target;                // shares of the mass in bins from low to high
        std::vector<std::pair<double, double>> quantiles;  // equal shares of the mass: source, target
        double low = 0, high = 0;
        double distance = 0;                               // root mean square difference of the quantiles
        Index dimension = 0;
        bool any() const { return !quantiles.empty(); }
    };
    Sliced sliced{};
};

}  // namespace orthoscope
