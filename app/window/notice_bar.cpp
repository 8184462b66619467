#include "app/window/notice_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/window/theme.h"

namespace orthoscope {

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent), lines_(new QVBoxLayout(this)) {
    setAccessibleName(tr("Notices"));
    lines_->setContentsMargins(0, 0, 0, 0);
    lines_->setSpacing(0);
    hide();
}

void NoticeBar::say(const Notice& notice) {
    for (int i = lines_->count(); i-- > 0;) {
        auto line = static_cast<QFrame*>(lines_->itemAt(i)->widget());
        const bool same = line->accessibleName() == notice.text;
        // An error has to be seen, and its way out stays with it; other words make room.
        if (same || (!notice.stays && !line->property("stays").toBool() && !(notice.error && line->property("error").toBool())))
            take_away(line);
    }
    lines_->addWidget(make_line(notice));
    show();
}

QFrame* NoticeBar::make_line(const Notice& notice) {
    auto line = new QFrame(this);
    line->setObjectName("notice");
    line->setAccessibleName(notice.text);
    line->setProperty("stays", notice.stays);
    line->setProperty("error", notice.error);
    auto label = new QLabel(notice.error ? "⚠  " + notice.text : notice.text, line);
    label->setObjectName(notice.error ? "error" : "");
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto row = new QHBoxLayout(line);
    row->setContentsMargins(px(16), px(8), px(8), px(8));
    row->setSpacing(px(8));
    row->addWidget(label, 1);
    auto ways = notice.ways_out;
    ways.emplace_back(tr("Dismiss"), [] {});
    for (auto& [text, act] : ways) {
        auto button = new QPushButton(text, line);
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QPushButton::clicked, this, [this, line, act, answered = notice.answered] {
            const auto go = act, told = answered;  // the line deletes the button and with it this closure
            take_away(line);
            if (told) told();
            go();
        });
        row->addWidget(button);
    }
    return line;
}

void NoticeBar::take_away(QFrame* line) {
    lines_->removeWidget(line);
    line->hide();
    line->setParent(nullptr);  // no search finds it any more
    line->deleteLater();
    if (lines_->count() == 0) hide();
}

void NoticeBar::clear() {
    while (lines_->count()) take_away(static_cast<QFrame*>(lines_->itemAt(0)->widget()));
}

QString NoticeBar::text() const {
    QStringList texts;
    for (int i = 0; i < lines_->count(); ++i)
        texts << lines_->itemAt(i)->widget()->findChild<QLabel*>()->text();
    return texts.join('\n');
}

}  // namespace orthoscope
