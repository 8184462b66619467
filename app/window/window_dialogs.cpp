#include "app/window/window_dialogs.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>

#include "app/window/main_window.h"
#include "app/window/open_dialogs.h"
#include "app/window/theme.h"
#include "app/window/stage_view.h"
#include "core/base/version.h"
#include "views/charts/chart_svg.h"
#include "views/charts/plots.h"

namespace orthoscope {

void ask_for_picture(MainWindow& window) {
    auto dialog = new QDialog(&window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QObject::tr("Save picture"));
    auto times = new QSpinBox(dialog);
    times->setRange(1, 8);
    times->setValue(2);
    times->setSuffix("×");
    auto size = new QLabel(dialog);
    const auto follow = [times, size, &window] {
        const auto pixels = window.viewport().size() * window.viewport().devicePixelRatioF() * times->value();
        size->setText(QObject::tr("%1 × %2 pixels").arg(pixels.width()).arg(pixels.height()));
    };
    QObject::connect(times, &QSpinBox::valueChanged, dialog, follow);
    follow();
    auto buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, dialog);
    buttons->button(QDialogButtonBox::Save)->setText(QObject::tr("Save…"));
    auto form = new QFormLayout(dialog);
    form->setContentsMargins(px(16), px(16), px(16), px(16));
    form->addRow(QObject::tr("Times the size on screen"), times);
    form->addRow({}, size);
    form->addRow(buttons);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(dialog, &QDialog::accepted, &window, [&window, times] {
        ask_where(&window, QObject::tr("Save picture"), "orthoscope.png", QObject::tr("Pictures (*.png)"),
                  [&window, factor = times->value()](const QString& path) {
                      window.bench().exporter.save_picture(window.viewport(), path.toStdString(), factor);
                  });
    });
    dialog->open();
}

void ask_for_plot(MainWindow& window, const std::string& plot) {
    auto& bench = window.bench();
    const auto exhibit = bench.feed.exhibit();
    if (exhibit->frames.empty()) return;
    const auto plots = plots_of(*exhibit, bench.playback.cursor(), window.viewport().look());
    if (plots.empty()) return window.say({QObject::tr("There is no plot on this frame."), false, {}});
    auto dialog = new QDialog(&window);
    dialog->setObjectName("save-plot");
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QObject::tr("Save plot"));
    auto which = new QComboBox(dialog), form_of = new QComboBox(dialog);
    which->setObjectName("plot"), form_of->setObjectName("plot-form");
    for (auto& chart : plots) {
        which->addItem(QString::fromStdString(chart.title.empty() ? chart.id : chart.title));
        if (chart.id == plot) which->setCurrentIndex(which->count() - 1);
    }
    form_of->addItem(QObject::tr("SVG, a drawing"), "svg");
    form_of->addItem(QObject::tr("CSV, the numbers with all digits"), "csv");
    auto buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, dialog);
    buttons->button(QDialogButtonBox::Save)->setText(QObject::tr("Save…"));
    auto form = new QFormLayout(dialog);
    form->setContentsMargins(px(16), px(16), px(16), px(16));
    form->addRow(QObject::tr("Plot"), which);
    form->addRow(QObject::tr("As"), form_of);
    form->addRow(buttons);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(dialog, &QDialog::accepted, &window, [&window, which, form_of, plots] {
        const Chart chart = plots[std::size_t(which->currentIndex())];
        const bool csv = form_of->currentData() == "csv";
        const std::string text = csv ? chart_csv(chart) : chart_svg(chart, window.look().theme);
        ask_where(&window, QObject::tr("Save plot"), QString::fromStdString(chart.id) + (csv ? ".csv" : ".svg"),
                  csv ? QObject::tr("Tables (*.csv)") : QObject::tr("Drawings (*.svg)"),
                  [&window, text](const QString& path) { window.bench().exporter.save_plot(text, path.toStdString()); });
    });
    dialog->open();
}

void show_about(MainWindow& window) {
    auto box = new QMessageBox(&window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(QObject::tr("About Orthoscope"));
    box->setText(QObject::tr("<b>Orthoscope %1</b><br>See orthogonal transformations at work.").arg(ORTHOSCOPE_VERSION));
    box->setInformativeText(
        QObject::tr("BSD-3-Clause. With Qt %1 (LGPL, linked dynamically), VTK, Eigen, OpenBLAS, Dear ImGui, "
                    "nlohmann-json, libepoxy, stb and Noto fonts.<br>Drawn by %2.")
            .arg(qVersion(), QString::fromStdString(window.viewport().stage().facts().renderer).toHtmlEscaped()));
    box->open();
}

}  // namespace orthoscope
