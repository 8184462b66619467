#include <iostream>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "core/method/method.h"
#include "core/samples/sample.h"

namespace orthoscope {
namespace {

int list_samples() {
    for (auto& info : samples()) {
        std::cout << info.id << "\n    " << info.title << ". " << info.summary << "\n";
        for (auto& p : info.parameters.described())
            std::cout << "    --" << p.name << "  " << p.domain() << " (default " << to_text(p.initial) << "). " << p.help
                      << "\n";
    }
    return 0;
}

// The first word that is no option; options may stand before it.
const std::string* name_word(Words words) {
    for (auto& word : words)
        if (find_sample(word)) return &word;
    for (auto& word : words)
        if (!word.starts_with("-")) return &word;
    return nullptr;
}

Error unknown_sample(const std::string& found) {
    std::string known;
    for (auto& info : samples()) known += (known.empty() ? "" : ", ") + info.id;
    return refuse_value("sample", found, "one of " + known);
}

Result<std::vector<std::filesystem::path>> generate(const SampleInfo& info, const std::vector<Argument>& arguments,
                                                    const std::string& folder) {
    auto parameters = info.parameters;
    std::int64_t seed = 1;
    for (auto& a : arguments) {
        if (parameters.find(a.name)) {
            if (auto status = parameters.set_text(a.name, a.value); !status) return status.error();
        } else if (a.name == "seed") {
            auto number = whole_number("--seed", a.value, 0, INT64_MAX);
            if (!number) return number.error();
            seed = *number;
        }
    }
    std::error_code code;
    if (std::filesystem::exists(folder, code) &&
        (!std::filesystem::is_directory(folder, code) || !std::filesystem::is_empty(folder, code)))
        return usage_error("-o " + folder, "found a file, or a folder that holds files; expected a new or an empty folder");
    Interrupt interrupt;
    auto sample = make_sample(info.id, parameters, static_cast<std::uint64_t>(seed), {interrupt.token(), {}, 0});
    if (!sample) return sample.error();
    auto written = write_sample(*sample, folder);
    if (!written) return written.error();
    std::cout << sample->note << "\n";
    if (find_method(sample->method)) {
        std::cout << "To see it: orthoscope run " << sample->method;
        for (std::size_t i = 0; i < sample->sets.size(); ++i) {
            std::cout << " " << (*written)[i].string();
            if (sample->sets[i]->kind() == Kind::Matrix) std::cout << " --kind matrix";  // by itself the array is read as rows
            // Arrays hold no labels: without their file, rows of two views would be paired by their order.
            const auto labels = std::filesystem::path(folder) / (i == 0 ? "source_labels.txt" : "target_labels.txt");
            if (!sample->sets[i]->labels.empty() && std::filesystem::exists(labels, code)) std::cout << " --labels " << labels.string();
        }
        std::cout << " --out DIR\n";
    }
    return written;
}

}  // namespace

int sample_command(Words words) {
    if (words.empty()) return list_samples();
    if (words[0] == "--help" || words[0] == "-h") return print_help("sample");
    const auto name = name_word(words);
    if (!name) return fail(unknown_sample(words[0]));
    const auto info = find_sample(*name);
    if (!info) return fail(unknown_sample(*name));
    auto rules = rules_of(info->parameters);
    rules.push_back({"seed", "a whole number from 0 to 9223372036854775807"});
    rules.push_back({"out", "a folder, new or empty"});
    auto arguments = parse_arguments(words, rules, "the sample " + info->id);
    if (!arguments) return fail(arguments.error());
    if (const auto names = positionals(*arguments); names.size() != 1)
        return fail(usage_error("sample", "found " + std::to_string(names.size()) + " names; expected one"));
    auto out = last_value(*arguments, "out");
    if (!out) return fail(usage_error("-o", "found nothing; expected a folder, new or empty"));
    auto written = generate(*info, *arguments, *out);
    if (!written) return fail(written.error());
    for (auto& path : *written) std::cout << path.string() << "\n";
    return 0;
}

}  // namespace orthoscope
