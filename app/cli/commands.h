// The commands of the program, each in its own file. They take the words after their name and return the exit
// status (cli.md).
#pragma once

#include <span>
#include <string>

#include "core/base/result.h"

namespace orthoscope {

using Words = std::span<const std::string>;

int run_command(Words words);
int apply_command(Words words);
int render_command(Words words);
int info_command(Words words);
int methods_command(Words words);
int sample_command(Words words);
int prepare_command(Words words);
int actions_command(Words words);

// "orthoscope: error: FILE:PLACE: what was found; what was expected" on standard error; the exit status of its kind.
int fail(const Error& error);
void warn(const std::string& sentence);  // "orthoscope: warning: ..."

std::string help_text();                // of the program
int print_help(const std::string& of);  // usage of one command on standard output; 0

}  // namespace orthoscope
