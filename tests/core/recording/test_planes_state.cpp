// Planes and loops in an .orec file: written and read back bit for bit; what does not fit together is refused.
#include <QtTest>
#include <fstream>
#include <sstream>

#include "core/base/random.h"
#include "core/recording/recording.h"

using namespace orthoscope;

namespace {

SharedIndices numbers(std::initializer_list<std::int64_t> list) {
    Indices out(Index(list.size()));
    std::copy(list.begin(), list.end(), out.begin());
    return share(out);
}

// Two planes, a fixed and a flipped direction of 8 dimensions; 5 frames, two maps.
PlanesState planes() {
    Random random(3);
    PlanesState s;
    const auto matrix = [&](Index rows, Index columns) { return share(random.normal(rows, columns)); };
    s.mean = matrix(1, 8), s.next = numbers({1, 2, 3, 4, 0, 1, 2, 3, 4, -1}), s.closed = true, s.closure = 0.75;
    s.values = matrix(8, 1), s.kept = 6, s.span = matrix(6, 8);
    s.moment = matrix(6, 12), s.moment_values = matrix(6, 1), s.action = matrix(6, 12), s.schur = matrix(6, 12);
    s.eigenvalues = matrix(6, 4), s.generator = matrix(6, 6);
    s.planes = matrix(4, 8), s.angles = matrix(2, 2), s.energies = matrix(2, 1), s.residuals = matrix(2, 1);
    s.blocks = numbers({0, 1}), s.kinds = numbers({PlanesState::Single, PlanesState::Unresolved});
    s.centres = matrix(1, 4), s.phasors = matrix(5, 4), s.fixed = matrix(1, 8), s.flipped = matrix(1, 8), s.rest = matrix(5, 2);
    s.reference_planes = matrix(6, 8), s.reference_angles = matrix(3, 1), s.overlap = matrix(3, 2), s.seen = numbers({1, 2});
    return s;
}

LoopState loop() {
    Random random(4);
    LoopState s;
    const auto matrix = [&](Index rows, Index columns) { return share(random.normal(rows, columns)); };
    s.rotations = matrix(7, 9), s.closed = true, s.steps = matrix(7, 1), s.coordinates = matrix(7, 25);
    s.jumps = matrix(7, 5), s.noise = matrix(3, 1), s.errors = matrix(3, 5);
    return s;
}

std::string bytes_of(State state) {
    Provenance made;
    made.method = "rotation-planes";
    Recording recording(made);
    Frame frame;
    frame.state = std::make_shared<const State>(std::move(state));
    recording.append(frame);
    QTemporaryDir folder;
    const auto path = folder.filePath("x.orec").toStdString();
    if (!write_recording(recording, path).ok()) return {};
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

template <class S>
std::optional<S> read(const std::string& bytes) {
    auto parsed = parse_recording(bytes, "x.orec");
    if (!parsed.ok()) return {};
    return std::get<S>(*(*parsed)->frame(0)->state);
}

template <class M>
bool same(const std::shared_ptr<const M>& a, const std::shared_ptr<const M>& b) {
    return a && b && *a == *b;
}

}  // namespace

class TestPlanesState : public QObject {
    Q_OBJECT

  private slots:
    void everyFieldSurvives() {
        const auto a = planes();
        const auto read_back = read<PlanesState>(bytes_of(a));
        QVERIFY(read_back);
        const auto& b = *read_back;
        for (auto m : {&PlanesState::mean, &PlanesState::values, &PlanesState::span, &PlanesState::moment, &PlanesState::moment_values,
                       &PlanesState::action, &PlanesState::schur, &PlanesState::eigenvalues, &PlanesState::generator,
                       &PlanesState::planes, &PlanesState::angles, &PlanesState::energies, &PlanesState::residuals,
                       &PlanesState::centres, &PlanesState::phasors, &PlanesState::fixed, &PlanesState::flipped, &PlanesState::rest,
                       &PlanesState::reference_planes, &PlanesState::reference_angles, &PlanesState::overlap})
            QVERIFY(same(a.*m, b.*m));
        for (auto m : {&PlanesState::next, &PlanesState::blocks, &PlanesState::kinds, &PlanesState::seen}) QVERIFY(same(a.*m, b.*m));
        QVERIFY(b.closed);
        QCOMPARE(b.closure, 0.75);
        QCOMPARE(b.kept, 6.0);
        QVERIFY(read<PlanesState>(bytes_of(PlanesState())));
        const auto c = loop();
        const auto d = read<LoopState>(bytes_of(c));
        QVERIFY(d && d->closed);
        for (auto m : {&LoopState::rotations, &LoopState::steps, &LoopState::coordinates, &LoopState::jumps, &LoopState::noise,
                       &LoopState::errors})
            QVERIFY(same(c.*m, (*d).*m));
    }
    void whatDoesNotFitTogetherIsRefused() {
        const auto wrong = [](auto change) {
            auto s = planes();
            change(s);
            auto parsed = parse_recording(bytes_of(std::move(s)), "x.orec");
            return !parsed.ok() && parsed.error().what.find("expected") != std::string::npos;
        };
        const auto m = [](Index rows, Index columns) { return share(Matrix(Matrix::Ones(rows, columns))); };
        QVERIFY(wrong([&](auto& s) { s.planes = m(3, 8); }));
        QVERIFY(wrong([&](auto& s) { s.planes = m(4, 7); }));
        QVERIFY(wrong([&](auto& s) { s.planes = nullptr; }));
        QVERIFY(wrong([&](auto& s) { s.angles = m(3, 2); }));
        QVERIFY(wrong([&](auto& s) { s.angles = m(2, 1); }));
        QVERIFY(wrong([&](auto& s) { s.phasors = m(5, 3); }));
        QVERIFY(wrong([&](auto& s) { s.phasors = m(6, 4); }));
        QVERIFY(wrong([&](auto& s) { s.next = numbers({1, 2, 3, 5, 0, 1, 2, 3, 4, -1}); }));
        QVERIFY(wrong([&](auto& s) { s.next = numbers({1, 2}); }));
        QVERIFY(wrong([&](auto& s) { s.blocks = numbers({0, 2}); }));
        QVERIFY(wrong([&](auto& s) { s.kinds = numbers({0, 4}); }));
        QVERIFY(wrong([&](auto& s) { s.kinds = numbers({0}); }));
        QVERIFY(wrong([&](auto& s) { s.rest = m(5, 3); }));
        QVERIFY(wrong([&](auto& s) { s.kept = 9; }));
        QVERIFY(wrong([&](auto& s) { s.action = m(6, 6); }));
        QVERIFY(wrong([&](auto& s) { s.generator = m(5, 6); }));
        QVERIFY(wrong([&](auto& s) { s.eigenvalues = m(6, 2); }));
        QVERIFY(wrong([&](auto& s) { s.overlap = m(2, 3); }));
        QVERIFY(wrong([&](auto& s) { s.seen = numbers({1, 5}); }));
        auto bad = loop();
        bad.jumps = m(7, 4);
        QVERIFY(!read<LoopState>(bytes_of(bad)));
        bad = loop(), bad.rotations = nullptr;
        QVERIFY(!read<LoopState>(bytes_of(bad)));
    }
    void everyTruncationAndFlipIsSurvived() {
        for (auto& bytes : {bytes_of(planes()), bytes_of(loop())}) {
            QVERIFY(bytes.size() > 1000);
            for (std::size_t n = 0; n < bytes.size(); n += 7) QVERIFY(!parse_recording(bytes.substr(0, n), "x").ok());
            for (std::size_t n = 0; n < bytes.size(); n += 3) {
                auto flipped = bytes;
                flipped[n] = static_cast<char>(flipped[n] ^ (n % 2 ? 0x80 : 0x01));
                (void)parse_recording(flipped, "x.orec");
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestPlanesState)
#include "test_planes_state.moc"
