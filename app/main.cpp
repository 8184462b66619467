#include "app/cli/cli.h"

int main(int argc, char** argv) { return orthoscope::command_line(argc, argv); }
