// Commands: undoable changes to a Session, by ids. The window pushes them on an UndoStack; scripts and tests do
// the same.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/session/session.h"

namespace orthoscope {

struct Command {
    using Undo = std::function<void(Session&)>;
    std::string label;      // "Set scale to on", for the menu: "Undo: Set scale to on"
    std::string merge_key;  // consecutive commands of one key become one entry; empty: never
    // Changes the session and returns what takes the change back; on an error the session is as before.
    std::function<Result<Undo>(Session&)> apply;
};

Command add_dataset(SessionDataset entry);         // also takes the first free role of two
Command remove_dataset(std::string id);            // and from the roles; runs that used it stay
Command rename_dataset(std::string id, std::string name);
Command swap_roles();                              // source <-> target, of picked pairs too
Command set_roles(std::vector<std::string> ids);   // source first
Command set_method(std::string method);
Command set_option(std::string method, std::string name, ParameterValue value);  // merges
Command reset_options(std::string method);
Command set_pairing_option(std::string name, std::string value);                 // names of pairing_spec.h; merges
Command set_seed(std::uint64_t seed);              // merges
Command set_threads(int threads);                  // merges
Command set_fit_only(bool fit_only);
Command set_max_seconds(double seconds);           // merges
Command take_choices(SessionRun of);                // method, options, pairing, seed and the rest become those of a run
Command add_run(SessionRun entry);                 // and makes it the current one
Command remove_run(std::string id);
Command show_lane(std::string run, int lane);      // of a run; -1: the one that wins; merges
Command show_spectrum(std::string run, SpectrumView view);  // of a run
Command set_breakpoints(Breakpoints breakpoints);  // merges
// Picked pairs of the session's pairing. Those of one `merge_key` merge (typing a weight).
Command set_picked(std::string label, std::vector<Landmark> picked, std::string merge_key = {});
Command rename_run(std::string id, std::string name);
Command show_run(std::string id);                  // "": none
Command set_view(std::size_t index, SessionView view);  // scene, theme, projection, camera; merges
Command add_view(SessionView view);
Command remove_view(std::size_t index);

class UndoStack {
  public:
    // Applies and remembers; forgets what could have been redone. Merges with the entry before where both have the
    // same key and nothing came between.
    Status push(Session& session, Command command);
    bool undo(Session& session);  // false: nothing to undo
    bool redo(Session& session);
    bool can_undo() const { return done_ > 0; }
    bool can_redo() const { return done_ < entries_.size(); }
    std::string undo_label() const;  // empty where there is none
    std::string redo_label() const;
    void end_merge() { merging_ = false; }  // the next command starts an entry of its own (an edit was finished)
    void clear();

    // Whether the session differs from when it was last saved.
    bool clean() const { return clean_ == static_cast<std::ptrdiff_t>(done_); }
    void mark_clean() { clean_ = static_cast<std::ptrdiff_t>(done_), merging_ = false; }

  private:
    struct Entry {
        Command command;
        Command::Undo undo;
    };
    std::vector<Entry> entries_;
    std::size_t done_ = 0;
    std::ptrdiff_t clean_ = 0;
    bool merging_ = false;
};

// Saves by interval; the caller passes the time, and calls from one thread.
class Autosave {
  public:
    explicit Autosave(double interval_seconds = 60) : interval_(interval_seconds) {}
    // The session has changed, and the interval has passed since it was last written. The first look only takes note.
    bool due(const Session& session, double now_seconds) const;
    // Writes to autosave_path(session_file).
    Status save(const Session& session, const std::filesystem::path& session_file, double now_seconds);
    // Saves where that is due.
    Status tick(const Session& session, const std::filesystem::path& session_file, double now_seconds);
    // After a proper save or a proper end: the autosave is removed.
    void discard(const std::filesystem::path& session_file);

  private:
    double interval_, last_ = 0;
    bool started_ = false;
    Session saved_;
};

}  // namespace orthoscope
