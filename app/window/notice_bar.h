// NoticeBar: what went wrong, said where the person looks, with the ways out as buttons.
#pragma once

#include <QFrame>
#include <functional>
#include <utility>
#include <vector>

class QHBoxLayout;
class QLabel;

namespace orthoscope {

struct Notice {
    QString text;
    bool error = true;
    std::vector<std::pair<QString, std::function<void()>>> ways_out;
};

class NoticeBar : public QFrame {
    Q_OBJECT
  public:
    explicit NoticeBar(QWidget* parent = nullptr);
    void say(const Notice& notice);
    void clear();
    QString text() const;

  private:
    QLabel* label_;
    QHBoxLayout* buttons_;
};

}  // namespace orthoscope
