#include "app/window/pairing_check.h"

#include <algorithm>

#include "core/session/pairing_use.h"

namespace orthoscope {
namespace {

constexpr const char* files[] = {"weights", "anchors", "truth", "landmarks", "start"};

// The spec with this file alone, and its numbering.
PairingSpec alone(const PairingSpec& spec, const std::string& name) {
    PairingSpec one;
    for (auto& option : {name, name + "-base"}) (void)set_pairing(one, option, pairing_value(spec, option));
    return one;
}

std::optional<Error> trouble_with(const PairingSpec& spec, const std::vector<DatasetPtr>& sets, std::uint64_t seed,
                                  MethodFamily family, const Context& context) {
    auto options = load_pairing(spec, sets, seed, family);
    if (!options) return options.error();
    if (sets.size() < 2) return {};
    auto pairs = make_pairs(sets, *options, context);  // its sizes against the sets
    if (!pairs) return pairs.error();
    return {};
}

}  // namespace

PairingCheck::PairingCheck(Document& document, QObject* parent) : QObject(parent), document_(document) {
    connect(&document_, &Document::changed, this, &PairingCheck::look);
    connect(&task_, &Task::ended, this, &PairingCheck::look);  // something may have changed while it read
}

void PairingCheck::look() {
    if (task_.busy()) return;
    auto method = document_.method();
    const auto spec = method ? used_pairing(document_.session().pairing, method->info()) : PairingSpec();
    Question question{spec, document_.role_sets(), document_.session().seed,
                      method ? method->info().family : MethodFamily::Alignment};
    if (question == asked_) return;
    asked_ = question;
    const bool any = std::any_of(std::begin(files), std::end(files),
                                 [&](const char* name) { return !pairing_value(question.spec, name).empty(); });
    if (!any) {
        errors_.clear();
        emit checked();
        return;
    }
    task_.start([this, question](const Context& context) -> Task::Followup {
        std::map<std::string, QString> errors;
        for (const std::string name : files) {
            if (pairing_value(question.spec, name).empty() || question.sets.empty()) continue;
            if (auto error = trouble_with(alone(question.spec, name), question.sets, question.seed, question.family,
                                         context))
                errors[name] = QString::fromStdString(error->message());
        }
        return [this, errors] {
            errors_ = errors;
            emit checked();
        };
    });
}

}  // namespace orthoscope
