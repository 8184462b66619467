// One table of the named kernels: size, seconds on the CPU (by the clock, and busy: of all its threads together) and on
// OpenGL, their ratio, how near either comes to what its own machine can do (copy bandwidth and product rate, measured here
// on both), and the longest piece of work on the device. Least of several. Needs no display and nothing but the build;
// compute.py adds the peers.
//   bench_compute [--json]
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "core/base/random.h"
#include "core/compute/gl/gl_backend.h"
#include "core/compute/gl/worker.h"
#include "core/linalg/lapack.h"
#include "core/transport/parallel.h"

using namespace orthoscope;

namespace {

int threads() { return std::max(1, int(std::min(2u, std::thread::hardware_concurrency()))); }

struct Spent {
    double clock = 1e300, busy = 1e300;
};

Spent once(const std::function<void()>& work) {
    const auto processor = [] {
        timespec t{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
        return double(t.tv_sec) + 1e-9 * double(t.tv_nsec);
    };
    const double busy = processor();
    const auto start = std::chrono::steady_clock::now();
    work();
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), processor() - busy};
}

// The least of several within a second, of at most ten; after a warming one, where that does not take long.
Spent spent_on(const std::function<void()>& work) {
    Spent best = once(work);
    double all = best.clock;
    for (int i = 0; i < 10 && all < 1; ++i) {
        const Spent again = once(work);
        all += again.clock, best.clock = std::min(best.clock, again.clock), best.busy = std::min(best.busy, again.busy);
    }
    return best;
}

template <class T>
T checked(Result<T> result) {
    if (result) return std::move(*result);
    std::fprintf(stderr, "bench_compute: %s\n", result.error().message().c_str());
    std::exit(1);
}

struct Limits {
    double copied = 0;    // bytes a second, read and written
    double products = 0;  // multiplications and additions a second, float32
};

Limits measure_limits() {
    Limits out;
    const Index count = Index(1) << 24;
    std::vector<double> from(std::size_t(count), 1), to(from.size());
    out.copied = 16.0 * double(count) / spent_on([&] {
        parallel(count, threads(), [&](int, Index first, Index end) {
            std::memcpy(to.data() + first, from.data() + first, std::size_t(end - first) * 8);
        });
    }).clock;
    const Index n = 1024;
    const Eigen::MatrixXf a = Eigen::MatrixXf::Random(n, n), b = Eigen::MatrixXf::Random(n, n);
    Eigen::MatrixXf c(n, n);
    out.products = 2.0 * double(n * n * n) / spent_on([&] {
        multiply(Op::Plain, Op::Plain, n, n, n, 1, a.data(), n, b.data(), n, 0, c.data(), n);
    }).clock;
    return out;
}

// Shaders of this benchmark alone: a buffer into another, and fused multiplications and additions without memory.
constexpr const char* copy_shader = R"(layout(local_size_x = 64) in;
layout(std430, binding = 0) readonly buffer From { vec4 from[]; };
layout(std430, binding = 1) writeonly buffer To { vec4 to[]; };
uniform uint width;
void main() {
    uint at = gl_GlobalInvocationID.y * width + gl_GlobalInvocationID.x;
    to[at] = from[at];
}
)";
constexpr const char* rate_shader = R"(layout(local_size_x = 64) in;
layout(std430, binding = 0) buffer Out { vec4 kept[]; };
void main() {
    vec4 a[8], b = vec4(1.0 + 1e-7 * float(gl_GlobalInvocationID.x));
    for (int e = 0; e < 8; ++e) a[e] = b + float(e);
    for (uint i = 0u; i < ROUNDS; ++i)
        for (int e = 0; e < 8; ++e) a[e] = fma(a[e], b, b);
    vec4 sum = vec4(0.0);
    for (int e = 0; e < 8; ++e) sum += a[e];
    kept[gl_GlobalInvocationID.x] = sum;
}
)";

Status measure_device(GlDevice& device, Limits& out) {
    const bool software = device.context().software();
    const Index width = 64 * 1024, height = 32;  // vec4: 32 MB
    std::vector<float> zeros(std::size_t(4 * width * height), 0);
    auto from = device.upload(std::span<const float>(zeros), {}), to = device.upload(std::span<const float>(zeros), {});
    if (!from) return from.error();
    if (!to) return to.error();
    auto copy = device.program("copy.comp");
    if (!copy) return copy.error();
    copy->bind({&*from, &*to}).set("width", width);
    out.copied = 32.0 * double(width * height) / spent_on([&] { copy->dispatch(width / 64, height), (void)device.settle({}); }).clock;
    const Index rounds = software ? 64 : 4096, groups = software ? 256 : 8192;
    auto rate = device.program("rate.comp", {"ROUNDS " + std::to_string(rounds) + "u"});
    if (!rate) return rate.error();
    rate->bind({&*to});
    out.products = 2.0 * 4 * 8 * double(rounds) * 64 * double(groups) / spent_on([&] { rate->dispatch(groups), (void)device.settle({}); }).clock;
    return device.alive();
}

// All 0 where there is no device.
Limits measure_gl_limits() {
    Limits out;
    const auto folder = std::filesystem::temp_directory_path() / ("bench_compute-" + std::to_string(std::random_device()()));
    std::filesystem::create_directories(folder / "compute");
    std::ofstream(folder / "compute" / "copy.comp") << copy_shader;
    std::ofstream(folder / "compute" / "rate.comp") << rate_shader;
    GlOptions options;
    options.shaders = folder;
    if (auto worker = GlWorker::open(options))
        if (auto status = (*worker)->run([&](GlDevice& device) { return measure_device(device, out); }); !status) {
            std::fprintf(stderr, "bench_compute: %s\n", status.error().message().c_str());
            out = {};
        }
    std::filesystem::remove_all(folder);
    return out;
}

struct Row {
    std::string kernel, size;
    double flops = 0, bytes = 0;  // products of all pairs (exponentials are not counted); bytes of one pass over the values
    std::function<void(ComputeBackend&)> work;
};

Matrix normal(Index rows, Index columns, std::uint64_t seed) {
    Random random(seed);
    return random.normal(rows, columns);
}

void add_nearest(std::vector<Row>& rows, Index n, Index m, Index d, Index k) {
    const auto x = std::make_shared<Matrix>(normal(n, d, 1)), y = std::make_shared<Matrix>(normal(m, d, 2));
    rows.push_back({"nearest, k " + std::to_string(k), std::to_string(n) + " x " + std::to_string(m) + " x " + std::to_string(d),
                    2.0 * double(n) * double(m) * double(d), 0,
                    [=](ComputeBackend& b) { checked(b.nearest(*x, *y, k, threads(), {})); }});
}

void add_sliced(std::vector<Row>& rows, Index n, Index d, Index k) {
    const auto x = std::make_shared<Matrix>(normal(n, d, 3)), y = std::make_shared<Matrix>(1.2 * normal(n, d, 4)),
               t = std::make_shared<Matrix>(haar_directions(d, k, 5));
    for (const bool gradient : {false, true})
        rows.push_back({gradient ? "sliced with gradient" : "sliced", std::to_string(n) + " x " + std::to_string(d) + ", " + std::to_string(k) + " directions",
                        0, 2.0 * 16 * double(n) * double(k), [=](ComputeBackend& b) {
                            checked(b.sliced({*x}, {*y}, *t, {.threads = threads(), .turn_gradient = gradient}, {}));
                        }});
}

void add_half_step(std::vector<Row>& rows, Index n, Index d) {
    const auto x = std::make_shared<Matrix>(normal(n, d, 6)), y = std::make_shared<Matrix>(normal(n, d, 7));
    const auto g = std::make_shared<TransportGeometry>(checked(transport_geometry({*x}, {*y}, threads())));
    for (const bool single : {true, false})
        rows.push_back({single ? "half step, float32" : "half step, double", std::to_string(n) + " x " + std::to_string(n) + " x " + std::to_string(d),
                        2.0 * double(n) * double(n) * double(d), 0, [=](ComputeBackend& b) {
                            const Vector zero = Vector::Zero(n);
                            checked(b.half_step({g->source, g->target, zero, 0.02 * g->mean_cost, single, threads()}, {}));
                        }});
}

void add_sparse(std::vector<Row>& rows, Index n, Index of_each) {
    struct Pairs {
        std::vector<Index> start;
        std::vector<std::int32_t> other;
        std::vector<double> cost;
        Vector offset;
    };
    auto p = std::make_shared<Pairs>();
    Random random(8);
    for (Index i = 0; i <= n; ++i) p->start.push_back(i * of_each);
    for (Index e = 0; e < n * of_each; ++e) {
        p->other.push_back(std::int32_t(random.below(std::uint64_t(n))));
        p->cost.push_back(random.uniform());
    }
    p->offset = Vector::Zero(n);
    rows.push_back({"half step, sparse", std::to_string(n) + " rows, " + std::to_string(of_each) + " pairs each", 0,
                    double(n * of_each) * 20, [=](ComputeBackend& b) {
                        checked(b.sparse_half_step({.start = p->start, .order = {}, .other = p->other, .cost = p->cost, .offset = p->offset,
                                                    .epsilon = 0.05, .relaxation = 1, .threads = threads(), .pairs = 1}, {}));
                    }});
}

// The set is held before; the time is that of one place to the next.
void add_motion(std::vector<Row>& rows, Index n, Index d) {
    struct Held {
        Matrix x;
        std::map<const ComputeBackend*, std::unique_ptr<MovingSet>> sets;
    };
    auto held = std::make_shared<Held>();
    held->x = normal(n, d, 9);
    const Matrix m = normal(d, 3, 10);
    rows.push_back({"motion", std::to_string(n) + " x " + std::to_string(d) + " to 3-D", 6.0 * double(n) * double(d),
                    double(n) * (4 * double(d) + 12), [=](ComputeBackend& b) {
                        auto& set = held->sets[&b];
                        if (!set) set = checked(b.hold(held->x, {}));
                        checked(set->at(m, RowVector::Zero(3), {}));
                    }});
}

// Of the product rate for products, of copy bandwidth for passes: whichever is the nearer limit.
double share_of(const Limits& limits, const Row& row, double seconds) {
    if (!(limits.products > 0) || !(seconds > 0)) return 0;
    return std::max(row.flops / limits.products, row.bytes / limits.copied) / seconds;
}

}  // namespace

int main(int count, char** words) {
    const bool json = count > 1 && !std::strcmp(words[1], "--json");
    set_blas_threads(threads());
    const Limits limits = measure_limits(), gl_limits = measure_gl_limits();
    auto gl = GlBackend::open();
    std::vector<Row> rows;
    add_nearest(rows, 5000, 5000, 100, 1), add_nearest(rows, 5000, 5000, 3, 1), add_nearest(rows, 2000, 2000, 100, 10);
    add_sliced(rows, 10000, 50, 100), add_sliced(rows, 100000, 3, 100);
    add_half_step(rows, 2000, 3), add_half_step(rows, 2000, 50), add_sparse(rows, 100000, 20);
    add_motion(rows, 100000, 3), add_motion(rows, 100000, 300);
    const std::string device = gl ? (*gl)->renderer() : gl.error().message();
    if (json) {
        std::printf("{\"copies\": %.4g, \"products\": %.4g, \"gl_copies\": %.4g, \"gl_products\": %.4g, \"threads\": %d, \"device\": \"%s\", \"software\": %s, \"rows\": [", limits.copied,
                    limits.products, gl_limits.copied, gl_limits.products, threads(), device.c_str(), gl && (*gl)->software() ? "true" : "false");
    } else {
        std::printf("machine: copies %.1f GB/s (read and written), multiplies %.1f GFLOP/s in float32, on %d threads\n",
                    limits.copied * 1e-9, limits.products * 1e-9, threads());
        std::printf("OpenGL: %s", device.c_str());
        if (gl_limits.products > 0) std::printf(", copies %.1f GB/s, multiplies %.1f GFLOP/s in float32", gl_limits.copied * 1e-9, gl_limits.products * 1e-9);
        std::printf("\n");
        if (gl && (*gl)->software()) std::printf("This renderer runs on the processor: its times say nothing of a graphics card.\n");
        std::printf("%-22s %-32s %9s %9s %9s %8s %10s %9s %9s\n", "kernel", "size", "CPU s", "busy s", "GL s", "CPU/GL", "CPU/limit", "GL/limit",
                    "piece ms");
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row& row = rows[i];
        const Spent cpu = spent_on([&] { row.work(*cpu_backend()); });
        if (gl) (*gl)->take_longest_piece();
        const Spent other = gl ? spent_on([&] { row.work(**gl); }) : Spent{0, 0};
        // Drivers compile a program when it first runs; a long row comes after a short one of the same programs.
        if (gl && other.clock < 5) (*gl)->take_longest_piece(), row.work(**gl);
        const double piece = gl ? (*gl)->take_longest_piece() : 0;
        if (json)
            std::printf("%s{\"kernel\": \"%s\", \"size\": \"%s\", \"cpu\": %.6g, \"busy\": %.6g, \"gl\": %.6g, \"share\": %.4g, \"gl_share\": %.4g, \"piece\": %.4g}",
                        i ? ", " : "", row.kernel.c_str(), row.size.c_str(), cpu.clock, cpu.busy, other.clock,
                        share_of(limits, row, cpu.clock), share_of(gl_limits, row, other.clock), piece);
        else
            std::printf("%-22s %-32s %9.4f %9.4f %9.4f %8.3f %9.0f%% %8.0f%% %9.1f\n", row.kernel.c_str(), row.size.c_str(), cpu.clock, cpu.busy,
                        other.clock, other.clock > 0 ? cpu.clock / other.clock : 0, 100 * share_of(limits, row, cpu.clock),
                        100 * share_of(gl_limits, row, other.clock), 1000 * piece);
        std::fflush(stdout);
    }
    if (json) std::printf("]}\n");
    return 0;
}
