#include "app/window/style_sheet.h"

#include "app/window/theme.h"

namespace orthoscope {
namespace {

// {colour} and [length] are replaced by what the theme says.
const char* const sheet = R"(
* { outline: none; dialogbuttonbox-buttons-have-icons: 0; }
QMainWindow, QDialog, QDockWidget, QWidget#panel { background: {panel}; }
QMainWindow::separator { background: {hairline}; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: {accent}; }
QMenuBar { background: {panel}; color: {text}; padding: [1]px [4]px; }
QMenuBar::item { padding: [3]px [8]px; border-radius: [4]px; }
QMenuBar::item:selected { background: {hairline}; }
QMenu { background: {panel}; color: {text}; border: 1px solid {hairline}; padding: [4]px; }
QMenu::item { padding: [4]px [24]px [4]px [8]px; border-radius: [4]px; }
QMenu::item:selected { background: {accent}; color: {on_accent}; }
QMenu::item:disabled { color: {faint}; }
QMenu::separator { height: 1px; background: {hairline}; margin: [4]px [8]px; }
QMenu::icon { padding-left: [6]px; }
QToolTip { background: {ground}; color: {text}; border: 1px solid {hairline}; padding: [4]px; }
QPushButton, QComboBox, QSpinBox, QDoubleSpinBox, QLineEdit {
  background: {field}; color: {text}; border: 1px solid {hairline}; border-radius: [4]px;
  padding: [3]px [8]px; min-height: [18]px; icon-size: [16]px; selection-background-color: {accent}; selection-color: {on_accent}; }
QPushButton:hover, QComboBox:hover, QSpinBox:hover, QDoubleSpinBox:hover { border-color: {secondary}; }
QPushButton:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QLineEdit:focus { border-color: {accent}; }
QPushButton:pressed { background: {hairline}; }
QPushButton:disabled, QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled { color: {faint}; }
QPushButton#primary { background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600;
  padding: [5]px [12]px; }
QPushButton#primary:hover { border-color: {text}; }
QPushButton#primary:pressed { background: {accent_low}; }
QPushButton#primary:focus { border: 2px solid {text}; }
QPushButton#primary:disabled { background: {hairline}; color: {faint}; border-color: {hairline}; }
QPushButton#link { background: transparent; border: 1px solid transparent; color: {link}; padding: [2]px [4]px;
  text-align: left; }
QPushButton#link:hover { text-decoration: underline; }
QPushButton#link:focus { border-color: {accent}; }
QComboBox::drop-down { border: none; width: [20]px; }
QComboBox::down-arrow { image: url(:/icons/chevron-down.svg); width: [12]px; height: [12]px; }
QComboBox QAbstractItemView { background: {panel}; color: {text}; border: 1px solid {hairline};
  selection-background-color: {accent}; selection-color: {on_accent}; padding: [2]px; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button {
  border: none; width: [16]px; background: transparent; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(:/icons/chevron-up.svg); width: [10]px; height: [10]px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(:/icons/chevron-down.svg); width: [10]px; height: [10]px; }
QCheckBox { spacing: [8]px; padding: [2]px 0; }
QCheckBox::indicator, QTreeView::indicator, QListView::indicator { width: [14]px; height: [14]px; border: 1px solid {secondary}; border-radius: [3]px; background: {field}; }
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked { background: {accent}; border-color: {accent}; image: url(:/icons/{check}.svg); }
QCheckBox::indicator:focus { border: 2px solid {accent}; }
QToolButton { background: transparent; color: {text}; border: 1px solid transparent; border-radius: [4]px; padding: [4]px; icon-size: [18]px; }
QToolButton:hover { background: {hairline}; }
QToolButton:pressed, QToolButton:checked { background: {hairline}; border-color: {hairline}; }
QToolButton:focus { border-color: {accent}; }
QToolButton:disabled { color: {faint}; }
QToolButton::menu-indicator { image: none; }
QSlider { min-height: [20]px; }
QSlider::groove:horizontal { background: {hairline}; height: [4]px; border-radius: [2]px; }
QSlider::sub-page:horizontal { background: {accent}; border-radius: [2]px; }
QSlider::sub-page:horizontal:disabled { background: {hairline}; }
QSlider::handle:horizontal { background: {accent}; border: 2px solid {panel}; width: [12]px; margin: -[6]px 0; border-radius: [8]px; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { border-color: {text}; }
QSlider::handle:horizontal:disabled { background: {faint}; }
QProgressBar { background: {hairline}; border: none; border-radius: [2]px; max-height: [4]px; min-height: [4]px; }
QProgressBar::chunk { background: {accent}; border-radius: [2]px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: [8]px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: [8]px; margin: 0; }
QScrollBar::handle { background: {hairline}; border-radius: [4]px; min-height: [24]px; min-width: [24]px; }
QScrollBar::handle:hover { background: {secondary}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QListView, QTreeView, QTableView, QPlainTextEdit { background: {ground}; color: {text}; border: 1px solid {hairline};
  border-radius: [4]px; selection-background-color: {accent}; selection-color: {on_accent}; }
QTreeView::item, QListView::item { padding: [3]px [6]px; }
QTreeView#metrics { background: transparent; border: none; }
QTreeView#metrics::item { padding: [2]px 0; }
QHeaderView::section { background: {panel}; color: {secondary}; border: none; padding: [3]px [6]px; }
QLabel#caption { color: {secondary}; font-size: [11]px; }
QLabel#section { font-size: [15]px; font-weight: 600; }
QLabel#title { font-size: [20]px; font-weight: 600; }
QLabel#secondary { color: {secondary}; }
QLabel#error { color: {bad}; }
QStatusBar { background: {panel}; border-top: 1px solid {hairline}; min-height: [18]px; max-height: [18]px; }
QStatusBar::item { border: none; }
QStatusBar QLabel#caption { padding: 0 [8]px 0 [14]px; }
QFrame#hairline { background: {hairline}; max-height: 1px; min-height: 1px; border: none; }
QFrame#notice { background: {ground_low}; border: none; border-bottom: 1px solid {hairline}; }
QFrame#palette { background: {panel}; border: 1px solid {secondary}; border-radius: [8]px; }
QDockWidget { color: {secondary}; }
)";

QString css(Colour colour) { return to_qcolor(colour).name(); }

QColor between(Colour a, Colour b, double t) {
    return to_qcolor({a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t});
}

QString with_lengths(const QString& text) {
    QString out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '[') {
            out += text[i];
            continue;
        }
        const auto end = text.indexOf(']', i);
        out += QString::number(px(QStringView(text).mid(i + 1, end - i - 1).toDouble()));
        i = end;
    }
    return out;
}

}  // namespace

QString style_sheet(const Palette& p) {
    auto text = with_lengths(QString::fromLatin1(sheet));
    const std::pair<const char*, QString> names[] = {
        {"{panel}", css(p.panel)},
        {"{hairline}", css(p.hairline)},
        {"{accent}", css(p.accent)},
        {"{on_accent}", css(p.on_accent)},
        {"{accent_low}", between(p.accent, p.panel, 0.2).name()},
        {"{link}", css(p.accent)},
        {"{text}", css(p.text)},
        {"{secondary}", css(p.secondary)},
        {"{faint}", between(p.secondary, p.panel, 0.45).name()},
        {"{field}", between(p.panel, p.ground_top, 0.5).name()},
        {"{ground}", css(p.ground_top)},
        {"{ground_low}", css(p.ground_bottom)},
        {"{bad}", css(p.bad)},
        {"{check}", current_theme() == Theme::Dark ? "check-dark" : "check-light"},
    };
    for (auto& [name, value] : names) text.replace(name, value);
    return text;
}

}  // namespace orthoscope
