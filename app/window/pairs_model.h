// PairsModel: the picked pairs of the session as a table; every edit is a command.
#pragma once

#include <QAbstractTableModel>

#include "app/window/document.h"

namespace orthoscope {

class PairsModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { SourceRow, SourceLabel, TargetRow, TargetLabel, Weight, Columns };
    explicit PairsModel(Document& document, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : Columns; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

  private:
    DatasetPtr set(std::size_t role) const;
    std::vector<Landmark> shown_;
    Document& document_;
};

}  // namespace orthoscope
