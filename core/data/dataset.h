// Dataset: what one file (or one member of it, or one generator) holds. Immutable once made.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/base/types.h"

namespace orthoscope {

enum class Kind { Cloud, Mesh, Embedding, Matrix, Sequence };
std::string_view name_of(Kind kind);                     // "cloud", "mesh", "embedding", "matrix", "sequence"
bool kind_from_name(std::string_view name, Kind& kind);  // false: no such kind

struct PointCloud {
    Matrix points;  // n x d, d = 1, 2 or 3 is drawn as it is
};
struct Mesh {
    Matrix vertices;      // n x 3 (or n x 2), in the file's order, nothing merged or split
    Triangles triangles;  // f x 3; larger polygons are split as fans, and a warning says so
};
struct EmbeddingSet {
    Matrix rows;  // n x d
};
struct MatrixData {
    Matrix values;  // m x n, neither rows nor columns are samples in particular
};
// T frames, each an array flattened in C order into one row of `frames`.
struct FrameSequence {
    Matrix frames;             // T x D
    std::vector<Index> shape;  // of one frame; product D; {h, w}, {h, w, c}, {n, 3}, {d}
    std::string axes;          // letters of cli.md for all axes, time first: "tyx", "tyxc", "tc", "suyx"
    std::vector<Index> leading;  // sizes of the axes that were flattened into T: {T}, or {S, U} for "suyx"
    Triangles triangles;       // a sequence of meshes with one numbering; else 0 x 3
};
using Payload = std::variant<PointCloud, Mesh, EmbeddingSet, MatrixData, FrameSequence>;

// A column group beside the payload.
struct Attribute {
    enum class Domain { Row, Face, Corner };  // Corner: 3 f rows, corner c of face t at row 3 t + c
    std::string name;                         // "color" (0..1, 3 or 4 columns), "normal", "texture", or the file's name
    Domain domain = Domain::Row;
    Matrix values;                            // rows of its domain x components
};

struct Origin {
    std::filesystem::path path;  // empty for what was generated in memory
    std::string member;          // of an NPZ or safetensors file, else empty
    std::string sha256;          // of the file's bytes (a folder: of names and bytes in order)
    std::string format;          // "PLY, binary little endian"
};

struct Dataset {
    std::string name;  // shown to a person
    Payload payload;
    std::vector<Attribute> attributes;
    std::vector<std::string> labels;  // one a row, or empty
    Origin origin;
    std::vector<std::string> warnings;  // sentences; what reading noticed and went on with

    Kind kind() const { return static_cast<Kind>(payload.index()); }
    const Matrix& values() const;  // points, vertices, rows, values or frames
    Index rows() const { return values().rows(); }
    Index columns() const { return values().cols(); }
    const Triangles* triangles() const;  // of a mesh, or a sequence of meshes; else null
    const Attribute* attribute(std::string_view name) const;
};
using DatasetPtr = std::shared_ptr<const Dataset>;

}  // namespace orthoscope
