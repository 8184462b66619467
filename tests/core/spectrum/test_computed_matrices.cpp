// What a run has computed as the input of spectral-decay, in memory and through a results folder; Gram matrices, for which laws of
// independent entries are void.
#include "core/linalg/lapack.h"
#include "core/recording/lanes.h"
#include "core/result/result_folder.h"
#include "core/spectrum/computed.h"
#include "core/spectrum/inputs.h"
#include "spectrum_support.h"

using namespace orthoscope;
using namespace orthoscope::spectra;

class TestComputedMatrices : public QObject {
    Q_OBJECT

    static DatasetPtr rows_set(Matrix values, const char* name) {
        auto set = std::make_shared<Dataset>();
        set->name = name, set->payload = EmbeddingSet{std::move(values)};
        return set;
    }
    // A turned copy with noise along one direction alone.
    struct Planted {
        Matrix x, y;
        RowVector along;
    };
    static Planted planted() {
        Random random(5);
        Planted p;
        p.x = random.normal(80, 6), p.along = random.normal(1, 6).normalized();
        p.y = p.x * random_orthogonal(6, random, true) + 0.3 * random.normal(80, 1) * p.along;
        return p;
    }
    static std::vector<FramePtr> frames_of(const RunResult& result) {
        const auto frames = result.recording->frames();
        return lane_frames(frames, best_lane(frames));
    }
    static std::vector<std::string> ids(const RunResult& result) {
        std::vector<std::string> out;
        for (auto& one : computed_matrices(*result.pairs, frames_of(result))) out.push_back(one.id);
        return out;
    }
    static Matrix made(const RunResult& result, const char* id) {
        auto values = computed_matrix(id, *result.pairs, frames_of(result));
        if (!values) qFatal("%s", values.error().message().c_str());
        return *values;
    }

  private slots:
    void residualsOfAnAlignment() {
        const auto p = planted();
        const auto fit = run_method("procrustes", {rows_set(p.x, "x"), rows_set(p.y, "y")}, {{"scale", "on"}});
        QCOMPARE(ids(fit), (std::vector<std::string>{"residuals", "cross-covariance"}));
        const Matrix r = made(fit, "residuals");
        const double rmse = metric(fit, "rmse");
        QVERIFY(near(std::sqrt(r.rowwise().squaredNorm().mean()), rmse, 1e-10));
        QVERIFY((r - (p.y - *fit.report.matrix("aligned"))).norm() < 1e-10);
        // The noise lay along one direction, and the spectrum says so.
        const auto decay = run_method("spectral-decay", {matrix_set(r, "residuals")});
        const auto& s = last_state(decay);
        QVERIFY((*s.values)(0, 0) > 4 * (*s.values)(1, 0));
        QVERIFY(std::abs(s.right->row(0).dot(p.along)) > 0.97);
        const Matrix cross = made(fit, "cross-covariance"), expected = p.x.transpose() * p.y;
        QVERIFY((cross / cross.norm() - expected / expected.norm()).norm() < 1e-12);
    }
    void partnersThatWereFound() {
        Random random(8);
        const Matrix x = random.normal(60, 3) * Eigen::Vector3d(3, 2, 1).asDiagonal();
        Matrix y = x * random_orthogonal(3, random, true);
        for (Index i = 0; i + 1 < y.rows(); i += 2) y.row(i).swap(y.row(i + 1));
        const auto fit = run_method("icp", {rows_set(x, "x"), rows_set(y, "y")});
        const Matrix r = made(fit, "residuals");
        QVERIFY(r.rows() > 50 && r.norm() < 1e-6);
        QVERIFY(made(fit, "cross-covariance").rows() == 3);
    }
    void setsAboutTheirMean() {
        const auto p = planted();
        const auto fit = run_method("generalized-procrustes", {rows_set(p.x, "x"), rows_set(p.y, "y"), rows_set(p.x, "again")});
        const Matrix r = made(fit, "residuals");
        QCOMPARE(r.rows(), Index(240));
        const Matrix sum = r.topRows(80) + r.middleRows(80, 80) + r.bottomRows(80);
        QVERIFY(sum.norm() < 1e-6 * p.x.norm() && r.norm() > 0.1);
    }
    void throughAResultsFolder() {
        const auto p = planted();
        FinishedRun finished;
        finished.request.method = "procrustes", finished.request.options = find_method("procrustes")->parameters();
        finished.inputs = {{}, {}};
        auto result = orthoscope::run(finished.request, {rows_set(p.x, "x"), rows_set(p.y, "y")}, {});
        QVERIFY(result.ok());
        finished.result = *result;
        QTemporaryDir folder;
        const std::filesystem::path out = folder.filePath("fit").toStdString();
        QVERIFY(write_result(finished, out).ok());
        InputSpec whole;
        whole.path = out;
        auto layers = expand_layers({whole}, 8, {});
        QVERIFY(layers.ok());
        QCOMPARE(layers->inputs.size(), std::size_t(2));
        QVERIFY(layers->notes[0].find("residuals, cross-covariance") != std::string::npos);
        auto set = read_layer(layers->inputs[0], {});
        QVERIFY2(set.ok(), set ? "" : set.error().message().c_str());
        QCOMPARE((*set)->name, std::string("fit::residuals"));
        QVERIFY((*set)->values() == made(*result, "residuals") && (*set)->kind() == Kind::Embedding);
        auto square = read_layer(layers->inputs[1], {});
        QVERIFY(square.ok() && (*square)->kind() == Kind::Matrix && (*square)->rows() == 6);
        // A run on it writes it down, says where it comes from, and can be read again.
        FinishedRun decay;
        decay.request.method = "spectral-decay", decay.request.options = find_method("spectral-decay")->parameters();
        decay.inputs = {{}};
        auto spectrum = orthoscope::run(decay.request, {*set}, {});
        QVERIFY(spectrum.ok());
        decay.result = *spectrum;
        const std::filesystem::path second = folder.filePath("decay").toStdString();
        auto json = write_result(decay, second);
        QVERIFY(json.ok());
        QVERIFY((*json)["inputs"][0]["path"].get<std::string>().ends_with("fit::residuals"));
        auto back = read_result(second);
        QVERIFY2(back.ok(), back ? "" : back.error().message().c_str());
        QCOMPARE(back->sets[0]->name, std::string("fit::residuals"));
        QVERIFY(back->sets[0]->values() == (*set)->values());
        whole.member = "laplacian";
        const auto wrong = read_layer(whole, {});
        QVERIFY(!wrong.ok() && wrong.error().message().find("this run holds residuals, cross-covariance") != std::string::npos);
    }
    // Its values are the squares of those of the rows, and entries that come twice are no noise.
    void gramMatrices() {
        Random random(2);
        const Matrix x = random.normal(40, 12);
        const auto gram = gram_matrix(x, {});
        QVERIFY(gram.ok() && gram->rows() == 40 && *gram == gram->transpose());
        const auto decay = run_method("spectral-decay", {matrix_set(*gram, "gram")});
        const auto values = singular_values(x);
        for (Index i = 0; i < 12; ++i) QVERIFY(near((*last_state(decay).values)(i, 0), (*values)(i) * (*values)(i), 1e-12));
        for (auto name : {"marchenko_pastur_edge", "marchenko_pastur_spikes", "gavish_donoho_rank", "parallel_analysis_rank"})
            QVERIFY2(std::isnan(metric(decay, name)), name);
        QVERIFY(said(decay, "equals its transpose"));
        QVERIFY(!said(decay, "half of the values are rounding"));
        QVERIFY(!std::isnan(metric(decay, "effective_rank")));
        // One entry less than equal: a matrix like any other.
        Matrix nearly = *gram + Matrix::Identity(40, 40);
        nearly(0, 1) += 1e-9;
        QVERIFY(!std::isnan(metric(run_method("spectral-decay", {matrix_set(nearly)}), "marchenko_pastur_edge")));
        const auto tall = gram_matrix(random.normal(most_gram_rows + 1, 5), {});
        QVERIFY(tall.ok() && tall->rows() == 5);
        Context small;
        small.memory_limit = 1000;
        const auto refused = gram_matrix(x, small);
        QVERIFY(!refused.ok() && refused.error().kind == ErrorKind::Memory);
    }
};

QTEST_APPLESS_MAIN(TestComputedMatrices)
#include "test_computed_matrices.moc"
