#include "core/base/hash.h"
#include "tests/core/io/io_support.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestRead : public QObject {
    Q_OBJECT

    Folder folder_;

    const std::string off_ = "OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n";
    const std::string ply_ =
        "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\nproperty float "
        "z\nend_header\n1 2 3\n";

    std::string error_of(const InputSpec& input) {
        auto result = read(input);
        return result ? "" : result.error().message();
    }

  private slots:
    void splitsMembers() {
        QCOMPARE(parse_input("a.npz::b").path.string(), std::string("a.npz"));
        QCOMPARE(parse_input("a.npz::b").member, std::string("b"));
        QCOMPARE(parse_input("a.npz").member, std::string());
        const auto odd = folder_.file("x::y.csv", "1,2\n");
        QCOMPARE(parse_input(odd.string()).path, odd);
    }
    void contentWinsOverSuffix() {
        auto result = read(spec(folder_.file("wrong.off", ply_)));
        QVERIFY(result.ok());
        QCOMPARE((*result)->warnings.size(), 1u);
        QVERIFY((*result)->warnings[0].starts_with("wrong.off holds PLY"));
        for (const char* name : {"a.csv", "a.obj", "a.unknown", "a"}) {
            auto other = read(spec(folder_.file(name, off_)));
            QVERIFY(other.ok());
            QCOMPARE((*other)->kind(), Kind::Mesh);
            const auto suffix = std::filesystem::path(name).extension();
            QCOMPARE((*other)->warnings.size(), suffix == ".csv" || suffix == ".obj" ? 1u : 0u);
        }
        auto info = inspect(spec(folder_.path("wrong.off")));
        QVERIFY(info.ok());
        QCOMPARE(info->warnings.size(), 1u);
    }
    void fillsOriginAndName() {
        auto result = read(spec(folder_.file("tri.OFF", off_)));
        QVERIFY(result.ok());
        QCOMPARE((*result)->name, std::string("tri.OFF"));
        QCOMPARE((*result)->origin.sha256, sha256(std::as_bytes(std::span(off_.data(), off_.size()))));
        QCOMPARE((*result)->origin.format, std::string("OFF"));
        QCOMPARE((*result)->origin.path, folder_.path("tri.OFF"));
    }
    void refusesWhatIsNoData() {
        QVERIFY(error_of(spec(folder_.file("empty.off", "")))
                    .ends_with("empty.off: the file is empty; expected data"));
        QVERIFY(error_of(spec(folder_.path("absent.off"))).find("cannot be opened") != std::string::npos);
        QVERIFY(
            error_of(spec(folder_.file("junk.bin", std::string("\0\1\2\3", 4)))).find("expected one of") !=
            std::string::npos);
        QVERIFY(error_of(spec(folder_.file("junk.ply", "abc")))
                    .ends_with("junk.ply:line 1: found \"abc\"; expected ply"));
        QVERIFY(error_of(spec("/dev/null")).find("regular") != std::string::npos);
        auto member = spec(folder_.file("one.off", off_));
        member.member = "b";
        QVERIFY(error_of(member).find("holds one thing") != std::string::npos);
    }
    void convertsKinds() {
        auto input = spec(folder_.file("t.csv", "1,2,3\n4,5,6\n"));
        for (Kind kind : {Kind::Cloud, Kind::Embedding, Kind::Matrix, Kind::Sequence}) {
            input.kind = kind;
            auto result = read(input);
            QVERIFY(result.ok());
            QCOMPARE((*result)->kind(), kind);
            QCOMPARE((*result)->values()(1, 2), 6.0);
        }
        input.kind = Kind::Mesh;
        QVERIFY(!read(input).ok());
        input = spec(folder_.file("m.off", off_));
        input.kind = Kind::Cloud;
        QCOMPARE((*read(input))->kind(), Kind::Cloud);
    }
    void addsLabels() {
        auto input = spec(folder_.file("u.csv", "1,2,3\n4,5,6\n"));
        input.labels = folder_.file("labels.txt", "one\ntwo words\n");
        auto result = read(input);
        QVERIFY(result.ok());
        QCOMPARE((*result)->labels[1], std::string("two words"));
        input.labels = folder_.file("labels.txt", "one\n");
        QVERIFY(error_of(input).find("labels.txt:line 1: found 1 label; expected 2") != std::string::npos);
    }
    void stopsOnRequestAndRespectsMemory() {
        std::stop_source stop;
        stop.request_stop();
        Context context;
        context.stop = stop.get_token();
        auto stopped = read(spec(folder_.file("s.off", off_)), context);
        QVERIFY(!stopped.ok());
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
        Context small;
        small.memory_limit = 10;
        for (auto [name, text] :
             {std::pair("s.off", off_), std::pair("s.ply", ply_), std::pair("s.csv", std::string("1,2\n"))}) {
            auto refused = read(spec(folder_.file(name, text)), small);
            QVERIFY(!refused.ok());
            QCOMPARE(refused.error().kind, ErrorKind::Memory);
        }
    }
    void keepsVerticesOfTheCow() {
        const std::filesystem::path cow = ORTHOSCOPE_SHARED_DATA "/shapes/spot.obj";
        if (!std::filesystem::exists(cow)) QSKIP("the shared data are absent");
        auto result = read(spec(cow));
        QVERIFY(result.ok());
        QCOMPARE((*result)->rows(), 2930);
        QCOMPARE((*result)->triangles()->rows(), 5856);
        QCOMPARE((*result)->attribute("texture")->values.rows(), 3 * 5856);
        auto scan = read(spec(ORTHOSCOPE_SHARED_DATA "/clouds/stanford_bun000.ply"));
        QVERIFY(scan.ok());
        QCOMPARE((*scan)->rows(), 40256);
        QCOMPARE((*scan)->kind(), Kind::Cloud);
    }
};

QTEST_APPLESS_MAIN(TestRead)
#include "test_read.moc"
