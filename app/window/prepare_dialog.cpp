#include "app/window/prepare_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/window/method_form.h"
#include "app/window/theme.h"
#include "app/window/within_screen.h"
#include "core/method/describe.h"
#include "core/shape/prepare.h"

namespace orthoscope {

PrepareDialog::PrepareDialog(const QString& name, QWidget* parent)
    : QDialog(parent), options_(parameters_of<PrepareOptions>()), form_(new MethodForm(this)) {
    setObjectName("prepare");
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Prepare %1").arg(name));
    auto text = new QLabel(tr("A prepared copy takes the place of %1; the set itself stays in the list.").arg(name), this);
    text->setWordWrap(true);
    auto buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    const auto ok = buttons->button(QDialogButtonBox::Ok);
    ok->setText(tr("Prepare"));
    ok->setObjectName("primary");
    ok->setEnabled(false);
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(px(16), px(16), px(16), px(16));
    layout->setSpacing(px(8));
    layout->addWidget(text);
    layout->addWidget(form_, 1);
    layout->addWidget(buttons);
    const auto show = [this, ok] {
        form_->show_options(options_);
        const bool any = options_ != parameters_of<PrepareOptions>();
        ok->setEnabled(any);
        ok->setToolTip(any ? QString() : tr("Nothing is asked for yet."));
    };
    connect(form_, &MethodForm::edited, this, [this, show](const std::string& option, const ParameterValue& value) {
        (void)options_.set(option, value);
        show();
    });
    connect(form_, &MethodForm::reset_asked, this, [this, show](const std::string& option) {
        (void)options_.set(option, options_.find(option)->initial);
        show();
    });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    show();
    resize_within_screen(*this, 360, 420);
}

}  // namespace orthoscope
