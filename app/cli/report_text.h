// What the command line prints for a person.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/method/method.h"
#include "core/result/result_folder.h"

namespace orthoscope {

// Verdict first, then reasons, key metrics with their units, and where the results are.
std::string summary_text(const FinishedRun& run, const nlohmann::ordered_json& document, const std::string& folder);

// "NAME  DOMAIN (default VALUE)" and its help, a line each.
std::string parameters_text(const ParameterSet& parameters);
nlohmann::ordered_json parameters_json(const ParameterSet& parameters);

// Formula markup as plain text: "M = U \Sigma V^T" -> "M = U Σ Vᵀ".
std::string plain_formula(const std::string& markup);

// Unit of a metric, empty where it is a pure number.
std::string unit_of_metric(std::string_view name);

}  // namespace orthoscope
