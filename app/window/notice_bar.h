// NoticeBar: what went wrong, said where the person looks, with the ways out as buttons. A question that must not be
// missed keeps its own line until it is answered; of the rest the latest stands.
#pragma once

#include <QFrame>
#include <functional>
#include <utility>
#include <vector>

class QVBoxLayout;

namespace orthoscope {

struct Notice {
    QString text;
    bool error = true;
    std::vector<std::pair<QString, std::function<void()>>> ways_out;
    bool stays = false;                  // until it is answered
    std::function<void()> answered = {};  // by any of its buttons, before what the button does
};

class NoticeBar : public QFrame {
    Q_OBJECT
  public:
    explicit NoticeBar(QWidget* parent = nullptr);
    void say(const Notice& notice);
    void clear();          // all, those that stay too
    QString text() const;  // of every line, a line each

  private:
    QFrame* make_line(const Notice& notice);
    void take_away(QFrame* line);

    QVBoxLayout* lines_;
};

}  // namespace orthoscope
