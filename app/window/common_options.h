// The common options of a run as a form: what shapes the input of any method, and how far it may go. Names and
// meanings are those of the command line.
#pragma once

#include "core/method/method.h"
#include "core/session/commands.h"

namespace orthoscope {

// Every common option with the session's value; files are text parameters whose unit is "file" or "file or folder".
ParameterSet common_options(const Session& session);

// Whether the option has its place in the form: the method uses it, and the numbering of a file only beside a file.
bool common_option_shown(const Session& session, const MethodInfo& method, const std::string& name);

// The change, or why it is refused (the error states the domain).
Result<Command> set_common_option(const Session& session, const std::string& name, const ParameterValue& value);

// How many of those shown are not at their default.
int common_options_set(const Session& session, const MethodInfo& method);

}  // namespace orthoscope
