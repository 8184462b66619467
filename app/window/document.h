// Document: the Session behind the window with its undo stack, and beside it what the ids of the session stand
// for: loaded datasets and runs with their frames. Every change is a Command.
#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <optional>

#include "core/run/run.h"
#include "core/session/commands.h"

namespace orthoscope {

// A run as long as it is in memory. Everything is shared and immutable but the recording, which may still grow.
struct LiveRun {
    std::shared_ptr<const Pairs> pairs;
    std::shared_ptr<Recording> recording;
    ParameterSet options;  // resolved
    RunRequest request;
    std::shared_ptr<const Report> report;  // null: not assessed
};

// Several commands as one entry of the undo stack.
Command together(std::string label, std::vector<Command> parts);

class Document : public QObject {
    Q_OBJECT
  public:
    explicit Document(QObject* parent = nullptr);

    const Session& session() const { return session_; }
    DatasetPtr data(std::string_view id) const;  // null: not loaded
    std::vector<DatasetPtr> role_sets() const;   // source first; only what is loaded
    const Method* method() const;                // null: the session names one that is not built in
    ParameterSet options() const;                // of the method
    // The current run where it belongs to the sets as they stand now; null: only the data are shown.
    const SessionRun* shown_entry() const;
    const LiveRun* shown_run() const;
    // Of that run; where it has several matrices, of the one that is in front. Null: not assessed, or none is shown.
    std::shared_ptr<const Report> shown_report() const;
    const LiveRun* live_run(std::string_view id) const;

    // Ids never given before in this window, so that undo never meets another set under an old id.
    std::string keep(DatasetPtr data);
    std::string keep(LiveRun run);
    void put(const std::string& id, DatasetPtr data) { data_[id] = std::move(data); }
    void put(const std::string& id, LiveRun run) { runs_[id] = std::move(run); }

    bool push(Command command);  // false: refused, and failed() said why
    void undo();
    void redo();
    void end_merge() { stack_.end_merge(); }
    const UndoStack& stack() const { return stack_; }

    // Another session altogether; nothing to undo any more. `saved`: it is what lies in `file`.
    void replace(Session session, std::filesystem::path file, std::map<std::string, DatasetPtr> data,
                 std::map<std::string, LiveRun> runs, bool saved = true);
    void start_afresh();
    const std::filesystem::path& file() const { return file_; }
    void saved_as(const std::filesystem::path& file);
    // Where the results of a run were written; no change that a person would undo.
    void run_saved(const std::string& id, const std::filesystem::path& folder);
    void note_position(double seconds) { session_.position = seconds; }
    bool modified() const { return !stack_.clean(); }

  signals:
    void changed();
    void failed(const QString& what);

  private:
    Session session_;
    UndoStack stack_;
    std::filesystem::path file_;
    std::map<std::string, DatasetPtr, std::less<>> data_;
    std::map<std::string, LiveRun, std::less<>> runs_;
    int last_id_ = 0;
    // The last one that was made for a matrix in front.
    struct MatrixReport {
        std::shared_ptr<const Report> own, made;
        int layer = 0;
    };
    mutable MatrixReport matrix_report_;
};

}  // namespace orthoscope
