// Pictures of two matched shapes: the colours that a map carries, what is uncovered, the journey of the vertices.
#include <vtkNew.h>
#include <vtkRenderer.h>

#include <QtTest>
#include <numeric>

#include <Eigen/Cholesky>

#include "support/map_exhibit.h"
#include "views/scenes/map_attribute.h"
#include "views/scenes/map_scene.h"
#include "views/scenes/map_sliced.h"
#include "views/theme/place_colours.h"

using namespace orthoscope;
using namespace orthoscope::example;

namespace {

double saturation(Colour c) {
    return std::max({c.r, c.g, c.b}) - std::min({c.r, c.g, c.b});
}

// The same mesh twice, with a map from the second to the first.
Exhibit twins(const Indices& map) {
    Exhibit e = shapes();
    auto pairs = std::make_shared<Pairs>(*e.pairs);
    e.sets = {e.sets[0], std::make_shared<Dataset>(*e.sets[0])};
    pairs->sets = e.sets, pairs->target = pairs->source, pairs->truth.reset();
    e.pairs = pairs;
    ShapeState state;
    state.map = share(map);
    auto frame = std::make_shared<Frame>();
    frame->state = std::make_shared<State>(state);
    e.frames = {frame};
    return e;
}

Indices identity(Index n) {
    return Indices::LinSpaced(n, 0, n - 1);
}

// A scene without a screen.
struct Bench {
    vtkNew<vtkRenderer> scene, marks;
    std::shared_ptr<Exhibit> exhibit;
    MapScene shown;
    Look look;
    explicit Bench(Exhibit e) : exhibit(std::make_shared<Exhibit>(std::move(e))) { feed(); }
    ~Bench() { shown.clear(); }
    void feed() { shown.set_inputs({exhibit, look, 20000}, scene, marks); }
    MapNotes at(std::size_t frame, double weight = 0) {
        shown.show({frame, weight > 0 ? frame + 1 : frame, weight});
        SceneNotes notes;
        shown.tell(notes, Projector(Camera{}, Screen{640, 480}));
        return *notes.map;
    }
};

}  // namespace

class TestMapScene : public QObject {
    Q_OBJECT

    std::unique_ptr<Studio> studio_;

    static Look plain(Theme theme = Theme::Dark) {
        Look look;
        look.theme = theme;
        look.readout_only = true;
        look.correspondences = false;
        look.ease_camera = false;
        return look;
    }
    Stage& stage() { return studio_->stage(); }
    Image picture(int width = 800, int height = 500) { return studio_->picture(width, height); }
    void show(Exhibit e) { stage().show(std::make_shared<const Exhibit>(std::move(e))); }
    // What is seen at a row of a set.
    Colour seen(const Image& image, std::size_t set, Index row) {
        const auto place = stage().place_of({set, row});
        return place ? pixel(image, std::clamp(int((*place)[0]), 0, image.width - 1), std::clamp(int((*place)[1]), 0, image.height - 1))
                     : Colour{};
    }
    int same_colours(const Image& image, Index n) {
        int same = 0;
        for (Index i = 0; i < n; ++i) same += near_colour(seen(image, 0, i), seen(image, 1, i), 12);
        return same;
    }

  private slots:
    void initTestCase() {
        auto opened = Studio::open(plain());
        if (!opened) QSKIP(opened.error().message().c_str());
        studio_ = std::move(*opened);
    }
    void init() {
        stage().set_look(plain());
        stage().show(nullptr);
    }
    void cleanupTestCase() { studio_.reset(); }

    void theImageOfAVertexHasItsColour() {
        const Index n = shapes().sets[0]->rows();
        show(twins(identity(n)));
        picture();  // chooses the view
        stage().set_orthographic(true);
        const Image same = picture();
        save(same, "map_twins");
        QVERIFY2(same_colours(same, n) > 0.8 * double(n), qPrintable(QString::number(same_colours(same, n))));
        int colourful = 0;
        for (Index i = 0; i < n; ++i) colourful += saturation(seen(same, 1, i)) > 0.1;
        QVERIFY2(colourful > 0.8 * double(n), qPrintable(QString::number(colourful)));
        // Head and feet change places, and with them their colours.
        const Matrix rows = shapes().sets[0]->values();
        Matrix turned = rows;
        turned.col(1) = Vector::Constant(n, rows.col(1).maxCoeff() + rows.col(1).minCoeff()) - rows.col(1);
        show(twins(nearest(turned, rows)));
        picture();
        stage().set_orthographic(true);
        const Image swapped = picture();
        save(swapped, "map_swapped");
        QVERIFY2(same_colours(swapped, n) < 0.3 * double(n), qPrintable(QString::number(same_colours(swapped, n))));
    }

    void whatIsUncoveredIsGreyInBothThemes() {
        const Index n = shapes().sets[0]->rows();
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            Indices map = identity(n);
            const Matrix rows = shapes().sets[0]->values();
            const double half = 0.5 * (rows.col(1).maxCoeff() + rows.col(1).minCoeff());
            for (Index i = 0; i < n; ++i)
                if (rows(i, 1) > half) map(i) = -1;
            stage().set_look(plain(theme));
            show(twins(map));
            const Image image = picture();
            save(image, theme == Theme::Dark ? "map_uncovered_dark" : "map_uncovered_light");
            int grey = 0, colourful = 0, above = 0;
            for (Index i = 0; i < n; ++i) {
                const double s = saturation(seen(image, 1, i));
                if (rows(i, 1) > half + 0.1) ++above, grey += s < 0.1;
                if (rows(i, 1) < half - 0.1) colourful += s > 0.1;
            }
            QVERIFY2(grey > 0.9 * above, qPrintable(QString("%1 of %2").arg(grey).arg(above)));
            QVERIFY(colourful > 0.3 * double(n));
        }
    }

    void bothShapesAreSeenSideBySideFromAnywhere() {
        show(shapes());
        for (CameraView view : {CameraView::Front, CameraView::Right, CameraView::Back, CameraView::Top}) {
            stage().view(view);
            const Image image = picture(900, 500);
            double left = 0, right = 0;
            for (Index i = 0; i < 300; ++i) {
                left = std::max(left, (*stage().place_of({0, i}))[0]);
                const double x = (*stage().place_of({1, i}))[0];
                right = i == 0 ? x : std::min(right, x);
                QVERIFY(x > 0 && x < 900 && (*stage().place_of({1, i}))[1] > 0 && (*stage().place_of({1, i}))[1] < 500);
            }
            QVERIFY2(left < right, qPrintable(QString("%1 %2").arg(left).arg(right)));
            QVERIFY(count_pixels(image, [](Colour c) { return saturation(c) > 0.15; }) > 3000);
        }
    }

    void verticesTravelToTheirImagesAndBack() {
        QCOMPARE(MapScene::travel(0), 0.0);
        QCOMPARE(MapScene::travel(1), 0.0);
        QCOMPARE(MapScene::travel(0.5), 1.0);
        for (double w = 0; w < 1; w += 0.01) QVERIFY(std::abs(MapScene::travel(w + 0.01) - MapScene::travel(w)) < 0.05);
        show(shapes({.uncovered = false}));
        const std::size_t last = 7;
        const auto own = [](Colour c) { return c.g > c.b + 0.08; };  // of the lower half; glass is blue
        const auto right_colours = [&](double weight) {
            stage().seek({last - 1, last, weight});
            const Image image = picture();
            save(image, "map_travel_" + std::to_string(int(100 * weight)));
            int count = 0;
            for (int y = 0; y < image.height; ++y)
                for (int x = image.width / 2; x < image.width; ++x) count += own(pixel(image, x, y));
            return count;
        };
        const int home = right_colours(0), away = right_colours(0.5), back = right_colours(1);
        QVERIFY2(home > 2000, qPrintable(QString::number(home)));
        QVERIFY2(away < 0.1 * home, qPrintable(QString("%1 of %2").arg(away).arg(home)));
        QVERIFY(std::abs(back - home) < 0.2 * home);
    }

    void coloursCrossFadeBetweenFrames() {
        show(shapes());
        const auto at = [&](double weight) {
            stage().seek({3, 4, weight});
            Image image = picture();
            image.rgb.erase(image.rgb.begin(), image.rgb.begin() + 3 * 80 * image.width);  // the readout
            return image;
        };
        const Image before = at(0), between = at(0.5), after = at(1);
        QVERIFY(mean_difference(before, after) > 0.05);
        QVERIFY(mean_difference(before, between) < 0.9 * mean_difference(before, after));
        QVERIFY(mean_difference(between, after) < 0.9 * mean_difference(before, after));
    }

    void checksAndIsolinesAreFinerThanTriangles() {
        show(shapes({.uncovered = false}));
        Look look = plain();
        stage().set_look(look);
        const Image places = picture();
        look.map_colours = MapColours::Checker;
        stage().set_look(look);
        const Image checks = picture();
        save(checks, "map_checks");
        QVERIFY(mean_difference(places, checks) > 1);
        look.map_colours = MapColours::Stripes;
        stage().set_look(look);
        const Image stripes = picture();
        save(stripes, "map_stripes");
        QVERIFY(mean_difference(places, stripes) > 1 && mean_difference(checks, stripes) > 1);
        look.map_colours = MapColours::Eigenfunction, look.eigenfunction = 5;
        stage().set_look(look);
        const Image wave = picture();
        save(wave, "map_eigenfunction");
        look.eigenfunction = 6;
        stage().set_look(look);
        QVERIFY(mean_difference(wave, picture()) > 1);
        QVERIFY(count_warm(wave) > 500 && count_cool(wave) > 500);
        // A constant has no lines, though its value is that of one.
        look.eigenfunction = 1;
        stage().set_look(look);
        const auto bright = [](Colour c) { return std::max({c.r, c.g, c.b}) > 0.25; };
        const int lit = count_pixels(picture(), bright);
        look.map_colours = MapColours::Place;
        stage().set_look(look);
        const int all = count_pixels(picture(), bright);
        QVERIFY2(lit > all / 2, qPrintable(QString("%1 of %2").arg(lit).arg(all)));
    }

    void errorsComeFromTheTruth() {
        Bench bench(shapes({.uncovered = false}));
        bench.look.map_colours = MapColours::Error;
        bench.feed();
        const MapNotes coarse = bench.at(3), fine = bench.at(7);
        QCOMPARE(fine.painted, MapNotes::Painted::Error);
        QCOMPARE(fine.error_mean, 0.0);  // the last map of the plan is the truth
        QVERIFY(coarse.error_mean > 0.01);
        QVERIFY(std::is_sorted(coarse.errors.begin(), coarse.errors.end()));
        Bench blind(shapes({.truth = false}));
        blind.look.map_colours = MapColours::Error;
        blind.feed();
        const MapNotes unknown = blind.at(7);
        QVERIFY(unknown.error_unknown && unknown.errors.empty());
        QCOMPARE(unknown.painted, MapNotes::Painted::Place);
    }

    // Of the map that the report judged the errors are its own; of others straight ones.
    void errorsAlongTheSurfaceComeFromTheReport() {
        Exhibit e = shapes({.uncovered = false});
        const auto& last = *std::get<ShapeState>(*e.frames.back()->state).map;
        auto report = std::make_shared<Report>();
        report->integers.emplace_back("map", last);
        report->matrices.emplace_back("geodesic_errors", Matrix(Vector::Constant(last.size(), 0.25)));
        Bench bench(e);
        bench.look.map_colours = MapColours::Error;
        bench.feed();
        QVERIFY(!bench.at(7).geodesic && bench.at(7).error_mean == 0);
        auto judged = std::make_shared<Exhibit>(*bench.exhibit);
        judged->report = report;
        bench.exhibit = judged;
        bench.feed();
        QVERIFY(bench.at(7).geodesic);
        QVERIFY(std::abs(bench.at(7).error_mean - 0.25) < 1e-12);
        QVERIFY(!bench.at(3).geodesic && bench.at(3).error_mean > 0.01 && bench.at(3).error_mean != 0.25);
    }

    void whatTheSourceHasIsCarried() {
        const Index n = shapes().sets[0]->rows();
        Exhibit e = twins(identity(n));
        auto source = std::make_shared<Dataset>(*e.sets[0]);
        const Matrix rows = source->values();
        const Vector height = rows.col(1);
        Matrix red = Matrix::Zero(n, 3);
        red.col(0).setOnes();
        source->attributes = {{"height", Attribute::Domain::Row, height}, {"color", Attribute::Domain::Row, red}};
        for (Index i = 0; i < n; ++i) source->labels.push_back(height(i) > height.mean() ? "upper" : "lower");
        auto pairs = std::make_shared<Pairs>(*e.pairs);
        e.sets[0] = pairs->sets[0] = source;
        e.pairs = pairs;
        ShapeState state = std::get<ShapeState>(*e.frames[0]->state);
        state.source_vectors = std::get<ShapeState>(*shapes().frames.back()->state).source_vectors;
        state.target_vectors = state.source_vectors;
        state.functional_map = share(Matrix(Matrix::Identity(40, 40)));
        Indices map = identity(n);
        map(7) = -1;
        state.map = share(map);
        auto frame = std::make_shared<Frame>();
        frame->state = std::make_shared<State>(state);
        e.frames = {frame};
        Look look = plain();
        look.map_colours = MapColours::Attribute;
        stage().set_look(look);
        show(e);
        picture();
        stage().set_orthographic(true);
        const Image colours = picture();
        save(colours, "map_attribute_color");
        int reds = 0;
        for (Index i = 0; i < n; ++i) reds += seen(colours, 1, i).r > 2 * seen(colours, 1, i).b;
        QVERIFY2(reds > 0.8 * double(n), qPrintable(QString::number(reds)));  // the first of names_to_carry
        for (auto name : {"height", "labels"}) {
            look.attribute = name;
            stage().set_look(look);
            const Image image = picture();
            save(image, std::string("map_attribute_") + name);
            QVERIFY2(same_colours(image, n) > 0.8 * double(n), qPrintable(QString::number(same_colours(image, n))));
            QVERIFY(mean_difference(image, colours) > 1);
        }
        Bench bench(e);
        bench.look.map_colours = MapColours::Attribute, bench.look.attribute = "height";
        bench.feed();
        MapNotes notes = bench.at(0);
        QCOMPARE(notes.painted, MapNotes::Painted::Attribute);
        QVERIFY(notes.attribute.name == "height" && notes.attribute.scalar && notes.attribute.functions == 0);
        QVERIFY(notes.low == height.minCoeff() && notes.high == height.maxCoeff());
        bench.look.by_functions = true;
        bench.feed();
        notes = bench.at(0);
        QCOMPARE(notes.attribute.functions, Index(40));
        // Labels are no function: the map carries them all the same.
        bench.look.attribute = "labels";
        bench.feed();
        notes = bench.at(0);
        QVERIFY(notes.attribute.functions == 0 && (notes.attribute.labels == std::vector<std::string>{source->labels[0], source->labels[0] == "upper" ? "lower" : "upper"}));
        // What C carries is what least squares in the basis makes of it.
        MapAttribute attribute(source, Vector::Constant(n, 1.0 / double(n)));
        bench.look.attribute = "height";
        const auto taken = attribute.carry(state, bench.look);
        const Matrix& phi = *state.source_vectors;
        const Vector expected = phi * (phi.transpose() * phi).ldlt().solve(phi.transpose() * height);
        QVERIFY((taken.target.attribute.values.col(0) - expected).cwiseAbs().maxCoeff() < 1e-9);
        // A source with nothing shows places.
        Bench bare(twins(identity(n)));
        bare.look.map_colours = MapColours::Attribute;
        bare.feed();
        QCOMPARE(bare.at(0).painted, MapNotes::Painted::Place);
    }

    void everyBeatPaintsWhatItFound() {
        Bench bench(shapes());
        using enum MapNotes::Painted;
        const MapNotes::Painted expected[] = {Place, Eigenfunction, Descriptor, Place};
        for (std::size_t frame = 0; frame < 4; ++frame) QVERIFY(bench.at(frame).painted == expected[frame]);
        QCOMPARE(bench.at(0).total, Index(0));
        const MapNotes mapped = bench.at(4);
        QCOMPARE(mapped.total - mapped.covered, mapped.total / 12);
        QVERIFY(!mapped.sliced.any());
        QVERIFY(bench.at(7).sliced.any());
    }

    void oneShapeStandsAlone() {
        show(one_shape());
        const Image image = picture();
        save(image, "map_single");
        QVERIFY(count_warm(image) + count_cool(image) > 1000);
        const auto place = stage().place_of({0, 0});
        QVERIFY(place.has_value());
        stage().seek({0, 1, 0.5});
        picture();
    }

    void aSelectedVertexIsMarkedWithItsPartners() {
        Bench bench(shapes());
        const auto& state = std::get<ShapeState>(*bench.exhibit->frames.back()->state);
        bench.look.selected = Selected{1, 5};
        bench.feed();
        bench.at(7);
        auto marked = bench.shown.marked();
        QCOMPARE(marked.size(), std::size_t(2));
        QVERIFY(marked[1].row == (Selected{0, (*state.map)(5)}));
        QVERIFY(marked[0].place.x() > marked[1].place.x());
        QCOMPARE(bench.at(7).curves.source.size(), std::size_t(12));
        bench.look.selected = Selected{0, (*state.map)(5)};
        bench.feed();
        bench.at(7);
        marked = bench.shown.marked();
        QVERIFY(marked.size() >= 2);
        bench.look.selected = Selected{1, state.map->size() - 1};  // uncovered
        bench.feed();
        bench.at(7);
        QCOMPARE(bench.shown.marked().size(), std::size_t(1));
        bench.look.selected = Selected{1, 1000000};
        bench.feed();
        bench.at(7);
        QVERIFY(bench.shown.marked().empty());
    }

    void candidatesAreThumbnailsInTheirOwnColours() {
        Bench bench(shapes({.lanes = 2}));
        bench.at(7);
        SceneNotes notes;
        bench.shown.tell(notes, Projector(Camera{}, Screen{640, 480}));
        QCOMPARE(notes.lanes.size(), std::size_t(2));
        QCOMPARE(notes.lanes[0].colours.size(), notes.lanes[0].target.size());
        QCOMPARE(notes.lanes[0].target.size(), notes.lanes[1].target.size());
        QVERIFY(notes.lanes[0].colours != notes.lanes[1].colours);
        for (auto& [x, y] : notes.lanes[0].target) QVERIFY(x > 0 && x < 1 && y > 0 && y < 1);
    }

    void aCutOffSmoothsTheShapesAndCoarsensTheMap() {
        Bench bench(shapes({.uncovered = false}));
        bench.feed();
        const MapNotes whole = bench.at(7);
        QVERIFY(whole.cut_off == 0 && whole.cut_block == 0 && !whole.cut_waits);
        const auto place = [&](std::size_t set, Index row) {
            bench.look.selected = Selected{set, row};
            bench.feed();
            bench.at(7);
            return bench.shown.marked();
        };
        const auto before = place(1, 5);
        bench.look.cut_off = 6;
        bench.feed();
        QVERIFY(bench.at(7).cut_waits);  // asked for, and not there yet
        bench.exhibit->cut_off = cut_at(*bench.exhibit, 7, 6);
        const auto after = place(1, 5);
        const MapNotes cut = bench.at(7);
        QVERIFY(cut.cut_off == 6 && cut.cut_of == 40 && cut.cut_block == 6 && !cut.cut_waits);
        // The vertex stands where the reconstruction puts it, and its partner is that of the cut map.
        QVERIFY((after[0].place - before[0].place).norm() > 0.01);
        QVERIFY(after[1].row == (Selected{0, (*bench.exhibit->cut_off->map)(5)}));
        const auto made = map_shapes(*bench.exhibit->sets[0], bench.exhibit->sets[1].get());
        const Matrix placed = made[1].placed(*bench.exhibit->cut_off->target_rows);
        const Eigen::Vector3d between = placed.row(5).transpose() - made[1].rows.row(5).transpose();
        QVERIFY(std::abs((after[0].place - before[0].place).norm() - between.norm()) < 1e-9);
        // Coarse maps err more than the last one, which is the truth; a frame's own C has another block.
        QCOMPARE(whole.error_mean, 0.0);
        QVERIFY(cut.error_mean > 0.01);
        QVERIFY(bench.at(4).cut_waits);
        QVERIFY(bench.at(0).cut_off == 0 && !bench.at(0).cut_waits);  // no basis, nothing to cut
        bench.look.cut_off = 0;
        QVERIFY((place(1, 5)[0].place - before[0].place).norm() < 1e-12);
        QCOMPARE(bench.at(7).error_mean, 0.0);
    }

    void cutShapesArePaintedSmaller() {
        Exhibit e = shapes({.uncovered = false});
        Look look = plain();
        look.cut_off = 4;
        e.cut_off = cut_at(e, 7, 4);
        stage().set_look(look);
        show(e);
        stage().seek({7, 7, 0});
        const auto covered = [](const Image& image) { return count_pixels(image, [](Colour c) { return saturation(c) > 0.15; }); };
        const Image smooth = picture();
        save(smooth, "map_cut");
        look.cut_off = 0;
        stage().set_look(look);
        const int less = covered(smooth), all = covered(picture());
        QVERIFY2(less < 0.9 * all && less > 0.1 * all, qPrintable(QString("%1 of %2").arg(less).arg(all)));
    }

    void faultyStatesAreShownAsFarAsTheyGo() {
        Exhibit e = shapes();
        auto& sets = e.sets;
        auto broken = std::make_shared<Dataset>(*sets[1]);
        std::get<Mesh>(broken->payload).vertices.row(3).setConstant(std::nan(""));
        std::get<Mesh>(broken->payload).triangles(0, 0) = 999999;
        sets[1] = broken;
        auto pairs = std::make_shared<Pairs>(*e.pairs);
        pairs->sets = sets;
        e.pairs = pairs;
        ShapeState state = std::get<ShapeState>(*e.frames.back()->state);
        Indices map = *state.map;
        map(0) = 1000000, map(1) = -7;
        state.map = share(map);
        state.functional_map = share(Matrix(Matrix::Constant(40, 40, std::nan(""))));
        state.direction = share(Matrix(Matrix::Zero(500, 1)));
        auto frame = std::make_shared<Frame>(*e.frames.back());
        frame->state = std::make_shared<State>(state);
        e.frames.push_back(frame);
        state.map = share(Indices(Indices::Zero(3)));  // of another shape
        state.source_vectors = share(Matrix(Matrix::Zero(2, 2)));
        frame = std::make_shared<Frame>(*frame);
        frame->state = std::make_shared<State>(state);
        e.frames.push_back(frame);
        Look look = plain();
        look.readout_only = false, look.correspondences = true;
        auto cut = std::make_shared<CutOff>();
        cut->functions = 3, cut->source_rows = cut->target_rows = share(Matrix(Matrix::Zero(2, 3)));  // of other shapes
        cut->map = share(Indices(Indices::Zero(1))), cut->block = 3;
        e.cut_off = cut, look.cut_off = 3;
        show(e);
        for (auto colours : {MapColours::Place, MapColours::Checker, MapColours::Stripes, MapColours::Error, MapColours::Eigenfunction, MapColours::Attribute}) {
            look.map_colours = colours;
            stage().set_look(look);
            for (std::size_t k = 0; k < e.frames.size(); ++k) {
                stage().seek({k ? k - 1 : 0, k, 0.5});
                picture(400, 300);
            }
        }
    }

    void placesAreNeverGreyAndSidesDiffer() {
        for (double u = 0; u <= 1; u += 0.05)
            for (double v = 0; v <= 1; v += 0.25)
                for (double w : {0.0, 0.5, 1.0}) {
                    const Colour c = place_colour(u, v, w), next = place_colour(u + 0.01, v, w);
                    QVERIFY2(saturation(c) > 0.12, qPrintable(QString("%1 %2 %3").arg(u).arg(v).arg(w)));
                    QVERIFY(near_colour(c, next, 40));
                }
        for (double u = 0; u <= 1; u += 0.1)
            QVERIFY(contrast(place_colour(u, 0, 0.5), place_colour(u, 1, 0.5)) > 1.4);
    }

    void theSlicedViewCouplesEqualShares() {
        const Exhibit e = shapes({.uncovered = false});
        ShapeState state = std::get<ShapeState>(*e.frames.back()->state);
        const Index n = state.source_vectors->rows();
        const Vector even = Vector::Constant(n, 1.0 / double(n));
        state.target_vectors = state.source_vectors;
        state.functional_map = share(Matrix(Matrix::Identity(40, 40)));
        const auto same = sliced_view(state, even, even);
        QVERIFY(same.any() && same.distance < 1e-12);
        QVERIFY(std::abs(std::accumulate(same.source.begin(), same.source.end(), 0.0) - 1) < 1e-9);
        // Twice as wide: the quantiles differ by themselves, and so does their root mean square.
        state.functional_map = share(Matrix(2 * Matrix::Identity(40, 40)));
        const auto wide = sliced_view(state, even, even);
        for (auto& [from, to] : wide.quantiles) QVERIFY(std::abs(from - 2 * to) < 1e-12);
        const Vector places = *state.target_vectors * Eigen::Map<const Vector>(state.direction->data(), 40);
        QVERIFY(std::abs(wide.distance - places.norm() / std::sqrt(double(n))) < 0.02 * wide.distance);
    }

    void shapesStandAtEqualArea() {
        const Exhibit e = shapes();
        auto large = std::make_shared<Dataset>(*e.sets[1]);
        std::get<Mesh>(large->payload).vertices *= 1000;
        const auto made = map_shapes(*e.sets[0], large.get());
        QVERIFY(std::abs(made[0].area - made[1].area) < 1e-9);
        QVERIFY(std::abs(made[1].masses.sum() - 1) < 1e-12);
        const auto far = farthest_rows(made[0].rows, 8);
        QCOMPARE(far.size(), std::size_t(8));
        for (std::size_t a = 0; a < far.size(); ++a)
            for (std::size_t b = 0; b < a; ++b)
                QVERIFY((made[0].rows.row(far[a]) - made[0].rows.row(far[b])).norm() > 0.2);
    }
};

QTEST_APPLESS_MAIN(TestMapScene)
#include "test_map_scene.moc"
