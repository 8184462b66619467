// Panels of two matched shapes: none overlaps another, the functional map shows what it is, symbols have values.
#include <QtTest>

#include "support/map_exhibit.h"
#include "support/panels.h"
#include "views/overlay/moment.h"

using namespace orthoscope;
using namespace orthoscope::example;

namespace {

std::shared_ptr<Report> doubtful() {
    auto report = std::make_shared<Report>();
    report->verdict = Verdict::Doubtful;
    report->reasons = {"The next candidate is nearly as good as the best one, so left and right may have changed places."};
    return report;
}

SceneNotes notes_of(const Exhibit& e, MapNotes::Painted painted) {
    SceneNotes notes;
    notes.drawn = notes.total = 800;
    notes.projection = "side by side, turned together";
    notes.renderer = "llvmpipe";
    MapNotes& map = notes.map.emplace();
    map.painted = painted;
    map.single = e.sets.size() < 2;
    map.covered = 350, map.total = map.single ? 0 : 380;
    map.lines = 36;
    map.high = 0.0812, map.low = -0.0812;
    map.eigenfunction = 12, map.eigenfunctions = 40, map.turned = true;
    map.source_value = 1.234, map.target_value = 1.345;
    map.descriptor = 6, map.descriptors = 12;
    for (int k = 0; k < 300; ++k) map.errors.push_back(k * 0.001);
    map.error_mean = 0.15;
    map.curves = {{1, 2, 3}, {1, 2.5, 3}, "vertex 12", "vertex 345"};
    map.sliced.source = map.sliced.target = {0.25, 0.5, 0.25};
    map.sliced.quantiles = {{-1, -0.9}, {1, 1.1}};
    map.sliced.low = -1, map.sliced.high = 1.1;
    return notes;
}

}  // namespace

class TestMapOverlay : public QObject {
    Q_OBJECT

    Overlay overlay_;

  private slots:
    void nothingOverlapsInAnyPhase() {
        // Sizes outermost: each has fonts of its own.
        const Exhibit plans[] = {shapes(), shapes({.lanes = 2})};
        for (auto& size : sizes)
            for (Exhibit e : plans)
                for (const bool judged : {false, true}) {
                    if (judged) e.report = doubtful();
                    for (std::size_t frame = 0; frame < e.frames.size(); ++frame)
                        for (auto painted : {MapNotes::Painted::Place, MapNotes::Painted::Eigenfunction}) {
                            const Look look{.scale = size.scale, .device_ratio = size.ratio};
                            const auto panels = overlay_.plan(e, {frame, frame, 0}, look, notes_of(e, painted), size.width, size.height);
                            const QString fault = overlap(panels, size.width, size.height);
                            QVERIFY2(fault.isEmpty(), qPrintable(fault + QString(" in frame %1 at %2 x %3")
                                                                             .arg(frame).arg(size.width).arg(size.height)));
                            if (size.width >= 640) QVERIFY(has(panels, "phase"));
                        }
                }
    }

    void aCutOffIsSaidOnEverySize() {
        Exhibit e = shapes();
        e.report = doubtful();
        const auto last = e.frames.size() - 1;
        for (auto& size : sizes)
            for (const bool waits : {false, true}) {
                SceneNotes notes = notes_of(e, MapNotes::Painted::Eigenfunction);
                notes.map->cut_off = 20, notes.map->cut_of = 40, notes.map->cut_block = waits ? 0 : 20, notes.map->cut_waits = waits;
                const Look look{.scale = size.scale, .device_ratio = size.ratio, .cut_off = 20};
                const auto panels = overlay_.plan(e, {last, last, 0}, look, notes, size.width, size.height);
                const QString fault = overlap(panels, size.width, size.height);
                QVERIFY2(fault.isEmpty(), qPrintable(fault));
                if (size.width >= 1280) QVERIFY(has(panels, "cut-off"));
                notes.map->cut_off = 0;
                QVERIFY(!has(overlay_.plan(e, {last, last, 0}, look, notes, size.width, size.height), "cut-off"));
            }
    }

    void everythingOfAMapShowsAtTheUsualSize() {
        Exhibit e = shapes();
        e.report = doubtful();
        const auto last = e.frames.size() - 1;
        const auto panels = overlay_.plan(e, {last, last, 0}, {}, notes_of(e, MapNotes::Painted::Place), 1280, 800);
        for (const char* id : {"verdict", "names", "phase", "formula", "values", "functional map", "map colours", "coverage"})
            QVERIFY2(has(panels, id), id);
        QVERIFY(!has(panels, "sets"));
        const auto basis = overlay_.plan(e, {1, 1, 0}, {}, notes_of(e, MapNotes::Painted::Eigenfunction), 1280, 800);
        QVERIFY(has(basis, "eigenvalues"));
        QVERIFY(!has(basis, "functional map"));
    }

    // 1280 x 800 less the window's docks.
    void aLargeMatrixTakesTheRoom() {
        const Exhibit e = shapes();
        const auto last = e.frames.size() - 1;
        SceneNotes notes = notes_of(e, MapNotes::Painted::Place);
        const auto cells = [&](const std::vector<PlacedPanel>& panels) {
            for (auto& panel : panels)
                for (auto& part : panel.parts)
                    if (part.id == "c-cells") return part;
            return PlacedPanel{};
        };
        for (auto [width, height] : {std::pair{1280, 800}, {899, 622}, {640, 420}}) {
            notes.matrix.large = false;
            const auto small = cells(overlay_.plan(e, {last, last, 0}, {}, notes, width, height));
            notes.matrix.large = true;
            const auto panels = overlay_.plan(e, {last, last, 0}, {}, notes, width, height);
            QVERIFY(overlap(panels, width, height).isEmpty());
            QVERIFY2(cells(panels).height >= 0.34 * height && cells(panels).height > 1.4 * small.height, qPrintable(QString("%1 of %2").arg(cells(panels).height).arg(height)));
        }
        // Where there is no C yet, everything else stays.
        notes = notes_of(e, MapNotes::Painted::Eigenfunction);
        notes.matrix.large = true;
        QVERIFY(has(overlay_.plan(e, {1, 1, 0}, {}, notes, 1280, 800), "eigenvalues"));
    }

    void thePartOfTheMatrixStaysInside() {
        MatrixView view{.large = true};
        view.zoom(4, 1, 0);
        QCOMPARE(view.share, 0.25);
        QVERIFY(std::abs(view.x - 0.75) < 1e-12 && view.y == 0);
        MatrixPart part = part_of(view, 100, 100);
        QVERIFY(part.row == 0 && part.column == 75 && part.rows == 25 && part.columns == 25);
        // What lies under the pointer stays there.
        const double under = view.x + 0.5 * view.share;
        view.zoom(1.25, 0.5, 0.5);
        QVERIFY(std::abs(view.x + 0.5 * view.share - under) < 1e-12);
        view.shift(-10, 10);
        QVERIFY(std::abs(view.x - (1 - view.share)) < 1e-12 && view.y == 0);
        for (int k = 0; k < 60; ++k) view.zoom(1.25, 0, 1);
        part = part_of(view, 40, 60);
        QVERIFY(part.rows == 4 && part.columns == 4 && part.row + part.rows <= 40 && part.column + part.columns <= 60);
        for (int k = 0; k < 60; ++k) view.zoom(0.8, 0.3, 0.7);
        QVERIFY(view.share == 1 && view.x == 0 && view.y == 0);
        part = part_of({}, 3, 2);
        QVERIFY(part.rows == 3 && part.columns == 2);
    }

    void theUsualWindowHasRoomForThePictures() {
        const Exhibit e = shapes();
        for (std::size_t frame = 3; frame < e.frames.size(); ++frame) {
            const auto panels = overlay_.plan(e, {frame, frame, 0}, {}, notes_of(e, MapNotes::Painted::Place), 899, 622);
            for (const char* id : {"phase", "formula", "functional map", "sliced"}) QVERIFY2(has(panels, id), id);
            QVERIFY2(has(overlay_.plan(e, {frame, frame, 0}, {}, notes_of(e, MapNotes::Painted::Error), 899, 622), "map errors"), "map errors");
        }
    }

    void aSmallPictureBelongsToTheShapes() {
        const Exhibit e = shapes();
        const Look look{.scale = 1.75};
        const auto free = overlay_.free_space(e, look, 1280, 720);
        QVERIFY(free.has_value());
        QVERIFY2(free->width * free->height >= 0.4 * 1280 * 720, qPrintable(QString("%1 x %2").arg(free->width).arg(free->height)));
        for (std::size_t frame = 0; frame < e.frames.size(); ++frame) {
            auto panels = overlay_.plan(e, {frame, frame, 0}, look, notes_of(e, MapNotes::Painted::Eigenfunction), 1280, 720);
            panels.push_back({"scene", free->x + 1, free->y + 1, free->width - 2, free->height - 2});
            const QString fault = overlap(panels, 1280, 720);
            QVERIFY2(fault.isEmpty(), qPrintable(fault));
        }
    }

    void symbolsHaveTheValuesOfTheirFrame() {
        const Exhibit e = shapes();
        const SceneNotes notes;
        const Look look;
        const auto value = [&](std::size_t frame, const char* symbol) {
            return value_of(symbol, moment_of(e, {frame, frame, 0}, look, notes));
        };
        QCOMPARE(value(4, "C"), std::string("20 × 20"));
        QCOMPARE(value(6, "C"), std::string("40 × 40"));
        QCOMPARE(value(6, "k"), std::string("40"));
        QVERIFY(value(0, "C").empty() && value(0, "\\Phi_1").empty());
        QCOMPARE(value(1, "\\Phi_1"), std::to_string(e.sets[0]->rows()) + " × 40");
        QCOMPARE(value(1, "\\Phi_2"), std::to_string(e.sets[1]->rows()) + " × 40");
        const Index m = e.sets[1]->rows();
        QCOMPARE(value(4, "\\Pi"), std::to_string(m - m / 12) + " of " + std::to_string(m) + " covered");
        QVERIFY(!value(7, "\\theta").empty() && !value(1, "\\Lambda_1").empty());
    }

    void theFunctionalMapIsPaintedWithItsSigns() {
        auto opened = Studio::open({});
        if (!opened) QSKIP(opened.error().message().c_str());
        Exhibit e = shapes();
        ShapeState state = std::get<ShapeState>(*e.frames.back()->state);
        Matrix c = Matrix::Zero(10, 10);
        for (Index i = 0; i < 10; ++i) c(i, i) = i < 5 ? 1 : -1;
        state.functional_map = share(c);
        auto frame = std::make_shared<Frame>(*e.frames.back());
        frame->state = std::make_shared<State>(state);
        e.frames = {frame};
        e.method = nullptr;
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            Look look;
            look.theme = theme, look.correspondences = false;
            auto& stage = (*opened)->stage();
            stage.set_look(look);
            stage.show(std::make_shared<const Exhibit>(e));
            const Image image = (*opened)->picture(1280, 800);
            save(image, theme == Theme::Dark ? "map_matrix_dark" : "map_matrix_light");
            // A straight way down the diagonal: first warm, then cool, and white beside it.
            int left = image.width, right = 0, top = image.height, bottom = 0;
            const auto white = [](Colour p) { return near_colour(p, {0.969, 0.969, 0.961}, 2); };
            for (int y = 0; y < image.height; ++y)
                for (int x = 1000; x < image.width; ++x)
                    if (stage.panel_at(x, y) == "c-cells" && (is_warm(pixel(image, x, y)) || is_cool(pixel(image, x, y))) &&
                        white(pixel(image, std::min(x + 40, image.width - 1), y)))
                        left = std::min(left, x), right = std::max(right, x), top = std::min(top, y), bottom = std::max(bottom, y);
            QVERIFY(right > left && bottom > top);
            bool warm = false, cool_after = false;
            for (int y = top; y <= bottom; ++y) {
                int warms = 0, cools = 0;
                for (int x = left; x <= right; ++x) {
                    warms += is_warm(pixel(image, x, y));
                    cools += is_cool(pixel(image, x, y));
                }
                warm |= warms > 4 && cools < 3;
                cool_after |= warm && cools > 4 && warms < 3;
            }
            QVERIFY(warm && cool_after);
        }
    }

    void shapesStandClearOfThePanels() {
        auto opened = Studio::open({});
        if (!opened) QSKIP(opened.error().message().c_str());
        auto& stage = (*opened)->stage();
        auto e = std::make_shared<Exhibit>(shapes({.lanes = 2}));
        e->report = doubtful();
        for (auto& size : {sizes[0], sizes[1]})
            for (Theme theme : {Theme::Dark, Theme::Light}) {
                Look look;
                look.theme = theme, look.scale = size.scale;
                look.selected = Selected{1, 120};
                stage.set_look(look);
                stage.show(e);
                for (std::size_t frame : {1, 2, 4, 7}) {
                    stage.seek({frame, frame, 0});
                    const Image image = (*opened)->picture(size.width, size.height);
                    save(image, "map_whole_" + std::to_string(frame) + (theme == Theme::Dark ? "_dark_" : "_light_") +
                                    std::to_string(size.height));
                    int hidden = 0;
                    const Index n = e->sets[0]->rows();
                    for (Index i = 0; i < n; ++i) {
                        const auto place = *stage.place_of({0, i});
                        hidden += !stage.panel_at(place[0], place[1]).empty();
                    }
                    QVERIFY2(hidden < 0.01 * double(n), qPrintable(QString::number(hidden)));
                    // Room for the name below each shape, too.
                    double lowest = 0;
                    for (Index i = 0; i < n; ++i) lowest = std::max(lowest, (*stage.place_of({0, i}))[1]);
                    const auto foot = (*stage.place_of({0, 0}))[0];
                    QVERIFY(stage.panel_at(foot, lowest + 18 * size.scale).empty());
                }
            }
    }

    void namesOfColoursAreReadBack() {
        for (auto colours : {MapColours::Place, MapColours::Checker, MapColours::Stripes, MapColours::Error, MapColours::Eigenfunction, MapColours::Attribute}) {
            MapColours read = MapColours::Place;
            QVERIFY(map_colours_from_name(name_of(colours), read) && read == colours);
        }
        MapColours read = MapColours::Checker;
        QVERIFY(!map_colours_from_name("rainbow", read) && read == MapColours::Checker);
    }
};

QTEST_APPLESS_MAIN(TestMapOverlay)
#include "test_map_overlay.moc"
