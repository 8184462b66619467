// Autosaver: keeps the session and its runs on disk while the person works, so that a crash takes nothing: the
// session as autosave_path() says, and beside it, in a folder of their own, the results of runs that lie nowhere else.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <functional>
#include <map>

#include "app/window/document.h"
#include "app/window/task.h"

namespace orthoscope {

class Autosaver : public QObject {
    Q_OBJECT
  public:
    explicit Autosaver(Document& document, QObject* parent = nullptr);
    ~Autosaver() override;
    // Looks from now on whether something changed; `position` tells where the timeline stands.
    void start(std::function<double()> position);
    void save_now();  // where something changed; saved() follows, or trouble()
    // While the person has not answered what shall become of the autosave that `session_file` left, it is neither
    // written over nor discarded; none: answered.
    void hold(std::optional<std::filesystem::path> session_file) { held_ = std::move(session_file); }
    void discard(const std::filesystem::path& session_file);  // after a proper save or a proper end

    static std::filesystem::path runs_folder(const std::filesystem::path& session_file);
    static void remove(const std::filesystem::path& session_file);  // the autosave and its runs

  signals:
    void saved();
    void trouble(const QString& what);

  private:
    struct Kept {
        std::weak_ptr<const Recording> recording;
        std::filesystem::path folder;
    };
    void look();
    Session session_with_folders() const;
    void write(const Session& session, const std::filesystem::path& file);
    void sweep(const Session& session, const std::filesystem::path& file) const;

    Document& document_;
    Autosave autosave_;
    std::unique_ptr<Task> task_;
    QTimer timer_;
    QElapsedTimer clock_;
    std::function<double()> position_;
    std::optional<std::filesystem::path> held_;
    std::map<std::string, Kept> kept_;  // by the run's id
    std::vector<std::filesystem::path> discarded_;  // while a worker may still write there
};

}  // namespace orthoscope
