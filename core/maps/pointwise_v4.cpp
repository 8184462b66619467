#define ORTHOSCOPE_LOOPS nearest_v4
#define ORTHOSCOPE_WIDTH 16
#define ORTHOSCOPE_GROUP 12
#include "core/maps/pointwise_loops.h"
