// Spectra and driven values in an .orec file: written and read back bit for bit; what does not fit together is refused.
#include <QtTest>

#include "core/base/random.h"
#include "core/recording/orec_check.h"
#include "core/recording/recording.h"

using namespace orthoscope;

namespace {

SharedMatrix matrix(Index rows, Index columns, std::uint64_t seed = 3) { return share(Random(seed).normal(rows, columns)); }

// Three layers, the longest of six values; the one in front is 8 x 6.
SpectrumState spectrum() {
    SpectrumState s;
    s.values = matrix(6, 3), s.lengths = share(Indices(Indices::Constant(3, 6))), s.sizes = matrix(3, 2), s.error_bounds = matrix(6, 3);
    s.ascending = true, s.layer = 2, s.twin = matrix(6, 3, 4), s.edges = matrix(3, 2), s.parallel = matrix(6, 1);
    s.stick = matrix(6, 1, 5), s.weyl = matrix(6, 1, 6), s.tails = matrix(3, 4), s.twin_tails = matrix(3, 4, 7);
    s.cosines = matrix(9, 3), s.entries = matrix(9, 3, 8), s.spacings = matrix(7, 2), s.dimensions = matrix(5, 2);
    s.mean = matrix(1, 6), s.right = matrix(4, 6), s.left = matrix(8, 4), s.cut = 3, s.errors = matrix(7, 4);
    return s;
}

DescentState descent() {
    DescentState s;
    s.matrix = matrix(6, 4), s.values = matrix(4, 1), s.start_values = matrix(4, 1, 4), s.target_values = matrix(4, 1, 5);
    s.polynomial = matrix(1, 3), s.update = matrix(6, 4, 6), s.update_values = matrix(4, 1, 7), s.times = matrix(9, 1);
    s.path = matrix(5, 4), s.exact = matrix(9, 4), s.drift = matrix(5, 1), s.diverged = true;
    return s;
}

std::string bytes_of(State state) {
    Provenance made;
    made.method = "spectral-decay";
    Recording recording(made);
    Frame frame;
    frame.state = std::make_shared<const State>(std::move(state));
    recording.append(frame);
    QTemporaryDir folder;
    const auto path = folder.filePath("x.orec");
    if (!write_recording(recording, path.toStdString()).ok()) return {};
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

template <class S>
std::optional<S> read(const std::string& bytes) {
    auto parsed = parse_recording(bytes, "x.orec");
    if (!parsed.ok()) return {};
    return std::get<S>(*(*parsed)->frame(0)->state);
}

template <class S>
bool refused(S state) {
    auto parsed = parse_recording(bytes_of(std::move(state)), "x.orec");
    return !parsed.ok() && parsed.error().what.find("expected") != std::string::npos;
}

}  // namespace

class TestSpectrumState : public QObject {
    Q_OBJECT

  private slots:
    void everyFieldSurvives() {
        const auto a = spectrum();
        const auto b = read<SpectrumState>(bytes_of(a));
        QVERIFY(b);
        for (auto m : {&SpectrumState::values, &SpectrumState::sizes, &SpectrumState::error_bounds, &SpectrumState::twin,
                       &SpectrumState::edges, &SpectrumState::parallel, &SpectrumState::stick, &SpectrumState::weyl,
                       &SpectrumState::tails, &SpectrumState::twin_tails, &SpectrumState::cosines, &SpectrumState::entries,
                       &SpectrumState::spacings, &SpectrumState::dimensions, &SpectrumState::mean, &SpectrumState::right,
                       &SpectrumState::left, &SpectrumState::errors})
            QVERIFY((*b).*m && *(a.*m) == *((*b).*m));
        QVERIFY(*b->lengths == *a.lengths && b->ascending);
        QCOMPARE(b->layer, 2.0);
        QCOMPARE(b->cut, 3.0);
        const auto c = descent();
        const auto d = read<DescentState>(bytes_of(c));
        QVERIFY(d && d->diverged);
        for (auto m : {&DescentState::matrix, &DescentState::values, &DescentState::start_values, &DescentState::target_values,
                       &DescentState::polynomial, &DescentState::update, &DescentState::update_values, &DescentState::times,
                       &DescentState::path, &DescentState::exact, &DescentState::drift})
            QVERIFY((*d).*m && *(c.*m) == *((*d).*m));
    }
    void whatDoesNotFitTogetherIsRefused() {
        const auto spoilt = [](auto change) {
            auto s = spectrum();
            change(s);
            return refused(s);
        };
        QVERIFY(spoilt([](auto& s) { s.values = nullptr; }));
        QVERIFY(spoilt([](auto& s) { s.lengths = share(Indices(Indices::Constant(3, 7))); }));
        QVERIFY(spoilt([](auto& s) { s.lengths = share(Indices(Indices::Constant(2, 6))); }));
        QVERIFY(spoilt([](auto& s) { s.twin = matrix(5, 3); }));
        QVERIFY(spoilt([](auto& s) { s.tails = matrix(3, 3); }));
        QVERIFY(spoilt([](auto& s) { s.layer = 3; }));
        QVERIFY(spoilt([](auto& s) { s.right = matrix(4, 5); }));
        QVERIFY(spoilt([](auto& s) { s.left = matrix(8, 3); }));
        QVERIFY(spoilt([](auto& s) { s.cosines = matrix(9, 2); }));
        QVERIFY(spoilt([](auto& s) { s.cut = -1; }));
        const auto wrong = [](auto change) {
            auto s = descent();
            change(s);
            return refused(s);
        };
        QVERIFY(wrong([](auto& s) { s.values = nullptr; }));
        QVERIFY(wrong([](auto& s) { s.start_values = matrix(3, 1); }));
        QVERIFY(wrong([](auto& s) { s.times = nullptr; }));
        QVERIFY(wrong([](auto& s) { s.path = matrix(10, 4); }));
        QVERIFY(wrong([](auto& s) { s.update = matrix(4, 6); }));
        QVERIFY(wrong([](auto& s) { s.drift = matrix(4, 1); }));
        QVERIFY(wrong([](auto& s) { s.polynomial = matrix(1, 2); }));
    }
    void sharedArraysCountOnce() {
        Frame first, second;
        auto s = descent();
        first.state = std::make_shared<const State>(s);
        s.values = matrix(4, 1, 9);
        second.state = std::make_shared<const State>(s);
        const auto alone = orthoscope::bytes_of(second, nullptr), after = orthoscope::bytes_of(second, &first);
        QVERIFY(alone > after);
        QCOMPARE(orthoscope::bytes_of(second, &second) + 4 * sizeof(double), after);
    }
};

QTEST_APPLESS_MAIN(TestSpectrumState)
#include "test_spectrum_state.moc"
