#include "core/rotations/loop_method.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

#include "core/base/random.h"
#include "core/base/text.h"
#include "core/method/describe.h"
#include "core/rotations/loop_jumps.h"
#include "core/rotations/orientation.h"
#include "core/rotations/plane_report.h"

namespace orthoscope {
namespace {

constexpr double degrees = 180 / std::numbers::pi;
constexpr double levels[] = {0.01, 0.02, 0.05, 0.1, 0.2, 0.4};
constexpr Coordinates all_systems[] = {Coordinates::Euler, Coordinates::Quaternion, Coordinates::AxisAngle, Coordinates::SixD,
                                       Coordinates::NineD};
enum class LoopPhase { Loop, Coordinates, Jumps, Noise };

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
    return values[values.size() / 2];
}

class LoopRun : public Solver {
  public:
    LoopRun(Matrix rotations, const RepresentationOptions& options, const RunSettings& settings)
        : options_(options), random_(settings.seed) {
        const Index n = rotations.rows();
        Matrix steps(n, 1);
        std::vector<double> inner;
        for (Index i = 0; i < n; ++i) {
            steps(i) = angle_between(orientation_at(rotations, i), orientation_at(rotations, (i + 1) % n));
            if (i + 1 < n) inner.push_back(steps(i));
        }
        state_.closed = steps(n - 1) <= 2 * median(inner) + 1e-9;
        if (!state_.closed) steps(n - 1) = 0;
        state_.rotations = share(std::move(rotations)), state_.steps = share(steps);
        show(LoopPhase::Loop, {{"longest_step", steps.maxCoeff()}});
    }
    Result<StepStatus> step(const Context& context) override {
        if (context.stopped()) return cancelled_error();
        const auto begin = std::chrono::steady_clock::now();
        switch (static_cast<LoopPhase>(frame_.phase)) {
            case LoopPhase::Loop: find_coordinates(); break;
            case LoopPhase::Coordinates: find_jumps(); break;
            default:
                if (auto status = add_noise(context); !status) return status.error();
        }
        seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return frame_.phase == int(LoopPhase::Noise) ? StepStatus::Completed : StepStatus::Running;
    }
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override { return seconds_; }

  private:
    void show(LoopPhase phase, Metrics metrics) {
        frame_.phase = int(phase), frame_.metrics = std::move(metrics);
        frame_.state = std::make_shared<const State>(state_);
    }

    void find_coordinates() {
        const Index n = state_.rotations->rows();
        Matrix out(n, 25);
        for (Index i = 0; i < n; ++i) {
            Index at = 0;
            for (auto system : all_systems) {
                const Vector c = coordinates_of(orientation_at(*state_.rotations, i), system);
                out.row(i).segment(at, c.size()) = c.transpose(), at += c.size();
            }
        }
        state_.coordinates = share(std::move(out));
        show(LoopPhase::Coordinates, {{"orientations", double(n)}});
    }

    void find_jumps() {
        const Matrix& c = *state_.coordinates;
        Matrix out = Matrix::Zero(c.rows(), LoopState::systems);
        for (Index i = 0; i < c.rows() - !state_.closed; ++i) {
            Index at = 0;
            for (int s = 0; s < LoopState::systems; at += LoopState::widths[s++])
                out(i, s) = (c.row((i + 1) % c.rows()).segment(at, LoopState::widths[s]) - c.row(i).segment(at, LoopState::widths[s])).norm();
        }
        const double largest = out.maxCoeff();
        state_.jumps = share(std::move(out));
        show(LoopPhase::Jumps, {{"largest_jump", largest}});
    }

    Status add_noise(const Context& context) {
        const Index n = state_.rotations->rows(), l = Index(std::size(levels));
        Matrix noise(l, 1), errors = Matrix::Zero(l, LoopState::systems);
        for (Index i = 0; i < l; ++i) noise(i) = levels[i];
        for (Index t = 0; t < n; ++t) {
            if (context.stopped()) return cancelled_error();
            const Eigen::Matrix3d truth = orientation_at(*state_.rotations, t);
            Index at = 0;
            for (int s = 0; s < LoopState::systems; at += LoopState::widths[s++]) {
                const Vector c = state_.coordinates->row(t).segment(at, LoopState::widths[s]).transpose();
                for (std::int64_t draw = 0; draw < options_.draws; ++draw) {
                    const Vector z = random_.normal(c.size(), 1);
                    // Noise of one length in all systems: shared among their numbers.
                    const double scale = coordinate_lengths[s] / std::sqrt(double(c.size()));
                    for (Index i = 0; i < l; ++i)
                        errors(i, s) += std::pow(angle_between(truth, orientation_of(c + levels[i] * scale * z, all_systems[s])), 2);
                }
            }
        }
        state_.errors = share(Matrix((errors / double(n * options_.draws)).cwiseSqrt())), state_.noise = share(noise);
        show(LoopPhase::Noise, {{"largest_error", state_.errors->maxCoeff()}});
        return success();
    }

    RepresentationOptions options_;
    Random random_;
    LoopState state_;
    Frame frame_;
    double seconds_ = 0;
};

void judge_loop(const LoopState& s, Report& report) {
    std::string jumping, smooth;
    for (int k = 0; k < LoopState::systems; ++k) {
        double largest = 0;
        Index count = 0;
        for (Index i = 0; i < s.jumps->rows(); ++i) {
            largest = std::max(largest, jump_ratio(s, i, k)), count += jumps_at(s, i, k);
        }
        const std::string name(name_of(all_systems[k]));
        report.metrics.insert(report.metrics.end(), {{name + "_jumps", double(count)},
                                                     {name + "_largest_jump", largest},
                                                     {name + "_noise_error_degrees", (*s.errors)(3, k) * degrees}});
        auto& list = count > 0 ? jumping : smooth;
        list += (list.empty() ? "" : ", ") + std::string(title_of(all_systems[k]));
    }
    report.verdict = Verdict::Supported;
    report.reasons = {(jumping.empty() ? std::string("No coordinates jump on this loop") : "On this loop these coordinates jump: " + jumping) +
                      (smooth.empty() ? "." : "; these do not: " + smooth + ".")};
    if (!s.closed) report.warnings.push_back("The loop is open: the step from the last orientation to the first is longer than the others and is left out.");
    report.metrics.emplace_back("closed_orbit", s.closed ? 1.0 : 0.0);
    const double longest = s.steps->maxCoeff() * degrees;
    report.metrics.emplace_back("longest_step_degrees", longest);
    // A jump cannot be told from a long stride.
    if (longest > 20)
        lower_verdict(report, Verdict::Doubtful, "Steps are up to " + brief(longest) + " degrees long; with finer steps jumps show clearer.");
}

class RepresentationsMethod : public Method {
  public:
    const MethodInfo& info() const override { return representations_info(); }
    Laws laws() const override { return {}; }
    ParameterSet parameters() const override { return parameters_of<RepresentationOptions>(); }
    ParameterSet resolve(const ParameterSet& options, const Pairs&) const override { return options; }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> inputs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        const Dataset& set = *inputs->sets.front();
        auto rotations = orientations_from_rows(set.values(), set.name);
        if (!rotations) return rotations.error();
        return std::unique_ptr<Solver>(
            std::make_unique<LoopRun>(std::move(*rotations), options_from<RepresentationOptions>(options), settings));
    }
    Result<Report> assess(const Pairs&, const ParameterSet&, const Recording& recording, const RunSettings&, bool,
                          const Context&) const override {
        Report report;
        const auto frame = recording.frame(recording.size() - 1);
        const auto& s = std::get<LoopState>(*frame->state);
        if (!s.errors) {
            report.verdict = Verdict::Unsupported;
            report.reasons = {"The run was stopped before all coordinates were compared."};
            return report;
        }
        report.matrices = {{"rotations", *s.rotations}, {"coordinates", *s.coordinates}, {"steps", *s.steps},
                           {"jumps", *s.jumps},         {"noise", *s.noise},             {"noise_errors", *s.errors}};
        judge_loop(s, report);
        return report;
    }
};

}  // namespace

const MethodInfo& representations_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "rotation-representations", m.title = "Coordinates of rotations";
        m.summary = "One loop of orientations in Euler angles, quaternion, axis-angle, six and nine numbers: where they jump, and what noise does to each.";
        m.citation = "Y. Zhou, C. Barnes, J. Lu, J. Yang and H. Li, On the Continuity of Rotation Representations in Neural Networks, CVPR (2019)";
        m.inputs = {"orientations, one a row"};
        m.produces = {"rotations", "coordinates", "steps", "jumps", "noise", "noise_errors"};
        m.family = MethodFamily::Rotations;
        m.most_inputs = 1;
        m.phases = {
            {"loop", "Loop", "R(t)^T R(t) = 1 , \\quad \\det R(t) = 1",
             {{"R(t)", "3 x 3, how the body stands at time t"}}, "A body tumbles once round and stands again as it stood.", 1.5},
            {"coordinates", "Coordinates", "R = R_z(a) R_y(b) R_x(c) = R(q) = e^{\\omega \\times} = [\\, r_1 \\, r_2 \\, r_1 \\times r_2 \\,]",
             {{"a, b, c", "Euler angles"}, {"q", "a unit quaternion; its first number kept positive"}, {"\\omega", "axis times angle, at most half a turn"},
              {"r_1, r_2", "the first two columns: six numbers; all three are nine"}},
             "The same orientation in five ways of writing it down.", 2.0},
            {"jumps", "Jumps", "j_t = | c(t+1) - c(t) |",
             {{"c(t)", "the coordinates at time t"}, {"j_t", "how far they move while the body turns a little"}},
             "With fewer than five numbers some loop must jump: the space of rotations does not fit in so few.", 2.0},
            {"noise", "Noise", "e = \\text{angle} ( R , R(c + \\sigma n) )",
             {{"n", "random numbers of length 1"}, {"\\sigma", "how strong the noise is"}, {"e", "how far the orientation read back is off"}},
             "A network's answer is never exact: what the same small error costs depends on the coordinates.", 2.0},
        };
        return m;
    }();
    return info;
}

const Method& representations_method() {
    static const RepresentationsMethod method;
    return method;
}

}  // namespace orthoscope
