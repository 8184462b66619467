// StartPage: samples that play at one click, Open, recent files, and where files may be dropped.
#pragma once

#include <QPushButton>
#include <QWidget>

#include "app/window/task.h"
#include "core/samples/sample.h"

class QGridLayout;
class QVBoxLayout;

namespace orthoscope {

class Actions;

class SampleCard : public QPushButton {
    Q_OBJECT
  public:
    SampleCard(const SampleInfo& info, QWidget* parent);
    const QString& id() const { return id_; }
    void set_sets(std::vector<DatasetPtr> sets);  // for its picture
    bool has_picture() const { return !sets_.empty(); }

  protected:
    void paintEvent(QPaintEvent* event) override;
    QSize sizeHint() const override;

  private:
    QString id_, title_, summary_;
    std::vector<DatasetPtr> sets_;
};

class StartPage : public QWidget {
    Q_OBJECT
  public:
    explicit StartPage(Actions& actions, QWidget* parent = nullptr);
    void refresh();  // recent files

  signals:
    void sample_asked(const QString& id);
    void file_asked(const QString& path);

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fill_cards();
    void arrange();
    void draw_pictures();

    QGridLayout* grid_;
    QVBoxLayout* recent_;
    QList<SampleCard*> cards_;
    Task pictures_;
};

}  // namespace orthoscope
