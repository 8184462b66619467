// `orthoscope apply`: the map of a finished run over other data.
#include <QtTest>
#include <cmath>
#include <cstring>
#include <fstream>

#include "core/base/hash.h"
#include "core/io/read.h"
#include "tests/app/cli/cli_program.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestCliApply : public QObject, private CliProgram {
    Q_OBJECT

  private slots:
    void initTestCase() { QVERIFY(write_planted()); }

    void applyRepeatsTheRun() {
        for (auto rows : {"as-is", "center", "unit", "unit-center-unit"}) {
            const auto out = QString("apply-") + rows;
            QCOMPARE(call({"run", "procrustes", "x.npy", "y.npy", "--out", out, "--rows", rows, "--quiet"}).status, 0);
            for (auto file : {"moved.npy", "moved.csv"}) {
                const auto o = call({"apply", out, "x.npy", "-o", file});
                QVERIFY2(o.status == 0, o.err.c_str());
                InputSpec spec;
                spec.path = base_ + "/" + file;
                auto moved = orthoscope::read(spec);
                QVERIFY2(moved.ok(), moved.ok() ? "" : moved.error().message().c_str());
                QVERIFY(((*moved)->values() - array(out.toStdString().c_str(), "aligned")).norm() < 1e-12);
            }
        }
        const auto wrong = call({"apply", "apply-unit", "flat.npy", "-o", "z.npy"});
        QCOMPARE(wrong.status, 3);
        QVERIFY(!fs::exists(base_ + "/z.npy"));
    }

    // A table comes back under its own header, labels in their own column.
    void aTableKeepsItsHeaderAndItsLabels() {
        QCOMPARE(call({"run", "procrustes", "x.npy", "y.npy", "--out", "table-run", "--quiet"}).status, 0);
        const auto moved = [&](const char* text) {
            std::ofstream(fs::path(base_) / "table.csv") << text;
            const auto o = call({"apply", "table-run", "table.csv", "-o", "table-moved.csv"});
            return o.status == 0 ? slurp(fs::path(base_) / "table-moved.csv") : o.err;
        };
        const auto shape = [&](const std::string& text) {  // every number as #
            std::string out;
            for (char c : text)
                if (!std::strchr("0123456789.-e", c)) out += c;
                else if (out.empty() || out.back() != '#') out += '#';
            return out;
        };
        QCOMPARE(shape(moved("x,word,y,z\n1,ab,2,3\n4,\"c, d\",5,6\n")), "x,word,y,z\n#,ab,#,#\n#,\"c, d\",#,#\n");
        QCOMPARE(shape(moved("x;y;z;word\n1;2;3;ab\n4;5;6;b\n")), "x,y,z,word\n#,#,#,ab\n#,#,#,b\n");
        QCOMPARE(shape(moved(",x,y,z\n0,1,2,3\n1,4,5,6\n")), ",x,y,z\n#,#,#,#\n#,#,#,#\n");
        QCOMPARE(shape(moved("ab,1,2,3\nb,4,5,6\n")), "ab,#,#,#\nb,#,#,#\n");
        QCOMPARE(shape(moved("x,y,z\n1,2,3\n4,5,6\n")), "x,y,z\n#,#,#\n#,#,#\n");
    }

    void applyPullsThroughAMatch() {
        // The results of a shape matching: four target rows, of which one is uncovered.
        const auto dir = fs::path(base_) / "shapes";
        fs::create_directory(dir);
        Indices map(4);
        map << 2, -1, 0, 1;
        Matrix target(4, 3);
        target << 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1;
        QVERIFY(write_npy(map, dir / "map.npy").ok() && write_npy(target, dir / "target.npy").ok());
        std::ofstream(dir / "source.off") << "COFF\n3 1 0\n0 0 0 255 0 0 255\n1 0 0 0 255 0 255\n0 1 0 0 0 255 255\n3 0 1 2\n";
        auto side = [&](const char* file, const char* kind, int rows) {
            const auto bytes = slurp(dir / file);
            return Json{{"path", file}, {"file", file}, {"member", ""}, {"kind", kind}, {"rows", rows}, {"columns", 3},
                        {"sha256", sha256(std::as_bytes(std::span(bytes)))}};
        };
        std::ofstream(dir / "result.json") << Json{{"schema", 1}, {"outputs", {{"map", "map.npy"}}},
            {"inputs", {side("source.off", "mesh", 3), side("target.npy", "cloud", 4)}}};
        auto pulled = [&](QStringList words, const char* out) -> DatasetPtr {
            const auto o = call(QStringList{"apply", "shapes"} + words + QStringList{"-o", out});
            if (o.status != 0) return qWarning("%s", o.err.c_str()), nullptr;
            InputSpec spec;
            spec.path = base_ + "/" + out;
            auto set = orthoscope::read(spec);
            return set ? *set : nullptr;
        };
        const auto painted = pulled({"shapes/source.off"}, "painted.ply");
        QVERIFY(painted && painted->values() == target && painted->attribute("color"));
        const Matrix& colors = painted->attribute("color")->values;
        QVERIFY(colors(0, 2) == 1 && colors(0, 0) == 0 && colors(2, 0) == 1 && colors(3, 1) == 1);
        QVERIFY(std::abs(colors(1, 0) - 0.6) < 1e-9 && std::abs(colors(1, 2) - 0.6) < 1e-9);
        std::ofstream(base_ + "/three.csv") << "5,0,1,2\n6,0,1,2\n7,0,1,2\n";
        std::ofstream(base_ + "/names.txt") << "red\ngreen\nblue\n";
        QVERIFY(pulled({"three.csv", "--labels", "names.txt", "--attribute", "labels"}, "named.ply"));
        QCOMPARE(call({"apply", "shapes", "three.csv", "-o", "numbers.npy"}).status, 0);
        const auto bytes = slurp(base_ + "/numbers.npy");  // our readers refuse what is not a number
        double numbers[16];
        QVERIFY(bytes.size() > sizeof numbers);
        std::memcpy(numbers, bytes.data() + bytes.size() - sizeof numbers, sizeof numbers);
        QVERIFY(numbers[0] == 7 && std::isnan(numbers[4]) && numbers[8] == 5 && numbers[12] == 6);
        // Wrong rows, no such attribute, labels into numbers.
        QCOMPARE(call({"apply", "shapes", "x.npy", "-o", "z.npy"}).status, 3);
        const auto none = call({"apply", "shapes", "shapes/source.off", "--attribute", "height", "-o", "z.npy"});
        QVERIFY2(none.status == 2 && none.err.find("color") != std::string::npos, none.err.c_str());
        QCOMPARE(call({"apply", "shapes", "three.csv", "--labels", "names.txt", "--attribute", "labels", "-o", "z.npy"}).status, 2);
        QVERIFY(!fs::exists(base_ + "/z.npy"));
        // A target that is no longer the one of the run.
        QVERIFY(write_npy((2 * target).eval(), dir / "target.npy").ok());
        QCOMPARE(call({"apply", "shapes", "shapes/source.off", "-o", "z.ply"}).status, 3);
    }

    void applyCarriesFunctionsByTheFunctionalMap() {
        QCOMPARE(call({"sample", "figure-biped", "--vertices", "600", "--target-vertices", "550", "-o", "bodies"}).status, 0);
        const auto run = call({"run", "functional-map", "bodies/source.off", "bodies/target.off", "--search", "fast", "--k", "40", "--out",
                               "matched-bodies", "--metrics", "fit", "--quiet"});
        QVERIFY2(run.status == 0, run.err.c_str());
        const Index n = Index(result("matched-bodies")["inputs"][0]["rows"]);
        {
            std::ofstream table(base_ + "/functions.csv");
            InputSpec spec;
            spec.path = base_ + "/bodies/source.off";
            const Matrix places = (*orthoscope::read(spec))->values();
            for (Index i = 0; i < n; ++i) table << "3," << places(i, 0) << "," << places(i, 1) << "," << places(i, 2) << "\n";
        }
        auto numbers = [&](QStringList words) {
            const auto o = call(QStringList{"apply", "matched-bodies", "functions.csv", "--attribute", "values", "-o", "carried.npy"} + words);
            if (o.status != 0) return qWarning("%s", o.err.c_str()), Matrix();
            return read_array("carried", base_ + "/carried.npy")->values;
        };
        const Matrix pulled = numbers({"--by", "map"}), carried = numbers({"--by", "functional-map"});
        QVERIFY(pulled.rows() > 500 && pulled == numbers({}) && carried.rows() == pulled.rows() && carried != pulled);
        // The constant stays itself; what is smooth comes out nearly as by the points.
        QVERIFY((carried.col(0).array() - 3).abs().maxCoeff() < 1e-6);
        for (Index j = 1; j < 4; ++j) {
            const Vector spread = pulled.col(j).array() - pulled.col(j).mean();
            QVERIFY((carried.col(j) - pulled.col(j)).norm() < 0.4 * spread.norm());
        }
        QCOMPARE(call({"apply", "matched-bodies", "bodies/source.off", "--attribute", "values", "--by", "functional-map", "-o", "smooth.ply"}).status, 0);
        QCOMPARE(call({"apply", "matched-bodies", "functions.csv", "--by", "points", "-o", "z.npy"}).status, 2);
        QCOMPARE(call({"apply", "apply-unit", "x.npy", "--by", "functional-map", "-o", "z.npy"}).status, 3);
    }

    void applyPullsThroughTheMatchingOfAnAlignment() {
        QCOMPARE(call({"run", "procrustes", "x.npy", "y.npy", "--out", "matched", "--quiet"}).status, 0);
        const auto o = call({"apply", "matched", "x.npy", "--attribute", "values", "-o", "pulled.npy"});
        QVERIFY2(o.status == 0, o.err.c_str());
        const Matrix matching = array("matched", "matching");
        auto values = read_array("pulled", base_ + "/pulled.npy");
        QVERIFY(values.ok() && values->values.rows() == 60);
        for (Index i = 0; i < 60; ++i) QVERIFY(values->values.row(Index(matching(i))) == x_.row(i));
        QCOMPARE(call({"apply", "matched", "x.npy", "--attribute", "values", "-o", "pulled.ply"}).status, 0);
    }
};

QTEST_GUILESS_MAIN(TestCliApply)
#include "test_cli_apply.moc"
