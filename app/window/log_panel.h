// LogPanel: what happened, line by line, with the time.
#pragma once

#include <QPlainTextEdit>

namespace orthoscope {

class LogPanel : public QPlainTextEdit {
    Q_OBJECT
  public:
    explicit LogPanel(QWidget* parent = nullptr);
    void add(const QString& line);
};

}  // namespace orthoscope
