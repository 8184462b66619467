// The command line of Orthoscope (cli.md). Returns the exit status.
#pragma once

namespace orthoscope {

int command_line(int argc, char** argv);

}  // namespace orthoscope
