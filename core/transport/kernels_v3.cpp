#define ORTHOSCOPE_LOOPS loops_v3
#include "core/transport/kernel_loops.h"
