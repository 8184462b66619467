#include "app/window/main_window.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "app/window/command_palette.h"
#include "app/window/data_dock.h"
#include "app/window/features.h"
#include "app/window/log_panel.h"
#include "app/window/method_panel.h"
#include "app/window/panel_folding.h"
#include "app/window/settings.h"
#include "app/window/start_page.h"
#include "app/window/theme.h"
#include "app/window/timeline_bar.h"
#include "app/window/stage_view.h"
#include "app/window/status_line.h"
#include "app/window/window_handlers.h"

namespace orthoscope {
namespace {

// As wide as its dock: what is too long for it wraps or is shortened, and nothing is cut off at the edge.
class PanelScroll : public QScrollArea {
    void resizeEvent(QResizeEvent* event) override {
        QScrollArea::resizeEvent(event);
        if (widget()) widget()->setFixedWidth(viewport()->width());
    }
};

QScrollArea* scrolling(QWidget* content) {
    auto scroll = new PanelScroll;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    return scroll;
}

}  // namespace

MainWindow::MainWindow() {
    setObjectName("window");
    setAcceptDrops(true);
    look_ = remembered_look();
    apply_theme(look_.theme, look_.scale);
    build();
    actions_.fill(*menuBar());
    bind_actions(*this);
    features_ = std::make_unique<Features>(*this);
    connect_bench();
    connect_opening();
    set_look(look_);
    resize(QSize(1280, 800).boundedTo(screen()->availableSize()));
    restoreGeometry(remembered_geometry());
    lay_out_docks();
    refresh();
    new PanelFolding(*this);
    start_autosave(*this);
}

MainWindow::~MainWindow() = default;

void MainWindow::build() {
    viewport_ = new StageView;
    notices_ = new NoticeBar;
    start_ = new StartPage(actions_);
    stack_ = new QStackedWidget;
    stack_->addWidget(start_);
    stack_->addWidget(viewport_);
    picture_ = viewport_;
    auto centre = new QWidget(this);
    auto column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(notices_);
    column->addWidget(stack_, 1);
    setCentralWidget(centre);
    setFocusProxy(viewport_);

    data_ = new DataDock(bench_.document, actions_);
    method_ = new MethodPanel(bench_.document, bench_.runner, actions_);
    timeline_ = new TimelineBar(bench_.playback, actions_);
    log_ = new LogPanel;
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    add_dock("data", tr("Data"), scrolling(data_), Qt::LeftDockWidgetArea);
    add_dock("method", tr("Method"), scrolling(method_), Qt::RightDockWidgetArea);
    auto bottom = add_dock("timeline", tr("Timeline"), timeline_, Qt::BottomDockWidgetArea);
    bottom->setTitleBarWidget(new QWidget(bottom));
    auto log = add_dock("log", tr("Log"), log_, Qt::BottomDockWidgetArea);
    splitDockWidget(bottom, log, Qt::Vertical);
    log->hide();
    status_ = new StatusLine(bench_.runner, *viewport_);
    setStatusBar(status_);
    palette_ = new CommandPalette(actions_, this);
}

QDockWidget* MainWindow::add_dock(const QString& name, const QString& title, QWidget* content,
                                  Qt::DockWidgetArea area) {
    auto dock = new QDockWidget(title, this);
    dock->setObjectName("dock-" + name);
    if (area == Qt::BottomDockWidgetArea) content->setMinimumWidth(px(160));  // rather cut off than wider than the screen
    dock->setWidget(content);
    dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable);
    if (area != Qt::BottomDockWidgetArea) dock->setTitleBarWidget(new QWidget(dock));
    addDockWidget(area, dock);
    return dock;
}

QDockWidget* MainWindow::dock(std::string_view name) const {
    return findChild<QDockWidget*>("dock-" + QString::fromUtf8(name.data(), qsizetype(name.size())));
}

void MainWindow::lay_out_docks() {
    // Both, asked for beside large text, still leave room within the screen.
    dock("data")->setMinimumWidth(std::min(px(140), width() / 4));
    dock("method")->setMinimumWidth(std::min(px(180), width() / 3));
    resizeDocks({dock("data"), dock("method")}, {px(data_width), px(method_width)}, Qt::Horizontal);
}

void MainWindow::connect_bench() {
    connect(&bench_.document, &Document::changed, this, &MainWindow::refresh);
    connect(&bench_.document, &Document::failed, this, [this](const QString& what) { say({what, true, {}}); });
    connect(&bench_.feed, &ExhibitFeed::changed, this, &MainWindow::refresh_exhibit);
    connect(&bench_.playback, &Playback::moved, this, [this] {
        if (bench_.feed.has_timeline()) viewport_->seek(bench_.playback.cursor());
    });
    connect(&bench_.runner, &RunController::started, this, [this] { log_->add(tr("run started")); });
    connect(&bench_.runner, &RunController::chose_compute, this, [this](const QString& why) { log_->add(why); });
    connect(&bench_.runner, &RunController::failed, this, [this](const Error& error) {
        const auto what = QString::fromStdString(error.message());
        log_->add(what);
        method_->show_error(what);
    });
    connect(&bench_.runner, &RunController::finished, this, [this] { log_->add(tr("run ended")); });
    connect(&bench_.exporter, &Exporter::saved, this, [this](const QString& what) {
        log_->add(what);
        say({what, false, {}});
    });
    connect(&bench_.exporter, &Exporter::trouble, this, &MainWindow::say);
    connect(data_, &DataDock::replace_asked, this, [this](const QStringList& paths, const QString& id) {
        bench_.opener.open_paths(paths, id.toStdString());
    });
    connect(data_, &DataDock::kind_asked, this,
            [this](const QString& id, Kind kind) { bench_.opener.read_as(id.toStdString(), kind); });
    connect(start_, &StartPage::sample_asked, this,
            [this](const QString& id) { bench_.opener.open_sample(id.toStdString()); });
    connect(start_, &StartPage::file_asked, this, [this](const QString& path) { bench_.opener.open_paths({path}); });
}

void MainWindow::connect_opening() {
    auto& opener = bench_.opener;
    connect(&opener, &Opener::trouble, this, &MainWindow::say);
    connect(&opener, &Opener::opened, this, [this](const QString& what) {
        log_->add(what);
        start_asked_ = false;
        start_->refresh();
        refresh_docks();
    });
    connect(&opener, &Opener::busy_changed, this, [this] {
        setCursor(bench_.opener.busy() ? Qt::BusyCursor : Qt::ArrowCursor);
    });
    connect(&opener, &Opener::sample_opened, this, [this](const std::vector<std::string>& roles, const Indices& truth, int family) {
        if (truth.size()) bench_.runner.set_truth(roles, truth, static_cast<MethodFamily>(family));
        viewport_->setFocus();
        bench_.runner.start();
    });
    connect(&opener, &Opener::results_opened, this, [this] {
        bench_.playback.seek(0);
        bench_.playback.play();
    });
    connect(&opener, &Opener::session_opened, this, [this] {
        auto& session = bench_.document.session();
        bench_.playback.seek(session.position);
        if (!bench_.document.modified()) offer_recovery(*this);
        auto& view = session.views.front();
        if (view.camera.is_null()) return;
        if (auto camera = camera_from_json(view.camera, "camera")) viewport_->stage().set_camera(*camera);
        viewport_->update();
    });
}

void MainWindow::open(const WindowRequest& request) {
    if (!request.session.empty()) bench_.opener.open_session(request.session);
    else if (!request.results.empty()) bench_.opener.open_results(request.results);
    else if (!request.inputs.empty()) bench_.opener.open_inputs(request.inputs);
    else if (!request.sample.empty()) bench_.opener.open_sample(request.sample);
    else offer_recovery(*this);
}

void MainWindow::say(const Notice& notice) {
    log_->add(notice.text);
    notices_->say(notice);
}

void MainWindow::set_look(const Look& look) {
    const bool restyle = look.theme != current_theme() || look.scale != current_scale();
    look_ = look;
    if (restyle) {
        apply_theme(look.theme, look.scale);
        lay_out_docks();
    }
    look_.tour_time = viewport_->look().tour_time;  // a tour goes on
    const auto& seen = viewport_->look().planes;    // and so do planes
    look_.planes.time = seen.time, look_.planes.second_time = seen.second_time, look_.planes.chosen = seen.chosen;
    viewport_->set_look(look_);
    actions_.check("view.theme", look_.theme == Theme::Light);
    actions_.check("view.correspondences", look_.correspondences);
    actions_.check("view.ease", look_.ease_camera);
    auto kept = look_;
    kept.readout_only = false;
    remember_look(kept);
    if (features_) features_->look_changed();
}

void MainWindow::set_picture_only(bool on) {
    picture_only_ = on;
    actions_.check("view.picture-only", on);
    menuBar()->setVisible(!on);
    setWindowState(on ? windowState() | Qt::WindowFullScreen : windowState() & ~Qt::WindowFullScreen);
    auto look = look_;
    look.readout_only = on;
    set_look(look);
    refresh_docks();
    viewport_->setFocus();
}

void MainWindow::set_picture(QWidget* picture) {
    if (stack_->indexOf(picture) < 0) stack_->addWidget(picture);
    picture_ = picture;
    refresh_docks();
}

void MainWindow::show_start_page(bool on) {
    start_asked_ = on;
    refresh_docks();
}

bool MainWindow::on_start_page() const { return stack_->currentWidget() == start_; }

void MainWindow::refresh_docks() {
    const bool start = start_asked_ || bench_.document.session().datasets.empty();
    stack_->setCurrentWidget(start ? static_cast<QWidget*>(start_) : picture_);
    const bool panels = !start && !picture_only_;
    dock("data")->setVisible(panels && actions_["view.data"].isChecked());
    dock("method")->setVisible(panels && actions_["view.method"].isChecked());
    dock("timeline")->setVisible(panels);
    status_->setVisible(panels);
    status_->set_view(picture_ == viewport_);
    dock("log")->setVisible(!picture_only_ && actions_["view.log"].isChecked());
    refresh_actions(*this);
    if (features_) features_->refresh_docks(panels);
}

void MainWindow::refresh() {
    auto& document = bench_.document;
    auto name = QString::fromStdString(document.file().stem().string());
    if (name.isEmpty()) {
        QStringList sets;
        for (auto& id : document.session().roles)
            if (auto set = document.session().dataset(id)) sets << QString::fromStdString(set->name);
        name = sets.join(" → ");
    }
    setWindowTitle(name.isEmpty() ? "Orthoscope" : name + "[*] — Orthoscope");
    setWindowModified(!document.file().empty() && document.modified());
    refresh_docks();
}

void MainWindow::refresh_exhibit() {
    const auto exhibit = bench_.feed.exhibit();
    viewport_->show_exhibit(exhibit);
    if (bench_.feed.has_timeline()) {
        viewport_->seek(bench_.playback.cursor());
        timeline_->set_run(exhibit->frames, exhibit->method, bench_.runner.running());
    }
    refresh_actions(*this);
}

SessionView MainWindow::present_view() const {
    auto view = bench_.document.session().views.front();
    const auto camera = viewport_->stage().camera();
    view.camera = to_json(camera);
    view.orthographic = camera.orthographic;
    view.theme = look_.theme == Theme::Light ? "light" : "dark";
    return view;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!closing_ && something_to_lose(*this)) {
        event->ignore();
        when_safe([this] {
            closing_ = true;
            close();
        });
        return;
    }
    remember_geometry(saveGeometry());
    bench_.autosave.discard(bench_.document.file());
    bench_.runner.cancel();
    bench_.opener.stop();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!dropped_paths(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    activateWindow();
    bench_.opener.open_paths(dropped_paths(*event->mimeData()));
}

}  // namespace orthoscope
