// PairingCheck: reads the files that the common options name, on a worker, as soon as they are named, so that what
// is wrong with one stands under its field and not at the end of a run.
#pragma once

#include <map>

#include "app/window/document.h"
#include "app/window/task.h"

namespace orthoscope {

class PairingCheck : public QObject {
    Q_OBJECT
  public:
    explicit PairingCheck(Document& document, QObject* parent = nullptr);
    // By the option's name; those without trouble are absent.
    const std::map<std::string, QString>& errors() const { return errors_; }
    bool busy() const { return task_.busy(); }

  signals:
    void checked();

  private:
    struct Question {
        PairingSpec spec;
        std::vector<DatasetPtr> sets;
        std::uint64_t seed = 1;
        MethodFamily family = MethodFamily::Alignment;
        bool operator==(const Question&) const = default;
    };
    void look();

    Document& document_;
    Task task_;
    Question asked_;
    std::map<std::string, QString> errors_;
};

}  // namespace orthoscope
