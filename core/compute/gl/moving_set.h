// A set that stays on the device and is moved there; internal to core/compute/gl.
#pragma once

#include "core/compute/backend.h"
#include "core/compute/gl/worker.h"

namespace orthoscope {

// Precondition: finite points.
Result<std::unique_ptr<MovingSet>> gl_moving_set(std::shared_ptr<GlWorker> worker, const Matrix& points,
                                                 const Context& context);

}  // namespace orthoscope
