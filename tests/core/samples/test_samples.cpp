// Every sample: made from its defaults, the same twice, its truth exact, bad options refused by name.
#include <Eigen/LU>
#include <QtTest>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "core/io/read.h"
#include "core/samples/planted.h"
#include "core/samples/sample.h"
#include "core/samples/shapes.h"
#include "tests/core/samples/mesh_checks.h"

using namespace orthoscope;

namespace {

Result<Sample> try_make(std::string_view id, const nlohmann::json& changes, std::uint64_t seed) {
    auto info = find_sample(id);
    ParameterSet parameters = info ? info->parameters : ParameterSet();
    if (!changes.is_null())
        if (auto status = parameters.from_json(changes); !status) return status.error();
    return make_sample(id, parameters, seed);
}

Sample make(std::string_view id, const nlohmann::json& changes = nullptr, std::uint64_t seed = 1) {
    auto made = try_make(id, changes, seed);
    if (!made) qFatal("%s", made.error().message().c_str());
    return *made;
}

std::vector<Index> numbers(const Sample& sample, std::string_view name) {
    std::istringstream text(sample.file(name)->text);
    return {std::istream_iterator<Index>(text), {}};
}

}  // namespace

class TestSamples : public QObject {
    Q_OBJECT
  private slots:
    void defaults_and_seeds() {
        QVERIFY(samples().size() >= 8);
        for (auto& info : samples()) {
            const Sample first = make(info.id), second = make(info.id);
            QVERIFY(!first.sets.empty() && !first.method.empty() && !first.note.empty());
            for (std::size_t i = 0; i < first.sets.size(); ++i) {
                QVERIFY(first.sets[i]->values().allFinite());
                QVERIFY(first.sets[i]->values() == second.sets[i]->values());
            }
            QVERIFY2(!info.summary.empty() && !info.parameters.described().empty(), info.id.c_str());
        }
        QVERIFY(make("planted-pair").sets[1]->values() != make("planted-pair", nullptr, 2).sets[1]->values());
    }

    void refusals_name_the_option() {
        auto message = [](std::string_view id, const nlohmann::json& changes) {
            auto made = try_make(id, changes, 1);
            return made ? std::string("accepted") : made.error().message();
        };
        QVERIFY(message("nothing", nullptr).find("planted-pair") != std::string::npos);
        QVERIFY(message("planted-pair", {{"n", 1}}).find("n") != std::string::npos);
        QVERIFY(message("planted-pair", {{"shape", "cube"}}).find("shape") != std::string::npos);
        QVERIFY(message("planted-pair", {{"d", 5}}).find("--d") == 0);
        QVERIFY(message("knot", {{"p", 2}, {"q", 4}}).find("--p") == 0);
    }

    void planted_truth_leaves_only_the_noise_data() {
        QTest::addColumn<QString>("parameters");
        QTest::newRow("plain") << R"({"noise": 0.05, "n": 4000})";
        QTest::newRow("many dimensions") << R"({"shape": "gaussian", "d": 20, "noise": 0.05, "n": 2000})";
        QTest::newRow("relabelled") << R"({"noise": 0.05, "n": 4000, "relabel": true, "shift": 2})";
        QTest::newRow("mirrored torus") << R"({"shape": "torus", "noise": 0.05, "n": 4000, "reflect": true})";
        QTest::newRow("figure") << R"({"shape": "figure", "noise": 0.05, "n": 4000})";
        QTest::newRow("strays") << R"({"noise": 0.05, "n": 4000, "relabel": true, "outliers": 0.25})";
    }
    void planted_truth_leaves_only_the_noise() {
        QFETCH(QString, parameters);
        const auto options = nlohmann::json::parse(parameters.toStdString());
        const Sample sample = make("planted-pair", options);
        const Matrix &x = sample.sets[0]->values(), &y = sample.sets[1]->values();
        const Matrix &map = sample.file("rotation.npy")->array,
                     &shift = sample.file("translation.npy")->array;
        const auto partner = numbers(sample, "truth.txt");
        QCOMPARE(Index(partner.size()), x.rows());
        QVERIFY((map.transpose() * map - Matrix::Identity(map.rows(), map.cols())).norm() < 1e-12);
        QVERIFY(map.determinant() * (options.value("reflect", false) ? -1 : 1) > 0);
        QVERIFY(std::abs(std::sqrt(x.squaredNorm() / double(x.size())) - 1) < 1e-12);
        double sum = 0;
        Index paired = 0;
        std::set<Index> used;
        for (Index i = 0; i < x.rows(); ++i) {
            const Index j = partner[std::size_t(i)];
            if (j < 0) continue;
            sum += (x.row(i) * map + shift.transpose() - y.row(j)).squaredNorm(), ++paired;
            QVERIFY(used.insert(j).second);
        }
        const double rms = std::sqrt(sum / double(paired * x.cols()));
        QVERIFY2(std::abs(rms - 0.05) < 0.002, qPrintable(QString::number(rms)));
        const double strays = options.value("outliers", 0.0) * double(x.rows());
        QCOMPARE(x.rows() - paired, Index(std::llround(strays)));
    }

    void written_files_read_back() {
        QTemporaryDir folder;
        for (auto& info : samples()) {
            const Sample sample = make(info.id);
            const auto path = std::filesystem::path(folder.path().toStdString()) / info.id;
            auto written = write_sample(sample, path);
            QVERIFY2(written.ok(), written ? "" : written.error().message().c_str());
            QCOMPARE(written->size(), sample.sets.size() + sample.extra.size() + 1);
            for (std::size_t i = 0; i < sample.sets.size(); ++i) {
                InputSpec input;
                input.path = (*written)[i];
                // What a file of four axes means, only its owner knows.
                if (auto sequence = std::get_if<FrameSequence>(&sample.sets[i]->payload); sequence && sequence->leading.size() > 1)
                    input.axes = sequence->axes;
                auto back = read(input);
                QVERIFY2(back.ok(), back ? "" : back.error().message().c_str());
                QCOMPARE((*back)->rows(), sample.sets[i]->rows());
                QVERIFY(((*back)->values() - sample.sets[i]->values()).cwiseAbs().maxCoeff() < 1e-6);
            }
        }
    }

    void clusters_pair_by_label() {
        const Sample sample = make("clusters", {{"relabel", true}, {"noise", 0.0}});
        const Matrix &x = sample.sets[0]->values(), &y = sample.sets[1]->values();
        std::map<std::string, Index> row;
        for (Index j = 0; j < y.rows(); ++j) row[sample.sets[1]->labels[std::size_t(j)]] = j;
        QCOMPARE(Index(row.size()), x.rows());
        const Matrix moved = x * sample.file("rotation.npy")->array;
        for (Index i = 0; i < x.rows(); ++i) {
            const Index j = row.at(sample.sets[0]->labels[std::size_t(i)]);
            QVERIFY((moved.row(i) - y.row(j)).norm() < 1e-12);
            QCOMPARE(sample.sets[0]->attribute("cluster")->values(i, 0),
                     sample.sets[1]->attribute("cluster")->values(j, 0));
        }
    }

    void surfaces_are_closed() {
        const Mesh sphere = sphere_mesh(3), torus = torus_mesh(20, 9, 1, 0.3);
        const Mesh knot = knot_mesh({2, 3}, 90, 8, 0.1, 0.3);
        for (auto mesh : {&sphere, &torus, &knot}) QVERIFY(watertight(*mesh) && signed_volume(*mesh) > 0);
        QCOMPARE(euler(sphere), Index(2));
        QCOMPARE(euler(torus), Index(0));
        QCOMPARE(euler(knot), Index(0));
        QVERIFY(std::abs(surface_area(sphere) / (4 * M_PI) - 1) < 0.02);
    }

    // The frames span the mean and two dimensions a harmonic, and nothing else.
    void picture_turns_exactly() {
        const Sample sample = make("rotating-picture", {{"frames", 30}, {"harmonics", 4}});
        const auto& sequence = std::get<FrameSequence>(sample.sets[0]->payload);
        QCOMPARE(sequence.axes, std::string("tyx"));
        const Matrix& frames = sequence.frames;
        const Index period = frames.rows();
        std::vector<double> energy(16);
        for (Index m = 0; m < 16; ++m) {
            RowVector real = RowVector::Zero(frames.cols()), imaginary = real;
            for (Index t = 0; t < period; ++t) {
                real += std::cos(2 * M_PI * double(m * t) / double(period)) * frames.row(t);
                imaginary += std::sin(2 * M_PI * double(m * t) / double(period)) * frames.row(t);
            }
            energy[std::size_t(m)] = (real.squaredNorm() + imaginary.squaredNorm()) / double(period * period);
        }
        for (std::size_t m = 1; m <= 4; ++m) QVERIFY(energy[m] > 1e-3);
        for (std::size_t m = 5; m <= 15; ++m) QVERIFY(energy[m] < 1e-20);
        QCOMPARE(sample.file("plane_angles.txt")->text, std::string("12\n24\n36\n48\n"));
    }
};

QTEST_APPLESS_MAIN(TestSamples)
#include "test_samples.moc"
