// MainWindow: menus, docks and what stands between them. What the actions do is in window_handlers.cpp.
#pragma once

#include <QMainWindow>
#include <memory>

#include "app/cli/window_entry.h"
#include "app/window/actions.h"
#include "app/window/workbench.h"

class QDockWidget;
class QStackedWidget;

namespace orthoscope {

class CommandPalette;
class Features;
class DataDock;
class LogPanel;
class MethodPanel;
class StartPage;
class TimelineBar;
class StageView;
class StatusLine;

class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    MainWindow();
    ~MainWindow() override;

    void open(const WindowRequest& request);
    void say(const Notice& notice);
    void set_look(const Look& look);
    void set_picture_only(bool on);
    void show_start_page(bool on);
    bool on_start_page() const;
    SessionView present_view() const;
    // Asks about unsaved changes where there is something to lose, then goes on.
    void when_safe(std::function<void()> go_on);

    Workbench& bench() { return bench_; }
    Actions& actions() { return actions_; }
    StageView& viewport() { return *viewport_; }
    DataDock& data() { return *data_; }
    NoticeBar& notices() { return *notices_; }
    CommandPalette& palette_of_commands() { return *palette_; }
    const Look& look() const { return look_; }
    TimelineBar& timeline() { return *timeline_; }
    Features* features() { return features_.get(); }  // null while the window is being made
    QDockWidget* dock(std::string_view name) const;  // "data", "method", "timeline", "log", ...
    QDockWidget* add_dock(const QString& name, const QString& title, QWidget* content, Qt::DockWidgetArea area);
    // What stands in the middle while there are data: the viewport, or another picture (a race).
    void set_picture(QWidget* picture);
    QWidget* picture() const { return picture_; }

  protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void build();
    void connect_bench();
    void connect_opening();
    void refresh();          // after a change of the document
    void refresh_exhibit();
    void refresh_docks();
    void lay_out_docks();

    Workbench bench_{this};
    Actions actions_{*this};
    Look look_;
    StageView* viewport_ = nullptr;
    NoticeBar* notices_ = nullptr;
    StartPage* start_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    DataDock* data_ = nullptr;
    MethodPanel* method_ = nullptr;
    TimelineBar* timeline_ = nullptr;
    LogPanel* log_ = nullptr;
    CommandPalette* palette_ = nullptr;
    StatusLine* status_ = nullptr;
    QWidget* picture_ = nullptr;
    std::unique_ptr<Features> features_;
    bool picture_only_ = false, start_asked_ = false, closing_ = false;
};

}  // namespace orthoscope
