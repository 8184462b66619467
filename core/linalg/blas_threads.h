// How many threads OpenBLAS takes, for a while.
#pragma once

namespace orthoscope {

// At most that many until the end of the scope, in every thread of the program (OpenBLAS has one setting): for code that
// divides its work itself, or whose calls are too small to be divided. Of several scopes the smallest
// limit holds, and where there is none, set_blas_threads (core/linalg/lapack.h).
class BlasThreads {
  public:
    explicit BlasThreads(int most);
    ~BlasThreads();
    BlasThreads(const BlasThreads&) = delete;
    BlasThreads& operator=(const BlasThreads&) = delete;

  private:
    int most_;
};

}  // namespace orthoscope
