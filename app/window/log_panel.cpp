#include "app/window/log_panel.h"

#include <QTime>

namespace orthoscope {

LogPanel::LogPanel(QWidget* parent) : QPlainTextEdit(parent) {
    setReadOnly(true);
    setMaximumBlockCount(5000);
    setAccessibleName(tr("Log"));
    setFocusPolicy(Qt::StrongFocus);
}

void LogPanel::add(const QString& line) {
    appendPlainText(QTime::currentTime().toString("HH:mm:ss  ") + line);
}

}  // namespace orthoscope
