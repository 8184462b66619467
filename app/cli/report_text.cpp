#include "app/cli/report_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/method/settled.h"
#include "views/overlay/formula.h"

namespace orthoscope {
namespace {

using Json = nlohmann::ordered_json;

std::string brief(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

// The ranking of `diagnose`, each with the command that tries its remedy.
std::string causes_text(const FinishedRun& run, const std::string& folder) {
    const Report& report = run.result.report;
    if (report.causes.empty()) return {};
    std::string text = "causes, the likeliest first:\n";
    for (std::size_t k = 0; k < report.causes.size(); ++k) {
        const Cause& cause = report.causes[k];
        text += "  " + std::to_string(k + 1) + ". " + cause.id + ", gain " + brief(cause.gain) + ", rmse " +
                (std::isfinite(cause.rmse) ? brief(cause.rmse) : "void") + "\n     " + cause.sentence + "\n";
        if (cause.method.empty()) continue;
        text += "     try: orthoscope run " + cause.method + "";
        for (auto& input : run.inputs)
            text += " " + (input.path.empty() ? "SET" : input.path.string()) + (input.member.empty() ? "" : "::" + input.member);
        for (auto& [name, value] : cause.options) text += " --" + name + " " + value;
        if (cause.start)
            text += " --start " + folder + "/remedy_" + std::to_string(k + 1) +
                    (cause.start->matching ? "_matching.npy" : "_rotation.npy");
        text += " --out DIR\n";
    }
    return text;
}

}  // namespace

std::string unit_of_metric(std::string_view name) {
    if (name.ends_with("_degrees")) return "degrees";
    if (name == "rmse" || name.ends_with("_rmse")) return "units of the rows";
    if (name == "mean_squared_error" || name == "cost_per_row" || name == "procrustes_bound")
        return "squared units of the rows";
    if (name.find("top1") != std::string_view::npos || name.find("recall") != std::string_view::npos ||
        name == "overlap" || name == "coverage" || name == "orientation_preserved")
        return "share";
    return {};
}

std::string summary_text(const FinishedRun& run, const Json& document, const std::string& folder) {
    const auto& report = run.result.report;
    std::string text(name_of(report.verdict));
    text += ": ";
    for (std::size_t i = 0; i < report.reasons.size(); ++i) text += (i ? "\n  " : "") + report.reasons[i];
    text += "\n" + document.at("method").get<std::string>() + ": " + document.at("status").get<std::string>() +
            " after " + std::to_string(document.at("iterations").get<std::int64_t>()) + " iterations, " +
            std::to_string(document.at("frames").get<std::int64_t>()) + " frames, " +
            brief(document.at("seconds").at("total").get<double>()) + " s\n";
    if (const auto chosen = settled(run.request.options, run.result.options); !chosen.empty()) text += "auto: " + chosen + "\n";
    std::size_t width = 0;
    for (auto& [name, value] : report.metrics) width = std::max(width, name.size());
    for (auto& [name, value] : report.metrics) {
        const auto unit = unit_of_metric(name);
        text += "  " + padded(name, width) + "  " + (std::isfinite(value) ? brief(value) : "void") +
                (unit.empty() || !std::isfinite(value) ? "" : " " + unit) + "\n";
    }
    text += causes_text(run, folder);
    return text + "results in " + folder + "\n";
}

std::string parameters_text(const ParameterSet& parameters) {
    std::string text;
    for (auto& p : parameters.described())
        text += "  --" + p.name + "  " + p.domain() + " (default " + to_text(p.initial) + ")\n      " + p.help + "\n";
    return text;
}

Json parameters_json(const ParameterSet& parameters) {
    static constexpr const char* types[] = {"flag", "integer", "number", "choice"};
    auto list = Json::array();
    for (auto& p : parameters.described()) {
        Json item{{"name", p.name}, {"type", types[p.initial.index()]}};
        std::visit([&](auto& value) { item["default"] = value; }, p.initial);
        if (p.initial.index() == 1)
            item["low"] = static_cast<std::int64_t>(p.low), item["high"] = static_cast<std::int64_t>(p.high);
        if (p.initial.index() == 2) item["low"] = p.low, item["high"] = p.high;
        if (!p.choices.empty()) item["choices"] = p.choices;
        if (!p.unit.empty()) item["unit"] = p.unit;
        item["domain"] = p.domain(), item["help"] = p.help;
        list.push_back(std::move(item));
    }
    return list;
}

std::string plain_formula(const std::string& markup) { return plain_text(parse_formula(markup)); }

}  // namespace orthoscope
