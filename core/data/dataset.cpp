#include "core/data/dataset.h"

#include <array>

namespace orthoscope {
namespace {
constexpr std::array<std::string_view, 5> kind_names{"cloud", "mesh", "embedding", "matrix", "sequence"};
}

std::string_view name_of(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

bool kind_from_name(std::string_view name, Kind& kind) {
    for (std::size_t i = 0; i < kind_names.size(); ++i)
        if (kind_names[i] == name) return kind = static_cast<Kind>(i), true;
    return false;
}

const Matrix& Dataset::values() const {
    struct {
        const Matrix& operator()(const PointCloud& p) const { return p.points; }
        const Matrix& operator()(const Mesh& m) const { return m.vertices; }
        const Matrix& operator()(const EmbeddingSet& e) const { return e.rows; }
        const Matrix& operator()(const MatrixData& m) const { return m.values; }
        const Matrix& operator()(const FrameSequence& s) const { return s.frames; }
    } visitor;
    return std::visit(visitor, payload);
}

const Triangles* Dataset::triangles() const {
    if (auto mesh = std::get_if<Mesh>(&payload)) return &mesh->triangles;
    auto sequence = std::get_if<FrameSequence>(&payload);
    return sequence && sequence->triangles.rows() ? &sequence->triangles : nullptr;
}

const Attribute* Dataset::attribute(std::string_view wanted) const {
    for (auto& a : attributes)
        if (a.name == wanted) return &a;
    return nullptr;
}

}  // namespace orthoscope
