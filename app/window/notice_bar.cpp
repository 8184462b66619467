#include "app/window/notice_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>

#include "app/window/theme.h"

namespace orthoscope {

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent), label_(new QLabel(this)), buttons_(new QHBoxLayout) {
    setObjectName("notice");
    setAccessibleName(tr("Notice"));
    label_->setWordWrap(true);
    label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto layout = new QHBoxLayout(this);
    layout->setContentsMargins(px(16), px(8), px(8), px(8));
    layout->setSpacing(px(8));
    layout->addWidget(label_, 1);
    layout->addLayout(buttons_);
    hide();
}

void NoticeBar::say(const Notice& notice) {
    clear();
    label_->setText(notice.error ? "⚠  " + notice.text : notice.text);
    label_->setObjectName(notice.error ? "error" : "");
    label_->style()->unpolish(label_);  // the name selects the style: read it again
    label_->style()->polish(label_);
    auto ways = notice.ways_out;
    ways.emplace_back(tr("Dismiss"), [] {});
    for (auto& [text, act] : ways) {
        auto button = new QPushButton(text, this);
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QPushButton::clicked, this, [this, act] {
            const auto go = act;  // clearing deletes the button and with it this closure
            clear();
            go();
        });
        buttons_->addWidget(button);
    }
    show();
}

void NoticeBar::clear() {
    while (auto item = buttons_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    label_->clear();
    hide();
}

QString NoticeBar::text() const { return label_->text(); }

}  // namespace orthoscope
