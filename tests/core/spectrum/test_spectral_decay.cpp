// `spectral-decay` as a whole: what it counts, what it leaves void and says so, shapes, many matrices, and results read back.
#include <filesystem>
#include <fstream>
#include <numbers>

#include "core/io/write.h"
#include "core/result/result_folder.h"
#include "core/samples/sample.h"
#include "core/samples/shapes.h"
#include "core/spectrum/decay_report.h"
#include "core/spectrum/inputs.h"
#include "core/spectrum/stream.h"
#include "spectrum_support.h"

using namespace orthoscope;
using namespace orthoscope::spectra;
namespace fs = std::filesystem;

namespace {

// A rectangle a x b of (n + 1)(m + 1) vertices.
DatasetPtr rectangle(double a, double b, Index n, Index m) {
    Mesh mesh{Matrix((n + 1) * (m + 1), 3), Triangles(2 * n * m, 3)};
    for (Index i = 0; i <= n; ++i)
        for (Index j = 0; j <= m; ++j) mesh.vertices.row(i * (m + 1) + j) << a * double(i) / double(n), b * double(j) / double(m), 0;
    for (Index i = 0, t = 0; i < n; ++i)
        for (Index j = 0; j < m; ++j) {
            const auto v = std::int32_t(i * (m + 1) + j), right = std::int32_t(v + m + 1);
            mesh.triangles.row(t++) << v, right, v + 1;
            mesh.triangles.row(t++) << right, right + 1, v + 1;
        }
    auto set = std::make_shared<Dataset>();
    set->name = "rectangle", set->payload = std::move(mesh);
    return set;
}

std::vector<double> all_values(const RunResult& result) {
    const auto& s = last_state(result);
    return {s.values->data(), s.values->data() + (*s.lengths)(0)};
}

// Values of a mesh and of one with edges half as long: the error of the finer one, its fall, and what is left of it where
// both are extrapolated.
void compare(const std::vector<double>& coarse, const std::vector<double>& fine, const std::vector<double>& exact, double most, double most_left) {
    QVERIFY(std::abs(coarse[0]) < 1e-6 && std::abs(fine[0]) < 1e-6);
    for (std::size_t i = 1; i < exact.size(); ++i) {
        const double before = coarse[i] / exact[i] - 1, error = fine[i] / exact[i] - 1, left = (4 * fine[i] - coarse[i]) / 3 / exact[i] - 1;
        const auto text = QString("%1: %2 then %3, extrapolated %4").arg(i).arg(before).arg(error).arg(left);
        QVERIFY2(std::abs(error) < most && std::abs(left) < most_left, qPrintable(text));
        if (std::abs(before) > 1e-3) QVERIFY2(before / error > 3.6 && before / error < 4.4, qPrintable(text));  // x, y, z on the sphere have none
    }
}

// A safetensors file: names, shapes and float64 values in C order.
void write_safetensors(const fs::path& path, const std::vector<std::pair<std::string, Matrix>>& members, const std::string& vector_member) {
    std::string header = "{", data;
    for (auto& [name, m] : members) {
        const auto begin = data.size();
        for (Index i = 0; i < m.rows(); ++i)
            for (Index j = 0; j < m.cols(); ++j) data.append(reinterpret_cast<const char*>(&m(i, j)), 8);
        const bool flat = name == vector_member;
        header += "\"" + name + "\":{\"dtype\":\"F64\",\"shape\":" + (flat ? "[" + std::to_string(m.size()) + "]" : "[" + std::to_string(m.rows()) + "," + std::to_string(m.cols()) + "]") +
                  ",\"data_offsets\":[" + std::to_string(begin) + "," + std::to_string(data.size()) + "]},";
    }
    header.back() = '}';
    const std::uint64_t size = header.size();
    std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(&size), 8) << header << data;
}

}  // namespace

class TestSpectralDecay : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    fs::path base_;

  private slots:
    void init() {
        base_ = fs::path(folder_.path().toStdString()) / QTest::currentTestFunction();
        fs::create_directories(base_);
    }

    void spikesOverNoiseAreAgreedUpon() {
        Random random(11);
        const Index n = 400, d = 200;
        const double edge = std::sqrt(double(n)) + std::sqrt(double(d));
        const Matrix a = with_values(n, d, edge * Vector::LinSpaced(5, 4, 2), random) + random.normal(n, d);
        const auto result = run_method("spectral-decay", {matrix_set(a)});
        for (auto name : {"marchenko_pastur_spikes", "gavish_donoho_rank", "parallel_analysis_rank"}) QCOMPARE(metric(result, name), 5.0);
        QCOMPARE(result.report.verdict, Verdict::Supported);
        QVERIFY(said(result, "the counts agree"));
        const auto& s = last_state(result);
        QVERIFY(s.values && s.twin && s.edges && s.parallel && s.stick && s.tails && s.twin_tails && s.cosines && s.entries && s.spacings &&
                s.dimensions && s.right && s.left && s.mean && !s.error_bounds && !s.weyl);
        QCOMPARE(s.twin->col(0).maxCoeff() < (*s.edges)(0, 0) * 1.3, true);
        QVERIFY((*s.right * s.right->transpose() - Matrix::Identity(32, 32)).norm() < 1e-12);
        QVERIFY(((a * s.right->transpose()).colwise().norm().transpose() - s.values->col(0).head(32)).norm() < 1e-10);
        // Noise itself has nothing to show.
        const auto noise = run_method("spectral-decay", {matrix_set(random.normal(n, d))});
        QVERIFY(metric(noise, "marchenko_pastur_spikes") <= 1 && metric(noise, "gavish_donoho_rank") == 0);
        QCOMPARE(metric(noise, "marchenko_pastur_certain"), 0.0);
    }
    void metricsAgreeWithNumpy() {
        const auto result = run_method("spectral-decay", {matrix_set(reference_matrix())});
        const std::pair<const char*, double> expected[] = {
            {"effective_rank", 20.36887395595349}, {"stable_rank", 3.087022148469373}, {"participation_ratio", 6.769299348006561},
            {"power_law_alpha", 1.983814644168348}, {"power_law_distance", 0.07256367000033803}, {"power_law_tail", 18},
            {"marchenko_pastur_edge", 5.899237885269604}, {"marchenko_pastur_spikes", 4}, {"gavish_donoho_rank", 3}, {"broken_stick_rank", 2},
            {"intrinsic_dimension_twonn", 8.035335529582937}, {"intrinsic_dimension_mle", 5.887869888156406}, {"weibull_shape", 1.035678123781279}};
        for (auto& [name, value] : expected) QVERIFY2(near(metric(result, name), value, 1e-10), name);
        const auto centred = run_method("spectral-decay", {matrix_set(reference_matrix())}, {{"center", "columns"}});
        QVERIFY(near(metric(centred, "effective_rank"), 21.57130888050604, 1e-10) && near(metric(centred, "stable_rank"), 5.110254340145021, 1e-10));
        QVERIFY(near(all_values(centred).front(), 9.242648219647773, 1e-12));
        QVERIFY(near(metric(centred, "intrinsic_dimension_mle"), 5.887869888156406, 1e-10));
    }
    void everyVoidMetricSaysSo_data() {
        QTest::addColumn<Matrix>("a");
        QTest::addColumn<QString>("reason");
        Random random(12);
        QTest::newRow("zero") << Matrix(Matrix::Zero(30, 20)) << "every value is 0";
        QTest::newRow("one number") << Matrix(Matrix::Constant(1, 1, 3)) << "say nothing about noise";
        QTest::newRow("one row") << Matrix(random.normal(1, 40)) << "say nothing about noise";
        QTest::newRow("one column") << Matrix(random.normal(40, 1)) << "say nothing about noise";
        QTest::newRow("equal numbers") << Matrix(Matrix::Ones(40, 30)) << "low rank";
        QTest::newRow("low rank") << Matrix(random.normal(60, 4) * random.normal(4, 50)) << "low rank";
        QTest::newRow("identity") << Matrix(Matrix::Identity(30, 30)) << "no tail of 10 different values";
    }
    void everyVoidMetricSaysSo() {
        QFETCH(Matrix, a);
        QFETCH(QString, reason);
        const auto result = run_method("spectral-decay", {matrix_set(a)});
        QVERIFY(said(result, reason.toStdString()));
        for (auto& [name, value] : result.report.metrics) {
            if (!std::isnan(value)) continue;
            const auto stem = name.substr(0, name.find('_'));
            bool explained = false;
            for (auto& w : result.report.warnings)
                explained |= w.find("void") != std::string::npos && (w.find(stem) != std::string::npos || w.find("all edges, counts and the tail") != std::string::npos);
            QVERIFY2(explained, name.c_str());
        }
        QVERIFY(!result.report.reasons.empty());
    }
    void deadRowsAndQuantisedWeightsAreSaid() {
        Random random(13);
        Matrix a = random.normal(300, 100);
        Matrix dead(350, 100);
        dead << a, Matrix::Zero(50, 100);
        const auto whole = run_method("spectral-decay", {matrix_set(a)}), with_dead = run_method("spectral-decay", {matrix_set(dead)});
        QVERIFY(near(metric(whole, "marchenko_pastur_edge"), metric(with_dead, "marchenko_pastur_edge"), 1e-12));
        QVERIFY(said(with_dead, "50 rows are all zeros") && !said(whole, "all zeros"));
        const Matrix codes = (a * 2).array().round() / 2;
        const auto quantised = run_method("spectral-decay", {matrix_set(codes)});
        QVERIFY(said(quantised, "different values: it was quantised") && !said(whole, "quantised"));
        QVERIFY(near(metric(quantised, "effective_rank"), metric(whole, "effective_rank"), 0.01));
        const auto mean = run_method("spectral-decay", {matrix_set(a.array() + 3)});
        QVERIFY(said(mean, "The mean row holds"));
    }
    void randomisedValuesStayWithinTheirBounds() {
        Random random(14);
        Vector values(150);
        for (Index i = 0; i < 150; ++i) values(i) = 100 / double(i + 1);
        const Matrix a = with_values(300, 150, values, random);
        const auto result = run_method("spectral-decay", {matrix_set(a)}, {{"decomposition", "randomized"}, {"values", "20"}, {"directions", "8"}});
        const auto& s = last_state(result);
        QCOMPARE((*s.lengths)(0), std::int64_t(20));
        QVERIFY(s.error_bounds && said(result, "random probes"));
        for (Index i = 0; i < 20; ++i) {
            QVERIFY((*s.values)(i, 0) <= values(i) * (1 + 1e-12));
            QVERIFY((*s.values)(i, 0) + (*s.error_bounds)(i, 0) >= values(i) * (1 - 1e-12));
        }
        QVERIFY((*s.error_bounds)(0, 0) < 0.5);
        QVERIFY(near(metric(result, "stable_rank"), values.squaredNorm() / 1e4, 1e-6));
        QVERIFY(std::isnan(metric(result, "effective_rank")) && said(result, "only the first were found"));
    }
    // Linear elements are of second order: halving the edges quarters the error of a value, and two meshes extrapolated have
    // that of the fourth.
    void sphereConvergesToItsKnownValues() {
        const auto run_on = [](int subdivisions) {
            auto set = std::make_shared<Dataset>();
            set->name = "sphere", set->payload = sphere_mesh(subdivisions);
            return run_method("spectral-decay", {set}, {{"k", "36"}});
        };
        const auto coarse = run_on(3), result = run_on(4);
        std::vector<double> exact;
        for (int l = 0; l < 6; ++l) exact.insert(exact.end(), std::size_t(2 * l + 1), double(l * (l + 1)));
        compare(all_values(coarse), all_values(result), exact, 0.012, 1e-3);
        const auto& s = last_state(result);
        QVERIFY(s.ascending && s.weyl && s.right && !s.twin);
        QVERIFY(near(metric(result, "area"), 4 * std::numbers::pi, 0.02));
        QVERIFY(result.report.matrix("shape_dna") && said(result, "Laplacian"));
        QVERIFY(metric(result, "weyl_ratio") > 0.7 && metric(result, "weyl_ratio") < 1.1);
    }
    void rectangleConvergesToItsKnownValues() {
        const auto run_on = [](Index n) { return run_method("spectral-decay", {rectangle(1, 1.7, n, n * 17 / 10)}, {{"k", "30"}}); };
        std::vector<double> exact;
        const double p = std::numbers::pi * std::numbers::pi;
        for (int i = 0; i < 20; ++i)
            for (int j = 0; j < 20; ++j) exact.push_back(p * (i * i + j * j / (1.7 * 1.7)));
        std::sort(exact.begin(), exact.end());
        exact.resize(30);
        const auto result = run_on(40);
        compare(all_values(run_on(20)), all_values(result), exact, 0.012, 1e-3);
        QVERIFY(near(metric(result, "area"), 1.7, 1e-9));
    }
    void layersAreComparedAndOneComesBackToTheFront() {
        Random random(15);
        const Matrix flat = random_orthogonal(30, random, false), thin = with_values(50, 40, Vector::LinSpaced(40, 40, 0.01).array().pow(3), random);
        const auto result = run_method("spectral-decay", {matrix_set(flat, "flat"), matrix_set(thin, "thin"), matrix_set(random.normal(12, 70), "wide")}, {{"front", "1"}});
        const auto& s = last_state(result);
        QCOMPARE(s.layer, 1.0);
        QCOMPARE(s.values->cols(), Index(3));
        QVERIFY((*s.lengths)(0) == 30 && (*s.lengths)(1) == 40 && (*s.lengths)(2) == 12);
        QVERIFY(s.right->cols() == 40 && s.left->rows() == 50);
        QVERIFY(near(metric(result, "effective_rank"), metric(run_method("spectral-decay", {matrix_set(thin)}), "effective_rank"), 1e-12));
        const auto* table = result.report.matrix("layers");
        QVERIFY(table && table->rows() == 3 && table->cols() == Index(std::size(decay_metrics)));
        QVERIFY(near((*table)(0, 0), 30, 1e-10) && (*table)(0, 3) == -1);
        QVERIFY(said(result, "thin uses the smallest share") && said(result, "flat"));
        QVERIFY(result.report.reasons.front().starts_with("thin: "));
        // Any other of them has its own verdict and numbers, those of a run with it in front.
        const auto report_of = [&](int layer) {
            return report_of_matrix("spectral-decay", result.options, result.report, *result.pairs, *result.recording, layer);
        };
        const auto first = report_of(1);
        QVERIFY(first && first->reasons.front().starts_with("flat: ") && !report_of(2) && !report_of(0) && !report_of(4));
        const auto front = run_method("spectral-decay", {matrix_set(flat, "flat"), matrix_set(thin, "thin"), matrix_set(random.normal(12, 70), "wide")}, {{"front", "0"}});
        QCOMPARE(first->reasons.front(), front.report.reasons.front());
        QVERIFY(first->verdict == front.report.verdict);
        QVERIFY(near(*first->metric("effective_rank"), 30, 1e-10) && near(*first->metric("effective_rank"), metric(front, "effective_rank"), 1e-14));
        RunRequest request;
        request.method = "spectral-decay", request.options = find_method("spectral-decay")->parameters();
        QVERIFY(request.options.set_text("front", "3").ok());
        auto refused = orthoscope::run(request, {matrix_set(flat), matrix_set(thin)}, {});
        QVERIFY(!refused && refused.error().place == "--front");
    }
    void aFileOfManyMatricesMeansAllOfThem() {
        Random random(16);
        write_safetensors(base_ / "net.safetensors", {{"a.weight", random.normal(20, 30)}, {"a.bias", random.normal(1, 20)}, {"b.weight", random.normal(40, 20)}}, "a.bias");
        auto all = expand_layers({parse_input((base_ / "net.safetensors").string())}, 64, {});
        QVERIFY2(all.ok(), all.ok() ? "" : all.error().message().c_str());
        QCOMPARE(all->inputs.size(), std::size_t(2));
        QVERIFY(all->inputs[0].member == "a.weight" && all->inputs[1].member == "b.weight");
        QVERIFY(all->notes.size() == 1 && all->notes[0].find("a.bias") != std::string::npos && all->notes[0].find("all 2 matrices") != std::string::npos);
        auto set = read_layer(all->inputs[1], {});
        QVERIFY(set.ok() && (*set)->rows() == 40 && (*set)->kind() == Kind::Matrix);
        auto one = expand_layers({parse_input((base_ / "net.safetensors").string() + "::a.weight")}, 64, {});
        QVERIFY(one.ok() && one->inputs.size() == 1 && one->notes.empty());
        QCOMPARE(expand_layers({parse_input((base_ / "net.safetensors").string())}, 1, {}).error().kind, ErrorKind::Usage);
        write_safetensors(base_ / "flat.safetensors", {{"a.weight", random.normal(20, 30)}, {"b", random.normal(1, 20)}}, "b");
        QCOMPARE(expand_layers({parse_input((base_ / "flat.safetensors").string())}, 64, {})->inputs.size(), std::size_t(1));
    }
    void streamedRowsGiveTheValuesOfTheWhole() {
        Random random(17);
        Matrix x = random.normal(3000, 12) * random.normal(12, 12);
        x.rowwise() += RowVector(RowVector::LinSpaced(12, -3, 5));
        x.row(5).setZero();
        const auto path = base_ / "rows.npy";
        QVERIFY(write_npy(x, path).ok());
        InputSpec input = parse_input(path.string());
        QVERIFY(!worth_streaming(input, {}) && worth_streaming(input, {}, 1000));
        auto stream = RowStream::open(path);
        QVERIFY(stream.ok() && *stream && (*stream)->rows() == 3000 && (*stream)->columns() == 12);
        const auto rows = *stream_rows(**stream, {});
        QCOMPARE(rows.zero_rows, Index(1));
        const Matrix centred = x.rowwise() - RowVector(x.colwise().mean());
        QVERIFY((rows.mean - RowVector(x.colwise().mean())).norm() < 1e-12);
        const Vector plain = *singular_values(x), moved = *singular_values(centred);
        QVERIFY((*singular_values(rows.plain) - plain).cwiseAbs().maxCoeff() < 1e-13 * plain(0));
        QVERIFY((*singular_values(rows.centred) - moved).cwiseAbs().maxCoeff() < 1e-13 * plain(0));
        // Small values survive, as they would not in a Gram matrix.
        const Matrix steep = with_values(2000, 8, Eigen::Array<double, 8, 1>::LinSpaced(0, -14).unaryExpr([](double e) { return std::pow(10, e); }).matrix(), random);
        QVERIFY(write_npy(steep, base_ / "steep.npy").ok());
        const Vector found = *singular_values((*stream_rows(**RowStream::open(base_ / "steep.npy"), {})).plain);
        QVERIFY(near(found(6), 1e-12, 0.01));
    }
    void aStreamedRunSaysSoAndIsReadBack() {
        Random random(18);
        const Matrix x = random.normal(6000, 20) * Vector::LinSpaced(20, 3, 1).asDiagonal();
        const auto path = base_ / "rows.npy";
        QVERIFY(write_npy(x, path).ok());
        FinishedRun run;
        run.inputs = {parse_input(path.string())};
        auto set = read_sampled(run.inputs[0], {});
        QVERIFY(set.ok() && (*set)->rows() == 5000 && is_sampled(**set));
        QCOMPARE((*set)->origin.sha256, (*read(run.inputs[0]))->origin.sha256);
        run.request.method = "spectral-decay", run.request.options = find_method("spectral-decay")->parameters();
        auto result = orthoscope::run(run.request, {*set}, {});
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message().c_str());
        run.result = std::move(*result);
        const auto& s = last_state(run.result);
        QVERIFY((*s.sizes)(0, 0) == 6000 && !s.left && s.right);
        QVERIFY((s.values->col(0) - *singular_values(x)).cwiseAbs().maxCoeff() < 1e-13 * (*s.values)(0, 0));
        QVERIFY(said(run.result, "streamed once") && std::isnan(metric(run.result, "parallel_analysis_rank")) && said(run.result, "passed over once"));
        auto written = write_result(run, base_ / "out");
        QVERIFY2(written.ok(), written.ok() ? "" : written.error().message().c_str());
        auto back = read_result(base_ / "out");
        QVERIFY2(back.ok(), back.ok() ? "" : back.error().message().c_str());
        QVERIFY(is_sampled(*back->sets[0]) && back->sets[0]->values() == (*set)->values());
        // The file's rows, not those that were kept.
        QCOMPARE((*written)["inputs"][0]["rows"].get<Index>(), Index(6000));
        QVERIFY((*written)["inputs"][0]["streamed"].get<bool>());
        run.request.method = "newton-schulz", run.request.options = find_method("newton-schulz")->parameters();
        auto refused = orthoscope::run(run.request, {*set}, {});
        QVERIFY(!refused && refused.error().what.find("only some of its rows") != std::string::npos);
    }
    // Every sample with the method made for it, written and read back without computing.
    void everySampleIsReadBack() {
        int tried = 0;
        for (auto& info : samples()) {
            const auto method = find_method(info.method);
            if (info.method != "spectral-decay" && info.method != "truncation") continue;
            QVERIFY(method);
            const auto sample = make_sample(info.id, info.parameters, 1);
            FinishedRun run;
            run.request.method = info.method, run.request.options = method->parameters();
            run.result = run_method(info.method.c_str(), sample->sets);
            run.inputs.resize(sample->sets.size());
            auto written = write_result(run, base_ / info.id);
            QVERIFY2(written.ok(), written.ok() ? "" : written.error().message().c_str());
            auto back = read_result(base_ / info.id);
            QVERIFY2(back.ok(), back.ok() ? "" : back.error().message().c_str());
            QCOMPARE(back->run.result.recording->size(), run.result.recording->size());
            QVERIFY(*last_state(back->run.result).values == *last_state(run.result).values);
            QCOMPARE(back->run.result.report.metrics.size(), run.result.report.metrics.size());
            ++tried;
        }
        QVERIFY(tried >= 4);
    }
};

QTEST_APPLESS_MAIN(TestSpectralDecay)
#include "test_spectral_decay.moc"
