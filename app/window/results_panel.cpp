#include "app/window/results_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <cmath>

#include "app/window/theme.h"
#include "core/method/parameters.h"

namespace orthoscope {
namespace {

QString exact(double value) {
    return std::isnan(value) ? QString("void") : QString::fromStdString(to_text(ParameterValue(value)));
}

// A shape beside the colour, and a word beside the shape.
QString verdict_text(Verdict verdict) {
    switch (verdict) {
        case Verdict::Supported: return QObject::tr("✓ Supported");
        case Verdict::Doubtful: return QObject::tr("◆ Doubtful");
        case Verdict::Unsupported: return QObject::tr("✕ Unsupported");
    }
    return {};
}

Colour verdict_colour(Verdict verdict) {
    auto& p = current_palette();
    return verdict == Verdict::Supported ? p.good : verdict == Verdict::Doubtful ? p.caution : p.bad;
}

QString sentences(const std::vector<std::string>& list) {
    QStringList lines;
    for (auto& line : list) lines << QString::fromStdString(line);
    return lines.join("\n");
}

QLabel* text_label(const char* style, QWidget* parent) {
    auto label = new QLabel(parent);
    label->setObjectName(style);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

}  // namespace

QString shown_number(double value) {
    if (std::isnan(value)) return QObject::tr("void");
    if (value == std::round(value) && std::abs(value) < 1e6) return QString::number(value, 'f', 0);
    return QString::number(value, 'g', 4);
}

QString report_text(const Report& report) {
    const auto name = name_of(report.verdict);
    QString text = "verdict\t" + QString::fromUtf8(name.data(), qsizetype(name.size())) + "\n";
    for (auto& reason : report.reasons) text += "reason\t" + QString::fromStdString(reason) + "\n";
    for (auto& [metric, value] : report.metrics) text += QString::fromStdString(metric) + "\t" + exact(value) + "\n";
    for (auto& [stage, value] : report.seconds)
        text += "seconds " + QString::fromStdString(stage) + "\t" + exact(value) + "\n";
    for (auto& warning : report.warnings) text += "warning\t" + QString::fromStdString(warning) + "\n";
    return text;
}

ResultsPanel::ResultsPanel(QWidget* parent) : QWidget(parent), metrics_(new QTreeWidget(this)) {
    setObjectName("results");
    verdict_ = text_label("section", this);
    verdict_->setAccessibleName(tr("Verdict"));
    outcome_ = text_label("caption", this);
    reasons_ = text_label("", this);
    warnings_ = text_label("secondary", this);
    metrics_->setObjectName("metrics");
    metrics_->setAccessibleName(tr("Metrics"));
    metrics_->setColumnCount(2);
    metrics_->setHeaderHidden(true);
    metrics_->setRootIsDecorated(false);
    metrics_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    metrics_->setFocusPolicy(Qt::TabFocus);
    metrics_->setFrameShape(QFrame::NoFrame);
    metrics_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    metrics_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    metrics_->header()->setStretchLastSection(false);
    metrics_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    metrics_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    metrics_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(metrics_, &QWidget::customContextMenuRequested, this, [this](const QPoint& place) {
        auto item = metrics_->itemAt(place);
        if (!item) return;
        auto menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        const auto value = item->data(1, Qt::UserRole).toString();
        connect(menu->addAction(tr("Copy %1").arg(value)), &QAction::triggered,
                [value] { QApplication::clipboard()->setText(value); });
        menu->popup(metrics_->viewport()->mapToGlobal(place));
    });
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(px(6));
    for (QWidget* part : std::initializer_list<QWidget*>{verdict_, outcome_, reasons_, metrics_, warnings_})
        layout->addWidget(part);
    connect(&theme_signal(), &ThemeSignal::changed, this, &ResultsPanel::refresh_colours);
    hide();
}

void ResultsPanel::put_under_reasons(QWidget* part) {
    auto column = static_cast<QVBoxLayout*>(layout());
    column->insertWidget(column->indexOf(reasons_) + 1, part);
}

void ResultsPanel::refresh_colours() {
    verdict_->setStyleSheet("color: " + to_qcolor(verdict_colour(shown_)).name());
    const int rows = metrics_->topLevelItemCount();
    const int row = rows ? std::max(metrics_->sizeHintForRow(0), px(20)) : 0;
    metrics_->setFixedHeight(rows * row + px(4));
}

void ResultsPanel::show_report(const Report* report, const QString& outcome) {
    setVisible(report);
    if (!report) return;
    shown_ = report->verdict;
    verdict_->setText(verdict_text(report->verdict));
    outcome_->setText(outcome);
    // The likeliest cause stands in the list of causes, with its remedy.
    auto reasons = report->reasons;
    if (!report->causes.empty() && !reasons.empty() && reasons.front().find(report->causes.front().sentence) != std::string::npos)
        reasons.erase(reasons.begin());
    reasons_->setText(sentences(reasons));
    reasons_->setVisible(!reasons.empty());
    warnings_->setText(sentences(report->warnings));
    warnings_->setVisible(!report->warnings.empty());
    metrics_->clear();
    auto names = font();
    names.setPixelSize(px(11));
    for (auto& [name, value] : report->metrics) {
        auto item = new QTreeWidgetItem({QString::fromStdString(name).replace('_', ' '), shown_number(value)});
        item->setFont(0, names);
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(1, Qt::UserRole, exact(value));
        item->setToolTip(0, item->text(0));
        item->setToolTip(1, exact(value));
        metrics_->addTopLevelItem(item);
    }
    refresh_colours();
}

}  // namespace orthoscope
