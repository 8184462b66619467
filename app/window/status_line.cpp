#include "app/window/status_line.h"

#include <QLabel>

#include "app/window/run_controller.h"
#include "app/window/stage_view.h"
#include "app/window/theme.h"
#include "core/compute/gl/context.h"
#include "views/overlay/number.h"

namespace orthoscope {

StatusLine::StatusLine(const RunController& runner, StageView& view, QWidget* parent)
    : QStatusBar(parent), runner_(runner), view_(view), label_(new QLabel(this)) {
    setObjectName("status");
    setAccessibleName(tr("Status"));
    setSizeGripEnabled(false);
    label_->setObjectName("caption");
    label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);  // a narrow window stays narrow
    addWidget(label_, 1);
    connect(&runner_, &RunController::compute_changed, this, &StatusLine::refresh);
    connect(&view_, &StageView::painted, this, &StatusLine::refresh);
    refresh();
}

QString StatusLine::text() const { return label_->text(); }

void StatusLine::set_view(bool shown) {
    view_shown_ = shown;
    refresh();
}

void StatusLine::refresh() {
    QStringList parts;
    const auto& compute = runner_.compute();
    parts << tr("Compute: %1").arg(compute.isEmpty() ? tr("chosen by the first run that needs it") : compute);
    const auto facts = view_.stage().facts();
    if (!facts.renderer.empty()) parts << tr("Display: %1").arg(QString::fromStdString(short_renderer(facts.renderer)));
    if (view_shown_ && facts.total > 0)
        parts << tr("drawing %1 of %2").arg(QString::fromStdString(grouped(std::int64_t(facts.drawn))),
                                            QString::fromStdString(grouped(std::int64_t(facts.total))));
    const auto text = parts.join(" · ");
    if (text == label_->text()) return;
    label_->setText(text);
    label_->setToolTip(text);
}

}  // namespace orthoscope
