// The board of rotation planes: where phasors stand, what is rebuilt, what is not turned; and that nothing overlaps.
#include <QtTest>
#include <cmath>
#include <numbers>

#include "support/panels.h"
#include "tests/views/pictures.h"
#include "views/overlay/planes_view.h"

using namespace orthoscope;
using namespace orthoscope::example;

namespace {

constexpr Index frames = 12, side = 8;
constexpr double first_angle = std::numbers::pi / 6, second_angle = std::numbers::pi / 3;

const MethodInfo& planes_info() {
    static const MethodInfo info{.id = "planes",
                                 .title = "Rotation planes",
                                 .summary = "",
                                 .citation = "",
                                 .inputs = {"frames"},
                                 .produces = {"planes"},
                                 .phases = {{"schur", "Real Schur", "T = Z^T A Z", {{"T", "blocks"}}, "The action falls apart."},
                                            {"planes", "Planes", "z = a + i b", {{"a", "a direction"}}, "Each block is a plane."},
                                            {"phasors", "Phasors", "c_t = z_t", {{"c_t", "a phasor"}}, "Every frame in every plane."}},
                                 .family = MethodFamily::Rotations};
    return info;
}

// Two planes of 8 x 8 pictures, turning by 30 and 60 degrees a step, of energies 4 to 1; the last frame steps to the first.
PlanesState orbit() {
    Random random(3);
    const Matrix q = random_orthogonal(side * side, random, true);
    PlanesState s;
    Matrix planes(4, side * side), phasors(frames, 4);
    for (Index k = 0; k < 4; ++k) planes.row(k) = q.row(k);
    for (Index t = 0; t < frames; ++t)
        phasors.row(t) << 2 * std::cos(first_angle * double(t)), 2 * std::sin(first_angle * double(t)),
            std::cos(second_angle * double(t)), std::sin(second_angle * double(t));
    Indices next(frames);
    for (Index t = 0; t < frames; ++t) next(t) = (t + 1) % frames;
    s.mean = share(Matrix(Matrix::Zero(1, side * side))), s.next = share(next), s.closed = true;
    s.schur = share(Matrix(Matrix::Identity(4, 4))), s.action = s.schur;
    Matrix eigenvalues(4, 2);
    eigenvalues << std::cos(first_angle), std::sin(first_angle), std::cos(first_angle), -std::sin(first_angle),
        std::cos(second_angle), std::sin(second_angle), std::cos(second_angle), -std::sin(second_angle);
    s.eigenvalues = share(eigenvalues);
    s.planes = share(planes), s.phasors = share(phasors);
    s.angles = share(Matrix(Vector{{first_angle, second_angle}})), s.energies = share(Matrix(Vector{{0.8, 0.2}}));
    s.residuals = share(Matrix(Vector{{1e-15, 2e-15}}));
    s.blocks = share(Indices{{0, 1}}), s.kinds = share(Indices{{PlanesState::Single, PlanesState::Single}});
    s.centres = share(Matrix(Matrix::Zero(1, 4)));
    s.fixed = s.flipped = share(Matrix(Matrix(0, side * side))), s.rest = share(Matrix(Matrix(frames, 0)));
    return s;
}

Exhibit shown(PlanesState s) {
    auto set = std::make_shared<Dataset>();
    set->name = "orbit";
    FrameSequence sequence;
    sequence.frames = *s.phasors * *s.planes, sequence.shape = {side, side}, sequence.axes = "tyx", sequence.leading = {frames};
    set->payload = std::move(sequence);
    Exhibit e;
    e.sets = {set};
    auto pairs = std::make_shared<Pairs>();
    pairs->sets = e.sets;
    pairs->source = pairs->target = std::make_shared<Matrix>(set->values());
    e.pairs = pairs, e.method = &planes_info();
    PlanesState part;
    part.mean = s.mean, part.next = s.next, part.schur = s.schur, part.action = s.action, part.eigenvalues = s.eigenvalues;
    const auto push = [&](const PlanesState& state, int phase) {
        auto frame = std::make_shared<Frame>();
        frame->iteration = phase, frame->phase = phase;
        frame->state = std::make_shared<State>(state);
        e.frames.push_back(frame);
    };
    push(part, 0);
    part.planes = s.planes, part.angles = s.angles, part.energies = s.energies, part.residuals = s.residuals;
    part.blocks = s.blocks, part.kinds = s.kinds, part.centres = s.centres, part.fixed = s.fixed, part.flipped = s.flipped;
    push(part, 1);
    push(s, 2);
    return e;
}

const PlacedPanel* panel(const std::vector<PlacedPanel>& panels, const std::string& id) {
    for (auto& p : panels)
        if (p.id == id) return &p;
    return nullptr;
}

const PlacedPanel* part(const PlacedPanel& of, const std::string& id) { return panel(of.parts, id); }

}  // namespace

class TestPlanesBoard : public QObject {
    Q_OBJECT

    Overlay overlay_;

    std::vector<PlacedPanel> plan(const Exhibit& e, const Cursor& at) { return overlay_.plan(e, at, {}, {}, 1280, 800); }
    // The angle at which the phasor of a plane is drawn; NaN: none is.
    double drawn_angle(const Exhibit& e, const Cursor& at, const std::string& number) {
        const auto panels = plan(e, at);
        const auto* board = panel(panels, "rotation planes");
        if (!board || !part(*board, "phasor " + number)) return NAN;
        const auto *tip = part(*board, "phasor " + number), *circle = part(*board, "path " + number);
        return std::atan2(circle->y + circle->height / 2 - tip->y, tip->x - circle->x - circle->width / 2);
    }

  private slots:
    void phasorsStandWhereTheDataPutThem() {
        const Exhibit e = shown(orbit());
        for (double weight : {0.125, 0.25, 0.5, 0.8}) {
            const double steps = weight * double(frames);
            for (auto& [number, angle] : {std::pair{"1", first_angle}, std::pair{"2", second_angle}}) {
                const double there = drawn_angle(e, {1, 2, weight}, number), expected = angle * steps;
                QVERIFY2(std::abs(std::remainder(there - expected, 2 * std::numbers::pi)) < 1e-6,
                         qPrintable(QString("%1 at %2").arg(there).arg(expected)));
            }
        }
        // Before there are phasors the dial shows one step.
        QVERIFY(std::abs(drawn_angle(e, {1, 1, 0}, "1") - first_angle) < 1e-6);
    }

    void ellipsesStayEllipses() {
        PlanesState s = orbit();
        Matrix squeezed = *s.phasors;
        squeezed.col(1) *= 0.5;
        s.phasors = share(squeezed);
        const Exhibit e = shown(s);
        const Look look;
        const SceneNotes notes;
        const PlanesView view = planes_view(moment_of(e, {2, 2, 0}, look, notes), 4);
        double wide = 0, high = 0;
        for (auto& [x, y] : view.rows[0].path) wide = std::max(wide, std::abs(x)), high = std::max(high, std::abs(y));
        QVERIFY(std::abs(wide - 1) < 1e-12 && std::abs(high - 0.5) < 1e-12);
    }

    void whatIsLeftOutOfTheRebuiltFrameIsThatPlane() {
        const Exhibit e = shown(orbit());
        const Look look;
        const SceneNotes notes;
        const Moment moment = moment_of(e, {2, 2, 0}, look, notes);
        const PlanesView all = planes_view(moment, 2), one = planes_view(moment, 1);
        QCOMPARE(all.planes, Index(2));
        QVERIFY(all.difference.cells.cwiseAbs().maxCoeff() < 1e-12);
        const auto& s = std::get<PlanesState>(*e.frames.back()->state);
        const RowVector missing = s.phasors->row(0).tail(2) * s.planes->bottomRows(2);
        for (Index i = 0; i < side; ++i)
            for (Index j = 0; j < side; ++j) QVERIFY(std::abs(one.difference.cells(i, j) - missing(i * side + j)) < 1e-12);
    }

    void rowsWithoutAnOrderAreNotJoined() {
        PlanesState s = orbit();
        Indices after(frames);  // the second half holds the frames after one step
        for (Index t = 0; t < frames; ++t) after(t) = t < frames / 2 ? t + frames / 2 : -1;
        s.next = share(after), s.closed = false;
        const Exhibit e = shown(s);
        const Look look;
        const SceneNotes notes;
        const PlanesView view = planes_view(moment_of(e, {2, 2, 0}, look, notes), 4);
        QVERIFY(!view.rows[0].joined && view.rows[0].path.size() == std::size_t(frames));
        QCOMPARE(view.frame.cells.size(), Index(0));
    }

    void unresolvedPlanesDoNotTurn() {
        PlanesState s = orbit();
        s.kinds = share(Indices{{PlanesState::Unresolved, PlanesState::Unresolved}}), s.blocks = share(Indices{{0, 0}});
        const Exhibit e = shown(s);
        QVERIFY(std::isnan(drawn_angle(e, {2, 2, 0}, "1")));
        const Look look;
        const SceneNotes notes;
        const PlanesView view = planes_view(moment_of(e, {2, 2, 0}, look, notes), 4);
        QVERIFY(view.rows[0].still && view.rows[0].turns.find("unresolved") != std::string::npos);
    }

    void nothingOverlapsInAnyPhase() {
        const Exhibit e = shown(orbit());
        for (auto& size : sizes)
            for (std::size_t frame = 0; frame < e.frames.size(); ++frame) {
                const Look look{.scale = size.scale, .device_ratio = size.ratio};
                const QString fault = overlap(overlay_.plan(e, {frame, frame, 0}, look, {}, size.width, size.height), size.width, size.height);
                QVERIFY2(fault.isEmpty(), qPrintable(fault + QString(" at %1 x %2").arg(size.width).arg(size.height)));
            }
    }

    void thePictureShowsThePhasor() {
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            Look look;
            look.theme = theme, look.ease_camera = false;
            auto studio = Studio::open(look);
            if (!studio) QSKIP(studio.error().message().c_str());
            Stage& stage = (*studio)->stage();
            const auto exhibit = std::make_shared<const Exhibit>(shown(orbit()));
            stage.show(exhibit);
            const char* names[] = {"planes_schur", "planes_found", "planes_phasors"};
            for (std::size_t frame = 0; frame < 3; ++frame) {
                stage.seek({frame, frame, 0});
                const Image image = (*studio)->picture(1280, 800);
                save(image, std::string(names[frame]) + (theme == Theme::Dark ? "_dark" : "_light"));
                if (frame < 2) continue;
                const auto panels = overlay_.plan(*exhibit, {2, 2, 0}, look, {}, 1280, 800);
                const auto* board = panel(panels, "rotation planes");
                QVERIFY(board);
                const auto* tip = part(*board, "phasor 1");
                QVERIFY(near_colour(pixel(image, int(tip->x), int(tip->y)), palette(theme).source, 24));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestPlanesBoard)
#include "test_planes_board.moc"
