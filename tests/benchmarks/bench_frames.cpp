// One table of frame times, headless, everything on the picture: a turning camera, a run that plays (one matrix), the
// points of a match on their way (a blend in the vertex shader), and a pick. Needs no display and nothing but the build.
//   bench_frames [--quick]
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <vector>

#include "core/base/median.h"
#include "core/base/random.h"
#include "core/method/method.h"
#include "views/capture/picture.h"

using namespace orthoscope;

namespace {

constexpr int width = 1280, height = 800;

DatasetPtr cloud(const char* name, Matrix rows) {
    auto set = std::make_shared<Dataset>();
    set->name = name;
    set->payload = PointCloud{std::move(rows)};
    return set;
}

// Two clouds of n points in all, paired row by row; frames as a method would have made them.
std::shared_ptr<Exhibit> exhibit_of(Index n, const char* method, std::vector<StatePtr> states) {
    Random random(1);
    const Matrix source = random.normal(n / 2, 3), turn = random_orthogonal(3, random, true);
    auto exhibit = std::make_shared<Exhibit>();
    exhibit->sets = {cloud("source", source), cloud("target", source * turn + 0.02 * random.normal(n / 2, 3))};
    auto pairs = make_pairs(exhibit->sets, {}, {});
    if (!pairs) std::fprintf(stderr, "bench_frames: %s\n", pairs.error().message().c_str()), std::exit(1);
    exhibit->pairs = *pairs;
    exhibit->method = &find_method(method)->info();
    for (auto& state : states) {
        auto frame = std::make_shared<Frame>();
        frame->iteration = std::int64_t(exhibit->frames.size());
        frame->state = state;
        exhibit->frames.push_back(frame);
    }
    return exhibit;
}

std::shared_ptr<Exhibit> turning(Index n) {
    std::vector<StatePtr> states;
    for (int k = 0; k < 3; ++k) {
        AlignmentState state;
        Matrix turn = Matrix::Identity(3, 3);
        turn.topLeftCorner(2, 2) << std::cos(k), std::sin(k), -std::sin(k), std::cos(k);
        state.rotation = share(turn);
        state.pivot = state.place = RowVector::Zero(3);
        if (k > 0) state.path = std::make_shared<const RotationPath>(Matrix(turn));
        states.push_back(std::make_shared<const State>(state));
    }
    return exhibit_of(n, "procrustes", states);
}

std::shared_ptr<Exhibit> matched(Index n) {
    ShapeState state;
    state.map = share(Indices(Indices::LinSpaced(n / 2, n / 2 - 1, 0)));
    const auto first = std::make_shared<const State>(state), last = std::make_shared<const State>(state);
    return exhibit_of(n, "zoomout", {first, last});
}

struct Times {
    double median = 0, most = 0;
};

// After two that warm up.
Times frames(int count, const std::function<double(int)>& frame) {
    std::vector<double> seconds;
    for (int k = 0; k < count + 2; ++k)
        if (const double s = frame(k); k > 1) seconds.push_back(s);
    const double most = *std::max_element(seconds.begin(), seconds.end());
    return {median(seconds), most};
}

void tell(Studio& studio, const char* what, const Times& times) {
    const auto facts = studio.stage().facts();
    std::printf("%9zu of %9zu  %-34s %10.2f %10.2f %9.1f\n", facts.drawn, facts.total, what, 1e3 * times.median,
                1e3 * times.most, 1 / times.median);
    std::fflush(stdout);
}

void turn_camera(Stage& stage, int k) {
    Camera camera = stage.camera();
    const double away = std::hypot(camera.position[0] - camera.focus[0], camera.position[2] - camera.focus[2]);
    camera.position[0] = camera.focus[0] + away * std::sin(0.03 * k);
    camera.position[2] = camera.focus[2] + away * std::cos(0.03 * k);
    stage.set_camera(camera);
}

double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void measure(Index n, int count) {
    Look look;
    look.point_budget = std::size_t(n);
    look.ease_camera = false;
    auto opened = Studio::open(look);
    if (!opened) std::fprintf(stderr, "bench_frames: %s\n", opened.error().message().c_str()), std::exit(1);
    Studio& studio = **opened;
    Stage& stage = studio.stage();
    const auto paint = [&] { return studio.time(width, height); };
    stage.show(turning(n));
    paint();
    tell(studio, "camera turns", frames(count, [&](int k) { return turn_camera(stage, k), paint(); }));
    tell(studio, "run plays", frames(count, [&](int k) {
        double sought = seconds_of([&] { stage.seek({1, 2, 0.05 + 0.9 * k / (count + 2.0)}); });
        return sought + paint();
    }));
    const auto pick = [&] { return seconds_of([&] { static_cast<void>(stage.row_at(width / 2.0 - 90, height / 2.0)); }); };
    tell(studio, "pick, the picture has changed", frames(count, [&](int k) { return turn_camera(stage, k), paint(), pick(); }));
    tell(studio, "pick again", frames(count, [&](int) { return pick(); }));
    stage.show(matched(n));
    paint();
    tell(studio, "points travel", frames(count, [&](int k) {
        double sought = seconds_of([&] { stage.seek({0, 1, 0.15 + 0.3 * k / (count + 2.0)}); });
        return sought + paint();
    }));
}

}  // namespace

int main(int count, char** words) {
    bool quick = false;
    for (int i = 1; i < count; ++i) quick = quick || !std::strcmp(words[i], "--quick");
    {
        auto studio = Studio::open();
        if (!studio) return std::fprintf(stderr, "bench_frames: %s\n", studio.error().message().c_str()), 1;
        const auto renderer = (*studio)->stage().facts().renderer;
        std::printf("renderer: %s, %d x %d\n", renderer.c_str(), width, height);
        if (renderer.find("llvmpipe") != std::string::npos)
            std::printf("This renderer runs on the processor: its times say nothing of a graphics card.\n");
    }
    std::printf("%9s    %9s  %-34s %10s %10s %9s\n", "drawn", "points", "what", "median ms", "most ms", "frames/s");
    for (Index n : {Index(20000), Index(200000), Index(2000000)})
        if (!quick || n < 2000000) measure(n, n > 1000000 ? 7 : 25);
    return 0;
}
