// ResultsPanel: what a run says of itself: the verdict first, then why, then every number.
#pragma once

#include <QWidget>

#include "core/run/report.h"

class QFormLayout;
class QLabel;
class QTreeWidget;

namespace orthoscope {

class ResultsPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ResultsPanel(QWidget* parent = nullptr);
    void show_report(const Report* report, const QString& outcome);  // null: hidden
    void put_under_reasons(QWidget* part);                           // before the numbers

  private:
    void refresh_colours();
    QLabel *verdict_, *outcome_, *reasons_, *warnings_;
    QTreeWidget* metrics_;
    Verdict shown_ = Verdict::Doubtful;
};

// The same as plain text, every number with all its digits.
QString report_text(const Report& report);
QString shown_number(double value);  // at most four significant digits; "void" where void

}  // namespace orthoscope
