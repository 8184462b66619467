// Opener: files, folders, samples and sessions become part of the document. Reading happens on a worker; where a
// file could be several things, the person is asked.
#pragma once

#include <QStringList>

#include "app/window/document.h"
#include "app/window/notice_bar.h"
#include "app/window/task.h"

namespace orthoscope {

// A file with what it turned out to be.
struct Opened {
    InputSpec input;
    Result<DatasetPtr> data;
    std::optional<FileInfo> choices;  // it could be several things: ask
    std::vector<InputSpec> before = {};  // what was answered the last time
    bool counts = false;                 // its first column may be labels
};

// Unreadable: only where a file cannot be read without an answer, as the command line's rules decide the rest.
// Unclear: also where those rules only guess.
enum class Asking { Unreadable, Unclear };

// Files that are worth streaming (core/spectrum/stream.h): as the method in use takes them, or as the person said.
enum class Reach { AsMethod, Whole, Streamed };

class Opener : public QObject {
    Q_OBJECT
  public:
    Opener(Document& document, QWidget* window);

    // Sessions and results folders are recognised; everything else is data. `replaced`: id of the set whose place
    // the new one takes; empty: the first free place, or both places where two or more files come.
    void open_paths(const QStringList& paths, const std::string& replaced = {});
    void open_inputs(std::vector<InputSpec> inputs, const std::string& replaced = {},
                     Asking asking = Asking::Unreadable, Reach reach = Reach::AsMethod);
    void open_sample(const std::string& id);
    void open_results(const std::filesystem::path& folder);
    void open_session(const std::filesystem::path& file);
    // The autosave of `file`; it becomes that session again, not yet saved. `file` may be empty: it had none.
    void restore(const std::filesystem::path& file);
    void read_as(const std::string& id, Kind kind);     // the same file, as another kind
    void open_sibling(const std::string& id, int step);  // next or previous file of the folder
    void prepare_set(const std::string& id, const ParameterSet& options);  // of PrepareOptions; the copy takes its role
    // A matrix that `make` computes (`samples`: its rows are) becomes a set called `name`, in a file beside the session, alone in
    // its role, and spectral-decay the method.
    void open_computed(const std::string& name, bool samples, std::function<Result<Matrix>(const Context&)> make);
    // Bytes that opening may take; 0, as it is at first: three quarters of the machine's memory.
    void allow_memory(std::uint64_t bytes) { memory_ = bytes; }
    bool busy() const { return task_.busy(); }
    void stop() { task_.stop(); }

  signals:
    void busy_changed();
    void progressed(const QString& what);
    void trouble(const orthoscope::Notice& notice);
    void opened(const QString& what);           // for the log; data are in the document
    void sample_opened(std::vector<std::string> roles, const orthoscope::Indices& truth, int family);
    void results_opened();
    void computed_opened();
    void session_opened();  // or restored

  private:
    void begin(Task::Work work);
    void ask(std::vector<Opened> files, const std::string& replaced);
    void take_answer(std::vector<Opened> files, std::vector<std::vector<InputSpec>> answers, const std::string& replaced);
    void adopt(std::vector<Opened> files, std::string replaced);
    bool takes_many() const;  // the method in use: more sets than two
    void tell_streamed(const Opened& file, const std::string& id);
    void place(std::vector<SessionDataset> entries, const std::string& label, const std::string& replaced,
               std::vector<Command> more = {});
    void tell(const InputSpec& input, const Error& error, const std::string& replaced);

    Document& document_;
    QWidget* window_;
    std::uint64_t memory_ = 0;
    Task task_;
};

}  // namespace orthoscope
