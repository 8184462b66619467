// The session document: round trips, refused damage, undo and redo that restore equality.
#include <QtTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/json_fields.h"
#include "core/base/random.h"
#include "core/samples/sample.h"
#include "core/session/commands.h"

using namespace orthoscope;

namespace {

SessionDataset file_entry(const std::string& id, const std::string& path) {
    SessionDataset d;
    d.id = id, d.name = "a \"quoted\" name", d.path = path, d.sha256 = "ab12";
    return d;
}

Session example() {
    Session s;
    s.datasets = {file_entry("d1", "/data/here/a.npy"), file_entry("d2", "/data/other/b.npz")};
    s.datasets[1].member = "x", s.datasets[1].kind = "embedding", s.datasets[1].labels = "/data/here/l.txt";
    s.datasets[1].drop_missing = true, s.datasets[0].streamed = true;
    SessionDataset sample;
    sample.id = "d3", sample.name = "Helix", sample.sample = "helix", sample.sample_seed = 18446744073709551615u;
    sample.sample_set = 1;
    s.datasets.push_back(sample);
    s.roles = {"d2", "d1"};
    s.options["procrustes"] = {{"scale", true}};
    s.pairing.rows = "unit", s.pairing.truth = "/data/truth.txt", s.pairing.anchors = "0.25", s.pairing.truth_base = 1;
    s.seed = 9, s.threads = 3, s.max_seconds = 0.1, s.position = 1.0 / 3;
    SessionRun run;
    run.id = "r1", run.name = "first", run.method = "procrustes", run.datasets = {"d2", "d1"};
    run.outcome = "completed", run.results = "/data/here/out", run.pairing = s.pairing;
    run.lane = 2, run.spectrum = {3, 7, 12};
    SessionRun branch = run;
    branch.id = "r2", branch.parent = "r1", branch.parent_frame = 7, branch.results.clear(), branch.lane = -1, branch.spectrum = {};
    branch.pairing.start = "/data/here/starts/a", branch.pairing.picked = {{3, 4, 0.5}, {7, 0, 1}};
    s.runs = {run, branch};
    s.breakpoints = {1.5, true, 0.01, 12};
    s.views[0].scene = "race", s.views[0].race = {{"r1", 1}, {"r2", -1}}, s.views[0].race_by = "cost", s.views[0].decay_axes = "log-log";
    s.current_run = "r1";
    s.views[0].camera = {{"position", {0, 0, 1}}};
    s.views[0].theme = "light";
    return s;
}

Command random_command(const Session& s, Random& random) {
    const auto any_dataset = [&] {
        return s.datasets.empty() ? std::string("none") : s.datasets[random.below(s.datasets.size())].id;
    };
    const auto any_run = [&] { return s.runs.empty() ? std::string("none") : s.runs[random.below(s.runs.size())].id; };
    const auto text = std::to_string(random.below(1000));
    switch (random.below(24)) {
        case 20: return show_lane(any_run(), int(random.below(4)) - 1);
        case 23: return show_spectrum(any_run(), {int(random.below(3)), int(random.below(9)), int(random.below(9)) - 1});
        case 21: return set_breakpoints({1.5 + double(random.below(3)), random.below(2) == 0, 0, -1});
        case 22: return set_picked("Pick a pair", {{Index(random.below(9)), 1, random.below(3) ? 1.0 : -1.0}}, "pick");
        case 0: case 1: return add_dataset(file_entry(s.next_dataset_id(), "/data/" + text));
        case 2: return remove_dataset(any_dataset());
        case 3: return rename_dataset(any_dataset(), text);
        case 4: return swap_roles();
        case 5: return set_roles({any_dataset(), any_dataset()});
        case 6: return set_method(random.below(2) ? "procrustes" : "no-such-method");
        case 7: return set_option("procrustes", "scale", random.below(2) == 0);
        case 8: return set_option("procrustes", "mode", std::string(random.below(2) ? "rotation" : "nonsense"));
        case 9: return reset_options("procrustes");
        case 10: return set_pairing_option("rows", random.below(2) ? "unit" : "nonsense");
        case 11: return set_seed(random.below(9));
        case 12: return set_threads(1 + int(random.below(4)));
        case 13: return add_run([&] { auto r = planned_run(s); return r; }());
        case 14: return remove_run(any_run());
        case 15: return rename_run(any_run(), text);
        case 16: return show_run(any_run());
        case 17: {
            SessionView view;
            view.theme = "light", view.projection = text, view.orthographic = true;
            return set_view(random.below(3), view);
        }
        case 18: return random.below(2) ? add_view({}) : remove_view(random.below(3));
        default: return set_max_seconds(double(random.below(9)));
    }
}

}  // namespace

class TestSession : public QObject {
    Q_OBJECT

    static std::string text_of(const Session& s) { return json_text(to_json(s, "/data/here")); }
    static Result<Session> parse(const std::string& text) { return parse_session(text, "/data/here/s.orthoscope"); }

  private slots:
    void roundTrip() {
        const auto before = example();
        auto after = parse(text_of(before));
        QVERIFY2(after.ok(), after.ok() ? "" : after.error().message().c_str());
        QVERIFY(*after == before);
    }

    void pathsAreRelativeToTheFile() {
        const auto text = text_of(example());
        QVERIFY(text.find("\"a.npy\"") != std::string::npos);
        QVERIFY(text.find("\"../other/b.npz\"") != std::string::npos);
        auto moved = parse_session(text, "/elsewhere/s.orthoscope");
        QVERIFY(moved.ok());
        QCOMPARE(moved->datasets[0].path, std::string("/elsewhere/a.npy"));
        QCOMPARE(moved->pairing.anchors, std::string("0.25"));
    }

    void laterVersionsAreRefused() {
        auto json = to_json(example(), "/data/here");
        json["orthoscope_session"] = 2;
        auto parsed = parse(json_text(json));
        QVERIFY(!parsed.ok());
        QVERIFY(parsed.error().what.find("later Orthoscope") != std::string::npos);
    }

    void wrongFieldsAreNamed() {
        const std::pair<const char*, nlohmann::json> plants[] = {
            {"/method", "no-such-method"}, {"/roles", {"d9"}},       {"/datasets/0/id", "d2"},  {"/datasets/0/id", ""},
            {"/datasets/1/kind", "cube"},  {"/datasets/0/path", 3},  {"/runs/0/options", {{"scale", 7}}},
            {"/current_run", "r7"},        {"/views", nlohmann::json::array()},                 {"/seed", -1},
            {"/threads", 0},               {"/position", "x"},       {"/pairing/rows", "cube"}, {"/views/0/theme", "red"},
            {"/options/procrustes/scale", "maybe"}, {"/runs/0/lane", -3}, {"/runs/0/spectrum/kept", -2}, {"/runs/0/spectrum", 3}, {"/datasets/0/streamed", "yes"}, {"/runs/1/parent_frame", nullptr},
            {"/views/0/race_by", "length"}, {"/views/0/race/0/run", 3}, {"/breakpoints/cost-factor", 0.5},
            {"/breakpoints/partner-row", -1}, {"/breakpoints/none", 1}};
        for (auto& [pointer, value] : plants) {
            auto json = to_json(example(), "/data/here");
            json[nlohmann::json::json_pointer(pointer)] = value;
            auto parsed = parse(json_text(json));
            QVERIFY2(!parsed.ok(), pointer);
            QVERIFY2(parsed.error().place.starts_with("/data/here/s.orthoscope:"), parsed.error().message().c_str());
            QVERIFY2(parsed.error().what.find("expected") != std::string::npos, parsed.error().message().c_str());
        }
    }

    void damageIsSurvived() {
        const auto text = text_of(example());
        for (std::size_t n = 0; n < text.size(); n += 3) QVERIFY(!parse(text.substr(0, n)).ok());
        Random random(3);
        for (int i = 0; i < 3000; ++i) {
            auto damaged = text;
            for (int k = 0; k < 3; ++k) damaged[random.below(damaged.size())] = static_cast<char>(random.below(256));
            if (auto parsed = parse(damaged); parsed.ok()) (void)text_of(*parsed);
        }
        QVERIFY(!parse(std::string(100000, '[')).ok());
    }

    void pickedPairsStayWithTheirSets() {
        auto s = example();
        s.pairing.picked = {{3, 4, 0.5}};
        const auto before = s;
        UndoStack stack;
        QVERIFY(stack.push(s, swap_roles()).ok());
        QVERIFY((s.pairing.picked == std::vector<Landmark>{{4, 3, 0.5}}));
        QVERIFY(stack.undo(s) && s == before);
    }

    void undoAndRedoRestoreEquality() {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            Random random(seed);
            Session s;
            UndoStack stack;
            std::vector<Session> states{s};
            for (int i = 0; i < 120; ++i) {
                stack.end_merge();
                const auto before = s;
                if (stack.push(s, random_command(s, random)).ok()) states.push_back(s);
                else QVERIFY(s == before);
            }
            for (std::size_t i = states.size(); i-- > 0;) {
                QVERIFY(s == states[i]);
                QCOMPARE(stack.undo(s), i > 0);
            }
            for (std::size_t i = 0; i < states.size(); ++i) {
                QVERIFY(s == states[i]);
                QCOMPARE(stack.redo(s), i + 1 < states.size());
            }
        }
    }

    void undoAfterMergesRestoresEquality() {
        Random random(77);
        Session s = example();
        const auto start = s;
        UndoStack stack;
        for (int i = 0; i < 300; ++i) (void)stack.push(s, random_command(s, random));
        const auto end = s;
        while (stack.undo(s)) continue;
        QVERIFY(s == start);
        while (stack.redo(s)) continue;
        QVERIFY(s == end);
    }

    void editsOfOneOptionMerge() {
        Session s;
        UndoStack stack;
        QVERIFY(stack.push(s, set_seed(2)).ok());
        QVERIFY(stack.push(s, set_seed(3)).ok());
        QVERIFY(stack.undo(s));
        QCOMPARE(s.seed, std::uint64_t(1));
        QVERIFY(!stack.can_undo());
        QVERIFY(stack.redo(s));
        QCOMPARE(s.seed, std::uint64_t(3));
        stack.end_merge();
        QVERIFY(stack.push(s, set_seed(4)).ok());
        stack.undo(s);
        QCOMPARE(s.seed, std::uint64_t(3));
        QCOMPARE(stack.redo_label(), std::string("Set seed"));
    }

    void cleanFollowsTheSavedState() {
        Session s;
        UndoStack stack;
        QVERIFY(stack.clean());
        (void)stack.push(s, set_seed(2));
        QVERIFY(!stack.clean());
        stack.mark_clean();
        (void)stack.push(s, set_seed(3));
        stack.undo(s);
        QVERIFY(stack.clean());
        stack.undo(s);
        (void)stack.push(s, set_threads(4));
        QVERIFY(!stack.clean());
        stack.undo(s);
        QVERIFY(!stack.clean());
    }

    void defaultsAreNotKept() {
        Session s;
        QVERIFY(set_option("procrustes", "scale", true).apply(s).ok());
        QVERIFY(s.options.contains("procrustes"));
        QVERIFY(set_option("procrustes", "scale", false).apply(s).ok());
        QVERIFY(s.options.empty());
        auto wrong = set_option("procrustes", "skale", true).apply(s);
        QVERIFY(!wrong.ok() && wrong.error().kind == ErrorKind::Usage);
    }

    void filesAreWrittenAndRecognised() {
        QTemporaryDir folder;
        const auto path = folder.filePath("a.orthoscope").toStdString();
        QVERIFY(write_session(example(), path).ok());
        QVERIFY(is_session_file(path));
        auto read = read_session(path);
        QVERIFY(read.ok() && *read == example());
        const auto other = folder.filePath("b.json").toStdString();
        std::ofstream(other) << "{\"schema\": 1}";
        QVERIFY(!is_session_file(other));
        QVERIFY(!is_session_file(folder.path().toStdString()));
    }

    void samplesAreGeneratedAgain() {
        SessionDataset entry;
        entry.id = "d1", entry.name = "mine", entry.sample = "helix", entry.sample_seed = 4;
        auto a = open_dataset(entry), b = open_dataset(entry);
        QVERIFY(a.ok() && b.ok());
        QVERIFY((*a)->values() == (*b)->values());
        QCOMPARE((*a)->name, std::string("mine"));
        entry.sample = "no-such-sample";
        QVERIFY(!open_dataset(entry).ok());
    }

    void autosaveWritesAfterItsInterval() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.orthoscope").toStdString();
        Autosave autosave(60);
        Session s = example();
        QVERIFY(autosave.tick(s, path, 0).ok());
        s.seed = 5;
        QVERIFY(autosave.tick(s, path, 59).ok());
        QVERIFY(!std::filesystem::exists(autosave_path(path)));
        QVERIFY(autosave.tick(s, path, 61).ok());
        auto saved = read_session(autosave_path(path));
        QVERIFY(saved.ok() && *saved == s);
        autosave.discard(path);
        QVERIFY(!std::filesystem::exists(autosave_path(path)));
    }

    void pairingFilesAreRead() {
        QTemporaryDir folder;
        const auto path = folder.filePath("t.txt").toStdString();
        std::ofstream(path) << "# truth\n1 2\n3,4\n\n";
        auto numbers = read_integers(path, 2, 1, false);
        QVERIFY(numbers.ok());
        QCOMPARE(*numbers, (std::vector<Index>{0, 1, 2, 3}));
        auto zero = read_integers(path, 2, 0, false);
        QCOMPARE(zero->at(0), Index(1));
        std::ofstream(path) << "0\n-1\nx\n";
        auto wrong = read_integers(path, 1, 0, true);
        QVERIFY(!wrong.ok());
        QCOMPARE(wrong.error().place, path + ":line 3");
        PairingSpec spec;
        QVERIFY(!set_pairing(spec, "anchors", "1.5").ok());
        QVERIFY(!set_pairing(spec, "truth-base", "2").ok());
        QVERIFY(set_pairing(spec, "anchors", "0.5").ok());
    }
};

QTEST_APPLESS_MAIN(TestSession)
#include "test_session.moc"
