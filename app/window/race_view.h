// RaceView: up to four lanes or runs side by side, with one camera and one timeline: on the same sets, or of one source onto
// several targets.
#pragma once

#include <QWidget>

#include "app/window/document.h"
#include "app/window/playback.h"
#include "core/recording/race.h"
#include "views/stage/stage.h"

class QGridLayout;
class QLabel;

namespace orthoscope {

class StageView;

// A pane that could race, and what it is called.
struct Racer {
    RacePane pane;
    QString name;
    double cost = 0;  // its last; not finite where it has none
};

// Every lane of every run of the source in its role, onto whatever target; runs of one lane once, with lane -1.
std::vector<Racer> possible_racers(const Document& document);
// What a person most likely wants: the best lanes of the shown run that ended at different answers, or where it has one lane, the latest runs.
std::vector<RacePane> proposed_racers(const Document& document);

class RaceView : public QWidget {
    Q_OBJECT
  public:
    RaceView(Document& document, Playback& playback, QWidget* parent = nullptr);
    ~RaceView() override;

    // Takes the panes of the session, and the playback for itself while it is `on`.
    void refresh(bool on, const Look& look);
    int panes() const { return int(panes_.size()); }
    StageView* pane(int index) const;
    const Exhibit& exhibit(int index) const;  // of that pane
    void view(CameraView view);  // of all panes; nothing while no race is on
    void set_orthographic(bool on);
    const Race& race() const { return race_; }
    double place() const;  // on the race's axis

  signals:
    void rearranged();

  protected:
    bool eventFilter(QObject* object, QEvent* event) override;

  private:
    struct Pane;
    void build(const std::vector<RacePane>& wanted);
    void arrange();
    void time();
    void follow();
    void link(StageView* moved);

    Document& document_;
    Playback& playback_;
    QGridLayout* grid_;
    QLabel *title_, *hint_;
    std::vector<std::unique_ptr<Pane>> panes_;
    std::vector<RacePane> shown_;
    Race race_;
    double seconds_a_unit_ = 1;
    QObject* leader_ = nullptr;
    bool on_ = false, linking_ = false;
};

}  // namespace orthoscope
