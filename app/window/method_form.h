// MethodForm: a form generated from a ParameterSet. It knows no method.
#pragma once

#include <QWidget>
#include <functional>
#include <map>
#include <string>

#include "core/method/parameters.h"

class QLabel;
class QVBoxLayout;

namespace orthoscope {

class MethodForm : public QWidget {
    Q_OBJECT
  public:
    explicit MethodForm(QWidget* parent = nullptr);
    // Builds the fields anew where the description differs, else only shows the values.
    void show_options(const ParameterSet& options);
    void set_shown(const std::string& name, bool shown);
    void show_error(const std::string& name, const QString& what);  // under the field; empty: none

  signals:
    void edited(const std::string& name, const ParameterValue& value);
    void edit_ended();
    void reset_asked(const std::string& name);

  private:
    struct Field {
        QWidget* editor = nullptr;
        QWidget* reset = nullptr;
        QWidget* row = nullptr;
        QLabel* error = nullptr;
        std::function<void(const ParameterValue&)> show;
    };
    void build(const ParameterSet& options);
    Field make_field(const Parameter& parameter);
    Field choice_field(const Parameter& parameter);
    Field flag_field(const Parameter& parameter);
    Field integer_field(const Parameter& parameter);
    Field number_field(const Parameter& parameter);
    Field file_field(const Parameter& parameter);
    void add_row(const Parameter& parameter, Field& field);

    QVBoxLayout* layout_;
    std::vector<Parameter> described_;
    std::map<std::string, Field> fields_;
};

// "max-iterations" -> "Max iterations"
QString label_of(const std::string& name);

}  // namespace orthoscope
