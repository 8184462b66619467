#include "core/shape/prepare_remesh.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "core/shape/prepare_edit.h"

namespace orthoscope {
namespace {

constexpr int passes = 6;
constexpr double long_edge = 4.0 / 3, short_edge = 4.0 / 5;
constexpr double boundary_slack = 0.15;  // of the edge length

class SurfaceRemesher {
  public:
    SurfaceRemesher(const Mesh& mesh, Index wanted, const Context& context)
        : mesh_(mesh), nearest_(mesh_), edit_(mesh), wanted_(int(wanted)), context_(context) {}

    bool run() {
        for (int pass = 0; pass < passes; ++pass) {
            context_.report(double(pass) / passes, "remeshing");
            choose_unit();
            if (pass + 2 < passes) split_long(), collapse_short();
            else reach_count();
            for (int i = 0; i < (pass + 2 < passes ? 1 : 3); ++i) flip(), relax();
            flip();
            if (stopped_) return false;
        }
        return true;
    }

    Remeshed result() const {
        std::vector<int> kept;
        Remeshed out{edit_.mesh(kept), {}};
        for (int v : kept) out.places.push_back(nearest_(edit_.points[std::size_t(v)]));
        return out;
    }

  private:
    const Point3& at(int v) const { return edit_.points[std::size_t(v)]; }
    double length(EditMesh::Edge e) const { return (at(e.a) - at(e.b)).norm(); }
    bool heard() {  // polled by every inner loop
        if (++polled_ % 256 == 0 && context_.stopped()) stopped_ = true;
        return !stopped_;
    }
    Point3 project(const Point3& p) const {
        const SurfacePoint found = nearest_(p);
        Point3 place = Point3::Zero();
        for (int c = 0; c < 3; ++c)
            place += found.weights[std::size_t(c)] * mesh_.vertices.row(mesh_.triangles(found.face, c)).transpose();
        return place;
    }

    // The edge length at which even triangles have the wanted number of corners: two triangles for each.
    void choose_unit() {
        if (unit_ == 0) unit_ = std::sqrt(surface_area(mesh_) * 2 / std::sqrt(3.0) / wanted_);
    }

    void split(EditMesh::Edge e) {
        const Point3 middle = (at(e.a) + at(e.b)) / 2;
        edit_.split(e, edit_.sides(e).count == 2 ? project(middle) : middle);
    }

    void split_long() {
        for (int round = 0; round < 12; ++round) {
            bool any = false;
            for (auto e : edit_.edges())
                if (heard() && length(e) > long_edge * unit_ && edit_.is_edge(e)) split(e), any = true;
            if (!any || stopped_) break;
        }
    }

    // Towards the end that must stay, else towards the one with more neighbours.
    bool collapse(EditMesh::Edge e, double longest) {
        const bool stays = edit_.on_boundary(e.a);
        const int gone = stays ? e.b : e.a, kept = stays ? e.a : e.b;
        return edit_.collapse(gone, kept, longest * unit_, boundary_slack * unit_) ||
               edit_.collapse(kept, gone, longest * unit_, boundary_slack * unit_);
    }

    void collapse_short() {
        for (int round = 0; round < 20; ++round) {
            std::vector<std::pair<double, EditMesh::Edge>> order;
            for (auto e : edit_.edges())
                if (const double l = length(e); l < short_edge * unit_) order.emplace_back(l, e);
            std::sort(order.begin(), order.end(), [](auto& x, auto& y) { return x.first < y.first; });
            const int before = edit_.vertices_alive();
            for (auto& [was, e] : order)
                if (heard() && edit_.is_edge(e) && length(e) < short_edge * unit_) collapse(e, long_edge);
            // The last few would cost as many rounds as the first many.
            if (stopped_ || before - edit_.vertices_alive() <= before / 200) break;
        }
    }

    // Collapses the shortest edges, or splits the longest, until the count is met.
    void reach_count() {
        for (int round = 0; round < 30 && edit_.vertices_alive() != wanted_ && !stopped_; ++round) {
            const int excess = edit_.vertices_alive() - wanted_;
            std::vector<std::pair<double, EditMesh::Edge>> order;
            for (auto e : edit_.edges()) order.emplace_back(excess > 0 ? length(e) : -length(e), e);
            std::sort(order.begin(), order.end(), [](auto& x, auto& y) { return x.first < y.first; });
            // Lengths change as neighbours go, so no round takes more than a tenth of the edges.
            order.resize(std::min(order.size(), order.size() / 10 + 10));
            for (auto& [was, e] : order) {
                if (edit_.vertices_alive() == wanted_ || !heard()) break;
                if (!edit_.is_edge(e)) continue;
                if (excess > 0 && length(e) < 1.01 * was) collapse(e, 3);
                if (excess < 0 && length(e) > -0.99 * was) split(e);
            }
        }
    }

    void flip() {
        for (int round = 0; round < 6; ++round) {
            bool any = false;
            for (auto e : edit_.edges())
                if (heard() && edit_.is_edge(e)) any |= edit_.flip_to_delaunay(e);
            if (!any || stopped_) break;
        }
    }

    // Each vertex goes to the mean of its triangles' centres, weighted by area, along the tangent plane, and back to the
    // surface; not where that would turn a triangle over.
    void relax() {
        for (int v = 0; v < int(edit_.points.size()) && heard(); ++v) {
            if (!edit_.alive(v) || edit_.on_boundary(v)) continue;
            Point3 sum = Point3::Zero(), normal = Point3::Zero();
            double weights = 0;
            for (int f : edit_.star(v)) {
                const auto& t = edit_.face(f);
                const Point3 cross = edit_.normal(f);
                const double weight = cross.norm();
                sum += weight * (at(t[0]) + at(t[1]) + at(t[2])) / 3, weights += weight, normal += cross;
            }
            if (!(weights > 0) || !(normal.norm() > 0)) continue;
            normal.normalize();
            Point3 step = sum / weights - at(v);
            step -= normal.dot(step) * normal;
            move(v, project(at(v) + step));
        }
    }

    void move(int v, const Point3& place) {
        const Point3 old = at(v);
        std::vector<Point3> before;
        for (int f : edit_.star(v)) before.push_back(edit_.normal(f));
        edit_.points[std::size_t(v)] = place;
        std::size_t i = 0;
        for (int f : edit_.star(v)) {
            const Point3& was = before[i++];
            if (was.squaredNorm() > 0 && edit_.normal(f).dot(was) <= 0) {
                edit_.points[std::size_t(v)] = old;
                return;
            }
        }
    }

    const Mesh& mesh_;
    NearestOnMesh nearest_;
    EditMesh edit_;
    int wanted_;
    const Context& context_;
    double unit_ = 0;
    std::size_t polled_ = 0;
    bool stopped_ = false;
};

}  // namespace

Result<Remeshed> remesh_surface(const Mesh& mesh, Index vertices, const Context& context) {
    SurfaceRemesher remesher(mesh, vertices, context);
    if (!remesher.run()) return cancelled_error();
    return remesher.result();
}

}  // namespace orthoscope
