// Exporter: what leaves the window: session, results folder, picture, command line.
#pragma once

#include "app/window/document.h"
#include "app/window/notice_bar.h"
#include "app/window/task.h"
#include "core/result/result_folder.h"
#include "views/stage/exhibit.h"

namespace orthoscope {

class StageView;

// The command that computes this session's run without a window; a sample is written first. `sample_truth`: the
// run is measured against the truth that comes with the sample. Precondition: the sets in use are loaded.
QString command_line_of(const Document& document, bool sample_truth);

// A run that is in memory, as it is written; none where it is not, or was not assessed.
std::optional<FinishedRun> finished_run(const Document& document, const SessionRun& entry);
// BASE/ID, or the first of ID-2, ID-3, ... that is free.
std::filesystem::path free_run_folder(const std::filesystem::path& base, const std::string& id);

class Exporter : public QObject {
    Q_OBJECT
  public:
    Exporter(Document& document, QObject* parent = nullptr);
    // `view` and `position`: how it looks now. Runs that lie nowhere yet are written beside, into FILE.runs.
    void save_session(const std::filesystem::path& file, const SessionView& view, double position);
    void save_results(const std::filesystem::path& folder);  // of the shown run
    void save_picture(StageView& viewport, const std::filesystem::path& file, double factor);
    // The target of a matching with what `look` shows of the source, as the frame carries it.
    void save_carried(const FramePtr& frame, const Look& look, const DatasetPtr& source, const DatasetPtr& target,
                      const std::filesystem::path& file);
    void save_plot(const std::string& text, const std::filesystem::path& file);  // a chart as SVG or CSV
    bool busy() const { return task_.busy(); }

  signals:
    void saved(const QString& what);
    void session_saved();
    void trouble(const orthoscope::Notice& notice);

  private:
    Document& document_;
    Task task_;
};

}  // namespace orthoscope
