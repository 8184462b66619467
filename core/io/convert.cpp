#include "core/io/convert.h"

#include <algorithm>
#include <string>

namespace orthoscope {
namespace {

Matrix take_values(Payload& payload) {
    struct {
        Matrix operator()(PointCloud& p) const { return std::move(p.points); }
        Matrix operator()(Mesh& m) const { return std::move(m.vertices); }
        Matrix operator()(EmbeddingSet& e) const { return std::move(e.rows); }
        Matrix operator()(MatrixData& m) const { return std::move(m.values); }
        Matrix operator()(FrameSequence& s) const { return std::move(s.frames); }
    } visitor;
    return std::visit(visitor, payload);
}

bool possible(const Dataset& dataset, Kind kind) {
    if (kind == Kind::Mesh) return false;
    if (dataset.kind() == Kind::Mesh) return kind != Kind::Sequence;
    if (dataset.kind() != Kind::Sequence) return true;
    const auto& sequence = std::get<FrameSequence>(dataset.payload);
    return kind != Kind::Cloud || sequence.shape.size() == 1;
}

}  // namespace

Status convert(Dataset& dataset, Kind kind, const std::string& place) {
    if (dataset.kind() == kind) return success();
    if (!possible(dataset, kind))
        return input_error(place, "holds a " + std::string(name_of(dataset.kind())) +
                                      ", which cannot be opened as a " + std::string(name_of(kind)));
    Matrix values = take_values(dataset.payload);
    const Index rows = values.rows(), columns = values.cols();
    switch (kind) {
        case Kind::Cloud:
            dataset.payload = PointCloud{std::move(values)};
            break;
        case Kind::Embedding:
            dataset.payload = EmbeddingSet{std::move(values)};
            break;
        case Kind::Matrix:
            dataset.payload = MatrixData{std::move(values)};
            break;
        case Kind::Sequence:
            dataset.payload = FrameSequence{std::move(values), {columns}, "tc", {rows}, Triangles(0, 3)};
            break;
        case Kind::Mesh:
            break;
    }
    std::erase_if(dataset.attributes, [](const Attribute& a) { return a.domain != Attribute::Domain::Row; });
    return success();
}

}  // namespace orthoscope
