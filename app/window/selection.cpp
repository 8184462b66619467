#include "app/window/selection.h"

namespace orthoscope {

QString row_name(const Dataset& set, Index row) {
    const auto at = std::size_t(row);
    if (at < set.labels.size() && !set.labels[at].empty()) return QString::fromStdString(set.labels[at]);
    return QObject::tr("row %1").arg(row);
}

}  // namespace orthoscope
