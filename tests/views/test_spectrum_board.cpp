// The board of a spectrum: that what is drawn are the state's numbers, what a cut leaves, which matrix is in front, and that
// nothing overlaps.
#include <QtTest>
#include <cmath>
#include <set>

#include "core/samples/shapes.h"
#include "support/panels.h"
#include "support/spectrum_exhibit.h"
#include "views/charts/chart_map.h"
#include "views/charts/plots.h"
#include "views/charts/spectrum_charts.h"
#include "views/overlay/spectrum_pictures.h"

using namespace orthoscope;
using namespace orthoscope::example;
using Drawn = ChartSeries::Kind;

namespace {

const ChartSeries* series(const Chart& chart, const std::string& label, Drawn kind) {
    for (auto& s : chart.series)
        if (s.label.starts_with(label) && s.kind == kind) return &s;
    return nullptr;
}

const PlacedPanel* part(const std::vector<PlacedPanel>& panels, const std::string& id) {
    for (auto& panel : panels)
        for (auto& inner : panel.parts)
            if (inner.id == id) return &inner;
    return nullptr;
}

Matrix as_rows(const RowVector& row) {
    Matrix out(row.size() / 3, 3);
    for (Index i = 0; i < out.rows(); ++i) out.row(i) = row.segment(3 * i, 3);
    return out;
}

SpectrumShown shown_of(const Exhibit& e, std::size_t frame, const Look& look = {}) {
    const SceneNotes notes;
    auto shown = spectrum_shown(moment_of(e, {frame, frame, 0}, look, notes));
    if (!shown) qFatal("no spectrum");
    return *shown;
}

}  // namespace

class TestSpectrumBoard : public QObject {
    Q_OBJECT

    Overlay overlay_;

  private slots:
    void theDecayShowsTheValuesOfTheState() {
        const Exhibit e = spectrum_exhibit({});
        const auto shown = shown_of(e, e.frames.size() - 1);
        const auto& state = std::get<SpectrumState>(*e.frames.back()->state);
        const Chart chart = decay_chart(shown);
        const auto* values = series(chart, "singular values", Drawn::Points);
        QVERIFY(values);
        QCOMPARE(values->y.size(), std::size_t(30));
        for (Index i = 0; i < 30; ++i) QVERIFY(values->x[std::size_t(i)] == double(i + 1) && values->y[std::size_t(i)] == (*state.values)(i, 0));
        // Counts beside their lines are those of the values above them.
        QVERIFY(series(chart, "noise edge: 3 above", Drawn::Horizontal) && series(chart, "Gavish–Donoho: 3 above", Drawn::Horizontal));
        QVERIFY(series(chart, "95 % of shuffled columns: 3 above", Drawn::Line));
        QVERIFY(series(chart, "broken stick: 2 above", Drawn::Line));  // 20 > 15, 14 > 10.6, 8 < 8.66
        QVERIFY(series(chart, "kept 4 of 30", Drawn::Vertical));
        const auto* bulk = series(chart, "where noise", Drawn::Band);
        const double root = std::sqrt(30.0 / 48.0);
        QVERIFY(bulk && bulk->upper[0] == 3.2 && std::abs(bulk->y[0] - 3.2 * (1 - root) / (1 + root)) < 1e-12);
    }

    void thePowerLawIsALineThatEndsAtItsTail() {
        const Exhibit e = spectrum_exhibit({});
        const auto shown = shown_of(e, 3);
        QVERIFY(shown.axes == DecayAxes::LogLog);  // in the phase of the tail
        const Chart chart = decay_chart(shown);
        const auto* law = series(chart, "power law α = 3, k = 10, D = 0.08", Drawn::Line);
        QVERIFY(law);
        QCOMPARE(law->y.size(), std::size_t(10));
        QVERIFY(std::abs(law->y.back() - 2) < 1e-12);  // the root of the smallest square
        const ChartMap map = map_of(chart);
        const auto at = [&](std::size_t i) { return std::pair{map.x.place(law->x[i]), map.y.place(law->y[i])}; };
        const double first = (at(4).second - at(0).second) / (at(4).first - at(0).first), second = (at(9).second - at(4).second) / (at(9).first - at(4).first);
        QVERIFY(std::abs(first - second) < 1e-9);
        QVERIFY(std::abs(std::log(law->y[0] / law->y[9]) / std::log(10.0) - 0.25) < 1e-12);  // 1 / (2 (alpha - 1))
    }

    void theLawOfNoiseIsADensity() {
        for (double b : {0.1, 0.5, 1.0}) {
            double sum = 0, square = 0;
            const int steps = 200000;
            for (int i = 0; i < steps; ++i) {
                const double x = 2.2 * (i + 0.5) / steps, f = marchenko_pastur_density(x, b) * 2.2 / steps;
                sum += f, square += x * x * f;
            }
            QVERIFY2(std::abs(sum - 1) < 2e-4 && std::abs(square - 1) < 2e-4, qPrintable(QString("%1: %2, %3").arg(b).arg(sum).arg(square)));
        }
        // The bars hold the values that the plot reaches, by their share.
        const Exhibit e = spectrum_exhibit({});
        const Chart chart = density_chart(shown_of(e, 2));
        const auto* bars = series(chart, "values", Drawn::Bars);
        double mass = 0;
        for (double y : bars->y) mass += y * (bars->x[1] - bars->x[0]);
        QVERIFY(std::abs(mass - 27.0 / 30) < 1e-9);
        QVERIFY(chart.notes.size() == 1 && chart.notes[0].starts_with("3 values beyond"));
    }

    void zerosAndRoundingAreCountedOnALogarithmicAxis() {
        auto made = planted_spectrum({});
        Matrix values = *made.state.values;
        values(29, 0) = 0, values(28, 0) = 1e-15;
        made.state.values = share(values);
        Exhibit e = spectrum_exhibit({});
        auto frame = std::make_shared<Frame>(*e.frames.back());
        frame->state = std::make_shared<State>(made.state);
        e.frames.push_back(frame);
        Chart chart = decay_chart(shown_of(e, e.frames.size() - 1));
        QVERIFY(chart.notes.size() == 1 && chart.notes[0].starts_with("1 value below"));
        QCOMPARE(map_of(chart).dropped, std::size_t(1));
        Look linear;
        linear.axes = DecayAxes::Linear;
        chart = decay_chart(shown_of(e, e.frames.size() - 1, linear));
        QVERIFY(chart.notes.empty() && map_of(chart).dropped == 0);
    }

    void aDirectionIsTheSingularVectorAsAnImage() {
        const Exhibit e = spectrum_exhibit({});
        Look look;
        look.direction = 2;
        const auto pictures = spectrum_pictures(shown_of(e, e.frames.size() - 1, look));
        const auto& state = std::get<SpectrumState>(*e.frames.back()->state);
        QVERIFY(pictures.direction.kind == ShownField::Kind::Image);
        for (Index i = 0; i < 6; ++i)
            for (Index j = 0; j < 8; ++j) QCOMPARE(pictures.direction.cells(i, j), (*state.right)(1, i * 8 + j));
        const Chart entries = direction_chart(shown_of(e, e.frames.size() - 1, look));
        QCOMPARE(entries.series[0].y[5], (*state.right)(1, 5));
    }

    void aCutLeavesWhatItsDirectionsHold() {
        const Exhibit e = spectrum_exhibit({});
        const auto& state = std::get<SpectrumState>(*e.frames.back()->state);
        const Matrix& frames = e.sets[0]->values();
        for (int kept : {0, 1, 4, 30}) {
            Look look;
            look.kept = kept;
            const auto pictures = spectrum_pictures(shown_of(e, e.frames.size() - 1, look));
            Matrix rebuilt = Matrix::Zero(1, 48);
            for (int i = 0; i < kept; ++i) rebuilt += (*state.left)(15, i) * (*state.values)(i, 0) * state.right->row(i);
            for (Index p = 0; p < 48; ++p) {
                QVERIFY(std::abs(pictures.rebuilt.cells(p / 8, p % 8) - rebuilt(p)) < 1e-10);
                QVERIFY(std::abs(pictures.difference.cells(p / 8, p % 8) - (frames(15, p) - rebuilt(p))) < 1e-10);
            }
        }
        const Chart errors = errors_chart(shown_of(e, e.frames.size() - 1));
        QVERIFY(series(errors, "singular vectors", Drawn::Line) && series(errors, "cosines", Drawn::Line));
        QCOMPARE(series(errors, "singular vectors", Drawn::Line)->y[4], (*state.errors)(4, 0));
        QVERIFY(std::abs(tail_error(shown_of(e, e.frames.size() - 1), 4) - (*state.errors)(4, 0)) < 1e-12);
    }

    // A picture that is one matrix is rebuilt from means of its sides, points are pushed together.
    void picturesAndPointsAreRebuiltToo() {
        auto made = planted_spectrum({.rows = 220, .height = 10, .width = 13});
        auto picture = std::make_shared<Dataset>(*made.set);
        picture->payload = MatrixData{made.set->values()};
        SpectrumShown shown;
        shown.all = shown.front = std::make_shared<SpectrumState>(made.state);
        shown.length = 130, shown.set = picture, shown.kept = 5, shown.names = {"picture"};
        auto pictures = spectrum_pictures(shown);
        Matrix rebuilt = Matrix::Zero(220, 130);
        for (Index i = 0; i < 5; ++i) rebuilt += made.state.left->col(i) * (*made.state.values)(i, 0) * made.state.right->row(i);
        const Index block = block_for(220, 130, most_cells);
        QCOMPARE(block, Index(3));
        QVERIFY((pictures.rebuilt.cells - block_means(rebuilt, block)).cwiseAbs().maxCoeff() < 1e-10);
        QVERIFY((pictures.original.cells - block_means(picture->values(), block)).cwiseAbs().maxCoeff() < 1e-12);

        auto flat = planted_spectrum({.rows = 50, .height = 1, .width = 3});
        shown.all = shown.front = std::make_shared<SpectrumState>(flat.state);
        shown.set = cloud("points", flat.set->values()), shown.length = 3, shown.kept = 2;
        pictures = spectrum_pictures(shown);
        QVERIFY(pictures.direction.kind == ShownField::Kind::Scatter && pictures.direction.values == flat.state.left->col(0));
        const Matrix missing = flat.state.left->col(2) * (*flat.state.values)(2, 0) * flat.state.right->row(2);
        QVERIFY((pictures.difference.values - Vector(missing.rowwise().norm())).cwiseAbs().maxCoeff() < 1e-10);
    }

    // Meshes that move are shown moved along the direction, as surfaces; a single one is moved by its term, or lifted by its wave.
    void aMeshIsMovedByADirection() {
        const Mesh ball = sphere_mesh(2);
        const Index n = ball.vertices.rows();
        const auto row_of = [&](const Matrix& points) {
            RowVector row(3 * n);
            for (Index i = 0; i < n; ++i) row.segment(3 * i, 3) = points.row(i);
            return row;
        };
        Matrix stretch = Matrix::Zero(n, 3);
        stretch.col(1) = ball.vertices.col(1);
        FrameSequence sequence;
        sequence.frames.resize(5, 3 * n);
        for (Index t = 0; t < 5; ++t) sequence.frames.row(t) = row_of(ball.vertices + 0.1 * double(t) * stretch);
        sequence.shape = {n, 3}, sequence.axes = "tyc", sequence.leading = {5}, sequence.triangles = ball.triangles;
        auto set = std::make_shared<Dataset>();
        set->payload = sequence;
        auto state = std::make_shared<SpectrumState>();
        state->values = share(Matrix(Vector::Constant(1, 2))), state->right = share(Matrix(row_of(stretch).normalized()));
        state->mean = share(Matrix(row_of(ball.vertices)));
        SpectrumShown shown;
        shown.all = shown.front = state, shown.length = 1, shown.set = set, shown.names = {"ball"};
        auto field = spectrum_pictures(shown).direction;
        QVERIFY(field.kind == ShownField::Kind::Surface && field.triangles->rows() == ball.triangles.rows());
        QVERIFY(field.before.rows() == n && (field.places - field.before).rowwise().norm().maxCoeff() > 0.2);
        for (Index i = 0; i < n; ++i)  // what lies on the equator stays
            if (std::abs(ball.vertices(i, 1)) < 1e-9) QVERIFY((field.places.row(i) - field.before.row(i)).norm() < 1e-9);
        QVERIFY((field.values - Vector(as_rows(row_of(stretch).normalized()).rowwise().norm())).cwiseAbs().maxCoeff() < 1e-12);
        // What a cut leaves is a surface too.
        shown.kept = 0;
        const auto cut = spectrum_pictures(shown);
        QVERIFY(cut.rebuilt.kind == ShownField::Kind::Surface && (cut.rebuilt.places - cut.original.places).norm() > 0.1);

        auto single = std::make_shared<Dataset>();
        single->payload = ball;
        auto waves = std::make_shared<SpectrumState>();
        waves->ascending = true, waves->values = state->values, waves->right = share(Matrix(ball.vertices.col(2).transpose()));
        shown.all = shown.front = waves, shown.set = single, shown.kept = -1;
        field = spectrum_pictures(shown).direction;
        QVERIFY(field.kind == ShownField::Kind::Surface && field.values == ball.vertices.col(2));
        const Vector pushed = (field.places - field.before).rowwise().norm();
        QVERIFY((pushed / pushed.maxCoeff() - ball.vertices.col(2).cwiseAbs() / ball.vertices.col(2).cwiseAbs().maxCoeff()).cwiseAbs().maxCoeff() < 0.02);
    }

    // Where there is no room, every plot can be reached: the marks lead round through all of them.
    void everyPlotCanBeReached() {
        for (Index layers : {Index(1), Index(3)}) {
            const Exhibit e = spectrum_exhibit({.layers = layers});
            const auto last = e.frames.size() - 1;
            std::set<std::string> wanted;
            for (auto& chart : plots_of(e, {last, last, 0}, {})) if (!chart.id.starts_with("layer-") && chart.id != "direction") wanted.insert(chart.id);
            for (auto [width, height, scale] : {std::tuple{1280, 720, 1.75}, {616, 400, 1.75}, {900, 600, 1.0}, {1280, 800, 1.0}}) {
                Look look{.scale = scale};
                std::set<std::string> seen, parts;
                for (int step = 0; step < 16; ++step) {
                    const auto panels = overlay_.plan(e, {last, last, 0}, look, {}, width, height);
                    QVERIFY(overlap(panels, width, height).isEmpty());
                    std::string next;
                    for (auto& panel : panels)
                        for (auto& inner : panel.parts) {
                            if (inner.id.starts_with("plot-")) seen.insert(inner.id.substr(5));
                            if (inner.id.starts_with("tab-")) next = inner.id.substr(4);
                            parts.insert(inner.id);
                        }
                    if (next.empty()) break;
                    look.plot = next;
                }
                const QString where = QString(" at %1 x %2, %3").arg(width).arg(height).arg(scale);
                for (auto& id : wanted) QVERIFY2(seen.count(id), qPrintable(QString::fromStdString(id) + where));
                for (auto id : {"picture-direction", "picture-rebuilt"}) QVERIFY2(parts.count(id), qPrintable(QString(id) + where));
                QVERIFY2(layers == 1 || parts.count("layer-1"), qPrintable(where));  // where only one has room, the one in front
            }
        }
    }

    void anotherMatrixBringsItsOwnCurves() {
        const Exhibit e = spectrum_exhibit({.layers = 3});
        Look look;
        look.layer = 2;
        const auto shown = shown_of(e, e.frames.size() - 1, look);
        QCOMPARE(shown.layer, Index(1));
        const auto second = planted_spectrum({.layers = 3}, 1);
        QVERIFY(*shown.front->right == *second.state.right);
        QCOMPARE(decay_chart(shown).series.empty(), false);
        QCOMPARE(series(decay_chart(shown), "singular values", Drawn::Points)->y[0], 1.3 * 20);
        // A matrix that has not come yet is not shown; the one at hand is.
        look.layer = 3;
        QCOMPARE(shown_of(e, 2, look).layer, Index(0));
        std::set<std::string> ids;
        for (auto& chart : plots_of(e, {e.frames.size() - 1, e.frames.size() - 1, 0}, {})) ids.insert(chart.id);
        for (auto id : {"decay", "errors", "density", "cosines", "entries", "neighbours", "dimension", "direction", "layer-1", "layer-3"}) QVERIFY2(ids.count(id), id);
    }

    void nothingOverlapsInAnyPhase() {
        for (Index layers : {Index(1), Index(12)}) {
            const Exhibit e = spectrum_exhibit({.layers = layers});
            for (auto& size : sizes)
                for (std::size_t frame = 0; frame < e.frames.size(); frame += frame < 5 ? 1 : 7) {
                    const Look look{.scale = size.scale, .device_ratio = size.ratio};
                    const auto panels = overlay_.plan(e, {frame, frame, 0}, look, {}, size.width, size.height);
                    const QString fault = overlap(panels, size.width, size.height);
                    QVERIFY2(fault.isEmpty(), qPrintable(fault + QString(" at %1 x %2").arg(size.width).arg(size.height)));
                    if (e.frames[frame]->phase > 0 && size.width >= 640) QVERIFY2(part(panels, "area-decay"), qPrintable(QString("no decay at %1 x %2").arg(size.width).arg(size.height)));
                    for (auto& panel : panels) QVERIFY(panel.id != "sets" || layers == 1 || size.width < 900 || size.scale > 1);  // matrices neither move nor stay
                }
            const auto last = e.frames.size() - 1;
            const auto panels = overlay_.plan(e, {last, last, 0}, {}, {}, 1280, 800);
            for (auto id : {"cut", "plot-errors", "picture-direction", "picture-rebuilt"}) QVERIFY2(part(panels, id), id);
            QCOMPARE(part(panels, "layer-2") != nullptr, layers > 1);
        }
    }

    void theCutIsDraggedOnThePlot() {
        auto studio = Studio::open({});
        if (!studio) QSKIP(studio.error().message().c_str());
        Stage& stage = (*studio)->stage();
        stage.show(std::make_shared<const Exhibit>(spectrum_exhibit({})));
        (void)(*studio)->picture(1280, 800);
        const Exhibit e = spectrum_exhibit({});
        const auto panels = overlay_.plan(e, {e.frames.size() - 1, e.frames.size() - 1, 0}, {}, {}, 1280, 800);
        const auto *cut = part(panels, "cut"), *area = part(panels, "area-decay");
        QVERIFY(cut && area);
        const double y = area->y + area->height / 2;
        const ChartMap map = map_of(decay_chart(shown_of(e, e.frames.size() - 1)));
        const auto x_of = [&](double number) { return area->x + map.x.place(number) * area->width; };
        QCOMPARE(stage.plot_at(x_of(20), y), std::string("decay"));
        QCOMPARE(stage.value_at(x_of(7.2), y).value_or(0), 7);
        QVERIFY(stage.pointer({PointerEvent::Type::Press, PointerEvent::Button::Left, cut->x + cut->width / 2, y}));
        QCOMPARE(stage.dragged_cut().value_or(-1), 4);
        QVERIFY(stage.pointer({PointerEvent::Type::Move, PointerEvent::Button::Left, x_of(11.5), y}));
        QCOMPARE(stage.dragged_cut().value_or(-1), 11);
        const Image dragged = (*studio)->picture(1280, 800);
        const auto marker = pixel(dragged, int(std::lround(x_of(11.5))), int(area->y + area->height * 0.75));
        QVERIFY(near_colour(marker, palette(Theme::Dark).selection, 60));
        stage.pointer({PointerEvent::Type::Release, PointerEvent::Button::Left, x_of(11.5), y});
        QVERIFY(!stage.dragged_cut());
        // The value under the pointer is read out.
        QVERIFY(stage.pointer({PointerEvent::Type::Move, PointerEvent::Button::None, x_of(2), area->y + area->height * 0.4}));
        QVERIFY(mean_difference(dragged, (*studio)->picture(1280, 800)) > 0.02);
    }

    void thePictureShowsTheValues() {
        for (Theme theme : {Theme::Dark, Theme::Light})
            for (Index layers : {Index(1), Index(12)}) {
                Look look;
                look.theme = theme, look.ease_camera = false;
                auto studio = Studio::open(look);
                if (!studio) QSKIP(studio.error().message().c_str());
                Stage& stage = (*studio)->stage();
                const auto exhibit = std::make_shared<const Exhibit>(spectrum_exhibit({.layers = layers}));
                stage.show(exhibit);
                for (std::size_t frame : {std::size_t(2), std::size_t(4), exhibit->frames.size() - 1}) {
                    stage.seek({frame, frame, 0});
                    const Image image = (*studio)->picture(1280, 800);
                    save(image, "spectrum_" + std::to_string(layers) + "_" + std::to_string(frame) + (theme == Theme::Dark ? "_dark" : "_light"));
                    const auto panels = overlay_.plan(*exhibit, {frame, frame, 0}, look, {}, 1280, 800);
                    const auto* area = part(panels, "area-decay");
                    QVERIFY(area);
                    const auto shown = shown_of(*exhibit, frame, look);
                    const Chart chart = decay_chart(shown);
                    const ChartMap map = map_of(chart);
                    const int x = int(area->x + map.x.place(2) * area->width), y = int(area->y + (1 - map.y.place(shown.value(1))) * area->height);
                    QVERIFY(near_colour(pixel(image, x, y), palette(theme).source, 40));
                }
            }
    }
};

QTEST_APPLESS_MAIN(TestSpectrumBoard)
#include "test_spectrum_board.moc"
