#include "core/samples/figure/remesh.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "core/samples/figure/halfedges.h"

namespace orthoscope {
namespace {

class Remesher {
  public:
    Remesher(const BlendedBody& body, const Mesh& mesh, Index vertices)
        : body_(body), edges_(mesh), wanted_(static_cast<int>(vertices)) {
        for (auto& p : edges_.points) {
            p = body_.project(p);
            sizes_.push_back(body_.relative_size(p));
        }
    }

    Mesh run(const Context& context) {
        const int passes = 7;
        for (int pass = 0; pass < passes && !context.stopped(); ++pass) {
            choose_unit();
            if (pass + 2 < passes) {
                split_long();
                collapse_short();
            } else {
                reach_count();
            }
            flip_to_delaunay();
            for (int i = 0; i < (pass + 2 < passes ? 1 : 3) && !context.stopped(); ++i)
                relax(), flip_to_delaunay();
        }
        return edges_.mesh();
    }

  private:
    const Point3& at(int v) const { return edges_.points[std::size_t(v)]; }
    double size(int v) const { return sizes_[std::size_t(v)]; }
    // Length of an edge over its wanted length.
    double relative_length(int h) const {
        const int a = edges_.from(h), b = edges_.to(h);
        return (at(a) - at(b)).norm() / (unit_ * (size(a) + size(b)) / 2);
    }
    bool first_of_pair(int h) const { return edges_.alive(h) && h < edges_.opposite(h); }

    // The edge length per relative size at which even triangles number 2 (wanted - 2).
    void choose_unit() {
        double sum = 0;
        for (int h = 0; h < edges_.half_edges(); h += 3)
            if (edges_.alive(h)) {
                const double s = (size(edges_.from(h)) + size(edges_.to(h)) + size(edges_.apex(h))) / 3;
                sum += edges_.face_normal(h).norm() / 2 / (s * s);
            }
        unit_ = std::sqrt(sum * 2 / std::sqrt(3.0) / wanted_);
    }

    void split(int h) {
        const Point3 place = body_.project((at(edges_.from(h)) + at(edges_.to(h))) / 2);
        edges_.split(h, place);
        sizes_.push_back(body_.relative_size(place));
    }

    bool collapse(int h, double longest) {
        const int kept = edges_.to(h);
        const Point3 place = body_.project((at(edges_.from(h)) + at(kept)) / 2);
        const double size_there = body_.relative_size(place);
        if (!edges_.may_collapse(h, place, longest * unit_ * size_there)) return false;
        edges_.collapse(h, place);
        sizes_[std::size_t(kept)] = size_there;
        return true;
    }

    void split_long() {
        for (int round = 0; round < 4; ++round) {
            bool any = false;
            for (int h = 0, end = edges_.half_edges(); h < end; ++h)
                if (first_of_pair(h) && relative_length(h) > 4.0 / 3) split(h), any = true;
            if (!any) break;
        }
    }

    void collapse_short() {
        for (int h = 0; h < edges_.half_edges(); ++h)
            if (first_of_pair(h) && relative_length(h) < 4.0 / 5) collapse(h, 4.0 / 3);
    }

    // Collapses the shortest edges or splits the longest until the count is met.
    void reach_count() {
        for (int round = 0; round < 20 && edges_.vertices_alive() != wanted_; ++round) {
            std::vector<std::pair<double, int>> order;
            for (int h = 0; h < edges_.half_edges(); ++h)
                if (first_of_pair(h)) order.emplace_back(relative_length(h), h);
            std::sort(order.begin(), order.end());
            const int excess = edges_.vertices_alive() - wanted_;
            if (excess < 0) std::reverse(order.begin(), order.end());
            // Lengths change as neighbours go, so no round takes more than a tenth of the edges.
            order.resize(std::min(order.size(), order.size() / 10 + 10));
            for (auto [length, h] : order) {
                if (edges_.vertices_alive() == wanted_) break;
                if (!first_of_pair(h)) continue;
                const double now = relative_length(h);
                if (excess < 0 && now > 0.99 * length) split(h);
                if (excess > 0 && now < 1.01 * length) collapse(h, 3);
            }
        }
    }

    // An edge whose opposite angles sum to more than a straight angle is flipped.
    void flip_to_delaunay() {
        auto cotangent = [&](int h) {
            const Point3 u = at(edges_.from(h)) - at(edges_.apex(h)),
                         v = at(edges_.to(h)) - at(edges_.apex(h));
            return u.dot(v) / std::max(u.cross(v).norm(), 1e-300);
        };
        for (int round = 0; round < 6; ++round) {
            bool any = false;
            for (int h = 0; h < edges_.half_edges(); ++h)
                if (first_of_pair(h) && cotangent(h) + cotangent(edges_.opposite(h)) < -1e-3 &&
                    edges_.may_flip(h))
                    edges_.flip(h), any = true;
            if (!any) break;
        }
    }

    // Each vertex goes to the mean of its triangles' centres, weighted by area over size^4 (which keeps small
    // triangles where they are wanted), along the tangent plane, and back to the surface.
    void relax() {
        std::vector<Point3> moved(edges_.points);
        for (int v = 0; v < int(moved.size()); ++v) {
            if (!edges_.vertex_alive(v)) continue;
            Point3 sum = Point3::Zero(), normal = Point3::Zero();
            double weights = 0;
            int h = edges_.outgoing(v);
            do {
                const int b = edges_.to(h), c = edges_.apex(h);
                const Point3 cross = edges_.face_normal(h);
                const double s = (size(v) + size(b) + size(c)) / 3, weight = cross.norm() / (s * s * s * s);
                sum += weight * (at(v) + at(b) + at(c)) / 3, weights += weight, normal += cross;
                h = edges_.around(h);
            } while (h != edges_.outgoing(v));
            if (!(weights > 0)) continue;
            Point3 step = sum / weights - at(v);
            normal.normalize();
            step -= normal.dot(step) * normal;
            moved[std::size_t(v)] = body_.project(at(v) + step);
        }
        edges_.points = std::move(moved);
        for (std::size_t v = 0; v < sizes_.size(); ++v)
            if (edges_.vertex_alive(int(v))) sizes_[v] = body_.relative_size(edges_.points[v]);
    }

    const BlendedBody& body_;
    HalfEdges edges_;
    std::vector<double> sizes_;
    int wanted_;
    double unit_ = 0;
};

}  // namespace

Mesh remesh(const BlendedBody& body, const Mesh& mesh, Index vertices, const Context& context) {
    return Remesher(body, mesh, vertices).run(context);
}

}  // namespace orthoscope
