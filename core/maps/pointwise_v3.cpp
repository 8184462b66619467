#define ORTHOSCOPE_LOOPS nearest_v3
#define ORTHOSCOPE_WIDTH 8
#define ORTHOSCOPE_GROUP 6
#include "core/maps/pointwise_loops.h"
