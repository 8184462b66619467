#include "app/window/data_dock.h"

#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMimeData>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include "app/window/actions.h"
#include "app/window/open_memory.h"
#include "app/window/theme.h"

namespace orthoscope {

QStringList dropped_paths(const QMimeData& data) {
    QStringList paths;
    for (auto& url : data.urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    return paths;
}

QString facts_of(const Dataset& set) {
    const QLocale locale(QLocale::English);
    const auto rows = locale.toString(qlonglong(set.rows())), columns = locale.toString(qlonglong(set.columns()));
    switch (set.kind()) {
        case Kind::Cloud:
            return QObject::tr("cloud, %1 points, %2‑D").arg(rows, columns);
        case Kind::Mesh:
            return QObject::tr("mesh, %1 vertices, %2 faces")
                .arg(rows, locale.toString(qlonglong(set.triangles() ? set.triangles()->rows() : 0)));
        case Kind::Embedding:
            return QObject::tr("embedding, %1 rows, %2‑D").arg(rows, columns);
        case Kind::Matrix:
            return QObject::tr("matrix, %1 × %2").arg(rows, columns);
        case Kind::Sequence: {
            QStringList shape;
            for (auto n : std::get<FrameSequence>(set.payload).shape) shape << QString::number(n);
            return QObject::tr("sequence, %1 frames of %2").arg(rows, shape.join(" × "));
        }
    }
    return {};
}

DataDock::DataDock(Document& document, Actions& actions, QWidget* parent)
    : QWidget(parent), document_(document), actions_(actions) {
    setObjectName("panel");
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(px(12), px(8), px(12), px(12));
    layout->setSpacing(px(8));
    cards_ = new QVBoxLayout;
    cards_->setSpacing(px(8));
    hint_ = new QLabel(tr("Drop files anywhere: the first set moves, the second stays."), this);
    hint_->setObjectName("secondary");
    hint_->setWordWrap(true);
    swap_ = new QToolButton(this);
    actions["data.swap"].setIconText(tr("Swap"));  // the menu keeps the whole text
    swap_->setDefaultAction(&actions["data.swap"]);
    swap_->setAccessibleName(tr("Swap moving and staying set"));
    swap_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    swap_->setFocusPolicy(Qt::TabFocus);
    auto open = new QToolButton(this);
    open->setDefaultAction(&actions["file.open"]);
    open->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    open->setAccessibleName(tr("Open files"));
    open->setFocusPolicy(Qt::TabFocus);
    layout->addLayout(cards_);
    layout->addWidget(hint_);
    layout->addWidget(swap_);
    layout->addWidget(open);
    layout->addStretch(1);
    connect(&document_, &Document::changed, this, &DataDock::refresh);
    connect(&theme_signal(), &ThemeSignal::changed, this, &DataDock::refresh);
    refresh();
}

void DataDock::refresh() {
    while (auto item = cards_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    auto& session = document_.session();
    if (!session.dataset(chosen_.toStdString())) chosen_.clear();
    for (std::size_t r = 0; r < session.roles.size(); ++r)
        if (auto entry = session.dataset(session.roles[r])) add_card(*entry, int(r));
    for (auto& entry : session.datasets)
        if (std::find(session.roles.begin(), session.roles.end(), entry.id) == session.roles.end())
            add_card(entry, -1);
    swap_->setVisible(session.roles.size() > 1);
    hint_->setVisible(session.datasets.size() < 2);
    hint_->setText(session.datasets.empty() ? tr("Drop files anywhere: the first set moves, the second stays.")
                                            : tr("Drop a second set: the one that stays."));
    emit chosen_changed();
}

void DataDock::add_card(const SessionDataset& entry, int role) {
    const auto id = QString::fromStdString(entry.id);
    auto card = new DataCard(id, role, this);
    card->show_set(entry, document_.data(entry.id), id == chosen_);
    cards_->addWidget(card);
    connect(card, &DataCard::chosen, this, [this, id] { choose(id); });
    connect(card, &DataCard::renaming, this, [this, id] { emit rename_asked(id); });
    connect(card, &DataCard::dropped, this, [this, id](const QStringList& paths) { emit replace_asked(paths, id); });
    connect(card, &DataCard::menu_asked, this, [this, id](const QPoint& place) { show_menu(id, place); });
}

void DataDock::choose(const QString& id) {
    if (chosen_ == id) return;
    chosen_ = id;
    for (auto card : findChildren<DataCard*>())
        if (auto entry = document_.session().dataset(card->id().toStdString()))
            card->show_set(*entry, document_.data(entry->id), card->id() == id);
    emit chosen_changed();
}

void DataDock::show_menu(const QString& id, const QPoint& place) {
    choose(id);
    auto menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto roles = document_.session().roles;
    for (std::size_t r = 0; r < 2; ++r) {
        auto take = menu->addAction(r == 0 ? tr("Let it move") : tr("Let it stay"));
        const bool there = r < roles.size() && roles[r] == id.toStdString();
        take->setEnabled(!there && roles.size() >= 2);
        connect(take, &QAction::triggered, this, [this, r, id, roles] {
            auto wanted = roles;
            const auto other = std::find(wanted.begin(), wanted.end(), id.toStdString());
            if (other != wanted.end()) std::swap(*other, wanted[r]);
            else wanted[r] = id.toStdString();
            document_.push(set_roles(wanted));
        });
    }
    auto kinds = menu->addMenu(tr("Read as"));
    const auto data = document_.data(id.toStdString());
    for (auto kind : {Kind::Cloud, Kind::Mesh, Kind::Embedding, Kind::Matrix, Kind::Sequence}) {
        const auto name = name_of(kind);
        auto action = kinds->addAction(QString::fromUtf8(name.data(), qsizetype(name.size())));
        action->setCheckable(true);
        action->setChecked(data && data->kind() == kind);
        connect(action, &QAction::triggered, this, [this, id, kind] { emit kind_asked(id, kind); });
    }
    auto entry = document_.session().dataset(id.toStdString());
    kinds->setEnabled(entry && entry->sample.empty());
    kinds->addSeparator();
    auto ask = kinds->addAction(tr("Ask about tables of 2 or 3 columns"));
    ask->setCheckable(true);
    ask->setChecked(!remembered_reading());
    connect(ask, &QAction::toggled, this,
            [](bool on) { remember_reading(on ? std::nullopt : std::optional(Kind::Cloud)); });
    menu->addSeparator();
    menu->addAction(&actions_["run.spectrum"]);
    menu->addAction(&actions_["data.swap"]);
    menu->addAction(&actions_["data.rename"]);
    menu->addAction(&actions_["data.remove"]);
    menu->popup(place);
}

}  // namespace orthoscope
