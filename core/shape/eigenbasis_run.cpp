#include "core/shape/eigenbasis_run.h"

#include <chrono>
#include <numeric>

namespace orthoscope {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

EigenbasisRun::EigenbasisRun(DatasetPtr shape, const EigenbasisOptions& options, int threads)
    : shape_(std::move(shape)), options_(options), threads_(threads) {
    show(EigenbasisPhase::Prepare, {}, {});
}

void EigenbasisRun::show(EigenbasisPhase phase, ShapeState state, Metrics metrics) {
    frame_.phase = int(phase);
    frame_.iteration = solver_ ? solver_->steps() : 0;
    frame_.metrics = std::move(metrics);
    frame_.state = std::make_shared<const State>(std::move(state));
}

Result<StepStatus> EigenbasisRun::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    const auto begin = Clock::now();
    if (auto status = advance(context); !status) return status.error();
    seconds_[frame_.phase] += std::chrono::duration<double>(Clock::now() - begin).count();
    return frame_.phase == int(EigenbasisPhase::Basis) ? StepStatus::Converged : StepStatus::Running;
}

Status EigenbasisRun::advance(const Context& context) {
    if (!laplacian_) {
        context.report(-1, "Laplacian");
        auto made = make_laplacian(*shape_, options_.laplacian, context);
        if (!made) return made.error();
        laplacian_ = std::move(*made);
        show(EigenbasisPhase::Laplacian, {}, {{"area", laplacian_->area}, {"components", double(laplacian_->components)}});
        return success();
    }
    if (!solver_) {
        context.report(-1, "factor");
        solver_.emplace(*laplacian_, Index(options_.k), threads_);
        if (auto status = solver_->factor(context); !status) return solver_.reset(), status.error();
        show(EigenbasisPhase::Factor, {}, {{"shift", solver_->shift()}});
        return success();
    }
    if (!solver_->done()) {
        if (auto status = solver_->iterate(context); !status) return status.error();
        if (auto status = solver_->check(context); !status) return status.error();
        ShapeState state;
        state.source_values = share(Matrix(solver_->values()));
        show(EigenbasisPhase::Iterate, std::move(state),
             {{"residual", solver_->residual()}, {"columns", double(solver_->columns())}});
        return success();
    }
    auto made = solver_->finish(context);
    if (!made) return made.error();
    const Eigenbasis& basis = *made;
    ShapeState state;
    state.source_values = share(Matrix(basis.values)), state.source_vectors = share(basis.vectors);
    show(EigenbasisPhase::Basis, std::move(state), {{"residual", basis.residuals.maxCoeff()}, {"columns", double(basis.size())}});
    return success();
}

double EigenbasisRun::fit_seconds() const { return std::accumulate(std::begin(seconds_), std::end(seconds_), 0.0); }

std::vector<std::pair<std::string, double>> EigenbasisRun::stage_seconds() const {
    std::vector<std::pair<std::string, double>> out;
    for (auto phase : {EigenbasisPhase::Laplacian, EigenbasisPhase::Factor, EigenbasisPhase::Iterate, EigenbasisPhase::Basis})
        out.emplace_back(eigenbasis_info().phases[std::size_t(phase)].id, seconds_[int(phase)]);
    return out;
}

}  // namespace orthoscope
