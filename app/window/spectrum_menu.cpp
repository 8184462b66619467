#include "app/window/spectrum_menu.h"

#include <QMenu>
#include <QPushButton>
#include <algorithm>

#include "app/window/data_dock.h"
#include "app/window/main_window.h"
#include "app/window/stage_view.h"
#include "core/spectrum/computed.h"
#include "core/spectrum/stream.h"

namespace orthoscope {
namespace {

const char* method = "spectral-decay";

void tell(MainWindow& window, const std::string& name, const std::string& what, const SessionRun* from) {
    Notice notice{QString::fromStdString(name + ": " + what + "."), false, {}};
    if (from)
        notice.ways_out.emplace_back(QObject::tr("Back to %1").arg(QString::fromStdString(from->name)),
                                     [&window, entry = *from] {
                                         window.bench().document.push(together("Show " + entry.name, {set_roles(entry.datasets), show_run(entry.id), set_method(entry.method)}));
                                     });
    window.say(notice);
}

void add_computed(MainWindow& window, QMenu& menu) {
    auto& bench = window.bench();
    const auto* entry = bench.document.shown_entry();
    const auto* run = bench.document.shown_run();
    if (!entry || !run || !run->pairs) return;
    const auto frames = bench.feed.exhibit()->frames;
    const auto held = computed_matrices(*run->pairs, frames);
    if (held.empty()) return;
    for (auto& one : held) {
        const auto name = computed_name(one, entry->name);
        auto action = menu.addAction(QString::fromStdString(name));
        action->setObjectName(QString::fromStdString(one.id));
        action->setToolTip(QString::fromStdString(one.what));
        QObject::connect(action, &QAction::triggered, &window, [&window, one, name, frames, pairs = run->pairs, from = *entry] {
            tell(window, name, one.what, &from);
            window.bench().opener.open_computed(name, one.samples, [one, frames, pairs](const Context&) { return computed_matrix(one.id, *pairs, frames); });
        });
    }
}

// The set itself, its rows or its Laplacian.
void run_on(MainWindow& window, const std::string& id, const char* of, const std::string& name) {
    auto& bench = window.bench();
    if (bench.document.push(together("Spectrum of " + name, {set_roles({id}), set_method(method), set_option(method, "operator", std::string(of))})))
        bench.runner.start();
}

void add_set(MainWindow& window, QMenu& menu, const std::string& id) {
    auto& document = window.bench().document;
    const auto set = document.data(id);
    const auto* entry = document.session().dataset(id);
    if (!set || !entry) return;
    const auto name = entry->name;
    if (!menu.isEmpty()) menu.addSeparator();
    const auto add = [&](const QString& text, const char* kind, const QString& tip) {
        auto action = menu.addAction(text.arg(QString::fromStdString(name)));
        action->setObjectName(QString::fromStdString(kind + (":" + id)));
        action->setToolTip(tip);
        return action;
    };
    QObject::connect(add(QObject::tr("Rows of %1"), "rows", QObject::tr("Singular values of the numbers as they are")), &QAction::triggered,
                     &window, [&window, id, name] { run_on(window, id, "rows", name); });
    const bool shape = set->kind() == Kind::Mesh || (set->kind() == Kind::Cloud && set->columns() == 3);
    if (shape)
        QObject::connect(add(QObject::tr("Laplacian of %1"), "laplacian", QObject::tr("Eigenvalues of the Laplacian, beside Weyl's law")),
                         &QAction::triggered, &window, [&window, id, name] { run_on(window, id, "laplacian", name); });
    if (is_sampled(*set)) return;
    const std::string what = gram_of_rows(set->rows(), set->columns()) ? "all products of two rows; its values are the squares of those of the rows"
                                     : "all products of two columns, as there are many rows: with the same values above 0 as those of the rows";
    QObject::connect(add(QObject::tr("Gram matrix of %1"), "gram", QString::fromStdString(what)), &QAction::triggered, &window, [&window, set, name, what] {
        tell(window, "Gram matrix of " + name, what, window.bench().document.shown_entry());
        window.bench().opener.open_computed("Gram matrix of " + name, false, [set](const Context& context) { return gram_matrix(set->values(), context); });
    });
}

}  // namespace

void offer_spectra(MainWindow& window) {
    auto menu = new QMenu(&window);
    menu->setObjectName("spectrum-menu");
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    add_computed(window, *menu);
    const auto& roles = window.bench().document.session().roles;
    for (auto& id : roles) add_set(window, *menu, id);
    const auto chosen = window.data().chosen().toStdString();
    if (std::find(roles.begin(), roles.end(), chosen) == roles.end()) add_set(window, *menu, chosen);
    auto button = window.findChild<QPushButton*>("spectrum-of");
    const bool there = button && button->isVisible() && !button->visibleRegion().isEmpty();
    const auto& view = window.viewport();
    menu->popup(there ? button->mapToGlobal(button->rect().bottomLeft()) : view.mapToGlobal(view.rect().center()));
    if (!menu->isEmpty()) menu->setActiveAction(menu->actions().front());
}

}  // namespace orthoscope
