#define ORTHOSCOPE_LOOPS loops_v2
#include "core/transport/kernel_loops.h"
