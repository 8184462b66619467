#include <QStringList>
#include <nlohmann/json.hpp>

#include "app/window/exporter.h"
#include "app/window/features_model.h"
#include "core/method/describe.h"
#include "core/samples/sample.h"
#include "core/shape/prepare.h"

namespace orthoscope {
namespace {

// In single quotes where a shell would read anything into it.
QString quoted(const std::string& word) {
    auto text = QString::fromStdString(word);
    static const QString plain = "_-./=:,+@%";
    bool safe = !text.isEmpty();
    for (auto c : text) safe &= c.isLetterOrNumber() || plain.contains(c);
    return safe ? text : "'" + text.replace("'", "'\\''") + "'";
}

// Options away from their defaults.
QString option_words(ParameterSet options, const nlohmann::json& chosen) {
    QString words;
    if (!options.from_json(chosen)) return words;
    for (auto& parameter : options.described())
        if (!options.is_initial(parameter.name))
            words += " --" + QString::fromStdString(parameter.name) + " " + quoted(to_text(options.value(parameter.name)));
    return words;
}

QString file_words(const SessionDataset& set, const DatasetPtr& data) {
    if (!set.sample.empty() && data)
        return quoted(set.sample + "/" + sample_file_name(*data, std::size_t(set.sample_set)));
    QString words = quoted(set.member.empty() ? set.path : set.path + "::" + set.member);
    if (!set.kind.empty()) words += " --kind " + quoted(set.kind);
    if (!set.axes.empty()) words += " --axes " + quoted(set.axes);
    if (!set.labels.empty()) words += " --labels " + quoted(set.labels);
    if (set.drop_missing) words += " --missing drop-rows";
    return words;
}

std::string prepared_name(const SessionDataset& set) { return set.name + ".ply"; }

QString input_words(const SessionDataset& set, const DatasetPtr& data) {
    return set.preparation.empty() ? file_words(set, data) : quoted(prepared_name(set));
}

// `orthoscope prepare` for a set that was prepared; else empty.
QString prepare_words(const SessionDataset& set, const DatasetPtr& data) {
    if (set.preparation.empty()) return {};
    return "orthoscope prepare " + file_words(set, data) + " -o " + quoted(prepared_name(set)) +
           option_words(parameters_of<PrepareOptions>(), set.preparation);
}

// `orthoscope sample` for a set that was generated; empty for a file.
QString sample_words(const SessionDataset& set) {
    if (set.sample.empty()) return {};
    auto words = "orthoscope sample " + quoted(set.sample) + " -o " + quoted(set.sample);
    if (set.sample_seed != 1) words += " --seed " + QString::number(set.sample_seed);
    auto info = find_sample(set.sample);
    return info ? words + option_words(info->parameters, set.sample_options) : words;
}

}  // namespace

// Of the run that is shown; where none is, of the one that the form asks for.
QString command_line_of(const Document& document, bool sample_truth) {
    auto& session = document.session();
    const auto shown = session.run(session.current_run);
    const SessionRun run = shown ? *shown : planned_run(session);
    const auto method = find_method(run.method);
    QStringList before;
    QString words = "orthoscope run " + quoted(run.method);
    for (auto& id : run.datasets) {
        auto set = session.dataset(id);
        if (!set) continue;
        const auto sample = sample_words(*set);
        if (!sample.isEmpty() && !before.contains(sample)) before << sample;
        const auto made = prepare_words(*set, document.data(id));
        if (!made.isEmpty() && !before.contains(made)) before << made;
        words += " " + input_words(*set, document.data(id));
    }
    words += " --out results";
    if (auto set = run.datasets.empty() ? nullptr : session.dataset(run.datasets[0]); set && sample_truth)
        words += " --truth " + quoted(set->sample + "/truth.txt");
    if (method) words += option_words(method->parameters(), run.options);
    const PairingSpec initial;
    // Picked pairs are written into a file, after those of the file that was given.
    auto used = run.pairing;
    if (const auto file = method && method->info().uses_landmarks ? landmark_file_of(document, used) : QString(); !file.isEmpty())
        used.landmarks = file.toStdString(), used.landmarks_base = 0;
    for (auto& name : pairing_names())
        if (const auto value = pairing_value(used, name); value != pairing_value(initial, name))
            words += " --" + QString::fromStdString(name) + " " + quoted(value);
    if (run.seed != 1) words += " --seed " + QString::number(run.seed);
    if (run.threads != Session().threads) words += " --threads " + QString::number(run.threads);
    if (run.fit_only) words += " --metrics fit";
    if (run.max_seconds > 0) words += " --max-seconds " + QString::number(run.max_seconds);
    before << words;
    return before.join(" && ");
}

}  // namespace orthoscope
