#define ORTHOSCOPE_LOOPS loops_v4
#include "core/transport/kernel_loops.h"
