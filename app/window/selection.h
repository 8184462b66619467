// Selection: the one row that picture and lists point at together.
#pragma once

#include <QObject>
#include <optional>

#include "views/stage/exhibit.h"

namespace orthoscope {

class Selection : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;
    const std::optional<Selected>& row() const { return row_; }
    void set(std::optional<Selected> row) {
        if (row == row_) return;
        row_ = row;
        emit changed();
    }

  signals:
    void changed();

  private:
    std::optional<Selected> row_;
};

// "label" or "row 12" of a set.
QString row_name(const Dataset& set, Index row);

}  // namespace orthoscope
