#include "core/linalg/blas_threads.h"

#include "core/linalg/lapack.h"

extern "C" int openblas_get_num_threads();

namespace orthoscope {

BlasThreads::BlasThreads(int threads) : before_(openblas_get_num_threads()) { set_blas_threads(threads); }
BlasThreads::~BlasThreads() { set_blas_threads(before_); }

}  // namespace orthoscope
