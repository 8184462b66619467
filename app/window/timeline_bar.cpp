#include "app/window/timeline_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include "app/window/actions.h"
#include "app/window/icons.h"
#include "app/window/theme.h"

namespace orthoscope {

TimelineBar::TimelineBar(Playback& playback, Actions& actions, QWidget* parent)
    : QWidget(parent),
      playback_(playback),
      actions_(actions),
      track_(new TimelineTrack(this)),
      where_(new QLabel(this)),
      time_(new QLabel(this)),
      speed_(new QToolButton(this)) {
    setObjectName("panel");
    where_->setObjectName("caption");
    time_->setObjectName("caption");
    where_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // large text makes no window wider
    auto buttons = new QHBoxLayout;
    buttons->setSpacing(0);
    for (auto id : {"play.first", "play.back", "play.toggle", "play.forward", "play.last"})
        buttons->addWidget(button(actions[id]));
    auto loop = button(actions["play.repeat"]);
    loop->setContextMenuPolicy(Qt::ActionsContextMenu);
    for (auto id : {"play.once", "play.ping-pong"}) loop->addAction(&actions[id]);
    buttons->addWidget(loop);
    speed_->setFocusPolicy(Qt::TabFocus);
    speed_->setAccessibleName(tr("Speed"));
    speed_->setToolTip(tr("Speed of playback"));
    speed_->setPopupMode(QToolButton::InstantPopup);
    auto speeds = new QMenu(speed_);
    for (double rate : {0.25, 0.5, 1.0, 2.0, 4.0})
        connect(speeds->addAction(QString::number(rate) + "×"), &QAction::triggered, this,
                [this, rate] { playback_.set_rate(rate); });
    speed_->setMenu(speeds);
    buttons->addWidget(speed_);

    auto captions = new QHBoxLayout;
    captions->addLayout(buttons);
    captions->addSpacing(px(8));
    captions->addWidget(where_, 1);
    captions->addWidget(time_);
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(px(8), px(4), px(8), px(4));
    layout->setSpacing(px(2));
    layout->addLayout(captions);
    layout->addWidget(track_);

    connect(track_, &TimelineTrack::scrub_began, this, [this] {
        resume_ = playback_.playing();
        playback_.pause();
    });
    connect(track_, &TimelineTrack::scrubbed, &playback_, &Playback::seek);
    connect(track_, &TimelineTrack::scrub_ended, this, [this] {
        if (resume_) playback_.play();
    });
    connect(&playback_, &Playback::moved, this, &TimelineBar::follow);
    connect(&playback_, &Playback::changed, this, &TimelineBar::follow_state);
    follow();
    follow_state();
}

QToolButton* TimelineBar::button(QAction& action) {
    auto made = new QToolButton(this);
    made->setDefaultAction(&action);
    made->setToolButtonStyle(Qt::ToolButtonIconOnly);
    made->setIconSize({px(18), px(18)});
    made->setFocusPolicy(Qt::TabFocus);
    made->setAccessibleName(action.text());
    made->setAutoRaise(true);
    connect(&theme_signal(), &ThemeSignal::changed, made, [made] { made->setIconSize({px(18), px(18)}); });
    return made;
}

void TimelineBar::set_run(std::vector<FramePtr> frames, const MethodInfo* method, bool running) {
    track_->set_run(playback_.timeline(), std::move(frames), method, running);
    follow();
}

void TimelineBar::follow() {
    track_->set_position(playback_.position());
    const auto frames = playback_.timeline().frames();
    if (frames < 2) {
        where_->clear();
        time_->clear();
        return;
    }
    const auto cursor = playback_.cursor();
    const auto place = cursor.computed()
                           ? tr("frame %1 of %2").arg(cursor.nearest() + 1).arg(frames)
                           : tr("between frames %1 and %2 of %3").arg(cursor.lower + 1).arg(cursor.upper + 1).arg(frames);
    where_->setText(track_->describe(playback_.position()) + "   ·   " + place);
    time_->setText(tr("%1 s of %2 s")
                       .arg(playback_.position(), 0, 'f', 1)
                       .arg(playback_.timeline().length(), 0, 'f', 1));
}

void TimelineBar::follow_state() {
    auto& toggle = actions_["play.toggle"];
    toggle.setIcon(line_icon(playback_.playing() ? "pause" : "play"));
    toggle.setIconText(playback_.playing() ? tr("Pause") : tr("Play"));
    speed_->setText(QString::number(std::abs(playback_.rate())) + "×");
    actions_.check("play.once", playback_.loop() == Loop::Once);
    actions_.check("play.repeat", playback_.loop() == Loop::Repeat);
    actions_.check("play.ping-pong", playback_.loop() == Loop::PingPong);
}

}  // namespace orthoscope
