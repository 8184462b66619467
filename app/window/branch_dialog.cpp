#include "app/window/branch_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "app/window/method_form.h"
#include "app/window/theme.h"
#include "app/window/within_screen.h"
#include "core/session/start_write.h"

namespace orthoscope {

std::vector<const Method*> starting_methods() {
    std::vector<const Method*> list;
    for (auto method : methods())
        if (method->info().uses_start && method->info().id != "evaluate") list.push_back(method);
    return list;
}

BranchDialog::BranchDialog(const Session& session, const QString& from, const std::string& method, QWidget* parent)
    : QDialog(parent), session_(session), methods_(new QComboBox(this)), form_(new MethodForm(this)) {
    setObjectName("branch");
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Branch"));
    auto text = new QLabel(tr("A new run starts from the pose of %1.").arg(from), this);
    text->setWordWrap(true);
    methods_->setObjectName("branch-method");
    methods_->setAccessibleName(tr("Method that goes on"));
    for (auto candidate : starting_methods())
        methods_->addItem(QString::fromStdString(candidate->info().title), QString::fromStdString(candidate->info().id));
    auto proposed = methods_->findData(QString::fromStdString(method));
    if (proposed < 0) proposed = methods_->findData("icp");
    methods_->setCurrentIndex(std::max(proposed, 0));
    auto scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(form_);
    auto buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Run from here"));
    buttons->button(QDialogButtonBox::Ok)->setObjectName("primary");
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(px(16), px(16), px(16), px(16));
    layout->setSpacing(px(8));
    layout->addWidget(text);
    layout->addWidget(methods_);
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);
    connect(methods_, &QComboBox::currentIndexChanged, this, &BranchDialog::choose);
    connect(form_, &MethodForm::edited, this, [this](const std::string& name, const ParameterValue& value) {
        (void)options_.set(name, value);
        form_->show_options(options_);
    });
    connect(form_, &MethodForm::reset_asked, this, [this](const std::string& name) {
        (void)options_.set(name, options_.find(name)->initial);
        form_->show_options(options_);
    });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    choose();
    resize_within_screen(*this, 360, 460);
}

std::string BranchDialog::method() const { return methods_->currentData().toString().toStdString(); }

void BranchDialog::choose() {
    auto set = session_.method_options(method());
    options_ = set ? *set : ParameterSet();
    form_->show_options(options_);
}

Result<Command> branch_command(const Document& document, const std::string& label, const std::string& method,
                               const ParameterSet& options, const Start& start, const std::string& name) {
    auto folder = write_start(start, starts_folder(document.file()), name, label);
    if (!folder) return folder.error();
    std::vector<Command> parts{set_method(method), reset_options(method)};
    for (auto& parameter : options.described())
        if (!options.is_initial(parameter.name)) parts.push_back(set_option(method, parameter.name, options.value(parameter.name)));
    parts.push_back(set_pairing_option("start", folder->string()));
    return together(label, std::move(parts));
}

}  // namespace orthoscope
