// The .orec file: what is written is read back bit for bit, shared matrices stay shared, and any bytes are survived.
#include <QtTest>
#include <cmath>
#include <fstream>
#include <sstream>

#include "core/base/random.h"
#include "core/recording/recording.h"

using namespace orthoscope;

namespace {

SharedMatrix share(Matrix m) { return std::make_shared<const Matrix>(std::move(m)); }

std::shared_ptr<Recording> example(Index d = 3) {
    Provenance made{"procrustes", R"({"scale":true})", 7, 2, "cpu", "0.1.0", {{"a b.npy", "", "00", "cloud", 10, 3}}};
    auto recording = std::make_shared<Recording>(made);
    Random random(5);
    const auto identity = share(Matrix::Identity(d, d));
    const auto m = share(random.normal(d, d));
    Matrix basis = random_orthogonal(d, random, true);
    auto path = std::make_shared<const RotationPath>(basis, std::vector<RotationPath::Plane>{{0, 0.1 + 1.0 / 3}},
                                                     std::optional<Index>(d - 1));
    for (int i = 0; i < 6; ++i) {
        AlignmentState state;
        state.rotation = i < 3 ? identity : share(random_orthogonal(d, random, false));
        state.pivot = random.normal(1, d), state.place = RowVector::Zero(d);
        state.scale = 1.0 / (i + 3), state.covered = i / 6.0;
        if (i > 1) state.cross_covariance = m, state.centred = true, state.target_mean = random.normal(1, d);
        if (i > 2) state.u = state.v = m, state.sigma = Vector::LinSpaced(d, 3, 1), state.path = path;
        state.mirrors = i == 5;
        if (i > 3) {
            state.matching = std::make_shared<const Indices>(Indices::LinSpaced(7, -1, 5));
            state.confidence = share(Matrix::Constant(7, 1, 0.5)), state.coupling = share(Matrix::Ones(4, 3));
        }
        Frame frame{i / 2, i % 2, 0, i == 4 ? 1 : -1, 0.25 * i, {{"cost", std::sqrt(i + 1.0)}, {"empty", std::nan("")}},
                    std::make_shared<const State>(std::move(state))};
        recording->append(std::move(frame));
    }
    recording->finish(Outcome::Stalled);
    return recording;
}

std::string bytes_of(const Recording& recording) {
    QTemporaryDir folder;
    const auto path = folder.filePath("x.orec").toStdString();
    if (!write_recording(recording, path).ok()) return {};
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

bool same(const SharedMatrix& a, const SharedMatrix& b) { return !a == !b && (!a || *a == *b); }

bool same_values(const AlignmentState& a, const AlignmentState& b) {
    return same(a.rotation, b.rotation) && a.pivot == b.pivot && a.place == b.place && a.scale == b.scale &&
           a.centred == b.centred && a.target_mean.size() == b.target_mean.size() &&
           (a.target_mean.size() == 0 || a.target_mean == b.target_mean) &&
           same(a.cross_covariance, b.cross_covariance) && a.covered == b.covered && same(a.u, b.u) &&
           same(a.v, b.v) && a.sigma.size() == b.sigma.size() && (a.sigma.size() == 0 || a.sigma == b.sigma) &&
           a.mirrors == b.mirrors;
}

}  // namespace

class TestOrec : public QObject {
    Q_OBJECT

    static std::string replaced(std::string bytes, const std::string& from, const std::string& to) {
        const auto at = bytes.find(from);
        if (at == std::string::npos || from.size() != to.size()) qFatal("the test plants nothing");
        return bytes.replace(at, from.size(), to);
    }

  private slots:
    void roundTripIsExact() {
        const auto held = example();
        const auto& before = *held;
        auto parsed = parse_recording(bytes_of(before), "x.orec");
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : parsed.error().message().c_str());
        const auto& after = **parsed;
        QCOMPARE(after.size(), before.size());
        QVERIFY(after.outcome() == Outcome::Stalled);
        QCOMPARE(after.provenance().method, std::string("procrustes"));
        QCOMPARE(after.provenance().seed, std::uint64_t(7));
        QVERIFY(after.provenance().options == before.provenance().options);
        QCOMPARE(after.provenance().inputs.at(0).path, std::string("a b.npy"));
        for (std::size_t i = 0; i < before.size(); ++i) {
            const auto a = before.frame(i), b = after.frame(i);
            QCOMPARE(b->iteration, a->iteration);
            QCOMPARE(b->phase, a->phase);
            QCOMPARE(b->parent, a->parent);
            QCOMPARE(b->metrics[0].second, a->metrics[0].second);
            QVERIFY(std::isnan(b->metrics[1].second));
            const auto &s = std::get<AlignmentState>(*a->state), &t = std::get<AlignmentState>(*b->state);
            QVERIFY(same_values(s, t));
            QCOMPARE(b->seconds, a->seconds);
            QVERIFY(!s.matching == !t.matching && (!s.matching || *s.matching == *t.matching));
            QVERIFY(!s.coupling || (*s.coupling == *t.coupling && *s.confidence == *t.confidence));
            QCOMPARE(!t.path, !s.path);
            if (!s.path) continue;
            QVERIFY(s.path->basis() == t.path->basis() && s.path->flip() == t.path->flip());
            QCOMPARE(t.path->planes().at(0).angle, s.path->planes().at(0).angle);
        }
    }

    void groupsAndLanesSurvive() {
        const auto first = std::get<AlignmentState>(*example()->frame(1)->state);
        const auto last = std::get<AlignmentState>(*example()->frame(5)->state);
        Provenance made;
        made.method = "generalized-procrustes";
        Recording recording(made);
        recording.name_lanes({"identity", "principal axes"});
        Frame frame;
        frame.lane = 1, frame.metrics = {{"cost", 2.0}};
        frame.state = std::make_shared<const State>(GroupState{{first, last, last}, first.rotation});
        recording.append(frame);
        const auto bytes = bytes_of(recording);
        auto parsed = parse_recording(bytes, "x.orec");
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : parsed.error().message().c_str());
        QCOMPARE((*parsed)->lanes(), recording.lanes());
        QCOMPARE((*parsed)->frame(0)->lane, 1);
        const auto& group = std::get<GroupState>(*(*parsed)->frame(0)->state);
        QCOMPARE(group.sets.size(), std::size_t(3));
        QVERIFY(same_values(group.sets[0], first) && same_values(group.sets[2], last));
        QVERIFY(*group.mean == *first.rotation);
        for (std::size_t cut = 0; cut < bytes.size(); cut += 97) QVERIFY(!parse_recording(bytes.substr(0, cut), "x").ok());
    }

    void sharedMatricesAreStoredOnce() {
        auto parsed = parse_recording(bytes_of(*example()), "x.orec");
        QVERIFY(parsed.ok());
        const auto state = [&](std::size_t i) { return std::get<AlignmentState>(*(*parsed)->frame(i)->state); };
        QCOMPARE(state(0).rotation.get(), state(2).rotation.get());
        QCOMPARE(state(3).u.get(), state(5).cross_covariance.get());
        QCOMPARE(state(3).path.get(), state(5).path.get());
        // 6 frames of 300 x 300 share 5 matrices: 3 rotations and the identity, M, and the basis of the path.
        const auto size = bytes_of(*example(300)).size();
        QVERIFY2(size < 6 * 300 * 300 * 8 + 100000, std::to_string(size).c_str());
    }

    void unfinishedStaysUnfinished() {
        Provenance made;
        made.method = "procrustes";
        Recording recording(made);
        auto parsed = parse_recording(bytes_of(recording), "x.orec");
        QVERIFY(parsed.ok());
        QVERIFY(!(*parsed)->outcome());
        QCOMPARE((*parsed)->size(), std::size_t(0));
    }

    void everyTruncationIsRefused() {
        const auto bytes = bytes_of(*example());
        QVERIFY(bytes.size() > 1000);
        for (std::size_t n = 0; n < bytes.size(); ++n) {
            auto parsed = parse_recording(std::string_view(bytes).substr(0, n), "x.orec");
            QVERIFY(!parsed.ok());
            QVERIFY(parsed.error().place.starts_with("x.orec:byte "));
        }
    }

    void everyByteFlipIsSurvived() {
        const auto bytes = bytes_of(*example());
        constexpr unsigned char masks[] = {0x01, 0x80, 0xff};
        for (std::size_t n = 0; n < bytes.size(); ++n) {
            auto flipped = bytes;
            flipped[n] = static_cast<char>(flipped[n] ^ masks[n % 3]);
            auto parsed = parse_recording(flipped, "x.orec");
            if (!parsed.ok()) QVERIFY(parsed.error().place.starts_with("x.orec:byte "));
        }
    }

    void damagedArraysAreNoticed() {
        auto bytes = bytes_of(*example());
        const auto header = static_cast<unsigned char>(bytes[16]) + 256u * static_cast<unsigned char>(bytes[17]);
        const std::size_t data = (32 + header + 63) / 64 * 64;
        bytes[data + 3] = static_cast<char>(bytes[data + 3] ^ 1);
        auto parsed = parse_recording(bytes, "x.orec");
        QVERIFY(!parsed.ok());
        QCOMPARE(parsed.error().place, "x.orec:byte " + std::to_string(data));
    }

    void plantedHeadersAreRefused() {
        const auto bytes = bytes_of(*example());
        const std::pair<std::string, std::string> plants[] = {
            {"ORTHOREC", "ORTHOREX"},          {"\"phase\":1", "\"phase\":-"},   {"\"offset\":128", "\"offset\":129"},
            {"\"offset\":128", "\"offset\": 64"}, {"\"rows\":3", "\"rows\":9"},     {"\"scale\":", "\"skale\":"},
            {"\"stalled\"", "\"stallet\""},    {"\"parent\":1", "\"parent\":4"}, {"\"planes\":[[0", "\"planes\":[[2"},
            {"\"state\":\"a", "\"state\":\"b"}, {"float64", "float32"},           {"\"rotation\":", "\"rotatio \":"}};
        for (auto& [from, to] : plants) {
            auto parsed = parse_recording(replaced(bytes, from, to), "x.orec");
            QVERIFY2(!parsed.ok(), from.c_str());
            QVERIFY2(parsed.error().what.find("expected") != std::string::npos, parsed.error().message().c_str());
        }
    }

    void laterVersionsAreRefused() {
        auto bytes = bytes_of(*example());
        bytes[8] = 2;
        auto parsed = parse_recording(bytes, "x.orec");
        QVERIFY(!parsed.ok());
        QVERIFY(parsed.error().what.find("version 2") != std::string::npos);
    }

    void aFailureLeavesNoHalf() {
        QTemporaryDir folder;
        QVERIFY(!write_recording(*example(), (folder.path() + "/none/x.orec").toStdString()).ok());
        QVERIFY(QDir(folder.path()).isEmpty());
        const auto path = folder.filePath("x.orec").toStdString();
        QVERIFY(write_recording(*example(), path).ok());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList("x.orec"));
    }
};

QTEST_APPLESS_MAIN(TestOrec)
#include "test_orec.moc"
