#include "core/shape/prepare.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "core/maps/measures.h"
#include "core/neighbours/kd_tree.h"
#include "core/shape/prepare_remesh.h"
#include "core/shape/prepare_rows.h"

namespace orthoscope {
namespace {

constexpr Index candidates = 4;  // new vertices that an old one may stand for: the nearest that faces the same way

std::string counted(Index n, const char* one, const char* many) {
    return std::to_string(n) + " " + (n == 1 ? one : many);
}

Status check(const Dataset& shape, const Context& context) {
    if (shape.kind() != Kind::Mesh && shape.kind() != Kind::Cloud)
        return input_error(shape.name, "is " + std::string(name_of(shape.kind())) + " data; expected a mesh or a cloud");
    if (shape.rows() == 0) return input_error(shape.name, "has no rows; expected some");
    if (!shape.values().allFinite()) return input_error(shape.name, "a coordinate is not finite");
    return context.fits(std::uint64_t(shape.rows()) * 1500, shape.name);
}

// Sums of the triangles' normals; zero for a vertex without a face.
Matrix normals_of(const Mesh& mesh) {
    Matrix normals = Matrix::Zero(mesh.vertices.rows(), 3);
    for (Index t = 0; t < mesh.triangles.rows(); ++t) {
        const Eigen::RowVector3d a = mesh.vertices.row(mesh.triangles(t, 0)), b = mesh.vertices.row(mesh.triangles(t, 1)),
                                 c = mesh.vertices.row(mesh.triangles(t, 2));
        for (int k = 0; k < 3; ++k) normals.row(mesh.triangles(t, k)) += (b - a).cross(c - a);
    }
    return normals;
}

class Preparer {
  public:
    Preparer(const DatasetPtr& shape, const PrepareOptions& options, const Context& context)
        : set_(*shape), options_(options), context_(context) {
        out_.rows = out_.back = Indices::LinSpaced(shape->rows(), 0, shape->rows() - 1);
    }

    Result<Prepared> run() {
        if (options_.weld) weld();
        if (options_.largest_component && !keep_largest()) return cancelled_error();
        if (options_.vertices > 0)
            if (auto status = reach_count(); !status) return status.error();
        if (options_.unit_area)
            if (auto status = scale(); !status) return status.error();
        out_.data = std::make_shared<const Dataset>(std::move(set_));
        return std::move(out_);
    }

  private:
    void note(std::string sentence) { out_.notes.push_back(set_.name + ": " + std::move(sentence)); }

    void weld() {
        const Matrix& x = set_.values();
        const double diagonal = (x.colwise().maxCoeff() - x.colwise().minCoeff()).norm();
        const Index before = set_.rows(), faces = face_count();
        select_rows(welded(x, options_.weld_tolerance * diagonal), set_, out_);
        if (before > set_.rows())
            note("welded " + std::to_string(before) + " vertices to " + std::to_string(set_.rows()) + ".");
        if (faces > face_count()) note(counted(faces - face_count(), "face", "faces") + " without three corners left out.");
    }

    bool keep_largest() {
        Selection selection;
        const Index before = set_.rows();
        if (!largest_component(set_, context_, selection)) return false;
        if (Index(selection.kept.size()) == before) return true;
        select_rows(selection, set_, out_);
        note("the largest component is " + std::to_string(set_.rows()) + " of " + std::to_string(before) + " vertices.");
        return true;
    }

    Status reach_count() {
        using Method = PrepareOptions::Method;
        const bool has_faces = face_count() > 0;
        if (options_.method == Method::Remesh || (options_.method == Method::Auto && has_faces)) return remesh();
        const Index before = set_.rows();
        if (before <= options_.vertices) {
            if (before < options_.vertices) note("has " + std::to_string(before) + " rows, fewer than asked for.");
            return success();
        }
        Selection selection;
        const bool farthest = options_.method != Method::Random;
        if (!thinned(set_.values(), options_.vertices, farthest, context_, selection)) return cancelled_error();
        if (has_faces) drop_faces(set_);
        select_rows(selection, set_, out_);
        note("thinned out from " + std::to_string(before) + " to " + std::to_string(set_.rows()) + " rows" +
             (has_faces ? ", without its faces." : "."));
        return success();
    }

    Status remesh() {
        if (!(face_count() > 0 && shape_area(set_) > 0))
            return input_error(set_.name, "has no triangle with an area; remeshing needs some");
        const bool flat = set_.columns() == 2;
        Mesh old = std::get<Mesh>(set_.payload);
        if (flat) old.vertices.conservativeResize(Eigen::NoChange, 3), old.vertices.col(2).setZero();
        auto made = remesh_surface(old, options_.vertices, context_);
        if (!made) return made.error();
        const Index before = set_.rows();
        carry_attributes(old, *made);
        if (!renumber(old, *made)) return cancelled_error();
        if (flat) made->mesh.vertices.conservativeResize(Eigen::NoChange, 2);
        set_.payload = std::move(made->mesh);
        note("remeshed from " + std::to_string(before) + " to " + std::to_string(set_.rows()) + " vertices" +
             (set_.rows() == options_.vertices
                  ? "."
                  : ", not " + std::to_string(options_.vertices) + ": its boundaries and components are kept."));
        return success();
    }

    void carry_attributes(const Mesh& old, const Remeshed& made) {
        const Index n = Index(made.places.size());
        for (auto& attribute : set_.attributes) {
            if (attribute.domain != Attribute::Domain::Row) continue;
            Matrix values = Matrix::Zero(n, attribute.values.cols());
            for (Index i = 0; i < n; ++i)
                for (int c = 0; c < 3; ++c) {
                    const auto& place = made.places[std::size_t(i)];
                    values.row(i) += place.weights[std::size_t(c)] * attribute.values.row(old.triangles(place.face, c));
                }
            if (attribute.name == "normal") values.rowwise().normalize();
            attribute.values = std::move(values);
        }
        carry_face_values(made);
        const auto lost = std::erase_if(set_.attributes, [](auto& a) { return a.domain == Attribute::Domain::Corner; });
        if (lost > 0) note("values of triangle corners (texture seams) are lost in remeshing.");
    }

    // Each new triangle takes the values of the old one under its first corner.
    void carry_face_values(const Remeshed& made) {
        for (auto& attribute : set_.attributes) {
            if (attribute.domain != Attribute::Domain::Face) continue;
            Matrix values(made.mesh.triangles.rows(), attribute.values.cols());
            for (Index t = 0; t < values.rows(); ++t)
                values.row(t) = attribute.values.row(made.places[std::size_t(made.mesh.triangles(t, 0))].face);
            attribute.values = std::move(values);
        }
    }

    bool renumber(const Mesh& old, const Remeshed& made) {
        const Index n = Index(made.places.size());
        Indices rows(n);
        std::vector<std::string> labels;
        for (Index i = 0; i < n; ++i) {
            const auto& place = made.places[std::size_t(i)];
            const auto corner = std::max_element(place.weights.begin(), place.weights.end()) - place.weights.begin();
            const Index row = old.triangles(place.face, corner);
            rows(i) = out_.rows(row);
            if (!set_.labels.empty()) labels.push_back(set_.labels[std::size_t(row)]);
        }
        const Matrix before = normals_of(old), after = normals_of(made.mesh);
        auto nearest = KdTree(made.mesh.vertices).nearest(old.vertices, candidates, 1, context_);
        if (!nearest) return false;
        for (auto& row : out_.back) {
            if (row < 0) continue;
            const Index was = row;
            row = before.row(was).isZero(0) ? -1 : nearest->row(was * candidates);
            for (Index c = 0; row >= 0 && c < candidates; ++c)
                if (const auto other = nearest->row(was * candidates + c);
                    other >= 0 && before.row(was).dot(after.row(other)) > 0) {
                    row = other;
                    break;
                }
        }
        out_.rows = std::move(rows), set_.labels = std::move(labels);
        return true;
    }

    Status scale() {
        const double area = shape_area(set_);
        if (!(area > 0) || !std::isfinite(area)) return input_error(set_.name, "has no area to scale to 1");
        out_.scale = 1 / std::sqrt(area);
        if (auto* mesh = std::get_if<Mesh>(&set_.payload)) mesh->vertices *= out_.scale;
        else std::get<PointCloud>(set_.payload).points *= out_.scale;
        return success();
    }

    Index face_count() const { return set_.triangles() ? set_.triangles()->rows() : 0; }

    Dataset set_;
    const PrepareOptions& options_;
    const Context& context_;
    Prepared out_;
};

}  // namespace

Result<Prepared> prepare(const DatasetPtr& shape, const PrepareOptions& options, const Context& context) {
    if (auto status = check(*shape, context); !status) return status.error();
    if (context.stopped()) return cancelled_error();
    if (!options.weld && !options.largest_component && !options.unit_area && options.vertices == 0) {
        const Indices same = Indices::LinSpaced(shape->rows(), 0, shape->rows() - 1);
        return Prepared{shape, same, same, 1, {}};
    }
    return Preparer(shape, options, context).run();
}

Indices map_in_file_rows(const Indices& map, const Prepared& source, const Prepared& target) {
    Indices out = Indices::Constant(target.back.size(), -1);
    for (Index y = 0; y < out.size(); ++y)
        if (const auto row = target.back(y); row >= 0 && map(row) >= 0) out(y) = source.rows(map(row));
    return out;
}

Indices map_in_prepared_rows(const Indices& map, const Prepared& source, const Prepared& target) {
    Indices out = Indices::Constant(target.rows.size(), -1);
    for (Index y = 0; y < out.size(); ++y)
        if (const auto vertex = map(target.rows(y)); vertex >= 0) out(y) = source.back(vertex);
    return out;
}

}  // namespace orthoscope
