#include "app/window/pairs_model.h"

#include "app/window/selection.h"
#include "app/window/theme.h"

namespace orthoscope {

PairsModel::PairsModel(Document& document, QObject* parent) : QAbstractTableModel(parent), document_(document) {
    connect(&document_, &Document::changed, this, [this] {
        // An editor that stands open survives what leaves the rows in place.
        const auto& picked = document_.session().pairing.picked;
        if (picked.size() == shown_.size()) {
            shown_ = picked;
            if (!shown_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
            return;
        }
        beginResetModel();
        shown_ = picked;
        endResetModel();
    });
}

DatasetPtr PairsModel::set(std::size_t role) const {
    const auto sets = document_.role_sets();
    return role < sets.size() ? sets[role] : nullptr;
}

int PairsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(shown_.size()); }

QVariant PairsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || std::size_t(index.row()) >= shown_.size()) return {};
    auto& pair = shown_[std::size_t(index.row())];
    const bool moves = index.column() <= SourceLabel;
    const auto data = set(moves ? 0 : 1);
    const auto row = moves ? pair.source : pair.target;
    const bool inside = data && row < data->rows();
    if (role == Qt::ForegroundRole && index.column() != Weight) {
        auto& p = current_palette();
        return to_qcolor(!inside ? p.bad : moves ? p.source : p.target_bright);
    }
    if (role == Qt::TextAlignmentRole && index.column() != SourceLabel && index.column() != TargetLabel)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && !inside && index.column() != Weight) return tr("There is no such row in this set.");
    if (role != Qt::DisplayRole && role != Qt::EditRole) return {};
    switch (index.column()) {
        case SourceRow:
        case TargetRow: return qlonglong(row);
        case Weight: return QString::fromStdString(to_text(ParameterValue(pair.weight)));  // all digits
        default: break;
    }
    const bool labelled = inside && std::size_t(row) < data->labels.size();
    return labelled ? row_name(*data, row) : QString();
}

QVariant PairsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole) return {};
    if (orientation == Qt::Vertical) return section + 1;  // the number on the picture
    static const char* const titles[] = {"moves: row", "label", "stays: row", "label", "weight"};
    return section >= 0 && section < Columns ? tr(titles[section]) : QString();
}

Qt::ItemFlags PairsModel::flags(const QModelIndex& index) const {
    auto flags = QAbstractTableModel::flags(index);
    if (index.column() != SourceLabel && index.column() != TargetLabel) flags |= Qt::ItemIsEditable;
    return flags;
}

bool PairsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || std::size_t(index.row()) >= shown_.size()) return false;
    auto picked = shown_;
    auto& pair = picked[std::size_t(index.row())];
    bool sound = false;
    if (index.column() == Weight) {
        pair.weight = value.toDouble(&sound);
        sound &= pair.weight >= 0;
    } else {
        auto& row = index.column() == SourceRow ? pair.source : pair.target;
        row = value.toLongLong(&sound);
        const auto data = set(index.column() == SourceRow ? 0 : 1);
        sound &= row >= 0 && (!data || row < data->rows());
    }
    if (!sound || picked == shown_) return false;
    return document_.push(set_picked(index.column() == Weight ? "Weigh a pair" : "Change a pair", picked));
}

}  // namespace orthoscope
