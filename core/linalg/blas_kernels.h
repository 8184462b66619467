// Which of its kernels OpenBLAS uses.
#pragma once

#include <string>

namespace orthoscope {

// OpenBLAS chooses by the model number of the processor. Release 0.3.21, that of Debian 12, gives an Intel processor which is
// newer than itself the kernels of 2004 (SSE3), three to four times slower than what the processor can do; there it is
// made to choose again, by what the processor says it can do. The variable OPENBLAS_CORETYPE wins over this. Called before
// main, while no other thread is in OpenBLAS.
void choose_blas_kernels();

std::string blas_kernels();  // as OpenBLAS names them: "SkylakeX", "Haswell", "Zen", ...

}  // namespace orthoscope
