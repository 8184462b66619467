#define ORTHOSCOPE_LOOPS nearest_v2
#define ORTHOSCOPE_WIDTH 4
#define ORTHOSCOPE_GROUP 6
#include "core/maps/pointwise_loops.h"
