#include <iostream>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "core/io/write.h"
#include "core/method/describe.h"
#include "core/shape/prepare.h"

namespace orthoscope {
namespace {

int print_options() {
    const int status = print_help("prepare");
    const auto options = parameters_of<PrepareOptions>();
    for (auto& p : options.described())
        std::cout << "    --" << p.name << "  " << p.domain() << " (default " << to_text(p.initial) << "). " << p.help << "\n";
    std::cout << "\nOUT.rows.txt holds, a line for each new row, the row of FILE behind it.\n";
    return status;
}

// Which row of the file stands behind each new one, so that results find their way back.
Status write_rows(const Indices& rows, const std::string& path) {
    std::string text;
    for (auto row : rows) text += std::to_string(row) + "\n";
    return write_text(text, path);
}

Status prepare_file(const InputSpec& input, const PrepareOptions& options, const std::string& out) {
    Interrupt interrupt;
    const Context context{interrupt.token(), {}, 0};
    auto set = read(input, context);
    if (!set) return set.error();
    for (auto& sentence : (*set)->warnings) warn(sentence);
    auto prepared = prepare(*set, options, context);
    if (!prepared) return prepared.error();
    if (auto status = write(*prepared->data, out); !status) return status;
    if (auto status = write_rows(prepared->rows, out + ".rows.txt"); !status) return status;
    for (auto& note : prepared->notes) std::cout << note << "\n";
    std::cout << prepared->data->rows() << " of " << (*set)->rows() << " rows\n" << out << "\n" << out << ".rows.txt\n";
    return success();
}

}  // namespace

int prepare_command(Words words) {
    if (!words.empty() && (words[0] == "--help" || words[0] == "-h")) return print_options();
    auto options = parameters_of<PrepareOptions>();
    auto rules = rules_of(options);
    rules.insert(rules.end(), qualifier_rules().begin(), qualifier_rules().end());
    rules.push_back({"out", "a file: .off, .obj, .ply, .npy or .csv"});
    auto arguments = parse_arguments(words, rules, "prepare");
    if (!arguments) return fail(arguments.error());
    auto inputs = inputs_of(*arguments);
    if (!inputs) return fail(inputs.error());
    if (inputs->size() != 1)
        return fail(usage_error("prepare", "found " + std::to_string(inputs->size()) + " files; expected one"));
    auto out = last_value(*arguments, "out");
    if (!out) return fail(usage_error("-o", "found nothing; expected a file to write"));
    for (auto& a : *arguments)
        if (options.find(a.name))
            if (auto status = options.set_text(a.name, a.value); !status) return fail(status.error());
    if (auto status = prepare_file(inputs->front(), options_from<PrepareOptions>(options), *out); !status)
        return fail(status.error());
    return 0;
}

}  // namespace orthoscope
