// procrustes on real files: embeddings trained twice, a cow with texture seams.
#include <QtTest>
#include <filesystem>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "core/run/run.h"

using namespace orthoscope;

namespace {

const std::filesystem::path data = ORTHOSCOPE_SHARED_DATA;

DatasetPtr load(const std::filesystem::path& file) {
    InputSpec input;
    input.path = data / file;
    auto set = read(input);
    if (!set) qFatal("%s", set.error().message().c_str());
    return *set;
}

DatasetPtr with_values(const DatasetPtr& from, Matrix values) {
    auto set = std::make_shared<Dataset>(*from);
    if (auto mesh = std::get_if<Mesh>(&set->payload)) mesh->vertices = std::move(values);
    else set->payload = EmbeddingSet{std::move(values)};
    return set;
}

RunResult must(DatasetPtr a, DatasetPtr b) {
    RunRequest request;
    request.method = "procrustes", request.options = find_method("procrustes")->parameters();
    auto result = run(request, {std::move(a), std::move(b)}, {});
    if (!result) qFatal("%s", result.error().message().c_str());
    return std::move(*result);
}

void print(const RunResult& r) {
    for (auto& [name, value] : r.report.metrics) qInfo("  %s %.6g", name.c_str(), value);
    for (auto& reason : r.report.reasons) qInfo("  %s", reason.c_str());
}

}  // namespace

class TestRealData : public QObject {
    Q_OBJECT

  private slots:
    void init() {
        if (!std::filesystem::exists(data)) QSKIP("the shared data folder is not here");
    }
    void twiceTrainedWordsShareARotation() {
        auto a = load("embeddings/kjv_reseed_50d_A.npy"), b = load("embeddings/kjv_reseed_50d_B.npy");
        auto result = must(a, b);
        print(result);
        QCOMPARE(result.report.verdict, Verdict::Supported);
        QVERIFY(*result.report.metric("heldout_top1") > 0.9);
        // The polar factor of X'Y, reached another way.
        auto decomposed = svd(a->values().transpose() * b->values());
        QVERIFY((*result.report.matrix("rotation") - decomposed->u * decomposed->v.transpose()).cwiseAbs().maxCoeff() < 1e-10);
    }
    void shiftedWordsAreUnsupported() {
        auto a = load("embeddings/kjv_reseed_50d_A.npy"), b = load("embeddings/kjv_reseed_50d_B.npy");
        Matrix moved(b->rows(), b->columns());
        moved << b->values().bottomRows(b->rows() - 1), b->values().topRows(1);
        auto result = must(a, with_values(b, moved));
        print(result);
        QCOMPARE(result.report.verdict, Verdict::Unsupported);
    }
    void theCowComesHome() {
        auto cow = load("shapes/spot.obj");
        QCOMPARE(cow->rows(), Index(2930));
        Random random(1);
        const Matrix r = random_orthogonal(3, random, true);
        const Matrix moved = (cow->values() * r).rowwise() + RowVector::LinSpaced(3, 1, 3);
        auto result = must(cow, with_values(cow, moved));
        print(result);
        const double size = (cow->values().colwise().maxCoeff() - cow->values().colwise().minCoeff()).norm();
        QVERIFY(*result.report.metric("rmse") < 1e-12 * size);
        QCOMPARE(result.report.verdict, Verdict::Supported);
        QVERIFY((*result.report.matrix("rotation") - r).norm() < 1e-12);
    }
    void aCowWithShiftedVerticesIsUnsupported() {
        auto cow = load("shapes/spot.obj");
        Random random(2);
        const Matrix turned = cow->values() * random_orthogonal(3, random, true);
        Matrix moved(turned.rows(), 3);
        moved << turned.bottomRows(turned.rows() - 1), turned.topRows(1);
        auto result = must(cow, with_values(cow, moved));
        print(result);
        QCOMPARE(result.report.verdict, Verdict::Unsupported);
    }
};

QTEST_APPLESS_MAIN(TestRealData)
#include "test_real_data.moc"
