#include <QContextMenuEvent>
#include <QGridLayout>
#include <QLabel>
#include <QMimeData>
#include <QPainter>

#include "app/window/data_dock.h"
#include "app/window/theme.h"
#include "app/window/thumbnail.h"

namespace orthoscope {
namespace {

QColor role_colour(int role) {
    auto& p = current_palette();
    if (role == 0) return to_qcolor(p.source);
    if (role == 1) return to_qcolor(p.target_bright);
    return role > 1 ? to_qcolor(p.further[std::size_t(role - 2) % p.further.size()]) : to_qcolor(p.neutral);
}

QString role_caption(int role) {
    if (role == 0) return QObject::tr("moves");
    if (role == 1) return QObject::tr("stays");
    return role > 1 ? QObject::tr("set %1").arg(role + 1) : QObject::tr("not used");
}

QLabel* label(const char* style, QWidget* parent) {
    auto made = new QLabel(parent);
    made->setObjectName(style);
    return made;
}

}  // namespace

DataCard::DataCard(QString id, int role, QWidget* parent)
    : QFrame(parent),
      id_(std::move(id)),
      role_(role),
      picture_(new QLabel(this)),
      caption_(label("caption", this)),
      name_(new QLabel(this)),
      facts_(label("caption", this)) {
    setObjectName("card");
    setAcceptDrops(true);
    setFocusPolicy(Qt::StrongFocus);
    facts_->setWordWrap(true);
    name_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto layout = new QGridLayout(this);
    layout->setContentsMargins(px(12), px(6), px(4), px(6));
    layout->setHorizontalSpacing(px(8));
    layout->setVerticalSpacing(px(1));
    layout->addWidget(picture_, 0, 0, 2, 1, Qt::AlignTop);
    layout->addWidget(caption_, 0, 1);
    layout->addWidget(name_, 1, 1);
    layout->addWidget(facts_, 2, 0, 1, 2);
    layout->setColumnStretch(1, 1);
}

void DataCard::show_set(const SessionDataset& entry, const DatasetPtr& data, bool chosen) {
    chosen_ = chosen;
    const auto name = QString::fromStdString(entry.name), facts = data ? facts_of(*data) : tr("not loaded");
    const auto colour = role_colour(role_);
    caption_->setText(role_caption(role_));
    caption_->setStyleSheet("color: " + colour.name());
    full_name_ = name;
    fit_name();
    facts_->setText(facts);
    const QSize size(px(40), px(40));
    picture_->setFixedSize(size);
    if (data) picture_->setPixmap(QPixmap::fromImage(thumbnail(*data, size, devicePixelRatioF(), colour, role_ != 1)));
    QStringList tip{name, facts};
    if (!entry.path.empty()) tip << QString::fromStdString(entry.path);
    if (data)
        for (auto& warning : data->warnings) tip << QString::fromStdString(warning);
    setToolTip(tip.join('\n'));
    setAccessibleName(name + ", " + role_caption(role_));
    setAccessibleDescription(facts);
    update();
}

void DataCard::fit_name() {
    name_->setText(name_->fontMetrics().elidedText(full_name_, Qt::ElideMiddle, std::max(name_->width(), px(64))));
}

void DataCard::resizeEvent(QResizeEvent*) {
    layout()->activate();
    fit_name();
}

void DataCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    auto& p = current_palette();
    if (chosen_ || hasFocus()) {
        painter.setPen(QPen(to_qcolor(hasFocus() ? p.accent : p.hairline), 1));
        painter.setBrush(to_qcolor(p.hairline, 0.4));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(role_colour(role_));
    painter.drawRoundedRect(QRectF(px(3), px(6), px(3), height() - px(12)), px(1.5), px(1.5));
}

void DataCard::mousePressEvent(QMouseEvent*) { emit chosen(); }
void DataCard::focusInEvent(QFocusEvent*) {
    update();
    emit chosen();
}
void DataCard::mouseDoubleClickEvent(QMouseEvent*) { emit renaming(); }
void DataCard::contextMenuEvent(QContextMenuEvent* event) { emit menu_asked(event->globalPos()); }
void DataCard::dragEnterEvent(QDragEnterEvent* event) {
    if (!dropped_paths(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}
void DataCard::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    emit dropped(dropped_paths(*event->mimeData()));
}

}  // namespace orthoscope
