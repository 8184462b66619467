#include "core/compute/gl/moving_set.h"

#include <algorithm>

namespace orthoscope {
namespace {

class GlSet : public MovingSet {
  public:
    GlSet(std::shared_ptr<GlWorker> worker, const Matrix& points) : worker_(std::move(worker)), rows_(points.rows()) {
        mean_ = rows_ > 0 ? RowVector(points.colwise().mean()) : RowVector(RowVector::Zero(points.cols()));
    }
    ~GlSet() override {
        (void)worker_->run([&](GlDevice&) { return points_ = {}, places_ = {}, success(); });
    }
    Index rows() const override { return rows_; }

    Status load(const Matrix& points, const Context& context) {
        const Eigen::MatrixXf centred = (points.rowwise() - mean_).cast<float>();
        return worker_->run([&](GlDevice& device) -> Status {
            auto held = device.upload(std::span<const float>(centred.data(), std::size_t(centred.size())), context);
            if (!held) return held.error();
            auto places = device.buffer(std::size_t(12 * rows_), context);
            if (!places) return places.error();
            points_ = std::move(*held), places_ = std::move(*places);
            return device.settle(context);
        });
    }

    Result<Eigen::Matrix3Xf> at(const Matrix& projection, const RowVector& offset, const Context& context) override {
        const Eigen::Matrix3Xf m = projection.transpose().cast<float>();
        const Eigen::Vector3f place = (offset + mean_ * projection).transpose().cast<float>();
        Eigen::Matrix3Xf out(3, rows_);
        auto status = worker_->run([&](GlDevice& device) { return move(device, m, place, out, context); });
        if (!status) return status.error();
        return out;
    }

  private:
    Status move(GlDevice& device, const Eigen::Matrix3Xf& m, const Eigen::Vector3f& place, Eigen::Matrix3Xf& out,
                const Context& context) {
        auto program = device.program("motion.comp");
        if (!program) return program.error();
        auto matrix = device.upload(std::span<const float>(m.data(), std::size_t(m.size())), context);
        if (!matrix) return matrix.error();
        program->bind({&points_, &*matrix, &places_}).set("rows", rows_).set("columns", m.cols()).set("offset", place);
        GlPace pace(device, device.first_work() / double(6 * m.cols() + 20));
        for (Index first = 0; first < rows_;) {
            const Index count = pace.next(std::min(4e6, double(rows_ - first)));
            program->set("first_row", first).set("last_row", first + count).dispatch(groups_of(count, 64));
            if (auto status = device.settle(context); !status) return status;
            pace.done();
            first += count;
        }
        return device.read(places_, out.data(), std::size_t(12 * rows_));
    }

    std::shared_ptr<GlWorker> worker_;
    GlBuffer points_, places_;
    Index rows_;
    RowVector mean_;
};

}  // namespace

Result<std::unique_ptr<MovingSet>> gl_moving_set(std::shared_ptr<GlWorker> worker, const Matrix& points,
                                                 const Context& context) {
    auto made = std::make_unique<GlSet>(std::move(worker), points);
    if (auto status = made->load(points, context); !status) return status.error();
    return std::unique_ptr<MovingSet>(std::move(made));
}

}  // namespace orthoscope
