// MethodForm: a form generated from a ParameterSet. It knows no method.
#pragma once

#include <QWidget>
#include <functional>
#include <map>
#include <string>

#include "core/method/parameters.h"

class QVBoxLayout;

namespace orthoscope {

class MethodForm : public QWidget {
    Q_OBJECT
  public:
    explicit MethodForm(QWidget* parent = nullptr);
    // Builds the fields anew where the description differs, else only shows the values.
    void show_options(const ParameterSet& options);

  signals:
    void edited(const std::string& name, const ParameterValue& value);
    void edit_ended();
    void reset_asked(const std::string& name);

  private:
    struct Field {
        QWidget* editor = nullptr;
        QWidget* reset = nullptr;
        std::function<void(const ParameterValue&)> show;
    };
    void build(const ParameterSet& options);
    Field make_field(const Parameter& parameter);
    Field choice_field(const Parameter& parameter);
    Field flag_field(const Parameter& parameter);
    Field integer_field(const Parameter& parameter);
    Field number_field(const Parameter& parameter);
    void add_row(const Parameter& parameter, Field& field);

    QVBoxLayout* layout_;
    std::vector<Parameter> described_;
    std::map<std::string, Field> fields_;
};

// "max-iterations" -> "Max iterations"
QString label_of(const std::string& name);

}  // namespace orthoscope
