// Pictures of real data: a turned mesh, scans, word embeddings. Times are reported, never asserted.
#include <QtTest>
#include <filesystem>

#include "core/io/read.h"
#include "tests/views/pictures.h"

using namespace orthoscope;

class TestStageData : public QObject {
    Q_OBJECT

    std::unique_ptr<Studio> studio_;

    static DatasetPtr load(const char* name) {
        InputSpec spec;
        spec.path = std::filesystem::path(ORTHOSCOPE_SHARED_DATA) / name;
        auto set = read(spec);
        return set ? *set : nullptr;
    }
    static DatasetPtr turned(const DatasetPtr& set, double noise) {
        Random random(11);
        const Index d = set->columns();
        const Matrix rotation = random_orthogonal(d, random, true);
        const RowVector mean = set->values().colwise().mean();
        const double size = (set->values().rowwise() - mean).rowwise().norm().mean();
        Matrix rows = set->values() * rotation + noise * size * random.normal(set->rows(), d);
        rows.rowwise() += RowVector::Constant(d, 0.8 * size);
        auto copy = std::make_shared<Dataset>(*set);
        copy->name = set->name + ", turned";
        if (auto mesh = std::get_if<Mesh>(&copy->payload))
            mesh->vertices = rows;
        else if (d <= 3)
            copy->payload = PointCloud{rows};
        else
            copy->payload = EmbeddingSet{rows};
        return copy;
    }
    void film(const std::string& name, const std::vector<DatasetPtr>& sets) {
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            Look look;
            look.theme = theme;
            studio_->stage().set_look(look);
            auto loaded = std::make_shared<Exhibit>();
            loaded->sets = sets;
            studio_->stage().show(loaded);
            const std::string suffix = theme == Theme::Dark ? "_dark" : "_light";
            save(studio_->picture(1280, 800), name + "_loaded" + suffix);
            auto exhibit = aligned(sets);
            studio_->stage().show(exhibit);
            const std::size_t last = exhibit->frames.size() - 1;
            int shot = 0;
            for (Cursor cursor : {Cursor{0, 0, 0}, Cursor{0, 1, 0.5}, Cursor{last - 1, last - 1, 0},
                                  Cursor{last - 1, last, 0.5}, Cursor{last, last, 0}}) {
                studio_->stage().seek(cursor);
                save(studio_->picture(1280, 800), name + "_" + std::to_string(shot++) + suffix);
            }
            StageFacts facts = studio_->stage().facts();
            for (int k = 0; k < 6; ++k) {
                studio_->stage().seek({last - 1, last, 0.1 * k});
                studio_->picture(1280, 800);
                const StageFacts again = studio_->stage().facts();
                if (again.frame_seconds < facts.frame_seconds) facts = again;
            }
            qInfo("%s: %zu of %zu points, %s, %.0f ms", name.c_str(), facts.drawn, facts.total,
                  facts.projection.c_str(), 1000 * facts.frame_seconds);
        }
    }

  private slots:
    void initTestCase() {
        if (!std::filesystem::exists(ORTHOSCOPE_SHARED_DATA)) QSKIP("the folder of shared data is absent");
        auto opened = Studio::open();
        if (!opened) QSKIP(opened.error().message().c_str());
        studio_ = std::move(*opened);
    }
    void cleanupTestCase() { studio_.reset(); }

    void turnedMesh() {
        auto spot = load("shapes/spot.obj");
        QVERIFY(spot);
        film("spot", {spot, turned(spot, 0.004)});
        const StageFacts facts = studio_->stage().facts();
        QCOMPARE(facts.drawn, facts.total);
    }
    void scansWithinTheBudget() {
        auto scan = load("clouds/stanford_bun000.ply");
        QVERIFY(scan);
        auto points = std::make_shared<Dataset>(*scan);
        points->payload = PointCloud{scan->values()};
        film("bunny", {points, turned(points, 0.005)});
        const StageFacts facts = studio_->stage().facts();
        QVERIFY(facts.drawn <= 20000 || facts.renderer.find("llvmpipe") == std::string::npos);
        QVERIFY(facts.total > facts.drawn);
    }
    void wordEmbeddings() {
        auto a = load("embeddings/kjv_reseed_50d_A.npy"), b = load("embeddings/kjv_reseed_50d_B.npy");
        QVERIFY(a && b);
        film("kjv", {a, b});
        QVERIFY(studio_->stage().facts().projection.find("50 dimensions") != std::string::npos);
    }
    void planarContours() {
        auto a = load("clouds/pycpd_fish_source.txt");
        if (!a) QSKIP("no reader takes this file");
        film("fish", {a, turned(a, 0.02)});
        QVERIFY(studio_->stage().camera().orthographic);
    }
    void sequenceOfPictures() {
        auto flower = load("sequences/rot_flower_16x16_N72.npy");
        QVERIFY(flower);
        auto exhibit = std::make_shared<Exhibit>();
        exhibit->sets = {flower};
        studio_->stage().show(exhibit);
        save(studio_->picture(1280, 800), "flower");
        QVERIFY(studio_->stage().facts().projection.find("frame 1 of 72") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestStageData)
#include "test_stage_data.moc"
