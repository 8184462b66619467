// A run that was never computed: lanes, matchings and a report as a test wants them, put into the window's document.
#pragma once

#include "core/base/random.h"
#include "tests/app/window_helpers.h"

namespace orthoscope::test {

inline FramePtr planted_frame(std::int64_t iteration, int lane, double seconds, double cost, const Matrix& rotation,
                              std::shared_ptr<const Indices> matching = {}) {
    AlignmentState state;
    state.rotation = std::make_shared<const Matrix>(rotation);
    state.pivot = state.place = RowVector::Zero(rotation.rows());
    state.matching = std::move(matching);
    Frame frame;
    frame.iteration = iteration, frame.lane = lane, frame.seconds = seconds;
    frame.metrics = {{"cost", cost}};
    frame.state = std::make_shared<const State>(state);
    return std::make_shared<const Frame>(std::move(frame));
}

// Turns about the first plane by `angle`.
inline Matrix planted_turn(Index d, double angle) {
    Matrix turn = Matrix::Identity(d, d);
    turn(0, 0) = turn(1, 1) = std::cos(angle);
    turn(0, 1) = std::sin(angle), turn(1, 0) = -turn(0, 1);
    return turn;
}

// Adds a run of these frames on the sets in their roles, and shows it; returns its id.
inline std::string plant_run(MainWindow& window, const std::vector<FramePtr>& frames,
                             const std::vector<std::string>& lanes = {}, std::shared_ptr<const Report> report = {},
                             const std::string& name = "Planted") {
    auto& document = window.bench().document;
    LiveRun live;
    auto pairs = make_pairs(document.role_sets(), {}, {});
    if (!pairs) qFatal("no pairs");
    live.pairs = *pairs;
    Provenance provenance;
    provenance.method = "procrustes";
    live.recording = std::make_shared<Recording>(provenance);
    for (auto& frame : frames) live.recording->append(*frame);
    live.recording->name_lanes(lanes);
    live.recording->finish(Outcome::Converged);
    live.options = find_method("procrustes")->parameters();
    live.request.method = "procrustes", live.request.options = live.options;
    live.report = std::move(report);
    SessionRun entry;
    entry.id = document.keep(std::move(live));
    entry.name = name, entry.method = "procrustes", entry.datasets = document.session().roles;
    entry.outcome = "converged";
    document.push(add_run(entry));
    return entry.id;
}

// Three lanes: the second wins, the third is slow. Frames alternate, as a portfolio records them.
inline std::vector<FramePtr> planted_lanes(Index d = 3) {
    std::vector<FramePtr> frames;
    const int lengths[] = {3, 5, 8};
    const double ends[] = {4, 1, 2};
    for (int i = 0; i < 8; ++i)
        for (int lane = 0; lane < 3; ++lane)
            if (i < lengths[lane]) {
                const double done = double(i) / (lengths[lane] - 1);
                frames.push_back(planted_frame(i, lane, 0.1 * (lane + 1) * i, 8 * std::pow(ends[lane] / 8, done),
                                               planted_turn(d, done * (1.5 - lane))));
            }
    return frames;
}

// A click on the picture at the place of a drawn row, as it is painted now; false where it is not drawn.
inline bool click_row(MainWindow& window, const Selected& row) {
    auto& view = window.viewport();
    QTest::qWait(20);
    view.grabFramebuffer();  // paints what was asked for, so that places are those of the next click
    const auto place = view.stage().place_of(row);
    if (!place) return false;
    const double ratio = view.devicePixelRatioF();
    const QPoint at(qRound((*place)[0] / ratio), qRound((*place)[1] / ratio));
    QTest::mouseMove(&view, at);
    QTest::mouseClick(&view, Qt::LeftButton, {}, at);
    return true;
}

}  // namespace orthoscope::test
