#include "app/window/method_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/window/actions.h"
#include "app/window/common_options.h"
#include "app/window/icons.h"
#include "app/window/method_form.h"
#include "app/window/results_panel.h"
#include "app/window/theme.h"
#include "core/method/settled.h"
#include "core/session/run_tree.h"

namespace orthoscope {
namespace {

QLabel* wrapped(const char* style, QWidget* parent) {
    auto label = new QLabel(parent);
    label->setObjectName(style);
    label->setWordWrap(true);
    return label;
}

QComboBox* combo(const QString& name, QWidget* parent) {
    auto box = new QComboBox(parent);
    box->setAccessibleName(name);
    box->setFocusPolicy(Qt::TabFocus);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    return box;
}

// A button follows an action: its state, its tip, its click.
void bind(QPushButton* button, QAction& action) {
    const auto follow = [button, &action] {
        button->setEnabled(action.isEnabled());
        button->setToolTip(action.toolTip());
    };
    QObject::connect(&action, &QAction::changed, button, follow);
    QObject::connect(button, &QPushButton::clicked, &action, &QAction::trigger);
    button->setFocusPolicy(Qt::TabFocus);
    follow();
}

// The reason, and links to the methods that would run.
QString why_not_text(const RunController& runner) {
    auto text = runner.why_not().toHtmlEscaped();
    QStringList links;
    for (auto method : runner.alternatives())
        links << QString("<a href=\"%1\">%2</a>").arg(QString::fromStdString(method->info().id),
                                                      QString::fromStdString(method->info().title).toHtmlEscaped());
    if (!links.isEmpty()) text += QObject::tr(" Without pairs: %1.").arg(links.join(", "));
    return text;
}

}  // namespace

MethodPanel::MethodPanel(Document& document, RunController& runner, Actions& actions, QWidget* parent)
    : QWidget(parent), document_(document), runner_(runner), actions_(actions) {
    setObjectName("panel");
    methods_ = combo(tr("Method"), this);
    methods_->setObjectName("methods");
    for (auto method : methods())
        methods_->addItem(QString::fromStdString(method->info().title), QString::fromStdString(method->info().id));
    runs_ = combo(tr("Shown run"), this);
    summary_ = wrapped("secondary", this);
    summary_->setObjectName("summary");
    summary_->setTextFormat(Qt::RichText);
    summary_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(summary_, &QLabel::linkActivated, this, [this] {
        unfolded_ = unfolded_ == document_.session().method ? std::string() : document_.session().method;
        show_summary();
    });
    hint_ = wrapped("secondary", this);
    hint_->setTextFormat(Qt::RichText);
    hint_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(hint_, &QLabel::linkActivated, this, [this](const QString& id) { document_.push(set_method(id.toStdString())); });
    error_ = wrapped("error", this);
    error_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    error_->hide();
    form_ = new MethodForm(this);
    common_ = new MethodForm(this);
    common_->hide();
    more_ = new QToolButton(this);
    more_->setObjectName("more");
    more_->setText(tr("More options"));
    more_->setIcon(line_icon("chevron-right"));
    more_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    more_->setCheckable(true);
    more_->setFocusPolicy(Qt::TabFocus);
    run_ = new QPushButton(accent_icon("run"), tr("Run"), this);
    run_->setObjectName("primary");
    bind(run_, actions["run.start"]);
    cancel_ = new QPushButton(tr("Cancel"), this);
    bind(cancel_, actions["run.cancel"]);
    progress_ = new QProgressBar(this);
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("Progress of the run"));
    save_ = new QPushButton(tr("Save results…"), this);
    bind(save_, actions["file.save-results"]);
    spectrum_ = new QPushButton(tr("Spectrum of…"), this);
    spectrum_->setObjectName("spectrum-of");
    bind(spectrum_, actions["run.spectrum"]);
    results_ = new ResultsPanel(this);
    results_->put_under_reasons(spectrum_);  // in sight, as the metrics may be many

    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(px(12), px(8), px(12), px(12));
    layout->setSpacing(px(8));
    // Run before the form: it stays in sight however many options a method has.
    for (QWidget* part : std::initializer_list<QWidget*>{methods_, summary_, run_, cancel_, progress_, hint_,
                                                         error_, form_, more_, common_, runs_, results_, save_})
        layout->addWidget(part);
    layout->addStretch(1);

    connect(methods_, &QComboBox::activated, this,
            [this] { document_.push(set_method(methods_->currentData().toString().toStdString())); });
    connect(runs_, &QComboBox::activated, this, [this] {
        if (auto entry = document_.session().run(runs_->currentData().toString().toStdString()))
            document_.push(together("Show " + entry->name, {set_roles(entry->datasets), show_run(entry->id)}));
    });
    connect(more_, &QToolButton::toggled, this, [this](bool on) {
        common_->setVisible(on);
        more_->setIcon(line_icon(on ? "chevron-open" : "chevron-right"));
    });
    connect(form_, &MethodForm::edited, this, [this](const std::string& name, const ParameterValue& value) {
        document_.push(set_option(document_.session().method, name, value));
    });
    connect(form_, &MethodForm::reset_asked, this, [this](const std::string& name) {
        const auto& session = document_.session();
        document_.push(set_option(session.method, name, document_.options().find(name)->initial));
        document_.end_merge();
    });
    connect(common_, &MethodForm::edited, this, &MethodPanel::set_common);
    connect(common_, &MethodForm::reset_asked, this,
            [this](const std::string& name) { set_common(name, common_options(document_.session()).find(name)->initial); });
    connect(&check_, &PairingCheck::checked, this, &MethodPanel::refresh_common);
    for (auto form : {form_, common_})
        connect(form, &MethodForm::edit_ended, this, [this] { document_.end_merge(); });
    connect(&document_, &Document::changed, this, [this] {
        error_->hide();
        refresh();
    });
    for (auto signal : {&RunController::started, &RunController::progressed, &RunController::finished})
        connect(&runner_, signal, this, &MethodPanel::refresh_run);
    connect(&runner_, &RunController::started, error_, &QWidget::hide);
    refresh();
}

void MethodPanel::refresh_common() {
    auto& session = document_.session();
    auto method = document_.method();
    const auto options = common_options(session);
    common_->show_options(options);
    if (!method) return;
    bool wrong = false;
    for (auto& parameter : options.described()) {
        const bool shown = common_option_shown(session, method->info(), parameter.name);
        const auto error = check_.errors().find(parameter.name);
        const bool here = shown && error != check_.errors().end();
        common_->set_shown(parameter.name, shown);
        common_->show_error(parameter.name, here ? error->second : QString());
        wrong |= here;
    }
    const int set = common_options_set(session, method->info());
    more_->setText(set ? tr("More options, %1 set").arg(set) : tr("More options"));
    if (wrong) more_->setChecked(true);
}

void MethodPanel::set_common(const std::string& name, const ParameterValue& value) {
    auto command = set_common_option(document_.session(), name, value);
    if (!command) return common_->show_error(name, QString::fromStdString(command.error().message()));
    document_.push(std::move(*command));
}

// What it does in one sentence, so that Run and the form stay in sight; the rest, and whose method it is, on a click.
void MethodPanel::show_summary() {
    const auto method = document_.method();
    if (!method) return summary_->clear();
    const auto& info = method->info();
    const auto html = [](const std::string& text) { return QString::fromStdString(text).toHtmlEscaped(); };
    if (unfolded_ == info.id)
        return summary_->setText(html(info.summary) + "<br><br>" + html(info.citation) + ". <a href='fold'>" + tr("Less") + "</a>");
    const auto stop = info.summary.find(". ");
    summary_->setText(html(stop == std::string::npos ? info.summary : info.summary.substr(0, stop + 1)) +
                      " <a href='unfold'>" + tr("More") + "</a>");
}

void MethodPanel::refresh() {
    auto& session = document_.session();
    {
        const QSignalBlocker quiet(methods_);
        methods_->setCurrentIndex(methods_->findData(QString::fromStdString(session.method)));
    }
    show_summary();
    form_->show_options(document_.options());
    refresh_common();
    {
        const QSignalBlocker quiet(runs_);
        runs_->clear();
        for (auto& [run, depth] : run_tree(session)) {
            auto name = QString(3 * std::max(depth - 1, 0), ' ') + (depth ? "↳ " : "") + QString::fromStdString(run->name);
            if (depth) name += tr(", from frame %1").arg(run->parent_frame + 1);
            runs_->addItem(name, QString::fromStdString(run->id));
        }
        auto shown = document_.shown_entry();
        runs_->setCurrentIndex(shown ? runs_->findData(QString::fromStdString(shown->id)) : -1);
        runs_->setPlaceholderText(tr("earlier runs"));
        runs_->setVisible(session.runs.size() > 1 || (!shown && !session.runs.empty()));
    }
    auto entry = document_.shown_entry();
    auto run = document_.shown_run();
    auto outcome = entry ? QString::fromStdString(entry->outcome).replace('-', ' ') : QString();
    if (const auto chosen = run ? settled(run->request.options, run->options) : std::string(); !chosen.empty())
        outcome += tr(" · auto: %1").arg(QString::fromStdString(chosen));
    const auto report = document_.shown_report();
    results_->show_report(report.get(), outcome);
    save_->setVisible(run && run->report);
    spectrum_->setVisible(run && run->report);
    refresh_run();
}

void MethodPanel::refresh_run() {
    const bool running = runner_.running();
    run_->setVisible(!running);
    cancel_->setVisible(running);
    progress_->setVisible(running);
    if (running) {
        const double fraction = runner_.fraction();
        progress_->setRange(0, fraction < 0 ? 0 : 1000);
        progress_->setValue(int(fraction * 1000));
        hint_->setText(runner_.doing().toHtmlEscaped() + tr("  %1 s").arg(runner_.seconds(), 0, 'f', 1));
    } else {
        hint_->setText(why_not_text(runner_));
    }
    hint_->setVisible(!hint_->text().isEmpty());
}

void MethodPanel::show_error(const QString& what) {
    error_->setText(what);
    error_->show();
}

}  // namespace orthoscope
