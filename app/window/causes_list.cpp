#include "app/window/causes_list.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <cmath>

#include "app/window/actions.h"
#include "app/window/theme.h"

namespace orthoscope {
namespace {

QString method_title(const std::string& id) {
    auto method = find_method(id);
    return QString::fromStdString(method ? method->info().title : id);
}

// What the button will change, for its tip.
QString remedy_text(const Cause& cause) {
    QStringList words;
    for (auto& [name, value] : cause.options) words << QString::fromStdString(name + " " + value);
    if (cause.start) words << QObject::tr("from a start");
    return method_title(cause.method) + (words.isEmpty() ? QString() : ": " + words.join(", "));
}

}  // namespace

CausesList::CausesList(Document& document, Actions& actions, QWidget* parent)
    : QWidget(parent), document_(document), why_(new QPushButton(tr("Find out why"), this)), rows_(new QVBoxLayout) {
    setObjectName("causes");
    why_->setObjectName("find-out-why");
    why_->setFocusPolicy(Qt::TabFocus);
    why_->setToolTip(actions["run.diagnose"].toolTip());
    connect(why_, &QPushButton::clicked, &actions["run.diagnose"], &QAction::trigger);
    rows_->setSpacing(px(10));
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(why_);
    layout->addLayout(rows_);
}

void CausesList::refresh(bool can_diagnose) {
    auto run = document_.shown_run();
    auto entry = document_.shown_entry();
    auto report = run ? run->report : nullptr;
    why_->setVisible(report && entry->method != "diagnose" && report->verdict != Verdict::Supported);
    why_->setEnabled(can_diagnose);
    if (report == listed_) return;
    listed_ = report;
    while (auto item = rows_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    if (!report) return;
    for (std::size_t i = 0; i < report->causes.size(); ++i) {
        auto& cause = report->causes[i];
        auto row = new QWidget(this);
        auto column = new QVBoxLayout(row);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(px(3));
        auto text = new QLabel(QString("%1. %2").arg(i + 1).arg(QString::fromStdString(cause.sentence)), row);
        text->setWordWrap(true);
        text->setTextFormat(Qt::PlainText);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        column->addWidget(text);
        if (find_method(cause.method)) {
            auto attempt = new QPushButton(tr("Try it"), row);
            attempt->setObjectName("try-" + QString::fromStdString(cause.id));
            attempt->setAccessibleName(tr("Try the remedy: %1").arg(remedy_text(cause)));
            attempt->setToolTip(remedy_text(cause));
            attempt->setFocusPolicy(Qt::TabFocus);
            connect(attempt, &QPushButton::clicked, this, [this, report, i] { emit remedy_asked(report->causes[i]); });
            column->addWidget(attempt);
        }
        rows_->addWidget(row);
    }
}

}  // namespace orthoscope
