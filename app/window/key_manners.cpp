#include "app/window/key_manners.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSlider>

namespace orthoscope {
namespace {

bool moves(int key) {
    return (key >= Qt::Key_Home && key <= Qt::Key_PageDown);  // Home, End, arrows, pages: one block in Qt
}

bool plain(const QKeyEvent& key) { return !(key.modifiers() & (Qt::ControlModifier | Qt::AltModifier)); }

}  // namespace

bool KeyManners::needed_by_focus(const QObject& object, const QKeyEvent& key) {
    if (!plain(key)) return false;
    const int k = key.key();
    if (qobject_cast<const QAbstractButton*>(&object)) return k == Qt::Key_Space;
    if (qobject_cast<const QMenu*>(&object)) return true;
    if (qobject_cast<const QSlider*>(&object)) return moves(k);
    if (qobject_cast<const QComboBox*>(&object) || qobject_cast<const QAbstractItemView*>(&object))
        return k == Qt::Key_Space || moves(k) || !key.text().isEmpty();
    if (qobject_cast<const QPlainTextEdit*>(&object)) return moves(k);
    if (qobject_cast<const QAbstractSpinBox*>(&object) || qobject_cast<const QLineEdit*>(&object))
        return k == Qt::Key_Space || moves(k) || (!key.text().isEmpty() && k != Qt::Key_Escape);
    return false;
}

bool KeyManners::eventFilter(QObject* object, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        auto& key = *static_cast<QKeyEvent*>(event);
        if (needed_by_focus(*object, key)) {
            event->accept();
            return true;
        }
        // With nothing typed to take back, Ctrl+Z in a field means the session's undo.
        auto line = qobject_cast<QLineEdit*>(object);
        if (line && ((key.matches(QKeySequence::Undo) && !line->isUndoAvailable()) ||
                     (key.matches(QKeySequence::Redo) && !line->isRedoAvailable()))) {
            event->ignore();
            return true;
        }
    }
    if (event->type() == QEvent::KeyPress) {
        // Escape and Return leave a number field for the picture, so that the keys of playback work again.
        auto box = qobject_cast<QAbstractSpinBox*>(object);
        const int k = static_cast<QKeyEvent*>(event)->key();
        if (box && k == Qt::Key_Escape) {
            box->clearFocus();
            return true;
        }
        if (auto line = qobject_cast<QLineEdit*>(object); line && line->property("escape-leaves").toBool() && k == Qt::Key_Escape) {
            line->clearFocus();
            return true;
        }
        if (box && (k == Qt::Key_Return || k == Qt::Key_Enter)) {
            box->interpretText();
            box->clearFocus();
            return true;
        }
    }
    return QObject::eventFilter(object, event);
}

}  // namespace orthoscope
