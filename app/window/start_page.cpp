#include "app/window/start_page.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include "app/window/actions.h"
#include "app/window/settings.h"
#include "app/window/theme.h"
#include "app/window/thumbnail.h"

namespace orthoscope {
namespace {

constexpr int most_recent_shown = 5;
constexpr int picture_delay = 200;  // milliseconds after the first show: the first frame comes before pictures

QLabel* label(const QString& text, const char* style, QWidget* parent) {
    auto made = new QLabel(text, parent);
    made->setObjectName(style);
    made->setWordWrap(true);
    return made;
}

QPushButton* link(const QString& text, QWidget* parent) {
    auto made = new QPushButton(text, parent);
    made->setObjectName("link");
    made->setFocusPolicy(Qt::TabFocus);
    made->setCursor(Qt::PointingHandCursor);
    return made;
}

}  // namespace

SampleCard::SampleCard(const SampleInfo& info, QWidget* parent)
    : QPushButton(parent),
      id_(QString::fromStdString(info.id)),
      title_(QString::fromStdString(info.title)),
      summary_(QString::fromStdString(info.summary)) {
    setObjectName("sample-" + id_);
    setAccessibleName(title_);
    setAccessibleDescription(summary_);
    setToolTip(summary_);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SampleCard::set_sets(std::vector<DatasetPtr> sets) {
    sets_ = std::move(sets);
    update();
}

QSize SampleCard::sizeHint() const { return {px(192), px(176)}; }

void SampleCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    auto& p = current_palette();
    const QRectF area = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool lit = underMouse() || hasFocus();
    painter.setPen(QPen(to_qcolor(lit ? p.accent : p.hairline), hasFocus() ? 2 : 1));
    painter.setBrush(to_qcolor(isDown() ? p.hairline : p.panel));
    painter.drawRoundedRect(area, px(6), px(6));
    const QSize picture(width() - px(16), px(88));
    for (std::size_t i = sets_.size(); i-- > 0;) {  // the set that moves lies on top
        const auto colour = to_qcolor(i == 0 ? p.source : p.target_bright);
        painter.drawImage(QPoint(px(8), px(8)), thumbnail(*sets_[i], picture, devicePixelRatioF(), colour, i == 0));
    }
    const QRect text(px(12), px(100), width() - px(24), height() - px(104));
    auto bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(to_qcolor(p.text));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignTop, title_);
    painter.setFont(font());
    painter.setPen(to_qcolor(p.secondary));
    painter.drawText(text.adjusted(0, px(20), 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, summary_);
}

StartPage::StartPage(Actions& actions, QWidget* parent) : QWidget(parent) {
    setObjectName("start");
    auto page = new QWidget(this);
    auto column = new QVBoxLayout(page);
    column->setContentsMargins(px(48), px(40), px(48), px(40));
    column->setSpacing(px(8));
    column->addWidget(label(tr("See an orthogonal transformation at work"), "title", page));
    column->addWidget(label(tr("Drop two files here: the first set moves, the second stays. Or let a sample play."),
                            "secondary", page));
    auto open = new QPushButton(actions["file.open"].icon(), tr("Open files…"), page);
    open->setFocusPolicy(Qt::TabFocus);
    connect(open, &QPushButton::clicked, &actions["file.open"], &QAction::trigger);
    column->addSpacing(px(4));
    column->addWidget(open, 0, Qt::AlignLeft);
    column->addSpacing(px(16));
    column->addWidget(label(tr("Samples"), "section", page));
    grid_ = new QGridLayout;
    grid_->setSpacing(px(16));
    column->addLayout(grid_);
    column->addSpacing(px(16));
    recent_ = new QVBoxLayout;
    recent_->setSpacing(0);
    column->addLayout(recent_);
    column->addStretch(1);
    auto scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(page);
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    fill_cards();
    refresh();
}

void StartPage::fill_cards() {
    for (auto& info : samples()) {
        if (!info.on_start_page) continue;
        auto card = new SampleCard(info, this);
        connect(card, &QPushButton::clicked, this, [this, card] { emit sample_asked(card->id()); });
        cards_ << card;
    }
}

void StartPage::arrange() {
    const int columns = std::clamp(width() / px(216), 1, 4);
    if (grid_->count() && grid_->property("columns").toInt() == columns) return;
    grid_->setProperty("columns", columns);
    for (int i = 0; i < cards_.size(); ++i) grid_->addWidget(cards_[i], i / columns, i % columns);
    for (int i = 0; i < 4; ++i) grid_->setColumnStretch(i, i < columns ? 1 : 0);
}

void StartPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void StartPage::refresh() {
    while (auto item = recent_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const auto files = recent_files().mid(0, most_recent_shown);
    if (files.isEmpty()) return;
    recent_->addWidget(label(tr("Recent"), "section", this));
    for (auto& file : files) {
        auto button = link(QFileInfo(file).fileName(), this);
        button->setToolTip(file);
        connect(button, &QPushButton::clicked, this, [this, file] { emit file_asked(file); });
        recent_->addWidget(button, 0, Qt::AlignLeft);
    }
}

void StartPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    QTimer::singleShot(picture_delay, this, &StartPage::draw_pictures);
}

// What the person opens has the machine to itself.
void StartPage::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    pictures_.stop();
}

void StartPage::draw_pictures() {
    QList<int> missing;
    for (int i = 0; i < cards_.size(); ++i)
        if (!cards_[i]->has_picture()) missing << i;
    if (!isVisible() || pictures_.busy() || missing.isEmpty()) return;
    pictures_.start([this, missing](const Context& context) -> Task::Followup {
        for (int i : missing) {
            if (context.stopped()) break;
            const auto info = find_sample(cards_[i]->id().toStdString());
            auto made = make_sample(info->id, info->parameters, 1, context);
            if (!made) continue;
            QMetaObject::invokeMethod(
                this, [this, i, sets = made->sets] { cards_[i]->set_sets(sets); }, Qt::QueuedConnection);
        }
        return {};
    });
}

}  // namespace orthoscope
