#include "core/shape/geodesics_windows.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthoscope {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
// What is no further than this, relatively, counts as equal.
constexpr double equal = 1e-13;
constexpr double narrow = 1e-11;
// Rays that enter so near each other, over the edge's length, have no sides to each other: vertices at one place do this.
constexpr double alike = 1e-6;
constexpr std::int64_t bucket_count = 64;

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// On surfaces a search opens some 0.2 to 0.5 sqrt(f) windows a triangle. Rays that branch at edges of many faces can
// multiply without end.
std::size_t most_windows(const HalfEdgeMesh& mesh) {
    const double faces = double(mesh.tail.size()) / 3;
    return std::size_t(faces * (100 + 8 * std::sqrt(faces)));
}

double length(double x, double y) { return std::sqrt(x * x + y * y); }

// An edge that rays leave a triangle by, in the frame of the edge they came in by: its tail and its direction.
struct Exit {
    double tail_x, tail_y, ux, uy;

    double along(double x, double y) const { return ux * (x - tail_x) + uy * (y - tail_y); }
    double above(double x, double y) const { return ux * (y - tail_y) - uy * (x - tail_x); }
    // Where the ray from (x, y) through (b, 0) meets the line of the exit, as a length from its tail. A ray that runs
    // beside the line meets it far away, on the side that it runs to.
    double crossing(double b, double x, double y) const {
        const double height = above(x, y), start = along(x, y);
        return start + (along(b, 0) - start) * height / std::max(height - above(b, 0), 1e-200);
    }
};

}  // namespace

WindowSearch::WindowSearch(const HalfEdgeMesh& mesh)
    : mesh_(mesh),
      distance_(std::size_t(mesh.vertices), infinity),
      settled_(std::size_t(mesh.vertices), infinity),
      split_(mesh.tail.size(), Split{infinity, 0}),
      buckets_(bucket_count),
      most_windows_(most_windows(mesh)),
      width_(mesh.mean_length > 0 ? mesh.mean_length / 4 : 1) {}

void WindowSearch::clear() {
    for (auto v : touched_) distance_[at(v)] = settled_[at(v)] = infinity;
    for (auto h : touched_splits_) split_[at(h)] = {infinity, 0};
    touched_.clear(), touched_splits_.clear();
    for (auto& bucket : buckets_) bucket.windows.clear(), bucket.vertices.clear();
    now_ = 0, waiting_ = 0, windows_ = 0, settled_count_ = 0;
}

// Keys too far ahead wait in the last bucket: early is harmless, for what is improved later is expanded again.
WindowSearch::Bucket& WindowSearch::bucket(double key) {
    const double ahead = std::floor(key / width_) - double(now_);
    const auto steps = static_cast<std::int64_t>(std::clamp(ahead, 0.0, double(bucket_count - 1)));
    ++waiting_;
    return buckets_[std::size_t((now_ + steps) % bucket_count)];
}

void WindowSearch::lower(std::int32_t vertex, double distance) {
    double& known = distance_[at(vertex)];
    if (!(distance < known)) return;
    if (known == infinity) touched_.push_back(vertex);
    known = distance;
    if (distance < settled_[at(vertex)] * (1 - equal)) bucket(distance).vertices.push_back(vertex);
}

// Edges carry bounds on from every vertex; rays fan out again only where a shortest path may bend.
void WindowSearch::settle(std::int32_t vertex) {
    const double distance = distance_[at(vertex)];
    if (!(distance < settled_[at(vertex)] * (1 - equal))) return;
    settled_count_ += settled_[at(vertex)] == infinity;
    settled_[at(vertex)] = distance;
    for (auto i = mesh_.first[at(vertex)]; i < mesh_.first[at(vertex) + 1]; ++i) {
        const auto h = mesh_.corners[at(i)], before = HalfEdgeMesh::previous(h);
        lower(mesh_.head(h), distance + mesh_.length[at(h)]);
        lower(mesh_.tail[at(before)], distance + mesh_.length[at(before)]);
    }
    if (distance > 0 && !mesh_.turns[at(vertex)]) return;
    for (auto i = mesh_.first[at(vertex)]; i < mesh_.first[at(vertex) + 1]; ++i) {
        const auto e = HalfEdgeMesh::next(mesh_.corners[at(i)]);
        open({0, mesh_.length[at(e)], mesh_.apex_x[at(e)], mesh_.apex_y[at(e)], distance, e});
    }
}

void WindowSearch::open(Window w) {
    const auto e = at(w.half_edge);
    w.b0 = std::max(w.b0, 0.0), w.b1 = std::min(w.b1, mesh_.length[e]);
    if (mesh_.ring[e] == w.half_edge || !(w.b1 - w.b0 > narrow * mesh_.length[e]) || !(w.y > 0) || useless(w)) return;
    if (windows_ >= most_windows_) return;
    const double key = w.sigma + length(std::clamp(w.x, w.b0, w.b1) - w.x, w.y);
    bucket(key).windows.push_back(w);
    ++windows_;
}

// Xin & Wang's filter: each ray of the window is beaten, where it crosses the edge or before, by a path over one of the
// three vertices of the triangle that it came through.
bool WindowSearch::useless(const Window& w) const {
    const auto e = w.half_edge;
    const double end = mesh_.length[at(e)], tail = distance_[at(mesh_.tail[at(e)])], head = distance_[at(mesh_.head(e))],
                 apex = distance_[at(mesh_.apex(e))], px = mesh_.apex_x[at(e)], py = mesh_.apex_y[at(e)];
    const double left = (w.sigma + length(w.b0 - w.x, w.y)) * (1 - equal),
                 right = (w.sigma + length(w.b1 - w.x, w.y)) * (1 - equal);
    if (tail + w.b1 < right || head + (end - w.b0) < left) return true;
    // Rays that came through the edge at the tail all cross the segment from the apex to b0, others that to b1.
    const double middle = (w.b0 + w.b1) / 2;
    const bool from_tail_side = (px - middle) * w.y > (w.x - middle) * py;
    return from_tail_side ? apex + length(px - w.b0, py) < left : apex + length(px - w.b1, py) < right;
}

void WindowSearch::cross(const Window& w) {
    const double end = mesh_.length[at(w.half_edge)];
    for (auto g = mesh_.ring[at(w.half_edge)]; g != w.half_edge; g = mesh_.ring[at(g)]) {
        if (mesh_.tail[at(g)] == mesh_.tail[at(w.half_edge)]) enter(g, w.b0, w.b1, w.x, -w.y, w.sigma);
        else enter(g, end - w.b1, end - w.b0, end - w.x, -w.y, w.sigma);
    }
}

// Rays from (x, y), y < 0, through b0 .. b1 of half-edge h go on to the two other edges of its triangle.
void WindowSearch::enter(std::int32_t h, double b0, double b1, double x, double y, double sigma) {
    const double end = mesh_.length[at(h)], px = mesh_.apex_x[at(h)], py = mesh_.apex_y[at(h)];
    const double entry = x - (px - x) * y / (py - y), bend = std::clamp(entry, b0, b1);
    bool to_right = entry < b1, to_left = entry > b0;
    const bool splits = to_right && to_left;
    const double to_apex = splits ? sigma + length(px - x, py - y)
                                  : sigma + length(bend - x, y) + length(px - bend, py);
    lower(mesh_.apex(h), to_apex);
    if (splits) {
        // One angle, one split (Chen & Han): of all windows that see this apex only the nearest sends rays to both
        // sides of it; another one's rays on the side of the nearest's entry would cross that one's ray.
        Split& best = split_[at(h)];
        if (to_apex < best.distance) {
            if (best.distance == infinity) touched_splits_.push_back(h);
            best = {to_apex, entry};
        } else if (to_apex > best.distance * (1 + equal) && std::abs(entry - best.entry) > alike * end) {
            (entry < best.entry ? to_right : to_left) = false;
        }
    }
    if (to_right) {  // over the edge from head to apex
        const auto e = HalfEdgeMesh::next(h);
        const double l = mesh_.length[at(e)];
        const Exit exit{end, 0, (px - end) / l, py / l};
        open({b1 >= end ? 0 : exit.crossing(b1, x, y), splits ? l : exit.crossing(b0, x, y), exit.along(x, y),
              exit.above(x, y), sigma, e});
    }
    if (to_left) {  // over the edge from apex to tail
        const auto e = HalfEdgeMesh::previous(h);
        const double l = mesh_.length[at(e)];
        const Exit exit{px, py, -px / l, -py / l};
        open({splits ? 0 : exit.crossing(b1, x, y), b0 <= 0 ? l : exit.crossing(b0, x, y), exit.along(x, y),
              exit.above(x, y), sigma, e});
    }
}

bool WindowSearch::ends(const SearchLimit& limit) const {
    if (front_ > limit.radius || settled_count_ >= limit.count) return true;
    return !limit.targets.empty() &&
           std::all_of(limit.targets.begin(), limit.targets.end(), [&](Index v) { return distance(v) <= front_; });
}

// Windows first: vertices wait for the lowest distance that this bucket gives them.
bool WindowSearch::work_through_bucket(const Context& context) {
    auto& here = buckets_[std::size_t(now_ % bucket_count)];
    while (!here.windows.empty() || !here.vertices.empty()) {
        work_.windows.clear(), work_.windows.swap(here.windows);
        waiting_ -= work_.windows.size();
        for (const auto& window : work_.windows) {
            if (++polled_ % 32'768 == 0 && context.stopped()) return false;
            if (!useless(window)) cross(window);
        }
        if (!here.windows.empty()) continue;
        work_.vertices.clear(), work_.vertices.swap(here.vertices);
        waiting_ -= work_.vertices.size();
        for (auto v : work_.vertices) settle(v);
    }
    return true;
}

bool WindowSearch::run(Index source, const SearchLimit& limit, const Context& context) {
    clear();
    lower(static_cast<std::int32_t>(source), 0);
    if (context.stopped()) return false;
    for (; waiting_ > 0; ++now_) {
        front_ = double(now_) * width_;
        if (ends(limit)) return true;
        if (!work_through_bucket(context)) return false;
    }
    front_ = infinity;
    return true;
}

}  // namespace orthoscope
