// DataDock: the sets, each as a card: which one moves, which stays, what it is, how big.
#pragma once

#include <QFrame>
#include <QWidget>

#include "app/window/document.h"

class QMimeData;
class QVBoxLayout;
class QLabel;
class QToolButton;

namespace orthoscope {

class Actions;

// One set. A drop on it replaces it.
class DataCard : public QFrame {
    Q_OBJECT
  public:
    DataCard(QString id, int role, QWidget* parent);  // role 0 moves, 1 stays, from 2: further sets, negative: not used
    void show_set(const SessionDataset& entry, const DatasetPtr& data, bool chosen);
    const QString& id() const { return id_; }
    int role() const { return role_; }

  signals:
    void chosen();
    void renaming();
    void dropped(const QStringList& paths);
    void menu_asked(const QPoint& place);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void fit_name();  // as much of it as the card has room for

    QString id_;
    int role_;
    bool chosen_ = false;
    QLabel *picture_, *caption_, *name_, *facts_;
    QString full_name_;
};

class DataDock : public QWidget {
    Q_OBJECT
  public:
    DataDock(Document& document, Actions& actions, QWidget* parent = nullptr);
    QString chosen() const { return chosen_; }  // id; empty: none

  signals:
    void chosen_changed();
    void rename_asked(const QString& id);
    void replace_asked(const QStringList& paths, const QString& id);
    void kind_asked(const QString& id, Kind kind);  // read the set again as another kind

  private:
    void refresh();
    void choose(const QString& id);
    void add_card(const SessionDataset& entry, int role);
    void show_menu(const QString& id, const QPoint& place);

    Document& document_;
    Actions& actions_;
    QVBoxLayout* cards_;
    QLabel* hint_;
    QToolButton* swap_;
    QString chosen_;
};

QStringList dropped_paths(const QMimeData& data);
// "cloud, 2,000 points in 3 dimensions"
QString facts_of(const Dataset& set);

}  // namespace orthoscope
